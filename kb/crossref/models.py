"""What a cross-reference of a draft holds."""

from __future__ import annotations

import datetime
from enum import StrEnum

from kb.models import Change
from policies.answers import DutyRecord
from policies.duties import BodyKind, Modality
from policies.entities import Entity
from policies.spans import Quote, Value

__all__ = [
    "Burden", "CitationCheck", "CitationState", "Companion", "Conflict", "CrossRef", "Gap", "GapKind", "Impact",
    "ImpactLine", "Malformed", "Moved", "Named", "Said", "Standing", "Twin", "UpperCheck", "Work", "said",
]  # fmt: skip


class Named(Value):
    """A document of the base, or a part of one."""

    id: str
    part: int
    title: str | None
    doc_number: str | None
    date: datetime.date | None


class Said(Value):
    """A duty, with its words and where they stand."""

    id: str
    quote: Quote
    modality: Modality
    document: str
    title: str | None
    doc_number: str | None
    carried: bool  # whether the number is that of the notice that carries the document
    clause: str


def said(record: DutyRecord) -> Said:
    """A duty as reports cite it."""
    source = record.source
    return Said(
        id=record.duty.id, quote=record.duty.quote, modality=record.duty.modality, document=source.document,
        title=source.title, doc_number=source.doc_number, carried=source.carried, clause=source.clause,
    )  # fmt: skip


class CitationState(StrEnum):
    """How a citation stands to the base. Not checked is never passed."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"  # several documents of the base fit
    SUPERSEDED = "superseded"  # a later document of the base has ended it
    DISAGREES = "disagrees"  # title and number are not those of one document
    ABSENT = "absent"  # the base holds no such document
    TO_BE_WRITTEN = "to_be_written"  # the draft itself says that it is still to be written
    NOT_CHECKED = "not_checked"  # there is no base


class CitationCheck(Value):
    """A document that the draft cites, at its first mention."""

    quote: Quote
    title: str | None
    doc_number: str | None
    state: CitationState
    says: str  # for people
    documents: tuple[Named, ...] = ()  # what is meant, or may be
    correct_number: str | None = None  # of the document with this title
    ended_by: Named | None = None
    evidence: str | None = None  # the words that end it
    mentions: int = 1
    cited_alike: int = 0  # of a document that is absent: how many documents of the base cite it in the same way

    @property
    def finding(self) -> bool:
        """Whether the drafter has to look at it; what others cite in the same way is only not at hand."""
        if self.state is CitationState.ABSENT:
            return not self.cited_alike
        fine = (CitationState.RESOLVED, CitationState.TO_BE_WRITTEN, CitationState.NOT_CHECKED)
        return self.state not in fine


class Malformed(Value):
    """A document number that is not written as GB/T 9704-2012 asks (7.2.5)."""

    quote: Quote
    corrected: str


class Companion(Value):
    """A document that all those cite that the draft cites, and that it does not."""

    title: str | None
    doc_number: str | None
    cited_by: tuple[Named, ...]


class Standing(StrEnum):
    """What the draft makes of a duty of an upper document. The order is that of a report."""

    WEAKER = "weaker"
    LATER = "later"
    LEAD = "lead"  # another body leads
    BEARER = "bearer"  # another kind of body bears it
    CHANGED = "changed"  # neither stricter nor weaker can be told
    MISSING = "missing"
    STRICTER = "stricter"
    COVERED = "covered"

    @property
    def finding(self) -> bool:
        """Whether the drafter has to look at it: to be stricter is a lower document's right."""
        return self not in (Standing.STRICTER, Standing.COVERED)


class UpperCheck(Value):
    """A duty of an upper document, and the duty of the draft that takes it up."""

    standing: Standing
    upper: Said
    lower: Said | None
    changes: tuple[Change, ...] = ()
    link: str  # how the draft names the document: forwards, issues, implements, cites
    score: float | None = None  # how surely both are of one matter
    words: tuple[str, ...] = ()  # that both have


class GapKind(StrEnum):
    NO_BEARER = "no_bearer"
    NO_TIME = "no_time"  # the upper duty has one
    VAGUE = "vague"  # nothing that could be counted, dated or handed over


class Gap(Value):
    """What a duty of the draft leaves open. ``taken_over``: the upper duty leaves it open as well."""

    kind: GapKind
    duty: Said
    says: str
    upper: Said | None = None
    taken_over: bool = False


class Twin(Value):
    """Two duties that ask for the same of the same bodies; ``inside``: both stand in the draft."""

    one: Said  # of the draft
    other: Said
    inside: bool
    score: float


class Conflict(Value):
    """Two duties that cannot both be met, and a body to which both apply."""

    kind: str
    draft: Said
    other: Said
    inside: bool
    says: str
    words: tuple[str, ...]
    witness: Entity
    on: datetime.date
    prevails: str | None  # id of a duty; None where only the organ above both can tell
    why: str


class Work(StrEnum):
    REPORT = "report"
    INSPECTION = "inspection"
    DRILL = "drill"
    MEETING = "meeting"
    TRAINING = "training"


class Burden(Value):
    """What the draft asks of one body, times a year. ``adds``: beyond what upper documents ask of it in that matter."""

    body: Entity
    work: Work
    asked: float
    adds: float
    standing: float  # what the documents of the base ask of it
    perhaps: float  # of what is asked, but may not apply: a fact is missing
    uncounted: int  # duties without frequency or deadline
    duties: tuple[str, ...]  # ids, of the draft


class CrossRef(Value):
    """A draft held against the base."""

    draft: str  # id
    title: str | None
    doc_number: str | None
    on: datetime.date
    checked: bool  # whether there was a base to hold it against
    duties: int
    citations: tuple[CitationCheck, ...]
    malformed: tuple[Malformed, ...]
    companions: tuple[Companion, ...]
    uppers: tuple[UpperCheck, ...]
    not_repeated: dict[str, int]  # document → its duties that a lower document need not repeat, and does not
    twins: tuple[Twin, ...]
    conflicts: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]
    burdens: tuple[Burden, ...]

    @property
    def findings(self) -> int:
        """How many places the drafter has to look at."""
        return (
            sum(1 for one in self.citations if one.finding)
            + len(self.malformed)
            + sum(1 for one in self.uppers if one.standing.finding)
            + len(self.twins)
            + len(self.conflicts)
            + sum(1 for one in self.gaps if not one.taken_over and one.kind is not GapKind.NO_TIME)
        )


class Moved(StrEnum):
    """What becomes of a body's duty."""

    GAINED = "gained"
    LOST = "lost"
    RAISED = "raised"
    LOWERED = "lowered"
    CHANGED = "changed"
    KEPT = "kept"


class ImpactLine(Value):
    """A duty that a kind of body, or a named one, gains or loses."""

    kind: BodyKind
    body: str  # its name; "" where the text names none
    moved: Moved
    old: Said | None
    new: Said | None
    says: str


class Impact(Value):
    """Who gains and loses by a draft. ``against`` is an older version of it, or nothing: the documents above it."""

    draft: str
    title: str | None
    against: Named | None
    lines: tuple[ImpactLine, ...]
