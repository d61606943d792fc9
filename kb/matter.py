"""What a duty is about: its acts as weighted words, without how much, when, and by whom in general.

Two duties are of the same matter where they require comparable acts on comparable objects. How much and by when is
compared elsewhere, as values; here those words are left out, so that 不少于 and 至少 differ in nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.tokens import words
from policies.answers import DutyRecord
from policies.duties import BodyKind, Duty, Modality
from policies.spans import Span
from policies.vocabulary import sectors
from policies.vocabulary.tables import table

__all__ = ["Act", "Matter", "content", "forbids", "matters", "weight_of"]

_SHORTEST = 2  # a single character is no word
_PART = 0.35
_NUMBER = re.compile(r"[0-9一二两三四五六七八九十百千万亿半零〇]+(?:[年月日天次个名元项家]|万元|小时|季度)?$")
# 报所在地县级应急管理部门备案: to whom, or by whom, is not what
_ORGAN = re.compile(
    r"(向|报告|报送|上报|报|经|由|所在地)[^，。；、]{0,14}?(?:主管部门|部门|机关|机构|办公室|政府|委员会|厅|局)(?![一-龥]?[长面部])"
)
_REST = re.compile(r"其[他余它]")
_COUNTED = re.compile(r"[一二两三四五六七八九十\d]次")  # 每年至少组织一次: what, was said before


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a duty. ``borrowed``: its object is left out in the text and taken from the act before it."""

    number: int  # in Duty.actions
    words: frozenset[str]
    parts: frozenset[str]  # those that stand inside a longer one: 隐患 beside 事故隐患
    borrowed: bool = False

    @classmethod
    def of(cls, number: int, words: frozenset[str], borrowed: bool = False) -> Act:
        parts = frozenset(word for word in words if any(word in other for other in words if other != word))
        return cls(number, words, parts, borrowed)

    def weight(self, word: str, weights: Mapping[str, float]) -> float:
        """What *word* counts in this act: a part of a longer word that counts already little."""
        return weights[word] * (_PART if word in self.parts else 1.0)


@dataclass(frozen=True, slots=True)
class Matter:
    """A duty as it is compared."""

    record: DutyRecord
    acts: tuple[Act, ...]
    sectors: tuple[str, ...]  # terms of the vocabulary
    kinds: frozenset[BodyKind]
    bearers: frozenset[str]  # words that narrow the bearer; none where the text names nobody in particular
    frame: frozenset[str]  # words of the headings, the condition and whom it deals with
    title: frozenset[str]  # words of the document's title
    whole: frozenset[str]  # words of the whole sentence, those of the acts among them

    @property
    def duty(self) -> Duty:
        return self.record.duty


@cache
def _light() -> frozenset[str]:
    return frozenset(table("matching")["light"])


@cache
def _frequent() -> frozenset[str]:
    return frozenset(table("matching")["frequent"])


@cache
def _preventive() -> tuple[str, ...]:
    return tuple(table("matching")["preventive"])


def weight_of(word: str) -> float:
    """How much a word tells before it is known how many acts have it."""
    return 0.4 if word in _frequent() else 1.0


@lru_cache(maxsize=256)  # the words of titles and headings are those of all duties below them
def content(text: str) -> frozenset[str]:
    """The words of *text* that tell a matter."""
    return frozenset(
        word for word in words(text) if len(word) >= _SHORTEST and word not in _light() and not _NUMBER.match(word)
    )


def forbids(duty: Duty, act: int) -> bool:
    """Whether the act of this number is to be kept from happening: forbidden, or to be prevented (杜绝…)."""
    if duty.modality is Modality.MUST_NOT:
        return True
    return duty.modality is Modality.MUST and duty.actions[act].quote.text.startswith(_preventive())


def matters(records: Iterable[DutyRecord]) -> list[Matter]:
    """The duties of one document, in their order, as they are compared."""
    found: list[Matter] = []
    before: frozenset[str] = frozenset()
    place: tuple[int, int | None] | None = None
    for record in records:
        duty = record.duty
        if (duty.part, duty.clause) != place:
            place, before = (duty.part, duty.clause), frozenset()
        acts = tuple(_acts(duty, before))
        found.append(_matter(record, acts))
        if acts:
            before = acts[-1].words
    return found


def _acts(duty: Duty, before: frozenset[str]) -> Iterator[Act]:
    amounts: list[Span] = [timing.surface for timing in duty.time]
    for number, action in enumerate(duty.actions):
        rest = _without(action.quote.text, action.quote.start, amounts)
        # 每年开展设施检查不超过一次 is a frequency from end to end: what is to be done stands in it.
        own = content(_ORGAN.sub(r"\1　", rest)) or content(action.quote.text)
        if own:
            yield Act.of(number, own)
            before = own
        elif before and _COUNTED.search(action.quote.text):
            yield Act.of(number, before, borrowed=True)


def _without(text: str, start: int, spans: Sequence[Span]) -> str:
    """*text*, which begins at *start*, with a blank for each of *spans* in it."""
    for span in sorted(spans, key=lambda one: -one.start):
        first, last = span.start - start, span.end - start
        if first >= 0 and last <= len(text):
            text = f"{text[:first]} {text[last:]}"
    return text


def _matter(record: DutyRecord, acts: tuple[Act, ...]) -> Matter:
    duty = record.duty
    named = "　".join(bearer.surface.text for bearer in duty.bearers if bearer.surface)
    around = (*record.source.headings[-2:], *(one.surface.text for one in duty.supervised))
    return Matter(
        record=record,
        acts=acts,
        sectors=tuple(dict.fromkeys(term for quote in duty.sectors if (term := sectors.resolve(quote.text)))),
        kinds=frozenset(bearer.kind for bearer in duty.bearers),
        bearers=content(named) | ({"其他"} if _REST.search(named) else frozenset()),
        frame=content("　".join((*around, duty.condition.text if duty.condition else ""))),
        title=content(record.source.title or ""),
        whole=content(duty.quote.text).union(*(act.words for act in acts)),
    )
