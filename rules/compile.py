"""A duty as a condition: who bears it, where, since when.

The result always has the shape ``All(Any(one alternative for each bearer), Within, conditions on the date …)``, so that
answers can tell which bearer made the duty apply: alternative *n* belongs to ``duty.bearers[n]``. One more alternative
stands behind them where what was inferred of the bearer excludes nobody.
"""

from __future__ import annotations

import re
from datetime import date

from policies.conditions import (
    All,
    Any,
    Condition,
    Function,
    Kind,
    LevelIn,
    Named,
    Not,
    Position,
    Quoted,
    Window,
    Within,
)
from policies.documents import Document, Level
from policies.duties import Basis, Bearer, BodyKind, Duty
from policies.spans import Quote
from policies.vocabulary import functions, places, scopes
from rules import authorities, defined, enterprises
from rules.force import force_of
from rules.narrowing import narrowing
from rules.others import others_than
from rules.own_work import is_issuers_work
from rules.reach import Reach, reach_of
from rules.reasons import BASIS, Reason
from rules.surfaces import plain
from rules.unexcluded import unexcluded

__all__ = ["compile_duty"]

_AUTHORITIES = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
# The issuer says what it will do itself: 将组织督查; in a later clause only by its own name, 感谢您的关心，我们将督促….
_UNDERTAKING = re.compile(
    r"(?:适时)?[将拟]|(?:^|[，；])(?:我们|我[部委局厅办院署]|本[部委局厅办院署]|国办|国务院)(?:还|也)?[将拟正]"
)
_POINTER = re.compile(r"(有关|相关)(?:部门|地区|地方|单位)(?:[和及与、]|以及)$")
_LOOK_BACK = 12  # characters
_CLOSING = re.compile(r"请")  # 请认真组织实施: everybody to whom the notice is addressed
_READ = {
    BodyKind.GOVERNMENT: authorities.government,
    BodyKind.DEPARTMENT: authorities.department,
    BodyKind.ENTERPRISE: enterprises.enterprise,
    BodyKind.INSTITUTION: enterprises.institution,
    BodyKind.INDIVIDUAL: enterprises.individual,
}


def compile_duty(duty: Duty, document: Document) -> Condition:
    """The condition under which *duty* applies to an entity."""
    reach = reach_of(duty, document)
    bearers: tuple[Condition, ...] = tuple(_alternative(bearer, duty, reach, document) for bearer in duty.bearers)
    others = unexcluded(duty, document, reach)
    return All(of=(Any(of=(*bearers, *others)), *_place(reach), *force_of(duty, document, reach)))


def _place(reach: Reach) -> list[Condition]:
    if reach.company:
        return [Named(name=reach.company, because=Reason.COMPANY)]
    if reach.own_rules and reach.level is not None:
        return [*_ground(reach), LevelIn(levels=(reach.level,), because=Reason.OWN_RULES)]
    return _ground(reach)


def _ground(reach: Reach) -> list[Condition]:
    if not reach.place:
        return [] if reach.located else [Quoted(words=f"《{reach.document}》适用的地区", because=Reason.NOWHERE)]
    within: Condition = Within(place=reach.place, because=Reason.REACH)
    for move in places.moves(reach.place) if reach.place.isdigit() else ():
        if reach.since is None or reach.since.year >= move.year:
            continue  # issued when it stood already as it stands today
        moved = Within(place=move.place, because=Reason.MOVED)
        if move.left:
            until = Window(until=date(move.year - 1, 12, 31), because=Reason.MOVED)
            within = Any(of=(within, All(of=(moved, until))))
        else:
            since = Window(since=date(move.year, 1, 1), because=Reason.MOVED)
            within = All(of=(within, Any(of=(Not(of=moved), since))))
    return [within]


# One bearer


def _alternative(bearer: Bearer, duty: Duty, reach: Reach, document: Document) -> Condition:
    quote = bearer.surface or bearer.evidence
    because = None if bearer.surface else BASIS[bearer.basis]
    atoms: list[Condition] = [
        Kind(kind=bearer.kind, evidence=quote, because=because or (None if quote else BASIS[bearer.basis]))
    ]
    atoms += _who(bearer, duty, reach, document)
    atoms += _position(bearer)
    atoms += narrowing(bearer, duty, document)
    return All(of=_once(atoms))


def _who(bearer: Bearer, duty: Duty, reach: Reach, document: Document) -> list[Condition]:
    """Which bodies of the bearer's kind."""
    named = _name(bearer)
    if named is not None:
        post = _post(bearer)
        body = _pointed(named, document) + _without_post(named.text, post)
        if post and bearer.kind is BodyKind.ENTERPRISE:
            atoms = enterprises.of_post(body, post, named, reach)
        else:
            atoms = others_than(bearer, body, duty, document, reach) or _READ[bearer.kind](body, named, reach)
        if post and bearer.kind is BodyKind.GOVERNMENT and not body:
            atoms = [*atoms, *_level_of_post(post, named)]
        return defined.as_defined(atoms, bearer.kind, body, named, document, reach, _READ[bearer.kind])
    if bearer.kind in _AUTHORITIES:
        if bearer.basis is Basis.ISSUER and _undertakes(reach.words) and (issuer := _issuer(bearer, reach)):
            return issuer
        if reach.level and reach.region is not None and is_issuers_work(duty, reach.region):  # whomever it addresses
            own = LevelIn(levels=(reach.level,), because=Reason.ISSUERS_WORK)
            which = authorities.implied_department(bearer.evidence, reach)
            return [own, *(which if bearer.kind is BodyKind.DEPARTMENT else ())]
        addressed = _addressed(bearer, reach) if bearer.basis is Basis.ADDRESSEE else []
        if bearer.kind is BodyKind.GOVERNMENT or _tells_department(addressed) or _CLOSING.match(reach.words):
            return addressed
        return [*addressed, *authorities.implied_department(bearer.evidence, reach)]
    addressed = _addressed_bodies(bearer, reach) if bearer.basis is Basis.ADDRESSEE else []
    return addressed or (enterprises.trades(reach) if bearer.kind is BodyKind.ENTERPRISE else [])


def _addressed_bodies(bearer: Bearer, reach: Reach) -> list[Condition]:
    """The enterprises or institutions among the addressees (中直有关单位, 有关中央企业); nothing where every one of the
    kind is addressed, or none is told apart from authorities."""
    heads = scopes.section("enterprises" if bearer.kind is BodyKind.ENTERPRISE else "institutions")["heads"]
    readings: list[Condition] = []
    for addressee in reach.addressees:
        if not plain(addressee).endswith(heads):
            continue
        atoms = _READ[bearer.kind](addressee, None, reach)
        if not atoms:
            return []
        readings.append(All(of=tuple(_because(atom, Reason.ADDRESSEE) for atom in atoms)))
    return readings if len(readings) < 2 else [Any(of=tuple(readings))]


def _pointed(named: Quote, document: Document) -> str:
    """有关 of 有关部门和单位 points at the second as well; nothing where no such word stands before."""
    if plain(named.text) not in ("单位", "部门"):
        return ""
    found = _POINTER.search(document.text[max(named.start - _LOOK_BACK, 0) : named.start])
    return found[1] if found else ""


def _level_of_post(post: str, evidence: Quote) -> list[Condition]:
    """总理 is of the nation's government, 县长 of a county's."""
    words = plain(post)
    for level, posts in scopes.section("post_levels").items():
        if words in posts:
            return [LevelIn(levels=(Level(level),), evidence=evidence, because=Reason.POST_LEVEL)]
    return []


def _undertakes(words: str) -> bool:
    found = _UNDERTAKING.search(words)
    return found is not None and (found.start() == 0 or found[0][0] in "，；")


def _name(bearer: Bearer) -> Quote | None:
    """The words that name the bearer, here or in what this goes on from."""
    return bearer.surface or (bearer.evidence if bearer.basis is Basis.PREVIOUS else None)


def _post(bearer: Bearer) -> str | None:
    """The post that the bearer is: as the parser found it, or a known word that closes the name and says more of it
    (其他负责人 is not the 负责人)."""
    stated = bearer.position.text if bearer.position is not None else None
    named = _name(bearer)
    if named is None or bearer.kind is BodyKind.INDIVIDUAL:
        return stated
    words = plain(named.text)
    found = [word for word in scopes.posts() if words.endswith(word) and (stated is None or word.endswith(stated))]
    return max((*found, *((stated,) if stated else ())), key=len, default=None)


def _without_post(surface: str, post: str | None) -> str:
    words = plain(surface)
    return words.removesuffix(plain(post)).removesuffix("的") if post else words


def _addressed(bearer: Bearer, reach: Reach) -> list[Condition]:
    """The addressees of the bearer's kind; nothing where none is of that kind, or one is every body of it."""
    readings: list[Condition] = []
    for addressee in reach.addressees:
        if kind_of(addressee) is not bearer.kind:
            continue
        atoms = _READ[bearer.kind](addressee, None, reach)
        if not atoms:
            return []  # every body of the kind
        readings.append(All(of=tuple(_because(atom, Reason.ADDRESSEE) for atom in atoms)))
    if not readings:
        # a reply to a ministry asks nothing of governments
        other = next((kind for addressee in reach.addressees if (kind := kind_of(addressee)) is not bearer.kind), None)
        return [Kind(kind=other, because=Reason.REPLY)] if reach.reply and other else []
    return [readings[0] if len(readings) == 1 else Any(of=tuple(readings))]


def _tells_department(atoms: list[Condition]) -> bool:
    """Whether the addressees are departments by function or name; 各委办局 tells only their level."""
    return any(
        _tells_department(list(atom.of)) if isinstance(atom, All | Any) else isinstance(atom, Function | Named)
        for atom in atoms
    )


def _because(atom: Condition, reason: str) -> Condition:
    if isinstance(atom, All | Any):
        return type(atom)(of=tuple(_because(one, reason) for one in atom.of))
    if isinstance(atom, Not):
        return Not(of=_because(atom.of, reason))
    return atom if atom.because else atom.model_copy(update={"because": reason})


def kind_of(addressee: str) -> BodyKind:
    """Whether an addressee is a government, an enterprise or a department, by the end of its name."""
    text = plain(addressee)
    governments = ("政府", "管委会", "街道办事处", "街道办", "管理委员会")
    if text.endswith(("企业", "公司", "集团")):
        return BodyKind.ENTERPRISE
    return BodyKind.GOVERNMENT if text.endswith(governments) else BodyKind.DEPARTMENT


def _issuer(bearer: Bearer, reach: Reach) -> list[Condition]:
    """The issuer itself."""
    if reach.issuer is None:
        return []
    own: list[Condition] = []
    if reach.level:
        own.append(LevelIn(levels=(reach.level,), because=Reason.OWN_ORGAN))
    if bearer.kind is BodyKind.GOVERNMENT:
        return own
    found = functions.of_organ(reach.issuer)
    asked: list[Condition] = [Function(function=one, because=Reason.OWN_ORGAN) for one in found]
    if not asked:
        return [*own, Named(name=reach.issuer, because=Reason.OWN_ORGAN)]
    return [*own, asked[0] if len(asked) == 1 else Any(of=tuple(asked))]


def _position(bearer: Bearer) -> list[Condition]:
    if bearer.kind is BodyKind.INDIVIDUAL:
        return []
    post = _post(bearer)
    if post is None:
        return [Position(position="", because=Reason.BODY)]
    stated = bearer.position if bearer.position is not None and bearer.position.text == post else None
    return [Position(position=scopes.post(plain(post)), evidence=stated or _name(bearer))]


def _once(atoms: list[Condition]) -> tuple[Condition, ...]:
    """Each condition once; two atoms that ask the same are one, whatever they come from."""
    kept: dict[str, Condition] = {}
    for atom in atoms:
        if isinstance(atom, Quoted):
            kept.setdefault(f"words:{atom.words}", atom)
        else:
            kept.setdefault(atom.model_dump_json(exclude={"evidence", "because"}), atom)
    return tuple(kept.values())
