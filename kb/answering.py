"""Which duties of a base apply to an entity: found through the index over conditions, read only where they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from pyroaring import BitMap

from kb.endings import ended_on
from kb.overrides import Overrides
from kb.postings import StoredPostings, owners, read_set
from kb.records import records_at
from kb.schema import damaged
from policies.answers import DutyRecord
from policies.messages import _
from rules.collection import Decided
from rules.index import Index
from rules.resolved import Facts

__all__ = ["Answering", "Reached", "snapshot", "state_of"]


_MOST_KNOWN = 100_000  # terms whose duties are kept from one question for the next


class Reached(NamedTuple):
    """The ids of the duties that apply to an entity, and of those of which it is not known."""

    applies: list[str]
    unknown: list[str]


class Answering:
    """Answers over one state of a base; what one question has loaded the next one finds."""

    def __init__(self, connection: sqlite3.Connection, overrides: Overrides) -> None:
        self._connection = connection
        self.overrides = overrides
        self._state = state_of(connection)
        self._index = Index(StoredPostings(connection))
        self._ended: tuple[date, BitMap] | None = None
        self._known = BitMap()  # terms whose duties are at hand
        self._owned: dict[int, list[tuple[int, str]]] = {}

    @property
    def current(self) -> bool:
        """Whether the base is still as it was."""
        return self._state == state_of(self._connection)

    def decide(self, facts: Facts, on: date) -> Decided:
        """The duties that apply and those that are unknown, by their numbers in the base."""
        sure, possible = self._index.match(facts, on)
        ended = self._ended_on(on)
        applies = owners(self._connection, sure)
        unknown = owners(self._connection, possible - sure) - applies
        applies, unknown = self.overrides.settle(Decided(applies, unknown), facts, on)
        return Decided(applies - ended, unknown - ended)

    def applies(self, facts: Facts, on: date) -> BitMap:
        """The duties that surely apply, by their numbers in the base, where nobody asks for the others."""
        sure = owners(self._connection, self._index.match(facts, on).sure)
        return self.overrides.settle(Decided(sure, BitMap()), facts, on).applies - self._ended_on(on)

    def lapsed(self, facts: Facts, on: date) -> BitMap:
        """The duties that would apply, or be unknown, if only they were in force: all the others do not concern it."""
        concerned = owners(self._connection, self._index.match(facts, on, dated=False).possible)
        applies, unknown = self.decide(facts, on)
        return self.overrides.concerned(concerned, facts, on) - applies - unknown

    def _ended_on(self, on: date) -> BitMap:
        """What other documents of the base have ended by that day."""
        if self._ended is None or self._ended[0] != on:
            self._ended = on, ended_on(self._connection, on)
        return self._ended[1]

    def reached(self, facts: Facts, on: date) -> Reached:
        """The ids of the duties that apply and of those that are unknown, in the order in which the base holds them."""
        sure, possible = self._index.match(facts, on)
        applies = self._duties(sure)
        unknown = self._duties(possible - sure)
        self.overrides.settle_ids(applies, unknown, facts, on)
        for seq in self._ended_on(on).intersection(BitMap([*applies, *unknown])):
            applies.pop(seq, None)
            unknown.pop(seq, None)
        for seq in applies.keys() & unknown.keys():
            del unknown[seq]
        return Reached([applies[seq] for seq in sorted(applies)], [unknown[seq] for seq in sorted(unknown)])

    def _duties(self, terms: BitMap) -> dict[int, str]:
        """The numbers and ids of the duties that have one of *terms*."""
        new = terms - self._known
        if new:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
                self._owned.clear()
                new = terms
            self._learn(new)
        found: dict[int, str] = {}
        for term in terms:
            found.update(self._owned[term])
        return found

    def _learn(self, terms: BitMap) -> None:
        rows = self._connection.execute(
            "SELECT seq, duties FROM terms WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(list(terms)),)
        )
        owned = {term: read_set(duties) for term, duties in rows}
        duties = BitMap.union(*owned.values()) if owned else ()
        rows = self._connection.execute(
            "SELECT seq, id FROM duties WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(list(duties)),)
        )
        ids: dict[int, str] = dict(rows.fetchall())
        try:
            self._owned.update((term, [(seq, ids[seq]) for seq in its]) for term, its in owned.items())
        except KeyError as error:
            raise damaged(_("A duty or what belongs to it is missing.")) from error
        self._known |= terms

    def records(self, duties: BitMap) -> Iterator[DutyRecord]:
        """These duties in the order of documents (by date) and of their text."""
        rows = self._connection.execute(
            "SELECT u.seq FROM duties u JOIN documents d ON d.seq = u.document"
            " WHERE u.seq IN (SELECT value FROM json_each(?)) ORDER BY d.date IS NULL, d.date, d.id, u.ordinal",
            (json.dumps(list(duties)),),
        )
        yield from map(self.overrides.over, records_at(self._connection, [row[0] for row in rows]))


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """One state of the base, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def state_of(connection: sqlite3.Connection) -> tuple[int, int]:
    """Changes when anybody, or we ourselves, have written."""
    return connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes
