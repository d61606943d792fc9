"""What a report may not be written over: a base, decisions of people, facts, filled-in cells, the draft itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from docs.make.console import execute, surroundings

NOTICE = (
    "示例县应急管理局关于煤矿带班的通知\n一、煤矿企业主要负责人每月带班不少于5次，煤矿企业其他负责人每月带班不少于10次。\n"
    "示例县应急管理局\n2025年1月5日\n"
)
ASKED = "--db a.db --kind 企业 --sector 煤矿 --on 2025-02-01"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "facts.yaml").write_text("kind: 企业\nsectors: [煤矿]\n", encoding="utf-8")
    for name in ("zeren.review.jsonl", "zeren.overrides.yaml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    with surroundings(tmp_path, {}):
        assert execute("zeren ingest notice.txt --db a.db").code == 0
        yield tmp_path


@pytest.mark.parametrize(
    ("command", "kept"),
    [
        (f"zeren duties {ASKED} --receipt a.db", "a.db"),
        ("zeren stats --db a.db --format json -o a.db", "a.db"),
        ("zeren matrix notice.txt --format json -o zeren.review.jsonl", "zeren.review.jsonl"),
        (f"zeren duties {ASKED} --receipt zeren.overrides.yaml", "zeren.overrides.yaml"),
        ("zeren duties --db a.db --entity facts.yaml --on 2025-02-01 --receipt facts.yaml", "facts.yaml"),
        ("zeren lint notice.txt --fix -o notice.txt", "notice.txt"),
        ("zeren crossref notice.txt --db a.db -o notice.txt", "notice.txt"),
    ],
)
def test_an_output_spares_what_people_gave(folder: Path, command: str, kept: str) -> None:
    before = (folder / kept).read_bytes()
    outcome = execute(command)
    assert outcome.code == 2, outcome.output
    assert "办法：" in outcome.output
    assert (folder / kept).read_bytes() == before


def test_a_filled_in_checklist_is_not_written_over(folder: Path) -> None:
    assert execute(f"zeren checklist {ASKED} -o mine.xlsx").code == 0
    assert execute(f"zeren checklist {ASKED} -o mine.xlsx").code == 0, "an empty one is written anew"
    book = openpyxl.load_workbook(folder / "mine.xlsx")
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("责任人") + 1
    sheet.cell(2, column).value = "张三"
    book.save(folder / "mine.xlsx")
    shutil.copy(folder / "mine.xlsx", folder / "kept.xlsx")
    again = execute(f"zeren checklist {ASKED} -o mine.xlsx")
    assert again.code == 2 and "--update" in again.output
    assert (folder / "mine.xlsx").read_bytes() == (folder / "kept.xlsx").read_bytes()


def test_a_year_that_is_long_gone_is_understood(folder: Path) -> None:
    assert "2012-01-01～2012-12-31" in execute("zeren ask 2012年底前煤矿企业要做什么 --db a.db").output
