"""Markdown: one table for each field of work."""

from __future__ import annotations

import re

from policies.messages import _
from reports import words, yearly
from reports.checklist import Checklist, Group, Item
from reports.formats.columns import demand

__all__ = ["render"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")


def render(checklist: Checklist) -> bytes:
    """Headings, facts and tables as GitHub and pandoc read them."""
    lines = [f"# {_text(checklist.title)}", ""]
    facts = [*words.entity_facts(checklist.entity), (_("Date"), checklist.on.isoformat())]
    facts += [(name, str(count)) for name, count in checklist.counts]
    lines += [_("- {name}: {value}").format(name=_text(name), value=_text(value)) for name, value in facts]
    if not checklist.items:
        lines += ["", _("No duty of the base applies to this body on this day.")]
    for group in checklist.groups:
        lines += ["", f"## {_text(group.title)}", "", *_table(group, checklist)]
    if checklist.unsettled:
        lines += ["", "## " + _("Items to be settled")]
    for group in checklist.unsettled:
        lines += ["", f"### {_text(group.title)}", "", *_table(group, checklist)]
    if checklist.year is not None:
        table = yearly.as_sheet(checklist)
        lines += ["", f"## {_text(table.title)}", "", _text(yearly.note(checklist)), ""]
        lines += [
            "| " + " | ".join(column.title for column in table.columns) + " |",
            "|" + " --- |" * len(table.columns),
        ]
        lines += ["| " + " | ".join(_text(str(cell)) for cell in row) + " |" for row in table.rows]
    lines += ["", "## " + _("Sources"), ""]
    lines += [f"- {_text(words.document(source))}" for source in checklist.sources] or ["- " + _("none")]
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace")


def _table(group: Group, checklist: Checklist) -> list[str]:
    titles = [
        _("No."), _("What to do"), _("Demand"), _("Frequency and time limit"), _("Target"), _("Basis"),
        _("Why it applies"), _("Person in charge"), _("Status"), _("Evidence"),
    ]  # fmt: skip
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    return lines + ["| " + " | ".join(_row(item, checklist)) + " |" for item in group.items]


def _row(item: Item, checklist: Checklist) -> list[str]:
    time = [*item.frequencies, *item.deadlines(checklist.on), *item.periods]
    costs = [_("Neglect costs: {sanction}").format(sanction=cost) for cost in item.costs]
    return [
        str(item.number),
        "<br>".join(map(_text, filter(None, [*item.marked_tasks, item.condition_line, *costs]))),
        f"**{_text(demand(item))}**",
        "<br>".join(map(_text, time)),
        "<br>".join(_text(words.target(target)) for target in item.targets),
        _text(words.source(item.source)) + f"<br>`{item.id}`",
        _text(words.joined([item.post, words.borne(item.directness, item.certainty), item.why])),
        _text(item.person),
        _text(item.status),
        _text(item.evidence),
    ]


def _text(text: str) -> str:
    """*text* on one line with every mark of Markdown escaped."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
