"""The door: names that people use, answers, and the examples in the docstrings."""

from __future__ import annotations

import datetime
import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest

import kb.base
from kb import KnowledgeBase
from policies.answers import Verdict
from policies.duties import BodyKind, Directness
from policies.entities import Entity
from policies.errors import UsageError
from tests.kb_factory import CITY, PLAN, compile_duty, parse, write

ON = datetime.date(2012, 9, 1)
MINE = Entity(kind=BodyKind.ENTERPRISE, sectors=("煤矿",), place="吉林省吉林市")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("base")
    with KnowledgeBase(folder / "zeren.db") as made:
        made.ingest(write(folder, a=PLAN, b=CITY), parse=parse, compile_duty=compile_duty)
        yield made


def test_docstrings() -> None:
    result = doctest.testmod(kb.base)
    assert result.attempted > 10 and result.failed == 0


@pytest.mark.parametrize(
    "key",
    [
        "吉市政发〔2012〕14号",
        "吉市政发[2012] 14号",
        "吉市政发（２０１２）14号",
        "吉林市人民政府关于落实安全生产责任的通知",
        "《关于落实安全生产责任的通知》",
        "落实安全",
    ],
)
def test_names_of_a_document(base: KnowledgeBase, key: str) -> None:
    assert base.document(key).metadata.doc_number == "吉市政发〔2012〕14号"


def test_ids_of_a_document(base: KnowledgeBase) -> None:
    for info in base.documents():
        assert (
            base.document(info.id).id
            == base.document(info.id[:6]).id
            == base.document(info.id[:4].upper()).id
            == info.id
        )


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("安全生产", ["吉政发〔2011〕5号", "吉市政发〔2012〕14号"]),
        ("吉政发〔2011〕6号", ["吉政发〔2011〕5号"]),
        ("ffff", ["ffff"]),
        ("", []),
    ],
)
def test_names_that_fit_no_document_or_several(base: KnowledgeBase, key: str, words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        base.document(key)
    assert all(word in str(caught.value) for word in words)


def test_a_version_that_is_not_there(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError):
        base.document("吉政发〔2011〕5号", version=9)


def test_ids_of_a_duty(base: KnowledgeBase) -> None:
    for record in base.records():
        assert base.record(record.duty.id[:8]) == record


@pytest.mark.parametrize("key", ["", "abc", "煤矿", "0000000000000000", "%%%%"])
def test_names_that_fit_no_duty(base: KnowledgeBase, key: str) -> None:
    with pytest.raises(UsageError):
        base.record(key)


def test_prefixes_that_fit_several(tmp_path: Path) -> None:
    """All duties of these texts begin with the same characters; whole ids are told apart."""

    def same(path: Path) -> object:
        document = parse(path)
        duties = tuple(duty.model_copy(update={"id": f"abcd{n:012x}"}) for n, duty in enumerate(document.duties))
        return document.model_copy(update={"duties": duties, "derived": ()})

    with KnowledgeBase(tmp_path / "zeren.db") as made:
        made.ingest(write(tmp_path, a=PLAN), parse=same, compile_duty=compile_duty)  # type: ignore[arg-type]
        with pytest.raises(UsageError) as caught:
            made.record("abcd")
        assert all(f"abcd{n:012x}" in str(caught.value) for n in range(3))
        assert made.record("abcd000000000001").duty.id == "abcd000000000001"


def test_records(base: KnowledgeBase) -> None:
    every = [record.duty.id for record in base.records()]
    parts = [record.duty.id for info in base.documents() for record in base.records(info.id)]
    assert every == parts and len(every) == 7
    texts = [record.duty.quote.text for record in base.records("吉市政发〔2012〕14号")]
    assert texts[:2] == ["市安监局要督促企业开展全员培训", "企业开展全员培训"]
    (department,) = base.records(kind="department")
    assert department.source.clause == "二" and department.source.headings == ("开展排查",)


def test_answers(base: KnowledgeBase) -> None:
    told = {answer.record.duty.quote.text: answer for answer in base.duties_for(MINE, on=ON)}
    every = base.duties_for(MINE, on=ON, include_all=True)
    assert len(every) == 7 and 0 < len(told) < 7
    assert told["煤矿企业不得超能力组织生产"].verdict is Verdict.APPLIES
    assert told["企业开展全员培训"].directness is Directness.DERIVED
    assert "市安监局要督促企业开展全员培训" not in told
    assert [answer for answer in every if answer.verdict is not Verdict.DOES_NOT_APPLY] == base.duties_for(MINE, on=ON)


def test_why(base: KnowledgeBase) -> None:
    for answer in base.duties_for(MINE, on=ON, include_all=True):
        found = base.why(answer.record.duty.id[:10], MINE, on=ON)
        assert found.model_copy(update={"changes": (), "trace": None}) == answer
        assert found.trace is not None and found.trace.verdict is found.verdict
