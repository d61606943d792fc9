"""Markdown: the marks of structure are left out, the words keep their offsets in the file.

A line is a paragraph, as people write circulars, not only what blank lines part. Numbers of lists ("1.", "（一）") are
words of the document and stay. No Markdown library tells where the inline text stands in the file; this
reader needs nothing else of Markdown.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from itertools import pairwise

from parsers.readers.decoding import decode
from parsers.readers.lines import Line, split_lines
from parsers.readers.wrapping import soft_lines
from policies.documents import Source
from policies.manuscripts import Cell, Manuscript, Paragraph, Row

__all__ = ["read"]

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t　]+|(?=[\u3400-\u9fff（《“])|$)")
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?![-*+ \t]*$)")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL_END = re.compile(r"\\.|(\|)")
_FRONT_KEY = re.compile(r"[\w-]+[ \t]*:|[ \t]|#|-[ \t]|$")
_TAGS = (
    "a|abbr|b|big|blockquote|center|code|del|details|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|ol|p|pre|s|small|span|strong"
    "|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul"
)
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`]+)`"
    r"|!?\[(?P<link>[^\[\]]*)\]\((?=[^()]*[/.#:@])[^()]*\)"  # 国发[2012](14)号 is no link
    r"|<(?P<address>[a-z]{2,8}:[^<>\s]+)>"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<newline><br[ \t]*/?>)"
    rf"|(?P<tag></?(?:{_TAGS})(?=[\s/>])[^<>]*>)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<literal>_{3,}|\*{4,}|~{3,})"
    r"|(?P<mark>\*\*|\*|__|_|~~)",
    re.IGNORECASE,
)


def read(data: bytes, name: str) -> Manuscript:
    """The manuscript of a Markdown file; ``offset`` counts characters of the decoded file."""
    text, encoding = decode(data)
    source = Source(name=name, format="markdown", encoding=encoding, digest=hashlib.sha256(data).hexdigest())
    drafts = list(_blocks(text))
    soft = soft_lines(["" if fixed else line.text for line, _place, fixed, _row in drafts])
    return Manuscript(
        source=source,
        paragraphs=tuple(
            line.paragraph(place, soft=flag, row=row)
            for (line, place, _fixed, row), flag in zip(drafts, soft, strict=True)
        )
        or (Paragraph(text="", place="line 1"),),
        margins=tuple(_settings(text)),
    )


def _settings(text: str) -> Iterator[Paragraph]:
    """The lines of a YAML head, which are no words of the document but may mark it as secret."""
    lines = [line for line, _offset in split_lines(text.removeprefix("\ufeff"))]
    for number, line in enumerate(lines[: _front_matter(lines)], start=1):
        yield Paragraph(text=line, place=f"line {number}")


def _blocks(text: str) -> Iterator[tuple[Line, str, bool, Row | None]]:
    """(line, place, whether it stands alone: a heading or a row, which row) in the order of the file."""
    lines = split_lines(text)
    if text.startswith("\ufeff"):
        lines[0] = (lines[0][0][1:], 1)
    number = _front_matter([line for line, _ in lines])
    fence = ""
    tables = 0
    commented = False
    while number < len(lines):
        line, offset = lines[number]
        number += 1
        place = f"line {number}"
        if fence:
            if line.strip().startswith(fence):
                fence = ""
            else:
                yield _verbatim(line, offset), place, False, None
            continue
        if commented:
            end = line.find("-->")
            if end < 0:
                continue
            commented = False
            line, offset = line[end + 3 :], offset + end + 3
            if not line.strip():
                continue
        opened = line.rfind("<!--")
        if opened > line.rfind("-->") and text.find("-->", offset + opened) >= 0:
            commented = True
            line = line[:opened]
            if not line.strip():
                continue
        if found := _FENCE.match(line):
            fence = found.group(1)
        elif "|" in line and number < len(lines) and "|" in lines[number][0] and _TABLE_RULE.match(lines[number][0]):
            tables += 1
            yield _row(line, offset, tables, 1)
            number += 1
            row = 1
            while number < len(lines) and "|" in lines[number][0]:
                row += 1
                yield _row(*lines[number], tables, row)
                number += 1
        elif not _RULE.match(line):
            for piece, alone in _paragraph(line, offset):
                yield piece, place, alone, None


def _front_matter(lines: list[str]) -> int:
    """How many lines a YAML head takes (settings of a site, not words of the document)."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:60], start=1):
        if line.rstrip() in ("---", "..."):
            return number + 1
        if not _FRONT_KEY.match(line):
            return 0
    return 0


def _paragraph(line: str, offset: int) -> Iterator[tuple[Line, bool]]:
    """The words of a line without its block marks; several where ``<br>`` breaks it; none for a comment alone."""
    start, end, alone = 0, len(line), False
    if quote := _QUOTE.match(line):
        start = quote.end()
    if heading := _HEADING.match(line, start):
        start, alone = heading.end(), True
        if closing := _HEADING_END.search(line, start):
            end = closing.start()
    elif bullet := _BULLET.match(line, start):
        start = bullet.end()
    if end - start > 1 and line[end - 1] == "\\" and line[end - 2] != "\\":  # hard line break
        end -= 1
    for piece in _inline(line[start:end], offset + start):
        if piece.length or not line[start:end].strip():
            yield piece, alone


def _row(line: str, offset: int, table: int, number: int) -> tuple[Line, str, bool, Row]:
    """A table row: its cells joined by tabs."""
    start = len(line) - len(line.lstrip())
    start += line[start : start + 1] == "|"
    end = len(line.rstrip())
    bounds = [start]
    bounds += [found.start() + 1 for found in _CELL_END.finditer(line, start, end) if found.group(1)]
    if line[end - 1 : end] != "|" or bounds[-1] != end:
        bounds.append(end + 1)
    row = Line()
    cells: list[Cell] = []
    for column, (left, right) in enumerate(pairwise(bounds)):
        if column:
            row.add("\t", None)
        begin = row.length
        breaks: list[int] = []
        for piece in _inline(line[left : right - 1], offset + left):
            words = piece.strip()
            if row.length > begin and words.length:
                row.add(" ", None)
                breaks.append(row.length)
            row.extend(words)
        cells.append(Cell(start=begin, end=row.length, column=column, breaks=tuple(breaks)))
    return row, f"table {table}, row {number}", True, Row(table=table, number=number, cells=tuple(cells))


def _verbatim(line: str, offset: int) -> Line:
    piece = Line()
    piece.add(line, offset)
    return piece


def _inline(text: str, offset: int) -> list[Line]:
    """The words of *text* without inline marks, parted at ``<br>``."""
    found = list(_INLINE.finditer(text))
    dropped = _pairs(text, found)
    lines = [Line()]
    position = 0
    for number, token in enumerate(found):
        kind = token.lastgroup
        lines[-1].add(text[position : token.start()], offset + position)
        position = token.end()
        if kind == "newline":
            lines.append(Line())
        elif kind == "entity":
            lines[-1].add(html.unescape(token.group()), None)
        elif kind in ("escaped", "code", "address"):
            lines[-1].add(token.group(kind), offset + token.start(kind))
        elif kind == "link":
            for piece in _inline(token.group(kind), offset + token.start(kind)):
                lines[-1].extend(piece)
        elif kind == "literal" or (kind == "mark" and number not in dropped):
            lines[-1].add(token.group(), offset + token.start())
    lines[-1].add(text[position:], offset + position)
    return lines


def _pairs(text: str, found: list[re.Match[str]]) -> set[int]:
    """Which of the marks (``**``, ``*``, ``_`` …) emphasise: those that open and close; 2*3 and 〔____〕 stay."""
    open_marks: dict[str, list[int]] = {}
    paired: set[int] = set()
    for number, token in enumerate(found):
        if token.lastgroup != "mark":
            continue
        mark = token.group()
        before = text[token.start() - 1 : token.start()] or " "
        after = text[token.end() : token.end() + 1] or " "
        inside = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
        if "_" in mark:
            inside = before.isalnum() and after.isalnum()
        if inside and len(mark) == 1:
            continue
        stack = open_marks.setdefault(mark, [])
        if stack and not before.isspace():
            paired |= {stack.pop(), number}
        elif not after.isspace():
            stack.append(number)
    return paired
