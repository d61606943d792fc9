"""Quick commands load nothing of the linguistic stages: counted in modules, not in seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"spacy", "thinc", "jieba", "rjieba", "parsers"}
ASKED = ["--kind", "enterprise", "--sector", "煤矿", "--place", "吉林省吉林市", "--on", "2012-09-01"]


def modules_after(arguments: list[str]) -> set[str]:
    """Top-level modules that are loaded when ``zeren ARGUMENTS`` has ended."""
    program = (
        "import json, sys\n"
        "from cli import zeren\n"
        "from reports.terminal import run\n"
        "code = run(zeren, sys.argv[1:])\n"
        "print('\\n' + json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    code, names = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr
    return set(names)


def test_help() -> None:
    loaded = modules_after(["--help"])
    assert (
        loaded & (HEAVY | {"kb", "rules", "pydantic", "networkx", "sqlite_utils", "rich", "lxml", "openpyxl"}) == set()
    )


@pytest.mark.parametrize("form", ["table", "json"])
def test_duties_on_a_built_base(demo_base: Path, form: str) -> None:
    loaded = modules_after(["duties", "--db", str(demo_base), *ASKED, "--format", form])
    assert "kb" in loaded
    assert loaded & (HEAVY | {"networkx", "openpyxl", "docx", "lxml", "icalendar"}) == set()


def test_parsing_does_load_them(tmp_path: Path) -> None:
    """The check above can fail: a command that parses loads what it looks for."""
    circular = tmp_path / "a.txt"
    circular.write_text("各企业要开展隐患排查。", encoding="utf-8")
    assert {"spacy", "parsers"} <= modules_after(["parse", str(circular)])
