"""Figures in running text: ASCII, full-width and Chinese numerals, whole or decimal."""

from __future__ import annotations

from functools import lru_cache

from parsers.dates import numeral

__all__ = ["number_of", "whole_number"]

_PLAIN = str.maketrans("０１２３４５６７８９．", "0123456789.")


def number_of(words: str) -> float | None:
    """The number that *words* write, None where they write none."""
    plain = words.translate(_PLAIN)
    whole, point, decimals = plain.partition("点")
    if point:  # 二点五
        digits = "".join(str("零一二三四五六七八九".find(digit)) for digit in decimals)
        front = number_of(whole)
        return None if front is None or not digits.isdigit() else float(f"{front:.0f}.{digits}")
    try:
        return float(plain)
    except ValueError:
        try:
            return float(numeral(plain))
        except ValueError:
            return None


@lru_cache(maxsize=1024)  # the same ordinals number the units of every text
def whole_number(words: str) -> int | None:
    """The whole number that *words* write, None where they write none."""
    value = number_of(words)
    return int(value) if value is not None and value.is_integer() else None
