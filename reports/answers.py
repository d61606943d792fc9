"""Answers for people and programs: the table of duties, the trace of one, and the JSON of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from policies.answers import Answer, Force, Sanction, Trace, Verdict
from policies.duties import Certainty, Directness
from policies.entities import Entity
from policies.messages import _
from reports import force, words
from reports.tables import Node, columns, on_terminal, tree_text
from reports.tasks import marked, tasks

__all__ = ["as_dict", "table", "why", "why_dict"]

_ORDER = {Verdict.APPLIES: 0, Verdict.UNKNOWN: 1, Verdict.DOES_NOT_APPLY: 2}
_SANCTIONS = 5  # shown for one duty; the JSON has all
_QUESTIONS = 5  # shown under the table


def as_dict(
    answers: Iterable[Answer], entity: Entity, on: date, *, include_all: bool = True, lapsed: int = 0
) -> dict[str, Any]:
    """The JSON of ``zeren duties``: facts given, date, duties with verdicts, and the questions that decide most.

    *lapsed* is the number of those that are left out because they are not in force.
    """
    shown = [a for a in answers if include_all or a.verdict is not Verdict.DOES_NOT_APPLY]
    return {
        "entity": entity.model_dump(mode="json"),
        "on": on.isoformat(),
        "duties": [_answer(answer) for answer in shown],
        "questions": _questions(shown, entity, on),
        "lapsed": lapsed,
    }


def why_dict(answer: Answer, entity: Entity, on: date) -> dict[str, Any]:
    """The JSON of ``zeren why``: one duty with its trace."""
    return {
        "entity": entity.model_dump(mode="json"),
        "on": on.isoformat(),
        **_answer(answer),
        "trace": _trace(answer.trace) if answer.trace is not None else None,
        "changes": [one.model_dump(mode="json") for one in answer.changes],
    }


def table(answers: Iterable[Answer], entity: Entity, on: date, *, lapsed: int = 0) -> str:
    """What applies, then what is to be settled, then (if given) what does not apply; own duties first in each.

    *lapsed* is the number of those that are left out because they are not in force.
    """
    ordered = sorted(answers, key=lambda a: (_ORDER[a.verdict], force.verdict(a), a.directness is Directness.DERIVED))
    if not on_terminal():
        titles = [
            _("Duty id"), _("Verdict"), _("Demand"), _("What to do"), _("Time limit and target"), _("Borne"),
            _("Basis"), _("How the bearer was found"),
        ]  # fmt: skip
        return columns(titles, [_row(answer) for answer in ordered])
    head = _("{name}, {day}: {applies} apply, {unknown} to be settled").format(
        name=words.entity_name(entity),
        day=on.isoformat(),
        applies=sum(1 for answer in ordered if answer.verdict is Verdict.APPLIES),
        unknown=sum(1 for answer in ordered if answer.verdict is Verdict.UNKNOWN),
    )
    lines = [_listing(head, ordered)]
    questions = _questions(ordered, entity, on)[:_QUESTIONS]
    if questions:
        lines += ["", _("To be answered first:")]
        lines += [f"  {q['question']}" + words.settles(q["at_least"], q["at_most"], q["concerns"]) for q in questions]
    if lapsed:
        lines += ["", force.note(lapsed)]
    return "\n".join(lines)


def _listing(head: str, ordered: Sequence[Answer]) -> str:
    """For the eye: by verdict and directness, then by document; a line a duty with its clause and its short id."""
    root = Node(head, "bold")
    for (verdict, directness), group in groupby(ordered, key=lambda a: (force.verdict(a), a.directness)):
        branch = root.add(words.joined([verdict, words.directness(directness)]), "bold")
        for (title, over), answers in groupby(group, key=lambda a: (words.cited(a.record.source), force.over(a))):
            document = branch.add(title + (_(" [{grounds}]").format(grounds=over) if over else ""), "dim")
            for answer in answers:
                document.add(_line(answer), f"modality.{answer.record.duty.modality.value}")
    return tree_text(root)


def _line(answer: Answer) -> str:
    duty = answer.record.duty
    _id, _verdict, demand, _what, when, *_more = _row(answer)
    what = words.joined(tasks(duty))  # the demand stands before it
    condition = _("Condition: {words}").format(words=words.flat(duty.condition.text)) if duty.condition else ""
    probably = answer.bearer_basis if answer.certainty is Certainty.INFERRED else ""
    open_ = words.joined(dict.fromkeys(fact.question for facts in answer.missing[:1] for fact in facts))
    place = words.clause(answer.record.source.clause)
    review = words.joined([words.condition_set(answer.record.review), words.decided(answer.record.decided)])
    notes = words.joined([place, condition, when, probably, review, open_, duty.id[:8]])
    return _("{demand}: {what} [{notes}]").format(demand=demand, what=what, notes=notes)


def why(answer: Answer, entity: Entity, on: date) -> str:
    """The verdict on one duty with its trace: every step quotes the text or states what was inferred."""
    duty, source = answer.record.duty, answer.record.source
    head = Node(
        _("{verdict}: {name}, {day}").format(
            verdict=words.verdict(answer.verdict), name=words.entity_name(entity), day=on.isoformat()
        ),
        "bold",
    )
    head.add(words.quoted(" ".join(duty.quote.text.split())), f"modality.{duty.modality.value}")
    head.add(words.source(source), "dim")
    if answer.record.decided:
        told = words.decided(answer.record.decided)
        head.add(told + (_("; it is left out of answers") if answer.record.rejected else ""), "yellow")
    facts = [words.modality(duty.modality), words.borne(answer.directness, answer.certainty), answer.bearer_basis]
    head.add(words.joined(facts))
    if answer.force is not Force.IN_FORCE:
        told = _("{state}: {reason}").format(state=force.state(answer.force), reason=force.reason(answer))
        head.add(told, "yellow" if answer.force is Force.OPEN else "red")
    if answer.passed:
        head.add(_("Its deadline, {day}, is past; unless done, it is still owed.").format(day=answer.passed), "yellow")
    conditions = head.add(words.joined([_("Conditions"), words.condition_set(answer.record.review)]))
    if answer.trace is not None:
        _grow(conditions, answer.trace)
    for sanction in answer.sanctions[:_SANCTIONS]:
        head.add(_("Neglect costs: {sanction}").format(sanction=words.sanction(sanction)), "red")
    for facts_wanted in answer.missing:
        questions = words.joined(fact.question for fact in facts_wanted)
        head.add(_("Would decide it: {questions}").format(questions=questions), "yellow")
    if answer.verdict is not Verdict.UNKNOWN and not answer.changes:
        head.add(_("No change of facts was found that turns it."))
    elif answer.changes:
        box = head.add(_("What would change it"))
        for one in answer.changes:
            changes = _(", and ").join(change.says for change in one.changes)
            box.add(_("If {changes}: {verdict}").format(changes=changes, verdict=words.verdict(one.verdict)))
    return tree_text(head)


def _grow(node: Node, trace: Trace) -> None:
    while trace.evidence is None and len(trace.children) == 1:  # “all of” and “any of” a single thing
        trace = trace.children[0]
    sign = {Verdict.APPLIES: "✓", Verdict.UNKNOWN: "?", Verdict.DOES_NOT_APPLY: "✗"}[trace.verdict]
    style = {Verdict.APPLIES: "green", Verdict.UNKNOWN: "yellow", Verdict.DOES_NOT_APPLY: "red"}[trace.verdict]
    verdict = _("{sign} {says}").format(sign=sign, says=trace.says)
    quote = _("text: {quote}").format(quote=words.quoted(trace.evidence.text)) if trace.evidence else ""
    quote = force.elsewhere(trace) + quote
    because = _("inferred: {reason}").format(reason=_(trace.because)) if trace.because else ""
    grounds = words.joined([quote, because])
    child = node.add(verdict + (_(" [{grounds}]").format(grounds=grounds) if grounds else ""), style)
    for below in _flattened(trace):
        _grow(child, below)


def _flattened(trace: Trace) -> list[Trace]:
    """The steps below *trace*; "all of" directly inside "all of" says nothing of its own."""
    steps: list[Trace] = []
    for below in trace.children:
        same = below.says == trace.says and below.evidence is None and below.children
        steps.extend(_flattened(below) if same else [below])
    return steps


def _row(answer: Answer) -> list[str]:
    duty = answer.record.duty
    strength = words.strength(duty.strength)
    return [
        duty.id,
        force.verdict(answer),
        words.modality(duty.modality) + (f" {strength}" if strength else ""),
        words.joined(marked(tasks(duty), duty.modality)),
        words.joined([*force.times(answer), *map(words.target, duty.targets)]),
        words.borne(answer.directness, answer.certainty),
        words.source(answer.record.source),
        answer.bearer_basis,
    ]


def _answer(answer: Answer) -> dict[str, Any]:
    duty, source = answer.record.duty, answer.record.source
    return {
        "id": duty.id,
        "quote": duty.quote.text,
        "modality": duty.modality.value,
        "verdict": answer.verdict.value,
        "certainty": answer.certainty.value,
        "directness": answer.directness.value,
        "bearer_basis": answer.bearer_basis,
        "review": answer.record.review.model_dump(mode="json") if answer.record.review else None,
        "decided": answer.record.decided.model_dump(mode="json") if answer.record.decided else None,
        "missing": [[fact.key for fact in facts] for facts in answer.missing],
        "sanctions": [_sanction(one) for one in answer.sanctions],
        "force": force.as_dict(answer),
        "overdue": answer.passed.isoformat() if answer.passed else None,
        "source": {
            "title": source.title,
            "doc_number": source.doc_number,
            "carried": source.carried,
            "clause": source.clause,
        },
    }


def _sanction(found: Sanction) -> dict[str, Any]:
    source = found.source
    return {
        "breach": found.breach.text,
        "penalty": found.penalty.text,
        "basis": found.basis.value,
        "score": found.score,
        "source": {
            "title": source.title,
            "doc_number": source.doc_number,
            "carried": source.carried,
            "clause": source.clause,
        },
    }


def _questions(answers: Sequence[Answer], entity: Entity, on: date) -> list[dict[str, Any]]:
    """The questions that are open, the one that decides most first."""
    from rules.questions import questions  # noqa: PLC0415 - tables without open answers need no rules

    return [
        {
            "key": one.fact.key,
            "question": one.fact.question,
            "decides": round(one.average),
            "at_least": one.at_least,
            "at_most": one.at_most,
            "concerns": one.concerns,
        }
        for one in questions(answers, entity, on)
    ]


def _trace(trace: Trace) -> dict[str, Any]:
    evidence = trace.evidence
    return {
        "verdict": trace.verdict.value,
        "says": trace.says,
        "evidence": evidence.text if evidence else None,
        "span": [evidence.start, evidence.end] if evidence else None,
        "document": trace.elsewhere.model_dump() if trace.elsewhere else None,
        "because": _(trace.because) if trace.because else None,
        "children": [_trace(child) for child in trace.children],
    }
