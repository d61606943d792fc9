"""Parts of a text: the notice and what it forwards or issues, each with head, body, signature and notes.

Anatomy after GB/T 9704-2012. Parts tile the text. What is unclear stays in the body of the part before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers import lines as kinds
from parsers.citations import squeeze
from parsers.flat import cut_flat
from parsers.lines import Line
from policies.documents import Citation
from policies.spans import Span, Value

__all__ = ["PartLayout", "split_parts"]

_TITLE_LINES = 7  # a title is set on a few lines (GB/T 9704: 可分一行或多行居中排布)
_LONGEST_CONTENTS = 2000  # lines
_SIGNERS = 24  # lines of joint signatures above the date
_CARRIES = re.compile(r"(?:印发|转发|批转|下发|颁发|发给|发布|公布|颁布|附后|予以公告|制定本|随文)")
_VERSION = re.compile(
    r"[（(\[〔][^（()）。]{0,30}(?:试行|暂行|草案|稿|修订|修正|[12]\d{3}|二[○〇]|节选|摘要|年|版)[^（()）。]{0,20}[）)\]〕]"
)
_CONTENTS_ENTRY = re.compile(
    r"第[一二三四五六七八九十百零〇0-9]{1,5}[编篇章节条部分]{1,2}|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}(?:[.．]\d{1,2}){0,3}|附[件录图表则]|前[ \u3000]*言|总[ \u3000]*则|序[ \u3000]*言|专栏|结[ \u3000]*语|.{2,60}(?:\.{3,}|…{2,}|[ \u3000]\d{1,3}$)"
)


class PartLayout(Value):
    """One part: which spans of it are what. ``body`` is where the clause tree is built; what no span covers is blank."""

    span: Span
    letterhead: tuple[Span, ...] = ()
    title: tuple[Span, ...] = ()
    addressees: Span | None = None
    body: Span
    signature: tuple[Span, ...] = ()
    notes: tuple[Span, ...] = ()


def split_parts(text: str, citations: Sequence[Citation]) -> tuple[PartLayout, ...]:
    """The parts of *text* in order. They tile it, and there is at least one."""
    lines = cut_flat(text, kinds.split_lines(text))
    if not lines:
        return (PartLayout(span=Span(start=0, end=len(text)), body=Span(start=0, end=len(text))),)
    splitter = _Splitter(text, lines, citations)
    openings = splitter.openings()
    layouts = []
    for index, first in enumerate(openings):
        last = openings[index + 1] if index + 1 < len(openings) else len(lines)
        start = _line_start(text, lines, first) if index else 0
        end = _line_start(text, lines, last) if last < len(lines) else len(text)
        layouts.append(splitter.layout(first, last, Span(start=start, end=end), attached=index > 0))
    return tuple(layouts)


def _line_start(text: str, lines: Sequence[Line], index: int) -> int:
    """Where the line's own blanks begin, but not before the line above it ends (both may stand on one line)."""
    floor = lines[index - 1].end if index else 0
    return max(text.rfind("\n", 0, lines[index].start) + 1, floor)


class _Splitter:
    def __init__(self, text: str, lines: list[Line], citations: Sequence[Citation]) -> None:
        self.text = text
        self.lines = lines
        self.words = [line.text for line in lines]
        self.titles = _named_titles(text, citations)

    # -- where parts open

    def openings(self) -> list[int]:
        """Indices of the lines with which parts open; the first is 0."""
        openings = [0]
        position = self.head_end(0, attached=False)
        signed = False  # a signature closed the matter of the part; what follows it may be an attachment
        body_seen = False
        while position < len(self.lines):
            words = self.words[position]
            if signed and (kinds.is_note(words) or kinds.is_contact(words) or self.is_list_of_files(position)):
                position += 1
                continue
            if self.opens_part(position, signed, body_seen, first=len(openings) == 1):
                openings.append(position)
                position = max(self.head_end(position, attached=True), position + 1)
                signed = body_seen = False
                continue
            if body_seen and self.is_signature(position):
                signed = True
            elif not kinds.is_note(words):
                signed = signed and self.is_trailing(position)
                body_seen = body_seen or len(words) > 12
            position += 1
        return openings

    def opens_part(self, position: int, signed: bool, body_seen: bool, *, first: bool) -> bool:
        words = self.words[position]
        if not body_seen and not signed:
            return False
        if kinds.is_attachment_marker(words):
            return not self.is_attachment_note(position) and position + 1 < len(self.lines)
        if signed and kinds.is_attachment_list(words):
            return self.has_substance(position)
        if self.named_run(position) and self.may_break(position, signed):
            return True
        run = self.title_run(position)
        if run and (signed or (first and self.follows_cover(position))):
            return self.has_substance(position + run - 1)
        # 安委会〔2024〕2号: the attachment bears no title; it opens right after the signature of its cover
        return signed and first and not kinds.is_titular(words) and len(words) > 30 and self.carries(position)

    def is_attachment_note(self, position: int) -> bool:
        """附件： that heads a list of attachments above the signature, not an attachment."""
        for index in range(position + 1, min(position + 24, len(self.lines))):
            words = self.words[index]
            if self.is_signature(index) and index > position + 1:
                return True
            if len(words) > 80 or kinds.is_attachment_marker(words) or "。" in words:
                return False
        return False

    def is_list_of_files(self, position: int) -> bool:
        """附件：1.方案.docx below a signature, with no text of the attachment after it."""
        words = self.words[position]
        listed = kinds.is_attachment_list(words) or kinds.is_list_entry(words)
        return listed and not self.has_substance(position)

    def is_trailing(self, position: int) -> bool:
        """What stands below a signature without being an attachment: short remains of a web page."""
        return not self.has_substance(position - 1)

    def has_substance(self, position: int) -> bool:
        """Whether text that is more than notes follows the line, before the next attachment."""
        for index in range(position + 1, min(position + 40, len(self.lines))):
            words = self.words[index]
            if kinds.is_attachment_marker(words):
                return index > position + 1
            if not (kinds.is_note(words) or kinds.is_list_entry(words) and len(words) < 60):
                return True
        return position + 40 < len(self.lines)

    def carries(self, position: int) -> bool:
        """Whether the part so far says that it issues or forwards something."""
        return bool(_CARRIES.search(self.text, 0, self.lines[position].start))

    def follows_cover(self, position: int) -> bool:
        """A short notice stands before the line, and its last sentence hands the attachment over."""
        if position > 14 or not self.words[position - 1].endswith(("。", "）", ")")):
            return False
        cover = self.text[: self.lines[position].start]
        return len(cover) < 2500 and bool(re.search(r"印发(?:给你们)?|转发给你们|予印发|予以印发|现予公布|予以公布", cover))

    def named_run(self, position: int) -> int:
        """How many lines from here make up a title that the text names before them; 0 if none."""
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

    def may_break(self, position: int, signed: bool) -> bool:
        """A title that is repeated in mid-body opens a part only where a sentence has ended and text follows."""
        above = self.words[position - 1]
        ended = signed or kinds.ends_sentence(above) or kinds.is_date(above) or kinds.is_note(above)
        listed = kinds.is_attachment_list(above) or kinds.is_attachment_marker(above) or kinds.is_list_entry(above)
        return ended and not (listed and not above.endswith("。")) and self.has_substance(position)

    def title_run(self, position: int) -> int:
        """How many lines from here make up a title that closes with a kind of document; 0 if none."""
        joined, best = "", 0
        for size in range(1, _TITLE_LINES + 1):
            if position + size > len(self.lines):
                break
            line = self.lines[position + size - 1]
            if size > 1 and (line.gap and best or _VERSION.fullmatch(line.text) is None and best and _is_byline(line)):
                break
            if not kinds.is_titular(line.text) or kinds.is_letterhead(line.text) or kinds.is_person(line.text):
                break
            if best and re.match("[（(]?[0-9０-９一二三四五六七八九〇○零]{4}[ \u3000]?年", line.text):
                if _VERSION.fullmatch(line.text) is None or kinds.is_history(line.text):
                    break  # how the document came about
            joined += line.text
            if kinds.closes_title(joined):
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
        return closes and (kinds.ends_sentence(above) or self.lines[position].gap or kinds.is_attachment_list(above))

    # -- inside a part

    def head_end(self, first: int, *, attached: bool) -> int:
        """Index of the first line of the body of the part that opens with line *first*."""
        return _Head(self, first, len(self.lines), attached=attached).end

    def layout(self, first: int, last: int, span: Span, *, attached: bool) -> PartLayout:
        head = _Head(self, first, last, attached=attached)
        tail = _Tail(self, head.end, last)
        body_start = self._gap_start(head.end, last, span)
        body_end = self.lines[tail.start - 1].end if tail.start > head.end else body_start
        if not (tail.signature or tail.notes):
            body_end = span.end
        return PartLayout(
            span=span,
            letterhead=(*head.inline_marker, *self.spans(head.letterhead)),
            title=(*head.inline_title, *self.spans(head.title)),
            addressees=self.joined_span(head.addressees),
            body=Span(start=min(body_start, body_end), end=body_end),
            signature=self.spans(tail.signature),
            notes=self.spans(tail.notes),
        )

    def _gap_start(self, index: int, last: int, span: Span) -> int:
        if index >= last:
            return self.lines[last - 1].end if last else span.end
        return max(_line_start(self.text, self.lines, index), span.start)

    def spans(self, indices: Sequence[int]) -> tuple[Span, ...]:
        return tuple(Span(start=self.lines[i].start, end=self.lines[i].end) for i in indices)

    def joined_span(self, indices: Sequence[int]) -> Span | None:
        if not indices:
            return None
        return Span(start=self.lines[indices[0]].start, end=self.lines[indices[-1]].end)


class _Head:
    """Letterhead, title, history, contents and addressees, from the first line of a part."""

    def __init__(self, splitter: _Splitter, first: int, last: int, *, attached: bool) -> None:
        self.splitter, self.first, self.last = splitter, first, last
        self.words = splitter.words
        self.letterhead: list[int] = []
        self.title: list[int] = []
        self.inline_marker: tuple[Span, ...] = ()
        self.inline_title: tuple[Span, ...] = ()
        self.addressees: list[int] = []
        self.end = first
        if attached:
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
        if kinds.is_attachment_marker(self.here):
            self.take(self.letterhead)
        elif kinds.is_attachment_list(self.here):
            line = self.splitter.lines[self.end]
            split = re.match(r"附[ \u3000]*[件表录图]?[ \u3000]*[^：:.．、 \u3000]{0,3}[：:.．、 \u3000]+", line.text)
            offset = line.start + (split.end() if split else 0)
            self.inline_marker = (Span(start=line.start, end=line.start + len(line.text[: offset - line.start].rstrip())),)
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
        return min(self.splitter.title_run(self.end), self.last - self.end)

    def read_title(self, attached: bool) -> None:
        size = self.title_size()
        if not size and attached and not self.inline_title:
            size = self.splitter.named_run(self.end) if self.end < self.last else 0
            if not size and self.letterhead and kinds.is_titular(self.here) and not kinds.is_organ(self.here):
                size = self.plain_title()
        for _ in range(min(size, self.last - self.end)):
            self.take(self.title)
        while self.title and _VERSION.fullmatch(self.here) and not kinds.is_history(self.here):
            self.take(self.title)

    def plain_title(self) -> int:
        """Lines of a title without a kind of document, below 附件: up to a blank line."""
        lines, size = self.splitter.lines, 1
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


class _Tail:
    """Notes, signature and 附件说明, from the last line of a part upwards."""

    def __init__(self, splitter: _Splitter, first: int, last: int) -> None:
        self.splitter, self.first = splitter, first
        self.words = splitter.words
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
            if index >= self.first and self.splitter.is_signature(index):
                return index
            words = self.words[index]
            if not (kinds.is_note(words) or kinds.is_contact(words) or len(words) < 60 and "。" not in words):
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
                index < signed - 1
                and len(words) <= 30
                and re.fullmatch(r"[一-龥（）()“”]+", words)
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
        while index >= self.first and self.start - index <= 24:
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


def _bare(words: str) -> str:
    """Letters and digits only: what a title and its repetition share whatever their marks and brackets."""
    return re.sub(r"\W+", "", squeeze(words))


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
    match = re.fullmatch(rf"(.{{4,40}}?)[ \u3000]*(?:{kinds.DATE.pattern})", words)
    return bool(match) and kinds.is_organ(match[1])


def _entry(words: str) -> str:
    """An entry of a table of contents without dots and page number."""
    return squeeze(re.sub(r"[.…·\s]*\d{0,4}$", "", words)).rstrip(".…·")


def _is_byline(line: Line) -> bool:
    return kinds.is_organ(line.text) and not re.search("关于|印发|转发", line.text)
