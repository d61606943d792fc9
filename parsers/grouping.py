"""Segments to statements: what shares bearer and modality is one, a new bearer or another modality opens the next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.actors import Actor
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.predicates import favours, grants, pays
from parsers.readings import Range, Reading, Role
from parsers.segments import matched_pairs
from parsers.timings import MAY_BE_TIMED, time_opener
from policies.duties import AUTHORITIES, Modality

__all__ = ["Statement", "group", "may_go_on"]


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
    agent: bool  # named by 由
    from_condition: bool  # the subject is that of its condition: 企业未…的，
    openers: list[Range]  # times and frames of the sentence that carry over to this statement


def group(text: str, readings: list[Reading]) -> list[Statement]:
    """The statements that *readings* make, in order."""
    grouper = _Grouper(text)
    for reading in readings:
        grouper.take(reading)
    grouper.close()
    for statement in grouper.statements:
        _drop_trailing_purposes(text, statement)
    return grouper.statements


_ANSWERS = re.compile("(?:并|且|同时)?(?:对[^，。；]{2,40}?)?(?:依法)?(?:承担|负)[^，。；]{0,12}责任(?:$|[，。；])")


class _Grouper:
    """Takes the readings of one sentence in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements: list[Statement] = []
        self.pending: list[Reading] = []  # openers, conditions, times and subjects that wait for a predicate
        self.carried: list[Range] = []  # times that opened the sentence hold for every statement of it
        self.conditions: list[Range] = []
        self.opening: list[Range] = []  # conditions that opened the sentence
        self.subjects: list[Actor] = []

    @property
    def current(self) -> Statement | None:
        return self.statements[-1] if self.statements else None

    def take(self, reading: Reading) -> None:
        if reading.role is Role.CONNECTIVE:
            return
        if reading.role is Role.LEAD:
            self.pending = []
        elif reading.role in (Role.TIME, Role.FRAME, Role.CONDITION, Role.SUBJECT):
            self.pending.append(reading)
        elif reading.role in (Role.CONTINUATION, Role.OTHER):
            self._go_on(reading)
        else:
            self._predicate(reading)

    def close(self) -> None:
        """…，但经批准的除外: an exception behind the last predicate narrows it."""
        current = self.current
        if current is None or not self.pending or not self.text.endswith("除外", 0, self.pending[-1].segment.end):
            return
        current.end = self.pending[-1].segment.end
        current.readings.extend(self.pending)
        current.conditions.extend(p.condition for p in self.pending if p.condition)

    def _go_on(self, reading: Reading) -> None:
        """A segment without a predicate goes on with the last action, unless something waits before it."""
        waiting = any(p.role is not Role.FRAME for p in self.pending)
        if self.current is None or waiting or _new_topic(self.text, reading):
            self.pending.append(reading)
            return
        if self.current.modality is Modality.MUST_NOT and _POSITIVE.match(self.text, reading.act):
            self._predicate(reading)  # 不得超速，每次休息时间不少于20分钟
            return
        for each in (*self.pending, reading):
            _extend(self.text, self.current, each)
        self.pending = []

    def _predicate(self, reading: Reading) -> None:
        current = self.current
        named = reading.subjects
        if self.pending:
            held = next((p for p in reversed(self.pending) if p.role is Role.SUBJECT and p.cue), None)
            if held is not None and reading.cue is None:
                reading.cue, reading.modality = held.cue, held.modality
            if held is not None and held.modality is Modality.MUST and self._chained(reading) and reading.cue:
                reading.modality, reading.act, named = Modality.MUST, reading.cue[0], []  # X要按照…，引导Y…
            if named and _ADDED.match(self.text, reading.segment.start):
                named = [*_row_before(self.text, self.pending), *named]  # 各地、各部门，以及有关单位要…
            if not grants(self.text, reading.act, reading.segment.end):  # 一类人才，每人每月1500元
                named = named or _waiting_subject(self.text, self.pending, reading)
        if current is not None and current.modality is Modality.MUST and self._chained(reading):
            assert reading.cue is not None
            reading.modality, reading.act, named = Modality.MUST, reading.cue[0], []
        if current is not None and current.modality is Modality.MUST and self._only_then(reading):
            reading.modality, reading.act, reading.condition = Modality.MUST, reading.start, None
            if self.pending and self.pending[-1].role is Role.CONDITION:  # 经考核合格后，|方可上岗
                reading.act, self.pending[-1].condition = self.pending[-1].start, None
        if current is not None and self._alternative(reading):
            _extend(self.text, current, reading)
            return
        modality = self._modality(reading)
        purpose = reading.role is Role.PURPOSE and not named
        if current is None or (
            not purpose and (named or modality is not current.modality or _new_topic(self.text, reading))
        ):
            self._open(reading, named, modality)
        else:
            self._join(current, reading)
        current = self.statements[-1]
        self.pending = []
        if current.actions and reading.cue is None and _hands_over(self.text, current.actions[-1], reading):
            current.actions[-1] = (current.actions[-1][0], reading.segment.end)
            return
        if reading.role is Role.PURPOSE and current.actions and self._hoped_for(reading):
            return
        current.actions.extend(_predicates(self.text, reading))

    def _hoped_for(self, reading: Reading) -> bool:
        return lexicon().purpose_anywhere.match(self.text, reading.act) is not None

    def _chained(self, reading: Reading) -> bool:
        """鼓励/支持/引导 X in a chain of musts is an act of the authority; X bears nothing."""
        if reading.modality is not Modality.ENCOURAGED or reading.cue is None:
            return False
        return lexicon().chained.match(self.text[slice(*reading.cue)]) is not None

    def _alternative(self, reading: Reading) -> bool:
        """制定推广目录，以及禁止使用目录; 委托机构检验，或依法采用其结论: one act with what stands before."""
        joined = _OR_ELSE.match(self.text, reading.segment.start)
        return joined is not None and not self.pending and not reading.subjects and reading.cue is None

    def _only_then(self, reading: Reading) -> bool:
        """应当培训，考核合格后方可上岗: in a chain of musts it tells the order of the acts, and grants nothing."""
        cue = reading.cue
        return cue is not None and not reading.subjects and self.text.startswith(_ONLY_THEN, *cue)

    def _modality(self, reading: Reading) -> Modality:
        current = self.current
        if reading.modality is not None:
            return reading.modality
        if current is not None and current.modality is Modality.MAY and _ANSWERS.match(self.text, reading.act):
            return Modality.MUST  # 可以申请，并对真实性承担法律责任
        if current is None or reading.subjects or _new_topic(self.text, reading):
            return Modality.MUST
        if current.modality is Modality.MUST_NOT and (
            _POSITIVE.match(self.text, reading.act) or _AND.match(self.text, reading.segment.start)
        ):
            return Modality.MUST  # 严禁…，切实做到…; 不得申请…，并追回…: what is added to a ban is to be done
        if current.modality is Modality.MUST_NOT and pays(self.text, reading.act, reading.segment.end):
            return Modality.MUST  # 不得收取费用，所需经费从…列支
        if self._gives_in_turn(current, reading):
            return Modality.MUST
        if current.modality is Modality.ENCOURAGED and any(p.role is Role.CONDITION for p in self.pending):
            return Modality.MUST  # 支持X做…，对Y的，做好…: the condition turns back to the authority
        return current.modality

    def _gives_in_turn(self, current: Statement, reading: Reading) -> bool:
        """鼓励企业上市，按规定给予奖励: the authority gives; 鼓励各地…，给予补贴: who is encouraged does."""
        official = any(AUTHORITIES.intersection(actor.kinds) for actor in current.subjects)
        encouraged = current.modality is Modality.ENCOURAGED and not official
        added = self.text.startswith(("并", "且"), reading.segment.start)  # 鼓励银行改进服务，并对…给予信贷
        return encouraged and not added and favours(self.text, reading.act, reading.segment.end)

    def _encouraged(self) -> bool:
        return self.current is not None and self.current.modality is Modality.ENCOURAGED

    def _open(self, reading: Reading, named: list[Actor], modality: Modality) -> None:
        if named:
            self.subjects = named
        elif self._encouraged() and modality is not Modality.ENCOURAGED:
            self.subjects = []  # 支持X做…，对Y的，做好…: X was encouraged; what follows is the authority's
        if not self.statements:
            self._drop_findings()
        found = [p.condition for p in self.pending if p.condition]
        if found:
            self.conditions = found
        if not self.statements:
            self.opening = found
        elif named and not found:
            self.conditions = self.opening  # what opens the sentence holds for whoever is named in it
        start = self.pending[0].start if self.pending else reading.start
        statement = Statement(
            start=start, end=reading.segment.end, modality=modality, cued=reading.cue is not None,
            subjects=self.subjects, actions=[],
            conditions=[*self.conditions, *([reading.condition] if reading.condition else [])],
            readings=[*self.pending, reading], agent=reading.agent,
            from_condition=not reading.subjects and all(p.role is not Role.SUBJECT for p in self.pending),
            openers=list(self.carried),
        )  # fmt: skip
        self.statements.append(statement)
        self.carried.extend((p.start, p.segment.end) for p in self.pending if p.role is Role.TIME)

    def _drop_findings(self) -> None:
        """当前，就业局势总体稳定，…，应…: what reports before the first predicate is no part of the duty."""
        for index, reading in reversed(list(enumerate(self.pending))):
            if reading.role is Role.CONTINUATION and lexicon().finding.search(
                self.text, reading.start, reading.segment.end
            ):
                self.pending = self.pending[index + 1 :]
                return

    def _join(self, current: Statement, reading: Reading) -> None:
        current.end = reading.segment.end
        current.cued = current.cued or reading.cue is not None
        current.readings.extend([*self.pending, reading])
        for each in (*self.pending, reading):
            if each.condition and each.condition not in current.conditions:
                current.conditions.append(each.condition)


# 并, 且, 同时 add; what a ban goes on with is joined by 或, 、 or nothing (不得出租、出借，擅自改变用途)
_AND = re.compile(r"并(?!非|不|未|将其作为|以此|借此|据此|因此|由此)且?(?!不|未)|同时|而应|且(?=应|要|须|由|将)")
_POSITIVE = re.compile(
    rf"(?!{lexicon().neutral.pattern})(?:{lexicon().adverb.pattern})|做到|加强|建立|确保|落实|实行|开展|完善|强化|严防|坚持|"
    r"发现一起|[^，。；]{2,20}的(?:一律)?(?:视为|应|由|予以|按)|杜绝|力戒|保持|保证|劝阻|免征|免收|接受[^，。；]{0,8}(?:监督|检查|审查|调查|指导|管理|教育)|对[^，。；]{2,24}负责|"
    r"(?:对[^，。；]{2,24})?(?:并?处以?[^，。；]{1,30}罚款|没收|责令|吊销)|为[^，。；]{2,24}营造|其[^，。；]{1,10}由|"
    r"[^，。；]{0,12}不(?:少于|低于|超过|高于)[0-9一二三四五六七八九十]"
)
# 所需资金由…列支: money that another provision speaks of
_NEW_TOPIC = re.compile(r"(?:所需|上述|不足|由此产生的|相关|有关)[^，。；]{0,8}(?:资金|经费|费用|部分)")


_MAY_BE_NEW_TOPIC = hint(_NEW_TOPIC)


def _new_topic(text: str, reading: Reading) -> bool:
    if reading.cue is not None or not reading.segment.holds & _MAY_BE_NEW_TOPIC:
        return False
    return _NEW_TOPIC.match(text, reading.act, reading.segment.end) is not None


_OR_ELSE = re.compile("或者?(?!由)|以及|及(?!时|早)")
_ONLY_THEN = ("方", "才", "始")  # 方可, 才能, 始得
_ADDED = re.compile("以及|及|特别是|尤其是|包括")


def _row_before(text: str, pending: list[Reading]) -> list[Actor]:
    """The bodies of the openers before a segment that adds to them, where they are names and nothing else."""
    before = pending[-1]
    whole = before.role is Role.SUBJECT and before.act >= before.segment.end and before.cue is None
    return before.subjects if whole and before.condition is None else []


def _waiting_subject(text: str, pending: list[Reading], reading: Reading) -> list[Actor]:
    """The subjects of the openers before this predicate; of a breach only where a cue lays the duty on it."""
    closed = [actor for p in pending if p.role is Role.SUBJECT for actor in p.subjects]
    if closed:
        return closed  # 各地、各部门，特别是…所在地，要…
    for opener in reversed(pending):
        if opener.subjects and reading.cue is not None:
            if opener.role is Role.CONDITION and _SANCTION.match(text, reading.act):
                continue
            return opener.subjects
    return []


# what others do to whoever the condition names; making good and applying are its own acts
_SANCTION = re.compile(
    "责令|处(?!置)|给予(?!赔偿|补偿)|依法(?!承担|赔偿|补偿|给予赔偿|给予补偿|缴纳|办理|申请|履行|报)"
)


def _extend(text: str, statement: Statement, reading: Reading) -> None:
    """A segment with no predicate of its own goes on with the last action."""
    joined = text[statement.end : reading.segment.start].strip(" 　，,：:") == ""
    statement.end = reading.segment.end
    statement.readings.append(reading)
    own = joined and reading.role is Role.CONTINUATION and (_has_verb(text, reading) or _is_dated(text, reading))
    if statement.actions and own:
        statement.actions.append((reading.act, reading.segment.end))  # …依法共享, …延期3年: a topic with its own verb
    elif statement.actions:
        start, _ = statement.actions[-1]
        statement.actions[-1] = (start, reading.segment.end)
    else:
        statement.actions.append((reading.act, reading.segment.end))


_OWN_VERB = re.compile(
    r"(?:依法|共同|统一|及时|按|达到|不低于|不少于|不超过|应|由|纳入|实行|延期|共享|落实|设置|执行|予以|给予|控制在|使用|保持|做到)"
)


def _is_dated(text: str, reading: Reading) -> bool:
    """到2025年全市公交出行比重达45%: what has a time of its own is a thing to reach, told apart."""
    if not reading.segment.holds & MAY_BE_TIMED:
        return False
    opened = time_opener(text, reading.start, reading.act)
    return opened > reading.start and not text.endswith("期间", reading.start, opened)


def _has_verb(text: str, reading: Reading) -> bool:
    found = _OWN_VERB.search(text, reading.act + 2, reading.segment.end)
    return bool(found) and text[reading.segment.end - 1] not in "等的"


_JOINT = re.compile(r"[，、]?(?:并且|并|且)(?=[\u4e00-\u9fff]{2})|、")


_MAY_JOIN = hint(_JOINT)


def _predicates(text: str, reading: Reading) -> list[Range]:
    """The predicates of one segment: cut at 、 before an adverb, and at 并 before a verb."""
    lex = lexicon()
    start, end = reading.act, reading.segment.end
    while start < end and text[start] in " 　":
        start += 1
    if reading.segment.holds & MAY_BE_TIMED:
        timed = time_opener(text, start, end)
        start = timed if timed < end else start
    if not reading.segment.holds & _MAY_JOIN:
        return [(start, end)] if end > start else []
    cuts: list[Range] = []
    skip: list[Range] | None = None
    passed = 0
    begin = start
    for found in _JOINT.finditer(text, start, end):
        at = found.start()
        if at - begin < 4:
            continue
        if skip is None:
            skip = matched_pairs(text, start, end)
        while passed < len(skip) and skip[passed][1] <= at:
            passed += 1
        if passed < len(skip) and skip[passed][0] <= at:
            continue
        if found.group(0) == "、":
            cut = end - at > 6 and (_acts_anew(text, begin, at, end) or _row_of_acts(text, begin, end))
        else:
            verbs = (lex.directive.match(text, found.end(), end), lex.directive.match(text, begin, end))
            cut = None not in verbs
        if cut:
            cuts.append((begin, at))
            begin = found.end()
    cuts.append((begin, end))
    return [cut for cut in cuts if cut[1] > cut[0]]


# verbs that take an object and are part of no noun
_TAKES_OBJECT = (
    "(?:(?:认真|切实|严格|积极|全面|及时|依法|深入|扎实)?(?:落实|开展|做好|抓好|制定|完善|建立|健全|加强|强化|推进|督促|编制|排查|消除|发布|报送"
    "|履行|配备|组建|收集|明确|公布|实施|签订|填写|上报|设立)(?!细则|办法|方案|意见|计划|清单|台[账帐]|情况|要点))"
)
_ROW_OF_ACTS = re.compile(
    rf"{_TAKES_OBJECT}[^，。；、的等]{{2,20}}(?:、{_TAKES_OBJECT}[^，。；、的等和及]{{2,20}})+(?=$|[，。；])"
)


def _row_of_acts(text: str, begin: int, end: int) -> bool:
    """排查隐患、落实措施、开展教育: every member has a verb and an object of its own."""
    row = _ROW_OF_ACTS.match(text, begin, end)
    return row is not None and row.end() == end


_HELD = re.compile(
    "(?:及时|立即|依法|如实|定期|应当?|并|[0-9]+日内)*[将把]"
    "(?!.*(?:告知|通[报知]|报[送告]|上报|纳入|列[入为]|作为|移送|录入|公[布开示]|送达|抄送|反馈|上传|存入|归入|交))"
    "[^，。；]{2,}(?:结果|情况|行为|信息|材料|名单|数据|问题|资料|报告|方案|线索|意见|档案|记录|清单|文件|证据|事项)$"
)
_TO = re.compile("(?:[及按]时|立即|书面|一并)*(?:向|报|送|交|移|告|抄|上报|通[报知])")


def _hands_over(text: str, action: Range, reading: Reading) -> bool:
    """将不合格的检测结果，|向主管部门报告: what is held before the comma and what is done with it are one act."""
    return _TO.match(text, reading.act) is not None and _HELD.match(text[slice(*action)]) is not None


_BARE_LENGTH = 2  # characters of a verb without its object
_NO_ACT_BEHIND = re.compile("[性率度]|[^，。；、]{2,4}[、等]|[^，。；、]{1,3}$")  # 有效性, 书面检查、网络监测等方式


def _acts_anew(text: str, begin: int, at: int, end: int) -> bool:
    """Whether the 、 at *at* joins two acts (逐级负责、|逐级抓好落实), not two verbs of one object or two names."""
    lex = lexicon()
    adverb = lex.adverb.match(text, at + 1, end) if text[at + 1] in lex.adverb_opens else None
    if adverb is None or _NO_ACT_BEHIND.match(text, adverb.end(), end):
        return False
    before = lex.adverb.match(text, begin, at)
    bare = before is not None and at - before.end() == _BARE_LENGTH and before[0] != adverb[0]
    return not (bare and end - adverb.end() > _BARE_LENGTH)  # 合理配置、统筹使用|执法资源: two verbs of one object


_TO_CREATE = re.compile(
    r"为[^，。；]{1,24}(?:创造|提供|打下|打好|奠定|夯实|积累)[^，。；]{0,6}(?:条件|环境|保障|支撑|基础|经验)$"
)


def _drop_trailing_purposes(text: str, statement: Statement) -> None:
    """促进…, 提高… at the end tell the hoped-for result; they stay in the quote."""
    lex = lexicon()
    kept = {reading.act for reading in statement.readings if reading.cue or _is_dated(text, reading)}
    while len(statement.actions) > 1:
        start, end = statement.actions[-1]
        purpose = text[start] in lex.purpose_opens and lex.purpose.match(text, start)
        if start in kept or not (purpose or (text[start] == "为" and _TO_CREATE.match(text[start:end]))):
            return  # 不得转让，不得形成垄断: what has a cue of its own, or a time, is no purpose
        statement.actions.pop()


def may_go_on(text: str, statement: Statement) -> bool:
    """Whether the subject is that of the sentences behind it: not who is encouraged, named by 由, or to be kept out."""
    if not statement.subjects or statement.agent or statement.modality is Modality.ENCOURAGED:
        return False
    return not text.startswith(("无关", "闲杂", "非作业", "非工作"), statement.subjects[0].start)
