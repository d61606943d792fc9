"""Documents, duties and records in one line, from dicts shaped like the gold files of the evaluation.

A bearer may say its ``basis`` (default: ``subject`` where its surface stands in the quote, ``note`` where it does
not, ``act`` where it is implied) and its ``evidence``; everything else follows ``GUIDELINES.md``. Duties are written
into a text of their own, one sentence each, so that every quote is anchored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from policies.documents import Block, BlockKind, Clause, Document, Level, Metadata, Part, Source
from policies.duties import (
    Action,
    Basis,
    Bearer,
    BodyKind,
    Duty,
    Modality,
    Partner,
    PartnerRole,
    Strength,
    Supervised,
    Target,
    Timing,
)
from policies.spans import Quote, Span

__all__ = ["CITY_NOTICE", "make_document", "make_duty", "quote_in"]

Given = Mapping[str, Any]

CITY_NOTICE: Given = {
    "title": "吉林市人民政府办公厅关于做好安全生产工作的通知",
    "issuer": "吉林市人民政府办公厅",
    "doc_number": "吉市政办发〔2012〕14号",
    "date": "2012-06-06",
    "level": "city",
    "region": "吉林省吉林市",
}
"""Metadata of a city's notice, for documents that say nothing else of themselves."""


def quote_in(text: str, words: str, start: int = 0, end: int | None = None) -> Quote:
    """The first place of *words* in ``text[start:end]``; fails where they do not stand there."""
    at = text.index(words, start, len(text) if end is None else end)
    return Quote(start=at, end=at + len(words), text=words)


def _identity(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _quote(text: str, extent: Quote, words: str | None) -> Quote | None:
    if words is None:
        return None
    try:
        return quote_in(text, words, extent.start, extent.end)
    except ValueError:
        return quote_in(text, words)


def _bearer(text: str, extent: Quote, given: Given) -> Bearer:
    surface = _quote(text, extent, given.get("surface"))
    if "basis" in given:
        basis = Basis(given["basis"])
    elif surface is None:
        basis = Basis.ACT
    else:
        inside = extent.start <= surface.start and surface.end <= extent.end
        basis = Basis.SUBJECT if inside else Basis.NOTE
    return Bearer(
        kind=BodyKind(given["kind"]),
        basis=basis,
        surface=surface,
        position=_quote(text, extent, given.get("position")),
        evidence=_quote(text, extent, given.get("evidence")),
    )


def make_duty(
    text: str,
    given: Given,
    *,
    clause: int | None = None,
    part: int = 0,
    path: str = "",
    derived_from: str | None = None,
) -> Duty:
    """The duty that *given* describes, anchored in *text* at the first place of its ``quote``."""
    extent = quote_in(text, given["quote"])

    def must(words: str) -> Quote:
        found = _quote(text, extent, words)
        assert found is not None
        return found

    return Duty(
        id=_identity(path, extent.text, derived_from or ""),
        quote=extent,
        clause=clause,
        part=part,
        modality=Modality(given.get("modality", "must")),
        bearers=tuple(_bearer(text, extent, bearer) for bearer in given["bearers"]),
        actions=tuple(Action(quote=must(words)) for words in given.get("actions", ())),
        supervised=tuple(
            Supervised(surface=must(one["surface"]), kind=BodyKind(one["kind"])) for one in given.get("supervised", ())
        ),
        partners=tuple(
            Partner(surface=must(one["surface"]), role=PartnerRole(one["role"])) for one in given.get("partners", ())
        ),
        targets=tuple(Target(**{**one, "surface": must(one["surface"])}) for one in given.get("targets", ())),
        time=tuple(Timing(**{**one, "surface": must(one["surface"])}) for one in given.get("time", ())),
        sectors=tuple(must(words) for words in given.get("sectors", ())),
        condition=_quote(text, extent, given.get("condition")),
        strength=Strength(given.get("strength", "plain")),
        derived_from=derived_from,
    )


def make_document(
    duties: Sequence[Given],
    derived: Sequence[Given] = (),
    *,
    document: Given = CITY_NOTICE,
    heading: str = "工作要求",
    outer: Given | None = None,
    addressees: Sequence[str] = (),
) -> Document:
    """A document with one clause (``一、`` *heading*) that holds *duties*, each as one sentence.

    With *outer* the clause stands in a second part with the metadata *document*, behind a cover notice with the
    metadata *outer*. A derived duty names in ``from`` the index of the duty that it is one step removed from. Words
    of a duty that its quote does not hold (a responsibility note, a sector told by a label) go into ``note``, which
    is written behind the quote in brackets.
    """
    inner = 0 if outer is None else 1
    cover = f"{outer['title']}\n" if outer is not None else ""
    title = f"{document.get('title') or ''}\n"
    head = f"一、{heading}"
    body = ""
    for given in duties:
        if given["quote"] not in body:
            body += given["quote"] + (f"（{given['note']}）" if given.get("note") else "") + "。"
    text = cover + title + head + "\n" + body + "\n" + "、".join(addressees)

    at = len(cover) + len(title)
    clause = Clause(
        index=0,
        parent=None,
        part=inner,
        path="一",
        level=1,
        number="一、",
        title=heading,
        span=Span(start=at, end=len(text)),
        head=Span(start=at, end=at + len(head)),
    )
    own = tuple(make_duty(text, given, clause=0, part=inner, path="一") for given in duties)
    removed = tuple(
        make_duty(text, given, clause=0, part=inner, path="一", derived_from=own[given.get("from", 0)].id)
        for given in derived
    )
    parts = [Part(index=inner, span=Span(start=len(cover), end=len(text)), metadata=_metadata(document, addressees))]
    if outer is not None:
        parts.insert(0, Part(index=0, span=Span(start=0, end=len(cover)), metadata=_metadata(outer, addressees)))
    return Document(
        id=_identity(text),
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source=Source(name="", format="text", encoding="utf-8", digest=hashlib.sha256(text.encode()).hexdigest()),
        origins=(),
        metadata=parts[0].metadata,
        relations=(),
        parts=tuple(parts),
        clauses=(clause,),
        blocks=(Block(span=Span(start=0, end=len(text)), kind=BlockKind.TEXT, clause=0, part=inner),),
        sentences=(),
        citations=(),
        duties=own,
        derived=removed,
        problems=(),
    )


def _metadata(given: Given, addressees: Sequence[str]) -> Metadata:
    return Metadata(
        title=given.get("title"),
        issuer=given.get("issuer"),
        doc_number=given.get("doc_number"),
        date=date.fromisoformat(given["date"]) if given.get("date") else None,
        genre=given.get("genre"),
        addressees=tuple(addressees),
        level=Level(given["level"]) if given.get("level") else None,
        region=given.get("region"),
    )
