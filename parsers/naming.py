"""What a text names and points at: its definitions, its references, and the bodies that both make known by name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language

from parsers.antecedents import find_bodies
from parsers.definitions import find_definitions
from parsers.known import Known, Mention
from parsers.passages import Outline
from parsers.pointers import Cited, find_documents, find_places, find_selves
from parsers.references import find_passages
from parsers.segmenter import Words
from policies.definitions import Defined, Definition, DefinitionForm
from policies.documents import Part, Relation, RelationType
from policies.references import Reference, ReferenceKind
from policies.spans import Quote, Span, trusted
from policies.vocabulary.tables import alternation

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from parsers.pipeline import Draft

__all__ = ["NAMES", "NO_NAMES", "Names", "find_names"]

NAMES = "zeren_names"  # the component
_make_reference = trusted(Reference)


class Names(NamedTuple):
    """Definitions and references in document order."""

    definitions: tuple[Definition, ...]
    references: tuple[Reference, ...]


NO_NAMES = Names((), ())
_AMENDS = re.compile("修改|修正|修订|废止")
_AMENDED = re.compile("[作做]出?(?:如下|以下)(?:修改|修订|修正)|(?:修改|修订|修正)如下")
_CLOSED = re.compile(r"[”\"》]?\s*[）)]")
_TRIED = 8  # definitions of one name before a place: a text that gives it more often can't be told


@Language.component(NAMES)
def find_names(doc: Doc) -> Doc:
    """Names that the text defines, and words that point at other places of it; ``Words.known`` holds the bodies."""
    draft: Draft = doc.user_data["draft"]
    words = doc.user_data["lookup"] = Words(doc.user_data["words"])
    text, parts = draft.text, draft.parts
    outline = Outline(text, draft.clauses, draft.blocks)
    definitions = find_definitions(text, draft.citations, outline, parts, words)
    mentions = _mentions(text, definitions)
    words.known = Known(mentions)
    cited = Cited(text, draft.citations, definitions, parts)
    amended = {part.index for part in parts if _amends(text, part, draft.relations)}
    references = _references(text, outline, parts, cited, amended, words)
    words.known = Known([*mentions, *_bodies(text, references)])
    draft.names = Names(definitions, references)
    return doc


def _mentions(text: str, definitions: Sequence[Definition]) -> list[Mention]:
    """Where the bodies among *definitions* are named, each place by the definition that holds there."""
    bodies: dict[str, list[Definition]] = {}
    for each in definitions:
        if each.kinds and each.defines is not Defined.MATTER:
            bodies.setdefault(each.name.text, []).append(each)
    if not bodies:
        return []
    mentions = [mention for each in definitions if (mention := _defining(text, each))]
    starts = {name: [each.name.start for each in row] for name, row in bodies.items()}
    for found in re.finditer(alternation(bodies), text):
        row, here = bodies[found[0]], Span(start=found.start(), end=found.end())
        before = bisect_right(starts[found[0]], here.start)
        tried = [*reversed(row[max(0, before - _TRIED) : before]), *row[before : before + _TRIED]]
        holds = next((each for each in tried if each.scope.covers(here) and not each.span.covers(here)), None)
        if holds is not None:
            mentions.append(Mention(here.start, here.end, holds.kinds, holds.meaning))
    return mentions


def _defining(text: str, definition: Definition) -> Mention | None:
    """在本市采矿的单位（以下简称采矿单位）: where the name is given, it is those who are told, bracket and all."""
    closed = _CLOSED.match(text, definition.name.end)
    if definition.defines is not Defined.BODY or definition.form is DefinitionForm.MEANING or closed is None:
        return None
    return Mention(definition.meaning.start, closed.end(), definition.kinds, None)


def _references(
    text: str, outline: Outline, parts: Sequence[Part], cited: Cited, amended: set[int], words: Words
) -> tuple[Reference, ...]:
    """The references of all parts; of two that overlap the longer one."""
    found: list[Reference] = []
    for part in parts:
        region = part.metadata.region if part.metadata.region is not None else parts[0].metadata.region
        amends = part.index in amended
        found += find_passages(text, outline, part.index, part.span.start, part.span.end, amends=amends)
        found += find_selves(text, parts, part, amends=amends)
        found += find_documents(cited, part)
        found += find_places(text, part, region)
        found += find_bodies(text, outline, part, words)
    kept: list[Reference] = []
    for reference in sorted(found, key=lambda r: (r.quote.start, -r.quote.end)):
        if not kept or reference.quote.start >= kept[-1].quote.end:
            here = outline.innermost(reference.quote.start)
            clause = here.index if here else None
            kept.append(_make_reference(**{**dict(reference), "clause": clause}))
    return tuple(kept)


def _bodies(text: str, references: Iterable[Reference]) -> list[Mention]:
    """The references to bodies that are resolved, as names whose kinds are known."""
    return [
        Mention(r.quote.start, r.quote.end, r.kinds, _together(text, r.bodies))
        for r in references
        if r.kind is ReferenceKind.BODIES and r.bodies and r.kinds
    ]


def _together(text: str, bodies: Sequence[Quote]) -> Quote:
    """The row that the bodies stand in, where they stand in one; else the last of them."""
    start, end = bodies[0].start, bodies[-1].end
    if any(mark in text[start:end] for mark in "。；\n"):
        return bodies[-1]
    return Quote(start=start, end=end, text=text[start:end])


def _amends(text: str, part: Part, relations: Iterable[Relation]) -> bool:
    """Whether a part changes the articles of another document: 关于修改〈…〉的决定."""
    told = any(r.part == part.index and r.type is RelationType.AMENDS for r in relations)
    title = part.metadata.title or ""
    return told and bool(_AMENDS.search(title) or _AMENDED.search(text, part.span.start, part.span.end))
