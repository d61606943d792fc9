"""The responsibility graph as a drawing: SVG that needs nothing else, legible at hundreds of nodes."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from policies.messages import _
from reports import words
from reports.files import cell_text
from reports.layout import COLUMNS, GAP, LEFT, TOP, Box, place_nodes

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["NODE_INK", "draw", "edge_ink", "edge_word", "node_word"]

NODE_INK = {
    "document": ("#8c2f39", "#fdf1f1"),
    "clause": ("#6b7280", "#f6f7f8"),
    "duty": ("#1f4e79", "#eef4fa"),
    "actor": ("#2e6b3a", "#eef6ef"),
    "sector": ("#8a5a00", "#fdf6e7"),
    "place": ("#5b3f8c", "#f4f0fa"),
    "target": ("#1f4e79", "#ffffff"),
}
_DUTY_INK = {"must_not": ("#b3261e", "#fdeeec"), "may": ("#2e6b3a", "#eef6ef"), "encouraged": ("#7a5200", "#fcf5e3")}
#: Colour and dashes of an edge by its type; types that are not named here are drawn plain.
EDGE_INK = {
    "contains": ("#c3c8ce", ""),
    "imposed_on": ("#1f4e79", ""),
    "supervises": ("#2e7d6b", "6 3"),
    "leads": ("#8c2f39", ""),
    "cooperates": ("#c0772b", "6 3"),
    "responsible": ("#c0772b", ""),
    "concerns": ("#b58a2a", "2 3"),
    "within": ("#7a5fb0", "2 3"),
    "lies_in": ("#7a5fb0", "6 3"),
    "superior_of": ("#2e6b3a", ""),
    "part_of": ("#2e6b3a", "2 3"),
    "derived_from": ("#1f4e79", "4 3"),
    "refines": ("#1f4e79", "8 2"),
    "forwards": ("#8c2f39", ""),
    "issues": ("#8c2f39", "6 3"),
    "implements": ("#b3261e", ""),
    "cites": ("#b0848a", "2 3"),
    "amends": ("#b3261e", "6 3"),
    "repeals": ("#b3261e", "2 3"),
    "aims_at": ("#1f4e79", "2 3"),
    "oversees": ("#2e6b3a", "4 3"),
    "sanctions": ("#b3261e", "4 2"),
}
_FONT = (
    "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei',SimSun,sans-serif"
)
_LEGEND_WIDTH = 116


def node_word(kind: str) -> str:
    """The word for a type of node."""
    return {
        "document": _("document"),
        "clause": _("clause"),
        "duty": _("duty"),
        "actor": _("body"),
        "sector": _("sector"),
        "place": _("place"),
        "target": _("target"),
    }.get(kind, kind)


def edge_word(kind: str) -> str:
    """The word for a type of edge."""
    return {
        "contains": _("contains"),
        "imposed_on": _("borne by"),
        "supervises": _("urges, oversees"),
        "leads": _("leads"),
        "cooperates": _("cooperates"),
        "responsible": _("answers for it"),
        "concerns": _("concerns"),
        "within": _("within"),
        "lies_in": _("lies in"),
        "superior_of": _("superior of"),
        "part_of": _("part of"),
        "derived_from": _("follows from"),
        "refines": _("carries out"),
        "forwards": _("forwards"),
        "issues": _("issues"),
        "implements": _("implements"),
        "cites": _("cites"),
        "amends": _("amends"),
        "repeals": _("repeals"),
        "aims_at": _("aims at"),
        "oversees": _("oversees"),
        "sanctions": _("punishes the breach of"),
    }.get(kind, kind)


def edge_ink(kind: str) -> tuple[str, str]:
    """Colour and dashes of a type of edge."""
    return EDGE_INK.get(kind, ("#888888", ""))


def draw(graph: nx.MultiDiGraph[str]) -> str:
    """The drawing, with a legend above; tooltips hold full words and evidence."""
    boxes = place_nodes(graph)
    index = {name: f"n{number}" for number, name in enumerate(sorted(graph))}
    found = {str(data.get("type", "")) for _s, _t, data in graph.edges(data=True)}
    kinds = [kind for kind in EDGE_INK if kind in found] + sorted(found - set(EDGE_INK))
    width = LEFT + sum(column + GAP for _kinds, column in COLUMNS)
    legend, drop = _legend(kinds, width)
    height = max((box.y + box.height for box in boxes.values()), default=TOP) + drop + 40
    edges = sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1], str(edge[2].get("type", ""))))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" font-family="{_FONT}" font-size="13" role="img"'
        f" aria-label={_attribute(_('Responsibility graph'))}>",
        "<defs>",
        *(_arrow(kind) for kind in kinds if kind != "contains"),
        "</defs>",
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>',
        legend,
        f'<g transform="translate(0 {drop:g})">',
        '<g fill="none" stroke-width="1.4" stroke-opacity="0.6">',
        *(_edge(graph, edge, boxes, index) for edge in edges),
        "</g>",
        *(_node(name, graph.nodes[name], boxes[name], index[name]) for name in sorted(graph)),
        "</g>",
    ]
    note = str(graph.graph.get("note") or "")
    if note:
        lines.append(f'<text x="{LEFT}" y="{height - 14:g}" fill="#59636e" font-size="12">{_text(note)}</text>')
    return "\n".join(lines) + "\n</svg>\n"


def _legend(kinds: list[str], width: float) -> tuple[str, float]:
    """The legend and its height: kinds of edges that occur, then the columns' titles."""
    per_row = max(1, int((width - 2 * LEFT) // _LEGEND_WIDTH))
    parts = []
    for number, kind in enumerate(kinds):
        x, y = LEFT + number % per_row * _LEGEND_WIDTH, 24 + number // per_row * 20
        ink, dash = edge_ink(kind)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(f'<path d="M{x} {y - 4}h24" stroke="{ink}" stroke-width="2"{dashes}/>')
        parts.append(f'<text x="{x + 30}" y="{y}" font-size="12" fill="#59636e">{_text(edge_word(kind))}</text>')
    drop = 20.0 * -(-len(kinds) // per_row) if kinds else 0.0
    across = float(LEFT)
    for types, column in COLUMNS:
        title = "　".join(node_word(kind) for kind in types)
        ink = NODE_INK[types[0]][0] if len(types) == 1 else "#1f2328"
        parts.append(f'<text x="{across:g}" y="{drop + 38:g}" font-weight="600" fill="{ink}">{_text(title)}</text>')
        across += column + GAP
    return "\n".join(parts), drop


def _arrow(kind: str) -> str:
    return (
        f'<marker id="a-{_name(kind)}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="9" markerHeight="9"'
        ' markerUnits="userSpaceOnUse" orient="auto-start-reverse">'
        f'<path d="M0 0L8 4L0 8z" fill="{edge_ink(kind)[0]}"/></marker>'
    )


def _node(name: str, data: dict[str, Any], box: Box, number: str) -> str:
    kind = str(data.get("type", ""))
    ink, wash = NODE_INK.get(kind, ("#888888", "#ffffff"))
    modality = str(data.get("modality") or "")
    ink, wash = _DUTY_INK.get(modality, (ink, wash)) if kind == "duty" else (ink, wash)
    label, title = str(data.get("label") or name), str(data.get("title") or data.get("label") or name)
    dashed = ' stroke-dasharray="4 3"' if data.get("in_base") is False or data.get("inferred") else ""
    room = box.width - 18
    if kind == "document":
        if title.startswith(label.removesuffix("…")) and label.endswith("…"):  # no number: the title on both lines
            label = _fit(title, room).removesuffix("…")
        subtitle = title.removeprefix(label).strip()
        text = _line(box, 17, _fit(label, room), "600") + _line(box, 33, _fit(subtitle, room, 11.5), "400", 11.5)
    elif kind == "duty":
        mark = {"must_not": _("must not"), "may": _("may"), "encouraged": _("encouraged")}.get(modality, "")
        text = _line(box, 16.5, _fit(title if title.startswith(mark) else f"{mark}｜{title}", room), "400")
    else:
        text = _line(box, 16.5, _fit(label, room), "400")
    return (
        f'<g class="node" data-node="{number}" data-type={_attribute(kind)} data-id={_attribute(name)} tabindex="0">'
        f"<title>{_text(_('{kind}: {title}').format(kind=node_word(kind), title=title))}</title>"
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="3" fill="{wash}"'
        f' stroke="{ink}"{dashed}/><rect x="{box.x:g}" y="{box.y:g}" width="4" height="{box.height:g}" fill="{ink}"/>'
        f"{text}</g>"
    )


def _line(box: Box, down: float, text: str, weight: str, size: float = 13) -> str:
    return (
        f'<text x="{box.x + 11:g}" y="{box.y + down:g}" font-size="{size:g}" font-weight="{weight}" fill="#1f2328">'
        f"{_text(text)}</text>"
    )


def _edge(
    graph: nx.MultiDiGraph[str], edge: tuple[str, str, dict[str, Any]], boxes: dict[str, Box], index: dict[str, str]
) -> str:
    source, target, data = edge
    kind = str(data.get("type", ""))
    ink, dash = edge_ink(kind)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    marker = "" if kind == "contains" else f' marker-end="url(#a-{_name(kind)})"'
    ends = [str(graph.nodes[name].get("title") or name) for name in (source, target)]
    quoted = data.get("start") is not None
    evidence = str(data.get("evidence") or "")
    said = words.quoted(evidence) if quoted and evidence else evidence
    about = _("{kind}: {source} → {target}").format(
        kind=edge_word(kind), source=words.clip(ends[0], 40), target=words.clip(ends[1], 40)
    )
    return (
        f'<g class="edge" data-type={_attribute(kind)} data-from="{index[source]}" data-to="{index[target]}"'
        f" data-evidence={_attribute(said)}><title>{_text(about)}&#10;{_text(said)}</title>"
        f'<path d="{_path(boxes[source], boxes[target], kind)}" stroke="{ink}"{dashes}{marker}/></g>'
    )


def _path(a: Box, b: Box, kind: str) -> str:
    """Forward and backward curves between columns; inside a column a step for what contains, else a bow."""
    if a.column != b.column:
        forward = a.column < b.column
        x1, x2 = (a.x + a.width, b.x) if forward else (a.x, b.x + b.width)
        bend = max(40.0, min(abs(x2 - x1) / 2, 160.0)) * (1 if forward else -1)
        return f"M{x1:g} {a.middle:g}C{x1 + bend:g} {a.middle:g} {x2 - bend:g} {b.middle:g} {x2:g} {b.middle:g}"
    if kind == "contains" and a.column == 1:
        return f"M{a.x + 7:g} {a.y + a.height:g}V{b.middle:g}H{b.x:g}"
    left = a.column == 0
    x1, x2 = (a.x, b.x) if left else (a.x + a.width, b.x + b.width)
    bow = min(30 + abs(a.middle - b.middle) / 12, LEFT - 12 if left else 110) * (-1 if left else 1)
    return f"M{x1:g} {a.middle:g}C{x1 + bow:g} {a.middle:g} {x2 + bow:g} {b.middle:g} {x2:g} {b.middle:g}"


def _fit(text: str, room: float, size: float = 13) -> str:
    """*text* on one line, cut to *room* pixels with a mark that it was cut."""
    flat = " ".join(text.split())
    total = 0.0
    for end, character in enumerate(flat):
        total += size * (1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.58)
        if total > room:
            return flat[: max(end - 1, 1)] + "…"
    return flat


def _name(kind: str) -> str:
    return "".join(character if character.isascii() and character.isalnum() else "-" for character in kind)


def _text(text: str) -> str:
    return escape(cell_text(text))


def _attribute(text: str) -> str:
    return quoteattr(cell_text(text))
