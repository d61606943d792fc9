"""HTML as a tree whose every text knows its offset in the file.

Parsers that build trees (lxml, html5lib) forget the offsets of texts, and the standard library's ``html.parser`` takes
quadratic time on unclosed marks in the releases that we support. What circulars need of HTML is little: nesting
of blocks and tables, with the end tags that people leave out. The cost is linear in the length of the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from parsers.readers.limits import MAX_DEPTH, hold
from policies.messages import _

__all__ = ["Node", "Text", "lines_of", "name_set", "tree_of"]


def name_set(names: str) -> frozenset[str]:
    """The names of a list parted by blanks."""
    return frozenset(names.split())


_NAME = re.compile(r"</?([A-Za-z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s=>/][^\s=>/]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?+"
)  # an unclosed quote falls through to the bare value
_TAG_END = re.compile(r"[\s/=]*+>")

_UNSEEN = name_set("script style title head template")
_BREAKS = name_set("br tr tbody thead tfoot")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_VOID = name_set("area base br col embed hr img input link meta param source track wbr")
_RAW = {  # hold characters up to their end tag, whatever stands there
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "xmp", "noframes")
}
# change how words look, not where they belong: no nodes, so that a forgotten end tag nests nothing
_TRANSPARENT = name_set(
    "abbr b bdo big cite code del dfn em font i ins kbd mark nobr q s samp small strike strong sub sup tt u var"
)
_BLOCKS = name_set(
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr"
    " li main nav ol p pre section table ul"
)
_FENCES = frozenset(("table", "td", "th", "caption", "html", "body"))  # no end tag reaches out of a cell
# a start tag ends these, up to those
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "table", "td", "th"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl", "table", "td", "th"))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl", "table", "td", "th"))),
    "option": (frozenset(("option",)), frozenset(("select",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "thead": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "tbody": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "tfoot": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "body": (frozenset(("head",)), frozenset(("html",))),
    "a": (frozenset(("a",)), _FENCES | _BLOCKS),
}
_PARAGRAPH = (frozenset(("p",)), _FENCES | {"li", "div", "section", "article"})


class Text(NamedTuple):
    """Characters of the file as they stand there; entities are not decoded."""

    raw: str
    offset: int


@dataclass(slots=True, eq=False)
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    offset: int = 0  # of its start tag
    children: list[Node | Text] = field(default_factory=list)

    def names(self) -> Iterator[str]:
        """Its id and classes, in small letters."""
        yield self.attributes.get("id", "").strip().lower()
        yield from self.attributes.get("class", "").lower().split()

    def walk(self) -> Iterator[Node]:
        """This node and all nodes below it, in the order of the file."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(child for child in reversed(node.children) if isinstance(child, Node))


def lines_of(node: Node) -> list[str]:
    """The lines of a page, whatever they are for; cells of a row are parted by tabs, programs and styles left out."""
    lines: list[list[str]] = [[]]  # each in pieces
    _gather(node, lines)
    return [line for line in (html.unescape("".join(pieces)) for pieces in lines) if line.strip()]


def _gather(node: Node, lines: list[list[str]]) -> None:
    for child in node.children:
        if isinstance(child, Text):
            lines[-1].append(_BLANKS.sub(" ", child.raw))
        elif child.name in _UNSEEN:
            continue
        elif child.name in ("td", "th"):
            inner: list[list[str]] = [[]]
            _gather(child, inner)
            lines[-1] += ["\t", *inner[0]]
            lines += inner[1:]  # a cell that holds a page
        elif child.name in _BLOCKS or child.name in _BREAKS:
            lines.append([])
            _gather(child, lines)
            lines.append([])
        else:
            _gather(child, lines)


class _Tag(NamedTuple):
    name: str
    closing: bool
    attributes: dict[str, str]
    offset: int


def tree_of(page: str) -> Node:
    """The tree of *page*. Raises InputError where it is nested beyond MAX_DEPTH."""
    root = Node("#page")
    stack = [root]
    for token in _tokens(page):
        if isinstance(token, Text):
            stack[-1].children.append(token)
        elif token.closing:
            _close(stack, token.name)
        else:
            _open(stack, token)
    return root


def _open(stack: list[Node], tag: _Tag) -> None:
    if tag.name in _BLOCKS:
        _end(stack, *_PARAGRAPH)
    if tag.name in _CLOSES:
        _end(stack, *_CLOSES[tag.name])
    node = Node(tag.name, tag.attributes, tag.offset)
    stack[-1].children.append(node)
    if tag.name not in _VOID:
        stack.append(node)
        hold(len(stack), MAX_DEPTH, _("Nesting of elements"))


def _close(stack: list[Node], name: str) -> None:
    fences = frozenset(("#page",)) if name in ("html", "body") else _FENCES - {name}
    if name in ("tr", "tbody", "thead", "tfoot", "table"):
        fences = frozenset(("table",)) - {name}
    _end(stack, frozenset((name,)), fences)


def _end(stack: list[Node], names: frozenset[str], fences: frozenset[str]) -> None:
    """Close the innermost open element of *names*, unless one of *fences* stands before it."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name in names:
            del stack[depth:]
            return
        if stack[depth].name in fences:
            return


def _tokens(page: str) -> Iterator[Text | _Tag]:
    position = 0
    unclosed: set[str] = set()
    while position < len(page):
        mark = page.find("<", position)
        if mark < 0:
            mark = len(page)
        if mark > position:
            yield Text(page[position:mark], position)
        if mark == len(page):
            return
        if page.startswith("<!--", mark):
            end = page.find("-->", mark + 4)
            position = len(page) if end < 0 else end + 3
        elif name := _NAME.match(page, mark):
            attributes, end = _attributes(page, name.end())
            if end < 0:  # the file ends inside a tag
                yield Text(page[mark:], mark)
                return
            tag = _Tag(name.group(1).lower(), page[mark + 1] == "/", attributes, mark)
            position = end
            if tag.name not in _TRANSPARENT and ":" not in tag.name:  # <o:p> and its like are Word's
                yield tag
            if tag.name in _RAW and not tag.closing and tag.name not in unclosed:
                if stop := _RAW[tag.name].search(page, position):
                    yield Text(page[position : stop.start()], position)
                    position = stop.start()
                else:
                    unclosed.add(tag.name)  # read on as if it were markup rather than lose the page
        elif page.startswith(("<!", "<?", "</"), mark):
            end = page.find(">", mark)
            if end < 0:
                yield Text(page[mark:], mark)
                return
            position = end + 1
        else:
            yield Text("<", mark)
            position = mark + 1


def _attributes(page: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag and where it ends, -1 where it does not."""
    attributes: dict[str, str] = {}
    while True:
        if end := _TAG_END.match(page, position):
            return attributes, end.end()
        found = _ATTRIBUTE.match(page, position)
        if found is None or found.end() == position:
            return attributes, page.find(">", position) + 1 or -1
        value = next((group for group in found.groups()[1:] if group is not None), "")
        attributes.setdefault(found.group(1).lower(), value)
        position = found.end()
