"""iCalendar (RFC 5545): an all-day event for each deadline, a recurring one for each frequency.

A frequency falls due at the end of its period. What may apply is tentative. Duties without day or frequency are
counted in the calendar's description, and so are prohibitions, which fall due on no day: nothing is left out silently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vRecur

from policies.duties import Modality, TimeType
from policies.entities import Entity
from policies.messages import _
from reports import words
from reports.checklist import Checklist, Item
from reports.files import cell_text
from reports.formats.columns import demand
from reports.schedule import Frequency, interval_end, iso_day

__all__ = ["render", "uid"]

_SUMMARY = 60  # characters that a calendar shows of an all-day event


def render(checklist: Checklist) -> bytes:
    """A calendar; its bytes depend on the checklist alone."""
    calendar = Calendar()
    events = [
        event
        for status, groups in (("CONFIRMED", checklist.groups), ("TENTATIVE", checklist.unsettled))
        for group in groups
        for item in group.items
        for event in _events(item, checklist, status)
    ]
    dated = {str(event["UID"]).partition("-")[0] for event in events}
    undated = sum(1 for item in checklist.items if item.id not in dated)
    about = _("{events} event(s); {undated} duty(ies) due on no day are in the checklist only.").format(
        events=len(events), undated=undated
    )
    calendar.add("prodid", "-//zeren//checklist//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", cell_text(checklist.title))
    calendar.add("x-wr-caldesc", about)
    calendar.add("x-zeren-undated", str(undated))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def uid(item: Item, kind: str, entity: Entity) -> str:
    """Stable while the duty and the asker are the same, whatever further facts the asker states later."""
    facts = [entity.name, entity.kind, entity.level, entity.place, entity.position]
    asker = hashlib.sha256("\x1f".join(str(fact or "") for fact in facts).encode()).hexdigest()[:12]
    return f"{item.id}-{kind}-{asker}@zeren"


def _events(item: Item, checklist: Checklist, status: str) -> Iterator[Event]:
    if item.modality is Modality.MUST_NOT:
        return
    anchor = item.source.date or checklist.on
    last = interval_end(item.time)
    made = {TimeType.DEADLINE: 0, TimeType.FREQUENCY: 0}
    for timing in item.time:
        rule: dict[str, object] | None = None
        day = iso_day(timing.value) if timing.type is TimeType.DEADLINE else None
        frequency = Frequency.parse(timing.value) if timing.type is TimeType.FREQUENCY else None
        if frequency is not None and not frequency.limits_only:
            day, rule = frequency.period_end(checklist.on, anchor), dict(frequency.rule())
            if last is not None and day > last:
                day, rule = last, None  # the duty's own period ends before the calendar's does: no further occurrence
            elif last is not None:
                rule["UNTIL"] = last
        if day is not None:
            made[timing.type] += 1
            kind = f"{timing.type.value[0]}{made[timing.type]}"
            event = _event(item, checklist, kind, day)
            event.add("status", status)
            if rule:
                event.add("rrule", vRecur(rule))
            yield event


def _event(item: Item, checklist: Checklist, kind: str, day: date) -> Event:
    event = Event()
    lines = [
        cell_text(words.flat(item.quote)),
        cell_text(item.condition_line),
        _("Basis: {source}").format(source=words.source(item.source)),
        _("Why it applies: {why}").format(why=item.why) if item.why else "",
        *(_("Neglect costs: {sanction}").format(sanction=cost) for cost in item.costs),
        _("Time: {time}").format(time=words.joined(map(words.timing, item.time))),
        _("To be answered first: {question}").format(question=words.joined(item.questions)) if item.questions else "",
        _("Duty: {id}").format(id=item.id),
    ]
    summary = _("[{demand}] {task}").format(demand=demand(item), task=words.clip(words.joined(item.tasks), _SUMMARY))
    event.add("uid", uid(item, kind, checklist.entity))
    event.add("dtstamp", datetime.combine(checklist.on, time(), UTC))
    event.add("sequence", 0)
    event.add("summary", cell_text(summary))
    event.add("description", "\n".join(line for line in lines if line))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add(
        "categories",
        [words.directness(item.directness), words.certainty(item.certainty), words.modality(item.modality)],
    )
    return event
