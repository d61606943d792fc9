"""Sentences in which no act was found: those that state a fact, and why the others stay undecided.

A fact is told by its predicate: what a thing is, holds, amounts to, what became of it or was done to it. Each rule here
looks at the main clause only; a verb that may order something leaves the sentence undecided.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.hints import ALL, hint
from parsers.lexicon import lexicon
from parsers.readings import Reading, Role
from policies.documents import Doubt, SentenceRole
from policies.vocabulary.tables import alternation, table

__all__ = ["became", "doubt_of", "fact_of", "to_reach"]

Verdict = tuple[SentenceRole, str]

_HEAD = r"^[^，。；：“]{2,60}?"  # a subject of some length, up to the predicate
_CLAUSE = r"(?:^|，)[^，。；：]{2,60}?"
_NO_COMPOUND = "离钟散配析子担享管支公别工类级期批布步部"  # 分离, 分配 …: 分 is part of a word
_STATES: dict[SentenceRole, tuple[str, ...]] = {
    # what a thing is made of, how it is divided or counted
    SentenceRole.DEFINITION: (
        r"(?:^|，)[^，。；：]{2,80}?由[^。；]{2,300}(?:组成|构成)$",
        _HEAD + r"(?:主要)?(?:(?:包括|分为|包含|泛指)|指(?![导定挥引派明标数示出南令望]))",
        r"，(?:主要|具体)包括",
        r"^(?:包括|具体包括|其中包括|主要包括)",
        _CLAUSE + rf"(?:细)?分(?:为|成|(?![{_NO_COMPOUND}])(?=[^，。；]{{2,10}}、[^，。；]{{2,12}}、))",
        r"(?:^|，)[^，。；：]{0,30}?(?:范围|期限|基准年|水平年|面积|金额|费用标准|口径|总能耗|时间|日期|长度|宽度|坐标系统)(?:一般)?为(?!准|主)",
        r"用[^，。；]{1,10}代表|^[A-Z]为",
        r"依次为",
        r"[^，。；]{2,40}\s?[=＝]\s?[^，。；]{2,}",
        _HEAD + r"规格为[0-9]",
        r"^(?:前款|前条|上述)[^，。；]{0,4}所称",
        # a fiction of law, and what a word does not cover
        r"(?:^|，|的)(?:均|一律)?(?:视为|视同)",
        r"(?:^|，)不包括|的，(?:为|属于|属)[^，。；]{2,20}$",
    ),
    # which of two texts or figures holds; to whom else a rule extends
    SentenceRole.SCOPE: (
        r"以[^，。；]{2,50}为准(?:认定)?(?:$|，)",
        _HEAD + r"，?(?:可以)?(?:参照|比照)[^，。；]{0,60}执行$",
    ),
    SentenceRole.COMMENCEMENT: (r"[0-9一二三四五六七八九十]{1,6}年(?:内)?有效$",),
    SentenceRole.BENEFIT: (
        r"^(?!对|凡)[^，。；：]{2,40}?(?:享受|享有)(?!条件)(?=[^，。；]{2,})",
        r"归[^，。；]{2,60}所有$",
    ),
    SentenceRole.FINDING: (
        # what was done to somebody, asked for or said
        r"受到[^，。；]{0,24}处分",
        r"^[^，。；]{1,24}(?:请求|恳请|反映|投诉|提出|辩称)(?=[，：国中你我在将对])",
        r"^[^，。；]{2,20}(?:强调|指出|要求)，“",
        r"履行完毕|审议通过|记录到|率[^，。；]{2,30}赴",
        r"(?:进行|取得|作|安排|采取|提供|组成|调查|考察|设立|确定|收到)了",
        r"^(?:经|据|根据)[^，。；]{2,30}，[^。；]*(?:均为|属于|达|共有|表现在|主要表现|测定|调查)",
        r"(?:^|，)[^，。；]{2,40}?已(?:经)?(?!立项)(?![^，。；]{0,24}的)[^，。；]{2,}",
        _HEAD + r"(?:载明|显示|附有|未设置)",
        r"^该[^，。；]{1,8}与[^，。；]{2,30}(?:一致|不符|相同)$",
        r"造成[^，。；]{0,24}(?:死亡|受伤|损失|损害)",
        # where a thing lies, how much there is of it, how it is
        _HEAD + r"(?:位于|坐落于|毗邻|地处|不存在|不一定)",
        _HEAD + r"(?:多|主要|均|大多)?(?:居住|分布|集中)在",
        r"，(?:位于|东距|西距|距)|有[^，。；]{2,20}现象|比[^，。；]{2,20}(?:高|低|大|小|多|少)(?:$|，)",
        _HEAD + r"(?:共有|现有|现存|涉及|共)[^，。；]{0,20}[0-9]+",
        _HEAD + r"(?:较|比较|十分|非常|多|很)(?:明显|严重|轻微|普遍|突出|薄弱|滞后|高|低|大|多发)(?=$|，)",
        r"难以(?:准确)?(?:预测|适应|满足)",
        r"不(?:具|见得|足|强|够|高|到位|及时|完整|平衡)(?:明显|就|$|，|、)",
        r"合格[0-9]+批次|分别为|分别是|(?:^|，)(?:均|都)表示",
        r"(?:^|，)(?:共)?发现(?![^。；]*(?:查处|整改|处理|通报|报告|上报|处置))[^，。；]*[0-9]+(?:批次|家|起|处|个|例|件)",
        r"(?:^|，)(?:未见|未发现|无弄虚作假)|可能性$|投产后|达产后",
        r"从[^，。；]{0,12}年[^，。；]{0,24}(?:上升|增长|增加|提高|下降|减少)(?:到|至)",
    ),
}
_TELLS = tuple((role, re.compile("|".join(f"(?:{p})" for p in patterns))) for role, patterns in _STATES.items())

# 乡村面貌明显改善, 体系更加健全: the thing itself is the subject, and the predicate closes the clause without an object
_DEGREE = (
    r"(?:显著|明显|不断|持续|更加|更为|更|进一步|逐步|有效|全面|基本|大幅|大幅度|稳步|日益|充分|加快|深入|顺利|率先|有序|"
    r"广泛|全部|总体|较快|较大|初步|实质性|普遍|加速|有力|快速|健康|扎实|成功|圆满|均|都|已|稳定|有所|渐趋|一体|高度|优先)"
)
_RESULT = (
    r"(?:改善|提升|增强|提高|完善|健全|优化|形成|建立|建成|推进|发展|集聚|稳定|落实|缩小|彰显|显现|展现|下降|增加|扩大|凸显|"
    r"协调|合理|规范|便捷|高效|突出|消除|实施|完成|好转|普惠|繁荣|充分|融合|转变|改观|丰富|多元|顺畅|有序|有力|牢固|巩固|实现|"
    r"丰收|增长|优良|宜居|宜业|优美|完备|普及|先进|现代化|保障|开展|开放|贯通|铺开|筑牢|明确|见效|激发|释放|享有|展开|多样|延伸)"
)
_BECAME = re.compile(rf"[^，。；：]{{2,40}}?{_DEGREE}{{1,3}}{_RESULT}(?:、{_DEGREE}?{_RESULT}){{0,3}}")
_BROUGHT = re.compile(
    r"[^，。；：]{2,30}?(?:取得|迈出|实现|呈现|进入|发生|焕发|展现|走出|形成|获得|惠及|迈上)(?:了)?"
    r"[^，。；：]{0,16}(?:进展|成效|突破|步伐|态势|变化|成果|台阶|局面|提升|转变|阶段|新路|面貌|风貌|跨越|飞跃)"
)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = table("roles")
    return (
        re.compile(alternation(data["definition"]["states"])),
        re.compile(rf"(?:{alternation(data['benefit']['words'])})(?![^，。；]{{0,16}}的[^，。；]|，|。)"),
        re.compile(rf"(?:{alternation(data['closing']['words'])})$"),
    )


_MAY_TELL = hint(*(pattern for _role, pattern in _TELLS))
_MAY_DEFINE = hint(lambda: _words()[0])
_MAY_BENEFIT = hint(lambda: _words()[1])
_MAY_CLOSE = hint(lambda: _words()[2])


def fact_of(words: str, readings: list[Reading], holds: int = ALL) -> Verdict | None:
    """The role of a sentence without act that states a fact, with the words that tell it; *holds* are its hints."""
    definition, benefit, closing = _words()
    found = closing.match(words) if holds & _MAY_CLOSE else None
    if found:
        return SentenceRole.FORM, found.group(0)
    found = definition.search(words) if holds & _MAY_DEFINE else None
    if found:
        return SentenceRole.DEFINITION, found.group(0)
    if lexicon().cue.match(words) or any(r.cue for r in readings):
        return None
    told = _TELLS[:_RULED] if _CASE.search(words) else _TELLS
    for role, pattern in told if holds & _MAY_TELL else ():
        found = pattern.search(words)
        if found:
            return role, found.group(0)
    if holds & _MAY_BECOME and became(words):
        return SentenceRole.FINDING, "result"
    found = benefit.search(words) if holds & _MAY_BENEFIT else None
    return (SentenceRole.BENEFIT, found.group(0)) if found else None


_PAUSE = re.compile("[，：]")
_RULED = 3  # roles of _TELLS that a rule for a case may have: it defines, extends or dates
_CASE = re.compile("的(?:，|$)")  # …未完成的，: a case, for which something is laid down


_MAY_BECOME = hint(_BECAME, _BROUGHT)


def became(words: str) -> bool:
    """Whether every clause of *words* tells what became of its subject, without a figure that may be a target."""
    if to_reach(words):
        return False
    clauses = [clause for clause in _PAUSE.split(words) if clause.strip()]
    if not clauses or lexicon().directive.match(clauses[0]) or lexicon().purpose.match(clauses[0]):
        return False
    return all(_BECAME.fullmatch(clause) or _BROUGHT.fullmatch(clause) for clause in clauses)


def to_reach(words: str) -> bool:
    """Whether *words* name a figure or a date that somebody may have to reach."""
    return bool(_TO_REACH.search(words))


# a figure or a date that a body may have to reach
_TO_REACH = re.compile(
    r"(?:到|至|力争)“?\s*(?:20[0-9]{2}\s*年|十四五)|20[0-9]{2}\s*年(?:底|末)?前|[0-9.]+\s?(?:%|％|万|亿|家|个|座|项|处|公里|亩|平方米|人次)"
    r"|十[三四五]五”?(?:期间|期末|末)|翻.番"
)
_QUOTED = re.compile(r"^“(?:（[一二三四五六七八九十]+）|第[一二三四五六七八九十百]+条)?[^”]*(?:”$|[^”]$)")


_SHORT_QUOTE = 8  # characters


def doubt_of(words: str, readings: list[Reading], *, broken: bool) -> Doubt:
    """Why a sentence without act stays undecided."""
    if _QUOTED.match(words) and len(words) > _SHORT_QUOTE:
        return Doubt.QUOTED
    if any(r.cue for r in readings):
        return Doubt.CUE
    if broken:
        return Doubt.BROKEN
    if any(r.role is Role.PURPOSE for r in readings[:1]):
        return Doubt.RESULT_ONLY
    if to_reach(words):
        return Doubt.FIGURE
    return Doubt.NO_ACT
