"""Answers: does a duty apply to an entity on a day, how sure is its bearer, and what would decide it."""

from __future__ import annotations

from datetime import date

from policies.answers import Answer, DutyRecord, Force, Verdict
from policies.conditions import Condition
from policies.duties import Basis, Bearer, Certainty, Directness, Duty
from policies.entities import Entity
from policies.messages import _, language
from policies.wording import kind_word
from rules.alternatives import alternatives
from rules.evaluate import decide, decide_in, evaluate, evaluate_in
from rules.force import in_force, passed, standing, without_force
from rules.missing import missing_sets
from rules.resolved import Facts

__all__ = ["answer", "bearer_that_counts", "verdict"]

_STRENGTH = (Certainty.STATED, Certainty.INHERITED, Certainty.INFERRED)


def verdict(condition: Condition, entity: Entity | Facts, on: date) -> Verdict:
    """The verdict alone; pass `Facts` where many conditions are asked for one entity."""
    return decide(condition, _facts(entity), on)


def answer(record: DutyRecord, entity: Entity | Facts, on: date, *, traced: bool = True) -> Answer:
    """The verdict on one duty, with its trace if *traced*; pass `Facts` where many duties are asked for one entity."""
    facts = _facts(entity)
    trace = evaluate(record.condition, facts, on) if traced else None
    found = trace.verdict if trace is not None else decide(record.condition, facts, on)
    dates = in_force(record.condition)
    lasts = decide_in(dates, facts, facts.views[0], on) is Verdict.APPLIES
    force, step = (
        (Force.IN_FORCE, None) if lasts else standing(dates, evaluate_in(dates, facts, facts.views[0], on), on)
    )
    bearer = bearer_that_counts(record, facts, on)
    return Answer(
        record=record,
        verdict=found,
        certainty=bearer.certainty if bearer else Certainty.INFERRED,
        directness=record.duty.directness,
        bearer_basis=_basis(record.duty, bearer),
        missing=missing_sets(record.condition, facts, on) if found is Verdict.UNKNOWN else (),
        trace=trace,
        force=force,
        force_trace=step,
        otherwise=found if force is Force.IN_FORCE else decide(without_force(record.condition), facts, on),
        passed=passed(record.duty, on),
    )


_latest: tuple[Entity, str, Facts] | None = None


def _facts(entity: Entity | Facts) -> Facts:
    """Facts of the entity; those of the latest one are kept, since callers ask for one entity duty by duty."""
    global _latest
    if isinstance(entity, Facts):
        return entity
    spoken = language()
    if _latest is None or _latest[0] is not entity or _latest[1] != spoken:
        _latest = (entity, spoken, Facts(entity))
    return _latest[2]


def bearer_that_counts(record: DutyRecord, facts: Facts, on: date) -> Bearer | None:
    """The bearer through whom the duty reaches the entity: of those who fit best, the one that is surest."""
    bearers = record.duty.bearers
    if not bearers:
        return None
    verdicts = [decide(one, facts, on) for one in alternatives(record.condition, record.duty)]
    for wanted in (Verdict.APPLIES, Verdict.UNKNOWN):
        fitting = [bearer for bearer, found in zip(bearers, verdicts, strict=False) if found is wanted]
        if fitting:
            return min(fitting, key=lambda bearer: _STRENGTH.index(bearer.certainty))
        if wanted in verdicts[len(bearers) :]:
            return None  # whoever it is, he is of another kind than was inferred
    return min(bearers, key=lambda bearer: _STRENGTH.index(bearer.certainty))


# How the bearer was found, for people


def _basis(duty: Duty, bearer: Bearer | None) -> str:
    if bearer is None and duty.bearers:
        kinds = "、".join(dict.fromkeys(kind_word(one.kind) for one in duty.bearers))
        return _("probably, because the text names no bearer, and what was inferred ({kind}) excludes nobody").format(
            kind=kinds
        )
    if bearer is None:
        return _("The text names no bearer.")
    words = bearer.surface or bearer.evidence
    if bearer.basis is Basis.REVIEWER:
        found = _("set by a reviewer")
    elif words is not None or bearer.basis is Basis.RULES:
        found = _how(bearer, "".join(words.text.split()) if words is not None else "")
    else:
        found = _("probably: no bearer is named, and it reads as a duty of this kind of body ({kind})").format(
            kind=kind_word(bearer.kind)
        )
    if duty.directness is Directness.DERIVED:
        return _("{found}; one step removed: another body is to see to it").format(found=found)
    return found


def _how(bearer: Bearer, words: str) -> str:
    kind = kind_word(bearer.kind)
    match bearer.basis:
        case Basis.SUBJECT:
            return _("the text says: “{words}”").format(words=words)
        case Basis.NOTE:
            return _("a note of responsibility names “{words}”").format(words=words)
        case Basis.TABLE:
            return _("the table names “{words}” as responsible").format(words=words)
        case Basis.PREVIOUS:
            return _("carried on from what stands before: “{words}”").format(words=words)
        case Basis.LABEL:
            return _("probably, because the label above is “{words}” ({kind})").format(words=words, kind=kind)
        case Basis.HEADING:
            return _("probably, because the heading “{words}” is about this kind of body ({kind})").format(
                words=words, kind=kind
            )
        case Basis.ACT:
            return _("probably, because “{words}” is by its nature an act of this kind of body ({kind})").format(
                words=words, kind=kind
            )
        case Basis.ADDRESSEE:
            return _("probably, because the document is addressed to “{words}”").format(words=words)
        case Basis.RULES:
            return _("probably, because other demands of the same rules name this kind of body ({kind})").format(
                kind=kind
            )
        case Basis.ISSUER:
            return _("probably, because the document comes from “{words}”").format(words=words)
        case Basis.REVIEWER:
            return _("set by a reviewer")
