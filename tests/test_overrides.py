"""Conditions that reviewers set: they win in every answer, survive new readings, and tell that a text has changed."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from kb_factory import CITY, compile_duty, parse, write

from docs.make import console
from docs.make.console import execute
from kb import KnowledgeBase
from kb.models import OverrideState
from policies.answers import DutyRecord, Trace, Verdict
from policies.conditions import All, Elsewhere, Kind, Sector, Window
from policies.duties import BodyKind
from policies.entities import Entity
from policies.errors import InputError, UsageError
from rules.evaluate import decide
from rules.overrides import entry_text, overridden, read_overrides
from rules.resolved import Facts

ON = datetime.date(2012, 9, 1)
HOTEL = Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市", sectors=("旅游",))
MINE = Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市", sectors=("非煤矿山",))
DRILL = "要组织应急演练"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    made = KnowledgeBase(tmp_path / "zeren.db")
    ingest(made, CITY)
    yield made
    made.close()


def ingest(base: KnowledgeBase, text: str) -> None:
    report = base.ingest(write(base.path.parent, city=text), parse=parse, compile_duty=compile_duty)
    assert not report.failed


def drill(base: KnowledgeBase) -> DutyRecord:
    return next(record for record in base.records() if record.duty.quote.text == DRILL)


def entry(record: DutyRecord, condition: str = "全部: [类别: 企业, 行业: 旅游]", **more: str) -> str:
    fields = {
        "文件": record.source.document,
        "条款": record.source.clause,
        "原文": record.duty.quote.text,
        "审定": "张三",
        "日期": "2026-03-01",
        "理由": "只对旅游而言",
    } | more
    lines = [f"  {key}: {value}" for key, value in fields.items()]
    body = "\n".join(f"    {line}" for line in condition.splitlines())
    return f"{record.duty.id}:\n" + "\n".join(lines) + f"\n  条件:\n{body}\n"


def override(base: KnowledgeBase, text: str) -> Path:
    path = base.path.with_name("zeren.overrides.yaml")
    path.write_text(text, encoding="utf-8")
    return path


def verdicts(base: KnowledgeBase, entity: Entity) -> dict[str, Verdict]:
    return {one.record.duty.quote.text: one.verdict for one in base.duties_for(entity, on=ON)}


def lines(trace: Trace) -> Iterator[Trace]:
    yield trace
    for child in trace.children:
        yield from lines(child)


def test_the_reviewers_condition_wins_in_every_answer(base: KnowledgeBase) -> None:
    assert verdicts(base, HOTEL)[DRILL] is verdicts(base, MINE)[DRILL] is Verdict.APPLIES
    identity = drill(base).duty.id
    override(base, entry(drill(base)))
    assert verdicts(base, HOTEL)[DRILL] is Verdict.APPLIES
    assert DRILL not in verdicts(base, MINE), "through the index"
    everything = base.duties_for(MINE, on=ON, include_all=True)
    assert {one.verdict for one in everything if one.record.duty.id == identity} == {Verdict.DOES_NOT_APPLY}
    answer = base.why(identity, MINE, on=ON)
    assert answer.verdict is Verdict.DOES_NOT_APPLY
    assert answer.record.review is not None and answer.record.review.who == "张三"
    assert [change.says for change in answer.changes[0].changes] == ["从事旅游"]
    steps = list(lines(answer.trace))
    assert all(step.evidence or step.because for step in steps), "no step without a quotation or an inference"
    assert base.record(identity).condition == drill(base).condition
    unknown = Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市")
    assert verdicts(base, unknown)[DRILL] is Verdict.UNKNOWN
    hotel, mine, open_ = base.match([HOTEL, MINE, unknown], on=ON)
    assert identity in hotel.applies and identity not in [*mine.applies, *mine.unknown]
    assert identity in open_.unknown
    path = override(base, "")
    assert DRILL in verdicts(base, MINE), "the file is read anew"
    path.unlink()


def test_a_period_that_the_reviewer_sets_ends_the_duty(base: KnowledgeBase) -> None:
    override(base, entry(drill(base), "全部: [类别: 企业, 行业: 旅游, 期间: {至: 2012-01-01}]"))
    assert DRILL not in verdicts(base, HOTEL)
    for entity, shown in ((HOTEL, True), (MINE, False)):
        over = base.duties_for(entity, on=ON, expired=True)
        assert (DRILL in {one.record.duty.quote.text for one in over}) is shown


def test_what_another_document_has_ended_stays_ended(base: KnowledgeBase) -> None:
    record = drill(base)
    by = Elsewhere(document="f" * 16, title="新办法")
    ended = record.model_copy(update={"condition": All(of=(Window(until=datetime.date(2012, 1, 1), by=by),))})
    path = override(base, entry(record))
    [one] = read_overrides(path)
    assert decide(overridden(ended, one).condition, Facts(HOTEL), ON) is Verdict.DOES_NOT_APPLY
    assert decide(overridden(record, one).condition, Facts(HOTEL), ON) is Verdict.APPLIES


def test_a_file_may_be_named(base: KnowledgeBase, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(entry(drill(base)), encoding="utf-8")
    assert DRILL in verdicts(base, MINE)
    with KnowledgeBase(base.path, overrides=other) as named:
        assert DRILL not in verdicts(named, MINE)
    with (
        KnowledgeBase(base.path, overrides=tmp_path / "none.yaml") as missing,
        pytest.raises(InputError, match=r"none\.yaml"),
    ):
        verdicts(missing, MINE)


def test_words_of_the_duty_are_found_where_they_stand(base: KnowledgeBase) -> None:
    override(base, entry(drill(base), "全部:\n  - 类别: 企业\n    原文: 应急演练\n  - 行业: 旅游"))
    found = drill(base)
    assert isinstance(found.condition, All)
    kind, sector = found.condition.of
    assert isinstance(kind, Kind) and kind.evidence is not None
    assert kind.evidence.anchored(base.document(found.source.document).text)
    assert isinstance(sector, Sector) and sector.because == "set by a reviewer"


def states(base: KnowledgeBase) -> list[OverrideState]:
    return [info.state for info in base.overrides()]


@pytest.mark.parametrize(
    ("before", "after", "state", "wins"),
    [
        ("", "", OverrideState.APPLIED, True),
        ("要督促企业开展全员培训", "要督促企业认真开展全员培训", OverrideState.APPLIED, True),  # a neighbour
        ("二、开展排查", "二、开展排查\n要召开会议。\n三、组织演练", OverrideState.MOVED, True),  # another clause
        (DRILL, "要组织应急演练并作好记录", OverrideState.CHANGED, True),
        (DRILL, "要尽快组织应急演习", OverrideState.LOST, False),
        ("要组织应急演练。", "", OverrideState.LOST, False),
        ("要组织应急演练。", "要组织应急演练。\n三、再说一遍\n要组织应急演练。", OverrideState.APPLIED, True),
    ],
)
def test_it_survives_a_new_text_and_tells_what_changed(
    base: KnowledgeBase, before: str, after: str, state: OverrideState, wins: bool
) -> None:
    override(base, entry(drill(base)))
    assert states(base) == [OverrideState.APPLIED]
    ingest(base, CITY.replace(before, after))
    assert states(base) == [state]
    [info] = base.overrides()
    assert bool([one for one in base.records() if one.review]) is wins
    assert [finding.code for finding in base.doctor()] == ([] if state.sound else ["override"])
    assert info.message and (state.sound or info.quote in info.message)
    assert "另" not in info.message


def test_the_same_words_twice_are_never_guessed_between(base: KnowledgeBase) -> None:
    override(base, entry(drill(base), 条款="五"))
    twice = "二、开展排查\n要召开会议。\n三、演练\n要组织应急演练。\n四、再演练\n要组织应急演练。\n"
    ingest(base, CITY[: CITY.index("二、")] + twice)
    assert states(base) == [OverrideState.AMBIGUOUS]
    assert not [record for record in base.records() if record.review]
    override(base, entry(drill(base), 条款="四"))
    assert states(base) == [OverrideState.APPLIED]


def test_two_entries_for_one_duty_and_a_document_that_is_not_there(base: KnowledgeBase) -> None:
    record = drill(base)
    first = entry(record)
    second = entry(record).replace(record.duty.id, "0" * 16)
    absent = entry(record).replace(record.duty.id, "1" * 16).replace(record.source.document, "f" * 16)
    override(base, second + first + absent)
    assert states(base) == [OverrideState.DOUBLED, OverrideState.APPLIED, OverrideState.ABSENT]


def test_a_new_reading_writes_nothing_to_the_file(base: KnowledgeBase) -> None:
    path = override(base, entry(drill(base)))
    before = path.read_bytes()
    ingest(base, CITY + "要再组织一次演练。\n")
    verdicts(base, MINE), base.doctor(), base.overrides()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("abc:\n  文件: x", 1, "不是职责任务的编号"),
        ("0123456789abcdef:\n  文件: x\n  原文: y\n  条件: {行业: 煤况}\n  审定: 甲", 4, "煤矿"),
        ("0123456789abcdef:\n  文件: x\n  原闻: y", 3, "是否指：原文"),
        ("0123456789abcdef:\n  文件: x\n  原文: y\n  条件: {行业: 煤矿}", 1, "没有写明：审定"),
        ("0123456789abcdef:\n  文件: x\n  原文: y\n  条件: {行业: 煤矿}\n  审定: ''", 5, "没有写明：审定"),
        ("0123456789abcdef:\n  文件: x\n  原文: y\n  条件: {行业: 煤矿}\n  审定: 甲\n  日期: 三月", 6, "2012-09-01"),
        ("0123456789abcdef: {文件: x}\n0123456789abcdef: {文件: x}", 1, ""),
        ("- 文件: x", 1, "每项职责任务一条"),
        ("0123456789abcdef:\n  文件: x\n  document: x", 3, "出现了两次"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = tmp_path / "审定.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_overrides(path)
    assert what in str(error.value) and f"审定.yaml 第 {line} 行" in str(error.value)


def test_an_entry_that_is_printed_is_read_back(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    for record in base.records():
        text = entry_text(record)
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="没有写明：审定"):
            read_overrides(path)
        path.write_text(re.sub("审定: .*", "审定: 李四", text), encoding="utf-8")
        [one] = read_overrides(path)
        assert (one.duty, one.quote, one.condition) == (record.duty.id, record.duty.quote.text, record.condition)
        assert (one.document, one.clause, one.review.when) == (record.source.document, record.source.clause, None)


# --- the command line ---------------------------------------------------------------------------------------------


def test_commands(base: KnowledgeBase, tmp_path: Path) -> None:
    identity = drill(base).duty.id
    asked = f"--db {base.path.as_posix()} --kind enterprise --sector 旅游 --place 吉林省吉林市 --on 2012-09-01"
    with console.surroundings(tmp_path, {}):
        shown = execute(f"zeren show {identity} --db {base.path.as_posix()} --format yaml")
        assert shown.code == 0
        signed = shown.output.replace("审定: ''", "审定: 张三").replace("类别: 企业", "类别: 政府")
        Path("mine.yaml").write_text(signed, encoding="utf-8")
        assert DRILL[1:] in execute(f"zeren duties {asked}").output
        assert DRILL[1:] not in execute(f"zeren duties {asked} --overrides mine.yaml").output
        told = execute(f"zeren why {identity} {asked} --overrides mine.yaml")
        assert told.code == 0 and told.output.startswith("不适用") and "条件系审定（张三" in told.output
        as_json = json.loads(execute(f"zeren why {identity} {asked} --overrides mine.yaml --format json").output)
        assert as_json["review"]["who"] == "张三"
        execute(f"zeren checklist {asked} --overrides mine.yaml -o list.json")
        assert DRILL[1:] not in Path("list.json").read_text(encoding="utf-8")
        listed = execute(f"zeren overrides --db {base.path.as_posix()} --overrides mine.yaml")
        assert listed.code == 0 and "已按审定的条件判断" in listed.output
        assert execute(f"zeren doctor --db {base.path.as_posix()} --overrides mine.yaml").code == 0
        ingest(base, CITY.replace(DRILL, "要组织消防检查"))
        listed = execute(f"zeren overrides --db {base.path.as_posix()} --overrides mine.yaml --format json")
        assert listed.code == 1 and json.loads(listed.output)[0]["state"] == "lost"
        assert execute(f"zeren doctor --db {base.path.as_posix()} --overrides mine.yaml").code == 1
        Path("mine.yaml").write_text("坏: [", encoding="utf-8")
        broken = execute(f"zeren duties {asked} --overrides mine.yaml")
        assert broken.code == 3 and "mine.yaml 第" in broken.output
