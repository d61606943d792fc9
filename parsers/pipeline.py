"""The stages in order, from a manuscript to a document. Each is a function of its own module.

The linguistic stages run as components of a spaCy pipeline over the canonical text, so that a component can be added or
trained: ``language()`` gives the pipeline, ``Doc.user_data["draft"]`` holds what the stages share. The ``Doc`` has
tokens as soon as a component is in the pipeline that is not ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.vocab import Vocab

from parsers.accounting import Accounts
from parsers.actors import Actor
from parsers.bearers import default_of
from parsers.canonical import computed_numbers, lay_out
from parsers.citations import find_citations
from parsers.clauses import build_clauses
from parsers.duties import Context, build_duty, derive, urged_to_the_end
from parsers.grouping import Statement, may_go_on
from parsers.identity import identity_of
from parsers.list_items import ListReader
from parsers.listings import Listing, go_on_listing, open_listing
from parsers.metadata import read_metadata
from parsers.naming import NAMES, NO_NAMES, Names
from parsers.notes import ResponsibilityNote, find_notes, first_leads, join_notes, let_first_lead
from parsers.parts import split_parts
from parsers.pauses import collection_paused
from parsers.readings import Reading, Role
from parsers.records import Records, read_records
from parsers.relations import find_relations
from parsers.roles import no_duty
from parsers.rows import RowReader, dates_of
from parsers.segmenter import Words, WordTokenizer
from parsers.segments import RawSentence, split_sentences
from parsers.spoken_to import spoken_to
from parsers.statements import read_sentence
from parsers.tables import find_tables
from parsers.tasks import bare_task, in_row, same_record
from parsers.terms import find_terms
from parsers.time_values import Dated, days_of
from parsers.timings import led_times
from parsers.told import told_of
from parsers.turning import Turn, forbidden_item
from parsers.units import Unit
from policies.documents import (
    Block,
    BlockKind,
    Citation,
    Clause,
    Document,
    Doubt,
    Metadata,
    Part,
    Problem,
    Relation,
    Sentence,
    SentenceRole,
)
from policies.duties import Basis, BodyKind, Modality
from policies.messages import _
from policies.spans import Span, trusted

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from policies.duties import Bearer, Duty
    from policies.manuscripts import Manuscript

__all__ = ["language", "parse_manuscript"]

_make_span, _make_sentence = trusted(Span), trusted(Sentence)
_OWN = ("zeren_sentences", NAMES, "zeren_duties")
_DIRECTIVE = ("通知", "意见", "决定", "办法", "规定", "方案", "细则", "条例", "计划", "要点", "措施", "制度", "规划")


@dataclass
class Draft:
    """What the linguistic stages read and write."""

    text: str
    document_id: str
    clauses: tuple[Clause, ...]
    blocks: tuple[Block, ...]
    metadata: tuple[Metadata, ...]
    parts: tuple[Part, ...]
    citations: tuple[Citation, ...]
    relations: tuple[Relation, ...]
    records: Records
    dated: tuple[Dated, ...]  # of each part
    names: Names = NO_NAMES
    raw: list[tuple[Block, list[RawSentence]]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    derived: list[Duty] = field(default_factory=list)


@cache
def language() -> Language:
    """The spaCy pipeline of the linguistic stages."""
    nlp = Language(Vocab(), max_length=1 << 30)
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    for name in _OWN:
        nlp.add_pipe(name)
    return nlp


@collection_paused()
def parse_manuscript(manuscript: Manuscript) -> Document:
    """All stages. Never refuses a text: what was not understood is among ``Document.problems``."""
    text, origins, starts = lay_out(manuscript)
    citations = find_citations(text)
    layouts = split_parts(text, citations)
    metadata = read_metadata(text, layouts, citations, manuscript.source.name)
    relations = find_relations(text, layouts, metadata, citations)
    tables = find_tables(manuscript, text, starts)
    records = read_records(text, tables, dates_of(tables, layouts, metadata))
    rows = {row.span.start: (row.span.end, table.records) for table in records.tables for row in table.rows}
    clauses, blocks, problems = build_clauses(text, layouts, rows)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document_id = identity_of(metadata[0], text)
    parts = tuple(
        Part(index=i, span=layout.span, metadata=meta)
        for i, (layout, meta) in enumerate(zip(layouts, metadata, strict=True))
    )
    terms = find_terms(text, parts, metadata, clauses, blocks)
    dated = days_of(metadata, terms)
    draft = Draft(text, document_id, clauses, blocks, metadata, parts, citations, relations, records, dated)
    nlp = language()
    # our own components read the words, not spaCy's tokens, which cost a tenth of the parse
    tokenizer = nlp.tokenizer if all(name in _OWN for name in nlp.pipe_names) else None
    bare = isinstance(tokenizer, WordTokenizer)
    with nullcontext() if bare else nlp.memory_zone():
        doc = tokenizer.bare(text) if isinstance(tokenizer, WordTokenizer) else nlp.make_doc(text)
        doc.user_data["draft"] = draft
        for _name, component in nlp.pipeline:
            doc = component(doc)
    return Document(
        id=document_id, text=text, digest=digest, source=manuscript.source, origins=origins, metadata=metadata[0],
        relations=relations, parts=parts, clauses=clauses, blocks=blocks, sentences=tuple(draft.sentences),
        citations=citations, duties=tuple(draft.duties), derived=tuple(draft.derived),
        problems=(*manuscript.problems, *problems, *records.problems, *_findings(draft)), tables=tuple(records.tables),
        computed=computed_numbers(manuscript, text, origins),
        definitions=draft.names.definitions, references=draft.names.references,
        terms=terms,
    )  # fmt: skip


def _findings(draft: Draft) -> list[Problem]:
    if not draft.text.strip():
        return [Problem(code="empty", message=_("The text is empty."))]
    genre = draft.metadata[0].genre or ""
    if not draft.duties and genre.endswith(_DIRECTIVE):
        return [Problem(code="no-duty", message=_("No duty was found in a document that directs."))]
    return []


# --- components ------------------------------------------------------------------------------------------------------


@Language.component("zeren_sentences")
def split_blocks(doc: Doc) -> Doc:
    """Sentences of every block that holds running text or a heading."""
    draft: Draft = doc.user_data["draft"]
    for block in draft.blocks:
        if block.kind is BlockKind.ROW:
            draft.raw.append((block, []))  # its cells are split one by one
        elif block.kind is not BlockKind.BLANK:
            draft.raw.append((block, split_sentences(draft.text, block.span.start, block.span.end)))
    return doc


@Language.component("zeren_duties")
def find_duties(doc: Doc) -> Doc:
    """Statements, their fields, and the role of every sentence."""
    draft: Draft = doc.user_data["draft"]
    words: Words = doc.user_data["lookup"]
    _Finder(draft, words).run()
    return doc


_UPWARD = ("报告", "请示")  # what a report asks of its addressee, it asks of those to whom the addressee sends it on


class _Finder(RowReader, ListReader):
    """Walks the blocks in order and keeps what a sentence inherits from those before it."""

    def __init__(self, draft: Draft, words: Words) -> None:
        self.draft, self.words = draft, words
        self.text = draft.text
        self.defaults = [default_of(meta) for meta in draft.metadata]
        outer = self.defaults[0]
        forwarded = BodyKind.GOVERNMENT in outer.kinds  # what a government sends on binds governments as well
        self.defaults = [
            d if (m.addressees and m.genre not in _UPWARD) or (m.issuer and not forwarded) else outer
            for d, m in zip(self.defaults, draft.metadata, strict=True)
        ]
        for part in draft.parts:
            if kinds := spoken_to(self.text, part.span, part.metadata):
                self.defaults[part.index] = self.defaults[part.index]._replace(kinds=kinds, basis=Basis.RULES)
        self.ids: dict[str, int] = {}
        self.units: dict[tuple[int, int | None], Unit] = {}
        self.trails: dict[int | None, tuple[Clause, ...]] = {None: ()}
        for clause in draft.clauses:
            self.trails[clause.index] = (*self.trails[clause.parent], clause)
        self.children: dict[int | None, list[Clause]] = {}
        for clause in draft.clauses:
            self.children.setdefault(clause.parent, []).append(clause)
        self.accounts = Accounts(self.text, words, draft.clauses, self.trails, draft.metadata, draft.blocks)
        self.notes = self._notes()
        self.consumed: dict[int | None, int] = {}  # items accounted for with their list's head, and where they end
        self.defined: set[int] = set()  # those of them whose head is a definition
        self.times: list[tuple[int, int]] = []  # that opened the sentence: they hold behind its ； too
        self.cases: (
            int | None
        ) = -1  # the unit whose sentences name cases (有下列行为之一的…；…：) before its list opens
        self.going_on = False  # ； closed the sentence before: its subject holds on
        self.listing: Listing | None = None  # what 各学校不得：一是…；二是… says before its first item
        self.bans: set[int | None] = set()  # items of rules that are duties of their own
        self.inherited: dict[int | None, list[Actor]] = {}  # bearers that a list head hands to its items
        self.governed: dict[int | None, list[Actor]] = {}  # items, and who is told to do what they name
        self.turned: dict[int | None, Turn] = {}  # items, and what a head without an act (“十不准”：) makes of them
        self.open_tables(draft.records, draft.metadata)
        first: dict[int, int] = {}
        for clause in draft.clauses:
            first.setdefault(clause.part, clause.span.start)
        self.first_clause = first

    def _notes(self) -> dict[int | None, list[ResponsibilityNote]]:
        notes: dict[int | None, list[ResponsibilityNote]] = {}
        always = False
        for block, _sentences in self.draft.raw:
            if block.kind is BlockKind.TEXT and block.clause is not None:
                for note in find_notes(self.text, block.span.start, block.span.end, self.words.known):
                    says, lasting = first_leads(self.text, note)
                    always = always or lasting
                    if says or always:
                        let_first_lead(self.text, note)
                    join_notes(self.text, notes.setdefault(block.clause, []), note)
        return notes

    def run(self) -> None:
        lone, bare = self._lone_headings()
        previous: list[Actor] = []
        clause: int | None = -1
        part = -1
        for block, sentences in self.draft.raw:
            if block.part != part:
                previous, clause, part = [], -1, block.part  # an attachment does not go on from its cover
            if block.kind is BlockKind.ROW:
                self.read_row(block)
                continue
            if block.kind is BlockKind.TEXT and self.is_remark(block):
                self.read_remark(block, block.span)
                continue
            if block.clause != clause:
                self.accounts.open(block.clause)
            if block.span.start < self.consumed.get(block.clause, -1):
                item = SentenceRole.DEFINITION if block.clause in self.defined else SentenceRole.LIST_ITEM
                self._plain(block, sentences, SentenceRole.HEADING if block.kind is BlockKind.HEADING else item)
                continue
            turned = block.kind is BlockKind.HEADING and self.turns_heading(block, sentences, bare=block.clause in bare)
            if block.kind is BlockKind.HEADING and block.clause not in lone and not turned:
                self._plain(block, sentences, *self.accounts.heading(block, bare=block.clause in bare))
                if sentences:
                    self.done_away(block, sentences[-1], [])  # （一）取消下列事项：
                previous = self._handed_down(block.clause)
                clause = block.clause
                continue
            if block.kind not in (BlockKind.TEXT, BlockKind.HEADING):
                self._plain(block, sentences, SentenceRole.FORM)
                continue
            if block.clause != clause:
                self.going_on = False
                previous, clause = self._handed_down(block.clause), block.clause
            if self.accounts.unreadable(block, sentences):  # signs divide no sentences where they are no words
                span = _make_span(start=sentences[0].start, end=sentences[-1].end)
                self._account(block, span, SentenceRole.UNDECIDED, Doubt.UNREADABLE)
                continue
            for sentence in self._behind_notes(block, self._without_number(block, sentences)):
                previous = self._sentence(block, sentence, previous)

    def _handed_down(self, clause: int | None) -> list[Actor]:
        """The bearers that the lead-in of a unit above names: 三、试点任务 试点地区要…：（一）…"""
        if clause in self.governed:
            return self.governed[clause]
        for above in reversed(self.trails[clause][:-1]):
            if above.index in self.governed:
                return self.governed[above.index]
            if above.index in self.inherited:
                return self.inherited[above.index]
        return []

    def _items_of(self, block: Block, sentence: RawSentence) -> None:
        """What a definition lists (本办法所称的燃气设施，包括：) is part of it."""
        if sentence.segments[-1].mark == "：":
            items = self.items(block.clause, sentence.end, titled=False)
            self.consumed.update((index, self.item_end(span)) for index, span in items)
            self.defined.update(index for index, _span in items)

    def _lone_headings(self) -> tuple[set[int | None], set[int | None]]:
        """Units that are only their phrase: those closed as a sentence can be duties, the others are bare.

        （三）严格落实企业主体责任。 with nothing below is a duty; without the full stop it may be one.
        """
        filled = {
            block.clause for block, sentences in self.draft.raw
            if block.kind is BlockKind.ROW
            or (block.kind is BlockKind.TEXT and any(not self._is_note(block, s) for s in sentences))
        }  # fmt: skip
        parents = {clause.parent for clause in self.draft.clauses}
        alone = [
            clause for clause in self.draft.clauses
            if clause.index not in filled and clause.index not in parents and clause.number
        ]  # fmt: skip
        closed = {c.index for c in alone if self.text[c.head.start : c.head.end].rstrip().endswith(("。", "；"))}
        return {*closed}, {c.index for c in alone if c.index not in closed}

    def _without_number(self, block: Block, sentences: list[RawSentence]) -> list[RawSentence]:
        """The sentences of a block without the unit's number at its head."""
        if block.kind is not BlockKind.HEADING or block.clause is None:
            return sentences
        number = self.draft.clauses[block.clause].number or ""
        start = self.text.find(number[-1:], block.span.start) + 1 if number else block.span.start
        if number:
            head = _make_span(start=sentences[0].start, end=start)
            self._account(block, head, SentenceRole.HEADING, "number")
        return split_sentences(self.text, start, block.span.end)

    def _plain(self, block: Block, sentences: list[RawSentence], role: SentenceRole, why: str = "") -> None:
        for sentence in sentences:
            self._account(block, _make_span(start=sentence.start, end=sentence.end), role, why or block.kind.value)

    def _unit(self, block: Block) -> Unit:
        key = (block.part, block.clause)
        if key not in self.units:
            self.units[key] = Unit(
                self.text, self.trails[block.clause], self.defaults[block.part], self.draft.dated[block.part]
            )
        return self.units[key]

    def _note_for(self, block: Block, at: int) -> ResponsibilityNote | None:
        """The note that closes this unit: the first one behind *at* in its clause."""
        for note in self.cell_notes if block.kind is BlockKind.ROW else self.notes.get(block.clause, ()):
            if note.end > at:
                return note
        return None

    def _is_note(self, block: Block, sentence: RawSentence) -> bool:
        note = self._note_for(block, sentence.start)
        return note is not None and note.start <= sentence.start and sentence.inner_end <= note.end

    def _behind_notes(self, block: Block, sentences: list[RawSentence]) -> Iterator[RawSentence]:
        """*sentences*; one that opens with the note of the one before it (…。（X负责）加强…) is cut behind the note."""
        if block.kind is not BlockKind.ROW and block.clause not in self.notes:
            yield from sentences
            return
        for sentence in sentences:
            note = self._note_for(block, sentence.start)
            if note is None or not note.start <= sentence.start < note.end < sentence.inner_end:
                yield sentence
                continue
            head = Span(start=sentence.start, end=note.end)
            self._account(block, head, SentenceRole.FORM, "responsibility note")
            yield from split_sentences(self.text, note.end, sentence.end)

    def _sentence(self, block: Block, sentence: RawSentence, previous: list[Actor]) -> list[Actor]:
        text = self.text
        span = _make_span(start=sentence.start, end=sentence.end)
        if self._is_note(block, sentence):
            self._account(block, span, SentenceRole.FORM, "responsibility note")
            return previous
        turn = self.turn(block, sentence)
        self.turn_items(block, sentence)
        form = self.accounts.form(block, sentence)
        if form and not (turn is Turn.BAN and form[1] == "nominal phrase"):
            self._account(block, span, *form)
            return [] if form[0] is SentenceRole.HEADING else previous
        statements, readings = read_sentence(text, sentence, self.words)
        self.listing = self.listing if self.going_on else None
        item = self.listing is not None
        if self.listing:
            statements = go_on_listing(text, self.listing, readings, statements)
        if turn is Turn.BAN:
            statements = forbidden_item(text, sentence, readings, statements)
        elif turn is Turn.RELEASE and not any(s.cued for s in statements):
            self._account(block, span, SentenceRole.LIST_ITEM, "released")
            return previous
        self.listing = open_listing(text, readings, statements) or self.listing
        preamble = self._in_preamble(block, sentence)
        reason = no_duty(
            text, sentence, readings, self.accounts.setting(block),
            preamble=preamble, cued=any(s.cued for s in statements),
        )  # fmt: skip
        if reason in (None, (SentenceRole.UNDECIDED, "")) and block.kind is not BlockKind.ROW and turn is not Turn.BAN:
            reason = told_of(text, sentence, readings, self._unit(block).dated.signed, self.words) or reason
        if reason and reason[0] is SentenceRole.CITATION_LEAD and self.governs(block, sentence, statements):
            reason = None
        if block.kind is not BlockKind.ROW:
            if reason is None:
                self.list_head(block, sentence, statements)
            else:
                self.done_away(block, sentence, statements)
        statements = [s for s in statements if s.actions]
        if self.told and (task := bare_task(text, sentence, statements, reason)):
            statements, reason = [task], None
        if reason is None and not statements:
            reason = SentenceRole.UNDECIDED, ""
        if reason == (SentenceRole.UNDECIDED, ""):
            reason = self.accounts.without_act(block, sentence, readings, going_on=self.going_on)
        if reason and reason[0] is SentenceRole.UNDECIDED and item:
            reason = SentenceRole.LIST_ITEM, "nominal item"
        self.accounts.headed(block, sentence, reason or (SentenceRole.DUTY, ""))
        if reason:
            if reason[0] is SentenceRole.DEFINITION:
                self._items_of(block, sentence)
            self.times = led_times(text, sentence) or (self.times if sentence.stop == "；" else [])
            self._account(block, span, *reason)
            self.going_on = self.going_on and sentence.stop == "；"
            return previous
        previous = self._take(block, sentence, statements, readings, preamble=preamble, previous=previous)
        self._account(block, span, SentenceRole.DUTY, "")
        self.going_on = sentence.stop == "；"
        return previous

    def _take(
        self, block: Block, sentence: RawSentence, statements: list[Statement], readings: list[Reading], *,
        preamble: bool, previous: list[Actor],
    ) -> list[Actor]:  # fmt: skip
        """Build the duties of a sentence; who goes on as bearer behind it."""
        draft, text = self.draft, self.text
        note = self._note_for(block, sentence.start)
        for statement in statements:
            statement.openers = [*self.times, *statement.openers]
        opening = [r for r in readings if r.role is Role.TIME]
        self.times = [] if sentence.stop != "；" else [*self.times, *((r.start, r.segment.end) for r in opening)]
        closing = preamble and text.startswith("请", statements[-1].readings[-1].start)
        urged: tuple[Bearer, ...] = ()
        for statement in statements:
            trimmed = self._trim_note(statement, note)
            path = draft.clauses[block.clause].path if block.clause is not None else f"{block.part + 1}:"
            context = Context(
                document_id=draft.document_id, part=block.part, clause=block.clause, path=path, unit=self._unit(block),
                previous=previous if self.going_on else self._heir(block, statement, previous),
                note=note, closing=closing, ids=self.ids, times=self.times_of(note, block.part),
                ruled=block.clause in self.bans, joined=self.going_on,
                urged=urged if statement.modality is Modality.MUST_NOT else (),
            )  # fmt: skip
            for told in [in_row(context, record) for record in self.told] or [context]:
                duty = build_duty(text, trimmed, told, self.words, sentence)
                if draft.duties and same_record(draft.duties[-1], duty):
                    continue
                draft.duties.append(duty)
                derived = derive(text, duty, told, self.words)
                draft.derived.extend(derived)
                urged = urged_to_the_end(duty, derived)
            if may_go_on(text, statement):
                previous = statement.subjects
                if block.clause is not None and block.kind is not BlockKind.ROW and statement.cued:
                    self.inherited[block.clause] = previous
        return previous

    def _in_preamble(self, block: Block, sentence: RawSentence) -> bool:
        """Whether *sentence* stands before the first unit of its part."""
        opens = block.kind is not BlockKind.ROW and block.clause is None
        return opens and sentence.start < self.first_clause.get(block.part, len(self.text))

    def _heir(self, block: Block, statement: Statement, previous: list[Actor]) -> list[Actor]:
        """Who goes on as bearer of a statement without subject.

        An authority does; an enterprise or a person only where a cue (要, 应) opens the statement: a plan that has
        named an enterprise in one sentence speaks of the authorities' work again in the next.
        """
        authority = {BodyKind.GOVERNMENT, BodyKind.DEPARTMENT}
        if any(previous is self.governed.get(unit.index) for unit in self.trails[block.clause]):
            return previous  # the head of the list names them
        if statement.cued or any(authority & set(actor.kinds) for actor in previous):
            return previous
        return []

    def _trim_note(self, statement: Statement, note: ResponsibilityNote | None) -> Statement:
        """A note behind the last predicate is no part of the duty's words."""
        if note and statement.start < note.start < statement.end <= note.end:
            statement.end = note.start
            statement.actions = [(a, min(b, note.start)) for a, b in statement.actions if a < note.start]
        return statement

    def _account(self, block: Block, span: Span, role: SentenceRole, reason: str) -> None:
        self.draft.sentences.append(
            _make_sentence(span=span, clause=block.clause, part=block.part, role=role, reason=reason)
        )
