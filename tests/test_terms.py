"""What texts say of when they bind: text → terms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import parse_text
from policies.documents import Document
from policies.force import Term, TermKind, commencement, terms_of

RULES = """青溪市人民政府办公室关于印发《青溪市燃气安全管理办法》的通知
溪政办发〔2015〕8号

各县（市、区）人民政府：
现将《青溪市燃气安全管理办法》印发给你们，请遵照执行。

青溪市人民政府办公室
2015年3月10日

{title}

第一条　为了加强燃气安全管理，制定本办法。
第二条　燃气企业必须每年检验一次设施。
第三条　燃气企业应当建立台账。
{closing}
"""
TITLE = "青溪市燃气安全管理办法"


def rules(closing: str, title: str = TITLE) -> Document:
    return parse_text(RULES.format(closing=closing, title=title))


def told(document: Document, part: int = 1) -> list[tuple[str, str | None]]:
    return [(t.kind.value, t.date.isoformat() if t.date else None) for t in document.terms if t.part == part]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        ("第四条　本办法自2015年5月1日起施行。", [("commences", "2015-05-01")]),
        ("第四条　本办法自二〇一五年五月一日起正式施行。", [("commences", "2015-05-01")]),
        ("第四条　本办法自２０１５年５月１日起实施。", [("commences", "2015-05-01")]),
        ("第四条　本办法从2015年5月1日起执行。", [("commences", "2015-05-01")]),
        ("第四条　本办法由市住建局负责解释，自2015年5月1日起施行。", [("commences", "2015-05-01")]),
        ("第四条　许可制度由市住建局制定，自2015年5月1日起施行。", []),
        ("第四条　本办法由市住建局负责解释。本办法自印发之日起施行。", [("commences", "2015-03-10")]),
        ("第四条　本办法自公布之日起30日后施行。", [("commences", "2015-04-09")]),
        ("第四条　本办法自发布之日起满三十日后施行。", [("commences", "2015-04-09")]),
        ("第四条　本办法自印发之日起30个工作日后施行。", [("commences", None)]),
        ("第四条　自2015年5月1日起施行。", [("commences", "2015-05-01")]),
        ("第四条　本办法自2015年2月30日起施行。", [("commences", None)]),  # no such day
        # a term
        (
            "第四条　本办法自2015年5月1日起施行，有效期5年。",
            [("commences", "2015-05-01"), ("ends", "2020-04-30")],
        ),
        (
            "第四条　本办法自印发之日起施行，有效期为两年。",
            [("commences", "2015-03-10"), ("ends", "2017-03-10")],
        ),
        (
            "第四条　本办法有效期五年，自2015年5月1日起施行。",
            [("commences", "2015-05-01"), ("ends", "2020-04-30")],
        ),
        (
            "第四条　本办法自2015年5月1日起施行，有效期至2017年12月31日。",
            [("commences", "2015-05-01"), ("ends", "2017-12-31")],
        ),
        (
            "第四条　本办法自2015年5月1日起施行，有效期至2017年底。",
            [("commences", "2015-05-01"), ("ends", "2017-12-31")],
        ),
        (
            "第四条　本办法自2015年5月1日起施行。有效期3年。",
            [("commences", "2015-05-01"), ("ends", "2018-04-30")],
        ),
        (
            "第四条　本办法自2015年5月1日起施行，至2016年4月30日止。",
            [("commences", "2015-05-01"), ("ends", "2016-04-30")],
        ),
        (
            "第四条　本办法自2015年5月1日起试行一年。",
            [("commences", "2015-05-01"), ("ends", "2016-04-30")],
        ),
        (
            "第四条　本办法自2015年5月1日起施行，试行期为18个月。",
            [("commences", "2015-05-01"), ("ends", "2016-10-31")],
        ),
        (
            "第四条　本办法执行期限自2015年1月1日至2016年6月30日。",
            [("commences", "2015-01-01"), ("ends", "2016-06-30")],
        ),
        (
            "第四条　本办法自2015年1月31日起施行，有效期1个月。",
            [("commences", "2015-01-31"), ("ends", "2015-02-27")],
        ),
        ("第四条　本办法有效期为自发布之日起五年。", [("ends", "2020-03-10")]),
        ("第四条　本办法暂定试行三年。", [("ends", "2018-03-10")]),
        ("第四条　许可证暂定试行三年。", []),
        ("第四条　《青溪市供热管理办法》有效期延长至2018年12月31日。", []),  # of another text
        ("第四条　本办法自2016年1月1日起停止执行。", [("ends", "2015-12-31")]),
        # of something else
        ("第四条　燃气经营许可证有效期为3年。", []),
        ("第四条　燃气经营许可证有效期至2017年12月31日。", []),
        ("第四条　新标准自2016年1月1日起执行。", []),
        ("第四条　补贴自批准的下月起执行，执行期1年。", []),
        ("第四条　从2016年1月1日起，实施三年行动计划。", []),
        (
            "第四条　许可证有效期届满前30日，燃气企业应当申请延期。本办法自印发之日起施行。",
            [("commences", "2015-03-10")],
        ),
        ("第四条　试点期2年。", []),
    ],
)
def test_clauses(closing: str, expected: list[tuple[str, str | None]]) -> None:
    assert told(rules(closing)) == expected


def test_articles_commence_on_their_own() -> None:
    document = rules("第四条　本办法第二条自2016年1月1日起施行，其余条款自2015年5月1日起施行。")
    number = {clause.number: clause.index for clause in document.clauses if clause.part == 1}
    assert commencement(document, 1, number["第二条"]) == date(2016, 1, 1)
    assert commencement(document, 1, number["第三条"]) == date(2015, 5, 1)


def test_articles_that_are_not_found_leave_all_as_it_was() -> None:
    document = rules("第四条　本办法第九条自2016年1月1日起施行。")
    assert told(document) == []


def test_the_notice_speaks_for_what_it_issues() -> None:
    text = """青溪市人民政府令
第12号
《青溪市燃气安全管理办法》已经市人民政府常务会议通过，现予公布，自2015年5月1日起施行。
市长　张三
2015年3月10日

青溪市燃气安全管理办法
第一条　燃气企业必须每年检验一次设施。
"""
    document = parse_text(text)
    last = len(document.parts) - 1
    assert commencement(document, last) == date(2015, 5, 1)
    assert document.terms[0].quote is not None
    assert document.terms[0].quote.anchored(document.text)


LAW = """青溪市燃气管理条例

{history}

第一条 燃气企业必须每年检验一次设施。

第二条 本条例自{start}起施行。
"""


@pytest.mark.parametrize(
    ("history", "start", "expected"),
    [
        (
            "（2004年6月1日青溪市人民代表大会常务委员会第三次会议通过）",
            "2004年10月1日",
            [("commences", "2004-10-01")],
        ),
        (
            "2004年6月1日青溪市人民代表大会常务委员会第三次会议通过\n\n"
            "2018年3月9日青溪市人民代表大会常务委员会第九次会议《关于修改〈青溪市绿化条例〉等三件法规的决定》修正",
            "2004年10月1日",
            [("revised", "2018-03-09"), ("commences", "2004-10-01")],
        ),
        (
            "（2004年6月1日青溪市人民代表大会常务委员会第三次会议通过　"
            "2018年3月9日青溪市人民代表大会常务委员会第九次会议修订　自2018年7月1日起施行）",
            "2018年7月1日",
            [("revised", "2018-07-01"), ("commences", "2018-07-01")],
        ),
    ],
)
def test_laws_that_were_revised(history: str, start: str, expected: list[tuple[str, str | None]]) -> None:
    assert told(parse_text(LAW.format(history=history, start=start)), 0) == expected


def test_the_last_revision_is_quoted() -> None:
    history = (
        "2004年6月1日青溪市人民代表大会常务委员会第三次会议通过\n\n"
        "2018年3月9日青溪市人民代表大会常务委员会第九次会议《关于修改〈青溪市绿化条例〉等三件法规的决定》修正"
    )
    revised = parse_text(LAW.format(history=history, start="2004年10月1日")).terms[0]
    assert revised.quote is not None
    assert revised.quote.text == history.split("\n\n")[1]


PLAN = """{title}

各县（市、区）人民政府：
请认真组织实施。
一、目标
（一）煤矿企业要开展一次隐患排查。
{more}

青溪市安全生产委员会
{day}
"""


def years(title: str, day: str = "2012年3月1日", more: str = "") -> list[tuple[str, str | None, bool]]:
    document = parse_text(PLAN.format(title=title, day=day, more=more))
    return [(t.kind.value, t.date.isoformat() if t.date else None, t.settled) for t in document.terms]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青溪市2012年安全生产工作要点", [("years", "2012-12-31", True)]),
        ("关于印发2012年度安全生产大检查实施方案的通知", [("years", "2012-12-31", True)]),
        ("青溪市二○一二年安全生产工作要点", [("years", "2012-12-31", True)]),
        ("关于开展2012年安全生产月活动的通知", [("years", "2012-12-31", True)]),
        ("青溪市安全生产“十二五”规划", [("years", "2015-12-31", True)]),
        ("青溪市安全生产行动方案（2011—2015年）", [("years", "2015-12-31", True)]),
        ("青溪市矿山安全三年行动计划（2012-14年）", [("years", "2014-12-31", True)]),
        ("青溪市深入开展“安全生产年”活动实施方案", [("years", "2012-12-31", True)]),
        ("青溪市安全生产工作计划（2012年）", [("years", "2012-12-31", True)]),
        ("青溪市第十二个五年规划纲要", [("years", "2015-12-31", True)]),
        # left open: how long such a document binds does not follow from the years
        ("关于做好2012年安全生产工作的意见", [("years", "2012-12-31", False)]),
        ("青溪市2012年度安全生产考核办法", [("years", "2012-12-31", False)]),
        ("关于调整2012年最低工资标准的通知", [("years", "2012-12-31", False)]),
        ("青溪市矿山安全三年行动方案", [("years", "2015-12-31", False)]),
        # no years of the document
        ("青溪市危险化学品目录（2012年版）", []),
        ("青溪市产业目录（2011年本）", []),
        ("关于到2015年基本消除隐患的意见", []),
        ("青溪市2015年前淘汰落后设备的意见", []),
        ("关于2011年安全生产考核结果的通报", []),  # looks back
        ("青溪市煤矿安全规程（2016）", []),
        ("青溪市煤矿安全规程（2016年）", []),  # an edition
        ("关于关爱“青少年”活动的通知", []),
        ("关于庆祝建市“一百年”活动的通知", []),
        ("关于加强2012年后入职人员管理的通知", []),
        ("青溪市燃气安全管理办法", []),
        # on trial
        ("青溪市燃气安全管理暂行办法", [("trial", None, True)]),
        ("青溪市燃气安全管理办法（试行）", [("trial", None, True)]),
        ("关于试行安全承诺制度的通知", []),
    ],
)
def test_titles(title: str, expected: list[tuple[str, str | None, bool]]) -> None:
    assert years(title) == expected


def test_late_in_the_year_a_title_leaves_it_open() -> None:
    assert years("关于做好2012年安全生产工作的通知", day="2012年12月20日") == [("years", "2012-12-31", False)]


def test_the_time_of_a_campaign() -> None:
    told_ = years("青溪市烟花爆竹专项整治方案", more="二、整治时间：2012年4月1日至10月底。")
    assert told_ == [("ends", "2012-10-31", True)]
    assert years("青溪市燃气安全管理意见", more="二、工作时间：2012年4月1日至10月底。") == []


def test_what_is_stated_goes_before_what_the_title_implies() -> None:
    document = rules("第四条　本办法自2015年5月1日起施行，有效期3年。", title=TITLE + "（试行）")
    assert [term.kind for term in document.terms if term.part == 1] == [TermKind.COMMENCES, TermKind.ENDS]


def test_what_is_forwarded_began_by_itself() -> None:
    text = """青溪市人民政府办公室关于转发省安委会关于加强矿山安全工作的意见的通知

各县（市、区）人民政府：
现将省安委会《关于加强矿山安全工作的意见》转发给你们，本通知自2012年5月1日起执行。

青溪市人民政府办公室
2012年4月20日

关于加强矿山安全工作的意见

各市人民政府：
一、煤矿企业要开展一次隐患排查。

云岭省安全生产委员会
2012年3月1日
"""
    document = parse_text(text)
    assert len(document.parts) == 2
    assert commencement(document, 0) == date(2012, 5, 1)
    assert commencement(document, 1) == date(2012, 3, 1)


@given(
    st.lists(
        st.sampled_from(
            ["自", "2012年5月1日", "起施行", "本办法", "有效期", "5年", "至2017年底", "，", "。", "\n", "（试行）",
             "第二条", "自公布之日起", "30日后", "2012年", "方案", "修正", "通过", "《关于", "》"]
        ),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_any_text_is_read_and_every_quote_is_anchored(text: str) -> None:
    document = parse_text(text)
    for term in document.terms:
        assert isinstance(term, Term)
        assert term.quote is None or term.quote.anchored(document.text)
        assert term.part < len(document.parts)
        assert terms_of(document, term.part, None, term.kind) or term.clauses
