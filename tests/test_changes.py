"""What a lower duty changes in the upper one: read from the two sentences, as values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.amounts import compatible, range_of, stands_in, within_of
from kb.changes import changes, of_act, same_metric
from kb.models import ChangeKind
from parsers import parse_text
from policies.duties import Duty, Target
from policies.spans import Quote


def duty(sentence: str) -> Duty:
    """The first duty of a notice of 2024 that says this."""
    head, foot = "青溪市安全生产委员会关于做好有关工作的通知\n\n各有关单位：", "青溪市安全生产委员会\n2024年1月5日\n"
    text = f"{head}\n　　一、{sentence}。\n\n{foot}"
    return parse_text(text).duties[0]


def told(upper: str, lower: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.direction.value) for one in changes(duty(upper), duty(lower))]


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("企业要每半年组织一次应急演练", "企业要每半年组织一次应急演练", [("none", "same")]),
        ("企业要每年至少组织两次应急演练", "企业要每半年组织不少于一次应急演练", [("wording", "same")]),
        ("企业要每半年至少组织一次应急演练", "企业要每季度至少组织一次应急演练", [("frequency", "stricter")]),
        ("企业要每季度至少组织一次应急演练", "企业要每年至少组织一次应急演练", [("frequency", "weaker")]),
        ("企业要每月5日前报送进展情况", "企业要每月3日前报送进展情况", [("frequency", "stricter")]),
        ("企业要在2024年6月底前完成改造", "企业要在2024年5月底前完成改造", [("deadline", "stricter")]),
        ("企业要在2024年6月底前完成改造", "企业要在2024年9月底前完成改造", [("deadline", "weaker")]),
        ("企业要在事故发生后24小时内报告情况", "企业要在事故发生后2小时内报告情况", [("deadline", "stricter")]),
        ("企业要完成设备改造", "企业要在2024年5月底前完成设备改造", [("deadline", "stricter")]),
        ("企业要确保隐患整改率达到90%以上", "企业要确保隐患整改率达到95%以上", [("target", "stricter")]),
        ("企业要确保隐患整改率不低于90%", "企业要确保隐患整改率不低于85%", [("target", "weaker")]),
        ("企业要确保隐患整改率不低于90%", "企业要确保隐患整改率达到90%以上", [("wording", "same")]),
        ("鼓励企业投保安全生产责任保险", "企业必须投保安全生产责任保险", [("modality", "stricter")]),
        ("企业应当投保安全生产责任保险", "鼓励企业投保安全生产责任保险", [("modality", "weaker")]),
        ("煤矿企业要开展隐患排查", "企业要开展隐患排查", [("bearer", "changed")]),
    ],
)
def test_a_change_and_which_way(upper: str, lower: str, expected: list[tuple[str, str]]) -> None:
    found = told(upper, lower)
    assert [one for one in found if one[0] not in ("scope", "strength")] == expected


def test_the_slack_is_told_in_days_and_units() -> None:
    late = changes(duty("企业要在2024年6月30日前完成改造"), duty("企业要在2024年7月10日前完成改造"))
    assert [one.slack for one in late] == ["10 days later"] or "10" in str(late[0].slack)
    less = changes(duty("企业要确保隐患整改率不低于90%"), duty("企业要确保隐患整改率不低于85%"))
    assert less[0].slack == "-5%"


def test_each_act_keeps_its_own_time() -> None:
    both = duty("企业要于2024年4月30日前将实施方案报市安委会办公室，每月5日前报送工作进展情况")
    assert [[time.type.value for time in of_act(both, act, both.time)] for act in (0, 1)] == [
        ["deadline"],
        ["frequency"],
    ]


def test_an_act_that_is_left_out_is_told() -> None:
    left = changes(duty("煤矿企业要完成致灾因素普查，开展瓦斯抽采工作"), duty("煤矿企业要完成致灾因素普查"))
    assert [(one.kind, one.upper) for one in left] == [(ChangeKind.ACT, "开展瓦斯抽采工作")]


def test_a_time_that_runs_from_an_event() -> None:
    timing = duty("企业要在接到举报之日起十五个工作日内核查处理").time[0]
    found = within_of(timing)
    assert found is not None and (found.number, found.unit) == (15, "工作日")


SIGNS = st.sampled_from([">=", "<=", "=", ">", "<"])
TARGETS = st.builds(
    lambda op, value: Target(surface=Quote(start=0, end=0, text=""), metric="整改率", op=op, value=value, unit="%"),
    SIGNS,
    st.integers(0, 5).map(float),
)


@given(TARGETS, TARGETS)
def test_figures_as_sets_of_numbers(one: Target, two: Target) -> None:
    grid = [number / 2 for number in range(-4, 16)]
    mine, other = (set(_allowed(target, grid)) for target in (one, two))
    assert compatible(one, two) is compatible(two, one) is bool(mine & other)
    if mine and other:
        assert stands_in(one, two) is (mine <= other)
    assert same_metric(one, two)


def _allowed(target: Target, grid: list[float]) -> Iterator[float]:
    allowed = range_of(target.op, target.value)
    for number in grid:
        if not allowed.meet(range_of("=", number)).empty():
            yield number


@given(TARGETS)
def test_three_or_more_is_compatible_with_four_or_more(one: Target) -> None:
    assert compatible(one, one) and stands_in(one, one)
