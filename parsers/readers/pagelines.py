"""The lines of a page: those of its text, and the rows of its ruled tables in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.readers.lines import Line, split_lines
from parsers.readers.ruled import RuledTable, Word, goes_on
from policies.manuscripts import Cell, Paragraph, Row

__all__ = ["PageLine", "lines_of_page", "number_tables", "shaped"]

_LONG = 0.6  # of the longest line
_MOST = 60.0  # letters of indent; a page is not wider
_ENDS = tuple("。；！？;")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text at *offset* of its page, or a row of a table with the words of its cells."""

    text: str
    offset: int
    row: Row | None = None
    words: Line | None = None
    table: RuledTable | None = None
    place: str = ""
    shape: str = ""  # the text with its indent on the page as blanks: what begins a paragraph shows in it

    def placed(self, place: str) -> PageLine:
        """The line without the blanks of layout, at *place*."""
        if self.row is not None:
            return replace(self, place=place)
        text = self.text.strip(" \t")
        return replace(self, text=text, offset=self.offset + len(self.text) - len(self.text.lstrip(" \t")), place=place)

    def paragraph(self, *, soft: bool) -> Paragraph:
        if self.words is not None:
            return self.words.paragraph(self.place, row=self.row)
        return Paragraph(text=self.text, place=self.place, offset=self.offset, soft=soft)


def shaped(lines: Sequence[PageLine], words: Sequence[Word]) -> list[PageLine]:
    """The placed lines of a page with their shapes; *words* tell where they begin."""
    starts = {word.offset: word for word in words}
    longest = max((len(line.text) for line in lines if line.row is None), default=0)
    found: list[tuple[PageLine, Word | None]] = []
    for line in lines:
        bare = line.text.lstrip()
        found.append((line, None if line.row else starts.get(line.offset + len(line.text) - len(bare))))
    edge = min((word.x for line, word in found if word and len(line.text) >= _LONG * longest), default=0.0)
    result = []
    for line, word in found:
        shape = "" if line.row else line.text
        if word is not None and word.size > 0:
            indent = round(min(max((word.x - edge) / word.size, 0.0), _MOST))
            shape = "\u3000" * indent + line.text.lstrip()
        result.append(replace(line, shape=shape))
    return result


def lines_of_page(text: str, tables: Sequence[RuledTable]) -> list[PageLine]:
    """The lines of a page's *text*, with the words of *tables* taken out of them and given as rows in their place."""
    if not tables:
        return [PageLine(line, offset) for line, offset in split_lines(text)]
    taken = bytearray(len(text))
    opens: dict[int, RuledTable] = {}  # by the offset of a table's first word
    for table in tables:
        words = [word for cell in table.words for word in cell]
        opens[min(word.offset for word in words)] = table
        for word in words:
            taken[word.offset : word.offset + len(word.text)] = b"\1" * len(word.text)
    lines: list[PageLine] = []
    for line, offset in split_lines(text):
        end = offset + len(line)
        begin = offset
        for at in range(offset, end + 1):
            if at in opens:
                lines.extend(_rest(text, begin, at, taken))
                lines.extend(_rows(opens[at]))
                begin = at
        lines.extend(_rest(text, begin, end, taken))
    return lines


def _rest(text: str, begin: int, end: int, taken: bytearray) -> list[PageLine]:
    """What of ``text[begin:end]`` stands in no table."""
    lines: list[PageLine] = []
    start = begin
    for at in range(begin, end + 1):
        if at == end or taken[at]:
            if text[start:at].strip():
                lines.append(PageLine(text[start:at], start))
            start = at + 1
    return lines


def _rows(table: RuledTable) -> list[PageLine]:
    rows = []
    for number, (line, cells) in enumerate(table.rows(), start=1):
        if not line.blank:
            row = Row(table=0, number=number, cells=tuple(cells))
            rows.append(PageLine(line.text, 0, row, line, table))
    return rows


def number_tables(lines: Sequence[PageLine]) -> list[PageLine]:
    """*lines* with the tables of the file counted.

    What the next page goes on with is one table with what stands on the page before, and so is a row broken in two.
    """
    out: list[PageLine] = []
    count = below = 0  # tables so far; rows of the table above the part of it on this page
    last: RuledTable | None = None
    for line in lines:
        if line.row is None or line.table is None:
            out.append(line)
            continue
        if line.table is not last:
            above = out[-1] if out and last is not None and out[-1].table is last else None
            last = line.table
            if above is None or above.table is None or above.row is None or not goes_on(above.table, line.table):
                count, below = count + 1, 0
            else:
                below = above.row.number
                if _broken(above, line):
                    out[-1] = _put_together(above, line)
                    below -= 1
                    continue
        number = line.row.number + below
        out.append(replace(line, row=line.row.model_copy(update={"table": count, "number": number})))
    return out


def _broken(above: PageLine, below: PageLine) -> bool:
    """Whether *below*, at the head of a page, goes on with the row at the foot of the page before."""
    if above.row is None or below.row is None or above.table is None or below.table is None:
        return False
    a, b = above.row.cells, below.row.cells
    if [cell.column for cell in a] != [cell.column for cell in b] or below.text.startswith(above.text):
        return False
    numbered = a[0].end > a[0].start and b[0].end == b[0].start
    cut = any(
        y.end > y.start and x.end > x.start and not above.text[x.start : x.end].rstrip().endswith(_ENDS)
        for x, y in zip(a, b, strict=True)
    )
    return numbered and cut


def _put_together(above: PageLine, below: PageLine) -> PageLine:
    """One row of both; what stood on the second page has no place of its own in a paragraph of the first."""
    assert above.row is not None and below.row is not None and above.words is not None and below.words is not None
    line = Line()
    cells: list[Cell] = []
    for x, y in zip(above.row.cells, below.row.cells, strict=True):
        if cells:
            line.add("\t", None)
        begin = line.length
        line.extend(above.words.cut(x.start, x.end))
        middle = line.length
        line.add(below.text[y.start : y.end], None)
        breaks = [begin + at - x.start for at in x.breaks] + [middle + at - y.start for at in y.breaks]
        if middle > begin and line.length > middle and above.text[x.start : x.end].rstrip().endswith(_ENDS):
            breaks.append(middle)
        update = {"start": begin, "end": line.length, "breaks": tuple(sorted(breaks))}
        cells.append(x.model_copy(update=update))
    row = above.row.model_copy(update={"cells": tuple(cells)})
    return replace(above, text=line.text, row=row, words=line, table=below.table)
