"""True collisions between duties of different documents, each with a witness, both clauses, and which one prevails.

Candidates are the duties that the upper and lower documents tie to one (``kb.refines``) and those that full-text search
finds by the words of its act. A pair counts only where ``kb.clashes`` finds that both cannot be met, and
``rules.witness`` finds a body to which both apply on a day when both are in force. Documents that amend or repeal one
another collide in nothing.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from kb.clashes import Clash, clashes, due
from kb.holding import Holding
from kb.lookup import the_document
from kb.matter import Matter, content, matters
from kb.models import Collision, CollisionKind, Refinement
from kb.neighbours import Base
from kb.order import Rank, prevails, rank_of
from kb.records import documents, record_at, records
from kb.refines import Refiner
from policies.answers import DutyRecord
from policies.conditions import All, Condition, InForce, Window
from policies.duties import Modality, PartnerRole, TimeType
from rules.witness import witness

__all__ = ["collisions", "of_draft"]

Over = Callable[[DutyRecord], DutyRecord]
_MOST = 80  # duties that one act is held against


def collisions(
    connection: sqlite3.Connection,
    document: str | None = None,
    on: datetime.date | None = None,
    over: Over = lambda record: record,
) -> Iterator[Collision]:
    """Those of one document with all others, or all of the base; on any day, or on the day *on*.

    The document that is asked about is taken to be in force where it leaves that open, and so is a draft: what it
    would collide with is the question. In the order of documents and of their text, each pair once. *over* gives a
    duty the condition that reviewers set.
    """
    finder = _Finder(connection, on, over, Holding(connection))
    if document is not None:
        seq = the_document(connection, document)
        yield from finder.of(records(connection, document=seq), asked=True)
    else:
        for seq in documents(connection):
            yield from finder.of(records(connection, document=seq), asked=False)


def of_draft(
    connection: sqlite3.Connection, own: Iterable[Matter], on: datetime.date, holding: Holding | None = None
) -> Iterator[Collision]:
    """Those of a draft that the base does not hold, taken to be in force; what it makes later is told elsewhere."""
    finder = _Finder(connection, on, lambda record: record, holding or Holding(connection))
    for one in own:
        identity = one.record.source.document
        finder.unstored.add(identity)
        for seq in sorted(finder.near(one, asked=True)):
            other = matters([record_at(connection, seq)])[0]
            if other.record.source.document != identity:
                yield from finder.between(one, other, None, one.record)


@dataclass(slots=True)
class _Finder:
    connection: sqlite3.Connection
    on: datetime.date | None
    over: Over
    holding: Holding
    base: Base = field(init=False)
    refiner: Refiner = field(init=False)
    seen: set[tuple[str, str]] = field(default_factory=set)
    tied: dict[tuple[str, str], bool] = field(default_factory=dict)
    unstored: set[str] = field(default_factory=set)  # ids of drafts, which amend nothing yet

    def __post_init__(self) -> None:
        self.base = Base(self.connection)
        self.refiner = Refiner(self.base)

    def of(self, found: Iterable[DutyRecord], *, asked: bool) -> Iterator[Collision]:
        for record in map(self.over, found):
            one = matters([record])[0]
            for other, link in self._candidates(one, asked=asked):
                ids = record.duty.id, other.record.duty.id
                pair = (min(ids), max(ids))
                if pair in self.seen or record.source.document == other.record.source.document:
                    continue
                self.seen.add(pair)
                yield from self.between(one, other, link, record if asked else None)

    # --- candidates --------------------------------------------------------------------------------------------

    def _candidates(self, one: Matter, *, asked: bool) -> Iterator[tuple[Matter, Refinement | None]]:
        """Duties to compare with; with a refinement where one of the two carries out the other.

        Where the whole base is gone through, each pair is found from one of its ends: the lower duty with a deadline,
        the ban, the duty with a figure.
        """
        if any(time.type is TimeType.DEADLINE for time in one.duty.time):
            for link in (*self.refiner.uppers(one.record), *(self.refiner.lowers(one.record) if asked else ())):
                other = link.upper if link.lower == one.duty.id else link.lower
                yield matters([self.over(self.base.record(other))])[0], link
        for seq in sorted(self.near(one, asked=asked)):
            yield matters([self.over(record_at(self.connection, seq))])[0], None

    def near(self, one: Matter, *, asked: bool) -> set[int]:
        """Numbers of the duties whose words hold those of an act, or whose acts may be held in its words."""
        duty = one.duty
        ban = duty.modality is Modality.MUST_NOT
        counts = (
            bool(duty.targets)
            or any(time.type is TimeType.FREQUENCY for time in duty.time)
            or any(partner.role is PartnerRole.LEAD for partner in duty.partners)
        )
        found: set[int] = set()
        for act in one.acts:
            if ban or counts:
                found.update(holder.seq for holder in self.holding.all_words(act)[:_MOST])
            if asked and not ban:
                bans = (holder.seq for holder in self.holding.all_words(act) if holder.modality == Modality.MUST_NOT)
                found.update(islice(bans, _MOST))
        return found

    # --- pairs -------------------------------------------------------------------------------------------------

    def between(
        self, one: Matter, two: Matter, link: Refinement | None, asked: DutyRecord | None
    ) -> Iterator[Collision]:
        first, second = (two, one) if link is not None and link.lower == one.duty.id else (one, two)
        for clash in clashes(first, second, link):
            if not self._related(first.record, second.record):
                found = self._collision(clash, first.record, second.record, asked)
                if found is not None:
                    yield found

    def _collision(
        self, clash: Clash, first: DutyRecord, second: DutyRecord, asked: DutyRecord | None
    ) -> Collision | None:
        ranks = rank_of(first.source), rank_of(second.source)
        if any(rank.force == "internal document" for rank in ranks):
            return None  # it binds nobody outside
        ruling = prevails(*ranks, specific=_specific(first, second))
        if clash.exception and clash.ban is not None and ruling.prevails != clash.ban:
            return None  # whoever stands as high may except from the ban
        if clash.kind is CollisionKind.DEADLINE and _next_round(first, second):
            return None
        if clash.kind is CollisionKind.LEAD and not _same_ground(*ranks):
            return None
        conditions, assumed = _assumed(first, second, asked, self.on)
        shown = witness(*conditions, self.on)
        if shown is None:
            return None
        turned = ruling.prevails == 1
        pair = (second, first) if turned else (first, second)
        return Collision(
            kind=clash.kind, one=pair[0], two=pair[1], says=clash.says, words=clash.words, witness=shown.entity,
            on=shown.on, assumed=assumed, prevails=None if ruling.prevails is None else pair[0].duty.id, why=ruling.why,
        )  # fmt: skip

    def _related(self, one: DutyRecord, two: DutyRecord) -> bool:
        """Whether one document amends or repeals the other."""
        key = (one.source.document, two.source.document)
        if not self.unstored.isdisjoint(key):
            return False
        if key not in self.tied:
            numbers = [self.base.number_of(identity)[0] for identity in key]
            self.tied[key] = any(
                link["type"] in ("amends", "repeals") and self.base.target(link) in ((other, 0), (other, 1))
                for own, other in (numbers, numbers[::-1])
                for part in (0, *self.base.inner_parts(own))
                for link in self.base.links_from(own, part)
            )
        return self.tied[key]


def _specific(one: DutyRecord, two: DutyRecord) -> int | None:
    """Which of the two is the narrower rule: the one with a condition or more words where the other has none."""
    narrow = [record.duty.condition is not None for record in (one, two)]
    if narrow[0] is not narrow[1]:
        return narrow.index(True)
    mine, other = (content(record.duty.quote.text) for record in (one, two))
    return 0 if mine > other else 1 if other > mine else None


def _next_round(upper: DutyRecord, lower: DutyRecord) -> bool:
    """Whether the lower document came after the upper duty was due: then it begins another round."""
    last = due(upper.duty)
    return bool(last and lower.source.date and lower.source.date > last)


def _same_ground(one: Rank, two: Rank) -> bool:
    return (one.level, one.place) == (two.level, two.place)


def _assumed(
    first: DutyRecord, second: DutyRecord, asked: DutyRecord | None, on: datetime.date | None
) -> tuple[tuple[Condition, Condition], tuple[str, ...]]:
    """The conditions, that of the document asked about as if it were in force; and its name where that was assumed."""
    told: list[Condition] = []
    names: list[str] = []
    for record in (first, second):
        mine = asked is not None and record.source.document == asked.source.document
        condition = _in_force(record.condition, on) if mine else record.condition
        if condition != record.condition:
            names.append(record.source.title or record.source.document)
        told.append(condition)
    return (told[0], told[1]), tuple(names)


def _in_force(condition: Condition, on: datetime.date | None) -> Condition:
    """*condition* with every doubt whether the document is in force taken away."""
    if isinstance(condition, InForce):
        return Window(because=condition.because)
    if isinstance(condition, All):
        return All(of=tuple(_in_force(one, on) for one in condition.of))
    return condition
