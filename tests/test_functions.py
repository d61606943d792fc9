from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.vocabulary import competence, functions, sectors
from policies.vocabulary.tables import table

TERMS = functions.terms()


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ("应急管理", ["应急管理"]),
        ("应急", ["应急管理"]),
        ("吉林市应急管理局", ["应急管理"]),
        ("市安监局", ["应急管理"]),
        ("国务院安全生产监督管理部门", ["应急管理"]),
        ("省、自治区、直辖市人民政府安全生产监督管理部门", ["应急管理"]),
        ("石桥县应急管理局", ["应急管理"]),
        ("国家煤矿安全监察机构", ["矿山安全监察"]),
        ("市场监管局", ["市场监管"]),
        ("质监局", ["市场监管"]),
        ("工商行政管理部门", ["市场监管"]),
        ("食品药品监督管理局", ["市场监管", "药品监管"]),
        ("国土资源局", ["自然资源"]),
        ("市自然资源和规划局", ["自然资源"]),
        ("环保局", ["生态环境"]),
        ("省农业厅", ["农业农村"]),
        ("县级农业农村（农村经营管理）部门", ["农业农村"]),
        ("旅游局", ["文化和旅游"]),
        ("卫计委", ["卫生健康"]),
        ("市住房和城乡建设局", ["住房城乡建设"]),
        ("建设主管部门", ["住房城乡建设"]),
        ("水行政主管部门", ["水利"]),
        ("湖北银保监局", ["金融监管"]),
        ("人行武汉分行", ["人民银行"]),
        ("市公安局交警支队", ["公安"]),
        ("公安机关交通管理部门", ["公安"]),
        ("各级安委会办公室", ["安全生产委员会"]),
        ("发展改革、教育、公安等部门", ["发展改革", "教育", "公安"]),
        ("发展和改革、住房和城乡建设、公安等部门", ["发展改革", "住房城乡建设", "公安"]),
        ("省应急管理厅和省公安厅", ["应急管理", "公安"]),
        ("公安、应急", ["公安", "应急管理"]),
        # 2003, 2008
        ("国家计委", ["发展改革"]),
        ("外经贸厅", ["商务"]),
        ("经贸委", ["工业和信息化", "商务"]),
        ("市经委", ["工业和信息化"]),
        ("信息产业部", ["工业和信息化"]),
        ("省交通厅", ["交通运输"]),
        ("劳动和社会保障局", ["人力资源社会保障"]),
        ("人事局", ["人力资源社会保障"]),
        ("建设局", ["住房城乡建设"]),
        # 2013
        ("铁道部", ["交通运输", "铁路监管"]),
        ("电监会", ["能源"]),
        ("卫生厅", ["卫生健康"]),
        ("人口计生委", ["卫生健康"]),
        # 2018
        ("县规划局", ["自然资源"]),
        ("城乡规划主管部门", ["自然资源"]),
        ("规划建设局", ["自然资源", "住房城乡建设"]),
        ("国土房管局", ["自然资源", "住房城乡建设"]),
        ("市房产管理局", ["住房城乡建设"]),
        ("海洋与渔业局", ["自然资源", "农业农村"]),
        ("文广新局", ["文化和旅游", "广播电视", "新闻出版"]),
        ("文体局", ["文化和旅游", "体育"]),
        ("政府法制办公室", ["司法行政"]),
        ("出入境检验检疫局", ["海关"]),
        ("国税局", ["税务"]),
        ("物价局", ["市场监管", "发展改革"]),
        ("工商和质量监督管理局", ["市场监管"]),
        ("公安消防支队", ["消防救援"]),
        ("市农委", ["农业农村"]),
        ("市容环境卫生管理局", ["城市管理"]),
        # 2021, 2023
        ("扶贫办", ["农业农村"]),
        ("国家乡村振兴局", ["农业农村"]),
        ("银监局", ["金融监管"]),
        ("国家金融监督管理总局", ["金融监管"]),
        ("国家数据局", ["数据管理"]),
        ("有关部门", []),
        ("负有安全生产监督管理职责的部门", []),
        ("安全生产许可证颁发管理机关", []),
        ("国务院办公厅", []),
        ("吉林市人民政府", []),
        ("煤矿企业", []),
        ("", []),
    ],
)
def test_of_organ(organ: str, expected: list[str]) -> None:
    assert list(functions.of_organ(organ)) == expected


def test_resolve_takes_the_first_heir() -> None:
    assert functions.resolve("安监") == "应急管理"
    assert functions.resolve("食药监局") == "市场监管"
    assert functions.resolve("有关部门") is None


def test_history_is_dated() -> None:
    emergency = functions.get("应急管理")
    assert emergency is not None
    (before,) = emergency.former
    assert "安监" in before.stems
    assert before.until == 2018


@pytest.mark.parametrize(
    ("words", "term", "until"),
    [
        ("安全监管部门", "应急管理", 2018),
        ("应急管理部门", "应急管理", None),
        ("环保局", "生态环境", 2018),
        ("铁道部", "交通运输", 2013),
        ("交通部门", "交通运输", 2008),
        ("交通运输部门", "交通运输", None),
        ("公安机关", "应急管理", None),
        ("有关部门", "应急管理", None),
    ],
)
def test_the_former_organ_that_words_name(words: str, term: str, until: int | None) -> None:
    found = functions.predecessor(words, term)
    assert (found.until if found else None) == until


def test_nearest() -> None:
    assert functions.nearest("应急管里")[0] == "应急管理"
    assert "市场监管" in functions.nearest("市场监督")


@given(
    st.sampled_from(TERMS),
    st.sampled_from(["", "省", "市", "吉林市", "国家"]),
    st.sampled_from(["局", "部门", "主管部门"]),
)
def test_every_stem_of_today_makes_an_organ(term: str, before: str, ending: str) -> None:
    entry = functions.get(term)
    assert entry is not None
    for stem in (*entry.stems, *(s for predecessor in entry.former for s in predecessor.stems)):
        assert term in functions.of_organ(before + stem + ending), (before, stem, ending)
    for organ in (*entry.organs, *(o for predecessor in entry.former for o in predecessor.organs)):
        assert term in functions.of_organ(organ)


@given(st.text(max_size=30))
def test_any_text_has_functions_or_none(text: str) -> None:
    assert set(functions.of_organ(text)) <= set(TERMS)


def test_audit_of_functions() -> None:
    today: dict[str, str] = {}
    for term in TERMS:
        entry = functions.get(term)
        assert entry is not None
        assert len(set(entry.stems)) == len(entry.stems), term
        for word in {*entry.stems, *entry.organs}:
            assert today.setdefault(word, term) == term, f"{word}: {today[word]} and {term}"
    for term in TERMS:
        entry = functions.get(term)
        assert entry is not None
        for predecessor in entry.former:
            assert predecessor.by and 1990 < predecessor.until < 2030, term
            for word in (*predecessor.stems, *predecessor.organs):
                assert today.get(word) is None, f"{word} is in use today: {today[word]}"


@pytest.mark.parametrize(
    ("sector", "expected"),
    [
        ("煤矿", ["矿山安全监察", "能源", "应急管理"]),
        ("露天煤矿", ["矿山安全监察", "能源", "应急管理"]),  # from 煤矿
        ("尾矿库", ["应急管理", "矿山安全监察"]),  # from 非煤矿山
        ("道路交通", ["公安", "交通运输"]),
        ("长途客运", ["交通运输", "公安"]),
        ("水利工程建设", ["水利"]),  # and not the 住房城乡建设 of other building
        ("隧道施工", ["住房城乡建设"]),
        ("特种设备", ["市场监管"]),
        ("外包工程", []),
        ("unknown", []),
    ],
)
def test_overseers(sector: str, expected: list[str]) -> None:
    assert list(competence.overseers(sector)) == expected


def test_a_general_term_is_overseen_by_whoever_oversees_a_part() -> None:
    assert {"矿山安全监察", "住房城乡建设", "应急管理", "农业农村"} <= set(competence.overseers("高危行业"))
    assert competence.oversees("应急管理", "高危行业")
    assert not competence.oversees("教育", "煤矿")


def test_audit_of_competence() -> None:
    for term, overseers in competence.entries().items():
        assert term in sectors.terms(), term
        assert overseers and len(set(overseers)) == len(overseers), term
        assert set(overseers) <= set(TERMS), term
    assert set(table("competence")) == {"oversees"}


def test_audit_no_entry_repeats_what_it_would_inherit() -> None:
    entries = competence.entries()
    for term, overseers in entries.items():
        sector = sectors.get(term)
        assert sector is not None
        inherited = tuple(dict.fromkeys(function for above in sector.within for function in entries.get(above, ())))
        assert inherited != overseers, f"{term} repeats {sector.within}"
