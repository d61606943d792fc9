"""Reading duties back as the records that rules decide: streamed, in the order of documents and of their text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from kb.endings import Endings
from kb.schema import damaged
from policies.answers import DutyRecord
from policies.messages import _

__all__ = ["documents", "record_at", "records", "records_at"]

_AT_ONCE = 200  # duties

_SELECT = (
    "SELECT u.seq, u.document, u.id, b.record, s.ref, b.condition FROM duties u"
    " JOIN duty_bodies b ON b.duty = u.seq JOIN sources s ON s.seq = u.source WHERE "
)


def records(
    connection: sqlite3.Connection, *, document: int | None = None, kind: str | None = None
) -> Iterator[DutyRecord]:
    """Every duty of the base, or those of one document (its number in the base), or those borne by a kind of body."""
    # One small query a document, so that no duty is read before it is wanted and nothing has to be sorted.
    sql = _SELECT + "u.document = ?"
    values: list[int | str] = []
    if kind is not None:
        sql += " AND EXISTS (SELECT 1 FROM facets WHERE facet = 'kind' AND value = ? AND duty = u.seq)"
        values.append(kind)
    for seq in [document] if document is not None else documents(connection):
        endings = Endings(connection, [seq])
        for row in connection.execute(sql + " ORDER BY u.ordinal", (seq, *values)):
            yield _record(row, endings)


def documents(connection: sqlite3.Connection) -> list[int]:
    """The numbers of all documents by date, undated ones last; ids break ties the same way on every machine."""
    rows = connection.execute("SELECT seq FROM documents ORDER BY date IS NULL, date, id")
    return [row["seq"] for row in rows]


def records_at(connection: sqlite3.Connection, seqs: Sequence[int]) -> Iterator[DutyRecord]:
    """The duties with these numbers in the base, in this order, read as they are asked for."""
    for start in range(0, len(seqs), _AT_ONCE):
        some = seqs[start : start + _AT_ONCE]
        rows = connection.execute(_SELECT + "u.seq IN (SELECT value FROM json_each(?))", (json.dumps(some),))
        found = {row["seq"]: row for row in rows}
        if len(found) < len(some):
            raise damaged(_("A duty or what belongs to it is missing."))
        endings = Endings(connection, [row["document"] for row in found.values()])
        yield from (_record(found[seq], endings) for seq in some)


def record_at(connection: sqlite3.Connection, seq: int) -> DutyRecord:
    """The duty with this number in the base."""
    row = connection.execute(_SELECT + "u.seq = ?", (seq,)).fetchone()
    if row is None:
        raise damaged(_("A duty or what belongs to it is missing."))
    return _record(row, Endings(connection, [row["document"]]))


def _record(row: sqlite3.Row, endings: Endings) -> DutyRecord:
    # The three stand apart in the base, each stored once; joined as JSON they are read in one go.
    try:
        record = DutyRecord.model_validate_json(
            f'{{"duty": {row["record"]}, "source": {row["ref"]}, "condition": {row["condition"]}}}'
        )
    except ValueError as error:  # pydantic's, whose import this spares
        why = "; ".join(line.strip() for line in str(error).splitlines()[:3])
        raise damaged(_("A stored duty can't be read: {why}").format(why=why), str(row["id"])) from error
    return endings.added(record, row["seq"]) if endings else record
