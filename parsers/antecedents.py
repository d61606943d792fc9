"""Whom 上述单位, 前述企业 and 该机构 mean: the bodies named last before, where they can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from parsers.actors import Actor, head_ends
from parsers.passages import Outline
from parsers.predicates import opens_predicate
from parsers.segmenter import Words
from parsers.subjects import valid_subject
from policies.documents import Part
from policies.duties import BodyKind
from policies.references import Open, Reference, ReferenceKind
from policies.spans import Quote
from policies.vocabulary.tables import alternation, table

__all__ = ["find_bodies"]

_REACH = 800  # characters
_SENTENCES = 3  # back to which a body named before is still in mind
_STOP = re.compile(r"[。！？；;\n]")
_POINT = re.compile(r"[，,：:（）()。；;！？\n]")
# where another noun phrase begins inside a segment: what stands before is no part of a name
_MARK = re.compile(
    r"[，,：:（）()。；;！？\n]|会同|由(?!于)|(?<![针面应绝])对(?![口外接])|向(?!导)|将(?!军)|责令|督促|组织(?=[各有相])"
)
_N = "[〇零一二三四五六七八九十百0-9]+"
_NUMBER = re.compile(  # of a unit, before its words
    rf"[\s　]*(?:第{_N}条|{_N}[、.．]|[（(]{_N}[)）])[\s　]*|[\s　、]+"
)


@cache
def _back() -> re.Pattern[str]:
    heads = alternation(table("definitions")["bodies"]["heads"])
    return re.compile(
        rf"(?:(?P<all>上述|前述|上列|前列)(?:有关|相关|各|各类|各有关)?|该(?<!各该))(?P<head>{heads})(?!和?(?:上述|以外|之外))"
    )


@cache
def _kinds() -> dict[str, frozenset[BodyKind]]:
    """The kinds that each head leaves open."""
    return {
        head: frozenset(BodyKind(kind) for kind in row["kinds"])
        for row in table("definitions")["bodies"]["of"]
        for head in row["heads"]
    }


def find_bodies(text: str, outline: Outline, part: Part, words: Words) -> Iterator[Reference]:
    """上述单位, 该企业 in *part*; 上述 takes all that fit of the sentence before, 该 only a single one."""
    for found in _back().finditer(text, part.span.start, part.span.end):
        article = outline.unit(found.start(), "条") or outline.innermost(found.start())
        floor = max(part.span.start, article.span.start if article else 0, found.start() - _REACH)
        actors = _named_before(text, floor, found, words)
        bodies = tuple(Quote(start=a.start, end=a.end, text=text[a.start : a.end]) for a in actors)
        single = len({body.text for body in bodies}) == 1
        reason = None if single or (bodies and found["all"]) else Open.AMBIGUOUS if bodies else Open.ABSENT
        here = outline.innermost(found.start())
        yield Reference(
            quote=Quote(start=found.start(), end=found.end(), text=found[0]), kind=ReferenceKind.BODIES,
            clause=here.index if here else None, part=part.index, bodies=() if reason else bodies,
            kinds=() if reason else tuple(dict.fromkeys(kind for actor in actors for kind in actor.kinds)), open=reason,
        )  # fmt: skip


def _named_before(text: str, floor: int, found: re.Match[str], words: Words) -> list[Actor]:
    """The fitting bodies of the nearest sentence before *found* that names any; for 该 of its nearest segment.

    The segment in which *found* stands names those who deal with them: 组织有关部门对上述单位进行检查.
    """
    points = [mark.end() for mark in _POINT.finditer(text, floor, found.start())]
    end = points[-1] if points else floor
    for _turn in range(_SENTENCES):
        stops = [mark.end() for mark in _STOP.finditer(text, floor, max(end - 1, floor))]
        start = max([floor, *stops[-1:]])
        named: list[Actor] = []
        for a, b in reversed(_segments(text, start, end)):
            named[:0] = _bodies(text, a, b, words)
            if not found["all"] and (fitting := _fitting(text, named, found)):
                return list({text[actor.start : actor.end]: actor for actor in fitting}.values())
        named = _fitting(text, named, found)
        if named:
            return list({text[actor.start : actor.end]: actor for actor in named}.values())
        if start <= floor:
            return []
        end = start
    return []


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    edges = [start, *(mark.end() for mark in _MARK.finditer(text, start, end)), end]
    return [(a, b) for a, b in pairwise(edges) if b - a > 1]


def _bodies(text: str, start: int, end: int, words: Words) -> list[Actor]:
    """The bodies that a segment names, wherever they stand in it."""
    found: list[Actor] = []
    number = _NUMBER.match(text, start, end)
    start, limit = number.end() if number else start, end
    for stop in reversed(head_ends(text, start, end, words.known)):
        if stop > limit:
            continue
        for begin in range(max(start, stop - 60), stop - 1):
            if not words.length_at(begin) or text[begin] in "、和与及或的其":
                continue
            actors = valid_subject(text, begin, stop, words)
            if actors and not _acts_before(text, begin, stop, words):
                found[:0] = actors
                limit = begin
                break
    return found


def _acts_before(text: str, begin: int, stop: int, words: Words) -> bool:
    """监管部门发现|企业: another body and its verb stand before the name (but 监管部门发现的问题企业 is one)."""
    return any(
        "的" not in text[end:stop] and opens_predicate(text, end, stop, words)
        for end in head_ends(text, begin, stop - 1, words.known)
    )


def _in_row(text: str, actor: Actor, named: list[Actor], same: list[Actor]) -> bool:
    """Whether *actor* stands in a row that one of *same* closes: 学校 of 学校、医院等单位."""
    while actor not in same:
        after = next((one for one in named if one.start > actor.end), None)
        if after is None or text[actor.end : after.start] not in ("、", "和", "与", "及", "以及", "或者", "或"):
            return False
        actor = after
    return True


def _fitting(text: str, actors: list[Actor], found: re.Match[str]) -> list[Actor]:
    """Those of *actors* that the head of *found* may mean: of its own word, else (behind 上述) of its kinds."""
    named = [
        actor for actor in actors
        if not _back().fullmatch(text, actor.start, actor.end) and text[actor.start] not in "其本该"
    ]  # fmt: skip
    same = [actor for actor in named if text[actor.start : actor.end].endswith(found["head"])]
    if same and found["all"]:
        return [actor for actor in named if actor in same or _in_row(text, actor, named, same)]
    if same or not found["all"]:
        return same
    kinds = _kinds().get(found["head"], frozenset())
    return [actor for actor in named if actor.position is None and kinds & set(actor.kinds)]
