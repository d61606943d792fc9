"""Words: they concatenate to the text, and jieba and rjieba agree."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.segmenter import Words, tag_with_jieba, tag_words
from policies.circulars import shipped


@given(st.text(max_size=200))
def test_words_concatenate_to_the_text(text: str) -> None:
    assert "".join(word for word, _ in tag_words(text)) == text


def test_words_by_offset() -> None:
    words = Words([("督促", "v"), ("企业", "n")])
    assert (words.tag_at(0), words.tag_at(2), words.tag_at(1), words.length_at(2)) == ("v", "n", "", 2)


def test_jieba_gives_what_rjieba_gives() -> None:
    """Same words everywhere, and the same tag wherever the dictionary has the word."""
    rjieba = pytest.importorskip("rjieba")
    for circular in shipped():
        for run in re.findall(r"[^\x00-\x7f]+", circular.path.read_text("utf-8")):
            fast, plain = rjieba.tag(run), tag_with_jieba(run)
            assert [word for word, _ in fast] == [word for word, _ in plain]
            assert all(tag == other for (_, tag), (_, other) in zip(fast, plain, strict=True) if other != "x")
