"""List heads: 应当具备下列条件：, 有下列行为之一的，…：, 要做好以下工作：.

A head and its items are one duty whose actions are the items (GUIDELINES); a head that only points at what follows is
none, and its items are duties that inherit its bearers; the items of a breach or a criterion are part of the condition.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from parsers.hints import hint
from parsers.segmenter import Words
from parsers.segments import RawSentence, split_sentences
from parsers.statements import read_sentence
from policies.duties import Modality
from policies.vocabulary.tables import alternation, table

__all__ = [
    "ListHead",
    "announces",
    "does_away",
    "forbids",
    "head_of",
    "heads_list",
    "items_stand_alone",
    "lays_rules",
    "names_cases",
    "orders_itself",
    "points_at_list",
    "takes_away",
    "turns_items",
]

_HEAD = re.compile(r"(?:下列|以下|如下)[^。；]{0,40}$")
_ANNOUNCES = re.compile(r"(?:下列|以下|如下)[^，。；]{0,8}$")
_POINTER = re.compile(r"(?:以下|下列|如下)[^，。；]{0,4}(?:工作|几点|方面|措施|要求|几项|任务|意见|通知|事项|做好)")
_WORKS = re.compile(
    r"(?:以下|下列|如下)[^，。；]{0,6}(?:工作|任务|要求|措施|事项|职责|几点|方面|几项)[^，。；：]{0,4}$"
)
_CASE = re.compile(
    r"(?:下列|以下)[^，。；]{0,12}(?:行为|情形|情况|之一|违法)|(?:符合|具备|满足)(?:下列|以下)[^，。；]{0,10}的"
)


_AWAY = alternation(table("roles")["list_taken_away"]["words"])
_OBJECT = alternation(table("roles")["list_taken_away"]["objects"])
_TAKES_AWAY = re.compile(
    rf"{_AWAY}(?:{_OBJECT}){{0,3}}(?:下列|以下|如下)[^，。；]{{0,16}}$|(?:下列|以下)[^，。；]{{1,16}}{_AWAY}(?:{_OBJECT}){{0,3}}$"
)


_FORBIDS = re.compile(r"(?:严禁|禁止|不[得准许])[^，。；的]{0,8}(?:下列|以下|如下)[^，。；]{0,12}$")


class ListHead(Enum):
    """What a list head does with its items."""

    ACTIONS = auto()
    POINTER = auto()
    CASES = auto()


_MAY_NAME_CASES = hint(_CASE)


def names_cases(text: str, sentence: RawSentence) -> bool:
    """Whether *sentence* speaks of cases that a list tells (有下列行为之一的)."""
    if not sentence.holds & _MAY_NAME_CASES:
        return False  # most sentences
    return _CASE.search(text, sentence.start, sentence.inner_end) is not None


def heads_list(text: str, sentence: RawSentence) -> bool:
    """Whether *sentence* ends its line with a colon, or without a mark in words that announce a list (取消下列事项)."""
    if not sentence.segments or sentence.stop not in ("", "\n"):
        return False
    last = sentence.segments[-1]
    return last.mark == "：" or (last.mark == "" and announces(text, last.start, last.end))


def turns_items(text: str, sentence: RawSentence) -> bool:
    """Whether a heading does away with or forbids what its items name (取消下列事项, 严禁下列行为)."""
    return heads_list(text, sentence) and bool(
        _TAKES_AWAY.search(text, sentence.start, sentence.inner_end)
        or _FORBIDS.search(text, sentence.start, sentence.inner_end)
    )


def takes_away(text: str, sentence: RawSentence) -> bool:
    """Whether a head does away with what its items name (取消下列事项：, 下列活动一律停止：): they are no acts due."""
    return heads_list(text, sentence) and _TAKES_AWAY.search(text, sentence.start, sentence.inner_end) is not None


def announces(text: str, start: int, end: int) -> bool:
    """Whether what stands before a colon says that a list follows it: 不得有下列行为, 抓好以下几项工作."""
    return _ANNOUNCES.search(text, start, end) is not None


def does_away(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, before a colon, does away with what the list behind it names."""
    return _TAKES_AWAY.search(text, start, end) is not None


def points_at_list(text: str, sentence: RawSentence) -> bool:
    """Whether a head names works or demands that its items tell (应当做好下列工作：)."""
    return heads_list(text, sentence) and _WORKS.search(text, sentence.start, sentence.inner_end) is not None


def head_of(text: str, sentence: RawSentence, *, within: bool = False) -> ListHead | None:
    """What kind of list head *sentence* is; None where it is none. *within*: cases were named before in its unit."""
    if not heads_list(text, sentence):
        return None
    words = text[sentence.start : sentence.inner_end]
    if _CASE.search(words) or within:
        return ListHead.CASES
    if not _HEAD.search(words):
        return None
    return ListHead.POINTER if _POINTER.search(words) else ListHead.ACTIONS


_RULES = re.compile(
    r"(?:遵守|履行|做到|执行|落实)[^，。；]*(?:规定|要求|事项|规则|职责|义务|制度|下列|以下)|符合(?:下列|以下)规定"
)
_TOLD = re.compile(r"告知|责令|责成|要求|督促|保证")


def lays_rules(act: str) -> bool:
    """Whether a head's *act* lays rules on its own bearer: 应当遵守下列规定, not 应当告知被监视居住人遵守下列规定."""
    return _RULES.search(act) is not None and _TOLD.match(act) is None


def forbids(text: str, span: tuple[int, int], words: Words) -> bool:
    """Whether an item holds a prohibition: under a head that lays rules it is a duty of its own, with its modality."""
    return any(
        statement.modality is Modality.MUST_NOT
        for sentence in split_sentences(text, *span)
        for statement in read_sentence(text, sentence, words)[0]
    )


def orders_itself(text: str, span: tuple[int, int], words: Words) -> bool:
    """Whether an item has a cue of its own, which tells more than that of its head."""
    return any(
        statement.cued
        for sentence in split_sentences(text, *span)
        for statement in read_sentence(text, sentence, words)[0]
    )


def items_stand_alone(text: str, spans: list[tuple[int, int]], words: Words) -> bool:
    """Whether most items are sentences with bearers and cues of their own."""
    own = 0
    for start, end in spans:
        sentences = split_sentences(text, start, end)
        statements = [s for sentence in sentences for s in read_sentence(text, sentence, words)[0]]
        own += any(s.cued and s.subjects for s in statements)
    return own * 2 > len(spans)
