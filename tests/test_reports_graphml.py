"""GraphML of texts with characters that XML has no place for."""

from __future__ import annotations

import networkx as nx
from lxml import etree

from reports.graph import as_graphml


def test_characters_that_xml_forbids_do_not_break_the_file() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("甲\ufffe", label="安全\x01\ufffe生产", type="actor")
    graph.add_node("乙\ud800", label="监管", type="actor")
    graph.add_edge("甲\ufffe", "乙\ud800", key="k", type="bears\uffff", note=None)
    root = etree.fromstring(as_graphml(graph).encode("utf-8"))
    assert root.xpath("//*[local-name()='node']/@id") == ["乙", "甲"]
    assert "安全生产" in "".join(map(str, root.itertext()))
