"""One record of the base for reading: a duty with all its fields, a document in overview, or a clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policies.answers import DutyRecord, Sanction
from policies.documents import Clause, Document
from policies.messages import _
from reports import circular, words
from reports.contract import as_contract, duty_dict
from reports.tables import Node, tree_text

__all__ = ["clause_dict", "clause_text", "document_dict", "document_text", "duty_text", "record_dict"]


def duty_text(record: DutyRecord, document: Document | None = None, sanctions: Sequence[Sanction] = ()) -> str:
    """A duty with its fields and what neglect costs; with its *document* also the sentence's surroundings."""
    duty, source = record.duty, record.source
    top = Node(_("Duty {id}").format(id=duty.id), "bold")
    top.add(words.quoted(" ".join(duty.quote.text.split())), f"modality.{duty.modality.value}")
    strength = words.strength(duty.strength)
    demand = words.modality(duty.modality) + (f" {strength}" if strength else "")
    lines: list[tuple[str, list[str]]] = [
        (_("Basis"), [words.source(source)]),
        (_("Headings"), [" › ".join(title for title in source.headings if title)]),
        (_("Demand"), [demand]),
        (_("How it is borne"), [words.directness(duty.directness)]),
        (_("Comes from"), [duty.derived_from or ""]),
        (_("Bearer"), [circular.bearer_line(bearer) for bearer in duty.bearers]),
        (_("What to do"), [" ".join(action.quote.text.split()) for action in duty.actions]),
        (_("Condition"), [duty.condition.text if duty.condition else ""]),
        (_("Condition set by"), [words.reviewed(record.review)]),
        (_("Review"), [words.decided(record.decided)]),
        (_("Time"), [words.timing(timing) for timing in duty.time]),
        (_("Target"), [words.target(target) for target in duty.targets]),
        (_("Urged or overseen"), [f"{one.surface.text} ({words.kind(one.kind)})" for one in duty.supervised]),
        (_("Partners"), [f"{one.surface.text} ({words.partner_role(one.role)})" for one in duty.partners]),
        (_("Sectors"), [words.listed(sector.text for sector in duty.sectors)]),
        (_("What neglect costs"), [words.sanction(sanction) for sanction in sanctions]),
        (_("Surroundings"), [_surroundings(record, document) if document else ""]),
    ]
    for name, values in lines:
        for value in filter(None, values):
            top.add(_("{name}: {value}").format(name=name, value=value))
    return tree_text(top)


def record_dict(
    record: DutyRecord, document: Document | None = None, sanctions: Sequence[Sanction] = ()
) -> dict[str, Any]:
    """The JSON of a duty: its fields, its source and its condition; spans in characters of the canonical text."""
    fields = duty_dict(record.duty, document) if document else record.duty.model_dump(mode="json")
    return {
        "type": "duty",
        **fields,
        "source": record.source.model_dump(mode="json"),
        "rule": record.condition.model_dump(mode="json"),
        "review": record.review.model_dump(mode="json") if record.review else None,
        "decided": record.decided.model_dump(mode="json") if record.decided else None,
        "sanctions": [sanction.model_dump(mode="json") for sanction in sanctions],
    }


def document_text(document: Document) -> str:
    """A document in overview: what it is, and its clauses with their duties."""
    return circular.tree(document)


def document_dict(document: Document) -> dict[str, Any]:
    """The JSON of a document, as ``zeren parse`` prints it."""
    return {"type": "document", **as_contract(document)}


def clause_text(document: Document, clause: Clause) -> str:
    """A clause in its own words, with the duties that stand in it."""
    top = Node(" › ".join(f"{c.number or ''}{c.title}" for c in document.breadcrumb(clause.index)), "bold")
    top.add(f"《{words.nested(document.metadata.title)}》" if document.metadata.title else document.id, "dim")
    for line in filter(None, (line.strip() for line in document.quote(clause.span).split("\n"))):
        top.add(line)
    duties = [duty for duty in document.duties if clause.span.covers(duty.quote)]
    if duties:
        box = top.add(_("Duties"), "bold")
        for duty in duties:
            box.add(f"{duty.id}  {circular.duty_line(duty)}", f"modality.{duty.modality.value}")
    return tree_text(top)


def clause_dict(document: Document, clause: Clause) -> dict[str, Any]:
    """The JSON of a clause."""
    return {
        "type": "clause",
        "document": document.id,
        "path": clause.path,
        "number": clause.number,
        "title": clause.title,
        "level": clause.level,
        "span": [clause.span.start, clause.span.end],
        "text": document.quote(clause.span),
        "duties": [duty_dict(duty, document) for duty in document.duties if clause.span.covers(duty.quote)],
    }


def _surroundings(record: DutyRecord, document: Document) -> str:
    """The paragraph that the duty stands in."""
    quote = record.duty.quote
    start = document.text.rfind("\n", 0, quote.start) + 1
    end = document.text.find("\n", quote.end)
    return " ".join(document.text[start : end if end >= 0 else len(document.text)].split())
