"""Where the nodes of a responsibility graph stand: an outline of documents, clauses and duties, and beside it whom
and what they concern.

A clause stands in the row where its first duty stands, so that nothing crosses between the two; actors, sectors and
places stand as near as they can to the duties that name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COLUMNS", "Box", "place_nodes"]

#: Columns from left to right, with the width of their boxes.
COLUMNS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("document",), 250),
    (("clause",), 270),
    (("duty",), 350),
    (("actor", "sector", "place", "target"), 200),
)
ROW, HEIGHT, TALL, GAP = 30, 24, 42, 130
LEFT, TOP, STEP = 70, 60, 16


@dataclass(frozen=True)
class Box:
    """A node's place; ``column`` is an index into `COLUMNS`."""

    x: float
    y: float
    width: float
    height: float
    column: int

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def place_nodes(graph: nx.MultiDiGraph[str]) -> dict[str, Box]:
    """A box for each node, none over another; the same graph always gets the same boxes."""
    column = {kind: index for index, (kinds, _width) in enumerate(COLUMNS) for kind in kinds}
    column_of = {name: column.get(data.get("type", ""), len(COLUMNS) - 1) for name, data in graph.nodes(data=True)}
    lines, depth = _outline(graph, column_of)
    rest = sorted(name for name in graph if column_of[name] == len(COLUMNS) - 1)
    near = {name: _near(graph, name, lines) for name in rest}
    last = max(lines.values(), default=0.0)
    rest.sort(key=lambda name: (near[name] if near[name] is not None else last, name))
    lines.update(_spread(rest, [_or(near[name], last) for name in rest], [1.0] * len(rest)))

    documents = sorted(name for name in graph if column_of[name] == 0)
    wanted = {name: lines[name] if name in lines else _or(_near(graph, name, lines), last) for name in documents}
    documents.sort(key=lambda name: (wanted[name], name))
    lines.update(_spread(documents, [wanted[name] for name in documents], [TALL / ROW + 0.3] * len(documents)))

    top = min(lines.values(), default=0.0)
    starts = [LEFT + sum(width + GAP for _kinds, width in COLUMNS[:index]) for index in range(len(COLUMNS))]
    boxes = {}
    for name in sorted(graph):
        index = column_of[name]
        indent = STEP * depth.get(name, 0)
        height = TALL if index == 0 else HEIGHT
        boxes[name] = Box(
            starts[index] + indent, TOP + (lines[name] - top) * ROW, COLUMNS[index][1] - indent, height, index
        )
    return boxes


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def _outline(graph: nx.MultiDiGraph[str], column_of: dict[str, int]) -> tuple[dict[str, float], dict[str, int]]:
    """Rows of documents with contents, of clauses and of duties; and how deep each clause lies."""
    below: dict[str, list[tuple[Any, ...]]] = {name: [] for name in graph}
    held: set[str] = set()
    for source, target, data in graph.edges(data=True):
        if data.get("type") == "contains" and column_of[target] in (1, 2) and column_of[source] in (0, 1):
            start = data.get("start")
            below[source].append((start if start is not None else -1, column_of[target], target))
            held.add(target)
    lines: dict[str, float] = {}
    depth: dict[str, int] = {}
    cursor = 0.0

    def visit(name: str, level: int) -> None:
        nonlocal cursor
        lines[name] = cursor
        if column_of[name] == 1:
            depth[name] = min(level, 6)
        inside = sorted(set(below[name]))
        duties = [child for _start, kind, child in inside if kind == 2 and child not in lines]
        for child in duties:
            lines[child] = cursor
            cursor += 1
        if not duties and column_of[name] == 1:
            cursor += 1
        for _start, kind, child in inside:
            if kind == 1 and child not in lines:
                visit(child, level + 1 if column_of[name] == 1 else 0)

    for name in sorted(graph):
        if column_of[name] == 0 and below[name]:
            before = cursor
            visit(name, 0)
            cursor = max(cursor, before + TALL / ROW) + 0.6
    for name in sorted(graph):  # what the graph shows without what holds it
        if column_of[name] in (1, 2) and name not in held and name not in lines:
            visit(name, 0)
            cursor += column_of[name] == 2
    for name in sorted(graph):  # what lies in a circle
        if column_of[name] in (1, 2) and name not in lines:
            lines[name] = cursor
            cursor += 1
    return lines, depth


def _near(graph: nx.MultiDiGraph[str], name: str, lines: dict[str, float]) -> float | None:
    """Mean row of the neighbours that have a row."""
    rows = [lines[other] for other in _neighbours(graph, name) if other in lines]
    return mean(rows) if rows else None


def _neighbours(graph: nx.MultiDiGraph[str], name: str) -> Iterable[str]:
    return sorted({*graph.predecessors(name), *graph.successors(name)} - {name})


def _spread(names: Sequence[str], wanted: Sequence[float], sizes: Sequence[float]) -> dict[str, float]:
    """Rows as near as can be to the *wanted* ones (in ascending order) so that none overlap.

    With the sizes of those above taken off, this is isotonic regression; adjacent violators are pooled.
    """
    offsets = [sum(sizes[:index]) for index in range(len(sizes))]
    pools: list[tuple[float, int]] = []
    for value, offset in zip(wanted, offsets, strict=True):
        total, count = value - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            more, of = pools.pop()
            total, count = total + more, count + of
        pools.append((total, count))
    flat = [total / count for total, count in pools for _each in range(count)]
    return {name: value + offset for name, value, offset in zip(names, flat, offsets, strict=True)}
