"""PDF with a text layer: the lines of its pages, without page numbers and running heads.

Lines that the page broke in mid-sentence are marked soft, across pages too.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf import PdfReader
from pypdf.errors import DependencyError

from parsers.readers.furniture import furniture_of
from parsers.readers.limits import MAX_PAGES, beyond, hold
from parsers.readers.lines import split_lines
from parsers.readers.wrapping import soft_lines
from policies.documents import Problem, Source
from policies.errors import InputError
from policies.manuscripts import Manuscript, Paragraph
from policies.messages import _

__all__ = ["read"]

# “ ” with nothing between them: drawn in one go, in another font than the words that they quote
_APART = re.compile("[“‘][ \u3000]+[”’]")


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
    furniture = furniture_of([[line for line, _offset in page] for page in pages])
    lines: list[tuple[str, int, int]] = []
    margins: list[Paragraph] = []
    for number, (page, dropped) in enumerate(zip(pages, furniture, strict=True), start=1):
        for at, (line, offset) in enumerate(page):
            if at in dropped:
                margins.append(Paragraph(text=line.strip(), place=f"page {number}", offset=offset))
            elif line.strip():
                lines.append((line.strip(" \t"), offset + len(line) - len(line.lstrip(" \t")), number))
    soft = soft_lines([line for line, _offset, _page in lines], certain=True)
    return Manuscript(
        source=Source(name=name, format="pdf", digest=hashlib.sha256(data).hexdigest()),
        paragraphs=tuple(
            Paragraph(text=line, place=f"page {page}", offset=offset, soft=flag)
            for (line, offset, page), flag in zip(lines, soft, strict=True)
        ),
        problems=tuple(_problems(texts)),
        margins=tuple(margins),
    )


def _problems(texts: list[str]) -> Iterator[Problem]:
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            yield Problem(code="page_without_text", message=_("Page {page} has no text layer.").format(page=number))
        elif _APART.search(text):
            message = _("Page {page}: quotation marks stand apart from their words; the file draws them out of order.")
            yield Problem(code="text_out_of_order", message=message.format(page=number))


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
        text = reader.pages[number].extract_text()
    except Exception as error:
        raise _damaged(error, _("Page {page}").format(page=number + 1)) from None
    if not text.strip():
        _hold_contents(reader, number)
    return text


def _hold_contents(reader: PdfReader, number: int) -> None:
    """Tell a page that expands beyond the library's limit, whose text it gives as empty, from one without text."""
    try:
        contents = reader.pages[number].get_contents()
        if contents is not None:
            contents.get_data()
    except Exception as error:  # other faults leave a page without text, which is told as such
        if _limit(error):
            raise _damaged(error) from None


def _encrypted() -> InputError:
    return InputError(
        _("The PDF file is encrypted and needs a password."),
        mend=_("Open it with its password and print it to a new PDF file, or save a copy without a password."),
    )


def _damaged(error: Exception, where: str = "") -> InputError:
    why = _("Where reading stopped: {words}").format(words=str(error) or type(error).__name__)
    if _limit(error):
        return beyond(f"{where}: {why}" if where else why)
    return InputError(
        _("The PDF file is damaged."),
        why=f"{where}: {why}" if where else why,
        mend=_("Open it in a PDF viewer and print it to a new PDF file, or fetch it anew."),
    )


def _limit(error: Exception) -> bool:
    """Whether the library stopped at a limit of its own: a stream that expands without end."""
    return "limit" in str(error).lower()


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
