"""Surfaces of enterprises, institutions and persons (煤矿企业, 规模以上企业, 高等院校) as conditions on sector, size
and attribute. Words that fit none stay as quoted atoms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policies.conditions import All, Any, Attribute, Condition, Named, Quoted, Sector, Size
from policies.spans import Quote
from policies.vocabulary import scopes, sectors, sizes
from rules.reach import Reach
from rules.reasons import Reason
from rules.surfaces import plain, sector_words, strip_words

__all__ = ["enterprise", "individual", "institution", "of_post", "trades", "typed"]

_COMPANY = re.compile(
    r"[省市县区][^省市县区各、].{1,20}(?:公司|集团)"
)  # 省再担保集团: one company, not a class of them


@dataclass
class Reading:
    """Typed atoms found in a surface, and the words that are left."""

    atoms: list[Condition]
    trade: bool  # whether one of them is a sector or implies one
    rest: str


def enterprise(surface: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Atoms beside the kind for the enterprises that *surface* names, in the trades that their clause names."""
    words = plain(surface)
    if _COMPANY.fullmatch(words):
        return [Named(name=words, evidence=evidence)]
    if (examples := _examples(words, evidence)) is not None:
        return [examples]
    reading = read(words, evidence)
    atoms = list(reading.atoms)
    listed = scopes.section("enterprises")
    rest = strip_words(reading.rest, "enterprises", "heads", "quantifiers", "filler")
    if _names_posts_only(rest) or rest in scopes.implied_sectors():
        rest = ""
    if not reading.trade:
        told = trades(reach, bare=_is_bare(words, rest)) or _implied(words, evidence)
        atoms += told
        if not told and strip_words(words, "enterprises", "quantifiers", "pointers") in listed["doing"]:
            return [*atoms, concerned(words, evidence, reach)]
    if rest in listed["pointers"]:
        if not reading.trade and not reach.sectors:
            atoms.append(concerned(words, evidence, reach))
    elif rest in listed["references"]:  # 其他企业: others than those of which the text has just spoken
        atoms.append(Quoted(words=f"{words}：{reach.words}", evidence=evidence, because=Reason.CONCERNED))
    elif rest:
        atoms.append(Quoted(words=words, evidence=evidence))
    return atoms


def _examples(words: str, evidence: Quote | None) -> Condition | None:
    """学校等人员密集场所 → either; None where there are no examples, or one side says nothing typed."""
    left, _etc, right = words.partition("等")
    sides = [typed(side, evidence) for side in (left, right) if side]
    if len(sides) < 2 or not all(sides):
        return None
    return Any(of=tuple(All(of=tuple(side)) if len(side) > 1 else side[0] for side in sides if side))


def institution(surface: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Atoms beside the kind for the institutions that *surface* names."""
    words = plain(surface)
    if (examples := _examples(words, evidence)) is not None:
        return [examples]
    found = scopes.attribute_in(words)
    if found is not None:
        rest = strip_words(words.replace(found[0], "", 1), "institutions", "quantifiers")
        atoms: list[Condition] = [Attribute(name=found[1], evidence=evidence)]
        return atoms if not rest else [*atoms, Quoted(words=words, evidence=evidence)]
    if (named := _proper(words, evidence)) is not None:
        return [named]
    rest = strip_words(words, "institutions", "heads", "quantifiers")
    if _names_posts_only(rest):
        return []
    if rest in scopes.section("institutions")["pointers"]:
        return [concerned(words, evidence, reach)]
    return [Quoted(words=words, evidence=evidence)] if rest else []


def _proper(words: str, evidence: Quote | None) -> Condition | None:
    """全国总工会, 中国科学院 → the body of that name, or one of several; None where other bodies are named too."""
    names = [name for name in re.split("[、和及]", words.removesuffix("等")) if name]
    listed = scopes.section("institutions")
    if not all(name.startswith(listed["proper"]) and name.endswith(listed["proper_ends"]) for name in names):
        return None
    found: list[Condition] = [Named(name=name, evidence=evidence) for name in names]
    return found[0] if len(found) == 1 else Any(of=tuple(found)) if found else None


def individual(surface: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Atoms beside the kind for the persons that *surface* names."""
    words = plain(surface)
    return [] if words in scopes.section("individuals")["every"] else [Quoted(words=words, evidence=evidence)]


def _is_bare(words: str, rest: str) -> bool:
    """Whether a surface says no more than 企业 does, or which of them (新建企业), so that the trades of the whole
    document hold for it: 有关单位, 机构 and 周边企业 may be others."""
    listed = scopes.section("trades")
    if not rest:
        return not words.endswith(listed["others"])
    which = rest in scopes.section("enterprises")["pointers"] or rest in listed["states"] or words.endswith("的企业")
    return which and words.endswith("企业") and not scopes.alternatives("trades", "beside").search(words)


def _names_posts_only(words: str) -> bool:
    """Whether nothing but posts and units inside a body is left: a body has the duties of all its posts."""
    left = scopes.post_words().sub("", words)
    return left != words and not strip_words(left, "enterprises", "heads", "quantifiers", "filler", "inside")


def _implied(words: str, evidence: Quote | None) -> list[Condition]:
    """矿长 is a mine's."""
    return [
        Sector(sector=term, evidence=evidence, because=Reason.IMPLIED_TRADE)
        for word, term in scopes.implied_sectors().items()
        if words.endswith(word)
    ]


def of_post(body: str, post: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Atoms beside the kind for the enterprise of which *body* says no more than whose *post* it is: 其他负责人 is any
    of its own, who works at a place in it (危险区域的作业人员) is one of the trades of the document."""
    if not strip_words(body, "enterprises", "pointers", "references", "quantifiers"):
        body = ""
    atoms = enterprise(body, evidence, reach)
    if any(isinstance(one, Sector) for atom in atoms for one in (atom.of if isinstance(atom, Any) else (atom,))):
        return atoms
    inside = not body.endswith(scopes.section("enterprises")["heads"])
    return [*atoms, *((trades(reach) if inside else []) or _implied(plain(post), evidence))]


def trades(reach: Reach, *, bare: bool = True) -> list[Condition]:
    """The enterprise works in one of the sectors that the duty's clause or label names; where they name none and the
    enterprise is *bare*, in one of those of the whole document. Matters that everybody has to deal with (消防) narrow
    nothing."""
    topics = scopes.section("enterprises")["topics"]
    known: list[Condition] = []
    if not any(term in topics for term in reach.sectors):
        known += [Sector(sector=term, because=Reason.TRADE) for term in reach.sectors]
        known += [Quoted(words=quote.text, evidence=quote, because=Reason.TRADE) for quote in reach.strange_sectors]
    own = bool(reach.strange_sectors) or not all(map(sectors.cross_cutting, reach.sectors))
    whole: list[Condition] = []
    if bare and not own:
        whole += [Sector(sector=term, because=reach.trades_because) for term in reach.trades]
    return [*_either(known), *_either(whole)]


def _either(atoms: list[Condition]) -> list[Condition]:
    return atoms if len(atoms) < 2 else [Any(of=tuple(atoms))]


def concerned(words: str, evidence: Quote | None, reach: Reach) -> Condition:
    """有关单位: the question names the section, since the words alone mean others in each document."""
    return Quoted(words=f"{words}：{reach.section}", evidence=evidence, because=Reason.CONCERNED)


def typed(words: str, evidence: Quote | None) -> list[Condition] | None:
    """The words of a condition as atoms over an enterprise's facts; None where some of them fit none."""
    text = plain(words)
    for opening in ("对于", "对", "凡", "涉及", "从事", "属于"):
        text = text.removeprefix(opening)
    reading = read(text, evidence)
    rest = strip_words(reading.rest, "enterprises", "heads", "quantifiers", "filler")
    return reading.atoms if reading.atoms and not rest else None


def read(words: str, evidence: Quote | None) -> Reading:
    """Attributes first, then sizes, then sectors: 地下矿山 is more than 矿山."""
    atoms: list[Condition] = []
    trade = False
    while found := scopes.attribute_in(words):
        atoms.append(Attribute(name=found[1], evidence=evidence))
        entry = scopes.attributes()[found[1]]
        atoms += [Sector(sector=one, evidence=evidence) for one in entry.only_in]
        trade = trade or bool(entry.only_in) or entry.any_trade
        words = words.replace(found[0], "", 1)
    if sized := sizes.in_words(words):
        atoms.append(Size(size=sized[1], evidence=evidence))
        words = words.replace(sized[0], "", 1)
    terms, words = _sectors_in(words)
    if terms:
        named: list[Condition] = [Sector(sector=one, evidence=evidence) for one in terms]
        atoms.append(named[0] if len(named) == 1 else Any(of=tuple(named)))
    return Reading(atoms, trade or bool(terms), words)


def _sectors_in(words: str) -> tuple[list[str], str]:
    """Sectors that *words* name, and the words without them."""
    found = tuple(sector_words(words))
    terms = dict.fromkeys(term for _, term in found if term is not None)
    return list(terms), "".join(word for word, term in found if term is None)
