"""Cells of times: 2024年12月底, 6月30日前, 2024.6.30, 第三季度, 每季度, 长期坚持.

Below 完成时限 a day, month, quarter or year that stands alone is the last one, though no 前 says so. What goes on
(长期坚持) or is left open (适时) has no time that can be checked.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import cache

from parsers.figures import whole_number
from parsers.time_values import Dated
from parsers.timings import find_timings
from policies.duties import TimeType, Timing
from policies.spans import Quote, Span
from policies.vocabulary.tables import alternation, table

__all__ = ["read_times", "year_of"]

_N = "[0-9０-９一二三四五六七八九十]{1,3}"
_YEAR = r"(?P<year>[12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3})\s*年度?"
_WHEN = rf"(?:{_YEAR}|(?P<spoken>今年|明年|当年|本年度?))?\s*"
_LAST = r"\s*(?:之前|以前|前)?(?P<done>\s*(?:完成|到位|整改到位|基本完成|全面完成)?)"
_OPEN = r"(?:截至|截止|到|至|于)?\s*"
_ALONE = (
    re.compile(
        rf"{_OPEN}(?P<year>[12][0-9]{{3}})\s*[.．/／-]\s*(?P<month>[0-9]{{1,2}})(?:\s*[.．/／-]\s*(?P<day>[0-9]{{1,2}}))?{_LAST}"
    ),
    re.compile(
        rf"{_OPEN}{_WHEN}(?P<month>{_N})\s*月(?:份|\s*(?P<day>{_N})\s*[日号]|\s*(?P<part>底|末|上旬|中旬|下旬))?{_LAST}"
    ),
    re.compile(rf"{_OPEN}{_WHEN}第?(?P<quarter>[一二三四1-4])季度(?:底|末|内)?{_LAST}"),
    re.compile(rf"{_OPEN}{_WHEN}(?P<half>上半年|下半年)(?:底|末|内)?{_LAST}"),
    re.compile(rf"{_OPEN}(?:{_YEAR}|(?P<spoken>今年|明年|当年|本年度?))\s*(?:底|末|年底|年末|内)?{_LAST}"),
    re.compile(rf"{_OPEN}(?P<end>年底|年末|年内|年终){_LAST}"),
)
# before an event whose day the text does not tell
_BEFORE = re.compile(
    r"(?:今年|明年)?(?:主?汛期|入汛|春节|元旦|五一|国庆|中秋|节假?日|采暖季|供暖)(?:节|来临|到来)?(?:之|以)?前(?P<done>(?:完成)?)"
)
_YEARS = re.compile(r"(?P<first>[12][0-9]{3})\s*年?\s*(?:至|到|—+|－|-|–|~|～)\s*(?P<last>[12][0-9]{3})\s*年?")
_FROM = re.compile(rf"(?:从|自)?(?:{_YEAR})?\s*{_N}月(?:{_N}[日号])?(?:起|开始)")
_NOTHING = "/／—－-– 无"

_CUT = re.compile(r"[，,；;。\n]")
_TITLED = re.compile(r"(?<![0-9])(20[0-9]{2})\s*年")
_DAY = r"[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*[日号]|[底末初]|[上中下]旬)?"
# 6月—9月, 2024.3-2024.10, 2024年3月至10月: from … until
_FROM_TO = re.compile(
    rf"(?:{_YEAR})?\s*(?P<first>{_DAY})\s*(?:至|到|—+|－|-|–|~|～)\s*(?P<until>(?:[12][0-9]{{3}}年\s*)?{_DAY}|年底)"
)


@cache
def _standing() -> re.Pattern[str]:
    return re.compile(alternation(table("records")["standing"]["words"]))


def year_of(title: str | None, signed: datetime.date | None) -> datetime.date | None:
    """The day that gives 6月底前 its year: the year that the title of the table's part names, else the signature's.

    A title that names several years, or one before the signature's, tells of something else.
    """
    years = {int(year) for year in _TITLED.findall(title or "")}
    if len(years) != 1:
        return signed
    (year,) = years
    if signed is None or year > signed.year:
        return datetime.date(year, 1, 1)
    return signed


def read_times(
    text: str, lines: tuple[Span, ...], signed: datetime.date | None, titled: datetime.date | None
) -> tuple[list[Timing], list[Span]]:
    """The times that a cell gives, and what of it was not understood; *titled* is the day that ``year_of`` gives."""
    times: list[Timing] = []
    unread: list[Span] = []
    for line in lines:
        at = line.start
        for stop in [m.start() for m in _CUT.finditer(text, line.start, line.end)] + [line.end]:
            begin, end = _trim(text, at, stop)
            at = stop + 1
            if begin >= end:
                continue
            found = _read(text, begin, end, signed, titled)
            times.extend(found)
            if not found and text[begin:end].strip(_NOTHING) and not _standing().search(text, begin, end):
                unread.append(Span(start=begin, end=end))
    return list({(t.surface.start, t.type): t for t in times}.values()), unread


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _read(text: str, start: int, end: int, signed: datetime.date | None, titled: datetime.date | None) -> list[Timing]:
    for pattern in _ALONE:
        found = pattern.fullmatch(text, start, end)
        if found:
            parts = found.groupdict()
            value = _value(parts, titled)
            if value and signed and titled is signed and not parts.get("year") and value < signed.isoformat():
                value = None  # a day before the document's own is of a year that the text does not tell
            return [_timing(text, start, found.start("done"), TimeType.DEADLINE, value)]
    if before := _BEFORE.fullmatch(text, start, end):
        return [_timing(text, start, before.start("done"), TimeType.DEADLINE, None)]
    if years := _YEARS.fullmatch(text, start, end):
        return [_timing(text, start, end, TimeType.PERIOD, f"{years['first']}-01-01/{years['last']}-12-31")]
    if _FROM.fullmatch(text, start, end):
        return [_timing(text, start, end, TimeType.PERIOD, None)]
    span = _FROM_TO.search(text, start, end)
    if span:
        return [_timing(text, span.start(), span.end(), TimeType.PERIOD, _interval(span, titled))]
    words = text[start:end]
    return find_timings(text, start, end, Dated(signed=signed if "日起" in words else titled))


def _timing(text: str, start: int, end: int, type_: TimeType, value: str | None) -> Timing:
    return Timing(surface=Quote(start=start, end=end, text=text[start:end]), type=type_, value=value)


def _value(parts: dict[str, str | None], titled: datetime.date | None) -> str | None:
    year = _figure(parts.get("year")) or (titled.year if titled else None)
    if year is None:
        return None
    if parts.get("spoken") == "明年":
        year += 1
    if quarter := parts.get("quarter"):
        return _last_day(year, 3 * (whole_number(quarter) or 4), None)
    if half := parts.get("half"):
        return _last_day(year, 6 if half == "上半年" else 12, None)
    if not parts.get("month"):
        return f"{year:04d}-12-31"
    day = {"上旬": 10, "中旬": 20}.get(parts.get("part") or "") or _number(parts.get("day"))
    return _last_day(year, _number(parts["month"]) or 0, day)


def _interval(found: re.Match[str], titled: datetime.date | None) -> str | None:
    year = _figure(found["year"]) or (titled.year if titled else None)
    if year is None:
        return None
    until_year = _figure((re.match(r"[12][0-9]{3}", found["until"]) or [None])[0]) or year
    first, last = _day(found["first"]), (12, 31) if found["until"] == "年底" else _day(found["until"])
    begin = _last_day(year, first[0], first[1] or 1)
    finish = _last_day(until_year, last[0], last[1])
    return f"{begin}/{finish}" if begin and finish and begin <= finish else None


def _day(words: str) -> tuple[int, int | None]:
    """(month, day) of 6月30日, 6月."""
    month = re.search(r"([0-9]{1,2})\s*月(?:\s*([0-9]{1,2}))?", words)
    if month is None:
        return 0, None
    part = next((day for mark, day in (("上旬", 10), ("中旬", 20)) if mark in words), None)
    return int(month[1]), int(month[2]) if month[2] else part


def _last_day(year: int, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day and day > last:
        return None  # 6月31日: there is no such day
    return f"{year:04d}-{month:02d}-{day or last:02d}"


def _number(words: str | None) -> int | None:
    return whole_number(words) if words else None


def _figure(words: str | None) -> int | None:
    """The year of 2024 or 二〇二四."""
    if not words:
        return None
    digits = words.translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
    return int(digits) if digits.isdecimal() else None
