"""Conditions over facts: the verdict alone (fast), or with its trace.

An entity with several sites is asked site by site: a duty on coal mines in one city does not reach an enterprise
that has its mine in another city and an office in this one.
"""

from __future__ import annotations

from datetime import date

from policies.answers import Trace, Verdict
from policies.conditions import All, Any, Condition, Not, Window
from policies.messages import _
from rules.atoms import decide_atom, note_of, says
from rules.logic import conjunction, disjunction, negation
from rules.resolved import Facts, View

__all__ = ["decide", "decide_in", "evaluate", "evaluate_in"]


def decide(condition: Condition, facts: Facts, on: date) -> Verdict:
    """The verdict for the entity on a day, without a trace."""
    views = facts.views
    if len(views) == 1:
        return decide_in(condition, facts, views[0], on)
    return disjunction(decide_in(condition, facts, view, on) for view in views)


def decide_in(condition: Condition, facts: Facts, view: View, on: date) -> Verdict:
    """The verdict as seen from one site (or the seat)."""
    if isinstance(condition, All):
        return conjunction(decide_in(one, facts, view, on) for one in condition.of)
    if isinstance(condition, Any):
        return disjunction(decide_in(one, facts, view, on) for one in condition.of)
    if isinstance(condition, Not):
        return negation(decide_in(condition.of, facts, view, on))
    return decide_atom(condition, facts, view, on)


def evaluate(condition: Condition, facts: Facts, on: date) -> Trace:
    """The verdict with its reasons: every node quotes the text or states an inference."""
    if len(facts.views) == 1:
        return evaluate_in(condition, facts, facts.views[0], on)
    traces = tuple(_at_site(condition, facts, view, on) for view in facts.views)
    return Trace(
        verdict=disjunction(trace.verdict for trace in traces),
        says=_("at least one place of work is concerned"),
        because=_("a body with several sites is asked site by site"),
        children=traces,
    )


def _at_site(condition: Condition, facts: Facts, view: View, on: date) -> Trace:
    trace = evaluate_in(condition, facts, view, on)
    name = view.name or _("the seat")
    place = view.place.full_name if view.place else _("place not stated")
    return Trace(
        verdict=trace.verdict,
        says=_("{site} ({place})").format(site=name, place=place),
        because=_("stated in the facts about the body"),
        children=(trace,),
    )


def evaluate_in(condition: Condition, facts: Facts, view: View, on: date) -> Trace:
    """The verdict with its reasons, as seen from one site (or the seat)."""
    if isinstance(condition, All):
        children = tuple(evaluate_in(one, facts, view, on) for one in condition.of)
        return Trace(
            verdict=conjunction(child.verdict for child in children),
            says=_("all of these have to hold"),
            because=_("the conditions of the duty, taken together"),
            children=children,
        )
    if isinstance(condition, Any):
        children = tuple(evaluate_in(one, facts, view, on) for one in condition.of)
        return Trace(
            verdict=disjunction(child.verdict for child in children),
            says=_("one of these has to hold"),
            because=_("alternatives of the duty: one is enough"),
            children=children,
        )
    if isinstance(condition, Not):
        child = evaluate_in(condition.of, facts, view, on)
        return Trace(
            verdict=negation(child.verdict),
            says=_("this must not hold"),
            because=_("an exception of the duty"),
            children=(child,),
        )
    verdict = decide_atom(condition, facts, view, on)
    because = _(condition.because) if condition.because else None
    reasons = (because, note_of(condition, facts, view))
    return Trace(
        verdict=verdict,
        says=says(condition, verdict, facts, view),
        evidence=condition.evidence,
        elsewhere=condition.by if isinstance(condition, Window) else None,
        because="；".join(reason for reason in reasons if reason) or None,
    )
