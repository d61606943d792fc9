"""From a document to the rows that the base keeps of it: all the work that needs no base, fit for a worker."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kb.models import HitType
from kb.names import actor_key, number_key, title_key
from kb.provisions import provisions
from kb.tokens import grams, words
from policies.answers import SourceRef, TieBasis
from policies.conditions import All, Any, Condition, Not, Quoted, Sector, Within
from policies.documents import Document, Metadata, Relation, RelationType
from policies.duties import Duty, TimeType
from policies.force import TermKind, commencement, terms_of
from rules.terms import Posted, together

__all__ = [
    "BROKEN",
    "Compile",
    "Passage",
    "Prepared",
    "Row",
    "clause_rows",
    "inferred_actor",
    "pack",
    "prepare",
    "source_ref",
    "unpack",
]

BROKEN = (zlib.error, ValueError, TypeError)
"""What damaged bytes raise when they are unpacked and read (pydantic's and JSON's errors are ValueErrors)."""

Row = dict[str, str | int | float | bytes | None]
Compile = Callable[[Duty, Document], Condition]


@dataclass(frozen=True, slots=True)
class Passage:
    """What full-text search indexes: the tokens of one duty or one clause, by its ordinal."""

    type: HitType
    ordinal: int
    words: str
    grams: str


@dataclass(slots=True)
class Prepared:
    """Rows of one document. Ordinals count from 0; the writer gives the numbers of the base."""

    id: str
    digest: str
    document: Row
    version: Row
    parts: list[Row] = field(default_factory=list)
    clauses: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    duties: list[Row] = field(default_factory=list)
    sources_of_duties: list[int] = field(default_factory=list)  # parallel to duties: indices into sources
    bodies: list[Row] = field(default_factory=list)  # parallel to duties
    facets: list[tuple[str, str, int]] = field(default_factory=list)  # facet, value, ordinal of the duty
    links: list[Row] = field(default_factory=list)
    sanctions: list[Row] = field(default_factory=list)  # "duty" is an ordinal
    ties: list[Row] = field(default_factory=list)  # "sanction" is an index into sanctions, "duty" an ordinal or None
    passages: list[Passage] = field(default_factory=list)
    terms: dict[tuple[Posted, ...], list[int]] = field(default_factory=dict)  # with the ordinals of their duties


def pack(text: str) -> bytes:
    """Compressed for the base."""
    return zlib.compress(text.encode(), 6)


def unpack(body: bytes) -> str:
    """The reverse of pack; one of BROKEN where the bytes are damaged."""
    return zlib.decompress(body).decode()


def prepare(document: Document, compile_duty: Compile) -> Prepared:
    """All rows of *document*."""
    metadata = document.metadata
    prepared = Prepared(
        id=document.id,
        digest=document.digest,
        document={"id": document.id, **_described(metadata)},
        version={
            "digest": document.digest,
            "source_name": document.source.name,
            "source_format": document.source.format,
            "source_digest": document.source.digest,
            "body": pack(document.model_dump_json()),
        },
    )
    for part in document.parts:
        prepared.parts.append(
            {
                "part": part.index,
                **_described(part.metadata),
                "place": _place(part.metadata.region),
                "number_key": number_key(part.metadata.doc_number),
                "title_key": title_key(part.metadata.title),
            }
        )
    _add_clauses(prepared, document)
    _add_duties(prepared, document, compile_duty)
    _add_links(prepared, document)
    _add_sanctions(prepared, document)
    return prepared


def _described(metadata: Metadata) -> Row:
    return {
        "title": metadata.title,
        "number": metadata.doc_number,
        "issuer": metadata.issuer,
        "date": metadata.date.isoformat() if metadata.date else None,
        "genre": metadata.genre,
        "level": metadata.level,
        "region": metadata.region,
    }


def _place(region: str | None) -> str | None:
    from policies.vocabulary import places  # noqa: PLC0415 - a table to read, needed on writing only

    found = places.resolve(region) if region else ()
    return found[0].code if len(found) == 1 else None


def clause_rows(document: Document) -> Iterator[Row]:
    """The rows of the clauses, without their numbers in the base."""
    own: dict[int, list[str]] = {}  # text of the clause without the clauses below it
    for block in document.blocks:
        if block.clause is not None:
            own.setdefault(block.clause, []).append(document.quote(block.span))
    for clause in document.clauses:
        text = "".join(own.get(clause.index, ())).strip()
        head = document.quote(clause.head)
        start = clause.head.start + len(head) - len(head.lstrip())  # without the indentation
        yield {
            "ordinal": clause.index, "parent": clause.parent, "part": clause.part, "path": clause.path,
            "number": clause.number, "title": clause.title, "head": head.strip(), "start": start,
            "end": start + len(head.strip()), "text": text,
        }  # fmt: skip


def _add_clauses(prepared: Prepared, document: Document) -> None:
    for ordinal, row in enumerate(clause_rows(document)):
        prepared.clauses.append(row)
        prepared.passages.append(_passage(HitType.CLAUSE, ordinal, str(row["text"])))


def _body(duty: Duty, condition: Condition) -> Row:
    """What goes without saying is left out: half of the size. An atom's ``op`` is a default, yet tells what it is."""
    return {
        "record": duty.model_dump_json(exclude_defaults=True),
        "condition": condition.model_dump_json(exclude_none=True),
    }


def _passage(kind: HitType, ordinal: int, text: str) -> Passage:
    return Passage(kind, ordinal, " ".join(words(text)), " ".join(grams(text)))


def _add_duties(prepared: Prepared, document: Document, compile_duty: Compile) -> None:
    conditions: list[Condition] = []
    places: dict[tuple[int, int | None, str], int] = {}
    for ordinal, duty in enumerate(_in_order(document)):
        place = (duty.part, duty.clause, duty.row)
        if place not in places:
            places[place] = len(prepared.sources)
            ref = source_ref(document, duty)
            prepared.sources.append({"part": duty.part, "clause": duty.clause, "ref": ref.model_dump_json()})
        condition = compile_duty(duty, document)
        conditions.append(condition)
        metadata = document.parts[duty.part].metadata
        prepared.duties.append(
            {
                "id": duty.id, "ordinal": ordinal, "part": duty.part, "clause": duty.clause,
                "modality": duty.modality, "directness": duty.directness,
                "level": metadata.level or document.metadata.level,
                "date": str(metadata.date or document.metadata.date or "") or None,
                "deadline": min((t.value for t in duty.time if t.type is TimeType.DEADLINE and t.value), default=None),
                "derived_from": duty.derived_from,
            }
        )  # fmt: skip
        prepared.sources_of_duties.append(places[place])
        prepared.bodies.append(_body(duty, condition))
        prepared.facets.extend((facet, value, ordinal) for facet, value in sorted(set(_facets(duty, condition))))
        prepared.passages.append(_passage(HitType.DUTY, ordinal, duty.quote.text))
    prepared.terms = together(conditions)


def _in_order(document: Document) -> list[Duty]:
    """Document order; what is one step removed follows what it comes from."""
    return sorted([*document.duties, *document.derived], key=lambda duty: (duty.quote.start, duty.directness != "own"))


def source_ref(document: Document, duty: Duty) -> SourceRef:
    """Where *duty* stands; what its part does not tell is taken from the notice that carries the part."""
    outer, inner = document.metadata, document.parts[duty.part].metadata
    trail = document.breadcrumb(duty.clause)
    return SourceRef(
        document=document.id,
        title=inner.title or outer.title,
        doc_number=inner.doc_number or outer.doc_number,
        issuer=inner.issuer or outer.issuer,
        date=inner.date or outer.date,
        level=inner.level or outer.level,
        region=inner.region if inner.region is not None else outer.region,
        clause="/".join(filter(None, (trail[-1].path if trail else "", duty.row))),
        headings=tuple(clause.title for clause in trail if clause.title),
        carrier_title=outer.title if duty.part else None,
        carried=bool(duty.part) and not inner.doc_number and bool(outer.doc_number),
    )


def inferred_actor(kind: str) -> str:
    """The name that stands for a bearer whom the text does not name. No text begins with a question mark."""
    return f"?{kind}"


def _facets(duty: Duty, condition: Condition) -> Iterator[tuple[str, str]]:
    from policies.vocabulary import sectors  # noqa: PLC0415

    for bearer in duty.bearers:
        yield "kind", bearer.kind
        yield "actor", actor_key(bearer.surface.text) if bearer.surface else inferred_actor(bearer.kind)
    for surface in (*(party.surface for party in duty.supervised), *(partner.surface for partner in duty.partners)):
        yield "actor", actor_key(surface.text)
    for quote in duty.sectors:
        yield "sector", sectors.resolve(quote.text) or quote.text
    for atom in _atoms(condition):
        if isinstance(atom, Sector):
            yield "sector", atom.sector
        elif isinstance(atom, Within) and atom.evidence is not None:  # else it is the document's own place
            yield "place", atom.place
    for quoted in _quoted(condition):
        yield "words", quoted


def _quoted(condition: Condition) -> Iterator[str]:
    """The words of a condition that fit no fact, exceptions included: questions that its duty leaves open."""
    if isinstance(condition, All | Any):
        for part in condition.of:
            yield from _quoted(part)
    elif isinstance(condition, Not):
        yield from _quoted(condition.of)
    elif isinstance(condition, Quoted):
        yield condition.words


def _atoms(condition: Condition) -> Iterator[Condition]:
    """The atoms that count for a condition; what is excepted does not."""
    if isinstance(condition, All | Any):
        for part in condition.of:
            yield from _atoms(part)
    elif condition.op != "not":
        yield condition


def _add_links(prepared: Prepared, document: Document) -> None:
    found: list[tuple[str, str | None, str | None, int | None, int | None, int]] = []
    limits: dict[int, tuple[str | None, str | None]] = {}  # of repeals: since when, and of what only
    meant = {r.quote.start: document.citations[r.citation] for r in document.references if r.citation is not None}
    for citation in document.citations:
        if not citation.to_be_written:
            part = next((p.index for p in document.parts if p.span.covers(citation.quote)), 0)
            named = meant.get(citation.quote.start, citation)  # 《办法》 is cited by the name that it is short for
            found.append(("cites", named.title, named.doc_number, citation.quote.start, citation.quote.end, part))
    for relation in document.relations:
        span = relation.evidence
        start, end = (span.start, span.end) if span else (None, None)
        limits[len(found)] = _repeals_since(relation, document), relation.only
        found.append((relation.type, relation.title, relation.doc_number, start, end, relation.part))
    for place, (kind, title, number, start, end, part) in enumerate(found):
        since, only = limits.get(place, (None, None))
        prepared.links.append(
            {
                "type": kind, "part": part, "title": title, "number": number, "start": start, "end": end,
                "quote": document.text[start:end] if start is not None else None,
                "title_key": title_key(title), "number_key": number_key(number), "since": since, "only": only,
            }
        )  # fmt: skip


def _repeals_since(relation: Relation, document: Document) -> str | None:
    """The first day on which what a repeal ends no longer holds; None where it ends nothing: in a draft, or where the
    document does not tell since when it binds."""
    from policies.vocabulary import scopes  # noqa: PLC0415 - a table to read, needed on writing only

    if relation.type is not RelationType.REPEALS:
        return None
    inner, outer = document.parts[relation.part].metadata, document.metadata
    if scopes.is_draft(outer.title, inner.title if relation.part else None):
        return None
    stated = terms_of(document, relation.part, None, TermKind.COMMENCES)
    if relation.since is None and stated and stated[-1].date is None:
        return None
    since = relation.since or commencement(document, relation.part)
    return since.isoformat() if since else None


def _add_sanctions(prepared: Prepared, document: Document) -> None:
    ordinals = {id(duty): ordinal for ordinal, duty in enumerate(_in_order(document))}
    told = (*document.duties, *document.derived)
    for index, provision in enumerate(provisions(document)):
        breach, penalty = provision.breach, provision.penalty
        prepared.sanctions.append(
            {
                "duty": ordinals[id(told[provision.duty])], "breach": breach.text, "breach_start": breach.start,
                "penalty": penalty.text, "penalty_start": penalty.start,
            }
        )  # fmt: skip
        prepared.ties += [
            {"sanction": index, "duty": ordinals[id(told[tie.duty])], "basis": tie.basis, "score": tie.score,
             "title_key": None, "number_key": None, "article": None}
            for tie in provision.ties
        ]  # fmt: skip
        prepared.ties += [
            {"sanction": index, "duty": None, "basis": TieBasis.REFERENCE, "score": 1.0,
             "title_key": title, "number_key": number, "article": article}
            for title, number, article in provision.outer
        ]  # fmt: skip
