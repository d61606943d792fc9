"""Is the base sound? Every check that can be made without the files that it was read from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel

from kb.endings import amiss as endings_amiss
from kb.models import Finding, HitType
from kb.prepare import BROKEN, clause_rows, unpack
from kb.records import records
from kb.store import row_of
from kb.terms import amiss
from policies.conditions import Window
from policies.documents import Document
from policies.errors import InputError
from policies.messages import _
from policies.spans import Quote

__all__ = ["examine"]

_MAX_TOKEN = 32768  # bytes; FTS5 cuts longer tokens


def examine(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What is unsound, the file's own structure first; nothing where all is well."""
    connection.execute("BEGIN")  # one state of the base, whatever others write meanwhile
    try:
        yield from _examine(connection)
    finally:
        connection.execute("ROLLBACK")


def _examine(connection: sqlite3.Connection) -> Iterator[Finding]:
    broken = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    for line in broken:
        yield Finding(code="integrity", message=_("SQLite reports damage: {what}").format(what=line))
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield Finding(
            code="foreign_key",
            message=_("A row of “{table}” points at nothing in “{parent}”.").format(table=row[0], parent=row[2]),
            where=f"{row[0]} {row[1]}",
        )
    if broken:
        return  # what follows would trip over the same damage
    for row in connection.execute("SELECT seq, id, version FROM documents ORDER BY id"):
        try:
            yield from _document(connection, row["seq"], row["id"], row["version"])
        except sqlite3.Error as error:  # bytes that are no text
            yield _damaged(error, row["id"])
    try:
        yield from _index(connection)
    except sqlite3.Error as error:
        yield Finding(
            code="search", message=_("The index of full-text search is damaged: {why}").format(why=_first_line(error))
        )
    try:
        for where, what in endings_amiss(connection):
            yield Finding(code="ended", message=what, where=where)
    except sqlite3.Error as error:
        yield _damaged(error, "ended")
    try:
        for where, what in amiss(connection):
            yield Finding(code="conditions", message=what, where=where)
    except (InputError, ValueError, sqlite3.Error) as error:
        why = error.why if isinstance(error, InputError) else _first_line(error)
        yield Finding(code="conditions", message=_("The index over conditions is damaged: {why}").format(why=why))


def _damaged(error: Exception, where: str) -> Finding:
    return Finding(
        code="unreadable",
        message=_("The stored document can't be read: {why}").format(why=_first_line(error)),
        where=where,
    )


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def _document(connection: sqlite3.Connection, seq: int, identity: str, current: int) -> Iterator[Finding]:
    versions = connection.execute(
        "SELECT version, digest, body FROM versions WHERE document = ? ORDER BY version", (seq,)
    ).fetchall()
    if [row["version"] for row in versions] != list(range(1, current + 1)):
        yield Finding(code="versions", message=_("Versions of the document are missing."), where=identity)
    for row in versions:
        where = f"{identity}@{row['version']}"
        try:
            document = Document.model_validate_json(unpack(row["body"]))
        except BROKEN as error:
            yield _damaged(error, where)
            continue
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        if not digest == document.digest == row["digest"] or document.id != identity:
            yield Finding(code="digest", message=_("The text is not the one that was taken in."), where=where)
        yield from _anchors(document, document.text, where)
        if row["version"] == current:
            yield from _current(connection, seq, document)


def _anchors(value: BaseModel, text: str, where: str) -> Iterator[Finding]:
    for quote in _quotes(value):
        if not quote.anchored(text):
            yield Finding(
                code="quote",
                message=_("A quotation is not in the text: “{words}”.").format(words=quote.text),
                where=f"{where} [{quote.start}, {quote.end})",
            )


def _quotes(value: object) -> Iterator[Quote]:
    if isinstance(value, Window) and value.by is not None:
        return  # it quotes another document, whose links are looked at
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _quotes(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _quotes(item)


def _current(connection: sqlite3.Connection, seq: int, document: Document) -> Iterator[Finding]:
    """Do the tables hold what the document holds?"""
    told = Counter(duty.model_dump_json() for duty in (*document.duties, *document.derived))
    held: Counter[str] = Counter()
    try:
        for record in records(connection, document=seq):
            held[record.duty.model_dump_json()] += 1
            yield from _anchors(record, document.text, f"{document.id} {record.duty.id}")
    except InputError as error:
        yield Finding(code="unreadable", message=error.why, where=f"{document.id} {error.where}")
        return
    if held != told:
        yield Finding(
            code="duties",
            message=_("The base lists {held} duties, the document has {told}.").format(
                held=held.total(), told=told.total()
            )
            if held.total() != told.total()
            else _("The duties that the base lists are not those of the document."),
            where=document.id,
        )
    for identity, count in Counter(duty.id for duty in (*document.duties, *document.derived)).items():
        if count > 1:
            yield Finding(
                code="duplicate_id",
                message=_("{count} duties share one id.").format(count=count),
                where=f"{document.id} {identity}",
            )
    for row in connection.execute('SELECT quote, start, "end" FROM links WHERE document = ? ORDER BY seq', (seq,)):
        if row["quote"] is not None and document.text[row["start"] : row["end"]] != row["quote"]:
            yield Finding(
                code="quote",
                message=_("A quotation is not in the text: “{words}”.").format(words=row["quote"]),
                where=document.id,
            )
    told_clauses = list(clause_rows(document))
    columns = list(told_clauses[0]) if told_clauses else ["path"]
    clauses = [
        dict(zip(columns, row, strict=True))
        for row in connection.execute(
            "SELECT {} FROM clauses WHERE document = ? ORDER BY ordinal".format(
                ", ".join(f'"{column}"' for column in columns)
            ),
            (seq,),
        )
    ]
    if clauses != told_clauses:
        yield Finding(
            code="clauses",
            message=_("The clauses that the base lists are not those of the document."),
            where=document.id,
        )


def _index(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Does full-text search know each duty and clause, and nothing else?"""
    wanted = {
        row_of(type_, row[0])
        for type_, table in ((HitType.DUTY, "duties"), (HitType.CLAUSE, "clauses"))
        for row in connection.execute(f"SELECT seq FROM {table}")
    }
    indexed = {row[0] for row in connection.execute("SELECT id FROM passages_docsize")}
    remembered: dict[int, int] = {}  # passage → a sum over its tokens
    for row in connection.execute("SELECT document, body FROM tokens ORDER BY document"):
        try:
            remembered.update((int(number), _sum(words, grams)) for number, words, grams in json.loads(unpack(row[1])))
        except (*BROKEN, AttributeError) as error:
            (identity,) = connection.execute("SELECT id FROM documents WHERE seq = ?", (row[0],)).fetchone() or ("",)
            yield Finding(
                code="search",
                message=_("The stored words of full-text search can't be read: {why}").format(why=_first_line(error)),
                where=identity,
            )
    if not wanted == indexed == remembered.keys():
        yield Finding(
            code="search",
            message=_("Full-text search knows {known} passages; the base has {wanted}.").format(
                known=len(indexed), wanted=len(wanted)
            ),
        )
    (before,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")  # the two below count as writing, though they change nothing
    try:
        _ask_fts(connection)
        held = _sums(connection)
    finally:
        connection.execute(f"PRAGMA query_only = {before}")
    wrong = sum(held.get(number, 0) != total for number, total in remembered.items())
    if wrong:
        yield Finding(
            code="search",
            message=_("In {count} passages full-text search knows other words than were taken in.").format(count=wrong),
        )


def _ask_fts(connection: sqlite3.Connection) -> None:
    """FTS5's own check of its structure; sqlite3.Error where it is damaged."""
    try:
        connection.execute("INSERT INTO passages (passages) VALUES ('integrity-check')")
    except sqlite3.OperationalError as error:
        # Nothing can be written to the medium, or another program is writing: the words are compared all the same.
        if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_LOCKED")):
            raise


def _sum(words: str, grams: str) -> int:
    """A number for the tokens of a passage with their places, whatever order they come in."""
    return sum(
        hash((token.encode()[:_MAX_TOKEN], column, place))
        for column, tokens in (("words", words), ("grams", grams))
        for place, token in enumerate(tokens.split())
    )


def _sums(connection: sqlite3.Connection) -> dict[int, int]:
    """The same number for each passage, from the index itself. The table goes with the transaction."""
    connection.execute("CREATE VIRTUAL TABLE temp.instances USING fts5vocab(main, passages, instance)")
    sums: dict[int, int] = {}
    for term, passage, column, place in connection.execute(
        "SELECT CAST(term AS BLOB), doc, col, offset FROM temp.instances"
    ):
        sums[passage] = sums.get(passage, 0) + hash((term, column, place))
    return sums
