"""Frequencies as periods of the calendar: when the current period ends, and how the calendar repeats it.

A duty to be done at least once a half-year is due on the last day of each half-year, not on a day of our choosing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from policies.duties import TimeType, Timing
from policies.vocabulary import holidays
from policies.vocabulary.holidays import Workday

__all__ = ["Frequency", "deadline_of", "deadlines", "frequencies", "interval_end", "iso_day", "next_due", "period_ends"]

#: 自印发之日起10个工作日内: counted from the date of the document; 收到通知后 would be counted from a day unknown.
_WORKDAYS = re.compile(
    r"(?:自|从|在|于)?(?:本[^，。；]{1,8})?(?:印发|发布|下发|发文|公布|成文)之?日(?:起|后)?(?P<count>[0-9０-９一二三四五六七八九十]+)个?工作日(?:之)?内"
)

_MOST_WORKDAYS = 1000
_FREQUENCY = re.compile(
    r"(?P<op>>=|<=|=|>|<)(?P<count>\d+)/P(?=.)"
    r"(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?)?"
)


@dataclass(frozen=True)
class Frequency:
    """So many times in each period; the period is counted in months, in days or in hours, whichever is not 0."""

    op: str
    count: int
    months: int = 0
    days: int = 0
    hours: int = 0

    @classmethod
    def parse(cls, value: str | None) -> Frequency | None:
        """The frequency that a value such as ``">=1/P6M"`` states (ISO 8601 duration); None for anything else."""
        match = _FREQUENCY.fullmatch(value or "")
        if match is None:
            return None
        part = {name: int(match[name] or 0) for name in "YMWDhm"}
        months, days, hours = part["Y"] * 12 + part["M"], part["W"] * 7 + part["D"], part["h"]
        if sum(1 for length in (months, days, hours) if length) != 1 or part["m"]:
            return None  # mixed lengths, minutes: nothing that a calendar of days could repeat
        return cls(match["op"], int(match["count"]), months, days, hours)

    @property
    def limits_only(self) -> bool:
        """Whether it only sets an upper limit (at most once a year): then nothing falls due."""
        return self.op in ("<", "<=")

    def period_end(self, on: date, anchor: date) -> date:
        """Last day of the period that holds *on*.

        Months are blocks of the calendar year; longer blocks, weeks and days are counted from *anchor*.
        """
        if self.months:
            first = anchor.year * 12
            block = (on.year * 12 + on.month - 1 - first) // self.months
            year, month = divmod(first + (block + 1) * self.months - 1, 12)
            return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        length = self.days or 1
        if length % 7 == 0:
            anchor -= timedelta(days=anchor.weekday())
        block = (on - anchor).days // length
        return anchor + timedelta(days=(block + 1) * length - 1)

    def rule(self) -> dict[str, str | int | list[int]]:
        """The recurrence (RFC 5545 RRULE parts) whose occurrences are the last days of the periods."""
        if self.months and self.months % 12 == 0:
            return {"FREQ": "YEARLY", "INTERVAL": self.months // 12, "BYMONTH": 12, "BYMONTHDAY": 31}
        if self.months:
            return {"FREQ": "MONTHLY", "INTERVAL": self.months, "BYMONTHDAY": -1}
        if self.days and self.days % 7 == 0:
            return {"FREQ": "WEEKLY", "INTERVAL": self.days // 7, "BYDAY": "SU"}
        return {"FREQ": "DAILY", "INTERVAL": self.days or 1}


def deadlines(time: Iterable[Timing], anchor: date | None = None) -> list[date]:
    """The days by which something has to be done, as far as the text fixes them, soonest first.

    *anchor* is the date of the document, from which 工作日 are counted.
    """
    days = (deadline_of(timing, anchor) for timing in time if timing.type is TimeType.DEADLINE)
    return sorted(found.day for found in days if found is not None)


def deadline_of(timing: Timing, anchor: date | None) -> Workday | None:
    """The last day of a deadline; an estimate where 工作日 of a year without notice on its holidays were counted."""
    day = iso_day(timing.value)
    if day is not None:
        return Workday(day, estimate=False)
    match = _WORKDAYS.fullmatch("".join(timing.surface.text.split()))
    if match is None or anchor is None:
        return None
    from parsers.figures import whole_number  # noqa: PLC0415 - answers need no parser

    count = whole_number(match["count"])
    return holidays.after(anchor, count) if count and count <= _MOST_WORKDAYS else None


def frequencies(time: Iterable[Timing]) -> list[Frequency]:
    """The frequencies that could be read."""
    found = (Frequency.parse(timing.value) for timing in time if timing.type is TimeType.FREQUENCY)
    return [frequency for frequency in found if frequency is not None]


def interval_end(time: Iterable[Timing]) -> date | None:
    """Last day of the period of the duty's own words (“2024年度” → 2024-12-31), where it is fixed."""
    ends = (iso_day((timing.value or "").partition("/")[2]) for timing in time if timing.type is TimeType.PERIOD)
    return max((day for day in ends if day is not None), default=None)


def period_ends(
    frequency: Frequency, written: date | None, last: date | None, before: date, after: date | None
) -> Iterator[date]:
    """The last days of the periods that end by *before*, in order, and not before *after*.

    Without *after* those of the last few periods. Nothing recurs before the document was *written*, nor after *last*:
    a period that is cut off there ends with it.
    """
    span = timedelta(days=2 * (frequency.months * 31 or frequency.days or 1))
    start = after or before - min(span, before - date.min)
    if written is not None:
        start = max(start, written)
    while last is None or start <= last:
        day = frequency.period_end(start, written or before)
        day = day if last is None else min(day, last)
        if day > before:
            return
        yield day
        start = day + timedelta(days=1)


def next_due(time: Iterable[Timing], on: date, anchor: date | None) -> date | None:
    """The soonest day on which something of the duty falls due: a deadline, or the end of the current period."""
    time = tuple(time)
    days = deadlines(time, anchor)
    last = interval_end(time)
    for frequency in frequencies(time):
        if not frequency.limits_only:
            end = frequency.period_end(on, anchor or on)
            days.append(end if last is None or end <= last else last)
    return min(days, default=None)


def iso_day(value: str | None) -> date | None:
    """The day that an ISO date names; None for anything else."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None
