"""Two spellings of the same characters: full-width and half-width forms (Unicode normal form NFKC)."""

from __future__ import annotations

import unicodedata

__all__ = ["half_width"]

_MARKS = tuple(zip("，：；（）", ",:;()", strict=True))


def half_width(text: str) -> str:
    """*text* in NFKC: ｛，（１｝ become ,(1.

    Nearly every Chinese sentence holds one of a few marks, and one is enough to have ``normalize`` rebuild all of it;
    without them it only looks. NFKC maps each of these marks to one character, so that the result is the same.
    """
    for wide, narrow in _MARKS:
        if wide in text:
            text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text)
