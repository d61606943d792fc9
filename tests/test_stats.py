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


def fallen(base: KnowledgeBase, before: date, after: date | None = None, **filters: str) -> list[tuple[str, list[str]]]:
    listed = stats.due_dict(stats.falling_due(base, before, after, **filters), before)["duties"]
    return [(one["times"], one["days"]) for one in listed]


def test_what_recurs_is_due_at_the_ends_of_its_periods_and_not_later(base: KnowledgeBase) -> None:
    ends = ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]
    for before, after, days in (
        (date(2026, 5, 10), None, ends[:1]),
        (date(2026, 6, 30), None, ends[1:2]),
        (date(2026, 12, 31), date(2026, 1, 1), ends),
        (date(2026, 12, 30), date(2026, 4, 1), ends[1:3]),
        (date(2026, 3, 30), None, []),
        (date(2026, 5, 10), date(2026, 4, 1), []),
        (date(2025, 12, 31), None, []),  # before it was written
    ):
        assert fallen(base, before, after, kind="enterprise") == ([("frequency", days)] if days else [])
    assert base.due(date(2026, 5, 10), times="frequency", kind="government") == []


TIMES = """吉林省人民政府关于开展安全生产评选的通知
吉政发〔2026〕6号
各市、县人民政府：
一、各县级人民政府要于2026年3月1日至2026年4月15日组织投票。
二、各县级人民政府要于2026年2月底前报送方案，2026年11月底前报送总结。
三、各县级人民政府要自印发之日起10个工作日内成立领导小组。
四、煤矿企业每年停产检修不得超过2次。
吉林省人民政府
2026年1月5日
"""


def test_every_time_that_falls_due_is_listed(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(TIMES, encoding="utf-8")
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        assert not base.ingest([tmp_path / "notice.txt"]).failed
        assert fallen(base, date(2026, 12, 31)) == [
            ("deadline", ["2026-01-19"]), ("deadline", ["2026-02-28", "2026-11-30"]), ("period", ["2026-04-15"]),
        ]  # fmt: skip
        assert fallen(base, date(2026, 12, 31), date(2026, 3, 1), kind="government") == [
            ("deadline", ["2026-11-30"]), ("period", ["2026-04-15"]),
        ]  # fmt: skip
        assert fallen(base, date(2026, 4, 14), date(2026, 3, 1), kind="government") == []
        table = stats.due_flat(stats.falling_due(base, date(2026, 12, 31)), date(2026, 12, 31))
        assert [sheet.title for sheet in table.sheets] == ["有时限的", "限定期间的", "定期的"]


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
