"""Drafts with one known change each, made from circulars: what ``zeren diff`` and ``zeren crossref`` are held against.

Each kind has a reason in how drafts differ from what they carry out. A mutation changes one place of the text and says
where, what has to be reported there, and nothing elsewhere.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kb.models import ChangeKind
from policies.documents import Document
from policies.duties import Duty, Modality, TimeType
from policies.spans import Span

__all__ = ["KINDS", "Mutation", "mutations"]

_CUES = {"应当": "可以", "必须": "可以", "不得": "可以", "严禁": "鼓励", "禁止": "鼓励", "要": "可以", "须": "可"}
_BODIES = ("县公安局", "市教育局", "省林业厅", "县气象局")
_REWORDED = {
    "切实加强": "进一步加强",
    "大力推进": "积极推进",
    "认真开展": "扎实开展",
    "及时报告": "尽快报告",
    "积极开展": "扎实开展",
}
_SLOWER = {"每半年": "每年", "每季度": "每半年", "每月": "每季度", "每年": "每两年", "每周": "每月"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """*text* with one change; ``span`` is the sentence of the original that it concerns.

    ``wanted`` are the kinds of change of which one has to be reported; empty where nothing may be. ``added`` and
    ``dropped`` are for a duty that is new or gone.
    """

    kind: str
    text: str
    span: Span
    wanted: tuple[ChangeKind, ...] = ()
    added: bool = False
    dropped: bool = False


Edit = Callable[[Document, Duty, random.Random], Iterator[tuple[int, int, str]]]


def _figure(document: Document, duty: Duty, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for target in duty.targets:
        match = re.search(r"\d+(?:\.\d+)?", target.surface.text)
        if match is not None and float(match[0]) >= 2:
            figure = f"{float(match[0]) - 1:g}"
            yield target.surface.start + match.start(), target.surface.start + match.end(), figure


def _deadline(document: Document, duty: Duty, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for timing in duty.time:
        match = re.search(r"(\d{4})年", timing.surface.text)
        if timing.type is TimeType.DEADLINE and timing.value and match is not None:
            start = timing.surface.start + match.start(1)
            yield start, start + 4, str(int(match[1]) + 1)


def _frequency(document: Document, duty: Duty, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for timing in duty.time:
        if timing.type is TimeType.FREQUENCY and timing.value:
            for word, other in _SLOWER.items():
                if word in timing.surface.text:
                    start = timing.surface.start + timing.surface.text.index(word)
                    yield start, start + len(word), other
                    break


def _modality(document: Document, duty: Duty, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    if duty.modality not in (Modality.MUST, Modality.MUST_NOT) or not duty.actions:
        return
    first = duty.actions[0].quote.start
    for cue, other in _CUES.items():
        if document.text.startswith(cue, first - len(cue)) and duty.quote.start <= first - len(cue):
            yield first - len(cue), first, other
            return


def _bearer(document: Document, duty: Duty, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    if len(duty.bearers) == 1 and (surface := duty.bearers[0].surface) and duty.quote.start == surface.start:
        others = [body for body in _BODIES if body != surface.text]
        yield surface.start, surface.end, chance.choice(others)


def _reworded(document: Document, duty: Duty, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for words, other in _REWORDED.items():
        at = document.text.find(words, duty.quote.start, duty.quote.end)
        if at >= 0:
            yield at, at + len(words), other


def _sentence(document: Document, duty: Duty) -> Span | None:
    """The sentence of a duty, where it is the only one in it and ends as a sentence does."""
    span = next((s.span for s in document.sentences if s.span.covers(duty.quote)), None)
    if span is None or sum(span.covers(other.quote) for other in document.duties) != 1:
        return None
    text = document.quote(span).strip()
    return span if text.endswith("。") and len(text) > 12 and "：" not in text else None


#: Kind → how it changes a duty, and what has to be reported.
KINDS: dict[str, tuple[Edit, tuple[ChangeKind, ...]]] = {
    "figure lowered": (_figure, (ChangeKind.TARGET,)),
    "deadline moved": (_deadline, (ChangeKind.DEADLINE,)),
    "frequency lowered": (_frequency, (ChangeKind.FREQUENCY,)),
    "modality flipped": (_modality, (ChangeKind.MODALITY,)),
    "bearer swapped": (_bearer, (ChangeKind.BEARER,)),
    "reworded": (_reworded, ()),
}


def mutations(document: Document, seed: int = 0, each: int = 1) -> Iterator[Mutation]:
    """At most *each* mutations of every kind of *document*, drawn with *seed*."""
    chance = random.Random(f"{document.id}{seed}")
    for kind, (edit, wanted) in KINDS.items():
        places = [
            (start, end, other, duty.quote)
            for duty in document.duties
            for start, end, other in edit(document, duty, chance)
        ]
        for start, end, other, quote in chance.sample(places, min(each, len(places))):
            text = document.text[:start] + other + document.text[end:]
            # a time that opens the sentence stands outside the duty's own words
            yield Mutation(kind, text, Span(start=min(start, quote.start), end=max(end, quote.end)), wanted)
    alone = [(duty, span) for duty in document.duties if (span := _sentence(document, duty)) is not None]
    for _duty, span in chance.sample(alone, min(each, len(alone))):
        text = document.text[: span.start] + document.text[span.end :]
        yield Mutation("duty dropped", text, span, dropped=True)
    for _duty, span in chance.sample(alone, min(each, len(alone))):
        text = document.text[: span.end] + document.text[span.start :]
        yield Mutation("duty doubled", text, span, added=True)
