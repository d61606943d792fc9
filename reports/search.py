"""Hits of a search, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from policies.messages import _
from reports import words
from reports.formats.flat import Column, Flat, Sheet
from reports.tables import columns, on_terminal

if TYPE_CHECKING:
    from kb.models import Count, Hit

__all__ = ["as_dict", "flat", "table"]


def as_dict(hits: Iterable[Hit], query: str, facets: Mapping[str, Sequence[Count]]) -> dict[str, Any]:
    """The JSON of ``zeren search``; *facets* count all duties that were found, beyond the limit too."""
    counted = {name: [one.model_dump(mode="json") for one in counts] for name, counts in facets.items()}
    return {"query": query, "hits": [hit.model_dump(mode="json") for hit in hits], "facets": counted}


def table(hits: Sequence[Hit], query: str) -> str:
    """One line a hit, best first; on a terminal the words found stand in 【】."""
    if not hits:
        return ""
    titles = [_("Id"), _("Sort"), _("Words of the text"), _("Basis")]
    return columns(titles, [_row(hit) for hit in hits], wide=(2, 3))


def flat(hits: Sequence[Hit], query: str) -> Flat:
    """The same as a report, in every format of tables."""
    head = (
        Column(_("Id"), 20), Column(_("Sort"), 8), Column(_("Words of the text"), 60, wide=True),
        Column(_("Basis"), 40, wide=True),
    )  # fmt: skip
    rows = tuple(tuple(_row(hit)) for hit in hits)
    return Flat(title=_("Found for “{query}”").format(query=query), sheets=(Sheet(_("Hits"), head, rows),))


def _row(hit: Hit) -> list[str]:
    return [
        hit.id if hit.type == "duty" else hit.id.partition("/")[0],
        _("duty") if hit.type == "duty" else _("clause"),
        _marked(hit) if on_terminal() else hit.snippet,
        words.citation(hit.title, hit.number, carried=hit.carried, document=hit.document) + words.clause(hit.clause),
    ]


def _marked(hit: Hit) -> str:
    text, after = "", 0
    for start, end in sorted(hit.matches):
        if start >= after:
            text += f"{hit.snippet[after:start]}【{hit.snippet[start:end]}】"
            after = end
    return text + hit.snippet[after:]
