"""Reviewed documents as gold files: the evaluation's format, so that what was reviewed becomes test data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policies.errors import InputError
from policies.messages import _
from policies.reasons import because
from reports.contract import as_contract
from reports.files import write_bytes

if TYPE_CHECKING:
    from kb.reviewing import ReviewedDocument

__all__ = ["gold", "told", "write"]

_DUTY = ("quote", "modality", "bearers", "actions", "supervised", "partners", "targets", "time", "sectors", "condition")
_INSIDE = {
    "bearers": ("surface", "kind", "position"),
    "supervised": ("surface", "kind"),
    "partners": ("surface", "role"),
    "targets": ("surface", "metric", "op", "value", "unit"),
    "time": ("surface", "type", "value"),
}
_HEAD = ("title", "issuer", "doc_number", "date", "genre", "addressees", "level", "region")


def gold(reviewed: ReviewedDocument) -> dict[str, Any]:
    """The gold file of a document. Its duties are as reviewed; head, headings and citations are as read."""
    document = reviewed.document
    whole = as_contract(document)
    head = whole["document"]
    return {
        "id": document.id,
        "source": f"{document.id}.txt",
        "review": {
            "complete": not reviewed.open,
            "decided": reviewed.decided,
            "open": reviewed.open,
            "reviewers": list(reviewed.reviewers),
        },
        "document": {
            **_only(head, _HEAD),
            "relations": [_only(one, ("type", "title", "doc_number")) for one in head["relations"]],
        },
        "headings": [_only(one, ("number", "level", "title")) for one in whole["headings"]],
        "citations": [_only(one, ("quote", "title", "doc_number", "to_be_written")) for one in whole["citations"]],
        "duties": [_duty(one) for one in whole["duties"]],
    }


def _duty(duty: dict[str, Any]) -> dict[str, Any]:
    found = _only(duty, _DUTY)
    return found | {key: [_only(one, keys) for one in found[key]] for key, keys in _INSIDE.items()}


def _only(value: dict[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: value[key] for key in keys if key in value}


def write(found: Sequence[ReviewedDocument], folder: Path, *, partial: bool = False) -> tuple[list[Path], int]:
    """Write the gold file and the text of each document that is reviewed in full, with *partial* of the others too.

    Returns the gold files and how many documents were left out.
    """
    wanted = [one for one in found if partial or not one.open]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            _("The folder could not be made."), where=str(folder), why=because(error),
            mend=_("Name another folder."),
        ) from error  # fmt: skip
    paths = []
    for one in wanted:
        path = folder / f"{one.document.id}.json"
        text = json.dumps(gold(one), ensure_ascii=False, indent=1)
        write_bytes(path.with_suffix(".txt"), one.document.text.encode("utf-8", "backslashreplace"))
        write_bytes(path, f"{text}\n".encode("utf-8", "backslashreplace"))
        paths.append(path)
    return paths, len(found) - len(wanted)


def told(paths: Sequence[Path], left: int) -> str:
    """What was written."""
    lines = [_("Written: {path}").format(path=path) for path in paths]
    if left:
        lines.append(
            _("{count} documents are not reviewed in full; --partial exports them, marked.").format(count=left)
        )
    return "\n".join(lines) or _("No document has been reviewed in full.")
