"""Facts as they would have to be for atoms to turn out otherwise: candidates, which whoever asks has to try.

A candidate changes one thing about an entity (where it lies, its sectors, the date asked about …) so that given atoms
hold or do not, seen from one of its places of work. Candidates change as little as they can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

from policies.answers import Change, Verdict
from policies.conditions import (
    Attribute,
    Function,
    InForce,
    LevelIn,
    Named,
    Position,
    Quoted,
    Sector,
    Size,
    Window,
    Within,
)
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.errors import UsageError
from policies.messages import _
from policies.vocabulary import places, sectors, sizes
from policies.wording import kind_word, level_word
from rules.atoms import Atom, decide_atom, force_name
from rules.facts import consistent
from rules.resolved import Facts, resolve_sector

__all__ = ["Edit", "Wish", "candidates", "facts_of"]

_Group: TypeAlias = tuple[tuple[str, int | str], list["Wish"]]
_LEVELS_OF_PLACES = (Level.PROVINCE, Level.CITY, Level.COUNTY)
_NO_LEVEL = (BodyKind.ENTERPRISE, BodyKind.INDIVIDUAL)


@dataclass(frozen=True, slots=True)
class Wish:
    """An atom that is to hold, or not to, seen from the place of work of this number."""

    view: int
    atom: Atom
    holds: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of facts, and how it is told."""

    change: Change
    make: Callable[[Entity], Entity]
    on: date | None = None  # the new date asked about, where that is what changes

    def __call__(self, entity: Entity) -> Entity:
        return self.make(entity)


def candidates(wishes: Iterable[Wish], entity: Entity, on: date) -> Iterator[tuple[Edit, ...]]:
    """Changes of facts by which all *wishes* may come true, the least first; nothing where one of them cannot."""
    groups: dict[tuple[str, int | str], list[Wish]] = {}
    for wish in wishes:
        groups.setdefault(_group(wish), []).append(wish)
    yield from _together(sorted(groups.items(), key=_first), entity, on)


def _together(groups: Sequence[_Group], entity: Entity, on: date) -> Iterator[tuple[Edit, ...]]:
    """One change a group, each on top of those before it."""
    if not groups:
        yield ()
        return
    (name, _view), wishes = groups[0]
    for edit in _EDITS[name](wishes, entity, on):
        for others in _together(groups[1:], edit(entity), edit.on or on):
            yield (edit, *others)


def facts_of(entity: Entity) -> Facts | None:
    """The facts of a changed entity; None where they contradict each other."""
    try:
        return Facts(consistent(entity))
    except UsageError:
        return None


def _group(wish: Wish) -> tuple[str, int | str]:
    """What has to change for it: one kind a body, one place and one list of sectors a place of work."""
    match wish.atom:
        case Within():
            return "where", wish.view
        case LevelIn():
            return "where", 0  # the level goes with the seat
        case Sector():
            return "sectors", wish.view
        case Attribute() | Quoted() | InForce():
            return "attributes", _attribute(wish.atom)
        case Named():
            return "name", wish.atom.name
    return wish.atom.op, 0


def _first(item: _Group) -> tuple[bool, str, str]:
    """The kind is changed before what depends on it."""
    name, view = item[0]
    return name != "kind", name, str(view)


def _attribute(atom: Attribute | Quoted | InForce) -> str:
    return atom.name if isinstance(atom, Attribute) else atom.words if isinstance(atom, Quoted) else force_name(atom)


def _fulfilled(group: Sequence[Wish], entity: Entity, on: date) -> bool:
    """Whether the atoms turn out as wished."""
    facts = facts_of(entity)
    return facts is not None and all(
        decide_atom(wish.atom, facts, facts.views[min(wish.view, len(facts.views) - 1)], on)
        is (Verdict.APPLIES if wish.holds else Verdict.DOES_NOT_APPLY)
        for wish in group
    )


def _set(**changed: object) -> Callable[[Entity], Entity]:
    return lambda entity: entity.model_copy(update=changed)


# Kind, size, post, name


def _kinds(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    for kind in BodyKind:
        changed: dict[str, object] = {"kind": kind} | ({"level": None} if kind in _NO_LEVEL else {})
        if kind is not entity.kind and _fulfilled(group, entity.model_copy(update=changed), on):
            said = _("the kind were {kind}").format(kind=kind_word(kind))
            yield Edit(Change(key="kind", value=kind.value, says=said), _set(**changed))


def _sizes(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    asked = [wish.atom.size for wish in group if isinstance(wish.atom, Size)]
    for size in dict.fromkeys((*asked, *sizes.classes())):
        if size != entity.size and _fulfilled(group, entity.model_copy(update={"size": size}), on):
            said = _("the size class were {size}").format(size=size)
            yield Edit(Change(key="size", value=size, says=said), _set(size=size))


def _posts(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    """Who names no post asks for the body; then the point of view is not one of the facts that could be otherwise."""
    if entity.position is None:
        return
    asked = [wish.atom.position for wish in group if isinstance(wish.atom, Position) and wish.atom.position]
    for post in (*dict.fromkeys(asked), None):
        if post != entity.position and _fulfilled(group, entity.model_copy(update={"position": post}), on):
            said = _("the post were {post}").format(post=post) if post else _("the body as a whole asked")
            yield Edit(Change(key="position", value=post, says=said), _set(position=post))


def _names(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    wish = group[0]
    assert isinstance(wish.atom, Named)
    name = wish.atom.name
    if wish.holds and _fulfilled(group, entity.model_copy(update={"name": name}), on):
        said = _("the name were {name}").format(name=name)
        yield Edit(Change(key="name", value=name, says=said), _set(name=name))
        return
    said = (_("it were {name}") if wish.holds else _("it were not {name}")).format(name=name)
    yield Edit(Change(key=f"attribute:{name}", value=wish.holds, says=said), _attributed(name, wish.holds))


# Attributes, words of a condition


def _attributed(name: str, holds: bool) -> Callable[[Entity], Entity]:
    return lambda entity: entity.model_copy(update={"attributes": dict(entity.attributes) | {name: holds}})


def _nested(words: str) -> str:
    return words.replace("“", "‘").replace("”", "’")  # they stand in quotation marks themselves


def _attributes(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    wish = group[0]
    assert isinstance(wish.atom, Attribute | Quoted | InForce)
    name = _attribute(wish.atom)
    make = _attributed(name, wish.holds)
    if not _fulfilled(group, make(entity), on):  # a draft is in force for nobody
        return
    key = f"attribute:{name}" if isinstance(wish.atom, Attribute) else f"words:{name}"
    said = (_("“{words}” held") if wish.holds else _("“{words}” did not hold")).format(words=_nested(name))
    yield Edit(Change(key=key, value=wish.holds, says=said), make)


# Functions and sectors: lists


def _functions(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    own = Facts(entity).organs.functions or ()
    add = [wish.atom.function for wish in group if isinstance(wish.atom, Function) and wish.holds]
    drop = [wish.atom.function for wish in group if isinstance(wish.atom, Function) and not wish.holds]
    changed = tuple(dict.fromkeys((*(one for one in own if one not in drop), *add)))
    if _fulfilled(group, entity.model_copy(update={"functions": changed}), on):
        said = [_("it had the function {function}").format(function=one) for one in add]
        said += [_("it had not the function {function}").format(function=one) for one in drop]
        yield Edit(Change(key="functions", value=changed, says=_and(said)), _set(functions=changed))


def _sectors(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    view = group[0].view
    facts = Facts(entity)
    if view >= len(facts.views):
        return
    own = facts.views[view].sectors or ()
    add = [wish.atom.sector for wish in group if isinstance(wish.atom, Sector) and wish.holds]
    drop = [wish.atom.sector for wish in group if isinstance(wish.atom, Sector) and not wish.holds]
    kept = (one for one in own if not any(sectors.may_overlap(resolve_sector(one), term) for term in drop))
    changed = tuple(dict.fromkeys((*kept, *add)))
    said = [_("it worked in {sector}").format(sector=one) for one in add]
    said += [_("it did not work in {sector}").format(sector=one) for one in drop]
    make = _at_view(facts, view, sectors=changed)
    if _fulfilled(group, make(entity), on):
        yield Edit(Change(key="sectors", value=changed, says=_and(said)), make)
        return
    # A matter that any body may have, whatever its sectors (消防), is stated by itself.
    if len(group) == 1:
        [wish] = group
        name = (add + drop)[0]
        make = _attributed(name, wish.holds)
        if _fulfilled(group, make(entity), on):
            yield Edit(Change(key=f"attribute:{name}", value=wish.holds, says=_and(said)), make)


def _at_view(facts: Facts, view: int, **changed: object) -> Callable[[Entity], Entity]:
    """Changes the seat, or the site that this place of work is."""
    sites = facts.entity.sites or ()
    site = view - (len(facts.views) - len(sites))
    if site < 0 or not sites:
        return _set(**changed)

    def make(entity: Entity) -> Entity:
        own: list[Site] = list(entity.sites or ())
        own[site] = own[site].model_copy(update=changed)
        return entity.model_copy(update={"sites": tuple(own)})

    return make


# Where: place and level belong together


def _where(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    """Places and levels that fulfil the wishes, those first that leave one of the two as it is."""
    facts = Facts(entity)
    view = group[0].view
    if view >= len(facts.views):  # a change before this one has moved the seat to one of the sites
        return
    here = facts.views[view].place
    levels: list[Level | None] = [entity.level]
    if any(isinstance(wish.atom, LevelIn) for wish in group):
        levels += [None, *Level]
    for level in dict.fromkeys(levels):
        for place in _places_near(group, here):
            changed: dict[str, object] = {}
            if place is not here and place is not None:
                changed["place"] = place.code
            moved = _at_view(facts, view, **changed) if changed else _set()
            if level is not entity.level:
                moved = _both(moved, _set(level=level))
            elif not changed:
                continue
            if _fulfilled(group, moved(entity), on):
                yield Edit(_moved(group, place if changed else None, level, entity), moved)


def _both(one: Callable[[Entity], Entity], other: Callable[[Entity], Entity]) -> Callable[[Entity], Entity]:
    return lambda entity: other(one(entity))


def _moved(group: Sequence[Wish], place: places.Place | None, level: Level | None, entity: Entity) -> Change:
    asked = [wish for wish in group if isinstance(wish.atom, Within)]
    said: list[str] = []
    if place is not None and asked and not any(wish.holds for wish in asked):
        said = [_("it did not lie in {place}").format(place=_name(asked[0].atom))]
    elif place is not None and level is None and any(isinstance(wish.atom, LevelIn) for wish in group):
        said = [_("it were of {level} ({place})").format(level=level_word(place.level), place=place.full_name)]
    elif place is not None:
        said = [_("it lay in {place}").format(place=place.full_name)]
    if level is not entity.level and level is not None:
        said.append(_("the level were {level}").format(level=level_word(level)))
    if place is not None:
        return Change(key="place", value=place.code, says=_and(said))
    return Change(key="level", value=level.value if level else None, says=_and(said) or _("no level were stated"))


def _name(atom: Atom) -> str:
    assert isinstance(atom, Within)
    place = places.by_code(atom.place)
    return place.full_name if place else atom.place


def _places_near(group: Sequence[Wish], here: places.Place | None) -> Iterator[places.Place | None]:
    """Where it is, the places above; those that are asked for, with the first city and county in them; elsewhere."""
    yield here
    above = here
    while above is not None and above.parent:
        above = places.by_code(above.parent)
        yield above
    asked = tuple(wish.atom.place for wish in group if isinstance(wish.atom, Within) and wish.holds)
    for code in asked:
        yield places.by_code(code)
    inside = asked or ((here.code,) if here else ())
    for level in _LEVELS_OF_PLACES:
        yield _first_place(level, inside, True)
    outside = tuple(wish.atom.place for wish in group if isinstance(wish.atom, Within) and not wish.holds)
    for level in dict.fromkeys((*((here.level,) if here else ()), *_LEVELS_OF_PLACES)):
        yield _first_place(level, outside, False)


@lru_cache(maxsize=1024)
def _first_place(level: Level, codes: tuple[str, ...], inside: bool) -> places.Place | None:
    """The first place of a level that lies in one of *codes*, or in none of them."""
    for place in _today(level):
        if any(places.is_within(place.code, code) for code in codes) is inside:
            return place
    return None


@lru_cache(maxsize=8)
def _today(level: Level) -> tuple[places.Place, ...]:
    return tuple(place for place in places.places() if place.level is level and not place.former)


# The date asked about


def _dates(group: Sequence[Wish], entity: Entity, on: date) -> Iterator[Edit]:
    windows = [(wish.atom, wish.holds) for wish in group if isinstance(wish.atom, Window)]

    def fits(day: date) -> bool:
        return all(_holds_on(window, day) is holds for window, holds in windows)

    fitting = sorted(day for day in {day for window, _holds in windows for day in _edges(window)} if fits(day))
    before = [day for day in fitting if day < on][-1:]
    after = [day for day in fitting if day > on][:1]
    for day, end, open_ended in (
        *((day, date.min, _("it were asked for {day} or before")) for day in before),
        *((day, date.max, _("it were asked for {day} or after")) for day in after),
    ):
        said = open_ended if fits(end) else _("it were asked for {day}")
        yield Edit(Change(key="on", value=day.isoformat(), says=said.format(day=day)), _set(), on=day)


def _edges(window: Window) -> Iterator[date]:
    for bound, step in ((window.since, -1), (window.until, 1)):
        if bound is not None:
            yield bound
            if date.min < bound < date.max:
                yield bound + timedelta(days=step)


def _holds_on(window: Window, day: date) -> bool:
    return (window.since is None or window.since <= day) and (window.until is None or day <= window.until)


def _and(said: Iterable[str]) -> str:
    return _(", and ").join(said)


_Maker: TypeAlias = Callable[[Sequence[Wish], Entity, date], Iterator[Edit]]
_EDITS: dict[str, _Maker] = {
    "kind": _kinds,
    "size": _sizes,
    "position": _posts,
    "name": _names,
    "attributes": _attributes,
    "function": _functions,
    "sectors": _sectors,
    "where": _where,
    "window": _dates,
}
