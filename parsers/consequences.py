"""What befalls whoever broke a rule: how it came to light is the case, and what it shuts out from is the sanction."""

from __future__ import annotations

import re

from parsers.hints import hint
from parsers.readings import Reading, Role
from policies.duties import Modality

__all__ = ["read_consequences"]

_FOUND_OUT = re.compile(
    "(?:一经|一旦|经)(?:调查|核实|检查|复核|查证)?(?:查实|查证(?:属实)?|发现|核实|认定|确认|查出|查获|属实)(?:的|后)?"
)
_AGAINST = re.compile("对(?!标|照|外|比|内)于?|凡")
_SPAN = r"(?:今后|终身|永久|(?:[0-9０-９一二两三四五六七八九十]+|若干|当)个?[年月](?:之)?内|一定(?:时期|期限|时间)内)"
_FORBIDDEN = "(?:一律)?(?:不得|不准|不能|不可|禁止)(?:再次?)?"
# A favour sought is refused by whoever grants it. Work is so for a time only: 违反规程的，不得从事采掘 is a ban.
_SHUT_OUT = re.compile(
    rf"(?:且|并且?|同时)?(?P<act>{_SPAN}?{_FORBIDDEN}"
    "(?:申请|申报|申领|参评|享受|报名|报考|推荐|评为|评[优先选]|参加评|晋升|投标)"
    rf"|{_SPAN}{_FORBIDDEN}(?:参加|参与|担任|承接|承揽|承担|从事))"
)
# what makes the case a breach of faith: whoever merely lacks something (对于无平台的市州，不可申请) is not punished
_WRONG = re.compile(
    "违反|违规|违法|违约|违纪|弄虚|虚假|隐瞒|瞒报|谎报|骗|伪造|变造|不实|失信|作弊|拒不|造假|剽窃|抄袭|失职|舞弊|冒用|冒领|串通|行贿"
)
# 会计人员有所列行为的，不得从事… names whom the ban binds; these openings name nobody, or whom the authority treats
_UNNAMED = re.compile("(?:凡|如|若)?(?:对|违|提供|出具|弄虚|隐瞒|瞒|谎|骗|伪造|变造|拒不|串通|冒)")
# 对违法行为加强巡查，一经发现，…: what is ordered before is no case
_ORDERS = re.compile("开展|加强|加大|强化|保持|检查|巡查|排查|核查|监督|监管|监测|整治|打击|严查|从严|坚决|实行|进行")
_MAY_FIND_OUT = hint(("查实", "查证", "发现", "核实", "认定", "确认", "查出", "查获", "属实"))
_MAY_SHUT_OUT = hint(("不得", "不准", "不能", "不可", "禁止"))


def read_consequences(text: str, readings: list[Reading]) -> None:
    """Bind in *readings* (of one sentence) what stands before 一经查实, and who is shut out by whom."""
    holds = 0
    for reading in readings:
        holds |= reading.segment.holds
    if holds & _MAY_FIND_OUT:
        _found_out(text, readings)
    if holds & _MAY_SHUT_OUT:
        _shut_out(text, readings)


def _found_out(text: str, readings: list[Reading]) -> None:
    """对出具虚假证明，或把关不严，一经查实，…: all that stands before is the case."""
    for index, reading in enumerate(readings):
        if index == 0 or not _FOUND_OUT.fullmatch(text, reading.start, reading.segment.end):
            continue
        before = readings[:index]
        if any(
            each.role is not Role.CONDITION
            and (each.cue is not None or _ORDERS.search(text, each.start, each.segment.end))
            for each in before
        ):
            return  # 企业应当自查，一经发现，…: the order before it stands
        first = before[0].start
        if not (before[0].role is Role.CONDITION or _AGAINST.match(text, first)):
            return
        reading.role, reading.start, reading.act = Role.CONDITION, first, reading.segment.end
        reading.condition, reading.cue, reading.modality = (first, reading.segment.end), None, None
        for each in before:
            each.role = Role.CONNECTIVE
        return


def _shut_out(text: str, readings: list[Reading]) -> None:
    """对弄虚作假的单位，三年内不得申报项目: the authority shuts it out; to whom no name is given, no ban is laid on."""
    case: Reading | None = None
    for reading in readings:
        if reading.role is Role.CONDITION and not reading.subjects:
            case = reading
        elif case is not None and reading.modality is Modality.MUST_NOT and not reading.subjects:
            found = _SHUT_OUT.match(text, reading.start)
            if (
                found
                and case.condition
                and _UNNAMED.match(text, *case.condition)
                and _WRONG.search(text, *case.condition)
            ):
                reading.modality, reading.act = Modality.MUST, found.start("act")
