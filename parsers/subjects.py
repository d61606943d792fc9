"""Who a segment names as bearer: the subject before its cue or predicate, the agent after 由, the X of 鼓励 X."""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.actors import HAS_HEAD, Actor, actors_in, actors_told, head_ends, opens_relative
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.needles import opens
from parsers.predicates import acts_first, opens_predicate, starts_with_verb
from parsers.segmenter import Words
from parsers.segments import Segment
from policies.duties import BodyKind, Modality

__all__ = ["Named", "find_subject", "valid_subject"]

_REACH = 90  # characters within which a subject has to end

_BY_AGENT = re.compile(r"由(?!于|此|来|衷|浅|点|表)")
_NO_AGENT = re.compile(r"(?:基金|资金|经费)$")  # money pays, it owes nothing
_BETWEEN = re.compile(
    r"(?:均|都|也|还|又|同时|并|则|就|更|首先|一律|原则上|一般|切实|分别|共同|每年|及时|必须|各自|具体|主要|专门|专职|总体|\s)+$"
)
_NO_SUBJECT = re.compile(
    r"[并且但而或除]|批转|报(?!告|名|考|社|业|刊|道|纸|废|关)|对|在(?!省|市|各|县|自治)|按|为|由|以|从(?!业|事)|经(?!营|办|济|信|贸|销|纪|理)|于|根据|依据|自(?!治|贸|规部|然|来|愿|主)|当(?!地|事)|向|与|把|将|通过|因|如|若|凡|"
    r"其中|更好|包括|包含|让|使(?!用)|给|请|到|领导(?!干部|班子|小组|机构|人员|同志|成员|机关)"
)

_OPENS_NO_SUBJECT = opens(_NO_SUBJECT)
_MAKES = re.compile(
    r"(?:逐步|加快|积极|尽快|要|应)?(?:建立|健全|完善|形成|构建|成立|组建|设立|实行|推行|探索)[^，。；]*由[^，。；]*的"
)
_OPENS_MAKING = opens(_MAKES)
_NEGATED = re.compile(rf"不(?:再|要求|鼓励|支持|提倡|倡导|妨碍|影响|{lexicon().urge.pattern})")
_EVERY = re.compile(r"凡(?:是)?(?!例|尔)")
# the year in which a body acts, and words before the subject: 2004年|发展改革委将…, 首先|各县…
_ASIDE = re.compile(
    r"(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?(?=[一-鿿])(?![度来起代版前后以之底初末])|首先|届时|特别是|尤其是"
    "|每年[0-9]{1,2}月(?:[0-9]{1,2}日|底|末|[上中下]旬)?(?:之?前)?，?(?=[各全本有相省市县区该])"
    "|建议(?=[你有各相该本省市县区国]|[一-鿿]{2,12}(?:政府|部门|单位|企业|[局厅委部]))(?!有关事项)|以及(?=[各有相其驻])"
    # what an amending decision words anew: “公安机关负责…, the quotation closes behind
    "|“(?:（[一二三四五六七八九十]+）|第[一二三四五六七八九十百]+条[ 　]*)?(?![^“”，。；]*”)"
)
_PASSIVE = re.compile(
    r"(?:的)?(?:还|也|均|都|一律|统一|原则上|一般)?(?:应当?|必须|须|可以?|要)?(?:均|都|一律|统一)?由(?!于|此|来|衷|浅|点|表)"
)
_ASIDES = tuple((pattern, opens(pattern)) for pattern in (_EVERY, _ASIDE))
_MADE_UP = re.compile("[组构]成")  # 事故调查组由…派人组成: who makes it up does not owe it
_EVENT_FIRST = re.compile(r"[^，。；]{2,24}?(?:时|后|期间|过程中)(?!间|代|期|续|备|勤)")


class Named(NamedTuple):
    """The bodies that a segment names, and where; ``agent`` tells that 由 names them."""

    actors: list[Actor]
    span: tuple[int, int]
    agent: bool = False


_FORBIDS_BODY = ("禁止", "严禁", "严格禁止", "不准", "不许", "不允许")

_MAY_BE_AGENT = hint(_BY_AGENT, _PASSIVE)


def find_subject(
    text: str, begin: int, segment: Segment, cue: tuple[int, int] | None, modality: Modality | None, words: Words
) -> Named | None:
    """The bearer that *segment* names from *begin* on; *cue* governs it.

    A body before 由 is the topic, who is named behind it bears (煤矿企业由市能源局负责监管); a post behind 由 is one
    inside the body (市政府由分管副市长负责).
    """
    headless = not segment.holds & HAS_HEAD and not words.known
    if headless and cue is None:
        return None
    by_agent = segment.holds & _MAY_BE_AGENT != 0 and not headless
    named = _find_subject(text, begin, segment, cue, modality, words, by_agent=by_agent)
    if named is None or named.agent or not by_agent:
        return named
    end, after = segment.end, named.span[1]
    between = _PASSIVE.match(text, after, end)
    agent = _agent_at(text, between.end(), end, words) if between else None
    posts = agent is not None and all(a.position and a.position[0] == a.start for a in agent.actors)
    made_up = agent is not None and _MADE_UP.search(text, agent.span[1], end)
    return named if agent is None or posts or made_up else agent


def _find_subject(
    text: str,
    begin: int,
    segment: Segment,
    cue: tuple[int, int] | None,
    modality: Modality | None,
    words: Words,
    *,
    by_agent: bool,
) -> Named | None:
    _start, end, mark, _holds = segment
    for aside, opening in _ASIDES:
        found = aside.match(text, begin, end) if text[begin : begin + 1] in opening else None
        begin = found.end() if found else begin
    if text[begin : begin + 1] in lexicon().dropped_opens and lexicon().dropped.match(text, begin, end):
        # 并, 且: the subject of the segment before goes on
        return _agent(text, begin, end, words) if by_agent else None
    asked = cue is not None and text[slice(*cue)] == "请"
    forbidden = cue is not None and cue[0] == begin and text[slice(*cue)] in _FORBIDS_BODY  # 禁止任何单位扰乱秩序
    if cue and (asked or forbidden or modality is Modality.ENCOURAGED):
        named = _before_predicate(text, cue[1], end, end, mark, words, checked=False)
        if named:
            return named
    if cue and not asked and modality is not Modality.ENCOURAGED:
        between = _BETWEEN.search(text[begin : cue[0]])
        stop = begin + between.start() if between else cue[0]
        actors = valid_subject(text, begin, stop, words)
        if actors:
            return Named(actors, (begin, stop))
        event = _EVENT_FIRST.match(text, begin, stop)
        if event and (actors := valid_subject(text, event.end(), stop, words)):
            return Named(actors, (event.end(), stop))  # 论证时建设单位应…
        if by_end := _agent_by_its_end(text, begin, stop, words):
            return Named([by_end], (begin, stop))
    limit = cue[0] if cue else end
    named = _before_predicate(text, begin, limit, end, mark, words, checked=True)
    if (
        named
        or not by_agent
        or (text[begin : begin + 1] in _OPENS_MAKING and _MAKES.match(text, begin, limit))
        or (cue and not text.startswith("由", cue[1]) and "由" in text[cue[1] : end])
    ):
        return named  # 要建立由管理人员参加的制度: 由 lies inside the object
    return _agent(text, begin, end, words)


# a name that no list holds, told by its last character: 竞拍人, 讲解员, 供货方. It must not fall to the authority.
_AGENT_END = re.compile(
    "[一-鿿]{1,8}(?:(?P<person>(?<![或前后二两再])者|(?<![成动复全人])员)"
    "|(?P<either>(?<![用法每他器个人载本])人|(?<![账门窗落入开销])户|(?<![地对警官军处配药立平多比大一])方|(?<![协招通工营磋会经智])商))"
)
_BY_END = {"person": (BodyKind.INDIVIDUAL,), "either": (BodyKind.ENTERPRISE, BodyKind.INDIVIDUAL)}


def _agent_by_its_end(text: str, begin: int, stop: int, words: Words) -> Actor | None:
    """Who stands before a cue by a name of no list; None where its end tells no agent."""
    found = _AGENT_END.fullmatch(text, begin, stop)
    if found is None or _HELPERS.intersection(found[0]) or text.startswith("均", stop) or found[0].endswith(_OFFICIALS):
        return None  # 居民人|均可支配收入; an official's duty is that of the office, which is told elsewhere
    if text[begin] in _OPENS_NO_SUBJECT and _NO_SUBJECT.match(text, begin):
        return None
    if starts_with_verb(text, begin, stop, words) and not _AGENT_VERB.match(text, begin):
        return None
    return Actor(begin, stop, _BY_END[found.lastgroup or "either"], None)


_HELPERS = frozenset("的由对将把被向为是")  # 材料由采购人|负责: more than a name
_OFFICIALS = tuple(
    f"{act}员" for act in ("监察", "考试", "指挥", "监督", "检查", "审判", "书记", "调查", "稽查", "检疫", "协管")
)
_AGENT_VERB = re.compile("[一-鿿]{2}[人者员方户商]")  # 竞拍人, 供货方: what it does is part of the name


def _before_predicate(
    text: str, begin: int, limit: int, end: int, mark: str, words: Words, *, checked: bool
) -> Named | None:
    """The longest coordination of bodies from *begin* that a predicate, or the segment's comma, follows."""
    for stop in reversed(head_ends(text, begin, min(limit, begin + _REACH), words.known)):
        told = mark == "，" and text.startswith("是", stop) and not text.startswith("是否", stop)
        refrains = text[stop : stop + 1] in _OPENS_REFRAINING and _REFRAINS.match(text, stop, end)  # 领导干部|不题词
        if stop < end and not told and not refrains and not opens_predicate(text, stop, end, words):
            continue
        if stop == end:
            name = text[begin:stop]
            acts = acts_first(text, begin, words) or ("的" not in name and lexicon().act.search(name, 2, len(name) - 2))
            object_ = checked and acts and not opens_relative(name) and not _doer_demanded(text, begin, stop)
            labels = (
                mark == "：" and "的" not in name and _LABELS.search(name) is not None and _ENTRY.search(name) is None
            )
            if (mark != "，" and not labels) or object_:
                continue
        if text.startswith("每人", stop - 2) and _EACH.match(text, stop - 2, end):
            continue
        if checked:
            actors = valid_subject(text, begin, stop, words)
        else:  # 鼓励参加培训的企业…: a verb may stand in the name, a preposition may not
            actors = [] if _NO_SUBJECT.match(text, begin) else actors_in(text, begin, stop, words.known)
        if actors:
            return Named(actors, (begin, stop))
    return None


def _doer_demanded(text: str, begin: int, stop: int) -> bool:
    """收到举报的机关，|应当…: who does the act before 的, where the demand on him follows the comma."""
    lex = lexicon()
    return (
        "的" in text[begin:stop]
        and lex.cue.match(text, stop + 1) is not None
        and not lex.no_cue.match(text, stop + 1)
        and not lex.directive.match(text, begin, stop)
        and not lex.adverb.match(text, begin, stop)
    )


def _agent(text: str, begin: int, end: int, words: Words) -> Named | None:
    """…由X负责 / 由X会同Y…: the agent of a passive statement; of two 由 the first that names a body."""
    for found in _BY_AGENT.finditer(text, begin, end):
        if text[found.start() - 1] in "自理事缘案" and not words.length_at(found.start()):
            continue  # 自由, 理由, but 治理|由
        if named := _agent_at(text, found.end(), end, words):
            return named
    return None


def _agent_at(text: str, start: int, end: int, words: Words) -> Named | None:
    for stop in reversed(head_ends(text, start, min(end, start + _REACH), words.known)):
        verb = stop < end and (opens_predicate(text, stop, end, words) or words.length_at(stop) >= 2)
        if not verb and not text.startswith(_SHORT_VERBS, stop, end):
            continue
        if _RANGE.match(text, stop, end) or text[stop] in "的、和及与等" or text.startswith(("组成", "构成"), stop):
            continue
        actors = actors_in(text, start, stop, words.known)
        if actors and not _NO_AGENT.search(text[start:stop]):
            return Named(actors, (start, stop), agent=True)
    return None


# 企业：提供…；政府：加强…: a label in a sentence names who is to do it; 责任单位：, 乡土人才： name nobody who does
_LABELS = re.compile("(?:企业|单位|部门|政府|公司|机构|学校|医院|协会|商会|委员会|[局厅])$")
_ENTRY = re.compile("(?:责任|牵头|配合|主管|主办|承办|协办|参加|组织|支持|发证|有关|成员)(?:单位|部门|机构)$")
_SHORT_VERBS = ("派", "报", "发", "收", "交", "送", "付")
# 范围由企业职工|扩展至失业人员: from whom to whom, no agent
_RANGE = re.compile(
    r"[^，。；]{0,24}?(?:扩展|放宽|调整|提高|变更|扩大|转变|增加|降低|延长|升级|过渡|改|拓展|延伸)(?:[至到为成]|[^，。；]{0,8}[至到为成][^，。；]{1,12}$)"
)
# 每人每月600元 is an amount, 每人每年只享受一次 a rule for each
_REFRAINS = re.compile(
    r"(?:原则上|一般|均|都)?不(?=[\u4e00-\u9fff]{2})(?![少足超低满力同合符具达大高是能可得再良利等])"
)
_OPENS_REFRAINING = opens(_REFRAINS)
_EACH = re.compile(r"每人(?:每[月年日次天])?(?:[0-9０-９一二三四五六七八九十百千万]|不超过|最高)")
_LEVEL = re.compile(r"(?:国家|部|省|市|县|区|乡|镇|村)级")


def _level_alone(text: str, begin: int, stop: int) -> bool:
    """省级|监测费用: a bare level is a body only where what it is to do follows at once (省级|统一组织)."""
    if not _LEVEL.fullmatch(text, begin, stop):
        return False
    lex = lexicon()
    return not (lex.cue.match(text, stop) or lex.adverb.match(text, stop) or text.startswith(("负责", "组织"), stop))


_LETS = ("同意", "批准", "许可", "授权", "允许")
# 经批准挖掘道路的|单位: who has been let do it
_APPROVED = re.compile("经(?:依法)?(?:批准|核准|许可|登记|认定|备案)[^，。；的]{0,20}的(?=[一-鿿]{2})")


def valid_subject(text: str, begin: int, stop: int, words: Words) -> list[Actor]:
    """The actors of ``text[begin:stop]`` where it can be a subject: no preposition, no verb with its object."""
    if opening := words.known.opening(begin):  # a name is one, whatever its words are: 申报单位, 对口单位
        actors = actors_in(text, begin, stop, words.known)
        if opening.end == stop:
            return actors or actors_told(text, opening)
        if actors and opening.evidence:
            return actors  # 申报单位主要负责人, 协调组办公室
    if (
        stop - begin < 2
        or text[begin] in "（("
        or (
            text[begin] in _OPENS_NO_SUBJECT
            and _NO_SUBJECT.match(text, begin)
            and not _APPROVED.match(text, begin, stop)
        )
        or starts_with_verb(text, begin, stop, words)
    ):
        return []
    if text.startswith(_LETS, stop) and text.startswith(("未经", "非经"), begin):
        return []  # 未经有控制权的人|同意: upon whom it depends
    if text[begin] == "不" and _NEGATED.match(text, begin, stop) and "的" not in text[begin:stop]:
        return []  # 不要求企业…: a negated verb with its object; 不具备条件的企业 is a body
    adverb = lexicon().adverb.match(text, begin, stop) if text[begin] in lexicon().adverb_opens else None
    if adverb and adverb[0] != "联合" and lexicon().directive.match(text, adverb.end(), stop):
        return []  # 适当|降低|农户缴费: an act, no name
    return actors_in(text, begin, stop, words.known)
