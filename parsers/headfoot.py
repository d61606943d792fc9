"""Head and foot of a part: letterhead, title, addressees; signature, 附件说明, notes (GB/T 9704-2012)."""

from __future__ import annotations

import re

from parsers import lines as kinds
from parsers.citations import squeeze
from parsers.page import VERSION, Page
from policies.spans import Span

__all__ = ["Head", "Tail"]

_LONGEST_CONTENTS = 2000  # lines
_SIGNERS = 24  # lines of joint signatures above the date
_LISTED = 24  # lines of 附件说明
_CONTENTS_ENTRY = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,5}[编篇章节条部分]{1,2}|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]"
    r"|\d{1,2}(?:[.．]\d{1,2}){0,3}|附[件录图表则]|前\s*言|总\s*则|序\s*言|专栏|结\s*语"
    r"|.{2,60}(?:\.{3,}|…{2,}|[ \u3000]\d{1,3}$)"
)


class Head:
    """Letterhead, title, history, contents and addressees, from the first line of a part."""

    def __init__(self, page: Page, first: int, last: int, *, attached: bool) -> None:
        self.page, self.first, self.last = page, first, last
        self.words = page.words
        self.letterhead: list[int] = []
        self.title: list[int] = []
        self.inline_marker: tuple[Span, ...] = ()
        self.inline_title: tuple[Span, ...] = ()
        self.addressees: list[int] = []
        self.end = first
        self.marker()
        self.above_title()
        self.read_title(attached)
        self.below_title()
        self.read_addressees()

    def take(self, into: list[int]) -> None:
        into.append(self.end)
        self.end += 1

    @property
    def here(self) -> str:
        return self.words[self.end] if self.end < self.last else ""

    def marker(self) -> None:
        while kinds.is_attachment_marker(self.here):
            self.take(self.letterhead)
        if kinds.is_attachment_list(self.here):
            line = self.page.lines[self.end]
            split = re.match(r"附[ \u3000]*[件表录图]?[ \u3000]*[^：:.．、 \u3000]{0,3}[：:.．、 \u3000]+", line.text)
            offset = line.start + (split.end() if split else 0)
            self.inline_marker = (
                Span(start=line.start, end=line.start + len(line.text[: offset - line.start].rstrip())),
            )
            self.inline_title = (Span(start=offset, end=line.end),)
            self.end += 1

    def above_title(self) -> None:
        while self.end < self.last and (
            kinds.is_letterhead(self.here) or kinds.is_number(self.here) or self.is_noise()
        ):
            self.take(self.letterhead)
        if self.title_size() == 0 and kinds.is_organ(self.here):  # 发文机关标志 without 文件
            ahead = self.end
            while ahead < self.last and kinds.is_organ(self.words[ahead]):
                ahead += 1
            if ahead < self.last and (kinds.is_number(self.words[ahead]) or kinds.is_letterhead(self.words[ahead])):
                self.letterhead.extend(range(self.end, ahead))
                self.end = ahead
                self.above_title()

    def is_noise(self) -> bool:
        """Page numbers, rules and front matter above the title: short lines without a Chinese character."""
        short = len(self.here) <= 40 and not re.search("[一-龥]", self.here)
        return short and not self.title and self.end - self.first < 12 and not kinds.is_unit(self.here)

    def title_size(self) -> int:
        if self.end >= self.last:
            return 0
        return min(self.page.title_run(self.end), self.last - self.end)

    def read_title(self, attached: bool) -> None:
        size = self.title_size()
        if not size and attached and not self.inline_title:
            size = self.page.named_run(self.end) if self.end < self.last else 0
            if not size and self.letterhead and kinds.is_titular(self.here) and not kinds.is_organ(self.here):
                size = self.plain_title()
        for _ in range(min(size, self.last - self.end)):
            self.take(self.title)
        while self.title and VERSION.fullmatch(self.here) and not kinds.is_history(self.here):
            self.take(self.title)

    def plain_title(self) -> int:
        """Lines of a title without a kind of document, below 附件: up to a blank line."""
        lines, size = self.page.lines, 1
        while (
            size < 4
            and self.end + size < self.last
            and not lines[self.end + size].gap
            and kinds.is_titular(lines[self.end + size].text)
            and not re.search("[：:]", lines[self.end + size].text)
        ):
            size += 1
        followed = self.end + size < self.last and lines[self.end + size].gap
        return size if followed else 1

    def below_title(self) -> None:
        while self.end < self.last:
            if kinds.is_number(self.here):
                self.take(self.letterhead)
            elif self.title and self.history_size():
                with_contents = re.search("目[ \u3000]*录$", self.words[self.end + self.history_size() - 1])
                for _ in range(self.history_size()):
                    self.take(self.letterhead)
                if with_contents:
                    self.end -= 1
                    self.letterhead.pop()
                    self.contents()
            elif self.title and self.here.startswith(("（", "(")) and self.bracket_size():
                for _ in range(self.bracket_size()):
                    self.take(self.letterhead)
            elif kinds.opens_contents(self.here):
                self.contents()
            elif self.title and (self.is_byline() or self.is_repeated()):
                self.take(self.letterhead)
            else:
                return

    def bracket_size(self) -> int:
        """Lines of （二○○四年六月十六日国务院第54次常务会议修订通过） below a title, 0 where it is no history."""
        joined = ""
        for size in range(1, 5):
            if self.end + size > self.last:
                return 0
            joined += self.words[self.end + size - 1]
            if joined.endswith(("）", ")")):
                return size if kinds.is_history(joined) else 0
        return 0

    def history_size(self) -> int:
        """Lines that tell how a regulation came about; one sentence of it may be broken over two lines."""
        if kinds.is_history(self.here):
            return 1
        if self.end + 1 < self.last and len(self.here) < 60 and not kinds.is_unit(self.here):
            return 2 if kinds.is_history(self.here + self.words[self.end + 1]) and kinds.is_titular(self.here) else 0
        return 0

    def is_byline(self) -> bool:
        """An organ's name or a date that stands below a title, with the body still to come."""
        if self.end + 1 >= self.last:
            return False
        names = kinds.is_organ(self.here) or kinds.is_date(self.here)
        return names or kinds.is_letterhead(self.here) or kinds.is_note(self.here)

    def is_repeated(self) -> bool:
        """The title once more, as some sites print it above the text."""
        whole = "".join(self.words[index] for index in self.title)
        return self.end + 1 < self.last and squeeze(self.here) == squeeze(whole)

    def contents(self) -> None:
        """目录 and its entries, up to the line that repeats the first of them."""
        first = self.end + 1
        if first >= self.last:
            self.take(self.letterhead)
            return
        key = _entry(self.words[first])
        end = first + 1
        reach = min(self.last, first + _LONGEST_CONTENTS)
        while end < reach and _entry(self.words[end]) != key:
            end += 1
        if end >= reach:  # the entries are not repeated: take what looks like entries
            end = first
            while end < self.last and len(self.words[end]) <= 80 and _CONTENTS_ENTRY.match(self.words[end]):
                end += 1
        self.letterhead.extend(range(self.end, end))
        self.end = end

    def read_addressees(self) -> None:
        for size in range(1, 6):  # long lists are broken over lines
            if self.end + size > self.last:
                return
            joined = "".join(self.words[self.end : self.end + size])
            if kinds.is_addressees(joined):
                self.addressees = list(range(self.end, self.end + size))
                self.end += size
                return
            if not self.words[self.end + size - 1].endswith(("、", "，", ",")):
                return


class Tail:
    """Notes, signature and 附件说明, from the last line of a part upwards."""

    def __init__(self, page: Page, first: int, last: int) -> None:
        self.page, self.first = page, first
        self.words = page.words
        self.signature: list[int] = []
        self.notes: list[int] = []
        self.start = last  # the body ends before this line
        signed = self.find_date(last)
        if signed is None:
            self.trailing_notes()
        else:
            self.notes.extend(range(signed + 1, last))
            self.start = signed
            self.signature.append(signed)
            self.signers(signed)
        above = None
        while above != self.start:
            above = self.start
            self.attachments()
            self.contacts()
            self.trailing_notes()
        self.signature.sort()
        self.notes.sort()

    def find_date(self, last: int) -> int | None:
        """The last signature with nothing but notes and short remains below it."""
        for index in range(last - 1, max(self.first, last - 40) - 1, -1):
            if index >= self.first and self.page.is_signature(index):
                return index
            words = self.words[index]
            if not (kinds.is_note(words) or kinds.is_contact(words) or (len(words) < 60 and "。" not in words)):
                return None
        return None

    def signers(self, signed: int) -> None:
        """Names of organs above the date; a name may be broken over two lines."""
        if kinds.is_organ(re.sub(r"[0-9０-９一二三四五六七八九十〇○年月日 　]+$", "", self.words[signed])):
            return
        index = signed - 1
        while index >= self.first and signed - index <= _SIGNERS:
            words = self.words[index]
            broken = (
                len(words) <= 30
                and re.fullmatch(r"[一-龥（）()“”\s]+", words)
                and index > self.first
                and (kinds.ends_sentence(self.words[index - 1]) or self.is_listed(index - 1))
                and not kinds.is_note(words)
                and not self.is_listed(index)
            )
            if not (kinds.is_organ(words) or kinds.is_person(words) or broken) or self.is_listed(index):
                break
            self.signature.append(index)
            self.start = index
            index -= 1

    def is_listed(self, index: int) -> bool:
        words = self.words[index]
        return kinds.is_attachment_list(words) or kinds.is_list_entry(words)

    def trailing_notes(self) -> None:
        while self.start > self.first and kinds.is_note(self.words[self.start - 1]):
            self.start -= 1
            self.notes.append(self.start)

    def attachments(self) -> None:
        """附件：1.… and the entries below it."""
        index = self.start - 1
        while index >= self.first and self.start - index <= _LISTED:
            words = self.words[index]
            if kinds.is_attachment_list(words) or kinds.is_attachment_marker(words):
                self.notes.extend(range(index, self.start))
                self.start = index
                return
            if "。" in words or len(words) > 90:
                return
            index -= 1

    def contacts(self) -> None:
        while self.start > self.first and kinds.is_contact(self.words[self.start - 1]):
            self.start -= 1
            self.notes.append(self.start)


def _entry(words: str) -> str:
    """An entry of a table of contents without dots and page number."""
    return squeeze(re.sub(r"[.…·\s]*\d{0,4}$", "", words)).rstrip(".…·")
