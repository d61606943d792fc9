"""Sectors of duties: whose trade counts, which words are things or helpers, and what a label covers."""

from __future__ import annotations

import pytest

from tests.parsing import duties

CASES = [
    # the trade of whom it binds, without 经营, 生产 behind it
    ("燃气经营企业应当定期开展巡查。", ["燃气"]),
    ("监督民用爆炸物品生产企业落实整改。", ["民用爆炸物品"]),
    # a thing of the field is no field
    ("任何单位不得损毁燃气设施。", []),
    ("县级以上人民政府应当加强煤矿安全监管。", ["煤矿"]),
    # the trade of others, and of offices and partners, is not that of the bearer
    ("用户发现泄漏应当立即告知燃气经营企业。", []),
    ("市应急局会同交通运输、住房城乡建设部门开展检查。", []),
    # the text calls it a field
    ("各地要加强冶金、有色等行业安全监管。", ["冶金", "有色"]),
    # helpers of every industry, and a word that a longer one covers
    ("支持科研院所开展技术攻关。", []),
    ("餐饮服务单位应当助力餐饮复工。", ["餐饮服务"]),
    # in the title of an act
    ("市应急局应当执行《烟花爆竹安全管理条例》。", []),
    # only in a list of fields
    ("各企业要防止职业危害事故发生。", []),
    ("各地要加强煤矿、危险化学品、职业危害等领域监管。", ["煤矿", "危险化学品", "职业危害"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_sectors(text: str, expected: list[str]) -> None:
    (duty,) = duties(text)
    assert sorted(quote.text for quote in duty.sectors) == sorted(expected)
