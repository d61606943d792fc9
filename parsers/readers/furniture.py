"""What a page has around its text: page numbers, and heads and feet that most pages repeat."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

__all__ = ["furniture_of"]

_DASHES = "—–－―─‐\\-·•"
# — 3 —, - 3 -, 第 3 页, 第3页 共10页, 3/10, Page 3 of 10
_MARKED_NUMBER = re.compile(
    rf"[{_DASHES}]+\s*[0-9]{{1,4}}\s*[{_DASHES}]+|第\s*[0-9]{{1,4}}\s*页(?:[\s,，/]*共\s*[0-9]{{1,4}}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|page\s+[0-9]{1,4}(?:\s+of\s+[0-9]{1,4})?",
    re.IGNORECASE,
)
# what browsers print around a page: the time, with or without the title; the address, with or without 3/10
_PRINTED = re.compile(
    r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4},?\s*(?:上午|下午)?\s*[0-9]{1,2}:[0-9]{2}(?:\s*[AP]M)?(?:\s.{0,120})?"
    r"|(?:https?|file):/\S*(?:\s+[0-9]{1,4}/[0-9]{1,4})?",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[0-9]{1,4}|[ivxlIVXL]{1,7}")
_EDGE = 3  # lines at the top and at the bottom that may be furniture
_ENDS = ("。", "；", "！", "？", "：")  # sentences are not heads, however often they come back
_DIGITS = re.compile(r"[0-9]+")

_Lines = Sequence[str]


def furniture_of(pages: Sequence[_Lines]) -> list[set[int]]:
    """For each page, which of its lines are page numbers, or heads and feet that most pages repeat."""
    edges = [_edges(page) for page in pages]
    repeated = Counter(
        key
        for page, edge in zip(pages, edges, strict=True)
        for key in {_key(page[at]) for at in edge if not page[at].rstrip().endswith(_ENDS)}
    )
    filled = sum(1 for edge in edges if edge)
    running = {key for key, count in repeated.items() if filled >= 3 and count >= 0.6 * filled}
    numbered = _numbered(pages, edges)
    found = []
    for page, edge in zip(pages, edges, strict=True):
        found.append(
            {
                at
                for at in edge
                if _MARKED_NUMBER.fullmatch(_plain(page[at]))
                or _PRINTED.fullmatch(_plain(page[at]))
                or (numbered and _BARE_NUMBER.fullmatch(_plain(page[at])))
                or _key(page[at]) in running
            }
        )
    if all(
        at in dropped
        for page, dropped in zip(pages, found, strict=True)
        for at, line in enumerate(page)
        if line.strip()
    ):
        return [set() for _page in pages]  # a text of nothing but furniture is a text
    return found


def _edges(page: _Lines) -> list[int]:
    """Where the first and last lines of a page stand that hold anything."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _plain(line: str) -> str:
    """A line without blanks around it, its full-width digits and signs as usual ones."""
    return unicodedata.normalize("NFKC", line).strip()


def _key(line: str) -> str:
    """A line with its numbers and blanks levelled, so that heads that count pages are equal."""
    return _DIGITS.sub("0", "".join(line.split()))


def _numbered(pages: Sequence[_Lines], edges: list[list[int]]) -> bool:
    """Whether bare numbers at the edges count the pages: most pages have one, a page more is a number more."""
    steps: Counter[int] = Counter()
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        steps.update(
            {
                int(page[at]) - number
                for at in edge
                if _BARE_NUMBER.fullmatch(_plain(page[at])) and _plain(page[at]).isdecimal()
            }
        )
    filled = sum(1 for edge in edges if edge)
    if filled == 1:
        return 1 in steps  # a lone number is a page number where it is that of the only page
    return bool(steps) and steps.most_common(1)[0][1] >= max(2, 0.5 * filled)
