"""Which facts would decide what is undetermined.

A set of facts *decides* a condition if the verdict is no longer unknown whatever the facts turn out to be (given
answers as exact as the condition asks for). Named are the sets that decide while none of their parts does, smallest
first. Facts are independent of each other here, but the atoms of one fact are not: an entity is of one kind, and who
works in 煤矿 works in 矿山.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

from policies.answers import Fact, Verdict
from policies.conditions import All, Any, Condition, Not
from policies.documents import Level
from policies.duties import BodyKind
from policies.vocabulary import places, scopes, sectors
from rules.atoms import decide_atom, fact_of, memo_key
from rules.resolved import Facts, View

__all__ = ["missing_sets"]

Leaf: TypeAlias = tuple[str, str, str]  # key of the fact, op, what the atom asks
Residual: TypeAlias = "bool | Leaf | tuple[str, tuple[Residual, ...]]"
_LARGEST = 3  # larger sets are searched only where no smaller one decides
_KINDS = tuple(kind.value for kind in BodyKind)
_LEVELS = tuple(level.value for level in Level)


def missing_sets(condition: Condition, facts: Facts, on: date) -> tuple[tuple[Fact, ...], ...]:
    """The smallest sets of facts each of which would decide *condition*; none if it is decided."""
    asked: dict[str, Fact] = {}
    parts = tuple(_residual(condition, facts, view, on, asked) for view in facts.views)
    sets = _deciding_sets(_join("any", parts))
    return tuple(tuple(asked[key] for key in keys) for keys in sets)


# What is left of a condition when known atoms are replaced by their verdicts


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
    return (fact.key, condition.op, memo_key(condition))


def _join(op: str, parts: tuple[Residual, ...]) -> Residual:
    decisive = op == "any"
    if any(part is decisive for part in parts):
        return decisive
    left = tuple(dict.fromkeys(part for part in parts if not isinstance(part, bool)))
    if not left:
        return not decisive
    return left[0] if len(left) == 1 else (op, left)


def _leaves(node: Residual) -> Iterator[Leaf]:
    if isinstance(node, bool):
        return
    if len(node) == 3:
        yield node
    else:
        for part in node[1]:
            yield from _leaves(part)


def _value(node: Residual, known: Mapping[Leaf, bool]) -> bool | None:
    """Kleene's value under what is known; None is unknown."""
    if isinstance(node, bool):
        return node
    if len(node) == 3:
        return known.get(node)
    op, parts = node
    if op == "not":
        inner = _value(parts[0], known)
        return None if inner is None else not inner
    decisive = op == "any"
    result: bool | None = not decisive
    for part in parts:
        value = _value(part, known)
        if value is decisive:
            return decisive
        if value is None:
            result = None
    return result


# Sets that decide


@lru_cache(maxsize=4096)
def _deciding_sets(residual: Residual) -> tuple[tuple[str, ...], ...]:
    patterns = _patterns(tuple(dict.fromkeys(_leaves(residual))))
    keys = tuple(patterns)
    found: list[tuple[str, ...]] = []
    for size in range(1, min(_LARGEST, len(keys)) + 1):
        for some in combinations(keys, size):
            if not any(set(smaller) <= set(some) for smaller in found) and _decides(residual, some, patterns, {}):
                found.append(some)
    if not found and keys:
        found.append(_shrunk(residual, keys, patterns))
    return tuple(found)


def _decides(
    residual: Residual, keys: tuple[str, ...], patterns: Mapping[str, list[dict[Leaf, bool]]], known: dict[Leaf, bool]
) -> bool:
    if _value(residual, known) is not None:
        return True
    if not keys:
        return False
    return all(_decides(residual, keys[1:], patterns, known | pattern) for pattern in patterns[keys[0]])


def _shrunk(
    residual: Residual, keys: tuple[str, ...], patterns: Mapping[str, list[dict[Leaf, bool]]]
) -> tuple[str, ...]:
    """One smallest set among those larger than three: leave out what can be left out."""
    for key in keys:
        rest = tuple(other for other in keys if other != key)
        if _decides(residual, rest, patterns, {}):
            return _shrunk(residual, rest, patterns)
    return keys


# What the answer to one question can be, for the atoms that ask for it


def _patterns(leaves: tuple[Leaf, ...]) -> dict[str, list[dict[Leaf, bool]]]:
    by_key: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        by_key.setdefault(leaf[0], []).append(leaf)
    return {key: _distinct(list(_answers(group))) for key, group in by_key.items()}


def _distinct(patterns: list[dict[Leaf, bool]]) -> list[dict[Leaf, bool]]:
    return list({tuple(pattern.items()): pattern for pattern in patterns}.values())


def _answers(group: list[Leaf]) -> Iterator[dict[Leaf, bool]]:
    """The ways in which the atoms of one fact can turn out together."""
    ops = list(dict.fromkeys(op for _, op, _ in group))
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
            for own in (*values, ""):
                yield {leaf: bool(own) and places.is_within(own, leaf[2]) for leaf in group}
        case "sector" if group[0][0] == "sectors":
            for listed in _lists(values):
                yield {leaf: any(sectors.is_within(own, leaf[2]) for own in listed) for leaf in group}
        case "size":
            yield from _sizes(group)
        case _:
            for listed in _lists(values):
                yield {leaf: leaf[2] in listed for leaf in group}


def _places_with_levels(group: list[Leaf]) -> Iterator[dict[Leaf, bool]]:
    """Each place asked for, one below it, and one elsewhere, with the level that goes with it."""
    for own in (*(leaf[2] for leaf in group if leaf[1] == "within"), ""):
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


def _sizes(group: list[Leaf]) -> Iterator[dict[Leaf, bool]]:
    for own in scopes.size_classes().values():
        pattern = {
            leaf: leaf[2] == own.name or leaf[2] in own.implies
            for leaf in group
            if leaf[2] == own.name or leaf[2] in own.implies or leaf[2] in own.excludes
        }
        if len(pattern) == len(group):
            yield pattern
