"""What is left of a condition when what is known is taken out, and how the answer to one question can turn out.

The rest, a *residual*, is a tree of the atoms that are still open, each with the key of the fact that it asks for.
Facts are independent of each other here, but the atoms of one fact are not: an entity is of one kind, and who works
in 煤矿 works in 矿山.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from policies.answers import Fact, Verdict
from policies.conditions import All, Any, Condition, Not, Within
from policies.documents import Level
from policies.duties import BodyKind
from policies.vocabulary import places, sectors, sizes
from rules.atoms import decide_atom, fact_of, memo_key, only_inside
from rules.resolved import Facts, View

__all__ = ["Leaf", "Pattern", "Residual", "leaves", "patterns_of", "residual_of", "value_of"]

Leaf: TypeAlias = tuple[str, str, str]
"""An open atom: the key of the fact that would decide it, its op, and what it asks."""
Residual: TypeAlias = "bool | Leaf | tuple[str, tuple[Residual, ...]]"
"""A verdict that is known, an open atom, or all / any / not over such."""
Pattern: TypeAlias = dict[Leaf, bool]
"""How the atoms of one fact turn out together."""
_INSIDE = "inside"  # the op of a place below the one that is stated: no authority of the wider place lies in it
_AUTHORITIES = (BodyKind.GOVERNMENT.value, BodyKind.DEPARTMENT.value)
_KINDS = tuple(kind.value for kind in BodyKind)
_LEVELS = tuple(level.value for level in Level)


def residual_of(condition: Condition, facts: Facts, on: date, asked: dict[str, Fact]) -> Residual:
    """What is open of *condition*, seen from all sites together; the facts it asks for are added to *asked*."""
    return _join("any", tuple(_residual(condition, facts, view, on, asked) for view in facts.views))


def _residual(condition: Condition, facts: Facts, view: View, on: date, asked: dict[str, Fact]) -> Residual:
    if isinstance(condition, All | Any):
        return _join(condition.op, tuple(_residual(one, facts, view, on, asked) for one in condition.of))
    if isinstance(condition, Not):
        inner = _residual(condition.of, facts, view, on, asked)
        return not inner if isinstance(inner, bool) else ("not", (inner,))
    verdict = decide_atom(condition, facts, view, on)
    if verdict is not Verdict.UNKNOWN:
        return verdict is Verdict.APPLIES
    fact = fact_of(condition, facts)
    asked[fact.key] = fact
    inside = isinstance(condition, Within) and facts.kind is None and only_inside(condition, view)
    return (fact.key, _INSIDE if inside else condition.op, memo_key(condition))


def _join(op: str, parts: tuple[Residual, ...]) -> Residual:
    decisive = op == "any"
    if any(part is decisive for part in parts):
        return decisive
    left = tuple(dict.fromkeys(part for part in parts if not isinstance(part, bool)))
    if not left:
        return not decisive
    return left[0] if len(left) == 1 else (op, left)


def leaves(node: Residual) -> Iterator[Leaf]:
    """The open atoms, from left to right; one that stands twice comes twice."""
    if isinstance(node, bool):
        return
    if len(node) == 3:
        yield node
    else:
        for part in node[1]:
            yield from leaves(part)


def value_of(node: Residual, known: Mapping[Leaf, bool]) -> bool | None:
    """Kleene's value under what is known; None is unknown."""
    if isinstance(node, bool):
        return node
    if len(node) == 3:
        return known.get(node)
    op, parts = node
    if op == "not":
        inner = value_of(parts[0], known)
        return None if inner is None else not inner
    decisive = op == "any"
    result: bool | None = not decisive
    for part in parts:
        value = value_of(part, known)
        if value is decisive:
            return decisive
        if value is None:
            result = None
    return result


# What the answer to one question can be, for the atoms that ask for it


def patterns_of(asked: tuple[Leaf, ...], possible: frozenset[str]) -> dict[str, list[Pattern]]:
    """Key of each fact → the ways in which the atoms that ask for it can turn out together; *possible* are the
    classes of size that the entity may still be of."""
    by_key: dict[str, list[Leaf]] = {}
    for leaf in asked:
        by_key.setdefault(leaf[0], []).append(leaf)
    found = {key: _distinct(list(_answers(group, possible))) for key, group in by_key.items()}
    inside = [leaf for leaf in asked if leaf[1] == _INSIDE]
    if inside and "kind" in by_key:  # the kind tells of the place as well
        found["kind"] = _distinct(
            [
                {leaf: leaf[2] == kind for leaf in by_key["kind"]}
                | (dict.fromkeys(inside, False) if kind in _AUTHORITIES else {})
                for kind in _KINDS
            ]
        )
    return found


def _distinct(patterns: list[Pattern]) -> list[Pattern]:
    return list({tuple(pattern.items()): pattern for pattern in patterns}.values())


def _answers(group: list[Leaf], possible: frozenset[str]) -> Iterator[Pattern]:
    """The ways in which the atoms of one fact can turn out together."""
    ops = list(dict.fromkeys("within" if op == _INSIDE else op for _, op, _ in group))
    if len(ops) > 1:  # the place tells the level as well
        yield from _places_with_levels(group)
        return
    values = [leaf[2] for leaf in group]
    match ops[0]:
        case "kind":
            yield from ({leaf: leaf[2] == kind for leaf in group} for kind in _KINDS)
        case "level":
            yield from ({leaf: level in leaf[2].split(",") for leaf in group} for level in _LEVELS)
        case "within":
            for own in (*(code for value in values for code in places.ground(value)), ""):
                yield {leaf: bool(own) and places.is_within(own, leaf[2]) for leaf in group}
        case "sector" if group[0][0] == "sectors":
            for listed in _lists(values):
                yield {leaf: any(sectors.is_within(own, leaf[2]) for own in listed) for leaf in group}
        case "size":
            yield from _sizes(group, possible)
        case _:
            for listed in _lists(values):
                yield {leaf: leaf[2] in listed for leaf in group}


def _places_with_levels(group: list[Leaf]) -> Iterator[Pattern]:
    """Each place asked for, one below it, and one elsewhere, with the level that goes with it."""
    named = (code for leaf in group if leaf[1] in ("within", _INSIDE) for code in places.ground(leaf[2]))
    for own in (*named, ""):
        place = places.by_code(own) if own else None
        lowest = _LEVELS.index(Level.COUNTY)
        highest = _LEVELS.index(place.level) if place else 1
        for level in _LEVELS[highest : lowest + 1]:
            yield {
                leaf: level in leaf[2].split(",")
                if leaf[1] == "level"
                else bool(own) and places.is_within(own, leaf[2])
                for leaf in group
            }


def _lists(values: list[str]) -> Iterator[list[str]]:
    """None of them, each alone, all together."""
    yield []
    yield from ([value] for value in values)
    if len(values) > 1:
        yield values


def _sizes(group: list[Leaf], possible: frozenset[str]) -> Iterator[Pattern]:
    covers = {leaf: sizes.classes()[leaf[2]].covers if leaf[2] in sizes.classes() else {leaf[2]} for leaf in group}
    for own in sorted(possible | {leaf[2] for leaf in group if leaf[2] not in sizes.classes()}):
        yield {leaf: own in covered for leaf, covered in covers.items()}
