"""The division of tasks: who leads, answers for it, cooperates and oversees; and the tables in every format."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from docs.make.console import execute, surroundings
from parsers import parse_text
from policies.errors import UsageError
from reports import matrix
from reports.formats import flat
from reports.formats.flat import Column, Flat, Sheet

NOTICE = """示例县人民政府办公室关于印发冬季安全工作方案的通知
各乡镇人民政府，县直有关部门：
一、隐患排查
由县应急管理局牵头，县教育局、县住房和城乡建设局配合，2026年11月底前完成学校周边隐患排查。
二、企业责任
县应急管理局要督促煤矿企业每季度开展一次应急演练。
三、宣传
加强冬季安全宣传，营造良好氛围。
"""


@pytest.fixture(scope="module")
def made() -> matrix.Matrix:
    return matrix.build(parse_text(NOTICE))


def test_roles_of_a_task(made: matrix.Matrix) -> None:
    survey = next(row for row in made.rows if "学校周边" in row.task)
    assert survey.lead == ("县应急管理局",)
    assert survey.responsible == ()
    assert survey.cooperate == ("县教育局", "县住房和城乡建设局")
    assert survey.time == ("2026-11-30（2026年11月底前）",)
    assert survey.field == "隐患排查"


def test_who_oversees_whom(made: matrix.Matrix) -> None:
    drill = next(row for row in made.rows if "演练" in row.task)
    assert (drill.responsible, drill.supervised) == (("县应急管理局",), ("煤矿企业",))
    (bureau,) = [body for body in made.bodies if body.name == "县应急管理局"]
    assert (bureau.lead, bureau.responsible, bureau.supervise) == ((1,), (2,), (2,))


def test_implied_bodies_stand_last_and_say_so(made: matrix.Matrix) -> None:
    publicity = next(row for row in made.rows if "宣传" in row.task)
    assert publicity.responsible
    assert all(name.endswith("（推定）") for name in publicity.responsible)
    flags = [body.inferred for body in made.bodies]
    assert flags == sorted(flags)


REPORT = Flat(
    title="试表",
    sheets=(
        Sheet(
            "甲", (Column("名称", 10), Column("数", 6), Column("日", 12)),
            (("=1+1", 3, date(2026, 1, 2)), ("一\n二|三", None, None)),
        ),
        Sheet("乙/丙", (Column("空", 10),), ()),
    ),
    facts=(("来源", "<b>样例</b>"),),
)  # fmt: skip


def test_csv_runs_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(flat.as_csv(REPORT).decode("utf-8-sig"))))
    assert rows == [
        ["甲"],
        ["名称", "数", "日"],
        ["'=1+1", "3", "2026-01-02"],
        ["一 二|三", "", ""],
        [],
        ["乙/丙"],
        ["空"],
    ]


def test_xlsx_keeps_words_words() -> None:
    book = openpyxl.load_workbook(io.BytesIO(flat.as_xlsx(REPORT)))
    assert book.sheetnames == ["甲", "乙 丙"]
    cell = book["甲"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert book["甲"]["C2"].value.date() == date(2026, 1, 2)
    assert book["甲"].freeze_panes == "A2"


def test_docx_and_markup_hold_every_cell() -> None:
    document = docx.Document(io.BytesIO(flat.as_docx(REPORT)))
    assert [len(table.rows) for table in document.tables] == [3, 1]
    assert document.tables[0].cell(2, 0).text == "一\n二|三"
    page = flat.as_html(REPORT).decode()
    assert "&lt;b&gt;样例" in page and "<b>样例" not in page
    assert "| 一<br>二\\|三 |" in flat.as_markdown(REPORT).decode()


def test_the_same_table_gives_the_same_bytes() -> None:
    for suffix, write in flat.FORMATS.items():
        assert write(REPORT) == write(REPORT), suffix


def test_an_unknown_suffix_is_told() -> None:
    with pytest.raises(UsageError):
        flat.writer(Path("a.pptx"))


def test_the_command_reads_files_and_the_base(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    with surroundings(tmp_path, {}):
        printed = execute("zeren matrix notice.txt --format csv")
        assert printed.code == 0 and "县住房和城乡建设局" in printed.output
        assert execute("zeren ingest notice.txt --db a.db").code == 0
        assert execute("zeren matrix 冬季安全工作方案 --db a.db -o m.xlsx").code == 0
        assert openpyxl.load_workbook(tmp_path / "m.xlsx").sheetnames == ["按任务", "按单位"]
        refused = execute("zeren matrix notice.txt --format xlsx", terminal=True)
        assert refused.code == 2 and "-o" in refused.output
