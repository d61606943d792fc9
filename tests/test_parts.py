from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.citations import find_citations
from parsers.parts import PartLayout, split_parts
from policies.spans import Span

CIRCULARS = Path(__file__).parents[2] / "shared" / "corpus" / "circulars"
LAWS = Path(__file__).parents[2] / "shared" / "corpus" / "laws"

COVER = """某市人民政府办公厅文件
某政办发〔2020〕3号

某市人民政府办公厅关于印发
某市煤矿安全整治方案的通知

各县（市、区）人民政府，市政府各部门：
《某市煤矿安全整治方案》已经市政府同意，现印发给你们，请认真贯彻执行。

附件：1.某市煤矿安全整治方案
      2.煤矿名单

某市人民政府办公厅
2020年3月4日
（此件公开发布）
"""
PLAN = """
某市煤矿安全整治方案

为防范事故，制定本方案。
一、总体要求
各煤矿要自查。
"""


def layouts(text: str) -> tuple[PartLayout, ...]:
    return split_parts(text, find_citations(text))


def words(text: str, spans: tuple[Span, ...] | Span | None) -> list[str]:
    found = spans if isinstance(spans, tuple) else (spans,) if spans else ()
    return [text[s.start : s.end].strip() for s in found]


def check(text: str, parts: tuple[PartLayout, ...]) -> None:
    """Parts tile the text, and inside a part no character that is not blank is lost or counted twice."""
    assert parts[0].span.start == 0
    assert parts[-1].span.end == len(text)
    assert all(a.span.end == b.span.start for a, b in pairwise(parts))
    for part in parts:
        spans = [part.body, *part.letterhead, *part.title, *part.signature, *part.notes]
        spans += [part.addressees] if part.addressees else []
        position = part.span.start
        for span in sorted((s for s in spans if len(s)), key=lambda s: s.start):
            assert position <= span.start
            assert span.end <= part.span.end
            assert all(c.isspace() or category(c) == "Cf" for c in text[position : span.start])
            position = span.end
        assert all(c.isspace() or category(c) == "Cf" for c in text[position : part.span.end])


def test_head_and_foot() -> None:
    (part,) = layouts(COVER)
    check(COVER, (part,))
    assert words(COVER, part.letterhead) == ["某市人民政府办公厅文件", "某政办发〔2020〕3号"]
    assert words(COVER, part.title) == ["某市人民政府办公厅关于印发", "某市煤矿安全整治方案的通知"]
    assert words(COVER, part.addressees) == ["各县（市、区）人民政府，市政府各部门："]
    assert words(COVER, part.body) == ["《某市煤矿安全整治方案》已经市政府同意，现印发给你们，请认真贯彻执行。"]
    assert words(COVER, part.signature) == ["某市人民政府办公厅", "2020年3月4日"]
    assert words(COVER, part.notes) == ["附件：1.某市煤矿安全整治方案", "2.煤矿名单", "（此件公开发布）"]


@pytest.mark.parametrize(
    "attachment",
    [
        PLAN,
        "附件1\n" + PLAN,
        "附件：\n" + PLAN,
        PLAN.replace("某市煤矿安全整治方案\n", "某市煤矿安全\n整治方案\n"),
        PLAN.replace("某市煤矿安全整治方案\n", "某 市 煤 矿 安 全 整 治 方 案\n"),
        PLAN.lstrip(),
    ],
)
def test_the_attachment_is_a_part(attachment: str) -> None:
    text = COVER + attachment
    parts = layouts(text)
    check(text, parts)
    assert len(parts) == 2
    assert "".join("".join(words(text, parts[1].title)).split()) == "某市煤矿安全整治方案"
    assert words(text, parts[1].body)[0].startswith("为防范事故")
    assert words(text, parts[1].body)[0].endswith("各煤矿要自查。")


def test_a_remark_in_brackets_below_the_date_is_a_note() -> None:
    text = COVER.replace("（此件公开发布）", "（演示文本）") + PLAN.lstrip()
    first, second = layouts(text)
    assert words(text, first.notes)[-1] == "（演示文本）"
    assert words(text, second.title) == ["某市煤矿安全整治方案"]


def test_a_web_copy_without_signature() -> None:
    text = "各县人民政府：\n《某市煤矿安全整治方案》已经同意，现印发给你们。\n" + PLAN.lstrip()
    first, second = layouts(text)
    assert words(text, first.body) == ["《某市煤矿安全整治方案》已经同意，现印发给你们。"]
    assert words(text, second.title) == ["某市煤矿安全整治方案"]


def test_several_attachments() -> None:
    text = COVER + "附件1\n" + PLAN + "附件2\n\n煤矿名单\n\n甲煤矿\n乙煤矿\n"
    parts = layouts(text)
    check(text, parts)
    assert [words(text, p.title) for p in parts[1:]] == [["某市煤矿安全整治方案"], ["煤矿名单"]]
    assert words(text, parts[2].body) == ["甲煤矿\n乙煤矿"]


def test_an_attachment_without_title_opens_below_the_signature() -> None:
    text = (
        COVER
        + "\n　　为深入贯彻落实党中央、国务院决策部署，切实加强煤矿安全生产工作，消除事故隐患，制定本方案。\n一、甲。\n"
    )
    assert words(text, layouts(text)[1].body)[0].startswith("为深入贯彻")


def test_a_forwarded_report_has_its_own_addressee_and_signature() -> None:
    text = (
        "某省人民政府转发省地震局关于监视区报告的通知\n各市人民政府：\n省地震局《关于监视区的报告》已经同意，现转发给你们。\n"
        "某省人民政府\n二〇〇一年二月五日\n\n关于监视区的报告\n\n省人民政府：\n现将情况报告如下。\n省地震局\n二〇〇一年一月三日\n"
    )
    first, second = layouts(text)
    assert words(text, first.signature) == ["某省人民政府", "二〇〇一年二月五日"]
    assert words(text, second.addressees) == ["省人民政府："]
    assert words(text, second.signature) == ["省地震局", "二〇〇一年一月三日"]


def test_an_order_and_the_rules_that_it_publishes() -> None:
    text = (
        "某部令\n第85号\n《煤矿判定标准》已经会议审议通过，现予公布。\n   部长   张三丰\n    2015 年 12 月 3 日\n"
        "煤矿判定标准\n 第一条 为了判定，根据《甲法》，制定本标准。\n"
    )
    first, second = layouts(text)
    assert words(text, first.letterhead) == ["某部令", "第85号"]
    assert words(text, first.signature)[-1] == "2015 年 12 月 3 日"
    assert words(text, second.title) == ["煤矿判定标准"]


def test_a_regulation_is_one_part() -> None:
    text = (
        "某市消防条例\n（2020年10月29日某市第十六届人民代表大会常务委员会第二十九次会议通过）\n"
        "目　录\n第一章　总则\n第二章　职责\n"
        "第一章　总则\n第一条　为了预防火灾，根据《消防法》，制定本条例。\n第二章　职责\n第二条　甲。\n"
    )
    (part,) = layouts(text)
    check(text, (part,))
    assert words(text, part.title) == ["某市消防条例"]
    assert words(text, part.letterhead)[1:] == ["目　录", "第一章　总则", "第二章　职责"]
    assert words(text, part.body)[0].startswith("第一章　总则\n第一条")


def test_text_without_line_breaks() -> None:
    opening = (
        "为加强煤矿安全生产工作，经市政府同意，现将有关事项通知如下：" + "一、加强领导。各单位要高度重视安全生产。" * 20
    )
    head = "某市人民政府关于煤矿的通知某政发〔2021〕89号各县人民政府，有关单位："
    text = f"{head}{opening}某市人民政府2021年8月21日（此件公开发布）\n"
    (part,) = layouts(text)
    check(text, (part,))
    assert words(text, part.title) == ["某市人民政府关于煤矿的通知"]
    assert words(text, part.letterhead) == ["某政发〔2021〕89号"]
    assert words(text, part.addressees) == ["各县人民政府，有关单位："]
    assert words(text, part.signature) == ["某市人民政府", "2021年8月21日"]
    assert words(text, part.body) == [opening]


def test_a_broken_name_and_the_contacts_above_the_list() -> None:
    text = (
        "各县局：\n请抓紧落实。\n联 系 人：张三\n联系电话：0123-456\n\n附件：\n1.名单\n2.表格\n"
        "某市市场监管局疫情\n防控工作领导小组\n2020年3月9日\n来源：某市市场监督管理局\n"
    )
    (part,) = layouts(text)
    assert words(text, part.signature) == ["某市市场监管局疫情", "防控工作领导小组", "2020年3月9日"]
    assert words(text, part.notes) == [
        "联 系 人：张三",
        "联系电话：0123-456",
        "附件：",
        "1.名单",
        "2.表格",
        "来源：某市市场监督管理局",
    ]
    assert words(text, part.body) == ["请抓紧落实。"]


@pytest.mark.parametrize(
    "text",
    [
        "为改善环境，制定本办法。\n一、总则\n甲。",
        "各县：\n一、时间安排\n2021年11月17日\n投票。\n二、地点\n大会议室。",
        "各县：\n请于下列时间上报。\n序号\n2021年11月17日\n甲\n乙\n丙。",
    ],
)
def test_what_is_unclear_stays_in_the_body(text: str) -> None:
    (part,) = layouts(text)
    assert words(text, part.body)[0].endswith(text[-4:])
    assert not part.signature


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "甲", "附件", "2012年6月6日", "目录", "各县：", "\ufeff"])
def test_every_text_gives_a_part(text: str) -> None:
    parts = layouts(text)
    check(text, parts)
    assert parts


LINES = st.sampled_from(
    [
        "附件",
        "附件1",
        "附件：1.甲方案",
        "附件1 甲方案",
        "目录",
        "国务院",
        "某县人民政府",
        "2012年6月6日",
        "关于甲的通知",
        "各县：",
        "",
        "　",
        "（此件公开发布）",
        "《甲方案》已经同意，现印发给你们。",
        "甲方案",
        "第一条 乙。",
        "一、丙",
        "联系人：丁",
        "某部令",
        "第85号",
        "来源：某局",
        "某政发〔2012〕3号",
        "2.戊",
        "抄送：己。",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(LINES, max_size=14).map("\n".join)))
def test_any_text_is_tiled(text: str) -> None:
    check(text, layouts(text))


@pytest.mark.skipif(not CIRCULARS.is_dir(), reason="the corpus is not here")
def test_the_corpus_is_tiled() -> None:
    for path in sorted(CIRCULARS.glob("*.txt")):
        text = path.read_text("utf-8-sig")
        check(text, layouts(text))


@pytest.mark.skipif(not LAWS.is_dir(), reason="the corpus is not here")
def test_laws_are_one_part() -> None:
    for path in sorted(LAWS.glob("*.md"))[:30]:
        text = "\n".join(
            line.lstrip("# ").strip("*") for line in path.read_text("utf-8").splitlines() if "<!--" not in line
        )
        parts = layouts(text)
        assert len(parts) == 1, path.name
        assert parts[0].title, path.name
