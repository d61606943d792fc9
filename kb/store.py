"""Writing one document: its rows replace those of the version before, in one transaction that the caller opens."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from kb import provenance
from kb.endings import forget, settle, touched
from kb.models import HitType
from kb.prepare import BROKEN, Prepared, Row, pack, unpack
from kb.schema import damaged
from kb.terms import Writer

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["Outcome", "compact", "remember_file", "restore", "row_of", "store"]

# Tables that hold the current version only, those that point at others first.
_CURRENT = ("ties", "sanctions", "duties", "sources", "clauses", "parts", "links", "tokens")


class Outcome(StrEnum):
    """What became of a document (or, failed, of a file)."""

    ADDED = "added"
    UPDATED = "updated"
    REREAD = "reread"
    UNCHANGED = "unchanged"
    FAILED = "failed"


def row_of(type_: HitType, seq: int) -> int:
    """The number under which a duty (even) or a clause (odd) stands in the full-text index."""
    return 2 * seq + (type_ is HitType.CLAUSE)


def store(database: Database, prepared: Prepared) -> tuple[Outcome, int, int]:
    """Bring the base to hold *prepared*: what was done, the document's number in the base, its version."""
    connection = database.conn
    known = connection.execute(
        "SELECT d.seq, d.version, v.digest, v.program, v.vocabulary FROM documents d"
        " JOIN versions v ON v.document = d.seq AND v.version = d.version WHERE d.id = ?",
        (prepared.id,),
    ).fetchone()
    repeals: set[int] = set()  # by which documents end others: those that concern this one, before and after
    reader = {"program": provenance.program(), "vocabulary": provenance.vocabulary()}
    if known is None:
        seq, version, outcome = _next(connection, "documents"), 1, Outcome.ADDED
        database.table("documents").insert({"seq": seq, **prepared.document, "version": version})
    else:
        seq, version = known["seq"], known["version"]
        if known["digest"] != prepared.digest:
            version, outcome = version + 1, Outcome.UPDATED
        elif (known["program"], known["vocabulary"]) == (reader["program"], reader["vocabulary"]):
            return Outcome.UNCHANGED, seq, version
        else:
            outcome = Outcome.REREAD
        repeals = touched(connection, seq)
        forget(connection, seq)
        _remove_current(connection, seq)
        database.table("documents").update(seq, {**prepared.document, "version": version})
    added = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    database.table("versions").insert(
        {"document": seq, "version": version, **prepared.version, "added_at": added, **reader}, replace=True
    )
    _insert_current(database, seq, prepared)
    settle(connection, repeals | touched(connection, seq))
    return outcome, seq, version


def restore(database: Database, prepared: Prepared) -> None:
    """Put *prepared* in the place of the same version of a document that is there: its text is the same one."""
    connection = database.conn
    seq, version = connection.execute("SELECT seq, version FROM documents WHERE id = ?", (prepared.id,)).fetchone()
    repeals = touched(connection, seq)
    forget(connection, seq)
    _remove_current(connection, seq)
    connection.execute(
        "UPDATE versions SET body = ? WHERE document = ? AND version = ?", (prepared.version["body"], seq, version)
    )
    _insert_current(database, seq, prepared)
    settle(connection, repeals | touched(connection, seq))


def remember_file(connection: sqlite3.Connection, path: str, digest: str, format_: str, place: tuple[int, int]) -> None:
    """Note that *path* held these bytes, and which document and version they are."""
    connection.execute(
        "INSERT OR REPLACE INTO files (path, digest, format, program, vocabulary, document, version)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (path, digest, format_, provenance.program(), provenance.vocabulary(), *place),
    )


def _next(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table}").fetchone()[0])


def _insert_current(database: Database, seq: int, prepared: Prepared) -> None:
    connection = database.conn
    first = {table: _next(connection, table) for table in ("clauses", "sources", "duties", "links", "sanctions")}

    def insert(table: str, rows: Iterable[Row]) -> None:
        database.table(table).insert_all(rows)

    def numbered(table: str, rows: list[Row]) -> Iterable[Row]:
        return ({"seq": first[table] + n, "document": seq, **row} for n, row in enumerate(rows))

    insert("parts", ({"document": seq, **row} for row in prepared.parts))
    insert("clauses", numbered("clauses", prepared.clauses))
    insert("sources", numbered("sources", prepared.sources))
    duties: list[Row] = []
    for row, number in zip(prepared.duties, prepared.sources_of_duties, strict=True):
        duties.append({**row, "source": first["sources"] + number})
    insert("duties", numbered("duties", duties))
    insert("duty_bodies", ({"duty": first["duties"] + n, **row} for n, row in enumerate(prepared.bodies)))
    insert("links", numbered("links", prepared.links))
    insert("sanctions", numbered("sanctions", [_shifted(row, first) for row in prepared.sanctions]))
    insert("ties", ({"document": seq, **_shifted(row, first)} for row in prepared.ties))
    connection.executemany(
        "INSERT INTO facets (facet, value, duty) VALUES (?, ?, ?)",
        ((facet, value, first["duties"] + ordinal) for facet, value, ordinal in prepared.facets),
    )
    base = {HitType.CLAUSE: first["clauses"], HitType.DUTY: first["duties"]}
    tokens = [(row_of(p.type, base[p.type] + p.ordinal), p.words, p.grams) for p in prepared.passages]
    connection.executemany("INSERT INTO passages (rowid, words, grams) VALUES (?, ?, ?)", tokens)
    writer = Writer(connection)
    writer.add(seq, range(first["duties"], first["duties"] + len(duties)), prepared.terms)
    writer.flush()
    database.table("tokens").insert({"document": seq, "body": pack(json.dumps(tokens, ensure_ascii=False))})


def compact(connection: sqlite3.Connection, before: int) -> None:
    """Make one index of the many that full-text search wrote, where the base has at least doubled since it held
    *before* documents: a search looks into each of them. In all that costs no more than in proportion to the base."""
    documents = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    if documents >= max(2 * before, _MANY):
        connection.execute("INSERT INTO passages (passages) VALUES ('optimize')")


_MANY = 30  # documents below which nothing is won


def _shifted(row: Row, first: dict[str, int]) -> Row:
    """*row* with the numbers of the base for the ordinals of the document."""
    tables = {"duty": "duties", "sanction": "sanctions"}
    return {
        key: first[tables[key]] + value if key in tables and isinstance(value, int) else value
        for key, value in row.items()
    }


def _remove_current(connection: sqlite3.Connection, seq: int) -> None:
    indexed = connection.execute("SELECT body FROM tokens WHERE document = ?", (seq,)).fetchone()
    try:
        tokens = json.loads(unpack(indexed["body"])) if indexed else ()
    except BROKEN as error:
        raise damaged(str(error).splitlines()[0]) from error
    connection.executemany("INSERT INTO passages (passages, rowid, words, grams) VALUES ('delete', ?, ?, ?)", tokens)
    writer = Writer(connection)
    writer.remove(seq)
    writer.flush()
    for table in ("facets", "duty_bodies"):
        connection.execute(f"DELETE FROM {table} WHERE duty IN (SELECT seq FROM duties WHERE document = ?)", (seq,))
    for table in _CURRENT:
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (seq,))
