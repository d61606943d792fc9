"""OFD (GB/T 33190-2016), the state's own format of pages: a ZIP of XML whose text objects stand at positions.

As with PDF: page numbers and running heads are left out, lines that the page broke are marked soft. Left out too:
seals, annotations, attachments, text at a slant (watermarks), and templates that several pages share.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml.etree import _Element

from parsers.readers.archive import Archive, attribute, child, children, name_of
from parsers.readers.furniture import furniture_of
from parsers.readers.glyphs import PageLine, lines_of
from parsers.readers.limits import MAX_PAGES, hold
from parsers.readers.ofdpage import Matrix, Painter, numbers
from parsers.readers.wrapping import flush_lines, soft_lines
from policies.documents import Problem, Source
from policies.errors import InputError
from policies.manuscripts import Manuscript, Paragraph
from policies.messages import N_, _

__all__ = ["read"]

_MOST = 60  # letters of indent; a page is not wider
_WIDE = 16  # letters; what is narrower is a cover or a table
_REPAIR = N_("Open it in an OFD reader and print it to a PDF file, or fetch it anew.")


def read(data: bytes, name: str) -> Manuscript:
    """The manuscript of an OFD file; ``offset`` counts characters of the page's text, its lines parted by newlines.

    Raises InputError where the file is damaged, encrypted, beyond a limit, or holds no text.
    """
    archive = Archive(data, "OFD", _REPAIR)
    if "Encryptions.xml" in archive or "Encryption.xml" in archive:  # GM/T 0099-2020
        raise archive.encrypted()
    pages, unknown = _pages(archive)
    if not pages:
        raise archive.damaged(ValueError("no ofd:Page"))
    if not any(page.lines for page in pages):
        raise InputError(
            _("The OFD file holds no text: its pages are pictures."),
            why=_("Pages: {count}; characters: 0.").format(count=len(pages)),
            mend=_("Recognise its text (OCR) and save that as PDF or DOCX."),
        )
    furniture = furniture_of([[line.text for line in page.lines] for page in pages])
    kept: list[tuple[str, int, str]] = []  # text, offset, page
    shapes: list[str] = []  # the same with its indent as blanks: what begins a paragraph shows in it
    fulls: list[bool] = []  # whether it reaches the right edge
    margins: list[Paragraph] = []
    for number, (page, dropped) in enumerate(zip(pages, furniture, strict=True), start=1):
        place = f"page {number}"
        margins += [Paragraph(text=words, place=place) for words in page.margins]
        left, right = _edges([line for at, line in enumerate(page.lines) if at not in dropped])
        offset = 0
        for at, line in enumerate(page.lines):
            words = line.text
            if at in dropped:
                margins.append(Paragraph(text=words.strip(), place=place, offset=offset))
            elif words.strip():
                lead = len(words) - len(words.lstrip())
                indent = lead + round(min((line.left - left) / line.size, _MOST))
                kept.append((words.strip(), offset + lead, place))
                shapes.append("\u3000" * max(indent, 0) + words.strip())
                fulls.append(line.right >= right - 1.5 * line.size and right - left >= _WIDE * line.size)
            offset += len(words) + 1
    soft = [a or b for a, b in zip(soft_lines(shapes, certain=True), flush_lines(shapes, fulls), strict=True)]
    return Manuscript(
        source=Source(name=name, format="ofd", digest=hashlib.sha256(data).hexdigest()),
        paragraphs=tuple(
            Paragraph(text=words, place=place, offset=offset, soft=flag)
            for (words, offset, place), flag in zip(kept, soft, strict=True)
        ),
        problems=tuple(_problems(pages, unknown)),
        margins=tuple(margins),
    )


@dataclass(slots=True)
class _Page:
    lines: list[PageLine]
    margins: list[str]  # watermarks, shared templates


def _problems(pages: list[_Page], unknown: int) -> Iterator[Problem]:
    for number, page in enumerate(pages, start=1):
        if not page.lines:
            yield Problem(code="page_without_text", message=_("Page {page} has no text layer.").format(page=number))
    if unknown:
        yield Problem(
            code="unknown_characters",
            message=_("The file does not tell which characters {count} of its glyphs stand for.").format(count=unknown),
        )


def _edges(lines: list[PageLine]) -> tuple[float, float]:
    """Where the text of a page begins on the left and ends on the right: the edges of its long lines."""
    longest = max((line.right - line.left for line in lines), default=0.0)
    long = [line for line in lines if line.right - line.left >= 0.6 * longest]
    return min((line.left for line in long), default=0.0), max((line.right for line in long), default=0.0)


def _pages(archive: Archive) -> tuple[list[_Page], int]:
    """The pages of all documents in the file, and how many characters have no code."""
    root = archive.part("OFD.xml")
    pages: list[_Page] = []
    unknown = 0
    for body in children(root, "DocBody"):
        path = _text(child(body, "DocRoot"))
        document = _Document(archive, path.replace("\\", "/").lstrip("/")) if path else None
        if document is not None and document.root is not None:
            pages += document.pages()
            unknown += document.painter.unknown
    return pages, unknown


def _text(element: _Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


@dataclass
class _Document:
    """One document of the file, its main part at *path*."""

    archive: Archive
    path: str
    painter: Painter = field(init=False)

    def __post_init__(self) -> None:
        self.root = self.archive.part(self.path)
        self.painter = Painter(self._unit)

    def pages(self) -> list[_Page]:
        listed = list(children(child(self.root, "Pages"), "Page"))
        hold(len(listed), MAX_PAGES, _("Pages"))
        roots = [self._beside(self.path, attribute(page, "BaseLoc")) for page in listed]
        uses = Counter(key for root in roots for key in _templates(root))
        marks = self._annotations()
        found = []
        for page, root in zip(listed, roots, strict=True):
            self.painter.page()
            shared: list[str] = []
            for key in _templates(root):
                if uses[key] > 1:
                    shared += self.shared(key)
                elif self.templates.get(key) is not None:
                    self._paint(self.templates[key])
            self._paint(root)
            lines = [line for turns in sorted(self.painter.runs) for line in lines_of(self.painter.runs[turns])]
            margins = [*shared, *self.painter.slanted, *marks.get(attribute(page, "ID") or "", ())]
            found.append(_Page([line for line in lines if line.text.strip()], margins))
        return found

    def _unit(self, key: str) -> _Element | None:
        return self.units.get(key)

    def _paint(self, page: _Element | None) -> None:
        for content in children(page, "Content"):
            self.painter.paint(content)

    def shared(self, key: str) -> list[str]:
        """The lines of a template that several pages share."""
        if key not in self._shared:
            painter = Painter(self._unit, objects=self.painter.objects)
            for content in children(self.templates.get(key), "Content"):
                painter.paint(content)
            lines = [line.text for turns in sorted(painter.runs) for line in lines_of(painter.runs[turns])]
            self._shared[key] = [*lines, *painter.slanted]
        return self._shared[key]

    @cached_property
    def _shared(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def templates(self) -> dict[str, _Element | None]:
        return {
            attribute(element, "ID") or "": self._beside(self.path, attribute(element, "BaseLoc"))
            for element in children(child(self.root, "CommonData"), "TemplatePage")
        }

    @cached_property
    def units(self) -> dict[str, _Element]:
        """The drawings of the document's resources that objects refer to, by id."""
        found: dict[str, _Element] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for element in children(child(self.root, "CommonData"), kind):
                resources = self._beside(self.path, _text(element))
                for unit in children(child(resources, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
                    content = child(unit, "Content")
                    if content is not None:
                        found[attribute(unit, "ID") or ""] = content
        return found

    def _annotations(self) -> dict[str, list[str]]:
        """The words of annotations, by the id of their page: watermarks are made so."""
        found: dict[str, list[str]] = {}
        path = self._path(self.path, _text(child(self.root, "Annotations")))
        for page in children(self.archive.part(path), "Page"):
            root = self._beside(path, _text(child(page, "FileLoc")))
            if root is None:
                continue
            words = found.setdefault(attribute(page, "PageID") or "", [])
            for appearance in root.iter():
                if name_of(appearance) == "Appearance":
                    painter = Painter(self._unit)
                    corner = numbers(attribute(appearance, "Boundary"))[:2]
                    painter.paint(appearance, Matrix(e=corner[0], f=corner[1]) if len(corner) == 2 else Matrix())
                    words += [line.text for runs in painter.runs.values() for line in lines_of(runs)]
                    words += painter.slanted
        return found

    def _beside(self, path: str, name: str | None) -> _Element | None:
        return self.archive.part(self._path(path, name))

    def _path(self, path: str, name: str | None) -> str:
        """Where *name* stands, as seen from the part at *path*: from its folder, or from the root (7.3)."""
        name = (name or "").strip().replace("\\", "/")
        if not name:
            return ""
        near = posixpath.normpath(posixpath.join("/" + posixpath.dirname(path), name)).lstrip("/")
        far = posixpath.normpath("/" + name).lstrip("/")
        return near if near in self.archive or far not in self.archive else far


def _templates(page: _Element | None) -> list[str]:
    """The templates that a page is laid over, each once."""
    return list(dict.fromkeys(attribute(element, "TemplateID") or "" for element in children(page, "Template")))
