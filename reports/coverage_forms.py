"""The account of sentences as a table, JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from policies.messages import _
from reports import words
from reports.coverage import REASONS, Counts, Coverage, Covered, group_word, reason_word
from reports.files import cell_text, looks_like_formula
from reports.tables import columns

__all__ = ["as_csv", "as_dict", "as_markdown", "table"]

Json = dict[str, Any]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LONGEST = 120  # characters of an undecided sentence in a table


def _percent(share: float) -> str:
    return f"{share:.1f}%"


def as_dict(coverage: Coverage) -> Json:
    """The JSON of ``zeren coverage``."""
    return {
        "all": {"documents": len(coverage.documents), **_counts_dict(coverage.together)},
        "documents": [
            {
                "path": one.path,
                "document": one.document,
                "title": one.title,
                "doc_number": one.number,
                "duties": one.duties,
                "problems": list(one.problems),
                **_counts_dict(one.counts),
                "left": [
                    {"clause": each.clause, "line": each.line, "reason": each.reason, "text": each.text}
                    for each in one.undecided
                ],
            }
            for one in coverage.documents
        ],
        "failed": [
            {"path": path, "what": error.what, "where": error.where, "why": error.why, "mend": error.mend}
            for path, error in coverage.failed
        ],
    }


def _counts_dict(counts: Counts) -> Json:
    groups = {
        group: {
            "sentences": counts.of(group),
            "share": counts.share(group),
            "reasons": [
                {"reason": reason, "sentences": number, "share": share}
                for reason, number, share in counts.reasons(group)
            ],
        }
        for group in REASONS
    }
    return {"sentences": counts.total, **groups}


def _name(one: Covered) -> str:
    return one.title or Path(one.path).name


def _summary(coverage: Coverage) -> list[list[str]]:
    """A row a document and one for all: name, duties, sentences, shares of the groups, and those of the reasons."""
    rows = [[_name(one), str(one.duties), *_figures(one.counts)] for one in coverage.documents]
    duties = sum(one.duties for one in coverage.documents)
    return [*rows, [_("in all"), str(duties), *_figures(coverage.together)[:-1], ""]]


def _figures(counts: Counts) -> list[str]:
    said = (
        _("{reason} {share}").format(reason=reason_word(reason), share=_percent(share))
        for group in REASONS
        for reason, _number, share in counts.reasons(group)
    )
    return [str(counts.total), *(_percent(counts.share(group)) for group in REASONS), words.listed(said)]


def _titles() -> list[str]:
    return [_("Document"), _("Duties"), _("Sentences"), *(group_word(group) for group in REASONS), _("By reason")]


def _by_reason(counts: Counts) -> list[list[str]]:
    return [
        [group_word(group), reason_word(reason), str(number), _percent(share)]
        for group in REASONS
        for reason, number, share in counts.reasons(group)
    ]


def _left(coverage: Coverage) -> list[list[str]]:
    return [
        [
            _name(one),
            words.clause(each.clause),
            str(each.line),
            reason_word(each.reason),
            words.clip(each.text, _LONGEST),
        ]
        for one in coverage.documents
        for each in one.undecided
    ]


def _left_titles() -> list[str]:
    return [_("Document"), _("Clause"), _("Line"), _("Reason"), _("Undecided sentence")]


def _reason_titles() -> list[str]:
    return [_("Group"), _("Reason"), _("Sentences"), _("Share")]


def table(coverage: Coverage, *, undecided: bool = False) -> str:
    """For the terminal: documents, then all by reason, then (if asked) the undecided sentences."""
    parts = [
        columns(_titles(), _summary(coverage), wide=(0, 6)),
        columns(_reason_titles(), _by_reason(coverage.together), wide=(1,)),
    ]
    if undecided:
        parts.append(columns(_left_titles(), _left(coverage), wide=(0, 4)))
    return "\n\n".join(parts)


def as_markdown(coverage: Coverage, *, undecided: bool = False) -> str:
    """Markdown: documents, each by reason below, and all."""
    brief = [row[:-1] for row in _summary(coverage)]
    parts = [_grid(_titles()[:-1], brief), _section(_("in all"), coverage.together)]
    if len(coverage.documents) > 1:
        parts += [_section(_name(one), one.counts) for one in coverage.documents]
    if undecided:
        parts.append(_grid(_left_titles(), _left(coverage)))
    return "\n\n".join(parts) + "\n"


def _section(name: str, counts: Counts) -> str:
    return f"## {_plain(name)}\n\n{_grid(_reason_titles(), _by_reason(counts))}"


def _plain(text: str) -> str:
    """*text* with the marks of Markdown taken from it."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _grid(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *([_plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_csv(coverage: Coverage, *, undecided: bool = False) -> str:
    """CSV: a line a document and reason; with *undecided* a line for each undecided sentence instead."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    if undecided:
        writer.writerow(["path", "document", "clause", "line", "reason", "text"])
        for one in coverage.documents:
            for each in one.undecided:
                row = (one.path, one.document, each.clause, each.line, each.reason, each.text)
                writer.writerow([_safe(cell) for cell in row])
        return sheet.getvalue()
    writer.writerow(["path", "document", "title", "group", "reason", "sentences", "share"])
    for one in coverage.documents:
        _csv_rows(writer, (one.path, one.document, one.title or ""), one.counts)
    _csv_rows(writer, ("", "", _("in all")), coverage.together)
    return sheet.getvalue()


def _csv_rows(writer: Any, head: tuple[str, str, str], counts: Counts) -> None:
    for group in REASONS:
        for reason, number, share in counts.reasons(group):
            writer.writerow([*(_safe(cell) for cell in head), group, reason, number, f"{share:.1f}"])


def _safe(value: object) -> str:
    """A cell that no spreadsheet runs (OWASP, CSV injection)."""
    text = " ".join(cell_text(str(value)).split())
    return "'" + text if looks_like_formula(text) else text
