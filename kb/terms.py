"""Keeping the index over conditions in the base: written with each document, inside its transaction.

A document's terms (``rules.terms``) are numbered as they come. Under each literal the base holds the terms that have
it, cut into blocks of 65 536 numbers, a bitmap each: a document touches the block at the end of a few dozen literals
and nothing else, however many duties the base holds. ``kb.postings`` reads what stands here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from pyroaring import BitMap

from kb.postings import EVERYTHING, MEMBERS, read_set
from policies.messages import _
from rules.terms import Posted, condition_of, key_of, together

__all__ = ["Terms", "Writer", "amiss", "rebuild", "terms_in"]

Terms = Mapping[tuple[Posted, ...], Sequence[int]]
"""The terms of a document, each with the ordinals of the duties that have it."""

_BLOCK = 16  # bits of a term's number that its place in a block takes
_AT_ONCE = 500  # documents whose changes are written together when all is built anew


class Writer:
    """Changes to the index, written by ``flush``: at the end of a document, or of many where a whole base is built."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[tuple[str, str], int] = {}
        self._blocks: dict[tuple[int, int], BitMap] = {}
        self._touched: set[tuple[int, int]] = set()
        self._next_term = self._highest("terms") + 1
        self._next_atom = self._highest("atoms") + 1

    def add(self, document: int, duties: Sequence[int], terms: Terms) -> None:
        """Take in the terms of a document; *duties* are the numbers of its duties in the order of their ordinals."""
        for term, ordinals in terms.items():
            number = self._next_term
            self._next_term += 1
            atoms = [self._number(*one) for one in _posted(term)]
            for one in atoms:
                self._block(one, number >> _BLOCK).add(number)
            self._connection.execute(
                "INSERT INTO terms (seq, document, duties, atoms) VALUES (?, ?, ?, ?)",
                (number, document, BitMap([duties[n] for n in ordinals]).serialize(), BitMap(atoms).serialize()),
            )

    def remove(self, document: int) -> None:
        """Take out the terms of a document."""
        for row in self._connection.execute("SELECT seq, atoms FROM terms WHERE document = ?", (document,)).fetchall():
            for atom in read_set(row["atoms"]):
                self._block(atom, row["seq"] >> _BLOCK).discard(row["seq"])
        self._connection.execute("DELETE FROM terms WHERE document = ?", (document,))

    def flush(self) -> None:
        """Write what has changed."""
        emptied = set()
        for place in sorted(self._touched):
            block = self._blocks[place]
            if block:
                self._connection.execute(
                    "INSERT OR REPLACE INTO postings (atom, block, terms) VALUES (?, ?, ?)", (*place, block.serialize())
                )
            else:
                self._connection.execute("DELETE FROM postings WHERE atom = ? AND block = ?", place)
                emptied.add(place[0])
        for atom in sorted(emptied):  # words that no condition says any more
            self._connection.execute(
                "DELETE FROM atoms WHERE seq = ? AND NOT EXISTS (SELECT 1 FROM postings WHERE atom = ?)", (atom, atom)
            )
        self._numbers.clear()
        self._blocks.clear()
        self._touched.clear()

    def _number(self, slot: str, key: str, atom: str) -> int:
        known = self._numbers.get((slot, key))
        if known is None:
            row = self._connection.execute("SELECT seq FROM atoms WHERE slot = ? AND key = ?", (slot, key)).fetchone()
            if row is not None:
                known = row["seq"]
            else:
                known, self._next_atom = self._next_atom, self._next_atom + 1
                self._connection.execute(
                    "INSERT INTO atoms (seq, slot, key, atom) VALUES (?, ?, ?, ?)", (known, slot, key, atom or None)
                )
            self._numbers[slot, key] = known
        return known

    def _block(self, atom: int, block: int) -> BitMap:
        place = (atom, block)
        self._touched.add(place)
        found = self._blocks.get(place)
        if found is None:
            row = self._connection.execute("SELECT terms FROM postings WHERE atom = ? AND block = ?", place).fetchone()
            found = self._blocks[place] = read_set(row["terms"]) if row is not None else BitMap()
        return found

    def _highest(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT coalesce(max(seq), 0) FROM {table}").fetchone()[0])


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index anew from the conditions that the base holds."""
    for table in ("terms", "postings", "atoms"):
        connection.execute(f"DELETE FROM {table}")
    writer = Writer(connection)
    documents = [row[0] for row in connection.execute("SELECT seq FROM documents ORDER BY seq")]
    for number, document in enumerate(documents, 1):
        writer.add(document, *terms_in(connection, document))
        if number % _AT_ONCE == 0:
            writer.flush()
    writer.flush()


def terms_in(connection: sqlite3.Connection, document: int) -> tuple[Sequence[int], Terms]:
    """The numbers of the duties of a document, and the terms that follow from their conditions."""
    rows = connection.execute(
        "SELECT u.seq, b.condition FROM duties u JOIN duty_bodies b ON b.duty = u.seq WHERE u.document = ?"
        " ORDER BY u.ordinal",
        (document,),
    ).fetchall()
    return [row[0] for row in rows], together(condition_of(row[1]) for row in rows)


def amiss(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """What is wrong with the index, if anything: where, and what, in words. ValueError where it can't be read."""
    told = {row["seq"]: (row["slot"], row["key"]) for row in connection.execute("SELECT seq, slot, key FROM atoms")}
    wanted: dict[tuple[int, int], BitMap] = {}  # atom and block → terms
    for document, identity in connection.execute("SELECT seq, id FROM documents ORDER BY id").fetchall():
        held = set()
        for row in connection.execute("SELECT seq, duties, atoms FROM terms WHERE document = ?", (document,)):
            atoms = read_set(row["atoms"])
            for atom in atoms:
                wanted.setdefault((atom, row["seq"] >> _BLOCK), BitMap()).add(row["seq"])
            held.add((frozenset(map(told.get, atoms)), frozenset(read_set(row["duties"]))))
        duties, terms = terms_in(connection, document)
        if held != {
            (frozenset((one.slot, one.key) for one in _posted(term)), frozenset(duties[n] for n in ordinals))
            for term, ordinals in terms.items()
        }:
            yield identity, _("The index over conditions does not hold those of the document.")
    blocks = connection.execute("SELECT atom, block, terms FROM postings")
    if wanted != {(row["atom"], row["block"]): read_set(row["terms"]) for row in blocks}:
        yield "", _("The index over conditions does not lead to the terms of the documents.")
    for row in connection.execute("SELECT slot, key, atom FROM atoms WHERE atom IS NOT NULL ORDER BY seq"):
        if key_of(condition_of(row["atom"])) != row["key"]:
            yield row["slot"], _("The index over conditions takes one condition for another.")


def _posted(term: tuple[Posted, ...]) -> Iterator[Posted]:
    """All under which the index holds a term."""
    yield Posted(MEMBERS, EVERYTHING, "")
    for one in term:
        yield one
        if one.atom:
            yield Posted(MEMBERS, one.slot, "")
