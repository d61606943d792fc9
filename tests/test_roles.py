"""What a sentence is that holds no duty: pairs of words and role, and that evidence is asked for on both sides."""

from __future__ import annotations

import pytest

from parsers import parse_text
from policies.documents import Document, Doubt, Sentence, SentenceRole

ROLE = SentenceRole
HEAD = "某市人民政府关于加强某项工作的通知\n某政发〔2021〕3号\n\n各县（市、区）人民政府：\n"
FOOT = "\n某市人民政府\n2021年6月6日\n"


def plan(*lines: str, heading: str = "一、主要任务") -> Document:
    return parse_text("\n".join([HEAD + heading, *lines, "二、有关要求", "请认真贯彻落实。"]) + FOOT)


def role_of(words: str, document: Document) -> Sentence:
    """The sentence that begins with *words* up to its mark."""
    found = [s for s in document.sentences if document.quote(s.span).strip().rstrip("。；：") == words.rstrip("。；：")]
    assert len(found) == 1, [document.quote(s.span) for s in document.sentences]
    return found[0]


STATED = [
    ("乡村面貌明显改善，公共服务体系更加健全。", ROLE.FINDING),
    ("张某某受到行政警告处分。", ROLE.FINDING),
    ("你县请求，市里加大补助力度。", ROLE.FINDING),
    ("山区村民多居住在河谷两岸的坡地上。", ROLE.FINDING),
    ("推行网格管理，有助于及时发现问题。", ROLE.FINDING),
    ("号牌分为大型号牌和小型号牌两种。", ROLE.DEFINITION),
    ("计算方法：到场人数/应到人数×100%。", ROLE.DEFINITION),
    ("大型场所指建筑面积一万平方米以上的场所。", ROLE.DEFINITION),
    ("人口数以统计部门公布的数据为准。", ROLE.SCOPE),
    ("本办法适用于全市范围内的物业管理活动。", ROLE.SCOPE),
    ("经营者的合法权益受法律保护。", ROLE.BENEFIT),
    ("测试成绩三年有效。", ROLE.COMMENCEMENT),
    ("你局《关于报送实施方案的请示》（某安〔2021〕5号）收悉。", ROLE.CITATION_LEAD),
]


@pytest.mark.parametrize(("words", "role"), STATED)
def test_what_states_a_fact(words: str, role: SentenceRole) -> None:
    document = parse_text(HEAD + words + "\n一、主要任务\n各县要加强管理。" + FOOT)
    assert role_of(words, document).role is role


ORDERED = [
    "对经营者履行义务、完成任务的情况，依法开展检查。",  # 任务 tells nothing
    "2021年底前，各县对存在的问题进行评估总结，报送市政府。",
    "坚持实事求是的原则，严肃查处事故。",
    "各县要全面开展适用于山区的技术推广。",
    "严格落实耕地特别是永久基本农田的保护目标，深入实施轮作。",
    "保温系统无有效期内的检验报告，不得进场使用。",
    "各镇人民政府（以下简称各镇（街））要落实属地责任。",
]


@pytest.mark.parametrize("words", ORDERED)
def test_words_of_a_finding_in_passing_make_no_finding(words: str) -> None:
    assert role_of(words, plan(words)).role is ROLE.DUTY


DOUBTED = [
    ("提升养老服务水平。", Doubt.RESULT_ONLY),
    ("#$%(cid)&(cid)；", Doubt.UNREADABLE),
    ("“（一）申请机动车登记手续；", Doubt.QUOTED),
]


@pytest.mark.parametrize(("words", "doubt"), DOUBTED)
def test_what_has_no_evidence_is_undecided_and_says_why(words: str, doubt: Doubt) -> None:
    found = role_of(words, plan("各县要加强管理。", words))
    assert (found.role, found.reason) == (ROLE.UNDECIDED, doubt)


FORMS = [
    ("副组长：李某某", "list of members"),
    ("王某某　　派驻某镇联络干部", "name and post"),
    ("图3　号牌尺寸示意", "caption"),
    ("13800000000", "figures"),
    ("（负责部门：市住房城乡建设局；适用范围：全市）", "responsibility note"),
]


@pytest.mark.parametrize(("line", "reason"), FORMS)
def test_lines_that_are_no_sentences(line: str, reason: str) -> None:
    found = role_of(line, plan("各县要加强管理。" + line if line.startswith("（") else "各县要加强管理。\n" + line))
    assert (found.role, found.reason) == (ROLE.FORM, reason)


def test_a_line_of_signs_is_one_undecided_sentence() -> None:
    document = plan("各县要加强管理。", "&A!#$%(cid:132)B;C? *D!", "联系：office@example.gov，电话0431-12345678。")
    left = [document.quote(s.span).strip() for s in document.sentences if s.reason == Doubt.UNREADABLE]
    assert left == ["&A!#$%(cid:132)B;C? *D!"]


OPENINGS = [
    ("根据《某条例》，经市政府同意，现将有关事项通知如下：", ROLE.CITATION_LEAD),
    ("根据《某条例》，由被征收人依法选定评估机构。", ROLE.DUTY),
    ("《工作规则》已经市政府常务会议通过，现印发给你们，请结合实际，认真遵照执行。", ROLE.DUTY),
    ("为加强领导，经市政府同意，成立某工作领导小组。", ROLE.DUTY),
]


@pytest.mark.parametrize(("words", "role"), OPENINGS)
def test_an_opening_that_orders_is_a_duty(words: str, role: SentenceRole) -> None:
    document = parse_text(HEAD + words + "\n一、主要任务\n各县要加强管理。" + FOOT)
    assert role_of(words, document).role is role


def test_a_cell_that_opens_with_an_act_is_undecided() -> None:
    document = plan("各县要加强管理。", "序号\t内容\t单位", "1\t开展专项检查行动\t公安部门")
    assert role_of("公安部门", document).role is ROLE.FORM
    assert role_of("开展专项检查行动", document).role is ROLE.UNDECIDED


def test_a_goal_with_a_date_is_due_by_that_date() -> None:
    document = plan("管理水平明显提升。", "到2025年，建成统一的监管平台。", heading="一、工作目标")
    assert role_of("管理水平明显提升", document).role is ROLE.GUIDING
    (duty,) = [d for d in document.duties if "监管平台" in d.quote.text]
    assert [t.value for t in duty.time] == ["2025-12-31"]


def test_the_date_of_a_goal_holds_on_behind_a_semicolon() -> None:
    document = plan("到2025年，体系更加健全；建成统一的监管平台。", "服务更加便捷。", heading="一、工作目标")
    assert role_of("建成统一的监管平台", document).role is ROLE.DUTY
    assert role_of("服务更加便捷", document).role is ROLE.GUIDING


def test_strict_orders_among_principles_are_undecided() -> None:
    document = plan("坚持依法规范，不得增加办事条件。", "坚持统筹兼顾。", heading="一、基本原则")
    assert role_of("坚持依法规范，不得增加办事条件", document).reason == Doubt.GENERAL
    assert role_of("坚持统筹兼顾", document).role is ROLE.GUIDING


def test_lead_phrases_do_not_end_what_headings_in_the_text_say() -> None:
    document = plan(
        "9三、重点任务", "3.1 推进整治", "完善联动机制。各县要建立联动机制，定期开展会商研判。",
        "强化技术支撑。加快建设监管平台，推广应用智能设备。", heading="二、主要目标",
    )  # fmt: skip
    assert role_of("加快建设监管平台，推广应用智能设备", document).role is ROLE.DUTY


def test_an_order_with_a_subject_stands_among_general_demands() -> None:
    document = plan("坚持统筹兼顾。", "各县人民政府要建立专班。", "要建立台账。", heading="一、总体要求")
    assert role_of("坚持统筹兼顾", document).role is ROLE.GUIDING
    assert role_of("各县人民政府要建立专班", document).role is ROLE.DUTY
    assert role_of("要建立台账", document).reason == Doubt.GENERAL


def test_a_principle_of_letting_flats_is_no_guiding_thought() -> None:
    document = plan("租赁人应当按月缴纳租金。", heading="一、租赁原则")
    assert role_of("租赁人应当按月缴纳租金", document).role is ROLE.DUTY


def test_reports_are_told_by_their_heading_unless_a_cue_orders() -> None:
    document = plan("全市大力推进河道整治，新建泵站三座。", "各县要继续推进。", heading="一、发展基础")
    assert role_of("全市大力推进河道整治，新建泵站三座", document).role is ROLE.FINDING
    assert role_of("各县要继续推进", document).role is ROLE.DUTY


def test_headings_in_the_text_end_the_goals_above_them() -> None:
    document = plan(
        "2.1 主要目标", "管理水平明显提升。", "9三、重点任务", "3.1 推进整治", "全面推进河道整治。",
        heading="二、指导方针和主要目标",
    )  # fmt: skip
    assert role_of("2.1 主要目标", document).role is ROLE.HEADING
    assert role_of("9三、重点任务", document).role is ROLE.HEADING
    assert role_of("管理水平明显提升", document).role is ROLE.GUIDING
    assert role_of("全面推进河道整治", document).role is ROLE.DUTY


def test_decimals_are_no_headings() -> None:
    document = plan("各县要加强管理。", "2.5 微克", "3.5 亿元的投资完成情况")
    assert not [s for s in document.sentences if s.role is ROLE.HEADING and document.quote(s.span)[0] in "23"]


def test_items_follow_the_head_of_their_list() -> None:
    document = plan("重大隐患包括下列情形：", "（一）未设置消防通道；", "（二）堵塞安全出口。")
    assert role_of("未设置消防通道", document).role is ROLE.DEFINITION
    assert [duty.quote.text for duty in document.duties] == ["请认真贯彻落实"]


def test_a_lead_phrase_alone_among_many_paragraphs_is_a_sentence() -> None:
    usual = plan("强化组织领导。各县要建立专班。", "强化宣传引导。各县要开展宣传。")
    assert role_of("强化组织领导", usual).role is ROLE.HEADING
    others = [f"各县要加强第{n}项管理，按时上报。" for n in "二三四五六七"]
    alone = plan("强化组织领导。各县要建立专班。", *others)
    assert role_of("强化组织领导", alone).role is not ROLE.HEADING
    broken = plan("各县要建立信息平台，并且为了", "强化组织领导。各县要建立专班。", "强化宣传引导。各县要开展宣传。")
    assert role_of("强化组织领导", broken).role is not ROLE.HEADING


def test_what_a_trial_extends_to_is_no_principle() -> None:
    words = "综合考虑地域因素，优先选取生态文明试验区、已开展各类固体废物回收利用试点且取得积极成效的城市"
    document = plan("（一）基本原则。", "坚持分类施策。", "（二）试点范围。", f"{words}。", heading="一、总体要求")
    assert role_of(words, document).role is ROLE.DUTY
    assert role_of("坚持分类施策", document).role is not ROLE.DUTY


def test_the_date_of_a_goal_may_stand_behind_its_frame() -> None:
    goal = "锚定远景目标，综合考量发展实际，到2025年，数字化转型取得重大进展"
    grown = "示范区建设取得重大进展，新片区生产总值翻两番"
    document = plan(f"{goal}。", f"{grown}。", "数字化转型取得重大进展。", heading="一、主要目标")
    assert role_of(goal, document).role is not ROLE.GUIDING
    assert role_of(grown, document).reason == Doubt.FIGURE
    assert role_of("数字化转型取得重大进展", document).role is ROLE.GUIDING


TOLD = [
    # what was asked, done, measured before, or is expected
    ("你县请求，市里比照移民的做法，在引水工程中继续实施帮扶，并设立帮扶专项。", ROLE.FINDING),
    ("你局建议有关部门增加监测手段，加强巡查。", ROLE.FINDING),
    ("石桥县请求，对列入规划的项目给予补助。", ROLE.FINDING),
    ("2018年全市污水处理率达到42%。", ROLE.FINDING),
    ("2019年，经该厂处理回用水量1700万吨，实现效益900万元。", ROLE.FINDING),
    ("对部分涉事单位已依法立案调查。", ROLE.FINDING),
    ("为掌握震情，市地震局设立了监测组，对有关情况进行了调查。", ROLE.FINDING),
    ("南部已建成大量引水泵站。", ROLE.FINDING),
    ("预计管网配套后，每年可节约用水四百万吨。", ROLE.FINDING),
    ("未见明显的渗漏、沉降现象。", ROLE.FINDING),
    ("抽检样品在批发环节抽取，发现不合格产品共2批次。", ROLE.FINDING),
    ("为加强监测，市地震局于2019年3月5日在某村五组设立了以高工为组长的监测组，听取了有关单位的汇报。", ROLE.FINDING),
    ("近5年来，全市平均年节水量约35亿立方米，重复利用率提高到70.7%。", ROLE.FINDING),
    ("经讨论，专家组认为，开裂由地震造成，建议加强房屋变形监测，及时组织搬迁。", ROLE.FINDING),
    ("工艺要求高，运行成本较高。", ROLE.FINDING),
    ("以上意见如无不妥，请批转各县人民政府执行。", ROLE.FORM),
    ("若上级有新规定时，按上级规定执行。", ROLE.SCOPE),
    ("近期，部分企业发生多起事故，教训深刻。", ROLE.FINDING),
    # a predicate that says what a thing is or what it counts as
    ("抽查事项分为重点事项和一般事项。", ROLE.DEFINITION),
    ("所有住户选择同一家机构的，视为协商选定成功。", ROLE.DEFINITION),
    ("公示时间为9月11日至9月13日。", ROLE.DEFINITION),
    ("附属设施的修缮参照前款规定执行。", ROLE.SCOPE),
    ("建设试验区（以下简称试验区）是在新形势下作出的战略举措。", ROLE.FINDING),
    ("煤层具有强冲击倾向性的，为严重冲击煤层。", ROLE.DEFINITION),
    ("有冲击煤层的矿井为冲击矿井。", ROLE.DEFINITION),
    # remarks, labels and noun phrases
    ("注：坐标系统采用城市独立坐标系统。", ROLE.FORM),
    ("从事统计工作的实际能力和水平。", ROLE.FORM),
    ("相关免费视频课程。", ROLE.FORM),
    # who is meant, and a case that nothing follows
    ("符合产业发展导向，且注册地在本市的企业。", ROLE.LIST_ITEM),
    ("获得创业投资额二百万元以上，持股比例不低于5%的创业人才。", ROLE.LIST_ITEM),
    ("相邻矿井同一煤层发生过冲击的。", ROLE.LIST_ITEM),
]


@pytest.mark.parametrize(("words", "role"), TOLD, ids=[words for words, _ in TOLD])
def test_a_predicate_may_tell(words: str, role: SentenceRole) -> None:
    assert role_of(words, plan(words)).role is role


BOUND = [
    "你县请求解决的经费，要从部门预算中安排。",
    "你局请求的事项，请按规定办理。",
    "2021年全市污水处理率达到95%。",  # the year of the notice
    "对已建成的泵站进行检修。",
    "各县要切实解决群众反映的问题，确保过了汛期不松劲。",
    "发现1起查处1起。",
    "预计出现强降雨时，各镇应当组织转移群众。",
    "聘用取得执业资格证书的人员。",
    "2018年以前建成的泵站，要全部检修。",
    "为了群众安全，开展巡查。",
    "讨论决定全市工作中的重要事项。",
    "向有关人员了解有关情况。",
    "对初起火灾采取必要的处置措施。",
    "演出时间：10月20日至11月30日，具体时间由社区确定。",
    "主要负责人为安全生产第一责任人。",
    "优先帮助口罩生产企业解决原材料、资金等困难。",
    "经办机构认为材料不全的，应当一次性告知。",
    "设计演出流程、组织演出期间的活动、分发奖品。",
    "近三年内发生过事故的企业，应当全面整改。",
]


@pytest.mark.parametrize("words", BOUND)
def test_what_is_told_in_passing_leaves_an_order_one(words: str) -> None:
    assert role_of(words, plan(words)).role is ROLE.DUTY


def test_rights_that_head_a_list_keep_their_list() -> None:
    document = plan("持证人除享有前条规定的权益外，还享有下列权益：", "1.参加社区选举；", "2.使用公共图书馆。")
    (head,) = [s for s in document.sentences if "下列权益" in document.quote(s.span)]
    assert head.role is ROLE.DUTY
