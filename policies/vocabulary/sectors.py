"""Sectors: the lines of business and fields of work that circulars name, and how they nest.

``sectors.toml`` holds the terms, ``industries.csv`` the codes and names of GB/T 4754-2017 (国民经济行业分类), so
that an enterprise can be looked up by our words, by others for the same, by its class code or its name.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from policies.vocabulary.spelling import half_width
from policies.vocabulary.tables import table

__all__ = [
    "Sector",
    "cross_cutting",
    "get",
    "industries",
    "is_within",
    "may_overlap",
    "names",
    "nearest",
    "of_class",
    "resolve",
    "terms",
]

_CODE = re.compile(r"([A-Ta-t])?(\d{2,4})?")


@dataclass(frozen=True, slots=True)
class Sector:
    """A term. ``ancestors`` holds every term that it is nested in, itself included."""

    term: str
    aliases: tuple[str, ...]
    within: tuple[str, ...]
    ancestors: frozenset[str]
    classes: tuple[str, ...]
    cross_cutting: bool
    overlaps: tuple[str, ...]
    source: str | None


class _Vocabulary:
    def __init__(self) -> None:
        data = table("sectors")
        rows = data["terms"]
        self.endings = sorted(data["endings"], key=len, reverse=True)
        self.any_ending = tuple(self.endings)
        self.sectors: dict[str, Sector] = {}
        self.names: dict[str, str] = {}  # term or alias → term
        self.classes: dict[str, str] = {}  # class → term
        self.below: dict[str, set[str]] = defaultdict(set)  # term → itself and all that is nested in it
        for term, row in rows.items():
            aliases = tuple(row.get("aliases", ()))
            sector = Sector(
                term,
                aliases,
                tuple(row.get("within", ())),
                frozenset(_climb(term, rows)),
                tuple(row.get("classes", ())),
                bool(row.get("cross_cutting", False)),
                tuple(row.get("overlaps", ())),
                row.get("source"),
            )
            self.sectors[term] = sector
            for name in (term, *aliases):
                self.names[_plain(name)] = term
            for code in sector.classes:
                self.classes[code] = term
            for ancestor in sector.ancestors:
                self.below[ancestor].add(term)
        self.overlaps = {(s.term, other) for s in self.sectors.values() for other in s.overlaps}


def _climb(term: str, rows: dict[str, dict[str, list[str]]]) -> set[str]:
    found: set[str] = set()
    waiting = [term]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += rows[here].get("within", ())
    return found


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


@lru_cache(maxsize=1)
def industries() -> dict[str, tuple[str, str]]:
    """GB/T 4754-2017: code → (letter of its section, name of the class)."""
    path = Path(__file__).with_name("industries.csv")
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return {code: (section, name) for code, section, name in lines}


@lru_cache(maxsize=1)
def _class_names() -> dict[str, str]:
    # Several depths may share a name (烟煤和无烟煤开采洗选 is 061 and 0610): the deepest, which comes last, stays.
    return {_plain(name): code for code, (_section, name) in industries().items()}


def _plain(text: str) -> str:
    return "".join(half_width(text).split()).upper()


def terms() -> tuple[str, ...]:
    """All terms, in the order of the file."""
    return tuple(_vocabulary().sectors)


def names() -> dict[str, str]:
    """Every term and alias with its term, for those who look for sectors in running text."""
    return dict(_vocabulary().names)


def get(term: str) -> Sector | None:
    """The entry of a term of ours."""
    return _vocabulary().sectors.get(term)


@lru_cache(maxsize=1 << 13)  # the same words in every duty
def resolve(word_or_code: str) -> str | None:
    """The term for a word, an alias or a class of GB/T 4754-2017 (B, B06, 06, 061, 0610, or its name).

    A class leads to the term with the longest class that it begins with: 0610 to 煤矿, 5435 to 危险货物运输.
    None for what the vocabulary does not know.
    """
    word = _plain(word_or_code)
    if not word:
        return None
    match = _CODE.fullmatch(word)
    if match:
        return _of_class(match[1], match[2])
    vocabulary = _vocabulary()
    found = vocabulary.names.get(word)
    while found is None and word.endswith(vocabulary.any_ending):
        ending = next((e for e in vocabulary.endings if word.endswith(e) and word != e), None)
        if ending is None:
            break
        word = word.removesuffix(ending)
        found = vocabulary.names.get(word)
    if found is None and (code := _class_names().get(_plain(word_or_code))):
        return resolve(code)
    return found


def of_class(word: str) -> tuple[str, ...]:
    """The terms for a word, or for a class of GB/T 4754: the class's own and that of its section, where the one is not
    nested in the other (2710, of 药品, is of 制造业 as well). Empty for what the vocabulary does not know."""
    term = resolve(word)
    if term is None:
        return ()
    match = _CODE.fullmatch(_plain(word))
    section = industries()[match[2]][0] if match and match[2] else None
    above = _vocabulary().classes.get(section or "")
    return (term,) if above is None or is_within(term, above) else (term, above)


def _of_class(letter: str | None, digits: str | None) -> str | None:
    classes = _vocabulary().classes
    if digits is None:
        return classes.get(letter or "")
    if digits not in industries():
        return None
    section = industries()[digits][0]
    if letter is not None and letter != section:
        return None
    covering = (digits[:size] for size in range(len(digits), 1, -1))
    return next((classes[code] for code in covering if code in classes), classes.get(section))


def is_within(term: str, ancestor_term: str) -> bool:
    """Whether *term* is the other one or nested in it: 煤矿 is within 矿山, which is within 高危行业.

    Both are terms of ours; an unknown one is within nothing but itself.
    """
    sector = get(term)
    return ancestor_term in sector.ancestors if sector else term == ancestor_term


def cross_cutting(term: str) -> bool:
    """Whether the term is a matter that any body may have, whatever its line of business (消防, 特种设备)."""
    sector = get(term)
    return sector.cross_cutting if sector else False


@lru_cache(maxsize=1 << 15)  # pairs of a few hundred terms, asked again for every body
def may_overlap(one: str, other: str) -> bool:
    """Whether a body of which *one* is said may be one of which *other* holds: then "not stated" is not "no".

    True where one is nested in the other, where some term is nested in both (制造业 and 工贸), where the vocabulary
    says so (化工 and 危险化学品), where one cuts across all lines of business, and for unknown terms.
    """
    vocabulary = _vocabulary()
    if one not in vocabulary.sectors or other not in vocabulary.sectors:
        return True
    if cross_cutting(one) or cross_cutting(other) or vocabulary.below[one] & vocabulary.below[other]:
        return True
    return any(
        (_comparable(one, left) and _comparable(other, right)) or (_comparable(other, left) and _comparable(one, right))
        for left, right in vocabulary.overlaps
    )


def _comparable(one: str, other: str) -> bool:
    return is_within(one, other) or is_within(other, one)


def nearest(word: str, n: int = 3) -> tuple[str, ...]:
    """The *n* terms most like *word*, by their names and aliases, best first; for messages."""
    text = _plain(word)
    best: dict[str, float] = {}
    for name, term in _vocabulary().names.items():
        if set(text) & set(name):
            best[term] = max(best.get(term, 0.0), SequenceMatcher(None, text, name).ratio())
    return tuple(sorted(best, key=lambda term: (-best[term], term))[:n])
