"""Words that point at a document (该通知, 《办法》), at the text itself (本办法), or at a place (我省, 本市).

Each takes its meaning from the part it stands in: 本方案 in a notice is the plan that the notice carries, 我省 in a
forwarded plan is the province's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from parsers.references import self_words
from policies.definitions import Defined, Definition
from policies.documents import Citation, Metadata, Part
from policies.references import Open, Reference, ReferenceKind
from policies.spans import Quote, trusted
from policies.vocabulary.genres import closes_with_genre, genre_of, strip_version
from policies.vocabulary.tables import alternation, table

__all__ = ["Cited", "find_documents", "find_places", "find_selves", "place_of"]


_make_quote, _make_reference = trusted(Quote), trusted(Reference)


def _reference(text: str, start: int, end: int, kind: ReferenceKind, part: int, **found: Any) -> Reference:
    return _make_reference(quote=_make_quote(start=start, end=end, text=text[start:end]), kind=kind, part=part, **found)


# --- 本办法, 本通知

_NOT_OWN = "(?<![日基根资文样版原剧课书标亏副抄范教读]本)(?<!(?<!完)成本)"  # 日本法律, 基本规定, 成本标准


@cache
def _self() -> re.Pattern[str]:
    return re.compile(f"本{_NOT_OWN}({self_words()})")


def find_selves(text: str, parts: Sequence[Part], part: Part, *, amends: bool) -> Iterator[Reference]:
    """本办法, 本通知 in *part*: the part itself, or the one other part that calls itself so."""
    told: dict[str, dict[str, Any] | None] = {}
    for found in _self().finditer(text, part.span.start, part.span.end):
        if found[1] not in told:
            told[found[1]] = _self_of(parts, part, found[1], amends=amends)
        target = told[found[1]]
        if target is not None:
            yield _reference(text, *found.span(), ReferenceKind.PART, part.index, **target)


def _self_of(parts: Sequence[Part], part: Part, word: str, *, amends: bool) -> dict[str, Any] | None:
    """The part that calls itself 本 *word* in *part*, or why that is open; None where it may be no document at all."""
    if _called(part.metadata, word):
        return {"target_part": part.index}
    others = [other.index for other in parts if other.index != part.index and _called(other.metadata, word)]
    if len(others) == 1 and not amends:
        return {"target_part": others[0]}
    if word not in _hard():
        return None
    return {"open": Open.AMENDED if amends else Open.AMBIGUOUS if others else Open.ABSENT}


@cache
def _hard() -> frozenset[str]:
    """Words that name nothing but a document: 本办法 does, 本方案 may be a plan for a building site."""
    return frozenset(table("definitions")["documents"]["always"])


def _called(metadata: Metadata, word: str) -> bool:
    return metadata.genre == word or (metadata.title is not None and strip_version(metadata.title).endswith(word))


# --- 该通知, 《办法》


@cache
def _that() -> re.Pattern[str]:
    data = table("definitions")["documents"]
    kinds = alternation([*data["always"], *data["also"]])
    return re.compile(f"(?:该|上述|前述)(?:《?)({kinds})(?:》?)(?![一-龥]{{0,2}}(?:人|者|率))")


class Cited:
    """The citations of a text and the names that it gives to them, looked up by place and by title."""

    def __init__(
        self, text: str, citations: Sequence[Citation], definitions: Sequence[Definition], parts: Sequence[Part]
    ) -> None:
        self.text, self.citations, self.parts = text, citations, parts
        self.ends = [citation.quote.end for citation in citations]
        self.starts = [citation.quote.start for citation in citations]
        self.names: dict[str, list[Definition]] = {}  # by what stands between title marks, else by all of it
        for each in definitions:
            if each.defines is Defined.DOCUMENT:
                self.names.setdefault(_plain(each.name.text.partition("《")[2] or each.name.text), []).append(each)
        titles = [_plain(strip_version(citation.title or "")) for citation in citations]
        short = {len(title) for title in titles}
        self.longer: list[tuple[int, str] | None] = []  # of each: the only title before it that ends with its own
        ending: dict[str, dict[str, int]] = {}
        for index, title in enumerate(titles):
            fuller = ending.get(title, {})
            self.longer.append(next(((i, full) for full, i in fuller.items()), None) if len(fuller) == 1 else None)
            self.longer[-1] = (-1, "") if len(fuller) > 1 else self.longer[-1]
            for size in short:
                if 0 < size < len(title):
                    row = ending.setdefault(title[-size:], {})
                    if len(row) < 2:
                        row.setdefault(title, index)

    def inside(self, start: int, end: int) -> range:
        """The citations of ``text[start:end]``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def marked(self, at: int) -> bool:
        """Whether *at* lies within a citation."""
        here = bisect_right(self.starts, at) - 1
        return here >= 0 and at < self.ends[here]

    def defined(self, index: int) -> Definition | None:
        """The definition whose name the citation is."""
        quote = self.citations[index].quote
        rows = self.names.get(_plain(self.citations[index].title or ""), [])
        before = bisect_right(rows, quote.start, key=lambda each: each.name.start)
        for each in reversed(rows[max(0, before - 8) : before]):
            lead = each.name.text.partition("《")[0] if "《" in each.name.text else ""
            if each.scope.covers(quote) and self.text.startswith(lead, quote.start - len(lead)):
                return each
        return None


def _plain(words: str) -> str:
    return "".join(words.split()).rstrip("》")


def find_documents(cited: Cited, part: Part) -> Iterator[Reference]:
    """该通知 and short titles (《办法》, 《实施条例》) in *part*: which of the cited documents they mean."""
    for found in _that().finditer(cited.text, part.span.start, part.span.end):
        yield from _that_document(cited, found, part)
    for index in cited.inside(part.span.start, part.span.end):
        yield from _short_title(cited, index, part)
    yield from _plain_names(cited, part)


def _that_document(cited: Cited, found: re.Match[str], part: Part) -> Iterator[Reference]:
    text, word, citations = cited.text, found[1], cited.citations
    here = max(text.rfind("\n", part.span.start, found.start()), part.span.start)
    line = max(text.rfind("\n", part.span.start, here) + 1, found.start() - 800)  # this paragraph, and the one before
    near = [i for i in cited.inside(max(line, part.span.start), found.start()) if cited.ends[i] <= found.start()]
    fitting = [i for i in near if _fits(citations[i], word)]
    if fitting:
        sentence = max(text.rfind("。", line, cited.starts[fitting[-1]]), line)
        rivals = {citations[i].title or citations[i].doc_number for i in fitting if cited.starts[i] >= sentence}
        if len(rivals) == 1:
            yield _reference(text, *found.span(), ReferenceKind.DOCUMENT, part.index, citation=fitting[-1])
        else:
            yield _reference(text, *found.span(), ReferenceKind.DOCUMENT, part.index, open=Open.AMBIGUOUS)
    elif word in _hard():
        reason = Open.AMBIGUOUS if any(citations[i].title is None for i in near) else Open.ABSENT
        yield _reference(text, *found.span(), ReferenceKind.DOCUMENT, part.index, open=reason)


def _fits(citation: Citation, word: str) -> bool:
    if word == "文件":
        return True
    return citation.title is not None and strip_version(citation.title).endswith(word)


def _short_title(cited: Cited, index: int, part: Part) -> Iterator[Reference]:
    """《办法》: by its definition, else the only document cited before whose title ends so."""
    citation = cited.citations[index]
    if citation.title is None or citation.doc_number is not None:
        return
    found: dict[str, Any]
    kind = ReferenceKind.DOCUMENT
    definition, longer = cited.defined(index), cited.longer[index]
    if definition is not None:
        found = {"open": Open.AMBIGUOUS} if definition.citation is None else {"citation": definition.citation}
    elif longer is not None:
        found = {"open": Open.AMBIGUOUS} if longer[0] < 0 else {"citation": longer[0]}
    elif genre_of(citation.title) is None or closes_with_genre(citation.title):
        return  # a full title
    else:
        own = [other.index for other in cited.parts if _called(other.metadata, citation.title)]
        kind = ReferenceKind.PART if len(own) == 1 else kind
        found = {"target_part": own[0]} if len(own) == 1 else {"open": Open.AMBIGUOUS if own else Open.ABSENT}
    yield _reference(cited.text, citation.quote.start, citation.quote.end, kind, part.index, **found)


def _plain_names(cited: Cited, part: Part) -> Iterator[Reference]:
    """个人所得税法 after 《…》（以下简称个人所得税法）: a name without title marks."""
    text = cited.text
    names = {
        name: rows[-1] for name, rows in cited.names.items() if len(name) > 2 and "《" not in rows[-1].name.text
    }  # fmt: skip
    if not names:
        return
    for found in re.compile(alternation(names)).finditer(text, part.span.start, part.span.end):
        definition, (start, end) = names[found[0]], found.span()
        holds = definition.scope.start <= start < definition.scope.end and start >= definition.span.end
        if not holds or definition.citation is None or cited.marked(start) or text[start - 1 : start] == "《":
            continue
        if text[start - 3 : start] == "共和国" or text.startswith(("实施", "律", "规"), end):
            continue  # another name, of which this one is a piece
        yield _reference(text, start, end, ReferenceKind.DOCUMENT, part.index, citation=definition.citation)


# --- 我省, 本市, 全县

# 本市场, 全区域, 全州县 are other words
_OWN = re.compile(
    r"[我本全](?<![日资样版]本)(?<![安健齐]全)(?P<level>省(?![力钱])|自治[区州县]|市(?![场值价况域])|州(?!县)|盟|县|区(?![域间段块位队别分])|旗(?![舰帜])|镇|乡(?!愁)|街道)"
)
_NAMES = re.compile(r"[一-龥]{2,}?(?:特别行政区|自治区|自治州|自治县|省|市|州|盟|地区|县|区|旗|镇|乡|街道)")


def find_places(text: str, part: Part, region: str | None) -> Iterator[Reference]:
    """我省, 本市, 全县 in *part*, whose issuer's place is *region*: the division of that level around it."""
    for found in _OWN.finditer(text, part.span.start, part.span.end):
        place = place_of(region or "", found["level"])
        reason = None if place else Open.ABSENT
        yield _reference(text, *found.span(), ReferenceKind.PLACE, part.index, place=place, open=reason)


def place_of(region: str, level: str) -> str | None:
    """The division of *level* (省, 市, 县 …) that *region* is or lies in: 市 of 吉林省吉林市 → 吉林省吉林市."""
    end = 0
    best: int | None = None
    for found in _NAMES.finditer(region):
        if found.start() != end:
            break
        end = found.end()
        if found[0].endswith(level):
            best = end
    return region[:best] if best else None
