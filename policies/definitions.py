"""Definitions: names that a text gives to what it speaks of (以下简称…, 以下统称…, 本办法所称…，是指…)."""

from __future__ import annotations

from enum import StrEnum

from policies.duties import BodyKind
from policies.spans import Quote, Span, Value

__all__ = ["Defined", "DefinedBody", "Definition", "DefinitionForm"]


class DefinitionForm(StrEnum):
    """How a name is given."""

    SHORT = "short"  # 以下简称, 以下称, 简称: one thing, said shorter
    COLLECTIVE = "collective"  # 以下统称, 以下合称: several things under one name
    MEANING = "meaning"  # 本办法所称…，是指…: a word that is told what it means


class Defined(StrEnum):
    """What a name stands for."""

    DOCUMENT = "document"
    BODY = "body"  # somebody who can bear a duty
    PLACE = "place"
    MATTER = "matter"  # everything else: projects, licences, kinds of work


class DefinedBody(Value):
    """One of the bodies that a name stands for: 用人单位 and 存档机构 of 申报单位."""

    quote: Quote
    kinds: tuple[BodyKind, ...]


class Definition(Value):
    """A name, what it stands for, and where it does. Spans are of the canonical text."""

    name: Quote  # without title and quotation marks
    meaning: Quote  # the words that tell what it is
    span: Span  # from the meaning to the name, or the other way round, with the words between
    scope: Span  # where the name has this meaning
    form: DefinitionForm
    defines: Defined
    kinds: tuple[BodyKind, ...] = ()  # of a body, or of a place that acts through its government
    bodies: tuple[DefinedBody, ...] = ()  # in the words of the meaning, where these name bodies
    citation: int | None = None  # index into Document.citations, of a document that is cited there
    clause: int | None = None  # index into Document.clauses: where it stands
    part: int = 0
