"""Tables for tests: DOCX with merged cells, HTML, tabs; the same rows in each."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx

from parsers.pipeline import parse_manuscript
from parsers.readers import read_bytes
from policies.documents import Document
from policies.duties import Duty

HEAD = (
    "某市人民政府办公室关于印发《某市安全生产重点任务分工方案》的通知",
    "某政办发〔2024〕8号",
    "各县（市、区）人民政府，市政府各部门：",
    "现将《某市安全生产重点任务分工方案》印发给你们，请认真组织实施。",
    "某市人民政府办公室",
    "2024年3月5日",
    "某市安全生产重点任务分工方案",
    "一、任务分工",
)

Merge = tuple[int, int, int, int]  # row and column of the first cell and of the last


def docx_bytes(rows: Sequence[Sequence[str]], merges: Sequence[Merge] = (), *, behind: Sequence[str] = ()) -> bytes:
    """A notice whose plan holds one table; lines of a cell are its paragraphs."""
    document = docx.Document()
    for line in HEAD:
        document.add_paragraph(line)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            first, *more = words.split("\n")
            cell = table.cell(number, column)
            cell.text = first
            for line in more:
                cell.add_paragraph(line)
    for top, left, bottom, right in merges:
        words = table.cell(top, left).text
        merged = table.cell(top, left).merge(table.cell(bottom, right))
        for paragraph in merged.paragraphs[1:]:
            if not paragraph.text or words.count("\n") == 0:
                paragraph._p.getparent().remove(paragraph._p)
    for line in behind:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def from_docx(rows: Sequence[Sequence[str]], merges: Sequence[Merge] = (), *, behind: Sequence[str] = ()) -> Document:
    return parse_manuscript(read_bytes(docx_bytes(rows, merges, behind=behind), "a.docx"))


def from_html(table: str, *, behind: str = "") -> Document:
    paragraphs = "".join(f"<p>{line}</p>" for line in HEAD)
    page = f"<html><body><div id=zoom>{paragraphs}{table}{behind}</div></body></html>"
    return parse_manuscript(read_bytes(page.encode(), "a.html"))


def from_text(*rows: Sequence[str]) -> Document:
    text = "\n".join([*HEAD, *("\t".join(row) for row in rows), ""])
    return parse_manuscript(read_bytes(text.encode(), "a.txt"))


def handed_out(document: Document) -> list[Duty]:
    """The duties of tables."""
    return [duty for duty in document.duties if duty.row]


def bodies(duty: Duty) -> list[str]:
    return list(dict.fromkeys(bearer.surface.text for bearer in duty.bearers if bearer.surface))


def partners(duty: Duty) -> list[tuple[str, str]]:
    return [(partner.surface.text, partner.role.value) for partner in duty.partners]


def times(duty: Duty) -> list[tuple[str, str, str | None]]:
    return [(timing.surface.text, timing.type.value, timing.value) for timing in duty.time]
