"""Counts of duties, what falls due, and the facets of a search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from docs.make.console import execute, surroundings
from kb import KnowledgeBase
from reports import stats

PLAN = """吉林省人民政府关于加强煤矿安全工作的意见
吉政发〔2026〕5号
各市、县人民政府：
一、责任
各县级人民政府要于2026年6月底前完成煤矿隐患排查。
省应急管理厅要于2026年9月底前建立信息平台。
二、企业
煤矿企业每季度至少开展一次应急演练。煤矿企业不得超能力生产。
吉林省人民政府
2026年1月5日
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("stats")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    with KnowledgeBase(folder / "zeren.db") as made:
        assert not made.ingest([folder / "plan.txt"]).failed
        yield made


def told(base: KnowledgeBase, dimension: str, query: str | None = None, **filters: str) -> dict[str, int]:
    return {one.value: one.duties for one in base.counts(query, **filters)[dimension]}


def test_counts_of_the_whole_base(base: KnowledgeBase) -> None:
    assert told(base, "modality") == {"must": 3, "must_not": 1}
    assert told(base, "deadline") == {"2026-06": 1, "2026-09": 1}
    assert told(base, "bearer") == {"煤矿企业": 2, "各县级人民政府": 1, "省应急管理厅": 1}
    assert told(base, "kind") == {"government": 1, "department": 1, "enterprise": 2}
    assert told(base, "level") == {"province": 4}
    assert told(base, "year") == {"2026": 4}


def test_counts_of_a_search_are_those_of_all_that_it_finds(base: KnowledgeBase) -> None:
    assert told(base, "modality", "煤矿企业") == {"must": 1, "must_not": 1}
    assert told(base, "kind", kind="department") == {"department": 1}
    assert told(base, "modality", "月球") == {}
    for query in ("煤矿", "演练", ""):
        found = [hit for hit in base.search(query, limit=None) if hit.type == "duty"]
        assert sum(told(base, "modality", query).values()) == len(found)


def quotes(base: KnowledgeBase, before: date, after: date | None = None, **filters: object) -> list[str]:
    return [record.duty.quote.text[:8] for record in base.due(before, after, **filters)]  # type: ignore[arg-type]


def test_what_falls_due_and_for_whom(base: KnowledgeBase) -> None:
    end = date(2026, 12, 31)
    assert quotes(base, end) == ["各县级人民政府要", "省应急管理厅要于"]
    assert quotes(base, end, level="county") == ["各县级人民政府要"]
    assert quotes(base, end, level="province") == ["省应急管理厅要于"]
    assert quotes(base, date(2026, 6, 30)) == ["各县级人民政府要"]
    assert quotes(base, date(2026, 6, 29)) == []
    assert quotes(base, end, date(2026, 7, 1)) == ["省应急管理厅要于"]


def test_what_recurs_is_due_at_the_end_of_its_period(base: KnowledgeBase) -> None:
    before = date(2026, 5, 10)
    again = base.due(before, recurring=True)
    listed = stats.due_dict([], again, before)["duties"]
    assert [(one["due"], one["recurs"], one["quote"][:4]) for one in listed] == [("2026-06-30", True, "煤矿企业")]
    assert base.due(before, recurring=True, kind="government") == []


def test_commands(base: KnowledgeBase, tmp_path: Path) -> None:
    db = base.path.as_posix()
    with surroundings(tmp_path, {}):
        counted = json.loads(execute(f"zeren stats --db {db} --format json").output)
        assert counted["modality"] == [{"value": "must", "duties": 3}, {"value": "must_not", "duties": 1}]
        listed = execute(f"zeren due --db {db} --before 2026-12-31 --level county --format csv").output
        assert "2026-06-30" in listed and "2026-09-30" not in listed
        found = execute(f"zeren search 煤矿 --db {db}", terminal=True).output
        assert "要求：必须 2、严禁 1" in found
        assert execute(f"zeren search 煤矿 --db {db} -o hits.xlsx").code == 0
        assert (tmp_path / "hits.xlsx").stat().st_size > 1000
        assert execute(f"zeren due --db {db}").code == 2
