"""Tokens for full-text search, and queries over them.

FTS5's own tokenizers fail Chinese: ``unicode61`` takes a whole run of characters for one word, ``trigram``
misses every word of two. Two columns are indexed instead: ``words`` (jieba's search tokens) and ``grams``
(overlapping pairs of characters, each run closed by its last character alone). A phrase of pairs is exactly
a substring; a pair or single character is found by its beginning; words lift the whole ones in the ranking.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

__all__ = ["Query", "cut", "fold", "grams", "words"]

Cut = Callable[[str], list[str]]


def fold(text: str) -> tuple[str, list[int]]:
    """*text* in NFKC and lower case, and for each of its characters the index of the original one.

    Done character by character, so that the map is exact; traditional forms are left as they are.
    """
    folded = [_plain(character) for character in text]
    origin = [index for index, plain in enumerate(folded) for _ in plain]
    return "".join(folded), origin


@lru_cache(maxsize=1 << 14)  # all that a few thousand circulars are written in
def _plain(character: str) -> str:
    return "〇" if character in "○◯" else unicodedata.normalize("NFKC", character).lower()


_RUN = re.compile(r"[0-9A-Za-z]+|[^\W\x00-\x7f]+")


def runs(folded: str) -> list[str]:
    """The runs of letters and digits: of ASCII, or of anything else (Chinese)."""
    return _RUN.findall(folded)


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def grams(text: str) -> list[str]:
    """Pairs of neighbouring characters of each Chinese run, then its last character; ASCII runs whole."""
    tokens: list[str] = []
    for run in runs("".join(map(_plain, text))):
        tokens.extend([run] if run.isascii() else [*_pairs(run), run[-1]])
    return tokens


def words(text: str) -> list[str]:
    """jieba's search tokens of each Chinese run (words and the shorter words in them); ASCII runs whole."""
    search = _segmenter()[1]
    tokens: list[str] = []
    for run in runs("".join(map(_plain, text))):
        tokens.extend([run] if run.isascii() else search(run))
    return tokens


def cut(text: str) -> list[str]:
    """The words of *text*, one after another, none inside another."""
    return _segmenter()[0](text)


@cache
def _segmenter() -> tuple[Cut, Cut]:
    """(cut, cut for search): rjieba's, or where it has no wheel jieba's, which give the same on Chinese runs."""
    try:
        import rjieba  # noqa: PLC0415 - only ingesting and searching need a segmenter
    except ImportError:
        return _jieba()
    return rjieba.cut, rjieba.cut_for_search


def _jieba() -> tuple[Cut, Cut]:
    import logging  # noqa: PLC0415

    import jieba  # noqa: PLC0415

    jieba.setLogLevel(logging.WARNING)
    return jieba.lcut, jieba.lcut_for_search


class Query:
    """What a person typed: terms between blanks, all of which have to occur.

    A term matches where its characters stand together, or where all its words stand in the same passage.
    """

    def __init__(self, text: str) -> None:
        self.terms: list[str] = [term for term in fold(text)[0].split() if any(runs(term))]
        self.words: dict[str, list[str]] = {term: _parts(term) for term in self.terms}

    def expression(self) -> str | None:
        """The query in FTS5's language, every token quoted; None where there is nothing to look for."""
        if not self.terms:
            return None
        return " AND ".join(f"({self._term(term)})" for term in self.terms)

    def _term(self, term: str) -> str:
        whole = _substring(term)
        parts = self.words[term]
        if not parts:
            return whole
        apart = " AND ".join(f'(words : "{part}" OR {_substring(part)})' for part in parts)
        return apart if parts == [term] else f"{whole} OR ({apart})"

    def ranges(self, text: str) -> list[tuple[int, int]]:
        """Where *text* shows the terms: sorted, without overlaps; words alone where the whole term is absent."""
        folded, origin = fold(text)
        found: list[tuple[int, int]] = []
        for term in self.terms:
            spans = _occurrences(folded, term)
            for part in self.words[term] if not spans else ():
                spans.extend(_occurrences(folded, part))
            found.extend((origin[start], origin[end - 1] + 1) for start, end in spans)
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged


def _parts(term: str) -> list[str]:
    """The words of *term* that are worth looking for apart; none for a term too short to have several."""
    found: list[str] = []
    for run in runs(term):
        found.extend([run] if run.isascii() or len(run) == 2 else _segmenter()[0](run) if len(run) > 2 else [])
    wanted = list(dict.fromkeys(word for word in found if len(word) > 1))
    # One word beside single characters (企业是指) would find that word everywhere.
    return wanted if len(wanted) > 1 or wanted == [term] else []


def _substring(term: str) -> str:
    """FTS5: the characters of *term* in this order, whatever stands between its runs."""
    *before, last = runs(term)
    tokens: list[str] = []
    for run in before:
        tokens.extend([run] if run.isascii() else [*_pairs(run), run[-1]])
    single = not last.isascii() and len(last) == 1
    tokens.extend([last] if last.isascii() or single else _pairs(last))
    # A single character at the end is the beginning of a pair, or the last one of its run.
    return f'grams : "{" ".join(tokens)}"' + (" *" if single else "")


def _occurrences(folded: str, term: str) -> list[tuple[int, int]]:
    """Ranges of *term* in *folded*, as a plain substring, else as its runs with anything but letters between."""
    spans: list[tuple[int, int]] = []
    at = folded.find(term)
    while at >= 0:
        spans.append((at, at + len(term)))
        at = folded.find(term, at + len(term))
    if not spans and len(pieces := list(runs(term))) > 1:
        import re  # noqa: PLC0415

        pattern = r"[\W_]*".join(re.escape(piece) for piece in pieces)
        spans = [match.span() for match in re.finditer(pattern, folded)]
    return spans
