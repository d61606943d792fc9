"""Cells of bodies: who owes, leads or helps by the column and by the words of the cell (（牵头）, …配合, 牵头单位：…).

Persons are named by their posts (分管副局长); the name of a person is no body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parsers.actors import Actor, actors_in, kinds_of
from parsers.columns import Column
from parsers.notes import ResponsibilityNote, read_clauses, read_labels
from policies.duties import BodyKind
from policies.spans import Span
from policies.vocabulary.tables import alternation, table

__all__ = ["read_bodies", "read_posts"]

_ROW = re.compile(r"[，,；;/\n]")
_MEMBER = re.compile(r"[、，,；;/\n]|和(?=[市县区省各])|及(?=[市县区省各相有])")
_BLANK = re.compile(r"[ \t\u3000\u00a0]+")
_PAREN = re.compile(r"[（(]([^（()）]{1,30})[)）]$")
_PARENS = re.compile(r"[（(]([^（()）]{1,30})[)）]")
_QUALIFIED = (
    (re.compile(r"牵头|主责|主办|第一责任"), "leaders"),
    (re.compile(r"配合|协办|协助|参与|协同"), "helpers"),
    (re.compile(r"负责|分工|落实|承办"), "owners"),
)
_TAIL = re.compile(
    r"(?:等|[。.：:]|(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:分别|分工|组织|具体)?(?:负责|落实|实施))+$"
)
_NUMBER = re.compile(r"(?:[0-9]{1,2}[.．、]|[（(][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳])\s*")
_VERB = re.compile(r"牵头|指导|配合|参与|协助|协同|分工负责")
_LABEL = re.compile(r"[一-龥]{2,6}(?:单位|部门)[：:]")
_ALIKE = re.compile(r"副|分管|常务|主管|第一|党组|党委|党工委")
_OF_A_PLACE = re.compile("[省市县区乡镇州]长$")  # of a government; 局长 and 分管领导 tell none


@cache
def _endings() -> tuple[re.Pattern[str], dict[str, BodyKind]]:
    kinds = {word: BodyKind(kind) for kind, words in table("records")["endings"].items() for word in words}
    return re.compile(alternation(word[::-1] for word in kinds)), kinds


def read_bodies(text: str, lines: tuple[Span, ...], column: Column, note: ResponsibilityNote) -> list[Span]:
    """Add the bodies that the *lines* of a cell below *column* name to *note*; returns what was not understood."""
    unread: list[Span] = []
    for line in lines:
        start, end = _trim(text, line.start, line.end)
        own = ResponsibilityNote(start, end)
        if _LABEL.match(text, start, end):
            read_labels(text, start, end, own)
        elif _VERB.search(_bare(text[start:end])):
            read_clauses(text, start, end, own)
        if own.owners or own.leaders or own.helpers or own.guides:
            _add(note, own, column)
            continue
        named: list[Actor] = []
        for row, stop in _pieces(text, start, end, _ROW):
            shared = [] if _apart(text[row:stop]) else actors_in(text, row, _without_tail(text, row, stop))
            if shared:  # 发展改革、教育、公安等部门: a head for all
                _bucket(own, column, "").extend(shared)
                continue
            for begin, end_ in _pieces(text, row, stop, _MEMBER):
                bucket, actors = _read(text, begin, end_)
                named += actors if bucket == "leaders" and column is not Column.HELPER else []
                if not actors and text[begin:end_].strip(" 　/—-－无"):
                    unread.append(Span(start=begin, end=end_))
                _bucket(own, column, bucket).extend(actors)
        if named:  # 市公安局（牵头）、市交通运输局 below 牵头单位: one of them leads, the others owe
            own.owners, own.leaders = [*own.owners, *(a for a in own.leaders if a not in named)], named
        note.owners.extend(own.owners)
        note.leaders.extend(own.leaders)
        note.helpers.extend(own.helpers)
        note.helping = note.helping or own.helping or (column is Column.HELPER and bool(own.helpers))
    return unread


def read_posts(text: str, lines: tuple[Span, ...], units: Sequence[Actor]) -> list[Actor]:
    """The posts, and the bodies, that a cell of persons names; *units* are the bodies that the row names.

    A post that names no body of its own (局长, 分管领导) is one inside the unit of the row: as many persons as units
    stand for one each, else all for the first.
    """
    pieces = [p for line in lines for p in _pieces(text, *_trim(text, line.start, line.end), _MEMBER)]
    paired = len(pieces) == len(units)
    actors: list[Actor] = []
    for index, (begin, stop) in enumerate(pieces):
        unit = (units[index] if paired else units[0]) if units else None
        found = _PAREN.search(text[begin:stop])
        inner = (begin, stop)
        if found and not kinds_of(text[begin : begin + found.start()])[0]:  # 张某（副局长）
            inner = (begin + found.start(1), begin + found.end(1))
        for actor in actors_in(text, *inner):
            if actor.kinds != (BodyKind.INDIVIDUAL,):
                actors.append(_whole_post(text, actor, unit))
    return actors


def _whole_post(text: str, actor: Actor, unit: Actor | None) -> Actor:
    """分管副局长 is a post as a whole, inside *unit*; 副县长 and 市应急局局长 tell their body themselves."""
    if actor.position is None:
        return actor
    before = text[actor.start : actor.position[0]]
    if not _ALIKE.sub("", before):
        whole = (actor.start, actor.end)
        if unit is None or _OF_A_PLACE.search(text[slice(*actor.position)]):
            return Actor(*whole, actor.kinds, whole)
        return Actor(unit.start, unit.end, unit.kinds, whole)
    alike = re.search(rf"(?:{_ALIKE.pattern})+$", before)
    begin = actor.position[0] - (len(alike.group(0)) if alike else 0)
    known = kinds_of(before)[0] or _by_ending(before) or actor.kinds
    return Actor(actor.start, actor.end, known, (begin, actor.position[1]))


def _bare(words: str) -> str:
    """*words* without what stands in brackets: （牵头） behind a name tells of that name alone."""
    return re.sub(r"[（(][^（()）]*[)）]", "", words)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t　\u00a0":
        start += 1
    while end > start and text[end - 1] in " \t　\u00a0。；;，,、":
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The members of ``text[start:end]``, cut at *mark* outside brackets, and at blanks that part names."""
    depth, begin = 0, start
    cuts: list[tuple[int, int]] = []
    for at in range(start, end):
        depth = max(0, depth + (text[at] in "（(") - (text[at] in "）)"))
        if depth == 0 and mark.match(text, at, end):
            cuts.append((begin, at))
            begin = at + 1
    cuts.append((begin, end))
    for cut in cuts:
        a, b = _trim(text, *cut)
        numbered = _NUMBER.match(text, a, b)
        first = numbered.end() if numbered else a
        words = list(_words(text, first, b)) if mark is _MEMBER else []
        if len(words) > 1 and all(y - x > 1 for x, y in words):  # 财 政 局 is one name, set wide
            yield from words
        elif first < b:
            yield first, b


def _apart(words: str) -> bool:
    """Whether the members of a row have to be read one by one."""
    return bool(_BLANK.search(words)) or any(
        pattern.search(p) for p in _PARENS.findall(words) for pattern, _ in _QUALIFIED
    )


def _without_tail(text: str, start: int, end: int) -> int:
    tail = _TAIL.search(text[start:end])
    return start + tail.start() if tail and tail.start() else end


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for blank in _BLANK.finditer(text, start, end):
        yield begin, blank.start()
        begin = blank.end()
    yield begin, end


def _read(text: str, start: int, end: int) -> tuple[str, list[Actor]]:
    """(bucket that the words name, "" where they name none; the actors)."""
    bucket = ""
    paren = _PAREN.search(text[start:end])
    if paren:
        bucket = next((name for pattern, name in _QUALIFIED if pattern.search(paren.group(1))), "")
        end = start + paren.start() if bucket else end
    end = _without_tail(text, start, end)
    actors = actors_in(text, start, end)
    kinds = () if actors else _by_ending(text[start:end])
    if kinds:
        actors = [Actor(start, end, kinds, None)]
    return bucket, actors


def _by_ending(words: str) -> tuple[BodyKind, ...]:
    """The kind of a body that only its place in a cell of bodies tells from other words: 综合科, 高新区."""
    name = re.sub(r"[（(][^（()）]*[)）]$", "", words)
    pattern, kinds = _endings()
    found = pattern.match(name[::-1])
    named = found and re.fullmatch(r"[\w（）()·“”]+", words) and (len(name) > 1 or name in "县区市")
    return (kinds[found.group(0)[::-1]],) if found and named else ()


def _bucket(note: ResponsibilityNote, column: Column, bucket: str) -> list[Actor]:
    if column is Column.HELPER:
        return note.helpers
    if bucket:
        return note.leaders if bucket == "leaders" else note.helpers
    return note.leaders if column is Column.LEAD else note.owners


def _add(note: ResponsibilityNote, own: ResponsibilityNote, column: Column) -> None:
    """Take over what the words of a cell told; where they tell nothing more, the column tells."""
    note.guides.extend(own.guides)
    if column is Column.HELPER:
        note.helpers.extend([*own.leaders, *own.owners, *own.helpers])
        return
    note.helpers.extend(own.helpers)
    note.leaders.extend(own.leaders)
    (note.leaders if column is Column.LEAD else note.owners).extend(own.owners)
