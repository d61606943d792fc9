from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import find_dates, numeral, parse_date, to_ascii_digits

DIGITS = "〇一二三四五六七八九"


def spelled(number: int) -> str:
    """*number* below 10 000 as people write it: 一百零五, 十五."""
    if number == 0:
        return "〇"
    words, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif words and number:
            gap = True
    return words[1:] if words.startswith("一十") else words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("十五", 15),
        ("百二十", 120),
        ("一百二十", 120),
        ("一百零五", 105),
        ("三千五百", 3500),
        ("廿三", 23),
        ("两万", 20_000),
        ("一万二千", 12_000),
        ("二○一二", 2012),
        ("二〇〇四", 2004),
        ("１２", 12),
        ("2012", 2012),
        ("八十八", 88),
        ("十", 10),
    ],
)
def test_numerals(words: str, value: int) -> None:
    assert numeral(words) == value


@pytest.mark.parametrize("words", ["", "甲", "一二十", "十八年", "12年", "1.5", "九" * 40])
def test_what_is_no_numeral(words: str) -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        numeral(words)


@given(st.integers(0, 9999))
def test_spelled_numbers_come_back(number: int) -> None:
    assert numeral(spelled(number)) == number
    assert numeral(str(number)) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("二○一二年六月六日", date(2012, 6, 6)),
        ("二〇〇四年十二月三十一日", date(2004, 12, 31)),
        ("二O一二年六月六日", date(2012, 6, 6)),
        ("二0一九年十月二十日", date(2019, 10, 20)),
        ("2012年6月6日", date(2012, 6, 6)),
        ("２０１２年０６月０６日", date(2012, 6, 6)),
        ("2015 年 12 月 3 日", date(2015, 12, 3)),
        ("二 〇 一 二 年 六 月 六 日", date(2012, 6, 6)),
        ("2020-03-04", date(2020, 3, 4)),
        ("2020.3.4", date(2020, 3, 4)),
        ("2021年2月30日", None),
        ("2021年11月", None),
        ("6月6日", None),
        ("3.14.15", None),
    ],
)
def test_dates(words: str, value: date | None) -> None:
    assert parse_date(words) == value


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)), st.text("某县人民政府，。", max_size=8))
def test_dates_are_found_where_they_stand(day: date, around: str) -> None:
    year = "".join(DIGITS[int(c)] for c in str(day.year))
    for words in (f"{day.year}年{day.month}月{day.day}日", f"{year}年{spelled(day.month)}月{spelled(day.day)}日"):
        text = around + words + around
        assert [(text[a:b], value) for a, b, value in find_dates(text)] == [(words, day)]


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert len(to_ascii_digits(text)) == len(text)
    for start, end, _ in find_dates(text):
        assert 0 <= start < end <= len(text)
