"""What the words of a time come to (ISO 8601), as far as the document fixes it."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.figures import whole_number
from policies.documents import Metadata
from policies.force import Term, TermKind

__all__ = [
    "BLANK",
    "NUMBER",
    "SPAN",
    "YEAR",
    "Dated",
    "days_of",
    "deadline_value",
    "frequency_value",
    "period_value",
    "year_of",
]

BLANK = "[ 　]?"  # texts taken from pages write 到 2025 年
NUMBER = "[0-9０-９一二三四五六七八九十百两半]{1,6}"  # bounded: a row of digits is tried once a place, not once a pair
SPAN = rf"{NUMBER}(?:{BLANK}[至到—–－~～-]{{1,2}}{BLANK}{NUMBER})?"  # 3—5, 三到五
YEAR = rf"(?:[12][0-9]{{3}}|[１２][０-９]{{3}}|[一二][〇○零一二三四五六七八九]{{3}}){BLANK}年"
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
    "学期": "6M",
    "小时": "H",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """The days that a part of a document gives to the times in it; None where it tells none."""

    signed: datetime.date | None = None  # the day of its signature gives 年底前 its year
    commences: datetime.date | None = None  # the day from which it binds: 自本条例施行之日起
    closes: datetime.date | None = None  # the last day of the years that its title names: 三年行动方案（2024—2026年）


def days_of(metadata: Sequence[Metadata], terms: Sequence[Term]) -> tuple[Dated, ...]:
    """The days of each part, in order: its own, else those of the notice that issues or forwards it."""

    def told(kind: TermKind, part: int) -> datetime.date | None:
        days = [term.date for term in terms if term.kind is kind and term.part == part and not term.clauses]
        return next((day for day in reversed(days) if day), None)

    return tuple(
        Dated(
            signed=meta.date or metadata[0].date,
            commences=told(TermKind.COMMENCES, part) or told(TermKind.COMMENCES, 0),
            closes=told(TermKind.YEARS, part) or told(TermKind.YEARS, 0),
        )
        for part, meta in enumerate(metadata)
    )


def year_of(words: str) -> int | None:
    """The year that *words* hold, in whichever digits it is written."""
    found = re.search(YEAR, words)
    return _digits(found.group(0)) if found else None


def _digits(words: str) -> int:
    digits = words.rstrip("年").translate(_ARABIC)
    return int("".join(digits.split()))


_ARABIC = str.maketrans("〇○零一二三四五六七八九", "000123456789")


# --- deadlines -------------------------------------------------------------------------------------------------------


def deadline_value(words: str, dated: Dated, *, counted: bool) -> str | None:
    """The last day of a deadline. *counted*: years that it counts (三年内) run from the document's own day."""
    signed = dated.signed
    if "日起" in words:
        return _since(words, dated)
    if "期满" in words or re.search("(?:[本当次]|下个?|^[于在]?)月[底末]|季度?[底末]", words):
        return None  # 月底前: of which month, the text does not say
    years = re.search(rf"({NUMBER}){BLANK}年(?:的?时间)?(?:[之以]?内)?$", words)
    if years and not re.search(YEAR, words):
        return _years_on(whole_number(years.group(1)), dated) if counted else None
    if words.endswith("内"):
        year = _year(words, signed) if words.endswith("年内") else None
        return f"{year}-12-31" if year else None
    plan = re.search(r"“([一二三四五十]+)五”", words)
    if plan:
        number = {"十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15}.get(plan.group(1))
        return f"{1955 + 5 * number}-12-31" if number else None
    before = re.fullmatch(rf"[于在]?\s?({YEAR})[之以]?\s?前", words)
    if before:  # 2025年前: the last day is that of the year before
        last_year = _digits(before.group(1)) - 1
        return f"{last_year}-12-31" if signed is None or last_year >= signed.year else None
    return _day(words, signed) if re.search("[年月日号]", words) else None  # 下午5时前: of which day, other words tell


def _day(words: str, signed: datetime.date | None) -> str | None:
    year = _year(words, signed)
    if year is None:
        return None
    month = re.search(rf"({NUMBER}){BLANK}月", words)
    day = re.search(rf"({NUMBER}){BLANK}[日号]", words)
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
    if number and number > last:
        return None  # 6月31日: there is no such day, and which one is meant is not for us to say
    return f"{year:04d}-{month_number:02d}-{number or last:02d}"


def _year(words: str, signed: datetime.date | None) -> int | None:
    year = year_of(words)
    if year is not None or signed is None:
        return year
    return signed.year + (1 if "明年" in words else 0)


def _since(words: str, dated: Dated) -> str | None:
    """自…之日起30日内: where the document tells the day from which it counts."""
    if re.search(r"(?:本|该)[^，。；]{2,10}(?:施行|实施|生效)之?日", words):
        begins = dated.commences
    else:
        begins = dated.signed if re.search(r"印发|发布|公布|下发", words) else None
    span = re.search(rf"({NUMBER})个?(工作日|日|天|月|年)(?:[之以])?内$", words)
    count = whole_number(span.group(1)) if span else None
    if begins is None or not span or not count or span.group(2) == "工作日":
        return None
    if span.group(2) in "日天":
        return (begins + datetime.timedelta(days=count)).isoformat()
    return _months_on(begins, count * (12 if span.group(2) == "年" else 1)).isoformat()


def _years_on(count: int | None, dated: Dated) -> str | None:
    """So many years from the document's day, to the day that answers it (民法典第二百零二条).

    Where its title names just as many years (三年行动方案（2024—2026年）), they are meant.
    """
    signed, closes = dated.signed, dated.closes
    if not count or not signed:
        return None
    if closes and closes.year - signed.year + 1 == count:
        return closes.isoformat()
    return _months_on(signed, 12 * count).isoformat()


def _months_on(begins: datetime.date, count: int) -> datetime.date:
    months = begins.month - 1 + count
    year, month = begins.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(begins.day, calendar.monthrange(year, month)[1]))


# --- frequencies and periods -----------------------------------------------------------------------------------------


def frequency_value(unit: str, every: int, times: int, sign: str) -> str:
    """``>=1/P6M``: at least once in six months; *unit* as written (半年, 季度, 个月, 小时 …)."""
    unit = {"季": "季度", "旬": "日"}.get(unit, unit)
    if unit in ("季度", "半年", "学期"):
        period = f"P{int(_UNIT[unit][0]) * every}M"
    elif unit == "小时":
        period = f"PT{every}H"
    else:
        period = f"P{every}{_UNIT[unit]}"
    return f"{sign}{times}/{period}"


_HALVES = {"上半年": ("01-01", "06-30"), "下半年": ("07-01", "12-31")}


_BARE_YEAR = re.compile(r"^((?:从|自)?\s*(?:19|20)[0-9]{2})(?=\s*[至到—－-])")  # 2022—2025年


_NO_YEAR = re.compile(rf"[从自]?{NUMBER}月(?:{NUMBER}[日号])?[至到—－-](?:{NUMBER}月)?(?:{NUMBER}[日号])?")


def period_value(words: str, signed: datetime.date | None = None) -> str | None:
    """``2019-01-01/2019-12-31`` of a year, a half of one, a day or two days; None where the text leaves it open.

    6月1日至9月30日 has the year of the day when the text was *signed*, or the next where it would be over by then.
    """
    words = _BARE_YEAR.sub(r"\1年", words)
    year = year_of(words)
    if year is None:
        if signed is None or not _NO_YEAR.fullmatch(words):
            return None
        found = period_value(f"{signed.year}年{words.lstrip('从自')}")
        over = found is not None and found.partition("/")[2] < signed.isoformat()
        return period_value(f"{signed.year + 1}年{words.lstrip('从自')}") if over else found
    if re.fullmatch(YEAR, words):
        return f"{year}-01-01/{year}-12-31"
    if words[-3:] in _HALVES:
        first, last = _HALVES[words[-3:]]
        return f"{year}-{first}/{year}-{last}"
    parts = rf"({YEAR})?(?:({NUMBER}){BLANK}月)?(?:({NUMBER}){BLANK}[日号])?"
    dates = [date for date in re.findall(parts, words) if any(date)]
    if len(dates) == 1 and all(dates[0]) and not words.endswith(("起", "开始")):
        dates *= 2  # 于2021年11月27日: that day
    if len(dates) != 2 or not dates[0][0]:
        return None
    (_, month, day), (until, last_month, last_day) = dates
    begin = _iso(year, month, day, last=False)
    finish = _iso(_digits(until) if until else year, last_month, last_day, last=True)
    return f"{begin}/{finish}" if begin and finish else None


def _iso(year: int, month: str, day: str, *, last: bool) -> str | None:
    number = whole_number(month) if month else (12 if last else 1)
    if not number or not 1 <= number <= 12:
        return None
    final = calendar.monthrange(year, number)[1]
    date = whole_number(day) if day else (final if last else 1)
    return f"{year:04d}-{number:02d}-{date:02d}" if date and date <= final else None
