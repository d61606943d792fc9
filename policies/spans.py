"""Spans of the canonical text, and quotes that carry the words they point at."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Quote", "Span", "Value"]


class Value(BaseModel):
    """Base of everything that is a value: frozen, closed to unknown keys, comparable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """Half-open range ``[start, end)`` of characters (code points) in a document's canonical text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether *other* lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class Quote(Span):
    """A span together with its words, verbatim; ``anchored`` holds the words against the text."""

    text: str

    def anchored(self, text: str) -> bool:
        """Whether the canonical *text* still has these words at this place."""
        return text[self.start : self.end] == self.text
