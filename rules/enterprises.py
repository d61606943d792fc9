"""Surfaces of enterprises, institutions and persons (煤矿企业, 规模以上企业, 高等院校) as conditions on sector, size
and attribute. Words that fit none stay as quoted atoms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policies.conditions import All, Any, Attribute, Condition, Named, Quoted, Sector, Size
from policies.spans import Quote
from policies.vocabulary import scopes, sectors
from rules.reach import Reach
from rules.reasons import Reason
from rules.surfaces import plain, strip_words

__all__ = ["enterprise", "individual", "institution", "trades", "typed"]

_LONGEST_SECTOR = 12
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
    if not reading.trade:
        atoms += trades(reach)
    listed = scopes.section("enterprises")
    rest = strip_words(reading.rest, "enterprises", "heads", "quantifiers", "filler")
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
    rest = strip_words(words, "institutions", "heads", "quantifiers")
    if rest in scopes.section("institutions")["pointers"]:
        return [concerned(words, evidence, reach)]
    return [Quoted(words=words, evidence=evidence)] if rest else []


def individual(surface: str, evidence: Quote | None, reach: Reach) -> list[Condition]:
    """Atoms beside the kind for the persons that *surface* names."""
    words = plain(surface)
    return [] if words in scopes.section("individuals")["every"] else [Quoted(words=words, evidence=evidence)]


def trades(reach: Reach) -> list[Condition]:
    """The enterprise works in one of the sectors that the duty's clause or label names. Matters that everybody has to
    deal with (消防) narrow nothing."""
    topics = scopes.section("enterprises")["topics"]
    if any(term in topics for term in reach.sectors):
        return []
    known: list[Condition] = [Sector(sector=term, because=Reason.TRADE) for term in reach.sectors]
    known += [Quoted(words=quote.text, evidence=quote, because=Reason.TRADE) for quote in reach.strange_sectors]
    if len(known) < 2:
        return known
    return [Any(of=tuple(known))]


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
        trade = trade or bool(entry.only_in)
        words = words.replace(found[0], "", 1)
    if sized := scopes.sizes_in(words):
        sizes: list[Condition] = [Size(size=one, evidence=evidence) for one in sized[1]]
        atoms.append(sizes[0] if len(sizes) == 1 else Any(of=tuple(sizes)))
        words = words.replace(sized[0], "", 1)
    terms, words = _sectors_in(words)
    if terms:
        named: list[Condition] = [Sector(sector=one, evidence=evidence) for one in terms]
        atoms.append(named[0] if len(named) == 1 else Any(of=tuple(named)))
    return Reading(atoms, trade or bool(terms), words)


def _sectors_in(words: str) -> tuple[list[str], str]:
    """Sectors that *words* name, longest first from the left, and the words without them."""
    terms: list[str] = []
    rest = ""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_SECTOR, len(words) - at), 1, -1):
            term = sectors.resolve(words[at : at + size])
            if term is not None:
                terms.append(term)
                at += size
                break
        else:
            rest += words[at]
            at += 1
    return list(dict.fromkeys(terms)), rest
