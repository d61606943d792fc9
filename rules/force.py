"""In force: what the text says about its time, as conditions; and how those conditions stand on a day.

A text that was revised holds from the revision on in the words that the base has; before that, in words that may have
been others, which is one question for the document. What the years of a title imply ends a plan, and leaves the rest
open. A duty whose own deadline lies behind such an end is owed until that deadline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from policies.answers import Force, Trace, Verdict
from policies.conditions import All, Any, Condition, ForceDoubt, InForce, Window
from policies.documents import Document
from policies.duties import Duty, Modality, TimeType
from policies.force import TermKind, commencement, terms_of
from rules.reasons import Reason

if TYPE_CHECKING:
    from rules.reach import Reach

__all__ = ["force_of", "in_force", "is_force", "last_deadline", "passed", "standing", "without_force"]


def force_of(duty: Duty, document: Document, reach: Reach) -> list[Condition]:
    """The conditions on the date asked about."""
    if reach.draft:
        return [InForce(document=reach.document, draft=True, because=Reason.DRAFT)]
    return [*_since(duty, document, reach), *_until(duty, document, reach)]


def _since(duty: Duty, document: Document, reach: Reach) -> Iterator[Condition]:
    stated = [term for term in terms_of(document, duty.part, duty.clause, TermKind.COMMENCES) if term.date]
    start = commencement(document, duty.part, duty.clause) if document.parts else reach.since
    revised = terms_of(document, duty.part, None, TermKind.REVISED)
    last = revised[-1] if revised else None
    if stated:
        term = stated[-1]
        yield Window(since=start, evidence=term.quote, because=Reason.PUBLISHED if term.event else None)
    elif start is not None:
        yield Window(since=start, because=Reason.DATED)
    elif last is None or last.date is None:
        yield InForce(document=reach.document, because=Reason.UNDATED)
    if last is not None and last.date is not None and (start is None or last.date > start):
        yield Any(
            of=(
                Window(since=last.date, evidence=last.quote, because=Reason.REVISED),
                InForce(document=reach.document, doubt=ForceDoubt.WORDING, because=Reason.WORDING),
            )
        )


def _until(duty: Duty, document: Document, reach: Reach) -> Iterator[Condition]:
    ends = terms_of(document, duty.part, duty.clause, TermKind.ENDS)
    ends = ends or terms_of(document, duty.part, duty.clause, TermKind.YEARS)
    dated = [(term.date, term) for term in ends if term.date is not None]
    if not dated:
        for term in terms_of(document, duty.part, None, TermKind.TRIAL)[:1]:
            yield Window(evidence=term.quote, because=Reason.TRIAL)
        return
    end, term = max(dated, key=lambda one: one[0])
    own = last_deadline(duty)
    implied = term.kind is TermKind.YEARS
    because = Reason.YEARS if implied and term.settled else Reason.YEARS_OPEN if implied else None
    if own is not None and own > end:
        end, because = own, Reason.OWN_DEADLINE
    window = Window(until=end, evidence=term.quote, because=because)
    if term.settled:
        yield window
    else:
        yield Any(of=(window, InForce(document=reach.document, doubt=ForceDoubt.YEARS, because=Reason.YEARS_OPEN)))


def last_deadline(duty: Duty) -> date | None:
    """The latest day by which something of the duty is due."""
    days = [timing.value for timing in duty.time if timing.type is TimeType.DEADLINE and timing.value]
    return max((date.fromisoformat(day) for day in days), default=None)


def passed(duty: Duty, on: date) -> date | None:
    """The last deadline of the duty if it lies before *on*: the duty is owed all the same. Nothing falls due of a
    prohibition, nor of what recurs."""
    if duty.modality is Modality.MUST_NOT or any(timing.type is TimeType.FREQUENCY for timing in duty.time):
        return None
    last = last_deadline(duty)
    return last if last is not None and last < on else None


# How they stand


def is_force(condition: Condition) -> bool:
    """Whether a condition asks for nothing but the date and whether the document is in force."""
    if isinstance(condition, All | Any):
        return bool(condition.of) and all(is_force(one) for one in condition.of)
    return isinstance(condition, Window | InForce)


def without_force(condition: Condition) -> Condition:
    """The condition as if the document were in force."""
    if isinstance(condition, All):
        return All(of=tuple(one for one in condition.of if not is_force(one)))
    return All(of=()) if is_force(condition) else condition


def in_force(condition: Condition) -> Condition:
    """What *condition* asks of the date and of the document, and nothing else."""
    if isinstance(condition, All):
        return All(of=tuple(one for one in condition.of if is_force(one)))
    return condition if is_force(condition) else All(of=())


def standing(condition: Condition, trace: Trace, on: date) -> tuple[Force, Trace | None]:
    """How the document stands, and the step of *trace* (that of ``in_force(condition)``) that tells it."""
    if trace.verdict is Verdict.APPLIES:
        return Force.IN_FORCE, None
    wanted = trace.verdict
    parts = condition.of if isinstance(condition, All) else (condition,)
    steps = trace.children if isinstance(condition, All) else (trace,)
    found = [(one, step) for one, step in zip(parts, steps, strict=True) if step.verdict is wanted]
    if wanted is Verdict.UNKNOWN:
        return Force.OPEN, found[0][1]
    ranked = sorted(found, key=lambda pair: _RANK[_state(pair[0], on)])
    return _state(ranked[0][0], on), ranked[0][1]


_RANK = {Force.DRAFT: 0, Force.NOT_YET: 1, Force.REPEALED: 2, Force.EXPIRED: 3, Force.OPEN: 4, Force.IN_FORCE: 5}


def _state(condition: Condition, on: date) -> Force:
    """Why a condition that does not hold does not."""
    if isinstance(condition, All | Any):
        return min((_state(one, on) for one in condition.of), key=lambda state: _RANK[state])
    if isinstance(condition, InForce):
        return Force.DRAFT if condition.draft else Force.EXPIRED
    if isinstance(condition, Window):
        if condition.since is not None and on < condition.since:
            return Force.NOT_YET
        return Force.REPEALED if condition.by is not None else Force.EXPIRED
    return Force.IN_FORCE
