"""Ruled tables of a page: from the lines that are drawn and the words between them to rows and cells.

Tables without lines can't be told from columns and stay lines of text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from parsers.readers.grid import MAX_COLUMNS, Slot
from parsers.readers.lines import Line
from policies.manuscripts import Cell

__all__ = ["RuledTable", "Rules", "Word", "goes_on", "tables_of"]

_THIN = 3.0  # points: a rectangle as thin as this is a line
_NEAR = 2.5  # points within which lines meet
_MOST = 250_000  # lines, and pairs of them: a drawing, not a table
_PAINTS = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_PADDING = 12.0  # points that a cell leaves free beside its words
_ENDS = tuple("。；！？：;:")
_ITEM = re.compile(
    r"[0-9０-９]{1,2}[.．、)）](?![0-9])|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[①-⑳]|[一二三四五六七八九十]{1,2}、"
)


_Point = tuple[float, float]


class Word(NamedTuple):
    """A run of words as the page shows it: where it stands in the page's text, its baseline and size in points."""

    text: str
    offset: int
    x: float
    y: float
    size: float


class _Stroke(NamedTuple):
    """A line that runs along an axis: where on the other axis, from, to."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class Rules:
    """Gathers the lines that a page draws; ``take`` has the form of pypdf's visitor of operands."""

    across: list[_Stroke] = field(default_factory=list)
    down: list[_Stroke] = field(default_factory=list)
    path: list[tuple[_Point, _Point, bool]] = field(default_factory=list)  # from, to, whether a rectangle
    point: _Point = (0.0, 0.0)
    first: _Point = (0.0, 0.0)

    def take(self, operator: bytes, operands: Sequence[Any], cm: Sequence[float], _tm: Sequence[float]) -> None:
        if operator in (b"m", b"l", b"re"):
            try:
                values = [float(value) for value in operands]
            except (TypeError, ValueError):  # a damaged page draws no line here
                return
            if len(self.path) < _MOST:
                self._draw(operator, values, cm)
        elif operator in _PAINTS:
            for (x, y), (u, v), box in self.path:
                self._keep(min(x, u), min(y, v), max(x, u), max(y, v), box=box)
            self.path.clear()
        elif operator == b"h":
            self.path.append((self.point, self.first, False))
        elif operator == b"n":  # clips, draws nothing
            self.path.clear()

    def _draw(self, operator: bytes, values: list[float], cm: Sequence[float]) -> None:
        if operator == b"re" and len(values) == 4:
            x, y, width, height = values
            self.path.append((_moved(x, y, cm), _moved(x + width, y + height, cm), True))
        elif operator != b"re" and len(values) == 2:
            point = _moved(values[0], values[1], cm)
            if operator == b"l":
                self.path.append((self.point, point, False))
            else:
                self.first = point
            self.point = point

    def _keep(self, left: float, low: float, right: float, high: float, *, box: bool) -> None:
        wide, tall = right - left > _THIN, high - low > _THIN
        if wide and tall and not box:
            return  # runs along no axis
        if wide:
            for y in (low, high) if tall else ((low + high) / 2,):
                self.across.append(_Stroke(y, left, right))
        if tall:
            for x in (left, right) if wide else ((left + right) / 2,):
                self.down.append(_Stroke(x, low, high))


def _moved(x: float, y: float, cm: Sequence[float]) -> tuple[float, float]:
    return x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]


@dataclass(slots=True)
class RuledTable:
    """The cells of a table with their words; ``edges`` are the places of its vertical lines."""

    edges: list[float]
    slots: list[tuple[int, Slot]]  # (row, what the cell covers), by row and column
    words: list[list[Word]]  # of each cell, as they are read

    def rows(self) -> list[tuple[Line, list[Cell]]]:
        """The rows, those without words too: each a line, its cells parted by tabs."""
        height = max(row + slot.rows for row, slot in self.slots)
        lines = [(Line(), list[Cell]()) for _ in range(height)]
        for (row, slot), words in zip(self.slots, self.words, strict=True):
            line, cells = lines[row]
            if cells:
                line.add("\t", None)
            begin = line.length
            width = self.edges[slot.column + slot.columns] - self.edges[slot.column]
            breaks = _write(line, words, width)
            cells.append(Cell(start=begin, end=line.length, **slot._asdict(), breaks=tuple(breaks)))
        return lines


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _write(line: Line, words: Sequence[Word], width: float) -> list[int]:
    """Write the words of a cell, joined where the edge of the cell broke them; returns where its paragraphs begin."""
    breaks: list[int] = []
    rows = _lines(words)
    for index, row in enumerate(rows):
        if index and _breaks(rows[index - 1], row, width):
            line.add(" ", None)
            breaks.append(line.length)
        for word in row:
            line.add(word.text, word.offset)
    return breaks


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words on one baseline together, from top to bottom, in the order of the page's text."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.y, word.x)):
        if lines and abs(lines[-1][0].y - word.y) < 0.5 * max(word.size, 1):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(row, key=lambda word: word.offset) for row in lines]  # quotes set from another font lie askew


def _breaks(above: Sequence[Word], row: Sequence[Word], width: float) -> bool:
    """Whether *row* opens a paragraph: the line above ends a sentence, or ends where there was room for more."""
    words = _text(above).rstrip()
    if words.endswith(("（", "(")):  # 避头尾 does not hold everywhere: （ / 2）整改
        return False
    if words.endswith(_ENDS) or _ITEM.match(_text(row).lstrip()):
        return True
    size = above[0].size
    taken = sum(0.6 if char.isascii() else 1.0 for char in words) * size
    return taken + 3 * size + _PADDING < width


def tables_of(words: Sequence[Word], rules: Rules) -> list[RuledTable]:
    """The ruled tables of a page from its top to its foot."""
    across, down = _joined(rules.across), _joined(rules.down)
    if not across or not down or len(across) * len(down) > _MOST:
        return []
    tables: list[RuledTable] = []
    taken: set[int] = set()
    for rows, columns in _groups(across, down):
        table, held = _table(rows, columns, words)
        if table is not None and not held & taken:
            tables.append(table)
            taken |= held
    return tables


def _joined(strokes: Sequence[_Stroke]) -> list[_Stroke]:
    """*strokes* with those that go on in one another made one."""
    joined: list[_Stroke] = []
    levels: list[list[_Stroke]] = []
    for stroke in sorted(strokes):
        if levels and stroke.at - levels[-1][0].at <= _NEAR:
            levels[-1].append(stroke)
        else:
            levels.append([stroke])
    for level in levels:
        at, low, high = level[0].at, None, 0.0
        for stroke in sorted(level, key=lambda stroke: stroke.low):
            if low is not None and stroke.low <= high + _NEAR:
                high = max(high, stroke.high)
                continue
            if low is not None:
                joined.append(_Stroke(at, low, high))
            low, high = stroke.low, stroke.high
        if low is not None:
            joined.append(_Stroke(at, low, high))
    return joined


def _groups(across: list[_Stroke], down: list[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Lines that cross or meet each other, from the top of the page to its foot."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, h in enumerate(across):
        for j, v in enumerate(down, start=len(across)):
            if h.low - _NEAR <= v.at <= h.high + _NEAR and v.low - _NEAR <= h.at <= v.high + _NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = {}
    for index, stroke in enumerate([*across, *down]):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(stroke)
    return sorted(groups.values(), key=lambda group: -max((s.at for s in group[0]), default=0.0))


def _table(across: list[_Stroke], down: list[_Stroke], words: Sequence[Word]) -> tuple[RuledTable | None, set[int]]:
    """The table that these lines rule, None where they rule none: a box, a box in two halves, or no rectangles."""
    xs = sorted({stroke.at for stroke in down})
    ys = sorted({stroke.at for stroke in across})
    if not 3 <= len(xs) <= MAX_COLUMNS + 1 or len(ys) < 2 or (len(ys) == 2 and len(xs) == 3):
        return None, set()
    slots = _slots(xs, ys, across, down)
    if slots is None:
        return None, set()
    owner = {
        (row + r, slot.column + c): index
        for index, (row, slot) in enumerate(slots)
        for r in range(slot.rows)
        for c in range(slot.columns)
    }
    held: list[list[int]] = [[] for _ in slots]
    for index, word in enumerate(words):
        column = bisect_right(xs, word.x + 0.3 * word.size) - 1
        row = len(ys) - 1 - bisect_right(ys, word.y + 0.3 * word.size)
        if 0 <= column < len(xs) - 1 and 0 <= row < len(ys) - 1:
            held[owner[row, column]].append(index)
    if sum(map(bool, held)) < 2:
        return None, set()
    table = RuledTable(xs, slots, [[words[index] for index in cell] for cell in held])
    return table, {index for cell in held for index in cell}


def _slots(
    xs: list[float], ys: list[float], across: list[_Stroke], down: list[_Stroke]
) -> list[tuple[int, Slot]] | None:
    """(row from the top, what it covers) of each cell; None where the lines leave shapes that are no rectangles."""
    height, width = len(ys) - 1, len(xs) - 1
    walls: dict[float, list[_Stroke]] = {}
    floors: dict[float, list[_Stroke]] = {}
    for stroke in down:
        walls.setdefault(stroke.at, []).append(stroke)
    for stroke in across:
        floors.setdefault(stroke.at, []).append(stroke)
    seen: dict[tuple[int, int], int] = {}
    slots: list[tuple[int, Slot]] = []

    def open_(strokes: list[_Stroke], middle: float) -> bool:
        return not any(stroke.low <= middle <= stroke.high for stroke in strokes)

    def right(row: int, column: int) -> bool:
        top = len(ys) - 1 - row
        return column + 1 < width and open_(walls[xs[column + 1]], (ys[top] + ys[top - 1]) / 2)

    def below(row: int, column: int) -> bool:
        return row + 1 < height and open_(floors[ys[len(ys) - 2 - row]], (xs[column] + xs[column + 1]) / 2)

    for row in range(height):
        for column in range(width):
            if (row, column) in seen:
                continue
            columns = rows = 1
            while right(row, column + columns - 1):
                columns += 1
            while below(row + rows - 1, column):
                rows += 1
            places = [(r, c) for r in range(row, row + rows) for c in range(column, column + columns)]
            if any(place in seen for place in places):
                return None
            seen.update((place, len(slots)) for place in places)
            slots.append((row, Slot(column, columns, rows)))
    return slots


def goes_on(above: RuledTable, below: RuledTable) -> bool:
    """Whether two tables have their columns at the same places, as the halves of one that a page broke have."""
    same = len(above.edges) == len(below.edges)
    return same and all(abs(a - b) <= _NEAR for a, b in zip(above.edges, below.edges, strict=True))
