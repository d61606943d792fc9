"""Duties and their fields, in the vocabulary of LegalRuleML (bearer, obligation, prohibition, permission).

Every field that comes from the text is a quote with its own span; what is inferred has no surface and says
from what (``Bearer.basis``, ``Bearer.evidence``).
"""

from __future__ import annotations

from enum import StrEnum

from policies.spans import Quote, Value

__all__ = [
    "AUTHORITIES",
    "Action",
    "Basis",
    "Bearer",
    "BodyKind",
    "Certainty",
    "Directness",
    "Duty",
    "Modality",
    "Partner",
    "PartnerRole",
    "Strength",
    "Supervised",
    "Target",
    "TimeType",
    "Timing",
]


class Modality(StrEnum):
    MUST = "must"
    MUST_NOT = "must_not"
    MAY = "may"
    ENCOURAGED = "encouraged"


class BodyKind(StrEnum):
    """The five kinds of body that bear duties."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    INDIVIDUAL = "individual"


AUTHORITIES = frozenset((BodyKind.GOVERNMENT, BodyKind.DEPARTMENT))


class Basis(StrEnum):
    """What decided who the bearer is, strongest first."""

    SUBJECT = "subject"  # named in the duty's own words
    NOTE = "note"  # a responsibility note: （责任单位：…）
    TABLE = "table"  # the column of bodies in the row of a table that hands out tasks
    PREVIOUS = "previous"  # named in an earlier clause or sentence that this one goes on from
    LABEL = "label"
    HEADING = "heading"
    ACT = "act"  # the nature of the act: 审批 is an act of authorities
    ADDRESSEE = "addressee"
    ISSUER = "issuer"
    RULES = "rules"  # most demands of the same rules name this kind of body
    REVIEWER = "reviewer"  # set by a reviewer


class Certainty(StrEnum):
    STATED = "stated"  # subject, note, table
    INHERITED = "inherited"  # previous
    INFERRED = "inferred"  # label, heading, act, addressee, issuer, rules: shown as "probably"


class Directness(StrEnum):
    OWN = "own"
    DERIVED = "derived"  # one step removed: 督促企业开展培训 → the enterprise trains


class PartnerRole(StrEnum):
    LEAD = "lead"
    COOPERATE = "cooperate"
    RESPONSIBLE = "responsible"


class Strength(StrEnum):
    PLAIN = "plain"
    STRICT = "strict"  # 一律, 必须, 务必
    SOFTENED = "softened"  # 原则上, 一般


class TimeType(StrEnum):
    DEADLINE = "deadline"
    FREQUENCY = "frequency"
    PERIOD = "period"


CERTAINTY: dict[Basis, Certainty] = {
    Basis.SUBJECT: Certainty.STATED,
    Basis.NOTE: Certainty.STATED,
    Basis.TABLE: Certainty.STATED,
    Basis.PREVIOUS: Certainty.INHERITED,
    Basis.LABEL: Certainty.INFERRED,
    Basis.HEADING: Certainty.INFERRED,
    Basis.ACT: Certainty.INFERRED,
    Basis.ADDRESSEE: Certainty.INFERRED,
    Basis.ISSUER: Certainty.INFERRED,
    Basis.RULES: Certainty.INFERRED,
    Basis.REVIEWER: Certainty.STATED,
}


class Bearer(Value):
    """Who owes the duty. ``surface`` is None when implied; ``evidence`` quotes what it was inferred from."""

    kind: BodyKind
    basis: Basis
    surface: Quote | None = None
    position: Quote | None = None  # the post inside the body: 主要负责人
    evidence: Quote | None = None

    @property
    def certainty(self) -> Certainty:
        return CERTAINTY[self.basis]


class Supervised(Value):
    """Whom the bearer is to urge, guide, inspect or assess."""

    surface: Quote
    kind: BodyKind


class Partner(Value):
    surface: Quote
    role: PartnerRole


class Target(Value):
    """A figure to reach. ``op`` is one of >=, <=, =, >, <; ``unit`` as written, ％ as %."""

    surface: Quote
    metric: str
    op: str
    value: float
    unit: str


class Timing(Value):
    """When. ``value``: ISO date of the last day; ISO interval; ">=1/P6M"; None if the text leaves it open."""

    surface: Quote
    type: TimeType
    value: str | None


class Action(Value):
    """A predicate: verb with its object, without adverbial frame and modality cue."""

    quote: Quote


class Duty(Value):
    """A statement that directs someone to do or not to do something, or sets a target to reach."""

    id: str  # 16 hexadecimal digits, from document, clause path and words
    quote: Quote
    clause: int | None  # index into Document.clauses
    part: int
    modality: Modality
    bearers: tuple[Bearer, ...]
    actions: tuple[Action, ...]
    supervised: tuple[Supervised, ...] = ()
    partners: tuple[Partner, ...] = ()
    targets: tuple[Target, ...] = ()
    time: tuple[Timing, ...] = ()
    sectors: tuple[Quote, ...] = ()  # in the words of the text
    condition: Quote | None = None
    strength: Strength = Strength.PLAIN
    derived_from: str | None = None  # id of the duty that this one is one step removed from
    row: str = ""  # where in a table, readable (表1第3行); "" in running text

    @property
    def directness(self) -> Directness:
        return Directness.OWN if self.derived_from is None else Directness.DERIVED
