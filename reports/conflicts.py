"""Collisions for reading: what collides, both clauses, who is caught between them, and which one prevails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from policies.answers import DutyRecord
from policies.messages import _
from reports import words

if TYPE_CHECKING:
    from kb.models import Collision

__all__ = ["as_dict", "as_text"]


def as_dict(found: Sequence[Collision]) -> dict[str, Any]:
    """The JSON of ``zeren conflicts``."""
    return {"conflicts": [one.model_dump(mode="json") for one in found]}


def as_text(found: Sequence[Collision]) -> str:
    """One block a collision."""
    if not found:
        return _("No collisions were found.")
    blocks = [_block(number, one) for number, one in enumerate(found, 1)]
    return "\n\n".join([_("{count} collisions:").format(count=len(found)), *blocks])


def _block(number: int, one: Collision) -> str:
    rows = [_("{number}. {kind}: {says}").format(number=number, kind=kind_word(one.kind), says=one.says)]
    for record in (one.one, one.two):
        rows.extend(_clause(record, record.duty.id == one.prevails))
    rows.append("    " + _("Same matter: {words}").format(words=words.listed(one.words)))
    rows.append("    " + _("Caught between them: {body}, on {day}").format(body=_witness(one), day=one.on.isoformat()))
    rows.extend(
        "    " + _("Taken to be in force: {document}").format(document=f"《{words.nested(name)}》")
        for name in one.assumed
    )
    rows.append("    " + _order(one))
    return "\n".join(rows)


def _clause(record: DutyRecord, prevails: bool) -> list[str]:
    mark = "●" if prevails else "○"
    dated = f" {record.source.date.isoformat()}" if record.source.date else ""
    return [
        f"    {mark} {words.source(record.source)}{dated}",
        f"      {words.quoted(words.flat(record.duty.quote.text))}（{record.duty.id}）",
    ]


def _witness(one: Collision) -> str:
    facts = words.entity_facts(one.witness)
    return words.joined(_("{name}: {value}").format(name=name, value=value) for name, value in facts)


def _order(one: Collision) -> str:
    if one.prevails is None:
        return _("Which one prevails is open: {why}").format(why=one.why)
    return _("The first prevails (●): {why}").format(why=one.why)


def kind_word(kind: str) -> str:
    """What collides, for people."""
    return {
        "modality": _("opposite demands"),
        "figure": _("figures that exclude each other"),
        "frequency": _("frequencies that exclude each other"),
        "deadline": _("later than the upper duty"),
        "lead": _("different leads"),
    }[kind]
