"""What a draft's duties leave open: who is to act, by when, and how anybody could tell that it was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kb.crossref.models import Gap, GapKind, UpperCheck, said
from kb.matter import Matter
from kb.models import ChangeKind
from policies.answers import DutyRecord
from policies.duties import Basis, Duty, Modality, PartnerRole
from policies.messages import _
from policies.vocabulary.tables import alternation, table

__all__ = ["gaps", "nobody", "vague_words"]

_GUESSED = (Basis.ACT, Basis.ADDRESSEE, Basis.ISSUER, Basis.RULES)
_TIMES = (ChangeKind.DEADLINE, ChangeKind.FREQUENCY)
_CARRIED = re.compile(r"^(?:组织|开展|进行|做好|定期|及时|认真|扎实)+")
_COUNTED = re.compile(r"[0-9%％]|[一二两三四五六七八九十百千万]+(?:个|名|家|次|项|处|所|支|万|%)")


def gaps(
    own: Iterable[Matter],
    uppers: Mapping[str, DutyRecord],
    checks: Iterable[UpperCheck],
    stored: frozenset[str] = frozenset(),
) -> list[Gap]:
    """In the order of the draft; *uppers*: which upper duty each takes up; *stored*: ids that the base holds as well,
    in an older text of the draft."""
    timeless = {
        one.lower.id: one
        for one in checks
        if one.lower and any(c.kind in _TIMES and c.upper and not c.lower for c in one.changes)
    }
    found: list[Gap] = []
    for matter in own:
        duty, mine = matter.duty, said(matter.record)
        upper = uppers.get(duty.id)
        if nobody(duty):
            says = _("The text names nobody who is to do it.")
            found.append(Gap(
                kind=GapKind.NO_BEARER, duty=mine, says=says, upper=said(upper) if upper else None,
                taken_over=duty.id in stored or (upper is not None and nobody(upper.duty)),
            ))  # fmt: skip
        if duty.id in timeless:
            check = timeless[duty.id]
            lost = "、".join(c.upper for c in check.changes if c.kind in _TIMES and c.upper and not c.lower)
            says = _("The upper duty has a time: {time}.").format(time=lost)
            found.append(Gap(kind=GapKind.NO_TIME, duty=mine, says=says, upper=check.upper))
        if words := vague_words(duty):
            says = _("“{words}” names nothing by which one could tell that it was done.").format(words=words)
            found.append(Gap(kind=GapKind.VAGUE, duty=mine, says=says))
    return found


def nobody(duty: Duty) -> bool:
    """Whether an order names neither bearer nor lead: who is meant can only be guessed from act or addressees.

    A ban binds whoever could do the act, and a permission or an encouragement needs nobody.
    """
    if duty.modality is not Modality.MUST or duty.derived_from is not None:
        return False
    if any(one.role is not PartnerRole.COOPERATE for one in duty.partners):
        return False
    return all(bearer.basis in _GUESSED for bearer in duty.bearers)


@cache
def _vague() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("drafting")["vague"]
    opening, verb, phrase = (alternation(words[key]) for key in ("openings", "verbs", "phrases"))
    return re.compile(rf"(?:{opening})+地?(?:{verb})|{phrase}"), re.compile(alternation(words["deliverables"]))


def vague_words(duty: Duty) -> str:
    """The words that make an order vague; "" where something is counted, dated or handed over, or nothing is vague."""
    pattern, deliverable = _vague()
    text = "".join(duty.quote.text.split())
    if duty.modality is not Modality.MUST or duty.targets or duty.time or _COUNTED.search(text):
        return ""
    found = pattern.search(text)
    acts = (_CARRIED.sub("", "".join(action.quote.text.split())) for action in duty.actions)
    return found.group() if found and not any(deliverable.match(act) for act in acts) else ""
