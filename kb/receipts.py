"""Receipts: what an answer was made from, and what it was; and whether it comes out the same today.

A receipt bears no time of day: the same question to the same base gives the same receipt.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from kb import provenance
from policies.answers import Answer, Verdict
from policies.duties import Certainty, Directness
from policies.entities import Entity
from policies.errors import InputError
from policies.messages import _
from policies.reasons import because
from policies.review import About, Status
from policies.spans import Value

if TYPE_CHECKING:
    from kb.review import Outcome
    from policies.overrides import Override

__all__ = [
    "Answered", "BaseMark", "DecisionMark", "Difference", "DifferenceKind", "DocumentMark", "OverrideMark", "Receipt",
    "Verification",
    "compare", "make", "marks", "read",
]  # fmt: skip


class Answered(Value):
    """One duty of an answer."""

    id: str
    document: str
    verdict: Verdict
    certainty: Certainty
    directness: Directness


class DocumentMark(Value):
    """A document that the answer quotes: which text of it, and what read that."""

    id: str
    title: str | None
    number: str | None
    version: int
    digest: str  # SHA-256 of the canonical text
    program: str
    vocabulary: str


class BaseMark(Value):
    """All documents of the base together."""

    documents: int
    digest: str  # SHA-256 over ids, versions and digests


class OverrideMark(Value):
    """A condition that a reviewer set."""

    duty: str
    digest: str  # SHA-256 of the entry


class DecisionMark(Value):
    """What reviewers decided about a duty of the base, or added to it."""

    duty: str
    document: str
    status: Status
    digest: str  # SHA-256 of what the decisions come to: fields, who, when and why


class Receipt(Value):
    """An answer with everything that it follows from."""

    type: Literal["zeren receipt"] = "zeren receipt"
    format: Literal[1] = 1
    command: Literal["duties", "why", "checklist"]
    duty: str | None = None  # the one asked about, of ``why``
    everything: bool = False  # --all
    expired: bool = False  # --expired
    entity: Entity
    on: datetime.date
    program: str  # version and hash of the code
    vocabulary: str  # hash of the language's data
    base: BaseMark
    documents: tuple[DocumentMark, ...]  # those of the answer
    overrides: tuple[OverrideMark, ...] = ()
    decisions: tuple[DecisionMark, ...] = ()
    answer: tuple[Answered, ...]
    answer_digest: str  # SHA-256 of ``answer``
    seal: str = ""  # SHA-256 of all the rest


class DifferenceKind(StrEnum):
    SEAL = "seal"  # the receipt itself was changed
    PROGRAM = "program"
    VOCABULARY = "vocabulary"
    DOCUMENT = "document"  # another text, another reading, or gone
    BASE = "base"  # other documents came or went
    OVERRIDE = "override"
    DECISION = "decision"  # what reviewers decided about a duty
    DUTY = "duty"  # another verdict, new in the answer, or no longer in it


class Difference(Value):
    """What is not as the receipt says."""

    kind: DifferenceKind
    what: str  # a duty or document by its id; else ""
    before: str | None
    now: str | None
    message: str  # for people


class Verification(Value):
    """``same``: nothing differs. ``same_answer``: the duties and their verdicts are those of the receipt."""

    same: bool
    same_answer: bool
    differences: tuple[Difference, ...]


# Making


def make(
    connection: sqlite3.Connection,
    answers: Iterable[Answer],
    overrides: Sequence[Override],
    decisions: Sequence[DecisionMark] = (),
    also: Iterable[str] = (),
    **asked: Any,
) -> Receipt:
    """The receipt for *answers*; *asked* are command, entity, on and what else was asked for.

    *also* names documents that are to be marked though the answer does not quote them.
    """
    answered = tuple(
        Answered(
            id=one.record.duty.id,
            document=one.record.source.document,
            verdict=one.verdict,
            certainty=one.certainty,
            directness=one.directness,
        )
        for one in answers
    )
    receipt = Receipt(
        **asked,
        program=provenance.program(),
        vocabulary=provenance.vocabulary(),
        base=_base(connection),
        documents=_documents(connection, sorted({*also, *(one.document for one in answered)})),
        overrides=tuple(
            OverrideMark(duty=one.duty, digest=_sha(one.model_dump(mode="json", exclude={"line"}))) for one in overrides
        ),
        decisions=tuple(decisions),
        answer=answered,
        answer_digest=_sha([one.model_dump(mode="json") for one in answered]),
    )
    return receipt.model_copy(update={"seal": _seal(receipt)})


def _seal(receipt: Receipt) -> str:
    # Receipts of earlier programs knew no decisions: without any, the seal is what theirs was.
    return _sha(receipt.model_dump(mode="json", exclude={"seal"} if receipt.decisions else {"seal", "decisions"}))


def marks(outcomes: Mapping[str, Outcome]) -> tuple[DecisionMark, ...]:
    """What of *outcomes* (by the ids of duties) counts in an answer."""
    return tuple(
        DecisionMark(
            duty=key, document=one.last.decision.document, status=one.status,
            digest=_sha([one.fields.model_dump(mode="json"), one.mark.model_dump(mode="json")]),
        )
        for key, one in sorted(outcomes.items())
        if one.status is not Status.OPEN and one.last.decision.about is not About.SENTENCE
    )  # fmt: skip


def _sha(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _base(connection: sqlite3.Connection) -> BaseMark:
    total, count = hashlib.sha256(), 0
    for row in connection.execute(
        "SELECT d.id, d.version, v.digest FROM documents d"
        " JOIN versions v ON v.document = d.seq AND v.version = d.version ORDER BY d.id"
    ):
        total.update(f"{row[0]} {row[1]} {row[2]}\n".encode())
        count += 1
    return BaseMark(documents=count, digest=total.hexdigest())


def _documents(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[DocumentMark, ...]:
    rows = connection.execute(
        "SELECT d.id, d.title, d.number, d.version, v.digest, v.program, v.vocabulary FROM documents d"
        " JOIN versions v ON v.document = d.seq AND v.version = d.version"
        " WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id",
        (json.dumps(ids),),
    )
    return tuple(DocumentMark.model_validate(dict(row)) for row in rows)


# Reading back


def read(text: str, where: str) -> Receipt:
    """The receipt that a file holds; InputError where it is none."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return Receipt.model_validate_json(text)
    except ValidationError as error:
        raise InputError(
            _("The file is no receipt."),
            where=where,
            why=because(error),
            mend=_("“zeren duties --receipt FILE” writes one."),
        ) from None


def compare(before: Receipt, now: Receipt) -> Verification:
    """What differs between a receipt and the one that the same question gives today."""
    found = tuple(_differences(before, now))
    return Verification(same=not found, same_answer=before.answer == now.answer, differences=found)


def _differences(before: Receipt, now: Receipt) -> Iterator[Difference]:
    if before.seal != _seal(before) or before.answer_digest != _sha([a.model_dump(mode="json") for a in before.answer]):
        yield _difference(
            DifferenceKind.SEAL, "", before.seal, _seal(before), _("The receipt itself has been changed.")
        )
    if before.program != now.program:
        said = _("The program is another one: {before}, now {now}.")
        yield _difference(DifferenceKind.PROGRAM, "", before.program, now.program, said)
    if before.vocabulary != now.vocabulary:
        said = _("The vocabulary is another one: {before}, now {now}.")
        yield _difference(DifferenceKind.VOCABULARY, "", before.vocabulary, now.vocabulary, said)
    yield from _other_documents(before, now)
    yield from _other_overrides(before, now)
    yield from _other_decisions(before, now)
    yield from _other_answers(before, now)


def _other_documents(before: Receipt, now: Receipt) -> Iterator[Difference]:
    today = {one.id: one for one in now.documents}
    for one in before.documents:
        current = today.get(one.id)
        name = one.number or one.title or one.id
        if current == one:
            continue
        if current is None:
            said = _("{name}: the base no longer holds it.").replace("{name}", name)
            yield _difference(DifferenceKind.DOCUMENT, one.id, str(one.version), None, said)
            continue
        if (one.version, one.digest) != (current.version, current.digest):
            said = _("{name}: the text is another one: version {before}, now {now}.")
            yield _difference(
                DifferenceKind.DOCUMENT, one.id, str(one.version), str(current.version), said.replace("{name}", name)
            )
        else:
            said = _("{name}: the same text was read by another program: {before}, now {now}.")
            read_by = (f"{one.program}/{one.vocabulary}", f"{current.program}/{current.vocabulary}")
            yield _difference(DifferenceKind.DOCUMENT, one.id, *read_by, said.replace("{name}", name))
    if before.base != now.base:
        said = _("The base is another one: {before} documents, now {now}, or other texts of them.")
        yield _difference(DifferenceKind.BASE, "", str(before.base.documents), str(now.base.documents), said)


def _other_overrides(before: Receipt, now: Receipt) -> Iterator[Difference]:
    old = {one.duty: one.digest for one in before.overrides}
    new = {one.duty: one.digest for one in now.overrides}
    for duty in sorted(old.keys() | new.keys()):
        if old.get(duty) != new.get(duty):
            said = _("The condition that a reviewer set for {duty} is another one.").format(duty=duty)
            yield _difference(DifferenceKind.OVERRIDE, duty, old.get(duty), new.get(duty), said)


def _other_decisions(before: Receipt, now: Receipt) -> Iterator[Difference]:
    old = {one.duty: one for one in before.decisions}
    new = {one.duty: one for one in now.decisions}
    for duty in sorted(old.keys() | new.keys()):
        was, is_ = old.get(duty), new.get(duty)
        if was == is_:
            continue
        said = _("What reviewers decided about {duty} is another thing: {before}, now {now}.").replace("{duty}", duty)
        said = said.replace("{before}", _decided(was)).replace("{now}", _decided(is_))
        told = [f"{one.status.value} {one.digest}" if one else None for one in (was, is_)]
        yield _difference(DifferenceKind.DECISION, duty, told[0], told[1], said)


def _decided(one: DecisionMark | None) -> str:
    if one is None:
        return _("nothing")
    return {
        Status.OPEN: _("to review"), Status.ACCEPTED: _("accepted"), Status.CORRECTED: _("corrected"),
        Status.REJECTED: _("rejected"), Status.ADDED: _("added"),
    }[one.status]  # fmt: skip


def _other_answers(before: Receipt, now: Receipt) -> Iterator[Difference]:
    old = {one.id: one for one in before.answer}
    new = {one.id: one for one in now.answer}
    for duty in dict.fromkeys((*old, *new)):
        was, is_ = old.get(duty), new.get(duty)
        if was == is_:
            continue
        said = _("Duty {duty}: {before}, now {now}.").replace("{duty}", duty)
        said = said.replace("{before}", _spoken(was)).replace("{now}", _spoken(is_))
        yield _difference(DifferenceKind.DUTY, duty, _told(was), _told(is_), said)
    if before.answer != now.answer and old == new:
        said = _("The duties stand in another order.")
        yield _difference(DifferenceKind.DUTY, "", None, None, said)


def _told(one: Answered | None) -> str | None:
    return f"{one.verdict.value} {one.certainty.value} {one.directness.value}" if one else None


def _spoken(one: Answered | None) -> str:
    if one is None:
        return _("not in it")
    verdicts = {
        Verdict.APPLIES: _("applies"),
        Verdict.UNKNOWN: _("to be settled"),
        Verdict.DOES_NOT_APPLY: _("does not apply"),
    }
    probably = _(" (probably)") if one.certainty is Certainty.INFERRED else ""
    directly = {Directness.OWN: _("borne directly"), Directness.DERIVED: _("one step removed")}
    return f"{verdicts[one.verdict]} {directly[one.directness]}{probably}"


def _difference(kind: DifferenceKind, what: str, before: str | None, now: str | None, said: str) -> Difference:
    absent = _("not in it")
    message = said.replace("{before}", before or absent).replace("{now}", now or absent)
    return Difference(kind=kind, what=what, before=before, now=now, message=message)
