"""The responsibility graph: its nodes and edges around each type of node, each edge with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.graph import graph
from policies.errors import UsageError
from tests.kb_factory import CITY, PLAN, compile_duty, parse, write

NOTICE = """吉林市人民政府办公室转发吉林省人民政府关于打非治违方案的通知
吉市政办发〔2013〕2号
2013-01-10
附件
吉林省人民政府关于打非治违的方案
吉政发〔2013〕1号
2013-01-05
一、任务
（一）排查
全省非煤矿山企业要自查。
（二）整治
市安监局要督促企业整改。
"""
Labels = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("graph")
    with KnowledgeBase(folder / "zeren.db") as base:
        base.ingest(write(folder, a=PLAN, b=CITY, c=NOTICE), parse=parse, compile_duty=compile_duty)
        yield base


def edges(kb: KnowledgeBase, around: str | None, depth: int, *types: str) -> Labels:
    """(label, type, label) of the edges, of these types if any are given."""
    found = kb.graph(around, depth)
    label = {name: data["label"] for name, data in found.nodes(data=True)}
    return {(label[u], key, label[v]) for u, v, key in found.edges(keys=True) if not types or key in types}


def test_every_node_and_edge_is_described(kb: KnowledgeBase) -> None:
    found = kb.graph()
    types = {data["type"] for _name, data in found.nodes(data=True)}
    assert types == {"document", "clause", "duty", "actor", "sector", "place"}
    for name, data in found.nodes(data=True):
        assert name.startswith(data["type"] + ":") and data["label"] and data["title"]
    texts = {info.id: kb.document(info.id).text for info in kb.documents()}
    quoted = 0
    for _u, _v, key, data in found.edges(keys=True, data=True):
        assert key == data["type"] and data["evidence"]
        if data["start"] is not None:
            assert texts[data["document"]][data["start"] : data["end"]] == data["evidence"]
            quoted += 1
    assert quoted > 20


def test_around_a_document(kb: KnowledgeBase) -> None:
    assert edges(kb, "吉市政发〔2012〕14号", 1, "contains", "cites", "lies_in") == {
        ("吉市政发〔2012〕14号", "contains", "一、落实责任"),
        ("吉市政发〔2012〕14号", "contains", "二、开展排查"),
        ("二、开展排查", "contains", "市安监局要督促企业开展全员培训"),
        ("二、开展排查", "contains", "企业开展全员培训"),
        ("二、开展排查", "contains", "非煤矿山企业要开展隐患排查治理…"),
        ("二、开展排查", "contains", "要组织应急演练"),
        ("吉市政发〔2012〕14号", "cites", "吉政发〔2011〕5号"),
        ("吉市政发〔2012〕14号", "cites", "主席令第七十号"),
        ("吉市政发〔2012〕14号", "lies_in", "吉林市"),
    }


def test_what_is_cited_but_absent_is_marked(kb: KnowledgeBase) -> None:
    found = kb.graph("吉市政发〔2012〕14号", 1)
    cited = {
        found.nodes[v]["label"]: found.nodes[v]["in_base"] for _u, v, key in found.edges(keys=True) if key == "cites"
    }
    assert cited == {"吉政发〔2011〕5号": True, "主席令第七十号": False}


def test_citations_are_seen_from_the_other_end(kb: KnowledgeBase) -> None:
    assert edges(kb, "吉政发〔2011〕5号", 1, "cites") == {("吉市政发〔2012〕14号", "cites", "吉政发〔2011〕5号")}


def test_a_forwarded_part_is_a_document_of_its_own(kb: KnowledgeBase) -> None:
    assert edges(kb, "吉市政办发〔2013〕2号", 1, "forwards", "contains") == {
        ("吉市政办发〔2013〕2号", "forwards", "吉政发〔2013〕1号"),
        ("吉政发〔2013〕1号", "contains", "一、任务"),
        ("一、任务", "contains", "（一）排查"),
        ("一、任务", "contains", "（二）整治"),
        ("（一）排查", "contains", "全省非煤矿山企业要自查"),
        ("（二）整治", "contains", "市安监局要督促企业整改"),
        ("（二）整治", "contains", "企业整改"),
    }


def test_around_a_duty(kb: KnowledgeBase) -> None:
    hit = kb.search("全员培训", kind="department")[0]
    assert edges(kb, hit.id[:8], 1) == {
        ("吉市政发〔2012〕14号", "contains", "二、开展排查"),
        ("二、开展排查", "contains", "市安监局要督促企业开展全员培训"),
        ("二、开展排查", "contains", "企业开展全员培训"),
        ("市安监局要督促企业开展全员培训", "imposed_on", "市安监局"),
        ("市安监局要督促企业开展全员培训", "supervises", "企业"),
        ("企业开展全员培训", "derived_from", "市安监局要督促企业开展全员培训"),
        ("企业开展全员培训", "imposed_on", "企业"),
    }


def test_around_an_actor(kb: KnowledgeBase) -> None:
    assert edges(kb, "市公安局", 1) == {
        ("吉市政发〔2012〕14号", "contains", "二、开展排查"),
        ("二、开展排查", "contains", "非煤矿山企业要开展隐患排查治理…"),
        ("市公安局", "cooperates", "非煤矿山企业要开展隐患排查治理…"),
    }


def test_implied_bearers_are_marked_as_inferred(kb: KnowledgeBase) -> None:
    found = kb.graph("actor:?enterprise", 1)
    assert found.nodes["actor:?enterprise"]["inferred"] is True
    ((_u, _v, data),) = [edge for edge in found.edges(data=True) if edge[2]["type"] == "imposed_on"]
    assert data["certainty"] == "inferred" and data["evidence"]


def test_around_a_sector(kb: KnowledgeBase) -> None:
    told = edges(kb, "矿山", 2, "within", "concerns")
    assert {("煤矿", "within", "矿山"), ("矿山", "within", "高危行业")} <= told
    assert ("煤矿企业不得超能力组织生产", "concerns", "煤矿") in told


def test_around_a_place(kb: KnowledgeBase) -> None:
    told = edges(kb, "吉林省", 1, "lies_in")
    assert {("吉林市", "lies_in", "吉林省"), ("吉政发〔2011〕5号", "lies_in", "吉林省")} <= told
    assert edges(kb, "220000", 1, "lies_in") == told
    assert edges(kb, "吉林省", 1, "within") == {("全省非煤矿山企业要自查", "within", "吉林省")}


def test_around_a_clause(kb: KnowledgeBase) -> None:
    told = edges(kb, "吉市政办发〔2013〕2号/附件/一", 1, "contains")
    assert ("（二）整治", "contains", "企业整改") in told and ("一、任务", "contains", "（一）排查") in told


def test_a_walk_does_not_go_through_a_place(kb: KnowledgeBase) -> None:
    """Else all documents of a city would be two steps apart."""
    told = edges(kb, "吉市政办发〔2013〕2号", 3)
    assert ("吉市政办发〔2013〕2号", "lies_in", "吉林市") in told and ("吉林市", "lies_in", "吉林省") in told
    assert "吉市政发〔2012〕14号" not in {name for name, type_, _other in told if type_ == "lies_in"}


def test_depth(kb: KnowledgeBase) -> None:
    sizes = [len(kb.graph("市公安局", depth)) for depth in range(5)]
    assert sizes[0] == 1 and sizes[1] == 4 and sizes == sorted(sizes) and sizes[-1] > sizes[1]


def test_a_depth_beyond_all_bounds(kb: KnowledgeBase) -> None:
    assert set(kb.graph("煤矿", 10**21)) == set(kb.graph("煤矿", 50))


def test_what_is_cut_is_told(kb: KnowledgeBase) -> None:
    whole = kb.graph()
    assert not whole.graph["truncated"] and whole.graph["note"] == ""
    for around in (None, "吉市政发〔2012〕14号"):
        cut = graph(kb._open(), around, 3, max_nodes=6)
        assert len(cut) == 6 and cut.graph["truncated"] and "6" in cut.graph["note"]


def test_the_same_graph_every_time(kb: KnowledgeBase) -> None:
    one, two = (kb.graph("煤矿", 3) for _time in range(2))
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))


@pytest.mark.parametrize(
    ("around", "words"),
    [
        ("市公安厅局", "市公安局"),
        ("document:没有", "没有"),
        ("人民政府关于", "吉政发〔2011〕5号"),
        ("duty:zz", "zz"),
        ("鼓楼区", "福建省福州市鼓楼区"),
    ],
)
def test_names_that_fit_nothing_or_several(kb: KnowledgeBase, around: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        kb.graph(around)
    assert words in str(caught.value)


def test_governments_in_their_order(tmp_path: Path) -> None:
    texts = PLAN.replace("各市（州）人民政府要", "吉林省人民政府要") + "吉林省吉林市人民政府要开展检查。\n"
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        base.ingest(write(tmp_path, a=texts), parse=parse, compile_duty=compile_duty)
        assert edges(base, None, 0, "superior_of") == {("吉林省人民政府", "superior_of", "吉林省吉林市人民政府")}


def test_a_short_title_cites_the_document_that_it_is_short_for(tmp_path: Path) -> None:
    from parsers import parse_file, parse_text  # noqa: PLC0415 - the other tests need no parser
    from rules.compile import compile_duty as compile_real  # noqa: PLC0415

    notice = (
        "云岭省人民政府办公厅关于做好采矿工作的通知\n云政办发〔2021〕8号\n\n各市（州）人民政府：\n"
        "按照《云岭省采矿管理办法》（以下简称《办法》）开展工作。各地要执行《办法》。\n\n云岭省人民政府办公厅\n2021年3月1日\n"
    )
    assert [c.title for c in parse_text(notice).citations] == ["云岭省采矿管理办法", "办法"]
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        base.ingest(write(tmp_path, a=notice), parse=parse_file, compile_duty=compile_real)
        cited = {to for _from, _type, to in edges(base, "云政办发〔2021〕8号", 1, "cites")}
    assert cited == {"云岭省采矿管理办法"}
