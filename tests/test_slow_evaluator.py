"""``rules.evaluate`` against an evaluator that follows the definitions word by word."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from random_pairs import NAMES, random_condition, random_day, random_entity
from slow_evaluator import decide

from rules.answers import verdict
from rules.evaluate import evaluate
from rules.resolved import Facts


@pytest.mark.parametrize(
    ("seed", "pairs"), [(1, 3_000), pytest.param(2, 100_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_both_agree_in_all_three_values(seed: int, pairs: int) -> None:
    source = random.Random(seed)
    seen: Counter[str] = Counter()
    for _ in range(pairs):
        condition, entity, on = random_condition(source), random_entity(source), random_day(source)
        facts = Facts(entity)
        found = evaluate(condition, facts, on).verdict
        expected = decide(condition.model_dump(mode="json"), entity, on, NAMES)
        assert found == verdict(condition, facts, on) == expected, (condition, entity, on)
        seen[found] += 1
    assert min(seen[value] for value in ("applies", "unknown", "does_not_apply")) > pairs / 20, seen
