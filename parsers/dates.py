"""Chinese numerals and dates as circulars write them: 二○一二年六月六日, 2012年6月6日, ２０１２ 年, 〇 ○ O 0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

__all__ = ["NUMERAL", "ZERO", "find_dates", "numeral", "parse_date", "to_ascii_digits"]

ZERO = "〇○零◯OoＯｏΟО０0"  # all met for zero in years: GB/T 15835 asks for 〇, typists use circles and letters
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2, "元": 1}
_DIGITS |= {"壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_DIGITS |= dict.fromkeys(ZERO, 0)
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_GROUPS = {"万": 10_000, "亿": 100_000_000}

NUMERAL = "一二三四五六七八九十百千万两廿卅" + "〇○零"  # for character classes; years also take ZERO

_FULL_WIDTH = {0xFF10 + i: ord("0") + i for i in range(10)}
_YEAR = rf"(?:[0-9０-９]{{4}}|(?:[一二三四五六七八九{ZERO}][ \u3000\xa0]?){{4}})"
_SMALL = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十廿卅〇○零]{1,3})"
_BLANK = r"[ \t\u3000\xa0]{0,4}"
DATE = re.compile(
    rf"(?P<y>{_YEAR}){_BLANK}年{_BLANK}(?P<m>{_SMALL}){_BLANK}月{_BLANK}(?P<d>{_SMALL}){_BLANK}[日号]"
    r"|(?<![0-9０-９])(?P<y2>(?:19|20)[0-9]{2})(?P<sep>[-./])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2})(?![0-9])"
)


def to_ascii_digits(text: str) -> str:
    """*text* with full-width digits as ASCII digits, of the same length."""
    return text.translate(_FULL_WIDTH)


def numeral(text: str) -> int:
    """The number that *text* writes: 十五, 一百二十, 百二十, 二○一二, ２０, 12.

    Raises ValueError where *text* is no whole number.
    """
    text = re.sub(r"\s", "", text)
    ascii_text = to_ascii_digits(text)
    if ascii_text.isascii() and ascii_text.isdigit():
        return int(ascii_text) if len(ascii_text) <= 18 else _refuse(text)
    if not text or len(text) > 18:
        return _refuse(text)
    if all(c in _DIGITS for c in text):  # positional, as in years
        return int("".join(str(_DIGITS[c]) for c in text))
    return _additive(text)


def _refuse(text: str) -> int:
    raise ValueError(f"not a numeral: {text!r}")


def _additive(text: str) -> int:
    """Numerals with units: 三千五百, 一百零二, 十五, 廿三, 两万."""
    total = section = 0
    pending: int | None = None  # the digit that waits for its unit
    for character in text:
        if character in _DIGITS:
            if pending not in (None, 0):
                return _refuse(text)
            pending = _DIGITS[character]
        elif character in _UNITS:
            section += (1 if pending is None else pending) * _UNITS[character]
            pending = None
        elif character in _TENS and pending is None:
            section += _TENS[character]
        elif character in _GROUPS:
            total += (section + (pending or 0)) * _GROUPS[character]
            section, pending = 0, None
        else:
            return _refuse(text)
    return total + section + (pending or 0)


def _date(match: re.Match[str]) -> date | None:
    parts = (match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"])
    try:
        return date(*(numeral(part) for part in parts))
    except ValueError:  # 二月三十日, or a numeral that is none
        return None


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Start, end and value of each full date (year, month and day) in *text*."""
    for match in DATE.finditer(text):
        value = _date(match)
        if value is not None:
            yield match.start(), match.end(), value


def parse_date(text: str) -> date | None:
    """The first full date in *text*, None where there is none."""
    return next((value for _, _, value in find_dates(text)), None)
