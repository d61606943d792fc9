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


GIVEN = [
    "经管委会认定的智能制造研发项目，按项目研发投入的30%给予扶持，最高1000万元。",
    "本地企业首次购买自主品牌产品的，按照其采购合同金额的10%给予扶持，最高500万元。",
    "对实现上市的企业，在市、区扶持基础上，另给予50万元扶持。",
    "对获得专项扶持的项目，另给予国家或市级扶持资金30%的奖励。",
]


@pytest.mark.parametrize("text", GIVEN)
def test_what_is_given_is_the_authority_s_to_give(text: str) -> None:
    (duty,) = duties(text)
    assert duty.modality.value == "must"
    assert {bearer.kind.value for bearer in duty.bearers} == AUTHORITY
    assert all(bearer.surface is None for bearer in duty.bearers)


def test_an_encouragement_ends_where_something_is_given() -> None:
    encouraged, given = duties("鼓励企业开展融资租赁服务，对承租企业按总额的5%一次性给予扶持，最高500万元。")
    assert encouraged.modality.value == "encouraged" and given.modality.value == "must"
    assert {bearer.kind.value for bearer in given.bearers} == AUTHORITY
    (by_others,) = duties("鼓励各地加快建设孵化载体，根据入驻数量给予一定奖补。")
    assert by_others.modality.value == "encouraged"


def test_who_has_to_do_more_is_named_before_what_he_does_besides() -> None:
    (duty,) = duties("煤矿除履行前款规定的义务外，还必须建立台账。")
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {"煤矿"}
    assert duty.condition is None and [action.quote.text for action in duty.actions] == ["建立台账"]


def test_who_is_kept_out_does_not_go_on() -> None:
    ban, order = duties("无关人员禁止进入危险作业场所。作业前要进一步确认安全措施。")
    assert {bearer.surface.text for bearer in ban.bearers if bearer.surface} == {"无关人员"}
    assert ban.modality.value == "must_not"
    assert "individual" not in {bearer.kind.value for bearer in order.bearers}


def test_a_demand_holds_over_a_frame_and_an_encouragement() -> None:
    (duty,) = duties("金融监管部门要按照战略目标要求，引导金融机构发展绿色金融。")
    assert duty.modality.value == "must"
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {"金融监管部门"}


NAMED = [
    ("各市、县要相应编制建设规划。", "各市、县"),
    ("每年2月底前各县要完成考核工作。", "各县"),
    ("相关省份要密切跟踪落实情况。", "相关省份"),
    ("联合采购办公室要完善实施方案。", "联合采购办公室"),
    ("经批准挖掘道路的单位应交纳保证金。", "单位"),
    ("采矿许可证颁发机关应当加强监督管理。", "采矿许可证颁发机关"),
    ("农产品批发市场应当配备检验设备。", "农产品批发市场"),
    ("企业的主要负责人（包括法定代表人等其他负责人）应当组织检查。", "企业的主要负责人"),
]


@pytest.mark.parametrize(("text", "who"), NAMED, ids=[case[0] for case in NAMED])
def test_names(text: str, who: str) -> None:
    (duty,) = duties(text)
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {who}


def test_who_does_what_is_told_is_no_duty() -> None:
    assert duties("检验机构为省食品检验研究院。") == []


def test_papers_sorted_under_whom_they_come_from_are_one_list() -> None:
    (duty,) = duties(
        "申请领取许可证应当提供下列文件：",
        "1.煤矿企业提供的文件：",
        "（1）设置安全生产管理机构的文件；",
        "（2）特种作业人员培训计划；",
        "2.煤矿提供的文件：",
        "（1）采矿许可证；",
        "（2）通风系统图。",
    )
    told = [action.quote.text for action in duty.actions]
    assert told == ["设置安全生产管理机构的文件", "特种作业人员培训计划", "采矿许可证", "通风系统图"]


def test_a_person_told_by_what_he_does_bears() -> None:
    (duty,) = duties("申请机动车驾驶证的人，应当提交身份证明。")
    assert {(bearer.surface and bearer.surface.text, bearer.kind.value) for bearer in duty.bearers} == {
        ("申请机动车驾驶证的人", "individual")
    }


CIRCUMSTANCES = [
    ("民用爆炸物品生产企业销售本企业产品，不得超出核定的品种。", "must_not", "民用爆炸物品生产企业"),
    ("持境外驾驶证的人，应当提交身份证明。", "must", "持境外驾驶证的人"),
    ("鼓励金融机构改进服务，并对创业人员给予小额信贷等扶持。", "encouraged", "金融机构"),
    ("鼓励公民提供技术支持，对作出突出贡献的个人给予奖励。", "encouraged", "公民"),
]


@pytest.mark.parametrize(("text", "modality", "who"), CIRCUMSTANCES, ids=[case[0] for case in CIRCUMSTANCES])
def test_what_is_undertaken_or_added_is_no_duty_of_its_own(text: str, modality: str, who: str) -> None:
    (duty,) = duties(text)
    assert duty.modality.value == modality
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {who}


FILED = [
    ("对于变更许可证的申请，颁发机关在审核后，即可办理变更。", "may", "颁发机关"),
    ("对违反预算的行为，审计机关应当提出意见。", "must", "审计机关"),
    ("经批准后即可开工。", "may", None),
]


@pytest.mark.parametrize(("text", "modality", "who"), FILED, ids=[case[0] for case in FILED])
def test_what_is_dealt_with_is_no_duty_of_its_own(text: str, modality: str, who: str | None) -> None:
    (duty,) = duties(text)
    assert duty.modality.value == modality
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == ({who} if who else set())
    assert duty.condition is not None


EXCEPTIONS = [
    ("燃气企业除不可抗力外，应当连续供气。", "must", "燃气企业", "除不可抗力外"),
    ("企业除抢险外，不得作业。", "must_not", "企业", "除抢险外"),
]


@pytest.mark.parametrize(("text", "modality", "who", "condition"), EXCEPTIONS, ids=[case[0] for case in EXCEPTIONS])
def test_an_exception_behind_the_subject_bites(text: str, modality: str, who: str, condition: str) -> None:
    (duty,) = duties(text)
    assert duty.modality.value == modality
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {who}
    assert duty.condition is not None and duty.condition.text == condition


def test_what_an_authority_does_before_a_ban_is_its_duty() -> None:
    order, ban = duties("各市委托第三方机构开展评估，不得干预评估。")
    assert order.modality.value == "must" and ban.modality.value == "must_not"
