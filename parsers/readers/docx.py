"""DOCX: paragraphs in the order of the body, tables row by row, tracked changes accepted, numbers computed.

Left out: headers and footers, comments, hidden text, tables of contents (they repeat the headings).
Text boxes follow the paragraph that holds them; footnotes and endnotes stand at the end.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from parsers.readers.grid import Marked, Slot, from_marks
from parsers.readers.lines import Line, split_lines
from parsers.readers.numbering import Counters
from parsers.readers.wordml import (
    Package,
    Style,
    attribute,
    child,
    children,
    name_of,
    numbering_of,
    styles_of,
)
from policies.documents import Problem, Source
from policies.errors import InputError
from policies.manuscripts import Cell, Manuscript, Paragraph, Row
from policies.messages import _

__all__ = ["read"]

# properties, deleted and moved-away words, codes of fields, readings of ruby, references of comments
_DROPPED = {
    *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "rubyPr"),
    *("del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "rt", "commentReference"),
}
_WORDS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_CONTENTS = re.compile(r"(?:toc|目录|目 录)\s*[0-9]", re.IGNORECASE)
_OFFICE = ("Word.", "Excel.", "PowerPoint.", "WPS.", "ET.", "KWPS.", "Package")  # not formulas and pictures
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def read(data: bytes, name: str) -> Manuscript:
    """The manuscript of a DOCX file; ``offset`` counts characters within the paragraph or row.

    Raises InputError where the file is damaged, encrypted, beyond a limit, or holds no text.
    """
    package = Package(data)
    body = child(package.part(package.main), "body")
    if body is None:
        raise InputError(
            _("The DOCX file has no body."),
            where=package.main,
            mend=_("Open it in Word or WPS, which can repair it, and save it again; or fetch it anew."),
        )
    numbering, style_levels = numbering_of(package)
    writer = _Writer(styles=styles_of(package), counters=Counters(numbering), style_levels=style_levels)
    writer.blocks(body, "")
    writer.notes_of(package)
    if all(not paragraph.text.strip() for paragraph in writer.paragraphs):
        raise InputError(
            _("The document holds no text."),
            why=_("It may consist of pictures."),
            mend=_("Recognise its text (OCR) and save that as DOCX."),
        )
    return Manuscript(
        source=Source(name=name, format="docx", digest=hashlib.sha256(data).hexdigest()),
        paragraphs=tuple(writer.paragraphs),
        problems=tuple(writer.problems()),
        margins=tuple(_margins(package)),
        numbered=True,
    )


def _margins(package: Package) -> Iterator[Paragraph]:
    """The words of heads, feet and watermarks."""
    for root in package.related("header", "footer"):
        for element in root.iter():
            if name_of(element) == "p":
                yield Paragraph(text="".join(_inline_of(element).words), place="margin")
            elif name_of(element) == "textpath":
                yield Paragraph(text=attribute(element, "string") or "", place="watermark")


@dataclass(slots=True)
class _Inline:
    """What a paragraph holds: its words ("\\n" for a break), its text boxes, its notes."""

    words: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    embedded: int = 0  # files inside the document


@dataclass(slots=True)
class _Writer:
    styles: dict[str, Style]
    counters: Counters
    style_levels: dict[tuple[str, str], int]
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    counted: int = 0
    tables: int = 0
    boxes: int = 0
    embedded: int = 0

    def problems(self) -> Iterator[Problem]:
        """What the document holds and was not read."""
        if self.embedded:
            message = _("The document holds {count} embedded files, which were not read.")
            yield Problem(code="embedded_files", message=message.format(count=self.embedded))

    def blocks(self, container: _Element, place: str) -> None:
        """Write the paragraphs and tables of *container*; *place* names them, "" counts them."""
        for element in container:
            name = name_of(element)
            if name == "p":
                if not place:
                    self.counted += 1
                self.paragraph(element, place or f"paragraph {self.counted}")
            elif name == "tbl":
                self.table(element)
            elif name == "sdt":
                gallery = attribute(child(element, "sdtPr", "docPartObj", "docPartGallery"), "val")
                content = child(element, "sdtContent")
                if content is not None and gallery != "Table of Contents" and not _prompt(element):
                    self.blocks(content, place)
            elif name in ("ins", "moveTo", "customXml", "smartTag"):
                self.blocks(element, place)
            elif name == "altChunk":  # a file that Word takes in when it opens the document
                self.embedded += 1

    def paragraph(self, element: _Element, place: str) -> None:
        """Write one paragraph, broken at its soft breaks, then its text boxes."""
        if self._contents(element):
            return
        inline = _inline_of(element)
        lines = self._lines(element, inline)
        joined = _runs_on(element)
        for number, (line, offset) in enumerate(lines, start=1):
            last = number == len(lines)
            self.paragraphs.append(line.paragraph(place, offset=offset, soft=joined and last))
        self._after(inline)

    def table(self, element: _Element) -> None:
        """Write a table row by row; a table of one column is a frame around paragraphs."""
        self.tables += 1
        table = self.tables
        rows = [row for row in _through(element, "tr") if child(row, "trPr", "del") is None]
        cells_of = [list(_through(row, "tc")) for row in rows]
        frame = all(len(cells) <= 1 for cells in cells_of)
        grid = from_marks(
            list(zip(map(_before, rows), [[_marked(cell) for cell in cells] for cells in cells_of], strict=True))
        )
        for number, cells in enumerate(cells_of, start=1):
            place = f"table {table}, row {number}"
            if frame:
                for cell in cells:
                    self.blocks(cell, place)
                continue
            nested = self._row(cells, place, (table, number), grid[number - 1] if grid else None)
            for inner in nested:
                self.table(inner)

    def _row(
        self, cells: list[_Element], place: str, at: tuple[int, int], slots: list[Slot | None] | None
    ) -> list[_Element]:
        """Write row *at* (table, number) as one paragraph; returns the tables inside it."""
        row, position = Line(), 0
        nested: list[_Element] = []
        later: list[_Inline] = []
        ranges: list[Cell] = []
        for index, cell in enumerate(cells):
            if index:
                row.add("\t", None)
                position += 1
            if _continued(cell):
                continue
            first = True
            begin = row.length
            breaks: list[int] = []
            for element in _through(cell, "p", "tbl"):
                if name_of(element) == "tbl":
                    nested.append(element)
                    continue
                inline = _inline_of(element)
                later.append(inline)
                for line, _offset in self._lines(element, inline):
                    words = line.strip()
                    if not words.length:
                        continue
                    if not first:
                        row.add(" ", None)
                        position += 1
                        breaks.append(row.length)
                    first = False
                    position = _add(row, words, position)
            slot = slots[index] if slots else None
            if slot:
                ranges.append(Cell(start=begin, end=row.length, **slot._asdict(), breaks=tuple(breaks)))
        if not row.blank:
            known = Row(table=at[0], number=at[1], cells=tuple(ranges)) if slots else None
            self.paragraphs.append(row.paragraph(place, row=known))
        for inline in later:
            self._after(inline)
        return nested

    def _after(self, inline: _Inline) -> None:
        self.notes += inline.notes
        self.embedded += inline.embedded
        for box in inline.boxes:
            self.boxes += 1
            self.blocks(box, f"text box {self.boxes}")

    def notes_of(self, package: Package) -> None:
        """Write the notes that the text refers to, in that order."""
        for kind in ("footnote", "endnote"):
            wanted = [key for what, key in self.notes if what == kind]
            if not wanted:
                continue
            found = {attribute(note, "id"): note for note in children(package.beside(f"{kind}s.xml"), kind)}
            for number, key in enumerate(wanted, start=1):
                if key in found:
                    self.blocks(found[key], f"{kind} {number}")

    def _lines(self, element: _Element, inline: _Inline) -> list[tuple[Line, int]]:
        """The lines of a paragraph, each with its offset; the computed number stands before the first."""
        text = "".join(inline.words)
        merged = not text and _runs_on(element)
        number, apart = ("", False) if merged else self._number(element)
        lines = []
        for index, (words, offset) in enumerate(split_lines(text)):
            line = Line()
            if not index and number and text.strip():
                line.add(number, None)
                if apart and (number[-1].isalnum() or (number[-1] in ".．" and words[:1].isdigit())):
                    line.add(" ", None)
            line.add(words, offset)
            lines.append((line, offset))
        return lines

    def _number(self, element: _Element) -> tuple[str, bool]:
        """The number that Word would print before the paragraph."""
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        list_id = attribute(child(properties, "numPr", "numId"), "val")
        level = attribute(child(properties, "numPr", "ilvl"), "val")
        depth = int(level) if level is not None and level.isdecimal() else None
        seen: set[str] = set()
        at = style
        while list_id is None and at is not None and at in self.styles and at not in seen:
            seen.add(at)
            list_id = self.styles[at].list_id
            if list_id is not None and depth is None:
                depth = self.style_levels.get((list_id, at), self.styles[at].depth)
            at = self.styles[at].based_on
        if list_id is None or list_id == "0":
            return "", False
        if depth is None:
            depth = self.style_levels.get((list_id, style or ""), 0)
        return self.counters.next(list_id, depth)

    def _contents(self, element: _Element) -> bool:
        """Whether the paragraph is a line of the table of contents."""
        style = attribute(child(element, "pPr", "pStyle"), "val") or ""
        name = self.styles[style].name if style in self.styles else style
        return bool(_CONTENTS.match(name))


def _runs_on(element: _Element) -> bool:
    """Whether the mark of a paragraph was deleted or moved away, so that its words run on into the next one."""
    marks = child(element, "pPr", "rPr")
    return child(marks, "del") is not None or child(marks, "moveFrom") is not None


def _add(row: Line, words: Line, position: int) -> int:
    """Append *words* to *row*, their offsets counted from *position* on; a computed number takes no room."""
    for text, offset in words.stretches():
        row.add(text, None if offset is None else position)
        position += 0 if offset is None else len(text)
    return position


def _through(element: _Element, *names: str) -> list[_Element]:
    """The children that bear one of *names*, also inside the wrappers of content controls and insertions."""
    found = []
    for below in element:
        name = name_of(below)
        if name in names:
            found.append(below)
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            found += _through(below, *names)
    return found


def _continued(cell: _Element) -> bool:
    """Whether the cell only continues a merged one."""
    marks = _marked(cell)
    return marks.below or marks.beside


def _marked(cell: _Element) -> Marked:
    merges = [child(cell, "tcPr", name) for name in ("vMerge", "hMerge")]
    below, beside = (merge is not None and attribute(merge, "val") != "restart" for merge in merges)
    return Marked(_count(child(cell, "tcPr", "gridSpan"), 1), below, beside)


def _before(row: _Element) -> int:
    """How many columns the row leaves out before its first cell."""
    return _count(child(row, "trPr", "gridBefore"), 0)


def _count(element: _Element | None, default: int) -> int:
    value = attribute(element, "val")
    return int(value) if value and value.isdecimal() and len(value) < 6 else default


def _inline_of(element: _Element) -> _Inline:
    inline = _Inline()
    _collect(element, inline)
    return inline


def _collect(element: _Element, inline: _Inline) -> None:
    """Gather the words, text boxes and notes below *element*."""
    for below in element:
        name = name_of(below)
        if name in _DROPPED or not name or (name == "r" and _hidden(below)) or (name == "sdt" and _prompt(below)):
            continue
        if name == "t":
            inline.words.append(below.text or "")
        elif name in _WORDS:
            inline.words.append(_WORDS[name])
        elif name == "sym":
            inline.words.append(_symbol(attribute(below, "char")))
        elif name == "AlternateContent":
            chosen = child(below, "Choice")
            _collect(chosen if chosen is not None else below, inline)
        elif name == "txbxContent":
            inline.boxes.append(below)
        elif name == "OLEObject":
            inline.embedded += (attribute(below, "ProgID") or "").startswith(_OFFICE)
        elif name in _NOTES:
            inline.notes.append((_NOTES[name], attribute(below, "id") or ""))
        else:
            _collect(below, inline)


def _prompt(control: _Element) -> bool:
    """Whether a content control is empty: what it shows is its prompt (单击此处输入文字)."""
    return child(control, "sdtPr", "showingPlcHdr") is not None


def _hidden(run: _Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _symbol(code: str | None) -> str:
    """A character of a symbol font; fonts of symbols use F000-F0FF for their own codes."""
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
