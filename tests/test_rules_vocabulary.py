"""The word lists of who is meant: every name that they point at exists, and no word is doubled."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from policies.documents import Level
from policies.duties import BodyKind
from policies.vocabulary import functions, scopes, sectors
from policies.vocabulary.tables import table


def doubled(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def test_attributes_point_at_sectors_that_exist() -> None:
    pointed = chain.from_iterable((*one.only_in, *one.follows_from) for one in scopes.attributes().values())
    assert set(pointed) <= set(sectors.terms())


def test_bodies_and_implied_sectors_exist() -> None:
    assert all(sectors.resolve(word) for word in scopes.section("trades")["bodies"])
    assert set(scopes.implied_sectors().values()) <= set(sectors.terms())


@pytest.mark.parametrize(
    ("region", "openings"),
    [("吉林省", ("吉林省",)), ("吉林省吉林市", ("吉林省吉林市", "吉林市")), ("", ("中华人民共和国", "国家", "全国"))],
)
def test_laws_begin_with_the_name_of_who_made_them(region: str, openings: tuple[str, ...]) -> None:
    assert scopes.law_openings(region) == openings


def test_functions_exist() -> None:
    rows = table("scopes")
    pointed = {row["function"] for row in rows["matters"]} | {
        row["housed_by"] for row in rows["organs"] if "housed_by" in row
    }
    assert pointed <= set(functions.terms())


def test_posts_point_at_each_other() -> None:
    posts = {one.name for one in scopes.posts().values()}
    assert {wider for one in scopes.posts().values() for wider in one.within} <= posts


def test_kinds_and_levels_are_those_of_the_model() -> None:
    words = table("scopes")["entity_words"]
    assert set(words["kind"]) == set(BodyKind)
    assert set(words["level"]) == set(scopes.section("levels")) | {Level.NATIONAL} == set(Level)


@pytest.mark.parametrize(
    "words",
    [
        list(chain.from_iterable(scopes.section("levels").values())),
        [word for row in table("scopes")["posts"] for word in row["words"]],
        [word for row in table("scopes")["organs"] for word in row["names"]],
        [word for row in table("scopes")["matters"] for word in row["subjects"]],
        [word for row in table("attributes")["attributes"] for word in row["words"]],
        [row["name"] for row in table("attributes")["attributes"]],
    ],
    ids=["levels", "posts", "organs", "matters", "attribute words", "attributes"],
)
def test_no_word_is_doubled(words: list[str]) -> None:
    assert doubled(words) == []


def test_every_section_has_no_word_twice_in_one_list() -> None:
    for name, content in table("scopes").items():
        if isinstance(content, dict):
            for key, words in content.items():
                if isinstance(words, list):
                    assert doubled(words) == [], (name, key)
