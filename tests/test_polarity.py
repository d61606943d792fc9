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


RELATIVE = [
    # (sentence, modalities, named bearers): a cue inside a relative clause narrows, it directs nobody
    ("对存在重大隐患限期不能整改的企业，要依法责令停产整改。", ["must"], []),
    ("未经安全培训合格的从业人员，不得上岗作业。", ["must_not"], ["从业人员"]),
    ("凡未取得许可的企业不得生产经营。", ["must_not"], ["企业"]),
    ("除抢险外，任何人不得进入。", ["must_not"], ["任何人"]),
    ("各企业非经批准不得复工。", ["must_not"], ["各企业"]),
    ("一律不予许可。", ["must"], []),
    ("各县不可以擅自调整。", ["must_not"], ["各县"]),
    ("任何单位和个人不得侵占燃气设施。", ["must_not"], ["任何单位", "个人"]),
    ("浆料类保温系统禁止用于外墙外保温工程。", ["must_not"], []),
]


@pytest.mark.parametrize(("sentence", "modalities", "named"), RELATIVE, ids=[case[0] for case in RELATIVE])
def test_whom_a_prohibition_binds(sentence: str, modalities: list[str], named: list[str]) -> None:
    found = duties(sentence)
    assert [duty.modality.value for duty in found] == modalities
    surfaces = [b.surface.text for duty in found for b in duty.bearers if b.surface]
    assert list(dict.fromkeys(surfaces)) == named


def test_nobody_fines_himself() -> None:
    first, second = duties("企业应当建立制度。生产经营单位违反规定的，责令限期改正，处二万元罚款。")
    assert [b.kind.value for b in first.bearers] == ["enterprise"]
    assert [b.kind.value for b in second.bearers] == ["department"]


def test_a_list_behind_a_prohibition_is_what_is_forbidden() -> None:
    (duty,) = duties("企业不得有下列行为：", "（1）超能力生产；", "（2）冒用许可证。")
    assert duty.modality.value == "must_not"
    assert [action.quote.text for action in duty.actions] == ["超能力生产", "冒用许可证"]


@pytest.mark.parametrize("sentence", ["井下严禁吸烟。", "禁止使用淘汰设备。"])
def test_a_ban_without_subject_binds_who_could_do_it(sentence: str) -> None:
    (duty,) = duties(sentence)
    assert {b.kind.value for b in duty.bearers} == {"enterprise"}


def test_a_ban_of_official_wrongs_binds_authorities() -> None:
    (duty,) = duties("严禁违规审批。")
    assert {b.kind.value for b in duty.bearers} == {"government", "department"}
