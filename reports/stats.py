"""Counts of duties, and what falls due: tables for officials."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from kb.models import Count
from policies.answers import DutyRecord
from policies.documents import Level
from policies.duties import BodyKind, Modality, TimeType
from policies.messages import _
from reports import words
from reports.formats.flat import Cell, Column, Flat, Sheet
from reports.schedule import frequencies, next_due
from reports.tasks import marked, tasks

__all__ = ["counts_dict", "counts_flat", "dimension_word", "due_dict", "due_flat", "facets_line"]

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


def due_dict(once: Sequence[DutyRecord], again: Sequence[DutyRecord], before: datetime.date) -> dict[str, Any]:
    """The JSON of ``zeren due``."""

    def told(record: DutyRecord, recurs: bool) -> dict[str, Any]:
        duty, source = record.duty, record.source
        return {
            "id": duty.id,
            "due": _day(record, before, recurs),
            "recurs": recurs,
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

    return {
        "before": before.isoformat(),
        "duties": [*(told(record, False) for record in once), *(told(record, True) for record in again)],
    }


def _day(record: DutyRecord, before: datetime.date, recurs: bool) -> str | None:
    """The deadline of the text; of a duty that recurs the end of its period that holds *before*."""
    if not recurs:
        values = (timing.value for timing in record.duty.time if timing.type is TimeType.DEADLINE and timing.value)
        return min(values, default=None)
    if all(frequency.limits_only for frequency in frequencies(record.duty.time)):
        return None
    found = next_due(record.duty.time, before, record.source.date)
    return found.isoformat() if found else None


def due_flat(once: Sequence[DutyRecord], again: Sequence[DutyRecord], before: datetime.date) -> Flat:
    """Two tables: with a deadline, soonest first; and what recurs."""
    head = (
        Column(_("Due"), 12), Column(_("Time"), 16, seen=False), Column(_("Borne by"), 20, wide=True),
        Column(_("Demand"), 9, seen=False), Column(_("What to do"), 46, wide=True), Column(_("Target"), 14, seen=False),
        Column(_("Basis"), 36, wide=True), Column(_("Duty id"), 18, seen=False),
    )  # fmt: skip
    return Flat(
        title=_("What falls due by {day}").format(day=before.isoformat()),
        sheets=(
            Sheet(_("With a deadline"), head, tuple(_row(record, before, False) for record in once)),
            Sheet(_("Recurring"), head, tuple(_row(record, before, True) for record in again)),
        ),
        facts=((_("With a deadline"), str(len(once))), (_("Recurring"), str(len(again)))),
        on=before,
    )


def _row(record: DutyRecord, before: datetime.date, recurs: bool) -> tuple[Cell, ...]:
    duty = record.duty
    wanted = TimeType.FREQUENCY if recurs else TimeType.DEADLINE
    return (
        _day(record, before, recurs),
        words.joined(
            words.timing(timing) if recurs else "".join(timing.surface.text.split())
            for timing in duty.time
            if timing.type is wanted
        ),
        words.bearers(duty.bearers),
        words.modality(duty.modality),
        words.joined(marked(tasks(duty), duty.modality)),
        words.joined(map(words.target, duty.targets)),
        words.source(record.source),
        duty.id,
    )
