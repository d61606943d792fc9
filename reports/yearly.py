"""A year's calendar of a checklist: every day on which something falls due, the recurring once for each period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kb.schedule import Frequency, deadline_of, interval_end
from policies.duties import Modality, TimeType, Timing
from policies.messages import _
from policies.vocabulary import holidays
from reports import words
from reports.checklist import Checklist, Item, Occurrence
from reports.formats.flat import Cell, Column, Sheet

__all__ = ["MOST", "as_sheet", "note", "with_year"]

MOST = 53  # occurrences of one duty in a year; what is due more often is one line


def with_year(checklist: Checklist, year: int) -> Checklist:
    """*checklist* with the calendar of *year*, soonest first, in the order of the list on each day."""
    found = [one for group in (*checklist.groups, *checklist.unsettled) for item in group.items
             for one in _of(item, checklist, year)]  # fmt: skip
    found.sort(key=lambda one: (one.day, one.number, one.says))
    return checklist.model_copy(update={"year": year, "calendar": tuple(found)})


def _of(item: Item, checklist: Checklist, year: int) -> Iterator[Occurrence]:
    if item.modality is Modality.MUST_NOT:
        return
    last = interval_end(item.time)
    anchor = item.source.date or checklist.on
    for timing in item.time:
        frequency = Frequency.parse(timing.value) if timing.type is TimeType.FREQUENCY else None
        if timing.type is TimeType.DEADLINE:
            found = deadline_of(timing, item.source.date)
            if found is not None and found.day.year == year:
                yield _occurrence(item, timing, found.day, estimate=found.estimate)
        elif frequency is not None and not frequency.limits_only:
            days = list(_ends(frequency, year, anchor, last))
            if len(days) > MOST:
                days = days[-1:]
            for day in days:
                yield _occurrence(item, timing, day)


def _ends(frequency: Frequency, year: int, anchor: date, last: date | None) -> Iterator[date]:
    """The last days of the periods that end in *year*; of a duty that is over before one ends, its own last day."""
    start = date(year, 1, 1)
    while True:
        if last is not None and start > last:
            return
        day = frequency.period_end(start, anchor)
        if last is not None and day > last:
            day = last
        if day.year != year:
            return
        yield day
        start = day + timedelta(days=1)


def _occurrence(item: Item, timing: Timing, day: date, *, estimate: bool = False) -> Occurrence:
    working = holidays.not_later(day)
    return Occurrence(
        day=day,
        workday=working.day,
        estimate=estimate or working.estimate,
        number=item.number,
        id=item.id,
        task=words.flat(words.joined(item.marked_tasks)),
        says=words.timing(timing),
        post=item.post,
        open=bool(item.questions),
    )


def note(checklist: Checklist) -> str:
    """What stands under the calendar."""
    year = checklist.year
    if year is None:
        return ""
    if holidays.known(year):
        return _("Workdays by the State Council's notice on holidays ({source}).").format(source=holidays.source(year))
    return _("Workdays are an estimate by the days of the week: no notice on the holidays of {year} is known.").format(
        year=year
    )


def as_sheet(checklist: Checklist) -> Sheet:
    """The calendar as a table."""
    shown = (
        Column(_("Due on"), 12), Column(_("Last workday before"), 14), Column(_("No."), 6), Column(_("What to do"), 50),
        Column(_("Time limit"), 18), Column(_("Post"), 14), Column(_("Done"), 10), Column(_("Remarks"), 24),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for one in checklist.calendar:
        task = _("{task} (whether it applies is open)").format(task=one.task) if one.open else one.task
        working = one.workday.isoformat() + (_(" (estimate)") if one.estimate else "")
        rows.append((one.day, working, one.number, task, one.says, one.post, "", ""))
    return Sheet(_("Calendar of {year}").format(year=checklist.year), shown, tuple(rows))
