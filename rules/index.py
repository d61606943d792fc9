"""An index over conditions: which of a million hold for an entity, at a cost that follows the answer.

Every condition is a few terms, each a conjunction of literals (``rules.terms``). Terms have numbers; for each literal
the index holds the set of terms that have it, as a roaring bitmap. For an entity, the literals of one slot leave two
sets of terms: those that *surely* pass (their literal holds, or they have none in this slot) and those that *possibly*
do (it does not fail). What is left when the slots are laid over each other applies, or is unknown; that is Kleene's
conjunction. Of a slot only those literals are touched that the facts decide otherwise than most.

The verdicts are those of ``rules.evaluate.decide``, atom by atom; the index only spares repeating them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from pyroaring import BitMap

from policies.answers import Verdict
from policies.conditions import Condition
from rules.evaluate import decide_in
from rules.grounds import Directory, default_of, directory, grounds, parts
from rules.logic import negation
from rules.resolved import Facts, View
from rules.terms import op_of

__all__ = ["Entry", "Index", "Matched", "Postings"]

_YES, _OPEN, _NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY
_MOST_KEPT = 1 << 25  # bytes of bitmaps that are kept from one question for the next
_OVERHEAD = 2000  # bytes of an entry besides its bitmaps: the key, the objects
_FORCE = ("in_force", "window")
_FEW_FACTS = ("kind", "level", "position")  # looked at together: they make a few hundred askers
_FIRST = (*_FEW_FACTS, "within")  # they leave little, and the facts are at hand
_END = "\x7f"  # behind every day


class Entry(NamedTuple):
    """A literal of a slot: its number, what it asks, and the atom (or tree) itself."""

    number: int
    key: str
    atom: Condition


class Postings(Protocol):
    """Where the sets of terms are kept: in memory, or in a base."""

    def slots(self) -> Sequence[str]:
        """All slots but those of days."""

    def everything(self) -> BitMap:
        """All terms."""

    def members(self, slot: str) -> BitMap:
        """The terms that have a literal in *slot*."""

    def entries(self, slot: str) -> Sequence[Entry]:
        """All literals of *slot*."""

    def keys(self, slot: str) -> Sequence[str]:
        """What the literals of *slot* ask."""

    def find(self, slot: str, keys: Collection[str]) -> Sequence[Entry]:
        """The literals of *slot* that ask one of *keys*."""

    def between(self, slot: str, low: str, high: str) -> Sequence[int]:
        """The numbers of the literals of *slot* whose keys lie between the two, without them."""

    def union(self, numbers: Collection[int]) -> BitMap:
        """The terms that have one of these literals."""


class Matched(NamedTuple):
    """Terms that surely hold, and those that possibly do (the first among them)."""

    sure: BitMap
    possible: BitMap


class _Reach(NamedTuple):
    """What one slot lets pass. ``sure`` is ``possible`` itself where nothing is unknown."""

    size: int
    possible: BitMap
    sure: BitMap


class _Deviations(NamedTuple):
    """Verdicts on the literals of a slot: those that are not like most."""

    most: Verdict
    others: tuple[tuple[int, Verdict], ...]


class _Group(NamedTuple):
    """Slots that are looked at together, since the same few facts decide them."""

    ops: tuple[str, ...]
    slots: tuple[tuple[str, str, bool], ...]  # each with its op, and whether it denies


class Index:
    """Answers over *postings*, for many entities one after another."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._all = postings.everything()
        groups = _grouped(postings.slots())
        self._first = [group for group in groups if group.ops[0] in _FIRST]
        self._later = [group for group in groups if group.ops[0] not in _FIRST]
        self._having: dict[_Group, BitMap] = {}
        self._free: dict[str, BitMap] = {}
        self._entries: dict[str, Sequence[Entry]] = {}
        self._directories: dict[str, Directory] = {}
        self._kept: dict[Hashable, _Reach] = {}
        self._weight = 0

    def match(self, facts: Facts, on: date, *, dated: bool = True) -> Matched:
        """The terms that hold for the entity on a day; with several sites, at one of them.

        Without *dated*, as if all documents were in force: literals on days and on being in force let everything pass.
        """
        views = facts.views
        found = self._seen_from(views[0], facts, on, dated)
        for view in views[1:]:
            more = self._seen_from(view, facts, on, dated)
            found = Matched(found.sure | more.sure, found.possible | more.possible)
        return found

    def _seen_from(self, view: View, facts: Facts, on: date, dated: bool) -> Matched:
        days = self._window(on) if dated else _Reach(len(self._all), self._all, self._all)
        first = [days, *(self._reach(group, facts, view, on) for group in self._first)]
        first.sort(key=_size)
        sure, possible = _laid_over(first)
        for group in self._later:
            if not dated and group.ops[0] in _FORCE:
                continue
            if possible.isdisjoint(self._members(group)):
                continue  # nothing that is left asks for it: its facts need not be worked out
            reach = self._reach(group, facts, view, on)
            sure &= reach.sure
            possible &= reach.possible
        return Matched(sure, possible)

    # What the slots of a group let pass

    def _reach(self, group: _Group, facts: Facts, view: View, on: date) -> _Reach:
        if len(group.slots) == 1 and (simpler := parts(group.ops[0], facts, view)):
            return self._together(group, [self._reach(group, facts, one, on) for one in simpler])
        found = [grounds(op, facts, view) for op in group.ops]
        if None not in found:
            key: Hashable = (on, group.slots[0][0], *found)
            known = self._kept.get(key)
            if known is not None:
                return known
        deviations = [self._deviations(*slot, facts, view, on) for slot in group.slots]
        if None in found:
            key = (group.slots[0][0], *deviations)
            known = self._kept.get(key)
            if known is not None:
                return known
        passing = [self._passing(slot[0], one) for slot, one in zip(group.slots, deviations, strict=True)]
        if len(passing) > 1:
            sure, possible = _laid_over(sorted(passing, key=_size))
            return self._keep(key, _Reach(len(possible), possible, possible if sure == possible else sure))
        return self._keep(key, passing[0])

    @staticmethod
    def _together(group: _Group, reaches: list[_Reach]) -> _Reach:
        """What passes one of several views; where literals are denied, all of them."""
        combine = BitMap.intersection if group.slots[0][2] else BitMap.union
        possible = combine(*(reach.possible for reach in reaches))
        return _Reach(len(possible), possible, combine(*(reach.sure for reach in reaches)))

    def _deviations(self, slot: str, op: str, negated: bool, facts: Facts, view: View, on: date) -> _Deviations:
        most = default_of(op, facts, view)
        if most is None:
            return _deviations(_NO, self._all_entries(slot), negated, facts, view, on)
        found = self._directories.get(slot)
        if found is None:
            found = self._directories[slot] = directory(op, lambda: self._postings.keys(slot))
        keys = frozenset(found(facts, view))
        entries = self._postings.find(slot, keys) if keys else ()
        return _deviations(negation(most) if negated else most, entries, negated, facts, view, on)

    def _passing(self, slot: str, deviations: _Deviations) -> _Reach:
        most, others = deviations
        if most is _NO:
            sure = self._free_of(slot) | self._union(others, _YES)
            unknown = self._union(others, _OPEN)
            possible = sure | unknown if unknown else sure
        elif most is _OPEN:
            sure = self._free_of(slot) | self._union(others, _YES)
            possible = self._all - self._union(others, _NO)
        else:
            possible = self._all - self._union(others, _NO)
            unknown = self._union(others, _OPEN)
            sure = possible - unknown if unknown else possible
        return _Reach(len(possible), possible, sure)

    def _union(self, others: Iterable[tuple[int, Verdict]], verdict: Verdict) -> BitMap:
        return self._postings.union([number for number, one in others if one is verdict])

    def _window(self, on: date) -> _Reach:
        """The terms whose days hold *on*: all but those that begin later or ended before."""
        key = ("window", on)
        known = self._kept.get(key)
        if known is None:
            day = on.isoformat()
            month, year = day[:7], day[:4]
            between = self._postings.between
            missed = [
                *between("since/year", year, _END),
                *between("since/month", month, year + _END),
                *between("since/day", day, month + _END),
                *between("until/year", "", year),
                *between("until/month", year, month),
                *between("until/day", month, day),
            ]
            passing = self._all - self._postings.union(missed)
            known = self._keep(key, _Reach(len(passing), passing, passing))
        return known

    # What is kept from one question for the next

    def _free_of(self, slot: str) -> BitMap:
        found = self._free.get(slot)
        if found is None:
            found = self._free[slot] = self._all - self._postings.members(slot)
        return found

    def _members(self, group: _Group) -> BitMap:
        found = self._having.get(group)
        if found is None:
            found = self._having[group] = BitMap.union(*(self._postings.members(slot) for slot, _, _ in group.slots))
        return found

    def _all_entries(self, slot: str) -> Sequence[Entry]:
        found = self._entries.get(slot)
        if found is None:
            found = self._entries[slot] = self._postings.entries(slot)
        return found

    def _keep(self, key: Hashable, reach: _Reach) -> _Reach:
        self._kept[key] = reach
        self._weight += _weight(reach)
        while self._weight > _MOST_KEPT and len(self._kept) > 1:  # the oldest goes
            self._weight -= _weight(self._kept.pop(next(iter(self._kept))))
        return reach


def _grouped(slots: Sequence[str]) -> list[_Group]:
    by_op: dict[str, list[tuple[str, str, bool]]] = {}
    for slot in slots:
        op, negated = op_of(slot)
        by_op.setdefault(op, []).append((slot, op, negated))
    few = tuple(op for op in by_op if op in _FEW_FACTS)
    groups = [
        _Group((op,), some)
        for op, found in by_op.items()
        if op not in few
        for some in (((slot,) for slot in found) if op == "sector" else (tuple(found),))  # sector by sector
    ]
    if few:
        groups.append(_Group(few, tuple(slot for op in few for slot in by_op[op])))
    return groups


def _laid_over(reaches: Sequence[_Reach]) -> Matched:
    """What passes everywhere, as sets of their own; the smallest first."""
    possible = BitMap.intersection(*(reach.possible for reach in reaches))
    return Matched(BitMap.intersection(possible, *(reach.sure for reach in reaches)), possible)


def _size(reach: _Reach) -> int:
    return reach.size


def _weight(reach: _Reach) -> int:
    """About the bytes that it takes."""
    sets = (reach.possible,) if reach.sure is reach.possible else (reach.possible, reach.sure)
    return _OVERHEAD + sum(min(2 * len(one), one.max() // 8) if one else 0 for one in sets)


def _deviations(
    most: Verdict, entries: Iterable[Entry], negated: bool, facts: Facts, view: View, on: date
) -> _Deviations:
    """The verdicts on *entries* that differ from *most*; those of a slot of negated literals are turned round."""
    others = []
    for number, _key, atom in entries:
        verdict = decide_in(atom, facts, view, on)
        if negated:
            verdict = negation(verdict)
        if verdict is not most:
            others.append((number, verdict))
    return _Deviations(most, tuple(others))
