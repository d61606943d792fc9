"""Headings that turn what their items name: 负面清单, 十不准 forbid it, 不再提交的材料 releases from it.

Under such a heading a bare item (收取押金) would be read as a bare imperative, the contrary of what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import cache, lru_cache

from parsers.bearers import acts_of_authority
from parsers.grouping import Statement
from parsers.lexicon import lexicon
from parsers.readings import Reading
from parsers.segments import RawSentence
from policies.documents import Clause
from policies.duties import Modality
from policies.vocabulary.tables import alternation, table

__all__ = ["Turn", "forbidden_item", "opens_item", "turn_of", "turn_of_title"]


class Turn(Enum):
    """What a heading makes of its items."""

    BAN = auto()
    RELEASE = auto()


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = table("roles")["turning_headings"]
    obeyed = re.compile(rf"(?:{lexicon().adverb.pattern})*(?:{alternation(data['obeyed'])})")
    bans = re.compile(rf"{alternation(data['bans'])}[”\"]?(?:[（(][^（()）]*[)）])?$")
    released = re.compile(
        rf"(?:{alternation(data['released'])})[^，。；]{{0,16}}的[^，。；的]{{0,8}}(?:{alternation(data['things'])})$"
    )
    return obeyed, bans, released


_ABOUT = re.compile("(?:工作|措施|要求|安排|责任|管理|监管|监督|保障|处理|处罚|步骤)$")


@lru_cache(maxsize=1024)  # every item asks for those above it
def turn_of_title(title: str) -> Turn | None:
    """What a heading makes of its items; None where it only speaks of such a list (完善负面清单)."""
    obeyed, bans, released = _patterns()
    if released.match(title):
        return Turn.RELEASE
    lays = obeyed.match(title) is not None or not lexicon().directive.match(title)
    return Turn.BAN if lays and bans.search(title) else None


def turn_of(trail: Sequence[Clause]) -> Turn | None:
    """What the headings above a unit make of it; a label (禁忌：) makes it of its own words as well.

    The articles of a chapter are sentences, whatever its heading says.
    """
    if not trail or (trail[-1].number or "").startswith("第"):
        return None
    for clause in reversed(trail if trail[-1].number is None else trail[:-1]):
        turn = turn_of_title(clause.title) if clause.title else None
        if turn:
            return turn
        if clause.title and (lexicon().directive.match(clause.title) or _ABOUT.search(clause.title)):
            return None  # （二）处理措施 below it is no part of the list
    return None


def opens_item(text: str, clause: Clause, sentence: RawSentence) -> bool:
    """Whether *sentence* is the first of its unit, behind number or label."""
    before = text[clause.span.start : sentence.start].strip(" 　：:\n")
    return before == (clause.number or clause.title) or not before


# 不收受礼品 under 十不准 says the ban itself; 不按规定佩戴, 未经批准 tell a wrong
_DENIES = re.compile("不(?!按|依|如实|履行|落实|执行|及时|配合|认真|服从|遵|具备|符合|经)|勿|莫|毋")


def forbidden_item(
    text: str, sentence: RawSentence, readings: Sequence[Reading], statements: list[Statement]
) -> list[Statement]:
    """The statements of an item under a heading that forbids what it names."""
    start, end = readings[0].start, sentence.inner_end
    if any(s.cued for s in statements) or _DENIES.match(text, start, end):
        return statements
    if any(s.agent or s.conditions or any(acts_of_authority(text, *act) for act in s.actions) for s in statements):
        return statements  # 酒后上岗的，给予处分: what follows from the wrong
    if statements:
        return [replace(s, modality=Modality.MUST_NOT, cued=True) for s in statements]
    return [
        Statement(
            start=start, end=end, modality=Modality.MUST_NOT, cued=True, subjects=[], actions=[(start, end)],
            conditions=[], readings=list(readings), agent=False, from_condition=False, openers=[],
        )
    ]  # fmt: skip
