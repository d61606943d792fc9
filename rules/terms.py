"""Conditions as terms: a condition holds if one of its terms does, a term if all of its literals do.

In Kleene's logic, as in the classical one, "and" and "or" distribute over each other and "not" turns one into the
other (strong Kleene logic is a distributive lattice with De Morgan's laws), so that a condition and its terms have
the same verdict, unknown included. Terms are what the index looks up: see ``rules.index``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from pydantic import TypeAdapter

from policies.conditions import All, Any, Condition, Not, Window
from rules.atoms import memo_key

__all__ = [
    "NEGATED",
    "TREE",
    "Literal",
    "Posted",
    "Term",
    "condition_of",
    "days",
    "key_of",
    "op_of",
    "posted",
    "terms_of",
    "together",
]

TREE = "tree"  # the op of a literal that is a whole tree
NEGATED = "!"  # a slot of literals that say "not" begins with it
_MOST_TERMS = 256  # a part of a condition with more is looked at as a whole
_LANE = "#"


@dataclass(frozen=True, slots=True)
class Literal:
    """An atom or its negation. ``key`` tells atoms of one op apart; where an atom comes from does not matter."""

    op: str
    key: str
    negated: bool
    atom: Condition = field(compare=False, repr=False)


Term = frozenset[Literal]


class Posted(NamedTuple):
    """Under what a term is found: a slot, and a key in it. A term stands at most once in a slot."""

    slot: str
    key: str
    atom: str  # JSON of the atom; empty for days, which are compared and not decided


def terms_of(condition: Condition) -> frozenset[Term]:
    """The terms of *condition*, each once; none where it can't hold, an empty one where it always does."""
    return _terms(condition, False)


def _terms(condition: Condition, negated: bool) -> frozenset[Term]:
    if isinstance(condition, Not):
        return _terms(condition.of, not negated)
    if not isinstance(condition, All | Any):
        return frozenset((frozenset((Literal(condition.op, memo_key(condition), negated, condition),)),))
    below = [_terms(one, negated) for one in condition.of]
    if isinstance(condition, Any) is not negated:
        return frozenset[Term]().union(*below)
    found: frozenset[Term] = frozenset((frozenset(),))
    for terms in below:
        if len(found) * len(terms) > _MOST_TERMS:
            return frozenset((frozenset((_whole(condition, negated),)),))
        found = frozenset(one | other for one in found for other in terms)
    return found


def _whole(condition: Condition, negated: bool) -> Literal:
    bare = _bare(condition)
    return Literal(TREE, key_of(bare), negated, bare)


def key_of(condition: Condition) -> str:
    """What tells an atom from others of its op, and a tree from other trees."""
    if isinstance(condition, All | Any | Not):
        return condition.model_dump_json(exclude_none=True)
    return memo_key(condition)


def _bare(condition: Condition) -> Condition:
    """*condition* without where it comes from."""
    if isinstance(condition, All | Any):
        return condition.model_copy(update={"of": tuple(_bare(one) for one in condition.of)})
    if isinstance(condition, Not):
        return condition.model_copy(update={"of": _bare(condition.of)})
    return condition.model_copy(update={"evidence": None, "because": None})


def posted(term: Term) -> tuple[Posted, ...]:
    """Under what *term* is found, in an order that depends on the term alone."""
    found: list[Posted] = []
    since: str | None = None
    until: str | None = None
    lanes: dict[str, int] = {}
    for literal in sorted(term, key=lambda one: (one.op, one.negated, one.key)):
        if isinstance(literal.atom, Window) and not literal.negated:
            # What has to hold in two windows holds in what they share; days of four digits compare as text.
            if literal.atom.since is not None:
                since = max(since or "", literal.atom.since.isoformat())
            if literal.atom.until is not None:
                until = min(until or "9999-12-31", literal.atom.until.isoformat())
            continue
        slot = (NEGATED if literal.negated else "") + literal.op
        lanes[slot] = lane = lanes.get(slot, 0) + 1
        found.append(Posted(slot if lane == 1 else f"{slot}{_LANE}{lane}", literal.key, _json(literal)))
    found += [Posted(f"since/{part}", key, "") for part, key in days(since)]
    found += [Posted(f"until/{part}", key, "") for part, key in days(until)]
    return tuple(found)


def days(day: str | None) -> Iterator[tuple[str, str]]:
    """Year, month and day: a range of days is a few years, a few months and a few days."""
    if day is not None:
        yield from (("year", day[:4]), ("month", day[:7]), ("day", day))


def op_of(slot: str) -> tuple[str, bool]:
    """The op of a slot's literals, and whether they are negated."""
    name = slot.removeprefix(NEGATED)
    return name.partition(_LANE)[0], name != slot


def _json(literal: Literal) -> str:
    if literal.op == TREE:
        return literal.key
    return literal.atom.model_dump_json(exclude={"evidence", "because"}, exclude_none=True)


@cache
def _condition() -> TypeAdapter[Condition]:
    return TypeAdapter(Condition)


def condition_of(text: str) -> Condition:
    """The condition (or atom, or tree) that *text*, JSON, holds; ValueError where it holds none."""
    return _condition().validate_json(text)


def together(conditions: Iterable[Condition]) -> dict[tuple[Posted, ...], list[int]]:
    """The terms of several conditions, each once, with the places in the row of those that have them."""
    found: dict[tuple[Posted, ...], list[int]] = {}
    for number, condition in enumerate(conditions):
        for term in {posted(term) for term in terms_of(condition)}:
            found.setdefault(term, []).append(number)
    return found
