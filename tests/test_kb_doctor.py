"""The doctor finds what is damaged, and nothing in a sound base."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.prepare import pack, unpack
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
    ],
)
def test_damage_is_found(path: Path, damage: str, code: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.create_function(
            "forged", 1, lambda body: pack(unpack(body).replace('"text":"煤矿"', '"text":"金矿"'))
        )
        connection.execute(damage)
    connection.close()
    with KnowledgeBase(path) as kb:
        findings = kb.doctor()
    assert code in {finding.code for finding in findings}
    assert all(finding.message and str(finding) for finding in findings)


def test_a_torn_file(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with KnowledgeBase(path) as kb:
        try:
            assert kb.doctor()
        except InputError as error:
            assert error.where and error.mend
