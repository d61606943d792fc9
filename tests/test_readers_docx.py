"""DOCX: body order, tables, tracked changes, text boxes, notes, computed numbers, and hostile packages."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from parsers import parse_text
from parsers.canonical import canonicalise
from parsers.pipeline import parse_manuscript
from parsers.readers import read_bytes
from parsers.readers.numbering import format_number
from policies.errors import InputError
from policies.manuscripts import Manuscript
from reports.contract import as_contract
from tests.files import BOX, RELS, W, level, lists, numbered, p, package, table


def read(data: bytes) -> Manuscript:
    return read_bytes(data, "a.docx")


def texts(body: str, **parts: str) -> list[str]:
    return [paragraph.text for paragraph in read(package(body, **parts)).paragraphs]


OFFICIAL = lists(
    level(0, "chineseCounting", "%1、"), level(1, "chineseCountingThousand", "（%2）"), level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
)  # fmt: skip


def test_what_a_word_processor_writes() -> None:
    document = docx.Document()
    document.add_paragraph("关于加强安全生产工作的通知")
    document.add_paragraph("第一行\n第二行\t末")
    table = document.add_table(rows=3, cols=3)
    for row, words in enumerate([("任务", "单位", "时限"), ("排查", "应急局", "6月"), ("治理", "住建局", "12月")]):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("末段")
    out = io.BytesIO()
    document.save(out)
    manuscript = read(out.getvalue())
    assert [(x.text, x.place, x.offset) for x in manuscript.paragraphs] == [
        ("关于加强安全生产工作的通知", "paragraph 1", 0),
        ("第一行", "paragraph 2", 0),
        ("第二行\t末", "paragraph 2", 4),
        ("任务\t单位 时限", "table 1, row 1", 0),
        ("排查 治理\t应急局\t6月", "table 1, row 2", 0),
        ("\t住建局\t12月", "table 1, row 3", 0),
        ("末段", "paragraph 3", 0),
    ]
    text, origins = canonicalise(manuscript)
    assert [text[o.start : o.end] for o in origins if o.place == "table 1, row 2"] == ["排查", "治理", "应急局", "6月"]
    assert [o.offset for o in origins if o.place == "table 1, row 2"] == [0, 3, 6, 10]


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


ALTERNATE = (
    f'<mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent>"
)
SYMBOLS = '<w:r><w:t>GB</w:t><w:noBreakHyphen/><w:t>T</w:t><w:sym w:font="x" w:char="2611"/></w:r>'
DELETED = "<w:r><w:delText>删</w:delText></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<w:p>{run('甲')}<w:ins>{run('增')}</w:ins><w:del>{DELETED}</w:del></w:p>", ["甲增"]),
        (f"<w:p><w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo></w:p>", ["新"]),
        (f"<w:p>{run('显')}{run('隐', '<w:vanish/>')}</w:p>", ["显"]),
        (f"<w:p><w:hyperlink>{run('链')}</w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", ["链"]),
        (f"<w:p>{SYMBOLS}</w:p>", ["GB-T☑"]),
        (f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>", ["控件"]),
        (p("目录一、总则 1", '<w:pStyle w:val="TOC1"/>') + p("一、总则"), ["一、总则"]),
        (table([p("框内一") + p("框内二")]), ["框内一", "框内二"]),
        (table([p("外") + table([p("内1"), p("内2")]), p("右")]), ["外\t右", "内1\t内2"]),
        (table(["<w:p/>", p("右")]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1) + p("后"), ["后"]),
        (f"<w:p>{run('正文')}<w:r>{ALTERNATE}</w:r></w:p>", ["正文", "框"]),
    ],
)
def test_final_text(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_a_deleted_paragraph_mark_joins() -> None:
    body = p("落实安全", "<w:rPr><w:del/></w:rPr>") + p("责任。")
    assert canonicalise(read(package(body)))[0] == "落实安全责任。"


def test_notes_stand_at_the_end() -> None:
    notes = "".join(f'<w:footnote w:id="{key}">{p(words)}</w:footnote>' for key, words in [(-1, "分隔"), (2, "注二")])
    body = '<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + p("后文")
    manuscript = read(package(body, footnotes=f"<w:footnotes {W}>{notes}</w:footnotes>"))
    assert [(x.text, x.place) for x in manuscript.paragraphs] == [
        ("正文", "paragraph 1"), ("后文", "paragraph 2"), ("注二", "footnote 1"),
    ]  # fmt: skip


def test_numbers_are_computed() -> None:
    used = [
        ("指导思想", 0, "一、"),
        ("工作内容", 0, "二、"),
        ("理念", 1, "（一）"),
        ("学习", 2, "1."),
        ("宣传", 2, "2."),
        ("细目", 3, "① "),
        ("整治", 1, "（二）"),
        ("煤矿", 2, "1."),
        ("保障", 0, "三、"),
        ("组织", 1, "（一）"),
    ]
    body = "".join(numbered(words, level=depth) for words, depth, _ in used) + p("无号")
    assert texts(body, numbering=OFFICIAL) == [*(number + words for words, _, number in used), "无号"]


def test_a_computed_number_has_no_origin() -> None:
    text, origins = canonicalise(read(package(numbered("指导思想"), numbering=OFFICIAL)))
    assert text == "一、指导思想"
    assert [(text[o.start : o.end], o.offset) for o in origins] == [("指导思想", 0)]


def test_computed_numbers_are_marked() -> None:
    cells = table([numbered("排查", level=2), numbered("治理", level=2)], [p("应急局"), p("住建局")])
    body = p("关于开展工作的通知") + numbered("工作任务") + numbered("各县要排查隐患。", level=1) + cells + p("3.末")
    document = parse_manuscript(read(package(body, numbering=OFFICIAL)))
    assert [document.quote(number) for number in document.computed] == ["一、", "（一）", "1.", "2."]
    assert [clause.number for clause in document.clauses][:2] == ["一、", "（一）"]
    assert as_contract(document)["computed"] == [[span.start, span.end] for span in document.computed]
    assert parse_text(document.text).computed == ()


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_numbered_paragraph_that_went_is_not_counted(mark: str) -> None:
    gone = numbered("乙").replace("<w:r>", f"<w:{mark}><w:r>").replace("</w:r>", f"</w:r></w:{mark}>")
    gone = gone.replace("</w:pPr>", f"<w:rPr><w:{mark}/></w:rPr></w:pPr>")
    assert texts(numbered("甲") + gone + numbered("丙"), numbering=OFFICIAL)[::2] == ["一、甲", "二、丙"]


def test_endnotes_and_notes_in_tables() -> None:
    ends = f'<w:endnotes {W}><w:endnote w:id="3">{p("尾注")}</w:endnote></w:endnotes>'
    feet = f'<w:footnotes {W}><w:footnote w:id="1">{p("脚注")}</w:footnote></w:footnotes>'
    noted = '<w:p><w:r><w:t>文</w:t><w:endnoteReference w:id="3"/></w:r></w:p>'
    in_cell = '<w:p><w:r><w:t>格</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    body = noted + table([in_cell, p("右")]) + p("后")
    assert texts(body, footnotes=feet, endnotes=ends) == ["文", "格\t右", "后", "脚注", "尾注"]


def test_prompts_of_empty_fields_are_no_text() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = f"<w:p><w:r><w:t>姓名：</w:t></w:r>{prompt.format(run('单击此处输入'))}</w:p>"
    assert texts(inline + prompt.format(p("单击此处输入")) + p("后")) == ["姓名：", "后"]


def test_embedded_files_are_told() -> None:
    sheet = '<w:r><w:object><o:OLEObject xmlns:o="o" ProgID="Excel.Sheet.12"/></w:object></w:r>'
    formula = '<w:r><w:object><o:OLEObject xmlns:o="o" ProgID="Equation.3"/></w:object></w:r>'
    problems = read(package(f"<w:p>{run('文')}{sheet}{formula}</w:p><w:altChunk/>")).problems
    assert [problem.code for problem in problems] == ["embedded_files"]
    assert "2" in problems[0].message
    assert read(package(p("文"))).problems == ()


def test_a_level_that_a_list_defines_anew() -> None:
    own = level(0, "upperRoman", "%1.")
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
        f"{level(0, 'decimal', '%1)')}</w:lvlOverride></w:num>"
    )
    body = numbered("a") + numbered("b", 2) + numbered("c", 3) + numbered("d", 3) + numbered("e", 1)
    found = texts(body, numbering=lists(level(0, "decimal", "%1."), nums=nums))
    assert found == ["1.a", "II.b", "7)c", "8)d", "9.e"]


@pytest.mark.parametrize(
    ("form", "words", "expected"),
    [
        (level(0, "chineseCountingThousand", "第%1条"), "为了", "第一条 为了"),
        (level(0, "chineseCountingThousand", "第%1条", '<w:suff w:val="nothing"/>'), "为了", "第一条为了"),
        (level(0, "decimal", "%1."), "5个工作日内", "1. 5个工作日内"),
        (level(0, "bullet", "\uf06c"), "要点", "要点"),
        (level(0, "none", ""), "无", "无"),
        (level(0, "upperLetter", "%1）"), "项", "A）项"),
    ],
)
def test_number_and_text(form: str, words: str, expected: str) -> None:
    assert texts(numbered(words), numbering=lists(form)) == [expected]


def test_levels_in_digits_of_all_levels() -> None:
    form = lists(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert texts(numbered("总则") + numbered("目的", level=1) + numbered("依据", level=1), numbering=form) == [
        "第一章 总则", "1.1 目的", "1.2 依据",
    ]  # fmt: skip


def test_articles_go_on_through_chapters() -> None:
    form = lists(
        level(0, "chineseCounting", "第%1章"), level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    )
    body = numbered("甲") + numbered("a", level=1) + numbered("乙") + numbered("b", level=1)
    assert texts(body, numbering=form) == ["第一章 甲", "第一条 a", "第二章 乙", "第二条 b"]


def test_a_list_that_starts_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for key, more in [(1, ""), (2, again), (3, "")]
    )
    body = numbered("a") + numbered("b") + numbered("c", 2) + numbered("d", 2) + numbered("e", 3)
    assert texts(body, numbering=lists(level(0, "decimal", "%1."), nums=nums)) == ["1.a", "2.b", "1.c", "2.d", "3.e"]


def test_numbers_from_styles() -> None:
    def style(name: str, base: str, depth: int, list_id: int) -> str:
        listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
        return f'<w:style w:styleId="{name}"><w:basedOn w:val="{base}"/><w:pPr>{listed}</w:pPr></w:style>'

    styles = style("H1", "", 0, 1) + style("H2", "H1", 1, 1) + style("Plain", "H1", 0, 0)
    styles += '<w:style w:styleId="Own"><w:basedOn w:val="H2"/></w:style>'
    used = [("甲", "H1"), ("乙", "H2"), ("丙", "Plain"), ("丁", "Own"), ("戊", "H1")]
    body = "".join(p(words, f'<w:pStyle w:val="{name}"/>') for words, name in used)
    found = texts(body, numbering=OFFICIAL, styles=f"<w:styles {W}>{styles}</w:styles>")
    assert found == ["一、甲", "（一）乙", "丙", "（二）丁", "二、戊"]


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCounting", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "chineseCounting", "一千零一十"),
        (20003, "chineseCounting", "二万零三"),
        (20, "ideographDigital", "二〇"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (11, "ideographTraditional", "甲"),
        (13, "ideographZodiac", "子"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "㉑"),
        (51, "decimalEnclosedCircle", "51"),
        (3, "decimalEnclosedParen", "⑶"),
        (12, "decimalFullWidth", "１２"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (5000, "upperRoman", "5000"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (7, "somethingNew", "7"),
        (0, "chineseCounting", "0"),
        (7, "bullet", ""),
        (10**6, "chineseCounting", "1000000"),
    ],
)
def test_number_formats(number: int, kind: str, expected: str) -> None:
    assert format_number(number, kind) == expected


def test_inserted_xml_of_a_word_processor_is_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>乙</w:t></w:r></w:ins>"))
    out = io.BytesIO()
    document.save(out)
    assert [x.text for x in read(out.getvalue()).paragraphs] == ["甲乙"]


def rewritten(name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELS)
        archive.writestr(name, text)
    return out.getvalue()


GOOD = package(p("正文" * 50))
BOMB = rewritten("word/document.xml", b"<w/>" + b" " * 40_000_000)
BODY_OF_LAUGHS = "<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body>"
LAUGHS = f'<!DOCTYPE w [<!ENTITY a "哈哈">]><w:document {W}>{BODY_OF_LAUGHS}</w:document>'
DEEP = f"<w:document {W}><w:body>" + "<w:sdt>" * 5000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GOOD[: len(GOOD) // 2], "损坏"),
        (GOOD[:40] + b"\0" * 40 + GOOD[80:], "损坏"),
        (BOMB, "200"),
        (rewritten("word/document.xml", LAUGHS.encode()), "实体"),
        (rewritten("word/document.xml", DEEP.encode()), "嵌套"),
        (rewritten("word/document.xml", f"<w:document {W}/>".encode()), "没有正文"),
        (package(p(" ")), "没有文字"),
        (rewritten("xl/workbook.xml", b"<x/>"), "XLSX"),
        (rewritten("OFD.xml", b"<x/>"), "OFD"),
        (rewritten("a.txt", b"x"), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "密码"),
        (b"<error/>", "不是"),
    ],
)
def test_bad_packages_are_named(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert words in str(caught.value)
    assert "a.docx" in str(caught.value)
    assert caught.value.mend


def test_too_many_members() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"word/{number}", b"")
    with pytest.raises(InputError, match="10001"):
        read(out.getvalue())


def test_a_file_cut_short_is_damaged_not_an_archive() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 100)
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(InputError) as caught:
        read_bytes(output.getvalue()[:200], "cut.docx")
    assert "DOCX" in caught.value.what
    assert "ZIP" not in caught.value.what
