"""A checklist that people have filled in, read back from its workbook by duty id.

People move columns, sort, merge cells, write formulas, rename headings, add columns, rows and sheets. Each line is
found by its id, or where that is lost by its words; what cannot be understood is told, and never dropped.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from parsers.readers.archive import Archive
from policies.errors import InputError, UsageError
from policies.messages import LANGUAGES, N_, _, in_language
from policies.reasons import because
from reports.formats.memory import FILLED, SHEET, Memory, digest, plain, recall

__all__ = ["BACK", "HEADINGS", "MARKS", "MAX_ROW", "SUFFIXES", "FilledIn", "Line", "Table", "read", "spoken"]

#: Headings by key, as they are written; those of both languages are understood.
HEADINGS = {
    "number": N_("No."), "group": N_("Field of work"), "task": N_("What to do"), "condition": N_("Condition"),
    "demand": N_("Demand"), "frequency": N_("Frequency"), "due": N_("Next due"), "time": N_("Time limit"),
    "target": N_("Target"), "basis": N_("Basis"), "clause": N_("Clause"), "directness": N_("How it is borne"),
    "person": N_("Person in charge"), "status": N_("Status"), "evidence": N_("Evidence"), "remarks": N_("Remarks"),
    "why": N_("Why it applies"), "cost": N_("What neglect costs"), "quote": N_("Words of the text"),
    "post": N_("Post"), "id": N_("Duty id (do not change)"), "reason": N_("Why kept"), "since": N_("Kept since"),
    "further": N_("Further texts"),
}  # fmt: skip
_ALSO = {"group": N_("To be answered first")}
#: What stands for the demand of a line that is left where it was.
MARKS = {"gone": N_("no longer applies"), "moved": N_("now on the other sheet")}
#: Why a line of the sheet of what was kept counts no more.
BACK = N_("It is back in the list.")
_ID = re.compile(r"[0-9a-f]{16}")
_HEAD_WITHIN = 20  # rows from the top
SUFFIXES = (".xlsx", ".xlsm")
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384  # of a sheet, by the format
_KNOWN = 3  # headings that make a row the heading row
_MEND = N_("Open it in Excel or WPS and save it as an XLSX workbook (without a password).")


@dataclass
class Line:
    """A line as it stands in the table."""

    id: str  # "" where it could not be found
    place: str  # for people: sheet and row
    filled: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)  # by heading
    cells: dict[str, str] = field(default_factory=dict)  # our columns as they stand now
    formulas: dict[str, str] = field(default_factory=dict)  # cell of the person's → formula
    commented: bool = False
    kept: bool = False  # from the sheet of what was kept before
    mark: str = ""  # key of MARKS
    row: int = 0
    table: Table | None = None

    @property
    def written(self) -> bool:
        """Whether a person wrote something on it."""
        return any(self.filled.values()) or any(self.own.values()) or bool(self.formulas) or self.commented


@dataclass(frozen=True)
class Table:
    """Where the lines of a sheet stand: the row of the headings, columns by key and by the person's own titles."""

    sheet: str
    head: int
    columns: Mapping[str, int]
    own: Mapping[str, int]
    settled: bool  # what applies, not what is to be settled
    kept: bool  # the sheet of what was kept
    titles: Mapping[str, str] = field(default_factory=dict)  # by key, as they stand there


@dataclass
class FilledIn:
    book: Workbook
    memory: Memory
    data: bytes = b""  # the file
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def spoken(message: str) -> set[str]:
    """A message in every language."""
    return {in_language(lang, message) for lang in LANGUAGES}


def read(path: Path) -> FilledIn:
    """Read a filled-in checklist; InputError or UsageError where it is none."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            _("Only an XLSX workbook can be read back."),
            where=str(path),
            mend=_("Name the .xlsx file that was filled in."),
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            _("The table could not be read."),
            where=str(path),
            why=because(error),
            mend=_("Check its name."),
        ) from error
    book, values = (_load(data, path, values=only) for only in (False, True))
    found = FilledIn(book, recall(book), data)
    _within_bounds(book, path)
    _stay(found)
    ours = {one.name for one in found.memory.sheets.values()}
    for sheet in book.worksheets:
        if sheet.title == SHEET or sheet.title in ours:
            continue
        table = _Reading.of(sheet, values[sheet.title], found)
        if table is not None:
            found.tables.append(table.table)
            found.lines.extend(table.lines())
    if not found.tables:
        told = HEADINGS["id"]
        raise InputError(
            _("This workbook holds no checklist."),
            where=str(path),
            why=_("No sheet has a heading row with “{id}” and the columns to fill in.").format(id=_(told)),
            mend=_("Name a workbook that zeren checklist wrote, and leave its heading row."),
        )
    _recover(found)
    return found


def _load(data: bytes, path: Path, *, values: bool) -> Workbook:
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE file: XLS, or XLSX with a password
        raise InputError(_("The table is an old XLS file, or has a password."), where=str(path), mend=_(_MEND))
    if not zipfile.is_zipfile(io.BytesIO(data)):
        why = _("It is damaged, or no file of this kind.")
        raise InputError(_("The table could not be read."), where=str(path), why=why, mend=_(_MEND))
    Archive(data, "XLSX", _MEND)  # limits: nothing that expands without end
    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except Exception as error:  # openpyxl raises nearly anything at a damaged part
        raise InputError(
            _("The table could not be read."), where=str(path), why=because(error), mend=_(_MEND)
        ) from error


def _stay(found: FilledIn) -> None:
    """Tell of sheets that are not written anew since a person wrote on them, and of a signature that holds no more."""
    for mark in found.memory.sheets.values():
        if mark.name in found.book.sheetnames and digest(found.book[mark.name]) != mark.digest:
            says = _("Sheet “{sheet}”: somebody wrote on it; it stays as it is, a new one stands at the end.")
            found.notes.append(says.format(sheet=mark.name))
    with zipfile.ZipFile(io.BytesIO(found.data)) as archive:
        if any(name.startswith("_xmlsignatures") for name in archive.namelist()):
            found.notes.append(_("The digital signature of the workbook does not hold for the updated one."))


def _within_bounds(book: Workbook, path: Path) -> None:
    """InputError where a sheet reaches further than the format allows: no program could open what is made of it."""
    for sheet in book.worksheets:
        rows, columns = (max((place[n] for place in sheet._cells), default=0) for n in (0, 1))
        if rows > MAX_ROW or columns > MAX_COLUMN:
            raise InputError(
                _("The table could not be read."),
                where=_("{file}, sheet “{sheet}”").format(file=path, sheet=sheet.title),
                why=_("A cell lies further than a sheet reaches (row 1048576, column XFD)."),
                mend=_("Open it in Excel or WPS, delete the empty rows and columns at the rim, and save it."),
            )


class _Reading:
    """The reading of one sheet with lines of duties: *sheet* with the formulas, *values* with what they came to."""

    def __init__(self, sheet: Worksheet, values: Worksheet, table: Table) -> None:
        self.sheet, self.values, self.table = sheet, values, table
        self.rows = sorted({*_rows(values, table.head), *_rows(sheet, table.head)})
        self.spread: dict[tuple[int, int], tuple[int, int]] = {}
        columns = sorted((*table.columns.values(), *table.own.values()))
        for area in sheet.merged_cells.ranges:
            within = columns[bisect_left(columns, area.min_col) : bisect_right(columns, area.max_col)]
            if within:
                for row in self.rows[bisect_left(self.rows, area.min_row) : bisect_right(self.rows, area.max_row)]:
                    for column in within:
                        self.spread[row, column] = area.min_row, area.min_col

    @classmethod
    def of(cls, sheet: Worksheet, values: Worksheet, found: FilledIn) -> _Reading | None:
        """The table of a sheet, None where it holds none of ours."""
        titles = {title: key for key, name in HEADINGS.items() for title in spoken(name)}
        titles |= {title: key for key, name in _ALSO.items() for title in spoken(name)}
        written = _written(values)
        for head in sorted({row for row, _column in written if row <= _HEAD_WITHIN}):
            heads = {column: plain(values.cell(row, column).value) for row, column in sorted(written) if row == head}
            keys: dict[int, str] = {}
            for column, title in heads.items():
                key = titles.get(title)
                if key and key not in keys.values():
                    keys[column] = key
            if len(keys) >= _KNOWN and (_ids(values, head) or "id" in keys.values() or "reason" in keys.values()):
                break
        else:
            return None
        above = [plain(values.cell(*place).value) for place in sorted(written) if place[0] < head]
        if above:
            found.notes.append(
                _("Sheet “{sheet}”: above the headings stood: {text}").format(
                    sheet=sheet.title, text=_("; ").join(above)
                )
            )
        _renamed(sheet, values, head, heads, keys, found)
        used = set(keys.values())
        own: dict[str, int] = {}
        for column in sorted({column for row, column in written | _written(sheet) if row >= head} - keys.keys()):
            title = heads.get(column) or _("Column {letter}").format(letter=get_column_letter(column))
            while title in own:
                title += "'"
            own[title] = column
        if "reason" not in used:
            for key in FILLED:
                if key not in used:
                    found.notes.append(
                        _("Sheet “{sheet}” has no column “{column}”: nothing was read for it.").format(
                            sheet=sheet.title, column=_(HEADINGS[key])
                        )
                    )
        columns = {key: column for column, key in keys.items()}
        open_ = heads.get(columns.get("group", 0)) in spoken(_ALSO["group"])
        named = {key: heads.get(column, "") for key, column in columns.items()}
        table = Table(sheet.title, head, columns, own, not open_, "reason" in used, named)
        return cls(sheet, values, table)

    def lines(self) -> Iterator[Line]:
        """The lines in the order of the sheet; empty rows are none."""
        marks = {title: key for key, name in MARKS.items() for title in spoken(name)}
        for row in self.rows:
            line = Line("", _("{sheet}, row {row}").format(sheet=self.sheet.title, row=row))
            line.kept, line.row, line.table = self.table.kept, row, self.table
            for key, column in self.table.columns.items():
                if key == "id":
                    text = plain(self.values.cell(row, column).value).strip("'’ ").lower()
                    line.id = text if _ID.fullmatch(text) else ""
                elif key in FILLED:
                    line.filled[key] = self._text(row, column, line)
                else:
                    cell = self.sheet.cell(row, column)
                    value = self.values.cell(row, column).value
                    if cell.data_type == "f" and key != "number":  # a person's, where we had written a text
                        value = getattr(cell.value, "text", None) or cell.value
                    line.cells[key] = plain(value)
            for title, column in self.table.own.items():
                text = self._text(row, column, line)
                if text:
                    line.own[title] = text
            line.mark = marks.get(line.cells.get("demand", ""), "")
            if self.table.kept and line.cells.get("reason", "") in spoken(BACK):
                continue
            if line.id or line.written or any(line.cells.values()):
                yield line

    def _text(self, row: int, column: int, line: Line) -> str:
        """What stands in a cell; a merged area counts for each of its rows, a formula by the value that it had."""
        row, column = self.spread.get((row, column), (row, column))
        cell, value = self.sheet.cell(row, column), self.values.cell(row, column).value
        if cell.data_type == "f":
            name = f"{get_column_letter(column)}{row}"
            line.formulas[name] = str(getattr(cell.value, "text", None) or cell.value)
        line.commented = line.commented or cell.comment is not None
        text = value if isinstance(value, str) else plain(value)
        return text.strip()


def _written(sheet: Worksheet) -> set[tuple[int, int]]:
    """Rows and columns of the cells that hold something; a sheet may be formatted down to its last row."""
    return {place for place, cell in sheet._cells.items() if cell.value is not None}


def _rows(sheet: Worksheet, head: int) -> list[int]:
    """The rows below the headings that hold something."""
    return sorted({row for row, _column in _written(sheet) if row > head})


def _ids(values: Worksheet, head: int) -> int | None:
    """The column that holds ids, by what stands in it."""
    texts: dict[int, list[str]] = {}
    for row, column in _written(values):
        if head < row <= head + 50:
            texts.setdefault(column, []).append(plain(values.cell(row, column).value))
    for column in sorted(texts, reverse=True):
        hits = sum(1 for text in texts[column] if _ID.fullmatch(text))
        if hits and hits * 2 >= len(texts[column]):
            return column
    return None


def _renamed(
    sheet: Worksheet, values: Worksheet, head: int, heads: Mapping[int, str], keys: dict[int, str], found: FilledIn
) -> None:
    """Find columns whose heading was renamed: ids by what they are, the others by their neighbours."""
    told: list[tuple[str, int]] = []
    if "id" not in keys.values() and (column := _ids(values, head)):
        keys[column] = "id"
        told.append(("id", column))
    order = found.memory.order
    for key in (*FILLED, "task"):
        if key in keys.values() or key not in order or "reason" in keys.values():
            continue
        place = order.index(key)
        by_key = {name: column for column, name in keys.items()}
        before = by_key.get(order[place - 1]) if place else None
        after = by_key.get(order[place + 1]) if place + 1 < len(order) else None
        column = before + 1 if before else after - 1 if after else 0
        if column and column not in keys and heads.get(column) and (not before or not after or before + 2 == after):
            keys[column] = key
            told.append((key, column))
    for key, column in told:
        found.notes.append(
            _("Sheet “{sheet}”: the heading “{now}” is taken for “{key}”.").format(
                sheet=sheet.title, now=heads.get(column, ""), key=_(HEADINGS[key])
            )
        )


def _recover(found: FilledIn) -> None:
    """Give lines without id the one that their words had, where no other line has it."""
    taken = {line.id for line in found.lines if line.id}
    by_words: dict[tuple[str, ...], list[str]] = {}
    for identity, cells in found.memory.cells.items():
        by_words.setdefault(_words(cells), []).append(identity)
    for line in found.lines:
        if line.id or line.kept:
            continue
        ids = (
            [one for one in by_words.get(_words(line.cells), ()) if one not in taken] if line.cells.get("task") else []
        )
        if len(ids) == 1:
            line.id = ids[0]
            taken.add(ids[0])
            found.notes.append(
                _("{place}: the duty id is missing; the line was known by its words.").format(place=line.place)
            )


def _words(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cells.get(key, "")[:2000] for key in ("task", "basis", "clause"))
