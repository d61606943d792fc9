"""Many entities at once: each row is answered as by ``duties_for``; what is wrong is named with row and column."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from cli import zeren
from docs.make import console
from kb import KnowledgeBase
from policies.answers import Verdict
from policies.entities import Entity, Site
from policies.errors import InputError, UsageError
from policies.messages import use_language
from rules.entity_rows import EntityRow, entity_rows

ON = date(2012, 9, 1)
ROWS: list[dict[str, Any]] = [
    {"id": "A1", "name": "甲煤业有限公司", "kind": "enterprise", "place": "吉林省吉林市",
     "sectors": ["煤矿", "危险化学品"], "size": "规模以上", "attributes": {"重大危险源": True}, "employees": 120},
    {"kind": "企业", "place": "上海市", "sectors": []},
    {"id": "A3", "kind": "government", "place": "220221"},
    {"id": "A4", "kind": "department", "place": "吉林省吉林市", "functions": ["应急管理"], "position": "主要负责人"},
    {"kind": "enterprise", "sites": [{"place": "吉林省吉林市", "sectors": ["煤矿"]}, {"place": "上海市"}]},
]  # fmt: skip
ENTITIES = [
    Entity(kind="enterprise", name="甲煤业有限公司", place="吉林省吉林市", size="规模以上",
           sectors=("煤矿", "危险化学品"), attributes={"重大危险源": True}, employees=120),
    Entity(kind="enterprise", place="上海市", sectors=()),
    Entity(kind="government", place="220221"),
    Entity(kind="department", place="吉林省吉林市", functions=("应急管理",), position="主要负责人"),
    Entity(kind="enterprise", sites=(Site(place="吉林省吉林市", sectors=("煤矿",)), Site(place="上海市"))),
]  # fmt: skip


def as_cells(row: dict[str, Any]) -> dict[str, str]:
    cells = {}
    for key, value in row.items():
        if key == "sites":
            cells[key] = json.dumps(value, ensure_ascii=False)
        elif key == "attributes":
            cells[key] = "；".join(f"{name}={'是' if holds else '否'}" for name, holds in value.items())
        elif isinstance(value, list):
            cells[key] = "、".join(value) or "[]"
        else:
            cells[key] = str(value)
    return cells


def table(folder: Path, suffix: str, rows: list[dict[str, Any]], encoding: str = "utf-8") -> Path:
    path = folder / f"entities.{suffix}"
    if suffix == "csv":
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(map(as_cells, rows))
    elif suffix == "parquet":
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pyarrow.Table.from_pylist(rows, _schema(pyarrow)), path)
    else:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows), encoding=encoding)
    return path


def _schema(pyarrow: Any) -> Any:
    text, texts = pyarrow.string(), pyarrow.list_(pyarrow.string())
    site = pyarrow.struct([("place", text), ("sectors", texts)])
    return pyarrow.schema([
        ("id", text), ("name", text), ("kind", text), ("place", text), ("sectors", texts), ("size", text),
        ("attributes", pyarrow.map_(text, pyarrow.bool_())), ("employees", pyarrow.int32()), ("functions", texts),
        ("position", text), ("sites", pyarrow.list_(site)),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "encoding"),
    [("csv", "utf-8"), ("csv", "utf-8-sig"), ("csv", "gb18030"), ("csv", "utf-16"), ("jsonl", "utf-8"),
     ("ndjson", "gb18030"), ("parquet", "")],
)  # fmt: skip
def test_rows_are_entities(tmp_path: Path, suffix: str, encoding: str) -> None:
    rows = list(entity_rows(table(tmp_path, suffix, ROWS, encoding)))
    assert [row.error for row in rows] == [None] * len(ROWS)
    assert [row.entity for row in rows] == ENTITIES
    assert [row.identity or None for row in rows] == [row.get("id") for row in ROWS]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_answers_are_those_of_one_at_a_time(demo_base: Path, tmp_path: Path, suffix: str, form: str) -> None:
    path = table(tmp_path, suffix, ROWS)
    done = run(f"match --db {demo_base} {path} --on 2012-09-01 --format {form}")
    assert done.code == 0, done.output
    told = list(csv.DictReader(done.output.splitlines())) if form == "csv" else list(map(json.loads, lines(done)))
    with KnowledgeBase(demo_base) as kb:
        for entity, line, row in zip(ENTITIES, told, ROWS, strict=True):
            answers = kb.duties_for(entity, on=ON)
            for key, verdict in (("applies", Verdict.APPLIES), ("unknown", Verdict.UNKNOWN)):
                wanted = {answer.record.duty.id for answer in answers if answer.verdict is verdict}
                ids = line[f"{key}_ids"]
                assert set(ids.split() if form == "csv" else ids) == wanted
                assert int(line[key]) == len(wanted)
            assert (line["id"] or None, line["name"] or None) == (row.get("id"), row.get("name"))


def lines(done: console.Outcome) -> Iterator[str]:
    return (line for line in done.output.splitlines() if line.startswith("{"))


def run(arguments: str) -> console.Outcome:
    return console.execute(f"zeren {arguments}")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"place": "无此地"}, "place", "无此地"),
        ({"sectors": ["煤矿", "煤框"]}, "sectors", "煤框"),
        ({"kind": "公司", "place": "上海市"}, "kind", "公司"),
        ({"employees": "很多"}, "employees", "很多"),
        ({"employees": 1.5}, "employees", "写法"),
        ({"attributes": {"重大危险源": "也许"}}, "attributes", "也许"),
        ({"attributes": 3}, "attributes", "写法"),
        ({"sites": [{"sectors": ["煤矿"]}]}, "sites", "place"),
        ({"sites": "上海"}, "sites", "写法"),
        ({"name": "长" * 300}, "name", "长长"),
        ({"kine": "enterprise"}, "kine", "kind"),
        ({"kind": "enterprise", "level": "city"}, None, "矛盾"),
    ],
)
def test_what_is_wrong_is_named_with_row_and_column(
    demo_base: Path, tmp_path: Path, row: dict[str, Any], column: str | None, words: str
) -> None:
    path = table(tmp_path, "jsonl", [ROWS[0], row, ROWS[2]])
    good, bad, after = entity_rows(path)
    assert good.entity and after.entity and bad.error
    where = bad.error.where
    assert str(path) in where and "2" in where.removeprefix(str(path))
    assert (column or "") in where
    assert words in f"{bad.error.what} {bad.error.why} {bad.error.mend}"
    done = run(f"match --db {demo_base} {path} --on 2012-09-01")
    assert done.code == 3
    assert [json.loads(line)["row"] for line in lines(done)] == [1, 3]


def test_lines_that_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "entities.jsonl"
    path.write_text('[1]\n{"kind": "enterprise"}\n{"kind": \n' + "[" * 100_000 + "\n", encoding="utf-8")
    assert [row.error is None for row in entity_rows(path)] == [False, True, False, False]
    path = tmp_path / "entities.csv"
    path.write_text("kind,place\nenterprise,上海市,多余\n\nenterprise\n", encoding="utf-8")
    assert [(row.number, row.error is None) for row in entity_rows(path)] == [(1, False), (2, True)]


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="后缀"):
        list(entity_rows(tmp_path / "entities.xlsx"))
    with pytest.raises(InputError):
        list(entity_rows(tmp_path / "missing.csv"))
    (tmp_path / "a.csv").write_text("kind,plase\nenterprise,上海市\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        list(entity_rows(tmp_path / "a.csv"))
    assert "place" in caught.value.mend
    (tmp_path / "a.csv").write_text("", encoding="utf-8")
    assert list(entity_rows(tmp_path / "a.csv")) == []


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_language("en")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError) as caught:
        list(entity_rows(tmp_path / "a.parquet"))
    assert "pip install pyarrow" in caught.value.mend


def test_a_broken_parquet_file(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no table PAR1")
    with pytest.raises(InputError):
        list(entity_rows(tmp_path / "a.parquet"))


def test_entities_are_asked_for_one_by_one(demo_base: Path) -> None:
    """An endless row of entities is answered as it comes: none is waited for, none is kept."""
    asked = 0

    def endless() -> Iterator[Entity]:
        nonlocal asked
        for number in count():
            asked = number
            yield ENTITIES[number % len(ENTITIES)]

    with KnowledgeBase(demo_base) as kb:
        found = list(islice(kb.match(endless(), on=ON), 12))
    assert asked == 11
    assert found[0] == found[5] == found[10]


def test_what_is_remembered_is_bounded(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeBase(demo_base) as kb:
        wanted = list(kb.match(ENTITIES, on=ON))
        monkeypatch.setattr("kb.answering._MOST_KNOWN", 5)
        assert list(kb.match(ENTITIES * 2, on=ON)) == wanted * 2


def test_a_row_knows_its_entity() -> None:
    assert EntityRow(1, None, Entity(), None).entity == Entity()
    assert zeren.get_command(None, "match")  # type: ignore[arg-type]


def test_an_open_quotation_mark_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    path.write_text(
        'id,kind,place\n1,"enterprise,上海市\n2,enterprise,上海市\n3,"enter"prise,上海市\n4,enterprise,\n',
        encoding="utf-8",
    )
    found = list(entity_rows(path))
    assert [(row.number, row.identity, row.error is None) for row in found] == [
        (1, None, False), (2, "2", True), (3, None, False), (4, "4", True),
    ]  # fmt: skip
    assert found[0].error and "第2行" in found[0].error.where.replace(" ", "") and "引号" in found[0].error.why


def test_a_column_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "entities.csv"
    path.write_text("kind,kind\nenterprise,government\n", encoding="utf-8")
    with pytest.raises(UsageError, match="kind"):
        list(entity_rows(path))


def test_a_line_that_is_too_long_is_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.entity_rows._LONGEST", 64)
    path = tmp_path / "entities.jsonl"
    path.write_text('{"name": "' + "长" * 200 + '"}\n{"kind": "enterprise"}\n', encoding="utf-8")
    assert [(row.number, row.error is None) for row in entity_rows(path)] == [(1, False), (2, True)]
