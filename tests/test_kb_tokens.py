"""Tokens and queries, against FTS5 itself: what stands in a text is found, and no input is an error."""

from __future__ import annotations

import sqlite3
from itertools import pairwise

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.tokens import Query, _jieba, fold, grams, words

TEXT = "各级人民政府要加强隐患排查治理，落实“三超一改”（见吉市政办发〔2012〕14号），Ａ级达到90％。"


def found(text: str, query: str) -> bool:
    """Whether FTS5 finds *text* for *query*, with the table that a base has."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE passages USING fts5(words, grams, content='', tokenize='ascii')")
        connection.execute("INSERT INTO passages VALUES (?, ?)", (" ".join(words(text)), " ".join(grams(text))))
        expression = Query(query).expression()
        if expression is None:
            return False
        return bool(connection.execute("SELECT rowid FROM passages WHERE passages MATCH ?", (expression,)).fetchall())


@pytest.mark.parametrize(
    "query",
    ["隐患", "隐患排查", "隐患排查治理", "排查", "患排", "隐", "理", "落实 隐患", "治理，落实", "治理落实", "2012",
     "14号", "a级", "Ａ级", "90%", "〔2012〕14号", "吉市政办发[2012]14号", "“三超一改”", "治理隐患", "治理　隐患"],
)  # fmt: skip
def test_found(query: str) -> None:
    assert found(TEXT, query)


@pytest.mark.parametrize("query", ["排隐", "201", "企业", "隐患 企业", "治理企业", "3超", "，", "", "政府是指"])
def test_not_found(query: str) -> None:
    assert not found(TEXT, query)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "AND",
        "a AND",
        "隐患 OR",
        "NEAR(a b)",
        "words:",
        "*",
        "隐*",
        "a\x00b",
        "-隐患",
        "{words} : x",
        "^隐",
        "'",
        ")",
    ],
)
def test_syntax_of_fts5_is_text(query: str) -> None:
    found(TEXT, query)  # does not raise


@given(st.text(max_size=30))
def test_no_query_is_an_error(query: str) -> None:
    found(TEXT, query)


@given(
    st.text(alphabet="安全生产隐患〇○三超Ａa1９％，。 \n", min_size=1, max_size=24).flatmap(
        lambda text: st.tuples(st.just(text), st.integers(0, len(text) - 1), st.integers(1, 6))
    )
)
def test_every_piece_of_chinese_text_is_found(case: tuple[str, int, int]) -> None:
    text, start, length = case
    piece = text[start : start + length]
    cut_word = any(  # a run of ASCII is one word: only whole ones are found
        edge < len(text)
        and edge > 0
        and all(fold(text[at])[0].isascii() and fold(text[at])[0].isalnum() for at in (edge - 1, edge))
        for edge in (start, start + length)
    )
    if Query(piece).expression() and not cut_word:
        assert found(text, piece)


@given(
    st.text(alphabet="安全生产隐患排查Ａ９㈱ﬁ，。 ", max_size=20),
    st.text(alphabet="安全隐患Ａ9", min_size=1, max_size=3),
)
def test_ranges_lie_in_the_text_and_show_the_term(text: str, term: str) -> None:
    ranges = Query(term).ranges(text)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert ranges == sorted(ranges) and all(one[1] < two[0] for one, two in pairwise(ranges))
    if fold(term)[0] in fold(text)[0]:
        assert any(fold(term)[0] in fold(text[start:end])[0] for start, end in ranges)


def test_grams() -> None:
    assert grams("煤矿安全，Ab12 责") == ["煤矿", "矿安", "安全", "全", "ab12", "责"]


def test_words_are_those_of_a_dictionary_with_shorter_ones() -> None:
    assert words("中华人民共和国２０１２") == ["中华", "华人", "人民", "共和", "共和国", "中华人民共和国", "2012"]


@pytest.mark.parametrize("text", [TEXT, "煤矿企业不得超能力、超强度、超定员组织生产", "某某某某"])
def test_both_segmenters_agree(text: str) -> None:
    pytest.importorskip("rjieba")
    search = _jieba()[1]
    assert search is jieba.lcut_for_search
    slow = [token for run in text.split("，") if run.isalpha() for token in search(run)]
    quick = [token for run in text.split("，") if run.isalpha() for token in words(run)]
    assert slow == quick
