"""One circular for reading: as a page with its duties marked, and as a tree for the terminal."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from policies.documents import Block, BlockKind, Clause, Document, Problem, SentenceRole, TableCell
from policies.duties import Basis, Bearer, Certainty, Duty
from policies.messages import _
from policies.references import Open, Passage, Reference, ReferenceKind
from policies.spans import Span
from reports import words
from reports.tables import Node, tree_text
from reports.tasks import marked, tasks

__all__ = ["Cell", "Paragraph", "Piece", "html", "paragraphs", "tree"]


_HEADS = "table heads"  # the reason with which heads of columns are accounted for


@dataclass(frozen=True)
class Piece:
    """A run of text within a paragraph over which nothing changes: block, duties, citation."""

    text: str
    duties: tuple[Duty, ...] = ()  # those that cover it, the innermost first
    cited: bool = False
    reference: Reference | None = None
    head: Clause | None = None  # the clause whose number and heading phrase it belongs to
    opens: bool = False  # whether the innermost duty begins here


@dataclass
class Cell:
    """A cell of a table for the page; ``head`` tells cells that head a column."""

    lines: list[list[Piece]]
    columns: int
    rows: int
    head: bool


@dataclass
class Paragraph:
    """A line, or a row of a table: then its cells hold the pieces."""

    kind: BlockKind
    pieces: list[Piece] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    table: int | None = None  # index of its table
    number: int = 0  # of the row in its table

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def html(document: Document) -> str:
    """The circular as one page that needs nothing else: every duty is marked and tells its fields."""
    from reports.pages import page  # noqa: PLC0415 - the tree needs no templates

    derived: dict[str, list[Duty]] = {}
    for duty in document.derived:
        derived.setdefault(duty.derived_from or "", []).append(duty)
    return page(
        "circular.html",
        document=document,
        groups=_groups(paragraphs(document)),
        index=[(clause, _count(document, clause)) for clause in document.clauses],
        derived=derived,
        clause_of={duty.id: _path(document, duty) for duty in document.duties},
        modalities=Counter(duty.modality for duty in document.duties),
        problems=[(problem, _where(document, problem)) for problem in document.problems],
        bearer_line=bearer_line,
        pointed=pointed,
        references_in=_references_in(document),
        tasks=tasks,
        marked=marked,
    )


def paragraphs(document: Document) -> list[Paragraph]:
    """All blocks in order, cut where anything changes and put together to lines; only blank ones are left out.

    Rows of tables keep their cells, so that a page can show them as tables.
    """
    cuts = sorted(
        {point for duty in document.duties for point in (duty.quote.start, duty.quote.end)}
        | {point for citation in document.citations for point in (citation.quote.start, citation.quote.end)}
        | {point for reference in linked(document) for point in (reference.quote.start, reference.quote.end)}
    )
    heads = {clause.head.start: clause for clause in document.clauses}
    marks = _Marks(document)
    rows = {row.span.start: (table, row) for table in document.tables for row in table.rows}
    titled = {sentence.span.start for sentence in document.sentences if sentence.reason == _HEADS}
    result: list[Paragraph] = []
    line: Paragraph | None = None
    for block in document.blocks:
        if block.kind is BlockKind.ROW and block.span.start in rows:
            table, row = rows[block.span.start]
            cells = [_cell(document.text, cell, cuts, marks, titled) for cell in row.cells]
            result.append(Paragraph(block.kind, cells=cells, table=table.index, number=row.number))
            continue
        head = heads.get(block.span.start) if block.kind is BlockKind.HEADING else None
        for start, end, ends_line in _runs(document.text, block, cuts):
            text = document.text[start:end]
            if text.strip() or line is not None:
                if line is None or (line.kind is BlockKind.BLANK and block.kind is not BlockKind.BLANK):
                    line = Paragraph(block.kind, line.pieces if line else [])
                line.pieces.append(marks.piece(text, start, head))
            if ends_line and line is not None:
                result.append(line)
                line = None
    if line is not None:
        result.append(line)
    return [_trimmed(paragraph) for paragraph in result if paragraph.cells or paragraph.text.strip()]


def _cell(text: str, cell: TableCell, cuts: list[int], marks: _Marks, titled: set[int]) -> Cell:
    lines = []
    for line in cell.lines:
        edges = [line.start, *(cut for cut in cuts if line.start < cut < line.end), line.end]
        lines.append([marks.piece(text[a:b], a, None) for a, b in pairwise(edges)])
    return Cell(lines, cell.columns, cell.rows, any(line.start in titled for line in cell.lines))


def _groups(paragraphs: list[Paragraph]) -> list[tuple[int | None, list[Paragraph]]]:
    """Paragraphs one by one, the rows of a table together; rows without words are put back, for merged cells."""
    groups: list[tuple[int | None, list[Paragraph]]] = []
    for paragraph in paragraphs:
        if paragraph.table is None or not groups or groups[-1][0] != paragraph.table:
            groups.append((paragraph.table, []))
        rows = groups[-1][1]
        while paragraph.table is not None and rows and rows[-1].number + 1 < paragraph.number:
            rows.append(Paragraph(BlockKind.ROW, table=paragraph.table, number=rows[-1].number + 1))
        rows.append(paragraph)
    return groups


def _trimmed(paragraph: Paragraph) -> Paragraph:
    """Without the blanks that the source indents by: the page indents by itself."""
    pieces = paragraph.pieces
    if paragraph.cells:
        return paragraph
    while not pieces[0].text.strip():
        pieces = pieces[1:]
    return Paragraph(paragraph.kind, [replace(pieces[0], text=pieces[0].text.lstrip()), *pieces[1:]])


def _runs(text: str, block: Block, cuts: list[int]) -> Iterator[tuple[int, int, bool]]:
    """Pieces of *block* between cuts and line ends; the third value tells whether a line ends after the piece."""
    start = block.span.start
    inner = [cut for cut in cuts if block.span.start < cut < block.span.end]
    for stop in [*inner, block.span.end]:
        while start < stop:
            newline = text.find("\n", start, stop)
            end = stop if newline < 0 else newline
            yield start, end, newline >= 0
            start = end if newline < 0 else newline + 1


class _Marks:
    """What lies over a place of the text."""

    def __init__(self, document: Document) -> None:
        self.duties = sorted(document.duties, key=lambda duty: (duty.quote.end - duty.quote.start, -duty.quote.start))
        self.citations = document.citations
        self.references = {reference.quote.start: reference for reference in linked(document)}
        self.last: Reference | None = None
        self.opened: set[str] = set()

    def piece(self, text: str, start: int, head: Clause | None) -> Piece:
        here = Span(start=start, end=start + max(len(text), 1))
        over = tuple(duty for duty in self.duties if text and duty.quote.overlaps(here))
        opens = bool(over) and over[0].id not in self.opened
        self.opened.update(duty.id for duty in over[:1])
        cited = any(citation.quote.overlaps(here) for citation in self.citations)
        self.last = self.references.get(start, self.last)
        here_too = self.last is not None and self.last.quote.start <= start < self.last.quote.end
        return Piece(text, over, cited, self.last if here_too else None, head, opens)


def _references_in(document: Document) -> Callable[[Duty], list[Reference]]:
    """Which references stand in the words of a duty."""
    row = linked(document)
    starts = [reference.quote.start for reference in row]

    def inside(duty: Duty) -> list[Reference]:
        found = row[bisect_left(starts, duty.quote.start) : bisect_left(starts, duty.quote.end)]
        return [reference for reference in found if duty.quote.covers(reference.quote)]

    return inside


def linked(document: Document) -> list[Reference]:
    """The references that the page shows: those whose words alone don't tell what they mean."""
    shown = (ReferenceKind.CLAUSE, ReferenceKind.DOCUMENT, ReferenceKind.BODIES)
    return [reference for reference in document.references if reference.kind in shown]


def pointed(document: Document, reference: Reference) -> str:
    """What a reference points at, as a clerk cites it: 第五条第二款; 本文件中没有 where nothing is."""
    if reference.open:
        return {
            Open.ABSENT: _("not in this document"),
            Open.AMBIGUOUS: _("ambiguous in this document"),
            Open.AMENDED: _("said of the document that this one amends"),
        }[reference.open]
    if reference.citation is not None:
        return words.flat(document.citations[reference.citation].quote.text)
    if reference.bodies:
        return words.listed(words.flat(body.text) for body in reference.bodies)
    return words.listed(_passage(document, passage) for passage in reference.passages)


def _passage(document: Document, passage: Passage) -> str:
    place = words.clause(document.clauses[passage.clause].path)
    if passage.paragraph is None:
        return place
    return _("{clause} paragraph {number}").format(clause=place, number=passage.paragraph)


def tree(document: Document) -> str:
    """Clause headings with their duties below, problems last; coloured on a terminal."""
    top = Node(document.metadata.title or document.source.name or _("(untitled document)"), "bold")
    for line in _overview(document):
        top.add(line, "dim")
    nodes: dict[int | None, Node] = {None: top}
    rows: dict[tuple[int | None, str], Node] = {}
    derived: dict[str | None, list[Duty]] = {}
    for duty in document.derived:
        derived.setdefault(duty.derived_from, []).append(duty)
    started: list[tuple[int, int, Clause | Duty]] = [(c.span.start, 0, c) for c in document.clauses]
    started += [(duty.quote.start, 1, duty) for duty in document.duties]
    for _start, _order, thing in sorted(started, key=lambda entry: entry[:2]):
        if isinstance(thing, Clause):
            label = f"{thing.number or ''}{thing.title}" or thing.path
            nodes[thing.index] = nodes[thing.parent].add(label, "bold")
        else:
            above = nodes[thing.clause]
            if thing.row:
                place = (thing.clause, thing.row)
                above = rows[place] = rows.get(place) or above.add(thing.row, "bold")
            node = above.add(duty_line(thing), f"modality.{thing.modality.value}")
            for second in derived.get(thing.id, ()):
                node.add(_("one step removed: {duty}").format(duty=duty_line(second)), "dim")
    if document.problems:
        box = top.add(_("Problems: {count}").format(count=len(document.problems)), "bold")
        for problem in document.problems:
            box.add(words.joined([problem.message, _where(document, problem)]), "yellow")
    return tree_text(top)


def duty_line(duty: Duty) -> str:
    """[必须] 企业：quote（每半年至少1次；自评率 ≥ 90%）."""
    quote = "".join(duty.quote.text.split("\n"))
    facts = words.joined([*map(words.timing, duty.time), *map(words.target, duty.targets)])
    mark = words.joined([words.modality(duty.modality), words.strength(duty.strength)])
    line = _("[{modality}] {bearers}: {quote}").format(modality=mark, bearers=words.bearers(duty.bearers), quote=quote)
    return line + (_(" ({facts})").format(facts=facts) if facts else "")


def bearer_line(bearer: Bearer) -> str:
    """Who, how that was found, and from which words."""
    name = words.bearers([bearer])
    if bearer.certainty is Certainty.INFERRED:  # its kind is all that is said of it
        return name
    name = _("{name} ({kind})").format(name=name, kind=words.kind(bearer.kind))
    if bearer.basis is Basis.REVIEWER:
        return words.joined([name, _("set by a reviewer")])
    told = bearer.evidence if bearer.certainty is Certainty.STATED else None  # who a defined name stands for
    line = words.joined([name, _("stated") if bearer.certainty is Certainty.STATED else ""])
    return _("{name}: {value}").format(name=line, value=words.flat(told.text)) if told else line


def _overview(document: Document) -> list[str]:
    data = document.metadata
    facts = [
        (_("Document number"), data.doc_number),
        (_("Issuer"), data.issuer),
        (_("Date"), data.date.isoformat() if data.date else None),
        (_("Level"), words.level(data.level) if data.level else None),
        (_("Place"), data.region),
        (_("Addressees"), words.listed(data.addressees)),
    ]
    roles = Counter(sentence.role for sentence in document.sentences)
    counts = _("Clauses: {clauses}; duties: {duties}; one step removed: {derived}; citations: {citations}").format(
        clauses=len(document.clauses),
        duties=len(document.duties),
        derived=len(document.derived),
        citations=len(document.citations),
    )
    said = _("Sentences: {total}; with a duty: {duty}; undecided: {undecided}").format(
        total=len(document.sentences), duty=roles[SentenceRole.DUTY], undecided=roles[SentenceRole.UNDECIDED]
    )
    return [_("{name}: {value}").format(name=name, value=value) for name, value in facts if value] + [counts, said]


def _count(document: Document, clause: Clause) -> int:
    return sum(1 for duty in document.duties if clause.span.covers(duty.quote))


def _path(document: Document, duty: Duty) -> str:
    clause = document.clauses[duty.clause].path if duty.clause is not None else ""
    return words.clause("/".join(filter(None, (clause, duty.row))))


def _where(document: Document, problem: Problem) -> str:
    if problem.span is None:
        return ""
    line = document.text.count("\n", 0, problem.span.start) + 1
    return _("line {line}: {quote}").format(line=line, quote=words.quoted(words.clip(document.quote(problem.span), 40)))
