"""Responsibility notes: （责任单位：A、B，C） （A牵头，B配合） （A负责） name who answers for the unit before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.actors import Actor, actors_in
from parsers.known import NOTHING, Known
from policies.duties import Basis
from policies.spans import Span

__all__ = [
    "ResponsibilityNote",
    "find_notes",
    "first_leads",
    "join_notes",
    "let_first_lead",
    "read_clauses",
    "read_labels",
]

_BRACKET = re.compile(
    r"[（(【〔\[]([^（）()【】]{2,400}(?:[（(〔][^（）()〔〕]{1,30}[)）〕][^（）()【】]{0,400})*)[)）】〕\]]"
)
_WHEN = "完成时限|完成时间|完成期限|时间要求|时限要求|时间节点|整改时限"
_LABELS = "责任单位|责任部门|牵头单位|牵头部门|配合单位|配合部门|主责单位|责任主体|实施单位"
_LABELLED = re.compile(rf"(?P<label>{_LABELS}|参加单位|参与单位|{_WHEN})[：:]\s*")
# on a line of their own, or behind the sentence that they are about, up to its end
_LINE = re.compile(
    rf"^[ \t　]*(?:{_LABELS}|(?:{_WHEN})(?=[：:][^\n]{{1,60}}$))[：:][^\n]+"
    rf"|(?<=[。；])[ 　]*(?:{_LABELS})[：:][^\n。]+",
    re.M,
)
_LEAD = re.compile(r"(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?|分别|共同)?牵头(?:负责|落实|组织实施|实施)?")
_SHARE = re.compile(
    r"(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?(?:负责|落实)|分工负责|配合|参与|参加|共同参与|协同|协办)"
)
_HELPS = re.compile("配合|参与|参加|协同|协办")
_OWN = re.compile(r"(?:等)?(?:分别|共同|具体|统一|按(?:照)?(?:各自)?职责)?(?:负责)?(?:负责|落实|实施|组织实施|承办)")
# 2022年6月底前完成: by when, behind who is to do it
_BY = re.compile(
    r"\s*(?:[于在])?(?P<day>(?:[0-9]{4}年|[0-9]{1,2}月|年[底内末])[^，,；;。]{0,12}?(?:前|底|末|日|内)?)(?:完成|落实|到位|见效|取得[^，；。]{1,6})\s*"
)
_GUIDE = re.compile(r"(?:等)?(?:负责)?指导")
_FIRST_LEADS = re.compile(r"列第一位(?:者)?(?:的)?为牵头")


@dataclass(slots=True)
class ResponsibilityNote:
    """A note's range with the bodies it names: who owe, who lead (they owe too), who cooperate, who only guide."""

    start: int
    end: int
    owners: list[Actor] = field(default_factory=list)
    leaders: list[Actor] = field(default_factory=list)
    helpers: list[Actor] = field(default_factory=list)
    helping: bool = False  # 配合, 参加 name the helpers: they help whoever owes the duty
    guides: list[Actor] = field(default_factory=list)
    when: list[Span] = field(default_factory=list)  # what 完成时限： says
    posts: list[Actor] = field(default_factory=list)  # inside those who owe: they owe in person
    basis: Basis = Basis.NOTE


def find_notes(text: str, start: int, end: int, known: Known = NOTHING) -> list[ResponsibilityNote]:
    """The responsibility notes of ``text[start:end]`` in order; *known* are names of bodies that the text defines."""
    notes: list[ResponsibilityNote] = []
    for found in _BRACKET.finditer(text, start, end):
        note = _read(text, found.start(), found.end(), found.start(1), found.end(1), known)
        if note:
            notes.append(note)
    for found in _LINE.finditer(text, start, end):
        if not any(n.start <= found.start() < n.end for n in notes):
            note = _read(text, found.start(), found.end(), found.start(), found.end(), known)
            if note:
                notes.append(note)
    notes.sort(key=lambda n: n.start)
    return notes


def first_leads(text: str, note: ResponsibilityNote) -> tuple[bool, bool]:
    """Whether *note* says that the first body leads (列第一位者为牵头单位), and that this holds from here on (下同)."""
    found = _FIRST_LEADS.search(text, note.start, note.end)
    return bool(found), bool(found) and "下同" in text[note.start : note.end]


def let_first_lead(text: str, note: ResponsibilityNote) -> None:
    """Move the first owner to the leaders; 有关部门 names no organ that could lead."""
    if len(note.owners) > 1 and not note.leaders and "关部门" not in text[note.owners[0].start : note.owners[0].end]:
        note.leaders, note.owners = note.owners[:1], note.owners[1:]


def _read(text: str, start: int, end: int, inner: int, inner_end: int, known: Known) -> ResponsibilityNote | None:
    note = ResponsibilityNote(start, end)
    label = _LABELLED.search(text, inner, inner_end)
    if label and not text[inner : label.start()].strip():
        read_labels(text, inner, inner_end, note, known)
    else:
        read_clauses(text, inner, inner_end, note, known)
    return note if note.owners or note.leaders or note.helpers or note.guides or note.when else None


def join_notes(text: str, notes: list[ResponsibilityNote], note: ResponsibilityNote) -> None:
    """Add *note*; one directly behind another (牵头单位：… 完成时限：…, each on its line) goes on with it."""
    last = notes[-1] if notes else None
    if last is None or text[last.end : note.start].strip(" \n　。；;，"):
        notes.append(note)
        return
    last.end = note.end
    last.helping = last.helping or note.helping
    for name in ("owners", "leaders", "helpers", "guides", "when"):
        getattr(last, name).extend(getattr(note, name))


def read_labels(text: str, inner: int, inner_end: int, note: ResponsibilityNote, known: Known = NOTHING) -> None:
    """责任单位：A、B；配合单位：C — each label up to the next one."""
    labels = list(_LABELLED.finditer(text, inner, inner_end))
    for index, label in enumerate(labels):
        stop = labels[index + 1].start() if index + 1 < len(labels) else inner_end
        name = label.group("label")
        if "时" in name or "期" in name:
            note.when.append(Span(start=label.end(), end=stop))
            continue
        actors = _actors(text, label.end(), stop, known)
        if name.startswith("牵头") or name.startswith("主责"):
            note.leaders.extend(actors)
        elif name.startswith(("配合", "参")):
            note.helpers.extend(actors)
            note.helping = True
        else:
            note.owners.extend(actors)


def _actors(text: str, start: int, end: int, known: Known) -> list[Actor]:
    while end > start and text[end - 1] in " 　；;，,。\n":
        end -= 1
    leads = _FIRST_LEADS.search(text, start, end)
    if leads:
        end = leads.start()
        while end > start and text[end - 1] in "，、 ":
            end -= 1
    actors: list[Actor] = []
    at = start
    for stop in [
        m.span() for m in re.finditer(r"[，,；;]|等(?=(?:[省市县区州]直)?(?:有关|相关|各))", text[start:end])
    ] + [(end - start,) * 2]:
        actors.extend(actors_in(text, at, start + stop[0], known) or _loose(text, at, start + stop[0], known))
        at = start + stop[1]
    return actors


def _loose(text: str, start: int, end: int, known: Known) -> list[Actor]:
    """The members of a row that are actors one by one, where the whole row is not understood."""
    out: list[Actor] = []
    at = start
    for found in re.finditer(r"[、]|$", text[start:end]):
        out.extend(actors_in(text, at, start + found.start(), known))
        at = start + found.end()
    return out


_PIECE = re.compile("[^，,；;。]+")


def read_clauses(text: str, inner: int, inner_end: int, note: ResponsibilityNote, known: Known = NOTHING) -> None:
    """A牵头，B配合；C负责 — each part told by its verb, a row of names before it."""
    pending = inner
    for piece in _PIECE.finditer(text, inner, inner_end):
        begin, stop = piece.span()
        if by := _BY.fullmatch(text, begin, stop):
            note.when.append(Span(start=by.start("day"), end=by.end("day")))
            pending = stop + 1
            continue
        for pattern, bucket in (
            (_LEAD, note.leaders), (_SHARE, note.helpers), (_GUIDE, note.guides), (_OWN, note.owners),
        ):  # fmt: skip
            verb = pattern.search(text, begin, stop)
            if verb and not text[verb.end() : stop].strip():
                bucket.extend(_actors(text, pending, verb.start(), known))
                note.helping = note.helping or (pattern is _SHARE and _HELPS.search(verb.group(0)) is not None)
                pending = stop + 1
                break
    if note.helpers and not note.leaders and not note.owners and not note.guides:
        note.owners, note.helpers = note.helpers, []  # 按职责分工负责 with no 牵头 beside it: all of them owe
