"""The lines of a text, and what runs of them are: titles, signatures, text of substance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers import lines as kinds
from parsers.citations import squeeze
from parsers.lines import Line
from policies.documents import Citation
from policies.vocabulary.genres import closes_with_genre

__all__ = ["VERSION", "Page"]

_TITLE_LINES = 7  # a title is set on a few lines (GB/T 9704: 可分一行或多行居中排布)
_OPENING = 3  # characters by which a title that the text names is recognised
_AHEAD = 40  # lines looked at for text of substance
_SIGNED_DATE = re.compile(rf"(.{{4,40}}?)[ \u3000]*(?:{kinds.DATE.pattern})")
_DAY_ENDS = tuple("日号0123456789")
_NO_LETTER = re.compile(r"\W+")
VERSION = re.compile(
    r"[（(\[〔][^（()）。]{0,30}(?:试行|暂行|草案|稿|修订|修正|[12]\d{3}|二[○〇]|节选|摘要|年|版)[^（()）。]{0,20}[）)\]〕]"
)
_NAME = re.compile(r"[一-龥（）() \u3000]{3,30}")
_YEAR = re.compile("[（(]?[0-9０-９一二三四五六七八九〇○零]{4}[ \u3000]?年")


class Page:
    """Lines of a text with the titles that the text names."""

    def __init__(self, text: str, lines: list[Line], citations: Sequence[Citation]) -> None:
        self.text = text
        self.lines = lines
        self.words = [line.text for line in lines]
        self.titles = _named_titles(text, citations)
        self.openings = {title[:_OPENING] for title in self.titles}

    def line_start(self, index: int) -> int:
        """Where the line's own blanks begin, but not before the line above it ends (both may stand on one line)."""
        floor = self.lines[index - 1].end if index else 0
        return max(self.text.rfind("\n", 0, self.lines[index].start) + 1, floor)

    def has_substance(self, position: int) -> bool:
        """Whether text that is more than notes follows the line, before the next attachment."""
        for index in range(position + 1, min(position + _AHEAD, len(self.lines))):
            words = self.words[index]
            if kinds.is_attachment_marker(words):
                return index > position + 1
            if not (kinds.is_note(words) or (kinds.is_list_entry(words) and len(words) < 60)):
                return True
        return position + _AHEAD < len(self.lines)

    def is_list_of_files(self, position: int) -> bool:
        """附件：1.方案.docx below a signature, with no text of the attachment after it."""
        words = self.words[position]
        listed = kinds.is_attachment_list(words) or kinds.is_list_entry(words)
        return listed and not self.has_substance(position)

    def named_run(self, position: int) -> int:
        """How many lines from here make up a title that the text names before them; 0 if none."""
        if not self.openings or _bare(self.words[position][: 4 * _OPENING])[:_OPENING] not in self.openings:
            return 0
        joined = ""
        for size in range(1, _TITLE_LINES):
            if position + size > len(self.lines):
                return 0
            line = self.lines[position + size - 1]
            if len(line.text) > 90 or (size > 1 and kinds.is_addressees(line.text)):
                return 0
            joined += _bare(line.text)
            if self.titles.get(joined, len(self.text)) < self.lines[position].start:
                return size
        return 0

    def title_run(self, position: int) -> int:
        """How many lines from here make up a title that closes with a kind of document; 0 if none."""
        if kinds.is_bracketed(self.words[position]):
            return 0
        joined, best = "", 0
        for size in range(1, _TITLE_LINES + 1):
            if position + size > len(self.lines):
                break
            line = self.lines[position + size - 1]
            if size > 1 and (
                (line.gap and best) or (VERSION.fullmatch(line.text) is None and best and _is_byline(line))
            ):
                break
            if not kinds.is_titular(line.text) or kinds.is_letterhead(line.text) or kinds.is_person(line.text):
                break
            dated = best and _YEAR.match(line.text)
            if dated and (VERSION.fullmatch(line.text) is None or kinds.is_history(line.text)):
                break  # how the document came about
            joined += line.text
            if closes_with_genre(joined):
                best = size
        return best

    def is_signature(self, position: int) -> bool:
        """A line with the date that closes a document: below an organ's name, or below the last sentence."""
        words = self.words[position]
        if _signed_date(words):
            return True
        if not kinds.is_date(words) or position == 0:
            return False
        above = self.words[position - 1]
        if kinds.is_organ(above) or kinds.is_person(above):
            return True
        below = self.words[position + 1] if position + 1 < len(self.lines) else ""
        closes = not below or kinds.is_note(below) or self.lines[position + 1].gap or bool(self.title_run(position + 1))
        if not closes:
            return False
        named = (
            position > 1
            and re.fullmatch(r"[一-龥（）() \u3000]{3,30}", above)
            and kinds.ends_sentence(self.words[position - 2])
        )
        return bool(named) or kinds.ends_sentence(above) or self.lines[position].gap or kinds.is_attachment_list(above)


def _bare(words: str) -> str:
    """Letters and digits only: what a title and its repetition share whatever their marks and brackets."""
    return _NO_LETTER.sub("", squeeze(words))


def _named_titles(text: str, citations: Sequence[Citation]) -> dict[str, int]:
    """Titles that the text names → where it does so first; in marks, or between 现将 and 印发."""
    named: dict[str, int] = {}
    for citation in citations:
        if citation.title:
            words = _bare(citation.title)
            if len(words) >= 5:
                named.setdefault(words, citation.quote.start)
    for match in re.finditer(r"现将([^《》。\n]{5,120})(?:印发|转发|发给|公布)", text[:20_000]):
        words = _bare(re.sub(r"[（(][^（()）]*[）)]$", "", match[1]))
        named.setdefault(words, match.start())
    return named


def _signed_date(words: str) -> bool:
    """Organ and date on one line: 陕西省林业局2019年12月26日."""
    if len(words) > 70:
        return False
    match = _SIGNED_DATE.fullmatch(words) if words[-1:] in _DAY_ENDS else None
    return match is not None and kinds.is_organ(match[1])


def _is_byline(line: Line) -> bool:
    return kinds.is_organ(line.text) and not re.search("关于|印发|转发", line.text)
