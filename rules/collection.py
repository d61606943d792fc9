"""Conditions in memory with their index: what ``kb.postings`` is in a base."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
        self._slots: dict[str, dict[str, Entry]] = {}
        self._days: dict[str, dict[str, int]] = {}
        self._count = 0
        for term in terms:
            for one in term:
                self._sets[self._number(one)].add(self._count)
            self._count += 1

    def _number(self, one: Posted) -> int:
        if one.atom:
            entries = self._slots.setdefault(one.slot, {})
            if (known := entries.get(one.key)) is not None:
                return known.number
            entries[one.key] = Entry(len(self._sets), one.key, condition_of(one.atom))
        else:
            keys = self._days.setdefault(one.slot, {})
            if one.key in keys:
                return keys[one.key]
            keys[one.key] = len(self._sets)
        self._sets.append(BitMap())
        return len(self._sets) - 1

    def slots(self) -> Sequence[str]:
        return sorted(self._slots)

    def everything(self) -> BitMap:
        return BitMap(range(self._count))

    def members(self, slot: str) -> BitMap:
        return self.union([entry.number for entry in self.entries(slot)])

    def entries(self, slot: str) -> Sequence[Entry]:
        return list(self._slots.get(slot, {}).values())

    def keys(self, slot: str) -> Sequence[str]:
        return list(self._slots.get(slot, ()))

    def find(self, slot: str, keys: Collection[str]) -> Sequence[Entry]:
        entries = self._slots.get(slot, {})
        return [entries[key] for key in keys if key in entries]

    def between(self, slot: str, low: str, high: str) -> Sequence[int]:
        return [number for key, number in self._days.get(slot, {}).items() if low < key < high]

    def union(self, numbers: Collection[int]) -> BitMap:
        return BitMap.union(*(self._sets[number] for number in numbers)) if numbers else BitMap()


class IndexedConditions:
    """A row of conditions, decided together."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        found = together(conditions)
        self._owners = list(found.values())
        self.index = Index(MemoryPostings(found))

    def decide(self, facts: Facts, on: date) -> Decided:
        """The verdicts for one entity on a day; those of ``rules.evaluate.decide`` on each condition."""
        sure, possible = self.index.match(facts, on)
        applies = self._owned(sure)
        return Decided(applies, self._owned(possible - sure) - applies)

    def _owned(self, terms: BitMap) -> BitMap:
        return BitMap([number for term in terms for number in self._owners[term]])
