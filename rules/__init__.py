"""Duties as conditions over an entity's facts, and their answers: applies, does not, or not known, and why."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.answers import answer, verdict
    from rules.compile import compile_duty
    from rules.evaluate import evaluate
    from rules.facts import Facts, entity_from_options, load_entity
    from rules.questions import questions

__all__ = [
    "Facts",
    "answer",
    "compile_duty",
    "entity_from_options",
    "evaluate",
    "load_entity",
    "questions",
    "verdict",
]

_WHERE = {
    "Facts": "rules.facts",
    "answer": "rules.answers",
    "compile_duty": "rules.compile",
    "entity_from_options": "rules.facts",
    "evaluate": "rules.evaluate",
    "load_entity": "rules.facts",
    "questions": "rules.questions",
    "verdict": "rules.answers",
}


def __getattr__(name: str) -> Any:
    """Each name when it is asked for: who answers from a base loads nothing of what compiles duties."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
