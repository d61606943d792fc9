"""When a text binds: what it says of itself (自…起施行, 有效期五年), and what its title implies (2012年…方案).

立法法 art. 61 and 规章制定程序条例 art. 32: a text says on which day it comes into force. A normative document may
state how long it holds; one on trial (试行, 暂行) that states no term holds until its issuer ends it.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from policies.spans import Quote, Value

if TYPE_CHECKING:
    from policies.documents import Document

__all__ = ["Term", "TermKind", "commencement", "terms_of"]


class TermKind(StrEnum):
    """What a term says."""

    COMMENCES = "commences"  # 自2012年5月1日起施行: ``date`` is the first day
    REVISED = "revised"  # the wording is that of a revision: ``date`` is the day on which it was passed, or bound first
    ENDS = "ends"  # 有效期五年, 有效期至…, 活动时间: ``date`` is the last day
    YEARS = "years"  # 2012年…, 2021—2025年, “十二五”, “安全生产年” in a title: ``date`` is the last day
    TRIAL = "trial"  # 试行, 暂行 in the title, and no term stated


class Term(Value):
    """One statement on when a part, or some of its clauses, is in force."""

    kind: TermKind
    part: int  # index of the part that it is said of
    date: datetime.date | None = None  # None: the words name an event whose day the document does not tell
    quote: Quote | None = None  # None: the title is not in the text
    clauses: tuple[int, ...] = ()  # indices of the clauses that it is said of; empty: the whole part
    event: bool = False  # 公布之日, 印发之日: taken for the day that the document bears
    settled: bool = True  # of an end: whether it is one, or only leaves open how long the text binds


_ASKING = ("报告", "请示")


def terms_of(document: Document, part: int, clause: int | None, *kinds: TermKind) -> tuple[Term, ...]:
    """The terms of *kinds* that hold for a clause of *part*: those of the clause itself, else of the part, else those
    of the notice that issues or forwards the part."""
    above = {one.index for one in document.breadcrumb(clause)}
    known = [term for term in document.terms if term.kind in kinds]
    mine = [term for term in known if term.part == part]
    whole = [term for term in mine if not term.clauses]
    notice = [term for term in known if term.part == 0 and not term.clauses]
    if TermKind.COMMENCES in kinds and _has_own_start(document, part):
        notice = []
    return tuple([term for term in mine if above.intersection(term.clauses)] or whole or notice)


def _has_own_start(document: Document, part: int) -> bool:
    """Whether *part* came into force before its notice: what is forwarded has a date and an issuer of its own."""
    inner, outer = document.parts[part].metadata, document.metadata
    return part > 0 and inner.date is not None and inner.issuer != outer.issuer


def commencement(document: Document, part: int, clause: int | None = None) -> datetime.date | None:
    """The first day on which *part* (or one of its clauses) binds: as it says, else its own date; None if unknown."""
    stated = [term.date for term in terms_of(document, part, clause, TermKind.COMMENCES) if term.date]
    inner, outer = document.parts[part].metadata, document.metadata
    if stated:
        return stated[-1]
    if part and inner.genre in _ASKING and outer.date:
        return outer.date  # a report or request binds from the day on which it is sent down
    return inner.date or outer.date
