"""Organs that issue documents: their full names, level and place, and the codes of document numbers.

The data are in ``issuers.toml``; places come from ``places``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policies.documents import Level
from policies.vocabulary import places
from policies.vocabulary.places import Place
from policies.vocabulary.tables import alternation, table

__all__ = ["Standing", "full_name", "is_company", "is_organ", "leading_place", "organ_of_number", "standing"]

_LEVEL_WORDS = {"省": Level.PROVINCE, "自治区": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY, "县": Level.COUNTY}
_LEVEL_WORDS |= {"区": Level.COUNTY, "旗": Level.COUNTY, "镇": Level.TOWNSHIP, "乡": Level.TOWNSHIP}
_DIVISION = re.compile(
    r"[一-龥]{1,12}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|矿区|省|市|州|县|区|旗|盟)"
)
_TOWNSHIP = re.compile(r"([一-龥]{1,6}?(?:街道|民族乡|苏木|镇|乡))(?=[人党政办应综工平委纪]|街道|$)")
_LONGEST_NAME = 15


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an organ stands: None where its name does not tell. ``region`` is "" for a national organ."""

    level: Level | None
    region: str | None
    place: Place | None = None


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(alternation(word[::-1] for word in table("issuers")["closings"]["organs"]))


@cache
def _company() -> re.Pattern[str]:
    return re.compile(alternation(word[::-1] for word in table("issuers")["closings"]["companies"]))


@cache
def _words() -> re.Pattern[str]:
    return re.compile(alternation(table("issuers")["words"]))


_NOTE = re.compile(r"[（(][^（()）]{0,30}[）)]$")


def is_organ(name: str) -> bool:
    """Whether *name* closes as names of organs do (a note in brackets after it left out)."""
    name = _NOTE.sub("", name.strip()).rstrip()
    return len(name) >= 2 and bool(_closing().match(name[::-1]))


def is_company(name: str) -> bool:
    """Whether *name* is that of a company. The central bank is none."""
    name = re.sub(r"\s", "", name)
    return bool(_company().match(name[::-1])) and "人民银行" not in name


def leading_place(name: str, within: Place | None = None) -> tuple[Place, int] | None:
    """The place that *name* opens with and how many characters name it; None without one or where it is ambiguous.

    The longest reading wins: 浙江省义乌市人民政府 opens with 义乌市. *within* settles names that several places bear.
    """
    best: tuple[Place, int] | None = None
    position = 0
    while match := _DIVISION.match(name, position):
        end = match.end()
        if end > 3 * _LONGEST_NAME:
            break
        found = places.resolve(name[:end])
        if len(found) > 1 and within is not None:
            found = tuple(p for p in found if places.is_within(p.code, within.code)) or found
        if len(found) > 1:  # 吉林市 beats the short name of a namesake
            found = tuple(p for p in found if p.name == name[position:end]) or found
        if len(found) == 1 and not found[0].former:
            best = (found[0], end)
            position = end
        elif best is None and end < _LONGEST_NAME:
            longer = _DIVISION.match(name, end)
            if longer is None or longer.end() > _LONGEST_NAME:
                break
            found = places.resolve(name[: longer.end()])
            if len(found) != 1:
                break
            best, position = (found[0], longer.end()), longer.end()
        else:
            break
    return best


def standing(name: str, within: Place | None = None) -> Standing:
    """Level and region of the organ *name*; of several joint ones the first. *within* is the place spoken of."""
    first = re.split(r"[ \u3000、，\n]+", name.strip())[0]
    if not first or is_company(first):
        return Standing(None, None)
    for opening in (
        "中国共产党",
        "中共",
        "国家税务总局",
        "国家外汇管理局",
        "国家统计局",
        "中国人民银行",
        "中国银保监会",
        "共青团",
    ):
        if first.startswith(opening) and (inner := leading_place(first[len(opening) :], within)):
            return Standing(inner[0].level, inner[0].short_full_name, inner[0])
    found = leading_place(first, within)
    if found:
        place, end = found
        township = _TOWNSHIP.match(first, end)
        if township:
            return Standing(Level.TOWNSHIP, place.short_full_name + township[1], place)
        return Standing(place.level, place.short_full_name, place)
    if first.startswith("新疆生产建设兵团"):  # a body of province rank without a code of its own in GB/T 2260
        return Standing(Level.PROVINCE, "新疆生产建设兵团")
    if _is_national(first):
        return Standing(Level.NATIONAL, "")
    if (ambiguous := _ambiguous(first)) is not None:
        return ambiguous
    township = _TOWNSHIP.match(first)
    if township:
        return Standing(Level.TOWNSHIP, (within.short_full_name if within else "") + township[1], within)
    return _by_level_word(first, within)


def _ambiguous(name: str) -> Standing | None:
    """朝阳区人民政府: several places bear the name; the level is theirs where they share one, the region as written."""
    division = _DIVISION.match(name)
    found = [p for p in places.resolve(division[0]) if p.name == division[0]] if division else []
    levels = {p.level for p in found}
    return Standing(levels.pop(), division[0]) if division and len(levels) == 1 else None


def _is_national(name: str) -> bool:
    data = table("issuers")["national_openings"]
    if name in table("issuers")["national"] or name.startswith(tuple(data["words"])):
        return True
    return name.endswith(tuple(data["ministries"])) and not name.startswith(("省", "市", "县", "区", "我"))


def _by_level_word(name: str, within: Place | None) -> Standing:
    """省农业农村厅, 市人社局: the level from its word, the place from the context."""
    for word, level in _LEVEL_WORDS.items():
        if name.startswith((word, "全" + word, "我" + word)):
            if within is None:
                return Standing(level if word != "市" else None, None)
            return Standing(within.level, within.short_full_name, within)
    return Standing(None, None)


def full_name(name: str, within: Place | None = None) -> str:
    """The organ's name in full: 省农业农村厅 → 湖北省农业农村厅 (*within* 湖北省), 江西省市场监管局 → …监督管理局."""
    name = re.sub(r"[ \u3000]+", " ", name.strip())
    if " " in name:
        return " ".join(full_name(part, within) for part in name.split(" "))
    national = table("issuers")["national"]
    if name in national:
        return str(national[name])
    if within is not None and within.level is not None:
        for word in ("自治区", "省", "市", "州", "县", "区", "旗"):
            if name.startswith(word) and within.name.endswith(word) and not leading_place(name):
                name = within.name + name[len(word) :]
                break
    if _is_national(name) and not leading_place(name):
        for short, full in national.items():
            if name.startswith(short) and not name.startswith(full):
                return str(full) + name[len(short) :]
        return name
    words = table("issuers")["words"]
    return _words().sub(lambda match: str(words[match[0]]), name)


def organ_of_number(number: str, within: Place | None = None) -> tuple[str, Place | None] | None:
    """Full name and place of the organ whose code *number* bears: 国办发〔2018〕71号, 赣府厅字〔2020〕14号.

    None where the code is not known or the place is ambiguous. *within* settles a county's one-character code.
    """
    code = re.match(r"[一-龥]{1,12}(?=〔)", number)
    if code is None:
        order = re.match(r"([一-龥]{2,30})令第", number)
        return (order[1].removeprefix("中华人民共和国"), None) if order and is_organ(order[1]) else None
    data = table("issuers")["codes"]
    stems = list(_stems(code[0], data["kinds"]))
    for stem in stems:
        if stem in data["national"]:
            return str(data["national"][stem]), None
    for stem in stems:
        found = _local(stem, data["local"], within)
        if found:
            return found
    return None


def _stems(code: str, kinds: list[str]) -> list[str]:
    """The code as it stands (安委办), then without its kind: 政办发 → 政办."""
    stems = [
        code[: -len(kind)] for kind in sorted(kinds, key=len, reverse=True) if code.endswith(kind) and code != kind
    ]
    return list(dict.fromkeys([code, *stems]))


def _local(stem: str, organs: dict[str, str], within: Place | None) -> tuple[str, Place | None] | None:
    for size in (3, 2, 1):
        organ = organs.get(stem[size:])
        place = _place_of_code(stem[:size], within) if organ else None
        if organ and place:
            province = place.level is Level.PROVINCE
            words = organ.format(
                office="办公厅" if province or place.level is Level.CITY else "办公室",
                bureau="厅" if province and place.name.endswith(("省", "区")) else "局",
                commission="委员会" if province or place.level is Level.CITY else "局",
            )
            return place.name + words, place
    return None


def _place_of_code(code: str, within: Place | None) -> Place | None:
    """吉 → 吉林省, 吉市 → 吉林市; a county's first character only where *within* is that county or city."""
    if within is not None and within.name.startswith(code[0]) and within.level is not Level.PROVINCE:
        return within
    if len(code) == 1:
        return places.by_abbreviation(code)
    if code.endswith(("市", "州", "县", "区")):
        cities = {p.code: p for p in places.places() if p.name.startswith(code[0]) and p.name.endswith(code[-1])}
        cities = {k: p for k, p in cities.items() if p.level is not Level.PROVINCE and not p.sample}
        home = places.by_abbreviation(code[0])
        own = [p for p in cities.values() if home and places.is_within(p.code, home.code)]
        return own[0] if len(own) == 1 else None
    return None
