"""Edges of the responsibility graph as one row or one record tells them. Each carries its evidence.

Directions: what *contains* points down; a duty is *imposed_on* its bearer and *supervises* whom it names; who
*leads*, *cooperates* or is *responsible* points at the duty; a duty *concerns* sectors, applies *within* the places
that it names and *aims_at* targets; a department *oversees* sectors; a provision *sanctions* the duty whose breach
it punishes; a lower document's duty *refines* the upper one that it carries out; a sector lies *within* a wider
one; documents and places *lies_in* places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.models import Refinement
from kb.names import actor_key
from kb.prepare import inferred_actor
from policies.answers import DutyRecord
from policies.conditions import All, Any, Condition, Within
from policies.duties import Basis, Bearer, BodyKind, Partner, PartnerRole, Target
from policies.messages import _
from policies.spans import Quote

__all__ = ["Edge", "actor_label", "node", "of_duty", "of_refinement"]

_PARTNER = {PartnerRole.LEAD: "leads", PartnerRole.COOPERATE: "cooperates", PartnerRole.RESPONSIBLE: "responsible"}


@dataclass(frozen=True, slots=True)
class Edge:
    """``evidence`` quotes the text where ``start`` and ``end`` are given, else it states the inference."""

    source: str
    target: str
    type: str
    evidence: str
    document: str | None = None
    start: int | None = None
    end: int | None = None
    certainty: str | None = None
    score: float | None = None  # of an inference that may be wrong, in [0, 1]
    words: tuple[str, ...] = ()  # by which it was made


def node(type_: str, key: str) -> str:
    """The name of a node: "duty:3f2a…"."""
    return f"{type_}:{key}"


def actor_label(key: str) -> str:
    """The name of an actor for people; implied bearers are shown as inferred."""
    labels = {
        inferred_actor(BodyKind.GOVERNMENT): _("governments (inferred)"),
        inferred_actor(BodyKind.DEPARTMENT): _("departments (inferred)"),
        inferred_actor(BodyKind.ENTERPRISE): _("enterprises (inferred)"),
        inferred_actor(BodyKind.INSTITUTION): _("institutions (inferred)"),
        inferred_actor(BodyKind.INDIVIDUAL): _("individuals (inferred)"),
    }
    return labels.get(key, key)


def of_duty(record: DutyRecord) -> Iterator[Edge]:
    """Every edge of a duty but those of containment, in the order of its fields."""
    from policies.vocabulary import sectors  # noqa: PLC0415

    duty, document = record.duty, record.source.document
    here = node("duty", duty.id)

    def quoted(source: str, target: str, type_: str, quote: Quote) -> Edge:
        return Edge(source, target, type_, quote.text, document, quote.start, quote.end)

    for bearer in duty.bearers:
        yield _imposed_on(here, bearer, document)
    for partner in duty.partners:
        yield quoted(node("actor", actor_key(partner.surface.text)), here, _partner(partner), partner.surface)
    for party in duty.supervised:
        yield quoted(here, node("actor", actor_key(party.surface.text)), "supervises", party.surface)
    for sector in duty.sectors:
        yield quoted(here, node("sector", sectors.resolve(sector.text) or sector.text), "concerns", sector)
    for atom in _places(record.condition):
        if atom.evidence is not None:  # else it is the document's own place, which the document tells
            yield quoted(here, node("place", atom.place), "within", atom.evidence)
    for target in duty.targets:
        yield quoted(here, node("target", _aim(target)), "aims_at", target.surface)
    if duty.derived_from is not None:
        yield quoted(here, node("duty", duty.derived_from), "derived_from", duty.quote)


def of_refinement(found: Refinement) -> Edge:
    """From a lower duty to the upper one that it carries out."""
    form = {
        "cites": _("The lower document cites the upper one, and both duties are of one matter: {words}"),
        "forwards": _("The lower document forwards the upper one, and both duties are of one matter: {words}"),
        "issues": _("The lower document issues the upper one, and both duties are of one matter: {words}"),
    }.get(found.link, _("The lower document carries out the upper one, and both duties are of one matter: {words}"))
    evidence = form.format(words="、".join(found.words))
    return Edge(
        node("duty", found.lower), node("duty", found.upper), "refines", evidence, score=found.score, words=found.words
    )


def _aim(target: Target) -> str:
    """自评率 ≥ 90%: duties that aim at the same figure share a node."""
    sign = {">=": "≥", "<=": "≤"}.get(target.op, target.op)
    return f"{target.metric} {sign} {target.value:g}{target.unit}".strip()


def _imposed_on(duty: str, bearer: Bearer, document: str) -> Edge:
    if bearer.surface is not None:
        name, words = actor_key(bearer.surface.text), bearer.surface
        return Edge(
            duty, node("actor", name), "imposed_on", words.text, document, words.start, words.end, bearer.certainty
        )
    to = node("actor", inferred_actor(bearer.kind))
    if bearer.evidence is not None:
        words = bearer.evidence
        return Edge(duty, to, "imposed_on", words.text, document, words.start, words.end, bearer.certainty)
    return Edge(duty, to, "imposed_on", _inference(bearer.basis), document, certainty=bearer.certainty)


def _inference(basis: Basis) -> str:
    return {
        Basis.SUBJECT: _("The duty's own words name the kind of bearer."),
        Basis.NOTE: _("A responsibility note names the bearer."),
        Basis.TABLE: _("The row of a table names the bearer."),
        Basis.PREVIOUS: _("The subject is carried on from an earlier sentence."),
        Basis.LABEL: _("Inferred from the label above the duty."),
        Basis.HEADING: _("Inferred from a heading above the duty."),
        Basis.ACT: _("Inferred from the nature of the act."),
        Basis.ADDRESSEE: _("Inferred from the addressees of the document."),
        Basis.ISSUER: _("Inferred from the issuer of the document."),
        Basis.RULES: _("Inferred from the other demands of the same rules."),
        Basis.REVIEWER: _("Set by a reviewer."),
    }[basis]


def _partner(partner: Partner) -> str:
    return _PARTNER[partner.role]


def _places(condition: Condition) -> Iterator[Within]:
    if isinstance(condition, All | Any):
        for part in condition.of:
            yield from _places(part)
    elif isinstance(condition, Within):
        yield condition
