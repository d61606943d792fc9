"""Sectors: the industries and fields of work that a duty or its label names, in the words of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.hints import hint_at
from parsers.segmenter import Words
from parsers.spots import OfText, Spots
from policies.documents import Clause
from policies.duties import Bearer, BodyKind, Partner, Supervised
from policies.spans import Quote, trusted
from policies.vocabulary import sectors
from policies.vocabulary.tables import alternation, table

__all__ = ["Bodies", "find_sectors", "labels_of"]

_make_quote = trusted(Quote)
_DATA = table("sector_mentions")
_JOIN = re.compile(r"[、和及与等（）()]|以及")
_TAIL = re.compile(r"(?:等)?(?:行业|领域|行业领域|企业|单位|工作)+$")


@cache
def _mentions() -> tuple[Spots, frozenset[str]]:
    """All words that name a sector or a topic (消防通道), and the topics, which name none."""
    topics = tuple(_DATA["topics"]["words"])
    named = [name for name in sectors.names() if not name.startswith(topics)]
    return Spots([*topics, *named]), frozenset(topics)


@OfText
def _mentioned(text: str) -> list[tuple[int, int]]:
    return list(_mentions()[0].find(text))


_HAS_MENTION = hint_at(lambda text: [start for start, _ in _mentioned(text)])


def _mentions_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The mentions in ``text[start:end]``, none inside another."""
    spots = _mentioned(text)
    for at in range(bisect_left(spots, (start, 0)), bisect_left(spots, (end, 0))):
        begin, stop = spots[at]
        if begin < start:
            continue
        if stop > end:  # the end of the range cuts it: it may hold a shorter one
            found = _mentions()[0].pattern.match(text, begin, end)
            if found is None:
                continue
            stop = found.end()
        yield begin, stop
        start = stop


# 冶金等行业, 石油和化工产业, 家政（月嫂）领域: the text itself says that a field of work is meant
_FIELD = re.compile(
    r"(?:（[^）]{1,12}）)?(?:(?:、|和|及|与)[^，。；]{1,12}?)?(?:等)?(?:行业|领域|产业(?!链|化|园|集群|体系|联))(?!协会)"
)
_LONGEST_TITLE = 120  # characters of the title of an act
_PUBLIC = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
_THING = re.compile(alternation(_DATA["things"]["words"]))
_OF_FIRM = re.compile(f"(?:{alternation(_DATA['firms']['words'])})+$")
_FIRM = re.compile(alternation(_DATA["firms"]["words"]))


@dataclass(frozen=True)
class Bodies:
    """Where a duty's bodies stand: firms give their trade, the others (offices, partners) none."""

    firms: list[tuple[int, int]]
    others: list[tuple[int, int]]
    public: bool  # a government or department owes it or is supervised

    @classmethod
    def of(cls, named: Sequence[Bearer | Supervised], partners: Sequence[Partner]) -> Bodies:
        """The bodies of one duty."""
        spans = [(body.kind, (body.surface.start, body.surface.end)) for body in named if body.surface]
        firms = [span for kind, span in spans if kind is BodyKind.ENTERPRISE]
        others = [span for kind, span in spans if kind in _PUBLIC]
        others += [(partner.surface.start, partner.surface.end) for partner in partners]
        return cls(firms, others, any(body.kind in _PUBLIC for body in named))


@cache
def _fields_of_safety() -> frozenset[str]:
    return frozenset(_DATA["always"]["words"])


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


def find_sectors(
    text: str, span: tuple[int, int], labels: list[Quote], words: Words, holds: int, bodies_of: Callable[[], Bodies]
) -> tuple[Quote, ...]:
    """The sectors of ``text[slice(*span)]`` under *labels* (empty where no label stands above).

    A word counts where it is the trade of one of the bodies (*bodies_of*) that owe the duty or are supervised, where
    the text calls it a field (冶金等行业), or where it names a field of work safety (煤矿, 消防 …) and no thing
    (燃气设施).
    """
    own = _named(text, span, words, bodies_of) if holds & _HAS_MENTION else []
    if not labels:
        return tuple(own)
    named = [label for label in labels if label.text in text[slice(*span)]] if len(labels) > 1 else labels
    kept = named or labels
    extra = [quote for quote in own if not any(_covered(quote.text, label.text) for label in labels)]
    return (*kept, *extra)


def _named(text: str, span: tuple[int, int], words: Words, bodies_of: Callable[[], Bodies]) -> list[Quote]:
    """The sectors that ``text[slice(*span)]`` itself names; of two that begin alike the longer."""
    start, end = span
    found: dict[str, Quote] = {}
    _spots, topics = _mentions()
    bodies: Bodies | None = None
    for begin, stop in _mentions_in(text, start, end):
        if text[begin:stop] in topics or not (words.length_at(begin) or words.length_at(stop)):
            continue  # 集约|化工|作
        bodies = bodies or bodies_of()
        if any(a <= begin < b for a, b in bodies.others):
            continue
        near = max(start, begin - _LONGEST_TITLE)
        if text.rfind("《", near, begin) > text.rfind("》", near, begin):
            continue  # in the title of an act
        if word := _field(text, begin, stop, bodies):
            found.setdefault(word, _make_quote(start=begin, end=begin + len(word), text=word))
    return [
        quote for word, quote in found.items() if not any(word != other and other.startswith(word) for other in found)
    ]


def _field(text: str, begin: int, end: int, bodies: Bodies) -> str:
    """The sector that the mention ``text[begin:end]`` names, without 经营, 生产 … behind it; empty if it names none."""
    word = text[begin:end]
    if (trade := _OF_FIRM.sub("", word)) and trade != word and sectors.resolve(trade):
        word = trade
    if word in _DATA["services"]["words"]:
        return ""
    stop = begin + len(word)
    if any(a <= begin and end <= b for a, b in bodies.firms) or _FIELD.match(text, stop):
        return word
    if word not in _fields_of_safety() or _THING.match(text, stop):
        return ""
    if not bodies.public and _FIRM.match(text, stop):
        return ""  # 用户应当告知燃气企业: the trade of the others
    if word in _DATA["listed"]["words"] and not (
        text.startswith(("、", "等"), stop) or text[begin - 1 : begin] == "、"
    ):
        return ""
    return word


def _covered(word: str, label: str) -> bool:
    if word in label or label in word:
        return True
    mine, above = sectors.resolve(word), sectors.resolve(label)
    return (
        mine is not None
        and above is not None
        and (sectors.is_within(mine, above) or sectors.is_within(above, mine) or sectors.may_overlap(mine, above))
    )


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
