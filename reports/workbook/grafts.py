"""Sheets of one workbook taken into another: as new ones, or their values into a sheet that is there."""

from __future__ import annotations

from copy import deepcopy

from lxml.etree import _Element

from reports.workbook.cells import Cells, name_of
from reports.workbook.package import Package, SheetPart
from reports.workbook.styles import Styles

__all__ = ["Grafts"]

_NAMES = ("_xlnm.Print_Titles", "_xlnm.Print_Area", "_xlnm._FilterDatabase")


class Grafts:
    """From *donor*, a workbook as this program writes it, into *package*."""

    def __init__(self, package: Package, donor: Package) -> None:
        self.package, self.donor = package, donor
        self.styles, self._donor_styles = _styles(package), _styles(donor)
        strings = donor.related_part("sharedStrings")
        self._strings = ["".join(map(str, one.itertext())) for one in donor.xml(strings)] if strings else []
        self._cells: dict[str, Cells] = {}

    def source(self, name: str) -> Cells:
        """The cells of a sheet of the donor; its texts stand in them."""
        if name not in self._cells:
            found = self.donor.sheet(name)
            assert found is not None  # the donor was made with it
            cells = Cells(deepcopy(self.donor.xml(found.part)))
            for row in cells.rows:
                for column in cells.columns(row):
                    number = cells.shared(row, column)
                    if number is not None:
                        cells.put(row, column, self._strings[number])
            self._cells[name] = cells
        return self._cells[name]

    def add(self, name: str, as_name: str, *, state: str | None = None) -> SheetPart:
        """Add the donor's sheet *name* as *as_name*, with its looks."""
        root: _Element = deepcopy(self.source(name).root)
        for one in root.iter():
            kind = name_of(one)
            if kind in ("c", "row", "col"):
                key = "style" if kind == "col" else "s"
                if one.get(key):
                    one.set(key, str(self.styles.take(self._donor_styles, int(one.get(key, "0")))))
            elif kind == "cfRule" and one.get("dxfId"):
                one.set("dxfId", str(self.styles.take_difference(self._donor_styles, int(one.get("dxfId", "0")))))
            elif kind == "sheetView":
                one.set("tabSelected", "0")
        added = self.package.add_sheet(as_name, root, state=state)
        found = self.donor.sheet(name)
        assert found is not None  # the donor was made with it
        for key in _NAMES:
            held = self.donor.range_of(key, found.place)
            if held is not None and held.text:
                cells = held.text.rpartition("!")[2]
                self.package.name_range(key, added.place, "'{}'!{}".format(as_name.replace("'", "''"), cells))
        return added

    def refill(self, name: str, into: str) -> None:
        """Put the values of the donor's sheet *name* into the sheet *into*; its looks stay where there are some."""
        found = self.package.sheet(into)
        assert found is not None  # it is asked for by what is there
        cells, source = Cells(self.package.xml(found.part)), self.source(name)
        for row in cells.rows:
            for column in cells.columns(row):
                if column not in source.columns(row):
                    cells.put(row, column, None)
        for row in source.rows:
            held = set(cells.columns(row))
            for column in source.columns(row):
                cells.copy(source, row, column)
                if column not in held:
                    style = self.styles.take(self._donor_styles, source.style(row, column))
                    cells.set_style(row, column, style)
            if source.columns(row):
                cells.set_height(row, source.height(row))
        cells.measure()


def _styles(package: Package) -> Styles:
    part = package.related_part("styles")
    assert part is not None  # every program that writes workbooks writes one
    return Styles(package.xml(part))
