"""The cells of one sheet as XML: set one, add a row at the end, stretch what held for the rows of a table."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime

from lxml import etree
from lxml.etree import _Element
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, to_excel

from reports.files import cell_text

__all__ = ["MAIN", "CellValue", "Cells", "name_of", "stretched"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML = "http://www.w3.org/XML/1998/namespace"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_AREA = re.compile(r"(\$?[A-Z]{1,3}\$?)([0-9]{1,7}):(\$?[A-Z]{1,3}\$?)([0-9]{1,7})")

CellValue = str | int | float | date | None


def _without(element: _Element, *names: str) -> None:
    """Take attributes away, those that are there."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def name_of(element: _Element) -> str:
    """The element's name without namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class Cells:
    """The cells of the sheet whose root is *root*; rows and columns count from 1."""

    def __init__(self, root: _Element, epoch: datetime = CALENDAR_WINDOWS_1900) -> None:
        self.root, self._epoch = root, epoch
        self._data = next(one for one in root if name_of(one) == "sheetData")
        self._rows: dict[int, _Element] = {}
        self._cells: dict[int, dict[int, _Element]] = {}
        number = 0
        for row in self._data:
            if name_of(row) != "row":
                continue
            number = int(row.get("r", number + 1))
            row.set("r", str(number))
            self._rows.setdefault(number, row)
        self._order = sorted(self._rows)

    def _row(self, number: int) -> _Element:
        if number not in self._rows:
            row = etree.Element(f"{{{MAIN}}}row", r=str(number))
            place = bisect(self._order, number)
            if place < len(self._order):
                self._rows[self._order[place]].addprevious(row)
            else:
                self._data.append(row)
            self._order.insert(place, number)
            self._rows[number] = row
        return self._rows[number]

    def _of(self, number: int) -> dict[int, _Element]:
        if number not in self._cells:
            found: dict[int, _Element] = {}
            column = 0
            for cell in self._rows.get(number, ()):
                if name_of(cell) != "c":
                    continue
                place = _PLACE.fullmatch(cell.get("r", ""))
                column = column_index_from_string(place[1]) if place else column + 1
                cell.set("r", f"{get_column_letter(column)}{number}")
                found[column] = cell
            self._cells[number] = found
        return self._cells[number]

    def _cell(self, row: int, column: int) -> _Element:
        cells = self._of(row)
        if column not in cells:
            cell = etree.Element(f"{{{MAIN}}}c", r=f"{get_column_letter(column)}{row}")
            after = min((other for other in cells if other > column), default=None)
            if after is not None:
                cells[after].addprevious(cell)
            else:
                self._row(row).append(cell)
            cells[column] = cell
            _without(self._row(row), "spans")
        return cells[column]

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows that are written down, in order."""
        return list(self._order)

    def columns(self, row: int) -> list[int]:
        """The columns of a row that are written down."""
        return sorted(self._of(row))

    def style(self, row: int, column: int) -> int:
        """The number of a cell's style; 0 where it has none."""
        cell = self._of(row).get(column)
        return int(cell.get("s", "0")) if cell is not None else 0

    def set_style(self, row: int, column: int, style: int) -> None:
        """Give a cell a style."""
        self._cell(row, column).set("s", str(style))

    def all(self) -> Iterator[_Element]:
        """Every cell."""
        for row in self._order:
            yield from self._of(row).values()

    def put(self, row: int, column: int, value: CellValue) -> bool:
        """Set a value, its looks left as they are; whether a formula was taken out for it. Words never become one."""
        cell = self._cell(row, column)
        formula = next((one for one in cell if name_of(one) == "f"), None)
        if formula is not None and formula.get("t") == "shared" and formula.text:
            self._unshare(cell, formula)
        for one in list(cell):
            cell.remove(one)
        _without(cell, "t", "cm", "vm")
        if isinstance(value, str) and value:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
            text.text = cell_text(value)
            text.set(f"{{{_XML}}}space", "preserve")
        elif isinstance(value, date | int | float):
            number = float(to_excel(value, self._epoch)) if isinstance(value, date) else value  # type: ignore[no-untyped-call]
            etree.SubElement(cell, f"{{{MAIN}}}v").text = str(int(number) if number == int(number) else number)
        return formula is not None

    def shared(self, row: int, column: int) -> int | None:
        """The number of the text of a cell in the workbook's list of texts, None where it holds none of them."""
        cell = self._of(row).get(column)
        if cell is None or cell.get("t") != "s":
            return None
        return next((int(one.text or "0") for one in cell if name_of(one) == "v"), None)

    def copy(self, other: Cells, row: int, column: int) -> None:
        """The value of the same cell of another sheet, in which no texts are shared."""
        self.put(row, column, None)
        cell, source = self._cell(row, column), other._cell(row, column)
        for one in source:
            cell.append(deepcopy(one))
        if source.get("t"):
            cell.set("t", source.get("t", ""))

    def _unshare(self, cell: _Element, formula: _Element) -> None:
        """Give the cells that share the formula of *cell* a formula each, as they mean it."""
        for other in list(self.all()):
            own = next((one for one in other if name_of(one) == "f"), None)
            if own is None or own is formula or own.get("si") != formula.get("si") or own.get("t") != "shared":
                continue
            moved = Translator("=" + (formula.text or ""), origin=cell.get("r", "A1"))
            own.text = moved.translate_formula(other.get("r", "A1")).removeprefix("=")
            _without(own, "t", "si")

    def hide(self, row: int, *, hidden: bool) -> None:
        """Hide a row, or show it again."""
        if hidden:
            self._row(row).set("hidden", "1")
        else:
            _without(self._row(row), "hidden")

    def height(self, row: int) -> str | None:
        """The height of a row as it is written."""
        return self._rows[row].get("ht") if row in self._rows else None

    def set_height(self, row: int, height: str | None) -> None:
        """Give a row a height in points; None lets the program that shows it find one."""
        _without(self._row(row), "ht", "customHeight")
        if height is not None:
            self._row(row).set("ht", height)
            self._row(row).set("customHeight", "1")

    def stretch(self, first: int, last: int, to: int) -> None:
        """What held for all rows from *first* to *last* (choices, conditional formats, filters) holds up to *to*."""
        for one in self.root.iter():
            name = name_of(one)
            if name == "autoFilter" and one.get("ref"):
                one.set("ref", stretched(one.get("ref", ""), first, last, to))
            elif name in ("dataValidation", "conditionalFormatting") and one.get("sqref"):
                one.set("sqref", stretched(one.get("sqref", ""), first, last, to))
            elif name == "sqref" and one.text:  # of extensions
                one.text = stretched(one.text, first, last, to)
        self.measure()

    def measure(self) -> None:
        """Write down anew how far the sheet reaches."""
        for one in self.root:
            if name_of(one) == "dimension" and self._order:
                widest = max((max(self._of(row), default=1) for row in self._order), default=1)
                one.set("ref", f"A1:{get_column_letter(widest)}{self._order[-1]}")


def stretched(areas: str, first: int, last: int, to: int) -> str:
    """Areas such as ``P2:P9 'A'!$A$1:$C$9``: those that hold both rows end at row *to* if they ended before it."""

    def one(found: re.Match[str]) -> str:
        top, bottom = int(found[2]), int(found[4])
        return f"{found[1]}{top}:{found[3]}{max(bottom, to)}" if top <= first and last <= bottom else found[0]

    return _AREA.sub(one, areas)
