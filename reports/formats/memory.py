"""What a workbook remembers of itself: a hidden sheet with who asked, when, and what each line said.

With it a table that people have filled in, sorted and rearranged can be told from the one that was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from policies.entities import Entity
from policies.messages import _, language
from reports import words
from reports.checklist import Checklist, Item
from reports.files import cell_text
from reports.formats.columns import columns, demand

__all__ = ["FILLED", "SHEET", "Memory", "SheetMark", "digest", "plain", "recall", "remember", "state"]

SHEET = "_zeren"
#: The columns that people fill in.
FILLED = ("person", "status", "evidence", "remarks")
_UNCOMPARED = {"number", "id", *FILLED}  # what counts through the list, or is not ours
_LONGEST = 2000  # characters kept of a cell


@dataclass(frozen=True)
class SheetMark:
    """A sheet that is written anew each time, and what stood in it: where another thing stands, a person wrote it."""

    name: str
    digest: str


@dataclass
class Memory:
    """What the hidden sheet told; empty where there is none."""

    entity: Entity | None = None
    on: date | None = None
    language: str = ""
    order: tuple[str, ...] = ()  # keys of the columns as they were written
    states: dict[str, dict[str, str]] = field(default_factory=dict)  # duty id → what was demanded
    cells: dict[str, dict[str, str]] = field(default_factory=dict)  # duty id → the cells as they were written
    sheets: dict[str, SheetMark] = field(default_factory=dict)  # about, update, calendar


def plain(value: object) -> str:
    """A cell as text, to be compared: no line breaks, a day as ISO, a whole number without fraction."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(cell_text(str(value)).split())


def state(item: Item, *, settled: bool) -> dict[str, str]:
    """What a line demands, in words: what is compared between two days or two states of the base."""
    return {
        "demand": demand(item),
        "time": words.joined(map(words.timing, item.time)),
        "target": words.joined(map(words.target, item.targets)),
        "condition": item.condition or "",
        "borne": words.borne(item.directness, item.certainty),
        "verdict": _("applies") if settled else _("to be settled"),
        "task": plain(words.joined(item.marked_tasks)),
        "basis": words.cited(item.source),
        "clause": words.clause(item.source.clause),
        "document": item.source.document,
        "quote": plain(item.quote)[:_LONGEST],
    }


def digest(sheet: Worksheet) -> str:
    """What stands in a sheet, looks aside."""
    cells = [(*place, plain(cell.value)) for place, cell in sorted(sheet._cells.items()) if plain(cell.value)]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()[:16]


def remember(book: Workbook, checklist: Checklist, ours: Mapping[str, SheetMark]) -> None:
    """Add the hidden sheet; *ours* are the sheets of *book* that are written anew each time."""
    sheet: Worksheet = book.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.append(["zeren", 1])
    sheet.append(["entity", checklist.entity.model_dump_json(exclude_none=True)])
    sheet.append(["on", checklist.on.isoformat()])
    sheet.append(["language", language()])
    sheet.append(["order", json.dumps([column.key for column in columns()])])
    for role, mark in ours.items():
        sheet.append(["sheet", role, json.dumps([mark.name, mark.digest], ensure_ascii=False)])
    for settled, groups in ((True, checklist.groups), (False, checklist.unsettled)):
        shown = columns(settled=settled)
        for group in groups:
            for item in group.items:
                cells = {
                    column.key: plain(column.value(group.title, item, checklist.on))[:_LONGEST]
                    for column in shown
                    if column.key not in _UNCOMPARED
                }
                told = [json.dumps(one, ensure_ascii=False) for one in (state(item, settled=settled), cells)]
                sheet.append([item.id, *(text if len(text) < 32_000 else "{}" for text in told)])
                for cell in sheet[sheet.max_row]:
                    cell.data_type = "s"


def recall(book: Workbook) -> Memory:
    """What the hidden sheet tells; what is damaged in it is left out."""
    memory = Memory()
    if SHEET not in book.sheetnames:
        return memory
    for row in book[SHEET].iter_rows(values_only=True):
        key, *told = (str(cell) if cell is not None else "" for cell in (*row, None, None)[:3])
        try:
            if key == "entity":
                memory.entity = Entity.model_validate_json(told[0])
            elif key == "on":
                memory.on = date.fromisoformat(told[0])
            elif key == "language":
                memory.language = told[0]
            elif key == "order":
                memory.order = tuple(map(str, json.loads(told[0])))
            elif key == "sheet":
                memory.sheets[told[0]] = SheetMark(*map(str, json.loads(told[1])))
            elif key != "zeren" and key:
                memory.states[key], memory.cells[key] = _texts(told[0]), _texts(told[1])
        except (ValueError, ValidationError, TypeError):
            continue
    return memory


def _texts(text: str) -> dict[str, str]:
    found: Any = json.loads(text)
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
