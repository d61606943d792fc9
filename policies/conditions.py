"""Conditions: a small typed language that says to whom and when a duty applies.

A condition is a tree of atoms and all / any / not. Each atom knows what it comes from: the words of the text
(``evidence``) or the inference (``because``). An atom over a fact that the entity does not state is unknown
(Kleene's strong three-valued logic).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from policies.documents import Level
from policies.duties import BodyKind
from policies.spans import Quote, Value

__all__ = [
    "All", "Any", "Attribute", "Condition", "Elsewhere", "ForceDoubt", "Function", "InForce", "Kind", "LevelIn",
    "Named", "Not", "Position", "Quoted", "Sector", "Size", "Window", "Within",
]  # fmt: skip


class Atom(Value):
    evidence: Quote | None = None  # the words that it comes from
    because: str | None = None  # the inference that it comes from, where no words say it


class Kind(Atom):
    """The entity is a body of this kind."""

    op: Literal["kind"] = "kind"
    kind: BodyKind


class LevelIn(Atom):
    """The entity's administrative level is one of these."""

    op: Literal["level"] = "level"
    levels: tuple[Level, ...]


class Within(Atom):
    """The entity (or one of its sites) lies in this place or below it; ``place`` is a GB/T 2260 code."""

    op: Literal["within"] = "within"
    place: str


class Sector(Atom):
    """The entity works in this sector or one nested in it; ``sector`` is a term of the vocabulary."""

    op: Literal["sector"] = "sector"
    sector: str


class Size(Atom):
    """The entity belongs to this class of size (规模以上, 大型 …)."""

    op: Literal["size"] = "size"
    size: str


class Position(Atom):
    """The asker holds this post inside the body."""

    op: Literal["position"] = "position"
    position: str


class Function(Atom):
    """The department has this function (应急管理, 公安 …); renamed organs share one."""

    op: Literal["function"] = "function"
    function: str


class Attribute(Atom):
    """A named attribute holds (重大危险源)."""

    op: Literal["attribute"] = "attribute"
    name: str


class Named(Atom):
    """The entity is the organ that the text names (省安委会)."""

    op: Literal["named"] = "named"
    name: str


class Elsewhere(Value):
    """Another document, whose words an atom quotes."""

    document: str  # id
    title: str | None = None
    doc_number: str | None = None


class Window(Atom):
    """The date asked about lies in [since, until], both inclusive; None is open.

    Where another document ends this one, ``by`` names it, and ``evidence`` quotes that document.
    """

    op: Literal["window"] = "window"
    since: date | None = None
    until: date | None = None
    by: Elsewhere | None = None


class ForceDoubt(StrEnum):
    """Why a text leaves open whether it is in force."""

    UNDATED = "undated"  # it bears no date
    WORDING = "wording"  # it is in force, but was revised later: perhaps in other words
    YEARS = "years"  # the years that its title speaks of are over


class InForce(Atom):
    """The document is in force on the date asked about although it leaves that open; a draft is in force on none."""

    op: Literal["in_force"] = "in_force"
    document: str  # a name of it
    draft: bool = False
    doubt: ForceDoubt = ForceDoubt.UNDATED


class Quoted(Atom):
    """Words of a condition that fit no typed atom: unknown until the asker answers them, counted, never dropped."""

    op: Literal["quoted"] = "quoted"
    words: str


class All(Value):
    op: Literal["all"] = "all"
    of: tuple[Condition, ...]


class Any(Value):
    op: Literal["any"] = "any"
    of: tuple[Condition, ...]


class Not(Value):
    op: Literal["not"] = "not"
    of: Condition


Condition = Annotated[
    Kind
    | LevelIn
    | Within
    | Sector
    | Size
    | Position
    | Function
    | Attribute
    | Named
    | Window
    | InForce
    | Quoted
    | All
    | Any
    | Not,
    Field(discriminator="op"),
]
