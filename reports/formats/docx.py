"""DOCX in the form of a 任务分解表: A4 across, a heading row that repeats on every page, fonts as offices use them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from docx.table import _Cell

from policies.duties import Modality
from policies.messages import _
from reports import words, yearly
from reports.checklist import Checklist, Group, Item
from reports.files import fixed_zip
from reports.formats.columns import demand
from reports.formats.paper import FANG, HEI, SONG, add, fix_widths, heading, mark_row, pad, run, set_up, shade, write

__all__ = ["render"]

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
    set_up(document, checklist.title, checklist.on)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(4)
    run(title, checklist.title, SONG, 20, bold=True)
    facts = [*words.entity_facts(checklist.entity), (_("Date"), checklist.on.isoformat())]
    for pairs in (facts, checklist.counts):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(line, "　".join(_("{name}: {value}").format(name=name, value=value) for name, value in pairs), FANG, 10.5)
    if not checklist.items:
        run(document.add_paragraph(), _("No duty of the base applies to this body on this day."), FANG, 12)
    if checklist.groups:
        _table(document, checklist.groups, checklist)
    if checklist.unsettled:
        heading(document, _("Items to be settled"))
        _table(document, checklist.unsettled, checklist)
    if checklist.year is not None:
        _calendar(document, checklist)
    if checklist.sources:
        heading(document, _("Sources"))
    for number, source in enumerate(checklist.sources, 1):
        run(document.add_paragraph(), f"{number}. {words.document(source)}", FANG, 10.5)
    output = io.BytesIO()
    document.save(output)
    return fixed_zip(output.getvalue(), checklist.on)


def _calendar(document: Document, checklist: Checklist) -> None:
    sheet = yearly.as_sheet(checklist)
    heading(document, sheet.title)
    run(document.add_paragraph(), yearly.note(checklist), FANG, 9)
    table = document.add_table(rows=1 + len(sheet.rows), cols=len(sheet.columns))
    table.style, table.autofit = document.styles["Table Grid"], False
    total = sum(column.width for column in sheet.columns)
    fix_widths(table, [round(sum(_WIDTHS) * column.width / total) for column in sheet.columns])
    pad(table)
    rows = iter(table.rows)
    top = next(rows)
    mark_row(top, "w:tblHeader")
    for cell, column in zip(top.cells, sheet.columns, strict=True):
        shade(cell, "E8ECF1")
        write(cell, column.title, HEI, 10.5, centred=True)
    for made, values in zip(rows, sheet.rows, strict=True):
        mark_row(made, "w:cantSplit")
        for cell, value in zip(made.cells, values, strict=True):
            write(cell, str(value), FANG, 10.5)


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
    fix_widths(table, _WIDTHS)
    pad(table)
    rows = iter(table.rows)
    head = next(rows)
    mark_row(head, "w:tblHeader")
    for cell, text in zip(head.cells, titles, strict=True):
        shade(cell, "E8ECF1")
        write(cell, text, HEI, 10.5, centred=True)
    for group in groups:
        row = next(rows)
        merged = row.cells[0].merge(row.cells[-1])
        mark_row(row, "w:cantSplit")
        shade(merged, "F5F6F8")
        merged.paragraphs[0].paragraph_format.keep_with_next = True
        write(merged, group.title, HEI, 10.5)
        for item in group.items:
            row = next(rows)
            mark_row(row, "w:cantSplit")
            _fill(list(row.cells), item, checklist)


def _fill(cells: list[_Cell], item: Item, checklist: Checklist) -> None:
    write(cells[0], str(item.number), FANG, 10.5, centred=True)
    tasks = (
        [f"（{n}）{task}" for n, task in enumerate(item.marked_tasks, 1)]
        if len(item.marked_tasks) > 1
        else list(item.marked_tasks)
    )
    write(cells[1], "\n".join(tasks), FANG, 10.5)
    if item.condition_line:
        add(cells[1], item.condition_line, FANG, 9, _CONDITION_INK)
    write(cells[2], demand(item), HEI, 10.5, centred=True, ink=_INK[item.modality])
    time = [*item.frequencies, *item.deadlines(checklist.on), *item.periods]
    if item.recurs and item.due:
        time.append(_("this period ends {day}").format(day=item.due.isoformat()))
    write(cells[3], "\n".join([*time, *map(words.target, item.targets)]), FANG, 10.5)
    write(cells[4], words.source(item.source), FANG, 9)
    add(cells[4], _("Duty: {id}").format(id=item.id), FANG, 7.5, RGBColor(0x80, 0x80, 0x80))
    write(cells[5], words.joined([item.post, words.borne(item.directness, item.certainty), item.why]), FANG, 9)
    for cost in item.costs:
        add(cells[5], _("Neglect costs: {sanction}").format(sanction=cost), FANG, 8, _INK[Modality.MUST_NOT])
    for cell, text in zip(cells[6:], (item.person, item.status, item.evidence), strict=True):
        write(cell, text, FANG, 10.5, centred=True)
