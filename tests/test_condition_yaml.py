"""Conditions as YAML: read and written, both ways; what is wrong is told with its line and the nearest right word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from docs.make import console
from docs.make.console import execute
from kb import KnowledgeBase
from policies.conditions import (
    All,
    Attribute,
    Condition,
    Function,
    InForce,
    Kind,
    LevelIn,
    Named,
    Not,
    Position,
    Quoted,
    Sector,
    Size,
    Window,
    Within,
)
from policies.conditions import Any as AnyOf
from policies.documents import Level
from policies.duties import BodyKind
from policies.errors import ZerenError
from policies.messages import _, use_language
from policies.spans import Quote
from policies.vocabulary import functions, sectors
from rules.condition_yaml import condition_yaml, read_condition
from rules.reasons import BASIS, Reason

MINE = All(
    of=(
        Kind(kind=BodyKind.ENTERPRISE),
        Sector(sector="煤矿"),
        Within(place="220000"),
        Not(of=Size(size="规模以下")),
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "全部: [类别: 企业, 行业: 煤矿, 地区: 吉林省, 非: {规模: 规模以下}]",
        "all: [kind: enterprise, sector: 煤矿, place: '220000', not: {size: 规模以下}]",
        "- 类别: 生产经营单位\n- 行业: '0610'\n- 地区: 220000\n- 不是:\n    规模: 规模以下\n",
        "类别: 企业\n行业: 煤矿\n地区: 吉林省\n非:\n  规模: 规模以下\n",
    ],
)
def test_a_clerk_may_write_it_in_several_ways(text: str) -> None:
    assert read_condition(text) == MINE


def test_how_it_is_written() -> None:
    quote = Quote(start=12, end=16, text="煤矿企业")
    condition = All(
        of=(
            Kind(kind=BodyKind.ENTERPRISE, evidence=quote),
            AnyOf(of=(Sector(sector="煤矿"), Attribute(name="重大危险源"))),
            LevelIn(levels=(Level.CITY, Level.COUNTY), because=Reason.LOCAL),
            Position(position=""),
            Window(since=date(2012, 6, 6)),
        )
    )
    assert (
        condition_yaml(condition)
        == """\
全部:
  - 类别: 企业
    原文: 煤矿企业
    位置: [12, 16]
  - 任一:
      - 行业: 煤矿
      - 属性: 重大危险源
  - 级别: [市级, 县级]
    推断: 所称地方是指发文机关以下的地方
  - 岗位: 单位本身
  - 期间:
      自: 2012-06-06
""".replace("所称地方是指发文机关以下的地方", _(Reason.LOCAL))
    )
    use_language("en")
    english = condition_yaml(condition)
    assert "  - kind: enterprise\n    evidence: 煤矿企业\n    span: [12, 16]\n" in english
    assert f"because: {Reason.LOCAL}" in english
    use_language("zh")
    assert read_condition(english) == condition


def test_a_list_of_values_is_a_choice_and_levels_are_one_atom() -> None:
    assert read_condition("行业: [煤矿, 非煤矿山]") == AnyOf(of=(Sector(sector="煤矿"), Sector(sector="非煤矿山")))
    assert read_condition("级别: [市, 县级]") == LevelIn(levels=(Level.CITY, Level.COUNTY))
    assert read_condition("任一: {行业: 煤矿}") == AnyOf(of=(Sector(sector="煤矿"),))


def test_words_without_a_span_are_found_in_the_duty() -> None:
    duty = Quote(start=100, end=112, text="高危行业企业要定期演练。")
    text = "属性: 高危行业\n原文: 高危行业企业"
    assert read_condition(text, within=duty) == Attribute(
        name="高危行业", evidence=Quote(start=100, end=106, text="高危行业企业")
    )
    with pytest.raises(ZerenError, match="没有“高危行业企业”"):
        read_condition(text)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("全部:\n  - 行页: 煤矿", 2, "是否指：行业"),
        ("全部:\n  - sectr: 煤矿", 2, "是否指：sector"),
        ("全部:\n  - 类别: 企业\n  - 行业: 煤况", 3, "煤矿"),
        ("地区: 吉林省永吉具", 1, "没有名为“吉林省永吉具”"),
        ("级别: [市级, 县记]", 1, "“县记”"),
        ("类别: 企叶", 1, "企业"),
        ("规模: 规模已上", 1, "规模以上"),
        ("职能: 应急管里", 1, "应急管理"),
        ("全部:\n  - 类别: 企业\n    行业: 煤矿\n    原文: 煤矿企业", 2, "每个条件单列一项"),
        ("期间: 2012-06-06", 1, "期间"),
        ("期间:\n  自: 六月", 2, "2012-06-06"),
        ("期间:\n  始: 2012-06-06", 2, "“始”"),
        ("行业: 煤矿\n原文: 煤矿企业\n位置: [1, 3]", 3, "长度不符"),
        ("行业: 煤矿\n位置: [1, 3]", 2, "没有原文"),
        ("行业: 煤矿\n行业: 旅游", 2, "出现了两次"),
        ("行业: ''", 1, "缺少内容"),
        ("行业: {a: b}", 1, ""),
        ("煤矿", 1, "条件"),
        ("全部:\n  - 行业: 煤矿\n - 类别: 企业", 3, ""),
        ("全部: [行业: 煤矿", 1, ""),
        ("", 0, "条件是空的"),
        ("[" * 3000, 0, ""),
        ("{非: " * 100 + "{类别: 企业}" + "}" * 100, 1, "嵌套过深"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(ZerenError) as error:
        read_condition(text, "条件.yaml")
    told = str(error.value)
    assert what in told and "条件.yaml" in told
    if line:
        assert f"第 {line} 行" in told


def test_an_alias_bomb_is_refused() -> None:
    entries = ["&b0 {行业: 煤矿}", *(f"&b{n} {{全部: [{', '.join([f'*b{n - 1}'] * 9)}]}}" for n in range(1, 9))]
    bomb = "全部:\n" + "".join(f"  - {entry}\n" for entry in entries)
    with pytest.raises(ZerenError, match="内容过多"):
        read_condition(bomb)


# --- both ways ----------------------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip).filter(bool)
quotes = st.builds(
    lambda start, text: Quote(start=start, end=start + len(text), text=text),
    st.integers(0, 10**6),
    st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1, max_size=20),
)
marks = {
    "evidence": st.none() | quotes,
    "because": st.none() | st.sampled_from([*BASIS.values(), Reason.REACH, Reason.DRAFT]) | words,
}
days = st.none() | st.dates()
atoms = st.one_of(
    st.builds(Kind, kind=st.sampled_from(BodyKind), **marks),
    st.builds(LevelIn, levels=st.lists(st.sampled_from(Level), max_size=3).map(tuple), **marks),
    st.builds(Within, place=st.sampled_from(["220000", "220221", "110105", "某县茂林镇", "990000"]), **marks),
    st.builds(Sector, sector=st.sampled_from(sectors.terms()), **marks),
    st.builds(Size, size=st.sampled_from(["规模以上", "大型", "微型"]), **marks),
    st.builds(Position, position=st.sampled_from(["", "主要负责人", "矿长"]), **marks),
    st.builds(Function, function=st.sampled_from(functions.terms()), **marks),
    st.builds(Attribute, name=words, **marks),
    st.builds(Named, name=words, **marks),
    st.builds(Quoted, words=words, **marks),
    st.builds(Window, since=days, until=days, **marks),
    st.builds(InForce, document=words, draft=st.booleans(), **marks),
)
trees = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda of: All(of=tuple(of))),
        st.lists(inner, max_size=3).map(lambda of: AnyOf(of=tuple(of))),
        inner.map(lambda of: Not(of=of)),
    ),
    max_leaves=8,
)


@settings(max_examples=200)
@given(trees, st.sampled_from(["zh", "en"]), st.sampled_from(["zh", "en"]))
def test_what_is_written_is_read_back_in_any_language(condition: Condition, writes: str, reads: str) -> None:
    use_language(writes)
    text = condition_yaml(condition)
    use_language(reads)
    assert read_condition(text) == condition
    assert read_condition(json.dumps(yaml.safe_load(text), ensure_ascii=False, default=str)) == condition, (
        "JSON is YAML"
    )
    adapter: TypeAdapter[Condition] = TypeAdapter(Condition)
    assert adapter.validate_json(condition.model_dump_json()) == condition


@given(st.text(max_size=200))
def test_any_text_is_read_or_told_to_be_wrong(text: str) -> None:
    try:
        condition = read_condition(text)
    except ZerenError:
        return
    assert read_condition(condition_yaml(condition)) == condition


# --- the base and the command line --------------------------------------------------------------------------------


def test_every_condition_of_the_shipped_circulars_comes_back(demo_base: Path) -> None:
    with KnowledgeBase(demo_base) as base:
        conditions = [record.condition for record in base.records()]
    assert len(conditions) > 100
    for condition in conditions:
        assert read_condition(condition_yaml(condition)) == condition


@pytest.fixture
def ask(demo_base: Path, tmp_path: Path) -> Iterator[Any]:
    with console.surroundings(tmp_path, {}):
        yield lambda command: execute(f"zeren --db {demo_base.as_posix()} {command}")


def test_show_prints_the_condition(ask: Any, demo_base: Path) -> None:
    with KnowledgeBase(demo_base) as base:
        record = next(iter(base.records()))
        shown = ask(f"show {record.duty.id} --condition")
        assert read_condition(shown.output) == record.condition
        as_json = ask(f"show {record.duty.id} --condition --format json")
        adapter: TypeAdapter[Condition] = TypeAdapter(Condition)
        assert adapter.validate_json(as_json.output) == record.condition


def test_words_that_fit_no_fact_are_counted(demo_base: Path) -> None:
    def words_of(condition: Condition) -> Iterator[str]:
        if isinstance(condition, All | AnyOf):
            for one in condition.of:
                yield from words_of(one)
        elif isinstance(condition, Not):
            yield from words_of(condition.of)
        elif isinstance(condition, Quoted):
            yield condition.words

    with KnowledgeBase(demo_base) as base:
        for document in base.documents():
            found = {one for record in base.records(document.id) for one in words_of(record.condition)}
            assert document.questions == len(found)
        assert sum(document.questions for document in base.documents())
