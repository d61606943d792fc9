"""What a verdict on an atom rests on, for the index: it remembers verdicts by their grounds, and decides of an op with
many atoms only those that the facts can touch.

All of it says again, in short, what ``rules.atoms`` decides in full; ``tests/test_rules_index.py`` holds the two
together. An op that is not listed here is decided atom by atom for each entity: slower, never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache

from policies.answers import Verdict
from policies.vocabulary import scopes
from rules.resolved import Facts, View

__all__ = ["default_of", "grounds"]


def grounds(op: str, facts: Facts, view: View) -> Hashable | None:
    """Entities with equal grounds have equal verdicts on all atoms of *op*; None where that is not known."""
    find = _GROUNDS.get(op)
    return None if find is None else (op, find(facts, view))


def default_of(op: str, facts: Facts) -> Verdict | None:
    """The verdict on every atom of *op* that no fact names (by the words, or by the name of an organ); None: there is
    no such verdict, each has to be decided."""
    if op == "quoted":
        return Verdict.UNKNOWN
    if op == "named":
        return Verdict.UNKNOWN if facts.entity.name is None else Verdict.DOES_NOT_APPLY
    return None


def _stated(facts: Facts) -> Hashable:
    return frozenset(facts.attributes.items())


def _telling_name(facts: Facts) -> str | None:
    """The entity's name, where an attribute may follow from its end."""
    name = facts.entity.name
    return name if name and name.endswith(_telling_ends()) else None


@cache
def _telling_ends() -> tuple[str, ...]:
    return tuple(end for one in scopes.attributes().values() for end in one.names)


_GROUNDS: dict[str, Callable[[Facts, View], Hashable]] = {
    "kind": lambda facts, view: facts.kind,
    "level": lambda facts, view: facts.level.value if facts.level else None,
    "within": lambda facts, view: (view.place.code if view.place else None, facts.kind),
    "sector": lambda facts, view: (view.sectors, _stated(facts)),
    "position": lambda facts, view: facts.position,
    "function": lambda facts, view: facts.organs.functions,
    "attribute": lambda facts, view: (_stated(facts), facts.all_sectors, _telling_name(facts)),
}
