"""Words of a bearer or a condition, brought into one form, and what is left of them without words that narrow
nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.vocabulary import scopes, sectors

__all__ = ["plain", "sector_words", "strip_words"]

_LONGEST_SECTOR = 12

_BRACKETS = str.maketrans({"(": "（", ")": "）", "[": "（", "]": "）", "〔": "（", "〕": "）", "，": "、", ",": "、"})
_QUOTES = re.compile(r"[“”\"‘’『』「」]")


def plain(surface: str) -> str:
    """Without white space and quotation marks, brackets full width, commas as 、."""
    return _QUOTES.sub("", "".join(surface.split()).translate(_BRACKETS))


def strip_words(words: str, part: str, *keys: str) -> str:
    """What is left of *words* when everything listed under *keys* of a section of ``scopes.toml`` is taken out."""
    return scopes.alternatives(part, *keys).sub("", words)


def sector_words(words: str) -> Iterator[tuple[str, str | None]]:
    """*words* cut into names of sectors, the longest first from the left, each with its term, and single other
    characters."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_SECTOR, len(words) - at), 1, -1):
            term = sectors.resolve(words[at : at + size])
            if term is not None:
                yield words[at : at + size], term
                at += size
                break
        else:
            yield words[at], None
            at += 1
