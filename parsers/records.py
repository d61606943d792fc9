"""Tables that hand out tasks (任务分工表): one record a row, with the cells that tell what, who and by when.

Heads may take two rows and come again on each page; a table that goes on in another one keeps its heads. Words of a
merged cell hold for each of its rows. What hands out no tasks (name lists, statistics, forms) holds no records.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from parsers.bodies import read_bodies, read_posts
from parsers.cell_times import read_times
from parsers.columns import BODIES, Column, column_of, hands_out_tasks, names_first_lead
from parsers.notes import ResponsibilityNote, let_first_lead
from parsers.tables import Grid
from parsers.targets import find_targets
from policies.documents import Problem, Table, TableCell, TableRow
from policies.duties import Basis, Target, Timing
from policies.messages import _
from policies.spans import Span

__all__ = ["CellUse", "Record", "Records", "read_records"]

_HEAD_ROWS = 3  # rows that heads may take together
_SEARCHED = 5  # rows among which the first heads have to stand: titles and units may come before
_PHRASE = 26  # characters: a longer cell before that of measures says more than what they are about
_SAYS_MORE = re.compile(r"[，；。%％]|[0-9０-９](?![0-9]*年)")  # a sentence, a figure to reach: no mere heading
_RUNNING = 40  # characters: a longer cell across the table may be running text
_BESIDE = 200  # characters around a table in which a remark may say who leads
_CONTINUED = re.compile(r"[\s（(]*(?:续\s*上?\s*表?|接上[表页]|[-—–]?\s*[0-9]{1,3}\s*[-—–]?)?[\s）)]*")
# 一、源头治理, （二）联合执法: a section though the cells beside it are not merged with it
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^。；，]{2,38}")
_REMARK = re.compile(r"\s*(?:注|备注|说明|填表|附注|制表|单位：)")
_LONG_CELL = 15  # characters: what is shorter is a name or a figure
_DIRECTS = re.compile("应当|必须|务必|不得|严禁|禁止|不准|不许")
_ORDINAL = re.compile(r"[（(]?([0-9]{1,4}|[一二三四五六七八九十百]{1,5})[）)]?[.．、]?$")


class CellUse(StrEnum):
    """What a cell of a table is; the values are the reasons that sentences are accounted for with."""

    CELL = "table cell"  # of a table that hands out no tasks, or of a column that tells nothing of them
    HEAD = "table heads"
    SECTION = "table section"
    TEXT = "table text"  # what to do: read as running text
    REMARK = "remark"  # 注：… across the table: read as running text, but for what it says of the table itself
    HEADING = "task of the row"  # the measures beside it say what to do
    BODIES = "responsible bodies"
    TIME = "time limit"
    GOAL = "goal"
    NUMBER = "number"


@dataclass(slots=True)
class Record:
    """What the cells around a task tell about it."""

    row: str  # 表1第3行
    note: ResponsibilityNote | None
    times: tuple[Timing, ...]
    targets: tuple[Target, ...]


@dataclass(slots=True)
class Records:
    """Of all tables: what each cell is, and the records that a cell of tasks belongs to."""

    uses: dict[Span, CellUse] = field(default_factory=dict)
    of: dict[Span, list[Record]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Dates(NamedTuple):
    """The day of signature of a table's part, and the day that gives times without a year theirs."""

    signed: datetime.date | None
    titled: datetime.date | None


@dataclass(slots=True)
class _Heads:
    columns: dict[int, Column]
    first_leads: bool
    width: int
    cells: set[Span]  # of the heads themselves

    def texts(self) -> list[int]:
        """The columns that tell what to do, the widest matter first: 任务 | 措施, 措施 | 任务分工."""
        return self.of(Column.TASK, Column.MEASURE) or self.of(Column.GOAL)

    def of(self, *kinds: Column) -> list[int]:
        return [at for at, column in sorted(self.columns.items()) if column in kinds]


def read_records(text: str, tables: Sequence[Table], dates: Sequence[Dates]) -> Records:
    """The records of *tables*; ``dates[i]`` are those of the part in which ``tables[i]`` stands."""
    records = Records()
    before: tuple[int, _Heads] | None = None
    for found, date in zip(tables, dates, strict=True):
        reader = _Reader(text, found, date, records)
        heads = before[1] if before and _goes_on(text, before[0], found, before[1], reader.grid.width) else None
        heads = reader.read(heads)
        if heads is None:
            reader.doubt()
        records.tables.append(found.model_copy(update={"records": heads is not None}))
        before = (found.rows[-1].span.end, heads) if heads else None
    return records


def _goes_on(text: str, end: int, found: Table, heads: _Heads, width: int) -> bool:
    """Whether a table is the rest of one that was broken off: at a page, or behind heads set as a table."""
    between = text[end : found.rows[0].span.start]
    return width == heads.width and len(between) < 40 and _CONTINUED.fullmatch(between) is not None


class _Reader:
    """Reads one table."""

    def __init__(self, text: str, found: Table, dates: Dates, records: Records) -> None:
        self.text, self.table, self.dates, self.records = text, found, dates, records
        self.grid = Grid(found)
        self.rows: list[TableRow] = list(found.rows)
        self.remarks: str | None = None

    def doubt(self) -> None:
        """Say that a table which hands out no tasks holds words that may direct somebody all the same."""
        for row in self.rows:
            for cell in row.cells:
                words = self.words(cell)
                if len(words) > _LONG_CELL and _DIRECTS.search(words):
                    message = _("A table without heads of tasks and bodies has sentences that may direct somebody.")
                    self.records.problems.append(Problem(code="table-unread", message=message, span=cell.span))
                    return

    def words(self, cell: TableCell) -> str:
        return self.text[cell.span.start : cell.span.end]

    def read(self, heads: _Heads | None) -> _Heads | None:
        """Account for all cells; returns the heads that held last, None where no tasks are handed out."""
        uses = self.records.uses
        uses.update((cell.span, CellUse.CELL) for row in self.rows for cell in row.cells)
        blocks: list[tuple[_Heads, TableRow]] = []
        index, searched = 0, 0
        while index < len(self.rows):
            searched += 1
            count, found = self._heads(index) if heads or searched <= _SEARCHED else (0, None)
            if found:
                heads = found
                uses.update((cell.span, CellUse.HEAD) for row in self.rows[index : index + count] for cell in row.cells)
                index += count
                continue
            if heads:
                blocks.append((heads, self.rows[index]))
            index += 1
        self._label(blocks)
        last: list[TableCell] = []
        at: dict[Span, list[tuple[_Heads, TableRow]]] = {}
        for layout, row in blocks:
            last = self._row(layout, row, last)
            if self._carries(layout, row):
                for cell in last:
                    at.setdefault(cell.span, []).append((layout, row))
        self.records.of.update((span, self._records(rows)) for span, rows in at.items())
        return heads

    # -- heads

    def _heads(self, index: int) -> tuple[int, _Heads | None]:
        """(how many rows the heads take that begin at row *index*, what they say)."""
        count = 1
        while count < _HEAD_ROWS and index + count < len(self.rows) and self._all_heads(self.rows[index + count]):
            count += 1
        rows = self.rows[index : index + count]
        shown = [cell for row in rows for cell in self.grid.across(row)]
        if any(len(self.grid.across(row)) < 2 for row in rows[:1]):
            return 0, None
        if not hands_out_tasks(self.words(cell) for cell in shown) or not self._mostly_heads(rows):
            return 0, None
        columns: dict[int, Column] = {}
        leads = False
        for row in rows:
            for cell in row.cells:
                kind = column_of(self.words(cell))
                if kind:
                    columns.update(dict.fromkeys(range(cell.column, cell.column + cell.columns), kind))
                    leads = leads or names_first_lead(self.words(cell))
        if Column.OWNER in columns.values() or Column.LEAD in columns.values():
            columns = {at: kind for at, kind in columns.items() if kind is not Column.WEAK}
        else:
            columns = {at: Column.OWNER if kind is Column.WEAK else kind for at, kind in columns.items()}
        leads = leads or names_first_lead(self._around())
        own = {cell.span for row in rows for cell in row.cells}
        return count, _Heads(columns, leads, self.grid.width, own)

    def _all_heads(self, row: TableRow) -> bool:
        """Whether the cells that begin in *row* are heads: of a second row of heads, below a merged one."""
        said = [cell for cell in row.cells if self.words(cell).strip()]
        return bool(said) and all(column_of(self.words(cell)) for cell in said)

    def _mostly_heads(self, rows: Sequence[TableRow]) -> bool:
        """A row of data may hold a word that heads a column; a row of heads holds little else."""
        said = [[self.words(cell) for cell in row.cells if self.words(cell).strip()] for row in rows]
        return all(2 * sum(column_of(words) is not None for words in row) >= len(row) for row in said)

    def _around(self) -> str:
        """The remarks before and behind the table, and those in it; read once."""
        if self.remarks is not None:
            return self.remarks
        start, end = self.rows[0].span.start, self.rows[-1].span.end
        inside = [self.words(c) for row in self.rows for c in row.cells if _REMARK.match(self.words(c))]
        self.remarks = "\n".join([self.text[max(0, start - _BESIDE) : start], self.text[end : end + _BESIDE], *inside])
        return self.remarks

    # -- rows

    def _label(self, blocks: Sequence[tuple[_Heads, TableRow]]) -> None:
        """How people cite each row: by its printed number where that is its own, else by its place."""
        printed: dict[Span, str] = {}
        for heads, row in blocks:
            for column in heads.of(Column.NUMBER)[:1]:
                cell = self.grid.places.get((row.number, column))
                if cell and (found := _ORDINAL.match(self.words(cell).strip())):
                    printed[cell.span] = found.group(1)
        again = len(set(printed.values())) < len(printed)
        self.labels: dict[int, str] = {}
        for heads, row in blocks:
            own = [self.grid.places.get((row.number, column)) for column in heads.of(Column.NUMBER)[:1]]
            number = next((printed[cell.span] for cell in own if cell and cell.span in printed), None)
            place = f"第{number}项" if number and not again else f"第{row.number}行"
            self.labels[row.number] = f"表{self.table.index + 1}{place}"

    def _carries(self, heads: _Heads, row: TableRow) -> bool:
        """Whether *row* tells something of its task: words of its own in a cell of tasks, bodies or times."""
        columns = heads.of(*BODIES, Column.TIME, Column.TASK, Column.MEASURE, Column.GOAL, Column.FIGURE)
        mine = {cell.span for cell in row.cells if self.words(cell).strip()}
        return any(cell.span in mine for column in columns if (cell := self.grid.places.get((row.number, column))))

    def _row(self, heads: _Heads, row: TableRow, last: list[TableCell]) -> list[TableCell]:
        """Account for the cells of *row*; returns those that tell what to do, *last* where these go on below."""
        uses = self.records.uses
        shown = self.grid.across(row)
        said = [cell for cell in row.cells if self.words(cell).strip()]
        across = len(shown) == 1 or (len(said) == 1 and said[0].columns >= self.grid.width > 1)
        if across or (len(said) == 1 and _SECTION.fullmatch(self.words(said[0]).strip())):
            for cell in said:
                uses[cell.span] = self._alone(cell)
            return []
        uses.update((cell.span, self._use(heads.columns.get(cell.column))) for cell in said)
        texts = {cell.span: cell for cell in self._cells(row, heads.texts()) if cell.span not in heads.cells}
        if not texts:
            below = any(cell.span in heads.cells for cell in shown)  # a further row of heads that no word tells
            return [] if below else last
        *above, main = texts.values()
        read = [main, *(cell for cell in above if not self._is_heading(cell))]
        for cell in texts.values():
            if uses.get(cell.span) is not CellUse.TEXT:
                uses[cell.span] = CellUse.TEXT if cell in read else CellUse.HEADING
        return read

    def _alone(self, cell: TableCell) -> CellUse:
        """What a cell is that reaches across the table: a section, a remark, or running text."""
        words = self.words(cell)
        if _REMARK.match(words):
            return CellUse.REMARK
        return CellUse.TEXT if len(words) > _RUNNING and "。" in words else CellUse.SECTION

    def _is_heading(self, cell: TableCell) -> bool:
        words = self.words(cell).strip()
        return len(words) <= _PHRASE and not _SAYS_MORE.search(words) and not _DIRECTS.search(words)

    @staticmethod
    def _use(column: Column | None) -> CellUse:
        if column in (*BODIES, Column.WEAK):
            return CellUse.BODIES
        return {
            Column.TIME: CellUse.TIME, Column.GOAL: CellUse.GOAL, Column.FIGURE: CellUse.GOAL,
            Column.NUMBER: CellUse.NUMBER, Column.GROUP: CellUse.SECTION,
        }.get(column or Column.OTHER, CellUse.CELL)  # fmt: skip

    # -- what the cells of a row tell

    def _records(self, rows: Sequence[tuple[_Heads, TableRow]]) -> list[Record]:
        """One record for the rows that share a task, or several where the words of their times or goals differ."""
        groups: dict[tuple[str, ...], list[tuple[_Heads, TableRow]]] = {}
        for heads, row in rows:
            told = self._cells(row, heads.of(Column.TIME, Column.FIGURE, Column.GOAL))
            groups.setdefault(tuple("".join(self.words(cell).split()) for cell in told), []).append((heads, row))
        return [self._record(group) for group in groups.values()]

    def _cells(self, row: TableRow, columns: Sequence[int]) -> list[TableCell]:
        found = (self.grid.places.get((row.number, column)) for column in columns)
        return list({cell.span: cell for cell in found if cell and self.words(cell).strip()}.values())

    def _record(self, rows: Sequence[tuple[_Heads, TableRow]]) -> Record:
        note = ResponsibilityNote(rows[0][1].span.start, rows[0][1].span.start, basis=Basis.TABLE)
        times: dict[tuple[str, str], Timing] = {}
        targets: dict[tuple[str, str], Target] = {}
        seen: set[Span] = set()
        posts: list[TableCell] = []
        for heads, row in rows:
            for column in heads.of(*BODIES):
                for cell in self._cells(row, [column]):
                    if cell.span in seen:
                        continue
                    seen.add(cell.span)
                    if heads.columns[column] is Column.PERSON:
                        posts.append(cell)
                    else:
                        self._unread("table-body", read_bodies(self.text, cell.lines, heads.columns[column], note))
            for cell in self._cells(row, heads.of(Column.TIME)):
                if cell.span not in seen:
                    seen.add(cell.span)
                    found, unread = read_times(self.text, cell.lines, *self.dates)
                    for timing in found:
                        times.setdefault((timing.surface.text, timing.type), timing)
                    self._unread("table-time", unread)
            for cell in self._cells(row, heads.of(Column.FIGURE, Column.GOAL)):
                if cell.span not in seen and heads.texts() != heads.of(Column.GOAL):
                    seen.add(cell.span)
                    for target in _targets(self.text, cell):
                        targets.setdefault((target.surface.text, target.op), target)
        if rows[0][0].first_leads:
            let_first_lead(self.text, note)
        units = [*note.leaders, *note.owners]
        for cell in posts:
            for actor in read_posts(self.text, cell.lines, units):
                (note.posts if units and actor.position else note.owners).append(actor)
        _without_doubles(self.text, note)
        known = note if note.owners or note.leaders or note.helpers or note.guides else None
        label = self.labels[rows[0][1].number]
        return Record(label, known, tuple(times.values()), tuple(targets.values()))

    def _unread(self, code: str, spans: Sequence[Span]) -> None:
        said = {
            "table-body": _("A cell of responsible bodies names something that was not understood."),
            "table-time": _("A cell of time limits holds something that was not understood."),
        }
        self.records.problems.extend(Problem(code=code, message=said[code], span=span) for span in spans)


def _targets(text: str, cell: TableCell) -> Iterator[Target]:
    for line in cell.lines:
        edges = [line.start, *(m.end() for m in re.finditer("[；;。]", text[line.start : line.end])), line.end]
        cuts = [line.start, *(line.start + e for e in edges[1:-1]), line.end]
        for begin, stop in pairwise(cuts):
            yield from find_targets(text, begin, stop, ())


def _without_doubles(text: str, note: ResponsibilityNote) -> None:
    """Each body once, where it says most: one that leads is no owner beside it, and one that owes does not help."""
    seen: set[str] = set()
    for row in (note.leaders, note.owners, note.helpers, note.guides):
        kept = []
        for actor in row:
            words = text[actor.start : actor.end]
            if words not in seen:
                seen.add(words)
                kept.append(actor)
        row[:] = kept
