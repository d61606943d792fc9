"""The tables of the parsers' vocabulary: no entry stands twice in a list, and every table is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policies.vocabulary.tables import table

ROOT = Path(__file__).parents[1]
NAMES = [
    "actors",
    "modality",
    "predicates",
    "roles",
    "targets",
    "clauses",
    "bearers",
    "sector_mentions",
    "secrecy",
    "records",
    "definitions",
]


def lists(value: Any, path: str = "") -> list[tuple[str, list[str]]]:
    if isinstance(value, dict):
        return [row for key, below in value.items() for row in lists(below, f"{path}/{key}")]
    if value and isinstance(value, list) and isinstance(value[0], dict):
        return [row for index, below in enumerate(value) for row in lists(below, f"{path}/{index}")]
    return [(path, value)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", NAMES)
def test_no_entry_stands_twice(name: str) -> None:
    found = lists(table(name))
    assert found
    for path, words in found:
        assert len(words) == len(set(words)), (path, [w for w in words if words.count(w) > 1])


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_read(name: str) -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "parsers").rglob("*.py"))
    assert not [key for key in table(name) if f'"{key}"' not in code and f"'{key}'" not in code]
