"""Responsibility notes in running text: on several lines, in several brackets, with times."""

from __future__ import annotations

import pytest

from policies.documents import SentenceRole
from policies.duties import Basis
from tests.parsing import duties, plan
from tests.tables import bodies, partners, times


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["开展隐患排查。", "牵头单位：市应急局", "责任单位：市公安局", "配合单位：各县区", "完成时限：10月底前"],
        ["开展隐患排查。（牵头单位：市应急局；责任单位：市公安局；配合单位：各县区；完成时限：10月底前）"],
        ["开展隐患排查。（牵头单位：市应急局；责任单位：市公安局；配合单位：各县区）（完成时限：10月底前）"],
        ["开展隐患排查。牵头单位：市应急局；责任单位：市公安局；配合单位：各县区；完成时限：10月底前。"],
        ["开展隐患排查。〔牵头单位：市应急局；责任单位：市公安局；配合单位：各县区；完成时限：10月底前〕"],
    ],
)
def test_notes_that_follow_each_other_are_one(paragraphs: list[str]) -> None:
    document = plan(*paragraphs)
    (duty,) = [d for d in document.duties if d.clause is not None]
    assert bodies(duty) == ["市应急局", "市公安局"]
    assert {bearer.basis for bearer in duty.bearers} == {Basis.NOTE}
    assert partners(duty) == [("市应急局", "lead"), ("各县区", "cooperate")]
    assert times(duty) == [("10月底前", "deadline", "2012-10-31")]
    notes = [s for s in document.sentences if s.reason == "responsibility note"]
    assert {s.role for s in notes} == {SentenceRole.FORM}


def test_each_unit_has_its_own_notes() -> None:
    found = duties(
        "1.开展排查。",
        "责任单位：市应急局",
        "完成时限：每季度",
        "2.整改问题。（责任单位：市水利局；完成时限：长期坚持）",
    )
    assert [(bodies(d), times(d)) for d in found] == [
        (["市应急局"], [("每季度", "frequency", "=1/P3M")]), (["市水利局"], []),
    ]  # fmt: skip


def test_a_prohibition_is_not_done_by_a_day() -> None:
    (duty,) = duties("严禁瞒报事故。（责任单位：市应急局；完成时限：10月底前）")
    assert times(duty) == []


def test_the_words_of_the_duty_are_nearer_than_the_note() -> None:
    (duty,) = duties("9月底前完成排查。（责任单位：市应急局；完成时限：10月底前）")
    assert times(duty) == [("9月底前", "deadline", "2012-09-30")]


OWN_SUBJECT = [
    # who leads leads, named in the sentence or not; 配合 helps whoever owes; the others only answer for it
    (
        "煤矿企业要完成普查。（省能源局牵头，省财政厅、省水利厅等省直有关部门配合）",
        [
            ("省能源局", "lead"),
            ("省财政厅", "cooperate"),
            ("省水利厅", "cooperate"),
            ("省直有关部门", "cooperate"),
        ],
    ),
    (
        "省能源局要组织普查。（省能源局牵头，省财政厅按职责分工负责）",
        [("省能源局", "lead"), ("省财政厅", "responsible")],
    ),
    (
        "煤矿企业要完成普查。（责任单位：省能源局；配合单位：省财政厅）",
        [("省财政厅", "cooperate"), ("省能源局", "responsible")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), OWN_SUBJECT, ids=[case[0] for case in OWN_SUBJECT])
def test_what_a_note_makes_of_its_bodies_beside_a_subject(text: str, expected: list[tuple[str, str]]) -> None:
    (duty,) = duties(text)
    assert partners(duty) == expected


@pytest.mark.parametrize(
    ("note", "expected", "due"),
    [
        ("市应急局负责，10月底前完成", ["市应急局"], ["10月底前"]),
        ("市应急局牵头，市公安局配合，2012年年底前完成", ["市应急局"], ["2012年年底前"]),
        ("市应急局、各县（市、区）人民政府分别负责", ["市应急局", "各县（市、区）人民政府"], []),
    ],
)
def test_a_note_tells_by_when_and_that_each_owes(note: str, expected: list[str], due: list[str]) -> None:
    (duty,) = duties(f"开展隐患排查。（{note}）")
    assert bodies(duty) == expected
    assert [surface for surface, _, _ in times(duty)] == due


def test_a_sentence_over_its_note_is_no_heading() -> None:
    first, second = duties(
        "1.将安全生产纳入干部培训内容，对街道党政领导干部每两年轮训一遍。",
        "责任单位：市委党校",
        "2.建立专家队伍，完善专家参与应急处置和咨询评估的机制。",
        "责任单位：市应急局",
    )
    assert bodies(first) == ["市委党校"] and bodies(second) == ["市应急局"]
    assert len(first.actions) == 2
