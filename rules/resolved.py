"""An entity, resolved once: codes instead of names, canonical sectors, and what follows from them by rule.

Unstated is unknown, a stated list is complete. What is not stated but follows (the level of a government from its
place, a department's function from its name) is a stated inference: a note that the trace shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import TypeAlias

from policies.answers import Verdict
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.errors import UsageError
from policies.messages import _
from policies.vocabulary import places, scopes, sectors, sizes
from rules.organs import Organs, organs_of

__all__ = ["Facts", "View", "resolve_place", "resolve_sector"]

Inferred: TypeAlias = tuple[Verdict, str | None]
"""A verdict and, where it is not stated, the inference that it comes from."""


@dataclass(frozen=True, slots=True)
class View:
    """Where the entity works, seen from one place: its seat or a site. Conditions hold if they hold in some view."""

    name: str | None  # of the site, None for the seat
    place: places.Place | None
    sectors: tuple[str, ...] | None
    memo: dict[tuple[str, str], Verdict] = field(default_factory=dict, compare=False)
    alone: bool = False  # one sector of several, looked at as if it were the body's only one


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that is stated (no note) or follows from others (the note says from what)."""

    value: Level
    note: str | None = None


class Facts:
    """The facts about one entity, as conditions ask for them."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.kind = entity.kind
        self.position = scopes.post(entity.position) if entity.position else None
        self.attributes = dict(entity.attributes)
        self.views = _views(entity)

    @property
    def authority(self) -> bool:
        """Whether the entity is known to be a government or a department."""
        return self.kind in (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)

    @cached_property
    def all_sectors(self) -> tuple[str, ...] | None:
        """The sectors of all places of work together; None where one of them is not known."""
        if any(view.sectors is None for view in self.views):
            return None
        return tuple(dict.fromkeys(one for view in self.views for one in view.sectors or ()))

    @cached_property
    def possible_sizes(self) -> frozenset[str]:
        """The exact classes of size that are possible: as stated, narrowed by what follows from the numbers. What is
        stated counts where the two contradict each other."""
        told = sizes.by_numbers(self.all_sectors, self.numbers)
        own = sizes.classes().get(self.entity.size or "")
        return told if own is None else own.covers & told or own.covers

    @property
    def size_note(self) -> str | None:
        """The inference by which the class of size is known, where it is not the one stated."""
        own = sizes.classes().get(self.entity.size or "")
        if self.possible_sizes == (own.covers if own else frozenset(sizes.exact())):
            return None
        numbers = self.numbers
        stated = (
            (_("{count} employees"), numbers.employees),
            (_("revenue of {count} ten thousand yuan"), numbers.revenue),
            (_("assets of {count} ten thousand yuan"), numbers.assets),
        )
        return _("follows from {numbers}, by the rules on classes of size for statistics (2017)").format(
            numbers="、".join(words.format(count=count) for words, count in stated if count is not None)
        )

    @property
    def numbers(self) -> sizes.Numbers:
        """What is stated of persons and money."""
        return sizes.Numbers(self.entity.employees, self.entity.revenue, self.entity.assets)

    @cached_property
    def level(self) -> Known | None:
        """The administrative level: stated, or told by the name or the place.

        Only governments and departments are asked for it. It is told for all, so that to learn the kind of a body
        never takes back what is known.
        """
        if self.entity.level is not None:
            return Known(self.entity.level)
        name = self.entity.name
        if name and (level := scopes.name_level(name)):
            return Known(level, _("the level follows from the name {name}").format(name=name))
        place = self.views[0].place
        if place is None:
            return None
        return Known(place.level, _("the level follows from the place {place}").format(place=place.full_name))

    @cached_property
    def organs(self) -> Organs:
        """The functions of a department and the commissions that its name speaks of."""
        return organs_of(self.entity.name, self.entity.functions)

    def attribute(self, name: str) -> Inferred:
        """Whether the attribute *name* holds, and the note of an inference."""
        verdict, source = self._attribute(name, self.all_sectors)
        if source is None:
            return verdict, None
        if source is _NAME:
            return verdict, _("follows from the name {name}").format(name=self.entity.name)
        listed = "、".join(self.all_sectors or ()) or _("none")
        return verdict, _("follows from the sectors {sectors}").format(sectors=listed)

    def holds(self, name: str, view: View) -> Verdict:
        """The verdict of ``attribute`` alone: asked some dozen times for each body, while a note is for people."""
        return self._attribute(name, view.sectors if view.alone else self.all_sectors)[0]

    def _attribute(self, name: str, listed: tuple[str, ...] | None) -> tuple[Verdict, str | None]:
        """Whether the attribute holds for a body with these sectors, and what it was inferred from."""
        if (stated := self.attributes.get(name)) is not None:
            return (Verdict.APPLIES if stated else Verdict.DOES_NOT_APPLY), None
        if name not in scopes.attributes():
            return Verdict.UNKNOWN, None
        if listed is not None and (found := _from_sectors(name, listed)) is not None:
            return found, _SECTORS
        if self.entity.name and (found := _from_name(name, self.entity.name)) is not None:
            return found, _NAME
        return Verdict.UNKNOWN, None


_NAME, _SECTORS = "name", "sectors"


def _from_sectors(name: str, listed: tuple[str, ...]) -> Verdict | None:
    found = [_of_sector(name, own) for own in listed]
    if any(tells for tells, _may in found):
        return Verdict.APPLIES
    return Verdict.DOES_NOT_APPLY if scopes.attributes()[name].only_in and not any(may for _, may in found) else None


@lru_cache(maxsize=1 << 15)  # some hundred sectors by some hundred attributes, asked again for every body
def _of_sector(name: str, own: str) -> tuple[bool, bool]:
    """Whether to work in the sector *own* tells the attribute, and whether it leaves it possible."""
    entry = scopes.attributes()[name]
    tells = any(sectors.is_within(own, term) for term in (name, *entry.follows_from))
    return tells, any(sectors.may_overlap(own, term) for term in entry.only_in)


def _from_name(attribute: str, name: str) -> Verdict | None:
    told, denied = _endings(attribute)
    if name.endswith(told):
        return Verdict.APPLIES
    return Verdict.DOES_NOT_APPLY if name.endswith(denied) else None


@cache
def _endings(attribute: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ends of names that tell the attribute, and those that deny it."""
    entry, every = scopes.attributes()[attribute], scopes.attributes().values()
    narrower = [one for one in every if one.name == attribute or attribute in one.within]
    told = tuple(end for one in narrower for end in one.names)
    if entry.group is None:
        return told, entry.not_names
    related = {attribute, *entry.within, *(one.name for one in narrower)}  # of others of the group it is none
    others = [one for one in every if one.group == entry.group and one.name not in related]
    return told, (*entry.not_names, *(end for one in others for end in one.names))


@lru_cache(maxsize=4096)
def resolve_place(name: str) -> places.Place:
    """The one place that *name* (or code) means; UsageError where there is none or more than one."""
    found = places.resolve(name)
    if len(found) == 1:
        return found[0]
    if not found:
        near = "、".join(place.full_name for place in places.nearest(name))
        raise UsageError(
            _("No place is called {name}.").format(name=name),
            mend=_("Did you mean {near}? A GB/T 2260 code is accepted as well.").format(near=near)
            if near
            else _(
                "Write the Chinese name of a province, city or county in full (吉林省吉林市), or its GB/T 2260 code."
            ),
        )
    candidates = "、".join(f"{place.full_name}（{place.code}）" for place in found)
    raise UsageError(
        _("{name} can mean several places.").format(name=name),
        mend=_("Write one of them in full, or its code: {candidates}").format(candidates=candidates),
    )


def resolve_sector(word: str) -> str:
    """The sector that *word* (ours, an alias, or a GB/T 4754 code) means; UsageError where there is none."""
    if (found := sectors.resolve(word)) is not None:
        return found
    near = "、".join(sectors.nearest(word))
    raise UsageError(
        _("No sector is called {name}.").format(name=word),
        mend=_("Did you mean {near}? A GB/T 4754 code is accepted as well.").format(near=near)
        if near
        else _("Write one of Zeren's terms ({examples} …), or a GB/T 4754 code.").format(
            examples="、".join(sectors.terms()[:6])
        ),
    )


def _resolved(words: Iterable[str] | None) -> tuple[str, ...] | None:
    if words is None:
        return None
    return tuple(dict.fromkeys(term for word in words for term in (resolve_sector(word), *sectors.of_class(word))))


def _views(entity: Entity) -> tuple[View, ...]:
    """The seat and the sites. A site without sectors of its own has those of the entity; where every site states
    its own and the entity none, the entity's are theirs together."""
    own = _resolved(entity.sectors)
    seat = resolve_place(entity.place) if entity.place else None
    sites = [_site(site, own) for site in entity.sites or ()]
    if own is None and sites and all(site.sectors is not None for site in sites):
        own = tuple(dict.fromkeys(one for site in sites for one in site.sectors or ()))
    if seat is None and sites:
        return tuple(sites)
    if any(site.place == seat for site in sites):  # the seat is one of the sites
        return tuple(sites)
    return (View(None, seat, own), *sites)


def _site(site: Site, inherited: tuple[str, ...] | None) -> View:
    own = _resolved(site.sectors)
    return View(site.name or site.place, resolve_place(site.place), inherited if own is None else own)
