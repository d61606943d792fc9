"""Bodies that a sentence names as subject: they bear its duty, whoever issued it or was named before."""

from __future__ import annotations

import pytest

from tests.parsing import duties

# how a name is cut and tagged must not matter: 住建, 考生, 组织部, 供应商 look like a verb with its object
NAMES = [
    ("住建部门", {"department"}),
    ("发改部门", {"department"}),
    ("自规部门", {"department"}),
    ("规土部门", {"department"}),
    ("冶金部", {"department"}),
    ("劳动部", {"department"}),
    ("信息产业部", {"department"}),
    ("纪委监委", {"department"}),
    ("组织部", {"department"}),
    ("市委宣传部", {"department"}),
    ("县委", {"government"}),
    ("团委", {"institution"}),
    ("团省委", {"institution"}),
    ("残联", {"institution"}),
    ("工商联", {"institution"}),
    ("考生", {"individual"}),
    ("被征收人", {"individual"}),
    ("纳税人", {"individual"}),
    ("扣缴义务人", {"individual"}),
    ("受害人", {"individual"}),
    ("党员干部", {"individual"}),
    ("公务员", {"individual"}),
    ("驾驶员", {"individual"}),
    ("车主", {"individual"}),
    ("市民", {"individual"}),
    ("贫困户", {"individual"}),
    ("养殖户", {"individual"}),
    ("网格员", {"individual"}),
    ("医生", {"individual"}),
    ("记者", {"individual"}),
    ("责任人", {"individual"}),
    ("修理者", {"enterprise"}),
    ("供应商", {"enterprise"}),
    ("供应单位", {"enterprise"}),
    ("承包商", {"enterprise"}),
    ("施工方", {"enterprise"}),
    ("进口商", {"enterprise"}),
    ("网络运营者", {"enterprise"}),
    ("入驻单位", {"enterprise"}),
    ("经营人", {"enterprise"}),
    ("招标人", {"institution", "enterprise"}),
    ("采购人", {"institution", "enterprise"}),
]


@pytest.mark.parametrize(("name", "kinds"), NAMES, ids=[name for name, _ in NAMES])
@pytest.mark.parametrize("frame", ["财政部门应当拨付资金。{}应当按时报送材料。", "材料由{}负责整理。"])
def test_a_named_subject_bears_the_duty(frame: str, name: str, kinds: set[str]) -> None:
    last = duties(frame.format(name))[-1]
    assert {bearer.surface.text for bearer in last.bearers if bearer.surface} == {name}
    assert {bearer.kind.value for bearer in last.bearers} == kinds


SENTENCES = [
    ("损毁土地的，由采矿者负责复垦。", ["采矿者"]),
    ("笔录应当由犯罪嫌疑人签名。", ["犯罪嫌疑人"]),
    ("收到举报的机关，应当及时核实。", ["机关"]),
    ("承办比赛的有关省（市）人民政府，要加强值守。", ["有关省（市）人民政府"]),
    ("城市民政部门应当登记。", ["城市民政部门"]),  # not 市民
    ("机动车主管部门应当登记。", ["机动车主管部门"]),  # not 车主
    ("劳动部门应当登记。", ["劳动部门"]),  # not 劳动部
    ("市委组织部、财政局要定期会商。", ["市委组织部", "财政局"]),  # not 市委
    ("施工方案应当报送存档。", []),  # not 施工方
    ("自规划批准之日起，应当按时报送材料。", []),
    ("督促存在问题的企业，应当限期整改。", []),  # an object
    ("教育引导市民养成良好习惯。", []),
    ("做优家庭医生签约服务，强化日常随访。", []),
    # a body before 由 is the topic, who is named behind it bears; a post behind it is one inside the body
    ("煤矿企业由市能源局负责监管。", ["市能源局"]),
    ("试点城市由省级有关部门推荐。", ["省级有关部门"]),
    ("评价机构应当由省应急厅认定。", ["省应急厅"]),
    ("领导小组由各部门组成，负责统筹协调。", ["领导小组"]),
    ("事故调查组由有关部门派人组成。", ["事故调查组"]),
    ("贸易自由、人员自由，由市商务局负责落实。", ["市商务局"]),  # 自由 is a word
    ("水土流失治理由水利部门负责实施。", ["水利部门"]),
    # what a body undertakes; when it does; with what it comes
    ("市水利局拟继续做好节水规划编制工作。", ["市水利局"]),
    ("2022年市发展改革委将会同市水利局研究方案。", ["市发展改革委"]),
    ("首先各县要完成摸底。", ["各县"]),
    ("申请人持《入住通知书》至物业单位签署合同。", ["申请人"]),
    # a name ends before its verb, whatever the object is called
    ("各地组织三级医院完成术语转换工作。", ["各地"]),
    ("市政府授权的部门组织事故调查组进行调查。", ["部门"]),
    ("个人发现生产经营单位存在隐患的，应当举报。", ["个人"]),
    ("鼓励园区企业申报和推荐技能人才评选项目。", ["园区企业"]),
    ("基层党组织负责人要带头落实。", ["基层党组织负责人"]),
    ("受公安机关委托的社区服务机构应当登记。", ["社区服务机构"]),
    ("市自由贸易试验区办公室要加强督查。", ["市自由贸易试验区办公室"]),
    ("省住建厅将根据实际情况，适时制定推广目录。", ["省住建厅"]),
    ("供应单位供货时，应提供检验报告。", ["供应单位"]),
    ("矿山企业越界开采造成损失的，应当赔偿。", ["矿山企业"]),
    ("监督人员凭其执法证件，有权进入现场检查。", ["监督人员"]),
    ("由供气企业派专业人员上门实施。", ["供气企业"]),
    ("职工代表大会对安全工作进行监督。", ["职工代表大会"]),
    # from whom to whom is no agent; an amount is nobody's duty
    ("要将补贴范围由企业职工扩展至失业人员。", []),
    ("最高不得超过每人每月八百元。", []),
    ("一类人才，每人每月1500元。", []),
    ("每人每年只享受一次。", ["每人"]),
    # places act by their name, juxtaposed bodies are two, 以及 and 特别是 go on with the row before the comma
    ("石桥县、桐柏县要加强监管。", ["石桥县", "桐柏县"]),
    ("开发区要完善管理体制。", ["开发区"]),
    ("支持武汉、鄂州、黄石建设人才高地。", ["武汉", "鄂州", "黄石"]),
    ("维护和平、发展事业。", []),
    ("城市建设要突出特色。", []),
    ("各地各有关部门要开展宣传。", ["各地", "各有关部门"]),
    ("各地区、各部门，以及有关单位要开展宣传。", ["各地区", "各部门", "有关单位"]),
    ("各县（市），特别是沿海地区人民政府，要抓紧落实。", ["各县（市）", "沿海地区人民政府"]),
    ("各县要建立制度，包括企业、个人的记录。", ["各县"]),
    # a verb with its object is no body, though it could open a name: 配合单位, 维护人员, 监督管理机构 are bodies
    ("配合有关部门做好防灾工作。", []),
    ("维护职工在安全生产方面的合法权益。", []),
    ("研究制定外国留学生勤工助学管理制度。", []),
    ("调整完善政府投入和医保政策。", []),
    ("壮大新型农业经营主体，培育龙头企业。", []),
    ("配合单位要及时报送材料。", ["配合单位"]),
    ("维护人员应当持证上岗。", ["维护人员"]),
    ("监督管理机构应当公布结果。", ["监督管理机构"]),
    ("劳务派遣单位和用工单位承担连带责任。", ["劳务派遣单位", "用工单位"]),
    ("市环保局拟积极推广化工等企业减排经验。", ["市环保局"]),
    # 和 inside a name, organs by their short names, 具体负责, whom a request asks
    ("工业和信息化部、财政部等部门要加强指导。", ["工业和信息化部", "财政部等部门"]),
    ("省人力资源和社会保障厅、省财政厅要加强指导。", ["省人力资源和社会保障厅", "省财政厅"]),
    ("各有关省（市）和有关部门要加强指导。", ["各有关省（市）", "有关部门"]),
    ("批发企业要落实责任。", ["批发企业"]),
    ("管委会负责人才公寓的统筹协调。", ["管委会"]),  # not 负责人
    ("租赁个人及用人单位应及时告知管理方。", ["租赁个人", "用人单位"]),
    ("住建局、供销社、卫生院要加强管理。", ["住建局", "供销社", "卫生院"]),
    ("应急局具体负责日常工作。", ["应急局"]),
    ("请市应急局牵头制定方案。", ["市应急局"]),
    ("教育和督促从业人员严格执行规程。", []),
    # 主要 and 业主, a name with a clause that opens like a verb, a deputy, who answers
    ("企业主要负责人是安全生产第一责任人。", ["企业主要负责人"]),
    ("业主要负责维修。", ["业主"]),
    ("从业人员超过100人的生产经营单位，应当设置管理机构。", ["生产经营单位"]),
    ("市财政局配合市应急局做好资金保障。", ["市财政局"]),
    ("生产经营单位是安全生产的责任主体。", ["生产经营单位"]),
    # whom a request asks; the words of a rule that is amended
    ("建议省人民政府继续做好监测工作。", ["省人民政府"]),
    ("将第六条修改为：“公安机关负责居住证的制作工作，并指导社区。”", ["公安机关"]),
]


@pytest.mark.parametrize(("text", "names"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_who_is_named(text: str, names: list[str]) -> None:
    (duty,) = duties(text)
    told = list(dict.fromkeys(bearer.surface.text for bearer in duty.bearers if bearer.surface))
    assert [name.split("的")[-1] for name in told] == names


def test_a_label_inside_a_sentence_names_who_is_to_do_it() -> None:
    first, second = duties("申请时，企业：提供营业执照；行业协会：提供登记资料。")
    assert [b.surface.text for b in first.bearers if b.surface] == ["企业"]
    assert [b.surface.text for b in second.bearers if b.surface] == ["行业协会"]
    (third,) = duties("乡土人才：加快培养步伐。")
    assert all(b.surface is None for b in third.bearers)


def test_departments_and_units_in_one_word_are_of_three_kinds() -> None:
    (duty,) = duties("各有关部门单位要落实资金。")
    assert {b.kind.value for b in duty.bearers} == {"department", "enterprise", "institution"}


POSTS = [
    ("市政府分管副市长要加强督查。", [("市政府分管副市长", "分管副市长")]),
    ("各级领导干部要树立安全理念。", [("各级领导干部", "领导干部")] * 2),
    ("安全总监应当每日巡查。", [("安全总监", "安全总监")]),
    ("女职工可以依法申诉。", [("女职工", None)]),  # a person, not the post of a body
    ("落实地方行政首长第一责任人的责任。", [("地方行政首长", "行政首长")]),
    (
        "严格落实企业主要负责人和实际控制人安全生产第一责任人的责任。",
        [("企业主要负责人", "主要负责人"), ("实际控制人", "实际控制人")],
    ),
    (
        "落实县长的责任和政府领导班子成员“一岗双责”制度。",
        [("县长", "县长"), ("政府领导班子成员", "领导班子成员")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), POSTS, ids=[case[0] for case in POSTS])
def test_posts_inside_bodies(text: str, expected: list[tuple[str, str | None]]) -> None:
    (duty,) = duties(text)
    named = [(b.surface.text, b.position.text if b.position else None) for b in duty.bearers if b.surface]
    assert named == expected


def test_what_is_let_begin_is_begun_by_who_produces() -> None:
    _, may = duties("未经验收的项目不得投入使用，验收合格后方可投产。")
    assert (may.modality.value, {b.kind.value for b in may.bearers}) == ("may", {"enterprise"})
