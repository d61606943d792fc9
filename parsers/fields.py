"""Sectors: the industries and fields of work that a duty or its label names, in the words of the text."""

from __future__ import annotations

import re
from functools import cache

from parsers.segmenter import Words
from policies.documents import Clause
from policies.spans import Quote, trusted
from policies.vocabulary import sectors
from policies.vocabulary.tables import alternation, table

__all__ = ["find_sectors", "labels_of"]

_make_quote = trusted(Quote)
_JOIN = re.compile(r"[、和及与等（）()]|以及")
_TAIL = re.compile(r"(?:等)?(?:行业|领域|行业领域|企业|单位|工作)+$")


@cache
def _mentions() -> tuple[re.Pattern[str], frozenset[str]]:
    """A pattern of all words that name a sector or a topic (消防通道), and the topics, which name none.

    One alternation of both: the engine skips to the characters that a pattern begins with, but not through groups.
    """
    topics = tuple(table("sector_mentions")["topics"]["words"])
    named = [name for name in sectors.names() if not name.startswith(topics)]
    return re.compile(alternation([*topics, *named])), frozenset(topics)


_TRADE = re.compile(
    r"(?:（[^）]{1,12}）)?(?:(?:、|和|及|与)[^，。；]{1,12}?)?(?:等)?(?:行业|领域|企业|生产|经营|单位|公司|机构|集团|场所|作业|矿井|从业|产业)(?!协会)"
)


@cache
def _fields_of_safety() -> frozenset[str]:
    return frozenset(table("sector_mentions")["always"]["words"])


def _label_sectors(text: str, clause: Clause) -> list[Quote]:
    """The sectors that a label names, split at 、, 和, 等 (冶金等工贸行业 → 冶金, 工贸)."""
    start = text.find(clause.title, clause.head.start, clause.head.end)
    quotes: list[Quote] = []
    at = start
    for piece in [*_JOIN.finditer(text, start, start + len(clause.title)), None]:
        stop = piece.start() if piece else start + len(clause.title)
        word = _TAIL.sub("", text[at:stop])
        if word and sectors.resolve(word):
            quotes.append(_make_quote(start=at, end=at + len(word), text=word))
        at = piece.end() if piece else stop
    return quotes


def find_sectors(text: str, start: int, end: int, labels: list[Quote], words: Words) -> tuple[Quote, ...]:
    """The sectors of ``text[start:end]`` under *labels* (empty where no label stands above).

    A word counts where it names a field of work safety (煤矿, 消防 …), or a trade: before 企业, 行业, 单位 ….
    """
    found: dict[str, Quote] = {}
    mentions, topics = _mentions()
    for match in mentions.finditer(text, start, end):
        word = match.group(0)
        if word in topics:
            continue
        if not (words.length_at(match.start()) or words.length_at(match.end())):
            continue  # 集约|化工|作
        if word not in _fields_of_safety() and not _TRADE.match(text, match.end(), end + 4):
            continue
        found.setdefault(word, _make_quote(start=match.start(), end=match.end(), text=word))
    if not labels:
        return tuple(found.values())
    named = [label for label in labels if label.text in text[start:end]] if len(labels) > 1 else labels
    kept = named or labels
    extra = [quote for quote in found.values() if not any(_covered(quote.text, label.text) for label in labels)]
    return (*kept, *extra)


def _covered(word: str, label: str) -> bool:
    if word in label or label in word:
        return True
    mine, above = sectors.resolve(word), sectors.resolve(label)
    return mine is not None and above is not None and (sectors.is_within(mine, above) or sectors.is_within(above, mine))


def labels_of(document_text: str, trail: tuple[Clause, ...]) -> list[Quote]:
    """The sectors of the innermost label in *trail*, or of a heading that is nothing but names of sectors."""
    for clause in reversed(trail):
        if clause.number is None and (named := _label_sectors(document_text, clause)):
            return named
        if clause.title and len(clause.title) <= 16:
            pieces = [_TAIL.sub("", piece) for piece in _JOIN.split(clause.title)]
            if all(sectors.resolve(piece) for piece in pieces if piece):
                return _label_sectors(document_text, clause)
    return []
