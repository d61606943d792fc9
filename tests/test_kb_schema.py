"""Opening a base: where it lies, what is refused, and how the message says to mend it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.schema import APPLICATION_ID, SCHEMA_VERSION, base_path, default_path, guard, open_base
from policies.errors import InputError, UsageError
from policies.messages import use_language
from tests.kb_factory import PLAN, compile_duty, parse, write

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A base with one document."""
    with KnowledgeBase(tmp_path / "zeren.db") as kb:
        kb.ingest(write(tmp_path, a=PLAN), parse=parse, compile_duty=compile_duty)
    return tmp_path / "zeren.db"


def refused(path: Path, *, write: bool = False) -> InputError:
    with pytest.raises(InputError) as caught:
        open_base(path, write=write).close()
    assert caught.value.where and caught.value.mend
    return caught.value


def test_default_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZEREN_DB", str(tmp_path / "mine.db"))
    assert default_path() == KnowledgeBase().path == tmp_path / "mine.db"
    monkeypatch.delenv("ZEREN_DB")
    assert default_path().name == "zeren.db" and default_path().is_absolute()


@pytest.mark.parametrize(
    "stated",
    [":memory:", "file:x.db?mode=memory", "FILE:///tmp/x.db", "http://example.org/x.db", "postgresql+psycopg://h/x"],
)
@pytest.mark.parametrize("kind", [str, Path])
def test_what_is_no_file_on_this_computer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stated: str, kind: type[str | Path]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        KnowledgeBase(kind(stated))
    with pytest.raises(UsageError):
        open_base(Path(stated), write=True)
    monkeypatch.setenv("ZEREN_DB", stated)
    with pytest.raises(UsageError):
        KnowledgeBase()
    assert list(tmp_path.iterdir()) == []


def test_paths_of_a_base(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("ZEREN_DB", "~/x.db")
    assert KnowledgeBase().path == base_path(Path("~/x.db")) == tmp_path / "home" / "x.db"
    assert base_path("x.db") == tmp_path / "x.db"
    assert base_path("~nobody-of-this-name/x.db") == tmp_path / "~nobody-of-this-name" / "x.db"
    assert base_path(tmp_path / "x.db") == tmp_path / "x.db"
    with KnowledgeBase("mine.db") as kb:
        kb.ingest(write(tmp_path, a=PLAN), parse=parse, compile_duty=compile_duty)
    assert (tmp_path / "mine.db").stat().st_size


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("writing", [False, True])
def test_a_pipe(tmp_path: Path, writing: bool) -> None:
    os.mkfifo(tmp_path / "zeren.db")
    assert "pipe" in refused(tmp_path / "zeren.db", write=writing).what


@pytest.mark.parametrize("writing", [False, True])
@pytest.mark.parametrize("version", [0, -1])
def test_a_base_that_does_not_tell_its_format(path: Path, writing: bool, version: int) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    before = path.read_bytes()
    error = refused(path, write=writing)
    assert "damaged" in error.what and str(version) in error.why
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [-1, SCHEMA_VERSION])
def test_an_empty_database_of_any_format_becomes_a_base(tmp_path: Path, version: int) -> None:
    path = tmp_path / "zeren.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with KnowledgeBase(path) as kb:
        assert kb.ingest(write(tmp_path, a=PLAN), parse=parse, compile_duty=compile_duty).added
        assert kb.doctor() == []


def test_a_schema_that_is_no_text(path: Path) -> None:
    """SQLite's message quotes it, and Python can't read it."""
    damaged = path.read_bytes().replace(b'CREATE TABLE "parts"', b'CREATE \xffABLE "parts"', 1)
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    with KnowledgeBase(path) as kb, pytest.raises(InputError, match="damaged") as caught:
        kb.documents()
    assert caught.value.mend


def test_no_base_yet(tmp_path: Path) -> None:
    error = refused(tmp_path / "zeren.db")
    assert "no base yet" in error.what and "zeren ingest" in error.mend
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_base_yet_and_becomes_one(tmp_path: Path) -> None:
    (tmp_path / "zeren.db").touch()
    assert "no base yet" in refused(tmp_path / "zeren.db").what
    open_base(tmp_path / "zeren.db", write=True).close()
    open_base(tmp_path / "zeren.db").close()


@pytest.mark.parametrize("writing", [False, True])
def test_a_folder(tmp_path: Path, writing: bool) -> None:
    assert "folder" in refused(tmp_path, write=writing).what


@pytest.mark.parametrize("writing", [False, True])
def test_not_a_database(tmp_path: Path, writing: bool) -> None:
    file = tmp_path / "a.txt"
    file.write_text("各级人民政府要加强领导。" * 100, encoding="utf-8")
    before = file.read_bytes()
    assert "not a base" in refused(file, write=writing).what
    assert file.read_bytes() == before


@pytest.mark.parametrize("writing", [False, True])
def test_a_database_of_somebody_else(tmp_path: Path, writing: bool) -> None:
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE contacts (name TEXT)")
    connection.close()
    before = (tmp_path / "other.db").read_bytes()
    assert "not a base of Zeren" in refused(tmp_path / "other.db", write=writing).what
    assert (tmp_path / "other.db").read_bytes() == before


@pytest.mark.parametrize("writing", [False, True])
def test_a_base_of_a_newer_version(path: Path, writing: bool) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    error = refused(path, write=writing)
    assert f"format {SCHEMA_VERSION + 1}" in error.why and "pip install --upgrade" in error.mend
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made(path: Path) -> None:
    with pytest.raises(InputError):
        open_base(path / "below" / "zeren.db", write=True)


def test_a_base_that_is_being_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers go on; a second writer is told to wait."""
    monkeypatch.setattr("kb.schema._BUSY_MS", 1)
    writer = open_base(path, write=True)
    writer.execute("BEGIN IMMEDIATE")
    with KnowledgeBase(path) as kb:
        assert len(kb.documents()) == 1
        with pytest.raises(InputError, match="Another program"):
            kb.ingest(write(path.parent, b=PLAN + "企业要检查。"), parse=parse, compile_duty=compile_duty)
    writer.execute("ROLLBACK")
    writer.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_base_that_cannot_be_written(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with KnowledgeBase(path) as kb:
            assert len(kb.documents()) == 1  # it can still be read
            with pytest.raises(InputError):
                kb.ingest([path.parent / "a.txt"], parse=parse, compile_duty=compile_duty)
    finally:
        path.parent.chmod(0o755)


def test_a_reader_leaves_no_files_behind(path: Path) -> None:
    before = sorted(entry.name for entry in path.parent.iterdir())
    with KnowledgeBase(path) as kb:
        kb.documents()
        with pytest.raises(InputError), guard(path):
            kb._open().execute("DELETE FROM files")
    assert sorted(entry.name for entry in path.parent.iterdir()) == before


def test_marks_of_a_base(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_reading_loads_nothing_heavy(path: Path) -> None:
    program = (
        "import sys; from kb import KnowledgeBase\n"
        f"with KnowledgeBase({str(path)!r}) as kb: print(len(list(kb.records())), kb.documents()[0].duties)\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'spacy', 'jieba', 'rjieba', 'networkx', "
        "'sqlite_utils', 'parsers', 'platformdirs'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.split("\n")[:2] == ["3 3", "[]"]
