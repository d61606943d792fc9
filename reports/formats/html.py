"""HTML: one page that needs nothing else, for the screen and for A4."""

from __future__ import annotations

from policies.duties import Directness
from reports import yearly
from reports.checklist import Checklist
from reports.formats.columns import demand
from reports.pages import page

__all__ = ["render"]


def render(checklist: Checklist) -> bytes:
    """The page, UTF-8."""
    calendar = yearly.as_sheet(checklist) if checklist.year is not None else None
    text = page(
        "checklist.html", checklist=checklist, demand=demand, derived=Directness.DERIVED, calendar=calendar,
        calendar_note=yearly.note(checklist),
    )  # fmt: skip
    return text.encode("utf-8", errors="replace")
