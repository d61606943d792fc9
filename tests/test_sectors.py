from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.vocabulary import sectors
from policies.vocabulary.tables import table

SHARED = Path(__file__).parents[2] / "shared"
TERMS = sectors.terms()
ENTRIES = [entry for term in TERMS if (entry := sectors.get(term))]


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("煤矿", "煤矿"),
        ("煤炭", "煤矿"),
        ("煤矿企业", "煤矿"),
        ("B", "采矿业"),
        ("B06", "煤矿"),
        ("06", "煤矿"),
        ("061", "煤矿"),
        ("0610", "煤矿"),
        ("b0610", "煤矿"),
        ("煤炭开采和洗选业", "煤矿"),
        ("烟煤和无烟煤开采洗选", "煤矿"),
        ("C06", None),  # the letter is another section's
        ("0699", None),  # no such class
        ("99", None),
        ("1011", "非煤露天矿"),
        ("11", "采矿业"),
        ("26", "化工"),
        ("2671", "民用爆炸物品"),
        ("2672", "烟花爆竹"),
        ("311", "炼铁炼钢"),
        ("314", "铁合金冶炼"),
        ("3252", "铝加工"),
        ("3074", "轻工"),  # 日用陶瓷: taken out of 建材
        ("3071", "建材"),
        ("5435", "危险货物运输"),
        ("62", "餐饮服务"),
        ("5265", "加油站"),
        ("非煤矿矿山", "非煤矿山"),
        ("危化品", "危险化学品"),
        ("民爆器材", "民用爆炸物品"),
        ("冶金等工贸行业", "工贸"),
        ("高危行业领域", "高危行业"),
        ("水上安全", "水上交通"),
        ("火灾", "消防"),
        ("ＫＴＶ", "娱乐场所"),
        ("企业", None),
        ("无此行业", None),
        ("", None),
    ],
)
def test_resolve(word: str, term: str | None) -> None:
    assert sectors.resolve(word) == term


@pytest.mark.parametrize(
    ("term", "ancestor", "expected"),
    [
        ("煤矿", "煤矿", True),
        ("煤矿", "矿山", True),
        ("煤矿", "高危行业", True),
        ("矿山", "煤矿", False),
        ("尾矿库", "非煤矿山", True),
        ("炼铁炼钢", "冶金", True),  # two parents
        ("炼铁炼钢", "高危行业", True),
        ("有色金属冶炼", "冶金", False),
        ("冶金", "高危行业", False),  # rolling steel is no 金属冶炼
        ("餐饮服务", "人员密集场所", True),
        ("餐饮服务", "工贸", True),
        ("渔业", "高危行业", True),
        ("化工", "危险化学品", False),
        ("unknown", "高危行业", False),
    ],
)
def test_is_within(term: str, ancestor: str, expected: bool) -> None:
    assert sectors.is_within(term, ancestor) is expected


def test_high_risk_sectors_are_those_of_the_source() -> None:
    """中共中央 国务院关于推进安全生产领域改革发展的意见, 二十九."""
    named = {"矿山", "危险化学品", "烟花爆竹", "交通运输", "建筑施工", "民用爆炸物品", "金属冶炼", "渔业"}
    assert {entry.term for entry in ENTRIES if "高危行业" in entry.within} == named
    high = sectors.get("高危行业")
    assert high and high.source and "推进安全生产领域改革发展" in high.source


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("煤矿", "高危行业", True),
        ("高危行业", "煤矿", True),
        ("制造业", "工贸", True),  # 机械 lies in both
        ("石油化工", "危险化学品", True),  # declared between 化工 and 危险化学品
        ("石油化工", "高危行业", True),
        ("煤矿", "消防", True),  # fire safety concerns everyone
        ("煤矿", "餐饮服务", False),
        ("银行", "矿山", False),
        ("unknown", "煤矿", True),
    ],
)
def test_may_overlap(one: str, other: str, expected: bool) -> None:
    assert sectors.may_overlap(one, other) is expected


@pytest.mark.parametrize(("wrong", "right"), [("煤况", "煤矿"), ("危险化学", "危险化学品"), ("烟花爆炸", "烟花爆竹")])
def test_nearest(wrong: str, right: str) -> None:
    assert right in sectors.nearest(wrong)


def test_audit_no_name_is_doubled() -> None:
    names = Counter(name for entry in ENTRIES for name in (entry.term, *entry.aliases))
    assert not [name for name, count in names.items() if count > 1]


def test_audit_no_alias_is_superfluous() -> None:
    """An alias that the endings already lead to its term is dead."""
    endings = table("sectors")["endings"]
    names = sectors.names()
    for entry in ENTRIES:
        for alias in entry.aliases:
            cut = {names.get(alias.removesuffix(ending)) for ending in endings if alias.endswith(ending)}
            assert entry.term not in cut, alias


def test_audit_no_class_is_doubled_or_invented() -> None:
    classes = Counter(code for entry in ENTRIES for code in entry.classes)
    assert not [code for code, count in classes.items() if count > 1]
    letters = {section for section, _ in sectors.industries().values()}
    assert not [code for code in classes if code not in sectors.industries() and code not in letters]


def test_audit_no_class_is_shadowed_by_its_own_term() -> None:
    for entry in ENTRIES:
        for code in entry.classes:
            assert not [other for other in entry.classes if other != code and code.startswith(other)], entry


def test_audit_nesting_is_sound() -> None:
    for entry in ENTRIES:
        assert set(entry.within) <= set(TERMS), entry
        assert set(entry.overlaps) <= set(TERMS), entry
        for parent in entry.within:
            assert not sectors.is_within(parent, entry.term), f"circular: {entry.term}, {parent}"
            others = [other for other in entry.within if other != parent]
            assert not [other for other in others if sectors.is_within(other, parent)], f"{entry.term}: {parent}"
        for other in entry.overlaps:
            assert not sectors.is_within(other, entry.term) and not sectors.is_within(entry.term, other), entry


def test_audit_no_key_is_unknown() -> None:
    known = {"within", "aliases", "classes", "cross_cutting", "overlaps", "source"}
    assert not [term for term, row in table("sectors")["terms"].items() if not set(row) <= known]


@given(st.sampled_from(sorted(sectors.names().items())))
def test_every_name_leads_to_its_term(pair: tuple[str, str]) -> None:
    name, term = pair
    assert sectors.resolve(name) == term
    assert sectors.resolve(f" {name}企业") in {term, sectors.resolve(name + "企业")}


@given(st.sampled_from(sorted(sectors.industries())))
def test_every_class_leads_to_a_term_and_its_branches_stay_in_the_section(code: str) -> None:
    term = sectors.resolve(code)
    assert term is not None
    section = sectors.industries()[code][0]
    if code != section:
        assert sectors.resolve(section + code) == term
    entry = sectors.get(term)
    assert entry and any((section + code).startswith(c) or code.startswith(c) for c in entry.classes)


@given(st.sampled_from(TERMS), st.sampled_from(TERMS))
def test_overlap_is_symmetric_and_nesting_implies_it(one: str, other: str) -> None:
    assert sectors.may_overlap(one, other) == sectors.may_overlap(other, one)
    if sectors.is_within(one, other):
        assert sectors.may_overlap(one, other)


@given(st.text(max_size=20))
def test_any_text_resolves_to_a_term_or_none(text: str) -> None:
    assert sectors.resolve(text) in {None, *TERMS}
    assert set(sectors.nearest(text)) <= set(TERMS)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the reference tables")
def test_classes_are_those_of_the_standard() -> None:
    lines = (SHARED / "reference" / "gbt4754_2017_industry.tsv").read_text("utf-8").splitlines()[1:]
    theirs = {line.split("\t")[0] for line in lines}
    assert theirs <= set(sectors.industries())
    assert set(sectors.industries()) - theirs == {"3741"}  # the table calls 3741 飞机制造 374


@pytest.mark.skipif(not SHARED.exists(), reason="needs the gold files")
def test_sectors_of_the_gold_files_resolve() -> None:
    words = {
        word
        for path in (SHARED / "eval" / "gold").glob("*.json")
        for duty in json.loads(path.read_text("utf-8"))["duties"]
        for word in duty.get("sectors", ())
    }
    assert words
    assert not [word for word in words if sectors.resolve(word) is None]


def test_classes_of_every_depth_resolve_and_nest() -> None:
    """A class of GB/T 4754 leads to a term, with and without its letter, and is of its section whatever that term."""
    for code, (section, name) in sectors.industries().items():
        term = sectors.resolve(code)
        assert term is not None, (code, name)
        if not code.isalpha():
            assert sectors.resolve(section + code) == term, code
        whole = sectors.resolve(section)
        assert whole is not None
        assert any(sectors.is_within(one, whole) for one in sectors.of_class(code)), (code, name, term, whole)


@pytest.mark.parametrize(
    ("code", "term"),
    [
        ("B", "采矿业"),
        ("06", "煤矿"),
        ("061", "煤矿"),
        ("0610", "煤矿"),
        ("B0610", "煤矿"),
        ("0711", "石油天然气开采"),
        ("1011", "非煤露天矿"),
        ("2671", "民用爆炸物品"),
        ("2672", "烟花爆竹"),
        ("2651", "化工"),
        ("4812", "公路水运工程"),
        ("5435", "危险货物运输"),
        ("5421", "长途客运"),
        ("6110", "住宿"),
        ("6210", "餐饮服务"),
        ("6621", "银行"),
        ("8334", "学校"),
        ("8411", "医院"),
        ("8310", "幼儿园"),
    ],
)
def test_a_class_leads_to_its_term(code: str, term: str) -> None:
    assert sectors.resolve(code) == term
