"""Which upper duty a duty carries out, and which lower ones carry it out.

A lower document's duty *refines* an upper one's where both are of one matter (``kb.matching``), the lower document
cites, forwards, issues or implements the upper one, and that one stands above it (``kb.order``). Nothing is stored:
only documents that are tied by a link are compared, when somebody asks, so a base of any size is answered at the cost
of the neighbours, nothing is stale after a document was read again, and it does not matter which of two came first
(docs/decisions/0007-refines-and-collisions.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache

from kb.matching import Match, Pairing
from kb.matter import Matter, forbids, matters
from kb.models import Refinement
from kb.neighbours import Base
from kb.order import Rank, above, equal, rank_of
from policies.answers import DutyRecord

__all__ = ["Refiner"]

Seat = tuple[int, int]
"""A part of a document: (number of the document in the base, part)."""

_TYPES = ("implements", "forwards", "issues", "cites")  # the one that says most first
_MENTIONED = 0.7  # what is mentioned only has to be more alike than what is carried out
_KEPT = 64  # parts, and pairs of parts, that are remembered


class Refiner:
    """Answers for one base; what was read for one question serves the next."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.matters = lru_cache(maxsize=_KEPT)(self._matters)
        self.pairings = lru_cache(maxsize=_KEPT)(self._pairing)

    # --- duties ------------------------------------------------------------------------------------------------

    def uppers(self, record: DutyRecord) -> list[Refinement]:
        """The duties that *record* carries out, the surest of each upper document first."""
        return self._around(record, upwards=True)

    def lowers(self, record: DutyRecord) -> list[Refinement]:
        """The duties that carry out *record*, in the order of their documents."""
        return self._around(record, upwards=False)

    def _around(self, record: DutyRecord, *, upwards: bool) -> list[Refinement]:
        seat = self.base.seat(record)
        found: list[Refinement] = []
        seen: set[str] = {record.duty.id}
        for other, link in self.linked(seat, upwards=upwards):
            upper, lower = (other, seat) if upwards else (seat, other)
            uppers, lowers = self.matters(upper), self.matters(lower)
            for one in self._of(record.duty.id, upper, lower, upwards=upwards):
                ids = uppers[one.upper].duty.id, lowers[one.lower].duty.id
                if ids[not upwards] not in seen and (link["type"] != "cites" or one.score >= _MENTIONED):
                    seen.add(ids[not upwards])
                    found.append(_refinement(*ids, one, link))
        return found

    def _of(self, identity: str, upper: Seat, lower: Seat, *, upwards: bool) -> Iterator[Match]:
        """The matches of one duty among those that refine."""
        side = self.matters(lower if upwards else upper)
        place = next((n for n, matter in enumerate(side) if matter.duty.id == identity), None)
        if place is None:
            return
        pairing = self.pairings(upper, lower)
        if upwards:
            yield from self._refining(pairing, place)
        else:
            for near in pairing.lowers_near(place):
                yield from (one for one in self._refining(pairing, near) if one.upper == place)

    @staticmethod
    def _refining(pairing: Pairing, place: int) -> list[Match]:
        """For each act of a lower duty the upper duty that it fits best; a ban carries out no order."""
        best: dict[int, Match] = {}
        lower = pairing.below.matters[place].duty
        for one in pairing.of_lower(place):  # the best of each act first
            upper = pairing.above.matters[one.upper].duty
            if forbids(upper, one.upper_act) is forbids(lower, one.lower_act):
                best.setdefault(one.lower_act, one)
        return sorted(best.values(), key=lambda one: (-one.score, one.upper))

    # --- documents ---------------------------------------------------------------------------------------------

    def linked(self, seat: Seat, *, upwards: bool) -> list[tuple[Seat, sqlite3.Row]]:
        """The parts that stand directly above or below, each with the link that says most about it."""
        found: dict[Seat, sqlite3.Row] = {}
        for other, link in sorted(
            self._above(seat) if upwards else self._below(seat), key=lambda one: _TYPES.index(one[1]["type"])
        ):
            upper, lower = (other, seat) if upwards else (seat, other)
            if upper == lower or not self.has_duties(other) or not self.has_duties(seat):
                continue
            ranks = self.rank(upper), self.rank(lower)
            # Documents of one rank mention each other; that is no carrying out.
            if above(*ranks) and (link["type"] != "cites" or not equal(*ranks)):
                found.setdefault(other, link)
        return sorted(found.items(), key=lambda one: _TYPES.index(one[1]["type"]))

    def _above(self, seat: Seat) -> Iterator[tuple[Seat, sqlite3.Row]]:
        """What the part links to; what its own cover notice links to counts for it as well."""
        seq, part = seat
        holders = [part] if part == 0 or self._standing(seq, 0) != self._standing(seq, part) else [part, 0]
        for holder in holders:
            for link in self.base.links_from(seq, holder):
                target = self.base.target(link) if link["type"] in _TYPES else None
                if target is not None:
                    for reached in self._parts(target):
                        yield reached, link

    def _below(self, seat: Seat) -> Iterator[tuple[Seat, sqlite3.Row]]:
        """The reverse: whoever names the part, or the notice that carries it."""
        seq, part = seat
        for held in sorted({0, part}):
            for link in self.base.links_to(seq, held, own=True):
                if link["type"] in _TYPES:
                    for inner in self._own_parts(link["document"], link["part"]):
                        yield (link["document"], inner), link

    def _parts(self, target: Seat) -> list[Seat]:
        """Who names a notice names what it carries."""
        seq, part = target
        return [target] if part else [(seq, 0), *((seq, inner) for inner in self.base.inner_parts(seq))]

    def _own_parts(self, seq: int, part: int) -> list[int]:
        inner = self.base.inner_parts(seq) if part == 0 else []
        return [part, *(one for one in inner if self._standing(seq, one) == self._standing(seq, 0))]

    def _standing(self, seq: int, part: int) -> tuple[str | None, str | None]:
        row = self.base.part(seq, part)
        outer = self.base.part(seq, 0)
        return row["level"] or outer["level"], row["region"] if row["level"] else outer["region"]

    def rank(self, seat: Seat) -> Rank:
        """The rank of a part that has duties."""
        return rank_of(self.matters(seat)[0].record.source)

    def has_duties(self, seat: Seat) -> bool:
        """Whether the part has any."""
        return bool(self.matters(seat))

    def _matters(self, seat: Seat) -> list[Matter]:
        return matters(self.base.duties_of(*seat))

    def _pairing(self, upper: Seat, lower: Seat) -> Pairing:
        return Pairing(self.matters(upper), self.matters(lower))


def _refinement(upper: str, lower: str, one: Match, link: sqlite3.Row) -> Refinement:
    return Refinement(
        lower=lower, upper=upper, lower_act=one.lower_act, upper_act=one.upper_act, score=one.score,
        words=one.words, link=link["type"], document=link["id"], quote=link["quote"], start=link["start"],
        end=link["end"],
    )  # fmt: skip
