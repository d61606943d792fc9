"""Hits of a search, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from policies.messages import _
from reports import words
from reports.tables import columns, on_terminal

if TYPE_CHECKING:
    from kb.models import Hit

__all__ = ["as_dict", "table"]


def as_dict(hits: Iterable[Hit], query: str) -> dict[str, Any]:
    """The JSON of ``zeren search``."""
    return {"query": query, "hits": [hit.model_dump(mode="json") for hit in hits]}


def table(hits: Sequence[Hit], query: str) -> str:
    """One line a hit, best first; on a terminal the words found stand in 【】."""
    if not hits:
        return _("Nothing was found for “{query}”.").format(query=query) if on_terminal() else ""
    titles = [_("Id"), _("Sort"), _("Words of the text"), _("Basis")]
    return columns(titles, [_row(hit) for hit in hits], wide=(2, 3))


def _row(hit: Hit) -> list[str]:
    return [
        hit.id if hit.type == "duty" else hit.id.partition("/")[0],
        _("duty") if hit.type == "duty" else _("clause"),
        _marked(hit) if on_terminal() else hit.snippet,
        words.citation(hit.title, hit.number, carried=hit.carried) + words.clause(hit.clause),
    ]


def _marked(hit: Hit) -> str:
    text, after = "", 0
    for start, end in sorted(hit.matches):
        if start >= after:
            text += f"{hit.snippet[after:start]}【{hit.snippet[start:end]}】"
            after = end
    return text + hit.snippet[after:]
