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
from policies.conditions import Condition, Named
from rules.evaluate import decide_in
from rules.grounds import default_of, grounds
from rules.logic import negation
from rules.organs import stem_of
from rules.resolved import Facts, View
from rules.terms import op_of

__all__ = ["Entry", "Index", "Matched", "Postings"]

_YES, _OPEN, _NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY
_MOST_KEPT = 1 << 26  # bytes of bitmaps that are kept from one question for the next
_FORCE = ("in_force", "window")
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


class Index:
    """Answers over *postings*, for many entities one after another."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._all = postings.everything()
        self._slots = [(slot, *op_of(slot)) for slot in postings.slots()]
        self._free: dict[str, BitMap] = {}
        self._entries: dict[str, Sequence[Entry]] = {}
        self._stems: dict[str, dict[str, list[Entry]]] = {}
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
        reaches = [self._window(on) if dated else _Reach(len(self._all), self._all, self._all)]
        for slot, op, negated in self._slots:
            if not dated and op in _FORCE:
                continue
            reaches.append(self._reach(slot, op, negated, facts, view, on))
        reaches.sort(key=_size)
        possible = BitMap.intersection(*(reach.possible for reach in reaches))
        unsure = [reach.sure for reach in reaches if reach.sure is not reach.possible]
        return Matched(BitMap.intersection(possible, *unsure) if unsure else possible, possible)

    # What a slot lets pass

    def _reach(self, slot: str, op: str, negated: bool, facts: Facts, view: View, on: date) -> _Reach:
        ground = grounds(op, facts, view)
        if ground is not None:
            key = (slot, on, ground)
            known = self._kept.get(key)
            if known is None:
                known = self._keep(key, self._passing(slot, self._decided(slot, negated, facts, view, on)))
            return known
        most = default_of(op, facts)
        if most is None:
            deviations = self._decided(slot, negated, facts, view, on)
        else:
            deviations = self._touched(slot, op, negated, most, facts, view, on)
        return self._kept.get((slot, deviations)) or self._keep((slot, deviations), self._passing(slot, deviations))

    def _decided(self, slot: str, negated: bool, facts: Facts, view: View, on: date) -> _Deviations:
        """Every literal decided."""
        return _deviations(_NO, self._all_entries(slot), negated, facts, view, on)

    def _touched(
        self, slot: str, op: str, negated: bool, most: Verdict, facts: Facts, view: View, on: date
    ) -> _Deviations:
        """The literals decided that facts name; the others have the verdict *most*."""
        found = (
            {entry.number: entry for entry in self._postings.find(slot, facts.attributes)} if facts.attributes else {}
        )
        if op == "named":
            stems = self._by_stem(slot)
            for stem in facts.organs.stems:
                found.update((entry.number, entry) for entry in stems.get(stem, ()))
        return _deviations(negation(most) if negated else most, found.values(), negated, facts, view, on)

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

    def _all_entries(self, slot: str) -> Sequence[Entry]:
        found = self._entries.get(slot)
        if found is None:
            found = self._entries[slot] = self._postings.entries(slot)
        return found

    def _by_stem(self, slot: str) -> dict[str, list[Entry]]:
        found = self._stems.get(slot)
        if found is None:
            found = self._stems[slot] = {}
            for entry in self._all_entries(slot):
                assert isinstance(entry.atom, Named)
                found.setdefault(stem_of(entry.atom.name), []).append(entry)
        return found

    def _keep(self, key: Hashable, reach: _Reach) -> _Reach:
        self._weight += _weight(reach.possible) + (_weight(reach.sure) if reach.sure is not reach.possible else 0)
        if self._weight > _MOST_KEPT:
            self._kept.clear()
            self._weight = 0
        self._kept[key] = reach
        return reach


def _size(reach: _Reach) -> int:
    return reach.size


def _weight(terms: BitMap) -> int:
    """About the bytes that the bitmap takes."""
    return 200 + (min(2 * len(terms), terms.max() // 8) if terms else 0)


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
