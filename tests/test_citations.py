from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.citations import find_citations, normalise_number

Cited = tuple[str, str | None, str | None]


def cited(text: str, head: str = "某县人民政府：\n") -> list[Cited]:
    """Quote, title and number of each citation; *head* stands before the text, since numbers there are its own."""
    return [(c.quote.text, c.title, c.doc_number) for c in find_citations(head + text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《安全生产法》，制定本办法。", [("《安全生产法》", "安全生产法", None)]),
        (
            "按照《某省人民政府关于煤矿的通知》（某政发〔2010〕23号）要求",
            [
                (
                    "《某省人民政府关于煤矿的通知》（某政发〔2010〕23号）",
                    "某省人民政府关于煤矿的通知",
                    "某政发〔2010〕23号",
                )
            ],
        ),
        ("落实《甲办法》(某政发[2010] 23 号)", [("《甲办法》(某政发[2010] 23 号)", "甲办法", "某政发〔2010〕23号")]),
        (
            "落实《甲办法》【某政发﹝２０１０﹞２３号】",
            [("《甲办法》【某政发﹝２０１０﹞２３号】", "甲办法", "某政发〔2010〕23号")],
        ),
        (
            "《甲办法》（某政发〔2010〕23号，以下简称《办法》）精神，《办法》要求",
            [
                ("《甲办法》（某政发〔2010〕23号，以下简称《办法》）", "甲办法", "某政发〔2010〕23号"),
                ("《办法》", "办法", None),
            ],
        ),
        ("《关于落实〈甲办法〉的通知》", [("《关于落实〈甲办法〉的通知》", "关于落实〈甲办法〉的通知", None)]),
        ("《关于落实《甲办法》的通知》", [("《关于落实《甲办法》的通知》", "关于落实《甲办法》的通知", None)]),
        ("《关于加强\n　　监管的通知》", [("《关于加强\n　　监管的通知》", "关于加强监管的通知", None)]),
        (
            "认真贯彻落实国发〔2010〕23号和国发〔2011〕40号文件精神",
            [
                ("国发〔2010〕23号", None, "国发〔2010〕23号"),
                ("国发〔2011〕40号文件", None, "国发〔2011〕40号"),
            ],
        ),
        ("按照某财综发〔2011〕32号文件规定", [("某财综发〔2011〕32号文件", None, "某财综发〔2011〕32号")]),
        ("依照国务院令第397号的规定", [("国务院令第397号", None, "国务院令第397号")]),
        ("由主席令第八十八号公布的规定", [("主席令第八十八号", None, "主席令第八十八号")]),
        ("《甲规定》（国务院令第446号）", [("《甲规定》（国务院令第446号）", "甲规定", "国务院令第446号")]),
        (
            "《甲规定》（2004年七部委第11号令）",
            [("《甲规定》（2004年七部委第11号令）", "甲规定", "2004年七部委第11号令")],
        ),
        ("《乙导则》（AQ/T9004-2008）", [("《乙导则》（AQ/T9004-2008）", "乙导则", "AQ/T9004-2008")]),
        ("《甲规定》（(87)某字第337号）", [("《甲规定》（(87)某字第337号）", "甲规定", "〔87〕某字第337号")]),
        ("《甲办法》（试行）", [("《甲办法》", "甲办法", None)]),
    ],
)
def test_mentions(text: str, expected: list[Cited]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "持《安全生产许可证》的企业",
        "填写《隐患排查登记表》",
        "签订《购销合同》",
        "出具《入住通知书》",
        "开好《红色文化》课程",
        "以下简称《方案》",
        "“十二五”规划",
        "没有书名号的通知",
        "《》",
        "《未闭合",
        "司令部第5号命令",
        "（2021年）第3号楼",
        "附件.docx\n某政发〔2013〕158号某县关于礼堂的通知.doc",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert cited(text) == []


@pytest.mark.parametrize("text", ["《任务分工表》", "《权力清单》", "《甲任务分工》", "《企业基本条件》"])
def test_lists_and_divisions_of_tasks_are_documents(text: str) -> None:
    assert len(cited(text)) == 1


@pytest.mark.parametrize(
    "head",
    [
        "某县人民政府文件\n某政发〔2013〕5号\n某县人民政府关于煤矿的通知\n各乡镇：\n正文。",
        "某县人民政府关于煤矿的意见（某政发〔2013〕5号）\n某政发〔2013〕5号\n各乡镇：\n正文。",
        "某县人民政府关于煤矿的通知某政发〔2013〕5号各乡镇：正文。",
        "发文字号：某政发〔2013〕5号\n某县人民政府关于煤矿的通知\n各乡镇：\n正文。",
        "某某条例\n2004年1月13日 某国务院令第397号公布\n第一条　正文。",
        "各乡镇：\n正文。\n甲办法\n（2011年8月26日某省人民政府令第190号公布　2016年9月21日修正）\n第一条　乙。",
    ],
)
def test_own_number_is_no_citation(head: str) -> None:
    assert cited(head, head="") == []


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("研究制定《甲意见》", True),
        ("抓紧起草《甲办法》", True),
        ("加快出台《甲条例》", True),
        ("制定并实施本区《甲细则》", True),
        ("修订《甲条例》", False),
        ("已制定《甲办法》", False),
        ("按照国家制定的《甲办法》", False),
        ("先后出台了《甲办法》", False),
        ("国家制定《甲指标》（见附件）", False),
        ("制定《中华人民共和国甲法》的配套办法", False),
        ("严格落实《甲办法》", False),
    ],
)
def test_documents_still_to_be_written(text: str, future: bool) -> None:
    assert [c.to_be_written for c in find_citations(text)] == [future]


def test_titles_in_a_row_share_the_verb() -> None:
    assert [c.to_be_written for c in find_citations("制定实施《甲办法》、《乙规定》，落实《丙条例》")] == [
        True,
        True,
        False,
    ]


def test_a_document_does_not_cite_itself() -> None:
    text = "甲防治细则\n第一条　根据《乙法》，制定《甲防治细则》（以下简称《细则》）。\n第二条　《细则》适用于煤矿。"
    assert [c.title for c in find_citations(text)] == ["乙法"]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("国发［2010］ 23 号", "国发〔2010〕23号"),
        ("国发(2010)第23号文件", "国发〔2010〕第23号"),
        ("国务院令（第 397 号）", "国务院令第397号"),
    ],
)
def test_canonical_numbers(written: str, canonical: str) -> None:
    assert normalise_number(written) == canonical


@given(st.text("《》〈〉（）〔〕国发令第2010年号一。，\n 》《", max_size=60))
def test_any_text_gives_anchored_quotes_in_order(text: str) -> None:
    found = find_citations(text)
    assert all(c.quote.anchored(text) and (c.title or c.doc_number) for c in found)
    assert all(a.quote.end <= b.quote.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text", ["《" * 100_000, "》" * 100_000, "《a" * 50_000 + "》" * 50_000, "（〔2010" * 40_000, "令第" * 50_000]
)
def test_hostile_text_ends(text: str) -> None:
    assert len(find_citations(text)) <= 1
