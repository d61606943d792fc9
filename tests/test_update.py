"""A checklist filled in by people comes back: everything that they wrote is kept, whatever they did to the table."""

from __future__ import annotations

import io
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
from openpyxl.worksheet.worksheet import Worksheet

sys.path.insert(0, str(Path(__file__).parent))
import reports_sample as sample

from policies.errors import ZerenError
from policies.messages import use_language
from reports import rounds
from reports.checklist import ChangeKind, Checklist, build
from reports.filled import FilledIn, read
from reports.formats import xlsx
from reports.update import as_dict, update
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


def everything(made: Checklist) -> str:
    """All that a person wrote, wherever it is now."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(made)))
    return "\n".join(str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None)


def test_nothing_changed_nothing_told(made: Checklist, tmp_path: Path) -> None:
    new = update(back(fill(made), tmp_path), made)
    assert first(new) == WORDS
    assert new.updates == () and new.kept == ()
    assert xlsx.render(new) == xlsx.render(update(back(xlsx.render(new), tmp_path), made))


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


def test_a_formula_is_told_and_kept(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(2, heads(sheet)["Remarks"]).value = '=HYPERLINK("http://example.org","x")'

    new = update(back(fill(made, change), tmp_path), made)
    assert first(new) == {**WORDS, "remarks": ""}  # the formula had never been calculated
    assert kinds(new) == [ChangeKind.CONFLICT]
    assert "HYPERLINK" in new.kept[0].further
    cells = openpyxl.load_workbook(io.BytesIO(xlsx.render(new)))["Kept"]
    assert not [cell for row in cells.iter_rows() for cell in row if cell.data_type == "f"]


def test_doubled_lines_that_differ_are_both_kept(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        at = heads(sheet)
        sheet.append([cell.value for cell in sheet[2]])
        sheet.cell(sheet.max_row, at["Person in charge"], "李四")

    new = update(back(fill(made, change), tmp_path), made)
    assert first(new) == WORDS
    assert kinds(new) == [ChangeKind.CONFLICT]
    assert [one.person for one in new.kept] == ["李四"]
    again = update(back(xlsx.render(new), tmp_path), made)
    assert again.kept == new.kept  # until a person removes it
    assert again.updates == ()


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
    assert dict(new.groups[0].items[0].own) == {"预算（万元）": "12.5", "Comments": "等设备到货"}
    assert [(one.task, one.person) for one in new.kept] == [("集团公司加做的事", "王五")]
    target = tmp_path / "new.xlsx"
    rounds.write(new, found, target)
    book = openpyxl.load_workbook(target)
    assert book["会议记录"]["A3"].value == "=SUM(A1:A2)"
    assert "预算（万元）" in heads(book["Checklist"])
    again = update(read(target), made)
    assert (again.groups, again.kept) == (new.groups, new.kept)


@pytest.mark.parametrize("column", ["What to do", "Next due", "Time limit", "Field of work"])
def test_our_text_changed_by_hand_is_restored_and_theirs_kept(column: str, made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(2, heads(sheet)[column], "我们的说法")

    new = update(back(fill(made, change), tmp_path), made)
    assert kinds(new) == [ChangeKind.CONFLICT]
    assert "我们的说法" in everything(new)
    assert first(new) == WORDS


def test_a_ticked_calendar_is_kept(made: Checklist, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(with_year(made, 2012))))
    book["Calendar of 2012"]["G2"] = "✓ 6月20日"
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    rounds.write(with_year(update(found, made), 2012), found, tmp_path / "b.xlsx")
    cells = [c.value for s in openpyxl.load_workbook(tmp_path / "b.xlsx") for row in s.iter_rows() for c in row]
    assert "✓ 6月20日" in cells


def test_gone_comes_back(made: Checklist, tmp_path: Path) -> None:
    rest = made.model_copy(update={"groups": made.groups[1:]})
    lost = update(back(fill(made), tmp_path), rest, lambda _id: "repealed")
    assert ChangeKind.GONE in kinds(lost)
    assert (lost.kept[0].person, lost.kept[0].reason) == ("张三", "repealed")
    again = update(back(xlsx.render(lost), tmp_path), made)
    assert first(again) == WORDS
    assert again.kept == ()
    assert kinds(again).count(ChangeKind.NEW) == len(made.groups[0].items)


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


def test_charts_are_told(made: Checklist, tmp_path: Path) -> None:
    def change(book: Workbook, sheet: Worksheet) -> None:
        sheet.add_chart(BarChart(), "X2")
        book.create_chartsheet("进度图").add_chart(BarChart())

    new = update(back(fill(made, change), tmp_path), made)
    assert first(new) == WORDS
    assert kinds(new) == [ChangeKind.NOTE]
    assert "进度图" in new.updates[0].says


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
    for output in (path, tmp_path / "b.docx"):
        with pytest.raises(ZerenError):
            rounds.target(path, output, date(2024, 1, 1))
    assert rounds.target(path, None, date(2024, 1, 1)).name == "a-2024-01-01.xlsx"


def test_a_sheet_formatted_to_its_last_row_is_read_all_the_same(made: Checklist, tmp_path: Path) -> None:
    def change(_book: Workbook, sheet: Worksheet) -> None:
        sheet.cell(1_048_576, 16_384).number_format = "0.00"

    assert first(update(back(fill(made, change), tmp_path), made)) == WORDS


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
