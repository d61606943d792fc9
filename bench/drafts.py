"""Drafts that carry out a real circular: what ``zeren crossref`` is held against, and what it has to say of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.mutations import Mutation, mutations
from kb import KnowledgeBase
from kb.crossref import CrossRef
from kb.crossref.models import CitationState, Standing
from parsers import parse_text
from policies.documents import BlockKind, Document, Level
from policies.duties import BodyKind, Modality
from policies.entities import Entity
from policies.spans import Span
from policies.vocabulary import places

__all__ = ["Judged", "draft_of", "evaluate"]

_TITLE = "工作实施方案（征求意见稿）"
_ANY_COUNTY, _ANY_TOWN = "吉林省永吉县", "城关镇"
_OWED = (Modality.MUST, Modality.MUST_NOT)

Finding = tuple[str, str, str]
"""(what is told, of which place or duty, how)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One draft: the kind of change, whether it was told, how many findings there are more, and how many are of it.

    ``left_out``: crossref need not tell the change (what falls to nobody in a county was dropped; another body than a
    government does what governments are to do), so it is counted apart.
    """

    kind: str
    found: bool
    reported: int
    real: int
    left_out: bool = False


def evaluate(upper: Document, folder: Path, each: int = 1) -> Iterator[Judged]:
    """The unchanged draft, then those with one change, each held against a base that holds *upper* alone."""
    body = _body(upper)
    if body is None:
        return
    text = _draft(upper, body)
    (folder / "upper.txt").write_text(upper.text, encoding="utf-8")
    with KnowledgeBase(folder / f"{upper.id}.db") as kb:
        kb.ingest([folder / "upper.txt"])
        plain = parse_text(text)
        before = kb.crossref(plain)
        known = _findings(before, body)
        reached = _reached(kb, before.on, places.resolve(_drafter(upper)))
        yield Judged("unchanged", not known, len(known), 0)
        for mutation in mutations(plain, each=each):
            nobody = mutation.dropped and not _owed(before, mutation.span, reached)
            if nobody or (mutation.kind == "bearer swapped" and _governments(plain, mutation.span)):
                yield Judged(mutation.kind, False, 0, 0, left_out=True)
                continue
            after = kb.crossref(parse_text(mutation.text))
            yield _judge(mutation, before, after, {k: v for k, v in _findings(after, body).items() if k not in known})
        yield from _cited(kb, upper, text, body, known)
        (folder / "later.txt").write_text(_ending(upper), encoding="utf-8")
        kb.ingest([folder / "later.txt"])
        told = kb.crossref(plain).citations
        ended = sum(one.state is CitationState.SUPERSEDED for one in told)
        yield Judged("repealed document cited", bool(ended), ended, ended)


def _body(upper: Document) -> Span | None:
    """What a draft copies of *upper*: the part with the most duties, from below its addressees, so that names which its
    opening defines stay defined, to its last duty, without the signature. None where nothing could name *upper*, or
    there is no duty."""
    if not upper.metadata.title or not upper.duties:
        return None
    parts = [duty.part for duty in upper.duties]
    part = max(upper.parts, key=lambda one: parts.count(one.index))
    told = [duty.quote for duty in upper.duties if duty.part == part.index]
    below = (BlockKind.HEADING, BlockKind.TEXT, BlockKind.ROW)
    start = next(one.span.start for one in upper.blocks if one.part == part.index and one.kind in below)
    last = max(quote.end for quote in told)
    end = next((one.span.end for one in upper.sentences if one.span.end >= last), last)
    return Span(start=min(start, told[0].start), end=end)


def draft_of(upper: Document) -> str | None:
    """A draft that carries *upper* out in its words; None where nothing could name *upper*, or there is no duty."""
    body = _body(upper)
    return _draft(upper, body) if body is not None else None


def _draft(upper: Document, body: Span) -> str:
    """A county's draft that carries out *upper* in its own words."""
    number = f"（{upper.metadata.doc_number}）" if upper.metadata.doc_number else ""
    named = f"《{_nested(upper.metadata.title or '')}》{number}"
    words = upper.text[body.start : body.end].strip("\n")
    return f"{_drafter(upper)}{_TITLE}\n\n　　为贯彻落实{named}，制定本方案。\n{words}\n"


def _nested(title: str) -> str:
    """A title inside title marks has its own as 〈〉 (GB/T 15834)."""
    return title.replace("《", "〈").replace("》", "〉")


def _drafter(upper: Document) -> str:
    """A county that *upper* binds, or a town where it is a county's: of another place, nothing of it would be owed."""
    region = places.resolve(upper.metadata.region or "")
    if len(region) != 1:
        return _ANY_COUNTY
    below = (one for one in places.places() if one.level is Level.COUNTY and places.is_within(one.code, region[0].code))
    county = next(below, None)
    return _ANY_TOWN if region[0].level is Level.COUNTY or county is None else county.full_name


def _ending(upper: Document) -> str:
    issuer = upper.metadata.issuer or "某部"
    title = _nested(upper.metadata.title or "")
    return (
        f"{issuer}关于废止部分文件的通知\n\n各有关单位：\n　　《{title}》自本通知印发之日起废止。\n\n"
        f"　　　　{issuer}\n　　　　2025年1月1日\n"
    )


def _reached(kb: KnowledgeBase, on: date, home: Sequence[places.Place]) -> frozenset[str]:
    """The ids of what falls, or may fall, to somebody in the drafter's county or town."""
    place = home[0].code if len(home) == 1 else None
    authorities = [
        Entity(kind=kind, level=level, place=place)
        for kind in (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
        for level in (Level.COUNTY, Level.TOWNSHIP)
    ]
    others = [
        Entity(kind=kind, place=place) for kind in (BodyKind.ENTERPRISE, BodyKind.INSTITUTION, BodyKind.INDIVIDUAL)
    ]
    return frozenset(one for told in kb.match([*authorities, *others], on) for one in (*told.applies, *told.unknown))


def _owed(before: CrossRef, span: Span, reached: frozenset[str]) -> bool:
    """Whether what stands at *span* has to be taken up: it is ordered or forbidden, and falls to a county."""
    here = [one.upper for one in before.uppers if one.lower and one.lower.quote.overlaps(span)]
    return bool(here) and all(one.modality in _OWED and one.id in reached for one in here)


def _governments(draft: Document, span: Span) -> bool:
    here = [duty for duty in draft.duties if duty.quote.overlaps(span)]
    return any(bearer.kind is BodyKind.GOVERNMENT for duty in here for bearer in duty.bearers)


def _findings(told: CrossRef, body: Span) -> dict[Finding, Span]:
    """What the drafter is to look at, and where it stands in the draft; what a duty leaves open (point 4) aside, and
    so are duties of the upper document outside of the *body* that was copied: those are missing in truth."""
    found: dict[Finding, Span] = {}
    nowhere = Span(start=0, end=0)
    for check in told.uppers:
        if check.standing.finding and check.upper.quote.overlaps(body):
            found["upper", check.upper.id, check.standing.value] = check.lower.quote if check.lower else nowhere
    for twin in told.twins:
        found["twin", twin.one.quote.text, str(twin.inside)] = twin.one.quote
    for conflict in told.conflicts:
        found["conflict", conflict.draft.quote.text, conflict.kind] = conflict.draft.quote
    for citation in told.citations:
        if citation.finding:
            found["citation", citation.quote.text, citation.state.value] = citation.quote
    return found


def _judge(mutation: Mutation, before: CrossRef, after: CrossRef, new: dict[Finding, Span]) -> Judged:
    meant = {one.upper.id for one in before.uppers if one.lower and one.lower.quote.overlaps(mutation.span)}
    near = Span(start=mutation.span.start, end=2 * mutation.span.end - mutation.span.start + 4)
    here = [key for key, span in new.items() if key[1] in meant or (span.end and span.overlaps(near))]
    if mutation.added:
        found = any(key[0] == "twin" for key in here)
    elif mutation.dropped:
        found = any(key[0] == "upper" and key[2] == Standing.MISSING.value for key in here)
    elif mutation.wanted:
        stood = {one.upper.id: (one.standing, one.changes) for one in before.uppers if one.upper.id in meant}
        found = any(
            one.standing is not Standing.COVERED and (one.standing, one.changes) != stood[one.upper.id]
            for one in after.uppers
            if one.upper.id in meant
        )
    else:
        found = not new
    return Judged(
        mutation.kind, found, len(new), len(here) if mutation.wanted or mutation.added or mutation.dropped else 0
    )


_SERIAL = re.compile(r"(〔\d{4}〕)(\d+)号")


def _cited(kb: KnowledgeBase, upper: Document, text: str, body: Span, known: dict[Finding, Span]) -> Iterator[Judged]:
    """The number of the document that is carried out, mistyped."""
    number = upper.metadata.doc_number or ""
    match = _SERIAL.search(number)
    if match is None:
        return
    other = number.replace(match[0], f"{match[1]}{int(match[2]) + 7}号")
    told = kb.crossref(parse_text(text.replace(f"（{number}）", f"（{other}）", 1)))
    found = any(one.state is CitationState.DISAGREES and one.correct_number == number for one in told.citations)
    new = [key for key in _findings(told, body) if key not in known]
    real = [key for key in new if key[0] == "citation"]
    yield Judged("number of a citation mistyped", found, len(new), len(real))
