"""What falls due in a stretch of days, and for whom: by a deadline, by the end of a period, or once in each period."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator

from kb.records import record_at
from kb.schedule import deadline_of, frequencies, interval_end, iso_day, period_ends
from policies.answers import DutyRecord, Verdict
from policies.documents import Level
from policies.duties import BodyKind, Modality, TimeType
from policies.entities import Entity

__all__ = ["days_due", "falling_due"]

_AUTHORITIES = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
_DATED = (
    "(b.record LIKE '%工作日%' OR (u.deadline <= :before AND EXISTS (SELECT 1 FROM json_each(b.record, '$.time') t"
    " WHERE json_extract(t.value, '$.type') = 'deadline'"
    " AND json_extract(t.value, '$.value') BETWEEN :after AND :before)))"
)
_WHERE = {
    TimeType.DEADLINE: _DATED,
    TimeType.FREQUENCY: 'b.record LIKE \'%"type":"frequency"%\'',
    TimeType.PERIOD: 'b.record LIKE \'%"type":"period"%\'',
}


def falling_due(
    connection: sqlite3.Connection,
    before: datetime.date,
    after: datetime.date | None = None,
    *,
    level: Level | None = None,
    kind: BodyKind | None = None,
    sector: str | None = None,
    times: TimeType = TimeType.DEADLINE,
) -> Iterator[DutyRecord]:
    """Duties of which something falls due in [*after*, *before*] by times of this type, soonest first.

    Those whose frequency tells no day (定期) come last. *level* and *kind* are of the bearer: a duty stays where it
    can fall to such a body on the day that it is due (with a level and no kind: to a government or a department);
    *sector* is a term, narrower ones included. Prohibitions fall due on no day.
    """
    rows = connection.execute(
        "SELECT u.seq FROM duties u JOIN duty_bodies b ON b.duty = u.seq JOIN documents d ON d.seq = u.document"
        f" WHERE {_WHERE[times]} AND u.modality != :not ORDER BY d.date IS NULL, d.date, d.id, u.ordinal",
        {
            "before": before.isoformat(),
            "after": (after or datetime.date.min).isoformat(),
            "not": Modality.MUST_NOT.value,
        },
    ).fetchall()
    bodies = _bodies(level, kind)
    nested = _nested(sector)
    found: list[tuple[datetime.date, DutyRecord]] = []
    for row in rows:
        if nested is not None and not _concerns(connection, row["seq"], nested):
            continue
        record = record_at(connection, row["seq"])
        if record.source.date is not None and record.source.date > before:
            continue  # nothing of it is owed yet
        days = days_due(record, before, after, times)
        if days is None or days:
            day = days[0] if days else before
            if not bodies or any(_may_fall_to(record, body, day) for body in bodies):
                found.append((days[0] if days else datetime.date.max, record))
    yield from (record for _day, record in sorted(found, key=lambda one: one[0]))


def days_due(
    record: DutyRecord, before: datetime.date, after: datetime.date | None, times: TimeType
) -> tuple[datetime.date, ...] | None:
    """The days in [*after*, *before*] on which the duty falls due by its times of this type, soonest first.

    Of what recurs the ends of its periods; without *after* the last one alone. None where it recurs, and no day can
    be told. Of a period its last day, unless it only says within which time something recurs.
    """
    first = after or datetime.date.min
    duty, written = record.duty, record.source.date
    if times is TimeType.DEADLINE:
        told = [deadline_of(one, written) for one in duty.time if one.type is TimeType.DEADLINE]
        return tuple(sorted({one.day for one in told if one is not None and first <= one.day <= before}))
    often = frequencies(duty.time)
    if times is TimeType.PERIOD:
        ends = [iso_day((one.value or "").partition("/")[2]) for one in duty.time if one.type is TimeType.PERIOD]
        return tuple(sorted({day for day in ends if not often and day is not None and first <= day <= before}))
    if not often:
        return None  # 定期
    found: set[datetime.date] = set()
    for frequency in often:
        if not frequency.limits_only:
            ended = list(period_ends(frequency, written, interval_end(duty.time), before, after))
            found.update(ended if after is not None else ended[-1:])
    return tuple(sorted(found))


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
