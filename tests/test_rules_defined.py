"""Who is meant by a name that the text defines: the defining words decide where they tell more than the name."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import parse_text
from policies.answers import Verdict
from policies.conditions import Quoted
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity
from rules.compile import compile_duty
from rules.defined import as_defined
from rules.evaluate import decide
from rules.facts import Facts

HEAD = """吉林省人民政府办公室关于做好安全生产工作的通知
吉政办发〔2021〕8号

各市（州）人民政府，省政府各部门：
"""
FOOT = "\n\n吉林省人民政府办公室\n2021年3月1日\n"
ON = date(2021, 9, 1)
YES, OPEN, NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY


def verdict(definition: str, text: str, entity: Entity) -> Verdict:
    document = parse_text(f"{HEAD}　　一、{definition}\n　　二、{text}{FOOT}")
    return decide(compile_duty(document.duties[-1], document), Facts(entity), ON)


def enterprise(*sectors: str, size: str | None = None) -> Entity:
    return Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市", sectors=sectors, size=size)


COUNTY = Entity(kind=BodyKind.DEPARTMENT, place="永吉县", functions=("应急管理",), level=Level.COUNTY)
PROVINCE = Entity(kind=BodyKind.DEPARTMENT, place="吉林省", functions=("应急管理",), level=Level.PROVINCE)


@pytest.mark.parametrize(
    ("definition", "text", "entity", "expected"),
    [
        # the trade
        ("危险化学品企业（以下简称企业）要自查。", "企业应当建立台账。", enterprise("危险化学品"), YES),
        ("危险化学品企业（以下简称企业）要自查。", "企业应当建立台账。", enterprise("旅游"), NO),
        ("危险化学品企业（以下简称危化方）要自查。", "各危化方应当建立台账。", enterprise("旅游"), NO),
        ("煤矿企业、烟花爆竹企业（以下统称企业）要自查。", "企业应当建立台账。", enterprise("烟花爆竹"), YES),
        ("煤矿企业、烟花爆竹企业（以下统称企业）要自查。", "企业应当建立台账。", enterprise("旅游"), NO),
        # the size
        ("规模以上企业（以下简称规上方）要自查。", "规上方应当建立台账。", enterprise("旅游", size="大型"), YES),
        ("规模以上企业（以下简称规上方）要自查。", "规上方应当建立台账。", enterprise("旅游", size="规模以下"), NO),
        # the level
        ("市、县应急管理部门（以下简称监管方）要检查。", "监管方应当每季度检查一次。", COUNTY, YES),
        ("市、县应急管理部门（以下简称监管方）要检查。", "监管方应当每季度检查一次。", PROVINCE, NO),
        # those named before
        ("要做好工作。", "烟花爆竹企业、煤矿企业要自查。上述企业应当建立台账。", enterprise("煤矿"), YES),
        ("要做好工作。", "烟花爆竹企业、煤矿企业要自查。上述企业应当建立台账。", enterprise("旅游"), NO),
        ("要做好工作。", "企业要自查。上述企业应当建立台账。", enterprise("旅游"), YES),
        ("要做好工作。", "上述企业应当建立台账。", enterprise("旅游"), OPEN),
        # words that no fact answers are a question in the words of the definition, never a yes
        ("从事储油作业的企业（以下简称企业）要自查。", "企业应当建立台账。", enterprise("旅游"), OPEN),
        # where all are meant, all are meant
        ("全省企业和其他组织（以下统称企业）要自查。", "企业应当建立台账。", enterprise("旅游"), YES),
        # the name stands for it from its definition on, not in a longer name
        ("危险化学品企业（以下简称企业）要自查。", "旅游企业应当建立台账。", enterprise("旅游"), YES),
    ],
)
def test_defining_words_decide(definition: str, text: str, entity: Entity, expected: Verdict) -> None:
    assert verdict(definition, text, entity) is expected


def test_the_question_is_put_in_the_words_of_the_definition() -> None:
    document = parse_text(f"{HEAD}　　一、存放档案的机构（以下简称存档方）要自查。\n　　二、存档方应当建立台账。{FOOT}")
    bearer = document.duties[-1].bearers[0]
    assert bearer.surface is not None and bearer.surface.text == "存档方"
    told: list[str] = []

    def read(words: str, evidence: object, _reach: object) -> list[Quoted]:
        told.append(words)
        return [Quoted(words=words)]

    own = [Quoted(words="存档方")]
    found = as_defined(own, bearer.kind, "存档方", bearer.surface, document, None, read)  # type: ignore[arg-type]
    assert told == ["存放档案的机构"] and found == [Quoted(words="存放档案的机构")]


def test_a_sentence_that_explains_a_word_is_no_question() -> None:
    law = parse_text(
        "云岭省储运条例\n第一条　本条例所称储运企业，是指依法成立、以储运为业的企业。\n第二条　储运企业应当登记。\n"
    )
    condition = compile_duty(law.duties[-1], law)
    assert "依法成立" not in condition.model_dump_json(exclude={"evidence"})
