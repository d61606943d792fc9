"""The index gives the verdicts of the plain evaluator, in all three values, whatever the conditions and the facts."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.material import circulars
from parsers import parse_file
from policies.answers import Verdict
from policies.circulars import shipped
from policies.conditions import All, Any, Attribute, Condition, Kind, Not, Quoted, Sector, Window, Within
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.vocabulary import functions, scopes, sectors
from rules.collection import IndexedConditions
from rules.compile import compile_duty
from rules.evaluate import decide
from rules.logic import conjunction, disjunction, negation
from rules.resolved import Facts
from rules.terms import TREE, Literal, days, posted, terms_of
from tests.entities import DAYS, conditions, entities

ON = date(2012, 9, 1)


def agree(index: IndexedConditions, all_: list[Condition], entity: Entity, on: date) -> None:
    facts = Facts(entity)
    applies, unknown = index.decide(facts, on)
    wanted = [decide(condition, facts, on) for condition in all_]
    assert set(applies) == {n for n, verdict in enumerate(wanted) if verdict is Verdict.APPLIES}
    assert set(unknown) == {n for n, verdict in enumerate(wanted) if verdict is Verdict.UNKNOWN}


@settings(max_examples=250)
@given(st.lists(conditions, max_size=8), st.lists(entities, min_size=1, max_size=4), st.sampled_from(DAYS))
def test_any_conditions_and_any_facts(all_: list[Condition], several: list[Entity], on: date) -> None:
    index = IndexedConditions(all_)
    for entity in several:  # one after another: what is kept from one question must not answer another
        agree(index, all_, entity, on)


@given(conditions, entities.map(lambda one: one.model_copy(update={"sites": None})), st.sampled_from(DAYS))
def test_a_condition_is_its_terms(condition: Condition, entity: Entity, on: date) -> None:
    facts = Facts(entity)

    def verdict(literal: Literal) -> Verdict:
        found = decide(literal.atom, facts, on)
        return negation(found) if literal.negated else found

    found = disjunction(conjunction(map(verdict, term)) for term in terms_of(condition))
    assert found is decide(condition, facts, on)


def _distinct(all_: list[Condition], op: str) -> list[str]:
    return sorted({one.key for condition in all_ for term in terms_of(condition) for one in term if one.op == op})


def _random_entity(chance: random.Random, stated: list[str]) -> Entity:
    """Facts as an asker has them, with answers to some of the questions that the conditions ask."""
    places = ["吉林省", "吉林省吉林市", "吉林省吉林市永吉县", "220200", "上海市", "四川省成都市", "浙江省", "北京市"]
    terms = list(sectors.terms())

    def maybe(share: float, value: object) -> object:
        return value if chance.random() < share else None

    return Entity(
        name=maybe(0.3, chance.choice(["吉林市应急管理局", "省安委会办公室", "示例开发区管理委员会", "示例公司"])),
        kind=maybe(0.9, chance.choice(list(BodyKind))),
        level=maybe(0.1, "city"),
        place=maybe(0.8, chance.choice(places)),
        sectors=maybe(0.6, tuple(chance.sample(terms, chance.randint(0, 3)))),
        size=maybe(0.4, chance.choice(["规模以上", "小型", "大型"])),
        functions=maybe(0.4, tuple(chance.sample(list(functions.terms()), chance.randint(0, 2)))),
        position=maybe(0.3, chance.choice(list(scopes.posts()))),
        attributes={name: chance.random() < 0.5 for name in chance.sample(stated, chance.randint(0, 6))},
        sites=maybe(0.2, (Site(place="吉林省吉林市", sectors=("煤矿",)), Site(place="上海市"))),
    )  # type: ignore[arg-type]


def _on_circulars(paths: list[Path], rounds: int) -> None:
    all_ = [
        compile_duty(duty, document)
        for document in map(parse_file, paths)
        for duty in (*document.duties, *document.derived)
    ]
    index = IndexedConditions(all_)
    stated = [name for op in ("quoted", "named", "attribute", "sector") for name in _distinct(all_, op)]
    stated += [f"《{key.rpartition('/')[0]}》在所问之日有效" for key in _distinct(all_, "in_force")]
    chance = random.Random(1)
    for _ in range(rounds):
        on = chance.choice([ON, date(2026, 1, 1), date(2020, 6, 30), date(2009, 1, 1)])
        agree(index, all_, _random_entity(chance, stated), on)


def test_the_shipped_circulars() -> None:
    _on_circulars([one.path for one in shipped()], 300)


@pytest.mark.slow
def test_the_corpus() -> None:
    _on_circulars(circulars(), 400)


def test_days_are_found_by_year_month_and_day() -> None:
    """Every kind of neighbour of the day asked about: same day, month, year, and beyond."""
    dates = [date(y, m, d) for y in (2011, 2012, 2013) for m in (8, 9, 10) for d in (1, 2, 28)]
    all_: list[Condition] = [Window(since=day) for day in dates] + [Window(until=day) for day in dates]
    all_ += [Window(since=a, until=b) for a in dates[::4] for b in dates[::3]]
    all_ += [All(of=(a, b)) for a in all_[5:60:9] for b in all_[3:60:7]]
    all_ += [Not(of=one) for one in all_]
    index = IndexedConditions(all_)
    for on in (*dates, date(2012, 9, 15), date(1, 1, 1), date(9999, 12, 31)):
        agree(index, all_, Entity(), on)
    assert list(days("2012-09-01")) == [("year", "2012"), ("month", "2012-09"), ("day", "2012-09-01")]


def test_a_tree_that_would_make_too_many_terms_is_decided_as_a_whole() -> None:
    wide = All(of=tuple(Any(of=tuple(Quoted(words=f"{n}-{m}") for m in range(9))) for n in range(4)))
    all_: list[Condition] = [wide, Not(of=wide), All(of=(Kind(kind=BodyKind.ENTERPRISE), wide))]
    assert {literal.op for term in terms_of(wide) for literal in term} == {TREE}
    index = IndexedConditions(all_)
    for attributes in ({}, {f"{n}-0": True for n in range(4)}, {f"0-{m}": False for m in range(9)}):
        for kind in (None, BodyKind.ENTERPRISE, BodyKind.GOVERNMENT):
            agree(index, all_, Entity(kind=kind, attributes=attributes), ON)


def test_conditions_of_nothing() -> None:
    all_: list[Condition] = [All(of=()), Any(of=()), Not(of=All(of=())), Not(of=Any(of=()))]
    assert set(IndexedConditions(all_).decide(Facts(Entity()), ON).applies) == {0, 3}
    assert not any(IndexedConditions([]).decide(Facts(Entity()), ON))


def test_where_words_come_from_makes_no_difference() -> None:
    one = Within(place="220200", because="推断")
    assert terms_of(one) == terms_of(Within(place="220200"))
    (term,) = terms_of(All(of=(one, Sector(sector="煤矿"), Sector(sector="矿山"), Attribute(name="重大危险源"))))
    assert [item.slot for item in posted(term)] == ["attribute", "sector", "sector#2", "within"]
    assert all("推断" not in item.atom for item in posted(term))


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.index._MOST_KEPT", 30_000)
    all_: list[Condition] = [Sector(sector=term) for term in sectors.terms()]
    index = IndexedConditions(all_)
    for term in sectors.terms():
        agree(index, all_, Entity(sectors=(term,)), ON)
    assert len(index.index._kept) < 20
