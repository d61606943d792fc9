"""Definitions: X（以下简称Y）, 本办法所称Y，是指X. Pairs of a text and what it gives which name to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import parse_text
from policies.documents import Document
from policies.duties import BodyKind

HEAD = """云岭省人民政府办公厅关于做好矿山安全工作的通知
云政办发〔2021〕8号

各市（州）人民政府，省政府各部门：
"""
FOOT = "\n\n云岭省人民政府办公厅\n2021年3月1日\n"
Told = tuple[str, str, str, str]  # name, meaning, what it stands for, kinds

ENT, INS, GOV, DEP, IND = "enterprise", "institution", "government", "department", "individual"


def notice(*paragraphs: str) -> Document:
    return parse_text(HEAD + "\n".join(f"　　{p}" for p in paragraphs) + FOOT)


def told(document: Document) -> list[Told]:
    return [
        (d.name.text, d.meaning.text, d.defines.value, " ".join(kind.value for kind in d.kinds))
        for d in document.definitions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # bodies, by the head of what they are
        (
            "用人单位或存档机构（以下简称“申报单位”）办理手续。",
            [("申报单位", "用人单位或存档机构", "body", f"{INS} {ENT}")],
        ),
        (
            "云岭省湖区开发建设管理委员会(以下简称“湖区管委会”)负责协调。",
            [("湖区管委会", "云岭省湖区开发建设管理委员会", "body", GOV)],
        ),
        ("成立云岭省矿山安全整治工作专班（以下称专班）。", [("专班", "云岭省矿山安全整治工作专班", "body", DEP)]),
        ("组建全省矿山安全协调小组（下称协调小组），统筹推进。", [("协调小组", "全省矿山安全协调小组", "body", DEP)]),
        ("云岭青溪水务有限公司（简称青溪水务）要加强管理。", [("青溪水务", "云岭青溪水务有限公司", "body", ENT)]),
        ("矿长、矿山企业的负责人（以下统称矿长）应当下井带班。", [("矿长", "矿长、矿山企业的负责人", "body", ENT)]),
        (
            "生产、储存烟花爆竹的企业、学校、检测机构等单位（以下统称烟花单位）要自查。",
            [("烟花单位", "生产、储存烟花爆竹的企业、学校、检测机构等单位", "body", f"{ENT} {INS}")],
        ),
        ("东湖镇、西湖镇和南湖镇（以下统称“三镇”）要加强协作。", [("三镇", "东湖镇、西湖镇和南湖镇", "body", GOV)]),
        (
            "各镇人民政府、街道办事处（以下简称镇（街））负总责。",
            [("镇（街）", "各镇人民政府、街道办事处", "body", GOV)],
        ),
        (
            "在全省从事采矿活动的单位（含个体工商户，以下统称采矿单位）要自查。",
            [("采矿单位", "在全省从事采矿活动的单位", "body", f"{INS} {ENT}")],
        ),
        (
            "接受委托的安全评价机构（以下简称评价机构）应当如实报告。",
            [("评价机构", "接受委托的安全评价机构", "body", INS)],
        ),
        # a name that the vocabulary knows better than 单位 keeps its kind
        (
            "在全省从事生产经营活动的单位（以下统称生产经营单位）要自查。",
            [("生产经营单位", "在全省从事生产经营活动的单位", "body", ENT)],
        ),
        # a thing with 单位 in it is no body
        ("推进重点单位隐患台账（以下简称台账）建设。", [("台账", "重点单位隐患台账", "matter", "")]),
        (
            "发生危险化学品单位生产安全事故（以下简称事故）后，要立即报告。",
            [("事故", "危险化学品单位生产安全事故", "matter", "")],
        ),
        (
            "新建、改建、扩建工程项目（以下统称建设项目）要同时设计。",
            [("建设项目", "新建、改建、扩建工程项目", "matter", "")],
        ),
        # two in one sentence
        (
            "开展区域危险性预测（以下简称区域预测）和局部危险性预测（以下简称局部预测）。",
            [("区域预测", "区域危险性预测", "matter", ""), ("局部预测", "局部危险性预测", "matter", "")],
        ),
        # documents
        (
            "根据《云岭省矿山安全条例》（以下简称《条例》），做好工作。",
            [("条例", "《云岭省矿山安全条例》", "document", "")],
        ),
        (
            "按照《关于矿山整治的意见》（云政发〔2020〕3号，以下简称《意见》）要求，做好工作。",
            [("意见", "《关于矿山整治的意见》", "document", "")],
        ),
        (
            "根据《云岭省安全生产条例》（以下简称安全生产条例）规定，做好工作。",
            [("安全生产条例", "《云岭省安全生产条例》", "document", "")],
        ),
        (
            "落实《国务院关于矿山的通知》（国发〔2010〕23号）（以下简称国务院《通知》）精神。",
            [("国务院《通知》", "《国务院关于矿山的通知》（国发〔2010〕23号）", "document", "")],
        ),
        (
            "全省的企业、个体经济组织、民办非企业单位等组织（以下称用人单位）要自查。",
            [("用人单位", "全省的企业、个体经济组织、民办非企业单位等组织", "body", f"{ENT} {INS}")],
        ),
        # places
        ("货物由海港进入省内其他地区（以下简称腹地）的，要登记。", [("腹地", "海港进入省内其他地区", "place", "")]),
        ("在云岭省行政区域内（以下简称省内）开采的企业要自查。", []),
        (
            "推进东湖高新技术产业开发区（以下简称高新区）建设。",
            [("高新区", "东湖高新技术产业开发区", "place", "government")],
        ),
        # a comma sets it off as well as brackets do
        (
            "依照前款确定的对港口实施管理的部门，以下统称港口管理部门。",
            [("港口管理部门", "依照前款确定的对港口实施管理的部门", "body", DEP)],
        ),
    ],
)
def test_names(text: str, expected: list[Told]) -> None:
    found = told(notice(text))
    if expected:
        assert found == expected
    else:
        assert all(name == "省内" for name, *_ in found)


@pytest.mark.parametrize(
    "text",
    [
        "云岭省简称云，省会青溪市。",  # neither brackets nor 以下
        "落实《关于云岭省（以下简称我省）矿山整治的通知》要求。",  # inside a title
        "云岭省（以下简称云）要加强管理。",  # one character is no name
        "东湖县、西湖县（以下分别简称东县、西县）要加强协作。",  # of several names none is the one
        "企业（以下称呼从略）要自查。",
        "要加强指导，是指导思想的体现。",
        "这项工作是指挥部的职责。",
    ],
)
def test_no_names(text: str) -> None:
    assert told(notice(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "本条例所称小型露天采石场，是指年产量不超过五十万吨的采石场。",
            ("小型露天采石场", "年产量不超过五十万吨的采石场", "place", ""),
        ),
        ("本条例所称矿山企业是指从事采矿的企业。", ("矿山企业", "从事采矿的企业", "body", ENT)),
        (
            "本条例所称投放主，是指投放信息的自然人、法人或者非法人组织。",
            ("投放主", "投放信息的自然人、法人或者非法人组织", "body", f"{IND} {ENT} {INS}"),
        ),
        ("本条例所称有效证件，包括居民身份证、户口簿等。", ("有效证件", "居民身份证、户口簿等", "matter", "")),
        ("“重大隐患”，是指难以立即消除的隐患。", ("重大隐患", "难以立即消除的隐患", "matter", "")),
        ("提供服务（以下所称商品包括服务）的，要登记。", ("商品", "服务", "matter", "")),
        ("前款所称道路，是指公路和允许通行的地方。", ("道路", "公路和允许通行的地方", "matter", "")),
    ],
)
def test_meanings(text: str, expected: Told) -> None:
    law = parse_text(f"云岭省矿山安全条例\n第一章　总则\n第一条　为了保障安全，制定本条例。\n第二条　{text}\n")
    found = told(law)
    if expected[2] == "place":
        assert found[0][:2] == expected[:2]
    else:
        assert found == [expected]


LAW = """云岭省矿山安全条例
第一章　总则
第一条　本条例所称甲单位，是指从事采矿的单位。
第二条　本章所称乙单位，是指从事选矿的单位。
第三条　矿山企业（以下简称企业）应当自查。本条所称丙单位，是指从事爆破的单位。
第二章　附则
第四条　本条例自公布之日起施行。
"""


def test_scopes() -> None:
    """本条例 holds everywhere, 本章 in its chapter, 本条 in its article, a short name from where it is given."""
    law = parse_text(LAW)
    held = {d.name.text: law.quote(d.scope) for d in law.definitions}
    assert held["甲单位"] == law.quote(law.parts[0].span)
    assert held["乙单位"].startswith("第一章") and "第四条" not in held["乙单位"]
    assert held["丙单位"].startswith("第三条") and "第四条" not in held["丙单位"]
    assert held["企业"].startswith("企业）应当自查") and held["企业"].rstrip().endswith("施行。")


def test_a_name_holds_in_its_part_only() -> None:
    text = (
        "青溪市人民政府办公室关于印发《青溪市采石场整治方案》的通知\n青政办发〔2021〕2号\n\n各县人民政府：\n"
        "现将《青溪市采石场整治方案》（以下简称《方案》）印发给你们，由采石场整治协调组（以下简称协调组）负责。\n\n"
        "青溪市人民政府办公室\n2021年5月6日\n\n青溪市采石场整治方案\n\n为做好采石场整治工作，根据有关规定，制定本方案。\n"
        "一、工作任务\n（一）开展自查。采石场要对照标准逐项自查，建立台账，限期整改到位。\n"
        "（二）开展检查。各县人民政府要组织有关部门开展检查，督促采石场整改隐患。\n"
    )
    document = parse_text(text)
    assert len(document.parts) == 2
    assert {d.part for d in document.definitions} == {0}
    assert all(d.scope.end == document.parts[0].span.end for d in document.definitions)


@pytest.mark.parametrize(
    ("definition", "text", "expected"),
    [
        (
            "用人单位或存档机构（以下简称申报单位）办理手续。",
            "申报单位应按月报送名单。",
            [("申报单位", INS), ("申报单位", ENT)],
        ),
        ("云岭青溪水务有限公司（以下简称青溪水务）负责供水。", "青溪水务要加强巡查。", [("青溪水务", ENT)]),
        ("成立全省采石场整治协调组（以下简称协调组）。", "协调组每月召开一次会议。", [("协调组", DEP)]),
        ("东湖镇、西湖镇（以下统称“两镇”）要加强协作。", "两镇应当建立巡查制度。", [("两镇", GOV)]),
        (
            "从事选矿的单位（以下统称选矿方）要自查。",
            "各选矿方应当每季度自查一次。",
            [("各选矿方", INS), ("各选矿方", ENT)],
        ),
        ("从事选矿的企业（以下统称选矿方）要自查。", "选矿方主要负责人应当带班。", [("选矿方主要负责人", ENT)]),
        ("从事选矿的企业（以下统称对口方）要自查。", "对口方不得瞒报事故。", [("对口方", ENT)]),
        ("从事选矿的企业（以下统称选矿方）要自查。", "监管部门要督促选矿方整改隐患。", [("监管部门", DEP)]),
    ],
)
def test_names_bear(definition: str, text: str, expected: list[tuple[str, str]]) -> None:
    """A defined name is a bearer with the kinds of what it stands for; the surface is as written."""
    document = notice(definition, text)
    duty = document.duties[-1]
    assert [(b.surface.text if b.surface else None, b.kind.value) for b in duty.bearers] == expected
    evidence = {b.evidence.text for b in duty.bearers if b.evidence}
    assert evidence <= {document.definitions[0].meaning.text}
    assert evidence or expected == [("监管部门", DEP)]


def test_they_bear_where_the_name_is_given() -> None:
    document = notice(
        "东湖镇、西湖镇和南湖镇（以下统称“三镇”）要加强巡查。",
        "在本省采矿的单位（以下统称采矿方）应当每季度自查一次。",
    )
    first, second = document.duties
    (third,) = notice("在本省的企业（以下简称企业）中采矿的劳动者应当报告。").duties
    assert {b.kind for b in first.bearers} == {BodyKind.GOVERNMENT}
    assert [(b.surface.text if b.surface else None, b.kind.value) for b in second.bearers] == [
        ("单位", INS),
        ("单位", ENT),
    ]
    assert second.condition is not None and second.condition.text == "在本省采矿的"
    assert BodyKind.ENTERPRISE not in {b.kind for b in third.bearers}


def test_a_note_names_them_as_well() -> None:
    document = notice(
        "东湖镇、西湖镇（以下统称“两镇”）要加强协作。",
        "一、建立巡查制度。（责任单位：两镇、市应急局）",
    )
    (duty,) = [duty for duty in document.duties if "巡查" in duty.quote.text]
    assert [(b.surface.text if b.surface else None, b.kind.value) for b in duty.bearers] == [
        ("两镇", GOV),
        ("市应急局", DEP),
    ]


def test_a_name_does_not_reach_into_longer_words() -> None:
    document = notice("从事采矿的单位（以下统称单位）要自查。", "施工单位应当按图施工。")
    bearer = document.duties[-1].bearers[0]
    assert bearer.surface is not None and bearer.surface.text == "施工单位"
    assert bearer.kind is BodyKind.ENTERPRISE and bearer.evidence is None


PIECES = [
    "企业",
    "单位",
    "（以下简称",
    "(以下统称",
    "“",
    "”",
    "）",
    ")",
    "《",
    "》",
    "条例",
    "，",
    "。",
    "\n",
    "本条例所称",
    "，是指",
    "从事采矿的",
    "前款",
    "第三条",
    "第二款",
    "（一）",
    "该办法",
    "上述单位",
    "本市",
    "我省",
    "第一章",
    "至",
    "、",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_spans_are_verbatim(pieces: list[str]) -> None:
    document = parse_text("".join(pieces))
    for definition in document.definitions:
        assert definition.name.anchored(document.text) and definition.meaning.anchored(document.text)
        assert len(definition.name) >= 2
        assert definition.span.covers(definition.name)
        assert all(body.quote.anchored(document.text) for body in definition.bodies)
    end = 0
    for reference in document.references:
        assert reference.quote.anchored(document.text)
        assert reference.quote.start >= end
        end = reference.quote.end
        assert all(body.anchored(document.text) for body in reference.bodies)
        targets = [reference.passages, reference.bodies, reference.place]
        told = sum(map(bool, targets)) + (reference.citation is not None) + (reference.target_part is not None)
        assert told == (0 if reference.open else 1)
