"""What a stretch of text holds, told for a whole text at once: whether a pattern can match there at all.

Most patterns are tried on every sentence and match in few. ``hint(pattern)`` gives a bit of its own to what each match
of the pattern holds (`parsers.needles`); a segment and a sentence carry the bits of all that they hold, so that

    if segment.holds & _MAY_LEAD and _LEAD_IN.search(text, begin, end):

tries the pattern only where it may match. The bits of a text are looked up by its characters, and by two characters at
a time, in tables of numpy: a few steps for the whole text, whatever number of patterns ask.

A stretch may carry more bits than its own words give (those of the words around it), never fewer: a bit that is not set
is a proof, one that is set is none.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parsers.needles import needles_of
from parsers.spots import BITS, OfText, mixed, numbers

__all__ = ["ALL", "CLOSERS", "MARKS", "Marks", "hint", "hint_at", "marks_of"]

ALL = (1 << 128) - 1  # a stretch of which nothing is known
MARKS = "。！？；;!?，,：:（）()“”《》〈〉「」『』【】\n\t."
CLOSERS = "）)”》〉」』】"
_PLANE = 1 << 16
_Pattern = re.Pattern[str] | Iterable[str] | Callable[[], re.Pattern[str] | Iterable[str]]
_Table = npt.NDArray[np.uint64]

_asked: list[tuple[_Pattern, ...]] = []
_found: list[tuple[int, Callable[[str], Sequence[int]]]] = []
_lock = threading.Lock()
_tables: list[tuple[int, _Table, _Table]] = []  # (bits read so far, of characters, of pairs), of 64 bits each


def hint(*patterns: _Pattern) -> int:
    """The bit of what each match of any of *patterns* holds: expressions, lists of words, or what makes one later."""
    _asked.append(patterns)
    if len(_asked) > ALL.bit_length():
        raise OverflowError("more hints than bits")
    return 1 << len(_asked) - 1


def hint_at(find: Callable[[str], Sequence[int]]) -> int:
    """The bit of what *find* has found in a text already: it gives where each begins."""
    _found.append((len(_asked), find))
    return hint()


def _needles(pattern: _Pattern) -> frozenset[str]:
    return needles_of(pattern() if callable(pattern) else pattern)


def _read() -> list[tuple[int, _Table, _Table]]:
    """The tables, with what was asked since they were read last."""
    if sum(read for read, _, _ in _tables) == len(_asked):
        return _tables
    with _lock:
        made = []
        for begin in range(0, len(_asked), 64):
            single, double = np.zeros(_PLANE, dtype=np.uint64), np.zeros(1 << BITS, dtype=np.uint64)
            row = _asked[begin : begin + 64]
            for at, patterns in enumerate(row):
                needles = frozenset().union(*map(_needles, patterns))
                one = [ord(needle) for needle in needles if len(needle) == 1]
                two = [needle for needle in needles if len(needle) > 1 and needle[0] not in needles]
                bit = np.uint64(1 << at)
                single[[min(code, _PLANE - 1) for code in one]] |= bit
                if two:
                    first, second = (np.array([ord(needle[i]) for needle in two], dtype=np.uint32) for i in (0, 1))
                    double[mixed(first, second)] |= bit
            made.append((len(row), single, double))
        _tables[:] = made
    return _tables


class Marks(NamedTuple):
    """The marks of a text in order, its end among them: where they are, and what it holds from one up to the next."""

    places: list[int]
    closers: list[int]  # where those are that close a pair
    holds: list[int]  # of the words before each


def _members(characters: str) -> npt.NDArray[np.bool_]:
    found = np.zeros(_PLANE, dtype=np.bool_)
    found[[ord(character) for character in characters]] = True
    return found


_is_mark, _is_closer = _members(MARKS), _members(CLOSERS)


@OfText
def marks_of(text: str) -> Marks:
    """The marks of *text* that may close or bracket something."""
    codes, pairs, _ = numbers(text)
    codes = np.minimum(codes, _PLANE - 1)
    places = np.append(np.flatnonzero(_is_mark[codes]), len(text))
    starts = np.append(0, places[:-1] + 1)
    held: list[int] = [0] * len(places)
    for number, (_, single, double) in enumerate(_read()):
        bits = np.append(single[codes] | double[pairs], np.uint64(0))
        for at, find in _found:
            if at // 64 == number:
                bits[np.array(find(text), dtype=np.intp)] |= np.uint64(1 << at % 64)
        found = np.bitwise_or.reduceat(bits, starts).tolist()
        held = [less | more << 64 * number for less, more in zip(held, found, strict=True)] if number else found
    return Marks(places.tolist(), np.flatnonzero(_is_closer[codes]).tolist(), held)
