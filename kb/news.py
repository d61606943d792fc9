"""What a span of time changed for one body: by newer documents, by new texts of old ones, and by what began or ended.

Two answers are held against each other: that of the earlier day, from the documents that were issued by then, and that
of the later day. A duty that ended and one that began are one duty changed, where they are of one matter.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from kb.changes import changes
from kb.matching import match
from kb.matter import matters
from kb.models import Change
from kb.prepare import source_ref
from policies.answers import Answer, DutyRecord, Verdict
from policies.documents import Document
from policies.entities import Entity
from policies.spans import Value
from rules.answers import answer
from rules.compile import compile_duty
from rules.resolved import Facts

if TYPE_CHECKING:
    from kb.base import KnowledgeBase

__all__ = ["Cause", "News", "Novelty", "news"]


class Cause(StrEnum):
    """What made the difference."""

    ISSUED = "issued"  # a document of later date than the earlier day
    BEGAN = "began"  # an older one that came into force since
    ENDED = "ended"  # expired, repealed, or over by its own words
    REPLACED = "replaced"  # one duty ended and another of the same matter began
    REVISED = "revised"  # the base holds a newer text of the same document
    ADDED = "added"  # an older document that came into the base since
    SETTLED = "settled"  # it was open and applies now, or the other way round


class Novelty(Value):
    """One duty that began (``now``), ended (``before``), or changed (both)."""

    cause: Cause
    before: Answer | None = None
    now: Answer | None = None
    changes: tuple[Change, ...] = ()


class News(Value):
    since: datetime.date
    on: datetime.date
    new: tuple[Novelty, ...]
    changed: tuple[Novelty, ...]
    gone: tuple[Novelty, ...]
    added: tuple[Novelty, ...]  # of documents older than *since* that came into the base after it


def news(base: KnowledgeBase, entity: Entity, since: datetime.date, on: datetime.date) -> News:
    """What changed for *entity* from the end of the day *since* until the day *on*."""
    facts = Facts(entity)
    added = _added(base, since)
    was = {
        one.record.duty.id: one
        for one in base.duties_for(entity, on=since)
        if one.record.source.date is None or one.record.source.date <= since
    }
    now = {one.record.duty.id: one for one in base.duties_for(entity, on=on)}
    revised: list[Novelty] = []
    for key in _revised(base, since):
        _revise(base, key, since, facts, was, now, revised)
    changed = [one for one in revised if one.before and one.now]
    taken = {one.record.duty.id for novelty in revised for one in (novelty.before, novelty.now) if one}
    began = [one for identity, one in now.items() if identity not in was and identity not in taken]
    ended = [one for identity, one in was.items() if identity not in now and identity not in taken]
    changed += [
        Novelty(cause=Cause.SETTLED, before=was[identity], now=one)
        for identity, one in now.items()
        if identity in was and identity not in taken and was[identity].verdict is not one.verdict
    ]
    pairs = list(_pairs(ended, began))
    changed += pairs
    paired = {one.record.duty.id for pair in pairs for one in (pair.before, pair.now) if one}
    new = [one for one in revised if one.before is None]
    new += [
        Novelty(cause=Cause.ISSUED if _later(one, since) else Cause.BEGAN, now=one)
        for one in began
        if one.record.duty.id not in paired
    ]
    gone = [one for one in revised if one.now is None]
    gone += [
        Novelty(cause=Cause.ENDED, before=base.why(one.record.duty.id, entity, on=on))
        for one in ended
        if one.record.duty.id not in paired
    ]
    mentioned = taken | paired | {one.now.record.duty.id for one in new if one.now}
    old = [
        Novelty(cause=Cause.ADDED, now=one)
        for identity, one in now.items()
        if one.record.source.document in added and identity not in mentioned and not _later(one, since)
    ]
    return News(
        since=since, on=on, new=tuple(new), changed=tuple(changed), gone=tuple(gone), added=tuple(old)
    )  # fmt: skip


def _later(one: Answer, since: datetime.date) -> bool:
    return one.record.source.date is not None and one.record.source.date > since


def _added(base: KnowledgeBase, since: datetime.date) -> set[str]:
    """Ids of the documents whose first text came into the base after that day."""
    found = set()
    for one in base.documents():
        first = one.added_at if one.version == 1 else base.versions(one.id)[0].added_at
        if first.date() > since:
            found.add(one.id)
    return found


def _revised(base: KnowledgeBase, since: datetime.date) -> list[tuple[str, int]]:
    """Documents of which the base got another text after that day, each with the number of the one it had then."""
    found = []
    for one in base.documents():
        if one.version > 1 and one.added_at.date() > since:
            held = [version.version for version in base.versions(one.id) if version.added_at.date() <= since]
            if held and held[-1] != one.version:
                found.append((one.id, held[-1]))
    return found


def _revise(
    base: KnowledgeBase,
    key: tuple[str, int],
    since: datetime.date,
    facts: Facts,
    was: dict[str, Answer],
    now: dict[str, Answer],
    found: list[Novelty],
) -> None:
    """What the newer text of a document changed: what stands in *was* of it gives way to the older text's answers."""
    identity, version = key
    old = base.document(identity, version)
    for known in [one for one, given in was.items() if given.record.source.document == identity]:
        del was[known]
    answers = [answer(record, facts, since, traced=False) for record in _records(old)]
    was |= {one.record.duty.id: one for one in answers if one.verdict is not Verdict.DOES_NOT_APPLY}
    before = [one for one in was.values() if one.record.source.document == identity and one.record.duty.id not in now]
    after = [one for one in now.values() if one.record.source.document == identity and one.record.duty.id not in was]
    pairs = list(_pairs(before, after, Cause.REVISED))
    paired = {one.record.duty.id for pair in pairs for one in (pair.before, pair.now) if one}
    found += pairs
    found += [Novelty(cause=Cause.REVISED, before=one) for one in before if one.record.duty.id not in paired]
    found += [Novelty(cause=Cause.REVISED, now=one) for one in after if one.record.duty.id not in paired]


def _records(document: Document) -> Iterable[DutyRecord]:
    for duty in (*document.duties, *document.derived):
        yield DutyRecord(duty=duty, source=source_ref(document, duty), condition=compile_duty(duty, document))


def _pairs(before: Sequence[Answer], after: Sequence[Answer], cause: Cause = Cause.REPLACED) -> Iterable[Novelty]:
    """Duties of one matter, one to one, the surest first; own duties go with own ones, derived with derived."""
    sides: dict[bool, tuple[list[Answer], list[Answer]]] = defaultdict(lambda: ([], []))
    for place, side in enumerate((before, after)):
        for one in side:
            sides[one.record.duty.derived_from is None][place].append(one)
    for olds, news_ in sides.values():
        found = match(matters(one.record for one in olds), matters(one.record for one in news_))
        used_old: set[int] = set()
        used_new: set[int] = set()
        for pair in sorted(found, key=lambda one: (-one.score, one.lower, one.upper)):
            if pair.upper in used_old or pair.lower in used_new:
                continue
            used_old.add(pair.upper)
            used_new.add(pair.lower)
            old, new = olds[pair.upper], news_[pair.lower]
            yield Novelty(cause=cause, before=old, now=new, changes=changes(old.record.duty, new.record.duty))
