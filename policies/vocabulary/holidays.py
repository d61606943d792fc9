"""Which days are 工作日, by the State Council's notices; in years without one, by the days of the week, an estimate."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

__all__ = ["Workday", "after", "is_workday", "known", "not_later", "source"]

_DATA = Path(__file__).parent / "holidays.toml"
_SATURDAY = 5


@dataclass(frozen=True)
class Workday:
    """A day, and whether a year without notice was counted through: then it is an estimate."""

    day: date
    estimate: bool


@dataclass(frozen=True)
class _Year:
    off: frozenset[date]
    work: frozenset[date]


@cache
def _years() -> dict[int, _Year]:
    with _DATA.open("rb") as file:
        data = tomllib.load(file)
    found = {}
    for year, told in data.items():
        off = set()
        for first, last in told["off"]:
            one = date.fromisoformat(first)
            while one <= date.fromisoformat(last):
                off.add(one)
                one += timedelta(days=1)
        found[int(year)] = _Year(frozenset(off), frozenset(map(date.fromisoformat, told["work"])))
    return found


def known(year: int) -> bool:
    """Whether the notice of that year is among the data."""
    return year in _years()


def is_workday(day: date) -> bool:
    """Whether work is done on *day*; in a year without notice, whether it is none of a weekend."""
    year = _years().get(day.year)
    if year is not None and day in year.off:
        return False
    return day.weekday() < _SATURDAY or (year is not None and day in year.work)


def after(start: date, count: int) -> Workday:
    """The *count*-th 工作日 after *start*, which is itself not counted (GB/T 7408; 民法典 art. 201)."""
    day, estimate = start, False
    while count > 0:
        day += timedelta(days=1)
        estimate |= not known(day.year)
        count -= is_workday(day)
    return Workday(day, estimate)


def not_later(day: date) -> Workday:
    """The last 工作日 up to *day*: by then it has to be done, where nobody works on the day itself."""
    found, estimate = day, not known(day.year)
    while not is_workday(found):
        found -= timedelta(days=1)
        estimate |= not known(found.year)
    return Workday(found, estimate)


def source(year: int) -> str:
    """The number of the notice of that year; "" where none is known."""
    with _DATA.open("rb") as file:
        return str(tomllib.load(file).get(str(year), {}).get("source", ""))
