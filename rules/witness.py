"""A body to which two conditions apply together, on a day when both are in force: made from them, then verified.

A candidate is put together from one alternative of each condition; it counts only where both conditions, evaluated
over it like over any asker, apply. Nothing is assumed of a document that leaves open whether it is in force. Words that
fit no fact have to stand in both: a body of which only one of the two speaks in such words shows nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from policies.answers import Verdict
from policies.conditions import (
    All,
    Any,
    Attribute,
    Condition,
    Function,
    Kind,
    LevelIn,
    Named,
    Not,
    Position,
    Quoted,
    Sector,
    Size,
    Window,
    Within,
)
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity
from policies.vocabulary import places, sizes
from rules.evaluate import decide
from rules.resolved import Facts

__all__ = ["Witness", "witness"]

_MOST = 48  # combinations of alternatives that are tried
_AUTHORITIES = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)

Literal = tuple[bool, Condition]
"""An atom, and whether it is to hold."""


@dataclass(frozen=True, slots=True)
class Witness:
    """The body and the day; both conditions apply to it."""

    entity: Entity
    on: datetime.date


def witness(one: Condition, two: Condition, on: datetime.date | None = None) -> Witness | None:
    """A body to which both conditions apply; on the day *on* only, or on any day. None where none was found."""
    pairs = product(_branches(one), _branches(two))
    for first, second in islice(pairs, _MOST):
        if _open_words(first) != _open_words(second):
            continue  # a body of which only one of the two speaks: a special case, or a name that nobody understood
        literals = (*first, *second)
        day = _day([atom for holds, atom in literals if holds and isinstance(atom, Window)], on)
        entity = _entity(literals) if day is not None else None
        if day is None or entity is None:
            continue
        facts = Facts(entity)
        if decide(one, facts, day) is decide(two, facts, day) is Verdict.APPLIES:
            return Witness(entity, day)
    return None


def _branches(condition: Condition, holds: bool = True) -> Iterator[tuple[Literal, ...]]:
    """The ways in which a condition can hold (or fail), each as atoms: its disjunctive normal form, one by one."""
    if isinstance(condition, Not):
        yield from _branches(condition.of, not holds)
    elif isinstance(condition, All | Any):
        if isinstance(condition, All) is holds:
            for parts in islice(product(*(tuple(_branches(one, holds)) for one in condition.of)), _MOST):
                yield tuple(literal for part in parts for literal in part)
        else:
            for one in condition.of:
                yield from _branches(one, holds)
    else:
        yield ((holds, condition),)


def _open_words(literals: Sequence[Literal]) -> set[tuple[bool, str]]:
    """The words that only the asker can judge."""
    return {(holds, atom.words) for holds, atom in literals if isinstance(atom, Quoted)}


def _day(windows: Sequence[Window], on: datetime.date | None) -> datetime.date | None:
    """The first day in all windows, or *on* where it lies in all."""
    since = max((window.since for window in windows if window.since), default=None)
    until = min((window.until for window in windows if window.until), default=None)
    day = on or since or until
    if day is None or (since and day < since) or (until and day > until):
        return None
    return day


def _entity(literals: Sequence[Literal]) -> Entity | None:
    """A body of which all literals can hold, as far as they agree."""
    wanted = [atom for holds, atom in literals if holds]
    kinds = {atom.kind for atom in wanted if isinstance(atom, Kind)}
    # What one post in a body is to do, and what another one or the body itself may not, are two things.
    posts = {atom.position for atom in wanted if isinstance(atom, Position)}
    if len(kinds) != 1 or len(posts) > 1:
        return None
    kind = kinds.pop()
    levels = _levels(wanted)
    place = _place([atom.place for atom in wanted if isinstance(atom, Within)])
    if levels == () or place == "":
        return None
    if kind in _AUTHORITIES and levels:
        place, level = _seat(place, levels)
        if level is None:
            return None
    else:
        level = None
    size = _size(
        [atom.size for atom in wanted if isinstance(atom, Size)],
        [atom.size for holds, atom in literals if not holds and isinstance(atom, Size)],
    )
    if size == "":
        return None
    named = {atom.name for atom in wanted if isinstance(atom, Named)}
    sectors = tuple(dict.fromkeys(atom.sector for atom in wanted if isinstance(atom, Sector)))
    functions = tuple(dict.fromkeys(atom.function for atom in wanted if isinstance(atom, Function)))
    return Entity(
        name=named.pop() if len(named) == 1 else None,
        kind=kind,
        level=level,
        place=place,
        sectors=sectors or None,
        size=size,
        functions=functions or None,
        attributes=_attributes(literals),
    )


def _levels(wanted: Sequence[Condition]) -> tuple[Level, ...] | None:
    """The levels that all atoms allow, highest first; None where none asks, () where they exclude each other."""
    asked = [set(atom.levels) for atom in wanted if isinstance(atom, LevelIn)]
    return tuple(level for level in Level if all(level in one for one in asked)) if asked else None


def _place(codes: Sequence[str]) -> str | None:
    """The innermost of places that lie in each other; None where none is asked for, "" where they do not."""
    if not codes:
        return None
    inner = next(
        (code for code in codes if all(code == other or _lies_in(code, other) for other in codes)),
        "",
    )
    return inner if inner.isdigit() else ""


def _lies_in(code: str, other: str) -> bool:
    return code.isdigit() and other.isdigit() and places.is_within(code, other)


def _seat(place: str | None, levels: Sequence[Level]) -> tuple[str | None, Level | None]:
    """A place of one of *levels* in *place*, highest first; a township lies in a county that the table has."""
    within = places.by_code(place) if place else None
    for level in levels:
        if level is Level.NATIONAL:
            if within is None:
                return None, level
            continue
        if within is not None and within.level is level:
            return within.code, level
        table_level = Level.COUNTY if level is Level.TOWNSHIP else level
        for one in places.places():
            if one.level is table_level and (within is None or places.is_within(one.code, within.code)):
                return one.code, level
    return place, None


def _size(asked: Sequence[str], ruled_out: Sequence[str]) -> str | None:
    """A class within each of *asked* and outside of *ruled_out*; None where nothing is asked, "" where none fits."""
    if not asked and not ruled_out:
        return None
    if len(set(asked)) == 1 and not ruled_out:
        return asked[0]
    left = frozenset(sizes.exact())
    for words, inside in ((asked, True), (ruled_out, False)):
        for word in words:
            known = sizes.classes().get(word)
            if known is None:
                return ""
            left = left & known.covers if inside else left - known.covers
    return next((one.name for one in sizes.classes().values() if one.covers and one.covers <= left), "")


def _attributes(literals: Sequence[Literal]) -> dict[str, bool]:
    """Named facts and quoted words, as they are to hold."""
    found: dict[str, bool] = {}
    for holds, atom in literals:
        if isinstance(atom, Attribute):
            found[atom.name] = holds
        elif isinstance(atom, Quoted):
            found[atom.words] = holds
        elif isinstance(atom, Named) and not holds:
            found[atom.name] = False
        elif isinstance(atom, Sector) and not holds:
            found[atom.sector] = False
    return found
