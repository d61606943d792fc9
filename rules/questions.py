"""Which question to ask next: the one whose answer decides most duties.

For each fact that open duties ask for, every answer that it can have is tried on what is open of each duty, and the
duties that it decides are counted. The question that decides most, on the average of its answers, comes first;
``at_least`` of them are decided whatever the answer, ``at_most`` by the best one. Where no question alone decides
anything (each duty needs several facts), the one that most duties ask for comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from policies.answers import Answer, Fact, Verdict
from policies.conditions import Condition
from policies.entities import Entity
from rules.residuals import Leaf, Pattern, Residual, leaves, patterns_of, residual_of, value_of
from rules.resolved import Facts

__all__ = ["Question", "questions", "ranked"]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is asked for, and what its answer would settle."""

    fact: Fact
    average: float  # duties decided, on the average of all answers
    at_least: int
    at_most: int
    concerns: int  # duties that ask for it
    choices: tuple[str, ...]  # what the open duties ask for: kinds, levels, sectors, classes of size, functions
    first: int  # the first of the conditions that asks for it


def questions(answers: Iterable[Answer], entity: Entity | Facts, on: date) -> list[Question]:
    """The questions that undetermined answers leave open, the one that decides most first."""
    open_ = [one.record.condition for one in answers if one.verdict is Verdict.UNKNOWN]
    return ranked(open_, entity if isinstance(entity, Facts) else Facts(entity), on)


def ranked(conditions: Iterable[Condition], facts: Facts, on: date) -> list[Question]:
    """The questions that *conditions* leave open, the one that decides most first; decided ones ask nothing."""
    asked: dict[str, Fact] = {}
    first: dict[str, int] = {}
    alike: Counter[Residual] = Counter()
    for number, condition in enumerate(conditions):
        residual = residual_of(condition, facts, on, asked)
        if isinstance(residual, bool):
            continue
        alike[residual] += 1
        for key, _op, _value in leaves(residual):
            first.setdefault(key, number)
    by_key: dict[str, dict[Residual, tuple[Leaf, ...]]] = {}
    for residual in alike:
        for leaf in leaves(residual):
            known = by_key.setdefault(leaf[0], {})
            known[residual] = tuple(dict.fromkeys((*known.get(residual, ()), leaf)))
    found = [_question(asked[key], residuals, alike, first[key], facts) for key, residuals in by_key.items()]
    return sorted(found, key=lambda one: (-one.average, -one.concerns, one.fact.key))


def _question(
    fact: Fact, residuals: dict[Residual, tuple[Leaf, ...]], alike: Counter[Residual], first: int, facts: Facts
) -> Question:
    every = tuple(dict.fromkeys(leaf for some in residuals.values() for leaf in some))
    patterns = patterns_of(every, facts.possible_sizes)[fact.key]
    decided = [0] * len(patterns)
    for residual, own in residuals.items():
        tried: dict[tuple[bool, ...], bool] = {}
        for number, pattern in enumerate(patterns):
            if _settles(residual, own, pattern, tried):
                decided[number] += alike[residual]
    return Question(
        fact=fact,
        average=sum(decided) / len(decided) if decided else 0.0,
        at_least=min(decided, default=0),
        at_most=max(decided, default=0),
        concerns=sum(alike[residual] for residual in residuals),
        choices=_choices(every),
        first=first,
    )


def _settles(residual: Residual, own: tuple[Leaf, ...], pattern: Pattern, tried: dict[tuple[bool, ...], bool]) -> bool:
    """Whether the residual is decided when its *own* atoms turn out as *pattern* says."""
    turned = tuple(pattern[leaf] for leaf in own)
    if turned not in tried:
        tried[turned] = value_of(residual, dict(zip(own, turned, strict=True))) is not None
    return tried[turned]


def _choices(asked: tuple[Leaf, ...]) -> tuple[str, ...]:
    """The values that open duties ask for, most frequent kinds of fact only; others are words of one's own."""
    values: list[str] = []
    for key, op, value in asked:
        if key in ("kind", "level", "sectors", "size", "functions") and op != "within":
            values.extend(value.split(",") if op == "level" else [value])
    return tuple(dict.fromkeys(values))
