"""A compiled condition, taken apart by bearers."""

from __future__ import annotations

from policies.conditions import All, Any, Condition
from policies.duties import Duty

__all__ = ["alternatives"]


def alternatives(condition: Condition, duty: Duty) -> tuple[Condition, ...]:
    """The part of a compiled condition that belongs to each bearer; empty where a reviewer gave it another shape.

    One part more stands last where the bearers were inferred and others are not excluded.
    """
    if isinstance(condition, All) and condition.of:
        first = condition.of[0]
        if isinstance(first, Any) and 0 <= len(first.of) - len(duty.bearers) <= 1:
            return first.of
    return ()
