"""Asking for facts one after another: the question that decides most, the answer as an entity's fact, what is left.

A further fact only ever decides what is open, so those duties alone are looked at again after an answer; all of them
after one that replaces an earlier answer (a place by a smaller one).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies.answers import DutyRecord, Verdict
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity
from policies.errors import UsageError
from policies.messages import N_, _
from policies.vocabulary import sizes
from policies.wording import kind_word, level_word
from rules.evaluate import decide
from rules.facts import consistent, entity_from_options
from rules.questions import Question, ranked
from rules.resolved import Facts

__all__ = ["SKIP", "Asked", "Interview", "how"]

SKIP = ("不知道", "不清楚", "不确定", "跳过", "skip", "?", "？")
_YES = ("1", "是", "是的", "对", "属于", "有", "yes", "y", "true")
_NO = ("2", "否", "不是", "不对", "不属于", "无", "没有", "no", "n", "false")
_NONE = ("无", "没有", "none", "0")
_BETWEEN = re.compile(r"[、，,;；\s]+")
_NAMED = ("attribute", "words")
_LISTS = {"sectors": "sectors", "functions": "functions"}
_MOST_CHOICES = 24
_TOO_WIDE = N_("That does not decide it: a more exact answer is wanted, or “{skip}”.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: the choices by number, and a duty that asks for it."""

    question: Question
    choices: tuple[tuple[str, str], ...]  # the value, and the words for people
    several: bool  # whether more than one may be named
    again: bool  # whether it was answered before, not exactly enough
    example: DutyRecord
    open: int  # duties not decided yet


class Interview:
    """What an entity has answered so far, and the question to put next.

    *records* are the duties that matter; those already decided are left out at once.
    """

    def __init__(self, records: Iterable[DutyRecord], entity: Entity, on: date) -> None:
        self.entity = entity
        self.on = on
        self._skipped: set[str] = set()
        facts = Facts(entity)
        self._asked = [one for one in records if decide(one.condition, facts, on) is Verdict.UNKNOWN]
        self._open = self._asked
        self._answered: set[str] = set()

    @property
    def open(self) -> int:
        """How many duties are not decided yet."""
        return len(self._open)

    def next(self) -> Asked | None:
        """The question that decides most among those not skipped; None where nothing is left to ask."""
        found = ranked((one.condition for one in self._open), Facts(self.entity), self.on)
        wanted = next((one for one in found if one.fact.key not in self._skipped), None)
        if wanted is None:
            return None
        choices = _choices(wanted, Facts(self.entity))
        several = wanted.fact.key in _LISTS
        return Asked(
            question=wanted,
            choices=choices,
            several=several,
            again=wanted.fact.key in self._answered,
            example=self._open[wanted.first],
            open=len(self._open),
        )

    def skip(self, asked: Asked) -> None:
        """The answer is not known: the fact stays unknown, and is not asked for again."""
        self._skipped.add(asked.question.fact.key)

    def answer(self, asked: Asked, words: str) -> None:
        """Take *words* (or the numbers of choices) as the answer; UsageError where they are none.

        Nothing is taken over from a wrong answer. The answer "not known" skips the question.
        """
        text = words.strip()
        if text.lower() in SKIP:
            self.skip(asked)
            return
        if not text:
            raise UsageError(_("No answer was given."), mend=how(asked))
        entity = _with(self.entity, asked, text)
        if entity == self.entity:
            raise UsageError(_(_TOO_WIDE).format(skip=SKIP[0]))
        facts = Facts(entity)
        again = self._asked if asked.question.fact.key in self._answered else self._open
        self._open = [one for one in again if decide(one.condition, facts, self.on) is Verdict.UNKNOWN]
        self.entity = entity
        self._answered.add(asked.question.fact.key)


def how(asked: Asked) -> str:
    """How the question can be answered, for people."""
    if asked.question.fact.key.partition(":")[0] in _NAMED:
        return _("Answer 1 (yes) or 2 (no), or “{skip}”.").format(skip=SKIP[0])
    if asked.several:
        return _("Name all of them, in words or numbers, with blanks between; “{none}” for none, or “{skip}”.").format(
            none=_NONE[0], skip=SKIP[0]
        )
    if asked.choices:
        return _("Answer with a number or in words, or “{skip}”.").format(skip=SKIP[0])
    return _("Answer in words, or “{skip}”.").format(skip=SKIP[0])


# Choices


def _choices(question: Question, facts: Facts) -> tuple[tuple[str, str], ...]:
    """Kinds and levels are all shown, and the sizes that are possible; of sectors and functions those that open duties
    ask for."""
    key = question.fact.key
    if key.partition(":")[0] in _NAMED:
        return (("yes", _("yes")), ("no", _("no")))
    match key:
        case "kind":
            return tuple((kind.value, kind_word(kind)) for kind in BodyKind)
        case "level":
            return tuple((level.value, level_word(level)) for level in Level)
        case "size":
            return tuple((one, one) for one in sizes.choices(facts.possible_sizes))
        case "sectors" | "functions":
            return tuple((one, one) for one in question.choices[:_MOST_CHOICES])
    return ()


# Answers


def _with(entity: Entity, asked: Asked, text: str) -> Entity:
    """*entity* with the answer; UsageError where it is none."""
    key = asked.question.fact.key
    kind, _colon, name = key.partition(":")
    if kind in _NAMED:
        return entity.model_copy(update={"attributes": dict(entity.attributes) | {name: _truth(text, asked)}})
    if key in _LISTS:
        return consistent(entity.model_copy(update={key: _listed(key, text, asked)}))
    value: dict[str, Any] = {key: _chosen(text, asked)}
    stated = entity_from_options(**value)
    if stated.size is not None:  # 小型, and then 规模以上
        stated = stated.model_copy(update={"size": sizes.both(entity.size, stated.size)})
    return consistent(entity.model_copy(update={key: getattr(stated, key)}))


def _truth(text: str, asked: Asked) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise UsageError(_("{value} is neither yes nor no.").format(value=text), mend=how(asked))


def _listed(key: str, text: str, asked: Asked) -> tuple[str, ...]:
    if text.lower() in _NONE:
        return ()
    words = [_chosen(one, asked) for one in _BETWEEN.split(text) if one]
    stated: Entity = entity_from_options(sectors=words) if key == "sectors" else entity_from_options(functions=words)
    found: tuple[str, ...] | None = getattr(stated, key)
    if found is None:
        raise UsageError(_("No answer was given."), mend=how(asked))
    return tuple(dict.fromkeys(found))


def _chosen(text: str, asked: Asked) -> str:
    """The value behind the number of a choice; other words as they stand."""
    if not (text.isascii() and text.isdigit() and asked.choices):
        return next((value for value, words in asked.choices if text == words), text)
    if len(text) < 4 and 1 <= int(text) <= len(asked.choices):
        return asked.choices[int(text) - 1][0]
    if asked.question.fact.key == "sectors" and len(text) > 1:
        return text  # a class of GB/T 4754
    raise UsageError(
        _("There is no choice {number}.").format(number=text),
        mend=_("The choices are numbered 1 to {most}.").format(most=len(asked.choices)),
    )
