"""Which of two documents prevails: force, then level, then later, then more specific; never settled between equals.

Sources: 立法法 (2023) art. 98-106. The higher force prevails (98-100); among documents of one issuer the later and the
more specific do (103); an older specific rule against a newer general one of the same issuer is for the issuer to
settle (105), and rules of different organs of one rank are for the organ above them (106). A normative document gives
way to one of a higher level, as the organs themselves do, and a department's to that of its own government.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from kb.names import issuer_key
from policies.answers import SourceRef
from policies.documents import Level
from policies.messages import _
from policies.vocabulary import genres, issuers, places

__all__ = ["Rank", "Ruling", "above", "equal", "prevails", "rank_of"]

_LEVELS = tuple(Level)
_NO_LEVEL = len(_LEVELS)
_CONGRESS = re.compile(r"人民代表大会|人大常委会|常务委员会")
_ORDER = re.compile(r"令第")
_GOVERNMENT = re.compile(r"(?:人民政府|国务院|党委|中共.{2,12}委员会|委|管委会|管理委员会)$")


@dataclass(frozen=True, slots=True)
class Rank:
    """What a part's standing follows from."""

    force: str  # one of genres.RANKS
    level: int  # 0 is national; one more than the last where it is not known
    issuer: str | None  # without its office, which speaks for it
    place: str | None  # code, else the name; "" for the nation
    date: datetime.date | None

    @property
    def number(self) -> int:
        return genres.RANKS[self.force]

    @property
    def government(self) -> bool:
        """Whether a government (or the party's committee) issued it, not a department."""
        return bool(self.issuer and _GOVERNMENT.search(self.issuer))


@dataclass(frozen=True, slots=True)
class Ruling:
    """Which of two prevails (0 the first, 1 the second, None: nobody but the organ above can tell), and why."""

    prevails: int | None
    why: str  # for people


def rank_of(source: SourceRef, genre: str | None = None) -> Rank:
    """The rank of the part that *source* names; *genre* is its kind of document, else told by the title."""
    title = source.title or ""
    genre = genre or genres.genre_of(title)
    congress = bool(_CONGRESS.search(source.issuer or ""))
    number = source.doc_number or ""
    level = source.level if source.level is not None else _told_by_title(genre, title)
    ordered = bool(_ORDER.search(number))
    force = genres.force(genre, level, by_order=ordered, by_congress=congress and level is not Level.NATIONAL)
    if ordered and number.startswith("国务院") and force == "department rule":
        force = "administrative regulation"  # 行政法规 are called 条例, 规定 or 办法 (行政法规制定程序条例 art. 5)
    issuer = issuer_key(source.issuer) or None
    return Rank(
        force=force,
        level=_LEVELS.index(level) if level is not None else _NO_LEVEL,
        issuer=issuer,
        place=_place(source.region, level),
        date=source.date,
    )


def _told_by_title(genre: str | None, title: str) -> Level | None:
    # A local regulation names its place in its title.
    return Level.NATIONAL if genre in ("法", "宪法", "条例") and not issuers.leading_place(title) else None


def _place(region: str | None, level: Level | None) -> str | None:
    if level is Level.NATIONAL:
        return ""
    found = places.resolve(region) if region else ()
    return found[0].code if len(found) == 1 else region


def above(upper: Rank, lower: Rank) -> bool:
    """Whether a document of the first rank can be carried out by one of the second.

    That is so where its level is higher, or the same with at least the same force, and it is not the later one.
    """
    if upper.level != lower.level:
        return upper.level < lower.level
    if upper.number != lower.number:
        return upper.number < lower.number
    return upper.date is None or lower.date is None or upper.date <= lower.date


def equal(one: Rank, two: Rank) -> bool:
    """Whether neither stands above the other by force or level."""
    return (one.level, one.number) == (two.level, two.number)


def prevails(one: Rank, two: Rank, *, specific: int | None = None) -> Ruling:
    """Which prevails; *specific* tells which of the two rules is narrower, where one is."""
    if one.number != two.number:
        first = one.number < two.number
        return Ruling(0 if first else 1, _("the higher force: {one} over {two}").format(
            one=_force_word((one if first else two).force), two=_force_word((two if first else one).force)
        ))  # fmt: skip
    if one.level != two.level and _NO_LEVEL not in (one.level, two.level):
        return Ruling(0 if one.level < two.level else 1, _("the higher level prevails"))
    if one.issuer and one.issuer == two.issuer:
        return _same_issuer(one, two, specific)
    if one.place == two.place and one.government is not two.government and one.issuer and two.issuer:
        return Ruling(0 if one.government else 1, _("a government's document prevails over a department's"))
    return Ruling(None, _("equals: the organ above both has to settle it (Legislation Law, article 106)"))


def _same_issuer(one: Rank, two: Rank, specific: int | None) -> Ruling:
    later = None
    if one.date and two.date and one.date != two.date:
        later = 0 if one.date > two.date else 1
    if later is not None and specific is not None and specific != later:
        return Ruling(None, _("an older specific rule against a newer general one: the issuer has to settle it"))
    if later is not None:
        return Ruling(later, _("the later one of the same issuer prevails"))
    if specific is not None:
        return Ruling(specific, _("the more specific one of the same issuer prevails"))
    return Ruling(None, _("the same issuer, neither later nor more specific"))


def _force_word(force: str) -> str:
    words = {
        "constitution": _("constitution"),
        "law": _("law"),
        "administrative regulation": _("administrative regulation"),
        "local regulation": _("local regulation"),
        "department rule": _("department rule"),
        "local rule": _("local rule"),
        "normative document": _("normative document"),
        "internal document": _("internal document"),
    }
    return words[force]
