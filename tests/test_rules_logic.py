"""Kleene's tables, and the laws that hold in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.answers import Verdict
from rules.logic import conjunction, disjunction, negation

YES, OPEN, NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY
ORDER = [NO, OPEN, YES]
verdicts = st.sampled_from(ORDER)
several = st.lists(verdicts, max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, OPEN, OPEN, YES),
        (YES, NO, NO, YES),
        (OPEN, OPEN, OPEN, OPEN),
        (OPEN, NO, NO, OPEN),
        (NO, NO, NO, NO),
    ],
)
def test_tables(one: Verdict, other: Verdict, both: Verdict, either: Verdict) -> None:
    assert conjunction([one, other]) is conjunction([other, one]) is both
    assert disjunction([one, other]) is disjunction([other, one]) is either


def test_unknown_stays_unknown_under_not() -> None:
    assert [negation(value) for value in ORDER] == [YES, OPEN, NO]


@given(several)
def test_conjunction_is_the_least_and_disjunction_the_greatest(values: list[Verdict]) -> None:
    ranks = [ORDER.index(value) for value in values]
    assert ORDER.index(conjunction(values)) == min(ranks, default=2)
    assert ORDER.index(disjunction(values)) == max(ranks, default=0)


@given(several)
def test_de_morgan(values: list[Verdict]) -> None:
    assert negation(conjunction(values)) is disjunction(map(negation, values))


@given(several, st.integers(min_value=0), verdicts)
def test_a_further_fact_turns_only_unknown_into_something(values: list[Verdict], at: int, known: Verdict) -> None:
    if not values or values[at % len(values)] is not OPEN:
        return
    more = [*values]
    more[at % len(values)] = known
    for combine in (conjunction, disjunction):
        assert combine(values) in (OPEN, combine(more))
