"""An XLSX or XLSM file as its parts: sheets and what belongs to them, read and changed as XML.

A library that loads a workbook and writes it anew drops what it does not know (text boxes, macros, threaded comments,
newer conditional formats). Here every part that is not asked for to be changed is written back byte for byte.
Source: ECMA-376 part 1 (SpreadsheetML) and part 2 (packages).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.etree import _Element
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from policies.errors import InputError
from policies.messages import _
from reports.workbook.cells import MAIN, name_of, stretched

__all__ = ["Package", "SheetPart", "parse"]

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_AFTER_NAMES = ("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
                "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst")  # fmt: skip


@dataclass(frozen=True)
class SheetPart:
    """A sheet: its name, the part that holds it, its place among the sheets (from 0)."""

    name: str
    part: str
    place: int


def parse(data: bytes) -> _Element:
    """The root of a part; nothing that expands, nothing from elsewhere."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(_("The table could not be read."), why=_("It defines XML entities."))
    return root


class Package:
    """The parts of a workbook. What ``xml`` has handed out is written anew, the rest as it was."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        self._xml: dict[str, _Element] = {}
        self.workbook = next(
            (target for kind, target in self.related("") if kind.endswith("/officeDocument")), "xl/workbook.xml"
        )

    # Parts

    def xml(self, part: str) -> _Element:
        """The root of a part, to be changed."""
        if part not in self._xml:
            self._xml[part] = parse(self._parts[part])
        return self._xml[part]

    def related(self, part: str) -> list[tuple[str, str]]:
        """Kinds and names of the parts that *part* refers to; those of the package for ""."""
        rels = _rels_of(part)
        if rels not in self._parts:
            return []
        root = self._xml.get(rels)
        if root is None:
            root = parse(self._parts[rels])
        return [
            (one.get("Type", ""), _absolute(part, one.get("Target", "")))
            for one in root
            if one.get("TargetMode") != "External"
        ]

    def related_part(self, kind: str) -> str | None:
        """The part of the workbook of this kind (styles, sharedStrings), None where there is none."""
        return next((target for type_, target in self.related(self.workbook) if type_.endswith("/" + kind)), None)

    def _add(self, part: str, data: bytes, content_type: str) -> None:
        self._parts[part] = data
        types = self.xml(_TYPES)
        etree.SubElement(
            types, f"{{{etree.QName(types).namespace}}}Override", PartName="/" + part, ContentType=content_type
        )

    def drop(self, kind: str) -> None:
        """Take out the workbook's part of this kind, with what refers to it."""
        part = self.related_part(kind)
        if part is None:
            return
        self._parts.pop(part, None)
        self._xml.pop(part, None)
        for root in (self.xml(_TYPES), self.xml(_rels_of(self.workbook))):
            for one in list(root):
                if one.get("PartName") == "/" + part or str(one.get("Type", "")).endswith("/" + kind):
                    root.remove(one)

    # Sheets

    @property
    def sheets(self) -> list[SheetPart]:
        """The sheets in their order; those of charts are among them."""
        root, rels = self.xml(self.workbook), self.xml(_rels_of(self.workbook))
        targets = {one.get("Id"): _absolute(self.workbook, one.get("Target", "")) for one in rels}
        found = [one for group in root if name_of(group) == "sheets" for one in group if name_of(one) == "sheet"]
        return [
            SheetPart(one.get("name", ""), targets[key], place)
            for place, one in enumerate(found)
            if (key := _relation(one)) in targets
        ]

    def sheet(self, name: str) -> SheetPart | None:
        """The sheet of this name, None where there is none."""
        return next((one for one in self.sheets if one.name == name), None)

    def add_sheet(self, name: str, root: _Element, *, state: str | None = None) -> SheetPart:
        """Add a sheet behind all others (the places of the others are referred to by number)."""
        number = 1
        folder = posixpath.dirname(self.workbook)
        while f"{folder}/worksheets/zeren{number}.xml" in self._parts:
            number += 1
        part = f"{folder}/worksheets/zeren{number}.xml"
        self._add(part, b"", _SHEET_TYPE)
        self._xml[part] = root
        rels = self.xml(_rels_of(self.workbook))
        taken = {one.get("Id") for one in rels}
        identity = next(key for n in range(1, len(taken) + 2) if (key := f"rIdZ{n}") not in taken)
        etree.SubElement(rels, f"{{{_RELATIONS}}}Relationship", Id=identity, Type=f"{_R}/worksheet", Target="/" + part)
        group = next(one for one in self.xml(self.workbook) if name_of(one) == "sheets")
        taken_ids = [int(one.get("sheetId", "0")) for one in group if name_of(one) == "sheet"]
        added = etree.SubElement(group, f"{{{MAIN}}}sheet", name=name, sheetId=str(max(taken_ids, default=0) + 1))
        if state:
            added.set("state", state)
        added.set(f"{{{_R}}}id", identity)
        found = self.sheet(name)
        assert found is not None  # it was added above
        return found

    # Names of ranges

    def range_of(self, name: str, place: int) -> _Element | None:
        """The workbook's name of a range of one sheet, such as its print area."""
        for group in self.xml(self.workbook):
            if name_of(group) == "definedNames":
                for one in group:
                    if one.get("name") == name and one.get("localSheetId") == str(place):
                        return one
        return None

    def name_range(self, name: str, place: int, text: str) -> None:
        """Add a name of a range of one sheet."""
        root = self.xml(self.workbook)
        group = next((one for one in root if name_of(one) == "definedNames"), None)
        if group is None:
            group = etree.Element(f"{{{MAIN}}}definedNames")
            after = next((n for n, one in enumerate(root) if name_of(one) in _AFTER_NAMES), len(root))
            root.insert(after, group)
        added = etree.SubElement(group, f"{{{MAIN}}}definedName", name=name, localSheetId=str(place))
        if name == "_xlnm._FilterDatabase":
            added.set("hidden", "1")
        added.text = text

    def stretch_tables(self, sheet: str, first: int, last: int, to: int) -> None:
        """Tables of a sheet that hold both rows reach to row *to*; one with a line of totals stays as it is."""
        for kind, part in self.related(sheet):
            if kind.endswith("/table") and not int(parse(self._parts[part]).get("totalsRowCount", "0")):
                root = self.xml(part)
                for one in (root, *(below for below in root if name_of(below) == "autoFilter")):
                    one.set("ref", stretched(one.get("ref", ""), first, last, to))

    @property
    def epoch(self) -> datetime:
        """The day from which the workbook counts days."""
        told = next((one for one in self.xml(self.workbook) if name_of(one) == "workbookPr"), None)
        macintosh = told is not None and told.get("date1904") in ("1", "true")
        return CALENDAR_MAC_1904 if macintosh else CALENDAR_WINDOWS_1900

    def recalculate(self) -> None:
        """Have formulas calculated when the workbook is opened; the order that was kept for that is dropped."""
        self.drop("calcChain")
        root = self.xml(self.workbook)
        found = next((one for one in root if name_of(one) == "calcPr"), None)
        if found is None:
            found = etree.Element(f"{{{MAIN}}}calcPr")
            after = next((n for n, one in enumerate(root) if name_of(one) in _AFTER_NAMES[1:]), len(root))
            root.insert(after, found)
        found.set("fullCalcOnLoad", "1")

    def save(self) -> bytes:
        """The file."""
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._parts.items():
                root = self._xml.get(name)
                written = data if root is None else _written(root)
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), written, zipfile.ZIP_DEFLATED)
        return output.getvalue()


def _written(root: _Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _absolute(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _relation(sheet: _Element) -> str | None:
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
