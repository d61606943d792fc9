"""A document as JSON: the keys of the evaluation's contract, and with them everything else that was found."""

from __future__ import annotations

from collections import Counter
from typing import Any

from policies.definitions import Definition
from policies.documents import Citation, Clause, Document, Metadata, Relation, Table, TableCell
from policies.duties import Bearer, Duty, Partner, Supervised, Target, Timing
from policies.references import Reference
from policies.spans import Quote, Span

__all__ = ["as_contract", "duty_dict"]

Json = dict[str, Any]


def as_contract(document: Document) -> Json:
    """What ``zeren parse FILE --format json`` prints.

    ``document``, ``headings``, ``citations`` and ``duties`` hold the keys of the contract with its values; spans are
    ``[start, end)`` in characters of ``text``.
    """
    roles = Counter(sentence.role.value for sentence in document.sentences)
    return {
        "id": document.id,
        "source": document.source.model_dump(mode="json"),
        "digest": document.digest,
        "document": {
            **_metadata(document.metadata),
            "relations": [_relation(relation) for relation in document.relations],
        },
        "parts": [
            {"index": part.index, "span": _span(part.span), **_metadata(part.metadata)} for part in document.parts
        ],
        "headings": [_heading(clause) for clause in document.clauses],
        "citations": [_citation(citation) for citation in document.citations],
        "definitions": [_definition(definition, document) for definition in document.definitions],
        "references": [_reference(reference, document) for reference in document.references],
        "duties": [duty_dict(duty, document) for duty in document.duties],
        "derived": [duty_dict(duty, document) for duty in document.derived],
        "tables": [_table(table) for table in document.tables],
        "sentences": {"total": len(document.sentences), "roles": dict(sorted(roles.items()))},
        "problems": [
            {"code": p.code, "message": p.message, "span": _span(p.span) if p.span else None} for p in document.problems
        ],
        "computed": [_span(number) for number in document.computed],
        "text": document.text,
    }


def duty_dict(duty: Duty, document: Document) -> Json:
    """One duty with all its fields."""
    clause = document.clauses[duty.clause] if duty.clause is not None else None
    return {
        "id": duty.id,
        "quote": duty.quote.text,
        "span": _span(duty.quote),
        "clause": clause.path if clause else "",
        "row": duty.row,
        "part": duty.part,
        "modality": duty.modality.value,
        "strength": duty.strength.value,
        "directness": duty.directness.value,
        "derived_from": duty.derived_from,
        "bearers": [_bearer(bearer) for bearer in duty.bearers],
        "actions": [action.quote.text for action in duty.actions],
        "action_spans": [_span(action.quote) for action in duty.actions],
        "supervised": [_supervised(one) for one in duty.supervised],
        "partners": [_partner(partner) for partner in duty.partners],
        "targets": [_target(target) for target in duty.targets],
        "time": [_timing(timing) for timing in duty.time],
        "sectors": [sector.text for sector in duty.sectors],
        "sector_spans": [_span(sector) for sector in duty.sectors],
        "condition": duty.condition.text if duty.condition else None,
        "condition_span": _span(duty.condition) if duty.condition else None,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _words(quote: Quote | None) -> str | None:
    return quote.text if quote else None


def _metadata(metadata: Metadata) -> Json:
    return metadata.model_dump(mode="json")


def _relation(relation: Relation) -> Json:
    return {
        "type": relation.type.value,
        "title": relation.title,
        "doc_number": relation.doc_number,
        "part": relation.part,
        "span": _span(relation.evidence) if relation.evidence else None,
    }


def _heading(clause: Clause) -> Json:
    return {
        "number": clause.number,
        "level": clause.level,
        "title": clause.title,
        "path": clause.path,
        "part": clause.part,
        "span": _span(clause.span),
    }


def _definition(definition: Definition, document: Document) -> Json:
    return {
        "name": definition.name.text,
        "meaning": definition.meaning.text,
        "form": definition.form.value,
        "defines": definition.defines.value,
        "kinds": [kind.value for kind in definition.kinds],
        "citation": definition.citation,
        "clause": _path(document, definition.clause),
        "part": definition.part,
        "name_span": _span(definition.name),
        "meaning_span": _span(definition.meaning),
        "scope": _span(definition.scope),
    }


def _reference(reference: Reference, document: Document) -> Json:
    return {
        "quote": reference.quote.text,
        "kind": reference.kind.value,
        "clause": _path(document, reference.clause),
        "part": reference.part,
        "span": _span(reference.quote),
        "passages": [
            {"clause": _path(document, p.clause), "paragraph": p.paragraph, "span": _span(p.span)}
            for p in reference.passages
        ],
        "target_part": reference.target_part,
        "citation": reference.citation,
        "bodies": [body.text for body in reference.bodies],
        "body_spans": [_span(body) for body in reference.bodies],
        "kinds": [kind.value for kind in reference.kinds],
        "place": reference.place,
        "open": reference.open.value if reference.open else None,
    }


def _path(document: Document, clause: int | None) -> str:
    return document.clauses[clause].path if clause is not None else ""


def _table(table: Table) -> Json:
    return {
        "number": table.index + 1,
        "records": table.records,
        "rows": [
            {"number": row.number, "span": _span(row.span), "cells": [_cell(cell) for cell in row.cells]}
            for row in table.rows
        ],
    }


def _cell(cell: TableCell) -> Json:
    return {"span": _span(cell.span), "column": cell.column, "columns": cell.columns, "rows": cell.rows}


def _citation(citation: Citation) -> Json:
    result: Json = {
        "quote": citation.quote.text,
        "title": citation.title,
        "doc_number": citation.doc_number,
        "span": _span(citation.quote),
    }
    return {**result, "to_be_written": True} if citation.to_be_written else result


def _bearer(bearer: Bearer) -> Json:
    return {
        "surface": _words(bearer.surface),
        "kind": bearer.kind.value,
        "position": _words(bearer.position),
        "basis": bearer.basis.value,
        "certainty": bearer.certainty.value,
        "evidence": _words(bearer.evidence),
        "span": _span(bearer.surface) if bearer.surface else None,
        "evidence_span": _span(bearer.evidence) if bearer.evidence else None,
    }


def _supervised(one: Supervised) -> Json:
    return {"surface": one.surface.text, "kind": one.kind.value, "span": _span(one.surface)}


def _partner(partner: Partner) -> Json:
    return {"surface": partner.surface.text, "role": partner.role.value, "span": _span(partner.surface)}


def _target(target: Target) -> Json:
    value = target.value
    return {
        "surface": target.surface.text,
        "metric": target.metric,
        "op": target.op,
        "value": int(value) if value == int(value) else value,
        "unit": target.unit,
        "span": _span(target.surface),
    }


def _timing(timing: Timing) -> Json:
    return {
        "surface": timing.surface.text,
        "type": timing.type.value,
        "value": timing.value,
        "span": _span(timing.surface),
    }
