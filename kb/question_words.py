"""The words that questions are read with, as patterns: those of ``questions.toml`` and names of the vocabulary."""

from __future__ import annotations

import re
from functools import cache

from policies.vocabulary.tables import alternation, table

__all__ = ["body_nouns", "listed", "pattern", "sector_names", "sector_pattern"]


@cache
def listed(section: str) -> dict[str, tuple[str, ...]]:
    """The lists of one section of ``questions.toml``."""
    return {name: tuple(words) for name, words in table("questions")[section].items()}


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """A pattern of one list's words, longest first."""
    return re.compile(alternation(listed(section)[name]))


@cache
def sector_pattern() -> re.Pattern[str]:
    """A pattern of all names of fields of work."""
    from policies.vocabulary import sectors  # noqa: PLC0415

    return re.compile(alternation(name for name in (*sectors.names(), *sectors.terms()) if len(name) > 1))


def sector_names(text: str) -> list[str]:
    """The names of fields of work in *text*, the longest at each place."""
    return sector_pattern().findall(text)


@cache
def body_nouns() -> re.Pattern[str]:
    """Nouns that name those who are no authorities: 施工单位, 学校, 群众."""
    data = table("actors")
    kinds = ("enterprise", "institution", "individual")
    nouns = [word for kind in kinds for word in data["heads"][kind]]
    return re.compile(alternation((*nouns, *(word for two in data["heads_of_two"].values() for word in two))))
