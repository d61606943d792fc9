"""What reviewers decide about duties: the records of the file of decisions, one a line, and what they come to.

Corrections hold words, not spans: these are found anew in each reading of the text.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from policies.duties import BodyKind, Modality, PartnerRole, TimeType
from policies.spans import Value

__all__ = [
    "About", "BearerWords", "Choice", "Corrections", "Decided", "Decision", "PartnerWords", "Reading", "Status",
    "SupervisedWords", "TargetWords", "TimeWords",
]  # fmt: skip


class About(StrEnum):
    """What a decision is about."""

    DUTY = "duty"  # one that the program found
    SENTENCE = "sentence"  # one that the program left undecided
    ADDED = "added"  # a duty that the program missed


class Choice(StrEnum):
    ACCEPT = "accept"
    SET = "set"  # some fields are corrected; the others are accepted
    REJECT = "reject"  # no duty
    ADD = "add"


class Status(StrEnum):
    """What all decisions on one duty or sentence come to."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


class BearerWords(Value):
    surface: str | None = None
    kind: BodyKind
    position: str | None = None


class SupervisedWords(Value):
    surface: str
    kind: BodyKind


class PartnerWords(Value):
    surface: str
    role: PartnerRole


class TargetWords(Value):
    surface: str
    metric: str
    op: str
    value: float
    unit: str


class TimeWords(Value):
    surface: str
    type: TimeType
    value: str | None = None


class Corrections(Value):
    """Fields as the reviewer wants them, in the words of the text; None: as it was read."""

    modality: Modality | None = None
    bearers: tuple[BearerWords, ...] | None = None
    actions: tuple[str, ...] | None = None
    supervised: tuple[SupervisedWords, ...] | None = None
    partners: tuple[PartnerWords, ...] | None = None
    targets: tuple[TargetWords, ...] | None = None
    time: tuple[TimeWords, ...] | None = None
    sectors: tuple[str, ...] | None = None
    condition: str | None = None  # "" for none

    @property
    def named(self) -> tuple[str, ...]:
        """The fields that are corrected."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)

    def then(self, later: Corrections) -> Corrections:
        """These, and *later* ones over them."""
        return self.model_copy(update={name: getattr(later, name) for name in later.named})


class Reading(Value):
    """How the program read the duty when the decision was made: what a new reading is held against."""

    modality: Modality
    kinds: tuple[BodyKind, ...]
    digest: str  # of all its fields, in words


class Decision(Value):
    """One line of the file: who decided what, when and why, about which words of which document."""

    document: str
    title: str | None = None
    doc_number: str | None = None
    clause: str = ""
    about: About
    duty: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]  # or the id of the sentence
    quote: Annotated[str, Field(min_length=1)]
    n: Annotated[int, Field(ge=1)] = 1  # counts the decisions about one thing
    decision: Choice
    fields: Corrections = Corrections()
    read: Reading | None = None
    who: Annotated[str, Field(min_length=1)]
    when: datetime.date
    why: str = ""


class Decided(Value):
    """What the decisions on a duty come to: the mark that it bears in answers."""

    status: Status
    fields: tuple[str, ...] = ()
    who: str
    when: datetime.date
    why: str = ""
