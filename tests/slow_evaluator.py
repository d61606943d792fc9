"""What a condition says of an entity, worked out from the definitions word by word: slow, and nothing shared with
``rules`` but the models and the data files, which it reads by itself.

The definitions are those of ``policies/conditions.py`` and ``docs/decisions/0002-who-is-meant.md``. What the name of a
body tells (which organ it is, which functions it has) is not read here: the pools of ``random_pairs.py`` say it.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from policies.entities import Entity

__all__ = ["NO", "OPEN", "YES", "decide"]

YES, OPEN, NO = "applies", "unknown", "does_not_apply"
_DATA = Path(__file__).parents[1] / "policies" / "vocabulary"
_AND = {(YES, YES): YES, (YES, OPEN): OPEN, (YES, NO): NO, (OPEN, YES): OPEN, (OPEN, OPEN): OPEN, (OPEN, NO): NO}
_AND |= {(NO, YES): NO, (NO, OPEN): NO, (NO, NO): NO}
_NOT = {YES: NO, OPEN: OPEN, NO: YES}
_OR = {(a, b): _NOT[_AND[_NOT[a], _NOT[b]]] for a in _NOT for b in _NOT}
_COLUMNS = ("code", "name", "short", "level", "parent", "until", "heirs")


def decide(condition: Mapping[str, Any], entity: Entity, on: date, names: Mapping[str, Mapping[str, Any]]) -> str:
    """The value of a condition, given as its JSON; *names* tells what is known of each body's name."""
    result = NO
    for place, sectors in _views(entity):
        result = _OR[result, _decide(condition, _Asker(entity, place, sectors, on, names.get(entity.name or "", {})))]
    return result


class _Asker:
    """The entity as it stands at one place."""

    def __init__(
        self, entity: Entity, place: str | None, sectors: list[str] | None, on: date, name: Mapping[str, Any]
    ) -> None:
        self.entity, self.place, self.sectors, self.on, self.name = entity, place, sectors, on, name
        self.seat = _views(entity)[0][0]
        lists = [own for _place, own in _views(entity)]
        known = [own for own in lists if own is not None]
        self.everywhere = [one for own in known for one in own] if len(known) == len(lists) else None


def _decide(condition: Mapping[str, Any], asker: _Asker) -> str:
    op = condition["op"]
    if op == "not":
        return _NOT[_decide(condition["of"], asker)]
    if op in ("all", "any"):
        result, table = (YES, _AND) if op == "all" else (NO, _OR)
        for one in condition["of"]:
            result = table[result, _decide(one, asker)]
        return result
    value: str = globals()[f"_{op}"](condition, asker)
    return value


def _of(value: bool | None) -> str:
    return OPEN if value is None else YES if value else NO


def _views(entity: Entity) -> list[tuple[str | None, list[str] | None]]:
    """The seat, then the sites. A site has the entity's sectors where it states none, the seat those of all sites
    where every one of them states its own and the entity none. A seat that is not told, or is one of the sites, is
    not asked beside them."""
    own = None if entity.sectors is None else list(entity.sectors)
    sites = [(site.place, list(site.sectors) if site.sectors is not None else own) for site in entity.sites or ()]
    if own is None and sites and all(site.sectors is not None for site in entity.sites or ()):
        own = [one for site in entity.sites or () for one in site.sectors or ()]
    if sites and (entity.place is None or entity.place in [place for place, _sectors in sites]):
        return sites
    return [(entity.place, own), *sites]


# Atoms


def _kind(atom: Mapping[str, Any], asker: _Asker) -> str:
    return _of(None if asker.entity.kind is None else asker.entity.kind == atom["kind"])


def _level(atom: Mapping[str, Any], asker: _Asker) -> str:
    """Stated, else told by the name's end, else the level of the seat."""
    level = asker.entity.level or asker.name.get("level")
    if level is None and asker.seat is not None:
        level = _places()[asker.seat]["level"]
    return _of(None if level is None else level in atom["levels"])


def _within(atom: Mapping[str, Any], asker: _Asker) -> str:
    """Yes where all the ground that the place covers today lies in the ground of the other. Where only some of it
    does: a government of the wider place does not lie inside, another body may; what of a place that was split, or of
    a place that is gone, may be meant is not known of anybody."""
    if asker.place is None:
        return OPEN
    own, other = _ground(asker.place), _ground(atom["place"])
    if all(any(_inside(one, heir) for heir in other) for one in own):
        return YES
    some = any(_inside(one, heir) or _inside(heir, one) for one in own for heir in other)
    moved = any(_places()[code]["heirs"] for code in (asker.place, atom["place"]))
    authority = asker.entity.kind in ("government", "department")
    return OPEN if some and (moved or not authority) else NO


def _sector(atom: Mapping[str, Any], asker: _Asker) -> str:
    asked = atom["sector"]
    if asked in asker.entity.attributes:
        return _of(asker.entity.attributes[asked])
    if asker.sectors is None:
        return OPEN
    if any(asked in _above(own) for own in asker.sectors):
        return YES
    return OPEN if any(_could_be(own, asked) for own in asker.sectors) else NO


def _size(atom: Mapping[str, Any], asker: _Asker) -> str:
    covers = {row["name"]: set(row["covers"]) for row in _toml("sizes")["sizes"]}
    possible = _possible_sizes(asker)
    verdicts = {one in covers[atom["size"]] for one in possible}
    return _of(None if len(verdicts) == 2 else verdicts.pop())


def _position(atom: Mapping[str, Any], asker: _Asker) -> str:
    """Nobody's post in particular: the body asks for all its posts. A post: that one and those that it belongs to."""
    own = asker.entity.position
    if own is None:
        return YES
    wider = next((row.get("within", []) for row in _toml("scopes")["posts"] if row["name"] == own), [])
    return _of(atom["position"] in (own, *wider))


def _function(atom: Mapping[str, Any], asker: _Asker) -> str:
    stated = asker.entity.functions
    known = stated if stated is not None else asker.name.get("functions")
    return _of(None if known is None else atom["function"] in known)


def _attribute(atom: Mapping[str, Any], asker: _Asker) -> str:
    """Stated; else by the sectors, else by the name's end, as the row of the attribute says."""
    if atom["name"] in asker.entity.attributes:
        return _of(asker.entity.attributes[atom["name"]])
    rows = {row["name"]: row for row in _toml("attributes")["attributes"]}
    row = rows.get(atom["name"])
    if row is None:
        return OPEN
    if asker.everywhere is not None:
        tells = {row["name"], *row.get("follows_from", [])}
        if any(tells & _above(own) for own in asker.everywhere):
            return YES
        only = row.get("only_in", [])
        if only and not any(_could_be(own, term) for own in asker.everywhere for term in only):
            return NO
    name = asker.entity.name
    if name is not None:
        inside = [other for other in rows.values() if row["name"] in (other["name"], *other.get("within", []))]
        if any(name.endswith(end) for other in inside for end in other.get("names", [])):
            return YES
        related = [*row.get("within", []), *(other["name"] for other in inside)]
        group = [other for other in rows.values() if row.get("group") and other.get("group") == row["group"]]
        apart = [other for other in group if other["name"] not in related]
        ends = [*row.get("not_names", []), *(end for other in apart for end in other.get("names", []))]
        if any(name.endswith(end) for end in ends):
            return NO
    return OPEN


def _named(atom: Mapping[str, Any], asker: _Asker) -> str:
    if atom["name"] in asker.entity.attributes:
        return _of(asker.entity.attributes[atom["name"]])
    return _of(None if asker.entity.name is None else atom["name"] in asker.name["is"])


def _window(atom: Mapping[str, Any], asker: _Asker) -> str:
    day = asker.on.isoformat()
    return _of((atom["since"] or "") <= day <= (atom["until"] or "9999"))


def _in_force(atom: Mapping[str, Any], asker: _Asker) -> str:
    if atom["draft"]:
        return NO
    return _of(asker.entity.attributes.get(f"《{atom['document']}》在所问之日有效"))


def _quoted(atom: Mapping[str, Any], asker: _Asker) -> str:
    return _of(asker.entity.attributes.get(atom["words"]))


# Data


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _places() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for name in ("former_places", "places"):
        with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for line in list(csv.reader(file))[1:]:
                row: dict[str, Any] = dict(zip(_COLUMNS, line, strict=True))
                row["heirs"] = row["heirs"].split() if name == "former_places" else []
                rows[row["code"]] = row
    return rows


def _ground(code: str) -> list[str]:
    """The places of today that cover the ground of a place."""
    return _places()[code]["heirs"] or [code]


def _inside(code: str, other: str) -> bool:
    while code and code != other:
        code = _places()[code]["parent"]
    return code == other


@cache
def _above(term: str) -> frozenset[str]:
    """The term and all that it is nested in."""
    found = {term}
    for wider in _toml("sectors")["terms"].get(term, {}).get("within", []):
        found |= _above(wider)
    return frozenset(found)


@cache
def _could_be(own: str, asked: str) -> bool:
    """Whether a body of which *own* is said may be one of *asked* although it does not say so."""
    terms = _toml("sectors")["terms"]
    if own not in terms or asked not in terms:
        return True
    if terms[own].get("cross_cutting") or terms[asked].get("cross_cutting"):
        return True
    if any({own, asked} <= _above(term) for term in terms):
        return True
    pairs = [(term, other) for term, row in terms.items() for other in row.get("overlaps", [])]
    pairs += [(other, term) for term, other in pairs]
    return any(
        (own in _above(one) or one in _above(own)) and (asked in _above(other) or other in _above(asked))
        for one, other in pairs
    )


def _possible_sizes(asker: _Asker) -> set[str]:
    """The exact classes that the stated class and the numbers leave; the stated class where they contradict."""
    data = _toml("sizes")
    entity = asker.entity
    told = _told_by_numbers(asker.everywhere, entity)
    stated = next((set(row["covers"]) for row in data["sizes"] if row["name"] == entity.size), set(data["exact"]))
    return (stated & told) or stated


def _told_by_numbers(sectors: list[str] | None, entity: Entity) -> set[str]:
    data = _toml("sizes")
    found: set[str] = set()
    if not sectors:
        return set(data["exact"])
    for sector in sectors:
        rows = [row for row in data["lines"] if set(row["sectors"]) & _above(sector)]
        if not rows:
            return set(data["exact"])
        for row in rows:
            found |= {one for one in data["exact"] if _allowed(one, row, entity)}
    return found


def _allowed(one: str, row: Mapping[str, Any], entity: Entity) -> bool:
    """Whether a body with these numbers may be of an exact class: 大型, 中型 and 小型 reach their bounds in every
    indicator and miss those of the next class in one; 微型 misses those of 小型 in one. An indicator that is not
    known may be anything."""
    order = ["微型", "小型", "中型", "大型"]
    at = next(number for number, name in enumerate(order) if one.endswith(name))
    reached, missed = True, at == 3
    for key in ("employees", "revenue", "assets"):
        if key in row:
            value = getattr(entity, key)
            reached = reached and (at == 0 or value is None or value >= row[key][3 - at])
            missed = missed or value is None or value < row[key][2 - at]
    above = row.get("above")
    if above is None or one == "大型":
        return reached and missed
    if entity.revenue is not None:
        return reached and missed and one.startswith("规模以上") == (entity.revenue >= above)
    at_least = row["revenue"][3 - at] if "revenue" in row and at > 0 else 0
    return reached and missed and not (one.startswith("规模以下") and at_least >= above)
