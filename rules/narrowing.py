"""Conditions and exceptions of a duty, as they narrow its bearer: who is left out, and what has to be asked.

What tells of the matter (危险性较大的工程), of whom an authority deals with, or of a later act only, narrows nobody.
"""

from __future__ import annotations

import re

from policies.conditions import All, Condition, Not, Quoted
from policies.documents import Document
from policies.duties import Basis, Bearer, BodyKind, Duty, Modality
from policies.spans import Quote
from policies.vocabulary import scopes
from rules import enterprises
from rules.surfaces import plain, strip_words

__all__ = ["narrowing"]

_AUTHORITIES = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
_EXCEPTION = re.compile(r"除(?!了)([^，。；：除]{2,40}?)(?:以外|之外|外)(?=[，、]|$)(?![，、](?:还|也|另|又|同时))")
_LACKING = re.compile(r"(?:凡|对|对于)?(?:未|没有|不具备|不符合|无)[^，；]+的?")
_DEALT_WITH = re.compile(r"(?:对于?|针对).+的([^的]{2,12})")


def narrowing(bearer: Bearer, duty: Duty, document: Document) -> list[Condition]:
    """The conditions and exceptions of *duty* for one of its bearers."""
    kind = bearer.kind
    atoms: list[Condition] = []
    if bearer.basis is Basis.PREVIOUS and bearer.evidence is not None:
        clause = _relative_clauses(document).get(bearer.evidence.start)
        # where the name stands again (其他物品的场所), it brings its own clause
        if clause is not None and bearer.evidence.text not in duty.quote.text:
            atoms += _condition(clause, kind, duty)
    if (
        duty.condition is not None
        and _EXCEPTION.sub("", duty.condition.text).strip("，、的 ")
        and _governs_all(duty.condition, duty, document)
    ):
        atoms += _condition(duty.condition, kind, duty)
    for match in _EXCEPTION.finditer(duty.quote.text):
        if _adds(match):
            continue
        start = duty.quote.start + match.start(1)
        evidence = Quote(start=start, end=start + len(match[1]), text=match[1])
        atoms += _exception(evidence, kind)
    return atoms


_latest: tuple[Document, dict[int, Quote]] | None = None


def _relative_clauses(document: Document) -> dict[int, Quote]:
    """The clause that says which bodies a name means (承担治理工程施工的单位), by where the name starts: whoever goes
    on from that name means no others. Those of the latest document are kept, since duties are compiled document by
    document."""
    global _latest
    if _latest is None or _latest[0] is not document:
        found = {
            bearer.surface.start: duty.condition
            for duty in document.duties
            if duty.condition is not None and duty.condition.text.endswith("的")
            for bearer in duty.bearers
            if bearer.surface is not None and bearer.surface.start == duty.condition.end
        }
        _latest = (document, found)
    return _latest[1]


def _governs_all(condition: Quote, duty: Duty, document: Document) -> bool:
    """Whether the condition stands before all acts, and tells of the bearer. What stands behind an act governs only
    what follows (建立制度，对逾期不改的，依法…), and 危险性较大的 in 对危险性较大的工程编制方案 tells which works."""
    if any(action.quote.end <= condition.start for action in duty.actions):
        return False
    before, after = document.text[max(condition.start - 1, 0) : condition.start], document.text[condition.end :][:1]
    return not (before == "对" and condition.text.endswith("的") and after not in "，、；。")


def _condition(quote: Quote, kind: BodyKind, duty: Duty) -> list[Condition]:
    """For an enterprise its own facts; for an authority words about enterprises (规模以上) tell whom it deals with,
    and narrow nothing. Words that fit no fact are a question to everyone."""
    found = enterprises.typed(quote.text, quote)
    if found is not None:
        return found if kind is BodyKind.ENTERPRISE else []
    words = "".join(quote.text.split())
    if kind in _AUTHORITIES and _about_bodies(words):
        return []
    if duty.modality is Modality.MUST_NOT and _LACKING.fullmatch(words):
        return []  # 未取得资格的，不得上岗 forbids everybody to work without
    if words in scopes.contextual():
        words = f"{words}：{duty.quote.text}"
    return [Quoted(words=words, evidence=quote)]


def _about_bodies(words: str) -> bool:
    """对存在重大事故隐患的煤矿: whom an authority deals with. 对进展缓慢的 names nobody, and is asked."""
    found = _DEALT_WITH.fullmatch(words)
    if found is None:
        return False
    bodies = found[1]
    return (
        not strip_words(bodies, "enterprises", "heads", "filler", "dealt_with")
        or enterprises.typed(bodies, None) is not None
    )


def _adds(exception: re.Match[str]) -> bool:
    """Whether 除…外 adds instead of excepting: 除落实上述措施外，还要…."""
    words = scopes.section("exceptions")
    if exception[1].startswith(words["besides"]):
        return True
    after = re.split("[。；：]", exception.string[exception.end() :], maxsplit=1)[0]
    return any(word in after for word in words["adding"])


def _exception(evidence: Quote, kind: BodyKind) -> list[Condition]:
    """Bodies that are excepted, by name or by a leave that they have; what is excepted of the matter (除收取利息外，
    不得收费) leaves the bearer as it is."""
    found = enterprises.typed(evidence.text, evidence)
    words = scopes.section("exceptions")
    if found is None and not plain(evidence.text).endswith((*words["bodies"], *words["leave"])):
        return []
    if found is None:
        return [Not(of=Quoted(words="".join(evidence.text.split()), evidence=evidence))]
    if kind is not BodyKind.ENTERPRISE:
        return []
    return [Not(of=found[0] if len(found) == 1 else All(of=tuple(found)))]
