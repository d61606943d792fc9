"""HTML: one page that needs nothing else, for the screen and for A4."""

from __future__ import annotations

from policies.duties import Directness
from reports.checklist import Checklist
from reports.formats.columns import demand
from reports.pages import page

__all__ = ["render"]


def render(checklist: Checklist) -> bytes:
    """The page, UTF-8."""
    text = page("checklist.html", checklist=checklist, demand=demand, derived=Directness.DERIVED)
    return text.encode("utf-8", errors="replace")
