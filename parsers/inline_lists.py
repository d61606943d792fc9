"""Lists inside one paragraph: 各学校不得：1.收取押金；2.提前招生。

Items are numbered by one form, counting from one; ； 。 or ， closes each. Source: GB/T 15834-2011 (标点符号用法)
§4.6.3.3: ； divides the items of a list that run on in a paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parsers.figures import whole_number

__all__ = ["InlineItem", "find_lists"]

_HAN = "[一二三四五六七八九十]{1,3}"
_FORMS = {
    "num_paren": r"[（(]\s?[0-9０-９]{1,2}\s?[)）][、.．]?",
    "han_paren": rf"[（(]\s?{_HAN}\s?[)）][、.．]?",
    "num": r"[0-9０-９]{1,2}[ \u3000]?(?:[.．](?![0-9０-９])|[、)）])",
    "han": rf"{_HAN}、",
    "circled": r"[①-⑳㈠-㈩⑴-⒇][、.．]?",
}
_MARK = re.compile(
    rf"(?P<before>[：:；;。，,、])[ \u3000]*(?P<number>{'|'.join(f'(?P<{n}>{p})' for n, p in _FORMS.items())})(?=\S)"
)
_REMARK = re.compile(r"(?:备?注|说明|附[件表图录])[ \u3000]*$")  # 注：1.…；2.…: remarks side by side, under no head
_NO_DIGIT = re.compile(r"[\W、]")


class InlineItem(NamedTuple):
    """Half-open ranges: the item from its number to the next, and where its words begin."""

    form: str
    ordinal: int
    number: str
    start: int
    head_end: int
    end: int


def find_lists(text: str, begin: int, end: int) -> list[list[InlineItem]]:
    """The lists of ``text[begin:end]`` (one line) in order, each of two items at least; lists inside items are none.

    ： opens a list; （1） opens one behind ； and 。 as well, where no other number can be meant.
    """
    marks = [_mark(found) for found in _MARK.finditer(text, begin, end)]
    lists: list[list[InlineItem]] = []
    at = 0
    while at < len(marks):
        first = marks[at]
        opens = first.before in "：:" or (first.form == "num_paren" and first.before in "；;。")
        remark = opens and _REMARK.search(text, begin, max(begin, text.rfind(first.before, begin, first.start)))
        run = _run(marks[at:]) if first.ordinal == 1 and opens and not remark else []
        if len(run) < _LEAST:
            at += 1
            continue
        at = marks.index(run[-1]) + 1
        following = next((mark.start for mark in marks[at:] if mark.ordinal == 1 and mark.before in "：:"), end)
        stop = _last_end(text, run, following if following < end else end, end)
        edges = [*(mark.start for mark in run[1:]), stop]
        lists.append(
            [
                InlineItem(m.form, m.ordinal, m.number, m.start, m.head_end, edge)
                for m, edge in zip(run, edges, strict=True)
            ]
        )
        while at < len(marks) and marks[at].start < stop:
            at += 1
    return lists


_LEAST = 2


class _Mark(NamedTuple):
    before: str
    form: str
    ordinal: int
    number: str
    start: int
    head_end: int


def _mark(found: re.Match[str]) -> _Mark:
    form = next(name for name in _FORMS if found[name])
    number = "".join(found["number"].split())
    bare = _NO_DIGIT.sub("", number)
    ordinal = unicodedata.numeric(bare) if form == "circled" else whole_number(bare)
    return _Mark(found["before"], form, int(ordinal or 0), number, found.start("number"), found.end())


def _run(marks: Sequence[_Mark]) -> list[_Mark]:
    """The marks that count on from the first of *marks* in its form, until it counts from one again."""
    run = [marks[0]]
    for mark in marks[1:]:
        if mark.form != run[0].form:
            continue
        if mark.ordinal == 1:
            break
        if mark.ordinal == run[-1].ordinal + 1 and mark.before not in "：:":
            run.append(mark)
    return run


def _last_end(text: str, run: Sequence[_Mark], following: int, end: int) -> int:
    """Where the last item ends: with its sentence, unless items before it hold more than one."""
    several = any("。" in text[here.head_end : behind.start].rstrip("。；;，, 　") for here, behind in pairwise(run))
    last = run[-1].head_end
    if several and following == end:
        return end
    cut = text.rfind("。", last, following) if several else text.find("。", last, end)
    return end if cut < 0 else cut + 1
