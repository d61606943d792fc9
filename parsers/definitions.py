"""Definitions: X（以下简称Y）, X（以下统称Y）, 本办法所称Y，是指X. Who or what Y is, and where it is that.

A short name holds from where it is given to the end of its part; a meaning holds in the whole act, article or
chapter that it is given for (立法技术规范（试行）（一）: definitions may stand in 附则).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from parsers.actors import Actor, actors_in, kinds_of
from parsers.passages import Outline
from parsers.predicates import starts_with_verb
from parsers.segmenter import Words
from parsers.segments import matched_pairs
from policies.definitions import Defined, DefinedBody, Definition, DefinitionForm
from policies.documents import Citation, Part
from policies.duties import BodyKind
from policies.spans import Quote, Span
from policies.vocabulary import places
from policies.vocabulary.tables import alternation, table

__all__ = ["find_definitions"]

_OPEN, _CLOSE = "（(〔［[", "）)〕］]"
_LONGEST_NAME = 30
_REACH = 160  # characters before a bracket within which what it names begins

# These patterns, and those of the references, look behind once their first characters are found: what begins with
# known characters is looked for much faster.
_SHORT = re.compile(
    r"(?:以下|下)(?P<form>统称|合称|简称|称)(?!呼|谓|赞|号)为?[：:]?|(?P<bare>简称)(?<=[（(，, ]简称)为?[：:]?"
)
_QUOTED = re.compile(r"\s*[“\"《「](?P<name>[^“”\"《》「」\n]{1,30})[”\"》」]")
_WORDS = r"[^“”\"《》「」\n，,；;。：:（()）]"
_PLAIN = re.compile(
    rf"\s*(?P<name>{_WORDS}{{1,30}}(?:[（(][^（()）\n]{{1,8}}[）)]{_WORDS}{{0,16}}|《{_WORDS}{{1,20}}》)?)"
)
_BOUNDARY = re.compile(r"[，,；;。！？：:\n\t]")
_JOINED = re.compile(r"以及|或者|[和与及或、]")


@cache
def _self() -> str:
    return alternation(table("definitions")["definitions"]["self"])


@cache
def _means() -> re.Pattern[str]:
    """本办法所称Y，是指X; the opener tells the scope."""
    return re.compile(
        rf"(?P<opener>本(?:{_self()}|条|款|项|章|节|表)|前[一二两三]?款|前条|第[〇零一二三四五六七八九十百]+条|以下)(?:中)?所(?:称|指)的?"
        r"(?P<open>[“\"「]?)(?P<name>[^“”\"「」，,。；：\n]{2,40}?)[”\"」]?"
        r"(?P<also>[（(][^（()）\n]{2,60}[）)])?[，,]?\s*(?:均|都|特)?(?:是指|系指|指(?!导|示|定|挥|标|数|引)|包括|主要包括)[：:]?"
    )


_BARE = re.compile(
    r"(?P<open>[“\"「]?)(?P<name>[^“”\"「」，,。；：、\n（）()]{2,24})[”\"」]?[，,]?(?:是指|系指)(?!导|示|点|引|标|数|控|挥|令|定|明|出)"
)
_TOLD = re.compile("是指|系指")
_LONGEST_LEAD = 60  # characters between the beginning of a sentence and its 是指
_OPENING = re.compile(  # of a sentence or an item, its number passed over
    r"(?:^|[\n。；：])[ \t　\u00a0*]*(?:第[〇零一二三四五六七八九十百]+条[ \t　*]*"
    r"|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]+[.．、])?[ \t　]*"
)
_NO_TERM = re.compile(r"(?:本|该|前|这|其|此|上述|目的|所谓)|.*(?:所称|的目的|的意思|就是|应当|不是|也就)")
_IN_WORDS = re.compile(r"本[^，。；]{1,8}?(?:所(?:规定|指)|中|里)的?")
_PLACE_FIRST = re.compile(r"在[^，。；]{0,24}?(?:行政区域|范围|境|区域|辖区)(?:之)?内(?:的)?")


def find_definitions(
    text: str, citations: Sequence[Citation], outline: Outline, parts: Sequence[Part], words: Words
) -> tuple[Definition, ...]:
    """The definitions of *text* in the order of their names."""
    finder = _Finder(text, citations, outline, parts, words)
    found = [*finder.short_names(), *finder.meanings()]
    unique: dict[tuple[int, int], Definition] = {}
    for each in found:
        unique.setdefault((each.name.start, each.name.end), each)
    return tuple(sorted(unique.values(), key=lambda d: (d.name.start, d.name.end)))


class _Thing(NamedTuple):
    """What a name is given to."""

    start: int
    defines: Defined
    kinds: tuple[BodyKind, ...]
    citation: int | None = None
    bodies: tuple[DefinedBody, ...] = ()


class _Finder:
    def __init__(
        self, text: str, citations: Sequence[Citation], outline: Outline, parts: Sequence[Part], words: Words
    ) -> None:
        self.text, self.citations, self.outline, self.parts, self.words = text, citations, outline, parts, words
        self.cited = [citation.quote.start for citation in citations]

    # -- where a place lies

    def part_of(self, at: int) -> int:
        return next((part.index for part in self.parts if part.span.start <= at < part.span.end), 0)

    def clause_of(self, at: int) -> int | None:
        clause = self.outline.innermost(at)
        return clause.index if clause else None

    # -- X（以下简称Y）

    def short_names(self) -> Iterator[Definition]:
        for found in _SHORT.finditer(self.text):
            name = self._name(found)
            if name is None:
                continue
            bracket = self._bracket(found)
            at = bracket if bracket is not None else self._comma(found)
            if at is None or self._in_title(at):
                continue
            form = found["form"] or found["bare"]
            thing = self._thing(at, name.text, single=form in ("简称", "称"))
            if thing is None or thing.start >= at:
                continue
            part = self.part_of(at)
            scope = Span(start=name.start, end=self.parts[part].span.end)
            collective = form in ("统称", "合称") or (form == "称" and len(thing.kinds) > 1)
            yield Definition(
                name=name, meaning=_quote(self.text, thing.start, at), span=Span(start=thing.start, end=name.end),
                scope=scope, form=DefinitionForm.COLLECTIVE if collective else DefinitionForm.SHORT,
                defines=thing.defines, kinds=thing.kinds, citation=thing.citation, bodies=thing.bodies,
                clause=self.clause_of(at), part=part,
            )  # fmt: skip

    def _name(self, found: re.Match[str]) -> Quote | None:
        if self.text.startswith("分别", max(0, found.start() - 2)) or self.text.startswith("所", found.end()):
            return None
        named = _QUOTED.match(self.text, found.end()) or _PLAIN.match(self.text, found.end())
        if named is None:
            return None
        start, end = named.span("name")
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in "等"):
            end -= 1
        if end - start < 2 or re.match(r"[”\"》」]?\s*(?:或|、\s*[“\"《])", self.text[named.end() : named.end() + 4]):
            return None  # one character is no name, and of several names none is the one
        return _quote(self.text, start, end)

    def _bracket(self, found: re.Match[str]) -> int | None:
        """Where the bracket opens that *found* stands in, if it closes behind the name."""
        depth = 0
        for at in range(found.start() - 1, max(0, found.start() - 80), -1):
            char = self.text[at]
            if char in _CLOSE:
                depth += 1
            elif char in _OPEN:
                if depth == 0:
                    closed = re.compile(r"[^\n]{0,60}?[）)\]］〕]").match(self.text, found.end())
                    return at if closed else None
                depth -= 1
            elif char in "\n。":
                return None
        return None

    def _comma(self, found: re.Match[str]) -> int | None:
        """…的部门，以下统称Y，: a definition set off by commas."""
        at = found.start() - 1
        if found["form"] and at > 0 and self.text[at] in "，,":
            return at
        return None

    def _in_title(self, at: int) -> bool:
        opened = self.text.rfind("《", max(0, at - 240), at)
        return opened >= 0 and opened > self.text.rfind("》", max(0, at - 240), at)

    def _thing(self, at: int, name: str, *, single: bool) -> _Thing | None:
        """What stands before *at* and is given *name*."""
        text = self.text
        while at > 0 and text[at - 1].isspace() and text[at - 1] != "\n":
            at -= 1
        here = bisect_left(self.cited, at) - 1
        if here >= 0 and at <= self.citations[here].quote.end:
            return self._document(here, single=single)
        if text[at - 1] in '》”"':
            opened = text.rfind({"》": "《"}.get(text[at - 1], "“"), max(0, at - _REACH), at)
            return _Thing(opened, Defined.MATTER, ()) if opened >= 0 else None
        begin = self._begin(at)
        if begin >= at:
            return None
        return self._body(begin, at, name, single=single) or self._matter(begin, at, name, single=single)

    def _document(self, here: int, *, single: bool) -> _Thing:
        first = here
        if not single:
            while first > 0 and re.fullmatch(
                r"[、和及与\s]{1,4}", self.text[self.citations[first - 1].quote.end : self.citations[first].quote.start]
            ):
                first -= 1
        start = self.citations[first].quote.start
        return _Thing(start, Defined.DOCUMENT, (), here if first == here else None)

    def _begin(self, at: int) -> int:
        """Where the segment that ends at *at* begins; commas inside brackets and quotation marks part nothing."""
        floor = max(0, at - _REACH, self.text.rfind("\n", 0, at) + 1)
        pairs = matched_pairs(self.text, floor, at)
        begin = floor
        for mark in _BOUNDARY.finditer(self.text, floor, at):
            if not any(a <= mark.start() < b for a, b in pairs):
                begin = mark.end()
        for a, b in pairs:  # behind the bracket that names another thing: X（以下简称甲）和Y（以下简称乙）
            if begin < b < at and _SHORT.search(self.text, a, b) and _JOINED.match(self.text, b):
                begin = b
        clause = self.outline.innermost(begin)
        if clause is not None and clause.number and clause.head.start <= begin < clause.head.end:
            number = re.compile(r"[\s　]*" + r"\s*".join(map(re.escape, clause.number)) + r"[\s　]*")
            if opened := number.match(self.text, clause.head.start):
                begin = max(begin, opened.end())
        joined = _JOINED.match(self.text, begin)
        begin = joined.end() if joined else begin
        while begin < at and self.text[begin] in " \t　\u00a0*":
            begin += 1
        return begin

    def _starts(self, begin: int, at: int) -> Iterator[int]:
        """Where a noun phrase that ends at *at* may begin, the longest first."""
        yield from self._without_verbs(begin, at)
        for found in _cut().finditer(self.text, begin, at):
            start, end = found.span()
            whole = self.words.length_at(start) == end - start
            relative = "的" in self.text[end:at] if found["verb"] else self.text[start - 1] == "的"
            if whole and not relative and end < at and self.text[end] != "的":
                yield from self._without_verbs(end, at)

    def _without_verbs(self, begin: int, at: int) -> Iterator[int]:
        """*begin*, and where the verbs end that open there: 减少违法行为, but not 从事经营的单位."""
        yield begin
        if self.text[begin] in "为由对向将把与":
            yield begin + 1
        while self.words.tag_at(begin) in ("v", "d", "ad") and "的" not in self.text[begin:at]:
            begin += self.words.length_at(begin)
            while self.text[begin : begin + 1] == "、":
                begin += 1
            if begin < at and self.words.length_at(begin) > 1:
                yield begin

    def _body(self, begin: int, at: int, name: str, *, single: bool) -> _Thing | None:
        if not self._kinds(at, begin):
            return None
        chosen: tuple[int, list[Actor]] | None = None
        spelled = _spells(name, self.text[begin:at])
        for start in self._starts(begin, at):
            actors = actors_in(self.text, start, at) or self._persons(start, at)
            if not actors or starts_with_verb(self.text, start, at, self.words) or _particles().match(self.text, start):
                continue
            if chosen is None or (single and start > chosen[0] and (_spells(name, self.text[start:at]) or not spelled)):
                chosen = start, actors
        if chosen is None:
            row = [_person(item) or kinds_of(item)[0] for item in _JOINED.split(self.text[begin:at])]
            tail = tuple(dict.fromkeys([*(kind for kinds in row for kind in kinds), *self._kinds(at, begin)]))
            start = max((s for s in self._starts(begin, at) if _spells(name, self.text[s:at])), default=begin)
            return self._as_body(start, at, name, tail)
        start, actors = chosen
        if start - 1 == begin and self.text[begin] == "在" and "的" in self.text[start:at]:
            start = begin  # 在本市采矿的单位: the place is part of the clause that tells which
        own = kinds_of(name)[0]
        if len(actors) == 1 and own and set(own) < set(actors[0].kinds):
            actors = [actors[0]._replace(kinds=own)]  # 生产经营单位 says more than the 单位 that it is
        if single and len(actors) > 1 and _spells(name, self.text[actors[-1].start : at]):
            start, actors = actors[-1].start, actors[-1:]
        kinds = tuple(dict.fromkeys(kind for actor in actors for kind in actor.kinds))
        return self._as_body(start, at, name, kinds, actors)

    def _as_body(
        self, start: int, at: int, name: str, kinds: tuple[BodyKind, ...], actors: Sequence[Actor] = ()
    ) -> _Thing:
        defines, kinds = _sort(kinds, name, self.text[start:at])
        bodies = tuple(DefinedBody(quote=_quote(self.text, a.start, a.end), kinds=a.kinds) for a in actors)
        return _Thing(start, defines, kinds, bodies=bodies if kinds else ())

    def _kinds(self, at: int, begin: int) -> tuple[BodyKind, ...]:
        """The kinds that the head before *at* tells."""
        tail = self.text[max(begin, at - 24) : at]
        return kinds_of(tail)[0] or _person(tail)

    def _persons(self, start: int, at: int) -> list[Actor]:
        kinds = self._kinds(at, start)
        return [Actor(start, at, kinds, None)] if kinds and _person(self.text[start:at]) else []

    def _matter(self, begin: int, at: int, name: str, *, single: bool) -> _Thing:
        kinds = kinds_of(name)[0]
        starts = [s for s in self._starts(begin, at) if _spells(name, self.text[s:at])] if single else []
        start = max(starts, default=begin)
        return _Thing(start, *_sort(kinds, name, self.text[start:at]))

    # -- 本办法所称Y，是指X

    def meanings(self) -> Iterator[Definition]:
        text = self.text
        for found in _means().finditer(text):
            start, end = found.span("name")
            yield from self._meaning(start, end, found.start(), found.end(), found["opener"])
            if found["also"]:
                yield from self._also(found, start, end)
        for told in _TOLD.finditer(text):
            opened = max(text.rfind(mark, max(0, told.start() - _LONGEST_LEAD), told.start()) for mark in "\n。；：")
            opening = _OPENING.match(text, max(opened, 0))
            begin = opening.end() if opening else 0
            lead = _IN_WORDS.match(text, begin)
            bare = _BARE.match(text, lead.end() if lead else begin)
            if bare and bare.end() == told.end() and not _NO_TERM.match(bare["name"]):
                yield from self._meaning(*bare.span("name"), bare.start(), bare.end(), "")

    def _meaning(self, start: int, end: int, begin: int, told: int, opener: str) -> Iterator[Definition]:
        text = self.text
        close = self._end_of_meaning(told)
        while close > told and text[close - 1] in " 　\r：:":
            close -= 1
        if close <= told or end - start < 2 or text[told] in "导示引":
            return
        name = _quote(text, start, end)
        kinds = kinds_of(name.text)[0] or self._kinds_of_meaning(told, close)
        defines, kinds = _sort(kinds, name.text)
        part = self.part_of(begin)
        yield Definition(
            name=name, meaning=_quote(text, told, close), span=Span(start=begin, end=close),
            scope=self._scope(opener, begin, part), form=DefinitionForm.MEANING, defines=defines, kinds=kinds,
            clause=self.clause_of(begin), part=part,
        )  # fmt: skip

    def _end_of_meaning(self, told: int) -> int:
        """Where the sentence ends, or the bracket that the definition stands in."""
        depth = 0
        for found in re.compile(r"[。；\n（()）]").finditer(self.text, told):
            depth += (found[0] in "（(") - (found[0] in "）)")
            if found[0] in "。；\n" or depth < 0:
                return found.start()
        return len(self.text)

    def _kinds_of_meaning(self, told: int, close: int) -> tuple[BodyKind, ...]:
        """The kinds of …的自然人、法人和非法人组织, where all members of the row are bodies."""
        first = re.compile(r"[，,：:]").search(self.text, told, close)
        end = first.start() if first else close
        head = max(self.text.rfind("的", told, end) + 1, told)
        items = [_person(item) or kinds_of(item)[0] for item in re.split(r"、|以及|或者|和|及|或", self.text[head:end])]
        if not all(items):
            items = [actor.kinds for actor in actors_in(self.text, head, end)]  # 军官、军士和义务兵等人员
        kinds = tuple(dict.fromkeys(kind for item in items for kind in item))
        return () if BodyKind.GOVERNMENT in kinds else kinds  # …的地方, …的地区 are places

    def _scope(self, opener: str, at: int, part: int) -> Span:
        whole = self.parts[part].span
        if opener[:1] in ("本", "前") and opener[-1:] in "条款项":
            unit = self.outline.unit(at, "条")
        elif opener in ("本章", "本节"):
            unit = self.outline.unit(at, opener[-1])
        else:
            return whole
        return unit.span if unit is not None else whole

    def _also(self, found: re.Match[str], start: int, end: int) -> Iterator[Definition]:
        """本条例所称X（以下简称Y），是指…: Y is short for X, which the short names can't see behind 所称."""
        short = _SHORT.search(self.text, *found.span("also"))
        name = self._name(short) if short else None
        if name is None:
            return
        kinds = kinds_of(found["name"])[0]
        part = self.part_of(start)
        defines, kinds = _sort(kinds, found["name"])
        yield Definition(
            name=name, meaning=_quote(self.text, start, end), span=Span(start=start, end=name.end),
            scope=Span(start=name.start, end=self.parts[part].span.end), form=DefinitionForm.SHORT, defines=defines,
            kinds=kinds, clause=self.clause_of(start), part=part,
        )  # fmt: skip


def _quote(text: str, start: int, end: int) -> Quote:
    return Quote(start=start, end=end, text=text[start:end])


@cache
def _cut() -> re.Pattern[str]:
    data = table("definitions")["definitions"]
    return re.compile(f"(?P<verb>{alternation(data['verbs'])})|{alternation(data['particles'])}")


@cache
def _particles() -> re.Pattern[str]:
    return re.compile(alternation(table("definitions")["definitions"]["particles"]) + r"(?!业|济)")


@cache
def _ends(key: str) -> tuple[str, ...]:
    return tuple(table("definitions")["definitions"][key])


def _sort(kinds: tuple[BodyKind, ...], *words: str) -> tuple[Defined, tuple[BodyKind, ...]]:
    """What the things that *words* name are, and their kinds: a place has some only where it acts by a body."""
    names = [re.sub(r"[“”\"]", "", each) for each in words]
    if any(name.endswith(_ends("areas")) or (2 < len(name) < 16 and places.resolve(name)) for name in names):
        return Defined.PLACE, kinds
    if any(name.endswith(_ends("places")) for name in names):
        return Defined.PLACE, ()
    return (Defined.BODY if kinds else Defined.MATTER), kinds


@cache
def _persons() -> dict[str, tuple[BodyKind, ...]]:
    return {word: (BodyKind(kind),) for kind, words in table("definitions")["persons"].items() for word in words}


def _person(words: str) -> tuple[BodyKind, ...]:
    """The kinds of a term of the law for persons (自然人, 个体工商户) that *words* end with, the longest one."""
    found = [word for word in _persons() if words.endswith(word)]
    return _persons()[max(found, key=len)] if found else ()


def _spells(name: str, words: str) -> bool:
    """Whether the characters of *name* stand in *words* in this order: 经办机构 in 社会保险经办机构."""
    rest = iter(words)
    return all(character in rest for character in re.sub(r"[“”\"（()）]", "", name))
