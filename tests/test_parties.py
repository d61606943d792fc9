"""Second parties: whom a duty urges or inspects."""

from __future__ import annotations

import pytest

from tests.parsing import duties

CASES = [
    ("市应急局要督促企业整改隐患。", [("企业", "enterprise")]),
    ("市应急局要对所有煤矿逐个进行审核。", [("所有煤矿", "enterprise")]),
    ("市应急局要推动重点化工企业按规定开展评估。", [("重点化工企业", "enterprise")]),
    ("市政府办对各市（州）开展督查。", [("各市（州）", "government")]),
    # one comma may close who is meant; behind another, something else is told
    ("市应急局对存在重大隐患的企业，要依法责令停产整改。", [("企业", "enterprise")]),
    ("市金融局对企业的贷款，给予贴息，加强管理。", []),
    # workers are persons, those who lead stand for the firm
    ("市应急局要督促作业人员持证上岗。", [("作业人员", "individual")]),
    ("市应急局要督促企业主要负责人履行职责。", [("企业主要负责人", "enterprise")]),
    # a noun that looks like an inspection or an order
    ("市应急局要动态管理检查对象和检查人员名录。", []),
    ("市政府要切实加强对安全生产工作的组织领导。", []),
    # whom a group that is sent out visits to inspect or guide
    ("市应急局组织专家深入化工企业开展指导。", [("化工企业", "enterprise")]),
    ("市应急局要深入推进企业改革。", []),
    # 单位 names institutions and enterprises; each of a row is one
    (
        "市政府要指导市有关部门和单位以及各区落实责任。",
        [("市有关部门", "department"), ("单位", "enterprise"), ("单位", "institution"), ("各区", "government")],
    ),
    ("工会有权要求企业行政方面或者有关部门及时处理。", [("企业行政方面", "enterprise"), ("有关部门", "department")]),
    ("市发展改革委要指导高校院所健全人才引进办法。", [("高校院所", "institution")]),
    # who is assessed; what is drawn from a list; who is sent to work
    ("市政府办要将各有关部门监管工作情况纳入绩效考核体系。", [("各有关部门", "department")]),
    ("市应急局要根据抽查对象和参与部门抽取检查事项。", []),
    ("市工会要组织职工清扫积雪。", []),
    # who holds no office inspects nobody
    ("用户对燃气企业入户检查应当予以配合。", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_supervised(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(party.surface.text, party.kind.value) for duty in duties(text) for party in duty.supervised]
    assert found == expected


PARTNERS = [
    ("市应急局要会同有关部门开展检查。", [("有关部门", "cooperate")]),
    ("引导社会力量参与，加强日常巡查。", []),
    ("建立市能源局牵头的工作机制。", [("市能源局", "lead")]),
    ("市政府办要建立与宣传、网信、公安等部门的沟通机制，加强合作。", [("宣传、网信、公安等部门", "cooperate")]),
    ("引导家庭农场和农民合作社发展加工业。", []),
]


@pytest.mark.parametrize(("text", "expected"), PARTNERS, ids=[case[0] for case in PARTNERS])
def test_partners(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.surface.text, p.role.value) for duty in duties(text) for p in duty.partners] == expected
