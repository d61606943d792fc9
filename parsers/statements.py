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
_GENERAL_OBJECT = re.compile(r"(?:对|对于|针对)(?:各项|全部|所有|上述|以上|这些|此|该|本)")
_ADVERBIAL_TAG = ("d", "ad")
_FROM_TO = re.compile(r"(?:以|把|将)[^，。；]{1,60}(?:为|作为)[^，。；的]{0,12}$")


class Role(Enum):
    """What a segment does in its sentence."""

    CONNECTIVE = auto()
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
    readings = [_read(text, segment, words) for segment in sentence.segments]
    _bind_split_subjects(text, readings)
    return _group(text, readings), readings


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
    if _is_condition(text, begin, end, mark, cue):
        reading.role, reading.condition, reading.act = Role.CONDITION, (begin, end), end
        reading.cue = reading.modality = None
        return reading
    _find_subject(text, reading, timed, words)
    if not reading.subjects and mark == "，" and _is_frame(text, begin, end, cue, words):
        reading.role, reading.act = Role.FRAME, end
        reading.cue = reading.modality = None
        return reading
    _find_act(text, reading, timed, words)
    return reading


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
        other = lex.no_cue.match(text, at, end)
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
        if not words.length_at(at):
            return False
        if words.length_at(at) > 1 and not lexicon().directive.match(text, found.end(), end):
            return False
        if cue == "将":
            return _is_future(text, found, begin, end)
        if cue == "请":
            return at == begin or text[at - 1] in "，；。现"
        if cue == "需" and not before:
            return True
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
    if words.endswith("的") and len(words) > 2 and not words.endswith(("目的", "有的")):
        return True
    if _CONDITION_END.search(words) and len(words) > 2 and not re.match(r"(?:按|根据|为|以|结合|会议|今|此|然|之|最|先|随|同)", words):
        return not re.search(r"(?:目标|当|提|以|生|此)(?:前|后|时)$", words) or len(words) > 6
    if re.match(r"(?:对于?|针对)(?!\w{0,3}工作)", words):
        return not _GENERAL_OBJECT.match(words)
    return bool(re.match(r"(?:凡|凡是|如|若|如果|如遇|一旦)", words))


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
    limit = reading.cue[0] if reading.cue else end
    if reading.modality is Modality.ENCOURAGED and reading.cue and _named_object(text, reading, words):
        return
    cued = reading.cue is not None and reading.modality is not Modality.ENCOURAGED
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
        if stop == end and reading.segment.mark != "，":
            continue
        actors = _valid_subject(text, begin, stop, words)
        if actors:
            reading.subjects, reading.subject_range = actors, (begin, stop)
            return
    _find_agent(text, reading, begin, end, words)


def _find_agent(text: str, reading: Reading, begin: int, end: int, words: Words) -> None:
    """…由X负责 / 由X会同Y…: the agent of a passive statement."""
    found = _BY_AGENT.search(text, begin, end)
    if not found or (reading.cue and found.start() > reading.cue[0] and reading.modality is not Modality.MUST):
        if not found:
            return
    for stop in reversed(head_ends(text, found.end(), min(end, found.end() + 80))):
        if stop >= end or not (_opens_predicate(text, stop, end, words) or lexicon().cue.match(text, stop, end)):
            continue
        actors = actors_in(text, found.end(), stop)
        if actors:
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
    if re.match(r"(?:对|在|按|为|由|以|从|经|于|根据|依据|自|当|向|与|把|将|通过|因|如|若|凡|其中)", head):
        return []
    if _starts_with_verb(text, begin, stop, words):
        return []
    return actors_in(text, begin, stop)


def _starts_with_verb(text: str, begin: int, stop: int, words: Words) -> bool:
    """督促企业 is a verb with its object; 取得许可证的企业 and 生产企业 are noun phrases."""
    found = lexicon().directive.match(text, begin, stop)
    if not found:
        return False
    if "的" in text[found.end() : stop]:
        return bool(lexicon().urge.match(text, begin, stop))
    rest = text[begin:stop]
    return not re.match(r"(?:生产|经营|建设|施工|监理|运营|运输|使用|管理|监督管理|执法|教育|培训|检验|检测|评价|监管|监察|登记|审批|救援|宣传|维护|服务|研究|设计|勘察|承包|主管|牵头|配合|责任|负有)", rest)


def _opens_predicate(text: str, at: int, end: int, words: Words) -> bool:
    """Whether a predicate (verb, adverb, preposition, cue or time) begins at *at*."""
    lex = lexicon()
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
    return time_opener(text, at, end) > at


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
    reading.role = Role.CONTINUATION


def _verb_at(text: str, at: int, end: int, words: Words) -> bool:
    lex = lexicon()
    found = lex.directive.match(text, at, end)
    if found and found.end() < end:
        following = text[found.end() : found.end() + 1]
        noun = following in "的率性" or (following == "、" and not re.match(r"、\w{2}\w{2,}", text[found.end() : end]))
        if not noun:
            return True
    tag = words.tag_at(at)
    steps = 0
    while tag in _ADVERBIAL_TAG and at < end and steps < 4:
        at += words.length_at(at) or 1
        if lex.directive.match(text, at, end):
            return True
        tag = words.tag_at(at)
        steps += 1
    length = words.length_at(at)
    if not tag.startswith("v") or not length or at + length >= end:
        return False
    return tag == "v" and text[at + length] not in "的、率"


# --- a sentence ------------------------------------------------------------------------------------------------------


def _bind_split_subjects(text: str, readings: list[Reading]) -> None:
    """A subject closed by a comma (负有…职责的部门，要…) belongs to the predicate after it."""
    for here, following in zip(readings, readings[1:], strict=False):
        if here.role is Role.SUBJECT and not following.subjects and following.role in (Role.PREDICATE, Role.PURPOSE):
            continue
        if here.role is Role.SUBJECT and following.role in (Role.CONTINUATION, Role.OTHER):
            here.role = Role.CONTINUATION
            here.subjects = []


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
        if reading.role in (Role.TIME, Role.FRAME, Role.CONDITION):
            pending.append(reading)
            continue
        if reading.role is Role.SUBJECT:
            pending.append(reading)
            continue
        if reading.role in (Role.CONTINUATION, Role.OTHER):
            if current is not None and not pending:
                _extend(current, reading)
            elif current is not None and all(p.role is Role.FRAME for p in pending):
                for each in (*pending, reading):
                    _extend(current, each)
                pending = []
            else:
                pending.append(reading)
            continue
        named = reading.subjects or next((p.subjects for p in reversed(pending) if p.subjects), [])
        modality = _modality_of(text, reading, current)
        fresh = (
            current is None
            or bool(named)
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


def _splits(reading: Reading) -> bool:
    """A condition in mid-sentence opens a statement of its own only before a cue or a subject."""
    return bool(reading.subjects)


def _modality_of(text: str, reading: Reading, current: Statement | None) -> Modality:
    if reading.modality is not None:
        if (
            reading.modality is Modality.ENCOURAGED
            and current is not None
            and current.modality is Modality.MUST
        ):
            return Modality.MUST  # 引导, 鼓励 in a chain of musts are acts of the authority
        return reading.modality
    if current is None:
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


def _extend(statement: Statement, reading: Reading) -> None:
    """A segment with no predicate of its own goes on with the last action."""
    statement.end = reading.segment.end
    statement.readings.append(reading)
    if statement.actions:
        start, _ = statement.actions[-1]
        statement.actions[-1] = (start, reading.segment.end)
    else:
        statement.actions.append((reading.act, reading.segment.end))


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
