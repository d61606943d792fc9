"""What a word names in the base: a duty, a document or a clause, as text or as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from policies.documents import Clause, Document
from policies.errors import UsageError
from policies.messages import _
from reports import records

if TYPE_CHECKING:
    from kb import KnowledgeBase

__all__ = ["condition", "entry", "show"]

_HEX = re.compile(r"[0-9a-f]{4,16}")


def show(base: KnowledgeBase, key: str, *, as_json: bool) -> str | dict[str, Any]:
    """The duty whose id begins with *key*; else the document of that id, number or title; "ID/PATH" is a clause."""
    key = key.strip()
    head, slash, path = key.partition("/")
    if slash and _HEX.fullmatch(head):
        document = base.document(head)
        clause = _clause(document, path)
        return records.clause_dict(document, clause) if as_json else records.clause_text(document, clause)
    no_duty: UsageError | None = None
    if _HEX.fullmatch(key.lower()):
        try:
            record = base.record(key)
        except UsageError as error:
            no_duty = error
        else:
            whole = base.document(record.source.document)
            costs = base.sanctions(record.duty.id)
            return records.record_dict(record, whole, costs) if as_json else records.duty_text(record, whole, costs)
    try:
        document = base.document(key)
    except UsageError as error:
        raise no_duty or error from None
    return records.document_dict(document) if as_json else records.document_text(document)


def condition(base: KnowledgeBase, key: str, *, as_json: bool) -> str | dict[str, Any]:
    """The condition of the duty whose id begins with *key*, as YAML or as JSON."""
    from rules.condition_yaml import condition_yaml  # noqa: PLC0415 - what is shown otherwise needs no rules

    found = base.record(key).condition
    return found.model_dump(mode="json", exclude_none=True) if as_json else condition_yaml(found)


def entry(base: KnowledgeBase, key: str) -> str:
    """An entry for the file of overrides that sets the condition which the duty has now."""
    from rules.overrides import entry_text  # noqa: PLC0415

    return entry_text(base.record(key))


def _clause(document: Document, path: str) -> Clause:
    for clause in document.clauses:
        if clause.path == path:
            return clause
    known = "  ".join(clause.path for clause in document.clauses[:12])
    raise UsageError(
        _("The document has no clause {path}.").format(path=path),
        where=document.metadata.title or document.id,
        mend=_("Its clauses begin with: {known}").format(known=known) if known else "",
    )
