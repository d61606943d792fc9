"""What need not be tried: needles and openings read off patterns, and the hints that stretches of a text carry."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import hints, parse_text
from parsers.hints import ALL, hint, hint_at, marks_of
from parsers.needles import closes, needles_of, opens
from parsers.segments import split_sentences
from policies.circulars import shipped

PATTERNS = [
    ("甲(?:乙|丙)", {"甲乙", "甲丙"}),
    ("[^，]*的(?:实际|情况)", {"的实", "的情"}),
    ("[乙丙]+丁", {"丁"}),
    ("(?=乙)甲", {"甲"}),
    ("甲(?:乙){0,2}丙", {"甲丙", "甲乙"}),
    ("甲(?:乙)?", {"甲", "甲乙"}),
    ("(?:甲|乙?)丙", {"丙"}),
    (r"\d{2}年", {"年"}),
    ("(?:甲|乙)(?<!丙)", {"甲", "乙"}),
]


@pytest.mark.parametrize(("pattern", "needles"), PATTERNS)
def test_needles(pattern: str, needles: set[str]) -> None:
    assert needles_of(re.compile(pattern)) == needles


@pytest.mark.parametrize("pattern", ["甲?", "[^甲]", "甲*|乙", ".", r"\w+"])
def test_a_pattern_that_matches_without_needles_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="needle"):
        needles_of(re.compile(pattern))


def test_letters_of_either_case_are_refused() -> None:
    with pytest.raises(ValueError, match="case"):
        needles_of(re.compile("a", re.IGNORECASE))


def test_openings_and_closings() -> None:
    assert opens(re.compile("甲?乙|丙丁"), ["戊己"]) == set("甲乙丙戊")
    assert closes(re.compile("甲乙?|丙[丁戊]$"), ["己庚"]) == set("甲乙丁戊庚")
    for found, pattern in ((opens, "[^甲]乙"), (opens, "甲?"), (closes, "乙.?"), (closes, "(?:甲)?")):
        with pytest.raises(ValueError, match="with anything"):
            found(re.compile(pattern))


CHARACTERS = "甲乙丙丁，。的一年\n"
SMALL = st.recursive(
    st.sampled_from([*"甲乙丙丁", "[甲乙]", "[^甲]", ".", "的", "(?=甲)", "(?<!乙)", "一年"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@given(SMALL, st.text(CHARACTERS, max_size=12))
def test_each_match_holds_a_needle_opens_and_closes_as_told(pattern: str, text: str) -> None:
    compiled = re.compile(pattern)
    for found in compiled.finditer(text):
        for read, words in ((needles_of, None), (opens, found[0][:1]), (closes, found[0][-1:])):
            try:
                characters = read(compiled)
            except ValueError:
                continue
            assert words in characters if words is not None else any(needle in found[0] for needle in characters)


def asked() -> list[tuple[str, int, re.Pattern[str]]]:
    """(module, bit, pattern) of all hints that the parsers ask for."""
    parse_text("热身。")
    rows = []
    for at, patterns in enumerate(hints._asked):
        for pattern in patterns:
            given_ = pattern() if callable(pattern) else pattern
            compiled = given_ if isinstance(given_, re.Pattern) else re.compile("|".join(map(re.escape, given_)))
            rows.append((str(at), 1 << at, compiled))
    return rows


def test_every_match_in_the_shipped_circulars_was_hinted_at() -> None:
    texts = [circular.path.read_text("utf-8") for circular in shipped()]
    rows, matched = asked(), set()
    for text in texts:
        for sentence in split_sentences(text, 0, len(text)):
            for name, bit, pattern in rows:
                if not sentence.holds & bit:
                    assert not pattern.search(text, sentence.start, sentence.end), pattern.pattern
                for segment in sentence.segments:
                    found = pattern.search(text, segment.start, segment.end)
                    assert segment.holds & bit or not found, pattern.pattern
                    if found:
                        matched.add(name)
    assert len(matched) > len(rows) / 3, "the circulars show too little"


@given(st.text("甲乙，。：“”（）\n.的 ", max_size=40))
def test_segments_and_sentences_carry_what_they_hold(text: str) -> None:
    for sentence in split_sentences(text, 0, len(text)):
        for words, bit in (("甲", FIRST), ("甲乙", PAIR)):
            assert sentence.holds & bit or words not in text[sentence.start : sentence.end]
            for segment in sentence.segments:
                assert segment.holds & bit or words not in text[segment.start : segment.end]
                assert segment.holds | sentence.holds in (sentence.holds, ALL)


FIRST, PAIR, PLACE = (
    hint(["甲"]),
    hint(re.compile("甲(?:乙)")),
    hint_at(lambda text: [text.index("子")] if "子" in text else []),
)


def test_hints_tell_words_pairs_and_places_apart() -> None:
    held = marks_of("甲丙，甲乙，乙甲，子").holds
    assert [[bool(bits & bit) for bit in (FIRST, PAIR, PLACE)] for bits in held] == [
        [True, False, False],
        [True, True, False],
        [True, False, False],
        [False, False, True],
    ]


def test_a_text_without_marks_and_an_empty_one() -> None:
    assert marks_of("").places == [0]
    (held,) = marks_of("甲").holds
    assert held & FIRST
    assert not held & PAIR


def test_hints_that_are_asked_for_late_are_read_too() -> None:
    marks_of("子丑")
    late = hint(["寅"])
    assert marks_of("子寅").holds[0] & late


def test_there_are_as_many_bits_as_hints() -> None:
    assert len(hints._asked) <= ALL.bit_length()
    assert sys.getsizeof(ALL) < 64
