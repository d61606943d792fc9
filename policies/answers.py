"""What the base gives back and what the rules answer: a duty with its source, and a verdict with its trace."""

from __future__ import annotations

import datetime
from enum import StrEnum

from policies.conditions import Condition, Elsewhere
from policies.documents import Level
from policies.duties import Certainty, Directness, Duty
from policies.entities import Entity
from policies.review import Decided, Status
from policies.spans import Quote, Value

__all__ = [
    "Answer", "Change", "Counterfactual", "DutyRecord", "Fact", "Force", "Review", "Sanction", "SourceRef",
    "TieBasis", "Trace", "Verdict",
]  # fmt: skip


class Verdict(StrEnum):
    """Kleene's three values, as answers."""

    APPLIES = "applies"
    UNKNOWN = "unknown"
    DOES_NOT_APPLY = "does_not_apply"


class Force(StrEnum):
    """How a duty stands on the day asked about, whoever asks."""

    IN_FORCE = "in_force"
    OPEN = "open"  # the text leaves it open
    NOT_YET = "not_yet"
    EXPIRED = "expired"  # its time is over, as it says or as its title implies
    REPEALED = "repealed"  # a later document of the base ended it
    DRAFT = "draft"


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


class Review(Value):
    """Who set the condition of a duty, when and why, instead of the one that was read from the text."""

    who: str
    when: datetime.date | None = None
    why: str = ""


class DutyRecord(Value):
    """A duty with its source and its compiled condition: what the base stores and the rules decide."""

    duty: Duty
    source: SourceRef
    condition: Condition
    review: Review | None = None  # where a reviewer has set the condition
    decided: Decided | None = None  # where reviewers have decided about the duty itself

    @property
    def rejected(self) -> bool:
        """Whether a reviewer found that this is no duty."""
        return self.decided is not None and self.decided.status is Status.REJECTED


class Fact(Value):
    """A fact that is not known. ``key`` is stable ("size", "sectors", "attribute:重大危险源", "words:对进展缓慢的")."""

    key: str
    question: str  # for people


class TieBasis(StrEnum):
    """How a provision was found to punish the breach of a duty."""

    REFERENCE = "reference"  # it names the clause: 违反本法第二十条规定的
    WORDS = "words"  # its breach is told in the words of the duty: probable, and shown as such


class Sanction(Value):
    """What neglect costs: a provision that punishes the breach of a duty. Quotes are of ``source``'s document."""

    source: SourceRef
    breach: Quote  # 未按规定开展安全培训的
    penalty: Quote  # 由应急管理部门责令限期改正，可以处五万元以下的罚款；逾期未改正的，…
    basis: TieBasis
    score: float = 1.0  # share of the breach's words that the duty has, weighted by rarity; 1 for a reference


class Trace(Value):
    """Why: one node for each condition; every node quotes the text or states an inference."""

    verdict: Verdict
    says: str  # for people: "所在地位于吉林省吉林市"
    evidence: Quote | None = None
    elsewhere: Elsewhere | None = None  # the document that ``evidence`` quotes, where it is not the duty's own
    because: str | None = None
    children: tuple[Trace, ...] = ()


class Change(Value):
    """One fact that would be otherwise. ``key`` is that of ``Fact``, or "on" for the date asked about."""

    key: str
    value: str | bool | tuple[str, ...] | None  # what it would be; None: not stated
    says: str  # for people: "从事煤矿"


class Counterfactual(Value):
    """Changes that together turn the verdict, none of which can be left out; ``entity`` and ``on`` have them."""

    verdict: Verdict  # what it would be
    changes: tuple[Change, ...]
    entity: Entity
    on: datetime.date


class Answer(Value):
    """Whether one duty applies to one entity on one day, and why."""

    record: DutyRecord
    verdict: Verdict
    certainty: Certainty
    directness: Directness
    bearer_basis: str  # for people: how the bearer was found
    missing: tuple[tuple[Fact, ...], ...] = ()  # sets of facts, smallest first; each set would decide
    trace: Trace | None = None  # why; None in a list of answers, which nobody reads duty by duty
    sanctions: tuple[Sanction, ...] = ()  # what neglect costs, as far as the base tells
    changes: tuple[Counterfactual, ...] = ()  # what would turn it, smallest first; found by ``why`` only
    force: Force = Force.IN_FORCE
    force_trace: Trace | None = None  # the step that tells why it is not, or perhaps not, in force
    otherwise: Verdict = Verdict.APPLIES  # the verdict if the document were in force
    passed: datetime.date | None = None  # the last of its deadlines, where all are past: still owed, unless done

    @property
    def lapsed(self) -> bool:
        """Whether the duty would apply, or be to settle, if its document were in force."""
        no = Verdict.DOES_NOT_APPLY
        return self.verdict is no and self.otherwise is not no and self.force is not Force.IN_FORCE
