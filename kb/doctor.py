"""Is the base sound? Every check that can be made without the files that it was read from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel, ValidationError

from kb.models import Finding, HitType
from kb.prepare import unpack
from kb.records import records
from kb.store import row_of
from policies.documents import Document
from policies.messages import _
from policies.spans import Quote

__all__ = ["examine"]


def examine(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What is unsound, the file's own structure first; nothing where all is well."""
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
        yield from _document(connection, row["seq"], row["id"], row["version"])
    yield from _index(connection)


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
        except (zlib.error, UnicodeDecodeError, ValidationError) as error:
            yield Finding(
                code="unreadable",
                message=_("The stored document can't be read: {why}").format(why=str(error).splitlines()[0]),
                where=where,
            )
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
    except ValidationError as error:
        why = str(error).splitlines()[0]
        yield Finding(
            code="unreadable", message=_("A stored duty can't be read: {why}").format(why=why), where=document.id
        )
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
    clauses = [
        row[0] for row in connection.execute("SELECT path FROM clauses WHERE document = ? ORDER BY ordinal", (seq,))
    ]
    if clauses != [clause.path for clause in document.clauses]:
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
    remembered: set[int] = set()
    for row in connection.execute("SELECT body FROM tokens"):
        remembered.update(number for number, _words, _grams in json.loads(unpack(row["body"])))
    if not wanted == indexed == remembered:
        yield Finding(
            code="search",
            message=_("Full-text search knows {known} passages; the base has {wanted}.").format(
                known=len(indexed), wanted=len(wanted)
            ),
        )
