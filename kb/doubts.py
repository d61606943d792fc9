"""How doubtful a duty or an undecided sentence is, by the table of doubts: reasons, and their weights put together."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence

from policies.documents import Document, Doubt, Sentence
from policies.duties import Certainty, Duty, Modality, Strength, TimeType
from policies.vocabulary.tables import table

__all__ = ["duty_doubts", "sentence_doubts", "sentence_id", "weight"]


def duty_doubts(duty: Duty) -> tuple[str, ...]:
    """The reasons to look at a duty, heaviest first."""
    weights = table("doubts")["duty"]
    return tuple(sorted(set(_duty(duty)), key=lambda reason: (-weights[reason], reason)))


def _duty(duty: Duty) -> Iterator[str]:
    if not duty.bearers:
        yield "no_bearer"
    for bearer in duty.bearers:
        if bearer.certainty is not Certainty.STATED:
            yield bearer.basis.value
    words = "".join(duty.quote.text.split())
    limits = table("doubts")
    if duty.modality is not Modality.MUST_NOT and any(word in words for word in limits["words"]["forbidding"]):
        yield "forbidding"
    if not duty.actions:
        yield "no_action"
    if duty.strength is Strength.SOFTENED:
        yield "softened"
    if any(time.type is TimeType.DEADLINE and time.value is None for time in duty.time):
        yield "open_time"
    if len(words) > limits["limits"]["long"]:
        yield "long"


def sentence_doubts(sentence: Sentence) -> tuple[str, ...]:
    """The reason why a sentence is undecided."""
    return (sentence.reason or Doubt.NO_ACT.value,)


def weight(kind: str, reasons: Sequence[str]) -> float:
    """The doubt of a *kind* (duty, sentence) of thing: 0 for no reason, nearer to 1 the more there are."""
    weights = table("doubts")[kind]
    return round(1.0 - math.prod(1.0 - float(weights[reason]) for reason in reasons), 3)


def sentence_id(document: Document, index: int) -> str:
    """The id of a sentence: from its document, its words, and which of equal ones it is."""
    words = _words(document, index)
    again = sum(
        1
        for before in range(index)
        if len(document.sentences[before].span) >= len(words) and _words(document, before) == words
    )
    return hashlib.sha256(f"{document.id}|sentence|{words}|{again}".encode()).hexdigest()[:16]


def _words(document: Document, index: int) -> str:
    return "".join(document.quote(document.sentences[index].span).split())
