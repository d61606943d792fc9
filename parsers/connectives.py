"""What opens a segment before its first word counts: 并且, 首先, the number of an item, the state that encourages."""

from __future__ import annotations

import re

from parsers.lexicon import lexicon
from parsers.needles import opens

__all__ = ["OPENS_CONNECTED", "after_connective"]

# the number of an item that a paragraph tells with others, a sentence each: （一）企业要…。（二）严禁…。
_NUMBERED = re.compile("[（(][一二三四五六七八九十0-9]{1,3}[)）]|[①-⑳]")
# 国家鼓励企业…: the state is no body of its own; what it encourages is told of those behind the verb
_STATE_ENCOURAGES = re.compile(
    "(?:国家|[本我全][省市县区州])(?=(?:依法|积极|大力|重点|优先|不)?(?:鼓励|支持|提倡|倡导|引导)(?!的))"
)

OPENS_CONNECTED = lexicon().connective_opens | opens(_STATE_ENCOURAGES) | opens(_NUMBERED)


def after_connective(text: str, start: int, end: int) -> int:
    """Where ``text[start:end]`` begins behind its number, its connective and 国家 (鼓励…)."""
    if numbered := _NUMBERED.match(text, start, end):
        start = numbered.end()
    if state := _STATE_ENCOURAGES.match(text, start, end):
        return state.end()
    found = lexicon().connective.match(text, start, end)
    if found and (found.end() == end or text[found.end()] in "，,、：: " or text[start : found.end()][-1] in "是"):
        start = found.end()
        while start < end and text[start] in "，,、：: 　":
            start += 1
    return start
