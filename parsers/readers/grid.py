"""The grid behind a table: which columns and rows each of its cells covers.

HTML counts the rows of a merged cell where it begins (rowspan); WordprocessingML marks each of its continuations
(vMerge, ECMA-376 part 1, 17.4.84) and names the columns that a row leaves out before its first cell (gridBefore).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["MAX_COLUMNS", "Marked", "Slot", "from_marks", "from_spans"]

MAX_COLUMNS = 64
"""A table with more columns is handed on without its grid: no 任务分工表 is as wide."""


class Slot(NamedTuple):
    """The places that a cell covers: ``columns`` by ``rows`` from ``column`` on, counted from 0."""

    column: int
    columns: int
    rows: int


class Marked(NamedTuple):
    """A cell as WordprocessingML marks it."""

    columns: int  # gridSpan
    below: bool  # continues the cell above
    beside: bool  # continues the cell before it (hMerge)


def from_spans(rows: Sequence[Sequence[tuple[int, int]]]) -> list[list[Slot]] | None:
    """The slots of cells that are given as (colspan, rowspan); None where the table is wider than MAX_COLUMNS.

    A rowspan of 0 reaches to the last row (HTML, table model); none reaches further.
    """
    until: dict[int, int] = {}  # by column: the first row at which it is free again
    grid: list[list[Slot]] = []
    for number, cells in enumerate(rows):
        column = 0
        slots: list[Slot] = []
        for columns, down in cells:
            while until.get(column, 0) > number:
                column += 1
            width = max(1, columns)
            height = min(down, len(rows) - number) if down > 0 else len(rows) - number
            if column + width > MAX_COLUMNS:
                return None
            slots.append(Slot(column, width, height))
            until.update(dict.fromkeys(range(column, column + width), number + height))
            column += width
        grid.append(slots)
    return grid


def from_marks(rows: Sequence[tuple[int, Sequence[Marked]]]) -> list[list[Slot | None]] | None:
    """The slots of rows that are given as (gridBefore, cells); None for a cell that continues another one.

    A continuation with nothing above it that it could continue is a cell of its own.
    """
    grid: list[list[Slot | None]] = []
    open_: dict[int, tuple[int, int]] = {}  # by first column: where in the grid the cell stands that may go on below
    for before, cells in rows:
        column = before
        slots: list[Slot | None] = []
        going_on: dict[int, tuple[int, int]] = {}
        for cell in cells:
            width = max(1, cell.columns)
            if column + width > MAX_COLUMNS:
                return None
            last = next((index for index in reversed(range(len(slots))) if slots[index]), None)
            owner = open_.get(column) if cell.below else None
            if cell.beside and last is not None:
                held = slots[last]
                assert held is not None
                slots[last] = held._replace(columns=held.columns + width)
                slots.append(None)
            elif owner is not None:
                held = grid[owner[0]][owner[1]]
                assert held is not None
                grid[owner[0]][owner[1]] = held._replace(rows=len(grid) - owner[0] + 1)
                going_on[column] = owner
                slots.append(None)
            else:
                going_on[column] = (len(grid), len(slots))
                slots.append(Slot(column, width, 1))
            column += width
        grid.append(slots)
        open_ = going_on
    return grid
