"""Lines that a page of a web site sets before and after the document that it shows, told by their words.

Sites name the block of the document in too many ways; what stands around it in the same block (当前位置, 浏览次数,
上一篇, 相关文章, 扫一扫) is said everywhere in the same words (``html_containers.toml``). Only lines before the first
sentence and after the last one are looked at, so that no sentence of a document can be taken for such a line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from policies.manuscripts import Paragraph
from policies.vocabulary.tables import alternation, table

__all__ = ["without_page_words"]

_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST = 160  # characters of a line about the page
_SIGNS = r"[\[\]【】()（）|｜:：、/·>《》<«»-]"


class _Patterns(NamedTuple):
    always: re.Pattern[str]  # a whole line
    related: re.Pattern[str]  # a heading over links to other pages
    foot: re.Pattern[str]  # from here on the page speaks of itself
    before_foot: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = {key: alternation(found) for key, found in table("html_containers")["words"].items()}
    return _Patterns(
        always=re.compile(
            rf"(?:{words['location']})(?:[:：>是].*)?|.*(?<![文件])(?:{words['counters']})[】\]]?[:：\[【(（].*"
            rf"|(?:{_SIGNS}|{words['buttons']})+|{_SIGNS}*(?:{words['pagers']})(?:[:：\]】].*)?"
            rf"|.{{0,8}}(?:{words['scan']}).{{0,24}}|分享[到至].{{0,40}}"
        ),
        related=re.compile(rf"{_SIGNS}*(?:{words['related']}){_SIGNS}*(?:更多)?{_SIGNS}*"),
        foot=re.compile(rf".*(?:{words['foot']}).*"),
        before_foot=re.compile(rf"(?:{words['before_foot']}).*"),
    )


def without_page_words(paragraphs: Sequence[Paragraph], links: Collection[int], *, menus: bool) -> list[Paragraph]:
    """*paragraphs* without the lines of the page; *links* are the indices of those that are nothing but links.

    *menus* says that such lines are to be left out above the document too, where no name told its block.
    """
    lines = [_SPACE.sub("", paragraph.text) for paragraph in paragraphs]
    foot = _foot(lines)
    sentences = [at for at, line in enumerate(lines[:foot]) if _SENTENCE.search(line)]
    first, last = (sentences[0], sentences[-1]) if sentences else (foot, -1)
    dropped = set(range(foot, len(lines)))
    dropped.update(at for at in range(first) if _of_the_page(lines[at]) or (menus and at in links))
    listing = False
    for at in range(last + 1, foot):
        heading = bool(_patterns().related.fullmatch(lines[at]))
        listing = listing or heading
        if heading or _of_the_page(lines[at]) or (listing and at in links):
            dropped.add(at)
    if len(dropped) == len(lines):
        return list(paragraphs)
    return [paragraph for at, paragraph in enumerate(paragraphs) if at not in dropped]


def _foot(lines: Sequence[str]) -> int:
    """Where the foot of the site begins, in the second half of the lines."""
    patterns = _patterns()
    for at in range(len(lines) // 2, len(lines)):
        if len(lines[at]) <= _LONGEST and not _SENTENCE.search(lines[at]) and patterns.foot.fullmatch(lines[at]):
            above = at
            while above and patterns.before_foot.fullmatch(lines[above - 1]):
                above -= 1
            return above
    return len(lines)


def _of_the_page(line: str) -> bool:
    return bool(line) and len(line) <= _LONGEST and bool(_patterns().always.fullmatch(line))
