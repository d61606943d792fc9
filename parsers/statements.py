"""From a sentence to statements: who, how strongly, which predicates, under which condition.

A segment (between commas) is read by what opens it: a connective, a time, a frame (按照…, 为…), a condition (对…的,
…后), a subject, a cue of modality, a predicate, a purpose, or none of these (it then goes on with the one before).
Segments that share bearer and modality make one statement (GUIDELINES: extent of a duty).
"""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise
from operator import or_

from parsers.actors import actors_in, head_ends
from parsers.asides import bans_in_brackets, inside_brackets
from parsers.consequences import read_consequences
from parsers.grouping import Statement, group
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.predicates import verb_at, verb_within
from parsers.readings import Reading, Role, read_segment
from parsers.segmenter import Words
from parsers.segments import RawSentence, Segment, matched_pairs, split_sentences
from policies.duties import AUTHORITIES, Modality

__all__ = ["read_sentence"]


def read_sentence(text: str, sentence: RawSentence, words: Words) -> tuple[list[Statement], list[Reading]]:
    """The statements of *sentence*, in order, and how each segment was read."""
    alone = inside_brackets(text, sentence.start, sentence.inner_end)
    if alone:
        inner = split_sentences(text, *alone)
        rows = [read_sentence(text, each, words) for each in inner]
        return [s for found, _ in rows for s in found], [r for _, found in rows for r in found]
    framed = sentence.holds & _MAY_OPEN_FRAME and len(sentence.segments) > 1
    segments = _join_frames(text, sentence.segments) if framed else list(sentence.segments)
    if sentence.holds & _MAY_BAN:
        segments = _cut_bans(text, segments, words)
    readings = [read_segment(text, segment, words) for segment in segments]
    if len(readings) > 1:
        _bind(text, readings, words)
    return [each for found in group(text, readings) for each in (found, *_asides(text, found, words))], readings


def _bind(text: str, readings: list[Reading], words: Words) -> None:
    """What one segment tells of another."""
    if any(reading.segment.holds & _MAY_EXPLAIN for reading in readings):
        _pass_over_force(text, readings)
    _bind_helpers(text, readings)
    _topic_before_agent(text, readings)
    _bind_split_subjects(text, readings)
    _join_conditions(text, readings, words)
    read_consequences(text, readings)
    _condition_before_cue(text, readings)
    _event_before_cue(text, readings)
    _exceptions(text, readings)


_MAY_EXPLAIN = hint(("解释",))
_IN_FORCE = re.compile(
    "(?:本[^，。；]{1,10})?(?:(?:自|于|从)[^，。；]{2,24}?(?:起|后|日)(?:正式|开始)?(?:施行|实施|执行|生效|试行)|(?:有效期|试行期|适用期|实行年限|施行期限)[^，。；]*|[^，。；]*同时废止)$"
)


def _pass_over_force(text: str, readings: list[Reading]) -> None:
    """本办法自…起施行，由X负责解释: entry into force is told beside the duty and is no part of it."""
    for reading in readings:
        if _IN_FORCE.match(text, reading.start, reading.segment.end):
            reading.role = Role.LEAD


def _asides(text: str, statement: Statement, words: Words) -> list[Statement]:
    """The bans that brackets in *statement* add: （严禁…）. They bind whom it binds, in the same case."""
    found: list[Statement] = []
    for begin, end in bans_in_brackets(text, statement.start, statement.end):
        for sentence in split_sentences(text, begin, end):
            for ban in read_sentence(text, sentence, words)[0]:
                if ban.modality is Modality.MUST_NOT and ban.actions:
                    ban.subjects = ban.subjects or statement.subjects
                    ban.conditions = ban.conditions or statement.conditions
                    found.append(ban)
    return found


_FRAME_OPEN = re.compile(r"以(?!上|下|内|外|来|及|后|前|往|便|免|为)[^为，]*$")

_FRAME_CLOSE = re.compile(r"为(?:重点|主|核心|目标|抓手|载体|主要|内容|支撑|基础|导向|依托|单元|着力点)")


_MAY_OPEN_FRAME = hint(_FRAME_OPEN)


def _join_frames(text: str, segments: tuple[Segment, ...]) -> list[Segment]:
    """以A，B，C为重点的D is one segment: the commas lie inside the frame."""
    out: list[Segment] = []
    index = 0
    while index < len(segments):
        here = segments[index]
        if _FRAME_OPEN.search(text, here.start, here.end):
            for ahead in range(index + 1, min(index + 7, len(segments))):
                close = _FRAME_CLOSE.search(text, segments[ahead].start, segments[ahead].end)
                if close:
                    holds = reduce(or_, (each.holds for each in segments[index : ahead + 1]))
                    here = Segment(here.start, segments[ahead].end, segments[ahead].mark, holds)
                    index = ahead
                    break
                if lexicon().cue.match(text, segments[ahead].start):
                    break
        out.append(here)
        index += 1
    return out


_BAN = re.compile("(?:坚决|一律)?(?:不得(?!不)|严禁|不准(?![确时予])|不许(?!可)|严格禁止|禁止(?![性令类标]))")
# verbs whose object a ban can be: it tells what is published, decided or punished
_SPEAKS_OF_IT = re.compile(
    "公布|公示|公开|明确|规定|宣布|承诺|告知|标明|注明|声明|重申|强调|要求|提醒|教育|通知|督促|责令|责成|引导|劝导|研究|制定|出台|查处|清理|违反|属于|认为|发现|签订|设置|张贴|悬挂|遵守|执行"
)
_JOINS = re.compile("(?:[、和或及与的（(“并且而]|或者|以及)$")
_LEAST_ACT = 4  # characters of an act with its object: 坚持原则


_MAY_BAN = hint(_BAN)


def _cut_bans(text: str, segments: list[Segment], words: Words) -> list[Segment]:
    """要坚持原则|不得办理: a ban behind an act and its object, with no comma between them, is a segment of its own."""
    out: list[Segment] = []
    for segment in segments:
        begin, end = segment.start, segment.end
        found = _BAN.search(text, begin + _LEAST_ACT, end)
        if found and _act_before(text, begin, found, end, words):
            out += [Segment(begin, found.start(), "，"), segment._replace(start=found.start())]
        else:
            out.append(segment)
    return out


def _act_before(text: str, begin: int, ban: re.Match[str], end: int, words: Words) -> bool:
    """Whether an act that speaks of no ban ends where *ban* begins."""
    at = ban.start()
    if ban.end() >= end or _JOINS.search(text, begin, at) or _SPEAKS_OF_IT.search(text, begin, at):
        return False
    if any(a < at < b for a, b in matched_pairs(text, begin, end)) or "的" in text[ban.end() : ban.end() + 8]:
        return False
    before = read_segment(text, Segment(begin, at, "，"), words)
    if before.cue is None or before.modality is not Modality.MUST or at - before.act < _LEAST_ACT:
        return False  # without a cue before it the ban governs its segment
    return verb_at(text, before.act, at, words) and head_ends(text, before.act, at)[-1:] != [at]


_TAKES_PART = re.compile(r"(?:共同|积极)?(?:参加|参与|配合|协同|协助|协办)$")


def _bind_helpers(text: str, readings: list[Reading]) -> None:
    """X牵头，Y参加，建立…: who takes part is a partner of what follows and owes it no more than that."""
    led = False
    for reading in readings:
        start, end, mark, _holds = reading.segment
        if led and mark:
            part = _TAKES_PART.search(text[start:end])
            if part and actors_in(text, reading.start, start + part.start()):
                reading.role, reading.subjects, reading.subject_range = Role.FRAME, [], None
                continue
        led = reading.role is Role.SUBJECT and text[start:end].rstrip("负责").endswith("牵头")


_MATTER = re.compile(r"(?:工作|事项|事宜|费用|任务|活动|经费|资金)$")


def _topic_before_agent(text: str, readings: list[Reading]) -> None:
    """启动响应的灾后重建工作，由市有关部门负责: what an agent is named for is the topic, not an act of its own."""
    if len(readings) < 2:
        return
    first, following = readings[0], readings[1]
    topic = first.role is Role.PREDICATE and first.imperative and first.cue is None
    if (
        topic
        and following.agent
        and text.startswith("由", following.start)
        and _MATTER.search(text[first.act : first.segment.end])
    ):
        first.role = Role.FRAME


def _bind_split_subjects(text: str, readings: list[Reading]) -> None:
    """A subject closed by a comma (负有…职责的部门，要…) belongs to the predicate after it."""
    for here, following in pairwise(readings):
        if here.role is Role.SUBJECT and not following.subjects and following.role in (Role.PREDICATE, Role.PURPOSE):
            continue
        if here.role is Role.SUBJECT and here.cue and following.role in (Role.CONTINUATION, Role.OTHER):
            following.role = Role.PREDICATE  # the cue has announced one: 应当按照职责，协同做好…
        elif here.role is Role.SUBJECT and following.role in (Role.CONTINUATION, Role.OTHER):
            here.role = Role.CONTINUATION
            here.subjects = []


_BREACH = re.compile(r"违反|未|逾期|不|造成|经|拒绝|擅自|有前款|发现|构成|情节|因|明知")


_FOUND = re.compile("发现|查出|查实|接到|遇到?|收到")


def _orders_first(text: str, opens: Reading, words: Words) -> bool:
    end = opens.segment.end
    verb = lexicon().act.match(text, opens.act, end)
    acts = (verb is not None and verb.end() - verb.start() > 1) or verb_within(text, opens.act, end, words)
    return acts and _BREACH.search(text, opens.act, end) is None


def _join_conditions(text: str, readings: list[Reading], words: Words) -> None:
    """违反…，未…，继续生产的，: the segments before …的 belong to the condition when the sentence opens with them."""
    for index, reading in enumerate(readings):
        if reading.role is not Role.CONDITION or not text[reading.segment.start : reading.segment.end].endswith("的"):
            continue
        if index == 0 or re.match(r"对|凡|如|若|针对", text[reading.start : reading.start + 2]):
            return
        before = readings[:index]
        if any(r.cue is not None and r.role is not Role.CONDITION for r in before):
            return
        opens = before[0]
        if opens.role is Role.PREDICATE and not opens.subjects and not _BREACH.match(text, opens.start):
            return
        found = index == 1 and opens.role is Role.PREDICATE and opens.subjects and _FOUND.match(text, reading.start)
        if found and _orders_first(text, opens, words):
            return  # 交管部门加大巡逻密度，发现违法的，…: what is ordered first is no case
        first = opens.start
        if opens.subjects and opens.subject_range and opens.role is not Role.CONDITION:
            reading.subjects = opens.subjects
        reading.start, reading.condition = first, (first, reading.segment.end)
        for each in before:
            each.role = Role.CONNECTIVE
        return


_HAPPENS = re.compile("发现|遇有|遇到|遇(?=[台暴洪])|接到|收到|发生|出现|新建|改建|扩建")


_UNDERTAKEN = re.compile(
    "处理|办理|申请|申领|托运|承运|购买|销售|运输|举办|承办|进行|从事|拆除|变更|设立|采用|使用|出租|出售|转让|储存|装卸|施工|作业"
    "|开采|检修|录用|招用|解除|驾驶|通过|需要|因|拟"
)


def _event_before_cue(text: str, readings: list[Reading]) -> None:
    """发现重大隐患，应当…: what happens before the cue of the sentence is the case, not a duty of its own."""
    for here, following in pairwise(readings):
        if here.role is not Role.PREDICATE or here.cue is not None or here.subjects or following.cue is None:
            return
        if following.start == following.cue[0] and not following.agent:
            told = _HAPPENS.match(text, here.act) is not None
        else:  # 处理伤人事故，应当由交通警察主办; 托运危险物品，托运人应当…: what is undertaken, then by whom
            lays = bool(following.subjects) and _LAYS_A_DUTY.match(text, following.cue[0]) is not None
            told = lays and _UNDERTAKEN.match(text, here.act) is not None
        if told:
            here.role, here.condition = Role.CONDITION, (here.start, here.segment.end)
            return


_LAYS_A_DUTY = re.compile("应当|必须|不得|有权|可以|方可|严禁|禁止|不需要|无需|无须|不必")


_LACK = re.compile(r"没有|未(?!来)|不(?:具备|符合|经)")
_FORBIDS = re.compile(r"(?:一律|均|都|也)?不(?:得|能|准|许|可)|严禁|禁止")


# what happens to a body: the case of a ban (企业取得许可证，不得转让); any other act before a ban is a duty of its own
_EVENT = re.compile("进行|从事|取得|领取|获得|发生|发现|接到|收到|未|变更|终止|停|申请|需要|因|被|经|列入|出现|到期|不")


# what a firm undertakes: the case of the ban on it (企业销售产品，不得…); an authority that does so carries out a task
_TRADE = re.compile("销售|出售|储存|运输|委托|收购|举办|出租|转让|承接|承揽|招用|录用")


def _case_of_ban(text: str, here: Reading) -> bool:
    official = any(AUTHORITIES.intersection(actor.kinds) for actor in here.subjects)
    return bool(_EVENT.match(text, here.act) or (not official and _TRADE.match(text, here.act)))


def _condition_before_cue(text: str, readings: list[Reading]) -> None:
    """企业取得许可证，应当…: in rules a bare act of the body before its cue is the case in which the duty arises."""
    for here, following in pairwise(readings):
        if (
            here.role in (Role.PREDICATE, Role.CONTINUATION, Role.OTHER) and here.cue is None
            and following.cue is not None and _LACK.match(text, here.start) and _FORBIDS.match(text, following.cue[0])
        ):  # fmt: skip
            begin, end = here.start, here.segment.end
            here.role, here.condition = Role.CONDITION, (begin, end)  # 没有防护，不得开工
            if head_ends(text, begin, end)[-1:] == [end]:
                here.subjects = actors_in(text, text.rfind("的", begin, end) + 1 or begin, end)  # 未经登记的机构，不得…
            return
        if (
            here.role is Role.PREDICATE and here.subjects and here.cue is None and not here.agent
            and following.cue is not None and not following.subjects and following.start == following.cue[0]
            and _LAYS_A_DUTY.match(text, following.cue[0])
            and (following.modality is not Modality.MUST_NOT or _case_of_ban(text, here))
        ):  # fmt: skip
            here.role, here.condition = Role.SUBJECT, (here.act, here.segment.end)
        return


_EXCEPT = re.compile(r"除(?!了|此|落实|加强|做好|抓好|执行|按|认真|严格|继续|完成)[^，。；]{2,}?(?:以外|之外|外)$")
_BESIDES = re.compile(r"[^，。；]{0,8}?(?:还|也|又|更|同时|另|再)")


def _exceptions(text: str, readings: list[Reading]) -> None:
    """除抢险外，任何人不得…: an exception narrows the duty (but 除…外，还要… adds to what stands before)."""
    for here, following in pairwise(readings):
        if (
            here.role is Role.FRAME
            and _EXCEPT.match(text[here.start : here.segment.end])
            and not _BESIDES.match(text, following.start)
        ):
            here.role, here.condition = Role.CONDITION, (here.start, here.segment.end)
