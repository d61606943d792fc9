"""A trace has no node without a quotation or a stated inference, whoever asks about whatever duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from parsers import parse_file
from policies.answers import Trace
from policies.circulars import shipped
from policies.conditions import Condition
from policies.documents import Document
from policies.entities import Entity, Site
from rules.compile import compile_duty
from rules.evaluate import evaluate
from rules.resolved import Facts

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "circulars"
DAYS = (date(2012, 9, 1), date(2023, 6, 1), date(2030, 1, 1))
ASKERS = [
    Entity(),
    Entity(kind="enterprise", place="吉林省吉林市", sectors=("煤矿",), size="小型", employees=50),
    Entity(kind="enterprise", place="石桥县", sectors=("危险化学品", "化工"), attributes={"重大危险源": True}),
    Entity(kind="enterprise", place="110103", sectors=("住宿",), revenue=800),
    Entity(kind="enterprise", place="341400", sectors=(), position="矿长"),
    Entity(
        kind="enterprise",
        sites=(Site(place="石桥县", sectors=("煤矿",)), Site(place="永吉县"), Site(name="总部", place="吉林省长春市")),
    ),
    Entity(kind="government", place="吉林省"),
    Entity(kind="government", place="永吉县", position="县长"),
    Entity(kind="government", name="石桥镇人民政府", place="石桥县"),
    Entity(kind="government", name="青溪经济技术开发区管理委员会", place="青溪市"),
    Entity(kind="department", name="吉林市安全生产监督管理局", place="吉林市"),
    Entity(kind="department", name="吉林省公安厅", place="吉林省"),
    Entity(kind="department", level="national", functions=("教育",)),
    Entity(kind="institution", name="吉林市第一中学", place="吉林市", sectors=("学校",)),
    Entity(kind="individual", place="吉林市"),
]


def nodes(trace: Trace) -> Iterator[Trace]:
    yield trace
    for child in trace.children:
        yield from nodes(child)


def conditions(document: Document) -> set[Condition]:
    return {compile_duty(duty, document) for duty in (*document.duties, *document.derived)}


@cache
def read(path: Path) -> Document:
    return parse_file(path)


def check(document: Document, askers: list[Entity]) -> int:
    seen = 0
    known = [Facts(one) for one in askers]
    for condition in conditions(document):
        for number, facts in enumerate(known):
            for node in nodes(evaluate(condition, facts, DAYS[number % len(DAYS)])):
                seen += 1
                assert node.says
                assert node.because or node.evidence, node
                if node.evidence is not None:
                    span = node.evidence
                    assert document.text[span.start : span.end] == span.text, node
    return seen


@pytest.mark.parametrize("circular", [one.path for one in shipped()], ids=lambda path: path.stem)
def test_shipped_circulars(circular: Path) -> None:
    assert check(read(circular), ASKERS) > 100


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")) if CORPUS.is_dir() else [], ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    check(read(path), ASKERS)
