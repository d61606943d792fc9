"""Duties as conditions over an entity's facts, and their answers: applies, does not, or not known, and why."""

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
