"""Kleene's strong three-valued logic over verdicts: unknown is never no, and only what it can change stays unknown."""

from __future__ import annotations

from collections.abc import Iterable

from policies.answers import Verdict

__all__ = ["conjunction", "disjunction", "negation"]

_YES, _OPEN, _NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY


def negation(value: Verdict) -> Verdict:
    """No for yes, yes for no; unknown stays."""
    if value is _OPEN:
        return _OPEN
    return _NO if value is _YES else _YES


def conjunction(values: Iterable[Verdict]) -> Verdict:
    """No as soon as one is no, yes if all are yes (also of none at all), else unknown."""
    result = _YES
    for value in values:
        if value is _NO:
            return _NO
        if value is _OPEN:
            result = _OPEN
    return result


def disjunction(values: Iterable[Verdict]) -> Verdict:
    """Yes as soon as one is yes, no if all are no (also of none at all), else unknown."""
    result = _NO
    for value in values:
        if value is _YES:
            return _YES
        if value is _OPEN:
            result = _OPEN
    return result
