"""Duties of a draft that cannot both be met, or not together with one of the base, each with a witness."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Sequence

from kb.clashes import clashes
from kb.collisions import of_draft
from kb.crossref.models import Conflict, said
from kb.holding import Holding
from kb.matching import Match
from kb.matter import Matter
from kb.models import CollisionKind
from policies.messages import _
from rules.force import without_force
from rules.witness import witness

__all__ = ["conflicts"]

_TOLD = 3  # words that both have to have, for their matter to be told


def conflicts(
    connection: sqlite3.Connection | None,
    own: Sequence[Matter],
    alike: Sequence[Match],
    on: datetime.date,
    holding: Holding | None = None,
) -> Iterator[Conflict]:
    """Those inside the draft, among its duties of one matter, then those with the base."""
    yield from _inside(own, alike, on)
    if connection is None:
        return
    ids = {matter.duty.id for matter in own}
    for found in of_draft(connection, own, on, holding):
        if found.kind is CollisionKind.DEADLINE:
            continue  # told with the duties above
        draft, other = (found.one, found.two) if found.one.duty.id in ids else (found.two, found.one)
        yield Conflict(
            kind=found.kind.value, draft=said(draft), other=said(other), inside=False, says=found.says,
            words=found.words, witness=found.witness, on=found.on, prevails=found.prevails, why=found.why,
        )  # fmt: skip


def _inside(own: Sequence[Matter], alike: Sequence[Match], on: datetime.date) -> Iterator[Conflict]:
    for pair in alike:
        first, second = own[pair.upper], own[pair.lower]
        # 每人每月1500元 and 每人每月1000元 are meant for different people, whom a heading or a label names.
        if first.frame != second.frame or len(first.whole & second.whole) < _TOLD:
            continue
        for clash in clashes(first, second):
            if clash.exception:
                continue  # a rule and its exception
            body = witness(without_force(first.record.condition), without_force(second.record.condition), on)
            if body is not None:
                yield Conflict(
                    kind=clash.kind.value, draft=said(second.record), other=said(first.record), inside=True,
                    says=clash.says, words=clash.words, witness=body.entity, on=body.on, prevails=None,
                    why=_("Both stand in the draft: one of them has to give way."),
                )  # fmt: skip
