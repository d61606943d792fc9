"""A calendar written again: what is the same keeps its events, what changed gets the next SEQUENCE (RFC 5545, 3.8.7.4).

What has gone since is cancelled, so that calendars which took the earlier file in take it out again.
"""

from __future__ import annotations

from typing import Any

from icalendar import Calendar, Event

__all__ = ["ASKER", "renewed"]

ASKER = "X-ZEREN-ASKER"
_UNCOMPARED = {"DTSTAMP", "SEQUENCE"}


def renewed(old: bytes, new: bytes) -> bytes:
    """*new*, with sequence numbers that go on from those of *old*; as it is where *old* is no calendar of the asker."""
    try:
        before = Calendar.from_ical(old)
    except ValueError:
        return new
    after = Calendar.from_ical(new)
    if ASKER not in before or str(before[ASKER]) != str(after.get(ASKER)):
        return new
    held = {str(event["UID"]): event for event in _events(before) if "UID" in event}
    events: list[Event] = []
    for event in _events(after):
        earlier = held.pop(str(event["UID"]), None)
        events.append(event if earlier is None else _next(earlier, event))
    events += [_cancelled(earlier, after) for earlier in held.values()]
    after.subcomponents = [*(one for one in after.subcomponents if not isinstance(one, Event)), *events]
    return bytes(after.to_ical())


def _events(calendar: Calendar) -> list[Event]:
    return [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]


def _next(earlier: Event, event: Event) -> Event:
    """The earlier event where nothing changed, or only the period in which a recurring one begins; else the new one."""
    one, two = _content(earlier), _content(event)
    differing = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    if not differing:
        return earlier
    if "RRULE" in two and differing <= {"DTSTART", "DTEND"} and earlier.decoded("DTSTART") < event.decoded("DTSTART"):
        return earlier
    event["SEQUENCE"] = _sequence(earlier) + 1
    return event


def _cancelled(earlier: Event, calendar: Calendar) -> Event:
    if str(earlier.get("STATUS")) == "CANCELLED":
        return earlier
    event = earlier.copy(recursive=True)
    event["STATUS"] = "CANCELLED"
    event["SEQUENCE"] = _sequence(earlier) + 1
    stamp = next((one["DTSTAMP"] for one in calendar.walk("VEVENT") if "DTSTAMP" in one), None)
    if stamp is not None:
        event["DTSTAMP"] = stamp
    return event


def _sequence(event: Event) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0


def _content(event: Event) -> dict[str, bytes]:
    return {name: _bytes(value) for name, value in event.items() if name not in _UNCOMPARED}


def _bytes(value: Any) -> bytes:
    return b"\n".join(one.to_ical() for one in (value if isinstance(value, list) else [value]))
