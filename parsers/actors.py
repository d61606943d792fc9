"""Actors: the noun phrases that name a body or a post inside one."""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from policies.duties import BodyKind
from policies.vocabulary.tables import alternation, table

__all__ = ["Actor", "actors_in", "head_ends", "kinds_of", "relative_clause"]

_PAREN = r"(?:[（(][^（()）]{1,30}[)）])"
_JOINT = re.compile(r"[（(“《）)”》、和与暨]|以及|及其|及|或者|或")
# a bare level in a row (省、自治区、直辖市人民政府) shares the head that follows
_BARE_LEVEL = re.compile(
    r"(?:各|在)?(?:省级?|自治区|直辖市|自治州|市级?|州|盟|县级?|区级?|旗|乡级?|镇级?|街道|村|社区|设区的市|(?<!各)地|国家|中央)$"
)


# a name holds no preposition, modal or frequency of its own: 省厅每季度对各市州 is a clause
_CLAUSE_INSIDE = re.compile(
    r"由(?!于)|[，；：]|.(?:对(?!外|口|接)|向|从(?!业)|按|把|将(?!军)|在(?!职|岗|校|建|京|编|库)|每(?!个|人|级)|应(?!急|用|对|届|聘)|不得|(?<![许认])可(?!再)|会同|联合(?!会|社|体)|协助|严格按|按照|根据|依据|依照|通过|为(?!民|农|主)|依法|全面|负责(?!人|同志|的)|是(?!否)|实行|除|统称|非经|未经|时(?!间|代|空|政))"
)


_CENTRAL_BANK = re.compile(r"(?:人行|(?:中国)?人民银行)[^，。；、]{0,8}$")
_CUE_FIRST = re.compile(r"不得|严禁|禁止|不准|应当|必须|可以|要(?!害)|须")


class Actor(NamedTuple):
    """A body named by ``text[start:end]``; ``kinds`` is never empty; ``position`` is the range of the post, if any."""

    start: int
    end: int
    kinds: tuple[BodyKind, ...]
    position: tuple[int, int] | None


_WITHIN_ENTERPRISE = re.compile(
    r"(?:各|本|该)?(?:煤矿|矿山)?企业(?=[^，。；、]{0,12}(?:部门|领导干部|机构|管理人员|岗位)$)(?!主管|及|和|与)"
)


class _Heads:
    def __init__(self) -> None:
        data = table("actors")
        self.kind: dict[str, tuple[BodyKind, ...]] = {}
        for kind, words in data["heads"].items():
            self.kind.update(dict.fromkeys(words, (BodyKind(kind),)))
        for pair, words in data["heads_of_two"].items():
            self.kind.update(dict.fromkeys(words, tuple(BodyKind(k) for k in pair.split("_"))))
        self.post: dict[str, tuple[BodyKind, ...]] = {}
        for kind, words in data["posts"].items():
            self.post.update(dict.fromkeys(words, (BodyKind(kind),)))
        self.words = re.compile(f"{alternation([*self.kind, *self.post])}{_PAREN}?")
        self.anywhere = re.compile(_overlapping([*self.kind, *self.post]))
        reverse = alternation(word[::-1] for word in [*self.kind, *self.post])
        self.suffix = re.compile(reverse)
        self.posts = re.compile(alternation(word[::-1] for word in self.post))
        self.organ = re.compile(r"[厅局委部署会办院处科队站所室]$")
        self.bureau = re.compile(r"(?<![结格布大全邮败僵])(?:局|厅|总署)$")


@cache
def _heads() -> _Heads:
    return _Heads()


def _overlapping(words: list[str]) -> str:
    """A pattern that finds the longest of *words* at every place, overlapping ones too (应急管理部|门).

    Each match is one character, the rest is looked at ahead: a pattern that begins with known characters is looked
    for much faster than one that is all look-ahead.
    """
    rest: dict[str, list[str]] = {}
    for word in words:
        rest.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{re.escape(first)}(?={alternation(others)})" for first, others in sorted(rest.items()))


class _HeadIndex(threading.local):
    """The heads of the text that was asked for last: its sentences ask again and again, about ranges that overlap."""

    text: str | None = None
    starts: list[int]
    ends: list[int]  # parallel to starts

    def read(self, text: str) -> None:
        words = _heads().words
        self.starts = [found.start() for found in _heads().anywhere.finditer(text)]
        self.ends = [words.match(text, start).end() for start in self.starts]  # type: ignore[union-attr]
        self.text = text


_index = _HeadIndex()


def head_ends(text: str, start: int, end: int) -> list[int]:
    """Ends of the heads in ``text[start:end]``: where an actor's name may stop."""
    if _index.text is not text:
        _index.read(text)
    first, last = bisect_left(_index.starts, start), bisect_left(_index.starts, end)
    if first == last:
        return []
    ends = set(_index.ends[first:last])
    if max(ends) > end:  # a head that the range cuts off may hold a shorter one: 应急管理部|门
        words = _heads().words
        within = (words.match(text, at, end) for at in _index.starts[first:last])
        ends = {found.end() for found in within if found}
    return sorted(ends)


def kinds_of(name: str) -> tuple[tuple[BodyKind, ...], int]:
    """(kinds, length of the post at the end) of a body's *name*; no kinds where it names none."""
    heads = _heads()
    own = _WITHIN_ENTERPRISE.match(name)
    if own:  # 企业安全生产管理部门, 企业领导干部: bodies and posts inside an enterprise
        kinds, inner = kinds_of(name[own.end() :])
        return ((BodyKind.ENTERPRISE,) if kinds else ()), inner
    whole = heads.suffix.match(name[::-1])
    if whole and whole.group(0)[0] in "）)":  # the bracket belongs to the head: 市（州）
        return heads.kind.get(whole.group(0)[::-1], ()), 0
    bare = re.sub(rf"{_PAREN}$", "", name).rstrip("等")
    backward = bare[::-1]
    post = heads.posts.match(backward)
    if post:
        length = post.end()
        body = bare[: len(bare) - length].rstrip("的")
        above, _ = kinds_of(body) if body and body != name else ((), 0)
        extra = len(name) - len(bare)
        return above or heads.post[post.group(0)[::-1]], length + extra
    if _CENTRAL_BANK.match(bare):
        return (BodyKind.DEPARTMENT,), 0  # 人行武汉分行: a branch of the central bank is an authority
    found = heads.suffix.match(backward)
    if found:
        return heads.kind.get(found.group(0)[::-1], ()), 0
    if len(bare) > 2 and heads.organ.search(bare) and re.match(r"[省市县区州]|国家|中央", bare):
        return (BodyKind.DEPARTMENT,), 0  # 省气象局, 市水务局: organs of a level
    if 3 <= len(bare) <= 14 and heads.bureau.search(bare):
        return (BodyKind.DEPARTMENT,), 0  # 国家能源局, 税务总局
    return (), 0


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of a coordination, cut outside brackets."""
    cuts: list[tuple[int, int]] = []
    depth = 0
    at = begin = start
    while found := _JOINT.search(text, at, end):
        mark, at = found.group(0), found.start()
        if mark in "（(“《":
            depth += 1
        elif mark in "）)”》":
            depth = max(0, depth - 1)
        elif depth == 0 and at > begin:
            cuts.append((begin, at))
            at = begin = found.end()
            continue
        at += 1
    if begin < end:
        cuts.append((begin, end))
    return cuts


def actors_in(text: str, start: int, end: int) -> list[Actor]:
    """The actors that ``text[start:end]`` names, when the whole range is a coordination of actors; else empty.

    Members without a head of their own share the next one's: 地震、气象、国土资源等部门 is one actor.
    """
    while start < end and text[start] in " 　":
        start += 1
    while start < end and text[end - 1] in " 　":
        end -= 1
    if start >= end or end - start > 120 or "。" in text[start:end] or "；" in text[start:end]:
        return []
    actors: list[Actor] = []
    pending: int | None = None
    for begin, stop in _items(text, start, end):
        name = text[begin:stop]
        kinds, post = kinds_of(name)
        bare = _BARE_LEVEL.match(name) is not None or name in ("矿山", "煤矿", "矿井")
        if (
            "是" in name.replace("是否", "")
            or _CLAUSE_INSIDE.search(name[name.rfind("的") + 1 :])
            or _CUE_FIRST.match(name)
        ):
            return []
        if not kinds or (bare and stop < end):
            pending = begin if pending is None else pending
            continue
        opened = begin if pending is None else pending
        pending = None
        position = (stop - post, stop) if post else None
        actors.append(Actor(opened, stop, kinds, position))
    if pending is not None:
        whole = kinds_of(text[pending:end])[0]
        if not whole:
            return []
        actors.append(Actor(pending, end, whole, None))
    return _split_bare(text, actors)


def _split_bare(text: str, actors: list[Actor]) -> list[Actor]:
    """各省、自治区、直辖市 with no head after them are three bodies; 省、自治区、直辖市人民政府 is one."""
    out: list[Actor] = []
    for actor in actors:
        items = _items(text, actor.start, actor.end)
        names = [text[a:b] for a, b in items]
        if len(items) > 1 and "级" not in names[-1] and all(_BARE_LEVEL.match(n) and kinds_of(n)[0] for n in names):
            out.extend(Actor(a, b, kinds_of(text[a:b])[0], None) for a, b in items)
        else:
            out.append(actor)
    return out


_RELATIVE = re.compile(
    r"[^，。；的]{2,16}(?:较多|较大|较重|突出|集中|集聚|困难|不力|落后|缓慢|频发|易发)的(?=[^的，。；]{2,})"
    r"|(?:符合|取得|有|未|不|具有|具备|面临|存在|发生|已|经|涉及|申请|拟|新|参加|获得|完成)[^，。；]{1,40}?的(?=[^的，。；]{2,})"
)


def relative_clause(name: str) -> str:
    """The relative clause that narrows a body's *name* (符合条件的企业), "" where it has none.

    负有…职责的部门 is a name of its own: there the clause tells the office, not the case.
    """
    found = _RELATIVE.match(name)
    return found.group(0) if found else ""
