"""Entity files and options: what is read, and how what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.errors import InputError, UsageError, ZerenError
from rules.facts import Facts, entity_from_options, load_entity, unlisted

FULL = """\
name: 示例煤业有限公司   # a coal mine
kind: 企业
place: 吉林省吉林市
sectors: [煤矿, 0610]
size: 规模以上
employees: 300
attributes:
  地下矿山: true
  重大危险源: 否
sites:
  - place: 220221
    sectors: [煤矿]
  - name: 办公楼
    place: 吉林省吉林市昌邑区
"""


def written(folder: Path, text: str, name: str = "entity.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_is_read(tmp_path: Path) -> None:
    assert load_entity(written(tmp_path, FULL)) == Entity(
        name="示例煤业有限公司",
        kind=BodyKind.ENTERPRISE,
        place="吉林省吉林市",
        sectors=("煤矿", "0610"),  # as written, not the octal number that YAML 1.1 takes it for
        size="规模以上",
        employees=300,
        attributes={"地下矿山": True, "重大危险源": False},
        sites=(Site(place="220221", sectors=("煤矿",)), Site(name="办公楼", place="吉林省吉林市昌邑区")),
    )


def test_json_with_tabs_is_read(tmp_path: Path) -> None:
    text = json.dumps({"kind": "government", "level": "县级", "place": "永吉县"}, indent="\t")
    entity = load_entity(written(tmp_path, text, "entity.json"))
    assert entity == Entity(kind=BodyKind.GOVERNMENT, level=Level.COUNTY, place="永吉县")


def test_an_empty_value_is_unstated_and_an_empty_list_is_complete(tmp_path: Path) -> None:
    entity = load_entity(written(tmp_path, "kind: department\nsectors:\nfunctions: []\n"))
    assert (entity.sectors, entity.functions) == (None, ())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("kind: enterprise\nsector: [煤矿]\n", 2, ["sector", "sectors"]),
        ("kind: enterprise\nzzz: 1\n", 2, ["zzz", "attributes"]),
        ("kind: enterprise\nkind: government\n", 2, ["kind"]),
        ("kind: 企业家\n", 1, ["企业家", "enterprise"]),
        ("\n\nplace: 吉林省吉安市\n", 3, ["吉林省吉安市", "吉林省"]),
        ("place: 鼓楼区\n", 1, ["江苏省南京市鼓楼区", "320106", "福建省福州市鼓楼区"]),
        ("place: 吉林\n", 1, ["吉林省吉林市"]),
        ("sectors: [煤矿,\n  煤况]\n", 2, ["煤况", "煤矿"]),
        ("sectors: 煤矿\n", 1, ["方括号"]),
        ("size: 超大\n", 1, ["超大", "规模以上"]),
        ("employees: 三百\n", 1, ["三百"]),
        ("functions:\n  - 应急管里\n", 2, ["应急管里", "应急管理"]),
        ("attributes:\n  重大危险源: 也许\n", 2, ["也许"]),
        ("sites:\n  - sectors: [煤矿]\n", 2, ["place"]),
        ("sites:\n  - place: 永吉县\n    name: 一号\n    sektors: []\n", 4, ["sektors", "sectors"]),
        ("- kind: enterprise\n", 1, ["键"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        load_entity(written(tmp_path, text))
    assert caught.value.where.endswith(f"第 {line} 行")
    assert all(word in f"{caught.value.what} {caught.value.mend}" for word in words)
    assert caught.value.mend


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("entity.yaml", b"kind: [enterprise\n"),
        ("entity.json", b'{"kind": "enterprise",}'),
        ("entity.yaml", b""),
        ("entity.yaml", b"\xff\xfe\x00\xd8"),
        ("entity.yaml", b"kind: \x00\n"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_entity(path)
    assert str(path) in caught.value.where
    assert caught.value.mend


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_entity(tmp_path / "nobody.yaml")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_entity_or_a_message(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_entity(path)
    except ZerenError as error:
        assert error.what


def test_options_change_and_add_facts(tmp_path: Path) -> None:
    path = written(tmp_path, FULL)
    entity = entity_from_options(entity=path, place="永吉县", attributes=("重大危险源=yes", "中央企业"))
    assert entity.place == "永吉县"
    assert entity.sectors == ("煤矿", "0610")
    assert entity.attributes == {"地下矿山": True, "重大危险源": True, "中央企业": True}


def test_options_that_are_not_given_leave_facts_unknown() -> None:
    assert entity_from_options(sectors=(), functions=(), attributes=()) == Entity()


def test_wrong_options() -> None:
    with pytest.raises(UsageError, match="煤况"):
        entity_from_options(sectors=("煤况",))
    with pytest.raises(UsageError, match="吉林省吉安市"):
        entity_from_options(place="吉林省吉安市")


@pytest.mark.parametrize(
    ("entity", "level", "functions"),
    [
        (Entity(kind=BodyKind.GOVERNMENT, place="永吉县"), Level.COUNTY, None),
        (Entity(kind=BodyKind.GOVERNMENT, place="220200"), Level.CITY, None),
        (Entity(kind=BodyKind.GOVERNMENT, place="永吉县", level=Level.TOWNSHIP), Level.TOWNSHIP, None),
        (Entity(kind=BodyKind.GOVERNMENT, place="永吉县", name="口前镇人民政府"), Level.TOWNSHIP, None),
        (Entity(kind=BodyKind.DEPARTMENT, place="吉林市", name="吉林市应急管理局"), Level.CITY, ("应急管理",)),
        (Entity(kind=BodyKind.DEPARTMENT, place="长春市", name="吉林省应急管理厅"), Level.PROVINCE, ("应急管理",)),
        (Entity(kind=BodyKind.DEPARTMENT, place="吉林市", functions=("安监",)), Level.CITY, ("应急管理",)),
        (Entity(kind=BodyKind.GOVERNMENT), None, None),
    ],
)
def test_what_follows_from_stated_facts(entity: Entity, level: Level | None, functions: tuple[str, ...] | None) -> None:
    facts = Facts(entity)
    assert (facts.level.value if facts.level else None) == level
    assert facts.organs.functions == functions
    if level and entity.level is None:
        assert facts.level is not None
        assert facts.level.note


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.yaml", "[" * 5_000),
        ("deep.json", "[" * 100_000),
        ("digits.yaml", "employees: " + "9" * 5_000),
        ("digits.yaml", "employees: " + "9" * 20),
        ("digits.json", '{"employees": ' + "9" * 5_000 + "}"),
        ("large.yaml", "name: 煤矿\n#" + "x" * 1_000_000),
        ("long.yaml", "name: " + "煤" * 201),
        ("many.yaml", "sectors: [" + "煤矿, " * 1_001 + "]"),
    ],
)
def test_limits_of_entity_files(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises((InputError, UsageError)) as caught:
        load_entity(written(tmp_path, content, name))
    assert name in caught.value.where
    assert caught.value.mend


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_entity_files_in_the_encodings_of_circulars(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "entity.yaml"
    path.write_bytes("kind: 企业\nplace: 吉林省吉林市\n".encode(encoding))
    assert load_entity(path) == Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"position": "主要负责入"}, ["主要负责人"]),
        ({"attributes": ("中央企业=yes", "中央企业=no")}, ["中央企业"]),
        ({"kind": "enterprise", "level": "county"}, ["enterprise", "county"]),
        ({"level": "province", "place": "永吉县"}, ["province", "永吉县"]),
        ({"place": "nowhere"}, ["GB/T 2260"]),
        ({"sectors": ("nonsense",)}, ["GB/T 4754", "工业"]),
        ({"name": "煤" * 100_000}, ["煤"]),
    ],
)
def test_wrong_and_contradictory_options(options: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        entity_from_options(**options)
    assert all(word in f"{caught.value.what} {caught.value.mend}" for word in words)
    assert caught.value.mend
    assert "？" not in caught.value.mend or "主要负责人" in caught.value.mend


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "department", "level": "national", "place": "北京市"},
        {"kind": "institution", "level": "province", "place": "永吉县"},
        {"kind": "government", "level": "township", "place": "永吉县"},
        {"attributes": ("中央企业=yes", "中央企业=yes")},
    ],
)
def test_facts_that_do_not_contradict(options: dict[str, Any]) -> None:
    assert entity_from_options(**options) != Entity()


def test_words_that_the_vocabulary_does_not_list_are_remarked() -> None:
    assert len(unlisted(entity_from_options(position="电工", functions=("nonsense",)))) == 2
    assert unlisted(entity_from_options(position="企业主要负责人", functions=("公安",))) == []
