"""Counts of duties, and what falls due: tables for officials."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kb import KnowledgeBase
from kb.due import days_due
from kb.models import Count
from kb.schedule import deadline_of
from policies.answers import DutyRecord
from policies.documents import Level
from policies.duties import BodyKind, Modality, TimeType
from policies.messages import _
from reports import words
from reports.formats.flat import Cell, Column, Flat, Sheet
from reports.tasks import marked, tasks

__all__ = ["counts_dict", "counts_flat", "dimension_word", "due_dict", "due_flat", "facets_line", "falling_due"]

_TIMES = (TimeType.DEADLINE, TimeType.PERIOD, TimeType.FREQUENCY)
_IN_A_LINE = 6  # values of a facet that a line under a search shows


def dimension_word(dimension: str) -> str:
    """What duties are counted by."""
    return {
        "bearer": _("Bearer"), "kind": _("Kind of bearer"), "level": _("Level of the issuer"), "sector": _("Sector"),
        "modality": _("Demand"), "deadline": _("Deadline (month)"), "year": _("Year of the document"),
    }[dimension]  # fmt: skip


def _value(dimension: str, value: str) -> str:
    match dimension:
        case "kind":
            return words.kind(BodyKind(value))
        case "level":
            return words.level(Level(value))
        case "modality":
            return words.modality(Modality(value))
    return value


def counts_dict(found: Mapping[str, Sequence[Count]]) -> dict[str, Any]:
    """The JSON of ``zeren stats``."""
    return {name: [one.model_dump(mode="json") for one in counts] for name, counts in found.items()}


def counts_flat(found: Mapping[str, Sequence[Count]], limit: int) -> Flat:
    """A table for each dimension, at most *limit* values in each."""
    sheets = [
        Sheet(
            dimension_word(name),
            (Column(dimension_word(name), 40, wide=True), Column(_("Duties"), 10)),
            tuple((_value(name, one.value), one.duties) for one in counts[:limit]),
        )
        for name, counts in found.items()
    ]
    return Flat(title=_("Duties by number"), sheets=tuple(sheets))


def facets_line(found: Mapping[str, Sequence[Count]]) -> str:
    """Counts of what a search found, a line a facet, the most first."""
    lines = []
    for name in ("kind", "level", "modality", "sector", "year"):
        counts = sorted(found.get(name, ()), key=lambda one: -one.duties)
        if counts:
            told = [f"{_value(name, one.value)} {one.duties}" for one in counts[:_IN_A_LINE]]
            more = ["…"] if len(counts) > _IN_A_LINE else []
            lines.append(_("{name}: {value}").format(name=dimension_word(name), value=words.listed([*told, *more])))
    return "\n".join(lines)


class Fallen(NamedTuple):
    """A duty that falls due: by which times, and on which days (none where it recurs on days that can't be told)."""

    record: DutyRecord
    times: TimeType
    days: tuple[datetime.date, ...]


def falling_due(
    base: KnowledgeBase, before: datetime.date, after: datetime.date | None = None, **filters: Any
) -> list[Fallen]:
    """All that falls due: with a deadline, within a period, recurring; each soonest first."""
    found = []
    for times in _TIMES:
        for record in base.due(before, after, times=times, **filters):
            found.append(Fallen(record, times, days_due(record, before, after, times) or ()))
    return found


def due_dict(found: Sequence[Fallen], before: datetime.date) -> dict[str, Any]:
    """The JSON of ``zeren due``."""

    def told(one: Fallen) -> dict[str, Any]:
        duty, source = one.record.duty, one.record.source
        return {
            "id": duty.id,
            "due": one.days[0].isoformat() if one.days else None,
            "days": [day.isoformat() for day in one.days],
            "times": one.times.value,
            "recurs": one.times is TimeType.FREQUENCY,
            "quote": duty.quote.text,
            "modality": duty.modality.value,
            "directness": duty.directness.value,
            "bearers": words.bearers(duty.bearers),
            "source": {
                "title": source.title,
                "doc_number": source.doc_number,
                "carried": source.carried,
                "clause": source.clause,
            },
        }

    return {"before": before.isoformat(), "duties": list(map(told, found))}


def due_flat(found: Sequence[Fallen], before: datetime.date) -> Flat:
    """A table for each way of falling due; that of periods only where there are some."""
    head = (
        Column(_("Due"), 12), Column(_("Time"), 16, seen=False), Column(_("Borne by"), 20, wide=True),
        Column(_("Demand"), 9, seen=False), Column(_("What to do"), 46, wide=True), Column(_("Target"), 14, seen=False),
        Column(_("Basis"), 36, wide=True), Column(_("Duty id"), 18, seen=False),
    )  # fmt: skip
    names = {
        TimeType.DEADLINE: _("With a deadline"), TimeType.PERIOD: _("Within a period"),
        TimeType.FREQUENCY: _("Recurring"),
    }  # fmt: skip
    by_times = {times: [one for one in found if one.times is times] for times in _TIMES}
    shown = {times: some for times, some in by_times.items() if some or times is not TimeType.PERIOD}
    return Flat(
        title=_("What falls due by {day}").format(day=before.isoformat()),
        sheets=tuple(Sheet(names[times], head, tuple(map(_row, some))) for times, some in shown.items()),
        facts=tuple((names[times], str(len(some))) for times, some in shown.items()),
        on=before,
    )


def _row(one: Fallen) -> tuple[Cell, ...]:
    duty, source = one.record.duty, one.record.source
    return (
        one.days[0].isoformat() if one.days else None,
        _time(one),
        words.bearers(duty.bearers),
        words.modality(duty.modality),
        words.joined(marked(tasks(duty), duty.modality)),
        words.joined(map(words.target, duty.targets)),
        words.source(source),
        duty.id,
    )


def _time(one: Fallen) -> str:
    """The times in the words of the text; of a day that was counted in workdays whether it is an estimate."""
    told = []
    for timing in one.record.duty.time:
        if timing.type is not one.times:
            continue
        plain = "".join(timing.surface.text.split())
        told.append(words.timing(timing) if one.times is TimeType.FREQUENCY else plain)
        if timing.type is TimeType.DEADLINE and (day := deadline_of(timing, one.record.source.date)) and day.estimate:
            told[-1] += _(" (estimate)")
    if len(one.days) > 1 and one.times is TimeType.FREQUENCY:
        told.append(_("{count} times, last on {day}").format(count=len(one.days), day=one.days[-1].isoformat()))
    return words.joined(told)
