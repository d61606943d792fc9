"""The doctor finds what is damaged, and nothing in a sound base."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.prepare import pack, unpack
from kb.records import record_at
from kb.schema import open_base
from policies.entities import Entity
from policies.errors import InputError
from tests.kb_factory import CITY, PLAN, compile_duty, parse, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with KnowledgeBase(tmp_path / "zeren.db") as kb:
        kb.ingest(write(tmp_path, a=PLAN, b=CITY), parse=parse, compile_duty=compile_duty)
        kb.ingest(write(tmp_path, a=PLAN + "企业要检查。\n"), parse=parse, compile_duty=compile_duty)
        assert kb.doctor() == []
    return tmp_path / "zeren.db"


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE versions SET body = x'00' WHERE document = 1 AND version = 1", "unreadable"),
        ("UPDATE versions SET body = substr(body, 1, 90) WHERE document = 2", "unreadable"),
        ("UPDATE versions SET digest = 'x' WHERE document = 2", "digest"),
        ("UPDATE versions SET body = forged(body) WHERE document = 1 AND version = 2", "quote"),
        ("DELETE FROM versions WHERE document = 1 AND version = 1", "versions"),
        ("DELETE FROM duty_bodies WHERE duty = (SELECT max(seq) FROM duties)", "duties"),
        ("UPDATE duty_bodies SET record = replace(record, 'must_not', 'must')", "duties"),
        ("UPDATE duty_bodies SET condition = replace(condition, '煤矿', '煤田')", "quote"),
        ("UPDATE duty_bodies SET condition = '{}' WHERE duty = 4", "unreadable"),
        ("DELETE FROM documents WHERE seq = 2", "foreign_key"),
        ("UPDATE clauses SET path = '九' WHERE seq = (SELECT max(seq) FROM clauses)", "clauses"),
        ("DELETE FROM passages_docsize WHERE id = (SELECT max(id) FROM passages_docsize)", "search"),
        ("DELETE FROM tokens WHERE document = 2", "search"),
        ("UPDATE tokens SET body = x'789c00' WHERE document = 2", "search"),
        ("UPDATE tokens SET body = 'words' WHERE document = 2", "search"),
        ("UPDATE tokens SET body = packed('[[1, 2, 3]]') WHERE document = 2", "search"),
        ("UPDATE tokens SET body = packed(replace(unpacked(body), '排查', '排水')) WHERE document = 2", "search"),
        ("UPDATE passages_data SET block = forged_index(block) WHERE id > 10", "search"),
        ("UPDATE passages_data SET block = x'00' WHERE id > 10", "search"),
        ("DELETE FROM passages_data WHERE id > 10", "search"),
        ("UPDATE clauses SET text = replace(text, '企业', '企丛') WHERE document = 2", "clauses"),
        ("UPDATE clauses SET head = '三、落实责任' WHERE document = 2 AND ordinal = 0", "clauses"),
        ("UPDATE clauses SET start = start + 1 WHERE document = 1 AND ordinal = 1", "clauses"),
        ("UPDATE clauses SET text = CAST(x'ff' AS TEXT) WHERE document = 2", "unreadable"),
        ("UPDATE versions SET body = 'words' WHERE document = 2", "unreadable"),
    ],
)
def test_damage_is_found(path: Path, damage: str, code: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.create_function(
            "forged", 1, lambda body: pack(unpack(body).replace('"text":"煤矿"', '"text":"金矿"'))
        )
        connection.create_function("packed", 1, pack)
        connection.create_function("unpacked", 1, unpack)
        connection.create_function("forged_index", 1, lambda block: block.replace("查".encode()[1:], "柦".encode()[1:]))
        connection.execute(damage)
    connection.close()
    with KnowledgeBase(path) as kb:
        findings = kb.doctor()
    assert code in {finding.code for finding in findings}
    assert all(finding.message and str(finding) for finding in findings)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE duty_bodies SET record = '{}'",
        "UPDATE duty_bodies SET record = 'no JSON'",
        "UPDATE sources SET ref = substr(ref, 9)",
        "UPDATE duty_bodies SET condition = '{}'",
    ],
)
def test_questions_to_a_damaged_base(path: Path, damage: str) -> None:
    with sqlite3.connect(path) as connection:
        (identity,) = connection.execute("SELECT id FROM duties").fetchone()
        connection.execute(damage)
    connection.close()
    mine = Entity(kind="enterprise", sectors=("煤矿",))
    with KnowledgeBase(path) as kb:
        for question in (lambda: kb.duties_for(mine), lambda: kb.record(identity), lambda: kb.graph("煤矿")):
            with pytest.raises(InputError, match="zeren doctor") as caught:
                question()
            assert caught.value.why
        assert "unreadable" in {finding.code for finding in kb.doctor()}


def test_a_duty_without_its_body(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM duty_bodies")
        seq = connection.execute("SELECT seq FROM duties").fetchone()[0]
    connection.close()
    connection = open_base(path)
    with pytest.raises(InputError, match="zeren doctor"):
        record_at(connection, seq)
    connection.close()


def test_a_damaged_document(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE versions SET body = x'00'")
        connection.execute("UPDATE tokens SET body = x'00'")
    connection.close()
    with KnowledgeBase(path) as kb:
        with pytest.raises(InputError, match="zeren doctor"):
            kb.document("吉政发〔2011〕5号")
        with pytest.raises(InputError, match="zeren doctor"):
            kb.ingest(write(path.parent, a=PLAN + "企业要演练。\n"), parse=parse, compile_duty=compile_duty)


def test_the_doctor_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with KnowledgeBase(path) as kb:
        assert kb.doctor() == []
        assert kb.doctor() == []
        with pytest.raises(sqlite3.OperationalError):
            kb._open().execute("DELETE FROM files")
    assert path.read_bytes() == before


def test_a_torn_file(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with KnowledgeBase(path) as kb:
        try:
            assert kb.doctor()
        except InputError as error:
            assert error.where and error.mend
