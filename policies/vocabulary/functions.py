"""Functions of departments (应急管理, 公安, 市场监管 …), by the names of organs that hold them now or held them once.

安监局, 安全生产监督管理部门 and 应急管理局 share one function, so that a duty laid on the predecessor reaches the heir.
The data are in ``functions.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from policies.vocabulary import places
from policies.vocabulary.tables import alternation, table

__all__ = ["Function", "Predecessor", "get", "nearest", "of_organ", "predecessor", "resolve", "terms"]

_BRACKETS = re.compile(r"\([^()]*\)")
_LISTS = re.compile(r"[、,;/]|以及|会同")
_CONJUNCTIONS = re.compile(r"[和与及或]")
_BRANCH = re.compile(r"(?:分行|中心支行|支行|营业管理部)$")
_TAIL = re.compile(r"等?(?:有关|相关|职能)?(?:部门|单位|机构)?$")
# What may stand before an organ's own name, beside the name of a place: levels and words of scope.
_BEFORE = re.compile(
    r"(?:各级|各地|地方|各|本|我|县级以上|省级|市级|县级|区级|有关|相关|当地|所在地|国务院|国家|中国|全国|中华人民共和国|人民政府|政府"
    r"|省|自治区|直辖市|自治州|自治县|市|州|盟|旗|县|区)*"
)


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Names of organs that held the function until the year ``until``; ``by`` is the decision."""

    stems: tuple[str, ...]
    organs: tuple[str, ...]
    until: int
    by: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function, the stems of the names of organs that hold it, and its history."""

    term: str
    stems: tuple[str, ...]
    organs: tuple[str, ...]
    former: tuple[Predecessor, ...]


class _Vocabulary:
    def __init__(self) -> None:
        data = table("functions")
        self.functions = {term: _function(term, row) for term, row in data["functions"].items()}
        self.stems: dict[str, list[str]] = defaultdict(list)  # word → functions, holders of today first
        self.organs: dict[str, list[str]] = defaultdict(list)
        for item in self.functions.values():
            _collect(self.stems, (item.term, *item.stems), item.term)
            _collect(self.organs, item.organs, item.term)
        for item in self.functions.values():
            for predecessor in item.former:
                _collect(self.stems, predecessor.stems, item.term)
                _collect(self.organs, predecessor.organs, item.term)
        self.organ = re.compile(f"({alternation(self.stems)})(?:{alternation(data['endings'])})?")
        self.anywhere = re.compile(f"{alternation((*self.stems, *self.organs))}|{_BRANCH.pattern}")


def _function(term: str, row: dict[str, Any]) -> Function:
    former = tuple(
        Predecessor(tuple(entry["stems"]), tuple(entry.get("organs", ())), entry["until"], entry["by"])
        for entry in row.get("former", ())
    )
    return Function(term, tuple(row["stems"]), tuple(row.get("organs", ())), former)


def _collect(index: dict[str, list[str]], words: Iterable[str], term: str) -> None:
    for word in words:
        if term not in index[word]:
            index[word].append(term)


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


def terms() -> tuple[str, ...]:
    """All functions, in the order of the file."""
    return tuple(_vocabulary().functions)


def get(term: str) -> Function | None:
    """The entry of a function."""
    return _vocabulary().functions.get(term)


def resolve(word: str) -> str | None:
    """The function for its word, a short form, a former word (安监) or an organ's name (吉林市应急管理局).

    Where the tasks of a former organ were split, the first heir; ``of_organ`` has them all.
    """
    return next(iter(of_organ(word)), None)


@lru_cache(maxsize=4096)
def of_organ(name: str) -> tuple[str, ...]:
    """The functions of an organ, or of several in a row (发展改革、教育、公安等部门), in the order of the text.

    Empty where the name tells none: 有关部门, 负有安全生产监督管理职责的部门.
    """
    text = "".join(unicodedata.normalize("NFKC", name).split())
    while (bare := _BRACKETS.sub("", text)) != text:
        text = bare
    text = text.rpartition("的")[2]
    found = _one(text)
    if not found:
        for piece in _LISTS.split(text):
            found += _one(piece) or [term for part in _CONJUNCTIONS.split(piece) for term in _one(part)]
    return tuple(dict.fromkeys(found))


def _one(text: str) -> list[str]:
    """The functions of a single organ, after whatever names its place and level."""
    if not _vocabulary().anywhere.search(text):
        return []  # most names: a company's, a school's
    for candidate in dict.fromkeys((text, _TAIL.sub("", text))):
        for start in range(len(candidate)):
            own = candidate[start:]
            found = _of_name(own)
            # Asked last: it looks up places, and most of what a name closes with is no organ.
            if found and (not start or _stands_before(candidate[:start])):
                return found
    return []


def _of_name(own: str) -> list[str]:
    """The functions of an organ's own name (公安局), or of the whole of which it names a part."""
    vocabulary = _vocabulary()
    if own in vocabulary.organs:
        return list(vocabulary.organs[own])
    if match := vocabulary.organ.fullmatch(own):
        return list(vocabulary.stems[match[1]])
    return _whole_of_part(own)


def _whole_of_part(own: str) -> list[str]:
    """公安局交警支队 is part of the 公安局, 人民银行武汉分行 a branch of the bank: the whole decides."""
    vocabulary = _vocabulary()
    match = vocabulary.organ.match(own)
    if match and match[0] != match[1] and (_one(own[match.end() :]) or _seated(own[match.end() :])):
        return list(vocabulary.stems[match[1]])
    if _BRANCH.search(own):
        return next((list(found) for organ, found in vocabulary.organs.items() if own.startswith(organ)), [])
    return []


def _seated(rest: str) -> bool:
    """吉林局 of 国家矿山安全监察局吉林局."""
    return any(rest.endswith(end) and places.resolve(rest.removesuffix(end)) for end in ("局", "分局", "办事处"))


def _stands_before(prefix: str) -> bool:
    # 省, 各级, 吉林市, 湖北, 市人民政府: levels, words of scope, and names of places before them.
    if _BEFORE.fullmatch(prefix) or places.resolve(prefix):
        return True
    return any(_BEFORE.fullmatch(prefix[size:]) and places.resolve(prefix[:size]) for size in range(2, len(prefix)))


def predecessor(words: str, term: str) -> Predecessor | None:
    """The former organ of a function that *words* name (安监部门 for 应急管理); None where they name that of today, or
    none."""
    entry = get(term)
    if entry is None or any(word in words for word in (term, *entry.stems, *entry.organs)):
        return None
    return next((one for one in entry.former if any(word in words for word in (*one.stems, *one.organs))), None)


def nearest(word: str, n: int = 3) -> tuple[str, ...]:
    """The *n* functions most like *word*, best first; for messages."""
    vocabulary = _vocabulary()
    best: dict[str, float] = {}
    for stem, owners in vocabulary.stems.items():
        if set(stem) & set(word):
            ratio = SequenceMatcher(None, word, stem).ratio()
            for term in owners:
                best[term] = max(best.get(term, 0.0), ratio)
    return tuple(sorted(best, key=lambda term: (-best[term], term))[:n])
