"""A draft held against the base, point by point."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Mapping

from kb.answering import Answering
from kb.crossref.burden import burdens
from kb.crossref.citing import Library, companions, malformed
from kb.crossref.conflicting import conflicts
from kb.crossref.gaps import gaps
from kb.crossref.impact import against, against_uppers
from kb.crossref.models import CitationCheck, CitationState, CrossRef, Impact, Named, Twin
from kb.crossref.twins import twins_inside, twins_outside
from kb.crossref.uppers import Uppers
from kb.holding import Holding
from kb.matching import match_within
from kb.matter import Matter, matters
from kb.prepare import source_ref, unpack
from policies.answers import DutyRecord
from policies.documents import Document
from policies.messages import _
from policies.vocabulary import scopes
from rules.compile import compile_duty

__all__ = ["crossref", "impact", "own_matters", "versions"]


def own_matters(draft: Document) -> list[Matter]:
    """The duties that a draft states, as they are compared."""
    return matters(
        DutyRecord(duty=duty, source=source_ref(draft, duty), condition=compile_duty(duty, draft))
        for duty in draft.duties
    )


def crossref(
    connection: sqlite3.Connection | None, answering: Answering | None, draft: Document, on: datetime.date
) -> CrossRef:
    """Everything that ``zeren crossref`` tells; without a base what the draft alone tells."""
    own = own_matters(draft)
    library = Library(connection, draft, on) if connection is not None else None
    holding = Holding(connection) if connection is not None else None
    cited = library.checks() if library else _unchecked(draft)
    uppers = Uppers(library, draft, own) if library else None
    checks, silent = uppers.checks(on) if uppers else ([], {})
    matched = uppers.matched if uppers else {}
    stored = _stored(connection, draft)
    alike = match_within(own)
    twins: list[Twin] = twins_inside(own, alike)
    if connection is not None and uppers is not None and holding is not None:
        names = {upper.document for upper in uppers.found}
        twins += twins_outside(connection, own, draft.id, names, holding)
    return CrossRef(
        draft=draft.id,
        title=draft.metadata.title,
        doc_number=draft.metadata.doc_number,
        on=on,
        checked=connection is not None,
        duties=len(own),
        citations=tuple(cited),
        malformed=tuple(malformed(draft)),
        companions=tuple(companions(library, cited)) if library else (),
        uppers=tuple(checks),
        not_repeated=silent,
        twins=tuple(one for one in twins if one.one.id not in stored and not _twice_above(one, matched)),
        conflicts=tuple(one for one in conflicts(connection, own, alike, on, holding) if one.draft.id not in stored),
        gaps=tuple(gaps(own, matched, checks, stored)),
        burdens=tuple(burdens(own, matched, answering, connection, draft.id, on)),
    )


def _stored(connection: sqlite3.Connection | None, draft: Document) -> frozenset[str]:
    """What an issued text of the draft in the base already says: it is nothing that the draft brings.

    A duty of the same words in the same place has the same id.
    """
    if connection is None or scopes.is_draft(draft.metadata.title):
        return frozenset()
    rows = connection.execute(
        "SELECT u.id FROM duties u JOIN documents d ON d.seq = u.document WHERE d.id = ?", (draft.id,)
    )
    return frozenset(row[0] for row in rows)


def _twice_above(twin: Twin, matched: Mapping[str, DutyRecord]) -> bool:
    """Whether the draft says it twice because a document above it does, each time of another thing."""
    one, other = matched.get(twin.one.id), matched.get(twin.other.id)
    return twin.inside and one is not None and other is not None and one.duty.id != other.duty.id


def impact(connection: sqlite3.Connection, draft: Document, old: Document | None) -> Impact:
    """Who gains and loses by *draft*: against *old*, else against its older text in the base, else the uppers."""
    own = own_matters(draft)
    old = old or _older(connection, draft)
    if old is not None:
        return versions(draft, old)
    on = draft.metadata.date or datetime.date.today()
    checks, _silent = Uppers(Library(connection, draft, on), draft, own).checks(on)
    return against_uppers(draft, own, checks)


def versions(draft: Document, old: Document) -> Impact:
    """Who gains and loses by *draft* against an older version of it, without a base."""
    head = old.metadata
    name = Named(id=old.id, part=0, title=head.title, doc_number=head.doc_number, date=head.date)
    return against(draft, own_matters(draft), own_matters(old), name)


def _older(connection: sqlite3.Connection, draft: Document) -> Document | None:
    """Another text of the same document: its id comes from its number and title."""
    row = connection.execute(
        "SELECT v.body, v.digest FROM documents d JOIN versions v ON v.document = d.seq"
        " WHERE d.id = ? AND v.digest != ? ORDER BY v.version DESC LIMIT 1",
        (draft.id, draft.digest),
    ).fetchone()
    return Document.model_validate_json(unpack(row["body"])) if row is not None else None


def _unchecked(draft: Document) -> list[CitationCheck]:
    return [
        CitationCheck(
            quote=one.quote, title=one.title, doc_number=one.doc_number,
            state=CitationState.TO_BE_WRITTEN if one.to_be_written else CitationState.NOT_CHECKED,
            says=_("The text says that it is still to be written.") if one.to_be_written else _("There is no base."),
        )
        for one in draft.citations
    ]  # fmt: skip
