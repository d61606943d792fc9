"""The command line against what goes wrong around it: devices, links, rights, closed streams, odd input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.make import console
from docs.make.console import execute
from policies.errors import InputError, UsageError
from reports.files import write_bytes

ROOT = Path(__file__).resolve().parents[1]
TEXT = "关于加强安全生产工作的通知\n各县人民政府要加强安全监管。\n"
posix = pytest.mark.skipif(os.name == "nt", reason="devices, links and rights of POSIX")


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path) -> Iterator[Path]:
    """An empty folder to work in; the environment afterwards is as before."""
    with console.surroundings(tmp_path, {}):
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        yield tmp_path


def piped(data: bytes | None, command: str, closed: int | None = None) -> tuple[int, str]:
    """``zeren`` in a process of its own, fed with *data*, with the stream *closed* closed."""
    shut = f"import os; os.close({closed}); " if closed is not None else ""
    start = f"{shut}import os, sys; os.execv(sys.executable, [sys.executable, '-m', 'cli', *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", start, *command.split()],
        input=data,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


# --- writing ------------------------------------------------------------------------------------------------------


@posix
def test_a_link_stays_and_its_target_keeps_its_rights(tmp_path: Path) -> None:
    target, link = tmp_path / "target.html", tmp_path / "link.html"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


@posix
def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "new")
    write_bytes(tmp_path / "link", b"x")
    assert (tmp_path / "new").read_bytes() == b"x"
    assert (tmp_path / "link").is_symlink()


@posix
def test_a_pipe_is_written_to_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_bytes(tmp_path / "pipe", b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_full_device_is_an_error() -> None:
    with pytest.raises(InputError) as caught:
        write_bytes(Path("/dev/full"), b"x")
    assert caught.value.where == "/dev/full"
    assert Path("/dev/full").is_char_device()


def test_a_file_that_is_read_only_stays(tmp_path: Path) -> None:
    path = tmp_path / "kept.html"
    path.write_text("kept")
    path.chmod(0o444)
    with pytest.raises(InputError) as caught:
        write_bytes(path, b"new")
    assert (caught.value.where, path.read_text()) == (str(path), "kept")
    path.chmod(0o644)


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_bytes(tmp_path, b"x")
    assert caught.value.mend
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_an_empty_name_is_wrong_usage() -> None:
    outcome = execute("zeren parse a.txt -o ''")
    assert outcome.code == 2
    assert "文件名为空" in outcome.output or "name of a file is empty" in outcome.output


# --- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_standard_input_in_any_encoding(encoding: str) -> None:
    code, output = piped(TEXT.encode(encoding), "parse -")
    assert code == 0
    assert "加强安全监管" in output


def test_binary_standard_input_is_refused() -> None:
    code, output = piped(b"PK\x03\x04" + bytes(40), "parse -")
    assert code == 3
    assert "ZIP" in output


@posix
@pytest.mark.parametrize("stream", [0, 1])
def test_closed_streams(stream: int) -> None:
    code, output = piped(None, "parse -" if stream == 0 else "parse a.txt", closed=stream)
    assert code == 3
    assert "NoneType" not in output
    assert stream == 1 or len(output.splitlines()) == 2, output


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_cannot_be_parsed_is_told_with_a_way_out(name: str) -> None:
    outcome = execute(f"zeren parse {name}")
    assert outcome.code == 3
    assert len(outcome.output.splitlines()) == 3, outcome.output


@posix
def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    outcome = execute("zeren parse loop")
    assert outcome.code == 3
    assert len(outcome.output.splitlines()) == 4, outcome.output


# --- options and printing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["search --limit", "graph -o x.svg --depth", "ingest . --jobs", "duties --employees"]
)
def test_numbers_beyond_all_bounds(command: str) -> None:
    assert execute(f"zeren {command} 99999999999999999999").code == 2


def test_signs_that_turn_the_direction_are_not_printed(tmp_path: Path) -> None:
    text = TEXT.replace("安全", "\u202e安全")
    (tmp_path / "turned.txt").write_text(text, encoding="utf-8")
    assert "\u202e" not in execute("zeren parse turned.txt").output
    printed = execute("zeren parse turned.txt --format json").output
    assert "\u202e" not in printed
    assert "\u202e安全" in json.loads(printed)["text"]


def test_a_word_that_is_no_sector_tells_where_the_words_come_from() -> None:
    outcome = execute("zeren search --sector nonsense")
    assert outcome.code == 2
    assert "GB/T 4754" in outcome.output


def test_an_unknown_post_is_remarked(demo_base: Path) -> None:
    outcome = execute(f"zeren --db {demo_base.as_posix()} duties --position 电工")
    assert outcome.code == 0
    assert "主要负责人" in outcome.output.splitlines()[0]


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
def test_standard_output_by_name_is_added_to(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n", encoding="utf-8")
    with log.open("ab") as stream:
        command = [sys.executable, "-m", "cli", "parse", "a.txt", "-o", "/dev/stdout"]
        subprocess.run(command, stdout=stream, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert log.read_text(encoding="utf-8").startswith("before\n关于加强安全生产工作的通知\n")
