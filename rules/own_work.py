"""The issuer's own work: 召开全省现场会 in a province's plan is the province's, although nobody is named.

Told by a verb of making or holding before the issuer's whole area or level. 落实全省会议精神 is none: that is done by
those below. One such act decides for the whole duty, since the acts of a duty share their unstated subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from policies.duties import Duty
from policies.vocabulary import scopes
from policies.vocabulary.tables import alternation

__all__ = ["is_issuers_work"]

_INSIDE = "[^，。；：]"


def is_issuers_work(duty: Duty, region: str) -> bool:
    """Whether an act of *duty* is the work of those who issued it; *region* is theirs, "" for the nation."""
    found = scopes.own_scope(region)
    if found is None:
        return False
    return any(_makes(act, *found) or _makes_law(act, region) for act in _acts(duty))


def _acts(duty: Duty) -> Iterator[str]:
    return ("".join(action.quote.text.split()) for action in duty.actions)


def _makes(act: str, whole: tuple[str, ...], own: tuple[str, ...]) -> bool:
    words = scopes.section("own_work")
    for pattern in _patterns(whole, own):
        for match in pattern.finditer(act):
            before, after = act[: match.start("scope")], act[match.end("scope") :]
            if scopes.alternatives("own_work", "carrying").search(before) or after.startswith(words["bodies"]):
                continue  # carries out what others have made; reports to the level instead of working at it
            unlike = ("levels_below", "grades") if match["scope"] in own else ("levels_below",)
            if not scopes.alternatives("own_work", *unlike).search(after):
                return True
    return False


@cache
def _patterns(whole: tuple[str, ...], own: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    words = scopes.section("own_work")
    making, wide, things, closing = (alternation(words[key]) for key in ("making", "wide", "things", "closing"))
    either, level, area = alternation((*whole, *own)), alternation(own), alternation(whole)
    return (
        re.compile(f"(?:{making}){_INSIDE}{{0,12}}?(?P<scope>{either})"),
        re.compile(f"(?:{wide}){_INSIDE}{{0,4}}?(?P<scope>{level})"),
        re.compile(f"(?:{wide}){_INSIDE}{{0,4}}?(?P<scope>{area})(?={_INSIDE}*(?:{things})(?:{closing})?$)"),
    )


def _makes_law(act: str, region: str) -> bool:
    """修订《吉林省…条例》, 做好《吉林省…条例》的修订论证工作."""
    return any(
        not scopes.alternatives("own_work", "carrying").search(act[: match.start("law")])
        for match in _law(region).finditer(act)
    )


@cache
def _law(region: str) -> re.Pattern[str]:
    drafting = f"(?:{alternation(scopes.section('own_work')['drafting'])})"
    owner = "|".join(map(re.escape, scopes.law_openings(region)))
    verb_first = f"{drafting}{_INSIDE}{{0,6}}?(?=《)"
    return re.compile(
        f"(?P<verb>{verb_first})?(?P<law>《(?:{owner})[^》]*》)(?(verb)(?=$|[，、。；]|等)|的?{drafting})"
    )
