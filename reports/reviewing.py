"""The conditions that reviewers set: a table and its JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kb.models import OverrideInfo
from policies.answers import Review
from policies.messages import _
from reports import words
from reports.tables import columns, on_terminal

__all__ = ["as_dict", "table"]


def table(infos: Sequence[OverrideInfo]) -> str:
    """One line an override, in the order of the file."""
    if not infos and on_terminal():
        return _("No reviewer has set a condition.")
    titles = [_("Line"), _("Duty id"), _("How it stands"), _("Words of the text"), _("Set by")]
    rows = [
        [
            str(info.line),
            info.duty[:8] if on_terminal() else info.duty,
            info.message,
            words.flat(info.quote),
            words.reviewed(Review(who=info.who, when=info.when, why=info.why)),
        ]
        for info in infos
    ]
    return columns(titles, rows, wide=(2, 3, 4))


def as_dict(infos: Iterable[OverrideInfo]) -> list[dict[str, Any]]:
    """The JSON of ``zeren overrides``."""
    return [info.model_dump(mode="json") for info in infos]
