"""What falls due, for whom: duties with a deadline in a stretch of days, and those that recur in it."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator

from kb.records import record_at
from policies.answers import DutyRecord, Verdict
from policies.documents import Level
from policies.duties import BodyKind, Modality
from policies.entities import Entity

__all__ = ["falling_due"]

_AUTHORITIES = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)


def falling_due(
    connection: sqlite3.Connection,
    before: datetime.date,
    after: datetime.date | None = None,
    *,
    level: Level | None = None,
    kind: BodyKind | None = None,
    sector: str | None = None,
    recurring: bool = False,
) -> Iterator[DutyRecord]:
    """Duties whose deadline lies in [*after*, *before*], soonest first; with *recurring* those with a frequency.

    *level* and *kind* are of the bearer: a duty stays where it can fall to such a body on the day that it is due (with
    a level and no kind: to a government or a department); *sector* is a term, narrower ones included. Prohibitions
    fall due on no day.
    """
    where = 'b.record LIKE \'%"type":"frequency"%\'' if recurring else "u.deadline BETWEEN ? AND ?"
    values = [] if recurring else [(after or datetime.date.min).isoformat(), before.isoformat()]
    order = "d.date IS NULL, d.date, d.id, u.ordinal" if recurring else "u.deadline, d.id, u.ordinal"
    rows = connection.execute(
        "SELECT u.seq, u.deadline FROM duties u JOIN duty_bodies b ON b.duty = u.seq"
        f" JOIN documents d ON d.seq = u.document WHERE {where} AND u.modality != ? ORDER BY {order}",
        (*values, Modality.MUST_NOT.value),
    ).fetchall()
    bodies = _bodies(level, kind)
    nested = _nested(sector)
    for row in rows:
        if nested is not None and not _concerns(connection, row["seq"], nested):
            continue
        record = record_at(connection, row["seq"])
        if record.source.date is not None and record.source.date > before:
            continue  # nothing of it is owed yet
        day = datetime.date.fromisoformat(row["deadline"]) if row["deadline"] and not recurring else before
        if not bodies or any(_may_fall_to(record, body, day) for body in bodies):
            yield record


def _bodies(level: Level | None, kind: BodyKind | None) -> list[Entity]:
    kinds = (kind,) if kind else _AUTHORITIES if level else ()
    return [Entity(kind=one, level=level if one in _AUTHORITIES else None) for one in kinds]


def _may_fall_to(record: DutyRecord, body: Entity, day: datetime.date) -> bool:
    from rules.answers import verdict  # noqa: PLC0415
    from rules.resolved import Facts  # noqa: PLC0415

    return verdict(record.condition, Facts(body), day) is not Verdict.DOES_NOT_APPLY


def _nested(sector: str | None) -> tuple[str, ...] | None:
    if sector is None:
        return None
    from kb.search import nested  # noqa: PLC0415

    return nested(sector)


def _concerns(connection: sqlite3.Connection, duty: int, terms: tuple[str, ...]) -> bool:
    marks = ", ".join("?" * len(terms))
    sql = f"SELECT 1 FROM facets WHERE facet = 'sector' AND duty = ? AND value IN ({marks}) LIMIT 1"
    return connection.execute(sql, (duty, *terms)).fetchone() is not None
