"""Words of a bearer or a condition, brought into one form, and what is left of them without words that narrow
nothing."""

from __future__ import annotations

import re

from policies.vocabulary import scopes

__all__ = ["plain", "strip_words"]

_BRACKETS = str.maketrans({"(": "（", ")": "）", "[": "（", "]": "）", "〔": "（", "〕": "）", "，": "、", ",": "、"})
_QUOTES = re.compile(r"[“”\"‘’『』「」]")


def plain(surface: str) -> str:
    """Without white space and quotation marks, brackets full width, commas as 、."""
    return _QUOTES.sub("", "".join(surface.split()).translate(_BRACKETS))


def strip_words(words: str, part: str, *keys: str) -> str:
    """What is left of *words* when everything listed under *keys* of a section of ``scopes.toml`` is taken out."""
    return scopes.alternatives(part, *keys).sub("", words)
