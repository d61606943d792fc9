"""What would change a verdict: every change told turns it when evaluated anew, and says so in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rules_answers import ON, OPEN, VALUES, conditions, entity_of, facts

from kb import KnowledgeBase
from policies.answers import Counterfactual, Verdict
from policies.conditions import (
    All,
    Attribute,
    Condition,
    Function,
    InForce,
    Kind,
    LevelIn,
    Named,
    Not,
    Position,
    Quoted,
    Sector,
    Size,
    Window,
    Within,
)
from policies.conditions import Any as AnyOf
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.errors import UsageError
from rules.answers import verdict
from rules.counterfactuals import counterfactuals
from rules.facts import consistent

MINE = Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市", sectors=("煤矿",), size="大型")
FIRM = Kind(kind=BodyKind.ENTERPRISE)
SINCE = Window(since=date(2012, 6, 6))


def told(condition: Condition, entity: Entity, on: date = ON) -> list[str]:
    return ["，且".join(change.says for change in one.changes) for one in counterfactuals(condition, entity, on)]


@pytest.mark.parametrize(
    ("condition", "entity", "expected"),
    [
        (
            All(of=(FIRM, Sector(sector="煤矿"), Within(place="220000"), SINCE)),
            MINE,
            ["所问日期在 2012-06-05 或以前", "不从事煤矿", "不在吉林省", "类别不是企业"],
        ),
        (All(of=(FIRM, Sector(sector="旅游"))), MINE, ["从事旅游"]),
        (All(of=(FIRM, Size(size="微型"), Within(place="330000"))), MINE, ["位于浙江省，且规模为微型"]),
        (Sector(sector="消防"), MINE.model_copy(update={"attributes": {"消防": False}}), ["从事消防"]),
        (AnyOf(of=(Kind(kind=BodyKind.GOVERNMENT), Kind(kind=BodyKind.DEPARTMENT))), MINE, ["类别为政府或部门"]),
        (All(of=(FIRM, Window(since=date(2013, 1, 1), until=date(2013, 12, 31)))), MINE, ["所问日期为 2013-01-01"]),
        (
            All(of=(Kind(kind=BodyKind.GOVERNMENT), LevelIn(levels=(Level.CITY,)), Within(place="220000"))),
            Entity(kind=BodyKind.GOVERNMENT, place="永吉县"),
            ["级别为市级（吉林省吉林市）"],
        ),
        (
            All(of=(Kind(kind=BodyKind.DEPARTMENT), Function(function="公安"))),
            Entity(kind=BodyKind.DEPARTMENT, functions=("应急管理",)),
            ["有公安职能"],
        ),
        (Position(position=""), MINE.model_copy(update={"position": "安全员"}), ["以整个单位询问（不限某一职务）"]),
        (Named(name="省安委会"), Entity(name="某厅"), ["名称为省安委会"]),
        (Not(of=Quoted(words="“甲”的")), Entity(attributes={"“甲”的": True}), ["不符合“‘甲’的”"]),
        (Attribute(name="重大危险源"), Entity(attributes={"重大危险源": True}), ["不符合“重大危险源”"]),
        (InForce(document="丙", draft=True), MINE, []),  # a draft binds nobody, whoever asks
        (Quoted(words="甲的"), Entity(), []),  # open: what would decide it is told elsewhere
    ],
)
def test_changes_are_told(condition: Condition, entity: Entity, expected: list[str]) -> None:
    assert told(condition, entity) == expected


def test_of_several_sites_those_that_count_have_to_change() -> None:
    sites = (Site(place="220200", sectors=("煤矿",)), Site(place="220221", sectors=("煤矿",)), Site(place="330100"))
    firm = Entity(kind=BodyKind.ENTERPRISE, sectors=("旅游",), sites=sites)
    mine = All(of=(Sector(sector="煤矿"), Within(place="220000")))
    assert verdict(mine, firm, ON) is Verdict.APPLIES
    for one in counterfactuals(mine, firm, ON):
        assert len(one.changes) == 2, "each of the two mines has to close or to move"
    away = All(of=(Sector(sector="煤矿"), Within(place="330000")))
    assert "从事煤矿" in told(away, firm)


window = st.builds(
    Window,
    since=st.sampled_from([None, date(2012, 6, 6), date(2013, 1, 1), date.min]),
    until=st.sampled_from([None, date(2012, 12, 31), date(2012, 8, 1), date.max]),
)
wider = st.one_of(
    conditions,
    st.lists(
        st.one_of(conditions, window, st.just(Named(name="省安委会")), st.just(Position(position="主要负责人"))),
        min_size=1,
        max_size=4,
    ).flatmap(lambda of: st.sampled_from([All(of=tuple(of)), AnyOf(of=tuple(of)), Not(of=All(of=tuple(of)))])),
)
SITES = [
    None,
    (Site(place="220200", sectors=("煤矿",)), Site(place="330782")),
    (Site(place="220221"), Site(place="230000", sectors=("建筑施工",))),
]


@settings(max_examples=300)
@given(wider, facts, st.sampled_from(SITES), st.sampled_from([None, "主要负责人", "安全员"]))
def test_every_counterfactual_turns_the_verdict(
    condition: Condition, known: dict[str, Any], sites: tuple[Site, ...] | None, position: str | None
) -> None:
    entity = entity_of(known).model_copy(update={"sites": sites, "position": position})
    before = verdict(condition, entity, ON)
    found = counterfactuals(condition, entity, ON)
    assert found == counterfactuals(condition, entity, ON)
    assert not found or before is not OPEN
    for one in found:
        assert turned(condition, one) and one.verdict not in (before, OPEN)
        assert one.changes and all(change.says for change in one.changes)
        assert (one.entity, one.on) != (entity, ON)
    sets = [frozenset(one.changes) for one in found]
    assert not any(a < b for a in sets for b in sets), "nothing is told that could be left out"


def turned(condition: Condition, one: Counterfactual) -> bool:
    return verdict(condition, consistent(one.entity), one.on) is one.verdict


@settings(max_examples=200)
@given(conditions, facts, st.sampled_from(list(VALUES)), st.data())
def test_where_one_fact_can_turn_it_something_is_told(
    condition: Condition, known: dict[str, Any], key: str, data: st.DataObject
) -> None:
    try:
        consistent(entity_of(known))
    except UsageError:
        return  # no such body: facts that contradict each other are refused where they are stated
    before = verdict(condition, entity_of(known), ON)
    other = entity_of(known | {key: data.draw(st.sampled_from(VALUES[key]))})
    if OPEN not in (before, after := verdict(condition, other, ON)) and after is not before:
        assert counterfactuals(condition, entity_of(known), ON)


def test_why_tells_what_would_change_it(demo_base: Any) -> None:
    with KnowledgeBase(demo_base) as base:
        answers = base.duties_for(MINE, on=ON, include_all=True)
        found = [base.why(one.record.duty.id, MINE, on=ON) for one in answers]
    assert {bool(one.changes) for one in found if one.verdict is not OPEN} == {True, False}  # a draft has none
    for one in found:
        assert all(turned(one.record.condition, change) for change in one.changes)
        assert not (one.verdict is OPEN and one.changes)
