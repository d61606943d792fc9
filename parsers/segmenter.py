"""Words with their parts of speech: a spaCy tokenizer on jieba's dictionary and algorithm.

rjieba gives jieba's tokens much faster; where it has no wheel jieba itself serves. The two differ on runs of ASCII,
which are therefore split off first. A token's tag is the dictionary's (jieba's tag set: v verb, d adverb, p
preposition, n noun …). No stage lets a token decide a field's boundary alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["WordTokenizer", "Words", "tag_with_jieba", "tag_words"]

_ASCII = re.compile(r"[\x00-\x7f]+")
_ASCII_PIECE = re.compile(r"[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|\s+|.", re.S)


def _load_tagger() -> Callable[[str], list[tuple[str, str]]]:
    try:
        import rjieba  # noqa: PLC0415

        tagger: Callable[[str], list[tuple[str, str]]] = rjieba.tag
    except ImportError:  # no wheel for this machine (LoongArch)
        return tag_with_jieba
    return tagger


def tag_with_jieba(text: str) -> list[tuple[str, str]]:
    """What rjieba gives, by jieba itself: its words, and the dictionary's tag of each ("x" where it has none)."""
    import jieba  # noqa: PLC0415
    from jieba import posseg  # noqa: PLC0415

    jieba.setLogLevel("WARNING")
    posseg.dt.tokenizer.check_initialized()
    tags = posseg.dt.word_tag_tab
    return [(word, tags.get(word, "x")) for word in jieba.cut(text)]


_tagger: Callable[[str], list[tuple[str, str]]] | None = None


def tag_words(text: str) -> list[tuple[str, str]]:
    """(word, tag) pairs whose words concatenate to *text*."""
    global _tagger
    if _tagger is None:
        _tagger = _load_tagger()
    pairs: list[tuple[str, str]] = []
    at = 0
    for run in _ASCII.finditer(text):
        if run.start() > at:
            pairs.extend(_tagger(text[at : run.start()]))
        pairs.extend((piece, "x") for piece in _ASCII_PIECE.findall(run.group(0)))
        at = run.end()
    if at < len(text):
        pairs.extend(_tagger(text[at:]))
    return pairs


class Words:
    """Tags by offset: ``tag_at(i)`` is the tag of the word that begins at character *i*, "" inside a word."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        offsets = accumulate([len(word) for word, _ in pairs], initial=0)
        self._pairs = dict(zip(offsets, pairs, strict=False))  # one offset more than words: the end

    def tag_at(self, offset: int) -> str:
        pair = self._pairs.get(offset)
        return pair[1] if pair else ""

    def tag_before(self, offset: int) -> str:
        """The tag of the word that ends at *offset*, "" where none does."""
        for begin in range(offset - 1, max(offset - 8, -1), -1):
            if begin + self.length_at(begin) == offset:
                return self.tag_at(begin)
        return ""

    def length_at(self, offset: int) -> int:
        """Length of the word that begins at *offset*, 0 inside a word."""
        pair = self._pairs.get(offset)
        return len(pair[0]) if pair else 0


class WordTokenizer:
    """A spaCy tokenizer: one token a word, no whitespace attributes, so that character offsets are the text's own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc  # noqa: PLC0415

        pairs = tag_words(text)
        doc = Doc(self.vocab, words=[word for word, _ in pairs], spaces=[False] * len(pairs))
        doc.user_data["pairs"] = pairs
        return doc

    def bare(self, text: str) -> Doc:
        """A ``Doc`` of the words alone, under ``user_data["pairs"]``: it has no tokens."""
        from spacy.tokens import Doc  # noqa: PLC0415

        doc = Doc(self.vocab)
        doc.user_data["pairs"] = tag_words(text)
        return doc

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> WordTokenizer:
        return self

    def to_disk(self, _path: object, **_kwargs: object) -> None:
        """Nothing to save: the dictionary comes with jieba."""

    def from_disk(self, _path: object, **_kwargs: object) -> WordTokenizer:
        return self
