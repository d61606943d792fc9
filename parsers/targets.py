"""Targets: figures to reach, with comparator, value and unit.

以上, 以下, 以内 include the figure (民法典第一千二百五十九条).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.figures import number_of
from parsers.hints import hint
from parsers.lexicon import lexicon
from policies.duties import Target
from policies.spans import Quote
from policies.vocabulary.tables import alternation, table

__all__ = ["MAY_SET_TARGET", "find_targets"]

_DATA = table("targets")
_OP = {word: op for op, words in _DATA["comparators"].items() if op in (">=", "<=") for word in words}
_BEFORE = alternation(_OP)
_AFTER = alternation([*_DATA["after"]["at_least"], *_DATA["after"]["at_most"], *_DATA["after"]["below"]])
_COUNTED = [unit for unit in _DATA["units"]["words"] if len(unit) == 1 and unit not in "%％级元亩吨分倍年天日"]
_UNIT = alternation([*_DATA["units"]["words"], *(many + unit for unit in _COUNTED for many in ("万", "亿"))])
_VALUE = (
    r"(?P<percent>百分之)?(?P<value>[0-9０-９]{1,12}(?:[.．][0-9０-９]{1,6})?"
    r"|[一二三四五六七八九十百千两]{1,6}(?:点[零一二三四五六七八九]{1,4})?)"
)
_EACH = "(?:每(?:学期|季度|[人户亩年月次吨台家位名个日天])){1,3}"  # 每人每月800元: so much for each
_FIGURE = re.compile(
    rf"(?:(?P<op>{_BEFORE})(?:[^，。；、0-9]{{2,14}}的|{_EACH})?)?\s*{_VALUE}"
    r"(?:\s?[—~～－-]\s?(?P<upper>[0-9]{1,12}(?:\.[0-9]{1,6})?))?\s*"
    rf"(?(percent)|(?P<unit>(?:{_UNIT})(?:/[人户亩年月次吨台家天日])?))(?P<after>（含）)?(?P<bound>{_AFTER})?"
)
# the part that every figure has: it is found much faster than the whole, and most duties have none
_VALUE_AND_UNIT = re.compile(_FIGURE.pattern[_FIGURE.pattern.index(_VALUE) :])
MAY_SET_TARGET = hint(_VALUE_AND_UNIT)
_NOT_TARGET = re.compile(alternation(_DATA["not_target"]["words"]))
_VERB = re.compile("负责|承担|从事|开展|进行|组织|参加|参与")
_FINE = re.compile(r"处|罚")
_LONGEST_METRIC = 24
_CALENDAR_YEAR = re.compile("(?:19|20)[0-9]{2}")
_OF = re.compile(r"(?:[（(][^（()）]*[）)])?的([\u4e00-\u9fff“”]{2,24})")


def find_targets(text: str, start: int, end: int, avoid: Sequence[tuple[int, int]]) -> list[Target]:
    """The targets of ``text[start:end]``; figures inside the ranges of *avoid* (times, conditions) are none."""
    targets: list[Target] = []
    for found in _FIGURE.finditer(text, start, end) if _VALUE_AND_UNIT.search(text, start, end) else ():
        if any(a < found.end() and found.start() < b for a, b in avoid):
            continue
        chinese = found.group("value")[0] in "一二三四五六七八九十百千两"
        unit = "%" if found.group("percent") else found.group("unit").replace("％", "%")
        if unit == "年" and _CALENDAR_YEAR.fullmatch(found.group("value")):
            continue
        operator, bound = found.group("op"), found.group("bound")
        lasts = _LASTS.search(text, max(start, found.start() - 6), found.start())
        ranged = found.group("upper") and unit not in _DATA["units"]["of_age"]
        lasting = lasts and unit in _DATA["units"]["of_time"]
        each = _EACH_BEFORE.search(text, max(start, found.start() - 12), found.start())
        told = bound or operator or found.group("percent") or (lasting and lasts and lasts["measure"])
        if chinese and not told and unit != "名":
            continue  # 一个, 三项 … are wording, not figures to reach
        if chinese and operator in _DATA["comparators"]["change"]:
            continue  # 提升一批
        if _FINE.search(text, start, found.start()) and "罚款" in text[found.end() : found.end() + 24]:
            continue
        if unit in _DATA["units"]["needs_comparator"] and not (
            operator or bound or ranged or lasting or (each and "元" in unit)
        ):
            continue
        if _NOT_TARGET.match(text, found.end(), end) or _threshold(text, start, found):
            continue
        targets.extend(_targets(text, start, found, unit))
    return [*targets, *_copies(text, start, end)]


def _copies(text: str, start: int, end: int) -> list[Target]:
    """登记表（一式三份）: how many of a paper are to be handed in."""
    found = []
    for match in _COPIES.finditer(text, start, end) if "份" in text[start:end] else ():
        value = number_of(match["value"])
        if value is not None:
            surface = Quote(start=match.start(), end=match.end(), text=match.group(0))
            found.append(Target(surface=surface, metric=match["what"].strip("《》"), op="=", value=value, unit="份"))
    return found


# what is to last that long, or to be that much: 公示7日, 补贴时间为一年
_LASTS = re.compile(
    f"(?:(?P<act>{alternation(_DATA['lasting']['acts'])})|(?P<measure>{alternation(_DATA['lasting']['measures'])})为?)$"
)
_EACH_BEFORE = re.compile(f"{_EACH}$")
_COPIES = re.compile(
    r"(?P<what>(?:《[^》]{2,40}》|[^，。；、（()）：:《》\s]{2,24}))[（(](?:一式)?"
    r"(?P<value>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})份(?:[，,][^（()）]{1,12})?[)）]"
)
# 提高容忍度至10%, 压缩办理时间到5天: how the figure moves stands before what is measured
_MOVED = re.compile(
    "(?:(?P<up>提高|提升|增加|扩大|放宽|延长|上调)|降低|压缩|压减|缩短|减少|下调)(?P<what>[^，。；、]{1,16}?)(?:至|到)$"
)
_SHARE = re.compile(r"(?:可|按|应|要|须|将|给予|不低于)?(?P<of>[^，。；、]{2,24})的$")


# 不得使用超过10年的设备: which ones may not be used, no figure to reach
_PASSED = ("超过", "达到", "达", "低于", "少于", "小于")
_ACTED_ON = re.compile(r"(?:使用|销售|经营|生产|运输|储存|聘用|招用|采用|安排)$")


def _threshold(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the figure says which ones are meant: 100万元以下的业务, but not a span (1000元以上5000元以下的标准)."""
    if found.group("op") in _PASSED and text.startswith("的", found.end()):
        return _ACTED_ON.search(text, start, found.start()) is not None
    if found.group("bound") and not found.group("op") and "岁" in found.group(0):
        return True  # 3岁以下婴幼儿, 年满18周岁以上: whom it is about
    if (found.group("bound") or "").endswith("的") and text[found.end() : found.end() + 1] in ("，", ","):
        return True  # 日供水1000立方米以上的，每日检测
    if not found.group("bound") or found.group("op") or not text.startswith("的", found.end()):
        return False
    return not text[start : found.start()].endswith(("以上", "以下"))


def _moved(text: str, start: int, at: int) -> tuple[int, str, str] | None:
    """(where the surface begins, metric, comparator) of 提高X至N and of X的N%."""
    found = _MOVED.search(text, max(start, at - 22), at)
    if not found:
        return None
    return found.start(), found["what"], ">=" if found["up"] else "<="


def _targets(text: str, start: int, found: re.Match[str], unit: str) -> list[Target]:
    value = number_of(found.group("value"))
    if value is None:
        return []
    if found.group("op") and _DENIED.search(text[max(start, found.start() - 4) : found.start()]):
        return _denied(text, found, unit, value)
    operator, bound = found.group("op"), found.group("bound")
    sign = _OP.get(operator or "", "=")
    if bound and not (operator and bound in _DATA["after"]["about"]):  # 控制在4300万吨左右 is an upper bound
        sign = ">=" if bound in _DATA["after"]["at_least"] else "<=" if bound in _DATA["after"]["at_most"] else "<"
    if sign == ">=" and value == 100 and unit == "%" and not bound:
        sign = "="  # a rate can't exceed its whole
    begin, metric = _metric(text, start, found, operator)
    lasts = _LASTS.search(text, max(start, found.start() - 6), found.start())
    moved = None if operator else _moved(text, start, found.start())
    share = _SHARE.search(text, max(start, begin - 26), begin) if not operator and unit == "%" else None
    each = _EACH_BEFORE.search(text, max(start, found.start() - 12), found.start())
    if moved:
        begin, metric, sign = moved
    elif lasts and lasts["act"] and not operator:  # 公示7日: what lasts belongs to the figure
        begin, metric = lasts.start("act"), lasts["act"]
    elif lasts and lasts["measure"] and not operator:  # 补贴时间为一年
        begin, metric = _metric(text, start, found, "为")
        metric = metric.removesuffix("为")
    elif each and not operator:
        begin = each.start()
        before = _counted(text, start, begin)
        metric = text[slice(*before)] if before else text[begin : found.end()]
    elif share:  # 返还其缴纳费用的50%
        of = share["of"]
        begin, metric = share.end("of") - len(of) + of.rfind("按") + 1, of[of.rfind("按") + 1 :]
    if unit == "级" and bound:
        metric = ""
        begin = found.start("value")
        operator = None
    if not metric:
        begin, end, metric = _beside(text, start, begin, found, operator, moved=moved is not None)
    else:
        end = found.end()
    while text[begin] in " 　":
        begin += 1
    surface = Quote(start=begin, end=end, text=text[begin:end])
    of = _OF.match(text, found.end()) if unit != "级" else None
    if of:  # 不超过15万元的贷款: what is measured stands behind
        metric = of.group(1)
    if len(metric) > _LONGEST_METRIC or unit in ("名", "位"):  # 一名负责…的联络员 counts 联络员
        metric = metric.rsplit("的", 1)[-1]
    target = Target(surface=surface, metric=metric or surface.text, op=sign, value=value, unit=unit)
    upper = found.group("upper")
    if upper:
        low = target.model_copy(update={"op": ">="})
        return [low, target.model_copy(update={"op": "<=", "value": float(upper)})]
    return [target]


# what a figure behind which 以上 stands is of: 二年及以上|劳动（聘用）合同
_TAIL = re.compile(
    r"(?!的)(?:(?!的)[\u4e00-\u9fff“”]){2,16}(?:[（(][^（()）]{1,8}[)）](?:(?!的)[\u4e00-\u9fff]){1,8})?"
)


def _beside(
    text: str, start: int, begin: int, found: re.Match[str], operator: str | None, *, moved: bool
) -> tuple[int, int, str]:
    """(begin, end, metric) of a figure whose measure stands right behind or before it; the metric may be empty."""
    if not operator and found.group("bound"):
        tail = _TAIL.match(text, found.end())
        lasts = found.group("unit") in _DATA["units"]["of_time"]
        counted = None if tail or moved or lasts else _counted(text, start, found.start())
        if counted:  # 新建充电桩1万个以上
            return counted[0], found.end(), text[slice(*counted)]
        return begin, tail.end() if tail else found.end(), tail.group(0) if tail else ""
    behind = re.match(r"的?([\u4e00-\u9fff“”]{2,14})", text[found.end() : found.end() + 15])
    if behind:
        metric = _VERB.split(behind.group(1), maxsplit=1)[0] or behind.group(1)
        return begin, found.end() + behind.start(1) + len(metric), metric
    counted = None if operator or moved else _counted(text, start, found.start())
    if counted:  # 专项监测80批次: what is counted stands before the figure
        return counted[0], found.end(), text[slice(*counted)]
    return begin, found.end(), ""


_DENIED = re.compile(r"(?:不(?:应|得|能|准|宜|可|要|许|允许|应当)?|禁止|严禁|严格控制)$")
_CONTRARY = {">=": "<=", "<=": ">=", ">": "<=", "<": ">="}


def _denied(text: str, found: re.Match[str], unit: str, value: float) -> list[Target]:
    """不应超过100米 sets the contrary of 超过100米: a negation outside the comparator turns it."""
    sign = _CONTRARY.get(_OP.get(found.group("op"), ""))
    if sign is None:
        return []
    end = found.start() - len(_DENIED.search(text[: found.start()]).group(0))  # type: ignore[union-attr]
    begin = max((text.rfind(mark, 0, end) for mark in "，,；。：（、\n"), default=-1) + 1
    while begin < end and text[begin] in " 　":
        begin += 1
    surface = Quote(start=begin, end=found.end(), text=text[begin : found.end()])
    return [Target(surface=surface, metric=text[begin:end] or surface.text, op=sign, value=value, unit=unit)]


def _metric(text: str, start: int, found: re.Match[str], operator: str | None) -> tuple[int, str]:
    """(where the surface begins, what is measured): the noun phrase before the comparator."""
    at = found.start()
    begin = max((text.rfind(mark, start, at) for mark in "，,；。：（、"), default=-1)
    begin = start if begin < 0 else begin + 1
    phrase = text[begin:at].strip()
    shift = re.match(
        r"(?:并|且|其中|全市|全省|全国|使(?!用)|确保|力争|到[^，]{2,8}年(?:底|末)?前?|(?:20[0-9]{2}年|年)(?:底|末)前?|原则上|要|应|应当|按照?|最高|须)+",
        phrase,
    )
    if shift:
        begin += shift.end()
        phrase = phrase[shift.end() :]
    if operator is None or _ENDS_IN_ACT.search(phrase):
        return at, ""  # 各县（市、区）均建成不少于1个机构: what is counted stands behind
    topic = _topic(text, start, begin) if _ONLY_TIME.fullmatch(phrase) else ""
    if topic:
        return begin, topic
    if size := _SIZED.match(phrase):
        begin += size.end()
        phrase = phrase[size.end() :]
    if operator in _DATA["comparators"]["change"]:
        phrase += operator  # 死亡率下降36%: what reaches 36 % is the fall
    return begin, phrase


_ENDS_IN_ACT = re.compile("(?:建成|建立|设立|设置|配备|新建|培育|打造)$")
# 培训的时间，每年不得少于二十小时: the topic before the comma is measured
_ONLY_TIME = re.compile(r"每(?:年|月|次|季度|学期|周|日|天|人|人每年)(?:累计|合计)?|累计|合计")
_SIZED = re.compile(
    r"(?:规模以上|规模以下|限额以上)[^，。；、率]{0,8}?(?:企业|单位)(?=[^，。；、]{1,6}率)"
)  # which firms is a condition


def _topic(text: str, start: int, begin: int) -> str:
    """The words between the comma before *begin* and the mark before that."""
    if begin <= start or text[begin - 1] not in "，,":
        return ""
    mark = max((text.rfind(each, start, begin - 1) for each in "，,；。："), default=-1)
    return text[max(start, mark + 1) : begin - 1].strip()


_ROUGHLY = re.compile("(?:为|约|近|超|达|共|计|按照?|以|，)+$")
_LEADS_IN = "其中|全[省市县区国]|累计|年均|可|共"
_ACTED = re.compile(
    rf"(?:{lexicon().adverb.pattern}|{_LEADS_IN})*(?:{lexicon().act.pattern}|新增|净增|新建|改扩建|发展|建设|改造){{1,2}}|(?:{_LEADS_IN})+"
)


def _counted(text: str, start: int, at: int) -> tuple[int, int] | None:
    """Range of the noun phrase that closes before the figure at *at*, without the verb that opens it."""
    begin = max((text.rfind(mark, start, at) for mark in "，,；。：、\n"), default=-1) + 1
    begin = max(begin, start)
    opened = text.rfind("（", begin, at)
    if opened >= 0 and text.find("）", opened, at) < 0:
        begin = opened + 1
    phrase = _ROUGHLY.sub("", text[begin:at].rstrip())
    acted = _ACTED.match(phrase)
    if acted and 0 < acted.end() < len(phrase) - 1:
        begin, phrase = begin + acted.end(), phrase[acted.end() :]
    if joined := re.match("[或且并]", phrase):
        begin, phrase = begin + joined.end(), phrase[joined.end() :]
    if not 2 <= len(phrase) <= _LONGEST_METRIC or re.search("[0-9０-９]|^[）)和与]|[在以为于被后前时按的]$", phrase):
        return None
    return begin, begin + len(phrase)
