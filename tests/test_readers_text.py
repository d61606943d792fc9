"""Plain text: encodings, line ends, and lines that were broken in mid-sentence."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.canonical import canonicalise
from parsers.readers import read_bytes
from parsers.readers.text import manuscript_of
from parsers.readers.wrapping import soft_lines
from policies.errors import InputError

NOTICE = "某市人民政府办公室\n关于加强安全生产工作的通知\n各县（市、区）人民政府：\n　　一、落实责任，排查隐患。\n"
LAW = [
    "某省安全生产条例",
    "第一章　总则",
    "第一条　为了加强安全生产监督管理，防止和减少生产安全事故，保障人民群众生命和财产安全，促进经济发展，"
    "根据有关法律、行政法规，结合本省实际，制定本条例，并统一、规范有关的各项制度。",
    "第二条　在本省行政区域内从事生产经营活动的单位的安全生产及其监督管理适用本条例；有关法律、法规对消防安全"
    "另有规定的，依照本条例第三条规定执行。",
    "第三条　安全生产工作坚持中国共产党的领导，以人为本，坚持人民至上、生命至上，把保护人民生命安全摆在首位，"
    "树牢安全发展理念，从源头上防范化解重大安全风险。",
    "第二章　责任",
    "第四条　生产经营单位的主要负责人对本单位安全生产工作负有下列职责：",
    "（一）建立健全并落实本单位全员安全生产责任制，加强安全生产标准化建设；",
    "（二）组织制定并实施本单位安全生产规章制度和操作规程，以及安全生产教育和培训计划，保证本单位安全生产投入的有效实施。",
]


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read_bytes(data, "a.txt").paragraphs]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (NOTICE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + NOTICE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + NOTICE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + NOTICE.encode("utf-16-be"), "utf-16-be"),
        (NOTICE.encode("utf-16-le"), "utf-16-le"),
        (NOTICE.encode("utf-16-be"), "utf-16-be"),
        (NOTICE.encode("gb18030"), "gb18030"),
        (NOTICE.encode("gbk"), "gb18030"),
        ("plain ASCII 90%\n".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    manuscript = read_bytes(data, "a.txt")
    text, origins = canonicalise(manuscript)
    assert manuscript.source.encoding == encoding
    assert text == (NOTICE if "ASCII" not in text else "plain ASCII 90%\n")
    decoded = data.decode(encoding)
    assert all(decoded[o.offset : o.offset + o.end - o.start] == text[o.start : o.end] for o in origins)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "（0 字节）"),
        (b"\0" * 4096, "零字节"),
        (codecs.BOM_UTF8, "字节顺序标记"),
        (NOTICE.encode() + b"\xff\xfe\x80" + NOTICE.encode(), f"第 {len(NOTICE.encode())} 个字节"),
        (bytes(range(256)) * 8, "编码"),
        (b"\x00\x01\x02\x03text" * 50, "二进制"),
        ("Größe der Überprüfung, déjà vu, façade, naïve".encode("latin-1"), "编码"),
        ((NOTICE * 3).replace("县", "縣").replace("产", "產").encode("big5", "ignore"), "编码"),
        (codecs.BOM_UTF16_LE + NOTICE.encode("utf-16-le")[:-1], "编码"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "坏.txt")
    assert words in str(caught.value)
    assert "坏.txt" in str(caught.value)
    assert caught.value.mend


def test_every_kind_of_line_end() -> None:
    assert texts("甲\r\n乙\r丙\n丁\x0b戊\x0c己\u2028庚\u2029辛\x85壬".encode()) == list("甲乙丙丁戊己庚辛壬")


def test_places_and_offsets() -> None:
    paragraphs = manuscript_of("甲\r\n　乙 \n").paragraphs
    assert [(p.text, p.place, p.offset) for p in paragraphs] == [
        ("甲", "line 1", 0),
        ("　乙 ", "line 2", 3),
        ("", "line 3", 7),
    ]


@pytest.mark.parametrize("width", [20, 27, 30, 38])
def test_lines_cut_at_a_width_are_joined_again(width: int) -> None:
    cut = [part for line in LAW for part in (line[i : i + width] for i in range(0, len(line), width))]
    text, _ = canonicalise(manuscript_of("\n".join(cut)))
    assert [line for line in text.split("\n") if not line.endswith(("。", "；", "："))] == [LAW[0], LAW[1], LAW[5]]
    assert text.replace("\n", "") == "".join(LAW)
    for line in LAW:
        assert line in text or "；" in line[:-1] or "。" in line[:-1]


def page(*lines: str) -> list[bool]:
    """Lines of a page 20 characters wide, set with 避头尾 (line widths differ a little)."""
    body = ["一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己，", "结束了。"] * 4
    return soft_lines([*body, *lines])[len(body) :]


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("各级人民政府要按照统一部署落实各项安全", "责任，", True),
        ("各级人民政府要落实开展“安全生产年活动”", "的各项要求", True),
        ("各级人民政府要按照统一部署落实各项安全。", "责任，", False),
        ("各级人民政府要按照统一部署落实“安全。”", "责任，", False),
        ("安全工作落实到位。（责任单位：应急局）", "责任", False),
        ("各级人民政府要按照统一部署落实各项安全", "　　责任，", False),
        ("各级人民政府要按照统一部署落实各项安全", "二、责任", False),
        ("各级人民政府要按照统一部署逐步实现统", "一、规范", True),
        ("各级人民政府要按照统一部署落实各项安全", "（二）责任", False),
        ("各级人民政府要按照本条例有关规定的第", "（二）项", True),
        ("各级人民政府要按照统一部署落实各项安全", "2.责任", False),
        ("各级人民政府要按照统一部署今年要达到的", "2.5%以上", True),
        ("各级人民政府要按照统一部署落实各项安全", "第三条　责任", False),
        ("各级人民政府要按照统一部署和有关条例的", "第三条规定", True),
        ("各级人民政府要按照统一部署落实各项安全", "— 3 —", False),
        ("第三章　各级人民政府的安全生产监管责任", "监督管理", False),
        ("安全生产工作", "责任", False),
        ("序号\t单位名称各级人民政府要按照统一部署", "责任", False),
        ("各级人民政府要按照统一部署落实各项安全", "", False),
    ],
)
def test_where_a_page_breaks_a_sentence(line: str, following: str, joined: bool) -> None:
    assert page(line, following)[0] is joined


@pytest.mark.parametrize(
    "lines",
    [
        ["关于进一步加强安全生产工作的若干意见的通知要求"] * 2,
        [f"{number}\t市应急管理局\t组织开展隐患排查治理工作并按时报送" for number in range(20)],
        [f"某市第{number:03}煤矿有限责任公司（年产三十万吨以上）" for number in range(40)],
        ["长短不一的段落" * n + "。" for n in range(1, 30)] + ["没有标点的标题" * n for n in range(3, 9)],
    ],
)
def test_texts_with_true_paragraphs_are_left_alone(lines: list[str]) -> None:
    assert not any(soft_lines(lines))


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("关于印发《安全生产", "实施方案》的通知", True),
        ("（路中医发", "〔2011〕10号）收悉。", True),
        ("开展“安全", "生产月”活动", True),
        ("《方案", "一、《办法》", False),
        ("《方案》", "的通知》", False),
        ("“甲“乙", "丙”丁", False),
        ("（一", "（二）", False),
        ("（甲", "乙。" * 40 + "）", False),
        ("（甲\t乙", "丙）", False),
    ],
)
def test_what_a_line_opens_the_next_one_closes(line: str, following: str, joined: bool) -> None:
    body = ["一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", "结束了。"] * 4
    assert soft_lines([*body, line, following], certain=True)[-2] is joined
    assert not soft_lines([*body, line, following])[-2]


def test_enactment_notes_stay_apart() -> None:
    width = 24
    cut = [part for line in LAW for part in (line[i : i + width] for i in range(0, len(line), width))]
    notes = ["2011年9月22日某省第十三届人大常委会会议通过", "2016年2月23日某省第十四届人大常委会修正"]
    flags = soft_lines([LAW[0], notes[0].ljust(width, "过")[: width - 2] + "通过", notes[1], *cut])
    assert any(flags)
    assert not flags[1]


@given(st.lists(st.text("责任。，a1 　一、（）\t", max_size=40)), st.booleans())
def test_never_joins_after_a_sentence_or_onto_nothing(lines: list[str], certain: bool) -> None:
    for flag, line, following in zip(soft_lines(lines, certain=certain), lines, [*lines[1:], ""], strict=False):
        if flag:
            assert following.strip()
            assert not line.rstrip().endswith("。")


def test_corpus_circulars_keep_their_paragraphs() -> None:
    folder = Path(__file__).parents[2] / "shared" / "corpus" / "circulars"
    if not folder.is_dir():
        pytest.skip("no corpus here")
    # these two came out of PDF with the lines of their pages; all the others have true paragraphs
    wrapped = {"sh-002.txt", "sh-006.txt"}
    found = {
        path.name
        for path in folder.glob("*.txt")
        if any(paragraph.soft for paragraph in manuscript_of(path.read_text("utf-8")).paragraphs)
    }
    assert found == wrapped
