"""Flat tables, the same in every format: for the terminal, CSV, Markdown, HTML, XLSX and DOCX.

What prints more than a table (checklists, coverage) has formats of its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from policies.messages import _
from reports import words
from reports.files import cell_text, fixed_zip, looks_like_formula
from reports.formats import choice
from reports.pages import page
from reports.tables import columns, on_terminal

__all__ = ["FORMATS", "Cell", "Column", "Flat", "Sheet", "safe", "text", "writer"]

Cell: TypeAlias = str | int | float | date | None
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_PAPER = 273  # millimetres between the margins of a page across
_EPOCH = date(1980, 1, 1)  # the clock of a table that is of no day


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` is in characters of a spreadsheet; *wide* columns share what the others leave of a terminal's line.

    What is not ``seen`` is left out on a terminal, which is narrow; files and pipes have it.
    """

    title: str
    width: int = 12
    wide: bool = False
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Each row has a cell for each column; a line break in a cell stays one."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Flat:
    """A report of one table or several; ``facts`` stand under the title. *on* is the date that files bear."""

    title: str
    sheets: tuple[Sheet, ...]
    facts: tuple[tuple[str, str], ...] = ()
    on: date | None = None


def text(report: Flat) -> str:
    """For the terminal: facts and tables; elsewhere lines with tabs, without the facts."""
    parts = [_drawn(sheet) for sheet in report.sheets]
    if len(report.sheets) > 1:
        parts = [f"{sheet.title}\n{part}" for sheet, part in zip(report.sheets, parts, strict=True)]
    return "\n\n".join(parts)


def _drawn(sheet: Sheet) -> str:
    shown = [index for index, column in enumerate(sheet.columns) if column.seen or not on_terminal()]
    return columns(
        [sheet.columns[index].title for index in shown],
        [[_string(row[index]) for index in shown] for row in sheet.rows],
        wide=[place for place, index in enumerate(shown) if sheet.columns[index].wide],
    )


def as_csv(report: Flat) -> bytes:
    """UTF-8 with a byte order mark, as Excel wants it; several tables stand one after another under their titles."""
    output = io.StringIO(newline="")
    table = csv.writer(output, lineterminator="\r\n")
    for number, sheet in enumerate(report.sheets):
        if len(report.sheets) > 1:
            table.writerows([[], [sheet.title]] if number else [[sheet.title]])
        table.writerow([safe(column.title) for column in sheet.columns])
        table.writerows([safe(cell) for cell in row] for row in sheet.rows)
    return output.getvalue().encode("utf-8-sig", errors="replace")


def safe(value: object) -> str:
    """A cell of CSV that no spreadsheet runs: a formula gets a leading apostrophe (OWASP, CSV injection)."""
    flat = " ".join(cell_text("" if value is None else str(value)).split())
    return "'" + flat if looks_like_formula(flat) else flat


def as_markdown(report: Flat) -> bytes:
    """Headings and tables as GitHub and pandoc read them."""
    lines = [f"# {_plain(report.title)}"]
    if report.facts:
        lines += ["", *(_("- {name}: {value}").format(name=_plain(n), value=_plain(v)) for n, v in report.facts)]
    for sheet in report.sheets:
        if len(report.sheets) > 1:
            lines += ["", f"## {_plain(sheet.title)}"]
        grid = [[column.title for column in sheet.columns], *([_string(cell) for cell in row] for row in sheet.rows)]
        told = ["| " + " | ".join("<br>".join(map(_plain, cell.split("\n"))) for cell in row) + " |" for row in grid]
        lines += ["", told[0], "|" + " --- |" * len(sheet.columns), *told[1:]]
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace")


def as_html(report: Flat) -> bytes:
    """One page that needs nothing else, for the screen and for A4."""
    return page("table.html", report=report, string=_string).encode("utf-8", errors="replace")


def as_xlsx(report: Flat) -> bytes:
    """A workbook: a sheet a table, with frozen headings and filters."""
    from openpyxl import Workbook  # noqa: PLC0415 - office libraries are slow to import
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    from reports.formats import sheet as parts  # noqa: PLC0415

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator, book.properties.title = "zeren", cell_text(report.title)
    for sheet in report.sheets:
        made = book.create_sheet(_sheet_name(sheet.title))
        parts.head(made, [column.title for column in sheet.columns], [column.width for column in sheet.columns])
        for number, row in enumerate(sheet.rows, 2):
            lines = 1
            for index, (value, column) in enumerate(zip(row, sheet.columns, strict=True), 1):
                cell = made.cell(number, index)
                parts.put(cell, value)
                cell.border, cell.font = parts.BORDER, Font(name=parts.FONT, size=11)
                cell.alignment = Alignment(vertical="center", wrap_text=True)
                lines = max(lines, parts.lines_of(_string(value), column.width))
            made.row_dimensions[number].height = min(400.0, 8 + 15 * lines)
        made.freeze_panes = "A2"
        made.row_dimensions[1].height = 30
        made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
        made.print_title_rows = "1:1"
        parts.page(made, "landscape")
    output = io.BytesIO()
    book.save(output)
    return fixed_zip(output.getvalue(), report.on or _EPOCH)


def as_docx(report: Flat) -> bytes:
    """A document, A4 across, with a heading row that repeats on every page."""
    import docx  # noqa: PLC0415 - office libraries are slow to import
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    from reports.formats import paper  # noqa: PLC0415

    document = docx.Document()
    paper.set_up(document, report.title, report.on or _EPOCH)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.run(title, report.title, paper.SONG, 20, bold=True)
    if report.facts:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        told = "　".join(_("{name}: {value}").format(name=name, value=value) for name, value in report.facts)
        paper.run(line, told, paper.FANG, 10.5)
    for sheet in report.sheets:
        if len(report.sheets) > 1:
            paper.heading(document, sheet.title)
        table = document.add_table(rows=1 + len(sheet.rows), cols=len(sheet.columns))
        table.style, table.autofit = document.styles["Table Grid"], False
        total = sum(column.width for column in sheet.columns)
        paper.fix_widths(table, [round(_PAPER * column.width / total) for column in sheet.columns])
        paper.pad(table)
        rows = list(table.rows)
        paper.mark_row(rows[0], "w:tblHeader")
        for cell, column in zip(rows[0].cells, sheet.columns, strict=True):
            paper.shade(cell, "E8ECF1")
            paper.write(cell, column.title, paper.HEI, 10.5, centred=True)
        for made, row in zip(rows[1:], sheet.rows, strict=True):
            paper.mark_row(made, "w:cantSplit")
            for cell, value in zip(made.cells, row, strict=True):
                paper.write(cell, _string(value), paper.FANG, 10.5)
    output = io.BytesIO()
    document.save(output)
    return fixed_zip(output.getvalue(), report.on or _EPOCH)


#: Suffix → what turns a report into the bytes of a file.
FORMATS: dict[str, Callable[[Flat], bytes]] = {
    ".csv": as_csv,
    ".md": as_markdown,
    ".html": as_html,
    ".xlsx": as_xlsx,
    ".docx": as_docx,
}


def writer(path: Path) -> Callable[[Flat], bytes]:
    """The function for the suffix of *path*; UsageError where it names no format."""
    return choice(path, FORMATS)


def _string(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else words.number(cell) if isinstance(cell, float) else str(cell)


def _plain(value: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(value.split()))


def _sheet_name(title: str) -> str:
    """A name that Excel takes for a sheet: 31 characters, none of its signs."""
    return re.sub(r"[\[\]:*?/\\']", " ", cell_text(title))[:31].strip() or "1"
