"""Times and targets: surface, type and value."""

from __future__ import annotations

import datetime

import pytest

from parsers.targets import find_targets
from parsers.timings import find_timings

SIGNED = datetime.date(2012, 6, 6)

TIMES = [
    ("年底前完成", [("年底前", "deadline", "2012-12-31")]),
    ("2013年6月底前完成", [("2013年6月底前", "deadline", "2013-06-30")]),
    ("于2012年9月15日前报送", [("于2012年9月15日前", "deadline", "2012-09-15")]),
    ("到2015年建成", [("到2015年", "deadline", "2015-12-31")]),
    ("自收到申请之日起45日内审查完毕", [("自收到申请之日起45日内", "deadline", None)]),
    ("在本意见印发之日起30日内报送", [("在本意见印发之日起30日内", "deadline", "2012-07-06")]),
    ("每年至少组织一次演练", [("每年至少组织一次", "frequency", ">=1/P1Y")]),
    ("每半年至少组织一次演练", [("每半年至少组织一次", "frequency", ">=1/P6M")]),
    ("每季度开展一次检查", [("每季度开展一次", "frequency", "=1/P3M")]),
    ("每月5日前报送", [("每月5日前", "frequency", "=1/P1M")]),
    ("每年只享受一次", [("每年只享受一次", "frequency", "<=1/P1Y")]),
    ("逐月通报", [("逐月", "frequency", "=1/P1M")]),
    ("元旦、春节期间加强监管", [("元旦、春节期间", "period", None)]),
    ("汛期安全检查", [("汛期", "period", None)]),
    ("2019年1月1日至12月31日，给予补贴", [("2019年1月1日至12月31日", "period", "2019-01-01/2019-12-31")]),
    ("到2024年6月底，达标率提高", [("到2024年6月底", "deadline", "2024-06-30")]),
    ("到6月底，全面完成", [("到6月底", "deadline", "2012-06-30")]),
    ("定期检查", []),
    ("及时报告", []),
]


@pytest.mark.parametrize(("text", "expected"), TIMES, ids=[case[0] for case in TIMES])
def test_times(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = find_timings(text, 0, len(text), SIGNED)
    assert [(t.surface.text, t.type.value, t.value) for t in found] == expected
    assert all(t.surface.anchored(text) for t in found)


def test_a_deadline_without_a_year_is_not_invented() -> None:
    (timing,) = find_timings("年底前完成", 0, 5, None)
    assert timing.value is None


TARGETS = [
    ("达标率达到70％", [("达标率", ">=", 70, "%")]),
    ("持证上岗率达到100％", [("持证上岗率", "=", 100, "%")]),
    ("持证上岗率达到95％以上", [("持证上岗率", ">=", 95, "%")]),
    ("死亡率下降36%以上", [("死亡率下降", ">=", 36, "%")]),
    ("中级职位数不超过30%", [("中级职位数", "<=", 30, "%")]),
    ("达到三级以上安全生产标准化水平", [("安全生产标准化水平", ">=", 3, "级")]),
    ("配备2名以上辅导员", [("辅导员", ">=", 2, "名")]),
    ("应用高度不应超过100米", [("应用高度", "<=", 100, "米")]),
    ("应用高度禁止超过100米", [("应用高度", "<=", 100, "米")]),
    ("专家不得少于5人", [("专家", ">=", 5, "人")]),
    ("专家不应少于3人", [("专家", ">=", 3, "人")]),
    ("专职人员不低于职工总数的1%", [("专职人员", ">=", 1, "%")]),
    ("确定1名联络员负责日常联系", [("联络员", "=", 1, "名")]),
    ("修订一批标准", []),
    ("处10万元以上50万元以下的罚款", []),
    ("将评审结果公示7日", [("公示7日", "=", 7, "日")]),
    ("申请延期1-2个月", [("延期1-2个月", ">=", 1, "个月"), ("延期1-2个月", "<=", 2, "个月")]),
    ("2021—2023年组织培训", []),
    ("照护2-3岁婴幼儿", []),
    ("办理100万元以下的业务", []),
    ("提高代偿容忍度至10%", [("代偿容忍度", ">=", 10, "%")]),
    ("耗煤总量控制在500万吨左右", [("耗煤总量", "<=", 500, "万吨")]),
    ("建成30所左右示范学校", [("示范学校", ">=", 30, "所")]),
    ("按研发投入的20%给予奖励", [("研发投入", "=", 20, "%")]),
    ("资料保存2年", [("保存2年", "=", 2, "年")]),
    ("可延长1次", []),
]


@pytest.mark.parametrize(("text", "expected"), TARGETS, ids=[case[0] for case in TARGETS])
def test_targets(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    found = find_targets(text, 0, len(text), [])
    assert [(t.metric, t.op, t.value, t.unit) for t in found] == expected
    assert all(t.surface.anchored(text) for t in found)
