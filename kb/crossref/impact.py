"""Who gains and who loses duties by a draft, by kind of body and by name.

Against an older version each duty of both is told; without one the draft is held against the documents above it: what
they do not ask is gained. What they ask and the draft leaves out is not lost: they still stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.crossref.models import Impact, ImpactLine, Moved, Named, Standing, UpperCheck, said
from kb.crossref.pairing import judge, pairs
from kb.matter import Matter
from kb.names import actor_key
from policies.answers import DutyRecord
from policies.documents import Document
from policies.duties import BodyKind

__all__ = ["against", "against_uppers"]

_MOVED = {
    Standing.WEAKER: Moved.LOWERED, Standing.LATER: Moved.LOWERED, Standing.STRICTER: Moved.RAISED,
    Standing.COVERED: Moved.KEPT, Standing.LEAD: Moved.CHANGED, Standing.BEARER: Moved.CHANGED,
    Standing.CHANGED: Moved.CHANGED,
}  # fmt: skip
Body = tuple[BodyKind, str]


def against(draft: Document, new: list[Matter], old: list[Matter], name: Named) -> Impact:
    """Against an older version."""
    held = pairs(old, new)
    lines: list[ImpactLine] = []
    for place, before in enumerate(old):
        pair = held.get(place)
        if pair is None:
            lines.extend(_lines(before.record, None, Moved.LOST))
            continue
        after = new[pair.lower]
        standing, told = judge(before, after, pair, new)
        says = "；".join(change.says for change in told)
        lines.extend(_both(before.record, after.record, _MOVED[standing], says))
    taken = {pair.lower for pair in held.values()}
    for place, after in enumerate(new):
        if place not in taken:
            lines.extend(_lines(None, after.record, Moved.GAINED))
    return Impact(draft=draft.id, title=draft.metadata.title, against=name, lines=tuple(_sorted(lines)))


def against_uppers(draft: Document, new: list[Matter], checks: Iterable[UpperCheck]) -> Impact:
    """Against the documents above it."""
    taken: dict[str, UpperCheck] = {}
    for check in checks:
        if check.lower is not None:
            taken.setdefault(check.lower.id, check)
    lines: list[ImpactLine] = []
    for matter in new:
        upper = taken.get(matter.duty.id)
        moved = _MOVED[upper.standing] if upper else Moved.GAINED
        says = "；".join(change.says for change in upper.changes) if upper else ""
        for line in _lines(None, matter.record, moved, says):
            lines.append(line.model_copy(update={"old": upper.upper if upper else None}))
    return Impact(draft=draft.id, title=draft.metadata.title, against=None, lines=tuple(_sorted(lines)))


def _bodies(record: DutyRecord) -> list[Body]:
    named = ((one.kind, actor_key(one.surface.text) if one.surface else "") for one in record.duty.bearers)
    return list(dict.fromkeys(named))


def _lines(old: DutyRecord | None, new: DutyRecord | None, moved: Moved, says: str = "") -> Iterator[ImpactLine]:
    record = new or old
    assert record is not None
    for kind, body in _bodies(record):
        yield ImpactLine(
            kind=kind, body=body, moved=moved, old=said(old) if old else None, new=said(new) if new else None, says=says
        )


def _both(old: DutyRecord, new: DutyRecord, moved: Moved, says: str) -> Iterator[ImpactLine]:
    """A duty that stays: who had it and has it still, who has it now, who has it no longer."""
    before, after = _bodies(old), _bodies(new)
    kinds = {kind for kind, _body in before} & {kind for kind, _body in after}
    for kind, body in after:
        same = (kind, body) in before or (kind in kinds and len(before) == len(after) == 1 and not body)
        yield ImpactLine(
            kind=kind, body=body, moved=moved if same else Moved.GAINED, old=said(old), new=said(new), says=says
        )
    for kind, body in before:
        if (kind, body) not in after:
            yield ImpactLine(kind=kind, body=body, moved=Moved.LOST, old=said(old), new=said(new), says=says)


def _sorted(lines: Iterable[ImpactLine]) -> list[ImpactLine]:
    kinds, moved = list(BodyKind), list(Moved)

    def place(line: ImpactLine) -> tuple[int, str, int, int]:
        shown = line.new or line.old
        assert shown is not None
        return kinds.index(line.kind), line.body, moved.index(line.moved), shown.quote.start

    return sorted(lines, key=place)
