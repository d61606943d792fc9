"""Who gains and who loses by a draft: counts by kind of body, and each duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kb.crossref.models import Impact, ImpactLine, Moved, Said
from policies.messages import _
from reports import words
from reports.formats.flat import Column, Flat, Sheet

__all__ = ["as_dict", "as_flat", "moved_word"]


def moved_word(moved: Moved) -> str:
    """新增, 取消 …."""
    return {
        Moved.GAINED: _("gained"),
        Moved.LOST: _("lost"),
        Moved.RAISED: _("raised"),
        Moved.LOWERED: _("lowered"),
        Moved.CHANGED: _("altered"),
        Moved.KEPT: _("kept"),
    }[moved]


def as_dict(found: Impact) -> dict[str, Any]:
    """The JSON of ``zeren impact``."""
    return found.model_dump(mode="json")


def as_flat(found: Impact, *, everything: bool = False) -> Flat:
    """Counts, then the duties."""
    against = found.against
    name = (
        words.citation(against.title, against.doc_number, carried=False)
        if against
        else _("the documents that the draft carries out")
    )
    head = (
        Column(_("Kind of body"), 12), Column(_("Body"), 30, wide=True),
        *(Column(moved_word(moved), 8) for moved in Moved),
    )  # fmt: skip
    rows = (
        Column(_("Kind of body"), 10), Column(_("Body"), 22, wide=True), Column(_("State"), 8),
        Column(_("Duty of the draft"), 42, wide=True), Column(_("Before"), 42, wide=True),
        Column(_("Difference"), 30, wide=True), Column(_("Clause"), 10, seen=False),
    )  # fmt: skip
    shown = tuple(_row(one) for one in found.lines if everything or one.moved is not Moved.KEPT)
    return Flat(
        title=_("Who gains and who loses: {title}").format(title=found.title or found.draft),
        sheets=(Sheet(_("By body"), head, tuple(_sums(found))), Sheet(_("Duties"), rows, shown)),
        facts=((_("Held against"), name),),
    )


def _body(line: ImpactLine) -> str:
    return line.body or _("(not named)")


def _sums(found: Impact) -> Iterator[tuple[str | int, ...]]:
    kinds = dict.fromkeys(line.kind for line in found.lines)
    for kind in kinds:
        lines = [line for line in found.lines if line.kind is kind]
        counts = Counter(line.moved for line in lines)
        yield words.kind(kind), _("all"), *(counts[moved] for moved in Moved)
        bodies = dict.fromkeys(_body(line) for line in lines)
        for body in bodies if len(bodies) > 1 else ():
            own = Counter(line.moved for line in lines if _body(line) == body)
            yield words.kind(kind), body, *(own[moved] for moved in Moved)


def _row(line: ImpactLine) -> tuple[str, ...]:
    shown = line.new or line.old
    assert shown is not None
    return (
        words.kind(line.kind), _body(line), moved_word(line.moved), _quote(line.new), _quote(line.old), line.says,
        words.clause(shown.clause),
    )  # fmt: skip


def _quote(said: Said | None) -> str:
    return words.flat(said.quote.text) if said else ""
