"""Where things stand in a draft: lines, the words of a match, Chinese neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.documents import Block, BlockKind, Clause, Document
from policies.spans import Span

__all__ = ["CHINESE", "NUMERAL", "blocks", "number_span", "quoted", "siblings", "span_of", "value"]

CHINESE = "\u3400-\u9fff"
NUMERAL = "〇零一二三四五六七八九十百"
_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|《[^》]*》")


def span_of(match: re.Match[str], group: int | str = 0) -> Span:
    """The span of a match in the text that it was found in."""
    return Span(start=match.start(group), end=match.end(group))


def blocks(document: Document, *kinds: BlockKind) -> Iterator[Block]:
    """The leaves of these kinds, in order."""
    return (block for block in document.blocks if block.kind in kinds)


def number_span(document: Document, clause: Clause) -> Span:
    """The number of *clause* where it stands, without the indentation; its head where it has none."""
    number = clause.number or ""
    start = document.text.find(number, clause.span.start, clause.head.end + len(number))
    return Span(start=start, end=start + len(number)) if start >= 0 and number else clause.head


def siblings(document: Document) -> Iterator[list[Clause]]:
    """The numbered units right below the same unit (or part), two or more, in order."""
    groups: dict[tuple[int, int | None], list[Clause]] = {}
    for clause in document.clauses:
        if clause.number and not clause.number.startswith("第"):
            groups.setdefault((clause.part, clause.parent), []).append(clause)
    return (group for group in groups.values() if len(group) > 1)


def quoted(text: str) -> list[tuple[int, int]]:
    """What stands in quotation or title marks: words of others, which no rule of form touches."""
    return [match.span() for match in _QUOTED.finditer(text)]


def value(numerals: str) -> int | None:
    """The year that 二〇一二 writes digit by digit, or the number that 十二 is; None for anything else."""
    if all(char in _DIGITS for char in numerals):
        return int("".join(str(_DIGITS[char]) for char in numerals))
    tens, _sep, ones = numerals.partition("十")
    if not _sep or any(char not in _DIGITS for char in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
