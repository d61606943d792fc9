"""A circular as read: canonical text, parts, clause tree, sentences, citations, duties.

Terms follow GB/T 9704-2012 (parts of an official document) and Akoma Ntoso (clauses).
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from policies.definitions import Definition
from policies.duties import Duty
from policies.force import Term
from policies.references import Reference
from policies.spans import Quote, Span, Value

__all__ = [
    "Block",
    "BlockKind",
    "Citation",
    "Clause",
    "Document",
    "Doubt",
    "Level",
    "Metadata",
    "Origin",
    "Part",
    "Problem",
    "Relation",
    "RelationType",
    "Sentence",
    "SentenceRole",
    "Source",
    "Table",
    "TableCell",
    "TableRow",
]


class Level(StrEnum):
    """Administrative level of an issuer or a government, highest first."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"


class RelationType(StrEnum):
    """How a document stands to another one that it names."""

    FORWARDS = "forwards"  # 转发
    ISSUES = "issues"  # 印发
    IMPLEMENTS = "implements"  # 根据, 按照, 为贯彻落实
    AMENDS = "amends"  # 修改, 修订
    REPEALS = "repeals"  # 废止


class Origin(Value):
    """A run of canonical text that stands unchanged at one place of the original.

    ``offset`` counts characters from the beginning of ``place`` ("line 3", "page 2", "paragraph 7",
    "table 1, row 2, cell 3"); for plain text, Markdown and HTML from the beginning of the decoded file.
    """

    start: int
    end: int
    place: str
    offset: int


class Source(Value):
    """The file that a document was read from."""

    name: str  # file name without folder, "" for a text without file
    format: str  # text, markdown, html, docx, pdf, ofd, doc, wps, rtf, odt
    encoding: str | None = None
    digest: str  # SHA-256 of the original bytes, hexadecimal


class BlockKind(StrEnum):
    """What a leaf of the tree is."""

    LETTERHEAD = "letterhead"  # 发文机关标志, 发文字号, 来源, editor's notes before the title
    TITLE = "title"
    ADDRESSEES = "addressees"
    HEADING = "heading"  # number and heading phrase, or a label
    TEXT = "text"
    SIGNATURE = "signature"  # 署名, 成文日期
    NOTE = "note"  # 附注, 附件说明, 抄送, 印发
    ROW = "row"  # of a table
    BLANK = "blank"


class Block(Value):
    """A leaf: the leaves of a document, concatenated, are its canonical text."""

    span: Span
    kind: BlockKind
    clause: int | None = None  # index into Document.clauses, None outside the clause tree
    part: int = 0


class TableCell(Value):
    """A cell, in the row where it begins; it covers ``columns`` by ``rows`` places of the grid from ``column`` on.

    The words of a merged cell stand once in the text and hold for all its rows. ``lines`` are its paragraphs.
    """

    span: Span
    column: int  # from 0
    columns: int = 1
    rows: int = 1
    lines: tuple[Span, ...] = ()


class TableRow(Value):
    number: int  # in its table, from 1; rows without words have numbers but stand in no text
    span: Span
    cells: tuple[TableCell, ...]


class Table(Value):
    """A table of data. ``records`` says whether it hands out tasks (任务分工表): then its rows can hold duties."""

    index: int  # from 0; people count from 1: 表1
    rows: tuple[TableRow, ...]
    records: bool = False


class Clause(Value):
    """A numbered or labelled unit. Clauses stand in document order, parents before children."""

    index: int
    parent: int | None
    part: int
    path: str  # readable and unique within the document: "三/（六）/1."
    level: int  # counts from 1 within its part
    number: str | None  # with its mark, as written: "一、", "（一）", "1.", "第三条"; None for a label
    title: str  # heading phrase, "" where the unit has none
    span: Span  # the whole unit with everything below it
    head: Span  # number and heading phrase


class SentenceRole(StrEnum):
    """What a sentence is: every sentence has exactly one role."""

    DUTY = "duty"
    HEADING = "heading"
    PURPOSE = "purpose"
    GUIDING = "guiding"  # 指导思想, 基本原则, 工作目标 without a figure
    FINDING = "finding"  # background, praise, reports of what was done
    DEFINITION = "definition"
    SCOPE = "scope"
    CITATION_LEAD = "citation_lead"  # 根据…，现就…通知如下：
    COMMENCEMENT = "commencement"  # 自…起施行, 有效期
    BENEFIT = "benefit"  # what its receiver may enjoy
    FORM = "form"  # title, addressees, signature, notes, contacts
    LIST_ITEM = "list_item"  # an item that is accounted for with the duty that heads its list
    UNDECIDED = "undecided"


class Doubt(StrEnum):
    """Why a sentence is undecided: the ``reason`` of such a sentence."""

    NO_ACT = "no_act"  # no act that is ordered, and no evidence that nothing is
    RESULT_ONLY = "result_only"  # 提升…, 促进… alone: a result hoped for, or an order to bring it about
    CUE = "cue"  # 应, 须, 不得 …, but no act was found that it governs
    FIGURE = "figure"  # a figure or a date that may have to be reached
    ROW = "row"  # a cell or a line of a list that may hold an act
    BROKEN = "broken"  # part of a sentence that a page break or a line break cut
    QUOTED = "quoted"  # words of another text, such as a rule that is amended
    GENERAL = "general"  # an order in a unit of goals or general demands
    UNREADABLE = "unreadable"  # signs that are no words, as a damaged font leaves them


class Sentence(Value):
    """A sentence or a part of one closed by ；. ``role`` accounts for it; ``reason`` quotes the evidence.

    Of an undecided sentence ``reason`` is a ``Doubt``.
    """

    span: Span
    clause: int | None
    part: int
    role: SentenceRole
    reason: str = ""


class Citation(Value):
    """A mention of another document; at least one of ``title`` and ``doc_number`` is set."""

    quote: Quote
    title: str | None
    doc_number: str | None  # normalised to 〔〕
    to_be_written: bool = False


class Relation(Value):
    """How the document stands to another one; ``evidence`` is the place that says so."""

    type: RelationType
    title: str | None
    doc_number: str | None
    evidence: Span | None = None
    part: int = 0
    only: str | None = None  # of a repeal: the words that limit it to some of the other document (第三条)
    since: datetime.date | None = None  # of a repeal: its first day, where told; else the commencement of the part


class Metadata(Value):
    """What the head and foot of a document (or of a part) tell; None or empty where they do not."""

    title: str | None = None
    issuer: str | None = None  # full name
    doc_number: str | None = None  # normalised to 〔〕
    date: datetime.date | None = None  # 成文日期
    genre: str | None = None  # 通知, 意见, 办法 …
    addressees: tuple[str, ...] = ()
    level: Level | None = None
    region: str | None = None  # in full: 吉林省吉林市; "" for national


class Part(Value):
    """A cover notice, or the document that it forwards or issues: 我省 and 本市 are bound to their part."""

    index: int
    span: Span
    metadata: Metadata


class Problem(Value):
    """Something that was not understood, with its range. ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    span: Span | None = None


class Document(Value):
    """A circular, read. ``metadata`` is that of the outer document (part 0)."""

    id: str  # 16 hexadecimal digits, from what identifies the document: number and title, else its text
    text: str  # canonical text
    digest: str  # SHA-256 of the canonical text, hexadecimal
    source: Source
    origins: tuple[Origin, ...]
    metadata: Metadata
    relations: tuple[Relation, ...]
    parts: tuple[Part, ...]
    clauses: tuple[Clause, ...]
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    duties: tuple[Duty, ...]  # as stated, in document order
    derived: tuple[Duty, ...]  # one step removed: what those are to do whom a duty's bearer is to urge
    problems: tuple[Problem, ...]
    tables: tuple[Table, ...] = ()
    computed: tuple[Span, ...] = ()  # automatic numbers: the file says how to count, the number is computed
    definitions: tuple[Definition, ...] = ()  # in document order
    references: tuple[Reference, ...] = ()  # in document order
    terms: tuple[Term, ...] = ()  # when each part is in force, as far as the text tells

    def quote(self, span: Span) -> str:
        """The words of *span*."""
        return self.text[span.start : span.end]

    def breadcrumb(self, clause: int | None) -> tuple[Clause, ...]:
        """The clauses from the outermost down to *clause*."""
        trail: list[Clause] = []
        while clause is not None:
            trail.append(self.clauses[clause])
            clause = self.clauses[clause].parent
        return tuple(reversed(trail))
