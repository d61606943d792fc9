"""Parts of a text: the notice and what it forwards or issues, each with head, body, signature and notes.

Anatomy after GB/T 9704-2012. Parts tile the text. What is unclear stays in the body of the part before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers import lines as kinds
from parsers.flat import cut_flat
from parsers.headfoot import Head, Tail
from parsers.page import Page
from policies.documents import Citation
from policies.spans import Span, Value

__all__ = ["PartLayout", "split_parts"]

_CARRIES = re.compile(r"(?:印发|转发|批转|下发|颁发|发给|发布|公布|颁布|附后|予以公告|制定本|随文)")


class PartLayout(Value):
    """One part: which spans of it are what. ``body`` is where the clause tree is built; the rest is blank."""

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
    splitter = _Splitter(Page(text, lines, citations))
    openings = splitter.openings()
    layouts = []
    for index, first in enumerate(openings):
        last = openings[index + 1] if index + 1 < len(openings) else len(lines)
        start = splitter.page.line_start(first) if index else 0
        end = splitter.page.line_start(last) if last < len(lines) else len(text)
        layouts.append(splitter.layout(first, last, Span(start=start, end=end), attached=index > 0))
    return tuple(layouts)


class _Splitter:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.text, self.lines, self.words = page.text, page.lines, page.words

    # -- where parts open

    def openings(self) -> list[int]:
        """Indices of the lines with which parts open; the first is 0."""
        openings = [0]
        position = self.head_end(0, attached=False)
        signed = False  # a signature closed the matter of the part; what follows it may be an attachment
        body_seen = False
        while position < len(self.lines):
            words = self.words[position]
            if signed and (_is_below(words) or self.page.is_list_of_files(position)):
                position += 1
                continue
            if self.opens_part(position, signed, body_seen, first=len(openings) == 1):
                openings.append(position)
                position = max(self.head_end(position, attached=True), position + 1)
                signed = body_seen = False
                continue
            if body_seen and self.page.is_signature(position):
                signed = True
            elif not kinds.is_note(words):
                signed = signed and self.is_trailing(position)
                body_seen = body_seen or len(words) > 12
            position += 1
        return openings

    def opens_part(self, position: int, signed: bool, body_seen: bool, *, first: bool) -> bool:
        words = self.words[position]
        if kinds.is_attachment_marker(words):
            return not self.is_attachment_note(position) and position + 1 < len(self.lines)
        if not body_seen and not signed:
            return False
        if signed and kinds.is_attachment_list(words):
            return self.page.has_substance(position)
        if self.page.named_run(position) and self.may_break(position, signed):
            return True
        if signed or (first and self.follows_cover(position)):
            run = self.page.title_run(position)
            if run:
                return self.page.has_substance(position + run - 1)
        # 安委会〔2024〕2号: the attachment bears no title; it opens right after the signature of its cover
        return signed and first and not kinds.is_titular(words) and len(words) > 30 and self.carries(position)

    def is_attachment_note(self, position: int) -> bool:
        """附件： that heads a list of attachments above the signature, not an attachment."""
        for index in range(position + 1, min(position + 24, len(self.lines))):
            words = self.words[index]
            if self.page.is_signature(index) and index > position + 1:
                return True
            if len(words) > 80 or kinds.is_attachment_marker(words) or "。" in words:
                return False
        return False

    def is_list_of_files(self, position: int) -> bool:
        """附件：1.方案.docx below a signature, with no text of the attachment after it."""
        words = self.words[position]
        listed = kinds.is_attachment_list(words) or kinds.is_list_entry(words)
        return listed and not self.page.has_substance(position)

    def is_trailing(self, position: int) -> bool:
        """What stands below a signature without being an attachment: short remains of a web page."""
        return not self.page.has_substance(position - 1)

    def carries(self, position: int) -> bool:
        """Whether the part so far says that it issues or forwards something."""
        return bool(_CARRIES.search(self.text, 0, self.lines[position].start))

    def follows_cover(self, position: int) -> bool:
        """A short notice stands before the line, and its last sentence hands the attachment over."""
        if position > 14 or not self.words[position - 1].endswith(("。", "）", ")")):
            return False
        cover = self.text[: self.lines[position].start]
        return len(cover) < 2500 and bool(
            re.search(r"印发(?:给你们)?|转发给你们|予印发|予以印发|现予公布|予以公布", cover)
        )

    def may_break(self, position: int, signed: bool) -> bool:
        """A title that is repeated in mid-body opens a part only where a sentence has ended and text follows."""
        above = self.words[position - 1]
        ended = signed or kinds.ends_sentence(above) or kinds.is_date(above) or kinds.is_note(above)
        listed = kinds.is_attachment_list(above) or kinds.is_attachment_marker(above) or kinds.is_list_entry(above)
        return ended and not (listed and not above.endswith("。")) and self.page.has_substance(position)

    # -- inside a part

    def head_end(self, first: int, *, attached: bool) -> int:
        """Index of the first line of the body of the part that opens with line *first*."""
        return Head(self.page, first, len(self.lines), attached=attached).end

    def layout(self, first: int, last: int, span: Span, *, attached: bool) -> PartLayout:
        head = Head(self.page, first, last, attached=attached)
        tail = Tail(self.page, head.end, last)
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
        return max(self.page.line_start(index), span.start)

    def spans(self, indices: Sequence[int]) -> tuple[Span, ...]:
        return tuple(Span(start=self.lines[i].start, end=self.lines[i].end) for i in indices)

    def joined_span(self, indices: Sequence[int]) -> Span | None:
        if not indices:
            return None
        return Span(start=self.lines[indices[0]].start, end=self.lines[indices[-1]].end)


def _is_below(words: str) -> bool:
    """What may stand below a signature: 附注 in brackets, 抄送, contacts."""
    return kinds.is_bracketed(words) or kinds.is_note(words) or kinds.is_contact(words)
