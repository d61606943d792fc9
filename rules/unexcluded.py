"""Whom an inferred bearer does not exclude: a wrong no hides a duty, so no body gets one on a guess alone.

That no bearer is named in rules for whoever is concerned (办法, 细则), or that an act is by its nature one of those who
produce, tells who probably owes the duty. It does not tell that nobody else does: bodies of all other kinds get one
question for the whole document. What only an authority does (责令, 吊销), a heading, a label or the addressees of a
directive do exclude.
"""

from __future__ import annotations

from policies.conditions import All, Any, Condition, Kind, Quoted
from policies.documents import Document
from policies.duties import Basis, Bearer, BodyKind, Duty
from policies.vocabulary.genres import is_normative
from rules.reach import Reach
from rules.reasons import Reason

__all__ = ["unexcluded"]

_AUTHORITIES = frozenset({BodyKind.GOVERNMENT, BodyKind.DEPARTMENT})
_FROM_FRAME = frozenset({Basis.ISSUER, Basis.ADDRESSEE, Basis.RULES})


def unexcluded(duty: Duty, document: Document, reach: Reach) -> list[Condition]:
    """The alternative for bodies of the kinds that *duty* does not give its bearers; empty where they are excluded."""
    if not duty.bearers or duty.derived_from is not None or not all(_open(b, duty, document) for b in duty.bearers):
        return []
    given = {bearer.kind for bearer in duty.bearers}
    others = tuple(Kind(kind=kind, because=Reason.UNSTATED) for kind in BodyKind if kind not in given)
    asked = Quoted(words=f"《{reach.document}》中未写明责任主体的要求", because=Reason.UNSTATED)
    return [All(of=(Any(of=others), asked))]


def _open(bearer: Bearer, duty: Duty, document: Document) -> bool:
    if bearer.basis is Basis.ACT:
        return bearer.kind not in _AUTHORITIES
    part = document.parts[duty.part].metadata if duty.part < len(document.parts) else document.metadata
    return bearer.basis in _FROM_FRAME and is_normative(part.genre)
