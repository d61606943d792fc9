"""What a span of time changed for one body, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kb.news import Cause, News, Novelty
from policies.answers import Answer, Force, SourceRef, Verdict
from policies.duties import Directness, Modality
from policies.entities import Entity
from policies.messages import _
from policies.spans import Value
from reports import force, words
from reports.checklist import ChangeKind
from reports.formats.flat import Cell, Column, Flat, Sheet
from reports.tasks import marked, tasks

__all__ = ["NewsReport", "as_flat", "report"]


class Side(Value):
    """A duty as it was or as it is."""

    id: str
    task: str
    quote: str
    modality: Modality
    directness: Directness
    verdict: Verdict
    time: tuple[str, ...]
    source: SourceRef


class NewsLine(Value):
    kind: ChangeKind  # new, changed, gone
    cause: Cause
    says: str  # for people
    before: Side | None
    now: Side | None


class NewsReport(Value):
    """The JSON of ``zeren changes``."""

    entity: Entity
    since: date
    on: date
    lines: tuple[NewsLine, ...]
    added: int  # duties of older documents that came into the base since; among the lines only if asked for


def report(found: News, entity: Entity, *, added: bool = False) -> NewsReport:
    """The lines in the order new, changed, gone; with *added* also what older documents brought."""
    lines = [
        NewsLine(kind=kind, cause=one.cause, says=_says(one), before=_side(one.before), now=_side(one.now))
        for kind, group in (
            (ChangeKind.NEW, found.new),
            (ChangeKind.CHANGED, found.changed),
            (ChangeKind.GONE, found.gone),
            (ChangeKind.NEW, found.added if added else ()),
        )
        for one in group
    ]
    return NewsReport(entity=entity, since=found.since, on=found.on, lines=tuple(lines), added=len(found.added))


def _side(one: Answer | None) -> Side | None:
    if one is None:
        return None
    duty = one.record.duty
    return Side(
        id=duty.id,
        task=words.flat(words.joined(marked(tasks(duty), duty.modality))),
        quote=words.flat(duty.quote.text),
        modality=duty.modality,
        directness=one.directness,
        verdict=one.verdict,
        time=tuple(map(words.timing, duty.time)),
        source=one.record.source,
    )


def _says(one: Novelty) -> str:
    told = [change.says for change in one.changes]
    if one.cause is Cause.SETTLED and one.before and one.now:
        told.append(
            _("{one} → {two}").format(one=words.verdict(one.before.verdict), two=words.verdict(one.now.verdict))
        )
        told += [force.reason(side) for side in (one.before, one.now) if side.force is Force.OPEN]
    if one.cause is Cause.ENDED and one.before is not None:
        told.append(
            words.joined([force.state(one.before.force), force.reason(one.before)])
            if one.before.lapsed
            else _("does not apply any more")
        )
    cause = {
        Cause.ISSUED: _("a newer document"),
        Cause.BEGAN: _("came into force"),
        Cause.ENDED: "",
        Cause.REPLACED: _("an earlier duty of the same matter ended"),
        Cause.REVISED: _("a newer text of the document"),
        Cause.ADDED: _("an older document, in the base since then"),
        Cause.SETTLED: "",
    }[one.cause]
    return words.joined(filter(None, [cause, *told]))


def as_flat(made: NewsReport) -> Flat:
    """A table: what, the task with what was before, where it stands, why."""
    kinds = {ChangeKind.NEW: _("new"), ChangeKind.CHANGED: _("changed"), ChangeKind.GONE: _("gone")}
    shown = (
        Column(_("What"), 9), Column(_("What to do"), 44, wide=True), Column(_("Before"), 36, wide=True),
        Column(_("Time limit"), 18), Column(_("Explanation"), 40, wide=True), Column(_("Basis"), 30, wide=True),
        Column(_("How it is borne"), 12, seen=False), Column(_("Duty id"), 19, seen=False),
    )  # fmt: skip
    rows = tuple(tuple(_row(line, kinds[line.kind])) for line in made.lines)
    facts = [
        *words.entity_facts(made.entity),
        (_("Since"), made.since.isoformat()),
        (_("Date"), made.on.isoformat()),
    ]
    title = _("Changes of duties since {day}: {name}").format(
        day=made.since.isoformat(), name=words.entity_name(made.entity)
    )
    return Flat(title, (Sheet(_("Changes"), shown, rows),), tuple(facts), made.on)


def _row(line: NewsLine, kind: str) -> Iterator[Cell]:
    side = line.now or line.before
    assert side is not None
    yield kind
    yield (
        side.task
        if side.verdict is not Verdict.UNKNOWN
        else _("{task} (whether it applies is open)").format(task=side.task)
    )
    yield line.before.task if line.before and line.now and line.before.task != line.now.task else ""
    yield words.joined(side.time)
    yield line.says
    yield words.source(side.source)
    yield words.directness(side.directness)
    yield side.id
