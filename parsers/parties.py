"""Second parties of a duty: whom the bearer is to urge or inspect, and with whom it is to act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_

from parsers.actors import Actor, actors_in, head_ends, relative_clause
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.predicates import opens_predicate, starts_with_verb
from parsers.segmenter import Words
from policies.duties import BodyKind, Partner, PartnerRole, Supervised
from policies.spans import Quote

__all__ = ["MAY_HAVE_PARTNERS", "MAY_SUPERVISE", "find_partners", "find_supervised"]

_REACH = 60  # characters within which a verb's object has to end

_VISITS = re.compile(
    r"对(?!于|象|口|外(?!来)|接(?![触受到收])|标|照|比)|针对|(?<=[组员家队部])深入|赴"
)  # 对企业检查, 组织专家深入企业指导
_FIELD = re.compile("(?:煤矿|矿山|矿井)(?=安全)")
_INSPECTION_NOUN = re.compile(
    r"(?:进行|开展|实施|加强|予以|组织|加大|给予)?[^，。；]{0,24}?"
    r"(?:检查|监管|督查|考核|监督|抽查|督办|评估|考评|督导|监察|排查|整治|管理|指导|约谈|分类分级|暗访|巡查|监测|审计|处罚"
    r"|执法|审核|审查|核查|复核|责令|停产|停业|关闭|通报|检视)"
)
# 检查对象, 组织领导, 组织实施: a noun, or an act that has no body for its object
_NO_OBJECT = re.compile("对象|领导|协调|实施|体系|保障|建设|形式|方式|机构|情况|工作|人员|的|和|、")
_BARE = frozenset(["组织", "机构", "人员"])
_FORMS = re.compile(
    "[（(][^（()）]{0,7}[市区州县居村镇乡街旗办局委单位][^（()）]{0,7}[)）]"
)  # 村（居）民委员会, 所辖县（市、区）
_INTERRUPTED = re.compile("[（(“]")
_WORKERS = re.compile("(?:作业人员|从业人员|职工|员工|工人|劳动者)$")
_OF_A_FIRM = re.compile("企业|公司|单位|矿")
_COUNTED = re.compile(r"[将把](?P<of>[^，。；]{2,44}?)(?:纳入|列入)[^，。；]{0,16}?(?:考核|考评|督查|检查)")

_NOUN_AFTER = re.compile(
    r"(?:的)?(?:监管|监督|管理|检查|督导|考核|督查|监督管理|指导|安全监管|监督检查|执法检查)(?=$|[，。；、和]|工作|力度|及|并)"
)
_STATE_AFTER = re.compile(r"[^，。；]{0,30}?(?:情况|工作|行为|隐患|问题|落实)")
_WITH = re.compile(r"会同|配合|联合|协同|协助|商(?=有关|相关|财政|省|市|各)|邀请|召集|商请|吸收|协调(?=相关|有关|各)")
_WITH_CLOSE = re.compile(
    r"(?:与|同|和)([^，。；]{2,40}?)(?:之间)?(?:的)?(?:密切配合|密切协作|协调配合|联合|共同|做好衔接|加强沟通|加强协作|密切合作|协商|签订|合作(?!社)|协作|沟通|对接)"
)
_UNDER = re.compile(r"在([^，。；]{2,24}?)(?:的)?(?:统一领导|组织领导|坚强领导|领导|统筹|统筹协调|协调|指导)下")
_LEAD = re.compile(r"由?([^，。；由（）]{2,30}?)牵头")
_TAKES_PART = re.compile(r"(?:请|有|由|需要?)?([^，。；（）]{2,40}?)(?:参与|配合|参加|协助)(?:$|[，的）])")
_NO_MARK = (_LEAD, _TAKES_PART)  # no preposition opens the name: 引导社会力量|参与 names no partner
_MAKES = re.compile("(?:建立|健全|完善|形成|构建)+(?:起)?由?")  # 建立|市能源局牵头、有关部门参与的机制
# (hint, pattern, role of those that it names)
_NAMING = (
    (hint(_WITH_CLOSE), _WITH_CLOSE, PartnerRole.COOPERATE),
    (hint(_UNDER), _UNDER, PartnerRole.LEAD),
    (hint(_LEAD), _LEAD, PartnerRole.LEAD),
    (hint(_TAKES_PART), _TAKES_PART, PartnerRole.COOPERATE),
)


def _object(text: str, begin: int, end: int, words: Words, *, closed: bool) -> list[Actor]:
    """The actors that stand as object from *begin*, the longest coordination first."""
    limit = min(end, begin + _REACH)
    while begin < limit and text[begin] in "其有":
        if text[begin] == "有" and text[begin + 1 : begin + 2] == "关":
            break
        begin += 1
    for stop in reversed(head_ends(text, begin, limit, words.known)):
        if closed and stop < end and not _may_follow(text, stop, end, words):
            continue
        bare = begin + len(relative_clause(text[begin:stop]))  # 推动|符合条件的|企业: the verb narrows, it is no act
        actors = actors_in(text, begin, stop, words.known)
        if actors and not _acts(text, bare, stop) and not re.search(r"[，。]", text[begin:stop]):
            return [actor for actor in actors if not _is_person(actor)]
    return []


# 督促设计、施工单位, 责令责任单位, 推动重点企业: words that open predicates as well, but here say which ones are meant
_WHICH = re.compile(
    "(?:设计|施工|监理|建设|生产|经营|使用|运营|检测|检验|服务|维护|供应)(?=[、和及与]|单位|企业|机构)|重点|责任"
)


def _acts(text: str, begin: int, stop: int) -> bool:
    """Whether what stands at *begin* is a predicate (推动|建立企业…) rather than a name."""
    return bool(lexicon().directive.match(text, begin, stop)) and not _WHICH.match(text, begin, stop)


def _is_person(actor: Actor) -> bool:
    """Persons whom a definition names (流动人口) are dealt with, neither overseen as a body is nor partners."""
    return actor.evidence is not None and BodyKind.INDIVIDUAL in actor.kinds


def _may_follow(text: str, at: int, end: int, words: Words) -> bool:
    if text[at] in "，。；、）)":
        return text[at] != "、"
    return opens_predicate(text, at, end, words)


def _supervised(text: str, actors: Sequence[Actor]) -> list[Supervised]:
    out: list[Supervised] = []
    for actor in actors:
        begin = actor.start
        name = text[begin : actor.end]
        relative = name.rfind("的")
        if relative >= 0 and len(name) - relative > 2 and not name.startswith("负有"):
            begin += relative + 1
        quote = Quote(start=begin, end=actor.end, text=text[begin : actor.end])
        kind = BodyKind.ENTERPRISE if BodyKind.ENTERPRISE in actor.kinds else actor.kinds[0]
        if kind is BodyKind.INDIVIDUAL and _OF_A_FIRM.search(quote.text):
            kind = BodyKind.ENTERPRISE  # 企业主要负责人: the firm's own people stand for the firm
        if _WORKERS.search(quote.text) and not _OF_A_FIRM.search(quote.text):
            kind = BodyKind.INDIVIDUAL
        if (
            "情况" in quote.text
            or re.split("[、和]", quote.text)[-1] in _BARE
            or _INTERRUPTED.search(_FORMS.sub("", quote.text))
        ):
            continue  # 统筹推进、组织|协调; a name that brackets or quotation marks interrupt is none
        out.append(Supervised(surface=quote, kind=kind))
        if set(actor.kinds) == _BOTH:
            out.append(Supervised(surface=quote, kind=BodyKind.INSTITUTION))
    return out


_BOTH = {BodyKind.INSTITUTION, BodyKind.ENTERPRISE}  # 单位 names both, as it does where it bears a duty

_INSPECT = re.compile("加强|强化|加大|重点检查|检查|开展|抽查")
_MAY_URGE, _MAY_VISIT, _MAY_COUNT, _MAY_INSPECT = map(hint, (lexicon().urge, _VISITS, _COUNTED, _INSPECT))
MAY_SUPERVISE = _MAY_URGE | _MAY_VISIT | _MAY_COUNT | _MAY_INSPECT


def find_supervised(
    text: str, ranges: Sequence[tuple[int, int]], words: Words, holds: int, *, inspecting: bool = True
) -> list[Supervised]:
    """Whom the predicates in *ranges* urge (督促企业…), or inspect (对企业进行…检查, 企业…情况检查).

    Whoever holds no office (*inspecting* false) may urge, but inspects nobody (用户对企业检查予以配合).
    """
    lex = lexicon()
    found: list[Supervised] = []
    for start, end in ranges:
        for match in lex.urge.finditer(text, start, end) if holds & _MAY_URGE else ():
            if _NO_OBJECT.match(text, match.end()):
                continue
            actors = _object(text, match.end(), end, words, closed=True)
            if actors and not any(
                BodyKind.INDIVIDUAL in a.kinds and text[a.start : a.end].endswith("专家") for a in actors
            ):
                parties = _supervised(text, actors)
                if match.group(0) == "组织":  # 组织职工清扫: who is sent to do it, nobody watched over
                    parties = [party for party in parties if party.kind is not BodyKind.INDIVIDUAL]
                found.extend(parties)
        for match in _VISITS.finditer(text, start, end) if inspecting and holds & _MAY_VISIT else ():
            actors = _object(text, match.end(), end, words, closed=False)
            if actors and _FIELD.match(text, actors[-1].end - 2):
                continue  # 对矿山安全工作实施监督: a field of work, no body
            if not actors:
                continue
            stop = text.find("，", actors[-1].end + 1, end)  # 对企业，要责令…: one comma may close who is meant
            if _INSPECTION_NOUN.search(text, actors[-1].end, min(stop if stop >= 0 else end, actors[-1].end + 60)):
                found.extend(party for party in _supervised(text, actors) if party.kind is not BodyKind.INDIVIDUAL)
        for match in _COUNTED.finditer(text, start, end) if holds & _MAY_COUNT else ():
            found.extend(_supervised(text, _object(text, match.start("of"), match.end("of"), words, closed=False)))
        if holds & _MAY_INSPECT:
            found.extend(_inspected(text, start, end, words))
    if not found:
        return []
    unique: dict[tuple[int, int, BodyKind], Supervised] = {}
    for each in found:
        if not any(k[2] == each.kind and k[0] < each.surface.end and each.surface.start < k[1] for k in unique):
            unique[(each.surface.start, each.surface.end, each.kind)] = each
    return sorted(unique.values(), key=lambda s: s.surface.start)


def _inspected(text: str, start: int, end: int, words: Words) -> list[Supervised]:
    """强化安全培训机构监管, 重点检查生产经营单位…情况, 加强…机构的指导和管理."""
    lex = lexicon()
    out: list[Supervised] = []
    for match in _INSPECT.finditer(text, start, end):
        if _NO_OBJECT.match(text, match.end()):
            continue
        for stop in reversed(head_ends(text, match.end(), min(end, match.end() + _REACH))):
            after = _NOUN_AFTER.match(text, stop, end)
            state = match.group(0) in ("重点检查", "检查", "抽查", "开展") and re.match(
                r"[^，。；]{0,24}情况", text[stop:end]
            )
            if not after and not (state and ("检查" in text[start:end])):
                continue
            actors = actors_in(text, match.end(), stop)
            if actors and not lex.directive.match(text, actors[0].start, actors[0].end - 2):
                out.extend(_supervised(text, actors))
                break
    return out


_AUTHORITIES = {BodyKind.GOVERNMENT, BodyKind.DEPARTMENT}  # 在专家指导下 puts nobody under a lead
_ANY_PARTNER = re.compile(
    "会同|配合|邀请|召集|吸收|协商|签订|对接|协调|联合|协同|协助|商|下|牵头|参与|参加|共同|衔接|沟通|协作|合作"
)


_MAY_ACT_WITH = hint(_WITH)
MAY_HAVE_PARTNERS = reduce(or_, (may_name for may_name, _pattern, _role in _NAMING), _MAY_ACT_WITH)


def find_partners(text: str, start: int, end: int, words: Words, holds: int) -> list[Partner]:
    """会同X, 与X密切配合, 在X领导下, X牵头, X配合 in ``text[start:end]``; *holds* are its hints."""
    if not _ANY_PARTNER.search(text, start, end):
        return []  # most duties: six patterns need not be tried
    rows: list[tuple[Actor, PartnerRole]] = []
    for match in _WITH.finditer(text, start, end) if holds & _MAY_ACT_WITH else ():
        actors = _object(text, match.end(), end, words, closed=True)
        rows.extend((actor, PartnerRole.COOPERATE) for actor in actors)
    for may_name, pattern, role in _NAMING:
        if not holds & may_name:
            continue  # the pattern would try each place with each length
        for match in pattern.finditer(text, start, end):
            made = _MAKES.match(text, match.start(1), match.end(1))
            begin = made.end() if made else match.start(1)
            rows.extend(
                (actor, role) for actor in actors_in(text, begin, match.end(1), words.known)
                if (role is not PartnerRole.LEAD or pattern is _LEAD or _AUTHORITIES & set(actor.kinds))
                and not (pattern in _NO_MARK and starts_with_verb(text, actor.start, actor.end, words))
            )  # fmt: skip
    unique: dict[tuple[str, PartnerRole], Partner] = {}
    for actor, role in rows:
        if _is_person(actor):
            continue
        words_ = text[actor.start : actor.end]
        unique.setdefault(
            (words_, role), Partner(surface=Quote(start=actor.start, end=actor.end, text=words_), role=role)
        )
    return sorted(unique.values(), key=lambda p: p.surface.start) if unique else []
