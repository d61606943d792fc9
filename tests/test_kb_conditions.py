"""The index over conditions in the base: what it answers, and that every way of writing keeps it whole."""

from __future__ import annotations

import datetime
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import KnowledgeBase
from kb.migrations import _index_over_conditions
from kb.terms import rebuild
from policies.answers import Answer, Verdict
from policies.entities import Entity, Site
from policies.messages import use_language
from tests.kb_factory import CITY, PLAN, compile_duty, parse, write

ON = datetime.date(2012, 9, 1)
ASKERS = (
    Entity(),
    Entity(kind="enterprise", sectors=("煤矿",), place="吉林省吉林市"),
    Entity(kind="enterprise", sectors=("旅游",), place="上海市"),
    Entity(kind="government", place="吉林省吉林市永吉县"),
    Entity(kind="department", place="吉林省吉林市", functions=("应急管理",)),
    Entity(kind="enterprise", sites=(Site(place="吉林省吉林市"), Site(place="上海市", sectors=("煤矿",)))),
)


def plainly(kb: KnowledgeBase, entity: Entity, on: datetime.date) -> list[Answer]:
    """What the base answers without the index."""
    every = kb.duties_for(entity, on=on, include_all=True)
    return [answer for answer in every if answer.verdict is not Verdict.DOES_NOT_APPLY]


def sound(kb: KnowledgeBase) -> None:
    assert kb.doctor() == []
    for entity in ASKERS:
        assert kb.duties_for(entity, on=ON) == plainly(kb, entity, ON)


def take(kb: KnowledgeBase, folder: Path, **texts: str) -> None:
    assert kb.ingest(write(folder, **texts), parse=parse, compile_duty=compile_duty).failed == ()


def test_the_shipped_circulars(demo_base: Path) -> None:
    days = (ON, datetime.date(2009, 1, 1), datetime.date(2026, 11, 26))
    with KnowledgeBase(demo_base) as kb:
        for entity in ASKERS:
            for on in days:
                assert kb.duties_for(entity, on=on) == plainly(kb, entity, on)


def test_documents_come_change_and_are_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeBase(tmp_path / "zeren.db") as kb:
        take(kb, tmp_path, a=PLAN)
        sound(kb)
        take(kb, tmp_path, b=CITY)
        sound(kb)
        take(kb, tmp_path, a=PLAN.replace("煤矿企业要", "非煤矿山企业要"))
        sound(kb)
        monkeypatch.setattr("kb.provenance.program", lambda: "another")
        report = kb.ingest(write(tmp_path, b=CITY), parse=parse, compile_duty=compile_duty)
        assert len(report.reread) == 1
        sound(kb)
        take(kb, tmp_path, a="空\n没有职责。\n", b=CITY.replace("要", "可"))
        sound(kb)


def test_many_documents_in_any_order(tmp_path: Path) -> None:
    chance = random.Random(3)
    with KnowledgeBase(tmp_path / "zeren.db") as kb:
        for _ in range(5):
            texts = {
                f"n{n}": chance.choice((PLAN, CITY))
                .replace("号", f"-{n}号")
                .replace("煤矿", chance.choice(("煤矿", "矿山")))
                for n in chance.sample(range(12), 6)
            }
            take(kb, tmp_path, **texts)
            sound(kb)


def test_words_that_no_condition_says_any_more_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "zeren.db"
    with KnowledgeBase(path) as kb:
        take(kb, tmp_path, a=PLAN)
        before = atoms(path)
        take(kb, tmp_path, a=PLAN.replace("煤矿企业", "化工企业"))
        assert not any("煤矿" in key for _slot, key in atoms(path))
        take(kb, tmp_path, a=PLAN)
        assert atoms(path) == before


def atoms(path: Path) -> set[tuple[str, str]]:
    connection = sqlite3.connect(path)
    try:
        return set(connection.execute("SELECT slot, key FROM atoms"))
    finally:
        connection.close()


def test_another_program_writes_while_we_ask(tmp_path: Path) -> None:
    path = tmp_path / "zeren.db"
    with KnowledgeBase(path) as ours, KnowledgeBase(path) as theirs:
        take(theirs, tmp_path, a=PLAN)
        first = ours.duties_for(Entity(), on=ON)
        take(theirs, tmp_path, b=CITY)
        assert len(ours.duties_for(Entity(), on=ON)) > len(first) > 0
        sound(ours)


def test_a_base_of_an_older_format_gets_its_index(tmp_path: Path) -> None:
    path = tmp_path / "zeren.db"
    with KnowledgeBase(path) as kb:
        take(kb, tmp_path, a=PLAN, b=CITY)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for table in ("terms", "postings", "atoms"):
        connection.execute(f"DROP TABLE {table}")
    _index_over_conditions(Database(connection))
    connection.close()
    with KnowledgeBase(path) as kb:
        sound(kb)


def test_built_anew_it_answers_the_same(demo_base: Path, tmp_path: Path) -> None:
    path = tmp_path / "zeren.db"
    shutil.copy(demo_base, path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    rebuild(connection)
    connection.close()
    with KnowledgeBase(path) as kb, KnowledgeBase(demo_base) as before:
        assert kb.doctor() == []
        for entity in ASKERS:
            assert kb.duties_for(entity, on=ON) == before.duties_for(entity, on=ON)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM terms WHERE seq = 1", ["does not hold those of the document", "does not lead to"]),
        (
            "UPDATE postings SET terms = (SELECT terms FROM postings p JOIN atoms a ON a.seq = p.atom"
            " WHERE a.key = '煤矿') WHERE atom = 1",
            ["does not lead to"],
        ),
        ("DELETE FROM postings WHERE atom = 3", ["does not lead to"]),
        ("UPDATE terms SET duties = x'00' WHERE seq = 1", ["is damaged"]),
        (
            "UPDATE atoms SET key = '旅游' WHERE key = '煤矿'",
            ["does not hold those of the document", "one condition for"],
        ),
        ("UPDATE atoms SET atom = '坏' WHERE atom IS NOT NULL", ["is damaged"]),
    ],
)
def test_doctor_sees_what_is_wrong(tmp_path: Path, damage: str, told: list[str]) -> None:
    use_language("en")
    path = tmp_path / "zeren.db"
    with KnowledgeBase(path) as kb:
        take(kb, tmp_path, a=PLAN)
    connection = sqlite3.connect(path)
    assert connection.execute(damage).rowcount > 0
    connection.commit()
    connection.close()
    with KnowledgeBase(path) as kb:
        messages = [finding.message for finding in kb.doctor() if finding.code == "conditions"]
    assert len(messages) == len(told) and all(words in line for words, line in zip(told, messages, strict=True))
