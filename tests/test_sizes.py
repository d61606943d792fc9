"""Classes of size: what numbers tell, by 《统计上大中小微型企业划分办法（2017）》, and what stays open."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.answers import Verdict
from policies.conditions import Size
from policies.duties import BodyKind
from policies.entities import Entity
from policies.vocabulary import sectors, sizes
from policies.vocabulary.sizes import Numbers
from rules.answers import verdict

YES, OPEN, NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY


def asked(asks: str, /, **facts: object) -> Verdict:
    entity = Entity.model_validate({"kind": BodyKind.ENTERPRISE, **facts})
    return verdict(Size(size=asks), entity, date(2024, 1, 1))


@pytest.mark.parametrize(
    ("facts", "size", "expected"),
    [
        # stated
        ({"size": "大型"}, "规模以上", YES),
        ({"size": "小型"}, "规模以上", OPEN),
        ({"size": "小型"}, "小微", YES),
        ({"size": "规模以上小型"}, "规模以上", YES),
        ({"size": "规模以上小型"}, "小型", YES),
        ({"size": "规模以上"}, "大中型", OPEN),
        ({"size": "规模以上"}, "规模以下微型", NO),
        ({"size": "微型"}, "规模以上", OPEN),  # few people, large turnover
        ({"size": "中型"}, "规模以上", OPEN),
        ({"size": "中型", "sectors": ("煤矿",)}, "规模以上", YES),  # its revenue is 2000 at least
        ({"size": "中型", "sectors": ("软件",)}, "规模以上", OPEN),
        ({"size": "中型"}, "中小微", YES),
        # 工业: employees 1000, 300, 20; revenue 40000, 2000, 300; 规模以上 from 2000
        ({"sectors": ("煤矿",), "employees": 50}, "小微", YES),
        ({"sectors": ("煤矿",), "employees": 50}, "规模以上", OPEN),
        ({"sectors": ("煤矿",), "employees": 50, "revenue": 5000}, "规模以上", YES),
        ({"sectors": ("煤矿",), "employees": 50, "revenue": 5000}, "小型", YES),
        ({"sectors": ("煤矿",), "employees": 50, "revenue": 1999}, "规模以下", YES),
        ({"sectors": ("煤矿",), "employees": 19, "revenue": 5000}, "规模以上微型", YES),
        ({"sectors": ("煤矿",), "employees": 19}, "微型", YES),  # one indicator is enough for 微型
        ({"sectors": ("煤矿",), "employees": 1000}, "大型", OPEN),  # needs the revenue as well
        ({"sectors": ("煤矿",), "employees": 999}, "大型", NO),
        ({"sectors": ("煤矿",), "employees": 1000, "revenue": 40000}, "大型", YES),
        ({"sectors": ("煤矿",), "employees": 1000, "revenue": 39999}, "中型", YES),
        ({"sectors": ("0610",), "revenue": 299}, "微型", YES),
        # one indicator only
        ({"sectors": ("渔业",), "revenue": 600}, "中型", YES),
        ({"sectors": ("环境治理",), "employees": 100}, "中型", YES),
        ({"sectors": ("环境治理",), "employees": 9}, "微型", YES),
        # 批发 or 零售 is not told: 30 employees are 中型 at most in one, 小型 at most in the other
        ({"sectors": ("加油站",), "employees": 30}, "大型", NO),
        ({"sectors": ("加油站",), "employees": 30}, "中型", OPEN),
        # no rule, or no sector: nothing follows
        ({"sectors": ("银行",), "employees": 3}, "微型", OPEN),
        ({"employees": 3}, "微型", OPEN),
        ({"sectors": (), "employees": 3}, "微型", OPEN),
        ({"sectors": ("煤矿", "银行"), "employees": 3}, "微型", OPEN),
        # stated and told by numbers
        ({"size": "小型", "sectors": ("煤矿",), "revenue": 2500}, "规模以上", YES),
        ({"size": "中型", "sectors": ("煤矿",), "employees": 5}, "中型", YES),  # what is stated counts
    ],
)
def test_what_is_known_of_the_size(facts: dict[str, object], size: str, expected: Verdict) -> None:
    assert asked(size, **facts) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("规模以上工业企业", ("规模以上", "规模以上")),
        ("规模以上小型企业", ("规模以上小型", "规模以上小型")),
        ("中小企业", ("中小", "中小微")),
        ("大中型企业", ("大中型", "大中型")),
        ("小微企业", ("小微", "小微")),
        ("煤矿企业", None),
    ],
)
def test_sizes_in_words(words: str, expected: tuple[str, str] | None) -> None:
    assert sizes.in_words(words) == expected


def test_what_is_asked_and_what_two_answers_tell_together() -> None:
    assert sizes.choices(frozenset(sizes.exact())) == ("规模以上", "规模以下", "大型", "中型", "小型", "微型")
    assert sizes.choices(sizes.classes()["小型"].covers) == ("规模以上", "规模以下")
    assert sizes.both("小型", "规模以上") == sizes.both("规模以上", "小型") == "规模以上小型"
    assert sizes.both(None, "小型") == sizes.both("大型", "小型") == "小型"  # of two that exclude each other the latter


def test_audit_of_sizes() -> None:
    words = [word for one in sizes.classes().values() for word in one.words]
    assert len(words) == len(set(words))
    assert all(one.covers and one.covers <= set(sizes.exact()) for one in sizes.classes().values())
    assert all(sizes.classes()[one].covers == {one} for one in sizes.exact())
    covered = [one.covers for one in sizes.classes().values()]
    assert len(covered) == len(set(covered)), "two classes are the same"
    for line in sizes.lines():
        assert set(line.sectors) <= set(sectors.terms()), line.name
        assert line.bounds and all(one > other for bounds in line.bounds.values() for one, other in pairwise(bounds))


@given(
    st.sampled_from([line.sectors[0] for line in sizes.lines()]),
    st.tuples(*(st.none() | st.integers(0, 300_000) for _ in range(3))),
    st.integers(0, 2),
    st.integers(0, 300_000),
)
def test_a_further_number_only_narrows(sector: str, known: tuple[int | None, ...], at: int, number: int) -> None:
    if known[at] is not None:
        return
    before = sizes.by_numbers((sector,), Numbers(*known))
    after = sizes.by_numbers((sector,), Numbers(*(number if n == at else one for n, one in enumerate(known))))
    assert after and after <= before
