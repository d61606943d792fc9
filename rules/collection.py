"""Conditions in memory with their index: what ``kb.postings`` is in a base."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pyroaring import BitMap

from policies.conditions import Condition
from rules.index import Entry, Index
from rules.resolved import Facts
from rules.terms import Posted, condition_of, together

__all__ = ["Decided", "IndexedConditions", "MemoryPostings"]


class Decided(NamedTuple):
    """The conditions that apply and those that are unknown, by their numbers; all others do not apply."""

    applies: BitMap
    unknown: BitMap


class MemoryPostings:
    """Sets of terms in memory."""

    def __init__(self, terms: Iterable[tuple[Posted, ...]]) -> None:
        self._sets: list[BitMap] = []
        self._slots: dict[str, dict[str, tuple[int, str]]] = {}
        self._days: dict[str, dict[str, int]] = {}
        self._count = 0
        for term in terms:
            for one in term:
                self._sets[self._number(one)].add(self._count)
            self._count += 1

    def _number(self, one: Posted) -> int:
        new = len(self._sets)
        if one.atom:
            number, _atom = self._slots.setdefault(one.slot, {}).setdefault(one.key, (new, one.atom))
        else:
            number = self._days.setdefault(one.slot, {}).setdefault(one.key, new)
        if number == new:
            self._sets.append(BitMap())
        return number

    def slots(self) -> Sequence[str]:
        return sorted(self._slots)

    def everything(self) -> BitMap:
        return BitMap(range(self._count))

    def members(self, slot: str) -> BitMap:
        return self.union([number for number, _atom in self._slots.get(slot, {}).values()])

    def entries(self, slot: str) -> Sequence[Entry]:
        return self.find(slot, self._slots.get(slot, ()))

    def keys(self, slot: str) -> Sequence[str]:
        return list(self._slots.get(slot, ()))

    def find(self, slot: str, keys: Collection[str]) -> Sequence[Entry]:
        held = self._slots.get(slot, {})
        return [Entry(held[key][0], key, condition_of(held[key][1])) for key in keys if key in held]

    def between(self, slot: str, low: str, high: str) -> Sequence[int]:
        return [number for key, number in self._days.get(slot, {}).items() if low < key < high]

    def union(self, numbers: Collection[int]) -> BitMap:
        return BitMap.union(*(self._sets[number] for number in numbers)) if numbers else BitMap()


class IndexedConditions:
    """A row of conditions, decided together."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self._set(together(conditions).items())

    @classmethod
    def of_terms(cls, terms: Iterable[tuple[tuple[Posted, ...], Iterable[int]]]) -> IndexedConditions:
        """Conditions whose terms are known, each with the numbers of the conditions that have it."""
        made = cls(())
        made._set(terms)
        return made

    def _set(self, terms: Iterable[tuple[tuple[Posted, ...], Iterable[int]]]) -> None:
        self._owners: list[BitMap] = []
        self.index = Index(MemoryPostings(self._noted(terms)))

    def _noted(self, terms: Iterable[tuple[tuple[Posted, ...], Iterable[int]]]) -> Iterator[tuple[Posted, ...]]:
        for term, numbers in terms:
            self._owners.append(BitMap(numbers))
            yield term

    def decide(self, facts: Facts, on: date) -> Decided:
        """The verdicts for one entity on a day; those of ``rules.evaluate.decide`` on each condition."""
        sure, possible = self.index.match(facts, on)
        applies = self._owned(sure)
        return Decided(applies, self._owned(possible - sure) - applies)

    def _owned(self, terms: BitMap) -> BitMap:
        return BitMap.union(*map(self._owners.__getitem__, terms)) if terms else BitMap()
