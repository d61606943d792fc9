"""A checklist filled in by people comes back: everything that they wrote is kept, whatever they did to the table."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

sys.path.insert(0, str(Path(__file__).parent))
import reports_sample as sample

from policies.errors import ZerenError
from policies.messages import use_language
from reports import inplace, rounds
from reports.checklist import ChangeKind, Checklist, Group, build
from reports.filled import FilledIn, read
from reports.formats import xlsx
from reports.update import as_dict, carry, update
from reports.yearly import with_year

WORDS = {"person": "张三", "status": "Under way", "evidence": "台账第3册", "remarks": "每月5日报表"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


@pytest.fixture
def made() -> Checklist:
    return build(sample.answers(sample.sample()), sample.MINE, sample.ON)


def heads(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1]}


TITLES = {"person": "Person in charge", "status": "Status", "evidence": "Evidence", "remarks": "Remarks"}
ID = "Duty id (do not change)"


def fill(made: Checklist, change: Callable[[Workbook, Worksheet], None] | None = None, row: int = 2) -> bytes:
    """The workbook of *made* with one line filled in, then changed as a person would."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(made)))
    sheet = book["Checklist"]
    for key, text in WORDS.items():
        sheet.cell(row, heads(sheet)[TITLES[key]], text)
    if change is not None:
        change(book, sheet)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def back(data: bytes, folder: Path) -> FilledIn:
    path = folder / "filled.xlsx"
    path.write_bytes(data)
    return read(path)


def first(made: Checklist) -> dict[str, str]:
    item = made.groups[0].items[0]
    return {key: getattr(item, key) for key in WORDS}


def kinds(made: Checklist) -> list[ChangeKind]:
    return [one.kind for one in made.updates]


def written(
    data: bytes, made: Checklist, folder: Path, why: Callable[[str], str] = lambda _id: ""
) -> tuple[Workbook, bytes]:
    """The updated workbook, loaded and as it was written."""
    found = back(data, folder)
    new = inplace.render(found, carry(found, made, why))
    return openpyxl.load_workbook(io.BytesIO(new)), new


def everything(book: Workbook) -> str:
    """All that a workbook says."""
    return "\n".join(str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None)


def said(book: Workbook) -> str:
    """The same, for sheets of which but the rim is written."""
    return "\n".join(str(c.value) for s in book.worksheets for c in s._cells.values() if c.value is not None)


def more(made: Checklist) -> tuple[Group, ...]:
    """A group with a line that is not in the list."""
    item = made.groups[0].items[0].model_copy(update={"id": "0123456789abcdef", "quote": "完全另外的一件事"})
    return (made.groups[0].model_copy(update={"items": (item,)}),)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without(made: Checklist, number: int) -> Checklist:
    """The list without one line of its first group."""
    group = made.groups[0]
    rest = group.model_copy(update={"items": (*group.items[:number], *group.items[number + 1 :])})
    return made.model_copy(update={"groups": (rest, *made.groups[1:])})


def test_nothing_changed_nothing_told(made: Checklist, tmp_path: Path) -> None:
    data = fill(made)
    new = update(back(data, tmp_path), made)
    assert first(new) == WORDS
    assert new.updates == () and new.kept == ()
    book, again = written(data, made, tmp_path)
    assert everything(book) == everything(openpyxl.load_workbook(io.BytesIO(data)))
    assert written(again, made, tmp_path)[1] == again


def move(_book: Workbook, sheet: Worksheet) -> None:
    """Swap the columns of ids and of tasks, evidence and numbers, and sort the rows the other way round."""
    at = heads(sheet)
    for one, two in ((at[ID], at["What to do"]), (at["Evidence"], at["No."])):
        for row in range(1, sheet.max_row + 1):
            a, b = sheet.cell(row, one), sheet.cell(row, two)
            a.value, b.value = b.value, a.value
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def title_above(_book: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1, "丰源煤业2012年清单")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=8)


def renamed(_book: Workbook, sheet: Worksheet) -> None:
    at = heads(sheet)
    sheet.cell(1, at["Person in charge"], "负责人姓名")
    sheet.cell(1, at[ID], "编号")


def chinese(_book: Workbook, sheet: Worksheet) -> None:
    sheet.cell(1, heads(sheet)["Person in charge"], "责任人")


def upper_ids(_book: Workbook, sheet: Worksheet) -> None:
    cell = sheet.cell(2, heads(sheet)[ID])
    cell.value = f" '{str(cell.value).upper()} "


def id_deleted(_book: Workbook, sheet: Worksheet) -> None:
    sheet.cell(2, heads(sheet)[ID]).value = None


@pytest.mark.parametrize("change", [move, title_above, renamed, chinese, upper_ids, id_deleted])
def test_what_people_do_to_tables(
    change: Callable[[Workbook, Worksheet], None], made: Checklist, tmp_path: Path
) -> None:
    new = update(back(fill(made, change), tmp_path), made)
    assert first(new) == WORDS
    assert set(kinds(new)) <= {ChangeKind.NOTE}
    assert bool(new.updates) is (change in (title_above, renamed, id_deleted))


def test_a_merged_cell_counts_for_all_its_rows(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        column = heads(sheet)["Person in charge"]
        sheet.merge_cells(start_row=2, start_column=column, end_row=4, end_column=column)

    new = update(back(fill(made, change), tmp_path), made)
    assert [item.person for item in new.items] == ["张三", "张三", "张三", "", ""]


def test_formulas_of_the_person_stay_formulas(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(2, heads(sheet)["Remarks"]).value = "=1+1"
        sheet.cell(9, 4).value = "=COUNTA(P2:P6)"

    data = fill(made, change)
    assert update(back(data, tmp_path), made).kept == ()
    sheet = written(data, without(made, 0), tmp_path)[0]["Checklist"]
    assert sheet.cell(2, heads(sheet)["Remarks"]).value == "=1+1"
    assert sheet.cell(9, 4).value == "=COUNTA(P2:P6)"


def test_a_formula_over_our_text_is_kept_as_text(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(2, heads(sheet)["What to do"]).value = '=HYPERLINK("http://example.org","x")'

    data = fill(made, change)
    assert kinds(update(back(data, tmp_path), made)) == [ChangeKind.CONFLICT]
    book, _data = written(data, made, tmp_path)
    assert "HYPERLINK" in everything(book)
    assert not [cell for row in book["Kept"].iter_rows() for cell in row if cell.data_type == "f"]
    assert book["Checklist"].cell(2, heads(book["Checklist"])["What to do"]).data_type == "s"


def test_doubled_lines_both_stay(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        at = heads(sheet)
        sheet.append([cell.value for cell in sheet[2]])
        sheet.cell(sheet.max_row, at["Person in charge"], "李四")

    data = fill(made, change)
    new = update(back(data, tmp_path), made)
    assert first(new) == WORDS
    assert (kinds(new), new.kept) == ([ChangeKind.CONFLICT], ())
    book, again = written(data, made, tmp_path)
    sheet = book["Checklist"]
    column = heads(sheet)["Person in charge"]
    assert [sheet.cell(row, column).value for row in (2, sheet.max_row)] == ["张三", "李四"]
    assert first(update(back(again, tmp_path), made)) == WORDS


def test_doubled_lines_complete_each_other(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        at = heads(sheet)
        sheet.append([cell.value for cell in sheet[2]])
        sheet.cell(2, at["Evidence"]).value = None

    new = update(back(fill(made, change), tmp_path), made)
    assert (first(new), new.kept, kinds(new)) == (WORDS, (), [ChangeKind.NOTE])


def test_columns_rows_sheets_and_comments_of_the_person(made: Checklist, tmp_path: Path) -> None:

    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.insert_cols(3)
        sheet.cell(1, 3, "预算（万元）")
        sheet.cell(2, 3, 12.5)
        sheet.cell(2, heads(sheet)["Status"]).comment = Comment("等设备到货", "张三")
        row = sheet.max_row + 1
        sheet.cell(row, heads(sheet)["What to do"], "集团公司加做的事")
        sheet.cell(row, heads(sheet)["Person in charge"], "王五")
        other = book.create_sheet("会议记录")
        other["A1"], other["A2"], other["A3"] = 1, 2, "=SUM(A1:A2)"

    found = back(fill(made, change), tmp_path)
    new = update(found, made)
    assert first(new) == WORDS
    assert dict(new.groups[0].items[0].own) == {"预算（万元）": "12.5"}
    assert [one.task for one in new.updates if one.kind is ChangeKind.NOTE] == ["集团公司加做的事"]
    target = tmp_path / "new.xlsx"
    rounds.write(carry(found, made), found, target)
    book = openpyxl.load_workbook(target)
    assert book["会议记录"]["A3"].value == "=SUM(A1:A2)"
    sheet = book["Checklist"]
    assert sheet.cell(2, heads(sheet)["预算（万元）"]).value == 12.5
    assert sheet.cell(2, heads(sheet)["Status"]).comment.text == "等设备到货"
    assert "集团公司加做的事" in everything(book)
    again = update(read(target), made)
    assert (again.groups, again.kept) == (new.groups, new.kept)


@pytest.mark.parametrize("column", ["What to do", "Next due", "Time limit", "Field of work"])
def test_our_text_changed_by_hand_is_restored_and_theirs_kept(column: str, made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(2, heads(sheet)[column], "我们的说法")

    data = fill(made, change)
    new = update(back(data, tmp_path), made)
    assert kinds(new) == [ChangeKind.CONFLICT]
    assert first(new) == WORDS
    book, again = written(data, made, tmp_path)
    assert "我们的说法" in everything(book)
    assert book["Checklist"].cell(2, heads(book["Checklist"])[column]).value != "我们的说法"
    third = update(back(again, tmp_path), made)  # told once, kept until a person removes it
    assert (third.updates, len(third.kept)) == ((), 1)


def test_a_ticked_calendar_is_kept(made: Checklist, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(with_year(made, 2012))))
    book["Calendar of 2012"]["G2"] = "✓ 6月20日"
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    carried = carry(found, made)
    rounds.write(carried.holding(with_year(carried.checklist, 2012)), found, tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book["Calendar of 2012"]["G2"].value == "✓ 6月20日"
    assert "Calendar of 2012 2012-09-01" in book.sheetnames


def test_gone_stays_where_it_was_struck_out_and_comes_back(made: Checklist, tmp_path: Path) -> None:
    data = fill(made)
    lost = update(back(data, tmp_path), without(made, 0), lambda _id: "repealed")
    assert [(one.kind, one.says) for one in lost.updates] == [(ChangeKind.GONE, "repealed")]
    book, marked = written(data, without(made, 0), tmp_path, lambda _id: "repealed")
    sheet = book["Checklist"]
    at = heads(sheet)
    assert sheet.cell(2, at["Demand"]).value == "no longer applies"
    assert sheet.cell(2, at["What to do"]).font.strike and not sheet.cell(2, at["Remarks"]).font.strike
    assert sheet.cell(2, at["Person in charge"]).value == "张三"
    assert not sheet.row_dimensions[2].hidden
    assert update(back(marked, tmp_path), without(made, 0)).updates == ()  # told once
    new = update(back(marked, tmp_path), made)
    assert (first(new), kinds(new), new.kept) == (WORDS, [ChangeKind.NEW], ())
    book, _data = written(marked, made, tmp_path)
    sheet = book["Checklist"]
    assert sheet.cell(2, at["Demand"]).value == "must" and not sheet.cell(2, at["What to do"]).font.strike


def test_a_gone_line_on_which_nobody_wrote_is_hidden(made: Checklist, tmp_path: Path) -> None:
    sheet = written(fill(made, row=3), without(made, 0), tmp_path)[0]["Checklist"]
    assert sheet.row_dimensions[2].hidden
    assert sheet.cell(2, heads(sheet)["Demand"]).value == "no longer applies"


def test_new_lines_go_to_the_end_and_look_as_the_others(made: Checklist, tmp_path: Path) -> None:
    data = fill(without(made, 0), lambda _book, sheet: setattr(sheet.cell(5, 2), "fill", GREEN))
    book, new = written(data, made, tmp_path)
    sheet = book["Checklist"]
    last = sheet.max_row
    at = heads(sheet)
    assert sheet.cell(last, at[ID]).value == made.groups[0].items[0].id
    numbers = [sheet.cell(row, 1).value for row in range(2, last + 1)]
    assert len(set(numbers)) == len(numbers) and numbers[-1] == max(numbers)
    assert sheet.auto_filter.ref.endswith(str(last)) and sheet.print_area.endswith(str(last))
    status = f"{sheet.cell(1, at['Status']).column_letter}2:{sheet.cell(1, at['Status']).column_letter}{last}"
    assert {str(one.sqref) for one in sheet.data_validations.dataValidation} == {status}
    assert {str(area.sqref) for area in sheet.conditional_formatting} == {status}
    assert sheet.cell(last, at["What to do"]).border.left.style == "thin"
    assert kinds(update(back(new, tmp_path), made)) == []


def test_what_is_settled_goes_to_the_other_sheet(made: Checklist, tmp_path: Path) -> None:
    item = made.unsettled[0].items[0]
    book = openpyxl.load_workbook(io.BytesIO(fill(made)))
    sheet = book["Items to be settled"]
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, heads(sheet)[ID]).value == item.id)
    sheet.cell(row, heads(sheet)["Remarks"], "已问过市局")
    data = io.BytesIO()
    book.save(data)
    group = made.groups[0]
    settled = made.model_copy(update={
        "groups": (group.model_copy(update={"items": (*group.items, item)}), *made.groups[1:]),
        "unsettled": tuple(one.model_copy(update={"items": tuple(i for i in one.items if i is not item)})
                           for one in made.unsettled),
    })  # fmt: skip
    new, again = written(data.getvalue(), settled, tmp_path)
    there = new["Checklist"]
    assert there.cell(there.max_row, heads(there)["Remarks"]).value == "已问过市局"
    assert new["Items to be settled"].cell(row, heads(sheet)["Demand"]).value == "now on the other sheet"
    assert new["Items to be settled"].cell(row, heads(sheet)["Remarks"]).value == "已问过市局"
    assert update(back(again, tmp_path), settled).updates == ()


def test_a_reworded_duty_keeps_what_was_written(made: Checklist, tmp_path: Path) -> None:
    item = made.groups[0].items[0]
    other = item.model_copy(update={"id": "0123456789abcdef", "quote": item.quote + "，并建立台账"})
    group = made.groups[0].model_copy(update={"items": (other, *made.groups[0].items[1:])})
    data = fill(made, lambda _book, sheet: sheet.cell(2, heads(sheet)["Status"], "Done") and None)
    new = update(back(data, tmp_path), made.model_copy(update={"groups": (group, *made.groups[1:])}))
    assert first(new) == {**WORDS, "status": "Done"}
    assert kinds(new) == [ChangeKind.CONFLICT, ChangeKind.CHANGED]  # done, but not this


def test_a_changed_demand_and_a_mark_against_the_base_are_told(made: Checklist, tmp_path: Path) -> None:
    item = made.groups[0].items[0].model_copy(update={"time": ()})
    group = made.groups[0].model_copy(update={"items": (item, *made.groups[0].items[1:])})
    data = fill(made, lambda _book, sheet: sheet.cell(2, heads(sheet)["Status"], "Not applicable") and None)
    new = update(back(data, tmp_path), made.model_copy(update={"groups": (group, *made.groups[1:])}))
    assert kinds(new) == [ChangeKind.CONFLICT, ChangeKind.CHANGED]
    assert first(new)["status"] == "Not applicable"
    assert as_dict(new)["counts"] == {"conflict": 1, "changed": 1, "new": 0, "gone": 0, "note": 0}


def test_without_the_hidden_sheet_the_lines_still_come_back(made: Checklist, tmp_path: Path) -> None:
    found = back(fill(made, lambda book, _sheet: book.remove(book["_zeren"])), tmp_path)
    assert found.memory.entity is None
    assert first(update(found, made)) == WORDS


GREEN = PatternFill("solid", fgColor="FF92D050")


def decorated(book: Workbook, sheet: Worksheet) -> None:
    """What people do to workbooks that is no text in a cell."""
    at = heads(sheet)
    sheet.cell(3, at["Evidence"], "台账").hyperlink = "https://example.org/台账.pdf"
    sheet.cell(3, at["What to do"]).fill = GREEN
    sheet.cell(3, at["Remarks"], 0.5).number_format = "0.0%"
    sheet.column_dimensions["D"].width = 77
    sheet.row_dimensions[3].height = 123
    sheet.oddHeader.left.text = "丰源煤业"
    sheet.oddFooter.right.text = "安监科"
    sheet.page_margins.top = 2.5
    choice = DataValidation(type="list", formula1='"甲,乙"')
    sheet.add_data_validation(choice)
    choice.add("N2:N9")
    sheet.conditional_formatting.add("D2:D9", CellIsRule(operator="equal", formula=["1"], fill=GREEN))
    sheet.add_chart(BarChart(), "X2")
    sheet.protection.sheet = False
    sheet.sheet_view.zoomScale = 85
    book.create_chartsheet("进度图").add_chart(BarChart())
    other = book.create_sheet("会议记录")
    other["A1"] = "纪要"
    other["A1"].hyperlink = "https://example.org/a"
    other["A1"].comment = Comment("请补签字", "张三")
    other["B2"] = "=Checklist!A2+1"
    other.merge_cells("C1:D2")
    other.freeze_panes = "B2"
    other.conditional_formatting.add("A1:A9", CellIsRule(operator="equal", formula=["1"], fill=GREEN))
    book.defined_names["起点"] = DefinedName("起点", attr_text="Checklist!$A$2")
    book["About this table"]["D3"] = "本表由张三保管"


def test_all_that_is_no_text_stays(made: Checklist, tmp_path: Path) -> None:
    data = fill(made, decorated)
    assert first(update(back(data, tmp_path), made)) == WORDS
    for now in (made, without(made, 1), made.model_copy(update={"unsettled": ()})):
        book, new = written(data, now, tmp_path)
        sheet, other = book["Checklist"], book["会议记录"]
        at = heads(sheet)
        assert sheet.cell(3, at["Evidence"]).hyperlink.target == "https://example.org/台账.pdf"
        assert sheet.cell(3, at["What to do"]).fill.fgColor.rgb == "FF92D050"
        assert (sheet.cell(3, at["Remarks"]).value, sheet.cell(3, at["Remarks"]).number_format) == (0.5, "0.0%")
        assert (sheet.column_dimensions["D"].width, sheet.row_dimensions[3].height) == (77, 123)
        assert (sheet.oddHeader.left.text, sheet.oddFooter.right.text) == ("丰源煤业", "安监科")
        assert (sheet.page_margins.top, sheet.sheet_view.zoomScale) == (2.5, 85)
        assert "N2:N9" in {str(one.sqref) for one in sheet.data_validations.dataValidation}
        assert "D2:D9" in {str(area.sqref) for area in sheet.conditional_formatting}
        assert (other["A1"].hyperlink.target, other["A1"].comment.text) == ("https://example.org/a", "请补签字")
        assert (other["B2"].value, other.freeze_panes) == ("=Checklist!A2+1", "B2")
        assert str(next(iter(other.merged_cells.ranges))) == "C1:D2"
        assert book.defined_names["起点"].attr_text == "Checklist!$A$2"
        assert "本表由张三保管" in everything(book) and "About this table 2012-09-01" in book.sheetnames
        before, after = parts(data), parts(new)
        for name, content in before.items():
            if name.startswith(("xl/charts", "xl/drawings", "xl/chartsheets", "xl/comments", "xl/theme")):
                assert after[name] == content
        new = written(new, now, tmp_path)[1]  # nothing is another one any more
        assert written(new, now, tmp_path)[1] == new


def test_parts_that_no_library_knows_stay(made: Checklist, tmp_path: Path) -> None:
    before = parts(fill(made, decorated))
    sheet = before["xl/worksheets/sheet1.xml"].decode()
    extension = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
        ' uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:conditionalFormatting'
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><xm:sqref>Q2:Q4</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    before["xl/worksheets/sheet1.xml"] = sheet.replace("</worksheet>", extension).encode()
    before["xl/vbaProject.bin"] = b"macros"
    before["xl/threadedComments/threadedComment1.xml"] = b"<ThreadedComments/>"
    before["xl/media/image1.png"] = bytes(range(256))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in before.items():
            archive.writestr(name, content)
    after = parts(written(output.getvalue(), without(made, 1), tmp_path)[1])
    for name in ("xl/vbaProject.bin", "xl/threadedComments/threadedComment1.xml", "xl/media/image1.png"):
        assert after[name] == before[name]
    assert b"<xm:sqref>Q2:Q4</xm:sqref>" in after["xl/worksheets/sheet1.xml"]


def test_a_shared_formula_over_our_text_leaves_the_others_right(made: Checklist, tmp_path: Path) -> None:
    before = parts(fill(made))
    sheet = before["xl/worksheets/sheet1.xml"].decode()
    sheet = re.sub(r'<c r="D2"[^>]*>.*?</c>', '<c r="D2"><f t="shared" ref="D2:D9" si="0">A2+1</f><v>2</v></c>', sheet)
    row = '<row r="9"><c r="D9"><f t="shared" si="0"/><v>1</v></c></row></sheetData>'
    before["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", row).encode()
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in before.items():
            archive.writestr(name, content)
    book, _data = written(output.getvalue(), made, tmp_path)
    assert book["Checklist"]["D9"].value == "=A9+1"
    assert "A2+1" in everything(book)


def test_what_expands_without_end_is_refused(made: Checklist, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(fill(made))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    hostile = {
        "bomb": f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>' + sheet.replace("<sheetData>", "<sheetData>&l9;"),
        "spaces": sheet.replace("<sheetData>", "<sheetData>" + " " * 300_000_000),
        "cut": sheet[: len(sheet) // 2],
    }
    for name, text in hostile.items():
        path = tmp_path / f"{name}.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for part, data in {**parts, "xl/worksheets/sheet1.xml": text.encode()}.items():
                target.writestr(part, data)
        with pytest.raises(ZerenError):
            read(path)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.xls", b"", "Only an XLSX"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old XLS"),
        ("a.xlsx", b"no zip", "damaged"),
        ("a.xlsx", None, "could not be read"),
    ],
)
def test_what_is_no_workbook_is_refused(name: str, data: bytes | None, what: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ZerenError, match=what):
        read(path)


def test_a_workbook_without_checklist_is_refused(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(ZerenError, match="holds no checklist"):
        read(tmp_path / "a.xlsx")


def test_the_filled_in_file_is_never_the_target(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")
    for output in (path, tmp_path / "b.docx", tmp_path / "b.xlsm"):
        with pytest.raises(ZerenError):
            rounds.target(path, output, date(2024, 1, 1))
    assert rounds.target(path, None, date(2024, 1, 1)).name == "a-2024-01-01.xlsx"


def test_a_sheet_formatted_to_its_last_row_is_read_all_the_same(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(1_048_576, 16_384).number_format = "0.00"

    assert first(update(back(fill(made, change), tmp_path), made)) == WORDS


@pytest.mark.parametrize("place", ["A1048577", "XFE2", "XFD2", "XFD1", "A1048576", "XFD1048576"])
def test_something_at_the_rim_of_a_sheet(place: str, made: Checklist, tmp_path: Path) -> None:
    before = parts(fill(made))
    sheet = before["xl/worksheets/sheet1.xml"].decode()
    row = re.sub("[A-Z]", "", place)
    cell = f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'
    if row in "12":
        sheet = re.sub(rf'(<row r="{row}".*?)</row>', rf"\g<1>{cell}</row>", sheet, count=1)
    else:
        sheet = sheet.replace("</sheetData>", f'<row r="{row}">{cell}</row></sheetData>')
    before["xl/worksheets/sheet1.xml"] = sheet.encode()
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in before.items():
            archive.writestr(name, content)
    data = output.getvalue()
    if place in ("A1048577", "XFE2"):
        with pytest.raises(ZerenError, match="further than a sheet reaches"):
            back(data, tmp_path)
        return
    assert first(update(back(data, tmp_path), made)) == WORDS
    assert "x" in said(written(data, made, tmp_path)[0]).split("\n")
    if row == "1048576":
        with pytest.raises(ZerenError, match="no room"):
            written(data, made.model_copy(update={"groups": (*made.groups, *more(made))}), tmp_path)


def test_a_workbook_in_the_other_language_is_read(made: Checklist, tmp_path: Path) -> None:
    found = back(fill(made), tmp_path)
    use_language("zh")
    new = update(found, made)
    assert first(new) == WORDS
    assert kinds(new) == [ChangeKind.NOTE]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)


@given(
    order=st.permutations(range(21)),
    written=st.lists(st.tuples(st.sampled_from([*TITLES.values()]), st.integers(0, 3), TEXTS), max_size=8),
    rows=st.permutations(range(4)),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_order_and_words_everything_comes_back(
    order: list[int], written: list[tuple[str, int, str]], rows: list[int], made: Checklist, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(made)))
    sheet = book["Checklist"]
    at = heads(sheet)
    said: dict[tuple[str, str], str] = {}
    for title, row, text in written:
        cell = sheet.cell(row + 2, at[title], text)
        cell.data_type = "s"
        said[str(sheet.cell(row + 2, at[ID]).value), title] = text.strip()
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for number, values in enumerate([table[0], *(table[1 + row] for row in rows)], 1):
        for column, place in enumerate(order, 1):
            cell = sheet.cell(number, column)
            cell.value = values[place]
            if isinstance(cell.value, str):
                cell.data_type = "s"
    data = io.BytesIO()
    book.save(data)
    new = update(back(data.getvalue(), tmp_path), made)
    items = {item.id: item for item in new.items}
    for (identity, title), text in said.items():
        key = next(key for key, name in TITLES.items() if name == title)
        assert getattr(items[identity], key) == text
    assert new.kept == ()
