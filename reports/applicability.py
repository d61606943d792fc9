"""The statement of applicability: every duty of the base with whether it applies to one body, and the reason.

Lines are made and written one by one, so that a base of any size needs no more memory than its table does.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from policies.answers import Answer, Force, SourceRef, Trace, Verdict
from policies.duties import Certainty, Directness, Modality
from policies.entities import Entity
from policies.messages import _
from policies.spans import Value
from reports import force, words
from reports.files import fixed_zip
from reports.formats import flat
from reports.formats.flat import Column, Flat, Sheet
from reports.tasks import marked, tasks

__all__ = ["STREAMS", "ApplicabilityLine", "Statement", "as_flat", "line", "reason"]

_MOST_REASONS = 3
_ROWS = 1_000_000  # of one sheet: Excel holds 1 048 576


class ApplicabilityLine(Value):
    id: str
    verdict: Verdict
    reason: str  # for people: who is meant, what does not fit, or what would decide it
    force: Force
    certainty: Certainty
    directness: Directness
    modality: Modality
    task: str
    source: SourceRef


class Statement(Value):
    """The JSON of ``zeren applicability``; the counts stand last, since lines are written as they are found."""

    entity: Entity
    on: date
    duties: tuple[ApplicabilityLine, ...]
    counts: dict[Verdict, int]


def line(answer: Answer) -> ApplicabilityLine:
    """One duty of the statement."""
    duty = answer.record.duty
    return ApplicabilityLine(
        id=duty.id,
        verdict=answer.verdict,
        reason=reason(answer),
        force=answer.force,
        certainty=answer.certainty,
        directness=answer.directness,
        modality=duty.modality,
        task=words.flat(words.joined(marked(tasks(duty), duty.modality))),
        source=answer.record.source,
    )


def reason(answer: Answer) -> str:
    """Why it applies, what does not fit, or what would have to be known."""
    if answer.verdict is Verdict.APPLIES:
        return answer.bearer_basis
    if answer.verdict is Verdict.UNKNOWN:
        asked = [words.joined(fact.question for fact in facts) for facts in answer.missing[:1]]
        return asked[0] if asked else _("What would decide this is not known")
    if answer.lapsed:
        return words.joined([force.state(answer.force), force.reason(answer)])
    told = list(dict.fromkeys(_not_fitting(answer.trace))) if answer.trace is not None else []
    more = _(" and {count} more").format(count=len(told) - _MOST_REASONS) if len(told) > _MOST_REASONS else ""
    return _("does not fit: {what}").format(what=words.joined(told[:_MOST_REASONS]) + more)


def _not_fitting(trace: Trace) -> Iterator[str]:
    """The conditions that are not met: of those that all have to be, the first; of alternatives, each."""
    below = [child for child in trace.children if child.verdict is Verdict.DOES_NOT_APPLY]
    if not below:
        quote = (
            _(" (text: {quote})").format(quote=words.quoted(words.flat(trace.evidence.text))) if trace.evidence else ""
        )
        yield trace.says + quote
        return
    for child in below if len(below) == len(trace.children) else below[:1]:
        yield from _not_fitting(child)


# Streams: each takes what asked and the lines, and gives the file in pieces

Lines = Iterable[ApplicabilityLine]


def _json(entity: Entity, on: date, lines: Lines) -> Iterator[bytes]:
    counts: Counter[str] = Counter()
    head = json.dumps({"entity": entity.model_dump(mode="json"), "on": on.isoformat()}, ensure_ascii=False)
    yield (head[:-1] + ', "duties": [').encode()
    before = "\n"
    for one in lines:
        counts[one.verdict.value] += 1
        yield (before + one.model_dump_json()).encode()
        before = ",\n"
    told = json.dumps({verdict.value: counts[verdict.value] for verdict in Verdict})
    yield ('\n], "counts": ' + told + "}\n").encode()


def _csv(_entity: Entity, _on: date, lines: Lines) -> Iterator[bytes]:
    output = io.StringIO(newline="")
    table = csv.writer(output, lineterminator="\r\n")
    table.writerow([column.title for column in _columns()])
    yield "\ufeff".encode()
    for one in lines:
        table.writerow([flat.safe(cell) for cell in _row(one)])
        yield output.getvalue().encode("utf-8", errors="replace")
        output.seek(0)
        output.truncate()
    yield output.getvalue().encode()


def _xlsx(entity: Entity, on: date, lines: Lines) -> Iterator[bytes]:
    """A workbook written row by row: the statement with frozen headings and filters, and the counts."""
    from openpyxl import Workbook  # noqa: PLC0415 - office libraries are slow to import
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    from reports.formats import sheet as parts  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "zeren", _("Statement of applicability")
    counts: Counter[Verdict] = Counter()
    wrapped, plain = Alignment(vertical="top", wrap_text=True), Font(name=parts.FONT, size=11)
    bold = Font(name="黑体", size=11, bold=True)

    def cells(sheet: Any, values: Iterable[str], font: Font) -> list[Any]:
        made = []
        for value in values:
            cell = WriteOnlyCell(sheet)
            parts.put(cell, value)
            cell.font, cell.alignment = font, wrapped
            made.append(cell)
        return made

    def new_sheet(name: str) -> Any:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for index, column in enumerate(_columns(), 1):
            sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.append(cells(sheet, [column.title for column in _columns()], bold))
        return sheet

    sheet, rows, title = new_sheet(_("Statement of applicability")), 1, _("Statement of applicability")
    for one in lines:
        if rows > _ROWS:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(_columns()))}{rows}"
            sheet, rows = new_sheet(f"{title} {len(book.worksheets) + 1}"), 1
        counts[one.verdict] += 1
        rows += 1
        sheet.append(cells(sheet, _row(one), plain))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_columns()))}{rows}"
    about = book.create_sheet(_("About this table"))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 60
    for pair in _facts(entity, on, counts):
        about.append(cells(about, pair, plain))
    output = io.BytesIO()
    book.save(output)
    yield fixed_zip(output.getvalue(), on)


#: Format → the file in pieces. The other formats are made of ``as_flat``.
STREAMS: dict[str, Callable[[Entity, date, Lines], Iterator[bytes]]] = {"json": _json, "csv": _csv, "xlsx": _xlsx}


def as_flat(entity: Entity, on: date, lines: Lines) -> Flat:
    """The statement as a table, with the counts among its facts."""
    held = list(lines)
    counts = Counter(one.verdict for one in held)
    title = _("Statement of applicability: {name}").format(name=words.entity_name(entity))
    sheet = Sheet(_("Statement of applicability"), _columns(), tuple(tuple(_row(one)) for one in held))
    return Flat(title, (sheet,), tuple(_facts(entity, on, counts)), on)


def _facts(entity: Entity, on: date, counts: Counter[Verdict]) -> list[tuple[str, str]]:
    told = [(words.verdict(verdict), str(counts[verdict])) for verdict in Verdict]
    return [*words.entity_facts(entity), (_("Date"), on.isoformat()), *told]


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Verdict"), 10), Column(_("What to do"), 44, wide=True), Column(_("Reason"), 44, wide=True),
        Column(_("Demand"), 8), Column(_("Basis"), 32, wide=True), Column(_("Clause"), 12),
        Column(_("How it is borne"), 12, seen=False), Column(_("In force"), 14, seen=False),
        Column(_("Duty id"), 19, seen=False),
    )  # fmt: skip


def _row(one: ApplicabilityLine) -> list[str]:
    return [
        words.verdict(one.verdict), one.task, one.reason, words.modality(one.modality), words.cited(one.source),
        words.clause(one.source.clause), words.borne(one.directness, one.certainty), force.state(one.force), one.id,
    ]  # fmt: skip
