"""What the headings above a clause tell all duties in it, worked out once a clause, not once a duty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from parsers.bearers import Default, implied_bearers
from parsers.fields import labels_of
from parsers.time_values import Dated
from parsers.timings import find_timings, time_opener
from policies.documents import Clause
from policies.duties import Bearer, TimeType, Timing
from policies.spans import Quote

__all__ = ["Unit"]

_GOAL = re.compile("目标(?!责任|考核)")
_BRACKET = re.compile(r"[（(]([^（()）]{2,40})[)）][。：:\s]*$")
_LEAD = 60  # characters within which a time opens the words before the first unit


@dataclass
class Unit:
    """A clause with those above it, outermost first; *dated* are the days of its part."""

    text: str
    trail: tuple[Clause, ...]
    default: Default
    dated: Dated

    @cached_property
    def sectors(self) -> list[Quote]:
        """The sectors of the innermost label or heading that names some."""
        return labels_of(self.text, self.trail)

    @cached_property
    def deadlines(self) -> list[Timing]:
        """The times that the innermost heading tells, or the words that lead over to the units below it."""
        for depth in range(len(self.trail) - 1, -1, -1):
            clause = self.trail[depth]
            found = self._titled(clause) if clause.title else []
            below = self.trail[depth + 1] if depth + 1 < len(self.trail) else None
            if found or (below and (found := self._led(clause, below))):
                return found
        return []

    def _titled(self, clause: Clause) -> list[Timing]:
        """A deadline in a heading, and the period that stands in brackets behind it: 动员阶段（6月1日至6月10日）."""
        start, end = clause.head.start, clause.head.end
        found = self._told(start, end, TimeType.DEADLINE)
        bracket = _BRACKET.search(self.text, start, end)
        return found or (self._told(bracket.start(), bracket.end(), TimeType.PERIOD) if bracket else [])

    def _told(self, start: int, end: int, *types: TimeType) -> list[Timing]:
        return [timing for timing in find_timings(self.text, start, end, self.dated) if timing.type in types]

    def _led(self, clause: Clause, below: Clause) -> list[Timing]:
        """The time that opens the words before *below*: 二、发展目标 到2025年，…。（一）…"""
        start, end = clause.head.end, min(below.span.start, clause.head.end + _LEAD)
        while start < end and self.text[start] in " 　\n。：:":
            start += 1
        opened = time_opener(self.text, start, end)
        comma = self.text[opened : opened + 1] in ("，", ",", "：", ":")
        if opened == start or not (comma and (_GOAL.search(clause.title) or self._points(start, below.span.start))):
            return []
        return self._told(start, opened, TimeType.DEADLINE, TimeType.PERIOD)

    def _points(self, start: int, end: int) -> bool:
        """Whether one sentence stands there that leads over: 到2025年，实现以下目标："""
        words = self.text[start:end].rstrip()
        return words.endswith(("：", ":")) and "。" not in words

    @cached_property
    def bearers(self) -> list[Bearer]:
        """Who bears a duty here that names nobody."""
        return implied_bearers(self.text, self.trail, self.default, closing=False)

    @cached_property
    def closing_bearers(self) -> list[Bearer]:
        """The same for the formula that closes a cover notice."""
        return implied_bearers(self.text, self.trail, self.default, closing=True)
