"""XLSX: a working table with frozen headings, filters and a status to choose; its last column holds the duties' ids."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from policies.duties import Modality
from policies.messages import _
from reports import words, yearly
from reports.checklist import Checklist, Group, Item
from reports.files import cell_text, fixed_zip
from reports.formats.columns import Column, columns, statuses
from reports.formats.memory import FILLED, SheetMark, digest, remember
from reports.formats.sheet import BORDER, FONT, head, lines_of, page, put

__all__ = ["names_of", "render"]

_INK = {Modality.MUST: "1F4E79", Modality.MUST_NOT: "B3261E", Modality.MAY: "2E6B3A", Modality.ENCOURAGED: "7A5200"}
_FILL_IN = PatternFill("solid", fgColor="FFFBEA")
_CENTRED = {"number", "demand", "due", "directness", "status", "clause"}
_TO_FILL = frozenset(FILLED)


def render(checklist: Checklist, names: Mapping[str, str] | None = None) -> bytes:
    """Sheets: what applies, what is to be settled, of an update what it changed and kept, and about this table.

    *names* are other ones for the sheets that are written anew each time (about, update, calendar).
    """
    names = names or {}
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "zeren"
    book.properties.title = cell_text(checklist.title)
    _table(book.create_sheet(_("Checklist")), checklist.groups, columns(), checklist.on)
    if checklist.unsettled:
        sheet = book.create_sheet(_("Items to be settled"))
        _table(sheet, checklist.unsettled, columns(settled=False), checklist.on)
    if checklist.year is not None:
        _calendar(book, checklist, names.get("calendar"))
    if checklist.kept:
        _kept(book.create_sheet(_("Kept")), checklist)
    if checklist.updates or "update" in names:
        _updates(book.create_sheet(names.get("update", _("This update"))), checklist)
    _about(book.create_sheet(names.get("about", _("About this table"))), checklist)
    written = {**names_of(checklist), **names}
    ours = {role: SheetMark(name, digest(book[name])) for role, name in written.items() if name in book.sheetnames}
    remember(book, checklist, ours)
    output = io.BytesIO()
    book.save(output)
    return fixed_zip(output.getvalue(), checklist.on)


def names_of(checklist: Checklist) -> dict[str, str]:
    """The sheets that are written anew each time, by what they are."""
    names = {"about": _("About this table"), "update": _("This update")}
    return names | ({"calendar": yearly.as_sheet(checklist).title} if checklist.year is not None else {})


def _table(sheet: Worksheet, groups: Iterable[Group], shown: list[Column], on: date) -> None:
    groups = list(groups)
    shown = [*shown, *_own([dict(item.own) for group in groups for item in group.items])]
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


def _own(held: Iterable[Mapping[str, str]]) -> list[Column]:
    """The columns that people added, in the order in which they are met."""

    def text(title: str) -> Callable[[str, Item, date], str]:
        return lambda _group, item, _on: dict(item.own).get(title, "")

    return [Column(f"own:{title}", title, 16, text(title), printed=False) for title in dict.fromkeys(chain(*held))]


def _grid(sheet: Worksheet, titles: list[str], widths: list[int], rows: Iterable[Sequence[str | int | date]]) -> None:
    """A plain table: headings, filters, wrapped text."""
    head(sheet, titles, widths)
    row = 1
    for row, values in enumerate(rows, 2):
        for index, value in enumerate(values, 1):
            cell = sheet.cell(row, index)
            put(cell, value or None)
            cell.border, cell.font = BORDER, Font(name=FONT, size=11)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        lines = max(lines_of(str(value), width) for value, width in zip(values, widths, strict=True))
        sheet.row_dimensions[row].height = min(400.0, 8 + 15 * lines)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{row}"
    sheet.print_title_rows = "1:1"
    page(sheet, "landscape")


def _calendar(book: Workbook, checklist: Checklist, name: str | None) -> None:
    """The year's calendar, with a column to tick off what was done."""
    table = yearly.as_sheet(checklist)
    sheet = book.create_sheet(name or table.title)
    rows = [tuple(cell if isinstance(cell, int | date) else str(cell) for cell in row) for row in table.rows]
    _grid(sheet, [column.title for column in table.columns], [column.width for column in table.columns], rows)
    put(sheet.cell(len(rows) + 3, 1), yearly.note(checklist))


def _kept(sheet: Worksheet, checklist: Checklist) -> None:
    """What people wrote on lines that are gone; an update reads this sheet as well."""
    own = list(dict.fromkeys(title for one in checklist.kept for title, _text in one.own))
    titles = [
        _("Why kept"), _("Kept since"), _("What to do"), _("Basis"), _("Person in charge"), _("Status"), _("Evidence"),
        _("Remarks"), _("Further texts"), _("Duty id (do not change)"), *own,
    ]  # fmt: skip
    rows: list[tuple[str | date, ...]] = [
        (one.reason, one.since, one.task, one.basis, one.person, one.status, one.evidence, one.remarks, one.further,
         one.id, *(dict(one.own).get(title, "") for title in own))
        for one in checklist.kept
    ]  # fmt: skip
    _grid(sheet, titles, [30, 12, 40, 26, 11, 11, 16, 16, 30, 19, *[16] * len(own)], rows)


def _updates(sheet: Worksheet, checklist: Checklist) -> None:
    from reports.update import as_flat  # noqa: PLC0415 - which reads workbooks

    (table,) = as_flat(checklist).sheets
    rows = [tuple(str(cell) for cell in row) for row in table.rows]
    _grid(sheet, [column.title for column in table.columns], [column.width for column in table.columns], rows)


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
        (
            _("To fill in"),
            _("Person, status, evidence, remarks, and columns of your own; zeren checklist --update keeps them."),
        ),
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
