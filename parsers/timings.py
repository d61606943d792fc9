"""Deadlines, frequencies and periods: their words, type and value (ISO 8601)."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence

from parsers.figures import whole_number
from parsers.hints import hint
from parsers.lexicon import lexicon
from policies.duties import TimeType, Timing
from policies.spans import Quote

__all__ = ["MAY_BE_TIMED", "MAY_TELL_TIME", "find_timings", "time_opener"]

_N = "[0-9０-９一二三四五六七八九十百两半]{1,6}"  # bounded: a row of digits is tried once a place, not once a pair
_YEAR = r"(?:[12][0-9]{3}|[１２][０-９]{3}|[一二][〇○零一二三四五六七八九]{3})年"
_DAY = rf"(?:{_YEAR})?{_N}月(?:{_N}[日号])?"
_PART_OF_DAY = "(?:凌晨|早上|上午|中午|下午|晚上?|当天|当日)?"
_CLOCK = rf"{_PART_OF_DAY}(?:{_N}[时点](?:{_N}分|整|半)?|[0-9０-９]{{1,2}}[:：][0-9０-９]{{2}})"
_UNIT = {
    "年": "Y",
    "个月": "M",
    "月": "M",
    "周": "W",
    "星期": "W",
    "日": "D",
    "天": "D",
    "季度": "3M",
    "半年": "6M",
    "小时": "H",
}

_DEADLINE = re.compile(
    rf"(?:到|至|于|在|截至)?(?:{_YEAR}|今年|明年|当年|本年)?(?:{_N}月(?:份)?)?(?:年底|底|末|年末|上旬|中旬|下旬)(?:之)?前"
    rf"|(?:到|至){_YEAR}{_N}月(?:{_N}[日号]|底|末|份)?(?!前)|(?:到|至){_N}月(?:底|末)(?!前)"
    rf"|(?:到|至)(?:{_YEAR}|“[十一二三四五]+五”)(?:年?底|末)?(?!{_N}月)"
    rf"|(?:于|在)?(?:{_DAY}|{_N}[日号])(?:上午|下午)?(?:{_CLOCK})?(?:之|以)?前"
    rf"|(?:于|在)?{_CLOCK}(?:之|以)?前|(?:于|在)?{_YEAR}(?:之|以)?前"
    rf"|(?:自|从)[^，。；]{{1,30}}?之?日起(?:的)?{_N}个?(?:工作日|自然日|日|天|个?月|年|小时)(?:之)?内"
    rf"|(?:在|于)[^，。；、]{{1,16}}?之?日起{_N}个?(?:工作日|日|天|个?月|年)(?:之)?内"
    rf"|(?:在|于)?{_N}个?(?:工作日|小时|日|天|周|个?月|年)(?:之)?内"
    rf"|期满前{_N}个?(?:日|天|月|年)"
    rf"|(?:在|于)?{_N}(?:[至到—-]{_N})?年(?:的)?时间(?:之)?内"
)
_COUNT = "[0-9０-９一二三四五六七八九十百两]{1,6}"
_FREQUENCY = re.compile(
    rf"每(?P<n>{_COUNT})?(?P<unit>半年|年|季度|季|个?月|周|星期|日|天|旬|小时)(?P<mid>[^，。；]{{0,36}}?(?P<k>{_COUNT})[次回]|(?:{_N}[日号]|{_N}月(?:底|{_N}[日号])?|[底末])前|(?:{_N}[日号])?{_CLOCK}(?:之|以)?前|)"
    rf"|逐月|按(?:月|季|年)(?:度)?(?=[\u4e00-\u9fff])(?!份|初|底)|(?P<report>[周月季年]报)(?=制度|告|，|。|$)"
)
_PERIOD = re.compile(
    rf"每[日天周晚]{_CLOCK}(?:至|到|—|－|-)(?:次日|翌日)?{_CLOCK}"
    rf"|(?:从|自)?{_YEAR}(?:{_N}月(?:{_N}[日号])?)?(?:起)?(?:至|到|—|－|-)(?:{_YEAR})?(?:{_N}月(?:{_N}[日号])?)?(?=[，。；、期间起止\s]|[\u4e00-\u9fff])"
    rf"|(?:从|自){_YEAR}{_N}月(?:{_N}[日号])?(?:起|开始)|(?:从|自){_YEAR}开始"
    rf"|(?:从|自)(?:{_YEAR}|[^，。；起]{{0,10}}?(?:下月|次月|当月|之日|次日|当日))起(?!草|诉|步|来|{_N}个?(?:工作日|日|天|月|年))|{_N}月{_N}日起"
    r"|“[十一二三四五九八七]+五”(?:期间|时期)"
    r"|(?:元旦|春节|五一|国庆|中秋|清明|端午|劳动节|国庆节|两会)(?:、(?:元旦|春节|五一|国庆|中秋|清明|端午|劳动节|国庆节|两会))*(?:期间|前后|假期)?"
    r"|(?:疫情防控|培训|汛|冬春|春运|暑运|采暖|高温|节假日|试点|规划|过渡|施工|森林防火|重要节点)期(?:间)?"
    r"|(?:(?<=[在于，。；、（对和]))(?:(?!在)[\u4e00-\u9fff“”]){2,10}?期间|[\u4e00-\u9fff]{2}期间"
    rf"|用{_N}年(?:左右)?(?:的)?时间|{_YEAR}(?=[，,]|试点|聚焦|重点|组织|开展|全面|基本|启动|实施)"
)


# 接到要求后|三日内: from what the days count is part of the time
_EVENT_BEFORE = re.compile(
    r"(?:[在于自]|(?=接到|收到|发现|发生|受理|取得|签订|登记|完成))(?P<event>[^，。；、在于自]{2,16}?(?:之|以)?后的?)$"
)
_OPENING_YEAR = re.compile(rf"{_YEAR}(?![的底末初前以之至到起开上下第—－\-0-9０-９一二三四五六七八九十月度])")
# what goes on for so long: 3年内保留人事关系
_LASTING = re.compile("(?:继续|连续|仍)?(?:保留|保持|保存|免征|免收|免除|减免|享受|维持|有效|不再|暂缓)")
_OPENER = re.compile(f"{_DEADLINE.pattern}|{_PERIOD.pattern}")
MAY_BE_TIMED = hint(_OPENER)
# what a time begins with, unless 期间 closes it within so many characters; a test holds both against the pattern
_FIRST = frozenset(
    "0123456789０１２３４５６７８９一二三四五六七八九十百两半到至于在截今明当本年底末上中下自从期"
    "元春五国清端劳疫培汛冬暑采高节试规过施森重用凌早晚每“"
)
_DURING = 12


def time_opener(text: str, start: int, end: int) -> int:
    """Where a time that opens ``text[start:end]`` ends; *start* where none does."""
    if text[start : start + 1] not in _FIRST and text.find("期间", start, start + _DURING) < 0:
        return start  # most places
    found = _OPENER.match(text, start, end)
    return found.end() if found else start


_ANY_TIME = re.compile("[年月日天周期季前内底每节报旦起]")  # 国庆 and 清明 alone are names and virtues
# what each kind of time cannot do without (a test holds it against the pattern): most statements hold none of it
_MAY_DEADLINE = re.compile("前|内|到|至")
_MAY_FREQUENCY = re.compile("每|逐月|按|报")
_MAY_PERIOD = re.compile("年|期|每|起|五”|元旦|春节|五一|国庆|中秋|清明|端午|劳动节|两会")
MAY_TELL_TIME = hint(_DEADLINE, _FREQUENCY, _PERIOD, _OPENING_YEAR)


def find_timings(text: str, start: int, end: int, signed: datetime.date | None) -> list[Timing]:
    """The times of ``text[start:end]`` in order; *signed* is the date of the part, which gives 年底前 its year."""
    if not _ANY_TIME.search(text, start, end):
        return []
    found: list[tuple[int, int, Timing]] = []
    for match in _DEADLINE.finditer(text, start, end) if _MAY_DEADLINE.search(text, start, end) else ():
        if _PAST.search(text[start : match.start()]):
            continue  # 近2个月内, 最近3年内 look back
        if _RECURRING.search(text[start : match.start()]):
            continue  # 每月5日前 recurs: the frequency says it
        if _says_which(text, start, match, signed):
            continue
        due = _deadline(match, signed)
        if match.group(0).endswith("内") and _LASTING.match(text, match.end(), end):
            due = Timing(surface=due.surface, type=TimeType.PERIOD, value=None)
        event = _EVENT_BEFORE.search(text, start, match.start()) if match.group(0).endswith("内") else None
        if event:
            words = text[event.start("event") : match.end()]
            surface = Quote(start=event.start("event"), end=match.end(), text=words)
            due = Timing(surface=surface, type=due.type, value=None)
        found.append((due.surface.start, match.end(), due))
    for match in _FREQUENCY.finditer(text, start, end) if _MAY_FREQUENCY.search(text, start, end) else ():
        timing = None if _measured(text, start, match) else _frequency(match)
        if timing and not _taken(found, match):
            found.append((match.start(), match.start() + len(timing.surface.text), timing))
    for match in _PERIOD.finditer(text, start, end) if _MAY_PERIOD.search(text, start, end) else ():
        covered = any(a <= match.start() and match.end() <= b for a, b, _ in found)
        if not covered and "》" not in text[match.end() : match.end() + 12]:
            timing = _period(match, signed)
            found.append((timing.surface.start, match.end(), timing))
    opening = _OPENING_YEAR.match(text, start, end)  # 2020年全省监测…: the year of what the statement says
    if opening and not any(a <= opening.start() < b for a, b, _ in found):
        found.append((opening.start(), opening.end(), _period(opening, signed)))
    if not found:
        return []
    found = [row for row in found if not any(_within(row, other) for other in found)]
    return [timing for _, _, timing in sorted(found, key=lambda row: row[:2])]


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


def _says_which(text: str, start: int, match: re.Match[str], signed: datetime.date | None) -> bool:
    """Whether a date narrows what is meant instead of telling by when: it is long gone, or 的 binds it to a noun."""
    year = re.search(_YEAR, match.group(0))
    if year and signed and _digits(year.group(0)[:-1]) <= signed.year - _SETTLED:
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


def _quote(match: re.Match[str], length: int | None = None) -> Quote:
    words = match.group(0) if length is None else match.group(0)[:length]
    return Quote(start=match.start(), end=match.start() + len(words), text=words)


def _year(words: str, signed: datetime.date | None) -> int | None:
    found = re.search(_YEAR, words)
    if found:
        return _digits(found.group(0)[:-1])
    if signed is None:
        return None
    return signed.year + (1 if "明年" in words else 0)


def _digits(words: str) -> int:
    return int(
        "".join(
            str("〇一二三四五六七八九".find(c)) if c in "〇一二三四五六七八九" else ("0" if c in "○零" else c)
            for c in words
        )
    )


def _deadline(match: re.Match[str], signed: datetime.date | None) -> Timing:
    words = match.group(0)
    return Timing(surface=_quote(match), type=TimeType.DEADLINE, value=_deadline_value(words, signed))


def _deadline_value(words: str, signed: datetime.date | None) -> str | None:
    if "日起" in words:
        if re.search(r"印发|发布|公布|下发", words) and signed:
            return _after(signed, words)
        return None
    if "期满" in words:
        return None
    if words.endswith("内"):
        span = re.search(rf"({_N})年(?:的?时间)?之?内", words)
        if span and signed:
            count = whole_number(span.group(1))
            return f"{signed.year + count - 1 if signed.month == 1 else signed.year + count}-12-31" if count else None
        return None
    plan = re.search(r"“([一二三四五十]+)五”", words)
    if plan:
        number = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15}.get(plan.group(1))
        return f"{1955 + 5 * number}-12-31" if number else None
    before = re.fullmatch(rf"[于在]?({_YEAR})[之以]?前", words)
    if before:  # 2025年前: the last day is that of the year before
        last_year = _digits(before.group(1)[:-1]) - 1
        return f"{last_year}-12-31" if signed is None or last_year >= signed.year else None
    if not re.search("[年月日号]", words):
        return None  # 下午5时前: of which day, other words tell
    year = _year(words, signed)
    if year is None:
        return None
    month = re.search(rf"({_N})月", words)
    day = re.search(rf"({_N})[日号]", words)
    if not month and not day:
        return f"{year}-12-31"
    month_number = whole_number(month.group(1)) if month else (signed.month if signed else None)
    if not month_number or not 1 <= month_number <= 12:
        return None
    last = calendar.monthrange(year, month_number)[1]
    number = whole_number(day.group(1)) if day else None
    if day and not number:
        return None
    if "上旬" in words:
        number = 10
    elif "中旬" in words:
        number = 20
    return f"{year:04d}-{month_number:02d}-{min(number or last, last):02d}"


def _after(signed: datetime.date, words: str) -> str | None:
    span = re.search(rf"({_N})个?(工作日|日|天|月|年)(?:之)?内$", words)
    count = whole_number(span.group(1)) if span else None
    if not span or not count or span.group(2) == "工作日":
        return None
    if span.group(2) in "日天":
        return (signed + datetime.timedelta(days=count)).isoformat()
    months = signed.month - 1 + count * (12 if span.group(2) == "年" else 1)
    year, month = signed.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(signed.day, calendar.monthrange(year, month)[1])).isoformat()


_COMPARED = re.compile(r"(?P<least>至少|不少于|不得少于|不低于)|(?P<most>只|不超过|最多|不得超过)")


def _frequency(match: re.Match[str]) -> Timing | None:
    words = match.group(0)
    if words[0] in "逐按":
        period = {"月": "P1M", "季": "P3M", "年": "P1Y"}[words[1]]
        return Timing(surface=_quote(match), type=TimeType.FREQUENCY, value=f"=1/{period}")
    if match.group("report"):
        period = {"周": "P1W", "月": "P1M", "季": "P3M", "年": "P1Y"}[words[0]]
        return Timing(surface=_quote(match), type=TimeType.FREQUENCY, value=f"=1/{period}")
    unit = {"季": "季度", "个月": "月", "旬": "日"}.get(match.group("unit"), match.group("unit"))
    count = whole_number(match.group("n")) if match.group("n") else 1
    if count is None:
        return None
    if unit in ("季度", "半年"):
        period = f"P{int(_UNIT[unit][0]) * count}M"
    elif unit == "小时":
        period = f"PT{count}H"
    else:
        period = f"P{count}{_UNIT[unit]}"
    times = whole_number(match.group("k")) if match.group("k") else 1
    if not match.group("k") and match.group("n"):
        return None  # 每三年 without a count is no frequency that can be checked
    compared = _COMPARED.search(words)
    sign = ("<=" if compared.group("most") else ">=") if compared else "="
    return Timing(surface=_quote(match), type=TimeType.FREQUENCY, value=f"{sign}{times or 1}/{period}")


def _period(match: re.Match[str], signed: datetime.date | None) -> Timing:
    words = match.group(0)
    value: str | None = None
    dates = re.findall(rf"({_YEAR})?(?:({_N})月)?(?:({_N})[日号])?", words)
    dates = [d for d in dates if any(d)]
    if re.fullmatch(_YEAR, words):
        year = _digits(words[:-1])
        value = f"{year}-01-01/{year}-12-31"
    elif len(dates) == 2 and dates[0][0]:
        first, last = dates
        year = _digits(first[0][:-1])
        until = _digits(last[0][:-1]) if last[0] else year
        begin = _iso(year, first[1], first[2], last=False)
        finish = _iso(until, last[1], last[2], last=True)
        value = f"{begin}/{finish}" if begin and finish else None
    surface = _quote(match)
    led = _LED.match(words) if words.endswith("期间") else None
    if led and len(words) - led.end() > 3:  # 做好|疫情期间: the verb before the period is none of it
        surface = Quote(start=surface.start + led.end(), end=surface.end, text=words[led.end() :])
    return Timing(surface=surface, type=TimeType.PERIOD, value=value)


_LED = re.compile(rf"(?:{lexicon().directive.pattern}|{lexicon().adverb.pattern}|[要对为把并全省市县好])+")


def _iso(year: int, month: str, day: str, *, last: bool) -> str | None:
    number = whole_number(month) if month else (12 if last else 1)
    if not number or not 1 <= number <= 12:
        return None
    final = calendar.monthrange(year, number)[1]
    date = whole_number(day) if day else (final if last else 1)
    return f"{year:04d}-{number:02d}-{min(date, final):02d}" if date else None
