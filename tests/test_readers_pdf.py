"""PDF: text, page furniture, broken lines, and files that can't be read. The PDFs are written by hand here."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from parsers.canonical import canonicalise
from parsers.readers import SUFFIXES, limits, read_bytes, read_file
from policies.errors import InputError
from policies.messages import use_language
from tests.files import pdf

BODY = [
    "某市人民政府办公室关于加强安全生产工作的通知",
    "各县（市、区）人民政府，市政府各部门、各直属单位：",
    "一、各级各部门要高度重视安全生产工作，坚持人民至上、生命至上，严格落",
    "实安全生产责任制，认真排查治理各类事故隐患，坚决防范和遏制重特大事故",
    "的发生。",
    "二、各生产经营单位要切实履行安全生产主体责任，主要负责人要带头落实安",
    "全生产责任，保证安全生产投入，每季度至少组织开展一次应急救援演练，并",
]
REST = ["将演练情况报当地应急管理部门备案。", "三、各级应急管理部门要加强监督检查。"]


def docx_bytes() -> bytes:
    document = docx.Document()
    document.add_paragraph("一、落实责任。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PDF = pdf(BODY[:3])
DOCX = docx_bytes()


def encrypted(password: str, algorithm: str, owner: str = "所有者") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(BODY)))
    writer.encrypt(password, owner, algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def canonical(*pages: list[str]) -> list[str]:
    return canonicalise(read_bytes(pdf(*pages), "a.pdf"))[0].split("\n")


def test_broken_lines_are_joined_across_pages() -> None:
    assert canonical([*BODY, "— 1 —"], [*REST, "— 2 —"]) == [
        BODY[0], BODY[1], BODY[2] + BODY[3] + BODY[4], BODY[5] + BODY[6] + REST[0], REST[1],
    ]  # fmt: skip


def test_places_name_the_page() -> None:
    manuscript = read_bytes(pdf(BODY, REST), "a.pdf")
    text, origins = canonicalise(manuscript)
    halves = [(o.place, text[o.start : o.end]) for o in origins if text[o.start : o.end] in (BODY[6], REST[0])]
    assert halves == [("page 1", BODY[6]), ("page 2", REST[0])]
    assert manuscript.source.format == "pdf"


@pytest.mark.parametrize("form", ["— {} —", "- {} -", "－{}－", "第 {} 页", "第{}页 共3页", "{}/3", "{}"])
def test_page_numbers_are_left_out(form: str) -> None:
    pages = [[*BODY, form.format(number)] for number in (1, 2, 3)]
    assert not any(form.format(number) in line for number in (1, 2, 3) for line in canonical(*pages) if len(line) < 12)


def test_running_heads_are_left_out() -> None:
    pages = [
        ["某市人民政府文件汇编 2012", *(f"{line[:-1]}{number}。" for line in REST), f"{number}"]
        for number in (1, 2, 3, 4)
    ]
    lines = canonical(*pages)
    assert len(lines) == 8
    assert all("汇编" not in line for line in lines)


def test_a_number_in_the_text_is_kept() -> None:
    assert "2012" in canonical([*BODY[:2], "2012", *BODY[2:]])


def test_a_page_without_text_is_a_problem() -> None:
    problems = read_bytes(pdf(BODY, [], REST), "a.pdf").problems
    assert [(problem.code, problem.message) for problem in problems] == [("page_without_text", "第 2 页没有文字层。")]


def test_quotes_apart_from_their_words_are_a_problem() -> None:
    problems = read_bytes(pdf(BODY, [*REST, "“ ”要开展 安全生产月 活动。"]), "a.pdf").problems
    assert [problem.code for problem in problems] == ["text_out_of_order"]
    assert "第 2 页" in problems[0].message


def test_radicals_are_read_as_the_characters_that_they_stand_for() -> None:
    lines = [BODY[0], "⼀、各级⼈⺠政府要加强⾼危⾏业安全⽣产⼯作，⻔⼾⼤开。", "⻓春市⻰⼭区⻘年⻢路。"]
    assert canonical(lines)[1:] == ["一、各级人民政府要加强高危行业安全生产工作，门户大开。", "长春市龙山区青年马路。"]


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    printed = [["2026/11/25 23:37", f"https://www.example.gov.cn/a.html {number}/2"] for number in (1, 2)]
    assert canonical([*BODY, *printed[0]], [*REST, *printed[1]]) == canonical(BODY, REST)
    assert canonical(["11/25/26, 11:37 PM 某市政府网", *BODY, "file:///a.html"]) == canonical(BODY)


def test_indents_tell_where_paragraphs_begin() -> None:
    full = "各级各部门要落实安全生产责任制，认真排查治理各类事故隐患，坚决防范遏制重特大事故。"
    first = full[2:]
    lines = [f"\t{first}", full, full, "按时报送。", f"\t{first}", "\t一、甲。", f"\t{first[:-1]}", f"\t{first}"]
    joined = [first + full + full + "按时报送。", first, "一、甲。", first[:-1], first]
    assert canonical(lines) == joined
    assert canonical([line.strip() for line in lines[1:4]]) == lines[1:4]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_only_forbids_copying_is_read(algorithm: str) -> None:
    if algorithm.startswith("AES"):
        pytest.importorskip("cryptography")
    assert read_bytes(encrypted("", algorithm), "a.pdf").paragraphs[0].text == BODY[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (encrypted("密码", "RC4-128"), "加密"),
        (pdf([], []), "没有文字层"),
        (b"%PDF-1.4\n%%EOF", "损坏"),
        (pdf(BODY)[:400], "损坏"),
        (b"%PDF-1.7 " + bytes(range(256)) * 20, "损坏"),
        (b"404 Not Found", "不是"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "坏.pdf")
    assert words in str(caught.value)
    assert "坏.pdf" in str(caught.value)
    assert caught.value.mend
    use_language("en")
    try:
        with pytest.raises(InputError) as english:
            read_bytes(data, "a.pdf")
        assert str(english.value).isascii()
    finally:
        use_language("zh")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_spoilt_file_is_read_or_refused(data: st.DataObject) -> None:
    sound = data.draw(st.sampled_from([PDF, DOCX]))
    spoilt = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 6))):
        spoilt[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    try:
        text, _origins = canonicalise(read_bytes(bytes(spoilt[: data.draw(st.integers(1, len(sound)))]), "a"))
        assert text
    except InputError as error:
        assert error.mend


def test_page_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.readers.pdf.MAX_PAGES", 2)
    with pytest.raises(InputError) as caught:
        read_bytes(pdf(BODY, BODY, BODY), "a.pdf")
    assert "3" in caught.value.why
    assert "2" in caught.value.why


def test_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.readers.MAX_BYTES", 100)
    path = tmp_path / "大.txt"
    path.write_bytes(b"x" * 101)
    with pytest.raises(InputError) as caught:
        read_file(path)
    assert "101" in caught.value.why
    assert str(path) in caught.value.where
    assert limits.MAX_BYTES == 64 * 1024 * 1024


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "无.txt"):
        with pytest.raises(InputError) as caught:
            read_file(path)
        assert str(path) in caught.value.where


def test_content_decides_before_the_suffix(tmp_path: Path) -> None:
    for name, data, kind in [
        ("a.txt", pdf(BODY), "pdf"),
        ("a.md", b"# x", "markdown"),
        ("a.unknown", b"x", "text"),
        ("a.htm", b"<div>text of a page</div>", "html"),
    ]:
        path = tmp_path / name
        path.write_bytes(data)
        assert read_file(path).source.format == kind
    assert {".txt", ".md", ".html", ".docx", ".pdf"} <= SUFFIXES


def test_a_file_without_pages_is_not_called_pictures() -> None:
    output = io.BytesIO()
    PdfWriter().write(output)
    with pytest.raises(InputError) as caught:
        read_bytes(output.getvalue(), "none.pdf")
    assert "没有页面" in caught.value.what or "no pages" in caught.value.what
    assert caught.value.mend


def test_a_page_that_expands_without_end_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(pdf(BODY, zlib.compress(b" " * 100_000_000, 9)), "a.pdf")
    assert "限度" in caught.value.what
    assert caught.value.mend


def test_a_title_of_two_lines_is_joined_by_its_brackets() -> None:
    title = ["某市人民政府关于印发《某市安全生产专项整治", "三年行动实施方案》的通知"]
    assert canonical([*title, *BODY[1:]])[0] == "".join(title)
