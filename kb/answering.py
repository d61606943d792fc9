"""Which duties of a base apply to an entity: found through the index over conditions, read only where they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from pyroaring import BitMap

from kb.endings import ended_on
from kb.postings import StoredPostings, owners
from kb.records import records_at
from policies.answers import DutyRecord
from rules.collection import Decided
from rules.index import Index
from rules.resolved import Facts

__all__ = ["Answering", "snapshot"]


class Answering:
    """Answers over one state of a base; what one question has loaded the next one finds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._state = _state(connection)
        self._index = Index(StoredPostings(connection))
        self._ended: tuple[date, BitMap] | None = None

    @property
    def current(self) -> bool:
        """Whether the base is still as it was."""
        return self._state == _state(self._connection)

    def decide(self, facts: Facts, on: date) -> Decided:
        """The duties that apply and those that are unknown, by their numbers in the base."""
        sure, possible = self._index.match(facts, on)
        ended = self._ended_on(on)
        applies = owners(self._connection, sure) - ended
        return Decided(applies, owners(self._connection, possible - sure) - applies - ended)

    def lapsed(self, facts: Facts, on: date) -> BitMap:
        """The duties that would apply, or be unknown, if only they were in force: all the others do not concern it."""
        concerned = owners(self._connection, self._index.match(facts, on, dated=False).possible)
        applies, unknown = self.decide(facts, on)
        return concerned - applies - unknown

    def _ended_on(self, on: date) -> BitMap:
        """What other documents of the base have ended by that day."""
        if self._ended is None or self._ended[0] != on:
            self._ended = on, ended_on(self._connection, on)
        return self._ended[1]

    def records(self, duties: BitMap) -> Iterator[DutyRecord]:
        """These duties in the order of documents (by date) and of their text."""
        rows = self._connection.execute(
            "SELECT u.seq FROM duties u JOIN documents d ON d.seq = u.document"
            " WHERE u.seq IN (SELECT value FROM json_each(?)) ORDER BY d.date IS NULL, d.date, d.id, u.ordinal",
            (json.dumps(list(duties)),),
        )
        yield from records_at(self._connection, [row[0] for row in rows])


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


def _state(connection: sqlite3.Connection) -> tuple[int, int]:
    """Changes when anybody, or we ourselves, have written."""
    return connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes
