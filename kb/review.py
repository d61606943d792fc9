"""Decisions of reviewers, held against the base: what each is about today, what they come to, and what has drifted.

A duty is found by its id, else by its words in the same document. A decision holds only while its words stand as they
were: where they have changed it is told as drift, and the duty is open again, for nobody has judged the new words.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from kb.corrections import corrected, find_words, new_duty, reading
from kb.decisions import Line, read_decisions
from kb.doubts import sentence_id
from kb.models import Finding, OverrideState
from kb.overrides import placed
from kb.prepare import BROKEN, unpack
from kb.records import record_at
from kb.schema import damaged
from policies.answers import DutyRecord
from policies.documents import Document, SentenceRole
from policies.duties import Duty
from policies.errors import UsageError
from policies.messages import _
from policies.review import About, Choice, Corrections, Decided, Decision, Status
from policies.spans import Quote, Value

__all__ = ["DecisionInfo", "DecisionState", "Decisions", "Outcome"]


_DERIVED = (
    "SELECT u.seq, u.id FROM duties u JOIN duty_bodies b ON b.duty = u.seq"
    " WHERE u.document = (SELECT document FROM duties WHERE seq = ?)"
    " AND json_extract(b.record, '$.derived_from') = ?"
)
_SAME = 0.5  # of both together: from here on two quotes are one duty


class DecisionState(StrEnum):
    """How a decision stands to the base."""

    APPLIED = "applied"
    MOVED = "moved"  # the same words, under another id
    EARLIER = "earlier"  # a later decision about the same thing holds
    REREAD = "reread"  # the same words, but the program reads them otherwise now
    FOUND = "found"  # an added duty that the program now finds itself
    UNANCHORED = "unanchored"  # words of a correction are not in the text any more: not applied
    CHANGED = "changed"  # its words have changed: not applied
    AMBIGUOUS = "ambiguous"  # the same words stand several times in the document: not applied
    CONFLICT = "conflict"  # two decisions claim to be the last one: neither is applied
    LOST = "lost"  # no such words in the document any more: not applied
    ABSENT = "absent"  # the base does not hold the document: not applied

    @property
    def sound(self) -> bool:
        """Whether nobody has to look at it again."""
        return self in (DecisionState.APPLIED, DecisionState.MOVED, DecisionState.EARLIER)


_FOUND = {
    OverrideState.APPLIED: DecisionState.APPLIED,
    OverrideState.MOVED: DecisionState.MOVED,
    OverrideState.CHANGED: DecisionState.CHANGED,
    OverrideState.AMBIGUOUS: DecisionState.AMBIGUOUS,
    OverrideState.LOST: DecisionState.LOST,
    OverrideState.ABSENT: DecisionState.ABSENT,
}
_HOLD = (DecisionState.APPLIED, DecisionState.MOVED, DecisionState.REREAD, DecisionState.FOUND)


class DecisionInfo(Value):
    """A decision and how it stands. ``now`` is the duty or sentence that it is about, or the one most like it."""

    state: DecisionState
    now: str | None
    quote_now: str | None
    line: int
    decision: Decision

    @property
    def message(self) -> str:
        """How it stands, for people."""
        return {
            DecisionState.APPLIED: _("The decision holds."),
            DecisionState.MOVED: _("The decision holds; the id is now {id}."),
            DecisionState.EARLIER: _("A later decision about it holds."),
            DecisionState.REREAD: _("The words are the same, but the program reads them otherwise now: look again."),
            DecisionState.FOUND: _("The program now finds this duty itself ({id}): reject the added one."),
            DecisionState.UNANCHORED: _("Not applied: words of the correction are not in the text any more."),
            DecisionState.CHANGED: _("Not applied: the text has changed: “{before}” is now “{now}”."),
            DecisionState.AMBIGUOUS: _("Not applied: the document says “{before}” several times."),
            DecisionState.CONFLICT: _("Not applied: two decisions claim to be the last one; decide anew."),
            DecisionState.LOST: _("Not applied: the document no longer says “{before}”."),
            DecisionState.ABSENT: _("Not applied: the base does not hold the document."),
        }[self.state].format(id=self.now, before=self.decision.quote, now=self.quote_now)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all decisions about one thing come to."""

    status: Status
    fields: Corrections
    last: DecisionInfo
    count: int  # of the last decision

    @property
    def mark(self) -> Decided:
        """The mark in answers."""
        last = self.last.decision
        return Decided(status=self.status, fields=self.fields.named, who=last.who, when=last.when, why=last.why)

    @property
    def settled(self) -> bool:
        """Whether it need not be looked at again."""
        return self.status is not Status.OPEN and self.last.state.sound


class Decisions:
    """The decisions of a file for one state of a base."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.file = path
        self.lines = read_decisions(path)
        self._connection = connection
        self._documents: dict[str, Document | None] = {}

    def __bool__(self) -> bool:
        return bool(self.lines)

    def document(self, key: str) -> Document | None:
        """The document with this id, None where the base does not hold it."""
        if key not in self._documents:
            row = self._connection.execute(
                "SELECT v.body FROM documents d JOIN versions v ON v.document = d.seq AND v.version = d.version"
                " WHERE d.id = ?", (key,)
            ).fetchone()  # fmt: skip
            try:
                self._documents[key] = Document.model_validate_json(unpack(row["body"])) if row else None
            except BROKEN as error:
                raise damaged(str(error).splitlines()[0], key) from error
        return self._documents[key]

    # --- what each decision is about ---

    def _standing(self, line: Line) -> DecisionInfo:
        one = line.decision
        if one.about is About.DUTY:
            state, row = placed(self._connection, one)
            found = _FOUND[state]
            read = one.read if found in _HOLD and one.decision is not Choice.REJECT else None
            if row is not None and read and reading(record_at(self._connection, row["seq"]).duty).digest != read.digest:
                found = DecisionState.REREAD
            now, quote = (row["id"], row["quote"]) if row is not None else (None, None)
        else:
            found, now, quote = self._in_text(one)
        return DecisionInfo(state=found, now=now, quote_now=quote, line=line.number, decision=one)

    def _in_text(self, one: Decision) -> tuple[DecisionState, str | None, str | None]:
        document = self.document(one.document)
        if document is None:
            return DecisionState.ABSENT, None, None
        if one.about is About.ADDED:
            found = find_words(document.text, one.quote)
            if not found:
                return DecisionState.LOST, None, None
            if len(found) > 1:
                return DecisionState.AMBIGUOUS, None, None
            same = [duty for duty in document.duties for quote in found if _same(duty.quote, quote)]
            if same and one.decision is not Choice.REJECT:
                return DecisionState.FOUND, same[0].id, same[0].quote.text
            return DecisionState.APPLIED, one.duty, found[0].text
        words = "".join(one.quote.split())
        there = [
            (sentence_id(document, index), sentence)
            for index, sentence in enumerate(document.sentences)
            if "".join(document.quote(sentence.span).split()) == words
        ]
        exact = [pair for pair in there if pair[0] == one.duty] or there
        if not exact:
            return DecisionState.LOST, None, None
        if len(exact) > 1:
            return DecisionState.AMBIGUOUS, None, None
        identity, sentence = exact[0]
        if sentence.role in (SentenceRole.DUTY, SentenceRole.LIST_ITEM):
            return DecisionState.REREAD, identity, one.quote
        return (DecisionState.APPLIED if identity == one.duty else DecisionState.MOVED), identity, one.quote

    # --- what they come to ---

    @cached_property
    def _groups(self) -> dict[str, list[DecisionInfo]]:
        """By the id of today; what was not found by its own (the nearest has decisions of its own)."""
        groups: dict[str, list[DecisionInfo]] = defaultdict(list)
        for line in self.lines:
            info = self._standing(line)
            found = info.state in (*_HOLD, DecisionState.CHANGED) and info.decision.about is not About.ADDED
            groups[info.now if found and info.now else info.decision.duty].append(info)
        return {key: sorted(group, key=lambda info: info.decision.n) for key, group in groups.items()}

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """What decisions come to, by the id of the duty or sentence today."""
        return {key: self._outcome(group) for key, group in self._groups.items()}

    def _outcome(self, group: list[DecisionInfo]) -> Outcome:
        last = group[-1]
        claims = {info.decision for info in group if info.decision.n == last.decision.n}
        if len(claims) > 1:
            last = last.model_copy(update={"state": DecisionState.CONFLICT})
        status, fields = Status.OPEN, Corrections()
        for info in group:
            one = info.decision
            if info.state not in _HOLD:
                continue
            fields = fields.then(one.fields)
            if one.decision is Choice.REJECT:
                status = Status.REJECTED
            elif one.about is About.ADDED:
                status = Status.ADDED
            else:
                status = Status.CORRECTED if fields.named else Status.ACCEPTED
        if last.state not in _HOLD:
            status, fields = Status.OPEN, Corrections()
        elif not self._anchored(last, fields, status):
            last = last.model_copy(update={"state": DecisionState.UNANCHORED})
            status, fields = Status.OPEN, Corrections()
        return Outcome(status, fields, last, last.decision.n)

    def _anchored(self, info: DecisionInfo, fields: Corrections, status: Status) -> bool:
        if not fields.named or status is Status.REJECTED:
            return True
        try:
            return self._duty(info, fields) is not None
        except UsageError:
            return False

    def _duty(self, info: DecisionInfo, fields: Corrections) -> Duty | None:
        """The duty of a decision with its corrections."""
        document = self.document(info.decision.document)
        if document is None:
            return None
        if info.decision.about is About.ADDED:
            found = find_words(document.text, info.decision.quote)
            return new_duty(found[0], fields, document) if found else None
        for duty in (*document.duties, *document.derived):
            if duty.id == info.now:
                return corrected(duty, fields, document)
        return None

    def infos(self) -> list[DecisionInfo]:
        """Every decision and how it stands, in the order of the file."""
        found = []
        for key, group in self._groups.items():
            last = self.outcomes[key].last
            for info in group:
                if info.decision.n == last.decision.n:
                    found.append(info.model_copy(update={"state": last.state}))
                else:
                    found.append(info.model_copy(update={"state": DecisionState.EARLIER}))
        return sorted(found, key=lambda info: info.line)

    def findings(self) -> Iterator[Finding]:
        """What a reviewer has to look at again."""
        for info in self.infos():
            if not info.state.sound:
                yield Finding(code="review", message=info.message, where=f"{self.file}, {info.line}")

    def added(self, document: Document) -> list[Duty]:
        """The duties that reviewers added to a document."""
        found = [
            self._duty(outcome.last, outcome.fields)
            for outcome in self.outcomes.values()
            if outcome.status is Status.ADDED and outcome.last.decision.document == document.id
            and outcome.last.state is not DecisionState.FOUND
        ]  # fmt: skip
        return sorted((duty for duty in found if duty), key=lambda duty: (duty.quote.start, duty.quote.end))

    # --- in the base ---

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The documents of the base that are not as they were read: something is rejected, corrected or added."""
        found = {
            one.last.decision.document
            for one in self.outcomes.values()
            if one.last.decision.about is not About.SENTENCE and one.last.state is not DecisionState.FOUND
            and one.status in (Status.REJECTED, Status.CORRECTED, Status.ADDED)
            and not (one.last.decision.about is About.ADDED and one.status is Status.REJECTED)
        }  # fmt: skip
        return tuple(sorted(found))

    def put_into(self, document: Document) -> Document:
        """The document as decided; what follows from a duty that is none goes with it."""
        duties = [duty for duty in (self._decided(duty, document) for duty in document.duties) if duty is not None]
        duties = sorted([*duties, *self.added(document)], key=lambda duty: (duty.quote.start, duty.quote.end))
        kept = {duty.id for duty in duties}
        derived = [
            one for duty in document.derived if duty.derived_from is None or duty.derived_from in kept
            if (one := self._decided(duty, document)) is not None
        ]  # fmt: skip
        return document.model_copy(update={"duties": tuple(duties), "derived": tuple(derived)})

    def _decided(self, duty: Duty, document: Document) -> Duty | None:
        """The duty as decided; None where it is none."""
        outcome = self.outcomes.get(duty.id)
        if outcome is None or outcome.status is Status.OPEN:
            return duty
        return None if outcome.status is Status.REJECTED else corrected(duty, outcome.fields, document)

    @cached_property
    def marks(self) -> dict[str, Decided]:
        """The marks of decided duties, by the ids of today."""
        found = {
            key: one.mark
            for key, one in self.outcomes.items()
            if one.last.decision.about is not About.SENTENCE and one.status is not Status.OPEN
        }
        for key in [key for key, mark in found.items() if mark.status is Status.REJECTED]:
            row = self._connection.execute("SELECT seq FROM duties WHERE id = ?", (key,)).fetchone()
            for derived in self._connection.execute(_DERIVED, (row["seq"], key)) if row is not None else ():
                found.setdefault(derived["id"], found[key])
        return found

    def over(self, record: DutyRecord) -> DutyRecord:
        """The duty with the mark of what was decided about it."""
        mark = self.marks.get(record.duty.id)
        return record if mark is None else record.model_copy(update={"decided": mark})


def _same(one: Quote, other: Quote) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > _SAME * (max(one.end, other.end) - min(one.start, other.start))
