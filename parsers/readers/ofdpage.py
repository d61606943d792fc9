"""The text on a page of an OFD file: its objects with their transformations, as runs of characters.

GB/T 33190-2016, 8.5 (transformation: an object's own space, through CTM and Boundary, to its container's) and 11
(TextObject: TextCode with X, Y, DeltaX, DeltaY). Which glyphs stand for the characters (CGTransform, 11.4) changes how
they look, not which they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element

from parsers.readers.archive import attribute, children, name_of
from parsers.readers.glyphs import Run
from parsers.readers.limits import MAX_OBJECTS, hold
from policies.messages import _

__all__ = ["Matrix", "Painter", "numbers"]

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?|g")
_UPRIGHT = math.radians(3)  # text that stands at a slant is a watermark or a seal
_FAR = 1e6  # millimetres, or times
_SMALLEST = 0.1  # millimetres
_DEEPEST = 16  # drawings inside drawings
# ¤ stands for a character without a code (11.3); codes of private use mean something in one font only
_UNKNOWN = re.compile("[\xa4\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LINES = ("\n", "\r", "\t")


class Matrix(NamedTuple):
    """CTM: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """First *inner*, then this."""
        e, f = self.at(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d, e, f,
        )  # fmt: skip


_SAME = Matrix()


def numbers(text: str | None) -> list[float]:
    """The numbers of an array; what is none is left out, what is beyond all pages is cut."""
    return [_cut(word) for word in _NUMBER.findall(text or "") if word != "g"]


def _cut(word: str) -> float:
    return min(max(float(word), -_FAR), _FAR)


@dataclass(slots=True)
class Painter:
    """Collects the text of pages. *unit* finds a drawing that CompositeObject refers to (12)."""

    unit: Callable[[str], _Element | None]
    objects: int = 0  # on all pages
    runs: dict[int, list[Run]] = field(default_factory=dict)  # turned by so many right angles → its runs
    slanted: list[str] = field(default_factory=list)
    unknown: int = 0  # characters that the file has no code for

    def page(self) -> None:
        """Begin a page."""
        self.runs, self.slanted = {}, []

    def paint(self, container: _Element, outer: Matrix = _SAME, within: tuple[str, ...] = ()) -> None:
        """The text of all objects in *container*, which *outer* places on the page."""
        for element in container:
            name = name_of(element)
            if (attribute(element, "Visible") or "").lower() == "false":
                continue
            if name == "TextObject":
                self._text(element, outer)
            elif name == "CompositeObject":
                self._composite(element, outer, within)
            elif name in ("Layer", "PageBlock", "Content"):
                self.paint(element, outer, within)

    def _count(self) -> None:
        self.objects += 1
        hold(self.objects, MAX_OBJECTS, _("Pieces of text on the pages"))

    def _composite(self, element: _Element, outer: Matrix, within: tuple[str, ...]) -> None:
        self._count()
        key = attribute(element, "ResourceID") or ""
        if key in within or len(within) >= _DEEPEST:  # a drawing that holds itself
            return
        drawing = self.unit(key)
        if drawing is not None:
            self.paint(drawing, outer.after(_placed(element)), (*within, key))

    def _text(self, element: _Element, outer: Matrix) -> None:
        self._count()
        matrix = outer.after(_placed(element))
        size = abs(_number(element, "Size", 3.5))
        scale = _number(element, "HScale", 1.0)
        angle = math.atan2(matrix.b, matrix.a) if matrix.a or matrix.b else 0.0
        turns = round(angle / (math.pi / 2))
        height = math.hypot(matrix.c, matrix.d) * size or math.hypot(matrix.a, matrix.b) * size or 3.5
        height = max(height, _SMALLEST)
        width = (math.hypot(matrix.a, matrix.b) or math.hypot(matrix.c, matrix.d)) * size * scale
        x = y = 0.0
        for code in children(element, "TextCode"):
            text = "".join(" " if char in _LINES else char for char in code.text or "")
            self.unknown += len(_UNKNOWN.findall(text))
            x, y = _number(code, "X", x), _number(code, "Y", y)
            if abs(angle - turns * math.pi / 2) > _UPRIGHT:
                self.slanted.append(text)
                continue
            for start, end in _stretches(text, code, size):
                points = [_turned(*matrix.at(x + dx, y + dy), turns) for dx, dy in (start.at, end.at)]
                (left, base), (last, _last_y) = points
                words = text[start.index : end.index + 1]
                if start.down:
                    last = left
                right = last + width * _advance(words[-1:])
                self.runs.setdefault(turns % 4, []).append(
                    Run(_spaced(words, start.gaps, size), min(left, right), max(left, right), base, height)
                )


@dataclass(slots=True)
class _Stop:
    index: int
    at: tuple[float, float]
    down: bool = False
    gaps: list[float] = field(default_factory=list)  # from each character to the next


def _stretches(text: str, code: _Element, size: float) -> Iterator[tuple[_Stop, _Stop]]:
    """The parts of *text* that stand on one baseline (or run straight down), with the first and last positions."""
    if not text.strip():
        return
    across, down = _deltas(code, "DeltaX", len(text)), _deltas(code, "DeltaY", len(text))
    x = y = 0.0
    start = end = _Stop(0, (0.0, 0.0))
    for index in range(1, len(text)):
        dx, dy = across[index - 1], down[index - 1]
        x, y = x + dx, y + dy
        vertical = abs(dy) > 0.3 * size
        falls = vertical and abs(dx) < 0.3 * size and dy < 2.5 * size
        if vertical and not (falls and (start.down or end.index == start.index)):
            yield start, end
            start = end = _Stop(index, (x, y))
            continue
        if not vertical and start.down:
            yield start, end
            start = end = _Stop(index, (x, y))
            continue
        start.down = falls
        start.gaps.append(dx)
        end = _Stop(index, (x, y))
    yield start, end


def _deltas(code: _Element, name: str, length: int) -> list[float]:
    """The distances between characters; ``g 3 1.5`` stands for 1.5 three times (11.3)."""
    found: list[float] = []
    words = iter(_NUMBER.findall(attribute(code, name) or ""))
    for word in words:
        if len(found) >= length:
            break
        if word != "g":
            found.append(_cut(word))
            continue
        count, value = next(words, "g"), next(words, "g")
        if "g" not in (count, value):
            found += [_cut(value)] * min(max(int(_cut(count)), 0), length - len(found))
    return found[:length] + [0.0] * (length - len(found))


def _spaced(words: str, gaps: list[float], size: float) -> str:
    """*words* with the blanks between Latin words that are set by distance alone."""
    if len(gaps) < len(words) - 1 or not any(gap > 0.9 * size for gap in gaps):
        return words
    pieces = [words[:1]]
    for before, after, gap in zip(words, words[1:], gaps, strict=False):
        latin = before.isascii() and after.isascii() and not (before.isspace() or after.isspace())
        pieces.append(f" {after}" if latin and gap > 1.1 * size else after)
    return "".join(pieces)


def _advance(char: str) -> float:
    """The width of a character in letters."""
    return 0.5 if char.isascii() else 1.0


def _turned(x: float, y: float, turns: int) -> tuple[float, float]:
    """The position on a page that is turned so that its text stands upright."""
    for _turn in range(turns % 4):
        x, y = y, -x
    return x, y


def _placed(element: _Element) -> Matrix:
    """From an object's own space to its container's."""
    values = numbers(attribute(element, "CTM"))
    matrix = Matrix(*values[:6]) if len(values) >= 6 else Matrix()
    boundary = numbers(attribute(element, "Boundary"))
    x, y = boundary[:2] if len(boundary) >= 2 else (0.0, 0.0)
    return matrix._replace(e=matrix.e + x, f=matrix.f + y)


def _number(element: _Element, name: str, default: float) -> float:
    found = numbers(attribute(element, name))
    return found[0] if found else default
