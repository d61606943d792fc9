"""Many entities against the base: one line for each, as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from kb import KnowledgeBase
from kb.answering import Reached
from policies.entities import Entity
from policies.errors import UsageError
from reports.files import cell_text, looks_like_formula
from rules.entity_rows import EntityRow

__all__ = ["COLUMNS", "json_line", "lines"]

COLUMNS = ("row", "id", "name", "applies", "unknown", "applies_ids", "unknown_ids")
"""In JSON the keys of a line, in CSV the first line; they are the same in every language."""


def lines(
    kb: KnowledgeBase, rows: Iterable[EntityRow], on: date, form: str, amiss: Callable[[UsageError], None]
) -> Iterator[str]:
    """A line for each row that could be read; the others are handed to *amiss*. *form* is jsonl or csv."""
    asked: list[EntityRow] = []  # the one at hand

    def entities() -> Iterator[Entity]:
        for row in rows:
            if row.entity is None:
                if row.error is not None:
                    amiss(row.error)
                continue
            asked[:] = [row]
            yield row.entity

    write = _csv_line if form == "csv" else json_line
    if form == "csv":
        yield ",".join(COLUMNS)
    for reached in kb.match(entities(), on):
        yield write(asked[0], reached)


def json_line(row: EntityRow, reached: Reached) -> str:
    """What is printed of a row."""
    told = {
        "row": row.number,
        "id": row.identity,
        "name": row.entity.name if row.entity else None,
        "applies": len(reached.applies),
        "unknown": len(reached.unknown),
        "applies_ids": reached.applies,
        "unknown_ids": reached.unknown,
    }
    return json.dumps(told, ensure_ascii=False)


def _csv_line(row: EntityRow, reached: Reached) -> str:
    line = io.StringIO()
    name = row.entity.name if row.entity else None
    csv.writer(line, lineterminator="").writerow(
        [
            row.number, _cell(row.identity), _cell(name), len(reached.applies), len(reached.unknown),
            " ".join(reached.applies), " ".join(reached.unknown),
        ]
    )  # fmt: skip
    return line.getvalue()


def _cell(text: str | None) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = cell_text(text or "")
    return f"'{text}" if looks_like_formula(text) else text
