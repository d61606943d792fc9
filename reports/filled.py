"""A checklist that people have filled in, read back from its workbook by duty id.

People move columns, sort, merge cells, write formulas, rename headings, add columns, rows and sheets. Each line is
found by its id, or where that is lost by its words; what cannot be understood is told, and never dropped.
"""

from __future__ import annotations

import io
import re
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
from reports.formats.memory import FILLED, SHEET, Memory, plain, recall

__all__ = ["FilledIn", "Line", "read", "spoken"]

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
#: Sheets that are written anew each time.
OURS = (N_("About this table"), N_("This update"))
_ID = re.compile(r"[0-9a-f]{16}")
_HEAD_WITHIN = 20  # rows from the top
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
    formulas: dict[str, str] = field(default_factory=dict)  # cell → formula
    kept: bool = False  # from the sheet of what was kept before

    @property
    def written(self) -> bool:
        """Whether a person wrote something on it."""
        return any(self.filled.values()) or any(self.own.values()) or bool(self.formulas)


@dataclass
class FilledIn:
    book: Workbook
    memory: Memory
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # names of sheets that are the person's own


def spoken(message: str) -> set[str]:
    """A message in every language."""
    return {in_language(lang, message) for lang in LANGUAGES}


def read(path: Path) -> FilledIn:
    """Read a filled-in checklist; InputError or UsageError where it is none."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
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
            why=error.strerror or str(error),
            mend=_("Check its name."),
        ) from error
    book, values = (_load(data, path, values=only) for only in (False, True))
    found = FilledIn(book, recall(book))
    tables = 0
    drawn = [sheet.title for sheet in book.worksheets if getattr(sheet, "_charts", ()) or getattr(sheet, "_images", ())]
    drawn += [sheet.title for sheet in book.chartsheets]
    if drawn:
        found.notes.append(
            _("Charts and pictures ({sheets}) are not carried over; they stay in the old file.").format(
                sheets=_(", ").join(drawn)
            )
        )
    for sheet in book.worksheets:
        if sheet.title == SHEET or any(sheet.title in spoken(name) for name in OURS):
            continue
        table = _Table.of(sheet, values[sheet.title], found)
        if table is None:
            found.sheets.append(sheet.title)
        else:
            tables += 1
            found.lines.extend(table.lines())
    if not tables:
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
    Archive(data, "XLSX", _MEND)  # limits: nothing that expands without end
    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except Exception as error:  # openpyxl raises nearly anything at a damaged part
        raise InputError(
            _("The table could not be read."), where=str(path), why=str(error).split("\n")[0][:200], mend=_(_MEND)
        ) from error


class _Table:
    """One sheet with lines of duties."""

    def __init__(
        self, sheet: Worksheet, values: Worksheet, head: int, keys: dict[int, str], own: dict[int, str]
    ) -> None:
        self.sheet, self.values, self.head, self.keys, self.own = sheet, values, head, keys, own
        self.spread: dict[tuple[int, int], tuple[int, int]] = {}
        rows, width = _rows(values, self.head), max([*self.keys, *self.own], default=0)
        for area in sheet.merged_cells.ranges:
            for row in (row for row in rows if area.min_row <= row <= area.max_row):
                for column in range(area.min_col, min(area.max_col, width) + 1):
                    self.spread[row, column] = area.min_row, area.min_col

    @classmethod
    def of(cls, sheet: Worksheet, values: Worksheet, found: FilledIn) -> _Table | None:
        """The table of a sheet, None where it holds none of ours."""
        titles = {title: key for key, name in HEADINGS.items() for title in spoken(name)}
        titles |= {title: key for key, name in _ALSO.items() for title in spoken(name)}
        width = max((column for _row, column in _written(values)), default=0)
        for head in range(1, min(sheet.max_row or 0, _HEAD_WITHIN) + 1):
            heads = {column: plain(values.cell(head, column).value) for column in range(1, width + 1)}
            keys: dict[int, str] = {}
            for column, title in heads.items():
                key = titles.get(title)
                if key and key not in keys.values():
                    keys[column] = key
            if len(keys) >= _KNOWN and (
                _ids(values, head, width) or "id" in keys.values() or "reason" in keys.values()
            ):
                break
        else:
            return None
        above = [plain(values.cell(*place).value) for place in sorted(_written(values)) if place[0] < head]
        if above:
            found.notes.append(
                _("Sheet “{sheet}”: above the headings stood: {text}").format(
                    sheet=sheet.title, text=_("; ").join(above)
                )
            )
        _renamed(sheet, values, head, heads, keys, found)
        used = set(keys.values())
        own: dict[int, str] = {}
        held = {column for row, column in _written(values) | _written(sheet) if row >= head}
        for column in sorted(held - keys.keys()):
            title = heads.get(column) or _("Column {letter}").format(letter=get_column_letter(column))
            while title in own.values():
                title += "'"
            own[column] = title
        if "reason" not in used:
            for key in FILLED:
                if key not in used:
                    found.notes.append(
                        _("Sheet “{sheet}” has no column “{column}”: nothing was read for it.").format(
                            sheet=sheet.title, column=_(HEADINGS[key])
                        )
                    )
        return cls(sheet, values, head, keys, own)

    def lines(self) -> Iterator[Line]:
        """The lines in the order of the sheet; empty rows are none."""
        for row in sorted({*_rows(self.values, self.head), *_rows(self.sheet, self.head)}):
            line = Line("", _("{sheet}, row {row}").format(sheet=self.sheet.title, row=row))
            line.kept = "reason" in self.keys.values()
            for column, key in self.keys.items():
                if key == "id":
                    text = plain(self.values.cell(row, column).value).strip("'’ ").lower()
                    line.id = text if _ID.fullmatch(text) else ""
                elif key in FILLED:
                    line.filled[key] = self._text(row, column, line)
                else:
                    line.cells[key] = plain(self.values.cell(row, column).value)
            for column, title in self.own.items():
                text = self._text(row, column, line)
                if text:
                    line.own[title] = text
            if line.id or line.written or any(line.cells.values()):
                yield line

    def _text(self, row: int, column: int, line: Line) -> str:
        """What stands in a cell; a merged area counts for each of its rows, a formula by the value that it had."""
        row, column = self.spread.get((row, column), (row, column))
        cell, value = self.sheet.cell(row, column), self.values.cell(row, column).value
        if cell.data_type == "f":
            name = f"{get_column_letter(column)}{row}"
            line.formulas[name] = str(getattr(cell.value, "text", None) or cell.value)
        text = value if isinstance(value, str) else plain(value)
        if cell.comment is not None and cell.comment.text:
            line.own.setdefault(_("Comments"), "")
            line.own[_("Comments")] = "\n".join(filter(None, [line.own[_("Comments")], cell.comment.text]))
        return text.strip()


def _written(sheet: Worksheet) -> set[tuple[int, int]]:
    """Rows and columns of the cells that hold something; a sheet may be formatted down to its last row."""
    return {place for place, cell in sheet._cells.items() if cell.value is not None}


def _rows(sheet: Worksheet, head: int) -> list[int]:
    """The rows below the headings that hold something."""
    return sorted({row for row, _column in _written(sheet) if row > head})


def _ids(values: Worksheet, head: int, width: int) -> int | None:
    """The column that holds ids, by what stands in it."""
    for column in range(width, 0, -1):
        cells = [plain(values.cell(row, column).value) for row in range(head + 1, min(values.max_row, head + 50) + 1)]
        hits = sum(1 for cell in cells if _ID.fullmatch(cell))
        if hits and hits * 2 >= sum(1 for cell in cells if cell):
            return column
    return None


def _renamed(
    sheet: Worksheet, values: Worksheet, head: int, heads: Mapping[int, str], keys: dict[int, str], found: FilledIn
) -> None:
    """Find columns whose heading was renamed: ids by what they are, the others by their neighbours."""
    told: list[tuple[str, int]] = []
    if "id" not in keys.values() and (column := _ids(values, head, max(heads, default=0))):
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
