"""The base as reviewers decided: a copy in which what they rejected is gone, corrected, or added.

Answers, searches, counts, chains and graphs are all made from that copy by code that knows nothing of decisions: so
none of them can forget one. The copy stands beside the base (``zeren.db.reviewed``), or in a folder of its own that
goes away where nothing may be written there; it is made anew when the base, the decisions or the program change.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb import provenance
from kb.schema import open_base, transaction

if TYPE_CHECKING:
    from kb.overrides import Overrides
    from kb.review import Decisions

__all__ = ["View", "as_reviewed", "beside"]


@dataclass(frozen=True, slots=True)
class View:
    """What is read from: a connection, what reviewers set for conditions, and the folder to remove at the end."""

    connection: sqlite3.Connection
    overrides: Overrides
    folder: Path | None = None

    def close(self, base: sqlite3.Connection | None) -> None:
        """Close it, unless it is the base itself."""
        if self.connection is not base:
            self.connection.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def beside(base: Path) -> Path:
    """Where the copy of a base stands."""
    return base.with_name(base.name + ".reviewed")


def as_reviewed(
    base: Path, connection: sqlite3.Connection, decisions: Decisions | None
) -> tuple[sqlite3.Connection, Path | None]:
    """The base with *decisions* put into it, and the folder to remove with it; *connection* itself without any."""
    documents = decisions.documents if decisions else ()
    if not decisions or not documents:
        with suppress(OSError):
            beside(base).unlink(missing_ok=True)
        return connection, None
    key = _key(connection, decisions)
    held = _held(beside(base), key)
    if held is not None:
        return held, None
    folder: Path | None = None
    target = beside(base)
    temporary = target.with_name(f".zeren-{os.getpid()}.reviewed.tmp")
    try:
        _make(connection, temporary, decisions, key)
        temporary.chmod(base.stat().st_mode & 0o666)
        temporary.replace(target)
    except (OSError, sqlite3.OperationalError):  # nothing may be written there, or it is open elsewhere
        folder = Path(tempfile.mkdtemp(prefix="zeren-"))
        target = folder / "zeren.db"
        _make(connection, target, decisions, key)
    finally:
        with suppress(OSError):
            temporary.unlink()
    return open_base(target), folder


def _key(connection: sqlite3.Connection, decisions: Decisions) -> str:
    """Changes when a copy has to be made anew."""
    total = hashlib.sha256(f"1 {provenance.program()} {provenance.vocabulary()}\n".encode())
    for row in connection.execute(
        "SELECT d.id, d.version, v.digest, v.program, v.vocabulary FROM documents d"
        " JOIN versions v ON v.document = d.seq AND v.version = d.version ORDER BY d.id"
    ):
        total.update(f"{' '.join(map(str, row))}\n".encode())
    for line in decisions.lines:
        total.update(f"{line.text}\n".encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _held(path: Path, key: str) -> sqlite3.Connection | None:
    """The copy that is there already, None where it is of another state."""
    if not path.is_file():
        return None
    try:
        connection = open_base(path)
    except Exception:  # whatever it is, it is made anew
        return None
    with suppress(sqlite3.Error):
        if connection.execute("SELECT key FROM reviewed").fetchone()["key"] == key:
            return connection
    connection.close()
    return None


def _make(base: sqlite3.Connection, path: Path, decisions: Decisions, key: str) -> None:
    from sqlite_utils import Database  # noqa: PLC0415 - writing needs it, asking does not

    from kb.prepare import prepare  # noqa: PLC0415
    from kb.store import restore  # noqa: PLC0415
    from rules.compile import compile_duty  # noqa: PLC0415

    made = sqlite3.connect(path, isolation_level=None)
    try:
        made.row_factory = sqlite3.Row
        base.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")
        made.execute("PRAGMA synchronous = OFF")  # what is lost with the power is made anew
        with transaction(made):
            database = Database(made)
            for identity in decisions.documents:
                document = decisions.document(identity)
                if document is not None:
                    restore(database, prepare(decisions.put_into(document), compile_duty))
            made.execute("CREATE TABLE reviewed (key TEXT)")
            made.execute("INSERT INTO reviewed VALUES (?)", (key,))
    finally:
        made.close()
