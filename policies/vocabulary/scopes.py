"""Words that say who is meant (levels, organs, posts, attributes), as ``scopes.toml`` and ``attributes.toml``
hold them, indexed for those who read a bearer's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from policies.documents import Level
from policies.vocabulary.tables import alternation, table

__all__ = [
    "AttributeEntry",
    "Organ",
    "Post",
    "alternatives",
    "attribute_in",
    "attributes",
    "contextual",
    "entity_word",
    "implied_sectors",
    "is_draft",
    "law_openings",
    "level_pattern",
    "levels_from",
    "matter_of",
    "name_level",
    "organ_in",
    "own_scope",
    "post",
    "post_words",
    "posts",
    "section",
]

_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class AttributeEntry:
    """A named fact: ``only_in`` sectors outside which it is no, ``follows_from`` sectors in which it is yes."""

    name: str
    words: tuple[str, ...]
    only_in: tuple[str, ...] = ()
    follows_from: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # ends of a body's name that tell it
    not_names: tuple[str, ...] = ()  # ends that deny it
    within: tuple[str, ...] = ()  # wider attributes, which hold where this one does
    any_trade: bool = False  # whether no label of a clause narrows it
    group: str | None = None  # of one group a body is at most one


@dataclass(frozen=True, slots=True)
class Organ:
    """A commission or an office of one; ``housed_by`` is the function of the department that it sits in."""

    names: tuple[str, ...]
    full: str
    housed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post inside a body; its holder belongs to the ``within`` posts as well."""

    name: str
    words: tuple[str, ...]
    within: tuple[str, ...] = ()


@cache
def section(name: str) -> Mapping[str, tuple[str, ...]]:
    """The word lists of one section of ``scopes.toml`` (``"enterprises"`` → heads, quantifiers, filler …)."""
    return {key: tuple(words) for key, words in table("scopes")[name].items() if isinstance(words, list)}


@cache
def alternatives(part: str, *keys: str) -> re.Pattern[str]:
    """A pattern that matches the longest of the words listed under *keys* of one section."""
    return re.compile(alternation(word for key in keys for word in section(part)[key]))


# Levels


@cache
def level_pattern() -> tuple[re.Pattern[str], Mapping[str, Level]]:
    """A pattern of all words for levels, longest first, and the level of each."""
    words = {word: Level(level) for level, listed in section("levels").items() for word in listed}
    return re.compile(alternation(words)), words


def levels_from(lowest: Level | None = None, highest: Level | None = None) -> tuple[Level, ...]:
    """The local levels from *highest* down to *lowest*, both included; the nation is a level only where asked for."""
    start = _ORDER.index(highest) if highest else 1
    end = _ORDER.index(lowest) if lowest else len(_ORDER) - 1
    return _ORDER[start : end + 1]


def name_level(name: str) -> Level | None:
    """The level that the beginning or end of a body's own name tells (国家税务总局…, 街道办事处, 应急管理厅)."""
    for level, starts in table("scopes")["name_starts"].items():
        if name.startswith(tuple(starts)):
            return Level(level)
    for level, ends in table("scopes")["name_ends"].items():
        if name.endswith(tuple(ends)):
            return Level(level)
    return None


# Organs and matters


@cache
def _organs() -> tuple[tuple[str, Organ], ...]:
    found = [
        (name, Organ(tuple(row["names"]), row["full"], row.get("housed_by")))
        for row in table("scopes")["organs"]
        for name in row["names"]
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def organ_in(surface: str) -> Organ | None:
    """The commission or office that *surface* ends in, the longest name winning."""
    return next((organ for name, organ in _organs() if surface.endswith(name)), None)


@cache
def _matters() -> tuple[re.Pattern[str], Mapping[str, str]]:
    subjects = {word: row["function"] for row in table("scopes")["matters"] for word in row["subjects"]}
    return re.compile(alternation(subjects)), subjects


def matter_of(titles: Iterable[str]) -> tuple[str, str] | None:
    """The first subject that *titles* name, with the function that leads it: (安全生产, 应急管理)."""
    pattern, functions = _matters()
    for title in titles:
        if found := pattern.search(title):
            return found[0], functions[found[0]]
    return None


# Posts, attributes


@cache
def posts() -> Mapping[str, Post]:
    """Posts by every word for them."""
    rows = (Post(row["name"], tuple(row["words"]), tuple(row.get("within", ()))) for row in table("scopes")["posts"])
    return {word: row for row in rows for word in row.words}


def post(word: str) -> str:
    """The canonical name of a post; a word that nobody lists stands for itself."""
    known = posts()
    for size in range(len(word), 1, -1):  # 生产经营单位主要负责人 → 主要负责人
        if found := known.get(word[-size:]):
            return found.name
    return word


@cache
def post_words() -> re.Pattern[str]:
    """A pattern of all words for posts and for units inside a body (班组)."""
    return re.compile(alternation((*posts(), *section("enterprises")["units"])))


@cache
def attributes() -> Mapping[str, AttributeEntry]:
    """Named attributes by name."""
    return {
        row["name"]: AttributeEntry(
            row["name"],
            tuple(row["words"]),
            tuple(row.get("only_in", ())),
            tuple(row.get("follows_from", ())),
            tuple(row.get("names", ())),
            tuple(row.get("not_names", ())),
            tuple(row.get("within", ())),
            row.get("any_trade", False),
            row.get("group"),
        )
        for row in table("attributes")["attributes"]
    }


@cache
def _attribute_words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    words = {word: one.name for one in attributes().values() for word in one.words}
    return re.compile(alternation(words)), words


def attribute_in(surface: str) -> tuple[str, str] | None:
    """The first words in *surface* that name an attribute, and its name."""
    pattern, names = _attribute_words()
    found = pattern.search(surface)
    return (found[0], names[found[0]]) if found else None


@cache
def contextual() -> frozenset[str]:
    """Words of conditions that mean nothing without the sentence around them."""
    return frozenset(section("contextual")["words"])


# Documents


@cache
def _draft() -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed = section("drafts")
    words = alternation(listed["versions"])
    asking = "|".join(listed["asking"])
    return re.compile(f"(?:{words})(?:[^（）()〔〕\\[\\]]{{0,10}}[）)〕\\]])?$"), re.compile(asking)


def is_draft(outer: str | None, inner: str | None = None) -> bool:
    """Whether the title of a document, or of its part *inner*, ends in a version that is no final one. What comes
    with a draft is a draft, and so is what a notice asks for comments on."""
    version, asking = _draft()
    notice = "".join((outer or "").split()).rstrip("》”")
    part = "".join((inner or "").split()).rstrip("》”")
    return bool(version.search(notice) or version.search(part) or (part and asking.search(notice)))


@cache
def own_scope(region: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words for the whole area and for the own level of who governs *region* ("" for the nation): 全省, 省级."""
    row = table("scopes")["own_scopes"].get(region[-1:] or "国")
    return (tuple(row["whole"]), tuple(row["own"])) if row else None


def law_openings(region: str) -> tuple[str, ...]:
    """What the titles of laws and rules that *region* makes begin with: its name, in full or its last division's."""
    if not region:
        return section("own_work")["national_laws"]
    last = re.search(r"(?:^|[省市区州盟])([^省市区州盟]+[省市区州盟县旗])$", region)
    return tuple(dict.fromkeys((region, last[1] if last else region)))


@cache
def implied_sectors() -> Mapping[str, str]:
    """Words that tell a sector although they name none: 矿长 → 矿山."""
    return dict(table("scopes")["implied_sectors"])


def entity_word(key: str, word: str) -> str | None:
    """What a Chinese *word* stands for as the value of an entity's *key* (kind, level)."""
    listed: dict[str, dict[str, Any]] = table("scopes")["entity_words"]
    return next((value for value, words in listed[key].items() if word in words), None)
