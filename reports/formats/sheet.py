"""What sheets of a workbook share: fonts and lines, cells that no program runs, a heading row, an A4 page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.files import cell_text, looks_like_formula

__all__ = ["BORDER", "FONT", "HEAD", "head", "lines_of", "page", "put"]

FONT = "宋体"
_LINE = Side(style="thin", color="BFBFBF")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD = PatternFill("solid", fgColor="E8ECF1")


def head(sheet: Worksheet, titles: Sequence[str], widths: Sequence[int]) -> None:
    """The first row: titles, and with them the widths of the columns in characters."""
    for index, (title, width) in enumerate(zip(titles, widths, strict=True), 1):
        cell: Cell | MergedCell = sheet.cell(1, index, title)
        cell.font = Font(name="黑体", size=11, bold=True)
        cell.fill, cell.border = HEAD, BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = width


def lines_of(text: str, width: int) -> int:
    """Lines that *text* takes in a column of *width*: a Chinese character takes two of a column's units."""
    return sum(
        max(1, -(-sum(1 if character.isascii() else 2 for character in line) // max(1, width - 2)))
        for line in text.split("\n")
    )


def page(sheet: Worksheet, orientation: Literal["landscape", "portrait"]) -> None:
    """A4, as wide as the page, with the number of the page."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    if sheet.oddFooter is not None and sheet.oddFooter.center is not None:
        sheet.oddFooter.center.text = "&P / &N"


def put(cell: Cell | MergedCell, value: str | float | date | None) -> None:
    """Set a value; words stay words, whatever sign they begin with."""
    if isinstance(value, str):
        text = cell_text(value)
        cell.value = text
        cell.data_type = "s"
        if looks_like_formula(text):
            cell.quotePrefix = True
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = value
