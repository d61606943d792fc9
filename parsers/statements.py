"""From a sentence to statements: who, how strongly, which predicates, under which condition.

A segment (between commas) is read by what opens it: a connective, a time, a frame (按照…, 为…), a condition (对…的, …后),
a subject, a cue of modality, a predicate, a purpose, or none of these (it then goes on with the one before).
Segments that share bearer and modality make one statement (GUIDELINES: extent of a duty).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.actors import Actor
from parsers.lexicon import lexicon
from parsers.readings import Range, Reading, Role, read_segment
from parsers.segmenter import Words
from parsers.segments import RawSentence, Segment, matched_pairs
from parsers.timings import time_opener
from policies.duties import Modality

__all__ = ["Statement", "read_sentence"]


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
    readings = [read_segment(text, segment, words) for segment in _join_frames(text, sentence.segments)]
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


def _bind_split_subjects(text: str, readings: list[Reading]) -> None:
    """A subject closed by a comma (负有…职责的部门，要…) belongs to the predicate after it."""
    for here, following in zip(readings, readings[1:], strict=False):
        if here.role is Role.SUBJECT and not following.subjects and following.role in (Role.PREDICATE, Role.PURPOSE):
            continue
        if here.role is Role.SUBJECT and following.role in (Role.CONTINUATION, Role.OTHER):
            here.role = Role.CONTINUATION
            here.subjects = []


_BREACH = re.compile(r"违反|未|逾期|不|造成|经|拒绝|擅自|有前款|发现|构成|情节|因|明知")


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
        if (
            current is not None
            and modality is Modality.ENCOURAGED
            and reading.cue is None
            and any(p.role is Role.CONDITION for p in pending)
        ):
            modality = Modality.MUST  # 支持X做…，对Y的，做好…: the condition turns back to the authority
        fresh = (
            current is None
            or bool(named)
            or _NEW_TOPIC.match(text, reading.act, reading.segment.end) is not None
            and reading.cue is None
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


_OWN_VERB = re.compile(
    r"(?:依法|共同|统一|及时|按|达到|不低于|不少于|不超过|应|由|纳入|实行|延期|共享|落实|设置|执行|予以|给予|控制在|使用|保持|做到)"
)


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
