"""HTML as government sites publish it: the block with the document, without the page around it.

The block is found by the names that the sites' editors give it (``html_containers.toml``), else by the density of
text outside links. Rows of tables become one paragraph each; tables that only lay out the page do not count.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from parsers.columns import hands_out_tasks
from parsers.readers.decoding import decode
from parsers.readers.grid import from_spans
from parsers.readers.lines import Line
from parsers.readers.markup import Node, Text, lines_of, name_set, tree_of
from parsers.readers.pagewords import without_page_words
from policies.documents import Source
from policies.errors import InputError
from policies.manuscripts import Cell, Manuscript, Paragraph, Row
from policies.messages import _
from policies.vocabulary.tables import table

__all__ = ["read"]

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CHUNK = re.compile(
    r"(?P<blank>[ \t\n\r\f\x0b\x85\u2028\u2029]+)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?)"
    r"|(?P<word>[^ \t\n\r\f\x0b\x85\u2028\u2029&]+|&)"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_INLINE = name_set("a span label img input ruby rb rt rp wbr bdi data time map area")
_TITLE_PARTS = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|-{2,}")
_HYPHEN = re.compile(r"(?<![0-9])-|-(?![0-9])")
_NUMBERED = re.compile(r"[（(][^（()）]{1,12}〔[0-9]{4}〕[0-9]{1,5}号[)）]$")  # 关于…的通知（某政发〔2024〕1号）
_SPACE = re.compile(r"\s+")
_MIN_TITLE = 5  # characters
_BETWEEN = (" ", -1)  # the blank that parts two blocks of a cell; it stands nowhere in the file
_HEAD_ROWS = 5
_LAYOUT_LINES = 10  # a cell of more lines holds a page, not a datum


@dataclass(frozen=True, slots=True)
class _Names:
    content: frozenset[str]
    content_tags: frozenset[str]
    skipped: frozenset[str]
    skipped_tags: frozenset[str]
    title_metas: tuple[str, ...]
    site_words: tuple[str, ...]


@cache
def _names() -> _Names:
    data = table("html_containers")
    return _Names(
        content=frozenset(data["content"]),
        content_tags=frozenset(data["content_tags"]),
        skipped=frozenset(data["skipped"]),
        skipped_tags=frozenset(data["skipped_tags"]),
        title_metas=tuple(data["title_metas"]),
        site_words=tuple(data["site_words"]),
    )


def read(data: bytes, name: str) -> Manuscript:
    """The manuscript of a page; ``offset`` counts characters of the decoded file.

    Raises InputError where the encoding is not known, the page is nested too deeply, or holds no text.
    """
    declared = _CHARSET.search(data[:4096])
    text, encoding = decode(data, declared.group(1).decode("ascii") if declared else None)
    root = tree_of(text)
    weights = _weights(root)
    main, known = _main(root, weights)
    writer = _Writer(main_weight=weights[main][0], weights=weights, strict=not known)
    # a table may bear the name itself; written from its parent, its rows are found
    writer.block(Node("#main", children=[main]) if main.name == "table" else main)
    writer.flush()
    paragraphs = without_page_words(writer.paragraphs, writer.only_links, menus=not known)
    title = _title(root, "".join(paragraph.text for paragraph in paragraphs[:40]))
    if title is not None:
        paragraphs.insert(0, title.paragraph("title"))
    if not paragraphs:
        raise InputError(
            _("The page holds no text."),
            why=_("It may load its text by a program when it is opened in a browser."),
            mend=_("Open it in a browser and save it as PDF, or copy its text into a file."),
        )
    source = Source(name=name, format="html", encoding=encoding, digest=hashlib.sha256(data).hexdigest())
    return Manuscript(source=source, paragraphs=tuple(paragraphs), margins=tuple(_margins(root, text)))


def _margins(root: Node, text: str) -> Iterator[Paragraph]:
    """The lines of the whole page that may mark it as secret: the block of the document need not hold the mark."""
    if "密" in text or "&#" in text:
        for line in lines_of(root):
            if "密" in line:
                yield Paragraph(text=line, place="margin")


def _skipped(node: Node) -> bool:
    names = _names()
    if node.name in names.skipped_tags or "hidden" in node.attributes:
        return True
    if not names.skipped.isdisjoint(node.names()) and node.name not in ("body", "html", "h1"):
        return True
    return bool(_HIDDEN.search(node.attributes.get("style", "")))


def _weights(root: Node) -> dict[Node, tuple[int, int]]:
    """For each node, the characters below it that stand outside links, and those in links."""
    weights: dict[Node, tuple[int, int]] = {}
    for node in reversed(list(root.walk())):  # children before parents
        solid = linked = 0
        for child in node.children:
            if isinstance(child, Node):
                a, b = weights[child]
                solid, linked = solid + a, linked + b
            else:
                solid += len(child.raw) - len(_SPACE.findall(child.raw))
        if _skipped(node):
            solid = linked = 0
        elif node.name == "a":
            solid, linked = 0, solid + linked
        weights[node] = (solid, linked)
    return weights


def _main(root: Node, weights: dict[Node, tuple[int, int]]) -> tuple[Node, bool]:
    """The node that holds the document, and whether its name says so."""
    names = _names()
    total = weights[root][0]
    named = [
        node for node in root.walk() if node.name in names.content_tags or not names.content.isdisjoint(node.names())
    ]
    heaviest = max((weights[node][0] for node in named), default=0)
    if heaviest and heaviest >= 0.3 * total:
        # the innermost of those that hold nearly all: less of the page around the text
        return [node for node in named if weights[node][0] >= 0.95 * heaviest][-1], True
    node = root
    while True:
        inner = [child for child in node.children if isinstance(child, Node) and child.name not in ("p", "table", "ul")]
        inner += [
            child for child in node.children if isinstance(child, Node) and child.name == "table" and _layout(child)
        ]
        best = max(inner, key=lambda child: weights[child][0], default=None)
        if best is None or weights[best][0] < 0.85 * total or not total:
            return node, False
        node = best


def _rows(node: Node) -> Iterator[list[Node]]:
    """The rows of a table, each a list of cells; nested tables aside."""
    for child in node.children:
        if not isinstance(child, Node):
            continue
        if child.name == "tr":
            yield [cell for cell in child.children if isinstance(cell, Node) and cell.name in ("td", "th")]
        elif child.name in ("tbody", "thead", "tfoot", "form"):
            yield from _rows(child)


def _layout(node: Node) -> bool:
    """Whether a table lays out the page: tables inside it, one column, or a cell with a whole page of paragraphs.

    One whose heads say that it hands out tasks is data, however much its cells hold.
    """
    rows = list(_rows(node))
    if all(len(row) <= 1 for row in rows):
        return True
    for row in rows[:_HEAD_ROWS]:
        if len(row) > 1 and hands_out_tasks(_flat(cell).text for cell in row if _small(cell)):
            return False
    for cell in (cell for row in rows for cell in row):
        inside = [below.name for below in cell.walk()][1:]
        if "table" in inside or sum(name in ("p", "div", "br", "li") for name in inside) > _LAYOUT_LINES:
            return True
    return False


def _small(cell: Node) -> bool:
    """Whether a cell holds so little that it may be a head."""
    return sum(1 for _ in islice(cell.walk(), _LAYOUT_LINES)) < _LAYOUT_LINES


def _title(root: Node, head: str) -> Line | None:
    """The title that the page gives outside the document's block, None where the block begins with it."""
    names = _names()
    metas: dict[str, str] = {}
    headings: list[Line] = []
    titles: list[Line] = []
    for node in root.walk():
        if node.name == "meta":
            key = (node.attributes.get("name") or node.attributes.get("property") or "").strip().lower()
            metas.setdefault(key, html.unescape(node.attributes.get("content", "")))
        elif node.name in ("h1", "title"):
            line = _flat(node)
            (headings if node.name == "h1" else titles).append(line)
    known = _SPACE.sub("", head)
    candidates: list[Line] = []
    for key in names.title_metas:
        words = _document_part(_SPACE.sub(" ", metas.get(key, "")).strip())
        if words:
            line = Line()
            line.add(words, None)
            candidates.append(line)
    candidates += headings[:1]
    candidates += [_narrowed(line) for line in titles[:1]]
    for line in candidates:
        words = _SPACE.sub("", line.text)
        if len(words) >= _MIN_TITLE and not words.endswith(names.site_words):
            bare = _NUMBERED.sub("", words)
            return None if bare in known or any(part in known for part in _parts(words)) else line
    return None


def _parts(title: str) -> list[str]:
    """What a title without blanks may consist of: 关于…的通知-某市应急管理局."""
    return [part for part in _HYPHEN.split(title) if len(part) >= 2 * _MIN_TITLE]


def _document_part(title: str) -> str:
    """*title* without the name of the site: 关于…的通知_某市人民政府 → 关于…的通知."""
    sites = _names().site_words
    parts = [part.strip() for part in _TITLE_PARTS.split(title)]
    title = max((part for part in parts if not part.endswith(sites)), key=len, default="")
    first, last = _HYPHEN.search(title), list(_HYPHEN.finditer(title))[-1:]
    if last and title.endswith(sites):
        title = title[: last[0].start()]
    elif first and title[: first.start()].endswith(sites):
        title = title[first.end() :]
    return title.strip()


def _narrowed(line: Line) -> Line:
    part = _document_part(line.text)
    start = line.text.find(part)
    return line.cut(start, start + len(part))


def _flat(node: Node) -> Line:
    """All words of *node* on one line."""
    writer = _Writer(main_weight=0, weights={}, strict=False)
    writer.cell(node)
    return writer.line


@dataclass(slots=True)
class _Writer:
    """Walks the tree and writes paragraphs as a browser would break them."""

    main_weight: int
    weights: dict[Node, tuple[int, int]]
    strict: bool  # no name told the block: leave out rows of links
    paragraphs: list[Paragraph] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    gap: tuple[str, int] | None = None  # blanks since the last word
    links: int = 0
    linking: bool = False  # inside a link
    linked: int = 0  # letters and characters of words inside links
    plain: int = 0  # and outside
    prose: int = 0  # letters and characters alone outside: a date behind a link says nothing
    tables: int = 0
    written: int = 0
    breaks: list[int] = field(default_factory=list)  # where lines of the cell at hand begin, but the first
    only_links: set[int] = field(default_factory=set)  # indices of paragraphs that are nothing but links

    def block(self, node: Node) -> None:
        """Write what stands in *node*."""
        for child in node.children:
            if isinstance(child, Text):
                self.words(child, keep=node.name == "pre")
            elif child.name == "br":
                self.flush()
            elif _skipped(child):
                continue
            elif child.name == "table" and not _layout(child):
                self.flush()
                self.table(child)
            elif child.name in _INLINE:
                outside, self.linking = self.linking, self.linking or child.name == "a"
                self.links += child.name == "a"
                self.block(child)
                self.linking = outside
            else:
                self.flush()
                self.block(child)
                self.flush()

    def cell(self, node: Node) -> None:
        """Write what stands in *node* on the line at hand, blocks parted by a blank."""
        for child in node.children:
            if isinstance(child, Text):
                self.words(child, keep=False)
            elif not _skipped(child):
                apart = child.name not in _INLINE
                self.gap = _BETWEEN if apart else self.gap
                self.cell(child)
                self.gap = _BETWEEN if apart else self.gap

    def words(self, text: Text, *, keep: bool) -> None:
        """Add *text*, its blanks collapsed as browsers do, its entities decoded."""
        for chunk in _CHUNK.finditer(text.raw):
            words, at = chunk.group(), text.offset + chunk.start()
            if chunk.lastgroup == "entity":
                decoded = html.unescape(words)
                if not decoded.strip(" \t\r\n\f\x0b\x85\u2028\u2029"):
                    self.gap = self.gap or (" ", -1)
                elif decoded == words:  # no entity of HTML: &copyright of a link, R&D
                    self.put(words, at)
                else:
                    self.put(decoded, None)
            elif chunk.lastgroup == "word":
                self.put(words, at)
            elif keep and ("\n" in words or "\r" in words):
                self.flush()
            else:
                self.gap = self.gap or (words, at)

    def put(self, words: str, offset: int | None) -> None:
        if self.gap is not None and self.line.length:
            blanks, at = self.gap
            wide = not (self.line.last.isascii() and words[0].isascii())
            # a line break of the source is no blank between Chinese characters
            if not (wide and ("\n" in blanks or "\r" in blanks)) and self.line.last != "\t":
                self.line.add(" ", at if at >= 0 and blanks[0] == " " else None)
                if self.gap is _BETWEEN:
                    self.breaks.append(self.line.length)
        self.gap = None
        self.line.add(words, offset)
        if self.linking:
            self.linked += sum(map(str.isalnum, words))
        else:
            self.plain += sum(map(str.isalnum, words))
            self.prose += sum(map(str.isalpha, words))

    def flush(self) -> None:
        """End the paragraph at hand."""
        menu = self.strict and self.links >= 3 and self.linked > 4 * self.plain
        if self.line.length and not menu:
            self.written += 1
            if self.linked and not self.prose:
                self.only_links.add(len(self.paragraphs))
            self.paragraphs.append(self.line.paragraph(f"paragraph {self.written}"))
        self.line, self.gap, self.links, self.linked, self.plain, self.prose = Line(), None, 0, 0, 0, 0

    def table(self, node: Node) -> None:
        """Write the rows of a table of data, cells joined by tabs."""
        self.tables += 1
        for child in node.children:
            if isinstance(child, Node) and child.name == "caption":
                self.block(child)
                self.flush()
        rows = list(_rows(node))
        grid = from_spans([[(_span(cell, "colspan"), _span(cell, "rowspan")) for cell in row] for row in rows])
        for number, row in enumerate(rows, start=1):
            cells: list[Cell] = []
            for index, cell in enumerate(row):
                if index:
                    self.gap = None
                    self.line.add("\t", None)
                begin, self.breaks = self.line.length, []
                self.cell(cell)
                if grid:
                    slot = grid[number - 1][index]._asdict()
                    cells.append(Cell(start=begin, end=self.line.length, **slot, breaks=tuple(self.breaks)))
            if not self.line.blank:
                known = Row(table=self.tables, number=number, cells=tuple(cells)) if grid else None
                self.paragraphs.append(self.line.paragraph(f"table {self.tables}, row {number}", row=known))
            self.line, self.gap = Line(), None


def _span(cell: Node, name: str) -> int:
    """The value of colspan or rowspan; 1 where there is none that counts."""
    value = cell.attributes.get(name, "").strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
