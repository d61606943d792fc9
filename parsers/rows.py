"""Rows of tables within a document: the cells that hand out a task are read, the others are accounted for.

A part of the walk through the blocks in ``parsers.pipeline``, which reads the sentences themselves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from parsers.actors import Actor
from parsers.cell_times import read_times, year_of
from parsers.notes import ResponsibilityNote
from parsers.parts import PartLayout
from parsers.records import CellUse, Dates, Record, Records
from parsers.segments import RawSentence, split_sentences
from parsers.tasks import cell_notes, remark_start, task_sentences, tells_of_the_table, time_label
from policies.documents import Block, Metadata, SentenceRole, Table, TableCell
from policies.duties import Timing
from policies.spans import Span, trusted

__all__ = ["RowReader", "dates_of"]

_make_span = trusted(Span)
_GAP = 100  # characters: blank lines and empty cells between a table and the remark below it


def dates_of(tables: Sequence[Table], layouts: Sequence[PartLayout], metadata: Sequence[Metadata]) -> list[Dates]:
    """For each of *tables* the days that give its times their year: by its part, else by the outer document."""
    dates = []
    for table in tables:
        start = table.rows[0].span.start
        part = max((i for i, layout in enumerate(layouts) if layout.span.start <= start), default=0)
        dates.append(_dates(metadata, part))
    return dates


def _dates(metadata: Sequence[Metadata], part: int) -> Dates:
    signed = metadata[part].date or metadata[0].date
    return Dates(signed, year_of(metadata[part].title or metadata[0].title, signed))


class RowReader(ABC):
    """What reads the rows; ``told`` and ``cell_notes`` say what stands beside the sentence that is being read."""

    text: str
    times: list[tuple[int, int]]
    going_on: bool

    def open_tables(self, records: Records, metadata: Sequence[Metadata]) -> None:
        self.dates = [_dates(metadata, part) for part in range(len(metadata))]
        self.records = records
        self.rows = {row.span.start: row for table in records.tables for row in table.rows}
        self.ends = {self._end(table.rows[-1].span) for table in records.tables if table.records}
        self.told: list[Record] = []
        self.cell_notes: list[ResponsibilityNote] = []
        self.own_times: tuple[Timing, ...] = ()  # that label the sentence at hand

    @abstractmethod
    def _sentence(self, block: Block, sentence: RawSentence, previous: list[Actor]) -> list[Actor]: ...

    @abstractmethod
    def _behind_notes(self, block: Block, sentences: list[RawSentence]) -> Iterator[RawSentence]: ...

    @abstractmethod
    def _account(self, block: Block, span: Span, role: SentenceRole, reason: str) -> None: ...

    def times_of(self, note: ResponsibilityNote | None, part: int) -> tuple[Timing, ...]:
        """The times that label a sentence of a cell, else those that a responsibility note gives (完成时限：…)."""
        if self.own_times or not note:
            return self.own_times
        return tuple(read_times(self.text, tuple(note.when), *self.dates[part])[0])

    def is_remark(self, block: Block) -> bool:
        """Whether *block* is a remark (注：…) directly below a table that hands out tasks."""
        if not self.ends:
            return False  # most texts
        start, end = block.span.start, block.span.end
        above = self._end(_make_span(start=max(0, start - _GAP), end=start))
        return above in self.ends and remark_start(self.text, start, end) > start

    def _end(self, span: Span) -> int:
        """Where the words of *span* end."""
        return span.start + len(self.text[span.start : span.end].rstrip())

    def read_row(self, block: Block) -> None:
        """The cells of a row of a table: those that hand out a task are read, the others are accounted for."""
        records = self.records
        for cell in self.rows[block.span.start].cells:
            use = records.uses[cell.span]
            if use is CellUse.TEXT:
                self._task(block, cell, records.of.get(cell.span, []))
                continue
            if use is CellUse.REMARK:
                for line in cell.lines:
                    self.read_remark(block, line)
                continue
            role = SentenceRole.HEADING if use in (CellUse.SECTION, CellUse.HEADING) else SentenceRole.FORM
            for line in cell.lines:
                for sentence in split_sentences(self.text, line.start, line.end):
                    self._account(block, _make_span(start=sentence.start, end=sentence.end), role, use.value)

    def _task(self, block: Block, cell: TableCell, told: list[Record]) -> None:
        """A cell that says what to do, sentence by sentence; *told* is what the other cells of its row say of it."""
        self.told = told
        previous: list[Actor] = []
        for line, notes in zip(cell.lines, cell_notes(self.text, cell), strict=True):
            self.cell_notes = notes
            previous = self._numbered(block, line, previous)
        self.told, self.cell_notes, self.times, self.going_on = [], [], [], False

    def read_remark(self, block: Block, span: Span) -> None:
        """注：… of a table: what it says of the table is accounted for, the rest read as running text."""
        start = remark_start(self.text, span.start, span.end)
        if self.text[span.start : start].strip():
            head = split_sentences(self.text, span.start, start)[0]
            self._account(block, _make_span(start=head.start, end=head.end), SentenceRole.FORM, CellUse.REMARK.value)
        self._numbered(block, _make_span(start=start, end=span.end), [], remark=True)
        self.times, self.going_on = [], False

    def _numbered(self, block: Block, line: Span, previous: list[Actor], *, remark: bool = False) -> list[Actor]:
        """The sentences of *line* without the numbers and phrases that head them."""
        for number, sentence, heading in task_sentences(self.text, line):
            span = _make_span(start=sentence.start, end=sentence.end)
            if number:
                self._account(block, number, SentenceRole.HEADING, "number")
            if remark and tells_of_the_table(self.text[sentence.start : sentence.inner_end]):
                self._account(block, span, SentenceRole.FORM, CellUse.REMARK.value)
            elif heading:
                self._account(block, span, SentenceRole.HEADING, "heading phrase")
            else:
                for each in self._behind_notes(block, self._behind_label(block, sentence)):
                    previous = self._sentence(block, each, previous)
                self.own_times = ()
        return previous

    def _behind_label(self, block: Block, sentence: RawSentence) -> list[RawSentence]:
        """*sentence* without the time that labels it in a cell of tasks (4月：完成选址): that is its duty's time."""
        found = time_label(self.text, sentence) if self.told else None
        if not found:
            return [sentence]
        times, unread = read_times(self.text, (found,), *self.dates[block.part])
        behind = split_sentences(self.text, found.end + 1, sentence.end)
        if unread or len(behind) != 1 or not any(timing.value for timing in times):
            return [sentence]
        self._account(block, _make_span(start=sentence.start, end=found.end + 1), SentenceRole.HEADING, "time")
        self.own_times = tuple(times)
        return behind
