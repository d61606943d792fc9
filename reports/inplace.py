"""An updated checklist written into the workbook that came back: only what is another one now is changed.

No line is moved, so that formulas, links, comments, pictures, choices and colours stay at what they were made for:
new lines go to the end of their table, lines whose duty is gone are struck out where they stand. Cells that people
fill in, their columns and their sheets are never written to; the sheets that this program writes anew are, unless a
person wrote on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from policies.errors import InputError
from policies.messages import _
from reports.checklist import Item, Kept
from reports.files import looks_like_formula
from reports.filled import BACK, HEADINGS, MARKS, MAX_ROW, FilledIn, Line, Table, spoken
from reports.formats import xlsx
from reports.formats.columns import columns
from reports.formats.memory import FILLED, SHEET, digest, plain
from reports.update import Carried
from reports.workbook.cells import Cells, CellValue, stretched
from reports.workbook.grafts import Grafts
from reports.workbook.package import Package

__all__ = ["render"]

_NAMED = ("_xlnm.Print_Area", "_xlnm._FilterDatabase")


@dataclass
class _Sheet:
    """A table of the workbook as it is written to."""

    table: Table
    cells: Cells
    place: int
    lines: list[int] = field(default_factory=list)  # rows with duties
    last: int = 0  # the last row that holds anything

    def __post_init__(self) -> None:
        self.end = self.last  # the last row now, with those that were added


def render(found: FilledIn, carried: Carried) -> bytes:
    """The workbook that *found* was read from, with what *carried* says."""
    return _Writing(found, carried).made()


class _Writing:
    def __init__(self, found: FilledIn, carried: Carried) -> None:
        self.found, self.carried, self.made_of = found, carried, carried.checklist
        self.package = Package(found.data)
        self.names = dict(self._names())
        self.grafts = Grafts(self.package, Package(xlsx.render(self.made_of, self.names)))
        self.sheets = {table.sheet: self._sheet(table) for table in found.tables}
        self.formulas = False  # whether one was taken out

    def made(self) -> bytes:
        for settled, groups in ((True, self.made_of.groups), (False, self.made_of.unsettled)):
            rows = [(group.title, item) for group in groups for item in group.items]
            self._write(rows, settled=settled)
        for line in self.carried.gone:
            self._mark(line, "gone")
        for line in self.carried.back:
            self._put(self._at(line), line.row, {"reason": _(BACK)})
        if self.carried.kept:
            self._keep(self.carried.kept)
        for sheet in self.sheets.values():
            self._stretch(sheet)
        self._generated()
        self.package.recalculate()
        return self.package.save()

    def _sheet(self, table: Table) -> _Sheet:
        part = self.package.sheet(table.sheet)
        assert part is not None  # it was read
        of = [line for line in self.found.lines if line.table is table]
        cells = Cells(self.package.xml(part.part), self.package.epoch)
        return _Sheet(
            table, cells, part.place, sorted(line.row for line in of if line.id),
            max([table.head, *(line.row for line in of)]),
        )  # fmt: skip

    def _at(self, line: Line) -> _Sheet:
        assert line.table is not None  # every line that was read has one
        return self.sheets[line.table.sheet]

    # Lines

    def _write(self, rows: Sequence[tuple[str, Item]], *, settled: bool) -> None:
        shown = columns(settled=settled)
        tables = [one for one in self.sheets.values() if one.table.settled is settled and not one.table.kept]
        if rows and not tables:
            name = _("Checklist") if settled else _("Items to be settled")
            self.grafts.add(name, self._free(name))
        for _title, item in rows:
            for line in self.carried.lines.get(item.id, ()):
                if self._at(line).table.settled is not settled and not line.mark:
                    self._mark(line, "moved")
        back = {line.id for line in self.carried.back}
        for title, item in rows if tables else ():
            values = {one.key: one.value(title, item, self.made_of.on) for one in shown if one.key not in FILLED}
            here = [
                line for line in self.carried.lines.get(item.id, ()) if self._at(line).table.settled is settled
                and not (line.mark and self._standing(item.id, settled=settled))
            ]  # fmt: skip
            for line in here:
                self._put(self._at(line), line.row, values, number=False)
                if line.mark:
                    self._look(self._at(line), line.row, out=False)
                if item.id in back:
                    self._fill(self._at(line), line.row, item, empty_only=True)
            if not here:
                self._append(tables[0], values, item)
        self._titles(tables)

    def _standing(self, identity: str, *, settled: bool) -> bool:
        """Whether a duty has a line on the right sheet that was not left behind."""
        lines = self.carried.lines.get(identity, ())
        return any(self._at(one).table.settled is settled and not one.mark for one in lines)

    def _titles(self, tables: Sequence[_Sheet]) -> None:
        """Headings of ours in the other language are written in this one; those that a person named stay."""
        for one in tables:
            for column in columns(settled=one.table.settled):
                told = one.table.titles.get(column.key)
                if told and told != column.title and told in spoken(HEADINGS[column.key]):
                    one.cells.put(one.table.head, one.table.columns[column.key], column.title)

    def _put(self, sheet: _Sheet, row: int, values: Mapping[str, CellValue], *, number: bool = True) -> None:
        """Write our cells of a line, those that say something else already."""
        held = self.found.book[sheet.table.sheet]
        for key, value in values.items():
            column = sheet.table.columns.get(key)
            if column is None or (key == "number" and not number):
                continue
            before = held._cells.get((row, column)) if row <= sheet.last else None
            if before is not None and plain(before.value) == plain(value):
                continue
            if before is None and value in (None, ""):
                continue
            self.formulas |= sheet.cells.put(row, column, value)
            style = sheet.cells.style(row, column)
            if isinstance(value, str) and looks_like_formula(value):
                sheet.cells.set_style(row, column, self.grafts.styles.quoted(style))
            elif isinstance(value, date):
                sheet.cells.set_style(row, column, self.grafts.styles.dated(style))

    def _fill(self, sheet: _Sheet, row: int, item: Item, *, empty_only: bool = False) -> None:
        """What a person wrote, onto a line that has none of it."""
        own = dict(item.own)
        held = self.found.book[sheet.table.sheet]
        values = {sheet.table.columns[key]: getattr(item, key) for key in FILLED if key in sheet.table.columns}
        values |= {column: own[title] for title, column in sheet.table.own.items() if title in own}
        for column, text in values.items():
            before = held._cells.get((row, column)) if row <= sheet.last else None
            if text and not (empty_only and before is not None and before.value is not None):
                if empty_only and self._covered(sheet, row, column):
                    continue
                sheet.cells.put(row, column, text)

    def _covered(self, sheet: _Sheet, row: int, column: int) -> bool:
        """Whether a merged area that begins elsewhere holds the cell."""
        return any(
            area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col
            for area in self.found.book[sheet.table.sheet].merged_cells.ranges
        )

    def _append(self, sheet: _Sheet, values: Mapping[str, CellValue], item: Item) -> None:
        """A line at the end of the table, looking as the last one of it."""
        if sheet.end >= MAX_ROW:
            raise InputError(
                _("There is no room for new lines."), where=sheet.table.sheet,
                why=_("Something stands in the last row of the sheet."), mend=_("Delete what stands there."),
            )  # fmt: skip
        sheet.end += 1
        row = sheet.end
        like = max(sheet.lines, default=None)
        if like is not None:
            for column in sheet.cells.columns(like):
                style = sheet.cells.style(like, column)
                ours = column in _ours(sheet.table)
                sheet.cells.set_style(row, column, self.grafts.styles.struck(style, out=False) if ours else style)
        self._put(sheet, row, values)
        self._fill(sheet, row, item)
        sheet.cells.hide(row, hidden=False)

    def _mark(self, line: Line, mark: str) -> None:
        """Leave a line where it is, struck out; what is empty but for our texts is hidden."""
        sheet = self._at(line)
        if line.mark == mark:
            return
        self._put(sheet, line.row, {"demand": _(MARKS[mark])})
        self._look(sheet, line.row, out=True)
        if not line.written:
            sheet.cells.hide(line.row, hidden=True)

    def _look(self, sheet: _Sheet, row: int, *, out: bool) -> None:
        for column in _ours(sheet.table):
            sheet.cells.set_style(row, column, self.grafts.styles.struck(sheet.cells.style(row, column), out=out))
        if not out:
            sheet.cells.hide(row, hidden=False)

    def _keep(self, kept: Sequence[Kept]) -> None:
        tables = [one for one in self.sheets.values() if one.table.kept]
        if not tables:
            self.grafts.add(_("Kept"), self._free(_("Kept")))
            return
        sheet = tables[0]
        for one in kept:
            sheet.end += 1
            for column in sheet.cells.columns(sheet.last) if sheet.last > sheet.table.head else ():
                sheet.cells.set_style(sheet.end, column, sheet.cells.style(sheet.last, column))
            self._put(sheet, sheet.end, {key: getattr(one, key) for key in HEADINGS if key in Kept.model_fields})

    def _stretch(self, sheet: _Sheet) -> None:
        if sheet.end == sheet.last:
            sheet.cells.measure()
            return
        first, last = min(sheet.lines, default=sheet.last), max(sheet.lines, default=sheet.last)
        sheet.cells.stretch(first, last, sheet.end)
        for name in _NAMED:
            area = self.package.range_of(name, sheet.place)
            if area is not None and area.text:
                area.text = stretched(area.text, first, last, sheet.end)
        part = self.package.sheet(sheet.table.sheet)
        assert part is not None  # it was read
        self.package.stretch_tables(part.part, first, last, sheet.end)

    # Sheets that are written anew

    def _names(self) -> Iterator[tuple[str, str]]:
        """Their names: as they are, another one where a person wrote on the sheet."""
        marks = self.found.memory.sheets
        wanted = xlsx.names_of(self.made_of)
        for role, name in wanted.items():
            mark = marks.get(role)
            if role == "calendar" and mark is not None and not mark.name.startswith(name):
                mark = None  # of another year
            there = mark is not None and mark.name in self.found.book.sheetnames
            if mark is not None and there and digest(self.found.book[mark.name]) == mark.digest:
                yield role, mark.name
            elif role != "update" or self.made_of.updates:
                yield role, self._free(name)

    def _free(self, name: str) -> str:
        """A name that no sheet has."""
        taken = {one.name.casefold() for one in self.package.sheets}
        names = [name, f"{name[:20]} {self.made_of.on.isoformat()}"]
        names += [f"{name[:16]} {self.made_of.on.isoformat()} {n}" for n in range(2, len(taken) + 3)]
        return next(one for one in names if one.casefold() not in taken)

    def _generated(self) -> None:
        for name in self.names.values():
            if self.package.sheet(name) is None:
                self.grafts.add(name, name)
            else:
                self.grafts.refill(name, name)
        if self.package.sheet(SHEET) is None:
            self.grafts.add(SHEET, SHEET, state="veryHidden")
        else:
            self.grafts.refill(SHEET, SHEET)


def _ours(table: Table) -> set[int]:
    """The columns that this program writes."""
    return {column for key, column in table.columns.items() if key not in FILLED}
