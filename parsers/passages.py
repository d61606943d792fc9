"""Articles, paragraphs (款) and items of a text, as references count them: 条、款、项 (立法法 art. 65)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from parsers.figures import whole_number
from policies.documents import Block, BlockKind, Clause
from policies.references import Passage
from policies.spans import Span, trusted

__all__ = ["NUMERAL", "Outline", "ordinals"]

NUMERAL = "〇○零一二三四五六七八九十百千0-9０-９"
_ARTICLE = re.compile(rf"第([{NUMERAL}]+)条(?:之([{NUMERAL}]+))?")
_DIVISION = re.compile(rf"第([{NUMERAL}]+)([章节])")
_ITEM = re.compile(rf"[（(]([{NUMERAL}]+)[)）]")
_POINT = re.compile(r"[0-9０-９]+[.．、]?")
_UNIT = re.compile(r"[一二三四五六七八九十百]+[、.．]?")
_ENDED = "。：；！？.:;”）)"  # a paragraph that ends otherwise was broken by the page, not by its writer

_make_passage = trusted(Passage)
Key = tuple[int, int]  # of 第五条之一: 5 and 1


def ordinals(words: str) -> tuple[int, ...]:
    """The numbers that *words* list: 一、三至五 → 1, 3, 4, 5; empty where one is not understood."""
    found: list[int] = []
    for mark, numeral in re.findall(rf"([^{NUMERAL}]*)([{NUMERAL}]+)", words):
        number = whole_number(numeral)
        if number is None or number > 2000:
            return ()
        if "至" in mark and found and found[-1] < number:
            found.extend(range(found[-1] + 1, number))
        found.append(number)
    return tuple(found)


def _number(clause: Clause) -> int | None:
    return whole_number((clause.number or "").rstrip(".．、"))


class Outline:
    """Looks up the units of a document by number and by place."""

    def __init__(self, text: str, clauses: Sequence[Clause], blocks: Sequence[Block]) -> None:
        self.text, self.clauses = text, clauses
        self.numbers: set[int] = set()  # where the numbers of units stand: they refer to nothing
        self._articles: dict[tuple[int, Key], list[int]] = {}
        self._order: dict[int, list[int]] = {}  # part → its articles
        self._children: dict[int | None, list[Clause]] = {}
        self._own: dict[int, list[Span]] = {}
        self._places: dict[int, int] = {}  # article → its place in the order of its part
        self._divisions: dict[tuple[int, str, int], list[Clause]] = {}
        self._paragraphs: dict[int, list[Passage]] = {}
        for clause in clauses:
            self._children.setdefault(clause.parent, []).append(clause)
            if not clause.number:
                continue
            self.numbers.add(next(at for at in range(clause.head.start, len(text)) if not text[at].isspace()))
            if key := self.key(clause.number):
                self._articles.setdefault((clause.part, key), []).append(clause.index)
                order = self._order.setdefault(clause.part, [])
                self._places[clause.index] = len(order)
                order.append(clause.index)
            elif division := _DIVISION.fullmatch(clause.number):
                found = clause.part, division[2], whole_number(division[1]) or 0
                self._divisions.setdefault(found, []).append(clause)
        for block in blocks:
            if block.kind is BlockKind.TEXT and block.clause is not None:
                self._own.setdefault(block.clause, []).append(block.span)

    @staticmethod
    def key(number: str) -> Key | None:
        """The number of an article, None for other units."""
        found = _ARTICLE.fullmatch("".join(number.split())) if number[0] == "第" else None
        if found is None:
            return None
        ordinal, again = whole_number(found[1]), whole_number(found[2]) if found[2] else 0
        return (ordinal, again or 0) if ordinal else None

    def innermost(self, at: int) -> Clause | None:
        """The innermost clause at *at*."""
        low, high = 0, len(self.clauses)
        while low < high:  # clauses stand in the order in which they begin
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.clauses[middle].span.start <= at else (low, middle)
        clause = self.clauses[low - 1] if low else None
        while clause is not None and not clause.span.start <= at < clause.span.end:
            clause = self.clauses[clause.parent] if clause.parent is not None else None
        return clause

    def unit(self, at: int, form: str) -> Clause | None:
        """The 条, 章 or 节 around *at*."""
        clause = self.innermost(at)
        while clause is not None:
            if clause.number and re.fullmatch(rf"第.+{form}(?:之.+)?", clause.number):
                return clause
            clause = self.clauses[clause.parent] if clause.parent is not None else None
        return None

    def articles(self, part: int, key: Key) -> list[Clause]:
        """The articles of *part* with this number; several where it is given twice."""
        return [self.clauses[index] for index in self._articles.get((part, key), ())]

    def has_articles(self, part: int) -> bool:
        return part in self._order

    def before(self, article: Clause, count: int) -> list[Clause]:
        """The *count* articles before *article*, empty where there are fewer."""
        at = self._places.get(article.index, 0)
        order = self._order.get(article.part, [])
        return [self.clauses[index] for index in order[at - count : at]] if at >= count else []

    def between(self, first: Clause, last: Clause) -> list[Clause]:
        """The articles from *first* to *last*, both included."""
        order = self._order.get(first.part, [])
        return [self.clauses[i] for i in order[self._places[first.index] : self._places[last.index] + 1]]

    def divisions(self, part: int, form: str, ordinal: int) -> list[Clause]:
        """The 章 or 节 of *part* with this number."""
        return self._divisions.get((part, form, ordinal), [])

    def paragraphs(self, clause: Clause) -> list[Passage]:
        """The 款 of a clause, each with the items below it."""
        if clause.index not in self._paragraphs:
            self._paragraphs[clause.index] = self._read_paragraphs(clause)
        return self._paragraphs[clause.index]

    def paragraph_at(self, clause: Clause, at: int) -> int | None:
        """Which of the paragraphs of *clause*, from 0, the place *at* stands in."""
        row = self.paragraphs(clause)
        here = bisect_right(row, at, key=lambda passage: passage.span.start) - 1
        return here if here >= 0 and at < row[here].span.end else None

    def _read_paragraphs(self, clause: Clause) -> list[Passage]:
        labels = [child.span for child in self._children.get(clause.index, ()) if child.number is None]
        starts: list[int] = []
        last: Span | None = None
        for span in sorted([*self._own.get(clause.index, ()), *labels], key=lambda span: span.start):
            broken = last is not None and self.text[last.start : last.end].rstrip()[-1:] not in _ENDED
            if self.text[span.start : span.end].strip() and not broken:
                starts.append(span.start)
            last = span
        ends = [*starts[1:], clause.span.end]
        return [
            _make_passage(clause=clause.index, paragraph=number, span=Span(start=start, end=self._trimmed(start, end)))
            for number, (start, end) in enumerate(zip(starts, ends, strict=False), 1)
        ]

    def items(self, clause: Clause, within: Span | None, ordinal: int) -> list[Clause]:
        """The items （n） directly below *clause*, in one of its paragraphs or in all."""
        found = []
        for child in self._children.get(clause.index, ()):
            number = _ITEM.fullmatch(re.sub(r"[\s、．.]", "", child.number or ""))
            inside = within is None or within.start <= child.span.start < within.end
            if number and inside and whole_number(number[1]) == ordinal:
                found.append(child)
        return found

    def points(self, clause: Clause, ordinal: int) -> list[Clause]:
        """The points (目) directly below an item: 1. 2. 3."""
        below = self._children.get(clause.index, ())
        return [child for child in below if _POINT.fullmatch(child.number or "") and _number(child) == ordinal]

    def units(self, part: int, ordinal: int) -> list[Clause]:
        """The units 一、 二、 of *part* with this number that lie in no other."""
        top = self._children.get(None, ())
        return [c for c in top if c.part == part and _UNIT.fullmatch(c.number or "") and _number(c) == ordinal]

    def sibling_before(self, clause: Clause) -> Clause | None:
        """The unit before *clause* under the same parent."""
        row = self._children.get(clause.parent, [])
        at = row.index(clause)
        return row[at - 1] if at else None

    def whole(self, clause: Clause) -> Passage:
        return _make_passage(clause=clause.index, span=clause.span)

    def _trimmed(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return end
