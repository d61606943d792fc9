"""Which upper duty a lower one carries out: over the circulars that ship, in whatever order they are taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.models import Refinement
from kb.neighbours import Base
from kb.order import above
from kb.refines import Refiner
from policies.circulars import shipped

PROVINCE, CITY, COUNTY = "岭政办发〔2023〕7号", "溪政办发〔2023〕21号", "石桥县安全生产隐患排查治理工作实施方案"
Lines = set[tuple[str, str]]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(tmp_path_factory.mktemp("refines") / "zeren.db") as base:
        base.ingest([circular.path for circular in shipped()])
        yield base


def uppers(kb: KnowledgeBase, document: str) -> list[Refinement]:
    refiner = Refiner(Base(kb._open()))
    return [found for record in kb.records(document) for found in refiner.uppers(record)]


def lines(kb: KnowledgeBase, found: list[Refinement]) -> Lines:
    """(lower duty, upper duty) by the beginnings of their words."""
    return {(words(kb, one.lower), words(kb, one.upper)) for one in found}


def words(kb: KnowledgeBase, duty: str) -> str:
    return "".join(kb.record(duty).duty.quote.text.split())


def test_a_city_carries_out_the_plan_of_its_province(kb: KnowledgeBase) -> None:
    found = lines(kb, uppers(kb, CITY))
    for below, over in (
        ("到2023年底，全市规模以上工贸企业安全生产标", "到2023年底，全省规模以上工贸企业安全生产标"),
        ("规模以上企业每季度至少组织一次综合应急演练或", "规模以上企业每半年至少组织一次综合应急演练或"),
        ("其他企业每年至少组织一次", "其他企业每年至少组织一次"),
        ("煤矿企业要在2023年6月30日前完成隐", "煤矿企业要在2023年6月30日前完成隐"),
        ("经济技术开发区管委会要在2023年8月底前完", "各市（州）人民政府要在2023年9月底前完成化"),
        ("企业建立隐患自查自报台账", "企业建立隐患自查自报台账"),  # one step removed, both
        ("特种作业人员未取得相应资格的，不得上岗作业", "特种作业人员未取得相应资格的，不得上岗作业"),
    ):
        assert any(lower.startswith(below) and upper.startswith(over) for lower, upper in found), below
    refined = {lower for lower, _upper in found}
    for own in ("支持企业投保安全生产责任保险", "尾矿库企业要在汛期前完成排洪设施检测"):
        assert own not in refined  # the province says nothing of the kind


def test_it_says_by_what(kb: KnowledgeBase) -> None:
    for one in uppers(kb, CITY):
        assert 0.6 <= one.score <= 1 and one.words and one.link == "implements"
        assert one.quote and "岭政办发〔2023〕7号" in one.quote


def test_a_mistyped_number_ties_to_nothing(kb: KnowledgeBase) -> None:
    """The county's draft cites the city's notice by a wrong number: it is tied to the province alone."""
    assert {kb.record(one.upper).source.level for one in uppers(kb, COUNTY)} == {"province"}


def test_up_and_down_are_one_relation(kb: KnowledgeBase) -> None:
    refiner = Refiner(Base(kb._open()))
    down = {(one.lower, one.upper) for record in kb.records() for one in refiner.lowers(record)}
    up = {(one.lower, one.upper) for record in kb.records() for one in refiner.uppers(record)}
    assert up == down and len(up) > 25


def test_it_never_points_upward(kb: KnowledgeBase) -> None:
    refiner = Refiner(Base(kb._open()))
    for record in kb.records():
        for one in refiner.uppers(record):
            upper, lower = (refiner.base.seat(kb.record(end)) for end in (one.upper, one.lower))
            assert above(refiner.rank(upper), refiner.rank(lower))
            assert not above(refiner.rank(lower), refiner.rank(upper))


def test_the_upper_document_may_come_later(kb: KnowledgeBase, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "turned.db") as turned:
        for circular in reversed(shipped()):
            turned.ingest(circular.path)
        for document in (CITY, COUNTY):
            assert uppers(turned, document) == uppers(kb, document)


def test_what_is_read_again_is_tied_again(tmp_path: Path) -> None:
    texts = {circular.path.name: circular.path.read_text("utf-8") for circular in shipped()[1:3]}
    city = tmp_path / "溪政办发2023-21.txt"
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        base.ingest([tmp_path / name for name in texts])
        before = uppers(base, CITY)
        city.write_text(
            texts[city.name].replace("（二）强化应急演练。规模以上企业每季度", "（二）强化应急演练。规模以上企业每月"),
            "utf-8",
        )
        base.ingest(city)
        after = uppers(base, CITY)
        assert len(after) == len(before)
        assert {one.lower for one in after} != {one.lower for one in before}


def test_the_graph_shows_it_with_its_evidence(kb: KnowledgeBase) -> None:
    duty = next(hit.id for hit in kb.search("综合应急演练", level="city") if hit.type == "duty")
    found = kb.graph(duty, depth=1)
    refines = [(u, v, data) for u, v, key, data in found.edges(keys=True, data=True) if key == "refines"]
    assert [u for u, _v, _data in refines] == [f"duty:{duty}"]
    ((_lower, upper, data),) = refines
    assert "每半年" in found.nodes[upper]["title"]
    assert data["score"] >= 0.6 and "演练" in data["words"].split() and "演练" in data["evidence"]
