"""Atoms of conditions over facts: the verdict, the key of the fact that would decide, and the words for people.

Each atom is a small class of cases; the tables at the foot say which function answers which atom.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from policies.answers import Fact, Verdict
from policies.conditions import (
    Attribute,
    ForceDoubt,
    Function,
    InForce,
    Kind,
    LevelIn,
    Named,
    Position,
    Quoted,
    Sector,
    Size,
    Window,
    Within,
)
from policies.messages import _
from policies.vocabulary import functions, issuers, places, scopes, sectors, sizes
from policies.wording import kind_word, level_word
from rules.logic import disjunction
from rules.organs import stem_of
from rules.resolved import Facts, View

__all__ = ["Atom", "decide_atom", "fact_of", "force_name", "memo_key", "note_of", "only_inside", "says"]

Atom: TypeAlias = (
    Kind | LevelIn | Within | Sector | Size | Position | Function | Attribute | Named | Window | InForce | Quoted
)
_YES, _OPEN, _NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY


def _yes(holds: bool) -> Verdict:
    return _YES if holds else _NO


def decide_atom(atom: Atom, facts: Facts, view: View, on: date) -> Verdict:
    """The atom's verdict for the entity as seen from *view* on a day."""
    if isinstance(atom, Window):
        return _window(atom, on)
    key = (atom.op, memo_key(atom))
    known = view.memo.get(key)
    if known is None:
        known = view.memo[key] = _DECIDE[atom.op](atom, facts, view)
    return known


def memo_key(atom: Atom) -> str:
    """What the atom asks, without where it comes from."""
    return _VALUE[atom.op](atom)


# Verdicts


def _window(atom: Window, on: date) -> Verdict:
    return _yes((atom.since is None or atom.since <= on) and (atom.until is None or on <= atom.until))


def _kind(atom: Kind, facts: Facts, view: View) -> Verdict:
    return _OPEN if facts.kind is None else _yes(facts.kind is atom.kind)


def _level(atom: LevelIn, facts: Facts, view: View) -> Verdict:
    return _OPEN if facts.level is None else _yes(facts.level.value in atom.levels)


def _within(atom: Within, facts: Facts, view: View) -> Verdict:
    if view.place is None:
        return _OPEN
    if not atom.place.isdigit():
        return _within_unlisted(atom.place, facts, view.place)
    if places.is_within(view.place.code, atom.place):
        return _YES
    if not places.touches(view.place.code, atom.place):
        return _NO
    # A wider place than the one asked for: an enterprise in it may lie inside, a government of it does not. Where one
    # of the two is no more and its ground was divided, nobody can tell from the place alone.
    asked = places.by_code(atom.place)
    divided = view.place.former or (asked is not None and asked.former)
    return _OPEN if divided or not facts.authority else _NO


def only_inside(atom: Within, view: View) -> bool:
    """Whether the place that is known is wider than the one asked for: then an authority does not lie in it."""
    if view.place is None or view.place.former:
        return False
    asked = places.by_code(atom.place) if atom.place.isdigit() else None
    return asked is not None and not asked.former and places.touches(view.place.code, atom.place)


def _within_unlisted(name: str, facts: Facts, own: places.Place) -> Verdict:
    """A place below the county, or one that the table of places does not know: only what is far away is not in it."""
    leading = issuers.leading_place(name)
    if leading is None:
        return _OPEN
    near = places.is_within(own.code, leading[0].code)
    wider = places.is_within(leading[0].code, own.code) and not facts.authority
    return _OPEN if near or wider else _NO


def _sector(atom: Sector, facts: Facts, view: View) -> Verdict:
    if (stated := facts.attributes.get(atom.sector)) is not None:
        return _yes(stated)
    if view.sectors is None:
        return _OPEN
    return disjunction(_one_sector(own, atom.sector) for own in view.sectors)


@lru_cache(maxsize=1 << 15)  # pairs of terms
def _one_sector(own: str, asked: str) -> Verdict:
    if sectors.is_within(own, asked):
        return _YES
    # A wider sector than the one asked for (矿山 for 煤矿), or one that goes with it (化工, 消防), leaves it open.
    return _OPEN if sectors.may_overlap(own, asked) else _NO


def _size(atom: Size, facts: Facts, view: View) -> Verdict:
    asked = sizes.classes().get(atom.size)
    if asked is None:  # a class that nobody lists is known only where it is stated
        return _YES if facts.entity.size == atom.size else _OPEN
    if facts.possible_sizes <= asked.covers:
        return _YES
    return _OPEN if facts.possible_sizes & asked.covers else _NO


def _position(atom: Position, facts: Facts, view: View) -> Verdict:
    """A body without a stated post asks as itself, and answers for the duties of its posts as well as its own."""
    if facts.position is None:
        return _YES
    if not atom.position:
        return _NO  # a duty of the body as such is not on the list of one post
    asked = scopes.post(atom.position)
    if facts.position == asked:
        return _YES
    own = scopes.posts().get(facts.position)
    return _yes(own is not None and asked in own.within)


def _function(atom: Function, facts: Facts, view: View) -> Verdict:
    functions = facts.organs.functions
    return _OPEN if functions is None else _yes(atom.function in functions)


def _attribute(atom: Attribute, facts: Facts, view: View) -> Verdict:
    return facts.holds(atom.name, view)


def _named(atom: Named, facts: Facts, view: View) -> Verdict:
    stated = facts.attributes.get(atom.name)
    if stated is not None:
        return _yes(stated)
    if facts.entity.name is None:
        return _OPEN
    return _yes(stem_of(atom.name) in facts.organs.stems)


def _in_force(atom: InForce, facts: Facts, view: View) -> Verdict:
    if atom.draft:
        return _NO
    stated = facts.attributes.get(force_name(atom))
    return _OPEN if stated is None else _yes(stated)


def force_name(atom: InForce) -> str:
    """The name under which the asker states whether the document is in force."""
    return f"《{atom.document}》{_STATED[atom.doubt]}"


_STATED = {
    ForceDoubt.UNDATED: "在所问之日有效",
    ForceDoubt.WORDING: "现有文本在所问之日有效",
    ForceDoubt.YEARS: "在所问之日仍在执行",
}


def _quoted(atom: Quoted, facts: Facts, view: View) -> Verdict:
    stated = facts.attributes.get(atom.words)
    return _OPEN if stated is None else _yes(stated)


# Facts that would decide, as questions


def fact_of(atom: Atom, facts: Facts) -> Fact:
    """The fact that would decide an atom which is unknown."""
    return _FACT[atom.op](atom, facts)


def _fact_kind(atom: Kind, facts: Facts) -> Fact:
    return Fact(key="kind", question=_("What are you: government, department, enterprise, institution or individual?"))


def _fact_level(atom: LevelIn, facts: Facts) -> Fact:
    if facts.views[0].place is None:  # the place tells the level as well
        return _fact_place(None, facts)
    return Fact(key="level", question=_("Which administrative level are you of?"))


def _fact_place(atom: Within | None, facts: Facts) -> Fact:
    return Fact(key="place", question=_("Where do you lie? (the smallest place, in full)"))


def _fact_sectors(atom: Sector, facts: Facts) -> Fact:
    # The list of sectors does not tell whether a matter that any body may have is one's own.
    if facts.all_sectors is not None or sectors.cross_cutting(atom.sector):
        return Fact(
            key=f"attribute:{atom.sector}", question=_("Does this hold for you: {name}?").format(name=atom.sector)
        )
    return Fact(key="sectors", question=_("Which sectors do you work in? (all of them)"))


def _fact_size(atom: Size, facts: Facts) -> Fact:
    left = "、".join(sizes.choices(facts.possible_sizes))
    return Fact(key="size", question=_("Which class of size do you belong to: {classes}?").format(classes=left))


def _fact_functions(atom: Function, facts: Facts) -> Fact:
    return Fact(key="functions", question=_("Which functions does your department have? (all of them)"))


def _fact_attribute(atom: Attribute, facts: Facts) -> Fact:
    return Fact(key=f"attribute:{atom.name}", question=_("Does this hold for you: {name}?").format(name=atom.name))


def _fact_name(atom: Named, facts: Facts) -> Fact:
    return Fact(key="name", question=_("What is your full name?"))


def _fact_words(atom: Quoted, facts: Facts) -> Fact:
    return Fact(key=f"words:{atom.words}", question=_("Does this hold for you: “{words}”?").format(words=atom.words))


def _fact_in_force(atom: InForce, facts: Facts) -> Fact:
    question = {
        ForceDoubt.UNDATED: _("Is “{document}” in force on the date asked about? (it bears no date)"),
        ForceDoubt.WORDING: _("Did “{document}” read like this on the date asked about? (it was revised later)"),
        ForceDoubt.YEARS: _("Is “{document}” still carried out on the date asked about? (its title names years)"),
    }[atom.doubt]
    return Fact(key=f"words:{force_name(atom)}", question=question.format(document=atom.document))


def _fact_position(atom: Position, facts: Facts) -> Fact:
    return Fact(key="position", question=_("Which post do you hold?"))


# Words for people


def note_of(atom: Atom, facts: Facts, view: View) -> str | None:
    """The inference by which the entity's own fact is known, where it is not stated."""
    match atom:
        case Within():
            return _notes_on_places(atom, view)
        case LevelIn() if facts.level is not None:
            return facts.level.note
        case Function():
            return "；".join(note for note in (_note_on_organ(atom), facts.organs.note) if note) or None
        case Attribute():
            return facts.attribute(atom.name)[1]
        case Size():
            return facts.size_note
    return None


def _notes_on_places(atom: Within, view: View) -> str | None:
    """What became of the place of the entity or of the duty, where one of them is no more."""
    asked = places.by_code(atom.place) if atom.place.isdigit() else None
    notes = []
    for place in dict.fromkeys(one for one in (asked, view.place) if one is not None and one.former):
        heirs = "、".join(heir.full_name for code in place.successors if (heir := places.by_code(code)))
        form = (
            _("{place} was changed in {year}; its ground belongs to {heirs} today")
            if place.until
            else _("{place} is no more; its ground belongs to {heirs} today")
        )
        notes.append(form.format(place=place.full_name, year=place.until, heirs=heirs))
    return "；".join(notes) or None


def _note_on_organ(atom: Function) -> str | None:
    """What became of the organ that the text names, where it is no more."""
    before = functions.predecessor("".join(atom.evidence.text.split()), atom.function) if atom.evidence else None
    if before is None:
        return None
    return _("what the organ named in the text did has been {function} since {year} ({decision})").format(
        function=atom.function, year=before.until, decision=before.by
    )


def size_word(facts: Facts) -> str | None:
    """The class of size that is known of the entity: as stated, else the classes that are left."""
    left = [one for one in sizes.exact() if one in facts.possible_sizes]
    return facts.entity.size or (_(" or ").join(left) if len(left) < len(sizes.exact()) else None)


def says(atom: Atom, verdict: Verdict, facts: Facts, view: View) -> str:
    """One line: what is asked, and how it stands with the entity."""
    asked = _ASKS[atom.op](atom)
    if verdict is _OPEN:
        return _("{asked}: not known").format(asked=asked)
    own = _own(atom, facts, view)
    if own is None:
        return (_("{asked}: yes") if verdict is _YES else _("{asked}: no")).format(asked=asked)
    form = _("{asked}: yes ({own})") if verdict is _YES else _("{asked}: no ({own})")
    return form.format(asked=asked, own=own)


def _own(atom: Atom, facts: Facts, view: View) -> str | None:
    """What the entity says of itself, for the line of the trace."""
    match atom:
        case Kind():
            return kind_word(facts.kind) if facts.kind else None
        case LevelIn():
            return level_word(facts.level.value) if facts.level else None
        case Within():
            return view.place.full_name if view.place else None
        case Sector():
            return "、".join(view.sectors) or _("none") if view.sectors is not None else None
        case Size():
            return size_word(facts)
        case Function():
            return "、".join(facts.organs.functions) or _("none") if facts.organs.functions is not None else None
        case Position():
            return facts.position or _("asked for the body as a whole")
        case Named():
            return facts.entity.name
    return None


def _asks_window(atom: Window) -> str:
    if atom.by is not None:
        name = atom.by.title or atom.by.doc_number or atom.by.document
        return _("in force until {until}, then ended by “{name}”").format(until=atom.until, name=name)
    if atom.since and atom.until:
        return _("in force from {since} to {until}").format(since=atom.since, until=atom.until)
    if atom.until:
        return _("in force until {until}").format(until=atom.until)
    if atom.since is None:
        return _("no end is stated")
    return _("in force since {since}").format(since=atom.since)


def _asks_place(atom: Within) -> str:
    place = places.by_code(atom.place)
    return _("lies in {place}").format(place=place.full_name if place else atom.place)


_ASKS_FORCE: dict[ForceDoubt, Callable[[str], str]] = {
    ForceDoubt.UNDATED: lambda name: _("“{document}” is in force").format(document=name),
    ForceDoubt.WORDING: lambda name: _("“{document}” read like this").format(document=name),
    ForceDoubt.YEARS: lambda name: _("“{document}” is still carried out").format(document=name),
}
_DECIDE: dict[str, Callable[..., Verdict]] = {
    "kind": _kind,
    "level": _level,
    "within": _within,
    "sector": _sector,
    "size": _size,
    "position": _position,
    "function": _function,
    "attribute": _attribute,
    "named": _named,
    "in_force": _in_force,
    "quoted": _quoted,
}
_VALUE: dict[str, Callable[..., str]] = {
    "kind": lambda atom: str(atom.kind.value),
    "level": lambda atom: ",".join(atom.levels),
    "within": lambda atom: str(atom.place),
    "sector": lambda atom: str(atom.sector),
    "size": lambda atom: str(atom.size),
    "position": lambda atom: str(atom.position),
    "function": lambda atom: str(atom.function),
    "attribute": lambda atom: str(atom.name),
    "named": lambda atom: str(atom.name),
    "in_force": lambda atom: f"{atom.document}/{atom.draft}/{atom.doubt}",
    "quoted": lambda atom: str(atom.words),
    "window": lambda atom: f"{atom.since}/{atom.until}",
}
_FACT: dict[str, Callable[..., Fact]] = {
    "kind": _fact_kind,
    "level": _fact_level,
    "within": _fact_place,
    "sector": _fact_sectors,
    "size": _fact_size,
    "position": _fact_position,
    "function": _fact_functions,
    "attribute": _fact_attribute,
    "named": _fact_name,
    "quoted": _fact_words,
    "in_force": _fact_in_force,
}
_ASKS: dict[str, Callable[..., str]] = {
    "kind": lambda atom: _("is of the kind {kind}").format(kind=kind_word(atom.kind)),
    "level": lambda atom: _("is of {levels}").format(levels="、".join(level_word(one) for one in atom.levels)),
    "within": _asks_place,
    "sector": lambda atom: _("works in {sector}").format(sector=atom.sector),
    "size": lambda atom: _("belongs to the size class {size}").format(size=atom.size),
    "position": lambda atom: (
        _("concerns the post {post}").format(post=atom.position)
        if atom.position
        else _("concerns the body as such, not one post")
    ),
    "function": lambda atom: _("has the function {function}").format(function=atom.function),
    "attribute": lambda atom: _("has the attribute {name}").format(name=atom.name),
    "named": lambda atom: _("is {name}").format(name=atom.name),
    "in_force": lambda atom: _("in force, not a draft") if atom.draft else _ASKS_FORCE[atom.doubt](atom.document),
    "quoted": lambda atom: _("“{words}”").format(words=atom.words),
    "window": _asks_window,
}
