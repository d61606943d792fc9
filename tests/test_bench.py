"""The measurements run, and those that do not depend on the machine hold."""

from __future__ import annotations

import pytest

from bench import country, engines, parsing, rules, running
from bench.fresh import in_fresh_process
from policies.answers import Verdict
from rules.collection import IndexedConditions
from rules.evaluate import decide
from rules.resolved import Facts
from rules.terms import condition_of


@pytest.mark.slow
def test_no_hostile_text_takes_quadratic_time() -> None:
    most, piece = in_fresh_process(parsing._hostile)
    assert most <= parsing.GROWTH, piece


@pytest.mark.slow
def test_memory_stays_flat_over_many_documents() -> None:
    growth = running.memory_growth()
    assert growth is None or growth <= running.GROWTH


def test_small_texts_differ() -> None:
    texts = running._small_texts()
    assert len({next(texts) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("jobs", "figure"), [(running.Jobs(1.8, 1.9, busy=False), 1.8), (running.Jobs(0.7, 1.9, busy=True), 1.9)]
)
def test_the_clock_counts_on_an_idle_machine_only(jobs: running.Jobs, figure: float) -> None:
    assert jobs.figure == figure


def test_a_missed_floor_ends_with_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        parsing, "rows", lambda: iter([parsing.Row("one: 2 (floor 1)", True), parsing.Row("two: 1 (floor 2)", False)])
    )
    assert parsing.main() == 1
    assert capsys.readouterr().out == "one: 2 (floor 1) ok\ntwo: 1 (floor 2) MISSED\n"


def test_a_country_has_other_places_days_and_words_and_the_same_reach() -> None:
    chosen = country.sheets()
    few, many = (list(country.copies(duties, chosen)) for duties in (3_000, 12_000))
    for documents in (few, many):
        reaching = [one for one in documents if one.fill(country._PLACE) in {*country.NEAR}]
        assert len(reaching) <= sum(country.NEAR.values())
    assert len({one.day for one in many}) > len(many) / 2
    texts = [text for one in many for text in one.conditions()]
    assert not any(sign in text for text in texts for sign in (country._PLACE, country._SECTOR, country._NUMBER))
    assert [one.day for one in few[:3]] == [one.day for one in country.copies(3_000, chosen)][:3]


def test_the_terms_of_a_copy_are_those_of_its_conditions() -> None:
    for one in list(country.copies(1_500, country.sheets()))[:12]:
        all_ = [condition_of(text) for text in one.conditions()]
        facts = Facts(country.ASKER)
        indexed = IndexedConditions.of_terms(one.terms().items()).decide(facts, country.ON)
        plain = engines.PlainLoop([one.shapes()]).decide(facts, country.ON)
        wanted = [decide(condition, facts, country.ON) for condition in all_]
        for verdict, ours, theirs in zip((Verdict.APPLIES, Verdict.UNKNOWN), indexed, plain, strict=True):
            assert set(ours) == set(theirs) == {n for n, found in enumerate(wanted) if found is verdict}


def test_a_bench_without_its_opponents_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rules, "_there", lambda module: module != "zen")
    assert rules.main() == 1
    assert "zen-engine" in capsys.readouterr().err


def test_a_missed_floor_of_the_engine_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_there", lambda module: True)
    for reached in (True, False):
        monkeypatch.setattr(rules, "rows", lambda reached=reached: iter([parsing.Row("x: 1 (floor 2)", reached)]))
        assert rules.main() == (0 if reached else 1)
