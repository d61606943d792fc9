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
from parsers.readers.pagelines import PageLine, lines_of_page, number_tables, shaped
from parsers.readers.radicals import ideographs
from parsers.readers.ruled import RuledTable, Rules, Word, tables_of
from parsers.readers.wrapping import flush_lines, full_lines, soft_lines
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
    read_pages = _pages(data)
    texts = [text for text, _tables, _words in read_pages]
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
    pages = [lines_of_page(text, tables) for text, tables, _words in read_pages]
    furniture = furniture_of([[line.text for line in page] for page in pages])
    lines: list[PageLine] = []
    margins: list[Paragraph] = []
    for number, (page, dropped) in enumerate(zip(pages, furniture, strict=True), start=1):
        kept = []
        for at, line in enumerate(page):
            if at in dropped and line.row is None:
                margins.append(Paragraph(text=line.text.strip(), place=f"page {number}", offset=line.offset))
            elif line.text.strip():
                kept.append(line.placed(f"page {number}"))
        lines += shaped(kept, read_pages[number - 1][2])
    lines = number_tables(lines)
    shapes = [line.shape for line in lines]
    flush = flush_lines(shapes, full_lines(shapes))
    soft = [a or b for a, b in zip(soft_lines(shapes, certain=True), flush, strict=True)]
    return Manuscript(
        source=Source(name=name, format="pdf", digest=hashlib.sha256(data).hexdigest()),
        paragraphs=tuple(line.paragraph(soft=flag) for line, flag in zip(lines, soft, strict=True)),
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


def _pages(data: bytes) -> list[tuple[str, list[RuledTable], list[Word]]]:
    """The text of each page, its ruled tables, and where its words stand."""
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


def _text(reader: PdfReader, number: int) -> tuple[str, list[RuledTable], list[Word]]:
    words: list[Word] = []
    rules = Rules()
    length = 0
    turned = False  # words that run up or down the page

    def take(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        nonlocal length, turned
        shown = text.strip()
        if shown:
            at = length + text.index(shown[0])
            along = abs(tm[0] * cm[0] + tm[1] * cm[2]), abs(tm[0] * cm[1] + tm[1] * cm[3])
            turned = turned or along[1] > along[0]
            blanks = text[: text.index(shown[0])].rpartition("\n")[2]
            lead = sum(1.0 if blank == "\u3000" else 0.5 for blank in blanks) * abs(size * tm[0] * cm[0])
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            words.append(Word(ideographs(shown), at, x + lead, y, abs(size * tm[3] * cm[3])))
        length += len(text)

    try:
        text = reader.pages[number].extract_text(visitor_text=take, visitor_operand_before=rules.take)
    except Exception as error:
        raise _damaged(error, _("Page {page}").format(page=number + 1)) from None
    if not text.strip():
        _hold_contents(reader, number)
    if turned or length != len(text):
        return ideographs(text), [], []
    return ideographs(text), tables_of(words, rules), words


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
