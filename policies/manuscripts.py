"""What a reader hands to the parser: the paragraphs of a file, each with its place."""

from __future__ import annotations

from policies.documents import Problem, Source
from policies.spans import Value

__all__ = ["Cell", "Manuscript", "Paragraph", "Row"]


class Cell(Value):
    """A cell of a table, in the row where it begins: ``text[start:end]`` of that row's paragraph.

    It covers ``columns`` by ``rows`` places of the grid (gridSpan and vMerge, colspan and rowspan), from ``column`` on,
    counted from 0. ``breaks`` are the positions in the paragraph at which its second and further lines begin.
    """

    start: int
    end: int
    column: int
    columns: int = 1
    rows: int = 1
    breaks: tuple[int, ...] = ()


class Row(Value):
    """That a paragraph is a row of a table of data. Cells that continue a merged one from above are not repeated."""

    table: int  # number of the table in its file, from 1
    number: int  # of the row in its table, from 1; rows without words have numbers too
    cells: tuple[Cell, ...]


class Paragraph(Value):
    """One paragraph, table cell row or line, without its line end.

    ``offset`` is where ``text`` begins, counted in characters within ``place``. ``soft`` marks a line that the
    next one continues in mid-sentence (PDF, wrapped text): the canonical text then joins the two.
    ``breaks`` tells where marks of the original were left out (``**``, tags): from ``text[position]`` on the
    characters stand at another offset, or, where that is None, not in the original as such (a decoded entity,
    a computed number).
    """

    text: str
    place: str
    offset: int = 0
    soft: bool = False
    breaks: tuple[tuple[int, int | None], ...] = ()  # (position in text, offset), ascending
    row: Row | None = None


class Manuscript(Value):
    """``margins`` holds what pages have around their text (heads, feet, watermarks); it is no part of the text.

    ``numbered`` says that the file numbers its paragraphs itself (DOCX): words of it without a place in the original
    are such numbers, which the reader has computed.
    """

    source: Source
    paragraphs: tuple[Paragraph, ...]
    problems: tuple[Problem, ...] = ()
    margins: tuple[Paragraph, ...] = ()
    numbered: bool = False
