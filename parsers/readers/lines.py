"""A line under construction: pieces of the original, each with its offset, become one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policies.manuscripts import Paragraph, Row

__all__ = ["LINE_END", "Line", "split_lines"]

# what ends a line anywhere: Unix, Windows, old Mac, vertical tab, form feed, NEL, Unicode separators
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def split_lines(text: str) -> list[tuple[str, int]]:
    """The lines of *text* without their ends, each with its offset; there is always at least one."""
    lines = []
    start = 0
    for end in LINE_END.finditer(text):
        lines.append((text[start : end.start()], start))
        start = end.end()
    lines.append((text[start:], start))
    return lines


@dataclass(slots=True)
class Line:
    """Text with the offset of each of its pieces; None for what does not stand in the original as such."""

    pieces: list[str] = field(default_factory=list)
    runs: list[tuple[int, int | None]] = field(default_factory=list)  # (position, offset), ascending
    length: int = 0

    def add(self, text: str, offset: int | None) -> None:
        """Append *text*, which stands at *offset*."""
        if not text:
            return
        if not self.runs or self._next() != offset:
            self.runs.append((self.length, offset))
        self.pieces.append(text)
        self.length += len(text)

    def extend(self, other: Line, by: int = 0) -> None:
        """Append all of *other*, its offsets shifted by *by*."""
        for text, offset in other.stretches():
            self.add(text, None if offset is None else offset + by)

    def stretches(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int | None]]:
        """What stands together in the original between *start* and *end*: (text, offset)."""
        text = self.text
        end = self.length if end is None else end
        stops = [position for position, _ in self.runs[1:]] + [self.length]
        for (begin, offset), stop in zip(self.runs, stops, strict=False):
            a, b = max(begin, start), min(stop, end)
            if a < b:
                yield text[a:b], None if offset is None else offset + a - begin

    def cut(self, start: int, end: int) -> Line:
        """A copy of the characters from *start* to *end*."""
        copy = Line()
        for text, offset in self.stretches(start, end):
            copy.add(text, offset)
        return copy

    def _next(self) -> int | None:
        """The offset at which the last piece would go on."""
        position, offset = self.runs[-1]
        return None if offset is None else offset + self.length - position

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def last(self) -> str:
        """The last character, "" where there is none."""
        return self.pieces[-1][-1] if self.pieces else ""

    @property
    def blank(self) -> bool:
        return all(not piece or piece.isspace() for piece in self.pieces)

    def strip(self, blanks: str = " \t\n\r\f") -> Line:
        """A copy without *blanks* (layout of the source, not of the document) at both ends."""
        text = self.text
        start = len(text) - len(text.lstrip(blanks))
        return self.cut(start, max(start, len(text.rstrip(blanks))))

    def paragraph(self, place: str, *, offset: int = 0, soft: bool = False, row: Row | None = None) -> Paragraph:
        """The finished paragraph; *offset* serves where no piece has one of its own."""
        known = next((at - position for position, at in self.runs if at is not None), offset)
        first = self.runs[0][1] if self.runs else None
        if first is not None or not self.runs:
            breaks = tuple(self.runs[1:])
            return Paragraph(text=self.text, place=place, offset=known, soft=soft, breaks=breaks, row=row)
        breaks = tuple(self.runs)
        return Paragraph(text=self.text, place=place, offset=max(known, 0), soft=soft, breaks=breaks, row=row)
