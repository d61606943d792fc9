"""What there is to review, by doubt; and keeping what a reviewer decides about it."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from kb.corrections import corrected, find_words, new_duty, reading
from kb.decisions import add_decision
from kb.doubts import duty_doubts, sentence_doubts, sentence_id, weight
from kb.lookup import find_duties, the_document, the_duty
from kb.prepare import source_ref
from kb.records import documents, record_at
from kb.review import Decisions
from policies.documents import Document, SentenceRole
from policies.duties import BodyKind, Duty, Modality
from policies.errors import UsageError
from policies.messages import _
from policies.review import About, Choice, Corrections, Decision, Status
from policies.spans import Span, Value

__all__ = ["Item", "ReviewedDocument", "add", "decide", "items", "reviewed"]


_SAME = 0.5  # of the shorter one: from here on what is added is in a duty that was found


class Item(Value):
    """Something to review, most doubtful first."""

    about: About
    id: str
    doubt: float
    reasons: tuple[str, ...]
    status: Status
    drifted: bool  # whether a decision about it no longer holds, or has to be looked at again
    document: str
    title: str | None
    doc_number: str | None
    clause: str
    quote: str
    modality: Modality | None = None
    kinds: tuple[BodyKind, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document with its decisions: ``open`` duties and undecided sentences are left to decide."""

    document: Document
    decided: int
    open: int
    reviewers: tuple[str, ...]


# What there is


def items(connection: sqlite3.Connection, decisions: Decisions, document: str | None = None) -> list[Item]:
    """The duties and undecided sentences, most doubtful first; in the order of documents and text where alike."""
    found = [item for one in _documents(connection, decisions, document) for item in _items(one, decisions)]
    return sorted(found, key=lambda item: -item.doubt)


def _documents(connection: sqlite3.Connection, decisions: Decisions, key: str | None) -> Iterator[Document]:
    for seq in [the_document(connection, key)] if key is not None else documents(connection):
        row = connection.execute("SELECT id FROM documents WHERE seq = ?", (seq,)).fetchone()
        if (found := decisions.document(row["id"])) is not None:
            yield found


def _items(document: Document, decisions: Decisions) -> Iterator[Item]:
    added = decisions.added(document)
    rows: list[tuple[int, Item]] = []
    for duty in document.duties:
        status, drifted = _standing(duty.id, decisions)
        reasons = duty_doubts(duty)
        ref = source_ref(document, duty)
        rows.append((duty.quote.start, Item(
            about=About.DUTY, id=duty.id, doubt=weight("duty", reasons), reasons=reasons,
            document=document.id, title=ref.title, doc_number=ref.doc_number, clause=ref.clause,
            quote=duty.quote.text, modality=duty.modality, kinds=_kinds(duty), status=status, drifted=drifted,
        )))  # fmt: skip
    for index, sentence in enumerate(document.sentences):
        if sentence.role is not SentenceRole.UNDECIDED or any(sentence.span.overlaps(one.quote) for one in added):
            continue
        reasons, identity = sentence_doubts(sentence), sentence_id(document, index)
        status, drifted = _standing(identity, decisions)
        metadata = document.parts[sentence.part].metadata if document.parts else document.metadata
        rows.append((sentence.span.start, Item(
            about=About.SENTENCE, id=identity, doubt=weight("sentence", reasons), reasons=reasons,
            document=document.id, title=metadata.title or document.metadata.title,
            doc_number=metadata.doc_number or document.metadata.doc_number,
            clause=document.clauses[sentence.clause].path if sentence.clause is not None else "",
            quote=document.quote(sentence.span).strip(), status=status, drifted=drifted,
        )))  # fmt: skip
    for duty in added:
        status, drifted = _standing(duty.id, decisions)
        ref = source_ref(document, duty)
        rows.append((duty.quote.start, Item(
            about=About.ADDED, id=duty.id, doubt=0.0, reasons=(), document=document.id, title=ref.title,
            doc_number=ref.doc_number, clause=ref.clause, quote=duty.quote.text, modality=duty.modality,
            kinds=_kinds(duty), status=status, drifted=drifted,
        )))  # fmt: skip
    rows.sort(key=lambda row: row[0])
    yield from (item for _start, item in rows)


def _kinds(duty: Duty) -> tuple[BodyKind, ...]:
    return tuple(sorted({one.kind for one in duty.bearers}))


def _standing(key: str, decisions: Decisions) -> tuple[Status, bool]:
    """What was decided, and whether a decision is to be looked at again."""
    outcome = decisions.outcomes.get(key)
    if outcome is None:
        return Status.OPEN, False
    return (outcome.status if outcome.settled else Status.OPEN), not outcome.settled


# Deciding


def decide(
    connection: sqlite3.Connection, decisions: Decisions, key: str, choice: Choice, *, who: str,
    when: datetime.date | None = None, why: str = "", fields: Corrections | None = None,
) -> Decision:  # fmt: skip
    """Keep a decision about the thing whose id begins with *key*."""
    fields = fields or Corrections()
    about, identity, document, quote, duty, clause = _thing(connection, decisions, key.strip().lower())
    if about is About.SENTENCE and choice is not Choice.REJECT:
        raise UsageError(
            _("The sentence holds no duty that could be accepted or corrected."), where=identity,
            mend=_("--reject says that it holds none; --add with --document adds the duty that it holds."),
        )  # fmt: skip
    if choice is Choice.SET and not fields.named:
        raise UsageError(_("Nothing is set."), mend=_("Write --set FIELD=VALUE."))
    outcome = decisions.outcomes.get(identity)
    if duty is not None:
        before = outcome.fields if outcome else Corrections()
        if about is About.ADDED:
            new_duty(duty.quote, before.then(fields), document)
        else:
            corrected(duty, before.then(fields), document)
    metadata = document.metadata
    decision = Decision(
        document=document.id, title=metadata.title, doc_number=metadata.doc_number, clause=clause, about=about,
        duty=identity, quote=quote, n=outcome.count + 1 if outcome else 1, decision=choice, fields=fields,
        read=reading(duty) if duty is not None and about is About.DUTY else None, who=_signed(who),
        when=when or datetime.date.today(), why=why.strip(),
    )  # fmt: skip
    add_decision(decisions.file, decision)
    return decision


def _signed(who: str) -> str:
    if not who.strip():
        raise UsageError(_("Nobody signs the decision."), mend=_("Name yourself with --by NAME."))
    return who.strip()


_Thing: TypeAlias = tuple[About, str, Document, str, Duty | None, str]  # … words, the duty, its clause


def _thing(connection: sqlite3.Connection, decisions: Decisions, key: str) -> _Thing:
    """What *key* names: a duty of the base, an added one, or an undecided sentence."""
    if not find_duties(connection, key) and len(key) >= 4:
        found: list[_Thing] = []
        for document in _documents(connection, decisions, None):
            for duty in decisions.added(document):
                if duty.id.startswith(key):
                    clause = source_ref(document, duty).clause
                    found.append((About.ADDED, duty.id, document, duty.quote.text, duty, clause))
            for index, sentence in enumerate(document.sentences):
                if sentence.role is not SentenceRole.UNDECIDED:
                    continue
                if (identity := sentence_id(document, index)).startswith(key):
                    clause = document.clauses[sentence.clause].path if sentence.clause is not None else ""
                    words = document.quote(sentence.span).strip()
                    found.append((About.SENTENCE, identity, document, words, None, clause))
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                _("Several sentences answer to “{key}”.").format(key=key),
                why="\n".join(row[1] for row in found[:8]), mend=_("Give more of the id."),
            )  # fmt: skip
    record = record_at(connection, the_duty(connection, key))
    stored = decisions.document(record.source.document)
    assert stored is not None  # it holds the duty
    return About.DUTY, record.duty.id, stored, record.duty.quote.text, record.duty, record.source.clause


def add(
    connection: sqlite3.Connection, decisions: Decisions, document: str, quote: str, *, who: str,
    when: datetime.date | None = None, why: str = "", fields: Corrections | None = None,
) -> Decision:  # fmt: skip
    """Keep a duty that was missed."""
    fields = fields or Corrections()
    [found] = _documents(connection, decisions, document)
    places = find_words(found.text, quote)
    if len(places) != 1:
        raise UsageError(
            _("The document says “{words}” several times.").format(words=quote) if places
            else _("The document does not say “{words}”.").format(words=quote),
            where=found.metadata.title or found.id,
            why=_near(found, quote) if not places else "",
            mend=_("Quote more of the sentence.") if places
            else _("Copy the words from the text as they stand there."),
        )  # fmt: skip
    held = next((duty for duty in found.duties if _overlap(duty.quote, places[0]) > _SAME), None)
    if held is not None and not _rejected(held, decisions):
        raise UsageError(
            _("The program has found this duty ({id}).").format(id=held.id), where=" ".join(held.quote.text.split()),
            mend=_("Accept it, or correct it with --set; where its extent is wrong, reject it first."),
        )  # fmt: skip
    duty = new_duty(places[0], fields, found)
    outcome = decisions.outcomes.get(duty.id)
    decision = Decision(
        document=found.id, title=found.metadata.title, doc_number=found.metadata.doc_number,
        clause=source_ref(found, duty).clause, about=About.ADDED, duty=duty.id, quote=duty.quote.text,
        n=outcome.count + 1 if outcome else 1, decision=Choice.ADD, fields=fields, who=_signed(who),
        when=when or datetime.date.today(), why=why.strip(),
    )  # fmt: skip
    add_decision(decisions.file, decision)
    return decision


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / max(min(len(one), len(other)), 1)


def _rejected(duty: Duty, decisions: Decisions) -> bool:
    outcome = decisions.outcomes.get(duty.id)
    return outcome is not None and outcome.status is Status.REJECTED


def _near(document: Document, quote: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415

    said = {document.quote(one.span).strip() for one in document.sentences}
    near = get_close_matches(quote, sorted(said), n=1, cutoff=0.5)
    return _("Nearest: {names}").format(names=near[0]) if near else ""


# Documents as reviewed


def reviewed(
    connection: sqlite3.Connection, decisions: Decisions, document: str | None = None
) -> list[ReviewedDocument]:
    """Documents with the decisions put into them."""
    touched = {line.decision.document for line in decisions.lines}
    found = []
    for one in _documents(connection, decisions, document):
        if document is None and one.id not in touched:
            continue
        things = list(_items(one, decisions))
        left = sum(1 for item in things if item.status is Status.OPEN)
        names = {line.decision.who for line in decisions.lines if line.decision.document == one.id}
        found.append(ReviewedDocument(decisions.put_into(one), len(things) - left, left, tuple(sorted(names))))
    return found
