"""Whether a duty is in force, in words and as JSON: over, repealed, not begun, a draft; and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from policies.answers import Answer, Force, Trace
from policies.duties import TimeType
from policies.messages import _
from reports import words

__all__ = ["as_dict", "elsewhere", "note", "over", "reason", "state", "times", "verdict"]


def state(force: Force) -> str:
    """已到期, 已废止, 尚未施行."""
    return {
        Force.IN_FORCE: _("in force"),
        Force.OPEN: _("perhaps no longer, or not yet, in force"),
        Force.NOT_YET: _("not yet in force"),
        Force.EXPIRED: _("expired"),
        Force.REPEALED: _("repealed"),
        Force.DRAFT: _("a draft"),
    }[force]


def verdict(answer: Answer) -> str:
    """The verdict; of what would apply if it were in force, why it does not."""
    told = words.verdict(answer.verdict)
    if not answer.lapsed:
        return told
    return _("{verdict} ({state})").format(verdict=told, state=state(answer.force))


def over(answer: Answer) -> str:
    """The reason, of what would apply if it were in force; else empty."""
    return reason(answer) if answer.lapsed else ""


def reason(answer: Answer) -> str:
    """Why it is not in force: the step of the trace, with the words that say so, or what was inferred."""
    step = answer.force_trace
    if step is None:
        return ""
    step = _telling(step)
    grounds = [_("text: {quote}").format(quote=words.quoted(words.flat(step.evidence.text)))] if step.evidence else []
    if step.because:
        grounds.append(_("inferred: {reason}").format(reason=_(step.because)))
    return words.joined([step.says, elsewhere(step) + (grounds[0] if grounds else ""), *grounds[1:]])


def _telling(step: Trace) -> Trace:
    """Of alternatives (until a day, or still carried out) the one that is open, with the words that another quotes."""
    if step.evidence is not None or not step.children:
        return step
    told = next((child for child in step.children if child.verdict is step.verdict), step.children[0])
    quoting = next((child for child in step.children if child.evidence), told)
    return told.model_copy(update={"evidence": quoting.evidence, "elsewhere": quoting.elsewhere})


def elsewhere(step: Trace) -> str:
    """《…》（number） of another document that a step quotes; empty where it quotes the duty's own."""
    other = step.elsewhere
    return words.citation(other.title, other.doc_number, carried=False) if other is not None else ""


def times(answer: Answer) -> list[str]:
    """The times of the duty; deadlines that are past bear a mark: the duty is owed all the same."""
    day = answer.passed + timedelta(days=1) if answer.passed else None
    return [
        words.deadline(one, day) if one.type is TimeType.DEADLINE else words.timing(one)
        for one in answer.record.duty.time
    ]


def note(count: int) -> str:
    """What is not shown."""
    return _("{count} more would apply, but are not in force on that day: zeren duties --expired").format(count=count)


def as_dict(answer: Answer) -> dict[str, Any]:
    """``force`` of an answer's JSON."""
    step = _telling(answer.force_trace) if answer.force_trace is not None else None
    evidence = step.evidence if step is not None else None
    other = step.elsewhere if step is not None else None
    return {
        "state": answer.force.value,
        "says": step.says if step is not None else None,
        "evidence": evidence.text if evidence is not None else None,
        "span": [evidence.start, evidence.end] if evidence is not None else None,
        "because": _(step.because) if step is not None and step.because else None,
        "document": other.model_dump() if other is not None else None,
    }
