"""Taking files in: what is new, changed, the same or broken; several processes; Ctrl-C; a full disk."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import IngestReport, KnowledgeBase, provenance
from kb.ingest import IngestInterrupted
from kb.interrupts import noted
from parsers.readers import read_file
from parsers.readers.files import printable
from policies.documents import Document
from policies.errors import InputError
from tests.kb_factory import CITY, PLAN, compile_duty, parse, write

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(tmp_path / "base" / "zeren.db") as base:
        yield base


def take(base: KnowledgeBase, *paths: Path, jobs: int = 1) -> IngestReport:
    return base.ingest(paths, jobs=jobs, parse=parse, compile_duty=compile_duty)


def names(report: IngestReport) -> dict[str, list[str]]:
    """The report, by the names of files."""
    told = {
        kind: [Path(one.path).name for one in getattr(report, kind)]
        for kind in ("added", "updated", "reread", "unchanged")
    }
    told["failed"] = [Path(path).name for path, _error in report.failed]
    return {kind: files for kind, files in told.items() if files}


def held(base: KnowledgeBase) -> list[tuple[str | None, int, int]]:
    return [(info.title, info.version, info.duties) for info in base.documents()]


def test_again_without_change_does_nothing(kb: KnowledgeBase, tmp_path: Path) -> None:
    paths = write(tmp_path, a=PLAN, b=CITY)
    assert names(take(kb, *paths)) == {"added": ["a.txt", "b.txt"]}
    before = (kb.documents(), [record.duty.id for record in kb.records()])
    assert names(take(kb, *paths)) == {"unchanged": ["a.txt", "b.txt"]}
    assert (kb.documents(), [record.duty.id for record in kb.records()]) == before
    assert kb.doctor() == []


def test_a_changed_text_is_a_new_version_and_the_old_one_is_kept(kb: KnowledgeBase, tmp_path: Path) -> None:
    (path,) = write(tmp_path, a=PLAN)
    take(kb, path)
    path.write_text(PLAN.replace("煤矿企业不得超能力组织生产。", "企业要开展应急演练。"), encoding="utf-8")
    assert names(take(kb, path)) == {"updated": ["a.txt"]}
    assert [version.version for version in kb.versions("吉政发〔2011〕5号")] == [1, 2]
    assert "超能力" in kb.document("吉政发〔2011〕5号", version=1).text
    assert "超能力" not in kb.document("吉政发〔2011〕5号").text
    assert kb.search("超能力") == []
    assert [hit.snippet for hit in kb.search("应急演练")] == ["企业要开展应急演练"]
    assert kb.doctor() == []


def test_a_text_that_returns_is_a_version_again(kb: KnowledgeBase, tmp_path: Path) -> None:
    (path,) = write(tmp_path, a=PLAN)
    for text in (PLAN, PLAN + "企业要开展应急演练。\n", PLAN):
        path.write_text(text, encoding="utf-8")
        take(kb, path)
    assert [version.version for version in kb.versions("吉政发〔2011〕5号")] == [1, 2, 3]
    assert kb.document("吉政发〔2011〕5号").text == PLAN
    assert kb.doctor() == []


def test_the_same_bytes_under_two_names(kb: KnowledgeBase, tmp_path: Path) -> None:
    paths = write(tmp_path, a=PLAN, b=PLAN)
    report = take(kb, *paths)
    assert names(report) == {"added": ["a.txt"], "unchanged": ["b.txt"]}
    assert [tuple(Path(path).name for path in pair) for pair in report.duplicates] == [("b.txt", "a.txt")]
    assert names(take(kb, *paths)) == {"unchanged": ["a.txt", "b.txt"]}


def test_two_texts_of_one_document_do_not_take_turns(kb: KnowledgeBase, tmp_path: Path) -> None:
    """a and c are one text, b another one of the same document: a second run has nothing to do."""
    paths = write(tmp_path, a=PLAN, b=PLAN + "企业要开展应急演练。\n", c=PLAN)
    report = take(kb, *paths)
    assert names(report) == {"added": ["a.txt"], "updated": ["b.txt"], "unchanged": ["c.txt"]}
    assert len(report.duplicates) == 2
    assert names(take(kb, *paths)) == {"unchanged": ["a.txt", "b.txt", "c.txt"]}


def test_another_program_reads_anew(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write(tmp_path, a=PLAN)
    take(kb, *paths)
    monkeypatch.setattr(provenance, "program", lambda: "2.0+another")
    assert names(take(kb, *paths)) == {"reread": ["a.txt"]}
    (version,) = kb.versions("吉政发〔2011〕5号")
    assert (version.version, version.program) == (1, "2.0+another")
    assert names(take(kb, *paths)) == {"unchanged": ["a.txt"]}
    assert kb.doctor() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_files_do_not_stop_the_others(kb: KnowledgeBase, tmp_path: Path, jobs: int) -> None:
    paths = write(tmp_path, a="坏", b=PLAN, c="崩", d=CITY, e="坏")
    report = take(kb, *paths, tmp_path / "absent.txt", jobs=jobs)
    assert names(report) == {"failed": ["absent.txt", "a.txt", "c.txt", "e.txt"], "added": ["b.txt", "d.txt"]}
    assert all(isinstance(error, InputError) and error.where for _path, error in report.failed)
    assert "ZeroDivisionError: fault of the reader" in dict(report.failed)[str(paths[2])].why
    assert kb.doctor() == []


def test_a_worker_that_dies_costs_its_file_only(kb: KnowledgeBase, tmp_path: Path) -> None:
    paths = write(tmp_path, a=PLAN, b="死", c=CITY)
    assert names(take(kb, *paths, jobs=2)) == {"added": ["a.txt", "c.txt"], "failed": ["b.txt"]}


@pytest.mark.skipif(os.name == "nt", reason="pipes of Windows are written in another way")
@pytest.mark.parametrize(("what", "says"), [("半死", b""), ("半", b"IngestInterrupted")])
def test_a_worker_that_ends_while_it_sends(tmp_path: Path, what: str, says: bytes) -> None:
    """The program must not wait for the rest of what it sent: here it died, there Ctrl-C stopped it."""
    folder = tmp_path / "circulars"
    folder.mkdir()
    paths = write(folder, a=PLAN, b=what, c=CITY)
    command = [sys.executable, "-m", "tests.kb_victim", str(tmp_path / "zeren.db"), str(folder), "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            while process.poll() is None and not paths[1].with_suffix(".half").exists():
                time.sleep(0.02)
            if says:
                process.send_signal(signal.SIGINT)
            _output, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert says in errors
    assert (process.returncode == 0) == (not says)
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        assert base.doctor() == []
        assert says or len(base.documents()) == 2


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    """Processes that run the script again can't start; the first file is not said to have killed its reader."""
    write(tmp_path, a=PLAN, c=CITY)
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from kb import KnowledgeBase\n"
        f"with KnowledgeBase({str(tmp_path / 'zeren.db')!r}) as base:\n"
        f"    base.ingest([{str(tmp_path / 'a.txt')!r}, {str(tmp_path / 'c.txt')!r}], jobs=2)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "UsageError" in done.stderr.splitlines()[-3] and "jobs=1" in done.stderr


def test_workers_give_the_same_base(tmp_path: Path) -> None:
    paths = write(tmp_path, **{f"n{n}": PLAN.replace("5号", f"{n}号") for n in range(6)})
    dumps = []
    for jobs in (1, 2):
        with KnowledgeBase(tmp_path / f"{jobs}.db") as base:
            take(base, *paths, jobs=jobs)
            dumps.append([record.model_dump() for record in base.records()])
        with sqlite3.connect(tmp_path / f"{jobs}.db") as connection:
            dumps[-1] += connection.execute("SELECT * FROM duties JOIN facets ON duty = seq").fetchall()
    assert dumps[0] and dumps[0] == dumps[1]


def test_folders(kb: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "circulars"
    names = ("b/z.txt", "a.txt", ".hidden.txt", ".git/x.txt", "b/~$z.txt", "picture.png", "B.TXT")
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAN.replace("5号", f"{number}号"), encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    report = take(kb, folder, folder / "a.txt", empty)
    added = [Path(one.path).relative_to(folder.resolve()).as_posix() for one in report.added]
    assert added == ["B.TXT", "a.txt", "b/z.txt"]
    assert [path for path, _error in report.failed] == [str(empty)]


def test_progress_names_every_file_once(kb: KnowledgeBase, tmp_path: Path) -> None:
    told: list[tuple[int, int, str, str]] = []
    paths = write(tmp_path, a=PLAN, b="坏", c=PLAN)
    kb.ingest(paths, parse=parse, compile_duty=compile_duty, progress=lambda *step: told.append(step))
    assert [step[:2] for step in told] == [(1, 3), (2, 3), (3, 3)]
    assert {(Path(path).name, outcome) for _done, _all, path, outcome in told} == {
        ("a.txt", "added"), ("b.txt", "failed"), ("c.txt", "unchanged"),
    }  # fmt: skip


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_whole_documents(kb: KnowledgeBase, tmp_path: Path, jobs: int) -> None:
    paths = write(tmp_path, **{f"n{n}": PLAN.replace("5号", f"{n}号") for n in range(6)})

    def press(done: int, _all: int, _path: str, _outcome: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(IngestInterrupted) as caught:
        kb.ingest(paths, jobs=jobs, parse=parse, compile_duty=compile_duty, progress=press)
    assert len(caught.value.report.added) == len(kb.documents()) == 2
    assert kb.doctor() == []
    assert len(take(kb, *paths).added) == 4


def test_a_full_disk(kb: KnowledgeBase, tmp_path: Path) -> None:
    paths = write(tmp_path, **{f"n{n}": PLAN.replace("5号", f"{n}号") for n in range(40)})
    connection = kb._open(write=True)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 12}")
    with pytest.raises(InputError, match=r"full|满"):
        take(kb, *paths)
    kept = len(kb.documents())
    assert 0 < kept < 40
    assert kb.doctor() == []
    connection.execute("PRAGMA max_page_count = 1000000")
    assert len(take(kb, *paths).added) == 40 - kept


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read(kb: KnowledgeBase, tmp_path: Path) -> None:
    paths = write(tmp_path, a=PLAN, b=CITY)
    paths[0].chmod(0)
    assert names(take(kb, *paths)) == {"failed": ["a.txt"], "added": ["b.txt"]}


def test_a_moved_file_is_known(kb: KnowledgeBase, tmp_path: Path) -> None:
    (path,) = write(tmp_path, a=PLAN)
    take(kb, path)
    shutil.move(path, tmp_path / "b.txt")
    assert names(take(kb, tmp_path / "b.txt")) == {"unchanged": ["b.txt"]}


def named(folder: bytes, name: bytes, text: str) -> Path:
    """A file whose name need not be UTF-8; skips where there can be none."""
    try:
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123 - a name in bytes
            file.write(text.encode())
    except (OSError, UnicodeError):
        pytest.skip("this system's names are Unicode")
    return Path(os.fsdecode(folder + b"/" + name))


@pytest.mark.parametrize("jobs", [1, 2])
def test_names_that_are_not_utf8(kb: KnowledgeBase, tmp_path: Path, jobs: int) -> None:
    """安全.txt in GBK, as it comes out of old archives."""
    folder = tmp_path / "circulars"
    folder.mkdir()
    write(folder, z=CITY)
    path = named(os.fsencode(folder), "安全.txt".encode("gbk"), PLAN)
    named(os.fsencode(folder), "坏.txt".encode("gbk"), "崩")
    report = kb.ingest([folder, path], jobs=jobs, parse=parse_named, compile_duty=compile_duty)
    assert (len(report.added), len(report.failed)) == (2, 1)
    told = [one.path for one in report.added] + [name for name, _error in report.failed]
    told += [str(error) for _name, error in report.failed]
    assert all(name.encode("utf-8") for name in told)
    assert any("\\udc" in info.source for info in kb.documents())
    assert len(take(kb, folder).unchanged) == 2
    assert kb.doctor() == []


def parse_named(path: Path) -> Document:
    """A reader that names the file as the program's own does."""
    document = parse(path)
    source = document.source.model_copy(update={"name": printable(path.name)})
    return document.model_copy(update={"source": source})


def test_links_that_run_in_a_circle(kb: KnowledgeBase, tmp_path: Path) -> None:
    paths = write(tmp_path, a=PLAN, z=CITY)
    circle = tmp_path / "m.txt"
    try:
        circle.symlink_to(circle)
    except OSError:
        pytest.skip("no links here")
    report = take(kb, tmp_path)
    assert names(report) == {"added": ["a.txt", "z.txt"], "failed": ["m.txt"]}
    assert names(take(kb, circle, *paths)) == {"unchanged": ["a.txt", "z.txt"], "failed": ["m.txt"]}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_devices(kb: KnowledgeBase, tmp_path: Path) -> None:
    write(tmp_path, a=PLAN)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    report = take(kb, tmp_path, Path("/dev/urandom"))
    assert names(report) == {"added": ["a.txt"], "failed": ["pipe.txt", "zero.txt", "urandom"]}
    assert all(error.what and error.where and error.mend for _path, error in report.failed)
    for path in (tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(InputError) as caught:
            read_file(path)
        assert str(path) in caught.value.where


def test_files_that_are_too_large(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write(tmp_path, a=PLAN * 9, b=PLAN)
    monkeypatch.setattr("parsers.readers.files.MAX_BYTES", len(PLAN.encode()))
    assert names(take(kb, *paths)) == {"added": ["b.txt"], "failed": ["a.txt"]}


# --- Ctrl-C ------------------------------------------------------------------------------------------------------


class Pressing:
    """A reader during which Ctrl-C is pressed, at the file with this number; as a library would, it loses it."""

    def __init__(self, at: int, times: int = 1) -> None:
        self.at, self.times, self.seen = at, times, 0

    def __call__(self, path: Path) -> Document:
        self.seen += 1
        if self.seen == self.at:
            for _time in range(self.times):
                try:
                    signal.raise_signal(signal.SIGINT)
                except KeyboardInterrupt as error:
                    raise ValueError("a library's own error") from error
        return parse(path)


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_in_mid_file_is_not_lost(kb: KnowledgeBase, tmp_path: Path, times: int) -> None:
    paths = write(tmp_path, **{f"n{n}": PLAN.replace("5号", f"{n}号") for n in range(6)})
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(IngestInterrupted) as caught:
        kb.ingest(paths, parse=Pressing(3, times), compile_duty=compile_duty)
    report = caught.value.report
    assert (len(report.added), report.failed) == (2, ())
    assert len(kb.documents()) == 2
    assert signal.getsignal(signal.SIGINT) is before
    assert kb.doctor() == []
    assert len(take(kb, *paths).added) == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_between_files(kb: KnowledgeBase, tmp_path: Path, jobs: int) -> None:
    paths = write(tmp_path, **{f"n{n}": PLAN.replace("5号", f"{n}号") for n in range(6)})

    def press(done: int, _all: int, _path: str, _outcome: str) -> None:
        if done == 2:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(IngestInterrupted) as caught:
        kb.ingest(paths, jobs=jobs, parse=parse, compile_duty=compile_duty, progress=press)
    assert len(caught.value.report.added) == len(kb.documents()) == 2


def test_ctrl_c_while_files_are_looked_for(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write(tmp_path, a=PLAN, b=CITY)

    def press(_path: Path) -> str:
        signal.raise_signal(signal.SIGINT)
        return "digest"

    monkeypatch.setattr(provenance, "digest_of", press)
    with pytest.raises(IngestInterrupted) as caught:
        take(kb, *paths)
    assert caught.value.report == IngestReport()


def test_a_second_ctrl_c_strikes_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), noted() as interrupts:
        interrupts.check()
        signal.raise_signal(signal.SIGINT)
        assert interrupts.pressed
        signal.raise_signal(signal.SIGINT)
        pytest.fail("still there")


def test_ctrl_c_stays_as_it_is_elsewhere() -> None:
    """In other threads nobody may set it; who ignores it goes on to."""
    seen: list[bool] = []

    def aside() -> None:
        before = signal.getsignal(signal.SIGINT)
        with noted():
            seen.append(signal.getsignal(signal.SIGINT) is before)

    thread = threading.Thread(target=aside)
    thread.start()
    thread.join()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        aside()
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [True, True]
