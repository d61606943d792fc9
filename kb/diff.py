"""Two texts of one document, duty by duty: what was raised or lowered, moved, added, dropped, or only reworded.

Duties with the same words are one; of the others those are taken together that agree most, by the words of their acts
(``kb.matching``) or by their characters. What no field of a duty holds must not pass for rewording: where figures or
words of negation differ and no change tells so, that is a change of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

from kb.changes import changes
from kb.matching import match
from kb.matter import content, matters
from kb.models import Change, ChangeKind, Direction
from kb.prepare import source_ref
from kb.tokens import grams
from policies.answers import DutyRecord
from policies.documents import Document
from policies.duties import Duty
from policies.messages import _
from policies.spans import Value
from rules.compile import compile_duty

__all__ = ["Diff", "Pair", "State", "diff", "records_of"]

_LEAST = 0.5  # agreement below which two duties are not one
_SAME_PLACE = 0.08  # what it counts that both stand under the same number
_NAMED = 0.5  # of an act's words that the other text has to have, for the act to count as named there
_FIGURES = re.compile(
    r"[0-9]+(?:\.[0-9]+)?"
    r"|[〇零一二三四五六七八九十百千万亿两]+(?=[个名人次年月日天周季倍项级分万亿元家户座台辆米])"
)
#: Comparators are one sign each: 不少于, 不得少于 and 至少 are one constraint, and no negation.
_COMPARED = (
    (re.compile(r"不得?(?:少于|低于|小于|短于|早于)|至少|最少"), "≥"),
    (re.compile(r"不得?(?:超过|高于|大于|多于|长于|晚于|迟于)|至多|最多"), "≤"),
)
_NEGATIONS = re.compile(r"[≥≤]|不得|不准|不许|禁止|严禁|不|未|无|非|勿")


class State(StrEnum):
    """What became of a duty. The order is that of a report: what weighs most first."""

    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"
    REWORDED = "reworded"
    SAME = "same"


class Pair(Value):
    """A duty of the old text, of the new one, or of both, with what changed."""

    state: State
    old: DutyRecord | None = None
    new: DutyRecord | None = None
    changes: tuple[Change, ...] = ()
    score: float | None = None  # how far both agree, where their words differ


class Diff(Value):
    """All duties of both texts, in the order of the new one; what was dropped stands where it stood."""

    old: str  # ids of the documents
    new: str
    old_title: str | None
    new_title: str | None
    pairs: tuple[Pair, ...]

    def of(self, *states: State) -> tuple[Pair, ...]:
        """The pairs in these states."""
        return tuple(pair for pair in self.pairs if pair.state in states)


def records_of(document: Document) -> list[DutyRecord]:
    """The duties that *document* states, with their sources and conditions, in its order."""
    return [
        DutyRecord(duty=duty, source=source_ref(document, duty), condition=compile_duty(duty, document))
        for duty in document.duties
    ]


def diff(old: Document, new: Document) -> Diff:
    """What *new* changes in *old*."""
    before, after = records_of(old), records_of(new)
    paired = dict(_same_words(before, after))
    scores: dict[int, float] = {}
    left = [n for n in range(len(before)) if n not in paired.values()]
    open_ = [n for n in range(len(after)) if n not in paired]
    for one, two, score in _alike([before[n] for n in left], [after[n] for n in open_]):
        paired[open_[two]] = left[one]
        scores[open_[two]] = score
    return Diff(
        old=old.id,
        new=new.id,
        old_title=old.metadata.title,
        new_title=new.metadata.title,
        pairs=tuple(_in_order(before, after, paired, scores)),
    )


def _plain(record: DutyRecord) -> str:
    return _flat(record.duty.quote.text)


def _same_words(before: Sequence[DutyRecord], after: Sequence[DutyRecord]) -> Iterator[tuple[int, int]]:
    """(new, old) of duties with the same words, those that stand under the same number first, else in their order."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(before):
        places[_plain(record)].append(number)
    waiting: list[int] = []
    for number, record in enumerate(after):
        held = places.get(_plain(record), [])
        same = next((one for one in held if before[one].source.clause == record.source.clause), None)
        if same is not None:
            held.remove(same)
            yield number, same
        else:
            waiting.append(number)
    for number in waiting:
        left = places.get(_plain(after[number]))
        if left:
            yield number, left.pop(0)


def _alike(before: Sequence[DutyRecord], after: Sequence[DutyRecord]) -> list[tuple[int, int, float]]:
    """Pairs (old, new) that agree enough, each duty once, best first."""
    scores: dict[tuple[int, int], float] = {}
    for found in match(matters(before), matters(after), _LEAST):
        scores[found.upper, found.lower] = found.score
    pairs = [Counter(gram for gram in grams(_plain(record)) if len(gram) > 1) for record in before]
    places: dict[str, list[int]] = defaultdict(list)
    for number, held in enumerate(pairs):
        for gram in held:
            places[gram].append(number)
    for new, record in enumerate(after):
        own = Counter(gram for gram in grams(_plain(record)) if len(gram) > 1)
        for old in sorted({number for gram in own for number in places.get(gram, ())}):
            shared = 2 * (own & pairs[old]).total() / (own.total() + pairs[old].total())
            scores[old, new] = max(shared, scores.get((old, new), 0.0))
    ranked = sorted(
        (-score - _SAME_PLACE * (before[old].source.clause == after[new].source.clause), old, new)
        for (old, new), score in scores.items()
        if score >= _LEAST
    )
    taken: list[tuple[int, int, float]] = []
    olds: set[int] = set()
    news: set[int] = set()
    for _rank, old, new in ranked:
        if old not in olds and new not in news:
            olds.add(old)
            news.add(new)
            taken.append((old, new, round(scores[old, new], 3)))
    return taken


def _in_order(
    before: Sequence[DutyRecord], after: Sequence[DutyRecord], paired: dict[int, int], scores: dict[int, float]
) -> Iterator[Pair]:
    held = {old: new for new, old in paired.items()}
    told = 0  # old duties before this one have been told
    for number, record in enumerate(after):
        old = paired.get(number)
        if old is None:
            yield Pair(state=State.NEW, new=record)
            continue
        while told <= old:
            if told not in held:
                yield Pair(state=State.DROPPED, old=before[told])
            told += 1
        yield _pair(before[old], record, scores.get(number))
    yield from (Pair(state=State.DROPPED, old=before[n]) for n in range(told, len(before)) if n not in held)


def _pair(old: DutyRecord, new: DutyRecord, score: float | None) -> Pair:
    if _told(old.duty) == _told(new.duty):
        return Pair(state=State.SAME, old=old, new=new, score=score)
    found = [change for change in changes(old.duty, new.duty) if change.direction is not Direction.SAME]
    found += _added(old.duty, new.duty)
    found = [change for change in found if not _stands(change, old.duty, new.duty)]
    if not found:
        found += _untold(old.duty, new.duty)
    if found:
        return Pair(state=State.CHANGED, old=old, new=new, changes=tuple(found), score=score)
    state = State.SAME if _plain(old) == _plain(new) else State.REWORDED
    return Pair(state=state, old=old, new=new, score=score)


def _told(duty: Duty) -> tuple[object, ...]:
    """Everything that a duty says, without where it stands."""
    spoken = (duty.quote, *(action.quote for action in duty.actions))
    bearers = [(one.kind, _flat(one.surface.text) if one.surface else None) for one in duty.bearers]
    return (duty.modality, [_flat(quote.text) for quote in spoken], bearers)


def _flat(text: str) -> str:
    return "".join(text.split())


def _whole(duty: Duty) -> str:
    """The words of the duty and of the acts that stand behind it, in a list."""
    return "　".join(_flat(quote.text) for quote in (duty.quote, *(action.quote for action in duty.actions)))


def _stands(change: Change, old: Duty, new: Duty) -> bool:
    """Whether what is said to be there in one text only stands in the other as well."""
    if change.upper is None and change.lower is not None:
        return _flat(change.lower) in _whole(old)
    return change.lower is None and change.upper is not None and _flat(change.upper) in _whole(new)


def _added(old: Duty, new: Duty) -> Iterator[Change]:
    """Acts that only the new duty names."""
    said = content(_whole(old))
    for action in new.actions:
        asked = content(action.quote.text)
        if len(asked & said) < _NAMED * len(asked):
            words = "".join(action.quote.text.split())
            says = _("a further act: {two}").format(two=words)
            yield Change(kind=ChangeKind.ACT, direction=Direction.WIDER, lower=words, says=says)


def _untold(old: Duty, new: Duty) -> Iterator[Change]:
    """Figures and negations that differ although no field does: what cannot be judged is never called rewording."""
    for pattern in (_FIGURES, _NEGATIONS):
        one, two = (_found(pattern, _whole(duty)) for duty in (old, new))
        if one == two:
            continue
        kind = ChangeKind.TARGET if pattern is _FIGURES else ChangeKind.MODALITY
        lost, won = "、".join((one - two).elements()), "、".join((two - one).elements())
        says = _("{one} → {two}, to be looked at").format(one=lost or _("nothing"), two=won or _("nothing"))
        yield Change(kind=kind, direction=Direction.CHANGED, upper=lost or None, lower=won or None, says=says)


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    text = "".join(text.split())
    for words, sign in _COMPARED:
        text = words.sub(sign, text)
    return Counter(pattern.findall(text))
