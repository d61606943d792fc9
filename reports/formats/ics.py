"""iCalendar (RFC 5545): an all-day event for each deadline, a recurring one for each frequency.

A frequency falls due at the end of its period. What may apply is tentative. Duties without day or frequency are
counted in the calendar's description, and so are prohibitions, which fall due on no day: nothing is left out silently.
A calendar that is written again goes on from the one before it (``reports.formats.ics_history``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vRecur

from kb.schedule import Frequency, deadline_of, interval_end
from policies.duties import Modality, TimeType
from policies.entities import Entity
from policies.messages import _
from policies.vocabulary import holidays
from policies.vocabulary.holidays import Workday
from reports import words
from reports.checklist import Checklist, Item
from reports.files import cell_text
from reports.formats.columns import demand
from reports.formats.ics_history import ASKER

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
    calendar.add(ASKER, _asker(checklist.entity))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def uid(item: Item, kind: str, entity: Entity) -> str:
    """Stable while the duty and the asker are the same, whatever further facts the asker states later."""
    return f"{item.id}-{kind}-{_asker(entity)}@zeren"


def _asker(entity: Entity) -> str:
    facts = [entity.name, entity.kind, entity.level, entity.place, entity.position]
    return hashlib.sha256("\x1f".join(str(fact or "") for fact in facts).encode()).hexdigest()[:12]


def _events(item: Item, checklist: Checklist, status: str) -> Iterator[Event]:
    if item.modality is Modality.MUST_NOT:
        return
    anchor = item.source.date or checklist.on
    last = interval_end(item.time)
    made = {TimeType.DEADLINE: 0, TimeType.FREQUENCY: 0}
    for timing in item.time:
        rule: dict[str, object] | None = None
        fixed = deadline_of(timing, item.source.date) if timing.type is TimeType.DEADLINE else None
        day = fixed.day if fixed is not None else None
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
            event = _event(item, checklist, kind, day, _by_workdays(day, rule, fixed))
            event.add("status", status)
            if rule:
                event.add("rrule", vRecur(rule))
            yield event


def _by_workdays(day: date, rule: dict[str, object] | None, fixed: Workday | None) -> str:
    """What 工作日 say of a day: that it was counted in them without a notice, or that it is none itself."""
    if fixed is not None and fixed.estimate:
        return _("Estimate: counted by the days of the week; no notice on the holidays of that year is known.")
    if rule is not None or holidays.is_workday(day):
        return ""
    last = holidays.not_later(day)
    told = _("Not a workday; the last one before it is {day}.").format(day=last.day.isoformat())
    return told + (_(" (estimate)") if last.estimate else "")


def _event(item: Item, checklist: Checklist, kind: str, day: date, note: str) -> Event:
    event = Event()
    lines = [
        cell_text(words.flat(item.quote)),
        cell_text(item.condition_line),
        _("Basis: {source}").format(source=words.source(item.source)),
        _("Why it applies: {why}").format(why=item.why) if item.why else "",
        *(_("Neglect costs: {sanction}").format(sanction=cost) for cost in item.costs),
        _("Time: {time}").format(time=words.joined(map(words.timing, item.time))),
        _("To be answered first: {question}").format(question=words.joined(item.questions)) if item.questions else "",
        note,
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
