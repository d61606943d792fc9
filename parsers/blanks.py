"""White space of every kind, and the marks of no width that web pages leave (U+200B, byte order marks)."""

from __future__ import annotations

import re

__all__ = ["BLANKS", "BLANK_CLASS"]

_POINTS = (*range(9, 14), *range(28, 33), 133, 160, 0x1680, *range(0x2000, 0x200E), 0x2028, 0x2029, 0x202F)
BLANKS = "".join(map(chr, _POINTS)) + "\u205f\u2060\u3000\ufeff"
BLANK_CLASS = re.escape("".join(char for char in BLANKS if char not in "\n\r"))  # inside [ ] of a pattern
