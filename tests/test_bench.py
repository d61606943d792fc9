"""The measurements run, and those that do not depend on the machine hold."""

from __future__ import annotations

import pytest

from bench import parsing, running
from bench.fresh import in_fresh_process


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
