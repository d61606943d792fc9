"""Conditions that reviewers set, held against the base: which duty each of them is for, and whether its text changed.

A duty is found by its id; where a new reading gave it another one, by its words in the same document; where these
were changed a little, by what is left of them. The reviewer's condition wins wherever its duty is found. What was
found only by a part of its words, or not at all, is reported.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kb.models import Finding, OverrideInfo, OverrideState
from policies.answers import DutyRecord, Verdict

if TYPE_CHECKING:
    from pyroaring import BitMap

    from kb.review import Decisions
    from policies.overrides import Override
    from rules.collection import Decided
    from rules.resolved import Facts

__all__ = ["FILE_NAME", "Overrides", "load", "placed", "stamp"]

FILE_NAME = "zeren.overrides.yaml"
_PART = 0.5  # of the longer quote: below it, one standing in the other tells too little
_NEAR = 0.5  # as alike is a sentence that is worth showing


@dataclass(frozen=True, slots=True)
class _Matched:
    """An override, the duty that it is for (by its number in the base), and how that was found."""

    override: Override
    info: OverrideInfo
    seq: int | None


def load(
    path: Path | None, beside: Path, connection: sqlite3.Connection, decisions: Decisions | None = None
) -> Overrides:
    """The overrides of *path*; without it those of the file beside the base, if there is one.

    *decisions* about whole duties mark the records; what they change is in the base that *connection* reads.
    """
    file = path or beside.with_name(FILE_NAME)
    if path is None and not file.is_file():
        return Overrides(None, (), connection, decisions)
    from rules.overrides import read_overrides  # noqa: PLC0415 - most bases have no overrides

    return Overrides(file, read_overrides(file), connection, decisions)


def stamp(path: Path | None, beside: Path, connection: sqlite3.Connection) -> object:
    """Changes when the file or the base does."""
    from kb.answering import state_of  # noqa: PLC0415 - it knows overrides

    try:
        found = (path or beside.with_name(FILE_NAME)).stat()
    except OSError:
        return state_of(connection), None
    return state_of(connection), (found.st_mtime_ns, found.st_size)


class Overrides:
    """The overrides for one state of a base."""

    def __init__(
        self,
        file: Path | None,
        overrides: Iterable[Override],
        connection: sqlite3.Connection,
        decisions: Decisions | None = None,
    ) -> None:
        self.file = file
        self.decisions = decisions
        self.entries = tuple(overrides)
        self.connection = connection

    @cached_property
    def _matched(self) -> tuple[_Matched, ...]:
        found = [_match(self.connection, one) for one in self.entries]
        taken: dict[int, str] = {}
        result = []
        for one in sorted(found, key=lambda one: one.info.state is not OverrideState.APPLIED):  # ids come first
            if one.seq is not None and taken.setdefault(one.seq, one.override.duty) != one.override.duty:
                doubled = one.info.model_copy(update={"state": OverrideState.DOUBLED})
                result.append(_Matched(one.override, doubled, None))
            else:
                result.append(one)
        return tuple(sorted(result, key=lambda one: one.override.line))

    @cached_property
    def _by_seq(self) -> dict[int, Override]:
        return {one.seq: one.override for one in self._matched if one.seq is not None}

    @cached_property
    def _ids(self) -> dict[int, str]:
        return {one.seq: one.info.now or "" for one in self._matched if one.seq is not None}

    @cached_property
    def _by_id(self) -> dict[str, Override]:
        return {one.info.now or "": one.override for one in self._matched if one.seq is not None}

    def __bool__(self) -> bool:
        return bool(self.entries or self.decisions)

    def infos(self) -> list[OverrideInfo]:
        """Each override and how it stands, in the order of the file."""
        return [one.info for one in self._matched]

    def over(self, record: DutyRecord) -> DutyRecord:
        """The duty with what reviewers decided about it and the condition that one set, if one did."""
        if self.decisions:
            record = self.decisions.over(record)
        if not self.entries or (override := self._by_id.get(record.duty.id)) is None:
            return record
        from rules.overrides import overridden  # noqa: PLC0415

        return overridden(record, override)

    def settle(self, decided: Decided, facts: Facts, on: date) -> Decided:
        """What the index over the conditions that were read has decided, with the reviewers' conditions instead."""
        if not self._by_seq:
            return decided
        from pyroaring import BitMap  # noqa: PLC0415

        from rules.collection import Decided  # noqa: PLC0415
        from rules.evaluate import decide  # noqa: PLC0415

        own = BitMap(self._by_seq)
        new: dict[Verdict, BitMap] = {verdict: BitMap() for verdict in Verdict}
        for seq, override in self._by_seq.items():
            new[decide(override.condition, facts, on)].add(seq)
        return Decided((decided.applies - own) | new[Verdict.APPLIES], (decided.unknown - own) | new[Verdict.UNKNOWN])

    def settle_ids(self, applies: dict[int, str], unknown: dict[int, str], facts: Facts, on: date) -> None:
        """The same for duties with their ids, in place."""
        if not self._by_seq:
            return
        from rules.evaluate import decide  # noqa: PLC0415

        for seq, override in self._by_seq.items():
            applies.pop(seq, None)
            unknown.pop(seq, None)
            verdict = decide(override.condition, facts, on)
            if verdict is not Verdict.DOES_NOT_APPLY:
                (applies if verdict is Verdict.APPLIES else unknown)[seq] = self._ids[seq]

    def concerned(self, found: BitMap, facts: Facts, on: date) -> BitMap:
        """The duties that would apply, or be unknown, if they were in force, with the reviewers' conditions."""
        if not self._by_seq:
            return found
        from pyroaring import BitMap  # noqa: PLC0415

        from rules.evaluate import decide  # noqa: PLC0415
        from rules.force import without_force  # noqa: PLC0415

        own = {
            seq: decide(without_force(override.condition), facts, on) is not Verdict.DOES_NOT_APPLY
            for seq, override in self._by_seq.items()
        }
        return (found - BitMap(own)) | BitMap(seq for seq, concerns in own.items() if concerns)

    def findings(self) -> Iterator[Finding]:
        """What a reviewer has to look at again."""
        for info in self.infos():
            if info.state.sound:
                continue
            yield Finding(code="override", message=info.message, where=f"{self.file}, {info.duty}")


# Matching


def _plain(words: str) -> str:
    return "".join(words.split())


class Keyed(Protocol):
    """What is kept about a duty outside the base: by its id, else by its words in its document."""

    @property
    def duty(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def quote(self) -> str: ...


def placed(connection: sqlite3.Connection, one: Keyed) -> tuple[OverrideState, sqlite3.Row | None]:
    """How it stands to the base, and the row (seq, id, quote, clause) of its duty, or (lost) of the nearest."""
    rows = connection.execute(_DUTIES + " WHERE u.id = ? ORDER BY u.seq", (one.duty,)).fetchall()
    if rows:
        same = _plain(rows[0]["quote"]) == _plain(one.quote)
        return (OverrideState.APPLIED if same else OverrideState.CHANGED), rows[0]
    rows = connection.execute(
        _DUTIES + " JOIN documents d ON d.seq = u.document WHERE d.id = ? ORDER BY u.seq", (one.document,)
    ).fetchall()
    if not rows:
        return OverrideState.ABSENT, None
    words = _plain(one.quote)
    same_words = [row for row in rows if _plain(row["quote"]) == words]
    if len(same_words) > 1:
        same_words = [row for row in same_words if row["clause"] == one.clause] or same_words
    if len(same_words) == 1:
        return OverrideState.MOVED, same_words[0]
    if same_words:
        return OverrideState.AMBIGUOUS, None
    parts = [row for row in rows if _part(words, _plain(row["quote"]))]
    if len(parts) == 1:
        return OverrideState.CHANGED, parts[0]
    nearest = max(rows, key=lambda row: SequenceMatcher(None, words, _plain(row["quote"]), autojunk=False).ratio())
    alike = SequenceMatcher(None, words, _plain(nearest["quote"]), autojunk=False).ratio()
    return OverrideState.LOST, nearest if alike >= _NEAR else None


_DUTIES = (
    "SELECT u.seq, u.id, json_extract(b.record, '$.quote.text') AS quote, json_extract(s.ref, '$.clause') AS clause"
    " FROM duties u JOIN duty_bodies b ON b.duty = u.seq JOIN sources s ON s.seq = u.source"
)


def _part(one: str, other: str) -> bool:
    """Whether one stands in the other and is most of it."""
    short, long = sorted((one, other), key=len)
    return bool(short) and short in long and len(short) >= _PART * len(long)


def _match(connection: sqlite3.Connection, one: Override) -> _Matched:
    state, row = placed(connection, one)
    found = state in (OverrideState.APPLIED, OverrideState.CHANGED, OverrideState.MOVED)
    return _Matched(one, _info(one, state, row), int(row["seq"]) if row is not None and found else None)


def _info(one: Override, state: OverrideState, row: sqlite3.Row | None) -> OverrideInfo:
    return OverrideInfo(
        duty=one.duty,
        state=state,
        now=row["id"] if row is not None else None,
        document=one.document,
        clause=one.clause,
        quote=one.quote,
        quote_now=row["quote"] if row is not None else None,
        who=one.review.who,
        when=one.review.when,
        why=one.review.why,
        line=one.line,
    )
