"""The frame in which a duty stands: who issued it for which place and when, and which matter it is about.

我省, 各市（州） and 有关部门 mean something only within it; a forwarded plan has a frame of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from policies.documents import Document, Level
from policies.duties import Duty
from policies.spans import Quote
from policies.vocabulary import places, scopes, sectors
from policies.vocabulary.tables import table
from rules.trades import trades_of

__all__ = ["Reach", "reach_of"]

_COMPANY = ("公司", "集团", "总公司", "厂")


@dataclass(frozen=True, slots=True)
class Reach:
    """The frame of a part, as seen from one duty."""

    level: Level | None
    place: str | None  # code, else the name where no code is known; None: everywhere
    located: bool  # whether it is known where the part binds (everywhere counts)
    company: str | None  # the issuer, where it is a company
    issuer: str | None
    since: date | None
    addressees: tuple[str, ...]
    matter: str | None  # function of the department that leads the matter
    sectors: tuple[str, ...]  # terms of the vocabulary that the duty's sectors mean
    strange_sectors: tuple[Quote, ...]  # sectors of the duty that the vocabulary does not know
    words: str  # of the duty, without white space
    section: str  # heading that a question about the duty names
    section_quote: Quote | None
    region: str | None  # the place's name; "" for the nation
    trades: tuple[str, ...]  # sectors to one of which all enterprises of the part belong
    trades_because: str
    draft: bool
    reply: bool  # whether the document answers somebody, whom alone it binds
    own_rules: bool  # whether the part orders the issuer's own work
    document: str  # a name of the document, for a question about it


def reach_of(duty: Duty, document: Document) -> Reach:
    """The frame of *duty*; what its part does not tell is taken from the outer document."""
    inner = document.parts[duty.part].metadata if duty.part < len(document.parts) else document.metadata
    outer = document.metadata
    own = inner.level is not None or inner.region is not None
    level, region = (inner.level, inner.region) if own else (outer.level, outer.region)
    issuer = inner.issuer or outer.issuer
    company = issuer if issuer and issuer.endswith(_COMPANY) and level is None else None
    known = [(quote, sectors.resolve(quote.text)) for quote in duty.sectors]
    trail = [clause for clause in document.breadcrumb(duty.clause) if clause.title]
    trades, trades_because = trades_of(document, duty.part)
    heading = next((clause for clause in trail if clause.title not in _dividers()), trail[-1] if trail else None)
    title = inner.title or outer.title or ""
    matter = scopes.matter_of((title, outer.title or "", *(clause.title for clause in reversed(trail))))
    return Reach(
        level=level,
        place=_place(region) if region else None,
        located=bool(region) or level in (None, Level.NATIONAL),
        company=company,
        issuer=issuer,
        since=inner.date or outer.date,
        addressees=inner.addressees or outer.addressees,
        matter=matter[1] if matter else None,
        sectors=tuple(dict.fromkeys(term for _, term in known if term)),
        strange_sectors=tuple(quote for quote, term in known if not term),
        words="".join(duty.quote.text.split()),
        section=heading.title.rstrip("。") if heading else title,
        section_quote=_title_quote(document, heading.head.start, heading.head.end) if heading else None,
        region=region if region or level is not Level.NATIONAL else "",
        trades=trades,
        trades_because=trades_because,
        draft=scopes.is_draft(outer.title, inner.title if inner is not outer else None),
        reply=_ends(outer.title, "replies"),
        own_rules=level is not None and _ends(inner.title, "own_rules"),
        document=outer.title or document.source.name or document.id,
    )


def _ends(title: str | None, key: str) -> bool:
    return title is not None and "".join(title.split()).rstrip("》”").endswith(scopes.section("narrow")[key])


def _title_quote(document: Document, start: int, end: int) -> Quote:
    return Quote(start=start, end=end, text=document.text[start:end])


@cache
def _dividers() -> frozenset[str]:
    return frozenset(table("fields")["dividers"])


@cache
def _place(region: str) -> str:
    found = places.resolve(region)
    return found[0].code if len(found) == 1 else region
