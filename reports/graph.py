"""The responsibility graph in files: drawings for people (SVG, HTML, Mermaid), data for programs (GraphML, GEXF,
JSON)."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports import svg
from reports.files import cell_text, write_bytes
from reports.formats import choice

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FORMATS", "as_gexf", "as_graphml", "as_html", "as_json", "as_mermaid", "as_svg", "write"]


_GEXF = {"type": "relation", "start": "quote_start", "end": "quote_end"}


def write(graph: nx.MultiDiGraph[str], path: str | Path) -> None:
    """Write *graph* in the format that the suffix of *path* names; UsageError for a suffix that is none."""
    path = Path(path)
    write_bytes(path, choice(path, FORMATS)(graph).encode("utf-8", errors="replace"))


def as_svg(graph: nx.MultiDiGraph[str]) -> str:
    """A drawing."""
    return svg.draw(graph)


def as_html(graph: nx.MultiDiGraph[str]) -> str:
    """A page with the drawing: filters, neighbours, evidence on a click, pan and zoom."""
    from markupsafe import Markup  # noqa: PLC0415

    from reports.pages import page  # noqa: PLC0415

    nodes = Counter(str(data.get("type", "")) for _name, data in graph.nodes(data=True))
    edges = Counter(str(data.get("type", "")) for _s, _t, data in graph.edges(data=True))
    return page(
        "graph.html",
        drawing=Markup(svg.draw(graph)),  # every word in it was escaped when it was drawn
        nodes=[
            (kind, svg.node_word(kind), nodes[kind], svg.NODE_INK.get(kind, ("#888",))[0]) for kind in sorted(nodes)
        ],
        edges=[(kind, svg.edge_word(kind), edges[kind], *svg.edge_ink(kind)) for kind in sorted(edges)],
        words_of={"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()},
        note=str(graph.graph.get("note") or ""),
    )


def as_json(graph: nx.MultiDiGraph[str]) -> str:
    """Node-link data as networkx reads it back (``networkx.node_link_graph``)."""
    import networkx as nx  # noqa: PLC0415

    data = nx.node_link_data(graph, edges="edges")
    data["nodes"].sort(key=lambda node: str(node["id"]))
    data["edges"].sort(key=lambda edge: (str(edge["source"]), str(edge["target"]), str(edge["key"])))
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_graphml(graph: nx.MultiDiGraph[str]) -> str:
    """GraphML. It has no null: what is None becomes an empty string; edges get ids of their own."""
    import networkx as nx  # noqa: PLC0415

    output = io.BytesIO()
    nx.write_graphml_xml(_copy(graph), output, encoding="utf-8")
    return output.getvalue().decode("utf-8")


def _copy(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """*graph* in a fixed order, with values that XML can hold and an id for each edge."""
    import networkx as nx  # noqa: PLC0415

    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    copy.graph.update(_filled(graph.graph))
    for name in sorted(graph):
        copy.add_node(cell_text(name), **_filled(graph.nodes[name]))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))
    for number, (source, target, _key, data) in enumerate(edges):
        copy.add_edge(cell_text(source), cell_text(target), key=f"e{number}", **_filled(data))
    return copy


def as_gexf(graph: nx.MultiDiGraph[str]) -> str:
    """GEXF 1.2, as Gephi reads it; the same values as in GraphML. The file bears no date and no
    version: same graph, same bytes.

    In GEXF an edge's ``type`` is its direction, ``start`` and ``end`` are times: ours have other names there.
    """
    import networkx as nx  # noqa: PLC0415

    copy = _copy(graph)
    for _source, _target, data in copy.edges(data=True):
        for ours, theirs in _GEXF.items():
            if ours in data:
                data[theirs] = data.pop(ours)
    text = "\n".join(nx.generate_gexf(copy, encoding="utf-8", version="1.2draft"))
    text = re.sub(r"<creator>[^<]*</creator>", "<creator>zeren</creator>", text)
    return re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n"


def as_mermaid(graph: nx.MultiDiGraph[str]) -> str:
    """A Mermaid flowchart; labels are quoted and every sign that Mermaid reads is written as its number."""
    index = {name: f"n{number}" for number, name in enumerate(sorted(graph))}
    lines = ["flowchart LR"]
    for name in sorted(graph):
        data = graph.nodes[name]
        kind = str(data.get("type", "")) if data.get("type") in svg.NODE_INK else "other"
        lines.append(f'  {index[name]}["{_mermaid(str(data.get("label") or name))}"]:::{kind}')
    edges = sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1], str(edge[2].get("type", ""))))
    for source, target, data in edges:
        word = _mermaid(svg.edge_word(str(data.get("type", ""))))
        lines.append(f'  {index[source]} -->|"{word}"| {index[target]}')
    for kind, (ink, wash) in [*svg.NODE_INK.items(), ("other", ("#888888", "#ffffff"))]:
        lines.append(f"  classDef {kind} stroke:{ink},fill:{wash},color:#1f2328")
    return "\n".join(lines) + "\n"


def _filled(data: dict[str, Any]) -> dict[str, str | int | float | bool]:
    """Values that GraphML can hold."""
    return {
        str(key): value if isinstance(value, (int, float, bool)) else cell_text("" if value is None else str(value))
        for key, value in sorted(data.items())
    }


def _mermaid(text: str) -> str:
    flat = " ".join(cell_text(text).split())
    return "".join(c if c.isalnum() or c in " -_…：，。、（）《》〔〕“”" else f"#{ord(c)};" for c in flat) or " "


#: Suffix → what turns a graph into text.
FORMATS = {
    ".svg": as_svg,
    ".html": as_html,
    ".graphml": as_graphml,
    ".gexf": as_gexf,
    ".json": as_json,
    ".mmd": as_mermaid,
}
