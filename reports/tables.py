"""Tables for the terminal: boxes and colours for people, lines with tabs where the output goes on to a program."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["STYLES", "Node", "columns", "drawn", "on_terminal", "tree_text"]

#: Colours of modalities; each stands beside its word, never alone.
STYLES = {
    "modality.must": "cyan",
    "modality.must_not": "red",
    "modality.may": "green",
    "modality.encouraged": "yellow",
}


def on_terminal() -> bool:
    """Whether a person is looking."""
    return sys.stdout.isatty()


def columns(titles: Sequence[str], rows: Sequence[Sequence[str]], *, wide: Sequence[int] = ()) -> str:
    """A table; columns numbered in *wide* share the width that the others leave.

    On a terminal it is drawn; elsewhere each row is one line with tabs between its cells, nothing cut off.
    """
    if not on_terminal():
        lines = ["\t".join(titles), *("\t".join(" ".join(cell.split()) for cell in row) for row in rows)]
        return "\n".join(lines)
    from rich import box  # noqa: PLC0415 - rich takes long to import and is of no use in a pipe
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for index, title in enumerate(titles):
        if index in wide:
            table.add_column(title, overflow="fold", ratio=1, min_width=12)
        else:
            table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    table.expand = bool(wide)
    return drawn(table)


def drawn(*things: RenderableType) -> str:
    """What rich makes of *things*, with colours on a terminal only."""
    from rich.console import Console  # noqa: PLC0415

    width = max(60, shutil.get_terminal_size((100, 24)).columns)
    console = Console(
        file=io.StringIO(), force_terminal=on_terminal(), width=width, highlight=False, legacy_windows=False
    )
    with console.capture() as capture:
        for thing in things:
            console.print(thing)
    return "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))


@dataclass
class Node:
    """A line of a tree with lines below it. ``style`` is rich's, or "modality.must" and its like."""

    text: str
    style: str = ""
    below: list[Node] = field(default_factory=list)

    def add(self, text: str, style: str = "") -> Node:
        """A new line below this one."""
        node = Node(text, style)
        self.below.append(node)
        return node


def tree_text(node: Node) -> str:
    """The tree: with branches and colours on a terminal, indented by two blanks a step elsewhere."""
    if not on_terminal():
        return "\n".join(_indented(node, 0))
    from rich.text import Text  # noqa: PLC0415
    from rich.tree import Tree  # noqa: PLC0415

    def grown(node: Node, tree: Tree) -> Tree:
        for child in node.below:
            grown(child, tree.add(Text(child.text, style=STYLES.get(child.style, child.style)), guide_style="dim"))
        return tree

    return drawn(grown(node, Tree(Text(node.text, style=STYLES.get(node.style, node.style)), guide_style="dim")))


def _indented(node: Node, depth: int) -> list[str]:
    lines = ["  " * depth + " ".join(node.text.split("\n"))]
    return lines + [line for child in node.below for line in _indented(child, depth + 1)]
