"""Provisions that punish a breach, and the duties whose breach they punish."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.provisions import provisions
from parsers import parse_text
from policies.answers import TieBasis
from policies.entities import Entity
from reports.checklist import build

LAW = """示例省煤矿安全条例
（2020年5月1日示例省人民代表大会常务委员会通过）
第一章 总则
第一条 煤矿企业应当对从业人员进行安全生产教育和培训。
第二条 煤矿企业不得使用国家明令淘汰的设备。
第三条 煤矿企业应当每季度组织一次应急演练，并将演练情况报告应急管理部门。
第四条 煤矿企业应当建立瓦斯监测台账。
第二章 法律责任
第五条 违反本条例第一条规定的，由应急管理部门责令限期改正，可以处五万元以下的罚款；逾期未改正的，责令停产停业整顿。
第六条 煤矿企业有下列行为之一的，由应急管理部门处十万元以下的罚款：
（一）使用国家明令淘汰的设备的；
（二）未按规定每季度组织应急演练的。
第七条 煤矿企业销毁瓦斯监测台账的，由应急管理部门给予警告。
"""
NOTICE = """示例县应急管理局关于严格煤矿执法的通知
一、违反《示例省煤矿安全条例》第四条规定的，由县应急管理局责令停产整顿。
"""
#: words of the duty → (how it is tied, words of the penalty)
TIES = {
    "安全生产教育和培训": (
        TieBasis.REFERENCE,
        "由应急管理部门责令限期改正，可以处五万元以下的罚款；逾期未改正的，责令停产停业整顿",
    ),
    "淘汰的设备": (TieBasis.WORDS, "由应急管理部门处十万元以下的罚款"),
    "应急演练": (TieBasis.WORDS, "由应急管理部门处十万元以下的罚款"),
}
MINE = Entity(kind="enterprise", sectors=("煤矿",))
DAY = date(2022, 1, 1)


def tied() -> dict[str, list[tuple[TieBasis, str]]]:
    document = parse_text(LAW)
    told = (*document.duties, *document.derived)
    found: dict[str, list[tuple[TieBasis, str]]] = {}
    for provision in provisions(document):
        for tie in provision.ties:
            found.setdefault(told[tie.duty].quote.text, []).append((tie.basis, provision.penalty.text))
    return found


@pytest.mark.parametrize("words", TIES)
def test_a_duty_is_tied_to_what_punishes_its_breach(words: str) -> None:
    fitting = [ties for quote, ties in tied().items() if words in quote]
    assert fitting == [[TIES[words]]]


def test_an_act_does_not_break_a_duty_to_act() -> None:
    """销毁台账 is no breach of 建立台账 in the same words: its sense is another one."""
    assert not [quote for quote in tied() if "台账" in quote]


@pytest.mark.parametrize(
    "sentence",
    [
        "公安机关拘留后，应当立即将被拘留人送看守所羁押。",
        "应急管理部门应当依法作出行政处罚决定。",
        "行政处罚由应急管理部门决定。",
        "对成绩显著的单位，给予表彰奖励。",
    ],
)
def test_procedure_and_praise_punish_nothing(sentence: str) -> None:
    assert provisions(parse_text(f"示例省条例\n第一条 {sentence}\n")) == []


def test_quotes_are_anchored() -> None:
    document = parse_text(LAW)
    found = provisions(document)
    assert len(found) == 4
    for provision in found:
        assert provision.breach.anchored(document.text)
        assert provision.penalty.anchored(document.text)


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    for name, text in (("law.txt", LAW), ("notice.txt", NOTICE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = KnowledgeBase(tmp_path / "zeren.db")
    assert not made.ingest([tmp_path / "law.txt", tmp_path / "notice.txt"]).failed
    return made


def test_answers_tell_what_neglect_costs(base: KnowledgeBase) -> None:
    with base:
        answers = base.duties_for(MINE, on=DAY)
        costs = {answer.record.duty.quote.text: answer.sanctions for answer in answers}
        (training,) = (found for quote, found in costs.items() if "教育和培训" in quote)
        assert [(one.basis, one.source.clause) for one in training] == [(TieBasis.REFERENCE, "第二章/第五条")]
        listed = build(answers, MINE, DAY)
        assert any("责令限期改正" in cost for item in listed.items for cost in item.costs)
        assert any("很可能" in cost for item in listed.items for cost in item.costs), "words tie only probably"


def test_another_document_punishes_by_naming_the_article(base: KnowledgeBase) -> None:
    with base:
        ledger = next(hit for hit in base.search("瓦斯监测台账") if hit.type == "duty" and "建立" in hit.snippet)
        (found,) = base.sanctions(ledger.id)
        assert found.penalty.text == "由县应急管理局责令停产整顿"
        assert found.source.title == "示例县应急管理局关于严格煤矿执法的通知"
        edges = [
            (source, data["evidence"])
            for source, _to, data in base.graph(ledger.id, depth=1).in_edges(f"duty:{ledger.id}", data=True)
            if data["type"] == "sanctions"
        ]
        assert [evidence for _source, evidence in edges] == ["由县应急管理局责令停产整顿"]


def test_a_new_version_takes_its_ties_along(base: KnowledgeBase, tmp_path: Path) -> None:
    with base:
        (tmp_path / "notice.txt").write_text(NOTICE.replace("第四条", "第一条"), encoding="utf-8")
        base.ingest([tmp_path / "notice.txt"])
        ledger = next(hit for hit in base.search("瓦斯监测台账") if hit.type == "duty" and "建立" in hit.snippet)
        training = next(hit for hit in base.search("教育和培训") if hit.type == "duty")
        assert base.sanctions(ledger.id) == ()
        assert len(base.sanctions(training.id)) == 2
        assert base.doctor() == []
