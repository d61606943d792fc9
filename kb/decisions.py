"""The file of decisions: JSON lines, one decision a line, sorted, so that git merges and shows them line by line.

Lines are added, never changed: a later decision about a duty stands beside the earlier ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from policies.errors import InputError, UsageError
from policies.messages import _
from policies.reasons import because
from policies.review import Decision

__all__ = ["FILE_NAME", "Line", "add_decision", "line_of", "read_decisions"]

FILE_NAME = "zeren.review.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """A decision with the text and the number of its line."""

    decision: Decision
    text: str
    number: int


def read_decisions(path: Path) -> tuple[Line, ...]:
    """The decisions of a file, none where it is not there; an error names the line, and nothing is lost."""
    if not path.exists():
        return ()
    from rules.yaml_nodes import file_text  # noqa: PLC0415 - most bases have no decisions

    lines = file_text(path).split("\n")
    return tuple(
        Line(_decision(text, path, number), text.rstrip("\r"), number)
        for number, text in enumerate(lines, 1)
        if text.strip()
    )


def _decision(text: str, path: Path, number: int) -> Decision:
    where = _("{file}, line {line}").format(file=path, line=number)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            _("The line is no decision."), where=where, why=because(error),
            mend=_("Each line is one JSON object, as “zeren review” writes it; after a merge take out git's marks."),
        ) from None  # fmt: skip
    try:
        return Decision.model_validate(value)
    except ValueError as error:
        raise UsageError(
            _("The line is no decision."), where=where, why=because(error),
            mend=_("Compare it with a line that “zeren review” has written."),
        ) from None  # fmt: skip


def line_of(decision: Decision) -> str:
    """A decision as its line; what it does not say is left out."""
    value = decision.model_dump(mode="json", exclude_none=True)
    return json.dumps({key: one for key, one in value.items() if one not in ("", {})}, ensure_ascii=False)


def add_decision(path: Path, decision: Decision) -> None:
    """Put a decision into the file, at its place; all other lines stay as they are."""
    held = read_decisions(path)
    lines = [(_place(line.decision), line.text) for line in held] + [(_place(decision), line_of(decision))]
    _write(path, (text for _key, text in sorted(lines)))


def _place(decision: Decision) -> tuple[str, str, int]:
    return decision.document, decision.duty, decision.n


def _write(path: Path, lines: Iterable[str]) -> None:
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".zeren-{os.getpid()}.tmp")
    try:
        temporary.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        temporary.replace(target)
    except OSError as error:
        raise InputError(
            _("The decision could not be written."), where=str(path), why=because(error),
            mend=_("Check the folder and its rights, or name another file with --decisions."),
        ) from error  # fmt: skip
    finally:
        with suppress(OSError):
            temporary.unlink()
