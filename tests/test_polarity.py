"""Polarity has a table of its own: an inverted duty is the worst fault (DESIGN promise 5)."""

from __future__ import annotations

import pytest

from tests.parsing import duties

CASES = [
    ("煤矿企业不得超能力组织生产。", ["must_not"]),
    ("严禁超能力、超强度、超定员组织生产。", ["must_not"]),
    ("禁止在尾矿库上游建房。", ["must_not"]),
    ("生产经营单位不准使用淘汰的设备。", ["must_not"]),
    ("生产经营单位应当建立健全责任制。", ["must"]),
    ("各地区要加强领导。", ["must"]),
    ("煤矿企业必须落实带班制度。", ["must"]),
    ("严防死灰复燃。", ["must"]),
    ("力戒形式主义。", ["must"]),
    ("坚决杜绝违章作业。", ["must"]),
    ("各地可以采取政府购买服务方式。", ["may"]),
    ("任何单位有权向有关部门举报。", ["may"]),
    ("鼓励企业采用先进技术。", ["encouraged"]),
    ("支持高等院校开展安全生产科研开发。", ["encouraged"]),
    ("研究落实禁止客运车辆挂靠运营的实施办法。", ["must"]),
    ("对不符合条件的，不予颁发安全生产许可证。", ["must"]),
    ("加大安全投入，严禁超能力组织生产，切实做到不安全不生产。", ["must", "must_not", "must"]),
    ("对隐患排查的影响应高度重视。", ["must"]),
    ("完善应急响应机制，做好应对工作。", ["must"]),
    ("企业不得转让许可证，不得冒用许可证。", ["must_not"]),
    ("企业取得许可证后，不得降低安全生产条件，并应当加强日常管理。", ["must_not", "must"]),
    ("加强政策支持力度，完善鼓励措施。", ["must"]),
    ("在人员密集场所不要使用明火。", ["must_not"]),
    ("煤矿企业不得不停产的，应当报告县级人民政府。", ["must"]),
]


@pytest.mark.parametrize(("sentence", "modalities"), CASES, ids=[case[0] for case in CASES])
def test_polarity(sentence: str, modalities: list[str]) -> None:
    assert [duty.modality.value for duty in duties(sentence)] == modalities


FLIPS = [
    ("企业应当公开名单。", "企业不应公开名单。"),
    ("企业可以公开名单。", "企业不可公开名单。"),
    ("企业要公开名单。", "企业不要公开名单。"),
    ("企业必须公开名单。", "企业不得公开名单。"),
    ("允许企业公开名单。", "不允许企业公开名单。"),
]


@pytest.mark.parametrize(("positive", "negative"), FLIPS)
def test_negation_flips_the_modality(positive: str, negative: str) -> None:
    (before,), (after,) = duties(positive), duties(negative)
    assert before.modality.value != "must_not"
    assert after.modality.value == "must_not"
