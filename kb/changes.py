"""What a lower duty changes in the upper one that it carries out: how strongly, how much, by when, whose, of what."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from kb import amounts
from kb.matter import content
from kb.models import Change, ChangeKind, Direction, Refinement
from policies.duties import Action, Bearer, Duty, Modality, PartnerRole, Strength, Target, TimeType, Timing
from policies.messages import _
from policies.spans import Quote
from policies.vocabulary import sectors
from policies.wording import kind_word

__all__ = ["changes", "of_act", "same_metric"]

_Carrier = TypeVar("_Carrier", Target, Timing)
_SAME_ACT = 0.5  # of the words of the shorter one
_FORCE = {Modality.MAY: 0, Modality.ENCOURAGED: 1, Modality.MUST: 2, Modality.MUST_NOT: 2}
_STRENGTH = {Strength.SOFTENED: 0, Strength.PLAIN: 1, Strength.STRICT: 2}
_MONTHLY = re.compile(r"每月(\d{1,2})日")
_STRICTER, _WEAKER, _CHANGED = Direction.STRICTER, Direction.WEAKER, Direction.CHANGED


def changes(upper: Duty, lower: Duty, found: Refinement | None = None) -> tuple[Change, ...]:
    """Every change, in the order of the fields; one that says so where nothing but words changed, or not even they."""
    acts = _aligned(upper, lower, found)
    told = [
        *_modality(upper, lower),
        *_targets(_of_acts(upper, [one for one, _two in acts], upper.targets), list(lower.targets)),
        *(
            change
            for one, two in acts
            for change in _times(of_act(upper, one, upper.time), of_act(lower, two, lower.time))
        ),
        *_bearers(upper, lower),
        *_leads(upper, lower),
        *_scope(upper, lower),
        *_acts(upper, lower, [one for one, _two in acts]),
    ]
    told = list(dict.fromkeys(told))
    if told:
        return tuple(told)
    same = "".join(upper.quote.text.split()) == "".join(lower.quote.text.split())
    kind = ChangeKind.NONE if same else ChangeKind.WORDING
    says = _("word for word") if same else _("only the wording")
    return (Change(kind=kind, direction=Direction.SAME, says=says),)


def _aligned(upper: Duty, lower: Duty, found: Refinement | None) -> list[tuple[int, int]]:
    """Which acts of the two are the same, one to one, those of *found* first."""
    if not upper.actions or not lower.actions:
        return []
    pairs = [(found.upper_act, found.lower_act) if found else (0, 0)]
    alike = sorted(
        (-_alike(over, under), one, two)
        for one, over in enumerate(upper.actions)
        for two, under in enumerate(lower.actions)
    )
    for score, one, two in alike:
        if -score >= _SAME_ACT and all(one != a and two != b for a, b in pairs):
            pairs.append((one, two))
    return pairs


def _alike(one: Action, two: Action) -> float:
    mine, other = content(one.quote.text), content(two.quote.text)
    return len(mine & other) / min(len(mine), len(other)) if mine and other else 0.0


def _of_acts(duty: Duty, acts: Iterable[int], carried: Sequence[_Carrier]) -> list[_Carrier]:
    return list(dict.fromkeys(one for act in acts for one in of_act(duty, act, carried)))


def of_act(duty: Duty, act: int, carried: Sequence[_Carrier]) -> list[_Carrier]:
    """Those of *carried* (targets or times) that belong to one act of the duty.

    That is what stands in it; what stands before the first act of all, at the head of the sentence; and what stands
    between two acts, or between subject and act, for the act that follows.
    """
    if len(duty.actions) <= 1:
        return list(carried)
    spans = [action.quote for action in duty.actions]
    mine = spans[act]
    kept: list[_Carrier] = []
    for one in carried:
        holder = next((span for span in spans if span.covers(one.surface)), None)
        following = next((span for span in spans if span.start >= one.surface.end), None)
        head = one.surface.start - duty.quote.start <= 1
        if holder == mine or (holder is None and (head or following == mine)):
            kept.append(one)
    return kept


# How strongly


def _modality(upper: Duty, lower: Duty) -> Iterator[Change]:
    one, two = _FORCE[upper.modality], _FORCE[lower.modality]
    if one != two:
        yield Change(
            kind=ChangeKind.MODALITY,
            direction=_STRICTER if two > one else _WEAKER,
            upper=modality_word(upper.modality),
            lower=modality_word(lower.modality),
            says=_("{one} → {two}").format(one=modality_word(upper.modality), two=modality_word(lower.modality)),
        )
    elif (one, two) == (2, 2) and upper.strength is not lower.strength:
        stricter = _STRENGTH[lower.strength] > _STRENGTH[upper.strength]
        words = strength_word(upper.strength), strength_word(lower.strength)
        yield Change(
            kind=ChangeKind.STRENGTH, direction=_STRICTER if stricter else _WEAKER, upper=words[0], lower=words[1],
            says=_("{one} → {two}").format(one=words[0], two=words[1]),
        )  # fmt: skip


def modality_word(modality: Modality) -> str:
    """For people."""
    return {
        Modality.MUST: _("must"),
        Modality.MUST_NOT: _("must not"),
        Modality.MAY: _("may"),
        Modality.ENCOURAGED: _("encouraged"),
    }[modality]


def strength_word(strength: Strength) -> str:
    """For people."""
    return {
        Strength.PLAIN: _("plainly"),
        Strength.STRICT: _("without exception"),
        Strength.SOFTENED: _("in principle"),
    }[strength]


# How much


def same_metric(one: Target, two: Target, *, elliptic: bool = False) -> bool:
    """Whether two figures measure the same: the same unit, and metrics of the same words.

    With *elliptic* one may leave out what the other says (覆盖率 for 监测覆盖率): where the acts are known to agree.
    """
    if one.unit != two.unit:
        return False
    mine, other = content(one.metric), content(two.metric)
    if not mine or not other:
        return one.metric == two.metric
    if elliptic and (mine <= other or other <= mine):
        return True
    return 2 * len(mine & other) / (len(mine) + len(other)) >= 0.7


def _targets(uppers: Sequence[Target], lowers: Sequence[Target]) -> Iterator[Change]:
    left = list(lowers)
    for upper in uppers:
        lower = next((one for one in left if same_metric(upper, one, elliptic=True)), None)
        if lower is None:
            yield Change(
                kind=ChangeKind.TARGET, direction=_WEAKER, upper=_words(upper.surface),
                says=_("the figure is not taken up: {one}").format(one=_words(upper.surface)),
            )  # fmt: skip
            continue
        left.remove(lower)
        yield from _target(upper, lower)
    for lower in left:
        yield Change(
            kind=ChangeKind.TARGET, direction=_STRICTER, lower=_words(lower.surface),
            says=_("a figure of its own: {two}").format(two=_words(lower.surface)),
        )  # fmt: skip


def _target(upper: Target, lower: Target) -> Iterator[Change]:
    if amounts.range_of(upper.op, upper.value) == amounts.range_of(lower.op, lower.value):
        return
    direction = (
        _STRICTER if amounts.stands_in(lower, upper) else _WEAKER if amounts.stands_in(upper, lower) else _CHANGED
    )
    slack = f"{lower.value - upper.value:+g}{upper.unit}" if upper.value != lower.value else None
    says = _("{one} → {two}").format(one=_words(upper.surface), two=_words(lower.surface))
    yield Change(
        kind=ChangeKind.TARGET, direction=direction, upper=_words(upper.surface), lower=_words(lower.surface),
        slack=slack, says=f"{says}（{slack}）" if slack else says,
    )  # fmt: skip


# By when, how often


def _times(uppers: Sequence[Timing], lowers: Sequence[Timing]) -> Iterator[Change]:
    for kind in (TimeType.DEADLINE, TimeType.FREQUENCY):
        one, two = ([time for time in times if time.type is kind] for times in (uppers, lowers))
        for upper, lower in zip(one, two, strict=False):
            yield from (_deadline if kind is TimeType.DEADLINE else _frequency)(upper, lower)
        for upper in one[len(two) :]:
            yield Change(
                kind=_KINDS[kind], direction=_WEAKER, upper=_words(upper.surface),
                says=_("the time is not taken up: {one}").format(one=_words(upper.surface)),
            )  # fmt: skip
        for lower in two[len(one) :]:
            yield Change(
                kind=_KINDS[kind], direction=_STRICTER, lower=_words(lower.surface),
                says=_("a time of its own: {two}").format(two=_words(lower.surface)),
            )  # fmt: skip


_KINDS = {TimeType.DEADLINE: ChangeKind.DEADLINE, TimeType.FREQUENCY: ChangeKind.FREQUENCY}


def _deadline(upper: Timing, lower: Timing) -> Iterator[Change]:
    words = _words(upper.surface), _words(lower.surface)
    says = _("{one} → {two}").format(one=words[0], two=words[1])
    if upper.value and lower.value:
        days = (datetime.date.fromisoformat(lower.value) - datetime.date.fromisoformat(upper.value)).days
        if days:
            slack = (_("{days} days later") if days > 0 else _("{days} days earlier")).format(days=abs(days))
            yield Change(
                kind=ChangeKind.DEADLINE, direction=_WEAKER if days > 0 else _STRICTER, upper=words[0],
                lower=words[1], slack=slack, says=f"{says}（{slack}）",
            )  # fmt: skip
        return
    one, two = amounts.within_of(upper), amounts.within_of(lower)
    if one and two and one.unit == two.unit:
        if one.number != two.number:
            direction = _WEAKER if two.number > one.number else _STRICTER
            yield Change(kind=ChangeKind.DEADLINE, direction=direction, upper=words[0], lower=words[1], says=says)
    elif words[0] != words[1]:
        yield Change(kind=ChangeKind.DEADLINE, direction=_CHANGED, upper=words[0], lower=words[1], says=says)


def _frequency(upper: Timing, lower: Timing) -> Iterator[Change]:
    words = _words(upper.surface), _words(lower.surface)
    says = _("{one} → {two}").format(one=words[0], two=words[1])
    one, two = amounts.per_year(upper), amounts.per_year(lower)
    if one is None or two is None:
        return
    days = [_MONTHLY.search(surface) for surface in words]
    if one[1] != two[1]:
        direction = _STRICTER if two[1] > one[1] else _WEAKER
        if "<" in one[0] + two[0]:  # at most so often
            direction = _WEAKER if direction is _STRICTER else _STRICTER
    elif days[0] and days[1] and days[0][1] != days[1][1]:
        direction = _STRICTER if int(days[1][1]) < int(days[0][1]) else _WEAKER
    else:
        return
    yield Change(kind=ChangeKind.FREQUENCY, direction=direction, upper=words[0], lower=words[1], says=says)


# Whose, of what


def _bearers(upper: Duty, lower: Duty) -> Iterator[Change]:
    one, two = _who(upper.bearers), _who(lower.bearers)
    if one != two:
        yield Change(
            kind=ChangeKind.BEARER, direction=_CHANGED, upper=one, lower=two,
            says=_("{one} → {two}").format(one=one, two=two),
        )  # fmt: skip


def _who(bearers: Iterable[Bearer]) -> str:
    named = dict.fromkeys(
        _words(bearer.surface) if bearer.surface else _("probably {kind}").format(kind=kind_word(bearer.kind))
        for bearer in bearers
    )
    return "、".join(named)


def _leads(upper: Duty, lower: Duty) -> Iterator[Change]:
    one, two = (
        "、".join(_words(p.surface) for p in duty.partners if p.role is PartnerRole.LEAD) for duty in (upper, lower)
    )
    if one and two and one != two:
        yield Change(
            kind=ChangeKind.LEAD, direction=_CHANGED, upper=one, lower=two,
            says=_("{one} → {two}").format(one=one, two=two),
        )  # fmt: skip


def _scope(upper: Duty, lower: Duty) -> Iterator[Change]:
    one, two = ([term for quote in duty.sectors if (term := sectors.resolve(quote.text))] for duty in (upper, lower))
    direction: Direction | None = None
    if one and two and set(one) != set(two):
        if all(any(sectors.is_within(own, wide) for wide in one) for own in two):
            direction = Direction.NARROWER
        elif all(any(sectors.is_within(own, wide) for wide in two) for own in one):
            direction = Direction.WIDER
        else:
            direction = _CHANGED
    elif two and not one:
        direction = Direction.NARROWER
    if direction is not None:
        words = "、".join(one) or _("no sector in particular"), "、".join(two)
        yield Change(
            kind=ChangeKind.SCOPE, direction=direction, upper=words[0], lower=words[1],
            says=_("{one} → {two}").format(one=words[0], two=words[1]),
        )  # fmt: skip
    yield from _condition(upper.condition, lower.condition)


def _condition(upper: Quote | None, lower: Quote | None) -> Iterator[Change]:
    one, two = (_words(quote) if quote else "" for quote in (upper, lower))
    if one == two:
        return
    if not one:
        says, direction = _("only where: {two}").format(two=two), Direction.NARROWER
    elif not two:
        says, direction = _("no longer only where: {one}").format(one=one), Direction.WIDER
    else:
        says, direction = _("where: {one} → {two}").format(one=one, two=two), _CHANGED
    yield Change(kind=ChangeKind.SCOPE, direction=direction, upper=one or None, lower=two or None, says=says)


def _acts(upper: Duty, lower: Duty, kept: Sequence[int]) -> Iterator[Change]:
    """Acts of the upper duty that this lower one does not name; another one may."""
    said = content(lower.quote.text)
    for number, action in enumerate(upper.actions):
        asked = content(action.quote.text)
        if number not in kept and len(asked & said) < _SAME_ACT * len(asked):
            yield Change(
                kind=ChangeKind.ACT, direction=Direction.NARROWER, upper=_words(action.quote),
                says=_("not named here: {one}").format(one=_words(action.quote)),
            )  # fmt: skip


def _words(quote: Quote) -> str:
    return "".join(quote.text.split())
