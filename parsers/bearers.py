"""Who bears a duty whose own words name nobody.

In this order: a responsibility note; the bearer named before in the same paragraph; the nature of the act; the headings
above; the addressees and the issuer. Which of these decided is kept with the answer (DESIGN §1.1).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsers.actors import Actor, kinds_of, relative_clause
from parsers.hints import hint
from policies.documents import Clause, Metadata
from policies.duties import Basis, Bearer, BodyKind, Modality
from policies.spans import Quote, trusted
from policies.vocabulary.tables import alternation, table

__all__ = [
    "MAY_BE_ACT",
    "MAY_BE_OF_AUTHORITY",
    "MAY_BE_THING",
    "Default",
    "acts_of_authority",
    "bearers_by_act",
    "bearers_by_thing",
    "default_of",
    "done_to_person",
    "implied_bearers",
    "named_bearers",
]


_make_quote, _make_bearer = trusted(Quote), trusted(Bearer)


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    kinds: tuple[BodyKind, ...]
    modality: tuple[Modality, ...]  # empty: any


class Default(NamedTuple):
    """The kinds that a document's unstated bearers have when nothing narrows them, and from what."""

    kinds: tuple[BodyKind, ...]
    addressed: tuple[BodyKind, ...]  # of the addressees: whom 请遵照执行 binds
    basis: Basis


@cache
def _rules(section: str) -> tuple[re.Pattern[str], tuple[_Rule, ...]]:
    """A pattern of the words of all rules of *section*, and the rules."""
    rules = []
    for row in table("bearers")[section]:
        unless = re.compile(alternation(row["not"])) if "not" in row else None
        kinds = tuple(BodyKind(kind) for kind in row["kinds"])
        modality = tuple(Modality(name) for name in row.get("modality", ()))
        rules.append(_Rule(re.compile(alternation(row["words"])), unless, kinds, modality))
    any_of = alternation(word for row in table("bearers")[section] for word in row["words"])
    return re.compile(any_of), tuple(rules)


def _by_rule(
    section: str, words: str, modality: Modality | None = None
) -> tuple[tuple[BodyKind, ...], re.Match[str]] | None:
    any_of, rules = _rules(section)
    if not any_of.search(words):
        return None  # most duties
    for rule in rules:
        if rule.modality and modality not in rule.modality:
            continue
        found = rule.pattern.search(words)
        if found and not (rule.unless and rule.unless.search(words)):
            return rule.kinds, found
    return None


# a title whose subject is an enterprise: 关于危险化学品企业贯彻落实…的意见, 煤矿企业安全生产…规定
_FOR_ENTERPRISES = re.compile(
    r"(?:企业|生产经营单位|煤矿)(?:贯彻|落实|执行|做好|进一步|切实|必须|安全生产(?:主体责任|标准化|管理|十|八)?(?:基本)?(?:规范|规定|要求|守则|准则))"
)


def default_of(metadata: Metadata) -> Default:
    """What the head of a document tells about unstated bearers.

    A notice of a government, or one addressed to governments, binds governments and departments; one of a department to
    departments binds departments.
    """
    addressed: dict[BodyKind, None] = {}
    for name in metadata.addressees:
        addressed.update(dict.fromkeys(kinds_of(name)[0]))
    issuer = kinds_of(metadata.issuer)[0] if metadata.issuer else ()
    both = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
    office = bool(metadata.issuer) and bool(
        re.search(r"政府(?:办公[厅室])?$|^国务院(?:办公厅|安全生产委员会)?$|[委府]、", metadata.issuer or "")
    )
    kinds: tuple[BodyKind, ...]
    if metadata.title and _FOR_ENTERPRISES.search(metadata.title):
        return Default((BodyKind.ENTERPRISE,), tuple(addressed) or both, Basis.HEADING)
    if BodyKind.GOVERNMENT in addressed or office:
        kinds = both
    elif BodyKind.DEPARTMENT in issuer or BodyKind.DEPARTMENT in addressed:
        kinds = (BodyKind.DEPARTMENT,)
    else:
        kinds = both
    everybody = tuple(kind for kind in BodyKind if kind in addressed)
    return Default(kinds, everybody or both, Basis.ADDRESSEE if addressed else Basis.ISSUER)


_NAME_GIVEN = re.compile(
    r"[（(](?:[^（()）]{1,24}[，,])?(?:(?:以下|下)(?:统称|合称|简称|称)|简称)[^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)?[)）]$"
)

# 企业负责人（包括…）, 职业院校（含…）: whom the name covers
_TELLS_WHO = re.compile(
    r"(?<=..)[（(](?:包括|不?含|即|如|具体为|以下与)[^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)?[)）]$"
)


def named_bearers(text: str, actors: list[Actor], basis: Basis, *, surface: bool = True) -> list[Bearer]:
    """Bearers of the *actors*; without *surface* they are implied, as in a sentence that goes on from them."""
    bearers: list[Bearer] = []
    for actor in actors:
        start = actor.start + len(relative_clause(text[actor.start : actor.end]))
        given = _NAME_GIVEN.search(text, start, actor.end) or _TELLS_WHO.search(text, start, actor.end)
        end = given.start() if given else actor.end  # the bracket that gives them a name is none of theirs
        quote = _make_quote(start=start, end=end, text=text[start:end])
        post = None
        if actor.position and actor.kinds != (BodyKind.INDIVIDUAL,):  # 女职工, 参保职工: posts of no body
            post = _make_quote(start=actor.position[0], end=actor.position[1], text=text[slice(*actor.position)])
        for kind in actor.kinds:
            if surface:
                bearers.append(
                    _make_bearer(kind=kind, basis=basis, surface=quote, position=post, evidence=actor.evidence)
                )
            else:
                bearers.append(_make_bearer(kind=kind, basis=basis, evidence=quote))
    return list({(b.kind, b.surface, b.position if surface else None): b for b in bearers}.values())


MAY_BE_ACT = hint(lambda: _rules("act")[0])


def bearers_by_act(text: str, start: int, end: int, modality: Modality) -> list[Bearer]:
    """Bearers that the nature of the act in ``text[start:end]`` tells; empty where it tells none."""
    act = _by_rule("act", text[start:end], modality)
    if not act:
        return []
    kinds, found = act
    begin = start + found.start()
    quote = _make_quote(start=begin, end=begin + len(found.group(0)), text=found.group(0))
    return [_make_bearer(kind=kind, basis=Basis.ACT, evidence=quote) for kind in kinds]


class _Things(NamedTuple):
    subject: re.Pattern[str]  # a thing as subject before a demand
    kinds: dict[str, tuple[BodyKind, ...]]  # by head
    public: re.Pattern[str]  # what makes it one of the public hand


@cache
def _things() -> _Things:
    data = table("bearers")["things"]
    kinds = {head: tuple(map(BodyKind, row["kinds"])) for row in data["of_whom"] for head in row["heads"]}
    thing = rf"(?P<thing>[^，。；：]{{0,40}}(?P<head>{alternation(kinds)}))"
    subject = rf"{thing}(?:的?{alternation(data['of'])})?(?:的)?{alternation(data['uses'])}?"
    demand = "，?(?:均|都|也|还|一律|依法)?(?:应当|应该|应|必须|须|不得|不应|严禁|禁止)"
    return _Things(re.compile(subject + demand), kinds, re.compile(alternation(data["not"])))


MAY_BE_THING = hint(lambda: _things().subject)


def bearers_by_thing(text: str, start: int, act: int) -> list[Bearer]:
    """Who answers for the thing that is the subject of ``text[start:act]``; empty where none is."""
    things = _things()
    found = things.subject.match(text, start, act)
    if not found or things.public.search(found.group("thing")):
        return []
    quote = _make_quote(start=found.start("thing"), end=found.end("thing"), text=found.group("thing"))
    return [_make_bearer(kind=kind, basis=Basis.ACT, evidence=quote) for kind in things.kinds[found.group("head")]]


_BODY = re.compile(r"(?:企业|单位|部门|政府|公司|机构|学校|医院|委员会|办公室|[局厅])$")  # 煤矿： is a field of work


@cache
def _authority() -> re.Pattern[str]:
    return re.compile(f"(?<!申请)(?<!办理)(?<!调){alternation(table('bearers')['authority']['words'])}")


_OWN_ACT = re.compile("缴纳|交纳|办理|申请|接受|配合|服从|申报")  # 缴纳罚款, 办理注销登记: done by whom it befalls
MAY_BE_OF_AUTHORITY = hint(_authority)


@cache
def _to_applicant() -> re.Pattern[str]:
    words = alternation(table("bearers")["authority"]["to_applicant"])
    return re.compile(f"{words}(?!地|机关|部门|机构|单位|[^，。；]*负责$)")


def done_to_person(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` tells what is done for or to a person or applicant (颁发证书, 对其进行调查)."""
    return _to_applicant().search(text, start, end) is not None


def acts_of_authority(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` tells of an act that only an authority does to others (责令, 吊销 …)."""
    found = _authority().search(text, start, end)
    return found is not None and _OWN_ACT.search(text, start, found.start()) is None


def implied_bearers(text: str, trail: tuple[Clause, ...], default: Default, *, closing: bool) -> list[Bearer]:
    """Bearers by the headings of *trail*, or by the document's *default*."""
    for clause in reversed(trail):
        labelled = clause.number is None and _BODY.search(clause.title) is not None
        named = kinds_of(clause.title)[0] if labelled else ()
        if named:  # a label that names a body (煤矿企业：) names the bearer
            begin = text.find(clause.title, clause.head.start)
            quote = _make_quote(start=begin, end=begin + len(clause.title), text=clause.title)
            return [_make_bearer(kind=kind, basis=Basis.LABEL, evidence=quote) for kind in named]
        heading = _by_rule("heading", clause.title) if clause.title else None
        if heading:
            basis = Basis.LABEL if clause.number is None else Basis.HEADING
            begin = text.find(clause.title, clause.head.start)
            if begin < 0:
                continue
            quote = _make_quote(start=begin, end=begin + len(clause.title), text=clause.title)
            return [_make_bearer(kind=kind, basis=basis, evidence=quote) for kind in heading[0]]
    kinds = default.addressed if closing else default.kinds
    return [_make_bearer(kind=kind, basis=Basis.ADDRESSEE if closing else default.basis) for kind in kinds]
