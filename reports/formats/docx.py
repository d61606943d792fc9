"""DOCX in the form of a 任务分解表: A4 across, a heading row that repeats on every page, fonts as offices use them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from policies.duties import Modality
from policies.messages import _
from reports import words
from reports.checklist import Checklist, Group, Item
from reports.files import cell_text, fixed_zip
from reports.formats.columns import demand

__all__ = ["render"]

_SONG, _FANG, _HEI = "宋体", "仿宋", "黑体"
_INK = {
    Modality.MUST: RGBColor(0x1F, 0x4E, 0x79),
    Modality.MUST_NOT: RGBColor(0xB3, 0x26, 0x1E),
    Modality.MAY: RGBColor(0x2E, 0x6B, 0x3A),
    Modality.ENCOURAGED: RGBColor(0x7A, 0x52, 0x00),
}
_CONDITION_INK = RGBColor(0x6B, 0x4A, 0x00)
_WIDTHS = (12, 75, 17, 38, 45, 32, 18, 18, 18)  # millimetres, 273 in all


def render(checklist: Checklist) -> bytes:
    """A document with one table of what applies and one of what is to be settled."""
    document = docx.Document()
    _set_up(document, checklist)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(4)
    _run(title, checklist.title, _SONG, 20, bold=True)
    facts = [*words.entity_facts(checklist.entity), (_("Date"), checklist.on.isoformat())]
    for pairs in (facts, checklist.counts):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, "　".join(_("{name}: {value}").format(name=name, value=value) for name, value in pairs), _FANG, 10.5)
    if not checklist.items:
        _run(document.add_paragraph(), _("No duty of the base applies to this body on this day."), _FANG, 12)
    if checklist.groups:
        _table(document, checklist.groups, checklist)
    if checklist.unsettled:
        _heading(document, _("Items to be settled"))
        _table(document, checklist.unsettled, checklist)
    if checklist.sources:
        _heading(document, _("Sources"))
    for number, source in enumerate(checklist.sources, 1):
        _run(document.add_paragraph(), f"{number}. {words.document(source)}", _FANG, 10.5)
    output = io.BytesIO()
    document.save(output)
    return fixed_zip(output.getvalue(), checklist.on)


def _set_up(document: Document, checklist: Checklist) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin, section.bottom_margin = Mm(15), Mm(14)
    section.footer_distance = Mm(7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FANG)
    normal.paragraph_format.space_after = Pt(2)
    core = document.core_properties
    core.title, core.author, core.comments, core.language = cell_text(checklist.title), "zeren", "", words.html_lang()
    core.created = core.modified = datetime.combine(checklist.on, time())
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(footer, "PAGE")
    _run(footer, " / ", _SONG, 9)
    _field(footer, "NUMPAGES")


def _heading(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(10), True
    _run(paragraph, text, _HEI, 14)


def _table(document: Document, groups: Sequence[Group], checklist: Checklist) -> None:
    titles = [
        _("No."), _("What to do"), _("Demand"), _("Time limit and target"), _("Basis"), _("Why it applies"),
        _("Person in charge"), _("Status"), _("Evidence"),
    ]  # fmt: skip
    items = sum(len(group.items) for group in groups)
    table = document.add_table(rows=1 + len(groups) + items, cols=len(titles))
    table.style = document.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _fix_widths(table)
    _pad(table)
    rows = iter(table.rows)
    head = next(rows)
    _mark_row(head, "w:tblHeader")
    for cell, text in zip(head.cells, titles, strict=True):
        _shade(cell, "E8ECF1")
        _write(cell, text, _HEI, 10.5, centred=True)
    for group in groups:
        row = next(rows)
        merged = row.cells[0].merge(row.cells[-1])
        _mark_row(row, "w:cantSplit")
        _shade(merged, "F5F6F8")
        merged.paragraphs[0].paragraph_format.keep_with_next = True
        _write(merged, group.title, _HEI, 10.5)
        for item in group.items:
            row = next(rows)
            _mark_row(row, "w:cantSplit")
            _fill(list(row.cells), item, checklist)


def _fill(cells: list[_Cell], item: Item, checklist: Checklist) -> None:
    _write(cells[0], str(item.number), _FANG, 10.5, centred=True)
    tasks = (
        [f"（{n}）{task}" for n, task in enumerate(item.marked_tasks, 1)]
        if len(item.marked_tasks) > 1
        else list(item.marked_tasks)
    )
    _write(cells[1], "\n".join(tasks), _FANG, 10.5)
    if item.condition_line:
        _add(cells[1], item.condition_line, _FANG, 9, _CONDITION_INK)
    _write(cells[2], demand(item), _HEI, 10.5, centred=True, ink=_INK[item.modality])
    time = [*item.frequencies, *item.deadlines(checklist.on), *item.periods]
    if item.recurs and item.due:
        time.append(_("this period ends {day}").format(day=item.due.isoformat()))
    _write(cells[3], "\n".join([*time, *map(words.target, item.targets)]), _FANG, 10.5)
    _write(cells[4], words.source(item.source), _FANG, 9)
    _add(cells[4], _("Duty: {id}").format(id=item.id), _FANG, 7.5, RGBColor(0x80, 0x80, 0x80))
    _write(cells[5], item.why, _FANG, 9)
    for cost in item.costs:
        _add(cells[5], _("Neglect costs: {sanction}").format(sanction=cost), _FANG, 8, _INK[Modality.MUST_NOT])
    for cell, text in zip(cells[6:], (item.person, item.status, item.evidence), strict=True):
        _write(cell, text, _FANG, 10.5, centred=True)


def _write(
    cell: _Cell, text: str, font: str, size: float, *, centred: bool = False, ink: RGBColor | None = None
) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, line, font, size, ink=ink)


def _add(cell: _Cell, text: str, font: str, size: float, ink: RGBColor) -> None:
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, font, size, ink=ink)


def _run(
    paragraph: Paragraph, text: str, font: str, size: float, *, bold: bool = False, ink: RGBColor | None = None
) -> None:
    run = paragraph.add_run(cell_text(text))
    run.font.name, run.font.size, run.font.bold = "Times New Roman", Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if ink is not None:
        run.font.color.rgb = ink


def _field(paragraph: Paragraph, instruction: str) -> None:
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


def _fix_widths(table: Table) -> None:
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for row in table.rows:  # Word goes by the cells, LibreOffice by the columns
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)


def _pad(table: Table) -> None:
    """Air above and below the words of each cell; lengths in twentieths of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(width))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # the schema wants the margins before the look
    (look.addprevious if look is not None else table._tbl.tblPr.append)(margins)


def _mark_row(row: _Row, mark: str) -> None:
    element = OxmlElement(mark)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _shade(cell: _Cell, colour: str) -> None:
    element = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(element)
