"""How bodies stand to each other and to sectors, by their names and the tables of the vocabulary."""

from __future__ import annotations

import pytest

from kb.bodies import between

ACTORS = [
    "吉林省人民政府", "吉林省吉林市人民政府", "吉林市公安局", "省安委会", "省安委会办公室", "煤矿企业",
    "煤矿企业主要负责人", "?government", "省应急管理厅", "乡镇人民政府",
]  # fmt: skip


def edges(*sectors: str) -> set[tuple[str, str, str]]:
    found = [(edge.source, edge.type, edge.target) for edge in between(ACTORS, sectors)]
    assert len(found) == len(set(found))
    return {(s.partition(":")[2], type_, t.partition(":")[2]) for s, type_, t in found}


@pytest.mark.parametrize(
    "edge",
    [
        ("吉林省人民政府", "superior_of", "吉林省吉林市人民政府"),
        ("吉林市公安局", "part_of", "吉林省吉林市人民政府"),
        ("省安委会办公室", "part_of", "省安委会"),
        ("煤矿企业主要负责人", "part_of", "煤矿企业"),
    ],
)
def test_names_tell_what_is_part_of_what(edge: tuple[str, str, str]) -> None:
    assert edge in edges()


def test_nothing_else_is_tied() -> None:
    assert len(edges()) == 4


def test_competence_ties_departments_to_sectors() -> None:
    found = edges("煤矿", "学校")
    assert ("省应急管理厅", "oversees", "煤矿") in found
    assert not [edge for edge in found if edge[0] == "吉林市公安局" and edge[2] == "煤矿"]
    assert not [edge for edge in found if edge[0] == "省安委会办公室" and edge[1] == "oversees"]


def test_every_edge_states_its_inference_and_the_order_of_the_input_does_not_matter() -> None:
    forward, backward = list(between(ACTORS, ["煤矿"])), list(between(ACTORS[::-1], ["煤矿"]))
    assert forward == backward
    assert all(edge.evidence for edge in forward)
