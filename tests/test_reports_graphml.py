"""GraphML and GEXF: characters that XML has no place for, and attributes whose names mean something there."""

from __future__ import annotations

import io

import networkx as nx
from lxml import etree

from reports.graph import as_gexf, as_graphml


def test_characters_that_xml_forbids_do_not_break_the_file() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("甲\ufffe", label="安全\x01\ufffe生产", type="actor")
    graph.add_node("乙\ud800", label="监管", type="actor")
    graph.add_edge("甲\ufffe", "乙\ud800", key="k", type="bears\uffff", note=None)
    root = etree.fromstring(as_graphml(graph).encode("utf-8"))
    assert root.xpath("//*[local-name()='node']/@id") == ["乙", "甲"]
    assert "安全生产" in "".join(map(str, root.itertext()))


def test_gexf_is_read_back_with_all_its_values() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("duty:1", label="排查\x01隐患", type="duty")
    graph.add_node("actor:县政府", label="县政府", type="actor")
    for type_ in ("imposed_on", "leads"):
        graph.add_edge(
            "duty:1", "actor:县政府", key=type_, type=type_, evidence="县政府", start=3, end=6, document=None
        )
    text = as_gexf(graph)
    assert text == as_gexf(graph)
    assert "lastmodifieddate" not in text
    read = nx.read_gexf(io.BytesIO(text.encode()))
    assert read.nodes["duty:1"]["label"] == "排查隐患"
    told = sorted((data["relation"], data["quote_start"], data["quote_end"]) for *_ends, data in read.edges(data=True))
    assert told == [("imposed_on", 3, 6), ("leads", 3, 6)]
