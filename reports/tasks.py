"""What a duty tells one to do, in words of the text that are safe to read on their own: the same in every report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policies.duties import Action, Duty, Modality
from policies.messages import _
from reports import words

__all__ = ["marked", "tasks"]

_FORBIDS = re.compile(r"严禁|禁止|不得|不准|不许|不能|不可|不要|不应|不允许|暂不|一律不|无权|切勿|请勿|绝不|决不")
_SHORT = 6  # characters: what is shorter (恢复生产, 上岗作业) is a verb that lost its object or its condition


def tasks(duty: Duty) -> tuple[str, ...]:
    """The predicates, where each can stand alone; else the whole quote as the one task.

    A predicate holds neither its condition nor its modality: 未取得相应资格的，不得上岗作业 has the predicate 上岗作业.
    """
    listed = [action for action in duty.actions if not duty.quote.covers(action.quote)]
    if listed:  # 不得有下列行为：（一）…；（二）…: the head tells what the items are
        return (words.flat(duty.quote.text), *(words.flat(action.quote.text) for action in listed))
    if not duty.actions or _needs_its_sentence(duty):
        return (words.flat(duty.quote.text),)
    return tuple(words.flat(action.quote.text) for action in duty.actions)


def marked(texts: Iterable[str], modality: Modality) -> tuple[str, ...]:
    """Tasks as they stand in a list: each of a prohibition says so itself, lest it be read apart from its demand."""
    if modality is not Modality.MUST_NOT:
        return tuple(texts)
    mark = _("[must not] {task}")
    return tuple(text if _FORBIDS.search(text) else mark.format(task=text) for text in texts)


def _needs_its_sentence(duty: Duty) -> bool:
    if duty.condition is not None or duty.modality in (Modality.MUST_NOT, Modality.MAY):
        return True
    if any(_length(action.quote.text) < _SHORT or _is_time(action, duty) for action in duty.actions):
        return True
    return len(duty.actions) == 1 and 2 * _length(duty.actions[0].quote.text) < _length(duty.quote.text)


def _is_time(action: Action, duty: Duty) -> bool:
    """Whether the predicate is nothing but its frequency (每年至少组织一次)."""
    return any(timing.surface.covers(action.quote) for timing in duty.time)


def _length(text: str) -> int:
    return len("".join(text.split()))
