"""Ruled tables in PDF: cells from the lines that a page draws, merged cells, pages that break a table."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.canonical import canonicalise
from parsers.pipeline import parse_manuscript
from parsers.readers import read_bytes
from parsers.readers.ruled import Rules
from policies.manuscripts import Manuscript
from tests.files import pdf
from tests.tables import bodies, handed_out, times
from tests.test_pipeline import check

WIDTHS = (40.0, 200.0, 100.0, 90.0)
SIZE = 12.0
HEADS = ["序号", "工作任务", "责任单位", "完成时限"]
Box = tuple[int, int, int, int]  # first row and column, last row and column


def page(rows: Sequence[Sequence[str]], merged: Sequence[Box] = (), *, thin: bool = False, top: float = 780) -> bytes:
    """The content of a page with a ruled table; lines of a cell are set one below the other."""
    xs = [60.0]
    for width in WIDTHS[: len(rows[0])]:
        xs.append(xs[-1] + width)
    ys = [top]
    for row in rows:
        ys.append(ys[-1] - 6 - 16 * max(1, *(cell.count("\n") + 1 for cell in row)))
    inside = {
        (r, c): box for box in merged for r in range(box[0], box[2] + 1) for c in range(box[1], box[3] + 1)
    }  # fmt: skip
    out = ["0 0 595 842 re W n"]

    def rule(x: float, y: float, u: float, v: float) -> None:
        if thin:
            out.append(f"{x - 0.2} {v - 0.2} {u - x + 0.4} {y - v + 0.4} re f")
        else:
            out.append(f"{x} {y} m {u} {v} l S")

    for r in range(len(rows) + 1):
        for c in range(len(xs) - 1):
            if r == 0 or inside.get((r - 1, c), ()) != inside.get((r, c)):
                rule(xs[c], ys[r], xs[c + 1], ys[r])
    for c in range(len(xs)):
        for r in range(len(rows)):
            if c == 0 or inside.get((r, c - 1), ()) != inside.get((r, c)):
                rule(xs[c], ys[r], xs[c], ys[r + 1])
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            for n, line in enumerate(words.split("\n")):
                if line:
                    shown = "".join(f"{ord(char):04X}" for char in line)
                    out.append(f"BT /F1 {SIZE} Tf 1 0 0 1 {xs[c] + 3} {ys[r] - 14 - 16 * n} Tm <{shown}> Tj ET")
    return zlib.compress("\n".join(out).encode())


def read(*pages: bytes, words: str) -> Manuscript:
    """The manuscript of these pages, behind one that holds the title and all characters."""
    return read_bytes(pdf(["某市人民政府关于印发任务分工方案的通知", "2024年3月5日", words + "。"], *pages), "a.pdf")


def table(*pages: Sequence[Sequence[str]], merged: Sequence[Box] = (), thin: bool = False) -> Manuscript:
    chars = "".join(sorted({char for rows in pages for row in rows for cell in row for char in cell if char != "\n"}))
    return read(*(page(rows, merged, thin=thin) for rows in pages), words=chars)


def rows_of(manuscript: Manuscript) -> list[list[str]]:
    return [[p.text[c.start : c.end] for c in p.row.cells] for p in manuscript.paragraphs if p.row]


@pytest.mark.parametrize("thin", [True, False])
def test_cells_and_their_lines(thin: bool) -> None:
    long = "组织开展重点行业领域隐患排查治\n理专项行动。\n严禁走过场"
    manuscript = table([HEADS, ["1", long, "市应急局\n市公安局", "6月底前"]], thin=thin)
    joined = "组织开展重点行业领域隐患排查治理专项行动。 严禁走过场"
    assert rows_of(manuscript) == [HEADS, ["1", joined, "市应急局 市公安局", "6月底前"]]
    first, second = handed_out(parse_manuscript(manuscript))
    assert (first.modality.value, second.modality.value) == ("must", "must_not")
    assert bodies(first) == bodies(second) == ["市应急局", "市公安局"]
    assert times(first) == [("6月底前", "deadline", "2024-06-30")]


def test_each_character_has_its_place() -> None:
    manuscript = table([HEADS, ["1", "排查隐患", "市应急局", "6月"]])
    text, origins = canonicalise(manuscript)
    assert [text[o.start : o.end] for o in origins if o.place == "page 2"] == [
        *HEADS,
        "1",
        "排查隐患",
        "市应急局",
        "6月",
    ]


def test_merged_cells() -> None:
    rows = [HEADS, ["1", "排查隐患", "市应急局", "6月"], ["", "", "市水利局", ""], ["一、保障措施", "", "", ""]]
    manuscript = table(rows, merged=[(1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 2, 3), (3, 0, 3, 3)])
    spans = [[(c.column, c.columns, c.rows) for c in p.row.cells] for p in manuscript.paragraphs if p.row]
    assert spans[1:] == [[(0, 1, 2), (1, 1, 2), (2, 1, 1), (3, 1, 2)], [(2, 1, 1)], [(0, 4, 1)]]
    (duty,) = handed_out(parse_manuscript(manuscript))
    assert bodies(duty) == ["市应急局", "市水利局"]


def test_a_table_goes_on_over_a_page() -> None:
    manuscript = table([HEADS, ["1", "排查隐患", "市应急局", "6月"]], [["2", "整改问题", "市水利局", "9月"]])
    found = handed_out(parse_manuscript(manuscript))
    assert [(d.row, d.quote.text) for d in found] == [("表1第1项", "排查隐患"), ("表1第2项", "整改问题")]


def test_a_row_that_a_page_breaks_is_put_together() -> None:
    manuscript = table(
        [HEADS, ["1", "严禁使用国家明令淘汰的危及生产", "市应急局、市水", "6月"]],
        [["", "安全的工艺。", "利局", ""], ["2", "整改问题", "市水利局", "9月"]],
    )
    found = handed_out(parse_manuscript(manuscript))
    assert [d.quote.text for d in found] == ["严禁使用国家明令淘汰的危及生产安全的工艺", "整改问题"]
    assert found[0].modality.value == "must_not"
    text = canonicalise(manuscript)[0]
    assert "市应急局、市水利局" in text


def test_text_beside_a_table_stays_text() -> None:
    content = zlib.decompress(page([HEADS, ["1", "排查隐患", "市应急局", "6月"]], top=700))

    def shown(words: str, y: int) -> bytes:
        return f"\nBT /F1 12 Tf 1 0 0 1 60 {y} Tm <{''.join(f'{ord(c):04X}' for c in words)}> Tj ET".encode()

    whole = zlib.compress(shown("任务表", 760) + b"\n" + content + shown("各县区要报告", 500))
    manuscript = read(whole, words="序号工作任务责任单位完成时限1排查隐患市应急局6月表各县区要报告")
    texts = [p.text for p in manuscript.paragraphs][3:]
    assert texts == ["任务表", "\t".join(HEADS), "1\t排查隐患\t市应急局\t6月", "各县区要报告"]


def test_a_box_around_text_is_no_table() -> None:
    content = zlib.decompress(page([["排查隐患"], ["整改问题"]]))
    manuscript = read(zlib.compress(content), words="排查隐患整改问题")
    assert [p.row for p in manuscript.paragraphs] == [None] * len(manuscript.paragraphs)


def test_what_only_clips_draws_no_line() -> None:
    rules = Rules()
    unit = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for operator, operands in [(b"re", (0, 0, 500, 500)), (b"W", ()), (b"n", ()), (b"m", (0, 0)), (b"l", (9, 0))]:
        rules.take(operator, operands, unit, unit)
    assert not rules.across
    rules.take(b"S", (), unit, unit)
    assert [tuple(stroke) for stroke in rules.across] == [(0.0, 0, 9)]


CELL = st.sampled_from(["", "1", "任务", "责任单位", "排查隐患。", "严禁瞒报", "市局\n县局", "6月"])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), max_size=1),
)
def test_nothing_of_a_page_is_dropped(rows: list[list[str]], spans: list[tuple[int, int, int, int]]) -> None:
    merged = [
        (top, left, min(top + down, len(rows) - 1), min(left + right, 2))
        for top, left, down, right in spans if top < len(rows)
    ]  # fmt: skip
    rows = [*rows, HEADS[:3]]
    manuscript = table(rows, merged=merged)
    told = "".join(sorted("".join(cell for row in rows for cell in row).replace("\n", "")))
    found = "".join(paragraph.text for paragraph in manuscript.paragraphs if paragraph.place == "page 2")
    assert "".join(sorted("".join(found.split()))) == told
    check(parse_manuscript(manuscript))
