"""Extent, bearers and actions of duties: pairs of text and expectation (GUIDELINES, CASES)."""

from __future__ import annotations

import pytest

from tests.parsing import duties, plan, told

CASES = [
    # one duty with several predicates
    ("各地区要加强领导，明确职责，落实经费。", [("must", ["各地区"], ["加强领导", "明确职责", "落实经费"])]),
    # a new bearer opens a new duty
    (
        "各级政府要加强领导，各企业要加大投入。",
        [("must", ["各级政府"], ["加强领导"]), ("must", ["各企业"], ["加大投入"])],
    ),
    # three bodies in a row; short forms share a head
    ("各地区、各部门、各单位要认真落实。", [("must", ["各地区", "各部门", "各单位"], ["认真落实"])]),
    ("地震、气象、国土资源等部门要加强监测。", [("must", ["地震、气象、国土资源等部门"], ["加强监测"])]),
    (
        "省、自治区、直辖市人民政府建设主管部门负责许可证的颁发和管理。",
        [("must", ["省、自治区、直辖市人民政府建设主管部门"], ["负责许可证的颁发和管理"])],
    ),
    # frames and purposes belong to the quote, not to the actions
    ("按照职责分工，加强监管，提高执法水平。", [("must", [], ["加强监管"])]),
    ("以执法检查为重点，完善制度，确保取得实效。", [("must", [], ["完善制度"])]),
    # a relative clause narrows: it is the condition, not the name
    ("符合条件的企业应当申请备案。", [("must", ["企业"], ["申请备案"])]),
    # the office's name keeps its clause
    ("负有安全生产监督管理职责的部门，要制定计划。", [("must", ["负有安全生产监督管理职责的部门"], ["制定计划"])]),
    # a rate is measured, not a bearer
    (
        "加强培训，企业“三项岗位人员”持证上岗率达到100％。",
        [("must", [], ["加强培训", "企业“三项岗位人员”持证上岗率达到100％"])],
    ),
    # an adverb and a verb alone are an act of their own
    ("各县要压缩会议，严格审批，及时通报。", [("must", ["各县"], ["压缩会议", "严格审批", "及时通报"])]),
    # verbs that the dictionary tags as nouns: behind a bearer, an adverb, an auxiliary, at the head
    ("民政部门收治患者。", [("must", ["民政部门"], ["收治患者"])]),
    ("各县依法资助困难学生。", [("must", ["各县"], ["依法资助困难学生"])]),
    ("完善机制，拓宽增收渠道，严守生态红线。", [("must", [], ["完善机制", "拓宽增收渠道", "严守生态红线"])]),
    ("各部门要及时曝光违法企业。", [("must", ["各部门"], ["及时曝光违法企业"])]),
    ("及时补贴困难家庭。", [("must", [], ["及时补贴困难家庭"])]),
    # a time, and what is due by then
    ("2025年前完成改造。", [("must", [], ["完成改造"])]),
    ("请于3月5日下午17：30前报送。", [("must", [], ["报送"])]),
    # so is how many of them there are to be
    ("农民合作社示范社稳定在5000家。", [("must", [], ["农民合作社示范社稳定在5000家"])]),
    ("到2025年，龙头企业力争达到50家。", [("encouraged", [], ["达到50家"])]),
    ("养老机构护理型床位占比达到55%。", [("must", [], ["养老机构护理型床位占比达到55%"])]),
    ("企业应当配备不少于2名安全员。", [("must", ["企业"], ["配备不少于2名安全员"])]),
    # by whom
    ("由县级以上应急管理部门依法责令停产。", [("must", ["县级以上应急管理部门"], ["依法责令停产"])]),
    # a verb with its object is no subject
    ("督促企业开展全员培训。", [("must", [], ["督促企业开展全员培训"])]),
    ("委托行业协会提供服务。", [("must", [], ["委托行业协会提供服务"])]),
    # some who are ordered, and papers that are acted on
    ("部分重点企业要增加储备。", [("must", ["部分重点企业"], ["增加储备"])]),
    ("情节严重的，吊销资质证书。", [("must", [], ["吊销资质证书"])]),
    # the state encourages; what it encourages is told of those behind the verb
    ("国家鼓励评级机构开展评级服务。", [("encouraged", ["评级机构"], ["开展评级服务"])]),
    ("本市支持发展装备制造业。", [("encouraged", [], ["发展装备制造业"])]),
    # a ban may name whom it binds
    ("禁止任何单位扰乱矿区秩序。", [("must_not", ["任何单位"], ["扰乱矿区秩序"])]),
    ("各企业不准新员工单独上岗。", [("must_not", ["各企业"], ["新员工单独上岗"])]),
    # whom the condition names makes good himself, but is not his own judge
    ("煤矿企业停办的，应当申请注销许可证。", [("must", ["煤矿企业"], ["申请注销许可证"])]),
    ("各市人民政府对进展缓慢的，要加强约谈。", [("must", ["各市人民政府"], ["加强约谈"])]),
    ("企业违反本规定的，依法吊销许可证。", [("must", [], ["依法吊销许可证"])]),
    # cues in …者 tell of whom, and 并非必须 frees
    ("期满仍不能工作者，按规定处理。", [("must", [], ["按规定处理"])]),
    ("企业并非必须参加培训。", [("may", ["企业"], ["并非必须参加培训"])]),
    # what ends as a name does may order all the same
    ("疏散受灾害影响的人员。", [("must", [], ["疏散受灾害影响的人员"])]),
    ("清退不符合条件的企业。", [("must", [], ["清退不符合条件的企业"])]),
    ("妥善安置受灾害影响的人员。", [("must", [], ["妥善安置受灾害影响的人员"])]),
    ("严惩违法的单位。", [("must", [], ["严惩违法的单位"])]),
    # closed by ；
    ("完善制度；加强检查。", [("must", [], ["完善制度"]), ("must", [], ["加强检查"])]),
    # 并 opens a further predicate
    ("书面通知企业并说明理由。", [("must", [], ["书面通知企业", "说明理由"])]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_duties(text: str, expected: list[tuple[str, list[str], list[str]]]) -> None:
    assert [told(duty) for duty in duties(text)] == expected


NO_DUTY = [
    "收费标准为5元。",
    "企业补贴标准见附表。",
    "近年来，全省安全生产工作取得了明显成效。",
    "继续深入开展活动，是加强安全生产工作的重要内容。",
    "本办法所称隐患是指可能导致事故的危险状态。",
    "本方案适用于全省各类生产经营单位。",
    "本方案自公布之日起施行。",
    # what some do is told; an item may only say who or what is meant
    "个别企业不顾安全生产条件盲目扩大生产。",
    "部分地方在形势好转的情况下，没有摆正发展与安全的关系。",
    "本领域业绩突出的优秀创新人才。",
    "本市重点支持的科技服务机构。",
    "申请人身份证、结婚证复印件。",
]


@pytest.mark.parametrize("text", NO_DUTY)
def test_no_duty(text: str) -> None:
    assert duties(text) == []


CONDITIONS = [
    ("企业未取得许可证的，不得从事生产活动。", "未取得许可证的"),
    ("对问题突出的地区和企业，要加强督办。", "对问题突出的地区和企业"),
    ("企业取得安全生产许可证，应当具备条件。", "取得安全生产许可证"),
    ("对进展缓慢的及时采取约谈措施。", "对进展缓慢的"),
    ("规模以上企业每半年至少组织一次演练。", "规模以上"),
    ("违反规定，继续生产的，责令停产。", "违反规定，继续生产的"),
    ("对各项活动，做到有部署、有检查。", None),
]


@pytest.mark.parametrize(("text", "condition"), CONDITIONS)
def test_condition(text: str, condition: str | None) -> None:
    (duty,) = duties(text)
    assert (duty.condition.text if duty.condition else None) == condition


def test_a_list_head_and_its_items_are_one_duty() -> None:
    (duty,) = duties("企业应当具备下列条件：", "（1）建立健全责任制；", "（2）安全投入符合要求。")
    assert told(duty) == ("must", ["企业"], ["建立健全责任制", "安全投入符合要求"])


def test_a_subject_goes_on_in_the_next_sentence() -> None:
    first, second = duties("各级安委会办公室要建立机制。要围绕主题，扩大参与面。")
    assert first.bearers[0].kind == "department"
    assert second.bearers[0].surface is None
    assert (second.bearers[0].kind, second.bearers[0].basis) == ("department", "previous")


def test_who_is_encouraged_does_not_go_on() -> None:
    _, second = duties("支持大企业开展科研开发。建立科技项目库。")
    assert {b.kind.value for b in second.bearers} == {"government", "department"}


def test_notes_name_who_owes_and_who_helps() -> None:
    (duty,) = duties("完善应急预案体系。（省应急管理厅牵头，省财政厅配合）")
    assert [b.surface.text for b in duty.bearers if b.surface] == ["省应急管理厅"]
    assert {(p.surface.text, p.role.value) for p in duty.partners} == {
        ("省应急管理厅", "lead"),
        ("省财政厅", "cooperate"),
    }
    assert "牵头" not in duty.quote.text


def test_a_note_does_not_replace_a_named_bearer() -> None:
    (duty,) = duties("煤矿企业要完成普查。（责任单位：省能源局）")
    assert [b.surface.text for b in duty.bearers if b.surface] == ["煤矿企业"]
    assert [(p.surface.text, p.role.value) for p in duty.partners] == [("省能源局", "responsible")]


def test_a_prohibition_of_production_binds_who_produces() -> None:
    (duty,) = duties("严禁超能力、超强度、超定员组织生产。（责任单位：省能源局）")
    assert [b.kind.value for b in duty.bearers] == ["enterprise"]


DERIVED = [
    (
        "督促企业建立应急演练制度，每年至少组织一次综合应急演练。",
        ("企业", ["建立应急演练制度", "每年至少组织一次综合应急演练"], [">=1/P1Y"]),
    ),
    ("指导各部门研究制定工作方案。", ("各部门", ["研究制定工作方案"], [])),
    ("督促企业加大投入，加强监管执法。", ("企业", ["加大投入"], [])),
]


@pytest.mark.parametrize(("text", "expected"), DERIVED)
def test_one_step_removed(text: str, expected: tuple[str, list[str], list[str]]) -> None:
    document = plan(text)
    (own,) = [duty for duty in document.duties if duty.clause is not None]
    (duty,) = document.derived
    assert duty.derived_from == own.id
    assert (
        duty.bearers[0].surface and duty.bearers[0].surface.text,
        [a.quote.text for a in duty.actions],
        [t.value for t in duty.time],
    ) == expected


@pytest.mark.parametrize("text", ["加强对企业事故隐患整改的跟踪管理。", "开展企业安全生产情况检查。"])
def test_what_an_authority_does_about_somebody_is_no_duty_of_his(text: str) -> None:
    assert plan(text).derived == ()


def test_what_follows_an_encouragement_is_the_authority_s() -> None:
    encouraged, must = duties("大力支持大企业开展科研开发，对已立项的项目，积极做好项目的组织落实。")
    assert [b.surface.text for b in encouraged.bearers if b.surface] == ["大企业"]
    assert {b.kind.value for b in must.bearers} == {"government", "department"}


CONDITIONS = [
    ("培训结束后仍可重复学习。", "培训结束后"),
    ("在向新平台迁移前要开展安全评估。", "在向新平台迁移前"),
    ("允许符合条件的企业自主开展评审。", "符合条件的"),
    ("将符合条件的企业纳入名单。", "符合条件的"),
    ("加快推进成熟度高的技术装备产业化。", None),
    ("有关的企业应当完成评估。", None),
    # what is set before the demand narrows it: towards whom, and after what
    ("对问题突出的地区和企业要加强约谈。", "对问题突出的地区和企业"),
    ("对各项工作要加强检查。", None),
    ("验收合格后方可投产。", "验收合格后"),
    ("并报县级应急管理部门同意后方可复工。", "报县级应急管理部门同意后"),
    ("各市人民政府对进展缓慢的，要加强约谈。", "对进展缓慢的"),
    ("对发现的线索都应当核查。", "对发现的线索"),
    # the case of one who bears the duty goes without him, that of another with him
    ("企业未申报的，不得开工。", "未申报的"),
    ("企业未申报的，责令限期改正。", "企业未申报的"),
    ("企业未申报的，应急管理部门应当督促其申报。", "企业未申报的"),
    ("企业与职工协商一致的，可以调整工时。", "与职工协商一致的"),
    ("托育机构经核准登记后，应当依据《备案办法》要求，通过系统备案。", "经核准登记后"),
    ("非经批准，不得动火作业。", "非经批准"),
    ("只有经验收合格，方可投入使用。", "只有经验收合格"),
    ("经验收合格，方可投入使用。", "经验收合格"),
    ("建设单位应当在申请领取许可证时，提供资料。", "在申请领取许可证时"),
    ("对于符合条件的建设项目应纳入年度计划，重点加强保障。", "对于符合条件的建设项目"),
    ("对标国际竞争力最强的园区，发挥政策优势。", None),
]


@pytest.mark.parametrize(("text", "condition"), CONDITIONS, ids=[case[0] for case in CONDITIONS])
def test_conditions(text: str, condition: str | None) -> None:
    (duty,) = duties(text)
    assert (duty.condition.text if duty.condition else None) == condition


def test_an_act_behind_a_time_is_an_act() -> None:
    (duty,) = duties("教育部门应当自收到意见之日起5个工作日内提出审查意见，报本级人民政府。")
    assert [action.quote.text for action in duty.actions] == ["提出审查意见", "报本级人民政府"]


def test_what_is_ordered_first_is_no_case_of_what_follows() -> None:
    (duty,) = duties("交管部门在上下学时段、通行线路加大巡逻密度，发现违法的，一律从严查处。")
    assert duty.condition is not None and duty.condition.text == "发现违法的"
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {"交管部门"}
    (case,) = duties("企业未取得许可证，擅自生产的，责令停产。")
    assert case.condition is not None and case.condition.text == "企业未取得许可证，擅自生产的"


def test_a_ban_that_goes_on_from_a_person_binds_the_person() -> None:
    _, ban = duties("校车驾驶人应当取得驾驶资格；连续驾驶不得超过4小时。")
    assert {bearer.kind.value for bearer in ban.bearers} == {"individual"}


def test_what_an_act_depends_on_is_no_act() -> None:
    (duty,) = duties("造成流失的，报经主管部门批准，可以查封工具。")
    assert duty.modality.value == "may"


def test_who_may_apply_must_answer_for_it() -> None:
    may, must = duties("当事人可以申请登记，并对材料的真实性承担法律责任。")
    assert (may.modality.value, must.modality.value) == ("may", "must")
    assert {bearer.kind for bearer in must.bearers} == {bearer.kind for bearer in may.bearers}


def test_what_befalls_who_breaks_a_ban_is_not_forbidden() -> None:
    ban, sanction = duties("任何单位不得截留补助资金，违者追回资金，并取消申报资格。")
    assert [action.quote.text for action in ban.actions] == ["截留补助资金"]
    assert sanction.modality.value == "must" and sanction.condition and sanction.condition.text == "违者"
    assert {bearer.kind.value for bearer in sanction.bearers} <= {"government", "department"}


def test_a_case_and_its_act_in_one_breath() -> None:
    must, ban = duties("遇有突发情况第一时间处置，不得迟报。")
    assert must.condition is not None and must.condition.text == "遇有突发情况"
    assert [action.quote.text for action in must.actions] == ["第一时间处置"]
    assert ban.modality.value == "must_not"


def test_who_is_forced_does_not_bear_the_force() -> None:
    (duty,) = duties("县应急管理局可以采取停止供电措施，强制企业履行决定。")
    assert duty.modality.value == "may"
    assert {bearer.surface.text for bearer in duty.bearers if bearer.surface} == {"县应急管理局"}


@pytest.mark.parametrize(
    ("text", "condition", "actions"),
    [
        ("对弄虚作假的单位，三年内不得申报项目。", "对弄虚作假的单位", ["不得申报项目"]),
        (
            "对提供虚假材料的，取消申请资格，且两年内不得再次申请。",
            "对提供虚假材料的",
            ["取消申请资格", "不得再次申请"],
        ),
        (
            "对用人单位出具虚假证明，或在审核时把关不严，一经查实，记入诚信档案，并取消申请资格。",
            "对用人单位出具虚假证明，或在审核时把关不严，一经查实",
            ["记入诚信档案", "取消申请资格"],
        ),
    ],
)
def test_the_authority_shuts_out_whoever_cheated(text: str, condition: str, actions: list[str]) -> None:
    (duty,) = duties(text)
    assert duty.modality.value == "must" and duty.condition and duty.condition.text == condition
    assert [action.quote.text for action in duty.actions] == actions
    assert {bearer.kind.value for bearer in duty.bearers} <= {"government", "department"}


@pytest.mark.parametrize(
    "text",
    [
        "会计人员有前款所列违法行为，情节严重的，五年内不得从事会计工作。",
        "发生重大事故的企业主要负责人，终身不得担任本行业企业主要负责人。",
        "对于无自建平台的市州，不得申请直接使用省厅平台。",
        # safety bans, whatever case they stand in
        "存在重大事故隐患的，不得从事生产经营活动。",
        "对存在重大事故隐患的煤矿，不得从事采掘作业。",
        "对违反操作规程的，不得参加爆破作业。",
        "有犯罪记录的，不得担任保安员。",
    ],
)
def test_a_ban_on_whoever_is_named_stays_a_ban(text: str) -> None:
    assert [duty.modality.value for duty in duties(text)] == ["must_not"]


@pytest.mark.parametrize(
    ("text", "told_"),
    [
        ("应急局应当组织培训，考核合格后方可上岗。", ["组织培训", "考核合格后方可上岗"]),
        ("应急局必须进行检验，经检验合格后，方可恢复生产。", ["进行检验", "经检验合格后，方可恢复生产"]),
        ("企业经验收合格后，方可复工。", ["复工"]),
        # two verbs of one object, rows of names, and words that an adverb begins are cut nowhere
        ("各乡镇要合理配置、统筹使用执法资源。", ["合理配置、统筹使用执法资源"]),
        ("各乡镇可以采取实地核查、书面检查、网络监测等方式。", ["采取实地核查、书面检查、网络监测等方式"]),
        ("各乡镇要逐级负责、逐级抓好落实。", ["逐级负责", "逐级抓好落实"]),
        ("民政局对材料的真实性、有效性承担责任。", ["对材料的真实性、有效性承担责任"]),
        ("民政局可以委托机构检验，或依法采用其结论。", ["委托机构检验，或依法采用其结论"]),
        ("各乡镇负责排查隐患、落实整改措施、开展宣传教育。", ["排查隐患", "落实整改措施", "开展宣传教育"]),
        ("各部门要制定管理办法、实施办法细则。", ["制定管理办法、实施办法细则"]),
        ("各乡镇要做好宣传、组织、协调工作。", ["做好宣传、组织、协调工作"]),
        ("检测机构应及时将不合格结果，向主管部门报告。", ["及时将不合格结果，向主管部门报告"]),
        # frames and who somebody is are no acts
        ("各县要依据《中华人民共和国安全生产法》等法律法规，健全责任制。", ["健全责任制"]),
        ("投资公司作为运营管理方，负责公寓的日常管理。", ["负责公寓的日常管理"]),
        # a verb with its object is an act, whatever noun closes it
        ("各企业应当按规定签订劳动合同，按时发放工资。", ["按规定签订劳动合同", "按时发放工资"]),
        ("各部门要按照规定制定规章，加强管理。", ["按照规定制定规章", "加强管理"]),
        # what is ordered before 一经发现 is no case
        ("对辖区企业开展检查，对隐瞒不报的，一经查实，从严处理。", ["对辖区企业开展检查", "从严处理"]),
        ("本办法自2023年1月1日起施行，由县财政局负责解释，原办法同时废止。", ["负责解释"]),
        # who answers for the reading of the text; entry into force beside it is no duty
        ("本办法自2023年1月1日起施行，由县财政局负责解释。", ["负责解释"]),
        ("本办法由县财政局负责解释，自印发之日起施行。", ["负责解释"]),
    ],
)
def test_acts(text: str, told_: list[str]) -> None:
    (duty,) = duties(text)
    assert [action.quote.text for action in duty.actions] == told_


def test_a_person_told_by_an_affair_is_no_affair() -> None:
    (duty,) = duties("办理提前退休的参保人员，在审核通过之月获取核对单。")
    assert [(b.surface and b.surface.text, b.kind.value) for b in duty.bearers] == [("参保人员", "individual")]


def test_whoever_a_supposed_case_names_bears_what_follows() -> None:
    (duty,) = duties("如被征收人有异议的，需书面提交指挥部。")
    assert [(b.surface and b.surface.text, b.kind.value) for b in duty.bearers] == [("被征收人", "individual")]
    assert duty.condition is not None and duty.condition.text == "如被征收人有异议的"
    (again,) = duties("如果被征收人有异议的，需书面提交指挥部。")
    assert [b.surface.text for b in again.bearers if b.surface] == ["被征收人"]
    (other,) = duties("如患者使用的药品价格差异较大，可渐进调整支付标准。")
    assert "患者" not in {bearer.surface.text for bearer in other.bearers if bearer.surface}


def test_whoever_checks_an_application_is_not_who_applies() -> None:
    applies, reports = duties("申请人向用人单位提出申请，用人单位对相关信息核实无异议后，报县人才服务中心受理窗口。")
    assert [b.surface.text for b in applies.bearers if b.surface] == ["申请人"]
    assert {b.surface.text for b in reports.bearers if b.surface} == {"用人单位"}
    assert reports.condition is not None and reports.condition.text == "对相关信息核实无异议后"


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("你市要切实加强领导。", "你市", "government"),
        ("请你局按照要求抓好落实。", "你局", "department"),
        ("本局将在征收范围内予以公告。", "本局", "department"),
        # whoever stands before the cue bears the duty, not the authority that issues the text
        ("摊主不得占道经营。", "摊主", "enterprise"),
        ("渔民应当穿戴救生衣。", "渔民", "individual"),
        ("驻村工作队要开展走访。", "驻村工作队", "institution"),
        ("受助学生应当诚信守约。", "受助学生", "individual"),
        ("参展商应当提前布展。", "参展商", "enterprise"),
        ("河长要定期巡河。", "河长", "government"),
        ("讲解员应当持证讲解。", "讲解员", "individual"),
        ("病患密切接触者应当接受隔离。", "病患密切接触者", "individual"),
    ],
)
def test_who_is_spoken_to_and_who_speaks(text: str, surface: str, kind: str) -> None:
    (duty,) = duties(text)
    assert [(b.surface and b.surface.text, b.kind.value) for b in duty.bearers] == [(surface, kind)]


def test_a_name_of_no_list_bears_by_its_end() -> None:
    (duty,) = duties("供货方必须保证质量。")
    assert {(b.surface and b.surface.text, b.kind.value) for b in duty.bearers} == {
        ("供货方", "enterprise"),
        ("供货方", "individual"),
    }


@pytest.mark.parametrize(
    "text", ["处方应当保存三年。", "账户应当专款专用。", "居民人均可支配收入应当达到2万元。", "监察员应当公正。"]
)
def test_an_end_that_tells_no_agent(text: str) -> None:
    named = {bearer.surface.text for duty in duties(text) for bearer in duty.bearers if bearer.surface}
    assert not named
