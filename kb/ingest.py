"""Taking files into the base: find them, read them (in several processes if asked), write whole documents.

Reading is done by workers; the parent alone writes, one transaction a document, in the order of the files. So the
base is the same whatever the number of workers, and sound at whatever instant the program is stopped.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb import provenance, workers
from kb.interrupts import Interrupts, noted
from kb.models import Ingested, IngestReport
from kb.prepare import Compile
from kb.schema import guard, transaction
from kb.store import Outcome, compact, remember_file, store
from parsers.readers import SUFFIXES
from parsers.readers.files import printable
from policies.errors import InputError, ZerenError
from policies.messages import _
from policies.reasons import because

__all__ = ["FoundFile", "IngestInterrupted", "Progress", "find_files", "ingest"]

Progress = Callable[[int, int, str, str], None]
"""Called after each file with: files done, files in all, path, outcome (added, updated, reread, unchanged, failed)."""


class IngestInterrupted(KeyboardInterrupt):
    """Ctrl-C in mid-ingest; ``report`` tells what was done. The base holds whole documents only."""

    def __init__(self, report: IngestReport) -> None:
        super().__init__()
        self.report = report


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read."""

    path: Path
    name: str  # absolute and printable, as the base and the report have it
    digest: str

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


@dataclass(slots=True)
class _Run:
    """What has happened so far, and the base it happens to."""

    connection: sqlite3.Connection
    base: Path
    progress: Progress | None
    total: int = 0
    done: dict[Outcome, list[Ingested]] = field(default_factory=lambda: {outcome: [] for outcome in Outcome})
    failed: list[tuple[str, ZerenError]] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)  # document id → first file of this run that holds it

    def finish(self, file: str, outcome: Outcome, what: Ingested | ZerenError) -> None:
        if isinstance(what, ZerenError):
            self.failed.append((file, what))
        else:
            self.done[outcome].append(what)
            holder = self.holders.setdefault(what.document, file)
            if holder != file:
                self.duplicates.append((file, holder))
        if self.progress is not None:
            done = len(self.failed) + sum(map(len, self.done.values()))
            self.progress(done, self.total, file, outcome.value)

    def report(self) -> IngestReport:
        return IngestReport(
            added=tuple(self.done[Outcome.ADDED]),
            updated=tuple(self.done[Outcome.UPDATED]),
            reread=tuple(self.done[Outcome.REREAD]),
            unchanged=tuple(self.done[Outcome.UNCHANGED]),
            failed=tuple(self.failed),
            duplicates=tuple(self.duplicates),
        )


def ingest(
    connection: sqlite3.Connection,
    base: Path,
    paths: Sequence[Path],
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    parse: workers.Parse | None = None,
    compile_duty: Compile | None = None,
    allow_classified: bool = False,
) -> IngestReport:
    """Take every file of *paths* (folders: every file in them that can be read) into the base.

    *jobs* processes read; 0 means one for each processor. A file that fails does not stop the others. *parse* and
    *compile_duty* are those of the floors below unless given. IngestInterrupted on Ctrl-C; InputError where the base
    itself fails (a full disk): what was written before stays. A document that bears a mark of secrecy fails unless
    *allow_classified*.

    The first Ctrl-C takes effect when the document at hand is done, the second one at once.
    """
    run = _Run(connection, base, progress)
    task = workers.Task(parse, compile_duty, allow_classified)
    try:
        with noted() as interrupts, guard(base):
            files, failed = find_files(paths, interrupts.check)
            run.total = len(files) + len(failed)
            before = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
            for name, error in failed:
                run.finish(name, Outcome.FAILED, error)
            _take(run, files, task, jobs or os.cpu_count() or 1, interrupts)
            if run.done[Outcome.ADDED]:
                with transaction(connection):
                    compact(connection, before)
            interrupts.check()
    except KeyboardInterrupt as interrupt:
        raise IngestInterrupted(run.report()) from interrupt
    return run.report()


def _take(run: _Run, files: list[FoundFile], task: workers.Task, jobs: int, interrupts: Interrupts) -> None:
    from sqlite_utils import Database  # noqa: PLC0415 - loaded where something is written

    database = Database(run.connection, execute_plugins=False)
    first: dict[tuple[str, str], FoundFile] = {}  # by bytes and format: the same bytes are read once
    later: list[tuple[FoundFile, FoundFile]] = []
    new: list[FoundFile] = []
    for file in files:
        interrupts.check()
        known = _known(run.connection, file)
        if known is not None:
            run.finish(file.name, Outcome.UNCHANGED, known)
        elif (twin := first.setdefault((file.digest, file.suffix), file)) is not file:
            later.append((file, twin))
        else:
            new.append(file)
    results: dict[str, tuple[Ingested, tuple[int, int]] | ZerenError] = {}
    read = workers.read([file.path for file in new], task, jobs, interrupts.check)
    for file, result in zip(new, read, strict=True):
        if isinstance(result, ZerenError):
            results[file.name] = result
            run.finish(file.name, Outcome.FAILED, result)
            continue
        with transaction(run.connection):
            outcome, seq, version = store(database, result)
            # The digest of the bytes that were read: the file may have changed since it was listed.
            digest = str(result.version["source_digest"])
            remember_file(run.connection, file.name, digest, file.suffix, (seq, version))
        title = result.document["title"]
        taken = Ingested(file.name, result.id, str(title) if title else None, len(result.duties))
        results[file.name] = taken, (seq, version)
        run.finish(file.name, outcome, taken)
    for file, twin in later:
        interrupts.check()
        same = results[twin.name]
        if isinstance(same, ZerenError):
            run.finish(file.name, Outcome.FAILED, same)
        else:
            with transaction(run.connection):
                remember_file(run.connection, file.name, file.digest, file.suffix, same[1])
            run.finish(file.name, Outcome.UNCHANGED, replace(same[0], path=file.name))


def _known(connection: sqlite3.Connection, file: FoundFile) -> Ingested | None:
    """What the base holds of *file*, where it needs no reading: these bytes were read by this program."""
    row = connection.execute(
        "SELECT f.document, f.version, f.path, d.id, d.title,"
        " (SELECT count(*) FROM duties WHERE document = d.seq) AS duties"
        " FROM files f JOIN documents d ON d.seq = f.document"
        " WHERE f.digest = ? AND f.format = ? AND f.program = ? AND f.vocabulary = ?"
        # Another name for these bytes counts only while they are the current text.
        " AND (f.path = ? OR f.version = d.version) ORDER BY f.path = ? DESC, f.path LIMIT 1",
        (file.digest, file.suffix, provenance.program(), provenance.vocabulary(), file.name, file.name),
    ).fetchone()
    if row is None:
        return None
    if row["path"] != file.name:
        with transaction(connection):
            remember_file(connection, file.name, file.digest, file.suffix, (row["document"], row["version"]))
    return Ingested(file.name, row["id"], row["title"], row["duties"])


def find_files(
    paths: Sequence[Path], check: Callable[[], None] = lambda: None
) -> tuple[list[FoundFile], list[tuple[str, ZerenError]]]:
    """The files behind *paths*, each once, in the order given and inside a folder by name; and what is amiss.

    A folder that holds nothing to read is amiss. *check* is called for each file and may stop the search.
    """
    files: dict[str, FoundFile] = {}  # by real path
    failed: list[tuple[str, ZerenError]] = []
    for path in paths:
        found = 0
        for candidate in _under(path, failed) if os.path.isdir(path) else (path,):  # noqa: PTH112 - never raises
            check()
            found += 1
            try:
                real = os.path.realpath(candidate)  # Path.resolve raises RuntimeError where links run in a circle
                if real not in files:
                    files[real] = FoundFile(candidate, printable(real), provenance.digest_of(candidate))
            except OSError as error:
                failed.append((printable(candidate), _unreadable(candidate, error)))
            except InputError as error:
                name = printable(candidate)
                failed.append((name, InputError(error.what, where=name, why=error.why, mend=error.mend)))
        if not found and not any(Path(name).is_relative_to(printable(path)) for name, _error in failed):
            failed.append((printable(path), _nothing(path)))
    return list(files.values()), failed


def _under(folder: Path, failed: list[tuple[str, ZerenError]]) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        failed.append((printable(error.filename), _unreadable(Path(str(error.filename)), error)))

    for parent, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            # ~$ are the lock files of office programs.
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in SUFFIXES:
                yield Path(parent, name)


def _unreadable(path: Path, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(_("There is no such file or folder."), where=printable(path), mend=_("Check the path."))
    return InputError(
        _("The file could not be opened."), where=printable(path), why=because(error), mend=_("Allow reading it.")
    )


def _nothing(folder: Path) -> InputError:
    return InputError(
        _("The folder holds no file that Zeren can read."),
        where=printable(folder),
        mend=_("These kinds are read: {kinds}").format(kinds=" ".join(sorted(SUFFIXES))),
    )
