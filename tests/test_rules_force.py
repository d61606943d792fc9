"""In force on a day: text and date → how a duty stands, and why."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import parse_text
from policies.answers import Answer, DutyRecord, Force, SourceRef, Trace, Verdict
from policies.conditions import All, Any, Condition, InForce, Kind, Quoted, Window
from policies.documents import Document
from policies.entities import Entity
from policies.messages import _
from rules.answers import answer
from rules.compile import compile_duty
from rules.force import in_force, is_force, without_force
from rules.reasons import Reason
from tests.parsing import HEAD

ENTERPRISE = Entity(kind="enterprise", sectors=("煤矿",))
RULES = "某省煤矿安全{title}\n\n第一条　煤矿企业必须每年检修一次设备{by}。\n{closing}\n\n某省人民政府\n2012年6月6日\n"


def ask(document: Document, on: str, words: str = "检修", entity: Entity = ENTERPRISE) -> Answer:
    duty = next(duty for duty in document.duties if words in duty.quote.text)
    source = SourceRef(
        document=document.id, title=None, doc_number=None, issuer=None, date=None, level=None, region=None, clause=""
    )
    record = DutyRecord(duty=duty, source=source, condition=compile_duty(duty, document))
    return answer(record, entity, date.fromisoformat(on))


def rules(closing: str = "", title: str = "管理规定", by: str = "") -> Document:
    return parse_text(RULES.format(title=title, closing=closing, by=by))


@pytest.mark.parametrize(
    ("document", "on", "force"),
    [
        (rules(), "2012-06-05", Force.NOT_YET),
        (rules(), "2012-06-06", Force.IN_FORCE),
        (rules(), "2032-06-06", Force.IN_FORCE),
        (rules("第二条　本规定自2012年9月1日起施行。"), "2012-08-31", Force.NOT_YET),
        (rules("第二条　本规定自2012年9月1日起施行。"), "2012-09-01", Force.IN_FORCE),
        (rules("第二条　本规定自2012年9月1日起施行，有效期2年。"), "2014-08-31", Force.IN_FORCE),
        (rules("第二条　本规定自2012年9月1日起施行，有效期2年。"), "2014-09-01", Force.EXPIRED),
        # on trial without a term: nothing ends it
        (rules(title="管理规定（试行）"), "2032-01-01", Force.IN_FORCE),
        (rules(title="管理规定（试行）", closing="第二条　本规定试行期1年。"), "2013-06-06", Force.IN_FORCE),
        (rules(title="管理规定（试行）", closing="第二条　本规定试行期1年。"), "2013-06-07", Force.EXPIRED),
        # years of a title: over for a plan, open for rules
        (rules(title="2012年工作方案"), "2012-12-31", Force.IN_FORCE),
        (rules(title="2012年工作方案"), "2013-01-01", Force.EXPIRED),
        (rules(title="2012年度考核办法"), "2013-01-01", Force.OPEN),
        (rules(title="管理规定（征求意见稿）"), "2012-07-01", Force.DRAFT),
        # a duty that is due later than its plan lasts
        (rules(title="2012年工作方案", by="，并于2013年1月20日前完成"), "2013-01-20", Force.IN_FORCE),
        (rules(title="2012年工作方案", by="，并于2013年1月20日前完成"), "2013-01-21", Force.EXPIRED),
    ],
)
def test_standing(document: Document, on: str, force: Force) -> None:
    found = ask(document, on)
    assert found.force is force, found.trace
    assert found.otherwise is Verdict.APPLIES
    wanted = {Force.IN_FORCE: Verdict.APPLIES, Force.OPEN: Verdict.UNKNOWN}.get(force, Verdict.DOES_NOT_APPLY)
    assert found.verdict is wanted
    assert (found.force_trace is None) == (force is Force.IN_FORCE)
    grounds(found.trace)


def grounds(trace: Trace) -> None:
    """No node without a quotation or a stated inference."""
    assert trace.evidence is not None or trace.because
    for child in trace.children:
        grounds(child)


LAW = """某省燃气管理条例

2004年6月1日某省人民代表大会常务委员会第三次会议通过

2018年3月9日某省人民代表大会常务委员会第九次会议《关于修改〈某省绿化条例〉等三件法规的决定》修正

第一条 燃气企业必须每年检修一次设备。

第二条 本条例自2004年10月1日起施行。
"""


def test_a_law_that_was_revised() -> None:
    """In force since 2004, in the words that are at hand since 2018: in between they may have been others."""
    law = parse_text(LAW)
    gas = Entity(kind="enterprise", sectors=("燃气",))
    assert ask(law, "2004-09-30", entity=gas).force is Force.NOT_YET
    between = ask(law, "2010-01-01", entity=gas)
    assert (between.force, between.verdict) == (Force.OPEN, Verdict.UNKNOWN)
    assert ask(law, "2018-03-09", entity=gas).force is Force.IN_FORCE
    stated = {"《某省燃气管理条例》现有文本在所问之日有效": True}
    gas = gas.model_copy(update={"attributes": stated})
    assert ask(law, "2010-01-01", entity=gas).force is Force.IN_FORCE
    assert [fact.key for fact in between.missing[0]] == ["words:《某省燃气管理条例》现有文本在所问之日有效"]


def test_the_reason_quotes_the_text() -> None:
    found = ask(rules("第二条　本规定自2012年9月1日起施行，有效期2年。"), "2020-01-01")
    assert found.force_trace is not None
    assert found.force_trace.evidence is not None
    assert found.force_trace.evidence.text == "本规定自2012年9月1日起施行，有效期2年"


def test_what_a_title_implies_is_worded_probably() -> None:
    found = ask(rules(title="2012年工作方案"), "2020-01-01")
    assert found.force_trace is not None
    assert found.force_trace.evidence is not None
    assert found.force_trace.evidence.text == "2012年"
    assert found.force_trace.because == _(Reason.YEARS)
    assert "probably" in Reason.YEARS


def test_an_entity_to_which_it_would_not_apply_either() -> None:
    found = ask(rules(title="2012年工作方案"), "2020-01-01", entity=Entity(kind="government"))
    assert (found.verdict, found.otherwise) == (Verdict.DOES_NOT_APPLY, Verdict.DOES_NOT_APPLY)


def test_several_sites() -> None:
    entity = Entity(
        kind="enterprise",
        sectors=("煤矿",),
        sites=({"place": "吉林省吉林市"}, {"place": "吉林省长春市"}),  # type: ignore[arg-type]
    )
    found = ask(rules(title="2012年工作方案"), "2020-01-01", entity=entity)
    assert found.force is Force.EXPIRED


def test_a_deadline_that_is_past_is_owed_all_the_same() -> None:
    document = parse_text(
        HEAD + "　　煤矿企业要在2012年9月底前完成一次隐患排查。\n　　煤矿企业不得在2012年9月底前开工。\n"
    )
    assert ask(document, "2012-09-30", "隐患排查").passed is None
    late = ask(document, "2012-10-01", "隐患排查")
    assert (late.verdict, late.passed) == (Verdict.APPLIES, date(2012, 9, 30))
    assert ask(document, "2012-10-01", "不得").passed is None


@pytest.mark.parametrize(
    "condition",
    [
        All(of=(Kind(kind="enterprise"), Window(since=date(2012, 1, 1)), InForce(document="甲"))),
        All(of=(Kind(kind="enterprise"), Any(of=(Window(until=date(2012, 1, 1)), InForce(document="甲"))))),
        Kind(kind="enterprise"),
        Window(since=date(2012, 1, 1)),
        Any(of=(Kind(kind="enterprise"), Window(since=date(2012, 1, 1)))),  # a reviewer's: who and when are one
        All(of=(Quoted(words="甲"),)),
    ],
)
def test_conditions_divide_into_who_and_when(condition: Condition) -> None:
    rest, dates = without_force(condition), in_force(condition)
    parts = (*rest.of, *dates.of) if isinstance(rest, All) and isinstance(dates, All) else ()
    if isinstance(condition, All):
        assert sorted(map(repr, parts)) == sorted(map(repr, condition.of))
    assert all(is_force(one) for one in (dates.of if isinstance(dates, All) else (dates,)))
