"""zeren ask: questions of officials and the duties that have to come first; how questions are understood."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.make import console
from kb import KnowledgeBase
from kb.asked import Sieve
from kb.question import Part, Want, understand
from policies.documents import Level
from policies.duties import BodyKind, Modality, PartnerRole
from policies.errors import UsageError
from policies.vocabulary.tables import table

FOLDER = Path(__file__).parent / "questions"
ON = datetime.date(2023, 5, 1)
MARKS = {"岭": "岭政办发", "溪": "溪政办发", "石": "石桥县", "吉": "吉市政办发"}


def _cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in told["questions"]:
            yield pytest.param(case, told["day"], id=case["ask"])


CASES = list(_cases())


@pytest.fixture(scope="module")
def base(demo_base: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(demo_base) as kb:
        yield kb


def test_there_are_enough_questions() -> None:
    asked = [case.values[0]["ask"] for case in CASES]
    assert len(set(asked)) == len(asked) >= 60


@pytest.mark.parametrize(("case", "on"), CASES)
def test_the_duties_that_answer_come_first(case: dict[str, Any], on: datetime.date, base: KnowledgeBase) -> None:
    wanted = [tuple(one.split(" ", 1)) for one in case["first"]]
    answered = base.ask(case["ask"], on=on, limit=20)
    assert not answered.without, answered.without
    found = answered.found[: case.get("among", len(wanted))]
    told = [
        (f"{one.record.source.doc_number}{one.record.source.title}", "".join(one.record.duty.quote.text.split()))
        for one in found
    ]
    for mark, words in wanted:
        assert any(MARKS[mark] in source and words in text for source, text in told), told


def test_a_question_is_understood() -> None:
    question = understand("县级政府年底前要完成哪些煤矿隐患治理任务？", ON)
    assert (question.entity.kind, question.entity.level) == (BodyKind.GOVERNMENT, Level.COUNTY)
    assert (question.after, question.before) == (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    assert (question.sectors, question.modality, question.terms) == (("煤矿",), Modality.MUST, ("隐患", "治理"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("安监局有哪些职责", {"kind": BodyKind.DEPARTMENT, "functions": ("应急管理",)}),
        ("石桥县应急管理局要做什么", {"functions": ("应急管理",), "level": Level.COUNTY}),
        ("省安委会办公室要做什么", {"kind": BodyKind.DEPARTMENT, "level": Level.PROVINCE}),
        ("乡镇政府每季度要做什么", {"kind": BodyKind.GOVERNMENT, "level": Level.TOWNSHIP}),
        ("规模以上企业要做什么", {"kind": BodyKind.ENTERPRISE, "size": "规模以上"}),
        ("煤矿主要负责人要做什么", {"position": "主要负责人"}),
    ],
)
def test_bodies_are_understood(text: str, expected: dict[str, Any]) -> None:
    entity = understand(text, ON).entity
    assert {name: getattr(entity, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("演练多久一次", Want.HOW_OFTEN), ("普查何时完成", Want.BY_WHEN), ("演练由谁组织", Want.WHO),
        ("达标率多少", Want.HOW_MUCH), ("重大隐患多长时间内报告", Want.BY_WHEN), ("演练的要求", None),
    ],
)  # fmt: skip
def test_what_is_asked_for(text: str, wants: Want | None) -> None:
    assert understand(text, ON).wants is wants


@pytest.mark.parametrize("text", ["有哪些要求？", "什么", "？？", "要做什么", "请问有哪些规定", ""])
def test_a_question_without_content_is_told(text: str) -> None:
    with pytest.raises(UsageError) as told:
        understand(text, ON)
    assert told.value.mend


def test_a_word_of_demand_inside_another_is_none() -> None:
    assert understand("应急演练的主要要求", ON).modality is None


@pytest.mark.parametrize("text", ["个人所得税扣除标准", "政府网站集约化试点", "城市内涝治理"])
def test_a_part_of_another_word_is_no_body_and_no_place(text: str) -> None:
    question = understand(text, ON)
    assert not question.body
    assert Part.UNKNOWN not in {one.part for one in question.understood}


def test_who_leads_asks_for_the_part_in_the_work() -> None:
    question = understand("联合检查谁牵头", ON)
    assert (question.wants, question.role) == (Want.WHO, PartnerRole.LEAD)


def test_a_document_that_the_base_lacks_is_but_words() -> None:
    held = ("岭政办发〔2023〕7号",)
    assert understand("岭政办发〔2023〕7号的要求", ON, (), held).document == "岭政办发〔2023〕7号"
    question = understand("《安全生产条例》怎么修订", ON, (), held)
    assert question.document is None and "安全生产条例" in question.terms


def test_an_unknown_place_is_told() -> None:
    with pytest.raises(UsageError, match="火星市"):
        understand("火星市要做什么", ON)
    parts = {one.part: one.words for one in understand("火星市演练要求", ON).understood}
    assert parts[Part.UNKNOWN] == "火星市"


def test_a_place_of_which_there_are_several_is_told() -> None:
    with pytest.raises(UsageError) as told:
        understand("鼓楼区要做什么", ON)
    assert "鼓楼区" in told.value.what and "南京市鼓楼区" in told.value.mend


def test_any_row_of_words_is_read_or_refused_with_a_reason(base: KnowledgeBase) -> None:
    sections = table("questions").values()
    listed = [word for section in sections for words in section.values() for word in words if isinstance(word, str)]
    strange = [
        "2023年13月40日前",
        "9999年12月",
        "《",
        "》",
        "〔2023〕",
        "\x00",
        "\u202e",
        "%",
        '"',
        "*",
        "NEAR",
        "鼓楼区",
    ]
    chance = random.Random(7)
    for number in range(300):
        text = "".join(chance.choice([*listed, *strange]) for _word in range(chance.randint(1, 7)))
        try:
            understand(text, ON)
            if number % 30 == 0:
                base.ask(text, on=ON)
        except UsageError as error:
            assert error.mend, text


def test_a_word_that_no_duty_has_is_told(base: KnowledgeBase) -> None:
    answered = base.ask("煤矿企业量子计算演练多久一次", on=ON)
    assert "量子" in answered.absent and answered.found


def test_an_empty_answer_tells_which_part_emptied_it(base: KnowledgeBase) -> None:
    answered = base.ask("学校每天要做什么演练", on=ON)
    assert Sieve.TIME in answered.without and dict(answered.emptied)[Sieve.TIME] > 0
    assert all(one.lacks for one in answered.found)
    assert base.ask("量子计算", on=ON).total == 0


def test_what_is_forbidden_is_never_shown_as_allowed(base: KnowledgeBase) -> None:
    for text, modality in (("煤矿不得做什么", "must_not"), ("鼓励企业做什么", "encouraged"), ("企业可以做什么", "may")):
        found = base.ask(text, on=ON, limit=50)
        assert {one.record.duty.modality.value for one in found.found if not one.lacks} <= {modality}


def test_the_same_question_has_the_same_answer(base: KnowledgeBase) -> None:
    text = "煤矿企业多久演练一次"
    assert base.ask(text, on=ON) == base.ask(text, on=ON)


@pytest.mark.parametrize("form", ["csv", "md", "html", "json"])
def test_every_format_shows_the_understanding(form: str, demo_base: Path, tmp_path: Path) -> None:
    with console.surroundings(tmp_path, {}):
        command = f"zeren ask 煤矿企业多久演练一次 --db {demo_base.as_posix()} --on 2023-05-01 --format {form}"
        outcome = console.execute(command)
    assert outcome.code == 0 and "演练" in outcome.output
    if form == "json":
        assert json.loads(outcome.output)["duties"][0]["score"] > 0


def test_the_field_of_work_within_the_name_of_a_body() -> None:
    question = understand("餐饮单位要参加什么培训", ON)
    assert question.entity.kind is BodyKind.ENTERPRISE and question.sectors == ("餐饮服务",)


def test_a_mere_must_asks_for_nothing() -> None:
    assert understand("禁止什么", ON).modality is Modality.MUST_NOT
    with pytest.raises(UsageError):
        understand("应当做什么", ON)
