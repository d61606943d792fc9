"""Who bears a duty whose own words name nobody.

In this order: a responsibility note; the bearer named before in the same paragraph; the headings above; the nature of the
act; the addressees and the issuer. Which of these decided is kept with the answer (DESIGN §1.1).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsers.actors import Actor, kinds_of
from policies.documents import Clause, Metadata
from policies.duties import Basis, Bearer, BodyKind
from policies.spans import Quote
from policies.vocabulary.tables import alternation, table

__all__ = ["Default", "default_of", "implied_bearers", "named_bearers"]


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    kinds: tuple[BodyKind, ...]


class Default(NamedTuple):
    """The kinds that a document's unstated bearers have when nothing narrows them, and from what."""

    kinds: tuple[BodyKind, ...]
    addressed: tuple[BodyKind, ...]  # of the addressees: whom 请遵照执行 binds
    basis: Basis


@cache
def _rules(section: str) -> tuple[_Rule, ...]:
    rules = []
    for row in table("bearers")[section]:
        unless = re.compile(alternation(row["not"])) if "not" in row else None
        kinds = tuple(BodyKind(kind) for kind in row["kinds"])
        rules.append(_Rule(re.compile(alternation(row["words"])), unless, kinds))
    return tuple(rules)


def _by_rule(section: str, words: str) -> tuple[tuple[BodyKind, ...], re.Match[str]] | None:
    for rule in _rules(section):
        found = rule.pattern.search(words)
        if found and not (rule.unless and rule.unless.search(words)):
            return rule.kinds, found
    return None


def default_of(metadata: Metadata) -> Default:
    """What the head of a document tells about unstated bearers.

    A notice of a government, or one addressed to governments, binds governments and departments; one of a department to
    departments binds departments.
    """
    addressed: dict[BodyKind, None] = {}
    for name in metadata.addressees:
        addressed.update(dict.fromkeys(kinds_of(name)[0]))
    issuer = kinds_of(metadata.issuer)[0] if metadata.issuer else ()
    both = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
    office = bool(metadata.issuer) and bool(re.search(r"政府(?:办公[厅室])?$|^国务院(?:办公厅|安全生产委员会)?$|[委府]、", metadata.issuer or ""))
    kinds: tuple[BodyKind, ...]
    if BodyKind.GOVERNMENT in addressed or office:
        kinds = both
    elif BodyKind.DEPARTMENT in issuer or BodyKind.DEPARTMENT in addressed:
        kinds = (BodyKind.DEPARTMENT,)
    else:
        kinds = both
    everybody = tuple(kind for kind in BodyKind if kind in addressed)
    return Default(kinds, everybody or both, Basis.ADDRESSEE if addressed else Basis.ISSUER)


def named_bearers(text: str, actors: list[Actor], basis: Basis, *, surface: bool = True) -> list[Bearer]:
    """Bearers of the *actors*; without *surface* they are implied, as in a sentence that goes on from them."""
    bearers: list[Bearer] = []
    for actor in actors:
        quote = Quote(start=actor.start, end=actor.end, text=text[actor.start : actor.end])
        post = None
        if actor.position:
            post = Quote(start=actor.position[0], end=actor.position[1], text=text[slice(*actor.position)])
        for kind in actor.kinds:
            if surface:
                bearers.append(Bearer(kind=kind, basis=basis, surface=quote, position=post))
            else:
                bearers.append(Bearer(kind=kind, basis=basis, evidence=quote))
    return list({(b.kind, b.surface, b.position if surface else None): b for b in bearers}.values())


def implied_bearers(
    text: str, words: tuple[int, int], trail: tuple[Clause, ...], default: Default, *, closing: bool
) -> list[Bearer]:
    """Bearers by the act in *words*, the headings of *trail*, or the document's *default*."""
    act = _by_rule("act", text[words[0] : words[1]])
    if act:
        kinds, found = act
        begin = words[0] + found.start()
        quote = Quote(start=begin, end=begin + len(found.group(0)), text=found.group(0))
        return [Bearer(kind=kind, basis=Basis.ACT, evidence=quote) for kind in kinds]
    for clause in reversed(trail):
        heading = _by_rule("heading", clause.title) if clause.title else None
        if heading:
            basis = Basis.LABEL if clause.number is None else Basis.HEADING
            begin = text.find(clause.title, clause.head.start)
            if begin < 0:
                continue
            quote = Quote(start=begin, end=begin + len(clause.title), text=clause.title)
            return [Bearer(kind=kind, basis=basis, evidence=quote) for kind in heading[0]]
    kinds = default.addressed if closing else default.kinds
    return [Bearer(kind=kind, basis=Basis.ADDRESSEE if closing else default.basis) for kind in kinds]
