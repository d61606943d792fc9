"""Places: administrative divisions of province, city and county level, with their GB/T 2260 codes.

``places.csv`` holds the divisions of today, ``former_places.csv`` names and codes that are no longer in use, with
the year of the change and the codes of today that cover the same ground. Names and codes are those of GB/T 2260 and of
the yearly lists of the Ministry of Civil Affairs. Years follow the yearly lists and may lag a decision by one year;
an empty year is not recorded. Rows with status ``sample`` are an invented province of the circulars that ship.

Pseudo divisions of the lists (市辖区, 县, 省直辖县级行政区划) are dissolved: a district of Chongqing lies in Chongqing.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from policies.documents import Level
from policies.vocabulary.spelling import half_width

__all__ = [
    "Move",
    "Place",
    "by_abbreviation",
    "by_code",
    "ground",
    "is_within",
    "listed",
    "moves",
    "names",
    "nearest",
    "places",
    "resolve",
    "touches",
    "touching",
]

_FOLDER = Path(__file__).parent
_LEVELS = {level.value: level for level in Level}


@dataclass(frozen=True, slots=True)
class Place:
    """A division. ``full_name`` runs through every level, ``short_full_name`` leaves the prefecture out.

    The latter is how documents name their region: 浙江省义乌市, 浙江省平阳县. A district keeps its city,
    since none is ever named without it: 浙江省舟山市普陀区.
    """

    code: str
    name: str
    full_name: str
    short_full_name: str
    level: Level
    parent: str | None  # code
    sample: bool = False  # invented, for the circulars that ship as samples
    until: str | None = None  # year of the change, for a former place; None where it is not recorded
    successors: tuple[str, ...] = ()  # codes of today, for a former place

    @property
    def former(self) -> bool:
        """Whether this division no longer exists under this code or name."""
        return bool(self.successors)


class _Row(NamedTuple):
    """A line of either file: what both have, and two columns of its own."""

    code: str
    name: str
    short: str
    level: str
    parent: str
    abbreviations_or_until: str
    status_or_successors: str


class _Table:
    """One file, indexed by code and by name."""

    def __init__(self, file_name: str) -> None:
        with (_FOLDER / file_name).open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            next(lines)
            self.lines = list(map(_Row._make, lines))
        self.rows = {row.code: row for row in self.lines}
        self.names: dict[str, list[_Row]] = defaultdict(list)
        for row in self.lines:
            self.names[row.name].append(row)
            if row.short:
                self.names[row.short].append(row)
                if "自治" in row.name:  # 延边朝鲜族自治州 is called 延边州
                    self.names[row.short + row.name[-1]].append(row)
        self.longest = max(map(len, self.names))


@lru_cache(maxsize=1)
def _today() -> _Table:
    return _Table("places.csv")


@lru_cache(maxsize=1)
def _past() -> _Table:
    return _Table("former_places.csv")


def _row(code: str) -> _Row | None:
    return _today().rows.get(code) or _past().rows.get(code)


def _full_names(row: _Row) -> tuple[str, str]:
    above: list[str] = []
    parent = _row(row.parent)
    while parent:
        above.insert(0, parent.name)
        parent = _row(parent.parent)
    kept = above if row.level == Level.COUNTY and row.name.endswith("区") else above[:1]
    return "".join((*above, row.name)), "".join((*kept, row.name))


def _place_today(row: _Row) -> Place:
    sample = row.status_or_successors == "sample"
    return Place(row.code, row.name, *_full_names(row), _LEVELS[row.level], row.parent or None, sample=sample)


def _place_past(row: _Row) -> Place:
    return Place(
        row.code,
        row.name,
        *_full_names(row),
        _LEVELS[row.level],
        row.parent or None,
        until=row.abbreviations_or_until or None,
        successors=tuple(row.status_or_successors.split()),
    )


@lru_cache(maxsize=4096)
def by_code(code: str) -> Place | None:
    """The division with this code of two, four or six digits; a former one too, marked as such."""
    digits = code.ljust(6, "0")
    if row := _today().rows.get(digits):
        return _place_today(row)
    former = _past().rows.get(digits)
    return _place_past(former) if former else None


def places() -> Iterator[Place]:
    """Every division of today, in the order of codes."""
    return map(_place_today, _today().lines)


@lru_cache(maxsize=1)
def names() -> Mapping[str, tuple[str, ...]]:
    """Every name and short name of today with its codes, for those who look for places in running text."""
    return {name: tuple(row.code for row in rows) for name, rows in _today().names.items()}


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    return {character: row.code for row in _today().lines for character in row.abbreviations_or_until}


def by_abbreviation(character: str) -> Place | None:
    """The province that one character stands for in document numbers (吉, 渝, 鄂)."""
    code = _abbreviations().get(character)
    return by_code(code) if code else None


def _plain(text: str) -> str:
    return "".join(half_width(text).split())


def resolve(name_or_code: str, within: str | None = None) -> tuple[Place, ...]:
    """All divisions that a name or code may mean, in the order of codes; several mean that it is ambiguous.

    A name may leave levels out (吉林省吉林市, 吉林市, 浙江省义乌市, 义乌). *within* is the code of a place in which
    they have to lie. Former names count where no place of today bears the name.
    """
    text = _plain(name_or_code)
    if text.isascii() and text.isdigit():
        place = by_code(text) if len(text) in (2, 4, 6) else None
        found = [place] if place else []
    else:
        found = _named(text, within) or _formerly_named(text)
    return tuple(place for place in found if within is None or is_within(place.code, within))


def _named(text: str, within: str | None) -> list[Place]:
    found = [place for code in sorted(set(_walk(text, within))) if (place := by_code(code))]
    exact = [place for place in found if place.name == text]
    if exact or not any(place.level is Level.PROVINCE for place in found):
        return exact or found
    # 河南 and 海南 mean the province, not the autonomous county or prefecture; 吉林 stays two places.
    return [place for place in found if place.level is Level.PROVINCE or place.name == text + "市"]


def _walk(text: str, within: str | None) -> Iterator[str]:
    """Codes that *text* leads to, read as names of ever smaller divisions."""
    table = _today()
    for size in range(min(len(text), table.longest), 1, -1):
        for row in table.names.get(text[:size], ()):
            if within is not None and not is_within(row.code, within):
                continue
            if size == len(text):
                yield row.code
            else:
                yield from _walk(text[size:], row.code)


def _formerly_named(text: str) -> list[Place]:
    """莱芜市, and with what stands above it: 山东省莱芜市, 安徽省巢湖市居巢区."""
    table = _past()
    found = [_place_past(row) for row in table.names.get(text, ())]
    for size in range(min(len(text) - 1, table.longest), 1, -1):
        places_past = map(_place_past, table.names.get(text[-size:], ()))
        found += [place for place in places_past if text in (place.full_name, place.short_full_name)]
    return found


def is_within(code: str, ancestor_code: str) -> bool:
    """Whether the place is the other one or lies in it, wholly; former places are followed to those of today.

    An unknown code lies in nothing but itself.
    """
    ancestors = ground(ancestor_code)
    return all(any(_climbs(own, ancestor) for ancestor in ancestors) for own in ground(code))


def touches(code: str, other_code: str) -> bool:
    """Whether the two places have ground in common: one lies in the other, or both cover heirs of a place that is no
    more."""
    others = ground(other_code)
    return any(_climbs(own, other) or _climbs(other, own) for own in ground(code) for other in others)


@dataclass(frozen=True, slots=True)
class Move:
    """A place that went from one place above it to another: 公主岭市, from 四平市 to 长春市, in 2020."""

    place: str  # code of today
    year: int
    left: bool  # whether it left the place asked about, or came to it


@lru_cache(maxsize=1024)
def moves(code: str) -> tuple[Move, ...]:
    """The places that left or came to a place of today although they are what they were; renamed ones that stayed
    and places that were divided do not count, nor do those whose year is not recorded."""
    found: list[Move] = []
    if code not in _today().rows:
        return ()
    for row in _past().lines:
        now = row.status_or_successors.split()
        if len(now) != 1 or not row.abbreviations_or_until:
            continue
        was_inside = is_within(row.parent, code)
        if was_inside is not _climbs(now[0], code):
            found.append(Move(now[0], int(row.abbreviations_or_until), was_inside))
    return tuple(found)


def touching(code: str) -> Iterator[str]:
    """The codes of the tables, of today and former ones, whose places touch this one."""
    for own in ground(code):
        at = own
        while at:
            yield from (at, *_heirs().get(at, ()))
            row = _row(at)
            at = row.parent if row else ""
        below = [*_children().get(own, ())]
        while below:
            at = below.pop()
            yield from (at, *_heirs().get(at, ()))
            below += _children().get(at, ())


def listed(code: str) -> bool:
    """Whether one of the tables has this code."""
    return _row(code) is not None


@lru_cache(maxsize=1)
def _children() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _today().lines:
        found.setdefault(row.parent, []).append(row.code)
    return found


@lru_cache(maxsize=1)
def _heirs() -> dict[str, list[str]]:
    """Places of today → former places whose ground they cover."""
    found: dict[str, list[str]] = {}
    for row in _past().lines:
        for successor in row.status_or_successors.split():
            found.setdefault(successor, []).append(row.code)
    return found


@lru_cache(maxsize=4096)
def ground(code: str) -> tuple[str, ...]:
    """The codes of today that cover the ground of a place: its own, or those of a former place's successors."""
    place = by_code(code)
    return place.successors if place and place.former else (code.ljust(6, "0"),)


def _climbs(code: str, ancestor: str) -> bool:
    while code:
        if code == ancestor:
            return True
        row = _row(code)
        code = row.parent if row else ""
    return False


def nearest(name: str, n: int = 3) -> tuple[Place, ...]:
    """The *n* places of today whose names are most like *name*, best first; for messages."""
    text = _plain(name)
    letters = set(text) - set("省市县区州盟旗自治族")
    scored: list[tuple[float, Place]] = []
    for place in places():
        if place.sample or not letters & set(place.name):
            continue
        candidates = {place.name, place.full_name, place.short_full_name}
        scored.append((max(SequenceMatcher(None, text, other).ratio() for other in candidates), place))
    scored.sort(key=lambda pair: (-pair[0], pair[1].code))
    return tuple(place for _, place in scored[:n])
