"""The grid of tables as readers hand it on, and as the canonical text holds it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.pipeline import parse_manuscript
from parsers.readers import read_bytes
from parsers.readers.grid import MAX_COLUMNS, Marked, Slot, from_marks, from_spans
from parsers.tables import Grid
from policies.documents import BlockKind, Document
from tests.tables import docx_bytes, from_docx, from_html
from tests.test_pipeline import check

ROWS = [["序号", "任务", "责任单位"], ["1", "排查隐患", "市应急局"], ["2", "整改问题", "市住建局"]]


def shown(document: Document) -> list[list[str]]:
    """What each place of the first table shows."""
    grid = Grid(document.tables[0])
    rows = range(1, document.tables[0].rows[-1].number + 1)
    cells = [[grid.places.get((row, column)) for column in range(grid.width)] for row in rows]
    return [[document.quote(cell.span) if cell else "" for cell in row] for row in cells]


def test_each_cell_has_its_range() -> None:
    assert shown(from_docx(ROWS)) == ROWS


def test_a_merged_cell_shows_in_all_its_rows_and_stands_once_in_the_text() -> None:
    rows = [["任务", "责任单位", "完成时限"], ["排查隐患", "市应急局", "6月底前"], ["", "市住建局", ""], ["", "", ""]]
    document = from_docx(rows, [(1, 0, 2, 0), (1, 2, 3, 2), (2, 1, 3, 1)])
    assert shown(document) == [
        ["任务", "责任单位", "完成时限"], ["排查隐患", "市应急局", "6月底前"], ["排查隐患", "市住建局", "6月底前"],
    ]  # fmt: skip
    assert document.text.count("排查隐患") == document.text.count("6月底前") == 1


def test_spans_of_html() -> None:
    document = from_html(
        "<table><tr><th rowspan=2>任务<th colspan=2>责任单位<tr><th>牵头单位<th>配合单位"
        "<tr><td rowspan=0>排查<br>隐患<td>市应急局<td>市公安局<tr><td colspan=9>市住建局</table>"
    )
    assert shown(document)[:3] == [
        ["任务", "责任单位", "责任单位", *[""] * 7],
        ["任务", "牵头单位", "配合单位", *[""] * 7],
        ["排查 隐患", "市应急局", "市公安局", *[""] * 7],
    ]
    assert shown(document)[3] == ["排查 隐患", *["市住建局"] * 9]
    (cell,) = [c for row in document.tables[0].rows for c in row.cells if document.quote(c.span) == "排查 隐患"]
    assert [document.quote(line) for line in cell.lines] == ["排查 ", "隐患"]


def test_spans_are_held_to_the_table() -> None:
    assert from_spans([[(1, 99), (2, 1)], [(1, 1)]]) == [[Slot(0, 1, 2), Slot(1, 2, 1)], [Slot(1, 1, 1)]]
    assert from_spans([[(MAX_COLUMNS + 1, 1)]]) is None


def test_marks_of_merged_cells() -> None:
    plain, below, beside = Marked(1, False, False), Marked(1, True, False), Marked(1, False, True)
    assert from_marks([(0, [plain, plain]), (0, [below, plain]), (0, [below, beside])]) == [
        [Slot(0, 1, 3), Slot(1, 1, 1)], [None, Slot(1, 1, 1)], [None, Slot(1, 1, 1)],
    ]  # fmt: skip
    assert from_marks([(0, [plain, beside]), (1, [plain])]) == [[Slot(0, 2, 1), None], [Slot(1, 1, 1)]]
    assert from_marks([(0, [below])]) == [[Slot(0, 1, 1)]]  # continues nothing
    assert from_marks([(MAX_COLUMNS, [plain])]) is None


def test_rows_are_leaves_of_their_own() -> None:
    document = from_docx(ROWS)
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW]
    assert [document.quote(block.span).strip("\n") for block in rows] == ["\t".join(row) for row in ROWS]
    assert {document.clauses[block.clause or 0].title for block in rows} == {"任务分工"}


def test_markdown_hands_its_cells_on() -> None:
    text = "| 任务 | 责任单位 |\n| --- | --- |\n| 排查隐患<br>整改问题 | 市应急局 |\n"
    document = parse_manuscript(read_bytes(text.encode(), "a.md"))
    assert shown(document) == [["任务", "责任单位"], ["排查隐患 整改问题", "市应急局"]]
    assert [duty.quote.text for duty in document.duties] == ["排查隐患", "整改问题"]


def test_a_row_of_a_table_opens_no_unit_and_signs_nothing() -> None:
    document = from_docx([["一、事项", "名称"], ["（一）甲", "某市应急管理局"], ["", "2024年3月9日"]])
    assert [clause.number for clause in document.clauses] == ["一、"]
    assert str(document.metadata.date) == "2024-03-05"


@pytest.mark.parametrize("number", [1, 3])
def test_a_table_inside_a_cell(number: int) -> None:
    inner = "<table><tr><td>任务<td>责任单位<tr><td>排查隐患<td>市应急局</table>"
    outer = "<table><tr><td>左<td>" * number + inner + "</table>" * number
    document = from_html(outer)
    assert [duty.quote.text for duty in document.duties if duty.row] == ["排查隐患"]


def test_a_row_that_holds_a_whole_head_is_cut_like_a_line() -> None:
    long = "加强安全生产监督管理工作，" * 30
    row = f"某市人民政府：\t{long}。某市人民政府2021年8月21日（此件公开发布）某市工作方案{long}"
    document = parse_manuscript(read_bytes(f"{row}\n任务\t责任单位\n排查隐患\t市局\n".encode(), "a.txt"))
    assert len(document.parts) == 2
    check(document)


WORDS = st.sampled_from(
    ["", "任务", "工作任务", "责任单位", "牵头单位", "配合单位", "完成时限", "序号", "1", "（一）", "一、总则",
     "市应急局",
     "各县区、市公安局",
     "1.开展排查。2.严禁走过场", "加强监管。\n不得迟报；", "6月底前", "长期坚持", "（责任单位：市局）",
     "注：列第一位者为牵头单位", "\t", "某市政府\n2024年3月5日"]
)  # fmt: skip
SPANS = st.tuples(st.integers(0, 4), st.integers(0, 4))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(WORDS, SPANS), min_size=1, max_size=5), min_size=1, max_size=6))
def test_nothing_is_dropped_from_any_table(rows: list[list[tuple[str, tuple[int, int]]]]) -> None:
    body = "".join(
        "<tr>" + "".join(f"<td colspan={a} rowspan={b}>{words.replace(chr(10), '<p>')}" for words, (a, b) in row)
        for row in rows
    )
    document = from_html(f"<table>{body}</table>")
    check(document)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), max_size=2),
)
def test_nothing_is_dropped_from_any_table_of_a_word_processor(
    rows: list[list[str]], spans: list[tuple[int, int, int, int]]
) -> None:
    merges = [
        (top, left, min(top + down, len(rows) - 1), min(left + right, 3))
        for top, left, down, right in spans[:1] if top < len(rows)
    ]  # fmt: skip
    document = parse_manuscript(read_bytes(docx_bytes(rows, merges), "a.docx"))
    check(document)
