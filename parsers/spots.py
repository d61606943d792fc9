"""Where any of many words begins in a text, found in the whole text at once.

A pattern of some hundred words tries them one by one at each place, and every sentence asks anew. Here two or three
characters at a time are looked up in tables, for the whole text in a few steps of numpy (which spaCy brings along);
only what the tables let through is tried.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from policies.vocabulary.tables import alternation

__all__ = ["BITS", "Numbers", "OfText", "Spots", "mixed", "numbers"]

Made = TypeVar("Made")
_Codes = npt.NDArray[np.uint32]
BITS = 18
_STEP = 40_503  # odd: the pairs of one first character fall far apart


class OfText(Generic[Made]):
    """What *make* makes of a text, remembered for the last one in each thread: its sentences ask again and again."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        self._make = make
        self._last = threading.local()

    def __call__(self, text: str) -> Made:
        last = self._last.__dict__
        if last.get("text") is not text:
            last["made"], last["text"] = self._make(text), text
        made: Made = last["made"]
        return made


class Spots:
    """Finds the longest of *words* at every place of a text, overlapping ones too (应急管理部|门).

    *tail* is a pattern that belongs to a word where it follows.
    """

    def __init__(self, words: Iterable[str], tail: str = "") -> None:
        listed = [word for word in words if word]
        self.pattern = re.compile(alternation(listed) + tail)
        self._two, self._three = (np.zeros(1 << BITS, dtype=np.bool_) for _ in range(2))
        self._two[numbers("\n".join(word for word in listed if len(word) == 2)).pairs[::3]] = True
        longer = "".join(word[:3] for word in listed if len(word) > 2)
        self._three[numbers(longer).triples[::3]] = True
        self._single = [ord(word) for word in listed if len(word) == 1]

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, stop) of each, in order."""
        codes, pairs, triples = numbers(text)
        likely = self._two[pairs] | self._three[triples]
        for code in self._single:
            likely |= codes == code
        match = self.pattern.match
        for at in np.flatnonzero(likely).tolist():
            found = match(text, at)
            if found:
                yield at, found.end()


def mixed(first: _Codes, second: _Codes) -> _Codes:
    """Two characters as one number of so many ``BITS``; some pairs share theirs."""
    return (first * np.uint32(_STEP) + second) & np.uint32((1 << BITS) - 1)


class Numbers(NamedTuple):
    """The characters of a text as numbers, each with the one behind it as one, and with the two behind it."""

    codes: _Codes
    pairs: _Codes
    triples: _Codes


@OfText
def numbers(text: str) -> Numbers:
    """The numbers of *text*."""
    raw = (text + "\0\0").encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, dtype="<u4").astype(np.uint32, copy=False)
    pairs = mixed(codes[:-2], codes[1:-1])
    return Numbers(codes[:-2], pairs, mixed(pairs, codes[2:]))
