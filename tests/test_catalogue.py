"""Everything that people read has Chinese, and the committed catalogue is what the sources ask for."""

from __future__ import annotations

import pytest

pytest.importorskip("babel")

from docs.make import translations


@pytest.fixture(scope="module")
def state() -> translations.State:
    return translations.collect()


def test_messages_are_found_in_every_floor(state: translations.State) -> None:
    places = {place.split("/")[0] for found in state.places.values() for place in found}
    assert {"cli.py", "commands", "reports", "kb", "rules", "parsers", translations.CLICK} <= places


def test_every_message_has_chinese_and_nothing_else_does(state: translations.State) -> None:
    assert translations.complaints(state) == []


def test_committed_catalogue_is_up_to_date(state: translations.State) -> None:
    assert translations.stale(state) == [], "run: python -m docs.make.translations"


@pytest.mark.parametrize(
    ("places", "chinese", "complaint"),
    [
        ({"A": {"x.py"}}, {}, "no Chinese: 'A' (x.py)"),
        ({"A": {"x.py"}}, {"A": "甲", "B": "乙"}, "nobody says: 'B'"),
        ({"A {n}": {"x.py"}}, {"A {n}": "甲 {m}"}, "placeholders differ: 'A {n}', '甲 {m}'"),
    ],
)
def test_what_is_wrong_is_named(places: dict[str, set[str]], chinese: dict[str, str], complaint: str) -> None:
    assert translations.complaints(translations.State(places=places, chinese=chinese)) == [complaint]
