"""Marks of secrecy: which rows are one, where they count, and that nothing of the document leaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.make import console
from kb import KnowledgeBase
from parsers import parse_text
from parsers.readers import read_bytes
from parsers.readers.secrecy import mark_of
from parsers.readers.text import manuscript_of
from policies.errors import InputError
from policies.manuscripts import Manuscript, Paragraph
from policies.messages import use_language
from tests.files import BOX, OFFICE, W, p, package, pdf, table

TITLE = "某市人民政府关于加强安全生产工作的通知"
BODY = "各县（市、区）人民政府：\n　　一、各级各部门要认真排查治理事故隐患。\n"
BODY_LINES = [f"第{number}项，各级各部门要认真排查治理事故隐患，按时报送。" for number in range(9)]
HEADER_RELS = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>'
)


def level(text: str) -> str | None:
    mark = mark_of(manuscript_of(text))
    return mark.level if mark else None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("绝密", "绝密"),
        ("机　密", "机密"),
        ("　　秘 密　", "秘密"),
        ("机密★10年", "机密"),
        ("机密 ★ 1 年", "机密"),
        ("机 密★１０年", "机密"),
        ("绝密★启用前", "绝密"),
        ("秘密★2030年6月1日", "秘密"),
        ("秘密★长期", "秘密"),
        ("机密☆5年", "机密"),
        ("机密*5年", "机密"),
        ("机密★", "机密"),
        ("【机密】", "机密"),
        ("（秘密）", "秘密"),
        ("机密级", "机密"),
        ("绝密件", "绝密"),
        ("机密文件", "机密"),
        ("**机密★10年**", "机密"),
        ("密级：秘密", "秘密"),
        ("密　级：机　密", "机密"),
        ("密级 机密", "机密"),
        ("密级\t绝密", "绝密"),
        ("密级：\t机密\t编号：\t0012", "机密"),
        ("密级：机密　　紧急程度：特急　　保密期限：10年", "机密"),
        ("拟稿单位：\t办公室\t密级：\t秘密", "秘密"),
        ("保密等级：机密", "机密"),
        ("密级：□绝密 ☑机密 □秘密", "机密"),
        ("000012　　机密★1年　　特急", "机密"),
        ("份号：000012　机密", "机密"),
        ("特急　　绝密", "绝密"),
        ("机密★5年　　　　某政函〔2024〕3号", "机密"),
        ("密级：公开", None),
        ("密级：", None),
        ("密级：无", None),
        ("密级：秘密、机密或者绝密", None),
        ("密级：□绝密 □机密 □秘密", None),
        ("秘密（已解密）", None),
        ("机密★10年（已于2020年1月解密）", None),
        ("内部资料　注意保存", None),
        ("内部★3年", None),
        ("国家秘密", None),
        ("商业秘密", None),
        ("核心商密★5年", None),
        ("工作秘密", None),
        ("机密性", None),
        ("保密", None),
        ("秘密目录", None),
        ("关于做好机密文件管理工作的通知", None),
        ("标为机密的，应当专人保管。", None),
        ("机密，是指重要的国家秘密。", None),
    ],
)
def test_rows_at_the_head(row: str, expected: str | None) -> None:
    assert level(f"{row}\n{TITLE}\n\n{BODY}") == expected
    assert level(f"{TITLE}\n\n\n某政发〔2024〕1号\n{row}\n{BODY}") == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("机密★10年", "机密"),
        ("秘密", None),
        ("密级：秘密", None),
        ("　　各单位要保守国家秘密、商业秘密和工作秘密，不得泄露机密★以上事项。", None),
        ("　　国家秘密的密级分为绝密、机密、秘密三级。", None),
    ],
)
def test_rows_further_down(row: str, expected: str | None) -> None:
    text = TITLE + "\n" + "".join(f"　　第{number}项工作要按时完成。\n" for number in range(20)) + row
    assert level(text) == expected


@pytest.mark.parametrize("head", ["附件", "附件1", "附件：", "附　件 2"])
def test_an_attachment_has_a_head_of_its_own(head: str) -> None:
    body = TITLE + "\n" + "　　工作要按时完成。\n" * 20
    assert level(f"{body}{head}\n机密\n某方案\n") == "机密"
    assert level(f"{body}{head}\n某方案\n　　一、总则\n　　二、要求\n机密\n") is None


def test_margins_and_text_boxes_count() -> None:
    manuscript = manuscript_of(TITLE + "\n" + "　　工作要按时完成。\n" * 20)
    margin = Paragraph(text="机　密", place="margin")
    box = Paragraph(text="秘密", place="text box 3")
    assert mark_of(manuscript.model_copy(update={"margins": (margin,)})) == ("机密", "margin")
    assert mark_of(manuscript.model_copy(update={"paragraphs": (*manuscript.paragraphs, box)})) == (
        "秘密", "text box 3",
    )  # fmt: skip


def test_the_error_says_where_and_nothing_else() -> None:
    text = f"{TITLE}\n某政发〔2024〕1号\n机密★10年\n{BODY}"
    with pytest.raises(InputError) as caught:
        parse_text(text)
    said = str(caught.value)
    assert "机密" in caught.value.what
    assert "第 3 行" in caught.value.where
    assert "--allow-classified" in caught.value.mend
    assert "allow_classified=True" in caught.value.mend
    for words in (TITLE, "某政发", "10年", "隐患"):
        assert words not in said
    use_language("en")
    try:
        with pytest.raises(InputError) as english:
            parse_text(text, name="a.txt")
        assert "line 3" in english.value.where
    finally:
        use_language("zh")


def test_it_is_read_where_that_is_allowed() -> None:
    text = f"机密★10年\n{TITLE}\n\n{BODY}"
    document = parse_text(text, allow_classified=True)
    assert document.text == text
    assert document.duties


@given(st.text("绝机秘密级★*年1：:\t　 （）〔〕号特急附件。、\n", max_size=200))
def test_any_rows_are_told_apart_without_failing(text: str) -> None:
    level(text)


@pytest.mark.parametrize("piece", ["0", "机密", "密级：", "密级机密★", "机密〔2024〕", "特急", "第1号", "已", "密级□"])
def test_long_rows_end(piece: str) -> None:
    for count in range(1, 120 // len(piece)):
        rows = (f"密{piece * count}机密!", f"机密{piece * count}!")
        paragraphs = tuple(Paragraph(text=row, place="line 1") for row in rows)
        mark_of(Manuscript(source=manuscript_of("").source, paragraphs=paragraphs))


# --- commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Path]:
    with console.surroundings(tmp_path, {}):
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text(f"机密★10年\n{TITLE}\n\n各县要彻查代号海棠的隐患。\n", "utf-8")
        (tmp_path / "in" / "b.txt").write_text(f"{TITLE}\n\n{BODY}", "utf-8")
        yield tmp_path


def test_parse_refuses_unless_told(workplace: Path) -> None:
    for form in ("tree", "json", "html"):
        outcome = console.execute(f"zeren parse in/a.txt --format {form} -o out.txt")
        assert outcome.code == 3
        assert "机密" in outcome.output and "第 1 行" in outcome.output and "in/a.txt" in outcome.output
        assert "海棠" not in outcome.output and TITLE not in outcome.output
        assert not (workplace / "out.txt").exists()
    outcome = console.execute("zeren parse in/a.txt --allow-classified")
    assert outcome.code == 0
    assert "海棠" in outcome.output


@pytest.mark.parametrize("jobs", [1, 2])
def test_ingest_goes_on_with_the_others(workplace: Path, jobs: int) -> None:
    outcome = console.execute(f"zeren ingest in --db z.db --jobs {jobs} --format json")
    assert outcome.code == 3
    assert outcome.output.count("b.txt") == 1
    assert "海棠" not in outcome.output
    for path in workplace.glob("z.db*"):
        assert "海棠".encode() not in path.read_bytes()
    with KnowledgeBase(workplace / "z.db") as base:
        assert len(base.documents()) == 1
        assert base.search("海棠") == []
    assert console.execute("zeren ingest in --db z.db --allow-classified").code == 0
    with KnowledgeBase(workplace / "z.db") as base:
        assert base.search("海棠")


def test_the_base_in_python_asks_too(workplace: Path) -> None:
    with KnowledgeBase(workplace / "z.db") as base:
        assert len(base.ingest(workplace / "in").failed) == 1
        assert base.ingest(workplace / "in", allow_classified=True).failed == ()


@pytest.mark.parametrize("data", [
    package(table([p("份号"), p("000012"), p("密级"), p("机 密")]) + p(TITLE)),
    package(p(TITLE) + p("正文") * 30 + f"<w:p><w:r><w:pict>{BOX.replace('框', '秘密')}</w:pict></w:r></w:p>"),
    pdf(*(["机密 请勿外传"[:2], *BODY_LINES[number : number + 3], f"— {number} —"] for number in range(4))),
    f"<html><body><div id=zoom><p>绝密★启用前</p><p>{TITLE}</p><p>{BODY}</p></div></body></html>".encode("gb18030"),
    f"# {TITLE}\n\n| 密级 | 秘密 |\n|---|---|\n| 编号 | 3 |\n\n{BODY}".encode(),
])  # fmt: skip
def test_in_every_format(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "a.md")
    assert "密级" in caught.value.what
    assert read_bytes(data, "a.md", allow_classified=True).paragraphs


@pytest.mark.parametrize(
    "around",
    [
        "<table><tr><td>密级</td><td>机 密</td><td>编号</td><td>3</td></tr></table>",
        "<div class=header><span>机密★</span><span>10年</span></div>",
        "<div>&#26426;&#23494;</div>",
        "<p>密级：<b>机密</b><br>缓急：特急</p>",
    ],
)
def test_the_page_around_a_document_counts(around: str) -> None:
    page = f"<html><body>{around}<div id=zoom><p>{TITLE}</p><p>{BODY * 9}</p></div></body></html>"
    with pytest.raises(InputError, match="机密"):
        read_bytes(page.encode(), "a.html")
    other = "<ul><li><a>保密</a></li><li><a>机密文件管理办法</a></li></ul><script>机密</script><p>密级：公开</p>"
    assert read_bytes(page.replace(around, other).encode(), "a.html").paragraphs


def test_the_settings_of_a_markdown_file_count() -> None:
    with pytest.raises(InputError, match="秘密"):
        read_bytes(f"---\ntitle: {TITLE}\n密级: 秘密\n---\n{BODY}".encode(), "a.md")
    assert read_bytes(f"---\ntitle: {TITLE}\n密级: 公开\n---\n{BODY}".encode(), "a.md").margins


def test_the_head_of_a_word_page_counts() -> None:
    header = f"<w:hdr {W}>{p('机密★5年')}</w:hdr>"
    watermark = f'<w:hdr {W}><w:p><w:r><w:pict><v:textpath xmlns:v="v" string="绝密"/></w:pict></w:r></w:p></w:hdr>'
    for words, level in ((header, "机密"), (watermark, "绝密")):
        with pytest.raises(InputError, match=level):
            read_bytes(package(p(TITLE), header1=words, **{"_rels/document.xml.rels": HEADER_RELS}), "a.docx")


@pytest.mark.parametrize(
    ("rows", "marked"),
    [
        (["机\u200b密★1年", TITLE], True),
        (["機密★1年", TITLE], True),
        (["某市人民政府文件　　秘密★1年", TITLE], True),
        ([f"{TITLE}（机密★1年）"], True),
        (["密级：", "机密", TITLE], True),
        ([TITLE, "国家秘密的密级分为三级：", "绝密", "机密", "秘密"], False),
        ([TITLE, "标注形式为：", "秘密★1年"], False),
    ],
)
def test_marks_beside_other_words_and_rows_that_only_tell_of_them(rows: list[str], marked: bool) -> None:
    text = "\n".join([*rows, BODY])
    if marked:
        with pytest.raises(InputError):
            parse_text(text)
    else:
        parse_text(text)
