"""What a rule of form is, and what it finds.

A rule has a source: a clause of a standard, an article of a regulation, or practice. What is only practice is never
an error: offices differ, and no text binds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from policies.documents import Document
from policies.spans import Span, Value

__all__ = ["PRACTICE", "Check", "Edit", "Finding", "Found", "Level", "Rule", "rule"]

PRACTICE = "practice"


class Level(StrEnum):
    """How much it matters; the words of SARIF 2.1.0."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Edit(Value):
    """Put *text* where ``span`` of the canonical text stands. No edit changes what a text means."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a check yields; ``message`` is for people, ``edits`` mend it all together or not at all."""

    span: Span
    message: str
    edits: tuple[Edit, ...] = ()


class Finding(Value):
    """A place that breaks a rule."""

    code: str
    level: Level
    span: Span
    quote: str
    message: str
    source: str
    edits: tuple[Edit, ...] = ()


Check = Callable[[Document], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``code`` is stable; ``summary`` and ``mend`` are messages of the catalogue."""

    code: str
    level: Level
    source: str
    summary: str
    mend: str
    check: Check

    def __post_init__(self) -> None:
        if self.source == PRACTICE and self.level is Level.ERROR:
            raise ValueError(f"{self.code}: what is only practice is never an error")


def rule(code: str, level: Level, source: str, summary: str, mend: str) -> Callable[[Check], Rule]:
    """The decorated check as a rule."""

    def made(check: Check) -> Rule:
        return Rule(code, level, source, summary, mend, check)

    return made
