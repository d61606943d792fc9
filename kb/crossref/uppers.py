"""The documents above a draft, and what it makes of each of their duties that falls to its level."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.crossref.citing import Library
from kb.crossref.models import Standing, UpperCheck, said
from kb.crossref.pairing import Pair, judge, pairs
from kb.matter import Matter, matters
from kb.order import above, rank_of
from kb.records import records
from policies.answers import DutyRecord, SourceRef, Verdict
from policies.documents import Document, Level, RelationType
from policies.duties import BodyKind, Directness, Modality
from policies.entities import Entity
from policies.vocabulary import genres, places
from rules.answers import verdict
from rules.force import without_force
from rules.resolved import Facts

__all__ = ["Upper", "Uppers", "place_of"]

_LINKS = ("forwards", "issues", "implements", "cites")  # the one that binds most first
_KEPT = {RelationType.FORWARDS: "forwards", RelationType.ISSUES: "issues", RelationType.IMPLEMENTS: "implements"}
_SURELY = 0.75  # score from which a duty of a document that is only cited is held against the draft
_OWED = (Modality.MUST, Modality.MUST_NOT)
_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Upper:
    """A part of a document above the draft, how the draft names it, and its duties."""

    document: str
    link: str
    side: tuple[Matter, ...]
    repeated: bool  # whether a document below it is expected to take up its duties
    cover: bool = False  # whether it only passes on what stands behind it

    def owes(self, matter: Matter) -> bool:
        """Whether a document below has to take it up; not what a cover notice says beside passing on (请认真执行)."""
        if self.cover and not matter.record.source.clause:
            return False
        return bool(matter.acts) and matter.duty.modality in _OWED


class Uppers:
    """What stands above a draft in the base."""

    def __init__(self, library: Library, draft: Document, own: list[Matter]) -> None:
        self.library, self.draft, self.own = library, draft, own
        self.reached = _Reached(own[0].record.source if own else None)
        self.found = list(self._uppers()) if own else []
        self.matched: dict[str, DutyRecord] = {}  # id of a duty of the draft → what it takes up

    def _uppers(self) -> Iterator[Upper]:
        mine = rank_of(self.own[0].record.source)
        for (seq, part), link in self._seats().items():
            every = (one for one in records(self.library.connection, document=seq) if one.duty.part == part)
            side = matters([one for one in every if one.duty.directness is Directness.OWN])
            if not side:
                continue
            rank = rank_of(side[0].record.source)
            # Documents of one level and force mention each other; that is no carrying out.
            if above(rank, mine) and (link != "cites" or (rank.level, rank.number) != (mine.level, mine.number)):
                law = rank.number < genres.RANKS["normative document"]
                cover = part == 0 and len(self._parts(seq, 0)) > 1
                yield Upper(side[0].record.source.document, link, tuple(side), link != "cites" and not law, cover)

    def _seats(self) -> dict[tuple[int, int], str]:
        """The parts that the draft names, each with the link that binds most."""
        told: list[tuple[str, str | None, str | None]] = [
            (_KEPT[one.type], one.title, one.doc_number) for one in self.draft.relations if one.type in _KEPT
        ]
        told += [("cites", one.title, one.doc_number) for one in self.draft.citations if not one.to_be_written]
        seats: dict[tuple[int, int], str] = {}
        for link, title, number in sorted(told, key=lambda one: _LINKS.index(one[0])):
            row = None if self.library.own(number, title) else self.library.meant(number, title)
            if row is not None:
                for part in self._parts(row["document"], row["part"]):
                    seats.setdefault((row["document"], part), link)
        return seats

    def _parts(self, document: int, part: int) -> list[int]:
        """Who names a notice names what it carries."""
        rows = self.library.connection.execute(
            "SELECT part FROM parts WHERE document = ? ORDER BY part", (document,)
        ).fetchall()
        return [part] if part else [row["part"] for row in rows]

    # --- checks ------------------------------------------------------------------------------------------------

    def checks(self, on: datetime.date) -> tuple[list[UpperCheck], dict[str, int]]:
        """One for each duty that falls to the draft's level; and how many of each document need not be repeated."""
        found: list[UpperCheck] = []
        silent: dict[str, int] = {}
        for upper in self.found:
            held = pairs(upper.side, self.own)
            for place, matter in enumerate(upper.side):
                pair = held.get(place)
                if pair is not None and (upper.link != "cites" or pair.score >= _SURELY):
                    self.matched.setdefault(self.own[pair.lower].duty.id, matter.record)
                    found.append(self._taken(upper, matter, pair))
                elif upper.owes(matter) and self.reached.falls(matter.record, on):
                    if upper.repeated:
                        found.append(UpperCheck(standing=Standing.MISSING, upper=said(matter.record), lower=None,
                                                link=upper.link))  # fmt: skip
                    else:
                        silent[upper.document] = silent.get(upper.document, 0) + 1
        return found, silent

    def _taken(self, upper: Upper, matter: Matter, pair: Pair) -> UpperCheck:
        lower = self.own[pair.lower]
        standing, told = judge(matter, lower, pair, self.own)
        return UpperCheck(
            standing=standing, upper=said(matter.record), lower=said(lower.record), changes=told, link=upper.link,
            score=pair.score, words=pair.words,
        )  # fmt: skip


def place_of(source: SourceRef) -> str | None:
    """The place of a document, where the table of divisions knows it."""
    region = source.region or ""
    return region if region and len(places.resolve(region)) == 1 else None


class _Reached:
    """The bodies that a document of this level can reach: authorities of its level and below, and everybody else."""

    def __init__(self, source: SourceRef | None) -> None:
        level = source.level if source else None
        place = place_of(source) if source else None
        self.bodies = [Facts(one) for one in _bodies(level, place)]

    def falls(self, record: DutyRecord, on: datetime.date) -> bool:
        """Whether the duty can fall to one of them; what is not known counts."""
        condition = without_force(record.condition)
        return any(verdict(condition, body, on) is not Verdict.DOES_NOT_APPLY for body in self.bodies)


def _bodies(level: Level | None, place: str | None) -> Iterable[Entity]:
    levels = _LEVELS[_LEVELS.index(level) :] if level else _LEVELS
    for one in levels:
        for kind in (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT):
            yield Entity(kind=kind, level=one, place=place)
    for kind in (BodyKind.ENTERPRISE, BodyKind.INSTITUTION, BodyKind.INDIVIDUAL):
        yield Entity(kind=kind, place=place)
