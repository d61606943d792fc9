"""A checklist for one entity on one day: what it has to do, by field of work, soonest first, and what is open.

The model is what every format prints and what the JSON holds; what a person fills in (``person``, ``status``,
``evidence``, ``remarks``) is kept by duty id, so that an update (``reports.update``) keeps it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from kb.schedule import Frequency, next_due
from policies.answers import Answer, DutyRecord, Sanction, SourceRef, Verdict
from policies.duties import Certainty, Directness, Modality, Partner, Strength, Target, TimeType, Timing
from policies.entities import Entity
from policies.messages import N_, _
from policies.spans import Value
from reports import words
from reports.fields import field_of_work
from reports.files import write_bytes
from reports.formats import checklist_writer
from reports.posts import post_of, rank
from reports.tasks import marked, tasks

__all__ = ["ChangeKind", "Checklist", "Group", "Item", "Kept", "Occurrence", "UpdateLine", "build", "write"]


#: How the rules put the basis of a derived duty: the checklist can say who that other body is.
REMOVED = N_("{found}; one step removed: another body is to see to it")


class Item(Value):
    """One line: a duty, where it stands, why it is here, and columns for people to fill in."""

    id: str  # duty id
    number: int  # counts through the whole list, from 1
    tasks: tuple[str, ...]  # in the words of the text: the predicates, or the whole quote where they need it
    quote: str
    modality: Modality
    strength: Strength
    time: tuple[Timing, ...]
    due: datetime.date | None  # the soonest day: a deadline, or the end of the current period; none of a prohibition
    targets: tuple[Target, ...]
    condition: str | None
    sectors: tuple[str, ...]
    bearers: str  # as the text names them
    partners: tuple[Partner, ...]
    directness: Directness
    certainty: Certainty
    post: str = ""  # 主要负责人, 班组 …, where the text addresses one
    why: str
    urged_by: str | None  # for a duty one step removed: who is to see to it that it is done
    derived_from: str | None
    sanctions: tuple[Sanction, ...] = ()  # what neglect costs, as far as the base tells
    questions: tuple[str, ...]  # what would decide whether it applies; empty where that is decided
    source: SourceRef
    person: str = ""
    status: str = ""
    evidence: str = ""
    remarks: str = ""
    own: tuple[tuple[str, str], ...] = ()  # further columns of the person: title and text

    @property
    def marked_tasks(self) -> tuple[str, ...]:
        """The tasks; each of a prohibition says so itself."""
        return marked(self.tasks, self.modality)

    @property
    def abridged(self) -> bool:
        """Whether the quote says more than the tasks."""
        return self.tasks != (words.flat(self.quote),)

    @property
    def condition_line(self) -> str:
        """条件：未取得相应资格的; nothing where there is none."""
        return _("Condition: {words}").format(words=self.condition) if self.condition else ""

    @property
    def costs(self) -> tuple[str, ...]:
        """What neglect costs, a provision a line."""
        return tuple(dict.fromkeys(map(words.sanction, self.sanctions)))

    @property
    def frequencies(self) -> tuple[str, ...]:
        """每半年至少1次."""
        return tuple(words.timing(timing) for timing in self.time if timing.type is TimeType.FREQUENCY)

    @property
    def periods(self) -> tuple[str, ...]:
        """汛期."""
        return tuple(words.timing(timing) for timing in self.time if timing.type is TimeType.PERIOD)

    def deadlines(self, on: datetime.date) -> tuple[str, ...]:
        """2012-12-31（年底前）; of a prohibition, on which nothing falls due, none is past."""
        today = None if self.modality is Modality.MUST_NOT else on
        return tuple(words.deadline(timing, today) for timing in self.time if timing.type is TimeType.DEADLINE)

    @property
    def recurs(self) -> bool:
        """Whether ``due`` is the end of a current period that others follow."""
        found = (Frequency.parse(timing.value) for timing in self.time if timing.type is TimeType.FREQUENCY)
        return any(frequency is not None and not frequency.limits_only for frequency in found)


class Group(Value):
    """A field of work, or (among the open items) the question that its items wait for."""

    title: str
    items: tuple[Item, ...]


class Kept(Value):
    """What a person wrote that belongs to no line any more, or stood in the way of something else they wrote."""

    reason: str
    since: datetime.date
    id: str  # of the duty; "" where the line had none
    task: str = ""
    basis: str = ""
    person: str = ""
    status: str = ""
    evidence: str = ""
    remarks: str = ""
    own: tuple[tuple[str, str], ...] = ()
    further: str = ""  # texts of other cells


class ChangeKind(StrEnum):
    """What an update of a filled-in table tells of, what needs a look first."""

    CONFLICT = "conflict"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    NOTE = "note"


class UpdateLine(Value):
    kind: ChangeKind
    id: str  # of the duty; "" where it is about the table
    task: str
    says: str


class Occurrence(Value):
    """One day of a year on which something falls due."""

    day: datetime.date
    workday: datetime.date  # the last one up to the day
    estimate: bool  # no notice on the holidays of a year was known
    number: int  # of the line
    id: str  # of the duty
    task: str
    says: str  # the deadline or frequency in words
    post: str
    open: bool  # whether it applies is to be settled


class Checklist(Value):
    entity: Entity
    on: datetime.date
    groups: tuple[Group, ...]  # what applies
    unsettled: tuple[Group, ...]  # what may apply: one group for each question, the one that decides most first
    sources: tuple[SourceRef, ...]  # the documents, each once, ``clause`` and ``headings`` empty
    lapsed: int = 0  # duties left out that would apply if they were in force
    year: int | None = None  # of the calendar
    calendar: tuple[Occurrence, ...] = ()
    kept: tuple[Kept, ...] = ()  # of an updated list: what a person wrote on lines that are gone
    updates: tuple[UpdateLine, ...] = ()  # of an updated list: what is another one than before

    @property
    def title(self) -> str:
        return _("Checklist of duties: {name}").format(name=words.entity_name(self.entity))

    @property
    def items(self) -> tuple[Item, ...]:
        """Every line, those that apply first."""
        return tuple(item for group in (*self.groups, *self.unsettled) for item in group.items)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many lines of which sort, in words; what is zero is left out."""
        sure = [item for group in self.groups for item in group.items]
        own = [item for item in sure if item.directness is Directness.OWN]
        rows = [
            (_("Duties in all"), len(sure)),
            (_("Borne directly"), len(own)),
            (_("One step removed"), len(sure) - len(own)),
            (_("Probable (bearer inferred)"), sum(1 for item in sure if item.certainty is Certainty.INFERRED)),
            (_("With a day or a frequency"), sum(1 for item in sure if item.due)),
            (_("To be settled"), sum(len(group.items) for group in self.unsettled)),
            (_("Not in force on that day, left out"), self.lapsed),
        ]
        return [(name, count) for name, count in rows if count]


def build(
    answers: Iterable[Answer],
    entity: Entity,
    on: datetime.date,
    parents: Mapping[str, DutyRecord] | None = None,
    *,
    lapsed: int = 0,
) -> Checklist:
    """The checklist that *answers* give; those that do not apply are left out.

    *parents* are the duties that derived ones come from, by id: a line one step removed then says who is to
    see to it. *lapsed* is the number of those that are left out because they are not in force.
    """
    answers = tuple(answers)
    known = {answer.record.duty.id: answer.record for answer in answers} | dict(parents or {})
    pairs = [(answer, _item(answer, on, known)) for answer in answers]
    sure = [(field_of_work(a.record.source), item) for a, item in pairs if a.verdict is Verdict.APPLIES]
    open_ = [(_question(item), item) for a, item in pairs if a.verdict is Verdict.UNKNOWN]
    weight = Counter(question for question, _item_ in open_)
    groups = _grouped(sure)
    waiting = sorted(_grouped(open_), key=lambda group: -weight[group.title])
    return Checklist(
        entity=entity,
        on=on,
        groups=_numbered(groups, 1),
        unsettled=_numbered(waiting, 1 + len(sure)),
        sources=_sources(item for _title, item in (*sure, *open_)),
        lapsed=lapsed,
    )


def write(checklist: Checklist, path: str | Path) -> None:
    """Write *checklist* in the format that the suffix of *path* names; UsageError for a suffix that is none.

    A calendar that is there already is gone on with: what changed gets the next sequence number.
    """
    path = Path(path)
    data = checklist_writer(path)(checklist)
    if path.suffix.lower() == ".ics" and path.is_file():
        from reports.formats.ics_history import renewed  # noqa: PLC0415 - calendars alone need it

        data = renewed(path.read_bytes(), data)
    write_bytes(path, data)


def _item(answer: Answer, on: datetime.date, known: Mapping[str, DutyRecord]) -> Item:
    duty, source = answer.record.duty, answer.record.source
    parent = known.get(duty.derived_from or "")
    names = dict.fromkeys(words.bearer(bearer) for bearer in parent.duty.bearers) if parent else ()
    urged_by = words.listed(names) or None
    return Item(
        id=duty.id,
        number=0,
        tasks=tasks(duty),
        quote=duty.quote.text,
        modality=duty.modality,
        strength=duty.strength,
        time=duty.time,
        due=None if duty.modality is Modality.MUST_NOT else next_due(duty.time, on, source.date),
        targets=duty.targets,
        condition=words.flat(duty.condition.text) if duty.condition else None,
        sectors=tuple(sector.text for sector in duty.sectors),
        bearers=words.bearers(duty.bearers),
        partners=duty.partners,
        directness=answer.directness,
        certainty=answer.certainty,
        post=post_of(duty),
        why=words.joined(
            [_why(answer, urged_by), words.condition_set(answer.record.review), words.decided(answer.record.decided)]
        ),
        urged_by=urged_by,
        derived_from=duty.derived_from,
        sanctions=answer.sanctions,
        questions=tuple(fact.question for fact in answer.missing[0]) if answer.missing else (),
        source=source,
    )


def _why(answer: Answer, urged_by: str | None) -> str:
    if urged_by is None:
        return answer.bearer_basis
    basis = answer.bearer_basis.removesuffix(_(REMOVED).partition("{found}")[2])
    return words.joined([_("{who} is to see to it").format(who=urged_by), basis])


def _question(item: Item) -> str:
    return words.joined(item.questions) or _("What would decide this is not known")


def _order(item: Item) -> tuple[bool, int, datetime.date]:
    return item.directness is Directness.DERIVED, rank(item.post), item.due or datetime.date.max


def _grouped(rows: Sequence[tuple[str, Item]]) -> list[Group]:
    """Groups by title: own duties before derived ones, by post, soonest first, otherwise in the order they came."""
    by_title: dict[str, list[Item]] = {}
    for title, item in rows:
        by_title.setdefault(title, []).append(item)
    groups = [Group(title=title, items=tuple(sorted(items, key=_order))) for title, items in by_title.items()]
    return sorted(groups, key=lambda group: min(item.due or datetime.date.max for item in group.items))


def _numbered(groups: Iterable[Group], number: int) -> tuple[Group, ...]:
    result = []
    for group in groups:
        items = tuple(item.model_copy(update={"number": number + i}) for i, item in enumerate(group.items))
        number += len(items)
        result.append(group.model_copy(update={"items": items}))
    return tuple(result)


def _sources(items: Iterable[Item]) -> tuple[SourceRef, ...]:
    seen: dict[tuple[str, str | None], SourceRef] = {}
    for item in items:
        bare = item.source.model_copy(update={"clause": "", "headings": ()})
        seen.setdefault((bare.document, bare.title), bare)
    return tuple(seen.values())
