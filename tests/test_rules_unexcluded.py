"""A bearer that was only inferred excludes nobody without evidence: unknown is never no."""

from __future__ import annotations

from datetime import date

import pytest
from factories import make_document

from kb.prepare import source_ref
from parsers import parse_text
from policies.answers import DutyRecord, Verdict
from policies.duties import BodyKind
from policies.entities import Entity
from rules.answers import answer
from rules.compile import compile_duty
from rules.evaluate import decide
from rules.resolved import Facts

YES, OPEN, NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY
ON = date(2024, 6, 1)
RULES = {"title": "安全管理办法", "issuer": "应急管理部", "date": "2020-01-01", "level": "national", "genre": "办法"}
PLAN = RULES | {"title": "安全工作方案", "genre": "方案"}


def ask(kind: str, basis: str, asker: str, document: dict[str, str], **facts: object) -> Verdict:
    given = {"quote": "应当定期检查设备", "bearers": [{"surface": None, "kind": kind, "basis": basis}]}
    made = make_document([given], document=document)
    entity = Entity.model_validate({"kind": BodyKind(asker), "place": "吉林省吉林市", **facts})
    return decide(compile_duty(made.duties[0], made), Facts(entity), ON)


CASES = [
    # the frame of rules for whoever is concerned tells nothing of who is unstated
    ("department", "issuer", "enterprise", RULES, OPEN),
    ("department", "addressee", "institution", RULES, OPEN),
    ("enterprise", "rules", "institution", RULES, OPEN),
    ("enterprise", "rules", "enterprise", RULES, YES),
    # that of a directive does
    ("department", "issuer", "enterprise", PLAN, NO),
    ("department", "addressee", "enterprise", PLAN, NO),
    # what producers usually do, others may do as well; what only authorities do is theirs
    ("enterprise", "act", "institution", PLAN, OPEN),
    ("enterprise", "act", "department", PLAN, OPEN),
    ("department", "act", "enterprise", RULES, NO),
    # headings, labels and the text's own words exclude
    ("enterprise", "heading", "institution", RULES, NO),
    ("enterprise", "label", "institution", RULES, NO),
]


@pytest.mark.parametrize(("kind", "basis", "asker", "document", "expected"), CASES)
def test_who_is_excluded(kind: str, basis: str, asker: str, document: dict[str, str], expected: Verdict) -> None:
    assert ask(kind, basis, asker, document) is expected


def test_one_answer_settles_all_of_a_document() -> None:
    question = "《安全管理办法》中未写明责任主体的要求"
    answered = {"attributes": {question: True}}
    assert ask("department", "issuer", "enterprise", RULES, **answered) is YES
    answered = {"attributes": {question: False}}
    assert ask("department", "issuer", "enterprise", RULES, **answered) is NO


def test_an_open_answer_says_that_another_kind_was_inferred() -> None:
    given = {"quote": "应当定期检查设备", "bearers": [{"surface": None, "kind": "enterprise", "basis": "act"}]}
    made = make_document([given], document=PLAN)
    record = DutyRecord(
        duty=made.duties[0], source=source_ref(made, made.duties[0]), condition=compile_duty(made.duties[0], made)
    )
    found = answer(record, Entity(kind=BodyKind.INSTITUTION), ON)
    assert found.verdict is OPEN and found.bearer_basis.startswith("很可能，因为原文没有写明主体，推定的主体（企业）")
    assert "不排除" not in answer(record, Entity(kind=BodyKind.ENTERPRISE), ON).bearer_basis


FOR_MINES = """某某省煤矿防治水细则

第一条 煤矿企业应当建立防治水机构。
第二条 煤矿应当编制年度计划。
第三条 矿井应当建立排水系统。
第四条 煤矿企业应当配备专业人员。
第五条 煤矿必须进行水害预测。
第六条 煤矿企业不得在水体下开采。
第七条 矿井必须设置防水闸门。
第八条 煤矿应当每年组织演练。
第九条 煤矿企业应当储备物资。
第十条 煤矿应当探放老空水。
第十一条 防治水费用应当列入年度计划。
"""


def test_rules_that_speak_to_mines_bind_them_where_they_name_nobody() -> None:
    last = parse_text(FOR_MINES).duties[-1]
    assert [(b.kind.value, b.basis.value, b.certainty.value) for b in last.bearers] == [
        ("enterprise", "rules", "inferred")
    ]


def test_rules_that_speak_to_authorities_too_tell_nothing() -> None:
    text = FOR_MINES.replace("第八条 煤矿应当", "第八条 县级人民政府应当").replace(
        "第九条 煤矿企业", "第九条 应急管理部门"
    )
    last = parse_text(text).duties[-1]
    assert "rules" not in {b.basis.value for b in last.bearers}
