"""A country's circulars, made up from real ones: their conditions, with other places, days, sectors and words.

Every document is a copy of a real one: as many duties, the same shapes of conditions, the same share of quoted words.
Its place is drawn (a few hold in the whole country, more in a province or a city, most in a county), its days, its
sectors and its words are its own. However many documents there are, the same number lies within the reach of one
county (``NEAR``), so that the size of an answer does not depend on the size of the base.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from bench.material import circulars
from parsers import parse_file
from policies.conditions import All, Condition, InForce, Not, Quoted, Sector, Window, Within
from policies.conditions import Any as AnyOf
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity
from policies.vocabulary import places, sectors
from rules.compile import compile_duty
from rules.terms import Posted, posted, terms_of

__all__ = ["ASKER", "ON", "Copy", "Sheet", "askers", "copies", "sheets"]

ON = date(2024, 9, 1)
HOME = "220221"  # a county, its city and its province
NEAR = {
    HOME: 40,
    "220200": 30,
    "220000": 20,
    "": 15,
}  # documents that reach it, however large the country; "" is national
ASKER = Entity(kind=BodyKind.ENTERPRISE, place=HOME, sectors=("煤矿", "危险化学品"), size="规模以上")

_PLACE, _SECTOR, _NUMBER = "\ue010", "\ue011", "\ue012"
_SINCE, _UNTIL = 1000, 1500  # years that stand for a day


class Shape(NamedTuple):
    """A condition as Python over the verdicts of its atoms, 0, 1 or 2, and the JSON of those atoms."""

    code: str
    atoms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The conditions of a document, with signs where a copy has its own place, days, sectors and words."""

    conditions: tuple[str, ...]  # JSON
    shapes: tuple[Shape, ...]  # parallel
    terms: dict[tuple[Posted, ...], list[int]]
    records: tuple[str, ...]  # JSON of the duties themselves


@dataclass(frozen=True, slots=True)
class Copy:
    """One document of the country."""

    number: int
    sheet: Sheet
    fill: Callable[[str], str]

    @property
    def day(self) -> str:
        """Its date."""
        return self.fill(f"{_SINCE}-01-01")

    def conditions(self) -> Iterator[str]:
        """The conditions as JSON."""
        return map(self.fill, self.sheet.conditions)

    def shapes(self) -> Iterator[Shape]:
        """The conditions as Python, with the JSON of their atoms."""
        known = {atom: self.fill(atom) for shape in self.sheet.shapes for atom in shape.atoms}
        for shape in self.sheet.shapes:
            yield Shape(shape.code, tuple(known[atom] for atom in shape.atoms))

    def terms(self) -> dict[tuple[Posted, ...], list[int]]:
        """The terms with the ordinals of their duties, as ``rules.terms.together`` finds them."""
        fill = self.fill
        return {
            tuple(Posted(slot, _day(slot, key, fill) or fill(key), fill(atom)) for slot, key, atom in term): ordinals
            for term, ordinals in self.sheet.terms.items()
        }


def _day(slot: str, key: str, fill: Callable[[str], str]) -> str | None:
    if not slot.startswith(("since/", "until/")):
        return None
    return fill(f"{key[:4]}-01-01")[: {"year": 4, "month": 7, "day": 10}[slot[6:]]]


def sheets() -> list[tuple[Sheet, Sheet]]:
    """The documents of the corpus (else those that ship), each as one of a place and as one of the whole country."""
    found = []
    for path in circulars():
        document = parse_file(path)
        all_ = [compile_duty(duty, document) for duty in (*document.duties, *document.derived)]
        records = [duty.model_dump_json(exclude_defaults=True) for duty in (*document.duties, *document.derived)]
        if all_:
            found.append((_sheet(map(_placed, all_), records), _sheet(map(_unplaced, all_), records)))
    return found


def _sheet(all_: Iterable[Condition], records: Iterable[str]) -> Sheet:
    signs: dict[tuple[str, str], str] = {}
    marked = [_marked(one, signs) for one in all_]
    terms: dict[tuple[Posted, ...], list[int]] = {}
    for number, one in enumerate(marked):
        for term in {posted(term) for term in terms_of(one)}:
            terms.setdefault(term, []).append(number)
    texts = tuple(one.model_dump_json(exclude_none=True) for one in marked)
    return Sheet(texts, tuple(map(_shape, marked)), terms, tuple(records))


def _placed(condition: Condition) -> Condition:
    within = isinstance(condition, All) and any(isinstance(one, Within) for one in condition.of)
    return condition if within else All(of=(condition, Within(place="000000")))


def _unplaced(condition: Condition) -> Condition:
    if not isinstance(condition, All):
        return condition
    return All(of=tuple(one for one in condition.of if not isinstance(one, Within)))


def _marked(node: Condition, signs: dict[tuple[str, str], str]) -> Condition:
    def sign(kind: str, value: str, base: int) -> str:
        return signs.setdefault((kind, value), str(base + sum(1 for one, _value in signs if one == kind)))

    def day(kind: str, value: date | None, base: int) -> date | None:
        return None if value is None else date(int(sign(kind, value.isoformat(), base)), 1, 1)

    match node:
        case All() | AnyOf():
            return node.model_copy(update={"of": tuple(_marked(one, signs) for one in node.of)})
        case Not():
            return node.model_copy(update={"of": _marked(node.of, signs)})
        case Within():
            return Within(place=_PLACE)
        case Window():
            return Window(since=day("since", node.since, _SINCE), until=day("until", node.until, _UNTIL))
        case Sector():
            return Sector(sector=_SECTOR + chr(0xE100 + int(sign("sector", node.sector, 0))))
        case Quoted():
            return Quoted(words=f"{node.words}（{_NUMBER}）")
        case InForce():
            return node.model_copy(update={"document": f"{node.document}（{_NUMBER}）"})
    return node.model_copy(update={"evidence": None, "because": None})


# A condition as Python: what is found soonest and fails most stands first


def _shape(condition: Condition) -> Shape:
    atoms: dict[str, int] = {}
    return Shape(_python(condition, atoms), tuple(atoms))


def _python(node: Condition, atoms: dict[str, int]) -> str:
    match node:
        case All():
            parts = [_python(one, atoms) for one in sorted(node.of, key=_cost)]
            return _joined("and", "min", parts, "2")
        case AnyOf():
            return _joined("or", "max", [_python(one, atoms) for one in sorted(node.of, key=_cost)], "0")
        case Not():
            return f"(2 - {_python(node.of, atoms)})"
    text = node.model_dump_json(exclude={"evidence", "because"}, exclude_none=True)
    return f"v[a{atoms.setdefault(text, len(atoms))}]"


def _cost(node: Condition) -> int:
    return {"within": 0, "window": 1, "all": 3, "any": 4, "not": 3}.get(node.op, 2)


def _joined(word: str, function: str, parts: list[str], neutral: str) -> str:
    if not parts:
        return neutral
    if len(parts) == 1:
        return parts[0]
    whole = f"{function}({', '.join(parts)})"
    return f"({' and '.join(parts[:2])} and {whole})" if word == "and" else whole


# Copies


def copies(duties: int, of: Sequence[tuple[Sheet, Sheet]], seed: int = 1) -> Iterator[Copy]:
    """Documents with about so many duties together."""
    chance = random.Random(seed)
    terms = list(sectors.terms())
    near = [place for place, count in NEAR.items() for _ in range(count)]
    far = {
        level: [place.code for place in places.places() if place.level is level and not _reaches(place.code)]
        for level in (Level.PROVINCE, Level.CITY, Level.COUNTY)
    }
    mean = sum(len(local.conditions) for local, _ in of) / len(of)
    every = max(1, int(duties / mean / len(near)))
    number = done = 0
    while done < duties:
        local, national = chance.choice(of)
        if number % every == 0 and number // every < len(near):
            place = near[number // every]
        else:
            (level,) = chance.choices(list(far), (1, 9, 90))
            place = chance.choice(far[level])
        sheet = local if place else national
        yield Copy(number, sheet, _filler(number, place, chance.getrandbits(32), terms))
        number += 1
        done += len(sheet.conditions)


def _reaches(code: str) -> bool:
    return places.is_within(HOME, code)


_SIGNS = re.compile(f"{_PLACE}|{_NUMBER}|{_SECTOR}.|1[05]\\d\\d-01-01")


def _filler(number: int, place: str, seed: int, terms: Sequence[str]) -> Callable[[str], str]:
    chance = random.Random(seed)
    since = date(2005, 1, 1) + timedelta(days=chance.randrange(7000))
    drawn: dict[str, str] = {_PLACE: place, _NUMBER: f"{number}号"}

    def one(match: re.Match[str]) -> str:
        sign = match[0]
        known = drawn.get(sign)
        if known is None:
            if sign[0] == _SECTOR:
                known = terms[random.Random(seed + ord(sign[1])).randrange(len(terms))]
            else:
                later = int(sign[:4]) - _SINCE
                known = (since + timedelta(days=30 * later if later < 500 else 365 * (1 + later - 500))).isoformat()
            drawn[sign] = known
        return known

    return lambda text: _SIGNS.sub(one, text)


def askers(count: int, seed: int = 2) -> Iterator[dict[str, Any]]:
    """Facts of enterprises, departments and governments all over the country, as rows of a table have them."""
    chance = random.Random(seed)
    all_places = [place for place in places.places() if place.level in (Level.CITY, Level.COUNTY)]
    terms = list(sectors.terms())
    for number in range(count):
        place = chance.choice(all_places)
        kind = chance.choices(("enterprise", "department", "government"), (90, 7, 3))[0]
        row: dict[str, Any] = {"name": f"第{number}家示例单位", "kind": kind, "place": place.code}
        if kind == "enterprise":
            row["sectors"] = chance.sample(terms, chance.randint(1, 3))
            row["size"] = chance.choice(("规模以上", "规模以下", None))
        yield row
