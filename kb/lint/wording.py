"""Words and marks: half-width marks, terms, words of demand, classes that leave a gap or overlap."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.lint.places import CHINESE, blocks, number_span, quoted, span_of
from kb.lint.registry import PRACTICE, Edit, Found, Level, rule
from policies.definitions import Definition
from policies.documents import BlockKind, Document
from policies.messages import N_, _
from policies.spans import Span

__all__ = ["RULES"]

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF = re.compile(rf"(?<=[{CHINESE}”》）])[,;:?!](?=[{CHINESE}“《（]|$)", re.MULTILINE)
_BRACKETS = re.compile(rf"\((?P<inner>[^()\n]*[{CHINESE}][^()\n]*)\)")
_DEMAND = re.compile(
    r"(?P<should>应当|(?<![供相响适对反效回感因顺照呼报])应(?![急对用届聘该邀激付力变诉答战有税征]))"
    r"|(?P<want>(?<![主重需必只不首纪概摘扼简紧险提])要(?![求素点件害闻领务塞职么]))"
)

_DAY = re.compile(
    r"(?:(?<![0-9０-９])(?P<year>[0-9]{4})\s*年\s*)?(?<![0-9])(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*[日号]"
)


@rule(
    "ZW001", Level.WARNING, "GB/T 15834-2011 5.1", N_("A half-width mark stands between Chinese characters."),
    N_("Use full-width marks in Chinese text."),
)  # fmt: skip
def half_width(document: Document) -> Iterator[Found]:
    for match in _HALF.finditer(document.text):
        wanted = _FULL[match[0]]
        message = _("{mark} should be {wanted}.").format(mark=match[0], wanted=wanted)
        yield Found(span_of(match), message, (Edit(span=span_of(match), text=wanted),))
    numbers = [number_span(document, clause) for clause in document.clauses if clause.number]
    for match in _BRACKETS.finditer(document.text):
        if any(number.start <= match.start() < number.end for number in numbers):
            continue  # the number of a section: a rule of its own
        edits = tuple(
            Edit(span=Span(start=at, end=at + 1), text=_FULL[document.text[at]])
            for at in (match.start(), match.end() - 1)
        )
        yield Found(span_of(match), _("The brackets should be full-width."), edits)


@rule(
    "ZW002", Level.WARNING, PRACTICE, N_("A name is defined twice."),
    N_("Define a name once, where it first stands."),
)  # fmt: skip
def defined_twice(document: Document) -> Iterator[Found]:
    first: dict[tuple[int, str], Definition] = {}
    for definition in document.definitions:
        key = (definition.part, definition.name.text)
        before = first.setdefault(key, definition)
        if before is definition or not before.scope.covers(definition.name):
            continue
        same = "".join(before.meaning.text.split()) == "".join(definition.meaning.text.split())
        message = _("“{name}” is defined before.") if same else _("“{name}” is defined before, as something else.")
        yield Found(definition.name, message.format(name=definition.name.text))


@rule(
    "ZW003", Level.NOTE, PRACTICE, N_("Words of demand are mixed within a section."),
    N_("Keep to 应当 (rules) or 要 (notices) within one section."),
)  # fmt: skip
def demand(document: Document) -> Iterator[Found]:
    for block in blocks(document, BlockKind.TEXT):
        own = _open(document, block.span)
        odd = [match for match in own if match.lastgroup != own[0].lastgroup]
        if odd:
            message = _("{second} follows {first} in one section.").format(second=odd[0][0], first=own[0][0])
            yield Found(span_of(odd[0]), message)


def _open(document: Document, span: Span) -> list[re.Match[str]]:
    """Words of demand in *span* that are not words of others."""
    text = document.text
    closed = quoted(document.quote(span))
    return [
        match for match in _DEMAND.finditer(text, span.start, span.end)
        if not any(start <= match.start() - span.start < end for start, end in closed)
    ]  # fmt: skip


# Classes: 3人以上不满10人, 10人以上30人以下


@dataclass(frozen=True, slots=True)
class _Class:
    low: float
    high: float
    low_in: bool
    high_in: bool
    unit: str
    span: Span


_CLASS = re.compile(
    rf"(?P<over>超过|高于|多于|大于)?(?P<low>[0-9]+(?:\.[0-9]+)?)(?P<unit>[十百千万亿]*(?:[{CHINESE}]{{0,2}}?|[%％]))(?P<from>（?含?）?以上)?"
    r"(?:、|，|,)?(?P<under>不满|不足|未满|低于|少于|小于|不超过)?(?P<high>[0-9]+(?:\.[0-9]+)?)(?P=unit)(?P<to>（?含?）?以下|以内)?"
)


def _classes(text: str, base: int, end: int) -> Iterator[_Class]:
    for match in _CLASS.finditer(text, base, end):
        low, high = float(match["low"]), float(match["high"])
        starts, stops = match["from"] or match["over"], match["to"] or match["under"]
        if low >= high or not starts or not stops:
            continue
        strict = match["under"] not in (None, "不超过")
        yield _Class(low, high, not match["over"], not strict, match["unit"], span_of(match))


@rule(
    "ZW004", Level.WARNING, "民法典 1259", N_("Classes overlap at a figure, or leave one out."),
    N_("以上 and 以下 include their figure, 超过 and 不满 do not: let each class begin where the one before ends."),
)  # fmt: skip
def classes(document: Document) -> Iterator[Found]:
    for start, end in _units(document):
        by_unit: dict[str, list[_Class]] = defaultdict(list)
        for one in _classes(document.text, start, end):
            by_unit[one.unit].append(one)
        for found in by_unit.values():
            yield from _joints(sorted(found, key=lambda one: (one.low, one.high)))


def _units(document: Document) -> Iterator[tuple[int, int]]:
    """Stretches in which classes belong together: a unit with its items, else a paragraph."""
    tops = [clause for clause in document.clauses if any(other.parent == clause.index for other in document.clauses)]
    lowest = [
        clause for clause in tops
        if not any(other.parent == clause.index and other in tops for other in document.clauses)
    ]  # fmt: skip
    yield from ((clause.span.start, clause.span.end) for clause in lowest)
    for block in blocks(document, BlockKind.TEXT):
        if not any(clause.span.covers(block.span) for clause in lowest):
            yield block.span.start, block.span.end


def _joints(found: list[_Class]) -> Iterator[Found]:
    for before, after in pairwise(found):
        if after.low != before.high:
            continue  # another scale, or classes that nest
        if before.high_in and after.low_in:
            message = _("{figure} belongs to both classes.").format(figure=_figure(after))
        elif not before.high_in and not after.low_in:
            message = _("{figure} belongs to neither class.").format(figure=_figure(after))
        else:
            continue
        yield Found(after.span, message)


def _figure(one: _Class) -> str:
    return f"{one.low:g}{one.unit}"


@rule(
    "ZW005", Level.WARNING, PRACTICE, N_("A date names a day that does not exist."),
    N_("Write the day that is meant."),
)  # fmt: skip
def no_such_day(document: Document) -> Iterator[Found]:
    for match in _DAY.finditer(document.text):
        year, month, day = (int(one) if one else 0 for one in match.group("year", "month", "day"))
        # Without a year, 2月29日 may be of a leap year.
        last = calendar.monthrange(year or 2000, month)[1] if 1 <= month <= 12 else 0
        if not 1 <= day <= last:
            yield Found(span_of(match), _("There is no such day: {date}.").format(date=match[0]))


RULES = (half_width, defined_twice, demand, classes, no_such_day)
