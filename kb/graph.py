"""The responsibility graph around a node: loaded from the base step by step, never the whole of a large base.

Nodes are named "document:<id>" (a part behind a cover notice: "document:<id>#<part>"; a document that is cited but
not in the base: "document:<number or title>"), "clause:<document id>/<path>", "duty:<id>", "actor:<name>",
"sector:<term>", "place:<code>", "target:<metric, sign, figure, unit>". Every node has ``type``, ``label`` (short) and
``title`` (full words); every edge is keyed by its type and has ``type``, ``evidence``, ``document``, ``start``,
``end``; *refines* also ``score`` and ``words``.

Containment is one step, however deep the clauses: a document is one step from each of its duties. What stands above
a duty is shown with it, but a walk does not come down again on the other side. Nor does it go on through a place
(but for the one it began at): else all documents of a city were two steps apart.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from kb.bodies import between
from kb.edges import Edge, actor_label, node, of_duty, of_refinement
from kb.neighbours import Base
from kb.records import documents
from kb.refines import Refiner
from kb.sanctions import sanctions_of
from kb.start import start_of
from policies.answers import DutyRecord, TieBasis
from policies.messages import _

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["MAX_NODES", "graph"]

MAX_NODES = 3000


def graph(
    connection: sqlite3.Connection, around: str | None = None, depth: int = 2, *, max_nodes: int = MAX_NODES
) -> nx.MultiDiGraph[str]:
    """The graph within *depth* steps of the node that *around* names, or of the whole base up to *max_nodes*.

    ``.graph`` holds "around" (the node), "depth", "truncated" and "note" (for people, "" where nothing was cut).
    UsageError where *around* names nothing, or several things.
    """
    walk = _Walk(Base(connection), max_nodes)
    if around is None:
        for seq in documents(connection):
            walk.expand(walk.document(seq))
            if walk.full:
                break
        for name in [name for name, data in walk.graph.nodes(data=True) if data["type"] == "duty"]:
            walk.expand(name)
    else:
        start = start_of(connection, around)
        walk.around = walk.graph.graph["around"] = start
        walk.add_start(start)
        layer = [start]
        for _step in range(depth):
            if not layer:
                break  # all is reached, however many steps were asked for
            layer = [reached for name in layer for reached in walk.expand(name)]
    walk.close()
    walk.graph.graph.update(depth=depth, truncated=walk.full)
    walk.graph.graph["note"] = (
        _("Shown are the first {count} nodes; ask around a node, or for fewer steps.").format(count=max_nodes)
        if walk.full
        else ""
    )
    return walk.graph


class _Walk:
    """A graph that grows. ``expand`` returns what was reached for the first time and may be expanded in turn."""

    def __init__(self, base: Base, max_nodes: int) -> None:
        import networkx as nx  # noqa: PLC0415 - only a graph needs it

        self.base, self.max_nodes, self.full = base, max_nodes, False
        self.refiner = Refiner(base)
        self.graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self.order: list[str] = []  # nodes as they came
        self.expanded: set[str] = set()
        self.held: set[str] = set()  # clauses that are tied to what holds them
        self.around: str | None = None
        self._context: set[str] = set()  # what stands above the duties of this step, reached but not to be expanded

    def add(self, name: str, **data: str | int | bool | None) -> bool:
        """Whether the node is there now; with "type", "label" and "title" in *data*."""
        if name in self.graph:
            return True
        if len(self.graph) >= self.max_nodes:
            self.full = True
            return False
        self.graph.add_node(name, **{key: value for key, value in data.items() if value is not None})
        self.order.append(name)
        return True

    def link(self, edge: Edge) -> None:
        """Add an edge between nodes that are there; the first evidence of a kind of edge stays."""
        if (
            edge.source in self.graph
            and edge.target in self.graph
            and not self.graph.has_edge(edge.source, edge.target, edge.type)
        ):
            surely = {} if edge.score is None else {"score": edge.score, "words": " ".join(edge.words)}
            self.graph.add_edge(
                edge.source, edge.target, key=edge.type, type=edge.type, evidence=edge.evidence,
                document=edge.document, start=edge.start, end=edge.end, certainty=edge.certainty, **surely,
            )  # fmt: skip

    # --- nodes -------------------------------------------------------------------------------------------------

    def document(self, seq: int, part: int = 0) -> str:
        row = self.base.part(seq, part)
        name = node("document", row["id"]) + (f"#{part}" if part else "")
        label = row["number"] or _short(row["title"]) or row["id"]
        title = " ".join(filter(None, (row["number"], row["title"]))) or row["id"]
        self.add(name, type="document", label=label, title=title, in_base=True, date=row["date"], level=row["level"])
        return name

    def clause(self, row: sqlite3.Row) -> str:
        name = node("clause", f"{row['id']}/{row['path']}")
        label = f"{row['number'] or ''}{_short(row['title'], 12)}" or row["path"]
        self.add(name, type="clause", label=label, title=f"{row['path']} {row['title']}".strip())
        return name

    def duty(self, record: DutyRecord) -> str:
        duty = record.duty
        name = node("duty", duty.id)
        self.add(
            name, type="duty", label=_short(duty.quote.text, 16), title=duty.quote.text, modality=duty.modality.value,
            directness=duty.directness.value, clause=record.source.clause, document=record.source.document,
        )  # fmt: skip
        return name

    def plain(self, name: str) -> str:
        """An actor, sector, place or target: all there is to know of it is its name."""
        type_, _sep, key = name.partition(":")
        label = title = key
        if type_ == "actor":
            title = actor_label(key)
            label = _short(title, 24)
        elif type_ == "place" and (place := self.base.place(key)) is not None:
            label, title = place.name, place.full_name
        self.add(name, type=type_, label=label, title=title, inferred=key.startswith("?") if type_ == "actor" else None)
        return name

    def add_start(self, name: str) -> None:
        """The node that the walk begins at, whatever its type."""
        type_, _sep, key = name.partition(":")
        if type_ == "document":
            seq, part = self.base.number_of(key)
            self.document(seq, part)
        elif type_ == "clause":
            self.clause(self.base.clause(key))
        elif type_ == "duty":
            self._above(self.base.record(key))
        else:
            self.plain(name)

    # --- steps -------------------------------------------------------------------------------------------------

    def expand(self, name: str) -> list[str]:
        if name in self.expanded or name not in self.graph or not self.graph.nodes[name].get("in_base", True):
            return []
        self.expanded.add(name)
        before = len(self.order)
        type_, _sep, key = name.partition(":")
        if type_ == "document":
            self._document(*self.base.number_of(key))
        elif type_ == "clause":
            self._clause(key)
        elif type_ == "duty":
            self._duty(self.base.record(key))
        else:
            self._facet(type_, key, name)
        context = self._context if type_ != "document" else set()
        self._context = set()
        return [reached for reached in self.order[before:] if reached not in context]

    def _document(self, seq: int, part: int) -> None:
        """A document with all that it contains; a cover notice with the parts that it carries."""
        here = self.document(seq, part)
        for inner in self.base.inner_parts(seq) if part == 0 else ():
            there = self.document(seq, inner)
            self.link(self.base.carries(seq, inner, here, there))
            self.expanded.add(there)
            self._document(seq, inner)
        for row in self.base.clauses(seq, part):
            self._hold(self.clause(row), row)
        for record in self.base.duties_of(seq, part):
            self._above(record)
        self._places_of_document(seq, part, here)
        for link in self.base.links_from(seq, part):
            there = self._other(link)
            self.link(Edge(here, there, link["type"], *self.base.evidence(link)))
        for link in self.base.links_to(seq, part):
            self.link(
                Edge(self.document(link["document"], link["part"]), here, link["type"], *self.base.evidence(link))
            )

    def _other(self, link: sqlite3.Row) -> str:
        """The document that a citation or relation names: in the base, or a node for what is not."""
        target = self.base.target(link)
        if target is not None:
            return self.document(*target)
        key = link["number_key"] or link["title"] or ""
        name = node("document", key)
        title = " ".join(filter(None, (link["number"], link["title"])))
        self.add(name, type="document", label=_short(key), title=title, in_base=False)
        return name

    def _hold(self, clause: str, row: sqlite3.Row) -> None:
        """Tie a clause to the clause or document around it."""
        self.held.add(clause)
        above = self.base.clause_at(row["document"], row["parent"]) if row["parent"] is not None else None
        holder = self.clause(above) if above is not None else self.document(row["document"], row["part"])
        self.link(Edge(holder, clause, "contains", row["head"] or row["path"], row["id"], row["start"], row["end"]))

    def _above(self, record: DutyRecord) -> str:
        """A duty together with the clauses and the document that it stands in."""
        here = self.duty(record)
        before = len(self.order)
        seq, part = self.base.seat(record)
        row = self.base.clause_at(seq, record.duty.clause) if record.duty.clause is not None else None
        holder = self.clause(row) if row is not None else self.document(seq, part)
        quote = record.duty.quote
        self.link(Edge(holder, here, "contains", quote.text, record.source.document, quote.start, quote.end))
        while row is not None and (clause := self.clause(row)) not in self.held:
            self._hold(clause, row)
            row = self.base.clause_at(seq, row["parent"]) if row["parent"] is not None else None
        self._context.update(self.order[before:])
        return here

    def _clause(self, key: str) -> None:
        clause = self.base.clause(key)
        self._hold(self.clause(clause), clause)
        for row in self.base.below(clause):
            self._hold(self.clause(row), row)
            for record in self.base.duties_in(row["document"], row["ordinal"]):
                self._above(record)

    def _duty(self, record: DutyRecord) -> None:
        here = self._above(record)
        for edge in of_duty(record):
            other = edge.target if edge.source == here else edge.source
            if not other.startswith("duty:"):
                self.plain(other)
            elif (source := self.base.find_record(other.removeprefix("duty:"))) is not None:
                self._above(source)
            self.link(edge)
        for sanction in sanctions_of(self.base.connection, record):
            where, words = sanction.source, sanction.penalty
            provision = (
                self.clause(self.base.clause(f"{where.document}/{where.clause}"))
                if where.clause
                else self.document(*self.base.number_of(where.document))
            )
            self.link(
                Edge(
                    provision, here, "sanctions", words.text, where.document, words.start, words.end,
                    certainty="stated" if sanction.basis is TieBasis.REFERENCE else "inferred",
                )
            )  # fmt: skip
        for derived in self.base.derived_from(record.duty.id):
            self._above(derived)
            for edge in of_duty(derived):
                self.link(edge)
        for found in (*self.refiner.uppers(record), *self.refiner.lowers(record)):
            for end in (found.upper, found.lower):
                self._above(self.base.record(end))
            self.link(of_refinement(found))

    def _facet(self, type_: str, key: str, here: str) -> None:
        """An actor, sector or place: its neighbours of the same type, then every duty that names it."""
        if type_ == "sector":
            for edge in self.base.sector_edges(key):
                self.plain(edge.source)
                self.plain(edge.target)
                self.link(edge)
        elif type_ == "place":
            for edge in self.base.place_edges(key, inside=here == self.around):
                self.plain(edge.source)
                self.plain(edge.target)
                self.link(edge)
            if here != self.around:
                return
            for seq, part in self.base.documents_in(key):
                self._places_of_document(seq, part, self.document(seq, part))
        for record in self.base.duties_with(type_, key):
            if self.full:
                break
            self._above(record)
            for edge in of_duty(record):
                if here in (edge.source, edge.target):
                    self.link(edge)

    def _places_of_document(self, seq: int, part: int, here: str) -> None:
        row = self.base.part(seq, part)
        if row["place"]:
            there = self.plain(node("place", row["place"]))
            why = _("The document's region is {region}.").format(region=row["region"])
            self.link(Edge(here, there, "lies_in", why, row["id"]))

    def close(self) -> None:
        """Tie what is in the graph already: the outermost duties to what they name; bodies to each other and to the
        sectors that they oversee."""
        for name in [name for name in self.graph if name.startswith("duty:") and name not in self.expanded]:
            for edge in of_duty(self.base.record(name.removeprefix("duty:"))):
                self.link(edge)
        for edge in between(self._keys("actor"), self._keys("sector")):
            self.link(edge)

    def _keys(self, type_: str) -> list[str]:
        return [name.partition(":")[2] for name, data in self.graph.nodes(data=True) if data["type"] == type_]


def _short(text: str | None, width: int = 18) -> str:
    return text if text and len(text) <= width else f"{text[: width - 1]}…" if text else ""
