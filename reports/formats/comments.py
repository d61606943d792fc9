"""A draft as DOCX with remarks as comments at the places concerned; its own text stays as it is, sign for sign.

A DOCX keeps its form: runs are divided where a remark begins or ends, nothing else. Any other draft is set as plain
paragraphs.
"""

from __future__ import annotations

import copy
import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import docx
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.text.run import Run

from policies.documents import Document, Origin
from policies.spans import Span
from reports.crossref import Remark
from reports.files import cell_text, fixed_zip

__all__ = ["annotated"]

_AUTHOR = "zeren"
_PARAGRAPH = re.compile(r"paragraph (\d+)")
_WORDS = {qn("w:tab"): 1, qn("w:ptab"): 1, qn("w:br"): 1, qn("w:cr"): 1, qn("w:noBreakHyphen"): 1}


def annotated(document: Document, remarks: Sequence[Remark], original: bytes | None, on: date) -> bytes:
    """*original* is the DOCX that the draft was read from; None where it was none. Comments bear the date *on*."""
    made = docx.Document(io.BytesIO(original)) if original is not None else _set(document)
    places = _Places(made, document, as_set=original is None)
    for remark in remarks:
        runs = places.runs(remark.span) if remark.span is not None else []
        runs = runs or places.first()
        if runs:
            comment = made.add_comment(runs=runs, text=cell_text(remark.text), author=_AUTHOR, initials="Z")
            comment._comment_elm.set(qn("w:date"), f"{on.isoformat()}T00:00:00Z")  # no clock: same input, same file
    output = io.BytesIO()
    made.save(output)
    return fixed_zip(output.getvalue(), on)


def _set(document: Document) -> Docx:
    """The text of a draft that is no DOCX, a paragraph a line."""
    made = docx.Document()
    for line in document.text.split("\n"):
        made.add_paragraph(cell_text(line))
    return made


class _Places:
    """Where the spans of the canonical text stand in a DOCX."""

    def __init__(self, made: Docx, document: Document, *, as_set: bool) -> None:
        self.body = made.element.body
        self.paragraphs: list[Any] = [one for one in self.body.iter(qn("w:p")) if _outside_text_boxes(one)]
        self.text = document.text
        self.starts: list[int] = []
        self.units: list[tuple[Any, int]] = []  # paragraph, and where in it the stretch begins
        self.ends: list[int] = []
        told = self._set() if as_set else [*self._read(document.origins), *self._cells(document)]
        for start, end, paragraph, offset in sorted(told, key=lambda one: one[:2]):
            self.starts.append(start)
            self.ends.append(end)
            self.units.append((paragraph, offset))

    def _set(self) -> Iterable[tuple[int, int, Any, int]]:
        at = 0
        for paragraph, line in zip(self.paragraphs, self.text.split("\n"), strict=True):
            yield at, at + len(line), paragraph, 0
            at += len(line) + 1

    def _read(self, origins: Sequence[Origin]) -> Iterable[tuple[int, int, Any, int]]:
        """By the places that the reader has noted; in paragraphs whose words are not there nothing is marked."""
        top = [one for one in self.body.iterchildren() if one.tag == qn("w:p")]
        every = self.paragraphs
        for origin in sorted(origins, key=lambda one: one.start):
            words = self.text[origin.start : origin.end]
            found = _PARAGRAPH.match(origin.place)
            near = [every[n] for n in _around(int(found[1]) - 1, len(every))] if found else every
            near = [*near, *(top[n] for n in _around(int(found[1]) - 1, len(top)))] if found else near
            for paragraph in near:
                said = _said(paragraph)
                at = origin.offset if said[origin.offset : origin.offset + len(words)] == words else said.find(words)
                if at >= 0 and words.strip():
                    yield origin.start, origin.end, paragraph, at
                    break

    def _cells(self, document: Document) -> Iterable[tuple[int, int, Any, int]]:
        """Rows of tables are told as rows; the lines of their cells are paragraphs of the file."""
        waiting: dict[str, list[Any]] = {}
        for paragraph in self.paragraphs:
            if any(True for _one in paragraph.iterancestors(qn("w:tc"))):
                waiting.setdefault(_said(paragraph).strip(), []).append(paragraph)
        for line in (line for table in document.tables for row in table.rows for cell in row.cells
                     for line in cell.lines):  # fmt: skip
            words = document.quote(line).strip()
            held = waiting.get(words)
            if words and held:
                paragraph = held.pop(0) if len(held) > 1 else held[0]
                yield line.start, line.end, paragraph, _said(paragraph).find(words)

    def first(self) -> list[Run]:
        """The first words of the draft, for what concerns all of it."""
        for paragraph, _offset in self.units:
            runs = [one for one in _runs(paragraph) if _length(one)]
            if runs:
                return [Run(runs[0], None), Run(runs[-1], None)]  # type: ignore[arg-type]
        return []

    def runs(self, span: Span) -> list[Run]:
        """The first and the last run of *span*, divided so that they hold nothing else."""
        found: list[Any] = []
        number = max(0, bisect_right(self.starts, span.start) - 1)
        while number < len(self.starts) and self.starts[number] < span.end:
            start, end = max(span.start, self.starts[number]), min(span.end, self.ends[number])
            if start < end:
                paragraph, offset = self.units[number]
                first = offset + start - self.starts[number]
                found += _cut_out(paragraph, first, first + end - start)
            number += 1
        return [Run(found[0], None), Run(found[-1], None)] if found else []  # type: ignore[arg-type]


def _around(place: int, count: int) -> list[int]:
    """Numbers near *place*, the nearest first: readers count only some paragraphs."""
    ordered = sorted(range(max(0, place - 40), min(count, place + 41)), key=lambda one: (abs(one - place), one))
    return ordered


def _outside_text_boxes(paragraph: Any) -> bool:
    return not any(True for _one in paragraph.iterancestors(qn("w:txbxContent")))


def _runs(paragraph: Any) -> list[Any]:
    """Runs that stand in the paragraph itself: between its children, or in a link, whose runs cannot be divided."""
    return [one for one in paragraph.iterchildren() if one.tag == qn("w:r")]


def _length(run: Any) -> int:
    return sum(len(one.text or "") if one.tag == qn("w:t") else _WORDS.get(one.tag, 0) for one in run.iterchildren())


def _said(paragraph: Any) -> str:
    return "".join(_words(run) for run in _runs(paragraph))


def _words(run: Any) -> str:
    return "".join(
        one.text or "" if one.tag == qn("w:t") else "\t" if one.tag in (qn("w:tab"), qn("w:ptab"))
        else "\n" if one.tag in (qn("w:br"), qn("w:cr")) else "-" if one.tag == qn("w:noBreakHyphen") else ""
        for one in run.iterchildren()
    )  # fmt: skip


def _cut_out(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs of the characters from *start* to *end*, divided at both ends."""
    _divide(paragraph, start)
    _divide(paragraph, end)
    at, found = 0, []
    for run in _runs(paragraph):
        length = _length(run)
        if length and start <= at and at + length <= end:
            found.append(run)
        at += length
    return found


def _divide(paragraph: Any, place: int) -> None:
    """Make a run begin at *place*; what is formatted stays formatted, no sign is changed."""
    at = 0
    for run in _runs(paragraph):
        length = _length(run)
        if at < place < at + length:
            second = copy.deepcopy(run)
            run.addnext(second)
            _keep(run, 0, place - at)
            _keep(second, place - at, length)
            return
        at += length


def _keep(run: Any, start: int, end: int) -> None:
    """Leave of a run's words those from *start* to *end*, and its properties."""
    at = 0
    for one in list(run.iterchildren()):
        if one.tag == qn("w:rPr"):
            continue
        length = len(one.text or "") if one.tag == qn("w:t") else _WORDS.get(one.tag, 0)
        first, last = max(start - at, 0), min(end - at, length)
        if one.tag == qn("w:t") and first < last:
            one.text = (one.text or "")[first:last]
            one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        elif length == 0 and not (start == 0 and at < end):
            run.remove(one)  # a drawing or a field stays with the first half
        elif length and first >= last:
            run.remove(one)
        at += length
