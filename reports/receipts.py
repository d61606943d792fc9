"""Receipts as files, and what differs from one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policies.errors import InputError, UsageError
from policies.messages import _
from policies.reasons import because
from reports.files import write_bytes

if TYPE_CHECKING:
    from kb.receipts import Receipt, Verification

__all__ = ["as_dict", "load", "text", "write"]


def write(receipt: Receipt, path: Path) -> None:
    """Write the receipt as JSON; UsageError where the file is there already and is no JSON: facts, a text, a table."""
    if path.is_file() and not path.read_bytes()[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise UsageError(
            _("The receipt could not be written."),
            where=str(path),
            why=_("The file is there already and is no receipt."),
            mend=_("Name another file."),
        )
    told = json.dumps(receipt.model_dump(mode="json"), ensure_ascii=False, indent=1)
    write_bytes(path, (told + "\n").encode("utf-8", "surrogatepass"))


def load(path: Path) -> Receipt:
    """The receipt that a file holds; InputError where it cannot be read or is none."""
    from kb.receipts import read  # noqa: PLC0415 - commands that ask nothing need no base

    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            _("The file cannot be read."), where=str(path), why=because(error), mend=_("Check its name and rights.")
        ) from None
    return read(content, str(path))


def text(found: Verification, path: Path) -> str:
    """What differs, a line each, and whether the answer is the same."""
    if found.same:
        return _("{path}: the answer is the same, and so is all that it was made from.").format(path=path)
    lines = [one.message for one in found.differences]
    lines.append(
        _("The answer is the same all the same.")
        if found.same_answer
        else _("The answer is not the one of the receipt.")
    )
    return "\n".join(lines)


def as_dict(found: Verification) -> dict[str, Any]:
    """The JSON of ``zeren verify``."""
    return found.model_dump(mode="json")
