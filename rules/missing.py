"""Which facts would decide what is undetermined.

A set of facts *decides* a condition if the verdict is no longer unknown whatever the facts turn out to be (given
answers as exact as the condition asks for). Named are the sets that decide while none of their parts does, smallest
first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations

from policies.answers import Fact
from policies.conditions import Condition
from rules.residuals import Pattern, Residual, leaves, patterns_of, residual_of, value_of
from rules.resolved import Facts

__all__ = ["missing_sets"]

_LARGEST = 3  # larger sets are searched only where no smaller one decides


def missing_sets(condition: Condition, facts: Facts, on: date) -> tuple[tuple[Fact, ...], ...]:
    """The smallest sets of facts each of which would decide *condition*; none if it is decided."""
    asked: dict[str, Fact] = {}
    sets = _deciding_sets(residual_of(condition, facts, on, asked), facts.possible_sizes)
    return tuple(tuple(asked[key] for key in keys) for keys in sets)


# Sets that decide


@lru_cache(maxsize=4096)
def _deciding_sets(residual: Residual, possible: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """*possible* are the classes of size that the entity may still be of."""
    patterns = patterns_of(tuple(dict.fromkeys(leaves(residual))), possible)
    keys = tuple(patterns)
    found: list[tuple[str, ...]] = []
    for size in range(1, min(_LARGEST, len(keys)) + 1):
        for some in combinations(keys, size):
            if not any(set(smaller) <= set(some) for smaller in found) and _decides(residual, some, patterns, {}):
                found.append(some)
    if not found and keys:
        found.append(_shrunk(residual, keys, patterns))
    return tuple(found)


def _decides(residual: Residual, keys: tuple[str, ...], patterns: Mapping[str, list[Pattern]], known: Pattern) -> bool:
    if value_of(residual, known) is not None:
        return True
    if not keys:
        return False
    return all(_decides(residual, keys[1:], patterns, known | pattern) for pattern in patterns[keys[0]])


def _shrunk(residual: Residual, keys: tuple[str, ...], patterns: Mapping[str, list[Pattern]]) -> tuple[str, ...]:
    """One smallest set among those larger than three: leave out what can be left out."""
    for key in keys:
        rest = tuple(other for other in keys if other != key)
        if _decides(residual, rest, patterns, {}):
            return _shrunk(residual, rest, patterns)
    return keys
