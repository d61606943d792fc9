"""What the base gives back and what the rules answer: a duty with its source, and a verdict with its trace."""

from __future__ import annotations

import datetime
from enum import StrEnum

from policies.conditions import Condition
from policies.documents import Level
from policies.duties import Certainty, Directness, Duty
from policies.spans import Quote, Value

__all__ = ["Answer", "DutyRecord", "Fact", "SourceRef", "Trace", "Verdict"]


class Verdict(StrEnum):
    """Kleene's three values, as answers."""

    APPLIES = "applies"
    UNKNOWN = "unknown"
    DOES_NOT_APPLY = "does_not_apply"


class SourceRef(Value):
    """Where a duty stands."""

    document: str  # document id
    title: str | None  # of the part that holds the duty
    doc_number: str | None  # of that part, else of the notice that carries it
    issuer: str | None
    date: datetime.date | None
    level: Level | None
    region: str | None
    clause: str  # readable path, "三/（七）/4.", in a table "三/表1第2行", "" outside both
    headings: tuple[str, ...] = ()  # titles from the outermost clause down to the duty's own
    carrier_title: str | None = None  # title of the cover notice, where the part is forwarded or issued by one
    carried: bool = False  # whether ``doc_number`` is the cover notice's, not the part's own


class DutyRecord(Value):
    """A duty with its source and its compiled condition: what the base stores and the rules decide."""

    duty: Duty
    source: SourceRef
    condition: Condition


class Fact(Value):
    """A fact that is not known. ``key`` is stable ("size", "sectors", "attribute:重大危险源", "words:对进展缓慢的")."""

    key: str
    question: str  # for people


class Trace(Value):
    """Why: one node for each condition; every node quotes the text or states an inference."""

    verdict: Verdict
    says: str  # for people: "所在地位于吉林省吉林市"
    evidence: Quote | None = None
    because: str | None = None
    children: tuple[Trace, ...] = ()


class Answer(Value):
    """Whether one duty applies to one entity on one day, and why."""

    record: DutyRecord
    verdict: Verdict
    certainty: Certainty
    directness: Directness
    bearer_basis: str  # for people: how the bearer was found
    missing: tuple[tuple[Fact, ...], ...] = ()  # sets of facts, smallest first; each set would decide
    trace: Trace
