"""Deadlines, frequencies and periods: their words and type; what they come to is told by `parsers.time_values`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from parsers.figures import whole_number
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.segments import RawSentence
from parsers.time_values import (
    BLANK,
    NUMBER,
    SPAN,
    YEAR,
    Dated,
    deadline_value,
    frequency_value,
    period_value,
    year_of,
)
from policies.duties import TimeType, Timing
from policies.spans import Quote

__all__ = ["MAY_BE_TIMED", "MAY_TELL_TIME", "find_timings", "led_times", "time_opener"]

_B, _N, _YEAR = BLANK, NUMBER, YEAR
_DAY = rf"(?:{_YEAR}{_B})?{_N}{_B}月(?:{_B}{_N}{_B}[日号])?"
_PART_OF_DAY = "(?:凌晨|早上|上午|中午|下午|晚上?|当天|当日)?"
_CLOCK = rf"{_PART_OF_DAY}(?:{_N}[时点](?:{_N}分|整|半)?|[0-9０-９]{{1,2}}[:：][0-9０-９]{{2}})"
_FROM = r"(?:自(?![治然行主愿己])|从(?![业事]))"  # 自治区…要在印发之日起

_DEADLINE = re.compile(
    rf"(?:(?:到|至|于|在|截至){_B})?(?:{_YEAR}{_B}|今年|明年|当年|本年)?(?:{_N}{_B}月(?:份)?)?(?:年底|(?:本|当|次|下个?)?月[底末]|季度?[底末]|底|末|年末|上旬|中旬|下旬)(?:之|以)?前"
    rf"|(?:到|至){_B}{_YEAR}{_B}{_N}{_B}月(?:{_B}{_N}{_B}[日号]|底|末|份)?(?!前)|(?:到|至){_N}月(?:底|末)(?!前)"
    rf"|(?:到|至){_B}(?:{_YEAR}|“[十一二三四五]+五”)(?:{_B}年?底|期?末)?(?!{_B}{_N}{_B}月)"
    rf"|(?:(?:于|在){_B})?(?:{_DAY}|{_N}[日号])(?:上午|下午)?(?:{_CLOCK})?(?:之|以)?前"
    rf"|(?:于|在)?{_CLOCK}(?:之|以)?前|(?:(?:于|在){_B})?{_YEAR}(?:之|以)?{_B}前"
    rf"|{_FROM}(?:(?!自(?!动))[^，。；]){{1,30}}?之?日起(?:的)?{_N}个?(?:工作日|自然日|日|天|个?月|年|小时)(?:之|以)?内"
    rf"|(?:在|于)[^，。；、]{{1,16}}?之?日起{_N}个?(?:工作日|日|天|个?月|年)(?:之|以)?内"
    rf"|(?:在|于)?{SPAN}个?(?:工作日|小时|日|天|周|个?月|年)(?:之|以)?内"
    rf"|期满前{_N}个?(?:日|天|月|年)"
    rf"|(?:在|于)?{SPAN}年(?:的)?时间(?:之|以)?内"
    r"|[在于]?(?:主?汛期|主?汛(?=前[要应须必，完全集])|春节|元旦|国庆节?|五一|中秋节?|清明|供暖期?|采暖期?|防火期|开学|入冬|入汛|冬季|春耕|秋收)(?:来临|到来|开始)?(?:之|以)?前(?!后)"
)
# the same inside a predicate only: they open no segment as a time does
_INSIDE = re.compile(
    rf"(?P<ahead>(?:至少|应|须)?提前(?:至少)?{_N}个?(?:工作日|小时|日|天|周|月|年)"
    rf"|(?:在|(?<![低高多少大小等属对关基由])于)[^，。；、在于]{{2,16}}前{_N}个?(?:工作日|小时|日|天|周|月|年)(?![之以]?内|[的份度]))"
    rf"|[通经]过(?P<years>{SPAN}年)(?=左右|的?[^，。；、]{{0,8}}(?:努力|发展|建设|奋斗|治理|培育|整治|攻坚|时间))"
    rf"|(?<=力争|争取|确保|保证){_B}{_YEAR}(?:年?底|年?末)(?![前以之])"
    rf"|(?:今年|本年|当年|{_YEAR})年?内"
)
_COUNT = "[0-9０-９一二三四五六七八九十百两]{1,6}"
_FREQUENCY = re.compile(
    rf"(?:每|全(?=年[^，。；]{{0,20}}?{_COUNT}[次回]))(?P<n>{_COUNT})?(?:[至到—–-](?P<until>{_COUNT}))?(?P<unit>半年|学期|年|季度|季|个?月|周|星期|日|天|旬|小时)(?P<mid>[^，。；]{{0,36}}?(?P<k>{_COUNT})[次回]|(?:(?:首|末|次|第[一二三]个)月|年?[末初])?(?:{_N}[日号]|{_N}月(?:底|{_N}[日号])?|年?[底末])前|(?:{_N}[日号])?{_CLOCK}(?:之|以)?前|)"
    rf"|逐月|按(?:月|季|年)(?:度)?(?=[\u4e00-\u9fff])(?!份|初|底|评|[^，。；对向把将]{{1,6}}的)|(?P<report>[周月季年]报)(?=制度|告|，|。|$)"
)
_DATE = rf"{_YEAR}(?:{_B}{_N}{_B}月(?:{_B}{_N}{_B}[日号])?)?"
_TO = r"(?:至|到|—|－|-)"
_FEASTS = "元旦|春节|五一|国庆|中秋|清明|端午|劳动节|国庆节|两会"
_PERIOD = re.compile(
    rf"每[日天周晚]{_CLOCK}{_TO}(?:次日|翌日)?{_CLOCK}"
    rf"|(?:(?:从|自){_B})?(?:19|20)[0-9]{{2}}{_B}{_TO}{_B}(?:19|20)[0-9]{{2}}{_B}年"
    rf"|(?:(?:从|自){_B})?{_N}月(?:{_N}[日号]|[上中下]旬)?起?{_TO}(?:{_YEAR})?{_N}(?:月(?:{_N}[日号]|[上中下]旬|底|末)?|[日号])(?![前内])"
    rf"|(?:从|自){_B}{_N}月(?:{_N}[日号])?(?:起|开始)"
    rf"|(?:(?:从|自){_B})?{_DATE}(?:起)?{_B}{_TO}{_B}(?:{_YEAR})?(?:{_B}{_N}{_B}月(?:{_B}{_N}{_B}[日号])?)?(?=[，。；、（）)期间起止\s]|[\u4e00-\u9fff])"
    rf"|(?:从|自){_B}{_YEAR}{_B}{_N}{_B}月(?:{_B}{_N}{_B}[日号])?(?:起|开始)|(?:从|自){_B}{_YEAR}开始|{_DATE}起(?=[，,])"
    rf"|(?:从|自)(?:{_B}{_YEAR}|[^，。；起]{{0,10}}?(?:下月|次月|当月|之日|次日|当日))起(?!草|诉|步|来|{_N}个?(?:工作日|日|天|月|年))|{_N}月{_N}日起"
    r"|“[十一二三四五九八七]+五”(?:期间|时期)"
    rf"|(?:{_FEASTS})(?:、(?:{_FEASTS}))*(?:期间|前后|假期)?(?!前)"
    r"|(?:疫情防控|培训|汛|冬春|春运|暑运|采暖|高温|节假日|试点|规划|过渡|施工|森林防火|重要节点)期(?:间)?(?!以来|前)"
    r"|(?:(?<=[在于，。；、（对和]))(?:(?!在)[\u4e00-\u9fff“”]){2,10}?期间"
    rf"|(?:{_YEAR}|第{_N}届)[\u4e00-\u9fff]{{2,8}}?期间|[\u4e00-\u9fff]{{2}}期间"
    rf"|用{_N}年(?:左右)?(?:的)?时间|{_YEAR}(?=[，,]|试点|聚焦|重点|组织|开展|全面|基本|启动|实施)"
)


# 接到要求后|三日内: from what the days count is part of the time
_EVENT_BEFORE = re.compile(
    r"(?:[在于自]|(?=接到|收到|发现|发生|受理|取得|签订|登记|完成))(?P<event>[^，。；在于自内间]{2,24}?(?:之|以)?后的?)$"
)
# 2020年全省监测…, 力争2025年达到…, 2019年上半年，…: the year of what the statement says
_YEAR_OF = re.compile(
    rf"{_YEAR}(?:[上下]半年(?!度)|(?!{_B}(?:[的底末初前以之至到起开上下第—－\-0-9０-９一二三四五六七八九十月度]|年[底末初内])))"
)
_OPENS_YEAR = re.compile(r"(?:[，,；：]|力争|争取|确保|保证)\s?$")
# 于2021年11月27日: the day of what is to be done
_ON_A_DAY = re.compile(rf"(?:于|在){_YEAR}{_N}月{_N}[日号](?![前以之至到起—－\-])")
# what goes on for so long: 3年内保留人事关系
_LASTING = re.compile(
    "(?:继续|连续|仍|就近)?(?:保留|预留|保持|保存|免征|免收|免除|减免|享受|维持|有效|不(?:再|予|得|受理|接受|准)|暂缓|暂停|停止|禁止|限制)"
)
_OPENER = re.compile(f"{_DEADLINE.pattern}|{_PERIOD.pattern}")
MAY_BE_TIMED = hint(_OPENER)
# what a time begins with, unless 期间 closes it within so many characters; a test holds both against the pattern
_FIRST = frozenset(
    "0123456789０１２３４５６７８９一二三四五六七八九十百两半到至于在截今明当本年底末上中下自从期"
    "元春五国清端劳疫培汛冬暑采高节试规过施森重用凌早晚每第“主供防开入秋月季次"
)
_DURING = 12


_ACTS_ON = re.compile(rf"(?:{lexicon().adverb.pattern})*(?:{lexicon().directive.pattern})")
_LED = re.compile(rf"(?:{lexicon().directive.pattern}|{lexicon().adverb.pattern}|[要对为把并全省市县好])+")


def time_opener(text: str, start: int, end: int) -> int:
    """Where a time that opens ``text[start:end]`` ends; *start* where none does."""
    if text[start : start + 1] not in _FIRST and text.find("期间", start, start + _DURING) < 0:
        return start  # most places
    found = _OPENER.match(text, start, end)
    if found is None:
        return start
    stop = found.end()
    if not text.endswith("期间", start, stop) or text.startswith(("，", ","), stop):
        return stop
    inside = text.startswith("的", stop) or _ACTS_ON.match(text, start, stop - 4)
    return start if inside else stop  # 保证停闭期间的安全, 提升|疫情期间服务水平: it lies in the object


_ANY_TIME = re.compile("[年月日天周期季前内底每节报旦起]")  # 国庆 and 清明 alone are names and virtues
# what each kind of time cannot do without (a test holds it against the pattern): most statements hold none of it
_MAY_DEADLINE = re.compile("前|内|到|至|过|底|末")
_MAY_FREQUENCY = re.compile("[每全]|逐月|按|报")
_MAY_PERIOD = re.compile("年|期|每|起|五”|元旦|春节|五一|国庆|中秋|清明|端午|劳动节|两会|月")
MAY_TELL_TIME = hint(_DEADLINE, _INSIDE, _FREQUENCY, _PERIOD, _YEAR_OF, _ON_A_DAY)
_Row = tuple[int, int, Timing]  # from where its words stand, and to where they were read


_LEADS_OVER = re.compile("目标(?:是|为|如下)?[：:]?$")


def led_times(text: str, sentence: RawSentence) -> list[tuple[int, int]]:
    """The times of a sentence that leads over to goals (“九五”期间的目标是：): they hold for what it leads to."""
    start, end = sentence.start, sentence.inner_end
    if not sentence.holds & MAY_TELL_TIME or not _LEADS_OVER.search(text, max(start, end - 6), end):
        return []
    found = find_timings(text, start, end, Dated())
    return [(timing.surface.start, timing.surface.end) for timing in found if timing.type is not TimeType.FREQUENCY]


def find_timings(text: str, start: int, end: int, dated: Dated) -> list[Timing]:
    """The times of ``text[start:end]`` in order; *dated* are the days of the part, which give 年底前 its year."""
    if not _ANY_TIME.search(text, start, end):
        return []
    found: list[_Row] = []
    if _MAY_DEADLINE.search(text, start, end):
        found += _deadlines(text, start, end, dated)
    for match in _FREQUENCY.finditer(text, start, end) if _MAY_FREQUENCY.search(text, start, end) else ():
        timing = None if _measured(text, start, match) else _frequency(text, start, match)
        if timing:  # 每季度末月25日前: a day of each quarter, no deadline
            stop = match.start() + len(timing.surface.text)
            found = [row for row in found if not (match.start() < row[0] and row[1] <= stop)]
        if timing and not _taken(found, match):
            found.append((match.start(), stop, timing))
    for match in _PERIOD.finditer(text, start, end) if _MAY_PERIOD.search(text, start, end) else ():
        covered = any(a <= match.start() and match.end() <= b for a, b, _ in found)
        if not covered and "》" not in text[match.end() : match.end() + 12] and not _OF_WHAT.match(text, match.end()):
            timing = _period(match, dated.signed)
            found.append((timing.surface.start, match.end(), timing))
    for match in _YEAR_OF.finditer(text, start, end) if "年" in text[start:end] else ():
        opens = match.start() == start or _OPENS_YEAR.search(text, start, match.start())
        if opens and not _taken(found, match):
            found.append((match.start(), match.end(), _period(match, dated.signed)))
    for match in _ON_A_DAY.finditer(text, start, end) if dated.signed else ():
        timing = _period(match, dated.signed)
        if timing.value and dated.signed and timing.value >= dated.signed.isoformat() and not _taken(found, match):
            found.append((match.start(), match.end(), timing))
    if not found:
        return []
    found = [row for row in found if not any(_within(row, other) for other in found)]
    return [timing for _, _, timing in sorted(found, key=lambda row: row[:2])]


def _deadlines(text: str, start: int, end: int, dated: Dated) -> list[_Row]:
    found: list[_Row] = []
    for match in _DEADLINE.finditer(text, start, end):
        if _PAST.search(text[start : match.start()]):
            continue  # 近2个月内, 最近3年内 look back
        if _RECURRING.search(text[start : match.start()]):
            continue  # 每月5日前 recurs: the frequency says it
        if _says_which(text, start, match, dated):
            continue
        words = match.group(0)
        counted = match.start() == start or _COUNTS_ON.search(text, start, match.start()) is not None
        surface, type_ = _quote(match), TimeType.DEADLINE
        value = deadline_value(words, dated, counted=counted or words[0] in "在于")
        if words.endswith("内") and _LASTING.match(text, match.end(), end):
            type_, value = TimeType.PERIOD, None
        event = _EVENT_BEFORE.search(text, start, match.start()) if words.endswith("内") else None
        if event:
            begin = event.start("event")
            surface, value = Quote(start=begin, end=match.end(), text=text[begin : match.end()]), None
        found.append((surface.start, match.end(), Timing(surface=surface, type=type_, value=value)))
    for match in _INSIDE.finditer(text, start, end):
        surface = _quote(match, "years" if match.group("years") else 0)
        value = None if match.group("ahead") else deadline_value(surface.text, dated, counted=True)
        if not _taken(found, match):
            timing = Timing(surface=surface, type=TimeType.DEADLINE, value=value)
            found.append((surface.start, match.end(), timing))
    return found


# behind these a count of years runs from the document's day: 力争三年内, but not 成立5年内
_COUNTS_ON = re.compile(r"(?:[，,；：、]|力争|争取|确保|保证|要|应|须|将|可|用|在|于)$")
# periods that say which ones are meant: 防疫期间发生的采购款, 租赁期间的违法记录
_OF_WHAT = re.compile(
    r"(?:发生|产生|形成|签订|取得|新增|出台|发布)[^，。；]{0,12}的"
    r"|的[^，。；的]{0,8}(?:待遇|记录|费用|损失|债务|款项?|工资|收入|成绩|表现|数据|资料)"
)


def _within(row: tuple[int, int, Timing], other: tuple[int, int, Timing]) -> bool:
    """Whether *row* lies inside a longer time: 至2020年 in 2019年1月1日至2020年12月31日."""
    return other[0] <= row[0] and row[1] <= other[1] and other[1] - other[0] > row[1] - row[0]


# 清理2020年底前出台的文件, 1995年底前的劳模信息: a date that says which ones are meant
_OF_THINGS = re.compile(
    r"(?:已经?|尚?未|首次)?(?:出台|印发|发布|公布|制定|颁布|开工|建成|竣工|投产|投入|取得|签订|签署|到期|发生|登记|注册|参加|入职|毕业|认定|批准|核准|审批|立项|设立|成立|购买|购置|生产|出生|办理|形成|发放|实施)"
    r"[^，。；、]{0,12}?的[\u4e00-\u9fff]"
)
_TO_BE_DONE_BY = re.compile(r"(?:确保|力争|争取|保证|务必|必须|应当?|须|要|需|并|且|均|在|于|[，,。；：、])$")
_SETTLED = 2  # years: no circular sets a day that long gone


def _says_which(text: str, start: int, match: re.Match[str], dated: Dated) -> bool:
    """Whether a date narrows what is meant instead of telling by when: it is long gone, or 的 binds it to a noun."""
    year = year_of(match.group(0))
    if year and dated.signed and year <= dated.signed.year - _SETTLED:
        return True
    if text.startswith("的", match.end()) and text[match.end() + 1 : match.end() + 2] not in ("，", ""):
        return True
    before = match.start() > start and not _TO_BE_DONE_BY.search(text, start, match.start())
    return before and match.group(0).endswith("前") and _OF_THINGS.match(text, match.end()) is not None


# 确定每年补贴的总额, 与每年奖补资金挂钩: of one year, no frequency; 打破每年评审一次的做法: no longer
_OF_ONE = re.compile(r"(?:[与和对将把按]|确定|公布|核定|测算|控制|作为|扣除|超过|低于|高于|占)$")
_NO_LONGER = re.compile(r"(?:打破|改变|取消|突破|摒弃|废止)(?:以往|原有|过去)?$")


def _measured(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether 每年 and its like measure a thing or tell what is no longer done."""
    bare = match.group(0)[0] == "每" and not match.group("k") and not match.group("mid")
    if bare and _OF_ONE.search(text, start, match.start()):
        return True
    return _NO_LONGER.search(text, start, match.start()) is not None


_PAST = re.compile(r"(?:近|过去|以前|前)$")
_RECURRING = re.compile(r"每(?:年|月|季度|周|半年|日|天)(?:上午|下午|晚上?)?$")


def _taken(found: Sequence[tuple[int, int, Timing]], match: re.Match[str]) -> bool:
    return any(match.start() < stop and start < match.end() for start, stop, _ in found)


def _quote(match: re.Match[str], group: str | int = 0) -> Quote:
    words = match.group(group)
    space = len(words) - len(words.lstrip())
    return Quote(start=match.start(group) + space, end=match.end(group), text=words[space:])


_COMPARED = re.compile(r"(?P<least>至少|不少于|不得少于|不低于)|(?P<most>只|不超过|最多|不得超过)")
_AT_LEAST = re.compile(r"(?:至少|最少)$")


def _frequency(text: str, start: int, match: re.Match[str]) -> Timing | None:
    words = match.group(0)
    if words[0] in "逐按" or match.group("report"):
        unit = words[0] if match.group("report") else words[1]
        value = frequency_value({"季": "季度"}.get(unit, unit), 1, 1, "=")
        return Timing(surface=_quote(match), type=TimeType.FREQUENCY, value=value)
    every = whole_number(match.group("until") or match.group("n")) if match.group("n") else 1
    times = whole_number(match.group("k")) if match.group("k") else 1
    if every is None or (match.group("n") and not match.group("k")):
        return None  # 每三年 without a count is no frequency that can be checked
    compared = _COMPARED.search(words)
    sign = ("<=" if compared.group("most") else ">=") if compared else "="
    if match.group("until") or _AT_LEAST.search(text, start, match.start()):
        sign = ">="  # 每3至5年一次, 至少每3年一次
    value = frequency_value(match.group("unit"), every, times or 1, sign)
    return Timing(surface=_quote(match), type=TimeType.FREQUENCY, value=value)


def _period(match: re.Match[str], signed: datetime.date | None) -> Timing:
    words = match.group(0)
    surface = _quote(match)
    led = _LED.match(words) if words.endswith("期间") else None
    begin = led.end() if led and len(words) - led.end() > 3 else 0  # 做好|疫情期间: the verb before it is none of it
    begin = max(begin, words.find("“"))  # 我局建议|“九五”期间
    if begin:
        surface = Quote(start=surface.start + begin, end=surface.end, text=words[begin:])
    return Timing(surface=surface, type=TimeType.PERIOD, value=period_value(words, signed))
