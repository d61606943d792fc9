"""Title, number, addressees, date and the note on attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.lint.places import CHINESE, blocks, span_of, value
from kb.lint.registry import PRACTICE, Edit, Found, Level, rule
from policies.documents import BlockKind, Document
from policies.messages import N_, _
from policies.spans import Span
from policies.vocabulary import genres

__all__ = ["RULES"]

_REGULATION = "党政机关公文处理工作条例（中办发〔2012〕14号）"
_YEAR = "〇零○ＯO一二三四五六七八九"
_CHINESE_DATE = re.compile(
    rf"(?P<y>[{_YEAR}]{{4}})年(?P<m>[一二三四五六七八九十]{{1,2}})月(?P<d>[一二三四五六七八九十]{{1,3}})日"
)
_PADDED_DATE = re.compile(r"(?P<y>[12][0-9]{3})年(?P<m>0[1-9]|1[0-2]|[1-9])月(?P<d>0[1-9]|[12][0-9]|3[01]|[1-9])日")
_SHORT_YEAR = re.compile(r"(?<![0-9—\-至第])(?P<y>[0-9]{2})年(?=[0-9]{1,2}月|底|初|末|以来)")
_NOTE = re.compile(r"附件[：:]")
_NAME = re.compile(r"(?:(?P<n>[0-9]+)[.．、]\s*)?(?P<name>[^\n]+)")
_FILE = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|zip|rar)$", re.IGNORECASE)  # as web pages print it
_TO = ("通知", "通报", "请示", "报告", "函", "批复", "意见")  # kinds that are addressed to somebody
_ONE = ("请示",)


@rule(
    "ZH001", Level.WARNING, f"{_REGULATION} 8, 9(7)", N_("The title does not close with a kind of document."),
    N_("Close the title with one of the kinds of article 8, such as 通知 or 意见."),
)  # fmt: skip
def kind(document: Document) -> Iterator[Found]:
    first = next((block for block in document.blocks if block.kind is not BlockKind.BLANK), None)
    if document.metadata.title is None and first is not None:  # without a kind no title is read as one
        lines = document.quote(first.span).strip().split("\n")
        start = document.text.index(lines[0], first.span.start)
        span = Span(start=start, end=start + len(lines[0]))
        yield Found(span, _("No title that ends in a kind of document stands at the head."))
    elif document.metadata.title and not genres.closes_with_genre(genres.strip_version(document.metadata.title)):
        title = next(blocks(document, BlockKind.TITLE), first)
        if title is not None and title.part == 0:
            yield Found(title.span, _("The title ends in none of the kinds of document."))


@rule(
    "ZH002", Level.NOTE, f"{_REGULATION} 9(7)", N_("The title lacks the issuer or the matter."),
    N_("A title has issuer, matter and kind: …关于…的通知."),
)  # fmt: skip
def matter(document: Document) -> Iterator[Found]:
    title = next(blocks(document, BlockKind.TITLE), None)
    words = document.metadata.title or ""
    if title is None or title.part != 0 or not words:
        return
    if document.metadata.genre in _TO and "关于" not in words and not words.startswith("转发"):
        yield Found(title.span, _("The title does not say 关于…的."))
    elif words.startswith("关于"):
        yield Found(title.span, _("The title does not name the issuer."))


@rule(
    "ZH003", Level.WARNING, f"{_REGULATION} 9(8)", N_("A document that is sent to somebody names no addressee."),
    N_("Put the addressees flush left under the title, closed by ：."),
)  # fmt: skip
def addressees(document: Document) -> Iterator[Found]:
    if document.metadata.genre in _TO and not document.metadata.addressees:
        title = next(blocks(document, BlockKind.TITLE), None)
        if title is not None:
            yield Found(title.span, _("No addressee stands under the title."))


@rule(
    "ZH004", Level.ERROR, "GB/T 9704-2012 7.3.2", N_("The addressees are not closed by a full-width colon."),
    N_("Close the last addressee with ：."),
)  # fmt: skip
def colon(document: Document) -> Iterator[Found]:
    for block in blocks(document, BlockKind.ADDRESSEES):
        text = document.quote(block.span)
        end = block.span.start + len(text.rstrip())
        if text.rstrip().endswith(":"):
            span = Span(start=end - 1, end=end)
            yield Found(span, _("The colon is half-width."), (Edit(span=span, text="："),))


@rule(
    "ZH005", Level.WARNING, f"{_REGULATION} 15(1)", N_("A request for instructions goes to several addressees."),
    N_("Send a 请示 to one superior organ; others get a copy."),
)  # fmt: skip
def one_superior(document: Document) -> Iterator[Found]:
    if document.metadata.genre in _ONE and len(document.metadata.addressees) > 1:
        block = next(blocks(document, BlockKind.ADDRESSEES), None)
        if block is not None:
            yield Found(block.span, _("A 请示 has {count} addressees.").format(count=len(document.metadata.addressees)))


@rule(
    "ZH006", Level.ERROR, "GB/T 9704-2012 7.3.5.4", N_("The date of the document is not written as the standard asks."),
    N_("Write year, month and day in Arabic figures without zeros before them: 2026年3月2日."),
)  # fmt: skip
def date(document: Document) -> Iterator[Found]:
    for block in blocks(document, BlockKind.SIGNATURE):
        for match in _CHINESE_DATE.finditer(document.text, block.span.start, block.span.end):
            parts = [value(match[group]) for group in "ymd"]
            if None not in parts:
                wanted = "{}年{}月{}日".format(*parts)
                yield _rewritten(span_of(match), wanted)
        for match in _PADDED_DATE.finditer(document.text, block.span.start, block.span.end):
            wanted = f"{match['y']}年{int(match['m'])}月{int(match['d'])}日"
            if wanted != match[0]:
                yield _rewritten(span_of(match), wanted)


def _rewritten(span: Span, wanted: str) -> Found:
    return Found(span, _("It should be {wanted}.").format(wanted=wanted), (Edit(span=span, text=wanted),))


@rule(
    "ZH007", Level.WARNING, PRACTICE, N_("A year is written with two figures."),
    N_("Write all four figures of a year."),
)  # fmt: skip
def short_year(document: Document) -> Iterator[Found]:
    for match in _SHORT_YEAR.finditer(document.text):
        yield Found(span_of(match), _("{year} is no full year.").format(year=match[0]))


# Attachments


def _listed(document: Document) -> tuple[Span, list[tuple[str, Span]]] | None:
    """The note on attachments (附件：1.… 2.…): its span and the names."""
    for block in blocks(document, BlockKind.NOTE):
        match = _NOTE.search(document.text, block.span.start, block.span.end)
        if match is None:
            continue
        names: list[tuple[str, Span]] = []
        end = match.end()
        while end < len(document.text) and (line := _NAME.match(document.text, _skipped(document.text, end))):
            kinds = [one.kind for one in document.blocks if one.span.start <= line.start("name") < one.span.end]
            if not kinds or kinds[0] is not BlockKind.NOTE:
                break
            name = _FILE.sub("", line["name"].rstrip())
            start = line.start("name")
            names.append((name, Span(start=start, end=start + len(name))))
            end = line.end()
        if names:
            return Span(start=match.start(), end=names[-1][1].end), names
    return None


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\u3000\n":
        at += 1
    return at


def _attached(document: Document) -> list[int]:
    """The parts that stand under a line 附件; what a notice forwards or issues is none of its attachments."""
    heads = blocks(document, BlockKind.LETTERHEAD)
    found = [head.part for head in heads if document.quote(head.span).strip().startswith("附件")]
    return [part for part in dict.fromkeys(found) if part]


def _plain(name: str) -> str:
    return re.sub(rf"[^{CHINESE}0-9A-Za-z]", "", name)


@rule(
    "ZH008", Level.ERROR, "GB/T 9704-2012 7.3.7", N_("The attachments are not those that the note lists."),
    N_("Number and title of an attachment have to agree with the note on attachments."),
)  # fmt: skip
def attachments(document: Document) -> Iterator[Found]:
    listed = _listed(document)
    titles = [document.parts[number].metadata.title for number in _attached(document)]
    known = [title for title in titles if title]
    if listed is None or not known:
        return  # the attachments are in files of their own
    span, names = listed
    if len(known) != len(names):
        message = _("The note lists {listed} attachments, the file holds {held}.")
        yield Found(span, message.format(listed=len(names), held=len(known)))
        return
    for (name, place), title in zip(names, known, strict=True):
        if _plain(name) not in _plain(title) and _plain(title) not in _plain(name):
            message = _("The note says “{listed}”, the attachment is called “{held}”.")
            yield Found(place, message.format(listed=name, held=title))


@rule(
    "ZH009", Level.ERROR, "GB/T 9704-2012 7.3.4", N_("A mark closes the name of an attachment."),
    N_("Put no mark behind the name of an attachment."),
)  # fmt: skip
def attachment_mark(document: Document) -> Iterator[Found]:
    listed = _listed(document)
    for name, place in listed[1] if listed else ():
        if name[-1] in "。；，、.;,":
            span = Span(start=place.end - 1, end=place.end)
            message = _("“{mark}” stands behind the name.").format(mark=name[-1])
            yield Found(span, message, (Edit(span=span, text=""),))


RULES = (
    kind, matter, addressees, colon, one_superior, date, short_year, attachments, attachment_mark,
)  # fmt: skip
