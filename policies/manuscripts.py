"""What a reader hands to the parser: the paragraphs of a file, each with its place."""

from __future__ import annotations

from policies.documents import Problem, Source
from policies.spans import Value

__all__ = ["Manuscript", "Paragraph"]


class Paragraph(Value):
    """One paragraph, table cell row or line, without its line end.

    ``offset`` is where ``text`` begins, counted in characters within ``place``. ``soft`` marks a line that the
    next one continues in mid-sentence (PDF, wrapped text): the canonical text then joins the two.
    """

    text: str
    place: str
    offset: int = 0
    soft: bool = False


class Manuscript(Value):
    source: Source
    paragraphs: tuple[Paragraph, ...]
    problems: tuple[Problem, ...] = ()
