"""The two commands of the README: what they do before anything is installed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tasks

ROOT = Path(__file__).resolve().parents[1]


def test_the_file_parses_on_old_pythons() -> None:
    source = (ROOT / "tasks.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported <= set(sys.stdlib_module_names)


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["tasks.py", "demo"])
    monkeypatch.setattr(tasks, "OLDEST", (9, 0))
    monkeypatch.setattr(tasks, "make_venv", lambda: pytest.fail("went on"))
    assert tasks.main() == 2
    told = capsys.readouterr().err
    assert "needs Python 9.0 or newer" in told and "需要 Python 9.0" in told


def test_a_python_that_cannot_make_environments_is_told_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tasks, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(tasks, "works", lambda *_command: False)
    with pytest.raises(tasks.Failed) as failed:
        tasks.make_venv()
    assert failed.value.code == 2
    assert "apt install python3" in capsys.readouterr().err


def test_a_folder_that_is_no_environment_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(tasks, "VENV", tmp_path)
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(tasks.Failed):
        tasks.make_venv()
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert "Move it away" in capsys.readouterr().err


def test_a_broken_environment_is_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    venv.mkdir()
    (venv / "pyvenv.cfg").write_text("home = /gone\n", encoding="utf-8")
    (venv / "rest").write_text("of an interrupted run", encoding="utf-8")
    monkeypatch.setattr(tasks, "VENV", venv)
    tasks.make_venv()
    assert tasks.works(tasks.in_venv("python"), "-m", "pip", "--version")
    assert not (venv / "rest").exists()


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A small project to install, with pip's calls recorded instead of made."""
    for name in ("pyproject.toml", "cli.py", "README.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "a.py").write_text("", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(tasks, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(tasks, "make_venv", lambda: None)
    return tmp_path


def test_installs_again_only_when_something_changed(monkeypatch: pytest.MonkeyPatch, copied: Path) -> None:
    calls: list[str] = []
    monkeypatch.setattr(tasks, "run", lambda *command: calls.append(command[-1]))
    tasks.install(developer=False)
    tasks.install(developer=False)
    assert calls == ["."]
    (copied / "kb" / "a.py").write_text("x = 1", encoding="utf-8")
    tasks.install(developer=False)
    assert calls == [".", "."]
    tasks.install(developer=True)
    tasks.install(developer=False)  # an editable installation serves the demo as it is
    (copied / "kb" / "a.py").write_text("x = 2", encoding="utf-8")
    tasks.install(developer=False)
    assert calls == [".", ".", ".[dev]"]
    with (copied / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# a new dependency\n")
    tasks.install(developer=True)
    assert calls == [".", ".", ".[dev]", ".[dev]"]


def test_an_installation_that_failed_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], copied: Path
) -> None:
    def fails(*_command: str) -> None:
        raise tasks.Failed(1)

    monkeypatch.setattr(tasks, "run", fails)
    for _attempt in range(2):
        with pytest.raises(tasks.Failed):
            tasks.install(developer=False)
        assert "HTTPS_PROXY" in capsys.readouterr().err
    assert not tasks.STAMP.exists()


def test_a_failed_step_stops_the_run_with_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[list[str]] = []

    def call(command: list[str], **_settings: object) -> int:
        seen.append(command)
        return 7 if "check" in command else 0

    monkeypatch.setattr(tasks, "install", lambda developer: None)
    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(sys, "argv", ["tasks.py", "test"])
    assert tasks.main() == 7
    assert [command[2] for command in seen] == ["ruff", "ruff"]
    assert "FAILED: Lint (exit code 7)" in capsys.readouterr().out


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_names_the_commands_that_exist_and_ci_runs_them(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines()]
    assert "python tasks.py demo" in lines
    assert "python tasks.py test" in lines
    assert "tasks.py test --all" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
