"""Times and targets: surface, type and value."""

from __future__ import annotations

import datetime

import pytest

from parsers import parse_text
from parsers.targets import find_targets
from parsers.time_values import Dated
from parsers.timings import find_timings
from tests.parsing import HEAD, duties

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
    ("2025年前要完成改造", [("2025年前", "deadline", "2024-12-31")]),
    ("2012年前完成改造", [("2012年前", "deadline", None)]),  # signed in that year: of which day nothing tells
    ("于2012年7月5日下午17时30分之前报送", [("于2012年7月5日下午17时30分之前", "deadline", "2012-07-05")]),
    ("于7月5日17:30前报送", [("于7月5日17:30前", "deadline", "2012-07-05")]),
    ("应当在接到要求后三日内答复", [("接到要求后三日内", "deadline", None)]),
    ("发现隐患后24小时内报告", [("发现隐患后24小时内", "deadline", None)]),
    ("下午5时前报送", [("下午5时前", "deadline", None)]),
    ("每日下午5时前报送", [("每日下午5时前", "frequency", "=1/P1D")]),
    ("每日8时至20时巡查", [("每日8时至20时", "period", None)]),
    ("三到五年时间内形成体系", [("三到五年时间内", "deadline", "2017-06-06")]),
    ("从2013年开始实行", [("从2013年开始", "period", None)]),
    ("2013年全省监测产品100批次", [("2013年", "period", "2013-01-01/2013-12-31")]),
    ("2013年上半年完成", [("2013年上半年", "period", "2013-01-01/2013-06-30")]),
    ("到 2015 年建成", [("到 2015 年", "deadline", "2015-12-31")]),
    ("2015 年前完成改造", [("2015 年前", "deadline", "2014-12-31")]),
    ("2013 年 6 月底前完成", [("2013 年 6 月底前", "deadline", "2013-06-30")]),
    (
        "力争2013年达到100家，2014年达到200家",
        [("2013年", "period", "2013-01-01/2013-12-31"), ("2014年", "period", "2014-01-01/2014-12-31")],
    ),
    ("力争2013年底达到100家", [("2013年底", "deadline", "2013-12-31")]),
    ("2013年起，每年报告一次", [("2013年起", "period", None), ("每年报告一次", "frequency", "=1/P1Y")]),
    ("到“十二五”期末建成", [("到“十二五”期末", "deadline", "2015-12-31")]),
    ("自治区、直辖市人民政府要在本意见印发之日起30日内报送", [("在本意见印发之日起30日内", "deadline", "2012-07-06")]),
    ("力争通过3—5年的努力建成", [("3—5年", "deadline", "2017-06-06")]),
    ("园区可在3—5年内就近预留用地", [("在3—5年内", "period", None)]),
    ("机构成立5年内减免税费", [("5年内", "period", None)]),
    ("机构成立5年内参加评审", [("5年内", "deadline", None)]),
    ("三年内参加轮训", [("三年内", "deadline", "2015-06-06")]),
    ("在试车前6个月完成招聘", [("在试车前6个月", "deadline", None)]),
    ("提前一个月申请", [("提前一个月", "deadline", None)]),
    ("前14天内到访过疫区", []),
    ("力争今年年内推出", [("今年年内", "deadline", "2012-12-31")]),
    ("每3至5年编制一次规划", [("每3至5年编制一次", "frequency", ">=1/P5Y")]),
    ("至少每3年修订一次", [("每3年修订一次", "frequency", ">=1/P3Y")]),
    ("按月评、季评相结合", []),
    ("按年度担保额的1%补贴", []),
    ("在工程验收合格、备案后10个工作日内申请", [("工程验收合格、备案后10个工作日内", "deadline", None)]),
    ("于2012年11月27日报到", [("于2012年11月27日", "period", "2012-11-27/2012-11-27")]),
    ("于2011年11月27日提起投诉", []),
    ("第29届奥运会期间的保障", [("第29届奥运会期间", "period", None)]),
    ("对防疫期间发生的采购款及时支付", []),
    ("自2012年汛期以来多次部署", []),
    ("三年内保留人事关系", [("三年内", "period", None)]),
    ("职工在培训期间给予补贴", [("培训期间", "period", None)]),
    # dates and rhythms that say which ones are meant
    ("采集1995年底前的劳模信息", []),
    ("采集称号、1995年底前省级劳模信息", []),
    ("清理2012年底前出台的文件", []),
    ("力争2012年底前出台的文件全部清理", [("2012年底前", "deadline", "2012-12-31")]),
    ("确定每年补贴的总额", []),
    ("与每年奖补资金挂钩", []),
    ("打破每年评审一次的做法", []),
    ("组织每年一次的考核", [("每年一次", "frequency", "=1/P1Y")]),
    ("定期检查", []),
    ("及时报告", []),
    ("主汛期前完成整治。", [("主汛期前", "deadline", None)]),
    ("春节前后加强检查。", [("春节前后", "period", None)]),
    ("每年年底前对执行情况进行评估。", [("每年年底前", "frequency", "=1/P1Y")]),
    ("全年至少开展2次应急演练。", [("全年至少开展2次", "frequency", ">=2/P1Y")]),
    ("2022—2025年，改造学校10所。", [("2022—2025年", "period", "2022-01-01/2025-12-31")]),
    ("6月1日至9月30日，开展检查。", [("6月1日至9月30日", "period", "2012-06-01/2012-09-30")]),
    ("1月至3月，开展检查。", [("1月至3月", "period", "2013-01-01/2013-03-31")]),  # over by the day of signature
    ("从7月起，每月报送进展。", [("从7月起", "period", None), ("每月", "frequency", "=1/P1M")]),
    ("每季度末月25日前报送情况。", [("每季度末月25日前", "frequency", "=1/P3M")]),
    ("每学期至少开展2次演练。", [("每学期至少开展2次", "frequency", ">=2/P6M")]),
    ("于月底前上报。", [("于月底前", "deadline", None)]),  # of which month is not said
    ("于次月底前报送。", [("于次月底前", "deadline", None)]),
    ("6月底前完成。", [("6月底前", "deadline", "2012-06-30")]),
]


@pytest.mark.parametrize(("text", "expected"), TIMES, ids=[case[0] for case in TIMES])
def test_times(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = find_timings(text, 0, len(text), Dated(SIGNED))
    assert [(t.surface.text, t.type.value, t.value) for t in found] == expected
    assert all(t.surface.anchored(text) for t in found)


def test_a_deadline_without_a_year_is_not_invented() -> None:
    (timing,) = find_timings("年底前完成", 0, 5, Dated())
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
    ("将评审结果公示7日", [("公示", "=", 7, "日")]),
    ("申请延期1-2个月", [("延期", ">=", 1, "个月"), ("延期", "<=", 2, "个月")]),
    ("2021—2023年组织培训", []),
    ("照护2-3岁婴幼儿", []),
    ("办理100万元以下的业务", []),
    ("提高代偿容忍度至10%", [("代偿容忍度", ">=", 10, "%")]),
    ("耗煤总量控制在500万吨左右", [("耗煤总量", "<=", 500, "万吨")]),
    ("建成30所左右示范学校", [("示范学校", ">=", 30, "所")]),
    ("按研发投入的20%给予奖励", [("研发投入", "=", 20, "%")]),
    ("资料保存2年", [("保存", "=", 2, "年")]),
    ("可延长1次", []),
    ("延期1-2个月办理年度审计", [("延期", ">=", 1, "个月"), ("延期", "<=", 2, "个月")]),
    ("每次补贴时间为一年", [("每次补贴时间", "=", 1, "年")]),
    ("融资成本较上年度再降0.5个百分点", [("融资成本较上年度再降", ">=", 0.5, "个百分点")]),
    ("培训的时间，每年不得少于二十小时", [("培训的时间", ">=", 20, "小时")]),
    ("规模以上企业自评率达到90%", [("自评率", ">=", 90, "%")]),
    ("安排质量监测950批次，专项监测80批次", [("质量监测", "=", 950, "批次"), ("专项监测", "=", 80, "批次")]),
    ("建设示范基地（站）5个、联系点约10个", [("示范基地（站）", "=", 5, "个"), ("联系点", "=", 10, "个")]),
    ("补贴标准为每人每月800元", [("补贴标准", "=", 800, "元")]),
    ("补贴最高不超过每人每月800元", [("补贴", "<=", 800, "元")]),
    ("测试费用标准为100元/人", [("测试费用标准", "=", 100, "元/人")]),
    ("签订二年及以上劳动（聘用）合同", [("劳动（聘用）合同", ">=", 2, "年")]),
    ("提交登记表（一式三份）、证明（1份）", [("提交登记表", "=", 3, "份"), ("证明", "=", 1, "份")]),
    ("新建充电桩1万个以上。", [("充电桩", ">=", 1, "万个")]),
    ("新增就业10万人以上。", [("就业", ">=", 10, "万人")]),
    ("改造或新建商贸中心500家以上。", [("新建商贸中心", ">=", 500, "家")]),
    ("家庭农场稳定在11万家以上。", [("家庭农场", ">=", 11, "万家")]),
    ("确保全年事故起数下降10%。", [("全年事故起数下降", ">=", 10, "%")]),
    ("作业间距不少于50米。", [("作业间距", ">=", 50, "米")]),
    ("2023年底前接入率达到100%。", [("接入率", "=", 100, "%")]),
]


@pytest.mark.parametrize(("text", "expected"), TARGETS, ids=[case[0] for case in TARGETS])
def test_targets(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    found = find_targets(text, 0, len(text), [])
    assert [(t.metric, t.op, t.value, t.unit) for t in found] == expected
    assert all(t.surface.anchored(text) for t in found)


DAYS = [
    ("自本条例施行之日起1年内申请", Dated(SIGNED, commences=datetime.date(2012, 7, 1)), "2013-07-01"),
    ("自本条例施行之日起1年内申请", Dated(SIGNED), None),
    ("三年内完成轮训", Dated(SIGNED, closes=datetime.date(2014, 12, 31)), "2014-12-31"),  # 三年行动（2012—2014年）
    ("两年内完成轮训", Dated(SIGNED, closes=datetime.date(2014, 12, 31)), "2014-06-06"),
    ("两年内完成轮训", Dated(), None),
]


@pytest.mark.parametrize(("text", "dated", "value"), DAYS)
def test_the_days_of_a_document_fix_what_is_counted_from_them(text: str, dated: Dated, value: str | None) -> None:
    (timing,) = find_timings(text, 0, len(text), dated)
    assert (timing.type.value, timing.value) == ("deadline", value)


IN_DUTIES = [
    # the words that lead over to units, and to goals, give them their time
    (
        "二、发展目标\n到2025年，基本形成新格局。\n（一）扩大。全市产值占比提高到60％以上。",
        [["到2025年"], ["到2025年"]],
    ),
    ("二、有关工作\n“十二五”期间，重点做好以下工作：\n（一）抓整治。各县要开展专项整治。", [["“十二五”期间"]]),
    ("二、有关工作\n2014年，各县要开展调查。\n（一）抓整治。各县要开展专项整治。", [["2014年"], []]),
    ("针对上述形势，我局建议“十二五”期间工作的目标是：\n全市企业达标率要达到90％。", [["“十二五”期间"]]),
    # a period inside the purpose, or that says which ones are meant, is no time of the duty
    ("各县要加强监管，为疫情防控期间的餐饮安全打下良好基础。", [[]]),
    ("各县要做好疫情防控期间的餐饮安全工作。", [["疫情防控期间"]]),
]


@pytest.mark.parametrize(("text", "expected"), IN_DUTIES, ids=[case[0][:20] for case in IN_DUTIES])
def test_times_of_duties(text: str, expected: list[list[str]]) -> None:
    document = parse_text(HEAD.rsplit("一、", 1)[0] + "一、任务\n" + text)
    found = [[timing.surface.text for timing in duty.time] for duty in document.duties if duty.clause is not None]
    assert found == expected


ACTS = [
    # what is to be reached by a date is an act, not a purpose; each with a date of its own is told apart
    ("各县要加快改造，到2025年实现全覆盖。", ["加快改造", "实现全覆盖"]),
    ("各县要加快改造，2025年底前安全水平显著提升。", ["加快改造", "安全水平显著提升"]),
    # a period in the object leaves the verb before it in the act
    ("各县要落实政策，优化疫情期间企业服务。", ["落实政策", "优化疫情期间企业服务"]),
    ("各县要开展救治，并加强救治期间的监管。", ["开展救治", "加强救治期间的监管"]),
]


@pytest.mark.parametrize(("text", "expected"), ACTS, ids=[case[0] for case in ACTS])
def test_acts_about_times(text: str, expected: list[str]) -> None:
    (duty,) = duties(text)
    assert [action.quote.text for action in duty.actions] == expected


def test_the_period_of_a_stage_holds_for_what_is_done_in_it() -> None:
    first, second, last = duties(
        "（一）动员部署阶段（2012年6月1日至6月10日）。各县制定方案。",
        "（二）排查整治阶段（2012年6月11日至8月31日）",
        "1.企业自查。企业要建立台账。",
        "2.部门检查。2012年9月10日前，各部门完成检查。",
    )
    assert [t.value for t in first.time] == ["2012-06-01/2012-06-10"]
    assert [t.value for t in second.time] == ["2012-06-11/2012-08-31"]
    assert [t.value for t in last.time] == ["2012-09-10"]
