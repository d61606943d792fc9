"""Figures, frequencies and periods as constraints: do two of them allow one value, and which is the stricter one?

Compared is what is required, not how it is worded: "不少于 3" and "至少 3" are the same set of numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from policies.duties import Target, TimeType, Timing

__all__ = ["Range", "Within", "compatible", "per_year", "range_of", "stands_in", "within_of"]

_FREQUENCY = re.compile(r"(?P<op>[<>]?=|[<>])(?P<times>\d+)/P(?P<clock>T)?(?P<number>\d+)(?P<unit>[YMWDH])$")
_YEARLY = {"Y": 1.0, "M": 12.0, "W": 52.0, "D": 365.0, "H": 8760.0}
_WITHIN = re.compile(r"(?P<number>\d+|[一二两三四五六七八九十]{1,3})个?(?P<unit>工作日|日|天|小时|月)(?:之|以)?内")
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_NOISE = re.compile(r"[^一-龥]|之日|的|起|应当?|须|要")


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from ``low`` to ``high``; an end that is open is not one of them."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    def empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def meet(self, other: Range) -> Range:
        """What both allow."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Range(low, high, low_open, not high_closed)


@dataclass(frozen=True, slots=True)
class Within:
    """A time that runs from an event: 接到举报之日起15个工作日内."""

    number: int
    unit: str
    since: str  # the words of the event, without white space and joints


def range_of(op: str, value: float) -> Range:
    """The numbers that ">= 3" and the like allow."""
    return {
        ">=": Range(low=value),
        ">": Range(low=value, low_open=True),
        "<=": Range(high=value),
        "<": Range(high=value, high_open=True),
    }.get(op, Range(value, value))


def compatible(one: Target, two: Target) -> bool:
    """Whether a single number can satisfy both."""
    return not range_of(one.op, one.value).meet(range_of(two.op, two.value)).empty()


def stands_in(inner: Target, outer: Target) -> bool:
    """Whether whatever satisfies *inner* satisfies *outer*: then *inner* is at least as strict."""
    mine = range_of(inner.op, inner.value)
    return not mine.empty() and mine.meet(range_of(outer.op, outer.value)) == mine


def per_year(timing: Timing) -> tuple[str, float] | None:
    """The sign and how often a year: ">=1/P6M" is at least twice."""
    match = _FREQUENCY.match(timing.value or "") if timing.type is TimeType.FREQUENCY else None
    if match is None:
        return None
    return match["op"], int(match["times"]) * _YEARLY[match["unit"]] / int(match["number"])


def within_of(timing: Timing) -> Within | None:
    """The time that runs from an event, where the words tell one."""
    words = "".join(timing.surface.text.split())
    match = _WITHIN.search(words) if timing.type is TimeType.DEADLINE and timing.value is None else None
    if match is None:
        return None
    unit = "日" if match["unit"] == "天" else match["unit"]
    return Within(_number(match["number"]), unit, _NOISE.sub("", words[: match.start()] + words[match.end() :]))


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
