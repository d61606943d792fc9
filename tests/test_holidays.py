"""工作日: the notices of the State Council as data, and what is counted with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kb.schedule import deadline_of
from policies.duties import TimeType, Timing
from policies.spans import Quote
from policies.vocabulary import holidays


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2024-02-04", True),  # a Sunday of work before the Spring Festival
        ("2024-02-09", True),  # the eve was not among the days off
        ("2024-02-12", False),
        ("2025-01-28", False),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-09-20", True),
        ("2026-07-04", False),  # an ordinary Saturday
        ("2030-10-01", True),  # a Tuesday of a year without notice
        ("2030-10-05", False),
    ],
)
def test_days(day: str, working: bool) -> None:
    assert holidays.is_workday(date.fromisoformat(day)) is working


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_days_of_work_in_a_year(year: int, workdays: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    assert sum(1 for day in days if day.year == year and holidays.is_workday(day)) == workdays
    assert holidays.known(year) and holidays.source(year).startswith("国办发明电")


@pytest.mark.parametrize(
    ("start", "count", "day", "estimate"),
    [
        ("2026-02-13", 1, "2026-02-14", False),
        ("2026-02-13", 2, "2026-02-24", False),
        ("2025-12-30", 5, "2026-01-07", False),
        ("2026-12-30", 3, "2027-01-04", True),
        ("2026-03-02", 0, "2026-03-02", False),
    ],
)
def test_counting(start: str, count: int, day: str, estimate: bool) -> None:
    assert holidays.after(date.fromisoformat(start), count) == holidays.Workday(date.fromisoformat(day), estimate)


def timing(words: str, value: str | None = None) -> Timing:
    return Timing(surface=Quote(start=0, end=len(words), text=words), type=TimeType.DEADLINE, value=value)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("自印发之日起10个工作日内", date(2026, 3, 16)),
        ("自本通知印发之日起十个工作日内", date(2026, 3, 16)),
        ("自收到通知之日起10个工作日内", None),  # the day is nobody's to know
        ("10个工作日内", None),
        ("自印发之日起10个月内", None),
    ],
)
def test_deadlines_in_workdays(words: str, day: date | None) -> None:
    found = deadline_of(timing(words), date(2026, 3, 2))
    assert (found.day if found else None) == day
    assert deadline_of(timing(words), None) is None
    assert deadline_of(timing(words, "2026-05-01"), None) == holidays.Workday(date(2026, 5, 1), estimate=False)
