"""The responsibility graph in files: each opens, holds all that the graph holds, and no boxes overlap."""

from __future__ import annotations

import io
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import reports_sample as sample

from policies.documents import Document
from policies.errors import UsageError
from policies.messages import use_language
from reports import graph as graphs
from reports.layout import place_nodes

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


def graph_of(document: Document) -> nx.MultiDiGraph[str]:
    """A graph with the attributes that the base gives to nodes and edges."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(depth=2, truncated=False, note="")
    root = f"document:{document.id}"
    number = document.metadata.doc_number or ""
    graph.add_node(root, type="document", label=number, title=f"{number} {document.metadata.title}", in_base=True)
    names: dict[int | None, str] = {None: root}

    def link(source: str, target: str, kind: str, evidence: str, start: int | None = None) -> None:
        end = None if start is None else start + len(evidence)
        graph.add_edge(
            source, target, key=kind, type=kind, evidence=evidence, document=document.id, start=start, end=end
        )

    for clause in document.clauses:
        names[clause.index] = f"clause:{document.id}/{clause.path}"
        graph.add_node(names[clause.index], type="clause", label=clause.title[:12], title=clause.title)
        link(names[clause.parent], names[clause.index], "contains", clause.title, clause.head.start)
    for duty in document.duties:
        name = f"duty:{duty.id}"
        graph.add_node(name, type="duty", label=duty.quote.text[:16], title=duty.quote.text, modality=duty.modality)
        link(names[duty.clause], name, "contains", duty.quote.text, duty.quote.start)
        for bearer in duty.bearers:
            actor = f"actor:{bearer.surface.text if bearer.surface else '?' + bearer.kind}"
            graph.add_node(actor, type="actor", label=actor[6:], title=actor[6:], inferred=bearer.surface is None)
            link(name, actor, "imposed_on", "说明", bearer.surface.start if bearer.surface else None)
        for sector in duty.sectors:
            graph.add_node(f"sector:{sector.text}", type="sector", label=sector.text, title=sector.text)
            link(name, f"sector:{sector.text}", "concerns", sector.text, sector.start)
    for relation in document.relations:
        other = f"document:{relation.doc_number or relation.title}"
        graph.add_node(other, type="document", label=other[9:], title=other[9:], in_base=False)
        link(root, other, relation.type, relation.title or "")
    return graph


def written(graph: nx.MultiDiGraph[str], suffix: str, folder: Path) -> str:
    path = folder / f"graph{suffix}"
    graphs.write(graph, path)
    return path.read_text("utf-8")


def overlaps(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str]]:
    boxes = place_nodes(graph)
    assert set(boxes) == set(graph)
    return [
        (a, b)
        for (a, one), (b, two) in itertools.combinations(boxes.items(), 2)
        if one.x < two.x + two.width
        and two.x < one.x + one.width
        and one.y < two.y + two.height - 1e-6
        and two.y < one.y + one.height - 1e-6
    ]


def test_no_boxes_overlap() -> None:
    assert overlaps(graph_of(sample.sample())) == []


@pytest.mark.skipif(not sample.GOLD.exists(), reason="the shared gold files are not there")
def test_no_boxes_of_a_real_circular_overlap() -> None:
    graph = graph_of(sample.gold("jishizhengban-2012-14"))
    assert len(graph) > 150
    assert overlaps(graph) == []


TYPES = ("document", "clause", "duty", "actor", "sector", "place", "something new")


@given(
    st.lists(st.sampled_from(TYPES), min_size=1, max_size=14),
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from(["contains", "concerns", "cites"]))),
    st.text(max_size=30),
)
@settings(max_examples=60, deadline=None)
def test_any_graph_is_drawn(types: list[str], edges: list[tuple[int, int, str]], text: str) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, kind in enumerate(types):
        graph.add_node(f"{kind}:{number}", type=kind, label=text, title=text)
    names = list(graph)
    for source, target, kind in edges:
        if source < len(names) and target < len(names):
            graph.add_edge(names[source], names[target], key=kind, type=kind, evidence=text, document=None, start=None)
    assert overlaps(graph) == []
    root = ElementTree.fromstring(graphs.as_svg(graph))
    assert len([g for g in root.iter(f"{SVG}g") if g.get("class") == "node"]) == len(graph)
    assert len([g for g in root.iter(f"{SVG}g") if g.get("class") == "edge"]) == graph.number_of_edges()
    assert len(nx.read_graphml(io.BytesIO(graphs.as_graphml(graph).encode()))) == len(graph)


def test_clauses_and_duties_stand_in_the_order_of_the_text() -> None:
    document = sample.sample()
    boxes = place_nodes(graph_of(document))
    for names in (
        [f"clause:{document.id}/{clause.path}" for clause in document.clauses],
        [f"duty:{duty.id}" for duty in document.duties],
    ):
        rows = [boxes[name].y for name in names]
        assert rows == sorted(rows)
        assert len(set(rows)) == len(rows)


def test_svg_tells_full_words_and_evidence(tmp_path: Path) -> None:
    document = sample.sample()
    root = ElementTree.fromstring(written(graph_of(document), ".svg", tmp_path))
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    for duty in document.duties:
        assert f"duty: {duty.quote.text}" in titles
    assert any("borne by" in title and "“说明”" in title for title in titles)
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert "concerns" in words  # in the legend
    assert "supervises" not in words
    assert any(text and text.startswith("must not｜") for text in words)  # not by colour alone


def test_a_cue_that_the_words_open_with_is_not_said_twice() -> None:
    use_language("zh")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, title, modality in (
        ("duty:1", "严禁超能力组织生产", "must_not"),
        ("duty:2", "煤矿企业严禁超能力", "must_not"),
        ("duty:3", "鼓励企业采用", "encouraged"),
        ("duty:4", "建立制度", "must"),
    ):
        graph.add_node(name, type="duty", label=title, title=title, modality=modality)
    drawn = [text.text for text in ElementTree.fromstring(graphs.as_svg(graph)).iter(f"{SVG}text")]
    assert {"严禁超能力组织生产", "严禁｜煤矿企业严禁超能力", "鼓励企业采用", "建立制度"} <= set(drawn)


@pytest.mark.parametrize("suffix", sorted(graphs.FORMATS))
def test_same_graph_same_bytes_whatever_the_order(suffix: str, tmp_path: Path) -> None:
    graph = graph_of(sample.sample())
    again: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    again.add_nodes_from(reversed(list(graph.nodes(data=True))))
    again.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert written(graph, suffix, tmp_path) == written(again, suffix, tmp_path)


def test_json_reads_back(tmp_path: Path) -> None:
    graph = graph_of(sample.sample())
    back = nx.node_link_graph(json.loads(written(graph, ".json", tmp_path)), edges="edges")
    assert nx.utils.graphs_equal(graph, back)


def test_graphml_reads_back_with_empty_words_for_none(tmp_path: Path) -> None:
    graph = graph_of(sample.sample())
    graph.graph["around"] = None
    written(graph, ".graphml", tmp_path)
    back = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert set(back) == set(graph)
    assert back.number_of_edges() == graph.number_of_edges()
    edge = next(data for _s, _t, data in back.edges(data=True) if data["type"] == "implements")
    assert edge["start"] == ""
    ids = [
        e.get("id") for e in ElementTree.parse(tmp_path / "graph.graphml").getroot().iter() if e.tag.endswith("edge")
    ]
    assert len(ids) == len(set(ids))


def test_mermaid_labels_hold_no_signs_of_its_own(tmp_path: Path) -> None:
    graph = graph_of(sample.sample())
    graph.add_node("actor:x", type="actor", label='a"];b --> c<script>#\n|', title="x")
    lines = written(graph, ".mmd", tmp_path).splitlines()
    assert lines[0] == "flowchart LR"
    (line,) = [line for line in lines if "script" in line]
    assert line.count('"') == 2
    assert not set(line.split('"')[1]) & set('<>[]|"')
    assert len([line for line in lines if "-->|" in line]) == graph.number_of_edges()


def test_page_filters_and_escapes(tmp_path: Path) -> None:
    graph = graph_of(sample.sample())
    graph.add_node("actor:<script>alert(1)</script>", type="actor", label="<script>alert(1)</script>", title="</title>")
    page = BeautifulSoup(written(graph, ".html", tmp_path), "lxml")
    assert len(page.find_all("script")) == 1
    assert {box["data-nodes"] for box in page.select("input[data-nodes]")} == {
        "document", "clause", "duty", "actor", "sector",
    }  # fmt: skip
    assert {box["data-edges"] for box in page.select("input[data-edges]")} == {
        "contains", "imposed_on", "concerns", "implements",
    }  # fmt: skip
    assert len(page.select(".node")) == len(graph)
    assert page.select("link, img, script[src]") == []


def test_empty_graph_and_unknown_suffix(tmp_path: Path) -> None:
    empty: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for suffix in graphs.FORMATS:
        assert written(empty, suffix, tmp_path)
    with pytest.raises(UsageError, match=r"\.svg.*\.mmd"):
        graphs.write(empty, tmp_path / "graph.png")
