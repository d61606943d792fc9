"""From a sentence to statements: who, how strongly, which predicates, under which condition.

A segment (between commas) is read by what opens it: a connective, a time, a frame (按照…, 为…), a condition (对…的, …后),
a subject, a cue of modality, a predicate, a purpose, or none of these (it then goes on with the one before).
Segments that share bearer and modality make one statement (GUIDELINES: extent of a duty).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from parsers.actors import Actor, actors_in, head_ends
from parsers.lexicon import lexicon
from parsers.segmenter import Words
from parsers.segments import RawSentence, Segment, matched_pairs
from parsers.timings import time_opener
from policies.duties import Modality

__all__ = ["Role", "Statement", "read_sentence"]

Range = tuple[int, int]

_FRAME_BA = re.compile(r"(?:对|对于|针对|凡|凡是|如|若|如果|当|遇|如遇|一旦|未|经|逾期|发现|属于|需要|违反|有下列|在同等|除)")
_EVENT = re.compile(r"(?:的|后|前|时|之前|之后|以后|以前|情况下|前提下|条件下|情形下|的话|过程中|期间|之际|之日|以外|外|范围内)$")
_CONDITION_END = re.compile(r"(?:的|后|之后|以后|情况下|前提下|条件下|情形下|的话|以外|除外|之外|前|之前|以前|时)$")
_BY_AGENT = re.compile(r"由(?!于|此|来|衷|浅|点|表)")
_GENERAL_OBJECT = re.compile(r"(?:对|对于|针对)(?:各项|全部|所有|上述|以上|这些|此|该|本|各|当前|目前)|[^，]*(?:的|新)(?:实际|情况|特点|形势|要求)")
_ADVERBIAL_TAG = ("d", "ad")
_LOOSE_TAG = ("a", "an", "i", "l", "p", "f", "m", "vd")  # what may stand between the head of a predicate and its verb
_FROM_TO = re.compile(r"(?:以|把|将)[^，。；]{1,60}(?:为|作为)[^，。；的]{0,12}$")


class Role(Enum):
    """What a segment does in its sentence."""

    CONNECTIVE = auto()
    LEAD = auto()  # 现将…印发给你们
    TIME = auto()
    FRAME = auto()
    CONDITION = auto()
    SUBJECT = auto()
    PREDICATE = auto()
    PURPOSE = auto()
    CONTINUATION = auto()
    OTHER = auto()


@dataclass(slots=True)
class Reading:
    """A segment as read. ``act`` is where its predicate begins (after subject, cue and leading time)."""

    segment: Segment
    role: Role
    start: int  # without leading connective
    act: int
    subjects: list[Actor] = field(default_factory=list)
    subject_range: Range | None = None
    agent: bool = False  # named by 由
    cue: Range | None = None
    modality: Modality | None = None
    condition: Range | None = None
    imperative: bool = False


@dataclass(slots=True)
class Statement:
    """A duty in the making; all ranges are half-open offsets into the text."""

    start: int
    end: int
    modality: Modality
    cued: bool
    subjects: list[Actor]
    actions: list[Range]
    conditions: list[Range]
    readings: list[Reading]
    openers: list[Range]  # times and frames of the sentence that carry over to this statement


def read_sentence(text: str, sentence: RawSentence, words: Words) -> tuple[list[Statement], list[Reading]]:
    """The statements of *sentence*, in order, and how each segment was read."""
    readings = [_read(text, segment, words) for segment in _join_frames(text, sentence.segments)]
    _bind_split_subjects(text, readings)
    _join_conditions(text, readings)
    _condition_before_cue(readings)
    return _group(text, readings), readings


_FRAME_OPEN = re.compile(r"以(?!上|下|内|外|来|及|后|前|往|便|免|为)[^为，]*$")
_FRAME_CLOSE = re.compile(r"为(?:重点|主|核心|目标|抓手|载体|主要|内容|支撑|基础|导向|依托|单元|着力点)")


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
                    here = Segment(here.start, segments[ahead].end, segments[ahead].mark)
                    index = ahead
                    break
                if lexicon().cue.match(text, segments[ahead].start):
                    break
        out.append(here)
        index += 1
    return out


# --- one segment ---------------------------------------------------------------------------------------------------


def _read(text: str, segment: Segment, words: Words) -> Reading:
    lex = lexicon()
    start, end, mark = segment
    begin = _after_connective(text, start, end)
    if begin >= end:
        return Reading(segment, Role.CONNECTIVE, begin, end)
    timed = time_opener(text, begin, end)
    if timed >= end:
        return Reading(segment, Role.TIME, begin, end)
    cue = _find_cue(text, begin, end, words)
    reading = Reading(segment, Role.OTHER, begin, begin, cue=cue)
    if cue:
        reading.modality = lex.modality_of[text[cue[0] : cue[1]]]
    if mark and _LEAD_IN.search(text[begin:end]):
        reading.role = Role.LEAD
        return reading
    if _is_condition(text, begin, end, mark, cue):
        reading.role, reading.condition, reading.act = Role.CONDITION, (begin, end), end
        reading.cue = reading.modality = None
        _subject_of_condition(text, reading, timed, words)
        return reading
    _find_subject(text, reading, timed, words)
    if not reading.subjects and mark == "，" and _is_frame(text, begin, end, cue, words):
        reading.role, reading.act = Role.FRAME, end
        reading.cue = reading.modality = None
        return reading
    _find_act(text, reading, timed, words)
    if mark == "，" and (reading.subjects or reading.cue) and not reading.agent:
        _hold_frame(text, reading, words)
    if reading.condition is None:
        reading.condition = _object_condition(text, reading.act, end)
    return reading


_LEAD_IN = re.compile(r"(?:转发|印发|下发|发布|公布)(?:给你们|各[^，]{0,6}|如下)$|^现(?:将|就|予)|已(?:经)?[^，]{2,30}(?:同意|审定|审议通过|批准)$")


def _subject_of_condition(text: str, reading: Reading, timed: int, words: Words) -> None:
    """企业未取得许可证的，不得…: the body named in the condition bears what follows, if that names nobody else."""
    begin, end = timed, reading.segment.end
    for stop in reversed(head_ends(text, begin, min(end, begin + 60))):
        if stop >= end - 1 or not _AFTER_SUBJECT.match(text, stop, end):
            continue
        actors = _valid_subject(text, begin, stop, words)
        if actors:
            reading.subjects, reading.subject_range = actors, (begin, stop)
            whole = "的" in text[begin:stop]
            reading.condition = (begin, end) if whole else (stop, end)
            return


_AFTER_SUBJECT = re.compile(r"(?:未|不|有|无|取得|进行|发生|发现|在|对|如|若|违反|需要|申请|当年|自主|拟|从事|符合|具备|经|逾期|因|擅自|拒不|存在|采用|使用|设立|变更|终止|停止)")


def _hold_frame(text: str, reading: Reading, words: Words) -> None:
    """各地要根据实际，制定…: a subject or cue followed by a frame alone holds no act; it waits for the next segment."""
    act, end = reading.act, reading.segment.end
    if act >= end:
        return
    if _is_frame(text, act, end, None, words) and (_FRAME_NOUN.search(text[act:end]) or reading.cue is None and re.match(r"在|于", text[act:end])):
        reading.role = Role.SUBJECT
    elif _is_condition(text, act, end, "，", None) and reading.cue is None:
        reading.role, reading.condition = Role.SUBJECT, (act, end)


# what a frame closes with: 按照…原则， 根据…规定，
_FRAME_NOUN = re.compile(r"(?:原则|要求|规定|实际|需要|职责|分工|部署|精神|情况|标准|安排|意见|方案|特点|程序|比例|办法|条件|任务|目标|计划|职能|》|思路|方式|形势|主题|形式|基础|中|内|下|上|时|期间)$")
_OBJECT = re.compile(
    r"(?:对于?|针对|为|给)(?P<what>[^，。；]{3,60}?)(?=进行|开展|予以|给予|实行|实施|提出|加强|依法|采取|及时|要|应|可|明确|提供|组织|再|由|适当|优先)"
)
_NARROWED = re.compile(r"的(?!工作|问题|情况|监督|管理|检查|要求)|不力|突出|严重")


def _object_condition(text: str, act: int, end: int) -> Range | None:
    """对进展缓慢的及时采取…: a narrowed object inside a predicate narrows the duty."""
    found = _OBJECT.match(text, act, end)
    if not found or not _NARROWED.search(found.group("what")):
        return None
    if found.group(0)[0] in "为给":
        relative = re.match(r"(?:为|给)((?:符合|未|不|有|已|经|新)[^，。；]{1,24}?的)", found.group(0))
        return (act + relative.start(1), act + relative.end(1)) if relative else None
    return act, found.end()


def _after_connective(text: str, start: int, end: int) -> int:
    found = lexicon().connective.match(text, start, end)
    if found and (found.end() == end or text[found.end()] in "，,、：: " or text[start : found.end()][-1] in "是"):
        start = found.end()
        while start < end and text[start] in "，,、：: 　":
            start += 1
    return start


def _find_cue(text: str, begin: int, end: int, words: Words) -> Range | None:
    """The first cue of modality outside brackets that governs the segment's predicate."""
    lex = lexicon()
    skip = matched_pairs(text, begin, end)
    at = begin
    while at < end:
        inside = next((pair for pair in skip if pair[0] <= at < pair[1]), None)
        if inside:
            at = inside[1]
            continue
        other = lex.no_cue.match(text, at, end) if words.length_at(at) else None  # 影响|应, not 影|响应
        found = lex.cue.match(text, at, end)
        if other and (not found or other.end() > found.end() or other.end() == found.end()) and not (
            found and found.end() - found.start() >= other.end() - other.start()
        ):
            at = other.end()
            continue
        if found:
            if _cue_governs(text, found, begin, end, words):
                return found.start(), found.end()
            at = found.end()
            continue
        at += 1
    return None


def _cue_governs(text: str, found: re.Match[str], begin: int, end: int, words: Words) -> bool:
    """Whether a cue is the modal of its segment, not part of a noun phrase, a verb's object or a relative clause."""
    cue, at = found.group(0), found.start()
    if found.end() >= end:
        return False
    before = text[begin:at]
    modality = lexicon().modality_of[cue]
    if len(cue) == 1:
        # one character: it has to be a word of its own, or follow what can be a subject or an adverbial
        if not words.length_at(at) and not actors_in(text, begin, at):
            return False
        opens = lexicon().directive.match(text, found.end(), end) or text[found.end()] in "经于在按由向将对从为与把以"
        if words.length_at(at) > 1 and not opens and not actors_in(text, begin, at):
            return False
        if cue == "将":
            return _is_future(text, found, begin, end)
        if cue == "请":
            return at == begin or text[at - 1] in "，；。现"
        if cue == "需" and not before:
            return True
    if re.search(r"(?:明确|规定|承诺|约定|要求|标明|写明)[^，。]{0,4}$", before):
        return False
    if modality is Modality.ENCOURAGED and before.endswith("的"):
        return False
    if modality in (Modality.ENCOURAGED, Modality.MAY) and before:
        # 支持, 鼓励 as nouns (…政策支持力度) or after another verb are no cues
        if modality is Modality.ENCOURAGED and not _subjectlike(text, begin, at):
            return False
    if modality is Modality.MUST_NOT and before and re.search(r"(?:落实|执行|遵守|制定|违反|关于|按照|严格)$", before):
        return False
    if cue in ("禁止", "要求", "责令", "负责", "需要") and before and not _subjectlike(text, begin, at):
        return False
    if cue == "要求":
        return False
    # a relative clause: the cue's predicate ends in 的 + noun before any verb of the main clause
    return not (before and re.search(r"(?:所|其)$", before))


def _is_future(text: str, found: re.Match[str], begin: int, end: int) -> bool:
    """将 tells an undertaking when its subject stands before it and it does not move an object (将…纳入…)."""
    before = text[begin : found.start()].strip()
    if not before or not actors_in(text, begin, found.start()):
        return False
    return not re.search(r"(?:纳入|列入|作为|报送|报|转化为|移交|移送|上报|通报|告知|提供给|用于|记入|计入|抄送|分解|落实到|延伸)", text[found.end() : end])


def _subjectlike(text: str, begin: int, at: int) -> bool:
    """Whether what stands before a cue can be its subject or an adverbial frame."""
    before = text[begin:at].rstrip()
    stripped = lexicon().adverb.sub("", before)
    if not stripped or actors_in(text, begin, at):
        return True
    if re.search(r"(?:中|上|下|内|前|后|时|间|日起|面|外|的)$", stripped):
        return True
    ends = head_ends(text, begin, at)
    return bool(ends) and ends[-1] == begin + len(before)


def _is_condition(text: str, begin: int, end: int, mark: str, cue: Range | None) -> bool:
    """…的， …后， 对…（narrowed）， and 凡…: who or when, narrowed."""
    if mark != "，":
        return False
    words = text[begin:end]
    if cue and not words.endswith("的"):
        return False
    if _DISPOSAL.search(words) and re.match(r"对于?|针对", words):
        return False
    if words.endswith("的") and len(words) > 2 and not words.endswith(("目的", "有的")):
        return True
    if _CONDITION_END.search(words) and len(words) > 2 and not re.match(r"(?:按|根据|为|以|结合|会议|今|此|然|之|最|先|随|同)", words):
        return not re.search(r"(?:目标|当|提|以|生|此)(?:前|后|时)$", words) or len(words) > 6
    if re.match(r"对于?|针对", words):
        return not _GENERAL_OBJECT.match(words) and bool(_NARROWED_SET_OFF.search(words)) and not _DISPOSAL.search(words)
    return bool(re.match(r"(?:凡|凡是|如|若|如果|如遇|一旦)", words))


_NARROWED_SET_OFF = re.compile(r"的|不|未|突出|严重|违法|违规|获|较|高危|困难|问题|违反|以下|以上|行为")
_DISPOSAL = re.compile(
    r"(?:进行|开展|予以|给予|实行|实施|提出|采取|加强|依法|联合|负|及时|实行|每年|每月|每季度|每半年|至少)[^的]*$"
)


def _is_frame(text: str, begin: int, end: int, cue: Range | None, words: Words) -> bool:
    """按照…， 为…， 以…为重点，: an adverbial that a comma closes, with no predicate of its own."""
    found = lexicon().opener.match(text, begin, end)
    if not found:
        return False
    if cue:
        return False
    opener = found.group(0)
    if opener in ("结合", "依托", "聚焦", "瞄准", "利用", "采用", "面向", "适应", "立足", "紧扣", "围绕", "借助", "对照"):
        rest = text[found.end() : end]
        return not re.search(r"(?:抓紧|制定|研究|开展|组织|建立|制修订|实施|做好|加强|推进|推动|强化)", rest)
    if opener == "以":
        return bool(re.search(r"(?:为|作为|名义|形式|方式|精神|态度|名|目的|导向|契机|标准)", text[found.end() : end]))
    if opener == "在":
        return bool(_EVENT.search(text[begin:end])) or not _verb_after_frame(text, found.end(), end)
    return True


def _verb_after_frame(text: str, at: int, end: int) -> bool:
    return bool(re.search(r"(?:上|中|内|下|方面|基础上|范围内|过程中)(?=[\u4e00-\u9fff]{2})", text[at:end]))


def _find_subject(text: str, reading: Reading, timed: int, words: Words) -> None:
    """The actors that a segment names before its cue or its predicate, or by 由."""
    begin, end = timed, reading.segment.end
    if lexicon().dropped.match(text, begin, end):
        _find_agent(text, reading, begin, end, words)
        return  # 并, 且: the subject of the segment before goes on
    limit = reading.cue[0] if reading.cue else end
    asked = reading.cue is not None and text[slice(*reading.cue)] == "请"
    if (asked or reading.modality is Modality.ENCOURAGED) and reading.cue and _named_object(text, reading, words):
        return
    cued = reading.cue is not None and reading.modality is not Modality.ENCOURAGED and not asked
    if cued:
        stop = limit
        while True:  # adverbs and times may stand between subject and cue
            trimmed = _trim_adverbs(text, begin, stop)
            if trimmed == stop:
                break
            stop = trimmed
        actors = _valid_subject(text, begin, stop, words)
        if actors:
            reading.subjects, reading.subject_range = actors, (begin, stop)
            return
    for stop in reversed(head_ends(text, begin, min(limit, begin + 90))):
        if stop < end and not _opens_predicate(text, stop, end, words):
            continue
        if stop == end and (reading.segment.mark != "，" or _acts_first(text, begin, words)):
            continue
        actors = _valid_subject(text, begin, stop, words)
        if actors:
            reading.subjects, reading.subject_range = actors, (begin, stop)
            return
    _find_agent(text, reading, begin, end, words)


def _acts_first(text: str, begin: int, words: Words) -> bool:
    """Whether what a comma closes opens as a predicate, so that the body at its end is an object."""
    if _RELATIVE_OPENER.match(text, begin) or _NOUNLIKE.match(text, begin):
        return False
    return words.tag_at(begin) in ("v", "d", "ad")


def _find_agent(text: str, reading: Reading, begin: int, end: int, words: Words) -> None:
    """…由X负责 / 由X会同Y…: the agent of a passive statement."""
    found = _BY_AGENT.search(text, begin, end)
    if not found or (reading.cue and found.start() > reading.cue[0] and reading.modality is not Modality.MUST):
        if not found:
            return
    for stop in reversed(head_ends(text, found.end(), min(end, found.end() + 80))):
        if stop >= end or not (_opens_predicate(text, stop, end, words) or words.length_at(stop) >= 2):
            continue
        if text[stop] in "的、和及与等" or re.match(r"组成|构成", text[stop:end]):
            continue
        actors = actors_in(text, found.end(), stop)
        if actors and not re.search(r"(?:基金|资金|经费)$", text[found.end() : stop]):
            reading.subjects, reading.subject_range, reading.agent = actors, (found.end(), stop), True
            return


def _named_object(text: str, reading: Reading, words: Words) -> bool:
    """鼓励/支持 X 做…: X bears what it is encouraged to do."""
    assert reading.cue is not None
    begin, end = reading.cue[1], reading.segment.end
    for stop in reversed(head_ends(text, begin, min(end, begin + 90))):
        if stop < end and not _opens_predicate(text, stop, end, words):
            continue
        if stop == end and reading.segment.mark != "，":
            continue
        actors = actors_in(text, begin, stop)
        if actors:
            reading.subjects, reading.subject_range = actors, (begin, stop)
            return True
    return False


def _trim_adverbs(text: str, begin: int, stop: int) -> int:
    found = re.search(r"(?:均|都|也|还|又|同时|并|则|就|更|首先|一律|原则上|一般|切实|分别|共同|每年|及时|必须|各自|\s)$", text[begin:stop])
    return begin + found.start() if found else stop


def _valid_subject(text: str, begin: int, stop: int, words: Words) -> list[Actor]:
    if stop - begin < 2:
        return []
    head = text[begin:stop]
    if re.match(r"(?:对|在(?!省|市|各|县|自治)|按|为|由|以|从(?!业|事)|经(?!营|办|济|信|贸|销|纪)|于|根据|依据|自(?!治)|当(?!地|事)|向|与|把|将|通过|因|如|若|凡|其中|让|使(?!用)|给|请|到)", head):
        return []
    if _starts_with_verb(text, begin, stop, words):
        return []
    return actors_in(text, begin, stop)


def _starts_with_verb(text: str, begin: int, stop: int, words: Words) -> bool:
    """督促企业 is a verb with its object; 取得许可证的企业 and 生产企业 are noun phrases."""
    found = lexicon().directive.match(text, begin, stop)
    if not found:
        return words.tag_at(begin) == "v" and "的" not in text[begin:stop] and not _NOUNLIKE.match(text, begin)
    if "的" in text[found.end() : stop]:
        return not _RELATIVE_OPENER.match(text, begin)
    return not _NOUNLIKE.match(text, begin)


# a relative clause that narrows who is meant opens with these; other verbs before 的 have an object
_RELATIVE_OPENER = re.compile(r"在(?:省|市|县|自治区|各)|取得|符合|具备|从事|负有|承担|涉及|存在|发生|使用|采用|列入|纳入|申请|获得|参加|接受|生产|经营|管理|运行|提供|负责|享受|设立|依法设立|达到|完成|配备")
_NOUNLIKE = re.compile(
    r"生产|经营|建设|施工|监理|运营|运输|使用|管理|监督管理|执法|教育|培训|检验|检测|评价|监管|监察|登记|审批|救援|宣传|维护|服务|研究|设计|勘察|"
    r"承包|主管|牵头|配合|责任|负有|有关|相关|涉农|涉及|经办|参保|失业|返乡|试点|挂靠|从业|获奖|申请|投诉|投标|中标|供应|采购|招标|代理|颁发|发证|产权|用人"
)


def _opens_predicate(text: str, at: int, end: int, words: Words) -> bool:
    """Whether a predicate (verb, adverb, preposition, cue or time) begins at *at*."""
    lex = lexicon()
    if _RATE.match(text, at, end) or _COUNT.match(text, at, end):
        return False
    if lex.cue.match(text, at, end) and not lex.no_cue.match(text, at, end):
        return True
    if lex.adverb.match(text, at, end):
        return True
    tag = words.tag_at(at)
    if lex.directive.match(text, at, end):
        found = lex.directive.match(text, at, end)
        assert found is not None
        return found.end() < end and not re.match(r"(?:率|体系|机制|制度|责任|工作|能力|水平|情况|的)", text[found.end() : found.end() + 3])
    if tag in ("v", "d", "ad") and words.length_at(at) >= 2:
        following = at + words.length_at(at)
        return following < end and text[following] not in "的、" and words.tag_at(following) not in ("",)
    return time_opener(text, at, end) > at or bool(_FREE_TIME.match(text, at, end))


# a rate or a count of the things named is measured, not owed by them: 企业自评率达到90%, 示范社达到1000家
_RATE = re.compile(r"[^，。；]{0,14}?率(?:均|都|要|应|分别)?(?:达|不低于|不少于|为|提高|提升|保持|稳定|控制|下降|降)")
_COUNT = re.compile(r"(?:分别|均|总数|数量)?(?:达到|达|增加到|发展到|不少于|超过)[0-9.]+万?(?:家|个|名|户|所|人|支)")
_FREE_TIME = re.compile(r"每(?:年|月|季度|半年|周|日|天|两年|三年)|到(?!位|达)|自(?:收到|[0-9])|于(?=[0-9期])")


def _find_act(text: str, reading: Reading, timed: int, words: Words) -> None:
    """Where the predicate begins, and whether the segment is one."""
    lex = lexicon()
    end = reading.segment.end
    if reading.cue:
        act = reading.cue[1]
        if reading.subject_range and reading.subject_range[0] >= act:
            act = reading.subject_range[1]
        reading.act = act
        keep = text[reading.cue[0] : reading.cue[1]]
        if lex.prevent.match(keep) or (keep == "负责" and not _verb_at(text, act, end, words)):
            reading.act = reading.cue[0]
        elif keep in ("责令",) or (reading.modality is Modality.MAY and keep.startswith(("自主", "自行"))):
            reading.act = reading.cue[0]
        elif keep == "不得不":
            reading.act = reading.cue[1]
        reading.role = Role.PREDICATE
        return
    if reading.subjects:
        assert reading.subject_range is not None
        reading.act = reading.subject_range[1]
        reading.role = Role.SUBJECT if reading.act >= end else Role.PREDICATE
        return
    act = timed
    dropped = lex.dropped.match(text, act, end)
    if dropped and dropped.end() < end and not re.match(r"并(?:联|网|列|行|重|轨|购|发|处)", text[act:end]):
        act = dropped.end()
    reading.act = act
    if re.match(r"(?:以)?(?:促进|提高|确保|防止)", text[act:end]) and lex.purpose.match(text, act, end):
        reading.role, reading.imperative = Role.PURPOSE, True
        return
    if lex.purpose.match(text, act, end):
        reading.role, reading.imperative = Role.PURPOSE, True
        return
    if _verb_at(text, act, end, words) or lex.prevent.match(text, act, end):
        reading.role, reading.imperative = Role.PREDICATE, True
        return
    if _MEASURE.search(text, act, end) or _TOPIC.match(text, act, end):
        reading.role, reading.imperative = Role.PREDICATE, True
        return
    reading.role = Role.CONTINUATION


# a figure to reach, whatever its subject; a topic with a verb of order of its own
_MEASURE = re.compile(
    r"(?:达到|达|不低于|不少于|不超过|不高于|控制在|下降|降低|提高到?|提升到?|增长|增加到?|保持在|稳定在|建成|完成)[^，。；]{0,6}?[0-9０-９]+(?:\.[0-9]+)?(?:%|％|个百分点|家|个|万|亿|名|人|项|公里|亩|吨|以内|以上|以下)"
)
_TOPIC = re.compile(
    r"[^，。；、]{2,40}?(?:纳入|列入|计入|实行|由[^，。；]{2,20}?(?:列支|承担|负责|支付|解决)|从[^，。；]{2,30}?(?:列支|安排|支出)|按(?:照)?[^，。；]{2,40}?(?:执行|办理|落实|设置|确定|发放))"
)


def _verb_at(text: str, at: int, end: int, words: Words) -> bool:
    lex = lexicon()
    free = _FREE_TIME.match(text, at, end)
    if free and free.group(0).startswith("每"):
        at = time_opener(text, free.end(), end)
    found = lex.directive.match(text, at, end)
    if found and found.end() < end:
        following = text[found.end() : found.end() + 1]
        noun = following in "的率性" or (following == "、" and not re.match(r"、\w{2}\w{2,}", text[found.end() : end]))
        if not noun:
            return True
    tag = words.tag_at(at)
    steps = 0
    while (tag in _ADVERBIAL_TAG or (tag in _LOOSE_TAG and steps < 2)) and at < end and steps < 4:
        at += words.length_at(at) or 1
        if lex.directive.match(text, at, end):
            return True
        tag = words.tag_at(at)
        steps += 1
    length = words.length_at(at)
    if not tag.startswith("v") or not length or at + length >= end:
        return False
    return tag in ("v", "l", "i") and text[at + length] not in "的、率"


# --- a sentence ------------------------------------------------------------------------------------------------------


def _bind_split_subjects(text: str, readings: list[Reading]) -> None:
    """A subject closed by a comma (负有…职责的部门，要…) belongs to the predicate after it."""
    for here, following in zip(readings, readings[1:], strict=False):
        if here.role is Role.SUBJECT and not following.subjects and following.role in (Role.PREDICATE, Role.PURPOSE):
            continue
        if here.role is Role.SUBJECT and following.role in (Role.CONTINUATION, Role.OTHER):
            here.role = Role.CONTINUATION
            here.subjects = []


def _join_conditions(text: str, readings: list[Reading]) -> None:
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
        first = opens.start
        if opens.subjects and opens.subject_range and opens.role is not Role.CONDITION:
            reading.subjects = opens.subjects
        reading.start, reading.condition = first, (first, reading.segment.end)
        for each in before:
            each.role = Role.CONNECTIVE
        return


_BREACH = re.compile(r"违反|未|逾期|不|造成|经|拒绝|擅自|有前款|发现|构成|情节|因|明知")


def _group(text: str, readings: list[Reading]) -> list[Statement]:
    statements: list[Statement] = []
    current: Statement | None = None
    base: Modality | None = None  # of the first statement: it returns after another modality
    pending: list[Reading] = []  # openers, conditions and times before a predicate
    carried: list[Range] = []
    conditions: list[Range] = []
    subjects: list[Actor] = []
    for reading in readings:
        if reading.role is Role.CONNECTIVE:
            continue
        if reading.role is Role.LEAD:
            pending = []
            continue
        if reading.role in (Role.TIME, Role.FRAME, Role.CONDITION):
            pending.append(reading)
            continue
        if reading.role is Role.SUBJECT:
            pending.append(reading)
            continue
        if reading.role in (Role.CONTINUATION, Role.OTHER):
            if current is not None and _NEW_TOPIC.match(text, reading.act, reading.segment.end):
                pending.append(reading)
            elif current is not None and not pending:
                _extend(text, current, reading)
            elif current is not None and all(p.role is Role.FRAME for p in pending):
                for each in (*pending, reading):
                    _extend(text, current, each)
                pending = []
            else:
                pending.append(reading)
            continue
        named = reading.subjects or _waiting_subject(text, pending, reading)
        held = next((p for p in reversed(pending) if p.role is Role.SUBJECT and p.cue), None)
        if held is not None and reading.cue is None:
            reading.cue, reading.modality = held.cue, held.modality
        if (
            reading.modality is Modality.ENCOURAGED and reading.cue and current is not None
            and current.modality is Modality.MUST and lexicon().chained.match(text[slice(*reading.cue)])
        ):  # fmt: skip
            # 鼓励/支持/引导 X in a chain of musts is an act of the authority; X bears nothing
            reading.subjects, reading.modality, reading.act, named = [], Modality.MUST, reading.cue[0], []
        modality = _modality_of(text, reading, current)
        if current is not None and modality is Modality.ENCOURAGED and reading.cue is None and any(
            p.role is Role.CONDITION for p in pending
        ):
            modality = Modality.MUST  # 支持X做…，对Y的，做好…: the condition turns back to the authority
        fresh = (
            current is None
            or bool(named)
            or _NEW_TOPIC.match(text, reading.act, reading.segment.end) is not None and reading.cue is None
            or modality is not current.modality
            or any(p.role is Role.CONDITION for p in pending)
            and _splits(reading)
        )
        if reading.role is Role.PURPOSE and current is not None and not named:
            fresh = False
        if fresh:
            if named:
                subjects = named
            elif current is None:
                subjects = []
            start = pending[0].start if pending else reading.start
            fresh_conditions = [p.condition for p in pending if p.condition]
            if statements and not named:
                conditions = fresh_conditions or conditions
            else:
                conditions = fresh_conditions or (conditions if not statements else conditions)
            current = Statement(
                start, reading.segment.end, modality or base or Modality.MUST, reading.cue is not None, subjects, [],
                list(conditions), [*pending, reading], list(carried),
            )  # fmt: skip
            statements.append(current)
            if base is None:
                base = current.modality
            carried.extend((p.start, p.segment.end) for p in pending if p.role is Role.TIME)
        else:
            assert current is not None
            current.end = reading.segment.end
            current.readings.extend([*pending, reading])
            for p in pending:
                if p.condition and p.condition not in current.conditions:
                    current.conditions.append(p.condition)
        pending = []
        if reading.role is Role.PURPOSE and current.actions and lexicon().purpose_anywhere.match(text, reading.act):
            continue
        current.actions.extend(_predicates(text, reading))
    for statement in statements:
        _drop_trailing_purposes(text, statement)
    return statements


# 所需资金由…列支: money that another provision speaks of
_NEW_TOPIC = re.compile(r"(?:所需|上述|不足|由此产生的|相关|有关)[^，。；]{0,8}(?:资金|经费|费用|部分)")


def _waiting_subject(text: str, pending: list[Reading], reading: Reading) -> list[Actor]:
    """The subjects of the openers before this predicate; of a breach only where a cue lays the duty on it."""
    closed = [actor for p in pending if p.role is Role.SUBJECT for actor in p.subjects]
    if closed:
        return closed  # 各地、各部门，特别是…所在地，要…
    for opener in reversed(pending):
        if opener.subjects and reading.cue is not None:
            if opener.role is Role.CONDITION and re.match(r"责令|处|给予|依法", text[reading.act : reading.act + 2]):
                continue
            return opener.subjects
    return []


def _condition_before_cue(readings: list[Reading]) -> None:
    """企业取得许可证，应当…: in rules a bare act of the body before its cue is the case in which the duty arises."""
    for here, following in zip(readings, readings[1:], strict=False):
        if (
            here.role is Role.PREDICATE and here.subjects and here.cue is None and not here.agent
            and following.cue is not None and not following.subjects and following.start == following.cue[0]
            and following.modality in (Modality.MUST, Modality.MUST_NOT) and following.cue[1] - following.cue[0] > 1
        ):  # fmt: skip
            here.role, here.condition = Role.SUBJECT, (here.act, here.segment.end)
        return


def _splits(reading: Reading) -> bool:
    """A condition in mid-sentence opens a statement of its own only before a cue or a subject."""
    return bool(reading.subjects)


def _modality_of(text: str, reading: Reading, current: Statement | None) -> Modality:
    if reading.modality is not None:
        return reading.modality
    if current is None or _NEW_TOPIC.match(text, reading.act, reading.segment.end):
        return Modality.MUST
    if reading.subjects:
        return Modality.MUST
    if current.modality is Modality.MUST_NOT:
        lex = lexicon()
        positive = lex.adverb.match(text, reading.act) or re.match(
            r"做到|加强|建立|确保|落实|实行|开展|完善|强化|严防|坚持", text[reading.act : reading.act + 4]
        )
        return Modality.MUST if positive else Modality.MUST_NOT
    return current.modality


def _extend(text: str, statement: Statement, reading: Reading) -> None:
    """A segment with no predicate of its own goes on with the last action."""
    joined = text[statement.end : reading.segment.start].strip(" 　，,：:") == ""
    statement.end = reading.segment.end
    statement.readings.append(reading)
    if statement.actions and reading.role is Role.CONTINUATION and joined and _has_verb(text, reading):
        statement.actions.append((reading.act, reading.segment.end))  # …依法共享, …延期3年: a topic with its own verb
    elif statement.actions:
        start, _ = statement.actions[-1]
        statement.actions[-1] = (start, reading.segment.end)
    else:
        statement.actions.append((reading.act, reading.segment.end))


_OWN_VERB = re.compile(r"(?:依法|共同|统一|及时|按|达到|不低于|不少于|不超过|应|由|纳入|实行|延期|共享|落实|设置|执行|予以|给予|控制在|使用|保持|做到)")


def _has_verb(text: str, reading: Reading) -> bool:
    found = _OWN_VERB.search(text, reading.act + 2, reading.segment.end)
    return bool(found) and text[reading.segment.end - 1] not in "等的"


_AND_VERB = re.compile(r"[，、]?(?:并|并且|且)(?=[\u4e00-\u9fff]{2})")


def _predicates(text: str, reading: Reading) -> list[Range]:
    """The predicates of one segment: cut at 、 before an adverb, and at 并 before a verb."""
    lex = lexicon()
    start, end = reading.act, reading.segment.end
    while start < end and text[start] in " 　":
        start += 1
    timed = time_opener(text, start, end, frequencies=False)
    start = timed if timed < end else start
    cuts: list[Range] = []
    skip = matched_pairs(text, start, end)
    begin, at = start, start
    while at < end:
        inside = next((pair for pair in skip if pair[0] <= at < pair[1]), None)
        if inside:
            at = inside[1]
            continue
        if at - begin >= 4 and text[at] == "、" and lex.adverb.match(text, at + 1, end) and end - at > 6:
            cuts.append((begin, at))
            begin = at = at + 1
            continue
        found = _AND_VERB.match(text, at, end) if at - begin >= 4 else None
        if found and lex.directive.match(text, found.end(), end) and lex.directive.match(text, begin, end):
            cuts.append((begin, at))
            begin = at = found.end()
            continue
        at += 1
    cuts.append((begin, end))
    return [cut for cut in cuts if cut[1] > cut[0]]


def _drop_trailing_purposes(text: str, statement: Statement) -> None:
    """促进…, 提高… at the end tell the hoped-for result; they stay in the quote."""
    lex = lexicon()
    while len(statement.actions) > 1 and lex.purpose.match(text, statement.actions[-1][0]):
        statement.actions.pop()
