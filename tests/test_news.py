"""The statement of applicability, and what a span of time changed for one body."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kb import KnowledgeBase
from kb.news import Cause, News
from policies.answers import Verdict
from policies.entities import Entity
from reports import applicability, news

COLLIERY = Entity(kind="enterprise", sectors=("煤矿",), place="吉林省吉林市")
OLD = """吉林市安全生产委员会关于加强煤矿隐患排查治理的通知

各县（市）区人民政府：
　　一、煤矿企业应当每半年至少开展一次隐患排查治理。
　　二、煤矿企业应当建立瓦斯防治台账。
　　三、旅游企业应当制定应急预案。

吉林市安全生产委员会
2023年3月1日
"""
NEW = """吉林市安全生产委员会关于进一步加强煤矿隐患排查治理的通知

各县（市）区人民政府：
　　一、煤矿企业应当每季度至少开展一次隐患排查治理。
　　二、煤矿企业应当组织井下人员开展自救器使用培训。
　　三、本通知自印发之日起施行，《吉林市安全生产委员会关于加强煤矿隐患排查治理的通知》同时废止。

吉林市安全生产委员会
2024年5月6日
"""


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(tmp_path / "zeren.db") as held:
        take(held, tmp_path, "old.txt", OLD)
        yield held


def take(base: KnowledgeBase, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    assert not base.ingest([folder / name]).failed


def back_then(base: KnowledgeBase, day: str) -> None:
    """As if all that the base holds had come into it on that day."""
    base.close()
    with sqlite3.connect(base.path) as connection:
        connection.execute("UPDATE versions SET added_at = ?", (f"{day}T00:00:00Z",))
    connection.close()


def told(found: News) -> list[tuple[str, str]]:
    groups = {"new": found.new, "changed": found.changed, "gone": found.gone}
    return [
        (name, (one.now or one.before).record.duty.quote.text)  # type: ignore[union-attr]
        for name, group in groups.items()
        for one in group
    ]


# --- applicability ------------------------------------------------------------------------------------------------


def test_every_duty_has_a_verdict_and_a_reason(base: KnowledgeBase) -> None:
    lines = [applicability.line(one) for one in base.answers(COLLIERY, on=date(2023, 5, 1))]
    assert [one.id for one in lines] == [one.duty.id for one in base.records()]
    assert {one.verdict for one in lines} >= {Verdict.APPLIES, Verdict.DOES_NOT_APPLY}
    assert all(one.reason for one in lines)
    (other,) = [one for one in lines if "应急预案" in one.task]
    assert other.verdict is Verdict.DOES_NOT_APPLY
    assert "旅游" in other.reason


def test_verdicts_are_those_of_duties_for(base: KnowledgeBase) -> None:
    for entity in (COLLIERY, Entity(), Entity(kind="government", level="county")):
        on = date(2023, 5, 1)
        streamed = {one.record.duty.id: one.verdict for one in base.answers(entity, on=on)}
        assert streamed == {one.record.duty.id: one.verdict for one in base.duties_for(entity, on=on, include_all=True)}


def test_the_streams_hold_the_same_lines(base: KnowledgeBase) -> None:
    on = date(2023, 5, 1)
    lines = [applicability.line(one) for one in base.answers(COLLIERY, on=on)]
    made = {kind: b"".join(stream(COLLIERY, on, iter(lines))) for kind, stream in applicability.STREAMS.items()}
    statement = json.loads(made["json"])
    assert applicability.Statement.model_validate(statement).duties == tuple(lines)
    assert sum(statement["counts"].values()) == len(lines)
    table = list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"])).worksheets[0]
    ids = [one.id for one in lines]
    assert [row[-1] for row in table[1:]] == ids
    assert [row[-1].value for row in sheet.iter_rows(min_row=2)] == ids
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:I{len(lines) + 1}"


def test_an_empty_statement_is_one() -> None:
    for kind, stream in applicability.STREAMS.items():
        data = b"".join(stream(COLLIERY, date(2024, 1, 1), iter(())))
        assert data, kind
    assert json.loads(b"".join(applicability.STREAMS["json"](COLLIERY, date(2024, 1, 1), [])))["duties"] == []


# --- changes ------------------------------------------------------------------------------------------------------


def test_nothing_new_is_nothing(base: KnowledgeBase) -> None:
    back_then(base, "2023-03-02")
    found = base.news(COLLIERY, date(2023, 6, 1), on=date(2024, 6, 1))
    assert (told(found), found.added) == ([], ())


def test_a_newer_document_brings_replaces_and_ends(base: KnowledgeBase, tmp_path: Path) -> None:
    back_then(base, "2023-03-02")
    take(base, tmp_path, "new.txt", NEW)
    found = base.news(COLLIERY, date(2024, 1, 1), on=date(2024, 6, 1))
    assert ("new", "煤矿企业应当组织井下人员开展自救器使用培训") in told(found)
    (change,) = found.changed
    assert change.cause is Cause.REPLACED
    assert change.before and change.now
    assert "每半年" in change.before.record.duty.quote.text and "每季度" in change.now.record.duty.quote.text
    assert change.changes
    assert [text for kind, text in told(found) if kind == "gone"] == ["煤矿企业应当建立瓦斯防治台账"]
    made = news.report(found, COLLIERY)
    (gone,) = [line for line in made.lines if line.kind == "gone"]
    assert "同时废止" in gone.says
    assert len(news.as_flat(made).sheets[0].rows) == len(made.lines)
    assert not [text for _kind, text in told(found) if "旅游" in text]


def test_a_newer_text_of_the_document_is_compared(base: KnowledgeBase, tmp_path: Path) -> None:
    back_then(base, "2023-03-02")
    take(
        base, tmp_path, "old.txt", OLD.replace("每半年", "每月").replace("　　二、煤矿企业应当建立瓦斯防治台账。\n", "")
    )
    found = base.news(COLLIERY, date(2023, 6, 1), on=date(2024, 6, 1))
    (change,) = found.changed
    assert change.cause is Cause.REVISED
    assert [one.cause for one in found.gone] == [Cause.REVISED]
    assert found.new == ()


def test_an_older_document_that_came_later_is_told_apart(base: KnowledgeBase) -> None:
    back_then(base, "2024-02-01")
    found = base.news(COLLIERY, date(2024, 1, 1), on=date(2024, 6, 1))
    assert told(found) == []
    assert len(found.added) == 2
    assert len(news.report(found, COLLIERY, added=True).lines) == 2


def test_what_was_open_before_the_last_revision_says_so(tmp_path: Path) -> None:
    head = (
        "（2001年6月1日吉林省第九届人民代表大会常务委员会第二十四次会议通过　根据2024年6月1日吉林省第十四届人民代表大会"
        "常务委员会第十次会议《关于修改〈吉林省矿山安全条例〉的决定》修正）"
    )
    text = f"""吉林省矿山安全条例

{head}

第一条　煤矿企业应当建立隐患排查治理台账。
第二条　本条例自2001年9月1日起施行。
"""
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        take(base, tmp_path, "law.txt", text)
        back_then(base, "2020-01-01")
        mine = Entity(kind="enterprise", sectors=("煤矿",), place="吉林省")
        found = base.news(mine, date(2023, 1, 1), on=date(2025, 1, 1))
        causes = [(one.cause, news.report(found, mine).lines[0].says) for one in found.changed]
    assert [cause for cause, _says in causes] == [Cause.SETTLED]
    assert "修正" in causes[0][1]
