"""References inside a text: pairs of a sentence and what its reference points at, or why that is left open."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from parsers import parse_file, parse_text
from policies.documents import Document
from policies.duties import Duty
from policies.references import Reference, ReferenceKind

ARTICLES = """云岭省矿山安全条例
第一章　总则
第一条　为了保障矿山安全，制定本条例。
第二条　本条例适用于本省的矿山企业。
矿山企业应当建立责任制。
第三条　矿山企业应当具备下列条件：
（一）有管理机构；
（二）有专职人员；
（三）有应急队伍。
矿山企业应当公示下列事项：
（一）负责人；
（二）举报电话。
第二章　监督管理
第四条　县级人民政府应当检查矿山企业。
第五条　矿山企业应当自查。
自查应当每季度一次。
"""


def law(text: str) -> Document:
    """An act whose article 6 is *text*."""
    return parse_text(f"{ARTICLES}第六条　{text}\n第七条　本条例自公布之日起施行。\n")


def pointed(document: Document, reference: Reference) -> str:
    """What a reference points at, in one line."""
    if reference.open:
        return reference.open.value
    if reference.passages:
        return " ".join(
            document.clauses[p.clause].path.removeprefix("第一章/").removeprefix("第二章/")
            + (f"#{p.paragraph}" if p.paragraph else "")
            for p in reference.passages
        )
    if reference.citation is not None:
        return document.citations[reference.citation].quote.text
    if reference.target_part is not None:
        return f"part {reference.target_part}"
    if reference.place is not None:
        return reference.place
    return " ".join(body.text for body in reference.bodies)


def told(document: Document, kind: ReferenceKind, start: str = "第六条") -> list[tuple[str, str]]:
    begin = document.text.rindex(start)
    return [
        (reference.quote.text, pointed(document, reference))
        for reference in document.references
        if reference.kind is kind and reference.quote.start >= begin
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # articles
        ("违反本条例第五条规定的，责令改正。", [("本条例第五条", "第五条")]),
        ("违反第五条规定的，责令改正。", [("第五条", "第五条")]),
        ("违反本条例第二条、第五条的规定，责令改正。", [("本条例第二条", "第二条"), ("第五条", "第五条")]),
        ("违反第三条至第五条规定的，责令改正。", [("第三条至第五条", "第三条 第四条 第五条")]),
        ("违反前条规定的，责令改正。", [("前条", "第五条")]),
        ("违反前两条规定的，责令改正。", [("前两条", "第四条 第五条")]),
        ("依照本条规定处罚。", [("本条", "第六条")]),
        ("适用本条例第二章的规定。", [("本条例第二章", "第二章")]),
        ("适用本章的规定。", [("本章", "第二章")]),
        # paragraphs
        ("违反本条例第二条第二款规定的，责令改正。", [("本条例第二条第二款", "第二条#2")]),
        ("违反第二条第一款、第二款规定的，责令改正。", [("第二条第一款", "第二条#1"), ("第二款", "第二条#2")]),
        ("违反前条第二款规定的，责令改正。", [("前条第二款", "第五条#2")]),
        ("矿山企业应当整改。\n违反前款规定的，责令改正。", [("前款", "第六条#1")]),
        ("矿山企业应当整改。\n整改应当及时。\n违反前两款规定的，责令改正。", [("前两款", "第六条#1 第六条#2")]),
        ("矿山企业应当整改。\n违反本条第一款规定的，责令改正。", [("本条第一款", "第六条#1")]),
        ("依照本款规定处罚。", [("本款", "第六条#1")]),
        # items
        ("不具备本条例第三条第一款第二项条件的，责令改正。", [("本条例第三条第一款第二项", "第三条/（二）")]),
        ("未公示第三条第二款第（二）项事项的，责令改正。", [("第三条第二款第（二）项", "第三条/（二）#2")]),
        ("不具备第三条第三项规定的，责令改正。", [("第三条第三项", "第三条/（三）")]),
        (
            "不具备第三条第一款第一项至第三项条件的，责令改正。",
            [("第三条第一款第一项至第三项", "第三条/（一） 第三条/（二） 第三条/（三）")],
        ),
        (
            "不具备第三条第一款第一、三项条件的，责令改正。",
            [("第三条第一款第一、三项", "第三条/（一） 第三条/（三）")],
        ),
        (
            "有下列情形之一的，责令改正：\n（一）未自查；\n（二）未整改。\n有前款第二项情形的，处以罚款。",
            [("前款第二项", "第六条/（二）")],
        ),
        (
            "有下列情形之一的，责令改正：\n（一）未自查；\n（二）未整改。\n有本条第一项规定情形的，处以罚款。",
            [("本条第一项", "第六条/（一）")],
        ),
        (
            "有下列情形之一的，责令改正：\n（一）未自查；\n（二）第一项规定以外的情形。",
            [("第一项", "第六条/（一）")],
        ),
        (
            "有下列情形之一的，责令改正：\n（一）未建立下列制度：\n1.自查制度；\n2.整改制度，本项第1目规定的除外。",
            [("本项第1目", "第六条/（一）/1")],
        ),
        # a paragraph that looks like a label is a paragraph
        ("矿山企业应当整改。\n前款规定的期限为：自发现之日起三十日。", [("前款", "第六条#1")]),
        (
            "违反第三条第一款第一项、第二项和第二款规定的，责令改正。",
            [("第三条第一款第一项", "第三条/（一）"), ("第二项", "第三条/（二）"), ("第二款", "第三条#2")],
        ),
        # left open
        ("违反第九十九条规定的，责令改正。", [("第九十九条", "absent")]),
        ("违反第五条第三款规定的，责令改正。", [("第五条第三款", "absent")]),
        ("违反前款规定的，责令改正。", [("前款", "absent")]),
        ("违反第三条第九项规定的，责令改正。", [("第三条第九项", "absent")]),
        ("不具备第三条第一项条件的，责令改正。", [("第三条第一项", "ambiguous")]),  # both paragraphs have one
        # said of other documents, or of nothing
        ("违反《矿山安全法》第五条规定的，责令改正。", []),
        ("违反《矿山安全法》第二条、第五条规定的，责令改正。", []),
        ("依照刑法第二条的规定处罚。", []),
        ("违反《矿山安全法》第五条和本条例第四条规定的，责令改正。", [("本条例第四条", "第四条")]),
        ("做好第一项工作，满足前条件下的本条件要求。", []),
        ("本条例所称矿山，是指煤矿。", []),
        ("修改本章程，推进本项目和本节能工程。", []),
    ],
)
def test_passages(text: str, expected: list[tuple[str, str]]) -> None:
    found = told(law(text), ReferenceKind.CLAUSE)
    assert [(quote, to.replace("第三条/（二）#2", "第三条/（二）")) for quote, to in found] == [
        (quote, to.replace("第三条/（二）#2", "第三条/（二）")) for quote, to in expected
    ]


def test_the_paragraph_of_an_item_counts() -> None:
    """第二项 of the second paragraph is not that of the first."""
    document = law("未公示第三条第二款第二项事项的，责令改正。")
    passage = next(r for r in document.references if r.quote.text == "第三条第二款第二项").passages[0]
    assert "举报电话" in document.quote(passage.span)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反本通知第二条规定的，予以通报。", [("本通知第二条", "二")]),
        ("违反本通知第二条第一款规定的，予以通报。", [("本通知第二条第一款", "二#1")]),
        ("违反本通知第九条规定的，予以通报。", [("本通知第九条", "absent")]),
        ("违反第二条规定的，予以通报。", [("第二条", "absent")]),
        ("企业要自查。\n违反前款规定的，予以通报。", [("前款", "一#1")]),
    ],
)
def test_a_circular_without_articles(text: str, expected: list[tuple[str, str]]) -> None:
    document = parse_text(NOTICE.format(text=text + "\n二、加强管理\n各地要加强管理。\n三、企业要加强管理。"))
    assert told(document, ReferenceKind.CLAUSE, "一、") == expected


def test_a_repeated_number_is_ambiguous() -> None:
    document = parse_text(ARTICLES + "第五条　矿山企业应当整改。\n第六条　违反第五条规定的，责令改正。\n")
    assert told(document, ReferenceKind.CLAUSE) == [("第五条", "ambiguous")]


def test_a_decision_to_amend_speaks_of_the_other_text() -> None:
    document = parse_text(
        "云岭省人民政府关于修改《云岭省矿山安全办法》的决定\n云政发〔2021〕9号\n\n各市（州）人民政府：\n"
        "决定对《云岭省矿山安全办法》作如下修改：\n一、将第五条修改为：“矿山企业应当整改。”\n二、删除第七条第二款。\n"
    )
    assert {to for _quote, to in told(document, ReferenceKind.CLAUSE, "决定对")} == {"amended"}


NOTICE = """云岭省人民政府办公厅关于做好矿山安全工作的通知
云政办发〔2021〕8号

各市（州）人民政府，省政府各部门：
根据《中华人民共和国矿山安全法》《云岭省矿山安全管理办法》和《国务院关于矿山整治的通知》（国发〔2010〕23号）、《云岭省矿山整治意见》要求，做好以下工作。
一、{text}

云岭省人民政府办公厅
2021年3月1日
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实《国务院关于爆破的通知》。企业要对照该通知自查。", [("该通知", "《国务院关于爆破的通知》")]),
        ("修订《爆破规定》和《运输规定》，该规定要公开。", [("该规定", "ambiguous")]),
        ("落实《爆破方案》，该办法要公开。", [("该办法", "《云岭省矿山安全管理办法》")]),
        ("落实该条例。", [("该条例", "absent")]),
        ("编制施工组织设计，该方案要公开。", []),
        ("企业要遵守《矿山安全法》。", [("《矿山安全法》", "《中华人民共和国矿山安全法》")]),
        ("企业要遵守《矿山安全管理办法》。", [("《矿山安全管理办法》", "《云岭省矿山安全管理办法》")]),
        ("落实《爆破通知》和《运输通知》。", []),
        ("落实《条例》要求。", [("《条例》", "absent")]),
        ("落实《爆破管理条例》（以下简称《条例》），执行《条例》。", [("《条例》", "《爆破管理条例》")]),
        (
            "落实《爆破条例》和《运输条例》（以下统称《条例》），执行《条例》。",
            [("《条例》", "ambiguous")],
        ),
        (
            "落实《爆破管理法》（以下简称爆破管理法），执行爆破管理法律规定和爆破管理法。",
            [("爆破管理法", "《爆破管理法》")],
        ),
    ],
)
def test_documents(text: str, expected: list[tuple[str, str]]) -> None:
    document = parse_text(NOTICE.format(text=text))
    assert told(document, ReferenceKind.DOCUMENT, "一、") == expected


@pytest.mark.parametrize(
    ("text", "expected", "kinds"),
    [
        (
            "学校、医院等单位要自查。上述单位应当整改隐患。",
            [("上述单位", "学校 医院等单位")],
            "institution enterprise",
        ),
        ("市公安局、市水利局要开展检查。上述部门应当公布结果。", [("上述部门", "市公安局 市水利局")], "department"),
        ("采石企业要自查。前述企业应当整改隐患。", [("前述企业", "采石企业")], "enterprise"),
        ("采石企业使用炸药的，该企业应当登记。", [("该企业", "采石企业")], "enterprise"),
        ("建设单位和施工单位要自查，该单位应当整改。", [("该单位", "ambiguous")], ""),
        ("要加强管理。上述单位应当整改。", [("上述单位", "absent")], ""),
        ("学校要自查。有关部门要对上述学校进行检查。", [("上述学校", "学校")], "institution"),
    ],
)
def test_bodies(text: str, expected: list[tuple[str, str]], kinds: str) -> None:
    document = parse_text(NOTICE.format(text=text))
    assert told(document, ReferenceKind.BODIES, "一、") == expected
    reference = next(r for r in document.references if r.kind is ReferenceKind.BODIES)
    assert " ".join(kind.value for kind in reference.kinds) == kinds


def bearers(duty: Duty) -> list[tuple[str | None, str]]:
    return [(b.surface.text if b.surface else None, b.kind.value) for b in duty.bearers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("学校、医院要自查。上述单位应当整改隐患。", [("上述单位", "institution")]),
        ("市公安局、市水利局要开展检查。上述部门应当公布结果。", [("上述部门", "department")]),
        ("要加强管理。上述单位应当整改隐患。", [("上述单位", "institution"), ("上述单位", "enterprise")]),
    ],
)
def test_bodies_bear_as_those_whom_they_mean(text: str, expected: list[tuple[str, str]]) -> None:
    assert bearers(parse_text(NOTICE.format(text=text)).duties[-1]) == expected


TWO_PARTS = """青溪市人民政府办公室关于转发《云岭省矿山整治方案》的通知
青政办发〔2022〕5号

各县人民政府，市政府各部门：
现将《云岭省矿山整治方案》转发给你们，请认真组织实施。我市各县要按本通知要求，于年底前完成本市采石场排查。我县、全区不在此列。

青溪市人民政府办公室
2022年2月1日

云岭省矿山整治方案

为做好全省矿山整治工作，结合我省实际，制定本方案。
一、整治任务
（一）开展排查。全省各市要在年底前完成排查。矿山企业要对照本方案逐项自查，建立台账，限期整改到位。
（二）拓展本市场，清理资本市场乱象，推进全区域治理。各县要按照本办法要求落实。

云岭省人民政府
2021年11月20日
"""


def test_each_part_has_its_place_and_names_itself() -> None:
    document = parse_text(TWO_PARTS)
    assert len(document.parts) == 2
    found = [
        (r.part, r.quote.text, pointed(document, r))
        for r in document.references
        if r.kind in (ReferenceKind.PLACE, ReferenceKind.PART)
    ]
    assert found == [
        (0, "我市", "云岭省青溪市"),
        (0, "本通知", "part 0"),
        (0, "本市", "云岭省青溪市"),
        (0, "我县", "absent"),
        (0, "全区", "absent"),
        (1, "全省", "云岭省"),
        (1, "我省", "云岭省"),
        (1, "本方案", "part 1"),
        (1, "全省", "云岭省"),
        (1, "本方案", "part 1"),
        (1, "本办法", "absent"),
    ]


def test_a_plan_is_meant_by_the_notice_that_carries_it() -> None:
    document = parse_text(TWO_PARTS.replace("按本通知要求", "按本方案要求"))
    assert ("本方案", "part 1") in told(document, ReferenceKind.PART, "现将")


def test_the_year_of_a_deadline_is_that_of_its_part() -> None:
    document = parse_text(TWO_PARTS)
    days = {
        (duty.part, timing.value) for duty in document.duties for timing in duty.time if "年底前" in timing.surface.text
    }
    assert days == {(0, "2022-12-31"), (1, "2021-12-31")}


SHIPPED = Path(__file__).parents[1] / "policies" / "circulars" / "吉市政办发2012-14.txt"


def test_the_shipped_notice() -> None:
    """我省 in the forwarded plan is 吉林省, 我市 in the notice of the city 吉林市."""
    document = parse_file(SHIPPED)
    places = {(r.part, r.quote.text, r.place) for r in document.references if r.kind is ReferenceKind.PLACE}
    assert (1, "我省", "吉林省") in places
    assert {place for part, words, place in places if part == 1 and words.endswith("省")} == {"吉林省"}
    assert {place for part, words, place in places if part == 0 and words.endswith("市")} <= {"吉林省吉林市"}
    assert {r.target_part for r in document.references if r.quote.text == "本方案"} == {1}
    years = {
        (duty.part, datetime.date.fromisoformat(timing.value).year)
        for duty in document.duties for timing in duty.time
        if "年底前" in timing.surface.text and timing.value
    }  # fmt: skip
    assert {year for part, year in years if part == 1} == {2012}
