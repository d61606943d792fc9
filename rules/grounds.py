"""What a verdict on an atom rests on, for the index: it remembers verdicts by their grounds, and decides of an op with
many atoms only those that the facts can touch.

All of it says again, in short, what ``rules.atoms`` decides in full; ``tests/test_rules_index.py`` holds the two
together. An op that is not listed here is decided atom by atom for each entity: slower, never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from policies.answers import Verdict
from policies.vocabulary import places, scopes
from rules.organs import stem_of
from rules.resolved import Facts, View

__all__ = ["Directory", "default_of", "directory", "grounds", "parts"]

Directory = Callable[[Facts, View], Iterable[str]]
"""Finds what the atoms ask (``memo_key``) on which an entity's verdict may differ from the default."""


def grounds(op: str, facts: Facts, view: View) -> Hashable | None:
    """Entities with equal grounds have equal verdicts on all atoms of *op*; None where that is not known."""
    find = _GROUNDS.get(op)
    found = None if find is None else find(facts, view)
    return None if found is None else (op, *found)


def parts(op: str, facts: Facts, view: View) -> tuple[View, ...]:
    """Simpler views: an atom of *op* has the verdict that is the disjunction of theirs. None: there are no simpler."""
    if op not in _BY_SECTOR or facts.attributes or not view.sectors or len(view.sectors) == 1:
        return ()
    if op == "attribute" and (len(facts.views) > 1 or _telling_name(facts)):
        return ()  # all places of work together, or the name, tell an attribute
    return tuple(replace(view, sectors=(own,), memo={}, alone=True) for own in view.sectors)


_BY_SECTOR = ("sector", "attribute")


def default_of(op: str, facts: Facts, view: View) -> Verdict | None:
    """The verdict on the atoms of *op* that ``directory`` does not find; None where each has to be decided."""
    known = {"quoted": False, "named": facts.entity.name is not None, "within": view.place is not None}.get(op)
    return None if known is None else Verdict.DOES_NOT_APPLY if known else Verdict.UNKNOWN


def directory(op: str, keys: Callable[[], Sequence[str]]) -> Directory:
    """The directory of the atoms of *op*, of which *keys* tells what they ask."""
    return {"named": _organs, "within": _places}[op](keys()) if op != "quoted" else _answered


def _answered(facts: Facts, view: View) -> Iterable[str]:
    return facts.attributes


def _organs(keys: Sequence[str]) -> Directory:
    by_stem: dict[str, list[str]] = {}
    for key in keys:
        by_stem.setdefault(stem_of(key), []).append(key)

    def find(facts: Facts, view: View) -> Iterable[str]:
        return [*facts.attributes, *(key for stem in facts.organs.stems for key in by_stem.get(stem, ()))]

    return find


def _places(keys: Sequence[str]) -> Directory:
    known = set(keys)
    unlisted = [key for key in keys if not places.listed(key)]

    def find(facts: Facts, view: View) -> Iterable[str]:
        return [*unlisted, *known.intersection(places.touching(view.place.code))] if view.place else ()

    return find


def _stated(facts: Facts) -> Hashable:
    return frozenset(facts.attributes.items())


def _telling_name(facts: Facts) -> str | None:
    """The entity's name, where an attribute may follow from its end."""
    name = facts.entity.name
    return name if name and name.endswith(_telling_ends()) else None


@cache
def _telling_ends() -> tuple[str, ...]:
    return tuple(end for one in scopes.attributes().values() for end in (*one.names, *one.not_names))


_GROUNDS: dict[str, Callable[[Facts, View], tuple[Hashable, ...] | None]] = {
    "kind": lambda facts, view: (facts.kind,),
    "level": lambda facts, view: (facts.level.value if facts.level else None,),
    "within": lambda facts, view: (view.place and (view.place.code, view.place.former), facts.kind),
    "sector": lambda facts, view: (view.sectors, _stated(facts)),
    "size": lambda facts, view: (facts.entity.size, facts.possible_sizes),
    "position": lambda facts, view: (facts.position,),
    "function": lambda facts, view: (facts.organs.functions,),
    "attribute": lambda facts, view: (
        _stated(facts),
        view.sectors if view.alone else facts.all_sectors,
        _telling_name(facts),
    ),
    "in_force": lambda facts, view: (_stated(facts),),
    "quoted": lambda facts, view: None if facts.attributes else (),
    "named": lambda facts, view: None if facts.attributes or facts.entity.name else (),
}
