"""What reviewers decided counts in everything that is read from a base: no command shows a duty that was rejected."""

from __future__ import annotations

import datetime
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.make import console
from kb import KnowledgeBase
from kb.corrections import corrections
from kb.receipts import DifferenceKind, Receipt
from kb.reviewed import beside
from kb.reviewing import Item
from policies.answers import Verdict
from policies.duties import BodyKind, Modality
from policies.entities import Entity
from policies.review import About, Choice, Status

ON = datetime.date(2026, 5, 1)
UPPER = """吉林市安全生产委员会关于开展隐患排查的通知
吉市安〔2026〕1号

各县人民政府，市直有关部门：
　　一、煤矿企业要于2026年6月底前完成瓦斯治理，每季度至少开展一次应急演练。
　　二、严禁煤矿企业超能力组织生产。
　　三、各项措施有待细化。
　　四、市应急管理局要督促企业开展全员安全培训。
　　五、建材企业要在2026年10月底前完成窑炉除尘改造。

吉林市安全生产委员会
2026年3月2日
"""
LOWER = """永吉县安全生产委员会关于贯彻吉市安〔2026〕1号文件的通知
永吉安〔2026〕2号

各乡镇人民政府，县直有关部门：
　　根据《吉林市安全生产委员会关于开展隐患排查的通知》（吉市安〔2026〕1号），现通知如下：
　　一、煤矿企业要于2026年9月底前完成瓦斯治理，每半年至少开展一次应急演练。
　　二、建材企业要在2026年12月底前完成窑炉除尘改造。

永吉县安全生产委员会
2026年4月2日
"""
MINE = Entity(kind=BodyKind.ENTERPRISE, sectors=("煤矿",))
DRILL = "季度至少开展一次应急演练"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    made = KnowledgeBase(tmp_path / "zeren.db")
    for name, text in (("upper", UPPER), ("lower", LOWER)):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        assert not made.ingest([path]).failed
    yield made
    made.close()


def item(base: KnowledgeBase, words: str) -> Item:
    [found] = [one for one in base.review_items() if words in one.quote and one.about is About.DUTY]
    return found


COMMANDS = (
    "duties --kind enterprise --sector 煤矿 --on 2026-05-01 --format json",
    "search 演练 --format json",
    "search 演练",
    "stats --format json",
    "stats 演练 --format json",
    "due --before 2026-12-31 --format json",
    "matrix 吉市安〔2026〕1号 --format json",
    "ask 煤矿企业多久开展一次应急演练？ --on 2026-05-01 --format json",
    "conflicts --format json",
    "show 吉市安〔2026〕1号 --format json",
    "documents --format json",
    "graph -o graph.json",
    "checklist --kind enterprise --sector 煤矿 --on 2026-05-01 -o list.json",
    "applicability --kind enterprise --sector 煤矿 --on 2026-05-01 --format json",
    "changes --kind enterprise --sector 煤矿 --since 2026-01-01 --on 2026-05-01 --format json",
    "match bodies.jsonl --on 2026-05-01",
    "impact draft.txt --format json",
    "crossref draft.txt --format json",
)  # fmt: skip


def said(base: KnowledgeBase, command: str) -> str:
    """What a command prints, and what it writes."""
    folder = base.path.parent
    (folder / "bodies.jsonl").write_text('{"kind": "enterprise", "sectors": ["煤矿"]}\n', encoding="utf-8")
    (folder / "draft.txt").write_text(LOWER.replace("永吉安〔2026〕2号", "永吉安〔2026〕3号"), encoding="utf-8")
    for made in ("graph.json", "list.json"):
        (folder / made).unlink(missing_ok=True)
    words = command.split()
    with console.surroundings(folder, {}):
        outcome = console.execute(f"zeren {words[0]} --db {base.path.as_posix()} {' '.join(words[1:])}")
    assert outcome.code in (0, 1), outcome.output
    files = [folder / name for name in ("graph.json", "list.json")]
    return outcome.output + "".join(path.read_text(encoding="utf-8") for path in files if path.exists())


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_overlooks_a_rejected_duty(base: KnowledgeBase, command: str) -> None:
    """Once all duties of the upper document are rejected, every command says what it says of a base without them."""
    before = said(base, command)
    ids = [one.id for one in base.review_items("吉市安〔2026〕1号") if one.about is About.DUTY]
    derived = [record.duty.id for record in base.records("吉市安〔2026〕1号") if record.duty.id not in ids]
    assert len(ids) >= 3 and derived
    for key in ids:
        base.decide(key, Choice.REJECT, "张三", when=ON)
    after = said(base, command)
    assert not [key for key in (*ids, *derived) if key in after]
    if command != "conflicts --format json":
        assert after != before


@pytest.mark.parametrize("command", [one for one in COMMANDS if not one.startswith(("conflicts", "documents"))])
def test_no_command_overlooks_a_corrected_or_added_duty(base: KnowledgeBase, command: str) -> None:
    before = said(base, command)
    for words in (DRILL, "煤矿企业超能力"):
        base.decide(item(base, words).id, Choice.SET, "张三", when=ON, fields=corrections([
            "modality=encouraged", "bearer=市直有关部门:部门", "time=2026年6月底前:deadline:2026-11-30",
            "sector=煤矿",
        ]))  # fmt: skip
    corrected = said(base, command)
    if command != "search 演练":  # which shows words, and no fields of a duty
        assert corrected != before
    base.add_duty("吉市安〔2026〕1号", "各项措施有待细化", "张三", when=ON, fields=corrections([
        "bearer=煤矿企业:企业", "action=细化", "time=2026年6月底前:deadline:2026-06-30", "sector=煤矿",
    ]))  # fmt: skip
    added = said(base, command)
    if "演练" not in command and not command.startswith(("impact", "crossref")):
        assert added != corrected


def test_an_added_duty_is_as_any_other(base: KnowledgeBase) -> None:
    key = base.add_duty(
        "吉市安〔2026〕1号", "各项措施有待细化", "张三", when=ON, why="漏列",
        fields=corrections(["bearer=煤矿企业:企业", "action=细化", "time=2026年6月底前:deadline:2026-06-30"]),
    ).duty  # fmt: skip
    here = MINE.model_copy(update={"place": "吉林省吉林市"})
    [found] = [one for one in base.duties_for(here, on=ON) if one.record.duty.id == key]
    assert found.verdict is Verdict.APPLIES and found.record.decided is not None
    assert (found.record.decided.status, found.record.decided.who) == (Status.ADDED, "张三")
    assert key in {hit.id for hit in base.search("细化")}
    assert key in {record.duty.id for record in base.due(datetime.date(2026, 6, 30), ON)}
    assert base.record(key[:8]).source.clause == "三"
    assert base.why(key, Entity(kind=BodyKind.GOVERNMENT), on=ON).verdict is Verdict.DOES_NOT_APPLY
    assert key in {duty.id for duty in base.document("吉市安〔2026〕1号").duties}
    [reached] = base.match([here], on=ON)
    assert key in reached.applies
    base.decide(key, Choice.REJECT, "李四", when=ON)
    assert key not in {hit.id for hit in base.search("细化")}


def test_chains_and_conflicts_are_those_of_corrected_duties(base: KnowledgeBase) -> None:
    upper, lower = (one.id for number in ("吉市安〔2026〕1号", "永吉安〔2026〕2号")
                    for one in base.review_items(number) if "窑炉" in one.quote)  # fmt: skip
    assert [len(line) for line in base.chain(upper).lines] == [2]
    assert [one.kind.value for one in base.conflicts()] == ["deadline"]
    time = corrections(["time=2026年10月底前:deadline:2026-12-31"])
    base.decide(upper, Choice.SET, "张三", when=ON, fields=time)
    assert base.conflicts() == []
    assert base.record(upper).duty.time[0].value == "2026-12-31"
    base.decide(lower, Choice.REJECT, "张三", when=ON)
    assert [len(line) for line in base.chain(upper).lines] == [1]
    assert f"duty:{upper}" in base.graph() and f"duty:{lower}" not in base.graph()


def test_the_base_itself_is_not_touched_and_the_copy_follows(base: KnowledgeBase) -> None:
    before = base.path.read_bytes()
    key = item(base, DRILL).id
    base.decide(key, Choice.REJECT, "张三", when=ON)
    assert key not in {record.duty.id for record in base.records()}
    assert base.path.read_bytes() == before and beside(base.path).is_file()
    made = beside(base.path).stat().st_mtime_ns
    base.close()
    assert key not in {record.duty.id for record in base.records()}
    assert beside(base.path).stat().st_mtime_ns == made, "made once"
    path = base.path.with_name("more.txt")
    path.write_text(UPPER.replace("1号", "9号").replace("吉林市", "白山市"), encoding="utf-8")
    base.ingest([path])
    assert len(base.documents()) == 3 and key not in {record.duty.id for record in base.records()}
    base.decision_file.unlink()
    assert key in {record.duty.id for record in base.records()} and not beside(base.path).exists()


@pytest.mark.parametrize("left", [b"", b"no base", None])
def test_a_copy_that_is_no_good_is_made_anew(base: KnowledgeBase, left: bytes | None) -> None:
    key = item(base, DRILL).id
    base.decide(key, Choice.REJECT, "张三", when=ON)
    base.close()
    if left is None:  # somebody else's base
        with sqlite3.connect(beside(base.path)) as other:
            other.execute("CREATE TABLE a (b)")
    else:
        beside(base.path).write_bytes(left)
    assert key not in {record.duty.id for record in base.records()}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(base: KnowledgeBase) -> None:
    key = item(base, DRILL).id
    base.decide(key, Choice.REJECT, "张三", when=ON)
    base.path.parent.chmod(0o555)
    try:
        assert key not in {record.duty.id for record in base.records()}
    finally:
        base.path.parent.chmod(0o755)


def test_where_the_copy_cannot_stand_beside_it_stands_elsewhere(base: KnowledgeBase) -> None:
    key = item(base, DRILL).id
    base.decide(key, Choice.REJECT, "张三", when=ON)
    beside(base.path).mkdir()  # in the way
    assert key not in {record.duty.id for record in base.records()}
    base.close()


def test_a_receipt_tells_of_decisions(base: KnowledgeBase) -> None:
    def receipt() -> Receipt:
        return base.receipt(base.duties_for(MINE, on=ON), MINE, ON)

    plain = receipt()
    assert plain.decisions == ()
    told = json.loads(plain.model_dump_json())
    del told["decisions"]  # as an earlier program wrote it
    assert base.verify(Receipt.model_validate(told)).same
    key = item(base, DRILL).id
    base.decide(key, Choice.SET, "张三", when=ON, fields=corrections(["modality=may"]))
    made = receipt()
    assert [(one.duty, one.status) for one in made.decisions] == [(key, Status.CORRECTED)]
    assert base.verify(made).same
    assert DifferenceKind.DECISION in {one.kind for one in base.verify(plain).differences}
    base.decide(key, Choice.REJECT, "李四", when=ON)
    found = base.verify(made)
    assert {one.kind for one in found.differences} == {DifferenceKind.DECISION, DifferenceKind.DUTY}
    assert any("已更正" in one.message and "已驳回" in one.message for one in found.differences)
    spoilt = made.model_copy(update={"decisions": ()})
    assert DifferenceKind.SEAL in {one.kind for one in base.verify(spoilt).differences}


def test_a_corrected_modality_is_counted_as_such(base: KnowledgeBase) -> None:
    def forbidden() -> int:
        return next((one.duties for one in base.counts()["modality"] if one.value == Modality.MUST_NOT), 0)

    before = forbidden()
    base.decide(item(base, "超能力").id, Choice.SET, "张三", when=ON, fields=corrections(["modality=must"]))
    assert forbidden() == before - 1
