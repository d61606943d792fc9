"""Words with their parts of speech: a spaCy tokenizer on jieba's dictionary and algorithm.

rjieba gives jieba's tokens much faster; where it has no wheel jieba itself serves. The two differ on runs of ASCII,
which are therefore split off first. A token's tag is the dictionary's (jieba's tag set: v verb, d adverb, p
preposition, n noun …). No stage lets a token decide a field's boundary alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from parsers.known import NOTHING, Known

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["WordTokenizer", "Words", "split_words", "tag_with_jieba"]

_ASCII = re.compile(r"[\x00-\x7f]+")
_RUN = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_ASCII_PIECE = re.compile(r"[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|\s+|.", re.S)


Tagger = Callable[[str], list[tuple[str, str]]]


@cache
def _engine() -> tuple[Callable[[str], list[str]], Tagger]:
    """What cuts a text into words, and what also tags them."""
    try:
        import rjieba  # noqa: PLC0415
    except ImportError:  # no wheel for this machine (LoongArch)
        import jieba  # noqa: PLC0415

        jieba.setLogLevel("WARNING")
        return jieba.lcut, tag_with_jieba
    return rjieba.cut, rjieba.tag


def tag_with_jieba(text: str) -> list[tuple[str, str]]:
    """What rjieba gives, by jieba itself: its words, and the dictionary's tag of each ("x" where it has none)."""
    import jieba  # noqa: PLC0415
    from jieba import posseg  # noqa: PLC0415

    jieba.setLogLevel("WARNING")
    posseg.dt.tokenizer.check_initialized()
    tags = posseg.dt.word_tag_tab
    return [(word, tags.get(word, "x")) for word in jieba.cut(text)]


def split_words(text: str) -> list[str]:
    """Words that concatenate to *text*."""
    cut, _ = _engine()
    if _GAP in text:
        return [word for run in _RUN.findall(text) for word in (_ascii_words(run) if run.isascii() else cut(run))]
    cuts = cut(_ASCII.sub(_GAP, text))  # one call cuts all that lies between the runs of ASCII
    words: list[str] = []
    at = 0
    for run in _ASCII.findall(text):
        stop = cuts.index(_GAP, at)
        words += cuts[at:stop]
        words += _ascii_words(run)
        at = stop + 1
    words += cuts[at:]
    return words


_GAP = "\ue000"  # for private use: no word of the dictionary holds it, and hardly a text


@lru_cache(maxsize=1 << 12)
def _ascii_words(run: str) -> tuple[str, ...]:
    return tuple(_ASCII_PIECE.findall(run))


@lru_cache(maxsize=1 << 16)
def _tag_of(word: str) -> str | None:
    """The tag of *word*; None where it is cut in two when it stands alone (分得): its text has to tell then."""
    if word.isascii():
        return "x"
    _, tag = _engine()
    pairs = tag(word)
    return pairs[0][1] if len(pairs) == 1 else None


class Words:
    """Words by offset. Tags are looked up where they are asked for: for one word in fifteen, and words repeat.

    ``known`` are the names among them that the text itself defines.
    """

    def __init__(self, words: list[str]) -> None:
        self.known: Known = NOTHING
        # for each character the length of the word that begins there, 0 inside a word: made and thrown away ten times
        # as fast as a dict
        lengths = np.fromiter(map(len, words), dtype=np.intc, count=len(words))
        ends = np.cumsum(lengths, dtype=np.intp)
        self._text = "".join(words)
        begins = np.zeros(len(self._text) + 1, dtype=np.intc)
        begins[ends - lengths] = lengths
        self._lengths = begins.data
        self._tags: dict[int, str] = {}  # of words that do not tell their tag themselves

    def tag_before(self, offset: int) -> str:
        """The tag of the word that ends at *offset*, "" where none does."""
        for begin in range(offset - 1, max(offset - 8, -1), -1):
            if begin + self.length_at(begin) == offset:
                return self.tag_at(begin)
        return ""

    def length_at(self, offset: int) -> int:
        """Length of the word that begins at *offset*, 0 inside a word."""
        return self._lengths[offset]

    def tag_at(self, offset: int) -> str:
        """The tag of the word that begins at *offset*, "" inside a word."""
        length = self._lengths[offset]
        if not length:
            return ""
        tag = _tag_of(self._text[offset : offset + length])
        return tag if tag is not None else self._tag_in_text(offset)

    def _tag_in_text(self, offset: int) -> str:
        if offset not in self._tags:
            _, tag = _engine()
            start, run = self._run_around(offset)
            for word, its_tag in tag(run):
                self._tags[start] = its_tag
                start += len(word)
        return self._tags[offset]

    def _run_around(self, offset: int) -> tuple[int, str]:
        """Where the run without ASCII begins that holds *offset*, and the run: what is cut and tagged at once."""
        start = end = offset
        while start and not self._text[start - 1].isascii():
            start -= 1
        while end < len(self._text) and not self._text[end].isascii():
            end += 1
        return start, self._text[start:end]


class WordTokenizer:
    """A spaCy tokenizer: one token a word, no whitespace attributes, so that character offsets are the text's own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc  # noqa: PLC0415

        words = split_words(text)
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        doc.user_data["words"] = words
        return doc

    def bare(self, text: str) -> Doc:
        """A ``Doc`` of the words alone, under ``user_data["words"]``: it has no tokens."""
        from spacy.tokens import Doc  # noqa: PLC0415

        doc = Doc(self.vocab)
        doc.user_data["words"] = split_words(text)
        return doc

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> WordTokenizer:
        return self

    def to_disk(self, _path: object, **_kwargs: object) -> None:
        """Nothing to save: the dictionary comes with jieba."""

    def from_disk(self, _path: object, **_kwargs: object) -> WordTokenizer:
        return self
