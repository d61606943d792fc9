"""Surfaces of authorities (各市（州）, 市公安局, 有关部门) as conditions on level, place and function."""

from __future__ import annotations

import re

from policies.conditions import All, Any, Attribute, Condition, Function, LevelIn, Named, Quoted, Within
from policies.documents import Level
from policies.spans import Quote
from policies.vocabulary import competence, functions, issuers, places, scopes
from rules import organs
from rules.reach import Reach
from rules.reasons import Reason
from rules.surfaces import plain, strip_words

__all__ = ["department", "government", "implied_department"]

_DESCRIBED = re.compile(r"[各的（]|地区|有关|相关|试点|其他|所在")  # words that tell of organs rather than name one
_STATE = ("国务院", "国家", "中央", "全国", "中央和国家")
_OWN = ("省", "市", "县", "区", "旗")


def government(surface: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Atoms beside the kind for governments that *surface* names; none: every government within reach."""
    words = plain(surface)
    if (named := _named_place(words, evidence, reach)) is not None:
        return named
    if (attribute := scopes.attribute_in(words)) is not None:
        return [Attribute(name=attribute[1], evidence=evidence)]
    if words in scopes.section("authorities")["below"]:
        return _levels(_below(reach), evidence, Reason.LOCAL)
    levels, rest = levels_in(words, reach)
    rest = strip_words(rest, "authorities", "heads", "quantifiers")
    atoms: list[Condition] = []
    if levels:
        atoms += _levels(levels, evidence)
    elif words.startswith("地方"):
        atoms += _levels(
            _below(reach) if reach.level is Level.NATIONAL else scopes.levels_from(), evidence, Reason.LOCAL
        )
    elif any(words.endswith(below) for below in scopes.section("authorities")["below"]):
        atoms += _levels(_below(reach), evidence, Reason.LOCAL)
        rest = rest or words
        if strip_words(rest, "authorities", "below", "heads", "quantifiers") == "":
            rest = ""
    if rest:  # 重点县（市、区）, 涉农市县: words that no fact answers
        atoms.append(Quoted(words=words, evidence=evidence, because=None if evidence else Reason.CONCERNED))
    return atoms


def department(surface: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Atoms beside the kind for the departments that *surface* names; none: every department within reach."""
    words = plain(surface)
    listed = scopes.section("departments")
    if words in listed["own_line"]:
        return _own_line(words, evidence, reach)
    if (organ := scopes.organ_in(words)) is not None:
        return _organ(organ, words, evidence, reach)
    for every in ("", *sorted(listed["every"], key=len, reverse=True)):
        if words.endswith(every):
            head = words.removesuffix(every)
            if head in _STATE:
                return _levels((Level.NATIONAL,), evidence)
            levels, rest = levels_in(head, reach)
            if not strip_words(rest, "authorities", "heads", "quantifiers"):
                return _levels(levels, evidence)
    if (found := _by_function(words, evidence, reach)) is not None:
        return found
    return _concerned(words, evidence, reach)


def implied_department(evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Which department an unstated one is: the competent one; else the one that leads the matter, or ask."""
    return [_whichever(evidence, reach, question=None)]


# Levels


def levels_in(words: str, reach: Reach) -> tuple[tuple[Level, ...], str]:
    """The levels that *words* name and what is left of them: 县级以上 → city and county of a province's plan."""
    pattern, known = scopes.level_pattern()
    authorities = scopes.section("authorities")
    if words in _OWN_ORGANS:
        return (_own_level(words[0], reach),), ""
    found: list[Level] = []
    rest = ""
    at = 0
    while at < len(words):
        match = pattern.match(words, at)
        inside = match is not None and match[0] == "区" and rest and rest[-1] not in "各每、和及与（"
        if match is None or inside:  # 地区 and 示范区 are no districts
            rest += words[at]
            at += 1
            continue
        level, at = known[match[0]], match.end()
        upward = next((word for word in authorities["upward"] if words.startswith(word, at)), None)
        downward = next((word for word in authorities["downward"] if words.startswith(word, at)), None)
        if upward:
            found += scopes.levels_from(lowest=level)
            at += len(upward)
        elif downward:
            found += scopes.levels_from(highest=level)
            at += len(downward)
        else:
            found.append(level)
    return tuple(level for level in Level if level in found), rest


_OWN_ORGANS = frozenset(head + tail for head in _OWN for tail in ("政府", "人民政府", "委", "委、市政府"))


def _own_level(char: str, reach: Reach) -> Level:
    """市政府 in a county-level city's document is its own government."""
    if char == "市" and reach.level is Level.COUNTY:
        return Level.COUNTY
    return {"省": Level.PROVINCE, "市": Level.CITY}.get(char, Level.COUNTY)


def _below(reach: Reach) -> tuple[Level, ...]:
    order = tuple(Level)
    if reach.level is None:
        return scopes.levels_from()
    return order[order.index(reach.level) + 1 :] or (reach.level,)


def _levels(levels: tuple[Level, ...], evidence: Quote | None, because: str | None = None) -> list[Condition]:
    return [LevelIn(levels=levels, evidence=evidence, because=because)] if levels else []


# Governments


def _named_place(words: str, evidence: Quote | None, reach: Reach) -> list[Condition] | None:
    """永吉县人民政府 → that county's; 石桥县、柳湾县人民政府 → either's."""
    for end in ("人民政府", "政府"):
        if words.endswith(end):
            stems = words[: -len(end)].split("、")
            break
    else:
        stems = [words] if len(words) > 2 and words[-1] in "省市县州旗" else []
    found = [_only_place(stem, reach) for stem in stems]
    one_each: list[Condition] = [
        All(of=(Within(place=place.code, evidence=evidence), LevelIn(levels=(place.level,), evidence=evidence)))
        for place in found
        if place
    ]
    if not one_each or len(one_each) < len(stems):
        return None
    return [one_each[0] if len(one_each) == 1 else Any(of=tuple(one_each))]


def _only_place(stem: str, reach: Reach) -> places.Place | None:
    if len(stem) < 2 or scopes.level_pattern()[0].fullmatch(stem):
        return None
    found = places.resolve(stem, within=reach.place if reach.place and reach.place.isdigit() else None)
    return found[0] if len(found) == 1 else None


# Departments


def _organ(organ: scopes.Organ, words: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    name = next(name for name in organ.names if words.endswith(name))
    head = words[: -len(name)]
    levels = (Level.NATIONAL,) if head.startswith(_STATE) else levels_in(head, reach)[0]
    named: Condition = Named(name=organ.full, evidence=evidence)
    if organ.housed_by:
        housed = Function(function=organ.housed_by, evidence=evidence, because=Reason.HOUSED)
        named = Any(of=(named, housed))
    return [*_levels(levels, evidence), named]


def _own_line(words: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    levels = levels_in(words[:1], reach)[0] if words[0] in _OWN else (reach.level,) if reach.level else ()
    own = functions.of_organ(reach.issuer) if reach.issuer else ()
    if not own:
        return [*_levels(levels, evidence), Named(name=words, evidence=evidence)]
    atoms: tuple[Condition, ...] = tuple(
        Function(function=one, evidence=evidence, because=Reason.OWN_LINE) for one in own
    )
    return [*_levels(levels, evidence), atoms[0] if len(atoms) == 1 else Any(of=atoms)]


def _by_function(words: str, evidence: Quote | None, reach: Reach) -> list[Condition] | None:
    """市公安局, 安监部门, 发展改革、教育、公安等部门; None where no function is named."""
    found = functions.of_organ(words)
    if not found:
        return None
    head = organs.head_of(words)
    atoms: list[Condition] = []
    leading = _leading_place(head, reach)
    if leading is not None:
        atoms.append(Within(place=leading[0].code, evidence=evidence))
        head = head[leading[1] :]
    atoms += _levels(_department_levels(words, head, leading[0] if leading else None, reach), evidence)
    asked: tuple[Condition, ...] = tuple(Function(function=one, evidence=evidence) for one in found)
    atoms.append(asked[0] if len(asked) == 1 else Any(of=asked))
    return atoms


def _department_levels(words: str, head: str, place: places.Place | None, reach: Reach) -> tuple[Level, ...]:
    if head.startswith(_STATE):
        return (Level.NATIONAL,)
    if levels := levels_in(head, reach)[0]:
        return levels
    if place is not None:
        return (place.level,)
    if reach.level in (Level.NATIONAL, None) and not head:
        for level, ends in scopes.section("suffix_levels").items():
            if words.endswith(ends):
                return (Level(level),)
    return ()


def _leading_place(head: str, reach: Reach) -> tuple[places.Place, int] | None:
    """The place that an organ's name opens with, where it is one: 湖北银保监局, 吉林市公安局."""
    within = places.by_code(reach.place) if reach.place and reach.place.isdigit() else None
    if (found := issuers.leading_place(head, within)) is not None:
        return found
    short = places.resolve(head) if len(head) > 1 else ()
    return (short[0], len(head)) if len(short) == 1 else None


def _concerned(words: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """有关部门, 行业主管部门: those who are competent for the duty's sectors, else whoever says so. Any other name
    is that of one organ."""
    listed = scopes.section("departments")
    ending = next((end for end in sorted(listed["concerned"], key=len, reverse=True) if words.endswith(end)), None)
    if ending is None and not words.endswith(tuple(listed["pointers"])):
        if not issuers.is_organ(words) or _DESCRIBED.search(words):
            return [Quoted(words=words, evidence=evidence)]
        return [*_department_atoms_of_level(words, evidence, reach), Named(name=words, evidence=evidence)]
    levels, _rest = levels_in(words[: len(words) - len(ending or "")], reach)
    if words.startswith(_STATE):
        levels = (Level.NATIONAL,)
    return [*_levels(levels, evidence), _whichever(evidence, reach, question=words)]


def _department_atoms_of_level(words: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    if words.startswith(_STATE):
        return _levels((Level.NATIONAL,), evidence)
    return _levels(levels_in(words[:1], reach)[0], evidence) if words[0] in _OWN else []


def _whichever(evidence: Quote | None, reach: Reach, question: str | None) -> Condition:
    # a document about one trade is a matter of those who oversee it, where its clause names no other sector
    matters = reach.sectors or reach.trades
    competent = dict.fromkeys(one for term in matters for one in competence.overseers(term))
    if competent and not reach.strange_sectors:
        atoms: list[Condition] = [
            Function(function=one, evidence=evidence, because=Reason.COMPETENCE) for one in competent
        ]
        return atoms[0] if len(atoms) == 1 else Any(of=tuple(atoms))
    words = f"{question}：{reach.section}" if question else f"负责“{reach.section}”方面工作的部门"
    ask = Quoted(words=words, evidence=evidence or reach.section_quote, because=Reason.WHICH)
    if reach.matter is None:
        return ask
    return Any(of=(Function(function=reach.matter, evidence=evidence, because=Reason.MATTER), ask))
