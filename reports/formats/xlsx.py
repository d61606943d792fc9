"""XLSX: a working table with frozen headings, filters and a status to choose; its last column holds the duties' ids."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from policies.duties import Modality
from policies.messages import _
from reports import words
from reports.checklist import Checklist, Group
from reports.files import cell_text, fixed_zip
from reports.formats.columns import Column, columns, statuses
from reports.formats.sheet import BORDER, FONT, head, lines_of, page, put

__all__ = ["render"]

_INK = {Modality.MUST: "1F4E79", Modality.MUST_NOT: "B3261E", Modality.MAY: "2E6B3A", Modality.ENCOURAGED: "7A5200"}
_FILL_IN = PatternFill("solid", fgColor="FFFBEA")
_CENTRED = {"number", "demand", "due", "directness", "status", "clause"}
_TO_FILL = {"person", "status", "evidence"}


def render(checklist: Checklist) -> bytes:
    """Sheets: what applies, what is to be settled, and about this table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "zeren"
    book.properties.title = cell_text(checklist.title)
    _table(book.create_sheet(_("Checklist")), checklist.groups, columns(), checklist.on)
    if checklist.unsettled:
        sheet = book.create_sheet(_("Items to be settled"))
        _table(sheet, checklist.unsettled, columns(settled=False), checklist.on)
    _about(book.create_sheet(_("About this table")), checklist)
    output = io.BytesIO()
    book.save(output)
    return fixed_zip(output.getvalue(), checklist.on)


def _table(sheet: Worksheet, groups: Iterable[Group], shown: list[Column], on: date) -> None:
    head(sheet, [column.title for column in shown], [column.width for column in shown])
    row = 1
    for group in groups:
        for item in group.items:
            row += 1
            for index, column in enumerate(shown, 1):
                cell = sheet.cell(row, index)
                put(cell, column.value(group.title, item, on))
                cell.border = BORDER
                centred = "center" if column.key in _CENTRED else "left"
                cell.alignment = Alignment(horizontal=centred, vertical="center", wrap_text=True)
                cell.font = Font(name=FONT, size=11, color="808080" if column.key == "id" else None)
                if column.key == "demand":
                    cell.font = Font(name=FONT, size=11, bold=True, color=_INK[item.modality])
                if column.key in _TO_FILL:
                    cell.fill = _FILL_IN
            sheet.row_dimensions[row].height = _height(sheet, row, shown)
    letters = {column.key: get_column_letter(index) for index, column in enumerate(shown, 1)}
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(shown))}{row}"
    sheet.row_dimensions[1].height = 30
    if row > 1:
        _status_choice(sheet, f"{letters['status']}2:{letters['status']}{row}")
    printed = sum(1 for column in shown if column.printed)
    sheet.print_area = f"A1:{get_column_letter(printed)}{row}"
    sheet.print_title_rows = "1:1"
    page(sheet, "landscape")


def _status_choice(sheet: Worksheet, cells: str) -> None:
    choice = DataValidation(type="list", formula1='"' + ",".join(statuses()) + '"', allow_blank=True)
    choice.error, choice.errorTitle = _("Choose one of the values of the list."), _("Status")
    sheet.add_data_validation(choice)
    choice.add(cells)
    colours = ("FDE7E7", "FFF4CE", "DFF1E3", "EEEEEE")
    for value, colour in zip(statuses(), colours, strict=True):
        fill = PatternFill("solid", bgColor=colour)
        rule = Rule(type="cellIs", operator="equal", formula=[f'"{value}"'], dxf=DifferentialStyle(fill=fill))
        sheet.conditional_formatting.add(cells, rule)


def _about(sheet: Worksheet, checklist: Checklist) -> None:
    rows: list[tuple[str, str | int]] = [(checklist.title, "")]
    rows += [(_("Date"), checklist.on.isoformat()), *words.entity_facts(checklist.entity), *checklist.counts, ("", "")]
    rows += [(_("Sources"), "")]
    rows += [(f"{n}.", words.document(source)) for n, source in enumerate(checklist.sources, 1)] + [("", "")]
    rows += [
        (_("Demand"), _("must: to be done; must not: forbidden; may: allowed; encouraged: called for, not required.")),
        (_("Next due"), _("A deadline of the text, or the last day of the current period of a frequency.")),
        (_("Probably"), _("The text names no bearer; who bears the duty was inferred from what is named there.")),
        (_("One step removed"), _("The text tells an authority to see to it that the body does this.")),
        (_("Duty id"), _("Ties the line to its duty; sort and filter as you like, but leave this column as it is.")),
    ]
    for index, (name, value) in enumerate(rows, 1):
        put(sheet.cell(index, 1), name)
        put(sheet.cell(index, 2), value or None)
        bold = index == 1 or not value
        sheet.cell(index, 1).font = Font(name="黑体" if bold else FONT, size=14 if index == 1 else 10.5, bold=bold)
        sheet.cell(index, 2).font = Font(name=FONT, size=10.5)
        sheet.cell(index, 1).alignment = Alignment(vertical="top")
        sheet.cell(index, 2).alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
    page(sheet, "portrait")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90


def _height(sheet: Worksheet, row: int, shown: list[Column]) -> float:
    """Points that the fullest cell needs."""
    lines = 1
    for index, column in enumerate(shown, 1):
        value = sheet.cell(row, index).value
        if column.key != "quote" and isinstance(value, str):
            lines = max(lines, lines_of(value, column.width))
    return min(400.0, 8 + 15 * lines)
