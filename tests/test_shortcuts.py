"""What is done in a shorter way gives what the long way gives."""

from __future__ import annotations

import gc
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from regexes import every_match_holds, openings
from spacy.language import Language
from spacy.tokens import Doc

from parsers import actors, duties, fields, fragments, parse_text, relations, roles, targets, timings
from parsers.pauses import collection_paused
from parsers.pipeline import language
from parsers.segments import matched_pairs, split_sentences
from policies.documents import Block, BlockKind, Clause, Sentence, SentenceRole
from policies.duties import Action, Basis, Bearer, BodyKind, Duty, Modality
from policies.spans import Quote, Span, Value, trusted
from policies.vocabulary.spelling import half_width

ALPHABET = "应急管理部门市（州）人民政府、，。企业厂长的(A1)“各”《县》：；局\n"


@given(st.text(ALPHABET, max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_heads_found_once_are_those_of_each_range(text: str, start: int, end: int) -> None:
    """Long ago each range was searched by a pattern that is all look-ahead."""
    start, end = min(start, len(text)), min(end, len(text))
    slow = re.compile(f"(?=({actors._heads().spots.pattern.pattern}))")
    ends = {found.end(1) for found in slow.finditer(text, start, end)}
    ends.update(stop for begin, stop in actors._organs(text) if start <= begin < end and stop <= end)
    assert actors.head_ends(text, start, end) == sorted(ends)


@given(st.text("煤矿山消防通道化工酒非\U0001f600\ud800", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_mentions_found_once_are_those_of_each_range(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(end, len(text))
    plain = fields._mentions()[0].pattern.finditer(text, start, end)
    assert list(fields._mentions_in(text, start, end)) == [found.span() for found in plain]


@given(st.text(st.characters(max_codepoint=0x1FFFF) | st.sampled_from("，：；（）＝\u0338\u0301")))
def test_half_width_is_nfkc(text: str) -> None:
    assert half_width(text) == unicodedata.normalize("NFKC", text)


@given(st.text(ALPHABET, max_size=80))
def test_pairs_are_found_the_same_within_sentences(text: str) -> None:
    pairs = matched_pairs(text, 0, len(text))
    for sentence in split_sentences(text, 0, len(text)):
        for start, end in pairs:  # no pair is cut by the end of a sentence
            assert not start < sentence.end < end


QUOTE = Quote(start=3, end=5, text="企业")
VALUES = [
    Span(start=1, end=2),
    QUOTE,
    Action(quote=QUOTE),
    Bearer(kind=BodyKind.ENTERPRISE, basis=Basis.ACT, evidence=QUOTE),
    Sentence(span=Span(start=0, end=9), clause=None, part=0, role=SentenceRole.DUTY),
    Block(span=Span(start=0, end=9), kind=BlockKind.TEXT),
    Clause(
        index=0,
        parent=None,
        part=0,
        path="一",
        level=1,
        number="一、",
        title="",
        span=Span(start=0, end=9),
        head=Span(start=0, end=2),
    ),
    Duty(id="0", quote=QUOTE, clause=None, part=0, modality=Modality.MUST, bearers=(), actions=()),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_trusted_values_are_like_validated_ones(value: Value) -> None:
    given_fields = {name: getattr(value, name) for name in reversed(type(value).model_fields)}
    made = trusted(type(value))(**given_fields)
    assert made == value
    assert hash(made) == hash(value)
    assert repr(made) == repr(value)
    assert made.model_dump_json() == value.model_dump_json()
    assert made.model_dump_json(exclude_defaults=True) == value.model_dump_json(exclude_defaults=True)
    assert type(value).model_validate_json(made.model_dump_json()) == value
    assert made.model_copy() == value


def test_a_copy_of_a_trusted_value_leaves_the_others_alone() -> None:
    make = trusted(Quote)
    one = make(start=0, end=1, text="甲")
    copy = one.model_copy(update={"end": 2})
    assert (one.end, copy.end) == (1, 2)
    assert make(start=0, end=1, text="甲") == one


def test_the_collector_runs_again_after_a_pause_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), collection_paused():
        assert not gc.isenabled()
        raise ValueError("x")
    assert gc.isenabled()
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()  # who has switched it off keeps it off
    finally:
        gc.enable()


def test_a_component_of_the_user_sees_tokens_and_what_it_writes_counts() -> None:
    @Language.component("test_marks")
    def mark(doc: Doc) -> Doc:
        seen.append([token.text for token in doc])
        doc.user_data["draft"].duties.clear()
        return doc

    seen: list[list[str]] = []
    text = "各企业要开展自查。"
    assert parse_text(text).duties
    language().add_pipe("test_marks")
    try:
        document = parse_text(text)
    finally:
        language().remove_pipe("test_marks")
    assert ["".join(words) for words in seen] == [text]
    assert len(seen[0]) > 3
    assert not document.duties
    assert parse_text(text).duties


def test_times_begin_as_is_looked_at_first() -> None:
    for first, alternative in openings(timings._OPENER):
        during = every_match_holds(alternative, re.compile("期间")) and alternative.getwidth()[1] <= timings._DURING
        assert first <= timings._FIRST or during, sorted(first)[:50]


def test_what_is_looked_for_first_is_in_every_match() -> None:
    guards = [
        (timings._DEADLINE, timings._MAY_DEADLINE),
        (timings._INSIDE, timings._MAY_DEADLINE),
        (timings._FREQUENCY, timings._MAY_FREQUENCY),
        (timings._PERIOD, timings._MAY_PERIOD),
        (relations._REPEAL, relations._REPEALS),
        (fragments._SIGNS, fragments._ODD),
        (roles._REPORT, roles._MAY_REPORT),
        (duties._NARROWS, duties._MAY_NARROW),
        (duties._NARROWS, re.compile("的")),
    ]
    for pattern, needed in guards:
        assert every_match_holds(pattern, needed), needed.pattern
    assert targets._FIGURE.pattern.endswith(targets._VALUE_AND_UNIT.pattern)


@pytest.mark.parametrize(
    ("pattern", "needed", "holds"),
    [
        ("甲(?:乙|丙)", "[乙丙]", True),
        ("甲(?:乙|丙)?", "[乙丙]", False),
        ("甲(?:乙|丁)", "[乙丙]", False),
        ("[乙丙]+丁", "乙|丙", True),
        ("[^乙]丁", "乙", False),
        ("(?=乙)甲", "乙", False),
        ("甲乙丙", "乙丙", True),
        ("甲(?:乙){0,2}丙", "乙", False),
        ("甲(?:乙){1,2}丙", "乙", True),
    ],
)
def test_what_every_match_holds(pattern: str, needed: str, holds: bool) -> None:
    assert every_match_holds(re.compile(pattern), re.compile(needed)) is holds
