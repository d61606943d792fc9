"""Paragraphs of a part: its lines, cut where a copy has lost line breaks.

A line is cut at the spans of head and foot that lie in it, and a long one also at two ideographic blanks behind a stop
(the indent of a paragraph that once began there) and at numbers that count up (一、…。二、…。三、…).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from parsers.blanks import BLANK_CLASS
from parsers.figures import whole_number

__all__ = ["cut_paragraphs"]

_LONG = 300  # characters: below this a line is a paragraph as it stands
_INDENT = re.compile(
    rf"(?<=[。：:；;！？”）)])[{BLANK_CLASS}]*(?:\u3000\u3000|\u2002\u2002|\u2003\u2003)[{BLANK_CLASS}]*(?=\S)"
)
_HAN = "一二三四五六七八九十百"
_NUMBER = re.compile(
    rf"(?:(?<=[。；;：:！？”）)])[{BLANK_CLASS}]{{0,40}}|(?<=[{BLANK_CLASS}])(?![{BLANK_CLASS}]))(?:(?P<article>第[{_HAN}]{{1,5}}条)(?=[{BLANK_CLASS}])"
    rf"|(?P<han>[{_HAN}]{{1,3}})、|(?P<num>[0-9]{{1,2}})[.．、](?![0-9]))|(?<![第款项条、和至述])（(?P<paren>[{_HAN}]{{1,3}})）"
)


def cut_paragraphs(
    text: str, start: int, end: int, marks: Sequence[int], whole: Container[int] = ()
) -> Iterator[tuple[int, int]]:
    """(start, stop) of the paragraphs of ``text[start:end]`` in order; they tile it.

    *marks* are cut at as well; lines that start at one of *whole* (rows of tables) stay whole.
    """
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop + 1
        if at in whole:
            yield at, stop
            at = stop
            continue
        cuts = {mark for mark in marks if at < mark < stop}
        if stop - at > _LONG:
            cuts.update(_lost_breaks(text, at, stop))
        for cut in sorted(cuts):
            yield at, cut
            at = cut
        yield at, stop
        at = stop


def _lost_breaks(text: str, at: int, stop: int) -> set[int]:
    cuts = {found.end() for found in _INDENT.finditer(text, at, stop)}
    following = {"article": 1, "han": 1, "paren": 1, "num": 1}  # the number that would count on
    rows: dict[str, list[int]] = {form: [] for form in following}
    for found in _NUMBER.finditer(text, at, stop):
        form = found.lastgroup or "num"
        ordinal = whole_number(found.group(form).strip("第条"))
        if ordinal not in (1, following[form]):
            continue
        following[form] = ordinal + 1
        rows[form].append(found.start())
    for row in rows.values():
        if len(row) > 1:
            cuts.update(row)
    return cuts - {at}
