"""PDF with a text layer: the lines of its pages, without page numbers and running heads.

Lines that the page broke in mid-sentence are marked soft, across pages too.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PdfReader
from pypdf.errors import DependencyError

from parsers.readers.limits import MAX_PAGES, hold
from parsers.readers.lines import split_lines
from parsers.readers.wrapping import soft_lines
from policies.documents import Problem, Source
from policies.errors import InputError
from policies.manuscripts import Manuscript, Paragraph
from policies.messages import _

__all__ = ["read"]

_DASHES = "—–－―─‐\\-·•"
# — 3 —, - 3 -, 第 3 页, 第3页 共10页, 3/10, Page 3 of 10
_MARKED_NUMBER = re.compile(
    rf"[{_DASHES}]+\s*[0-9]{{1,4}}\s*[{_DASHES}]+|第\s*[0-9]{{1,4}}\s*页(?:[\s,，/]*共\s*[0-9]{{1,4}}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|page\s+[0-9]{1,4}(?:\s+of\s+[0-9]{1,4})?",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[0-9]{1,4}|[ivxlIVXL]{1,7}")
_EDGE = 2  # lines at the top and at the bottom that may be furniture
_ENDS = ("。", "；", "！", "？", "：")  # sentences are not heads, however often they come back
_DIGITS = re.compile(r"[0-9]+")

_Lines = list[tuple[str, int]]  # (line, offset within its page)


def read(data: bytes, name: str) -> Manuscript:
    """The manuscript of a PDF file; ``offset`` counts characters of the page's text.

    Raises InputError where the file is damaged, needs a password, has too many pages, or has no text layer.
    """
    texts = _pages(data)
    if not texts:
        raise InputError(
            _("The PDF file has no pages."),
            mend=_("Fetch it anew; the copy may have been cut short."),
        )
    if not any(text.strip() for text in texts):
        raise InputError(
            _("The PDF file has no text layer: its pages are pictures."),
            why=_("Pages: {count}; characters: 0.").format(count=len(texts)),
            mend=_("Recognise its text (OCR) and save that as PDF or DOCX."),
        )
    pages = [split_lines(text) for text in texts]
    kept = _without_furniture(pages)
    lines = [
        (line.strip(" \t"), offset + len(line) - len(line.lstrip(" \t")), number)
        for number, page in enumerate(kept, start=1)
        for line, offset in page
        if line.strip()
    ]
    soft = soft_lines([line for line, _offset, _page in lines], certain=True)
    return Manuscript(
        source=Source(name=name, format="pdf", digest=hashlib.sha256(data).hexdigest()),
        paragraphs=tuple(
            Paragraph(text=line, place=f"page {page}", offset=offset, soft=flag)
            for (line, offset, page), flag in zip(lines, soft, strict=True)
        ),
        problems=tuple(
            Problem(code="page_without_text", message=_("Page {page} has no text layer.").format(page=number))
            for number, text in enumerate(texts, start=1)
            if not text.strip()
        ),
    )


def _pages(data: bytes) -> list[str]:
    """The text of each page."""
    with _quiet():
        try:
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):  # many need no password to be read
                raise _encrypted()
            count = len(reader.pages)
        except DependencyError:  # AES, on machines that the package cryptography has no wheel for
            raise InputError(
                _("The PDF file is encrypted with AES, which needs the Python package cryptography."),
                mend=_("Install it (pip install cryptography), or print the file to a new PDF file."),
            ) from None
        except NotImplementedError:
            raise _encrypted() from None
        except InputError:
            raise
        except Exception as error:
            raise _damaged(error) from None
        hold(count, MAX_PAGES, _("Pages"))
        return [_text(reader, number) for number in range(count)]


def _text(reader: PdfReader, number: int) -> str:
    try:
        return reader.pages[number].extract_text()
    except Exception as error:
        raise _damaged(error, _("Page {page}").format(page=number + 1)) from None


def _encrypted() -> InputError:
    return InputError(
        _("The PDF file is encrypted and needs a password."),
        mend=_("Open it with its password and print it to a new PDF file, or save a copy without a password."),
    )


def _damaged(error: Exception, where: str = "") -> InputError:
    why = _("Where reading stopped: {words}").format(words=str(error) or type(error).__name__)
    return InputError(
        _("The PDF file is damaged."),
        why=f"{where}: {why}" if where else why,
        mend=_("Open it in a PDF viewer and print it to a new PDF file, or fetch it anew."),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's remarks on sloppy files off the terminal."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _without_furniture(pages: list[_Lines]) -> list[_Lines]:
    """The pages without page numbers and without heads and feet that most pages repeat."""
    edges = [_edges(page) for page in pages]
    repeated = Counter(
        key
        for page, edge in zip(pages, edges, strict=True)
        for key in {_key(page[at][0]) for at in edge if not page[at][0].rstrip().endswith(_ENDS)}
    )
    filled = sum(1 for edge in edges if edge)
    running = {key for key, count in repeated.items() if filled >= 3 and count >= 0.6 * filled}
    numbered = _numbered(pages, edges)
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        dropped = {
            at
            for at in edge
            if _MARKED_NUMBER.fullmatch(page[at][0].strip())
            or (numbered and _BARE_NUMBER.fullmatch(page[at][0].strip()))
            or _key(page[at][0]) in running
        }
        kept.append([line for at, line in enumerate(page) if at not in dropped])
    return kept if any(kept) else pages


def _edges(page: _Lines) -> list[int]:
    """Where the first and last lines of a page stand that hold anything."""
    filled = [at for at, (line, _offset) in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _key(line: str) -> str:
    """A line with its numbers and blanks levelled, so that heads that count pages are equal."""
    return _DIGITS.sub("0", "".join(line.split()))


def _numbered(pages: list[_Lines], edges: list[list[int]]) -> bool:
    """Whether bare numbers at the edges count the pages: most pages have one, a page more is a number more."""
    steps: Counter[int] = Counter()
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        steps.update({int(page[at][0]) - number for at in edge if page[at][0].strip().isdecimal()})
    filled = sum(1 for edge in edges if edge)
    return bool(steps) and steps.most_common(1)[0][1] >= max(2 if filled > 1 else 1, 0.5 * filled)
