"""Parsing time grows with the length of a text, not with its square, also where a text is made to be slow.

Counted are calls of functions, which are the same in every run. What a single regular expression costs is not seen
here: `python -m bench parsing` times the same texts.
"""

from __future__ import annotations

import cProfile
import pstats

import pytest

from parsers import parse_text

HOSTILE = [
    "1", "一", "一、\n", "（一）\n", "一、企业要加强管理。\n", "《企业》", "各县（市、区）人民政府、", "企业要，", "（",
    "“", "，", "1.企业应当具备下列条件：\n（1）甲；\n", "各地区要加强领导，每年至少组织一次演练。",
    "任务\t责任单位\n排查隐患\t市应急局、市公安局\n",
    "甲企业（以下简称企业）要自查。", "《甲办法》（以下简称《办法》）", "《办法》", "本办法所称单位，是指企业。\n",
    "前款", "上述单位、", "第一条 前款和第一条第一款。\n",
    "我省本办法该办法", "该企业，企业，",
]  # fmt: skip


def calls(text: str) -> int:
    profile = cProfile.Profile()
    profile.enable()
    parse_text(text)
    profile.disable()
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_about_twice_the_work(piece: str) -> None:
    parse_text("热身。")
    count = 3000 // len(piece)
    once, twice = calls(piece * count), calls(piece * count * 2)
    assert twice < once * 2.6 + 20_000
