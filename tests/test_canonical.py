"""Paragraphs to canonical text: verbatim, joined where a line is soft, each character with one origin."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parsers.canonical import canonicalise
from parsers.readers.lines import LINE_END
from parsers.readers.text import manuscript_of
from policies.documents import Origin, Source
from policies.manuscripts import Manuscript, Paragraph

SOURCE = Source(name="", format="pdf", digest="0" * 64)


def manuscript(*paragraphs: Paragraph) -> Manuscript:
    return Manuscript(source=SOURCE, paragraphs=paragraphs)


def line(
    text: str, *, soft: bool = False, offset: int = 0, breaks: tuple[tuple[int, int | None], ...] = ()
) -> Paragraph:
    return Paragraph(text=text, place="page 1", offset=offset, soft=soft, breaks=breaks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line("甲"), line("乙")], "甲\n乙"),
        ([line("落实责", soft=True), line("任。")], "落实责任。"),
        ([line("safety", soft=True), line("first")], "safety first"),
        ([line("GB/T", soft=True), line("9704")], "GB/T 9704"),
        ([line("20", soft=True), line("12年")], "2012年"),
        ([line("达到 ", soft=True), line(" 90%")], "达到90%"),
        ([line("落实 ", soft=True), line(""), line("责任")], "落实\n责任"),
        ([line("a", soft=True), line("", soft=True), line("b")], "a b"),
        ([line("末", soft=True)], "末"),
        ([line("\ufeff\0　关于")], "　关于"),
        ([line("甲"), line("\ufeff乙")], "甲\n\ufeff乙"),
        ([line("　　全角  空格 "), line("")], "　　全角  空格 \n"),
    ],
)
def test_join(lines: list[Paragraph], expected: str) -> None:
    assert canonicalise(manuscript(*lines))[0] == expected


def test_marks_that_were_left_out_part_the_origins() -> None:
    text, origins = canonicalise(manuscript(line("（一）加强监管", offset=2, breaks=((0, None), (3, 2), (5, 6)))))
    assert text == "（一）加强监管"
    assert [(text[o.start : o.end], o.offset) for o in origins] == [("加强", 2), ("监管", 6)]


def test_soft_lines_keep_the_place_of_each_half() -> None:
    first = Paragraph(text="落实责 ", place="page 1", offset=10, soft=True)
    second = Paragraph(text=" 任", place="page 2", offset=0)
    assert canonicalise(manuscript(first, second))[1] == (
        Origin(start=0, end=3, place="page 1", offset=10),
        Origin(start=3, end=4, place="page 2", offset=1),
    )


def covered(text: str, origins: tuple[Origin, ...]) -> list[int]:
    times = [0] * len(text)
    for origin in origins:
        for at in range(origin.start, origin.end):
            times[at] += 1
    return times


@given(
    st.text(st.characters(exclude_categories=[]) | st.sampled_from("\n\r\x0b\x0c\x85\u2028 　\ufeff\0。责任a1（一）、"))
)
@example("\ud800\r\n\ufeff\0")
@example("\ufeff")
@example("\n\0")
def test_any_string_comes_back(original: str) -> None:
    made = manuscript_of(original)
    text, origins = canonicalise(made)
    assert all(original[o.offset : o.offset + o.end - o.start] == text[o.start : o.end] for o in origins)
    # what lies in no origin is a line end or the blank between two words of a soft line
    times = covered(text, origins)
    assert all(times[at] == 1 if char not in "\n " else times[at] <= 1 for at, char in enumerate(text))
    kept = "".join(text[o.start : o.end] for o in origins)
    lost = LINE_END.sub("", original.lstrip("\ufeff\0"))
    assert kept.replace(" ", "").replace("\t", "") == lost.replace(" ", "").replace("\t", "")


@given(st.lists(st.tuples(st.text("责任ab12 \t", max_size=6), st.booleans()), max_size=8))
def test_soft_lines_lose_only_blanks(lines: list[tuple[str, bool]]) -> None:
    text, origins = canonicalise(manuscript(*(line(words, soft=soft) for words, soft in lines)))
    assert "".join(text.split()) == "".join("".join(words for words, _ in lines).split())
    assert all(times <= 1 for times in covered(text, origins))
    assert text.count("\n") == sum(not soft for _, soft in lines[:-1])
