"""What became of the files that were to be taken into the base, and what the base holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from policies.messages import _
from reports import words
from reports.tables import columns, on_terminal

if TYPE_CHECKING:
    from kb.models import DocumentInfo, Ingested, IngestReport

__all__ = ["as_dict", "documents_dict", "documents_table", "text"]


def text(report: IngestReport) -> str:
    """A line for each document that was new or changed, then the figures."""
    lines = [_line(_("new"), one) for one in report.added]
    lines += [_line(_("changed"), one) for one in report.updated]
    lines += [_line(_("read anew"), one) for one in report.reread]
    lines += [
        _("the same document: {file}, {other}").format(file=file, other=other) for file, other in report.duplicates
    ]
    counts = (
        (_("new: {n}"), report.added),
        (_("changed: {n}"), report.updated),
        (_("read anew: {n}"), report.reread),
        (_("unchanged: {n}"), report.unchanged),
        (_("not read: {n}"), report.failed),
    )
    figures = [words_.format(n=len(files)) for words_, files in counts if files]
    return "\n".join([*lines, words.joined(figures) or _("no file")])


def _line(what: str, one: Ingested) -> str:
    title = one.title or one.path
    return _("{what}: {title} ({duties} duties)").format(what=what, title=title, duties=one.duties)


def as_dict(report: IngestReport) -> dict[str, Any]:
    """The JSON of ``zeren ingest``."""
    return {
        **{name: [_file(one) for one in getattr(report, name)] for name in ("added", "updated", "reread", "unchanged")},
        "failed": [
            {"path": path, "what": error.what, "where": error.where, "why": error.why, "mend": error.mend}
            for path, error in report.failed
        ],
        "duplicates": [{"path": path, "other": other} for path, other in report.duplicates],
    }


def _file(one: Ingested) -> dict[str, Any]:
    return {"path": one.path, "document": one.document, "title": one.title, "duties": one.duties}


def documents_table(documents: Sequence[DocumentInfo]) -> str:
    """One line a document, by date; on a terminal with the beginning of its id."""
    if not documents and on_terminal():
        return _("The base is empty.")
    titles = [_("Id"), _("Date"), _("Document number"), _("Title"), _("Version"), _("Duties"), _("Open words")]
    rows = [
        [
            one.id[:8] if on_terminal() else one.id,
            one.date.isoformat() if one.date else "",
            one.number or "",
            (one.title or one.source) + (_(" (repealed from {day})").format(day=one.ended) if one.ended else ""),
            str(one.version),
            str(one.duties),
            str(one.questions),
        ]
        for one in documents
    ]
    table = columns(titles, rows, wide=(3,))
    if not on_terminal():
        return table
    counts = _(
        "{documents} documents with {duties} duties; {words} conditions are words that only the asker can judge."
    )
    return f"{table}\n\n" + counts.format(
        documents=len(documents),
        duties=sum(one.duties for one in documents),
        words=sum(one.questions for one in documents),
    )


def documents_dict(documents: Iterable[DocumentInfo]) -> list[dict[str, Any]]:
    """The JSON of ``zeren documents``."""
    return [one.model_dump(mode="json") for one in documents]
