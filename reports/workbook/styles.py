"""The styles of a workbook: a style like another one but struck out, and styles taken over from another workbook."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from lxml.etree import _Element
from openpyxl.styles.numbers import builtin_format_code, is_date_format

from reports.workbook.cells import MAIN, name_of

__all__ = ["Styles"]

#: Groups of a style sheet in the order that the format demands.
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
          "colors", "extLst")  # fmt: skip
_PARTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_OWN_FORMATS = 164  # number formats below are built in
_GREY = "FF808080"


class Styles:
    """The part with the styles; *root* is changed as styles are asked for."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self._struck: dict[tuple[int, bool], int] = {}
        self._taken: dict[tuple[int, int], int] = {}
        self._formats: dict[tuple[int, int], int] = {}

    def _group(self, name: str) -> _Element:
        found = next((one for one in self.root if name_of(one) == name), None)
        if found is None:
            found = etree.Element(f"{{{MAIN}}}{name}")
            later = _ORDER[_ORDER.index(name) + 1 :]
            after = next((one for one in self.root if name_of(one) in later), None)
            if after is None:
                self.root.append(found)
            else:
                after.addprevious(found)
        return found

    def _append(self, name: str, element: _Element) -> int:
        group = self._group(name)
        text = etree.tostring(element, method="c14n")
        items = [one for one in group if isinstance(one.tag, str)]
        for number, one in enumerate(items):
            if etree.tostring(one, method="c14n") == text:
                return number
        group.append(element)
        group.set("count", str(len(items) + 1))
        return len(items)

    def _item(self, name: str, number: int) -> _Element:
        items = [one for one in self._group(name) if isinstance(one.tag, str)]
        return items[number] if number < len(items) else items[0]

    def struck(self, style: int, *, out: bool = True) -> int:
        """The style like *style* but grey and struck out, or no more so."""
        if (style, out) not in self._struck:
            xf = deepcopy(self._item("cellXfs", style))
            font = deepcopy(self._item("fonts", int(xf.get("fontId", "0"))))
            for one in list(font):
                if name_of(one) == "strike" or (name_of(one) == "color" and (out or one.get("rgb") == _GREY)):
                    font.remove(one)
            if out:  # the format wants strike behind b and i, color behind them all but before name
                place = sum(1 for one in font if name_of(one) in ("b", "i"))
                font.insert(place, etree.Element(f"{{{MAIN}}}strike"))
                before = next((n for n, one in enumerate(font) if name_of(one) not in ("b", "i", "strike", "condense",
                               "extend", "outline", "shadow", "u", "vertAlign", "sz")), len(font))  # fmt: skip
                font.insert(before, etree.Element(f"{{{MAIN}}}color", rgb=_GREY))
            xf.set("fontId", str(self._append("fonts", font)))
            xf.set("applyFont", "1")
            self._struck[style, out] = self._append("cellXfs", xf)
        return self._struck[style, out]

    def quoted(self, style: int) -> int:
        """The style like *style* in which a text is none but a text, whatever sign it begins with."""
        xf = deepcopy(self._item("cellXfs", style))
        xf.set("quotePrefix", "1")
        return self._append("cellXfs", xf)

    def dated(self, style: int) -> int:
        """The style like *style* in which a number is shown as a day."""
        xf = deepcopy(self._item("cellXfs", style))
        number = int(xf.get("numFmtId", "0"))
        codes = {one.get("numFmtId"): one.get("formatCode", "") for one in self._group("numFmts")}
        if is_date_format(codes.get(str(number)) or builtin_format_code(number)):
            return style
        xf.set("numFmtId", str(self._number("yyyy-mm-dd")))
        xf.set("applyNumberFormat", "1")
        return self._append("cellXfs", xf)

    def take(self, other: Styles, style: int) -> int:
        """The number here of the style that *other* has under *style*."""
        key = id(other), style
        if key not in self._taken:
            xf = deepcopy(other._item("cellXfs", style))
            for attribute, group in _PARTS.items():
                part = deepcopy(other._item(group, int(xf.get(attribute, "0"))))
                xf.set(attribute, str(self._append(group, part)))
            xf.set("numFmtId", str(self._format(other, int(xf.get("numFmtId", "0")))))
            xf.set("xfId", "0")
            self._taken[key] = self._append("cellXfs", xf)
        return self._taken[key]

    def _format(self, other: Styles, number: int) -> int:
        if number < _OWN_FORMATS:
            return number
        if (id(other), number) not in self._formats:
            code = next(
                (one.get("formatCode", "") for one in other._group("numFmts") if one.get("numFmtId") == str(number)),
                "General",
            )
            self._formats[id(other), number] = self._number(code)
        return self._formats[id(other), number]

    def _number(self, code: str) -> int:
        """The number of a format of numbers."""
        group = self._group("numFmts")
        known = {one.get("formatCode"): int(one.get("numFmtId", "0")) for one in group}
        if code not in known:
            known[code] = max([_OWN_FORMATS - 1, *known.values()]) + 1
            etree.SubElement(group, f"{{{MAIN}}}numFmt", numFmtId=str(known[code]), formatCode=code)
            group.set("count", str(len(group)))
        return known[code]

    def take_difference(self, other: Styles, number: int) -> int:
        """The number here of the format of a condition that *other* has under *number*."""
        return self._append("dxfs", deepcopy(other._item("dxfs", number)))
