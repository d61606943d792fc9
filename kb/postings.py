"""Reading the index over conditions from the base, piece by piece: a question loads what its facts touch."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap

from kb.schema import damaged
from policies.messages import _
from rules.index import Entry
from rules.terms import condition_of

__all__ = ["EVERYTHING", "MEMBERS", "StoredPostings", "owners", "read_set"]

MEMBERS = "*"  # the slot whose keys are the slots: the terms that have a literal there
EVERYTHING = "*"  # the key in it under which all terms stand


def read_set(body: bytes) -> BitMap:
    """The numbers in a stored bitmap."""
    try:
        return BitMap.deserialize(body)
    except (ValueError, TypeError) as error:
        raise damaged(_("A part of the index over conditions can't be read.")) from error


@dataclass(slots=True)
class StoredPostings:
    """``rules.index.Postings`` of a base."""

    connection: sqlite3.Connection
    _members: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.connection.execute("SELECT key, seq FROM atoms WHERE slot = ?", (MEMBERS,))
        self._members = dict(rows.fetchall())

    def slots(self) -> Sequence[str]:
        return sorted(key for key in self._members if key != EVERYTHING)

    def everything(self) -> BitMap:
        return self.members(EVERYTHING)

    def members(self, slot: str) -> BitMap:
        return self.union([self._members[slot]] if slot in self._members else [])

    def entries(self, slot: str) -> Sequence[Entry]:
        return _entries(self.connection.execute("SELECT seq, key, atom FROM atoms WHERE slot = ?", (slot,)))

    def keys(self, slot: str) -> Sequence[str]:
        return [row[0] for row in self.connection.execute("SELECT key FROM atoms WHERE slot = ?", (slot,))]

    def find(self, slot: str, keys: Collection[str]) -> Sequence[Entry]:
        return _entries(
            self.connection.execute(
                "SELECT seq, key, atom FROM atoms WHERE slot = ? AND key IN (SELECT value FROM json_each(?))",
                (slot, json.dumps(list(keys))),
            )
        )

    def between(self, slot: str, low: str, high: str) -> Sequence[int]:
        rows = self.connection.execute(
            "SELECT seq FROM atoms WHERE slot = ? AND key > ? AND key < ?", (slot, low, high)
        )
        return [row[0] for row in rows]

    def union(self, numbers: Collection[int]) -> BitMap:
        if not numbers:
            return BitMap()
        rows = self.connection.execute(
            "SELECT terms FROM postings WHERE atom IN (SELECT value FROM json_each(?))", (json.dumps(list(numbers)),)
        )
        blocks = [read_set(row[0]) for row in rows]
        return BitMap.union(*blocks) if blocks else BitMap()


def _entries(rows: sqlite3.Cursor) -> list[Entry]:
    try:
        return [Entry(seq, key, condition_of(atom)) for seq, key, atom in rows]
    except ValueError as error:
        raise damaged(_("A part of the index over conditions can't be read.")) from error


def owners(connection: sqlite3.Connection, terms: BitMap) -> BitMap:
    """The duties that have one of *terms*, by their numbers in the base."""
    rows = connection.execute(
        "SELECT duties FROM terms WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(list(terms)),)
    )
    found = [read_set(row[0]) for row in rows]
    return BitMap.union(*found) if found else BitMap()
