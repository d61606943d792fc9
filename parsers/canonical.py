"""Paragraphs become the canonical text, with a map from each of its characters back to the original."""

from __future__ import annotations

from collections.abc import Iterator

from policies.documents import Origin
from policies.manuscripts import Manuscript, Paragraph
from policies.spans import Span, trusted

__all__ = ["canonicalise", "computed_numbers", "lay_out"]

_make_origin = trusted(Origin)
_INVISIBLE = "\ufeff\0"  # byte order mark and padding before the first character
_LAYOUT = " \t"  # blanks around a line break inside a sentence belong to the page, not to the words


def canonicalise(manuscript: Manuscript) -> tuple[str, tuple[Origin, ...]]:
    """Join the paragraphs by newlines, soft lines without one; characters are never altered.

    Every character that stands in the original lies in exactly one origin. Line ends, the blank between two
    Latin words of a soft line, decoded entities and computed numbers lie in none.
    """
    text, origins, _starts = lay_out(manuscript)
    return text, origins


def lay_out(manuscript: Manuscript) -> tuple[str, tuple[Origin, ...], list[int]]:
    """Text and origins as ``canonicalise`` gives them, and where character 0 of each paragraph stands (or would)."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[Origin] = []
    position = 0
    last = ""  # character before the join
    joined = False
    for number, paragraph in enumerate(manuscript.paragraphs):
        text = paragraph.text
        start, end = 0, len(text)
        if number == 0:
            start = end - len(text.lstrip(_INVISIBLE))
        elif joined:
            start = end - len(text.lstrip(_LAYOUT))
        else:
            pieces.append("\n")
            position += 1
        if paragraph.soft:
            end = max(start, len(text.rstrip(_LAYOUT)))
        if joined and start < end and _apart(last, text[start]):
            pieces.append(" ")
            position += 1
        starts.append(position - start)
        for a, b, offset in _runs(paragraph, start, end):
            if offset is not None:
                at = position + a - start
                origins.append(_make_origin(start=at, end=at + b - a, place=paragraph.place, offset=offset))
        pieces.append(text[start:end])
        position += end - start
        if start < end:
            last = text[end - 1]
        elif not joined:
            last = ""
        joined = paragraph.soft
    return "".join(pieces), tuple(origins), starts


def computed_numbers(manuscript: Manuscript, text: str, origins: tuple[Origin, ...]) -> tuple[Span, ...]:
    """The automatic numbers in the canonical *text*: words that stand nowhere in a file that numbers itself."""
    if not manuscript.numbered:
        return ()
    found = []
    ends = [0, *(origin.end for origin in origins)]
    for start, end in zip(ends, [*(origin.start for origin in origins), len(text)], strict=True):
        words = text[start:end]
        if number := words.strip():
            at = start + words.index(number)
            found.append(Span(start=at, end=at + len(number)))
    return tuple(found)


def _runs(paragraph: Paragraph, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
    """The runs of ``text[start:end]`` that stand together in the original: (from, to, offset)."""
    begin: int = 0
    offset: int | None = paragraph.offset
    for stop, following in (*paragraph.breaks, (len(paragraph.text), None)):
        a, b = max(begin, start), min(stop, end)
        if a < b:
            yield a, b, None if offset is None else offset + a - begin
        begin, offset = stop, following


def _apart(left: str, right: str) -> bool:
    """Whether a soft line break between the two stood for a blank: between Latin words, not inside a number."""
    if not (left.isascii() and left.isalnum() and right.isascii() and right.isalnum()):
        return False
    return not (left.isdigit() and right.isdigit())
