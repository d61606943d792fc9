"""其他企业: those of whom the sentence has not just spoken. 规模以上企业每季度…，其他企业每年… leaves the others."""

from __future__ import annotations

import re

from policies.conditions import All, Any, Condition, Not, Quoted
from policies.documents import Document
from policies.duties import Bearer, BodyKind, Duty
from policies.spans import Quote
from rules import enterprises
from rules.reach import Reach
from rules.surfaces import plain

__all__ = ["others_than"]

_OTHERS = re.compile(r"其[他它余]各?类?(?:企业|单位|生产经营单位|经营单位)")


def others_than(bearer: Bearer, body: str, duty: Duty, document: Document, reach: Reach) -> list[Condition] | None:
    """Not those enterprises whom the sentence named before; None where *body* is no such word, nobody stands before,
    or facts do not tell them."""
    if bearer.kind is not BodyKind.ENTERPRISE or bearer.surface is None or not _OTHERS.fullmatch(plain(body)):
        return None
    before = _named_before(bearer.surface, duty, document)
    if before is None:
        return None
    atoms = enterprises.enterprise(plain(before.text), before, reach)
    if not atoms or any(_asks(atom) for atom in atoms):
        return None
    return [Not(of=atoms[0] if len(atoms) == 1 else All(of=tuple(atoms)))]


def _named_before(named: Quote, duty: Duty, document: Document) -> Quote | None:
    """The enterprises named last in the same sentence."""
    surfaces = (
        bearer.surface
        for one in document.duties
        if one.clause == duty.clause
        for bearer in one.bearers
        if bearer.kind is BodyKind.ENTERPRISE and bearer.surface is not None and bearer.surface.end <= named.start
    )
    last = max(surfaces, key=lambda quote: quote.start, default=None)
    return last if last is not None and "。" not in document.text[last.end : named.start] else None


def _asks(condition: Condition) -> bool:
    """Whether only words tell whether it holds."""
    if isinstance(condition, All | Any):
        return any(_asks(one) for one in condition.of)
    return isinstance(condition, Quoted)
