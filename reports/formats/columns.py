"""The columns of the flat formats (CSV, XLSX): one list, so that a table reads the same in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from policies.messages import _
from reports import words
from reports.checklist import Item

__all__ = ["Column", "columns", "demand", "statuses"]


@dataclass(frozen=True)
class Column:
    """``value`` gets the group's title, the item and the date of the checklist; ``width`` is in characters.

    Columns that are not ``printed`` stand last: they are for looking up, and would make the print too small to read.
    """

    key: str
    title: str
    width: int
    value: Callable[[str, Item, date], str | int | date | None]
    printed: bool = True


def columns(*, settled: bool = True) -> list[Column]:
    """Columns of the table of duties; where *settled* is false, of that of open items, led by their question."""
    lead = _("Field of work") if settled else _("To be answered first")
    return [
        Column("number", _("No."), 6, lambda _group, item, _on: item.number),
        Column("group", lead, 16, lambda group, _item, _on: group),
        Column("post", _("Post"), 12, lambda _group, item, _on: item.post),
        Column("task", _("What to do"), 42, lambda _group, item, _on: words.joined(item.marked_tasks)),
        Column("condition", _("Condition"), 18, lambda _group, item, _on: item.condition),
        Column("demand", _("Demand"), 9, lambda _group, item, _on: demand(item)),
        Column("frequency", _("Frequency"), 13, lambda _group, item, _on: words.joined(item.frequencies)),
        Column("due", _("Next due"), 12, lambda _group, item, _on: item.due),
        Column(
            "time", _("Time limit"), 16, lambda _group, item, on: words.joined([*item.deadlines(on), *item.periods])
        ),
        Column("target", _("Target"), 16, lambda _group, item, _on: words.joined(map(words.target, item.targets))),
        Column("basis", _("Basis"), 30, lambda _group, item, _on: words.cited(item.source)),
        Column("clause", _("Clause"), 11, lambda _group, item, _on: words.clause(item.source.clause)),
        Column(
            "directness",
            _("How it is borne"),
            12,
            lambda _group, item, _on: words.borne(item.directness, item.certainty),
        ),
        Column("person", _("Person in charge"), 11, lambda _group, item, _on: item.person),
        Column("status", _("Status"), 11, lambda _group, item, _on: item.status),
        Column("evidence", _("Evidence"), 16, lambda _group, item, _on: item.evidence),
        Column("remarks", _("Remarks"), 16, lambda _group, item, _on: item.remarks),
        Column("why", _("Why it applies"), 34, lambda _group, item, _on: item.why, printed=False),
        Column("cost", _("What neglect costs"), 60, lambda _group, item, _on: "\n".join(item.costs), printed=False),
        Column("quote", _("Words of the text"), 60, lambda _group, item, _on: item.quote, printed=False),
        Column("id", _("Duty id (do not change)"), 19, lambda _group, item, _on: item.id, printed=False),
    ]


def demand(item: Item) -> str:
    """必须（原则上）: modality with what sharpens or weakens it."""
    strength = words.strength(item.strength)
    modality = words.modality(item.modality)
    return _("{modality} ({strength})").format(modality=modality, strength=strength) if strength else modality


def statuses() -> list[str]:
    """The values of the status column."""
    return [_("Not begun"), _("Under way"), _("Done"), _("Not applicable")]
