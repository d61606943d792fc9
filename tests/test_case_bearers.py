"""Who bears a duty whose case names a body, or whose subject is a thing: the doer, the keeper, or the authority."""

from __future__ import annotations

import pytest

from tests.parsing import duties

AUTHORITY = {"government", "department"}

THINGS = [
    ("井下电缆必须阻燃。", {"enterprise"}),
    ("作业使用的仪器和安全防护用品，必须符合国家标准。", {"enterprise"}),
    ("危险化学品应当储存在专用仓库内。", {"enterprise"}),
    ("乳制品的包装应当有标签。", {"enterprise"}),
    ("收发记录的保存期限应当符合规定。", {"enterprise"}),
    ("装载物不得触地拖行。", {"enterprise"}),
    ("采空区内不得留有煤柱。", {"enterprise"}),
    ("非机动车应当在规定地点停放。", {"individual", "enterprise"}),
    ("扣留的车辆应当妥善保管。", AUTHORITY),
    ("警车应当按照规定用途使用。", AUTHORITY),
    ("政务信息系统应当整合共享。", AUTHORITY),
    ("防洪规划应当与城市规划相衔接。", AUTHORITY),
]


@pytest.mark.parametrize(("text", "kinds"), THINGS, ids=[case[0] for case in THINGS])
def test_whoever_runs_a_thing_answers_for_it(text: str, kinds: set[str]) -> None:
    (duty,) = duties(text)
    assert {bearer.kind.value for bearer in duty.bearers} == kinds
    assert all(bearer.surface is None for bearer in duty.bearers)


DOERS = [
    ("危险化学品经营企业储存危险化学品的，应当遵守储存的规定。", "危险化学品经营企业", "储存危险化学品的"),
    ("燃气供应企业销售瓶装燃气，应当记录用户信息。", "燃气供应企业", "销售瓶装燃气"),
    ("生产经营单位委托其他单位进行危险作业的，应当签订安全管理协议。", "生产经营单位", "委托其他单位进行危险作业的"),
    ("学校组织学生参加劳动的，应当采取安全措施。", "学校", "组织学生参加劳动的"),
    ("宾馆等使用化妆品的，应当查验标签。", "宾馆", "使用化妆品的"),
    ("有关部门发现重大隐患的，可以查封有关设施。", "有关部门", "发现重大隐患的"),
    ("煤矿企业存在重大隐患的，应当立即停产。", "煤矿企业", "存在重大隐患的"),
]


@pytest.mark.parametrize(("text", "who", "case"), DOERS, ids=[case[0] for case in DOERS])
def test_who_does_what_makes_the_case_bears_what_follows(text: str, who: str, case: str) -> None:
    (duty,) = duties(text)
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {who}
    assert duty.condition is not None and duty.condition.text in (case, f"{who}{case}")


DONE_TO = [
    "非机动车驾驶人拒绝接受处罚的，可以扣留其车辆。",
    "犯罪嫌疑人到案后，应当责令其填写到案时间。",
    "犯罪嫌疑人身份不明的，应当对其身份进行调查。",
    "企业提供虚假材料取得许可的，应当予以撤销。",
    "申请人符合条件的，应当在十日内颁发证书。",
    "申请人不符合条件的，应当书面告知其理由。",
    "企业拒不执行决定的，可以采取停止供电措施。",
    "主管部门认定的，应当列入名录。",
]


@pytest.mark.parametrize("text", DONE_TO)
def test_what_is_done_to_somebody_is_not_his_duty(text: str) -> None:
    (duty,) = duties(text)
    assert {bearer.kind.value for bearer in duty.bearers} <= AUTHORITY
    assert all(bearer.surface is None for bearer in duty.bearers)


OWN = [
    ("当事人收到罚款通知书后，应当在15日内缴纳罚款。", {"enterprise", "individual"}),
    ("市场主体申请注销后，不得从事无关的经营活动。", {"enterprise"}),
    ("驾驶人报废车辆的，应当办理注销登记。", {"individual"}),
]


@pytest.mark.parametrize(("text", "kinds"), OWN, ids=[case[0] for case in OWN])
def test_what_he_does_himself_is(text: str, kinds: set[str]) -> None:
    (duty,) = duties(text)
    assert {bearer.kind.value for bearer in duty.bearers} == kinds
    assert any(bearer.surface is not None for bearer in duty.bearers)


@pytest.mark.parametrize(
    "text", ["旅客运输航班延误的，应当及时通告。", "运输、携带、邮寄计算机媒体进出境的，应当申报。"]
)
def test_what_is_carried_bears_nothing(text: str) -> None:
    (duty,) = duties(text)
    assert all(bearer.surface is None for bearer in duty.bearers)
