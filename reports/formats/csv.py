"""CSV for spreadsheets: UTF-8 with a byte order mark, since Excel otherwise takes it for the system's code page."""

from __future__ import annotations

import csv
import io

from policies.messages import _
from reports.checklist import Checklist
from reports.files import cell_text, looks_like_formula
from reports.formats.columns import columns

__all__ = ["render"]


def render(checklist: Checklist) -> bytes:
    """One line a duty; what is open says so in the column of the verdict."""
    output = io.StringIO(newline="")
    table = csv.writer(output, lineterminator="\r\n")
    shown = columns()
    table.writerow([column.title for column in shown] + [_("Verdict"), _("To be answered first")])
    for group in checklist.groups:
        for item in group.items:
            row = [column.value(group.title, item, checklist.on) for column in shown]
            table.writerow([_safe(value) for value in (*row, _("applies"), "")])
    for group in checklist.unsettled:
        for item in group.items:
            row = [column.value("", item, checklist.on) for column in shown]
            table.writerow([_safe(value) for value in (*row, _("to be settled"), group.title)])
    return output.getvalue().encode("utf-8-sig", errors="replace")


def _safe(value: object) -> str:
    """A cell that no spreadsheet runs: what looks like a formula gets a leading apostrophe (OWASP, CSV injection)."""
    text = " ".join(cell_text("" if value is None else str(value)).split())
    return "'" + text if looks_like_formula(text) else text
