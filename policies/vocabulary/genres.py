"""Kinds of document (文种): what a title closes with, and the force that such a document has.

The data are in ``genres.toml``. The order of force is that of 立法法 art. 98-106: 宪法 › 法律 › 行政法规 ›
地方性法规 and 部门规章 › 地方政府规章 › 规范性文件.
"""

from __future__ import annotations

import re
from functools import cache

from policies.documents import Level
from policies.vocabulary.spelling import half_width
from policies.vocabulary.tables import alternation, table

__all__ = ["RANKS", "closes_with_genre", "force", "genre_of", "is_document", "is_normative", "strip_version"]

RANKS = {
    "constitution": 0,
    "law": 1,
    "administrative regulation": 2,
    "local regulation": 3,
    "department rule": 3,
    "local rule": 4,
    "normative document": 5,
    "internal document": 6,
}

# （试行）, （2021—2025年）, （草案）, (2016) … after the ending; the number of the document counts too
_BRACKETED = re.compile(r"(?:[（(][^（()）]{1,60}[）)]|[〔\[【][^〔〕\[\]【】]{1,40}[〕\]】])$")


@cache
def _words() -> dict[str, str]:
    """Ending → kind."""
    words: dict[str, str] = {}
    for entry in table("genres")["genre"]:
        for word in (entry["name"], *entry.get("forms", ())):
            words[word] = entry["name"]
    return words


@cache
def _ending() -> re.Pattern[str]:
    # the reversed title is matched from its start, so that the longest ending wins
    return re.compile(alternation(word[::-1] for word in _words()))


@cache
def _forces() -> dict[str, str]:
    return {entry["name"]: entry["force"] for entry in table("genres")["genre"]}


def is_normative(genre: str | None) -> bool:
    """Whether a document of this kind lays down rules for whoever is concerned (办法, 细则), instead of directing those
    below (方案, 意见)."""
    return genre in table("genres")["rules"]["names"]


def strip_version(title: str) -> str:
    """*title* without title marks and bracketed versions at its end: …办法（试行） → …办法."""
    title = "".join(title.split()).rstrip('》〉>”"')
    while match := _BRACKETED.search(title):
        title = title[: match.start()].rstrip('》〉>”"')
    return title


@cache
def _lookalikes() -> tuple[str, ...]:
    return tuple(table("genres")["no_genre"][0]["words"])


def genre_of(title: str) -> str | None:
    """The kind that *title* closes with, None where it closes with none."""
    stem = strip_version(title)
    match = _ending().match(stem[::-1])
    return _words()[match[0][::-1]] if match and not stem.endswith(_lookalikes()) else None


def closes_with_genre(title: str) -> bool:
    """Whether *title* closes with a kind of document that follows at least two characters."""
    stem = strip_version(title)
    match = _ending().match(stem[::-1])
    return match is not None and len(stem) - len(match[0]) >= 2 and not stem.endswith(_lookalikes())


@cache
def _no_document() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = table("genres")["no_document"][0]
    return (
        re.compile(alternation(word[::-1] for word in data["endings"])),
        re.compile(alternation(word[::-1] for word in data["kept"])),
        re.compile(alternation(data["after"])),
        re.compile(alternation(word[::-1] for word in data["before"])),
    )


def is_document(title: str, before: str = "", after: str = "") -> bool:
    """Whether 《*title*》 names a document rather than a book, paper, form or certificate."""
    endings, kept, following, preceding = _no_document()
    stem = strip_version(half_width(title))[::-1]
    if endings.match(stem) and not kept.match(stem):
        return False
    if genre_of(title):
        return True
    return not following.match(after.lstrip()) and not preceding.match(before.rstrip()[::-1])


def force(genre: str | None, level: Level | None, *, by_order: bool = False, by_congress: bool = False) -> str:
    """One of RANKS: the force of a document of this *genre* from an issuer of this *level*.

    *by_order* is true for what is published by an order (令), *by_congress* for what a people's congress passed.
    """
    default = _forces().get(genre or "", "normative")
    if genre == "宪法":
        return "constitution"
    if default == "internal":
        return "internal document"
    if default == "law" and level in (None, Level.NATIONAL):
        return "law"
    if default in ("regulation", "law"):
        return "administrative regulation" if level is Level.NATIONAL and not by_congress else "local regulation"
    if default == "rule" and by_congress:
        return "law" if level is Level.NATIONAL else "local regulation"
    if default == "rule" and by_order:
        return "department rule" if level is Level.NATIONAL else "local rule"
    return "normative document"
