"""Names that a text has told the meaning of, by the places where they are said: what 申报单位 or 上述单位 stand for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from policies.duties import BodyKind
from policies.spans import Quote

__all__ = ["NOTHING", "Known", "Mention"]

# words before a name that say how many of its bearers are meant, and leave it that name
_QUANTIFIER = re.compile(
    r"(?:各(?:个|类|有关|相关)?|每个|所有|全体|全部|任何|有关|相关|其他|上述|前述|该|我[省市县区]|全[省市县区])+"
)


class Mention(NamedTuple):
    """A name of a body at ``text[start:end]``; ``evidence`` is where else the text tells who it is."""

    start: int
    end: int
    kinds: tuple[BodyKind, ...]
    evidence: Quote | None


class Known:
    """Mentions that do not overlap."""

    __slots__ = ("_by_end", "_by_start", "_ends")

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._by_end = {mention.end: mention for mention in mentions}
        self._ends = sorted(self._by_end)
        self._by_start = {mention.start: mention for mention in self._by_end.values()}

    def __bool__(self) -> bool:
        return bool(self._ends)

    def ends(self, start: int, end: int) -> list[int]:
        """Where the mentions of ``text[start:end]`` end."""
        if not self._ends:
            return []
        found = self._ends[bisect_right(self._ends, start) : bisect_left(self._ends, end + 1)]
        return [stop for stop in found if self._by_end[stop].start >= start]

    def opening(self, at: int) -> Mention | None:
        """The mention that begins at *at*."""
        return self._by_start.get(at)

    def name(self, text: str, start: int, end: int) -> Mention | None:
        """The mention that ``text[start:end]`` is as a whole, quantifiers before it (各申报单位) passed over."""
        mention = self._by_end.get(end)
        if mention is None or mention.start < start:
            return None
        if mention.start > start and not _QUANTIFIER.fullmatch(text, start, mention.start):
            return None
        return mention


NOTHING = Known()
