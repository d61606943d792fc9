"""Plain text: one paragraph a line; lines that were broken in mid-sentence are marked soft."""

from __future__ import annotations

import hashlib

from parsers.readers.decoding import decode
from parsers.readers.lines import split_lines
from parsers.readers.wrapping import soft_lines
from policies.documents import Source
from policies.manuscripts import Manuscript, Paragraph
from policies.spans import trusted

__all__ = ["manuscript_of", "read"]


_make_paragraph = trusted(Paragraph)


def read(data: bytes, name: str) -> Manuscript:
    """The manuscript of a text file. Raises InputError where its encoding is not known."""
    text, encoding = decode(data)
    source = Source(name=name, format="text", encoding=encoding, digest=hashlib.sha256(data).hexdigest())
    return Manuscript(source=source, paragraphs=_paragraphs(text))


def manuscript_of(text: str, name: str = "") -> Manuscript:
    """The manuscript of any string; never raises."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Manuscript(source=Source(name=name, format="text", digest=digest), paragraphs=_paragraphs(text))


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    lines = split_lines(text)
    soft = soft_lines([line for line, _ in lines])
    return tuple(
        _make_paragraph(text=line, place=f"line {number}", offset=offset, soft=flag)
        for number, ((line, offset), flag) in enumerate(zip(lines, soft, strict=True), start=1)
    )
