"""``zeren coverage``: shares that add up, reasons, the undecided, and what is no success."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.make import console
from docs.make.console import execute
from parsers import parse_text
from policies.circulars import shipped
from policies.documents import Doubt, SentenceRole
from reports import coverage, coverage_forms
from reports.coverage import DUTY, NO_DUTY, REASONS, UNDECIDED, Counts, reason_word

NOTICE = """某市人民政府关于加强某项工作的通知
某政发〔2021〕3号

各县（市、区）人民政府：
一、主要任务
各县要加强管理。提升服务水平。
乡村面貌明显改善。

某市人民政府
2021年6月6日
"""


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path) -> Iterator[Path]:
    with console.surroundings(tmp_path, {}):
        yield tmp_path


KEYS = st.sampled_from([(group, reason) for group, reasons in REASONS.items() for reason in reasons])


@given(st.dictionaries(KEYS, st.integers(0, 10**6), max_size=25))
def test_shares_add_up_to_a_hundred(sentences: dict[tuple[str, str], int]) -> None:
    counts = Counts(Counter(sentences))
    assert sum(counts.of(group) for group in REASONS) == counts.total
    if counts.total:
        assert sum(counts.tenths().values()) == 1000
        assert round(sum(counts.share(group) for group in REASONS), 6) == 100
        for key, tenths in counts.tenths().items():
            assert abs(tenths - sentences[key] * 1000 / counts.total) < 1


def test_every_role_and_doubt_has_a_group_and_words() -> None:
    reasons = [reason for group in REASONS.values() for reason in group]
    assert sorted(reasons) == sorted({*SentenceRole, *Doubt} - {SentenceRole.UNDECIDED})
    assert all(reason_word(reason) for reason in reasons)


def test_each_sentence_is_counted_once() -> None:
    for circular in shipped():
        found = coverage.cover([circular.path])
        (one,) = found.documents
        assert one.counts.total == found.together.total > 50
        assert one.counts.of(UNDECIDED) == len(one.undecided)


def test_the_undecided_say_where_and_why() -> None:
    one = coverage.count(parse_text(NOTICE), "notice.txt")
    assert [(each.clause, each.line, each.reason, each.text) for each in one.undecided] == [
        ("一", 6, Doubt.RESULT_ONLY, "提升服务水平。")
    ]
    assert one.counts.sentences[NO_DUTY, "finding"] == 1
    assert one.counts.sentences[DUTY, "duty"] == 1


def test_json_csv_and_markdown_tell_the_same(workplace: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (workplace / name).write_text(NOTICE.replace("3号", "3号" if name == "a.txt" else "4号"), "utf-8")
    told = json.loads(execute("zeren coverage . --format json").output)
    assert told["all"]["documents"] == 2 and told["all"]["sentences"] == 2 * told["documents"][0]["sentences"]
    assert [len(one["left"]) for one in told["documents"]] == [1, 1]
    rows = list(csv.DictReader(io.StringIO(execute("zeren --lang en coverage . --format csv").output)))
    for one in told["documents"]:
        for group in REASONS:
            for reason in one[group]["reasons"]:
                mine = [r for r in rows if (r["path"], r["reason"]) == (one["path"], reason["reason"])]
                assert [int(r["sentences"]) for r in mine] == [reason["sentences"]]
                assert [float(r["share"]) for r in mine] == [reason["share"]]
    marked = execute("zeren --lang en coverage . --format md --undecided").output
    assert marked.count("## ") == 3 and marked.count("提升服务水平。") == 2


def test_a_table_lists_the_undecided_when_asked(workplace: Path) -> None:
    (workplace / "a.txt").write_text(NOTICE, "utf-8")
    assert "提升服务水平" not in execute("zeren coverage a.txt").output
    shown = execute("zeren coverage a.txt --undecided", terminal=True)
    assert shown.code == 0 and "提升服务水平" in shown.output and "只述结果" in shown.output


def test_what_looks_like_a_formula_is_none_in_a_spreadsheet() -> None:
    one = coverage.count(parse_text(NOTICE.replace("提升服务水平。", "\n=HYPERLINK(1)；")), "=a.txt")
    sheet = coverage_forms.as_csv(coverage.Coverage((one,)), undecided=True)
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(sheet)) for cell in row)


def test_a_folder_without_files_to_read_is_an_error(workplace: Path) -> None:
    (workplace / "empty").mkdir()
    outcome = execute("zeren --lang en coverage empty")
    assert outcome.code == 3 and "no file that Zeren can read" in outcome.output
    assert execute("zeren coverage nowhere").code == 3


def test_what_cannot_be_read_does_not_stop_the_others(workplace: Path) -> None:
    (workplace / "a.txt").write_text(NOTICE, "utf-8")
    (workplace / "b.pdf").write_bytes(b"no pdf")
    outcome = execute("zeren coverage a.txt b.pdf --format json -o out.json")
    told = json.loads((workplace / "out.json").read_text("utf-8"))
    assert outcome.code == 3 and len(told["documents"]) == 1 and len(told["failed"]) == 1


def test_findings(workplace: Path) -> None:
    (workplace / "a.txt").write_text(NOTICE, "utf-8")
    assert execute("zeren coverage a.txt").code == 0
    assert execute("zeren coverage a.txt --at-most 50").code == 0
    assert execute("zeren coverage a.txt --at-most 1").code == 1
    (workplace / "b.txt").write_text(NOTICE.replace("各县要加强管理。", ""), "utf-8")
    outcome = execute("zeren --lang en coverage b.txt")
    assert outcome.code == 1 and "No duty was found in a document that directs" in outcome.output
