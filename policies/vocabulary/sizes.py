"""Classes of size (规模以上, 大型, 小微 …) and the numbers that tell them, as ``sizes.toml`` holds them.

A class is the set of the exact classes that it covers, so that what is known of a body is such a set too: 小型 is
known to be 规模以上小型 or 规模以下小型, and the question that is left is which of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from policies.vocabulary import sectors
from policies.vocabulary.tables import alternation, table

__all__ = [
    "Numbers",
    "SizeClass",
    "SizeLine",
    "both",
    "by_numbers",
    "choices",
    "classes",
    "exact",
    "in_words",
    "lines",
    "of_word",
]

_RANKED = ("大型", "中型", "小型", "微型")  # lower bounds stand in this order; what reaches none is 微型


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A class, the words for it, and the exact classes that belong to it."""

    name: str
    words: tuple[str, ...]
    covers: frozenset[str]


@dataclass(frozen=True, slots=True)
class SizeLine:
    """A row of 《统计上大中小微型企业划分办法（2017）》: lower bounds of 大型, 中型, 小型 by indicator."""

    name: str
    sectors: tuple[str, ...]
    bounds: Mapping[str, tuple[int, int, int]]
    above: int | None  # revenue (万元) from which a body is 规模以上


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a body states of itself; revenue and assets in 万元, None is unknown."""

    employees: int | None = None
    revenue: int | None = None
    assets: int | None = None


@cache
def exact() -> tuple[str, ...]:
    """The exact classes: every body is of one and only one of them."""
    return tuple(table("sizes")["exact"])


@cache
def classes() -> Mapping[str, SizeClass]:
    """Classes by name."""
    rows = table("sizes")["sizes"]
    return {row["name"]: SizeClass(row["name"], tuple(row["words"]), frozenset(row["covers"])) for row in rows}


def of_word(word: str) -> SizeClass | None:
    """The class that *word* stands for."""
    return _by_word().get(word)


@cache
def _by_word() -> Mapping[str, SizeClass]:
    return {word: one for one in classes().values() for word in (one.name, *one.words)}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(alternation(_by_word()))


def in_words(surface: str) -> tuple[str, str] | None:
    """The first words of size in *surface* and the class that they stand for: (中小, 中小微)."""
    found = _pattern().search(surface)
    return (found[0], _by_word()[found[0]].name) if found else None


def choices(possible: frozenset[str]) -> tuple[str, ...]:
    """The simple classes that would tell more of a body that is known to be of one of the *possible* exact ones."""
    plain = (one for name, one in classes().items() if name in table("sizes")["simple"])
    return tuple(one.name for one in plain if one.covers & possible and not possible <= one.covers)


def both(one: str | None, other: str) -> str:
    """The class of who is of both (小型 and 规模以上: 规模以上小型); the *other* one, where there is no such class."""
    if one is None or one not in classes():
        return other
    wanted = classes()[one].covers & classes()[other].covers
    return next((found.name for found in classes().values() if found.covers == wanted), other)


@cache
def lines() -> tuple[SizeLine, ...]:
    """The rows that tell a class by numbers."""
    return tuple(
        SizeLine(
            row["name"],
            tuple(row["sectors"]),
            {key: tuple(row[key]) for key in ("employees", "revenue", "assets") if key in row},
            row.get("above"),
        )
        for row in table("sizes")["lines"]
    )


def by_numbers(own_sectors: Iterable[str] | None, numbers: Numbers) -> frozenset[str]:
    """The exact classes that a body of these sectors and numbers may be of; all of them where no row tells.

    Which of several sectors is the main one is not asked: what any of them allows is possible.
    """
    return frozenset[str]().union(*(_in_sector(sector, numbers) for sector in own_sectors or ("",)))


@lru_cache(maxsize=4096)
def _in_sector(sector: str, numbers: Numbers) -> frozenset[str]:
    fitting = [line for line in lines() if any(sectors.is_within(sector, term) for term in line.sectors)]
    if not fitting:
        return frozenset(exact())
    return frozenset[str]().union(*(_by_line(line, numbers) for line in fitting))


def _by_line(line: SizeLine, numbers: Numbers) -> frozenset[str]:
    stated = {key: getattr(numbers, key) for key in line.bounds}
    ranks = [_rank(line.bounds[key], value) for key, value in stated.items() if value is not None]
    lowest = max(ranks, default=0)  # of 大型 0 … 微型 3: the indicator that is furthest down decides
    allowed = (lowest,) if stated and len(ranks) == len(stated) else range(lowest, len(_RANKED))
    found = frozenset[str]().union(*(classes()[_RANKED[rank]].covers for rank in allowed))
    return found - _wrong_side(line, numbers.revenue)


def _wrong_side(line: SizeLine, revenue: int | None) -> frozenset[str]:
    """The exact classes that lie on the wrong side of the threshold: by the revenue, or because their own lower bound
    of revenue is above it."""
    if line.above is None:
        return frozenset()
    above, below = classes()["规模以上"].covers - classes()["大型"].covers, classes()["规模以下"].covers
    if revenue is not None:
        return below if revenue >= line.above else above
    bounds = line.bounds.get("revenue", ())
    reach = [name for name, bound in zip(_RANKED, bounds, strict=False) if bound >= line.above]
    return below & frozenset[str]().union(*(classes()[name].covers for name in reach))


def _rank(bounds: tuple[int, int, int], value: int) -> int:
    return next((rank for rank, bound in enumerate(bounds) if value >= bound), len(bounds))
