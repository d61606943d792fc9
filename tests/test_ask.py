"""``zeren duties --ask``: the conversation, with answers from a pipe and from a script that stands for a person."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.make import console
from docs.make.console import Outcome, execute
from kb import KnowledgeBase
from policies.entities import Entity
from reports import interview
from rules.facts import load_entity

ON = "--on 2012-09-01"


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path) -> Iterator[Path]:
    with console.surroundings(tmp_path, {}):
        yield tmp_path


def ask(demo_base: Path, monkeypatch: pytest.MonkeyPatch, options: str, *lines: str) -> Outcome:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return execute(f"zeren duties --db {demo_base.as_posix()} {ON} --ask {options}")


def test_answers_from_a_pipe_lead_to_the_same_as_options(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ask(demo_base, monkeypatch, "--save facts.yaml", "企业", "吉林省吉林市", "煤矿", *["不知道"] * 20)
    assert told.code == 0, told.output
    facts = load_entity(Path("facts.yaml"))
    assert (facts.kind, facts.place, facts.sectors) == ("enterprise", "吉林省吉林市", ("煤矿",))
    same = execute(f"zeren duties --db {demo_base.as_posix()} {ON} --entity facts.yaml")
    assert told.output.endswith(same.output)


def test_the_conversation_stops_when_nothing_is_open(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ask(demo_base, monkeypatch, "--kind government --place 永吉县", *["是"] * 30, "这一行无人来读")
    assert told.code == 0 and "各项均已确定。" in told.output
    with KnowledgeBase(demo_base) as base:
        talk = base.interview(Entity(kind="government", place="永吉县"), on=datetime.date(2012, 9, 1))
    assert talk.open, "the test needs something to ask"


def test_a_wrong_answer_is_told_and_the_question_waits(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ask(demo_base, monkeypatch, "", "九", "9", "3")
    assert told.code == 0
    assert told.output.count("错误：") == 2 and "没有序号为 9 的选项" in told.output
    assert "第 2 问" in told.output, "the third line was an answer"


def test_the_end_of_input_ends_gently(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ask(demo_base, monkeypatch, "--format json", "3")
    assert told.code == 0 and "提问到此为止" in told.output
    result = json.loads(told.output[told.output.index("{") :])
    assert result["entity"]["kind"] == "enterprise"
    assert result["questions"][0]["decides"] >= result["questions"][-1]["decides"]


def test_ctrl_c_ends_gently(demo_base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = iter(["企业"])

    def read() -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    with KnowledgeBase(demo_base) as base:
        talk = base.interview(Entity(), on=datetime.date(2012, 9, 1))
        assert interview.converse(talk, read) is False
    assert talk.entity == Entity(kind="enterprise")
    assert "提问到此为止" in capsys.readouterr().err


def test_facts_are_offered_to_be_saved(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("taken.yaml").write_text("kind: enterprise  # a remark\n", encoding="utf-8")
    lines = iter(["taken.yaml", "no-such-folder/x.yaml", "new.yaml"])
    interview.offer(Entity(kind="enterprise"), lambda: next(lines))
    assert "已经存在" in capsys.readouterr().err
    assert load_entity(Path("new.yaml")) == Entity(kind="enterprise")
    assert "remark" in Path("taken.yaml").read_text(encoding="utf-8")


def test_an_existing_file_is_refused_before_anything_is_asked(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("facts.yaml").touch()
    told = ask(demo_base, monkeypatch, "--save facts.yaml", "3")
    assert told.code == 2 and "第 1 问" not in told.output


def test_save_goes_with_ask(demo_base: Path) -> None:
    assert execute(f"zeren duties --db {demo_base.as_posix()} --save x.yaml").code == 2
