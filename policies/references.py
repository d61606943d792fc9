"""References within a text: 前款, 本条第二项, 该通知, 上述单位, 我省. What they point at, or why that is left open."""

from __future__ import annotations

from enum import StrEnum

from policies.duties import BodyKind
from policies.spans import Quote, Span, Value

__all__ = ["Open", "Passage", "Reference", "ReferenceKind"]


class ReferenceKind(StrEnum):
    """What a reference points at."""

    CLAUSE = "clause"  # 前款, 本条第二项, 第十九条
    PART = "part"  # 本办法, 本通知
    DOCUMENT = "document"  # 该通知, 《办法》: one that is cited
    BODIES = "bodies"  # 上述单位
    PLACE = "place"  # 我省, 本市, 全县


class Open(StrEnum):
    """Why a reference is left open."""

    ABSENT = "absent"  # nothing in this document is what it names
    AMBIGUOUS = "ambiguous"  # several things are
    AMENDED = "amended"  # it is said of the text that this document amends


class Passage(Value):
    """A clause, or a paragraph (款) of one; ``span`` is its extent."""

    clause: int  # index into Document.clauses
    paragraph: int | None = None  # counts from 1 within the article
    span: Span


class Reference(Value):
    """A reference; exactly one of its targets is set, or ``open`` tells why none is."""

    quote: Quote
    kind: ReferenceKind
    clause: int | None = None  # where it stands: index into Document.clauses
    part: int = 0
    passages: tuple[Passage, ...] = ()
    target_part: int | None = None  # index into Document.parts
    citation: int | None = None  # index into Document.citations
    bodies: tuple[Quote, ...] = ()
    kinds: tuple[BodyKind, ...] = ()  # of the bodies
    place: str | None = None  # in full: 吉林省吉林市
    open: Open | None = None
