"""JSON schemas of what commands print: ``docs/schemas/*.json``.

What is a pydantic model already gives its schema itself; the other shapes are written down here. Tests hold real
output against the committed schemas, which allow no key that they do not name.
"""

from __future__ import annotations

import datetime
import json
import sys
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from docs.make import console
from kb.asked import Sieve
from kb.crossref import CrossRef, Impact
from kb.diff import State
from kb.models import Chain, Change, Collision, Count, DocumentInfo, Finding, Hit, OverrideInfo
from kb.question import Understood
from kb.receipts import Receipt, Verification
from kb.review import DecisionState
from kb.reviewing import Item
from policies.answers import Counterfactual, Force, Review, Sanction, SourceRef, TieBasis, Verdict
from policies.conditions import Condition, Elsewhere
from policies.definitions import Defined, DefinitionForm
from policies.documents import Doubt, Metadata, RelationType, SentenceRole, Source
from policies.duties import Basis, BodyKind, Certainty, Directness, Modality, PartnerRole, Strength, TimeType
from policies.entities import Entity
from policies.references import Open, ReferenceKind
from policies.review import Decided, Decision
from policies.spans import Value
from reports.applicability import Statement
from reports.checklist import ChangeKind, Checklist, Kept, UpdateLine
from reports.matrix import Matrix
from reports.news import NewsReport

FOLDER = console.ROOT / "docs" / "schemas"
Range = Annotated[list[int], Field(min_length=2, max_length=2, description="[start, end) in characters of the text")]


class Relation(Value):
    type: RelationType
    title: str | None
    doc_number: str | None
    part: int
    span: Range | None


class Head(Metadata):
    relations: list[Relation]


class Part(Metadata):
    index: int
    span: Range


class ChecklistUpdate(Value):
    counts: dict[ChangeKind, int]
    updates: list[UpdateLine]
    kept: list[Kept]


class Heading(Value):
    number: str | None
    level: int
    title: str
    path: str
    part: int
    span: Range


class Citation(Value):
    quote: str
    title: str | None
    doc_number: str | None
    span: Range
    to_be_written: Literal[True] | None = None


class Bearer(Value):
    surface: str | None
    kind: BodyKind
    position: str | None
    basis: Basis
    certainty: Certainty
    evidence: str | None
    span: Range | None
    evidence_span: Range | None


class Supervised(Value):
    surface: str
    kind: BodyKind
    span: Range


class Partner(Value):
    surface: str
    role: PartnerRole
    span: Range


class Target(Value):
    surface: str
    metric: str
    op: Literal[">=", "<=", "=", ">", "<"]
    value: float
    unit: str
    span: Range


class Timing(Value):
    surface: str
    type: TimeType
    value: str | None
    span: Range


class Duty(Value):
    id: str
    quote: str
    span: Range
    clause: str
    row: Annotated[str, Field(description="where in a table (表1第3行), empty in running text")]
    part: int
    modality: Modality
    strength: Strength
    directness: Directness
    derived_from: str | None
    bearers: list[Bearer]
    actions: list[str]
    action_spans: list[Range]
    supervised: list[Supervised]
    partners: list[Partner]
    targets: list[Target]
    time: list[Timing]
    sectors: list[str]
    sector_spans: list[Range]
    condition: str | None
    condition_span: Range | None


class Sentences(Value):
    total: int
    roles: dict[SentenceRole, int]


class Definition(Value):
    name: str
    meaning: str
    form: DefinitionForm
    defines: Defined
    kinds: list[BodyKind]
    citation: Annotated[
        int | None, Field(description="of a document that is cited there: which of the citations, from 0")
    ]
    clause: str
    part: int
    name_span: Range
    meaning_span: Range
    scope: Annotated[list[int], Field(min_length=2, max_length=2, description="where the name has this meaning")]


class Passage(Value):
    clause: str
    paragraph: Annotated[int | None, Field(description="款, from 1 within the clause; null: the whole clause")]
    span: Range


class Reference(Value):
    """What a reference points at: one of passages, target_part, citation, bodies and place; else why it is open."""

    quote: str
    kind: ReferenceKind
    clause: Annotated[str, Field(description="where it stands")]
    part: int
    span: Range
    passages: list[Passage]
    target_part: int | None
    citation: Annotated[int | None, Field(description="which of the citations, from 0")]
    bodies: list[str]
    body_spans: list[Range]
    kinds: list[BodyKind]
    place: str | None
    open: Open | None


class Cell(Value):
    span: Range
    column: Annotated[int, Field(description="from 0")]
    columns: Annotated[int, Field(description="how many it covers, more than 1 where cells are merged")]
    rows: Annotated[int, Field(description="how many it covers; its words stand once in the text")]


class Row(Value):
    number: int
    span: Range
    cells: list[Cell]


class Table(Value):
    number: Annotated[int, Field(description="from 1, as in the row of a duty")]
    records: Annotated[bool, Field(description="whether it hands out tasks, so that its rows can hold duties")]
    rows: list[Row]


class Problem(Value):
    code: str
    message: str
    span: Range | None


class Parse(Value):
    """``zeren parse --format json``: a circular, read."""

    id: str
    source: Source
    digest: str
    document: Head
    parts: list[Part]
    headings: list[Heading]
    citations: list[Citation]
    definitions: list[Definition]
    references: list[Reference]
    duties: list[Duty]
    derived: list[Duty]
    tables: list[Table]
    sentences: Sentences
    problems: list[Problem]
    computed: Annotated[
        list[Range], Field(description="automatic numbers of a DOCX: computed, they stand nowhere in the file as such")
    ]
    text: str


class Where(Value):
    title: str | None
    doc_number: str | None
    carried: bool = Field(description="whether the number is that of the notice that carries the document")
    clause: str


class Cost(Value):
    """What neglect costs: a provision that punishes the breach of the duty."""

    breach: str
    penalty: str
    basis: TieBasis
    score: float
    source: Where


class InForce(Value):
    """How the duty stands on the day asked about, whoever asks; the other fields tell why it is not in force."""

    state: Force
    says: str | None
    evidence: str | None
    span: Range | None
    because: str | None
    document: Elsewhere | None = Field(description="what `evidence` quotes, where it is not the duty's own document")


class Answer(Value):
    id: str
    quote: str
    modality: Modality
    verdict: Verdict
    certainty: Certainty
    directness: Directness
    bearer_basis: str
    review: Review | None = Field(description="who set the condition, where a reviewer did")
    decided: Decided | None = Field(description="what reviewers decided about the duty itself")
    missing: list[list[str]] = Field(description="sets of facts by key, smallest first; each would decide")
    sanctions: list[Cost]
    force: InForce
    overdue: datetime.date | None = Field(description="the last of its deadlines, where all are past: it is still owed")
    source: Where


class Question(Value):
    key: str
    question: str
    decides: int = Field(description="how many duties the answer settles, on the average of all answers, rounded")
    at_least: int = Field(description="settled whatever the answer")
    at_most: int = Field(description="settled by the best answer")
    concerns: int = Field(description="duties that ask for it")


class Duties(Value):
    """``zeren duties --format json``; answers that do not apply only with ``--all``."""

    entity: Entity
    on: datetime.date
    duties: list[Answer]
    questions: list[Question] = Field(description="the one that decides most first")
    lapsed: int = Field(description="duties left out that would apply if they were in force: see `--expired`")


class Trace(Value):
    verdict: Verdict
    says: str
    evidence: str | None
    span: Range | None
    document: Elsewhere | None = Field(description="what `evidence` quotes, where it is not the duty's own document")
    because: str | None
    children: list[Trace]


class Why(Answer):
    """``zeren why --format json``."""

    entity: Entity
    on: datetime.date
    trace: Trace
    changes: list[Counterfactual] = Field(description="what would turn the verdict, smallest first")


class Search(Value):
    """``zeren search --format json``."""

    query: str
    hits: list[Hit]
    facets: dict[str, list[Count]] = Field(description="all duties that were found, by bearer, kind, level …")


class Due(Value):
    """A duty that falls due, or recurs."""

    id: str
    due: datetime.date | None = Field(description="the first of the days; null where no day can be told")
    days: list[datetime.date] = Field(description="of what recurs the last days of its periods")
    times: TimeType
    recurs: bool
    quote: str
    modality: Modality
    directness: Directness
    bearers: str
    source: Where


class ComparedDuty(Value):
    id: str
    quote: str
    span: Range
    clause: str
    modality: Modality


class Compared(Value):
    state: State
    old: ComparedDuty | None
    new: ComparedDuty | None
    score: float | None
    changes: list[Change]


class ComparedDocument(Value):
    id: str
    title: str | None


class Difference(Value):
    """``zeren diff --format json``; what is the same or only reworded only with ``--all``."""

    old: ComparedDocument
    new: ComparedDocument
    counts: dict[State, int]
    duties: list[Compared]


class AskedDuty(Value):
    id: str
    score: float
    verdict: Verdict = Field(description="whether it falls to the body in question; unknown where none is named")
    force: Force
    lacks: list[Sieve] = Field(description="parts of the question that it does not fit")
    words: list[str] = Field(description="words of the question that it has")
    quote: str
    modality: Modality
    directness: Directness
    bearers: str
    source: Where


class Emptied(Value):
    part: Sieve
    duties: int


class Ask(Value):
    """``zeren ask --format json``; ``emptied``: without which part of the question how many duties would fit."""

    question: str
    on: datetime.date
    understood: list[Understood]
    absent: list[str] = Field(description="words of the question that no duty has")
    total: int
    emptied: list[Emptied]
    duties: list[AskedDuty]


class FallingDue(Value):
    """``zeren due --format json``: with a deadline, soonest first; within a period; then what recurs."""

    before: datetime.date
    duties: list[Due]


class ShownDuty(Duty):
    type: Literal["duty"]
    source: SourceRef
    rule: Condition
    review: Review | None
    decided: Decided | None
    sanctions: list[Sanction]


class ShownDocument(Parse):
    type: Literal["document"]


class ShownClause(Value):
    type: Literal["clause"]
    document: str
    path: str
    number: str | None
    title: str
    level: int
    span: Range
    text: str
    duties: list[Duty]


class File(Value):
    path: str
    document: str
    title: str | None
    duties: int


class Unread(Value):
    path: str
    what: str
    where: str
    why: str
    mend: str


class Duplicate(Value):
    path: str
    other: str


class Ingest(Value):
    """``zeren ingest --format json``: every file stands in one of the first five lists."""

    added: list[File]
    updated: list[File]
    reread: list[File]
    unchanged: list[File]
    failed: list[Unread]
    duplicates: list[Duplicate]


class Reason(Value):
    reason: str = Field(description="role of the sentences, or why they are undecided")
    sentences: int
    share: float = Field(description="per cent, in tenths; all shares of a document add up to 100")


class Shares(Value):
    sentences: int
    share: float = Field(description="per cent: the sum of the shares of the reasons")
    reasons: list[Reason]


class Accounted(Value):
    sentences: int
    duty: Shares
    no_duty: Shares
    undecided: Shares


class AllAccounted(Accounted):
    documents: int


class Left(Value):
    clause: str
    line: int = Field(description="of the text that was read, from 1")
    reason: Doubt
    text: str


class DocumentAccounted(Accounted):
    path: str
    document: str
    title: str | None
    doc_number: str | None
    duties: int = Field(description="a sentence may hold several")
    problems: list[str]
    left: list[Left] = Field(description="the undecided sentences")


class Coverage(Value):
    """``zeren coverage --format json``."""

    all: AllAccounted
    documents: list[DocumentAccounted]
    failed: list[Unread]


class Conflicts(Value):
    """``zeren conflicts --format json``: ``one`` prevails where ``prevails`` names it."""

    conflicts: list[Collision]


class Standing(Value):
    """A decision that has to be looked at again (``zeren review --drift --format json``)."""

    state: DecisionState
    now: str | None
    quote_now: str | None
    line: int
    decision: Decision
    message: str


#: Command → what it prints with ``--format json`` (of ``checklist``: what it writes into a .json file); and receipts.
SHAPES: dict[str, Any] = {
    "parse": Parse,
    "ingest": Ingest,
    "coverage": Coverage,
    "documents": list[DocumentInfo],
    "ask": Ask,
    "duties": Duties,
    "why": Why,
    "checklist": Checklist,
    "checklist-update": ChecklistUpdate,
    "applicability": Statement,
    "changes": NewsReport,
    "matrix": Matrix,
    "stats": dict[str, list[Count]],
    "due": FallingDue,
    "diff": Difference,
    "chain": Chain,
    "conflicts": Conflicts,
    "crossref": CrossRef,
    "impact": Impact,
    "search": Search,
    "show": ShownDuty | ShownDocument | ShownClause,
    "overrides": list[OverrideInfo],
    "review": list[Item] | list[Standing],
    "verify": Verification,
    "receipt": Receipt,
    "doctor": list[Finding],
}


def schema(name: str) -> str:
    """The schema of a command, as its file holds it."""
    described = TypeAdapter(SHAPES[name]).json_schema(mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"zeren {name}"}
    return json.dumps(head | {key: value for key, value in described.items() if key != "title"}, indent=1) + "\n"


def main() -> int:
    """Write all schemas."""
    FOLDER.mkdir(exist_ok=True)
    for name in SHAPES:
        (FOLDER / f"{name}.json").write_text(schema(name), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
