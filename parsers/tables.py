"""Tables of a manuscript in the canonical text: which range is which cell, and which cell a place of the grid shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.columns import hands_out_tasks
from parsers.readers.grid import MAX_COLUMNS
from policies.documents import Table, TableCell, TableRow
from policies.manuscripts import Cell, Manuscript, Row
from policies.spans import Span

__all__ = ["Grid", "find_tables"]

_HEAD_ROWS = 4  # of lines parted by tabs: a title and a unit may stand above the heads


class Grid:
    """A table by its places: which cell shows at (number of the row, column)."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = table.rows
        self.width = max((c.column + c.columns for row in table.rows for c in row.cells), default=0)
        self.places: dict[tuple[int, int], TableCell] = {}
        for row in table.rows:
            for cell in row.cells:
                for number in range(row.number, row.number + cell.rows):
                    for column in range(cell.column, cell.column + cell.columns):
                        self.places.setdefault((number, column), cell)

    def across(self, row: TableRow) -> list[TableCell]:
        """The cells that show in *row* from left to right, each once, with those that reach down into it."""
        seen: dict[Span, TableCell] = {}
        for column in range(self.width):
            cell = self.places.get((row.number, column))
            if cell is not None:
                seen.setdefault(cell.span, cell)
        return list(seen.values())


def find_tables(manuscript: Manuscript, text: str, starts: Sequence[int]) -> list[Table]:
    """The tables of *manuscript*, whose paragraphs stand at *starts* in *text*, in the order of their first rows.

    Lines parted by tabs are a table where heads say that it hands out tasks; other such lines stay lines.
    """
    rows: dict[int, list[TableRow]] = {}
    lines: list[tuple[int, str]] = []
    for start, paragraph in zip(starts, manuscript.paragraphs, strict=True):
        if paragraph.row is not None:
            at = max(start, 0)
            rows.setdefault(paragraph.row.table, []).append(_placed(paragraph.row, start, at, len(paragraph.text)))
        elif not paragraph.soft:
            lines.append((start, paragraph.text))
    found = [*rows.values(), *_tabbed(lines)]
    found.sort(key=lambda table: table[0].span.start)
    return [Table(index=index, rows=tuple(table)) for index, table in enumerate(found)]


def _placed(row: Row, start: int, at: int, length: int) -> TableRow:
    cells = tuple(_cell(cell, start, at) for cell in row.cells)
    return TableRow(number=row.number, span=Span(start=at, end=start + length), cells=cells)


def _cell(cell: Cell, start: int, floor: int) -> TableCell:
    begin, end = max(start + cell.start, floor), max(start + cell.end, floor)
    edges = [begin, *(start + position for position in cell.breaks), end]
    lines = tuple(Span(start=a, end=b) for a, b in pairwise(edges) if b > a)
    span = Span(start=begin, end=end)
    return TableCell(span=span, column=cell.column, columns=cell.columns, rows=cell.rows, lines=lines)


def _tabbed(lines: Sequence[tuple[int, str]]) -> Iterator[list[TableRow]]:
    """Runs of at least two lines with tabs inside, among whose first lines stand the heads of a 任务分工表."""
    run: list[tuple[int, str]] = []
    for start, words in [*lines, (0, "")]:
        if "\t" in words.strip():
            run.append((start, words))
            continue
        narrow = all(words.count("\t") < MAX_COLUMNS for _, words in run)
        if len(run) > 1 and narrow and any(hands_out_tasks(words.split("\t")) for _, words in run[:_HEAD_ROWS]):
            yield [_split(start, words, number) for number, (start, words) in enumerate(run, start=1)]
        run = []


def _split(start: int, words: str, number: int) -> TableRow:
    at = max(start, 0)
    cells: list[TableCell] = []
    begin = start
    for column, piece in enumerate(words.split("\t")):
        left, right = max(begin, at), max(begin + len(piece), at)
        span = Span(start=left, end=right)
        cells.append(TableCell(span=span, column=column, lines=(span,) if right > left else ()))
        begin += len(piece) + 1
    return TableRow(number=number, span=Span(start=at, end=start + len(words)), cells=tuple(cells))
