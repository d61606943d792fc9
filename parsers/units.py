"""What the headings above a clause tell all duties in it, worked out once a clause, not once a duty."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from parsers.bearers import Default, implied_bearers
from parsers.fields import labels_of
from parsers.timings import find_timings
from policies.documents import Clause
from policies.duties import Bearer, TimeType, Timing
from policies.spans import Quote

__all__ = ["Unit"]


@dataclass
class Unit:
    """A clause with those above it, outermost first; *signed* is the date of its part."""

    text: str
    trail: tuple[Clause, ...]
    default: Default
    signed: datetime.date | None

    @cached_property
    def sectors(self) -> list[Quote]:
        """The sectors of the innermost label or heading that names some."""
        return labels_of(self.text, self.trail)

    @cached_property
    def deadlines(self) -> list[Timing]:
        """The deadlines of the innermost heading that tells a time."""
        for clause in reversed(self.trail):
            found = find_timings(self.text, clause.head.start, clause.head.end, self.signed) if clause.title else []
            if found:
                return [timing for timing in found if timing.type is TimeType.DEADLINE]
        return []

    @cached_property
    def bearers(self) -> list[Bearer]:
        """Who bears a duty here that names nobody."""
        return implied_bearers(self.text, self.trail, self.default, closing=False)

    @cached_property
    def closing_bearers(self) -> list[Bearer]:
        """The same for the formula that closes a cover notice."""
        return implied_bearers(self.text, self.trail, self.default, closing=True)
