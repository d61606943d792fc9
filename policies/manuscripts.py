"""What a reader hands to the parser: the paragraphs of a file, each with its place."""

from __future__ import annotations

from policies.documents import Problem, Source
from policies.spans import Value

__all__ = ["Manuscript", "Paragraph"]


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


class Manuscript(Value):
    """``margins`` holds what pages have around their text (heads, feet, watermarks); it is no part of the text."""

    source: Source
    paragraphs: tuple[Paragraph, ...]
    problems: tuple[Problem, ...] = ()
    margins: tuple[Paragraph, ...] = ()
