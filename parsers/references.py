"""References to other places of the same text: 前款, 前两款, 本条第二项, 本办法第五条第二款, 第十九条.

Each is resolved to its passages, or left open with the reason; nothing is guessed. What is said of another document
(《甲法》第五条, 刑法第二百条) is no reference of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import NamedTuple

from parsers.figures import whole_number
from parsers.passages import NUMERAL, Outline, ordinals
from policies.documents import Clause
from policies.references import Open, Passage, Reference, ReferenceKind
from policies.spans import Quote, trusted
from policies.vocabulary.tables import alternation, table

__all__ = ["find_passages", "self_words"]

_make_quote, _make_reference = trusted(Quote), trusted(Reference)
_N = f"[{NUMERAL}]+"
_LIST = rf"[（(]?{_N}[)）]?(?:(?:、|和|或者|或|及|至)[（(]?{_N}[)）]?)*"
_UNIT = re.compile(
    rf"(?:第\s?(?P<article>{_N})\s?条(?:之(?P<again>{_N}))?)?(?:第(?P<paragraph>{_LIST})款)?(?:第(?P<item>{_LIST})项)?(?:第(?P<point>{_LIST})目)?"
)
_AND = re.compile(r"\s?(?:、|，|和|或者|或|以及|及|与|(?P<to>至|到|—|－))\s?(?=第)")
_OTHER_DOCUMENT = re.compile(
    r"(?:》(?:[（(][^（()）\n]{0,60}[）)])?的?|(?:[^本]|^)(?:法|条例|规定|办法|细则|规程|规则|解释|章程|标准|决定|意见|通知|方案|公约|修正案|宪法|合同|协议|《|附则|文件))\s?$"
)
_ROW = re.compile(rf"(?:第\s?{_N}\s?[章节条](?:第{_N}[款项])*\s?(?:、|和|及|至|以及|或者))+\s?$")
_CITED_AS_RULE = re.compile(r"(?:规定|所列|所称|情形|的|、|至|和|或|以外|中)")


@cache
def self_words() -> str:
    """法, 条例, 办法 …: what a document calls itself with 本 before it."""
    return alternation(table("definitions")["definitions"]["self"])


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<own>本{self_words()})\s?(?=第\s?{_N}\s?[条章节])"
        r"|(?P<here>本条(?!例|件|约|款|路|线|街|河|生产线)|前条(?<![以之目当此较提向]前条)(?!件|例)|上一?条(?!件|例|款)|本款(?!项|式|待)|前款(?<![定预提]前款)(?!项)"
        r"|前(?P<count>[一二两三四五])款|前(?P<articles>[二两三四五])条|本项(?=规定|所|第|中规定)|前项(?<![以之目当此较提各]前项)(?=规定|所|第|情形|工作)|本章(?!程)|本节(?!能|目|课|日|假))"
        rf"|(?P<bare>第\s?{_N}\s?条)|(?P<division>第\s?(?P<number>{_N})\s?(?P<form>[章节])(?=规定|的|所|至|、|和))"
        rf"|(?P<below>第{_LIST}[款项])"
    )


class _Told(NamedTuple):
    """One unit of a reference: article, paragraphs, items and points (目) by number; empty where it names none."""

    article: tuple[int, int] | None = None
    paragraphs: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    points: tuple[int, ...] = ()


class _MissingError(Exception):
    """Why a reference can't be resolved."""

    def __init__(self, reason: Open) -> None:
        self.reason = reason


def find_passages(text: str, outline: Outline, part: int, start: int, end: int, *, amends: bool) -> Iterator[Reference]:
    """The references to passages in ``text[start:end]``, of *part*; *amends*: it changes another document."""
    return _Reader(text, outline, part, amends).references(start, end)


class _Reader:
    def __init__(self, text: str, outline: Outline, part: int, amends: bool) -> None:
        self.text, self.outline, self.part, self.amends = text, outline, part, amends

    def references(self, start: int, end: int) -> Iterator[Reference]:
        at = start
        while found := _opening().search(self.text, at, end):
            at = found.end()
            if found.start() in self.outline.numbers:
                continue
            if found["division"]:
                if not self._other(found.start()):
                    yield self._reference(found.start(), found.end(), partial(self._division, found))
                continue
            if found["below"]:
                if not self._counts(found):
                    continue
                at = found.start()
            elif found["bare"]:
                at = found.start()
            base = found["here"]
            if found["own"] or base:
                where = self._division_after(found.end()) if found["own"] else None
                if where:
                    at = where.end()
                    yield self._reference(found.start(), at, partial(self._division, where))
                    continue
            other = not (found["own"] or base) and self._other(found.start())
            for reference in self._chain(found.start(), at, base, found):
                at = max(at, reference.quote.end)
                if not other:
                    yield reference
            at = max(at, found.end())

    # -- the words

    def _other(self, at: int) -> bool:
        """Whether what begins at *at* is said of another document, itself or with those of its row before it."""
        row = _ROW.search(self.text, max(0, at - 80), at)
        at = row.start() if row else at
        return _OTHER_DOCUMENT.search(self.text, max(0, at - 80), at) is not None

    def _counts(self, found: re.Match[str]) -> bool:
        """第一款 and 第二项 are references inside an article, where something is said of them as rules."""
        inside = self.outline.unit(found.start(), "条") is not None
        rule = found["below"].endswith("款") or _CITED_AS_RULE.match(self.text, found.end())
        return inside and bool(rule) and self.text[found.start() - 1 : found.start()] not in "条款》法例"

    def _division_after(self, at: int) -> re.Match[str] | None:
        return re.compile(rf"第\s?(?P<number>{_N})\s?(?P<form>[章节])").match(self.text, at)

    def _chain(self, begin: int, at: int, base: str | None, found: re.Match[str]) -> Iterator[Reference]:
        """A reference and those that 、 和 至 add to it; each takes over what it doesn't say itself."""
        told = _Told()
        first = True
        while True:
            unit = _UNIT.match(self.text, at)
            empty = unit is None or unit.end() == at
            if empty and not (first and base):
                return
            end = at if unit is None else unit.end()
            said = _told(unit) if unit and not empty else _Told()
            told = said if said.article or first else _added(told, said)
            more = _AND.match(self.text, end)
            last = _UNIT.match(self.text, more.end()) if more and more["to"] else None
            if more and last and last.end() > more.end():
                until = _told(last)
                end = last.end()
                yield self._reference(begin, end, partial(self._range, told, until, base, begin, found))
                more = _AND.match(self.text, end)
                told = until if until.article else told
            else:
                yield self._reference(begin, end, partial(self._passages, told, base, begin, found))
            if more is None:
                return
            begin = at = more.end()
            first = False

    # -- what they point at

    def _reference(self, begin: int, end: int, resolve: Callable[[], list[Passage]]) -> Reference:
        while end > begin and self.text[end - 1].isspace():
            end -= 1
        here = self.outline.innermost(begin)
        passages: tuple[Passage, ...] = ()
        reason: Open | None = Open.AMENDED if self.amends else None
        if reason is None:
            try:
                passages = tuple(resolve())
            except _MissingError as missing:
                reason = missing.reason
        return _make_reference(
            quote=_make_quote(start=begin, end=end, text=self.text[begin:end]), kind=ReferenceKind.CLAUSE,
            clause=here.index if here else None, part=self.part, passages=passages, open=reason,
        )  # fmt: skip

    def _division(self, found: re.Match[str]) -> list[Passage]:
        number = whole_number(found["number"]) or 0
        units = self.outline.divisions(self.part, found["form"], number)
        return [self.outline.whole(_only(units))]

    def _range(self, first: _Told, last: _Told, base: str | None, at: int, found: re.Match[str]) -> list[Passage]:
        if first.article and last.article and not (first.paragraphs or first.items or last.paragraphs or last.items):
            one, two = self._article(first.article), self._article(last.article)
            between = self.outline.between(one, two)
            if not between:
                raise _MissingError(Open.ABSENT)
            return [self.outline.whole(article) for article in between]
        if last.article and last.article != first.article:
            return [*self._passages(first, base, at, found), *self._passages(last, base, at, found)]
        paragraphs, items = first.paragraphs, first.items
        if last.items and items:
            items = tuple(range(items[0], last.items[-1] + 1))
        elif last.paragraphs and paragraphs and not items:
            paragraphs = tuple(range(paragraphs[0], last.paragraphs[-1] + 1))
        return self._passages(_Told(first.article, paragraphs, items), base, at, found)

    def _passages(self, told: _Told, base: str | None, at: int, found: re.Match[str]) -> list[Passage]:
        if told.article:
            article = self._article(told.article, own=bool(found["own"]))
        elif base and base[-1] in "条":
            count = whole_number((found["articles"] or "一").replace("两", "二")) or 1
            article = self._here(at, "条")
            if not base.startswith("本"):
                above = self.outline.before(article, count)
                if not above:
                    raise _MissingError(Open.ABSENT)
                if not (told.paragraphs or told.items):
                    return [self.outline.whole(one) for one in above]
                article = above[-1]
        elif base and base[-1] in "章节":
            return [self.outline.whole(self._here(at, base[-1]))]
        elif base and base[-1] == "款":
            return self._from_paragraph(told, base, at, found)
        elif base and base[-1] == "项":
            item = self._item_here(at, before=base.startswith("前"))
            return self._points(item, told.points) if told.points else [self.outline.whole(item)]
        else:
            article = self._here(at, "条")
        if told.paragraphs:
            row = self.outline.paragraphs(article)
            chosen = [row[number - 1] for number in told.paragraphs if 0 < number <= len(row)]
            if len(chosen) < len(told.paragraphs):
                raise _MissingError(Open.ABSENT)
            if not told.items:
                return chosen
            return [p for passage in chosen for p in self._items(article, passage, told)]
        return self._items(article, None, told) if told.items else [self.outline.whole(article)]

    def _from_paragraph(self, told: _Told, base: str, at: int, found: re.Match[str]) -> list[Passage]:
        """前款, 前两款, 本款: counted from the paragraph in which the reference stands."""
        around = self.outline.unit(at, "条") or self.outline.innermost(at)
        if around is None:
            raise _MissingError(Open.ABSENT)
        row = self.outline.paragraphs(around)
        here = self.outline.paragraph_at(around, at)
        if here is None:
            raise _MissingError(Open.ABSENT)
        count = whole_number((found["count"] or "一").replace("两", "二")) or 1
        chosen = [row[here]] if base.startswith("本") else row[here - count : here] if here >= count else []
        if not chosen:
            raise _MissingError(Open.ABSENT)
        if not told.items:
            return chosen
        return [p for passage in chosen for p in self._items(around, passage, told)]

    def _items(self, article: Clause, within: Passage | None, told: _Told) -> list[Passage]:
        span = within.span if within else None
        items = [_only(self.outline.items(article, span, number)) for number in told.items]
        if told.points:
            return [passage for item in items for passage in self._points(item, told.points)]
        return [self.outline.whole(item) for item in items]

    def _points(self, item: Clause, numbers: tuple[int, ...]) -> list[Passage]:
        return [self.outline.whole(_only(self.outline.points(item, number))) for number in numbers]

    def _item_here(self, at: int, *, before: bool) -> Clause:
        clause = self.outline.innermost(at)
        while clause is not None and not re.match(r"[（(]", clause.number or ""):  # out of a point of the item
            clause = self.outline.clauses[clause.parent] if clause.parent is not None else None
        if clause is None:
            raise _MissingError(Open.ABSENT)
        found = self.outline.sibling_before(clause) if before else clause
        if found is None:
            raise _MissingError(Open.ABSENT)
        return found

    def _article(self, key: tuple[int, int], *, own: bool = False) -> Clause:
        """The article with this number; 本通知第一条 of a text without articles is its unit 一、."""
        if own and not self.outline.has_articles(self.part):
            return _only(self.outline.units(self.part, key[0]))
        return _only(self.outline.articles(self.part, key))

    def _here(self, at: int, form: str) -> Clause:
        unit = self.outline.unit(at, form)
        if unit is None:
            raise _MissingError(Open.ABSENT)
        return unit


def _added(told: _Told, said: _Told) -> _Told:
    """第二项 behind 第一款第一项、 is one of the same paragraph, 第三款 of the same article."""
    if said.paragraphs:
        return said._replace(article=told.article)
    return said._replace(article=told.article, paragraphs=told.paragraphs, items=said.items or told.items)


def _only(found: list[Clause]) -> Clause:
    if len(found) != 1:
        raise _MissingError(Open.AMBIGUOUS if found else Open.ABSENT)
    return found[0]


def _told(unit: re.Match[str]) -> _Told:
    article = None
    if unit["article"]:
        article = whole_number(unit["article"]) or 0, (whole_number(unit["again"]) or 0) if unit["again"] else 0
    return _Told(article, *(ordinals(unit[name] or "") for name in ("paragraph", "item", "point")))
