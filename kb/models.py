"""What the base gives back beside documents, duties and answers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from policies.answers import DutyRecord
from policies.documents import Level
from policies.entities import Entity
from policies.errors import ZerenError
from policies.messages import _
from policies.spans import Value

__all__ = [
    "Chain", "Change", "ChangeKind", "Collision", "CollisionKind", "Count", "Direction", "DocumentInfo", "Finding",
    "Hit", "HitType", "IngestReport", "Ingested", "Link", "Passing", "Refinement", "Step", "StepKind",
    "VersionInfo",
]  # fmt: skip


class DocumentInfo(Value):
    """A document of the base, as a line of a list; ``version`` is the current one."""

    id: str
    title: str | None
    number: str | None
    issuer: str | None
    date: datetime.date | None
    genre: str | None
    level: Level | None
    region: str | None
    version: int
    duties: int
    questions: int  # words of conditions that fit no fact, each once: the asker has to say whether they hold
    source: str
    added_at: datetime.datetime
    ended: datetime.date | None = None  # the day from which another document of the base has ended it
    ended_by: str | None = None  # id of that document


class Count(Value):
    """So many duties have this value: a name, a term, or one of the words of the models."""

    value: str
    duties: int


class VersionInfo(Value):
    """One text that a document had. ``program`` and ``vocabulary`` tell what read it."""

    version: int
    digest: str
    source: str
    added_at: datetime.datetime
    program: str
    vocabulary: str


class HitType(StrEnum):
    DUTY = "duty"
    CLAUSE = "clause"


class Hit(Value):
    """A duty or a clause that was found. ``matches`` are half-open ranges of ``snippet``."""

    type: HitType
    id: str  # of the duty; of a clause "<document id>/<clause path>"
    document: str
    title: str | None  # of the part that holds it
    number: str | None  # of that part, else of the notice that carries it
    carried: bool = False  # whether ``number`` is that notice's, not the part's own
    clause: str  # readable path
    snippet: str
    matches: tuple[tuple[int, int], ...] = ()
    score: float  # higher is better; 0 where nothing was asked for


class Refinement(Value):
    """A lower document's duty carries out an upper one's; ``link`` tells how the documents hang together."""

    lower: str  # id of the duty
    upper: str
    lower_act: int  # which of Duty.actions
    upper_act: int
    score: float  # how surely both are of one matter, in [0, 1]
    words: tuple[str, ...]  # that both have, what tells most first
    link: str  # cites, forwards, issues, implements
    document: str | None = None  # that says so, and where
    quote: str | None = None
    start: int | None = None
    end: int | None = None


class ChangeKind(StrEnum):
    """What of a duty a lower one changes."""

    MODALITY = "modality"
    STRENGTH = "strength"
    TARGET = "target"
    DEADLINE = "deadline"
    FREQUENCY = "frequency"
    BEARER = "bearer"
    LEAD = "lead"
    SCOPE = "scope"
    ACT = "act"  # an act that the lower duty does not name
    WORDING = "wording"  # nothing but the words
    NONE = "none"  # not even they


class Direction(StrEnum):
    STRICTER = "stricter"
    WEAKER = "weaker"
    NARROWER = "narrower"
    WIDER = "wider"
    CHANGED = "changed"  # neither is told
    SAME = "same"


class Change(Value):
    """One thing that a lower duty changes; ``says`` is for people."""

    kind: ChangeKind
    direction: Direction
    says: str
    upper: str | None = None  # in the words of the text
    lower: str | None = None
    slack: str | None = None  # by how much


class StepKind(StrEnum):
    REFINES = "refines"  # the lower document's duty carries out the upper one's
    DERIVED = "derived"  # whom the upper duty's bearer is to urge has the lower one


class Step(Value):
    """From a duty to the next one below it."""

    kind: StepKind
    upper: str  # ids of duties
    lower: str
    score: float | None = None  # of refines
    words: tuple[str, ...] = ()
    link: str | None = None
    quote: str | None = None  # the words by which the lower document names the upper one
    changes: tuple[Change, ...] = ()


class Passing(Value):
    """A notice that forwards or issues the document that a duty stands in."""

    type: str  # forwards, issues
    document: str
    title: str | None
    number: str | None
    date: datetime.date | None
    quote: str | None  # its words


class Link(Value):
    """A duty in a chain, with the notices that pass its document on."""

    record: DutyRecord
    passed: tuple[Passing, ...] = ()


class Chain(Value):
    """The lines through one duty, each from the top document down to the last duty."""

    asked: str  # id
    duties: tuple[Link, ...]  # those that occur, highest document first
    steps: tuple[Step, ...]
    lines: tuple[tuple[str, ...], ...]  # ids, from the top down; the asked duty stands in each
    truncated: bool = False


class CollisionKind(StrEnum):
    MODALITY = "modality"  # one orders or allows what the other forbids
    FIGURE = "figure"  # no number satisfies both
    FREQUENCY = "frequency"  # at least so often, and at most less often
    DEADLINE = "deadline"  # a lower duty is due after the upper one that it carries out
    LEAD = "lead"  # both name who leads, and not the same


class Collision(Value):
    """Two duties that cannot both be met, and a body to which both apply on a day when both are in force."""

    kind: CollisionKind
    one: DutyRecord  # the one that prevails, where one does
    two: DutyRecord
    says: str  # for people: what collides
    words: tuple[str, ...]  # by which both are of one matter
    witness: Entity
    on: datetime.date
    assumed: tuple[str, ...] = ()  # documents that are taken to be in force: drafts that were asked about
    prevails: str | None = None  # id of a duty; None where only the organ above both can tell
    why: str  # for people: by which order


class Finding(Value):
    """Something unsound in the base. ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class OverrideState(StrEnum):
    """How a reviewer's condition stands to the base. It wins where its duty was found."""

    APPLIED = "applied"  # the duty of this id, with these words
    MOVED = "moved"  # the same words in the document, under another id
    CHANGED = "changed"  # found, but its words are no longer the same
    AMBIGUOUS = "ambiguous"  # the same words stand several times in the document: not applied
    DOUBLED = "doubled"  # another entry is for the same duty: not applied
    LOST = "lost"  # no such words in the document any more: not applied
    ABSENT = "absent"  # the base does not hold the document: not applied

    @property
    def sound(self) -> bool:
        """Whether nobody has to look at it again."""
        return self in (OverrideState.APPLIED, OverrideState.MOVED)


class OverrideInfo(Value):
    """An override and how it stands. ``now`` is the duty that it is for, or (lost) the one most like it."""

    duty: str
    state: OverrideState
    now: str | None
    document: str
    clause: str
    quote: str
    quote_now: str | None
    who: str
    when: datetime.date | None
    why: str
    line: int

    @property
    def message(self) -> str:
        """How it stands, for people."""
        near = _("nearest: {id} “{words}”").format(id=self.now, words=self.quote_now) if self.now else ""
        said = {
            OverrideState.APPLIED: _("The reviewer's condition applies."),
            OverrideState.MOVED: _("The reviewer's condition applies; the duty's id is now {id}."),
            OverrideState.CHANGED: _(
                "The reviewer's condition applies, but the text under it has changed: “{before}” is now “{now}”."
            ),
            OverrideState.AMBIGUOUS: _("Not applied: several duties of the document say “{before}”."),
            OverrideState.DOUBLED: _("Not applied: another entry is for the same duty ({id})."),
            OverrideState.LOST: _("Not applied: the document no longer says “{before}”."),
            OverrideState.ABSENT: _("Not applied: the base does not hold the document."),
        }[self.state].format(id=self.now, before=self.quote, now=self.quote_now)
        return f"{said} {near}" if near and self.state is OverrideState.LOST else said


@dataclass(frozen=True, slots=True)
class Ingested:
    """A file that was read, and the document it holds."""

    path: str
    document: str
    title: str | None
    duties: int


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of each file. Every file stands in exactly one of the first five.

    ``duplicates`` names, beside that, the files that hold the same document as an earlier file of this run,
    each with that earlier file: of two different texts the later one is now the current version.
    """

    added: tuple[Ingested, ...] = ()
    updated: tuple[Ingested, ...] = ()  # the text changed: a new version
    reread: tuple[Ingested, ...] = ()  # the same text, read anew by another version of program or vocabulary
    unchanged: tuple[Ingested, ...] = ()
    failed: tuple[tuple[str, ZerenError], ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
