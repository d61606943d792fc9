"""Opening a base: one SQLite file, recognised by its application id, of a version that this program knows.

Reading needs the standard library only; ``kb.migrations`` (and with it sqlite-utils) is loaded where a base is
made or brought up to date.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from policies.errors import InputError, UsageError
from policies.messages import _
from policies.reasons import because

__all__ = [
    "APPLICATION_ID",
    "SCHEMA_VERSION",
    "base_path",
    "damaged",
    "default_path",
    "guard",
    "open_base",
    "transaction",
]

APPLICATION_ID = 0x5A45524E  # "ZERN"
SCHEMA_VERSION = 5
_BUSY_MS = 10_000
# What SQLite, or people, would not take for a file. A single letter is a Windows drive; pathlib makes // one stroke.
_NO_FILE = re.compile(r":memory:$|file:|[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
_NO_WAL = ("SQLITE_CANTOPEN", "SQLITE_READONLY_DIRECTORY", "SQLITE_READONLY_CANTINIT", "SQLITE_READONLY")


def default_path() -> Path:
    """``ZEREN_DB``, else zeren.db in the user's data folder."""
    stated = os.environ.get("ZEREN_DB")
    if stated:
        return base_path(stated)
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed where a path is given

    return user_data_path("zeren", appauthor=False) / "zeren.db"


def base_path(stated: str | Path) -> Path:
    """The absolute path of the file that is meant; UsageError where an address or SQLite's ":memory:" is stated."""
    if _NO_FILE.match(str(stated)):
        raise UsageError(
            _("A base is a file on this computer."),
            where=str(stated),
            mend=_("Name a file, for example {path}.").format(path=Path("~", "zeren.db")),
        )
    path = Path(stated)
    with suppress(RuntimeError):  # ~name without such a user: a file of that name
        path = path.expanduser()
    return path.absolute()


def open_base(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection to the base at *path*; with *write* the base is made, or brought up to date, first.

    InputError where there is no base, the file is something else, or a newer program wrote it.
    """
    path = base_path(path)
    try:
        folder, there = path.is_dir(), path.exists()
        odd = there and not folder and not stat.S_ISREG(path.stat().st_mode)
    except OSError as error:  # a folder above it may not be looked into
        what, mend = _explain("SQLITE_CANTOPEN")
        raise InputError(what, where=str(path), why=because(error), mend=mend) from error
    if folder:
        raise InputError(
            _("The base is a folder, not a file."),
            where=str(path),
            mend=_("Name a file, for example {path}.").format(path=path / "zeren.db"),
        )
    if odd:  # SQLite would wait for ever
        raise InputError(
            _("This is a pipe or a device, not a file."), where=str(path), mend=_("Name another file with --db.")
        )
    if write:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                _("The folder of the base could not be made."), where=str(path.parent), why=because(error)
            ) from error
    elif not there:
        raise _no_base(path)
    with guard(path):
        connection = _connect(path, write=write)
        try:
            _check(connection, path, write=write)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    connection = _prepared(sqlite3.connect(path, isolation_level=None, timeout=_BUSY_MS / 1000))
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if write or error.sqlite_errorname not in _NO_WAL or path.with_name(path.name + "-wal").exists():
            raise
        # A base in WAL mode on a medium that can't be written to: nobody else writes there either.
        immutable = path.resolve().as_uri() + "?immutable=1"
        connection = _prepared(sqlite3.connect(immutable, uri=True, isolation_level=None))
    return connection


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _check(connection: sqlite3.Connection, path: Path, *, write: bool) -> None:
    connection.execute("BEGIN")  # the three as they are at one instant: another program may be making the base
    identity, version, tables = (
        connection.execute(sql).fetchone()[0]
        for sql in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    connection.execute("COMMIT")
    if tables and identity != APPLICATION_ID:
        raise InputError(
            _("The file is a database, but not a base of Zeren."), where=str(path), mend=_("Name another file.")
        )
    if version > SCHEMA_VERSION:
        raise InputError(
            _("A newer version of Zeren wrote this base."),
            where=str(path),
            why=_("The base has format {theirs}; this program knows formats up to {ours}.").format(
                theirs=version, ours=SCHEMA_VERSION
            ),
            mend=_("Upgrade Zeren: pip install --upgrade zeren"),
        )
    if tables and version < 1:
        raise damaged(_("It holds tables but says that its format is {version}.").format(version=version), str(path))
    if not tables and not write:
        raise _no_base(path)
    if write:
        connection.execute("PRAGMA page_size = 8192")  # heeded before the first table only; a duty fills 1 or 2 kB
        connection.execute("PRAGMA cache_size = -65536")  # 64 MB: indices of a large base are written all over
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    if version < SCHEMA_VERSION or not tables:
        from kb.migrations import migrate  # noqa: PLC0415 - loads sqlite-utils

        with transaction(connection):
            migrate(connection)
    if not write:
        connection.execute("PRAGMA query_only = ON")


def damaged(why: str, where: str = "") -> InputError:
    """The error for what a sound base can't hold."""
    return InputError(
        _("The base is damaged."),
        where=where,
        why=why,
        mend=_("“zeren doctor” tells what is damaged. Restore the base from a copy, or ingest the circulars anew."),
    )


def _no_base(path: Path) -> InputError:
    return InputError(
        _("There is no base yet."),
        where=str(path),
        mend=_("Run “zeren ingest FOLDER” with your circulars, or “zeren demo” to look around."),
    )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction, all or nothing, whatever ends it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def guard(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that say how to mend them; the base is as it was before."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        what, mend = _explain(name)
        raise InputError(what, where=str(path), why=f"{error} ({name})" if name else str(error), mend=mend) from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes damaged bytes
        raise damaged(str(error), str(path)) from error


def _explain(name: str) -> tuple[str, str]:
    if name == "SQLITE_FULL":
        return _("The disk is full: the base could not take more."), _(
            "Free some space and run the command again; documents already taken in stay, none is there by halves."
        )
    if name.startswith("SQLITE_READONLY"):
        return _("The base can't be written to."), _(
            "Allow writing to the file and its folder, or name another with --db."
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return _("The base could not be opened."), _(
            "Allow access to the file and its folder, or name another with --db."
        )
    if name == "SQLITE_NOTADB":
        return _("The file is not a base."), _("Name another file with --db.")
    if name.startswith("SQLITE_CORRUPT"):
        return _("The base is damaged."), _("Restore it from a copy, or ingest the circulars into a new base.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _("Another program is writing to the base."), _("Wait until it has ended, then try again.")
    return _("The base could not be read or written."), _("Check it with “zeren doctor”.")
