"""Can two duties be met together? Where their words are of one matter: opposite demands, figures, times, leads.

Everything here errs on the side of silence. What the one says has to be said by the other as well, or nothing is held
against it; a duty that is only stricter, narrower or an exception collides with nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb import amounts
from kb.changes import of_act, same_metric
from kb.matter import Matter, content, forbids
from kb.models import CollisionKind, Refinement
from policies.duties import Duty, Modality, PartnerRole, TimeType
from policies.messages import _
from policies.vocabulary import functions, sectors

__all__ = ["Clash", "clashes"]

_ALIKE = 0.8  # of the words of two sentences about one matter
_ALIKE_ACTS = 0.9
_SAME_ACTS = 0.95
_SURELY = 0.75  # score of a refinement whose deadlines are compared
_EXCEPTION = re.compile(r"除[^，。]{1,40}外|但是?[^，。]|另有规定|例外|不受")
_WHOSE = re.compile(r"全国|全省|全市|全县|全区|全州|全镇|全乡|本省|本市|本县|我省|我市|我县|国家")
_LEAVE = re.compile(r"批准|许可|同意|审批|核准|备案|方可|符合|依法|按照|根据")
_POSITIVE = (Modality.MUST, Modality.MAY, Modality.ENCOURAGED)


@dataclass(frozen=True, slots=True)
class Clash:
    """Why two duties cannot be met together. ``exception`` holds where the second only excepts from the first's ban:
    whoever may derogate may do so."""

    kind: CollisionKind
    says: str
    words: tuple[str, ...]
    exception: bool = False
    ban: int | None = None  # which of the two forbids (0, 1)


def clashes(one: Matter, two: Matter, found: Refinement | None = None) -> Iterator[Clash]:
    """Every clash of two duties; *found* where the second carries out the first. Else their order does not matter."""
    if not one.kinds & two.kinds:
        return
    yield from _leads(one, two)
    if not _same_bearers(one, two):
        return
    yield from _opposite(one, two)
    yield from _figures(one, two)
    yield from _often(one, two)
    if found is not None and found.score >= _SURELY:
        yield from _late(one.duty, two.duty, found)


def _same_bearers(one: Matter, two: Matter) -> bool:
    """Whether the bearers can be the same body in the same work: a mine with a tailings pond has two works."""
    if not one.bearers or not two.bearers or one.bearers & two.bearers:
        return True
    return any(sectors.is_within(a, b) or sectors.is_within(b, a) for a in one.sectors for b in two.sectors)


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def _shared(one: frozenset[str], two: frozenset[str]) -> tuple[str, ...]:
    both = one & two
    return tuple(sorted(word for word in both if not any(word in other for other in both if other != word)))


def _condition(matter: Matter) -> frozenset[str]:
    condition = matter.duty.condition
    return frozenset((condition.text,)) | content(condition.text) if condition else frozenset()


def _same_case(one: Matter, two: Matter) -> bool:
    """Whether both are meant for the same case: the same condition, or none."""
    if (one.duty.condition is None) is not (two.duty.condition is None):
        return False
    return one.duty.condition is None or _alike(_condition(one), _condition(two)) >= _ALIKE


# One orders or allows what the other forbids


def _opposite(one: Matter, two: Matter) -> Iterator[Clash]:
    for number, (ban, other) in enumerate(((one, two), (two, one))):
        if ban.duty.modality is Modality.MUST_NOT and other.duty.modality in _POSITIVE:
            clash = _forbidden(ban, other, number)
            if clash is not None:
                yield clash
                return


def _forbidden(ban: Matter, other: Matter, number: int) -> Clash | None:
    if _EXCEPTION.search(ban.duty.quote.text) or _EXCEPTION.search(other.duty.quote.text):
        return None
    if ban.duty.condition is not None and not _same_case(ban, other):
        return None
    for act in ban.acts:
        said = _without_other_acts(ban, act.number)
        if len(act.words) < 2 or said - other.whole:
            continue
        for counter in other.acts:
            # 追回被挪用的资金 and 不得挪用资金 share words, not the act: the acts have to be the same.
            if counter.borrowed or forbids(other.duty, counter.number) or _alike(act.words, counter.words) < _SAME_ACTS:
                continue
            excepts = other.duty.condition is not None or bool(_LEAVE.search(other.duty.quote.text))
            says = _("“{one}” is forbidden by the one, “{two}” {demanded} by the other").format(
                one=_act(ban.duty, act.number), two=_act(other.duty, counter.number), demanded=_demanded(other.duty)
            )
            words = _shared(act.words, counter.words)
            return Clash(CollisionKind.MODALITY, says, words, excepts, number)
    return None


def _without_other_acts(matter: Matter, act: int) -> frozenset[str]:
    """The words of the sentence but for its bearers and its other acts."""
    others = frozenset[str]().union(*(content(a.quote.text) for n, a in enumerate(matter.duty.actions) if n != act))
    own = content(matter.duty.actions[act].quote.text)
    return matter.whole - matter.bearers - (others - own)


def _demanded(duty: Duty) -> str:
    return {
        Modality.MUST: _("is demanded"),
        Modality.MAY: _("is allowed"),
        Modality.ENCOURAGED: _("is encouraged"),
    }[duty.modality]


def _act(duty: Duty, number: int) -> str:
    return "".join(duty.actions[number].quote.text.split())


# Figures and frequencies


def _bound(matter: Matter) -> bool:
    return matter.duty.modality in (Modality.MUST, Modality.MUST_NOT)


def _same_matter(one: Matter, two: Matter) -> bool:
    return (
        _bound(one)
        and _bound(two)
        and _same_case(one, two)
        and _alike(one.whole - one.bearers, two.whole - two.bearers) >= _ALIKE
        and set(_WHOSE.findall(one.duty.quote.text)) == set(_WHOSE.findall(two.duty.quote.text))
    )


def _figures(one: Matter, two: Matter) -> Iterator[Clash]:
    if not one.duty.targets or not two.duty.targets or not _same_matter(one, two):
        return
    for mine in one.duty.targets:
        for other in two.duty.targets:
            same = same_metric(mine, other) and content(mine.metric) == content(other.metric) and content(mine.metric)
            if same and not amounts.compatible(mine, other):
                says = _("no figure satisfies both “{one}” and “{two}”").format(
                    one="".join(mine.surface.text.split()), two="".join(other.surface.text.split())
                )
                yield Clash(CollisionKind.FIGURE, says, _shared(one.whole, two.whole))
                return


def _often(one: Matter, two: Matter) -> Iterator[Clash]:
    if not _same_matter(one, two):
        return
    for mine in one.duty.time:
        for other in two.duty.time:
            first, second = amounts.per_year(mine), amounts.per_year(other)
            if first is None or second is None:
                continue
            if amounts.range_of(*first).meet(amounts.range_of(*second)).empty() and "=" not in (first[0], second[0]):
                says = _("both “{one}” and “{two}” cannot be met").format(
                    one="".join(mine.surface.text.split()), two="".join(other.surface.text.split())
                )
                yield Clash(CollisionKind.FREQUENCY, says, _shared(one.whole, two.whole))
                return


# Deadlines: the second carries out the first


def _late(upper: Duty, lower: Duty, found: Refinement) -> Iterator[Clash]:
    if upper.modality is not Modality.MUST or lower.modality is not Modality.MUST:
        return
    for mine in of_act(upper, found.upper_act, upper.time):
        for other in of_act(lower, found.lower_act, lower.time):
            if mine.type is not TimeType.DEADLINE or other.type is not TimeType.DEADLINE:
                continue
            first, second = amounts.within_of(mine), amounts.within_of(other)
            runs = first and second and (first.unit, first.since) == (second.unit, second.since)
            later = bool(mine.value and other.value and other.value > mine.value) or bool(
                runs and first and second and second.number > first.number
            )
            if later:
                says = _("the upper duty “{one}”, the lower one “{two}”").format(
                    one="".join(mine.surface.text.split()), two="".join(other.surface.text.split())
                )
                yield Clash(CollisionKind.DEADLINE, says, found.words)
                return


def due(duty: Duty) -> datetime.date | None:
    """The last day of all its deadlines."""
    days = [time.value for time in duty.time if time.type is TimeType.DEADLINE and time.value]
    return datetime.date.fromisoformat(max(days)) if days else None


# Leads


def _leads(one: Matter, two: Matter) -> Iterator[Clash]:
    mine, other = (_lead(matter.duty) for matter in (one, two))
    if not mine or not other or not _same_case(one, two):
        return
    if _alike(one.whole - one.bearers, two.whole - two.bearers) < _ALIKE or not any(
        _alike(a.words, b.words) >= _ALIKE_ACTS for a in one.acts for b in two.acts
    ):
        return
    first, second = (set(functions.of_organ(name)) for name in (mine, other))
    if first and second and not first & second:
        says = _("the one names “{one}”, the other “{two}”").format(one=mine, two=other)
        yield Clash(CollisionKind.LEAD, says, _shared(one.whole, two.whole))


def _lead(duty: Duty) -> str | None:
    """The body that leads, where the duty names one."""
    found = ["".join(one.surface.text.split()) for one in duty.partners if one.role is PartnerRole.LEAD]
    return found[0] if len(found) == 1 else None
