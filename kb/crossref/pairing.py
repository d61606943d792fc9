"""Which duty of a draft takes up which duty of an upper document, and what it makes of it.

Duties with the same words are one. Of the others those are taken together that agree most, each once; what is then
left may share its counterpart, where it agrees with it almost wholly. Candidates come from the inverted index of
``kb.matching``: what shares no word is never compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.changes import changes, modality_word, same_metric
from kb.crossref.models import Standing
from kb.matching import THRESHOLD, match
from kb.matter import Matter, content, forbids
from kb.models import Change, ChangeKind, Direction, Refinement
from kb.tokens import grams
from policies.duties import AUTHORITIES, Bearer, BodyKind, PartnerRole
from policies.messages import _
from policies.vocabulary import functions

__all__ = ["Pair", "judge", "pairs", "plain"]

_LEAST = 0.35  # score of candidates
_COPY = 0.75  # share of pairs of characters from which two sentences are one that was worked over
_SHARED = 0.85  # score from which a duty of the draft takes up a second one
_NAMED = 0.6  # of an act's words
_LEVELS = re.compile(r"^(?:各|本|全)?(?:省|市|州|县|区|乡镇|乡|镇|市级|省级|县级)+(?:（[^）]*）)?")
_STRONG = re.compile(r"原则上|一般|一律|必须|务必|坚决")
_FIGURES = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_WEAKER = (Direction.WEAKER, Direction.NARROWER)


@dataclass(frozen=True, slots=True)
class Pair:
    """A duty of the upper document (its place), one of the draft, the acts that agree and how surely."""

    upper: int
    lower: int
    upper_act: int
    lower_act: int
    score: float
    words: tuple[str, ...]


def plain(matter: Matter) -> str:
    """The words of a duty, without white space."""
    return "".join(matter.duty.quote.text.split())


def pairs(uppers: Sequence[Matter], lowers: Sequence[Matter]) -> dict[int, Pair]:
    """Upper duty → what takes it up."""
    found: dict[int, Pair] = {}
    waiting: dict[str, list[int]] = defaultdict(list)
    for place, lower in enumerate(lowers):
        waiting[plain(lower)].append(place)
    for place, upper in enumerate(uppers):
        same = waiting.get(plain(upper))
        if same:
            found[place] = Pair(place, same.pop(0) if len(same) > 1 else same[0], 0, 0, 1.0, ())
    taken = {pair.lower for pair in found.values()}
    ranked = sorted(_candidates(uppers, lowers), key=lambda one: (-one.score, one.upper, one.lower))
    for pair in ranked:
        if pair.upper not in found and pair.lower not in taken:
            found[pair.upper] = pair
            taken.add(pair.lower)
    for pair in ranked:
        if pair.score >= _SHARED and pair.upper not in found:
            found[pair.upper] = pair
    return found


def _candidates(uppers: Sequence[Matter], lowers: Sequence[Matter]) -> Iterator[Pair]:
    written: dict[tuple[bool, int], Counter[str]] = {}

    def chars(side: Sequence[Matter], place: int, upper: bool) -> Counter[str]:
        key = (upper, place)
        if key not in written:
            written[key] = Counter(gram for gram in grams(plain(side[place])) if len(gram) > 1)
        return written[key]

    for one in match(uppers, lowers, _LEAST):
        mine, other = chars(uppers, one.upper, True), chars(lowers, one.lower, False)
        alike = 2 * (mine & other).total() / max(1, mine.total() + other.total())
        score = max(one.score, alike) if alike >= _COPY else one.score
        # Of two that agree by their matter the one nearer in its words comes first: 规模以上企业 before 其他企业.
        if score >= THRESHOLD:
            yield Pair(one.upper, one.lower, one.upper_act, one.lower_act, round(0.8 * score + 0.2 * alike, 3)
                       if score < 1 else 1.0, one.words)  # fmt: skip


def judge(upper: Matter, lower: Matter, pair: Pair, all_: Sequence[Matter]) -> tuple[Standing, tuple[Change, ...]]:
    """What the draft makes of the upper duty; *all_* are the draft's duties, one of which may say the rest."""
    if plain(upper) == plain(lower):
        # The same words: only what stands around them, in a heading or before (2025年底前，…；…), can make another
        # duty of them.
        context = (ChangeKind.MODALITY, ChangeKind.BEARER, ChangeKind.DEADLINE)
        found = [
            one for one in changes(upper.duty, lower.duty)
            if one.kind in context and _counts(one, upper, lower, pair, all_)
        ]  # fmt: skip
    else:
        told = changes(upper.duty, lower.duty, _refinement(upper, lower, pair))
        found = [one for one in told if _counts(one, upper, lower, pair, all_)]
        found += _turned(upper, lower, pair)
        if not found:
            found += _figures(upper, lower)
    return _standing(found), tuple(found)


def _refinement(upper: Matter, lower: Matter, pair: Pair) -> Refinement:
    return Refinement(
        lower=lower.duty.id, upper=upper.duty.id, lower_act=pair.lower_act, upper_act=pair.upper_act,
        score=pair.score, words=pair.words, link="implements",
    )  # fmt: skip


def _standing(found: Sequence[Change]) -> Standing:
    kinds = {one.kind for one in found if one.direction in _WEAKER}
    if kinds - {ChangeKind.DEADLINE}:
        return Standing.WEAKER
    if any(one.kind is ChangeKind.DEADLINE and one.direction is Direction.WEAKER for one in found):
        dated = any(one.kind is ChangeKind.DEADLINE and one.upper and one.lower for one in found)
        return Standing.LATER if dated else Standing.WEAKER
    for kind, standing in ((ChangeKind.LEAD, Standing.LEAD), (ChangeKind.BEARER, Standing.BEARER)):
        if any(one.kind is kind for one in found):
            return standing
    if any(one.direction is Direction.CHANGED for one in found):
        return Standing.CHANGED
    return Standing.STRICTER if found else Standing.COVERED


def _counts(change: Change, upper: Matter, lower: Matter, pair: Pair, all_: Sequence[Matter]) -> bool:
    """Whether a change is one between documents of different levels: their names, not their tasks, differ."""
    if change.direction is Direction.SAME:
        return False
    if change.kind is ChangeKind.BEARER:
        return not _same_bearers(upper, lower)
    if change.kind is ChangeKind.STRENGTH:
        return not _of_other_act(lower, pair)
    if change.kind is ChangeKind.LEAD:
        one, two = ("、".join(_leads(matter)) for matter in (upper, lower))
        return not _same_organ(one, two)
    if change.kind is ChangeKind.ACT:
        asked = content(change.upper or "")
        # What another duty allows, or forbids where this one orders, is not what was asked.
        mode = upper.duty.modality
        return not any(
            other.duty.modality is mode and len(asked & other.whole) >= _NAMED * len(asked) for other in all_
        )
    if change.kind is ChangeKind.TARGET and change.lower is None:
        return not any(_holds(other, change.upper or "", upper) for other in all_)
    if change.kind is ChangeKind.SCOPE and change.direction is Direction.NARROWER and not change.upper:
        return bool(lower.duty.condition) and not upper.duty.condition and not upper.frame & lower.frame
    return True


def _of_other_act(lower: Matter, pair: Pair) -> bool:
    """Whether 原则上 or 一律 stands behind the act in question: it is said of a further one, behind its comma."""
    act, whole = lower.duty.actions[pair.lower_act].quote, lower.duty.quote
    found = _STRONG.search(whole.text)
    at = found.start() + whole.start if found else act.start
    return at > act.start and bool(re.search(r"[，；]$", whole.text[: at - whole.start].rstrip()))


def _holds(other: Matter, surface: str, upper: Matter) -> bool:
    """Whether another duty of the draft has the figure that this one does not take up."""
    figures = [one for one in upper.duty.targets if "".join(one.surface.text.split()) == surface]
    return any(
        same_metric(figure, mine) and (figure.op, figure.value) == (mine.op, mine.value)
        for figure in figures
        for mine in other.duty.targets
    )


def _turned(upper: Matter, lower: Matter, pair: Pair) -> Iterator[Change]:
    """What the one forbids and the other orders, in the same words."""
    if not upper.duty.actions or not lower.duty.actions:
        return
    if forbids(upper.duty, pair.upper_act) is not forbids(lower.duty, pair.lower_act):
        words = tuple(modality_word(matter.duty.modality) for matter in (upper, lower))
        if words[0] != words[1]:
            says = _("{one} → {two}").format(one=words[0], two=words[1])
            yield Change(
                kind=ChangeKind.MODALITY, direction=Direction.CHANGED, upper=words[0], lower=words[1], says=says
            )


def _figures(upper: Matter, lower: Matter) -> Iterator[Change]:
    """Figures that differ in what is otherwise a copy, although no field of the duties holds them."""
    one, two = (Counter(_FIGURES.findall(plain(matter))) for matter in (upper, lower))
    if one != two and len(one) == len(two) and pair_alike(upper, lower) >= _COPY:
        lost, won = "、".join((one - two).elements()), "、".join((two - one).elements())
        says = _("{one} → {two}, to be looked at").format(one=lost, two=won)
        yield Change(kind=ChangeKind.TARGET, direction=Direction.CHANGED, upper=lost, lower=won, says=says)


def pair_alike(one: Matter, two: Matter) -> float:
    """The share of pairs of characters that both have."""
    mine, other = (Counter(gram for gram in grams(plain(matter)) if len(gram) > 1) for matter in (one, two))
    return 2 * (mine & other).total() / max(1, mine.total() + other.total())


# --- bodies ----------------------------------------------------------------------------------------------------------


def _leads(matter: Matter) -> list[str]:
    return ["".join(one.surface.text.split()) for one in matter.duty.partners if one.role is PartnerRole.LEAD]


def _same_organ(one: str, two: str) -> bool:
    """省应急管理厅 and 县应急管理局 have one task at different levels."""
    first, second = (set(functions.of_organ(name)) for name in (one, two))
    if first and second:
        return bool(first & second)
    mine, other = (_LEVELS.sub("", name) for name in (one, two))
    return mine == other or mine in other or other in mine or bool(content(mine) & content(other))


def _same_bearers(upper: Matter, lower: Matter) -> bool:
    """Whether the bearers can be the same, or one level below; whom a text does not name, it does not change."""
    one, two = ([bearer for bearer in matter.duty.bearers if bearer.surface] for matter in (upper, lower))
    return not one or not two or any(_same_body(a, b) for a in one for b in two)


def _same_body(one: Bearer, two: Bearer) -> bool:
    if one.kind is not two.kind:
        return {one.kind, two.kind} <= AUTHORITIES and BodyKind.GOVERNMENT in (one.kind, two.kind)
    if one.kind is BodyKind.GOVERNMENT:
        return True
    assert one.surface and two.surface
    mine, other = ("".join(bearer.surface.text.split()) for bearer in (one, two) if bearer.surface)
    return mine == other or _same_organ(mine, other)
