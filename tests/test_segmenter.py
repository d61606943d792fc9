"""Words: they concatenate to the text, and jieba and rjieba agree."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.segmenter import Words, _engine, split_words, tag_with_jieba
from policies.circulars import shipped


@given(st.text(max_size=200))
def test_words_concatenate_to_the_text(text: str) -> None:
    assert "".join(split_words(text)) == text


def test_words_by_offset() -> None:
    words = Words(["督促", "企业"])
    assert (words.tag_at(0), words.tag_at(2), words.tag_at(1), words.length_at(2)) == ("v", "n", "", 2)


def test_jieba_gives_what_rjieba_gives() -> None:
    """Same words everywhere, and the same tag wherever the dictionary has the word."""
    rjieba = pytest.importorskip("rjieba")
    for circular in shipped():
        for run in re.findall(r"[^\x00-\x7f]+", circular.path.read_text("utf-8")):
            fast, plain = rjieba.tag(run), tag_with_jieba(run)
            assert [word for word, _ in fast] == [word for word, _ in plain]
            assert all(tag == other for (_, tag), (_, other) in zip(fast, plain, strict=True) if other != "x")


@pytest.mark.parametrize("circular", shipped(), ids=[c.path.stem for c in shipped()])
def test_a_tag_looked_up_is_that_of_the_whole_text(circular: object) -> None:
    text = circular.path.read_text("utf-8")  # type: ignore[attr-defined]
    words = Words(split_words(text))
    _, tag = _engine()
    for run in re.finditer(r"[^\x00-\x7f]+", text):
        at = run.start()
        for word, its_tag in tag(run[0]):
            assert (words.length_at(at), words.tag_at(at)) == (len(word), its_tag)
            at += len(word)


@pytest.mark.parametrize("word", ["分得", "新设", "不应", "三米"])
def test_a_word_that_is_cut_when_alone_has_the_tag_of_its_text(word: str) -> None:
    """Whatever the words are cut to, tags are those of tagging the run as a whole."""
    text = f"1各地{word}的企业2"
    words = Words(split_words(text))
    _, tag = _engine()
    at = 1
    for piece, its_tag in tag(text[1:-1]):
        assert words.tag_at(at) == its_tag
        at += len(piece)


@pytest.mark.parametrize("character", ["a", " ", "1"])
def test_a_run_longer_than_the_last_character_has_a_number(character: str) -> None:
    text = character * (sys.maxunicode + 10)
    words = Words(split_words(f"各{text}企业"))
    assert words.tag_at(1) == "x"
    assert words.length_at(1) >= sys.maxunicode
    assert words.length_at(1 + len(text)) == 2
