"""What stands beside a node of the graph, asked of the base: one small query each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from kb.edges import Edge, node
from kb.records import record_at, records
from policies.answers import DutyRecord
from policies.messages import _
from policies.vocabulary import places, sectors

__all__ = ["Base"]

_CLAUSE = "SELECT c.*, d.id FROM clauses c JOIN documents d ON d.seq = c.document"


class Base:
    """The base, as a walk through the graph sees it. Documents go by their number in the base (``seq``)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def _rows(self, sql: str, *values: str | int | None) -> list[sqlite3.Row]:
        return self.connection.execute(sql, values).fetchall()

    # --- documents ---------------------------------------------------------------------------------------------

    def number_of(self, key: str) -> tuple[int, int]:
        """(document, part) of "<id>" or "<id>#<part>"."""
        identity, _sep, part = key.partition("#")
        return int(self._rows("SELECT seq FROM documents WHERE id = ?", identity)[0]["seq"]), int(part or 0)

    def part(self, seq: int, part: int) -> sqlite3.Row:
        row: sqlite3.Row = self._rows(
            "SELECT p.*, d.id FROM parts p JOIN documents d ON d.seq = p.document WHERE p.document = ? AND p.part = ?",
            seq, part,
        )[0]  # fmt: skip
        return row

    def inner_parts(self, seq: int) -> list[int]:
        rows = self._rows("SELECT part FROM parts WHERE document = ? AND part > 0 ORDER BY part", seq)
        return [row["part"] for row in rows]

    def carries(self, seq: int, part: int, here: str, there: str) -> Edge:
        """The edge from a cover notice to the part behind it: forwards or issues where the notice says so."""
        row = self.part(seq, part)
        told = self._rows(
            "SELECT l.*, d.id FROM links l JOIN documents d ON d.seq = l.document"
            " WHERE l.document = ? AND l.type IN ('forwards', 'issues') ORDER BY l.seq", seq,
        )  # fmt: skip
        same = [
            link for link in told
            if (link["number_key"] and link["number_key"] == row["number_key"])
            or (link["title_key"] and link["title_key"] == row["title_key"])
        ]  # fmt: skip
        if same:
            return Edge(here, there, same[0]["type"], *self.evidence(same[0]))
        return Edge(here, there, "contains", _("This part stands behind the notice, in the same file."), row["id"])

    @staticmethod
    def evidence(link: sqlite3.Row) -> tuple[str, str, int | None, int | None]:
        """The last four fields of an edge: the words that cite, or what is known without them."""
        quote = link["quote"] or _("The document names it: {name}").format(name=link["number"] or link["title"])
        return quote, link["id"], link["start"], link["end"]

    def links_from(self, seq: int, part: int) -> list[sqlite3.Row]:
        return self._rows(
            "SELECT l.*, d.id FROM links l JOIN documents d ON d.seq = l.document"
            " WHERE l.document = ? AND l.part = ? ORDER BY l.seq", seq, part,
        )  # fmt: skip

    def links_to(self, seq: int, part: int, *, own: bool = False) -> list[sqlite3.Row]:
        """Links of other documents (with *own* also of its own parts) to this part."""
        row = self.part(seq, part)
        found = self._rows(
            "SELECT l.*, d.id FROM links l JOIN documents d ON d.seq = l.document"
            " WHERE l.document IS NOT ? AND (l.number_key = ? OR l.title_key = ?) ORDER BY d.date, d.id, l.seq",
            None if own else seq, row["number_key"], row["title_key"],
        )  # fmt: skip
        return [link for link in found if self.target(link) == (seq, part)]

    def target(self, link: sqlite3.Row) -> tuple[int, int] | None:
        """The document (and part) that a link names, by number, else by title; None where none or several fit."""
        for column in ("number_key", "title_key"):
            if link[column]:
                found = self._rows(
                    f"SELECT document, part FROM parts WHERE {column} = ? ORDER BY document = ? DESC, document, part",
                    link[column], link["document"],
                )  # fmt: skip
                own = [row for row in found if row["document"] == link["document"]]
                if len(own or found) == 1:
                    best = (own or found)[0]
                    return best["document"], best["part"]
                if found or column == "number_key":
                    # A number that fits nothing is not helped by a title that fits something else.
                    return None
        return None

    # --- clauses and duties ------------------------------------------------------------------------------------

    def clauses(self, seq: int, part: int) -> list[sqlite3.Row]:
        return self._rows(_CLAUSE + " WHERE c.document = ? AND c.part = ? ORDER BY c.ordinal", seq, part)

    def clause(self, key: str) -> sqlite3.Row:
        identity, _sep, path = key.partition("/")
        row: sqlite3.Row = self._rows(_CLAUSE + " WHERE d.id = ? AND c.path = ?", identity, path)[0]
        return row

    def clause_at(self, seq: int, ordinal: int) -> sqlite3.Row:
        row: sqlite3.Row = self._rows(_CLAUSE + " WHERE c.document = ? AND c.ordinal = ?", seq, ordinal)[0]
        return row

    def below(self, clause: sqlite3.Row) -> list[sqlite3.Row]:
        """The clause and everything in it, in document order."""
        inside = {clause["ordinal"]}
        found = [clause]
        for row in self._rows(
            _CLAUSE + " WHERE c.document = ? AND c.ordinal > ? ORDER BY c.ordinal",
            clause["document"],
            clause["ordinal"],
        ):
            if row["parent"] not in inside:
                break  # document order: the first clause outside ends the unit
            inside.add(row["ordinal"])
            found.append(row)
        return found

    def duties_of(self, seq: int, part: int) -> Iterator[DutyRecord]:
        return (record for record in records(self.connection, document=seq) if record.duty.part == part)

    def duties_in(self, seq: int, clause: int) -> list[DutyRecord]:
        rows = self._rows("SELECT seq FROM duties WHERE document = ? AND clause = ? ORDER BY ordinal", seq, clause)
        return [record_at(self.connection, row["seq"]) for row in rows]

    def duties_with(self, facet: str, value: str) -> Iterator[DutyRecord]:
        """Duties that name an actor, sector or place, in the order of documents."""
        for row in self._rows(
            "SELECT u.seq FROM facets f JOIN duties u ON u.seq = f.duty JOIN documents d ON d.seq = u.document"
            " WHERE f.facet = ? AND f.value = ? ORDER BY d.date IS NULL, d.date, d.id, u.ordinal", facet, value,
        ):  # fmt: skip
            yield record_at(self.connection, row["seq"])

    def record(self, identity: str) -> DutyRecord:
        return record_at(self.connection, self._rows("SELECT seq FROM duties WHERE id = ?", identity)[0]["seq"])

    def find_record(self, identity: str) -> DutyRecord | None:
        return self.record(identity) if self._rows("SELECT 1 FROM duties WHERE id = ?", identity) else None

    def derived_from(self, identity: str) -> list[DutyRecord]:
        rows = self._rows("SELECT seq FROM duties WHERE derived_from = ? ORDER BY seq", identity)
        return [record_at(self.connection, row["seq"]) for row in rows]

    def seat(self, record: DutyRecord) -> tuple[int, int]:
        """(document, part) that a duty stands in."""
        row = self._rows("SELECT seq FROM documents WHERE id = ?", record.source.document)[0]
        return row["seq"], record.duty.part

    # --- sectors and places --------------------------------------------------------------------------------

    def sector_edges(self, term: str) -> Iterator[Edge]:
        """To the next wider sectors, and from the next narrower ones that the base speaks of."""
        because = _("The vocabulary of sectors nests them.")
        spoken = {row["value"] for row in self._rows("SELECT DISTINCT value FROM facets WHERE facet = 'sector'")}
        wider = [other for other in sectors.terms() if other != term and sectors.is_within(term, other)]
        for other in _closest(wider, sectors.is_within):
            yield Edge(node("sector", term), node("sector", other), "within", because)
        narrower = [
            other for other in sectors.terms()
            if other != term and other in spoken and sectors.is_within(other, term)
        ]  # fmt: skip
        for other in _closest(narrower, lambda one, two: sectors.is_within(two, one)):
            yield Edge(node("sector", other), node("sector", term), "within", because)

    @staticmethod
    def place(code: str) -> places.Place | None:
        return places.by_code(code)

    def place_edges(self, code: str, *, inside: bool) -> Iterator[Edge]:
        """To the place around it; with *inside* also from the places in it that the base speaks of."""
        because = _("The table of administrative divisions (GB/T 2260) says so.")
        here = places.by_code(code)
        if here is not None and here.parent is not None:
            yield Edge(node("place", code), node("place", here.parent), "lies_in", because)
        if not inside:
            return
        spoken = self._rows(
            "SELECT value FROM facets WHERE facet = 'place' UNION SELECT place FROM parts WHERE place IS NOT NULL"
            " ORDER BY 1"
        )
        places_in = [row[0] for row in spoken if row[0] != code and places.is_within(row[0], code)]
        for other in _closest(places_in, lambda one, two: places.is_within(two, one)):
            yield Edge(node("place", other), node("place", code), "lies_in", because)

    def documents_in(self, code: str) -> list[tuple[int, int]]:
        rows = self._rows("SELECT document, part FROM parts WHERE place = ? ORDER BY document, part", code)
        return [(row["document"], row["part"]) for row in rows]


def _closest(names: list[str], beyond: object) -> list[str]:
    """Those of *names* with none of the others in between; ``beyond(one, two)``: two lies further out than one."""
    assert callable(beyond)
    return [name for name in names if not any(other != name and beyond(other, name) for other in names)]
