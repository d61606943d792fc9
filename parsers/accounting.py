"""Accounts for the sentences of a document that hold no duty: form before reading, evidence or a doubt after it.

Keeps what such sentences inherit: the headings above them, those that stand in the text itself, the heads of lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.facts import doubt_of, fact_of
from parsers.fragments import (
    MAY_BE_UNREADABLE,
    form_of,
    is_labelled_note,
    is_nominal,
    is_unreadable,
    names_by_clause,
    names_only,
    names_thing,
    row_of,
)
from parsers.inner_headings import InnerHeadings
from parsers.lexicon import lexicon
from parsers.readings import Reading
from parsers.roles import NO_SETTING, Setting, Verdict, is_dated, list_heading, names_listed, setting_of_titles
from parsers.segmenter import Words
from parsers.segments import RawSentence
from policies.documents import Block, BlockKind, Clause, Doubt, Metadata, SentenceRole

__all__ = ["Accounts"]

_CELL = 25  # characters: a longer cell may hold a sentence
_SHORTEST_ACT = 6  # characters of a cell that may hold an order
_LEAD_PHRASE = 20  # characters
_LONGEST_NAME = 120  # characters
_HAS = re.compile("具有|具备|取得|获得|拥有|持有|符合|属于")
_CONTENTS = re.compile(r"[.…·]{3,}|^《")  # a line of a table of contents, the title of a document
_INDENT = 40  # characters
_USUAL = 4  # of so many paragraphs of a unit one at least opens with a lead phrase, where phrases are its way
_ENDED = re.compile(r"[。；;：:！？!?）)”》]\s*$")
_LINE_ENDS = ("", "\n", "\t")


class Accounts:
    """What the sentences of one document are that hold no duty; asked in the order of the text."""

    def __init__(
        self,
        text: str,
        words: Words,
        clauses: Sequence[Clause],
        trails: Mapping[int | None, tuple[Clause, ...]],
        metadata: Sequence[Metadata],
        blocks: Sequence[Block],
    ) -> None:
        self.text, self.words, self.clauses, self.metadata = text, words, clauses, metadata
        self.titles = {index: [clause.title for clause in trail] for index, trail in trails.items()}
        self.settings = {index: setting_of_titles(titles) for index, titles in self.titles.items()}
        numbered = {
            index: max((i for i, each in enumerate(trail) if each.number), default=-1)
            for index, trail in trails.items()
        }
        self.anchors = {i: trail[numbered[i]].index if numbered[i] >= 0 else None for i, trail in trails.items()}
        self.labels = {index: [each.title for each in trail[numbered[index] + 1 :]] for index, trail in trails.items()}
        written = [block for block in blocks if block.kind is not BlockKind.BLANK]
        self.texts = Counter(block.clause for block in written if block.kind is BlockKind.TEXT)
        self.phrases = Counter(clause.parent for clause in clauses if self._is_lead_phrase(clause))
        self.before = {behind.span.start: block for block, behind in pairwise(written)}
        self.anchor: int | None = -1  # the numbered clause that is open
        self.inner = InnerHeadings()
        self.row: tuple[Block | None, bool] = None, False  # the block asked about last, and whether it is a row
        self.dated = False  # whether the sentence opens with a date, or one before ； does
        self.last: tuple[Block | None, str] = None, ""  # block and stop of the sentence before
        self.leads: dict[int | None, Verdict] = {}  # of the sentence that ends in ： and heads a list

    def open(self, clause: int | None) -> None:
        """Another clause opens; what the text's own headings say holds on over labels (煤矿：) and lead phrases."""
        anchor = self.anchors[clause]
        if anchor != self.anchor:
            self.anchor = anchor
            self.inner.reset()

    def headed(self, block: Block, sentence: RawSentence, verdict: Verdict) -> None:
        """Remember what the head of a list turned out to be: its items are accounted for with it."""
        if sentence.segments[-1].mark == "：":
            self.leads[block.clause] = verdict

    def setting(self, block: Block) -> Setting:
        """Where a sentence of *block* stands: what headings in the text say goes before the clause's own."""
        if block.kind is BlockKind.ROW:
            return NO_SETTING  # whatever heading stands above: a table hands out tasks
        found = self._headed_by(block)
        return replace(found, dated=True) if found.goal and self.dated else found

    def _headed_by(self, block: Block) -> Setting:
        if self.inner.open:
            inner = setting_of_titles([*self.inner.titles, *self.labels[block.clause]])
            if inner is not NO_SETTING or self.inner.apart:
                return inner
        setting = self.settings[block.clause]
        title = self.metadata[block.part].title if block.part else None
        return setting_of_titles([title]) if setting is NO_SETTING and title else setting

    def unreadable(self, block: Block, sentences: Sequence[RawSentence]) -> bool:
        """Whether a line as a whole holds signs that are no words, as a damaged font leaves them."""
        if len(sentences) < 2 or block.kind is not BlockKind.TEXT:
            return False
        if not any(sentence.holds & MAY_BE_UNREADABLE for sentence in sentences):
            return False  # most lines
        return is_unreadable(self.text[sentences[0].start : sentences[-1].inner_end])

    def form(self, block: Block, sentence: RawSentence) -> Verdict | None:
        """What *sentence* is where its form alone tells: a note, a cell, a figure, a name, a heading in the text."""
        text = self.text
        words = text[sentence.start : sentence.inner_end]
        self.dated = is_dated(words, sentence.holds) or (self.dated and self.last == (block, "；"))
        self.last = block, sentence.stop
        if words[0] in "（(" and is_labelled_note(words):
            return SentenceRole.FORM, "responsibility note"
        form = form_of(words, sentence.holds)
        if form:
            return form
        if block.kind is BlockKind.ROW:
            return None
        if self._is_cell(block, sentence):
            opens = self._opens_act(sentence)
            return (SentenceRole.UNDECIDED, Doubt.ROW) if opens else (SentenceRole.FORM, "table cell")
        if block.kind is not BlockKind.TEXT:
            return None
        opens = block.span.start == 0 or text[block.span.start - 1] == "\n"
        opens = opens and not text[max(block.span.start, sentence.start - _INDENT) : sentence.start].strip()
        number = self.inner.read(words, sentence.stop, opens_line=opens) or self.inner.glued(words)
        if number:
            return SentenceRole.HEADING, number
        line = sentence.stop in _LINE_ENDS
        if self._stands_alone(block) and names_only(words, sentence.start, self.words, line=line):
            label = sentence.segments[-1].mark == "："
            if label and words.endswith(tuple(lexicon().modality_of)):
                return None  # 企业可以： heads a list
            return (SentenceRole.HEADING, "label") if label else (SentenceRole.FORM, "nominal phrase")
        return None

    def without_act(self, block: Block, sentence: RawSentence, readings: list[Reading], *, going_on: bool) -> Verdict:
        """The role of a sentence in which no act was found: evidence that it states or names something, or a doubt.

        *going_on*: the sentence before it holds a duty and is closed by ；.
        """
        text = self.text
        words = text[sentence.start : sentence.inner_end]
        line = sentence.stop in _LINE_ENDS
        in_table = self._in_table(block)
        noun = len(words) <= _LONGEST_NAME and is_nominal(sentence.start, sentence.inner_end, self.words)
        nominal = noun or names_by_clause(words, sentence.start, self.words, readings)
        clause = self.clauses[block.clause] if block.clause is not None else None
        if clause is not None and clause.number and not clause.title:
            stated = nominal or bool(_HAS.match(words)) or names_listed(words)
            verdict = self._item(clause, nominal=nominal, listed=stated and not any(r.cue for r in readings))
            if verdict:
                return verdict
        if going_on and all("是否" in text[segment.start : segment.end] for segment in sentence.segments):
            return SentenceRole.LIST_ITEM, "是否"  # further matters that the order before ； is to settle
        row = row_of(words, sentence.start, self.words, line=line, table_row=in_table)
        if row:
            return row
        if nominal and (line or in_table):
            return SentenceRole.FORM, "nominal phrase"
        thing = noun and not lexicon().directive.match(words) and self._is_thing(sentence)
        if thing and sentence.stop == "。" and len(words) <= _LEAD_PHRASE:
            behind = text[sentence.end : sentence.end + _INDENT].partition("\n")[0].strip()
            return (SentenceRole.HEADING, "lead phrase") if behind else (SentenceRole.FORM, "nominal phrase")
        fact = fact_of(words, readings, sentence.holds)
        if fact:
            return fact
        if in_table or (line and len(words) <= _CELL):
            return SentenceRole.UNDECIDED, Doubt.ROW
        return SentenceRole.UNDECIDED, doubt_of(words, readings, broken=line)

    def _is_thing(self, sentence: RawSentence) -> bool:
        """Whether a phrase opens with a noun and holds no word that may be a verb (规划建设… may be an order)."""
        tags = [self.words.tag_at(at) for at in range(sentence.start, sentence.inner_end)]
        return tags[0].startswith("n") and "vn" not in tags

    def heading(self, block: Block, *, bare: bool) -> Verdict:
        """What a heading is; one that is *bare* has nothing below it and no full stop: it may be the order itself."""
        if is_unreadable(self.text[block.span.start : block.span.end]):
            return SentenceRole.UNDECIDED, Doubt.UNREADABLE
        clause = self.clauses[block.clause] if block.clause is not None else None
        if clause is not None and self._is_lead_phrase(clause):
            before = self.before.get(block.span.start)
            if (
                before
                and before.kind is BlockKind.TEXT
                and not _ENDED.search(self.text, before.span.start, before.span.end)
            ):
                return SentenceRole.UNDECIDED, Doubt.BROKEN
            if self.phrases[clause.parent] * _USUAL < self.texts[clause.parent]:
                return SentenceRole.UNDECIDED, Doubt.NO_ACT  # a sentence at the head of a line, not of a paragraph
        if clause is None or not bare:
            return SentenceRole.HEADING, BlockKind.HEADING.value
        title = clause.title
        start = self.text.rfind(title, clause.head.start, clause.head.end) if title else -1
        named = start < 0 or is_nominal(start, start + len(title), self.words) or names_thing(title)
        if named or _CONTENTS.search(title):
            return SentenceRole.HEADING, BlockKind.HEADING.value
        return SentenceRole.UNDECIDED, Doubt.NO_ACT

    def _is_lead_phrase(self, clause: Clause) -> bool:
        """Whether a heading is a phrase closed by 。 at a paragraph's head (坚持问题导向。…)."""
        return clause.number is None and self.text[clause.head.start : clause.head.end].rstrip().endswith("。")

    def _item(self, clause: Clause, *, nominal: bool, listed: bool) -> Verdict | None:
        """What an item of a list is in which no act was found: what its head or the heading above it makes of it."""
        lead = self.leads.get(clause.parent)
        if nominal and lead and lead[0] is SentenceRole.DUTY:
            return SentenceRole.LIST_ITEM, "nominal item"
        if nominal and lead and lead[0] is not SentenceRole.UNDECIDED:
            return lead
        found = list_heading(self.titles[clause.index]) if listed else None
        if found:
            return found
        return (SentenceRole.UNDECIDED, Doubt.ROW) if nominal and lead else None

    def _is_cell(self, block: Block, sentence: RawSentence) -> bool:
        """A cell of a table row that holds a name or a figure, not a sentence."""
        return sentence.inner_end - sentence.start < _CELL and sentence.stop != "。" and self._in_table(block)

    def _in_table(self, block: Block) -> bool:
        """Whether *block* is a row of a table: its cells are divided by tabs."""
        if self.row[0] is not block:
            self.row = block, self.text.find("\t", block.span.start, block.span.end) >= 0
        return self.row[1]

    def _opens_act(self, sentence: RawSentence) -> bool:
        """Whether a cell of some length opens with a verb and its object, or with a cue."""
        text, lex = self.text, lexicon()
        start, end = sentence.start, sentence.inner_end
        if end - start < _SHORTEST_ACT:
            return False
        verb = self.words.tag_at(start) == "v" and lex.directive.match(text, start, end)
        return bool(verb or lex.cue.match(text, start, end))

    def _stands_alone(self, block: Block) -> bool:
        """Whether a nominal line stands for itself: outside the items of a list, which belong to its head."""
        clause = self.clauses[block.clause] if block.clause is not None else None
        return clause is None or bool(clause.title) or clause.parent not in self.leads
