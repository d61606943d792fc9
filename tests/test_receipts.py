"""Receipts: the same question gives the same one; what is another one today is told."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from kb_factory import CITY, PLAN, compile_duty, parse, write

from docs.make import console, schemas
from docs.make.console import execute
from kb import KnowledgeBase, provenance
from kb.receipts import DifferenceKind, Receipt, Verification
from policies.duties import BodyKind
from policies.entities import Entity

ON = datetime.date(2012, 9, 1)
MINE = Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市", sectors=("煤矿",))


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    made = KnowledgeBase(tmp_path / "zeren.db")
    ingest(made, city=CITY, plan=PLAN)
    yield made
    made.close()


def ingest(base: KnowledgeBase, **texts: str) -> None:
    report = base.ingest(write(base.path.parent, **texts), parse=parse, compile_duty=compile_duty)
    assert not report.failed


def receipt(base: KnowledgeBase, **asked: Any) -> Receipt:
    return base.receipt(
        base.duties_for(MINE, on=ON, include_all=asked.get("everything", False)), MINE, ON, "duties", **asked
    )


def kinds(found: Verification) -> list[str]:
    return [str(one.kind) for one in found.differences]


@pytest.mark.parametrize("everything", [False, True])
def test_the_same_question_gives_the_same_receipt(base: KnowledgeBase, everything: bool) -> None:
    first, again = receipt(base, everything=everything), receipt(base, everything=everything)
    assert first == again
    assert len(first.answer) == len(base.duties_for(MINE, on=ON, include_all=everything)) > 1
    assert {one.id for one in first.documents} == {one.document for one in first.answer}
    found = base.verify(Receipt.model_validate_json(first.model_dump_json()))
    assert (found.same, found.same_answer, found.differences) == (True, True, ())


def test_another_text_is_told_with_its_duties(base: KnowledgeBase) -> None:
    before = receipt(base)
    ingest(base, plan=PLAN.replace("每季度开展", "每月开展"))
    found = base.verify(before)
    assert (found.same, found.same_answer) == (False, False)
    assert set(kinds(found)) == {"document", "base", "duty"}
    document = next(one for one in found.differences if one.kind is DifferenceKind.DOCUMENT)
    assert (document.before, document.now) == ("1", "2") and "吉政发〔2011〕5号" in document.message
    duties = [one for one in found.differences if one.kind is DifferenceKind.DUTY]
    assert {(one.before is None, one.now is None) for one in duties} == {(True, False), (False, True)}
    assert all(one.what in one.message for one in duties)


def test_a_text_that_changes_nothing_here_leaves_the_answer(base: KnowledgeBase) -> None:
    before = receipt(base)
    ingest(base, third="某市公安局关于巡查的通知\n某公发〔2012〕1号\n2012-06-06\n一、巡查\n市公安局要开展巡查。\n")
    found = base.verify(before)
    assert (found.same, found.same_answer, kinds(found)) == (False, True, ["base"])


def test_another_program_and_vocabulary(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    before = receipt(base)
    monkeypatch.setattr(provenance, "program", lambda: "9.9.9+0")
    monkeypatch.setattr(provenance, "vocabulary", lambda: "0")
    found = base.verify(before)
    assert (found.same_answer, kinds(found)) == (True, ["program", "vocabulary"])
    assert "9.9.9+0" in found.differences[0].message


def test_another_condition_of_a_reviewer(base: KnowledgeBase) -> None:
    before = receipt(base)
    record = next(one for one in base.records() if "隐患排查" in one.duty.quote.text and one.source.document)
    base.path.with_name("zeren.overrides.yaml").write_text(
        f"{record.duty.id}:\n  文件: {record.source.document}\n  原文: {record.duty.quote.text}\n"
        "  条件: {类别: 政府}\n  审定: 张三\n",
        encoding="utf-8",
    )
    found = base.verify(before)
    assert kinds(found) == ["override", "duty"] and {one.what for one in found.differences} == {record.duty.id}


@pytest.mark.parametrize(
    "change",
    [
        {"on": "2013-01-01"},
        {"seal": "0" * 64},
        {"answer_digest": "0" * 64},
        {"entity": {"kind": "government", "place": "吉林省"}},
    ],
)
def test_a_receipt_that_was_changed_by_hand(base: KnowledgeBase, change: dict[str, Any]) -> None:
    changed = receipt(base).model_dump(mode="json") | change
    found = base.verify(Receipt.model_validate(changed))
    assert kinds(found)[0] == "seal" and not found.same


def test_why_and_a_duty_that_is_gone(base: KnowledgeBase) -> None:
    [one] = [one for one in base.duties_for(MINE, on=ON) if "超能力" in one.record.duty.quote.text]
    identity = one.record.duty.id
    before = base.receipt([base.why(identity, MINE, on=ON)], MINE, ON, "why", duty=identity)
    assert base.verify(before).same
    ingest(base, plan=PLAN.replace("煤矿企业不得超能力组织生产。", ""))
    found = base.verify(before)
    assert [one.now for one in found.differences if one.kind is DifferenceKind.DUTY] == [None]


# --- the command line ---------------------------------------------------------------------------------------------


def test_commands(base: KnowledgeBase, tmp_path: Path) -> None:
    db = f"--db {base.path.as_posix()}"
    asked = f"{db} --kind enterprise --sector 煤矿 --place 吉林省吉林市 --on 2012-09-01"
    duty = base.duties_for(MINE, on=ON)[0].record.duty.id
    schema = json.loads((schemas.FOLDER / "receipt.json").read_text(encoding="utf-8"))
    with console.surroundings(tmp_path, {}):
        for command in (
            f"duties {asked}", f"duties {asked} --all", f"why {duty[:8]} {asked}", f"checklist {asked} -o list.csv"
        ):  # fmt: skip
            Path("r.json").unlink(missing_ok=True)
            assert execute(f"zeren {command} --receipt r.json").code == 0
            jsonschema.validate(json.loads(Path("r.json").read_text(encoding="utf-8")), schema)
            told = execute(f"zeren verify r.json {db}")
            assert told.code == 0 and "结果相同" in told.output
        ingest(base, plan=PLAN.replace("每季度", "每月"))
        told = execute(f"zeren verify r.json {db}")
        assert told.code == 1 and "结果与回执不同" in told.output and "现为第 2 版" in told.output
        as_json = json.loads(execute(f"zeren verify r.json {db} --format json").output)
        jsonschema.validate(as_json, json.loads((schemas.FOLDER / "verify.json").read_text(encoding="utf-8")))
        assert as_json["same_answer"] is False


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[1]", b"\xff\xfe", b'{"type": "zeren receipt"}'])
def test_what_is_no_receipt_is_refused(base: KnowledgeBase, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    with console.surroundings(tmp_path, {}):
        told = execute(f"zeren verify x.json --db {base.path.as_posix()}")
    assert told.code == 3 and "x.json" in told.output
