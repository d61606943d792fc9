"""The lines through a duty: from the top document down to the enterprise, and what changes at each step.

A step down is *refines* turned round (a lower document's duty carries out an upper one's), or leads from a duty to
what it asks of those whom its bearer is to urge. A line ends because each step goes to a lower document, or to a duty
one step removed, which has none below it in its own document; a duty never comes twice in a line.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from itertools import pairwise

from kb.changes import changes
from kb.models import Chain, Link, Passing, Refinement, Step, StepKind
from kb.neighbours import Base
from kb.refines import Refiner
from policies.answers import DutyRecord

__all__ = ["MAX_LINES", "chain"]

MAX_LINES = 60
_LONGEST = 12  # steps up, and steps down
_PASSING = ("forwards", "issues")

Line = tuple[str, ...]


def chain(connection: sqlite3.Connection, record: DutyRecord, *, max_lines: int = MAX_LINES) -> Chain:
    """The lines through *record*; ``truncated`` where there are more than *max_lines*."""
    return _Walk(connection).chain(record, max_lines)


class _Walk:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.base = Base(connection)
        self.refiner = Refiner(self.base)
        self.records: dict[str, DutyRecord] = {}
        self.steps: dict[tuple[str, str], Step] = {}
        self.beside: dict[tuple[str, bool], list[str]] = {}

    def chain(self, record: DutyRecord, max_lines: int) -> Chain:
        asked = record.duty.id
        self.records[asked] = record
        up = [line[::-1] for line in self._lines(asked, lambda duty: self.next(duty, upwards=True), max_lines)]
        down = self._lines(asked, lambda duty: self.next(duty, upwards=False), max_lines)
        lines = _longest([above + below[1:] for above in up for below in down])
        kept = lines[:max_lines]
        used = dict.fromkeys(duty for line in kept for duty in line)
        pairs = dict.fromkeys(pair for line in kept for pair in pairwise(line))
        return Chain(
            asked=asked,
            duties=tuple(Link(record=self.records[duty], passed=self.passed(duty)) for duty in used),
            steps=tuple(self.steps[pair] for pair in pairs),
            lines=tuple(kept),
            truncated=len(lines) > len(kept) or max(len(up), len(down)) >= max_lines,
        )

    def _lines(self, start: str, following: Callable[[str], list[str]], most: int) -> list[Line]:
        """The lines from *start* on, to where nothing follows."""
        open_: list[Line] = [(start,)]
        found: list[Line] = []
        while open_ and len(found) < most:
            line = open_.pop(0)
            onward = [duty for duty in following(line[-1]) if duty not in line] if len(line) <= _LONGEST else []
            if onward:
                open_ = [*((*line, duty) for duty in onward), *open_]
            else:
                found.append(line)
        return found

    def next(self, duty: str, *, upwards: bool) -> list[str]:
        """The duties one step above or below; the steps between are remembered."""
        key = (duty, upwards)
        if key not in self.beside:
            record = self.records[duty]
            self.beside[key] = [
                step.upper if upwards else step.lower
                for step in (*self._refined(record, upwards), *self._derived(record, upwards))
            ]
        return self.beside[key]

    def _refined(self, record: DutyRecord, upwards: bool) -> list[Step]:
        found = self.refiner.uppers(record) if upwards else self.refiner.lowers(record)
        return [self._step(one.upper, one.lower, one) for one in found]

    def _derived(self, record: DutyRecord, upwards: bool) -> list[Step]:
        own = record.duty
        if not upwards:
            found = self.base.derived_from(own.id)
            self.records.update((one.duty.id, one) for one in found)
            return [self._step(own.id, one.duty.id) for one in found]
        source = self.base.find_record(own.derived_from) if own.derived_from else None
        if source is None:
            return []
        self.records[source.duty.id] = source
        return [self._step(source.duty.id, own.id)]

    def _step(self, upper: str, lower: str, found: Refinement | None = None) -> Step:
        if (upper, lower) not in self.steps:
            over, under = self._record(upper), self._record(lower)
            self.steps[upper, lower] = (
                Step(kind=StepKind.DERIVED, upper=upper, lower=lower)
                if found is None
                else Step(
                    kind=StepKind.REFINES, upper=upper, lower=lower, score=found.score, words=found.words,
                    link=found.link, quote=found.quote, changes=changes(over.duty, under.duty, found),
                )
            )  # fmt: skip
        return self.steps[upper, lower]

    def _record(self, duty: str) -> DutyRecord:
        if duty not in self.records:
            self.records[duty] = self.base.record(duty)
        return self.records[duty]

    def passed(self, duty: str) -> tuple[Passing, ...]:
        """The notices that forward or issue the document of a duty, by date."""
        seq, part = self.base.seat(self._record(duty))
        found: dict[tuple[int, str], Passing] = {}
        for link in self.base.links_to(seq, part, own=True):
            if link["type"] in _PASSING and (link["document"], link["part"]) != (seq, part):
                row = self.base.part(link["document"], link["part"])
                found.setdefault(
                    (link["document"], link["type"]),
                    Passing(
                        type=link["type"], document=row["id"], title=row["title"], number=row["number"],
                        date=row["date"], quote=link["quote"],
                    ),
                )  # fmt: skip
        return tuple(sorted(found.values(), key=lambda one: (one.date is None, one.date, one.document)))


def _longest(lines: Iterable[Line]) -> list[Line]:
    """Without those whose duties all stand, in this order, in another one: a step that a longer way explains."""
    found = list(dict.fromkeys(lines))
    return [line for line in found if not any(other != line and _within(line, other) for other in found)]


def _within(line: Line, other: Line) -> bool:
    rest = iter(other)
    return all(duty in rest for duty in line)
