"""What documents of a word processor share: fonts as offices use them, an A4 page across, tables that Word keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from reports import words
from reports.files import cell_text

__all__ = ["FANG", "HEI", "SONG", "add", "fix_widths", "heading", "mark_row", "pad", "run", "set_up", "shade", "write"]

SONG, FANG, HEI = "宋体", "仿宋", "黑体"


def set_up(document: Document, title: str, on: date) -> None:
    """A4 across, with the number of the page."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin, section.bottom_margin = Mm(15), Mm(14)
    section.footer_distance = Mm(7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
    normal.paragraph_format.space_after = Pt(2)
    core = document.core_properties
    core.title, core.author, core.comments, core.language = cell_text(title), "zeren", "", words.html_lang()
    core.created = core.modified = datetime.combine(on, time())
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(footer, "PAGE")
    run(footer, " / ", SONG, 9)
    field(footer, "NUMPAGES")


def heading(document: Document, text: str) -> None:
    """A heading that stays with what follows."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(10), True
    run(paragraph, text, HEI, 14)


def write(
    cell: _Cell, text: str, font: str, size: float, *, centred: bool = False, ink: RGBColor | None = None
) -> None:
    """The words of a cell, a paragraph a line."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(paragraph, line, font, size, ink=ink)


def add(cell: _Cell, text: str, font: str, size: float, ink: RGBColor) -> None:
    """A further paragraph in a cell."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    run(paragraph, text, font, size, ink=ink)


def run(
    paragraph: Paragraph, text: str, font: str, size: float, *, bold: bool = False, ink: RGBColor | None = None
) -> None:
    """Words in a font for Chinese, with Times New Roman for the others."""
    run = paragraph.add_run(cell_text(text))
    run.font.name, run.font.size, run.font.bold = "Times New Roman", Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if ink is not None:
        run.font.color.rgb = ink


def field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word works out itself (page numbers)."""
    run = paragraph.add_run()
    run.font.size = Pt(9)
    for kind in ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = instruction
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


def fix_widths(table: Table, widths: Sequence[int]) -> None:
    """Widths of columns in millimetres."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:  # Word goes by the cells, LibreOffice by the columns
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def pad(table: Table) -> None:
    """Air above and below the words of each cell; lengths in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(width))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # the schema wants the margins before the look
    (look.addprevious if look is not None else table._tbl.tblPr.append)(margins)


def mark_row(row: _Row, mark: str) -> None:
    """A property of a row: "w:tblHeader" repeats it on every page, "w:cantSplit" keeps it on one."""
    element = OxmlElement(mark)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def shade(cell: _Cell, colour: str) -> None:
    """The ground of a cell."""
    element = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(element)
