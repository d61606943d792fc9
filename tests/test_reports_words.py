"""Words and periods: what a frequency is called, when its period ends, how a clause is cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from kb.schedule import Frequency, next_due
from policies.answers import SourceRef
from policies.duties import Basis, Bearer, BodyKind, Target, TimeType, Timing
from policies.entities import Entity, Site
from policies.messages import use_language
from policies.spans import Quote
from reports import words
from reports.fields import field_of_work


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


def timing(kind: str, value: str | None) -> Timing:
    return Timing(surface=Quote(start=0, end=3, text="年底前"), type=TimeType(kind), value=value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (">=1/P6M", "at least 1 time(s) every half-year"),
        (">=1/P1Y", "at least 1 time(s) a year"),
        (">=1/P12M", "at least 1 time(s) a year"),
        ("=1/P1M", "1 time(s) a month"),
        (">=2/P3M", "at least 2 time(s) a quarter"),
        ("<=1/P1Y", "at most 1 time(s) a year"),
        (">=1/P3Y", "at least 1 time(s) every 3 years"),
        (">=1/P2M", "at least 1 time(s) every 2 months"),
        ("=1/P1W", "1 time(s) a week"),
        ("=1/P14D", "1 time(s) every 2 weeks"),
        ("=1/P1D", "1 time(s) a day"),
        (">=1/P10D", "at least 1 time(s) every 10 days"),
        (">=1/PT8H", "at least 1 time(s) every 8 hours"),
    ],
)
def test_frequency_in_words(value: str, said: str) -> None:
    frequency = Frequency.parse(value)
    assert frequency is not None
    assert words.frequency(frequency) == said


@pytest.mark.parametrize("value", [None, "", "often", "1/P6M", ">=1/P", ">=1/PT5M", ">=1/P1M2D", ">=x/P1M"])
def test_what_is_no_frequency(value: str | None) -> None:
    assert Frequency.parse(value) is None


@pytest.mark.parametrize(
    ("value", "on", "anchor", "end"),
    [
        (">=1/P6M", "2012-09-01", "2012-06-06", "2012-12-31"),
        (">=1/P6M", "2012-06-30", "2012-06-06", "2012-06-30"),
        (">=1/P6M", "2012-07-01", "2012-06-06", "2012-12-31"),
        ("=1/P1M", "2012-02-10", "2012-01-01", "2012-02-29"),
        ("=1/P3M", "2013-02-10", "2012-01-01", "2013-03-31"),
        (">=1/P1Y", "2012-12-31", "2012-06-06", "2012-12-31"),
        (">=1/P3Y", "2014-05-01", "2012-06-06", "2014-12-31"),
        (">=1/P3Y", "2015-01-01", "2012-06-06", "2017-12-31"),
        ("=1/P1W", "2012-09-05", "2012-06-06", "2012-09-09"),  # a Wednesday: the week ends on Sunday
        ("=1/P1D", "2012-09-05", "2012-06-06", "2012-09-05"),
        (">=1/PT8H", "2012-09-05", "2012-06-06", "2012-09-05"),
    ],
)
def test_current_period_ends(value: str, on: str, anchor: str, end: str) -> None:
    frequency = Frequency.parse(value)
    assert frequency is not None
    assert frequency.period_end(date.fromisoformat(on), date.fromisoformat(anchor)).isoformat() == end


@given(
    st.sampled_from(["P1Y", "P2Y", "P6M", "P4M", "P3M", "P2M", "P1M", "P1W", "P2W", "P1D", "P10D"]),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_rule_repeats_the_ends_of_periods(length: str, on: date, anchor: date) -> None:
    """The first end is not before the day; each occurrence of the rule is the end of the period after the last."""
    frequency = Frequency.parse(f">=1/{length}")
    assert frequency is not None
    end = frequency.period_end(on, anchor)
    assert end >= on
    parts = {key: ",".join(map(str, v)) if isinstance(v, list) else v for key, v in frequency.rule().items()}
    rule = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=_noon(end))
    found = [moment.date() for moment in rule[:4]]
    expected = [end]
    for _step in range(3):
        expected.append(frequency.period_end(expected[-1] + timedelta(days=1), anchor))
    assert found == expected


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


@pytest.mark.parametrize(
    ("timings", "due"),
    [
        ([("deadline", "2012-12-31")], "2012-12-31"),
        ([("deadline", None)], None),
        ([("frequency", ">=1/P3M"), ("deadline", "2012-12-31")], "2012-09-30"),
        ([("frequency", "<=1/P1Y")], None),  # an upper limit: nothing falls due
        ([("frequency", ">=1/P1Y"), ("period", "2012-01-01/2012-10-31")], "2012-10-31"),
        ([("period", "2012-01-01/2012-10-31")], None),
    ],
)
def test_next_due(timings: list[tuple[str, str | None]], due: str | None) -> None:
    found = next_due([timing(*one) for one in timings], date(2012, 9, 1), date(2012, 6, 6))
    assert (found.isoformat() if found else None) == due


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("三/（七）/4.", "三（七）4"),
        ("三/（二）/2./煤矿", "三（二）2·煤矿"),
        ("2:三/（七）/4.", "三（七）4"),
        ("第三条", "第三条"),
        ("", ""),
        ("一/1./（1）", "一·1（1）"),
    ],
)
def test_clause_as_it_is_cited(path: str, said: str) -> None:
    assert words.clause(path) == said


def test_target_deadline_and_nested_title() -> None:
    quote = Quote(start=0, end=1, text="x")
    assert words.target(Target(surface=quote, metric="自评率", op=">=", value=90.0, unit="%")) == "自评率 ≥ 90%"
    assert (
        words.target(Target(surface=quote, metric="死亡率下降", op="=", value=36.5, unit="%")) == "死亡率下降 = 36.5%"
    )
    assert words.deadline(timing("deadline", "2012-12-31"), date(2013, 1, 1)) == "2012-12-31 (年底前) [past]"
    assert words.deadline(timing("deadline", "2012-12-31"), date(2012, 12, 31)) == "2012-12-31 (年底前)"
    assert words.deadline(timing("deadline", None)) == "年底前"
    assert words.nested("关于《甲》的通知") == "关于〈甲〉的通知"


def bearer(kind: str, basis: Basis, surface: str | None = None, evidence: str | None = None) -> Bearer:
    def quote(text: str | None) -> Quote | None:
        return Quote(start=0, end=len(text), text=text) if text else None

    return Bearer(kind=BodyKind(kind), basis=basis, surface=quote(surface), evidence=quote(evidence))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([bearer("enterprise", Basis.SUBJECT, "煤矿企业")], "煤矿企业"),
        ([bearer("department", Basis.NOTE, "省安监局")], "省安监局"),
        ([bearer("government", Basis.PREVIOUS, None, "各地区")], "carried on from what stands before: “各地区”"),
        (
            [
                bearer("government", Basis.PREVIOUS, None, "各相关\n单位"),
                bearer("department", Basis.PREVIOUS, None, "各相关单位"),
                bearer("department", Basis.PREVIOUS, None, "各部门"),
            ],
            "carried on from what stands before: “各相关单位”, “各部门”",
        ),
        ([bearer("enterprise", Basis.ACT, None, "超能力")], "enterprise (inferred from the act “超能力”)"),
        ([bearer("enterprise", Basis.HEADING, None, "企业责任")], "enterprise (inferred from the heading “企业责任”)"),
        ([bearer("enterprise", Basis.LABEL, None, "煤矿")], "enterprise (inferred from the label “煤矿”)"),
        ([bearer("government", Basis.ISSUER)], "government (inferred from the issuer)"),
        (
            [
                bearer("enterprise", Basis.SUBJECT, "企业"),
                bearer("government", Basis.ADDRESSEE),
                bearer("department", Basis.ADDRESSEE),
            ],
            "企业, government, department (inferred from the addressees)",
        ),
        ([], ""),
    ],
)
def test_bearers_are_told_with_what_they_were_found_from(found: list[Bearer], said: str) -> None:
    assert words.bearers(found) == said


def test_the_antecedent_is_the_name_of_a_bearer_carried_on() -> None:
    assert words.bearer(bearer("government", Basis.PREVIOUS, None, "各地区")) == "各地区"
    assert words.bearer(bearer("government", Basis.HEADING, None, "各地区")) == "government"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("建立应急\n\u3000\u3000演练制度", "建立应急演练制度"),
        ("达到 90%\n以上", "达到 90%以上"),
        ("the whole\nline", "the whole line"),
        (" 一 \n", "一"),
    ],
)
def test_flat_drops_breaks_within_chinese_only(text: str, line: str) -> None:
    assert words.flat(text) == line


def test_entity_facts_tell_stated_from_unknown() -> None:
    entity = Entity(
        kind=BodyKind.ENTERPRISE,
        sectors=(),
        attributes={"重大危险源": True, "地下矿山": False},
        sites=(Site(name="一矿", place="吉林省吉林市", sectors=("煤矿",)),),
    )
    facts = dict(words.entity_facts(entity))
    assert facts == {
        "Kind": "enterprise",
        "Sectors": "none",
        "Has": "重大危险源",
        "Has not": "地下矿山",
        "Sites": "一矿 吉林省吉林市 煤矿",
    }
    assert words.entity_name(Entity()) == "(no facts given)"


def source(clause: str, *headings: str, title: str | None = "某通知") -> SourceRef:
    return SourceRef(
        document="d" * 16, title=title, doc_number=None, issuer=None, date=None, level=None, region=None,
        clause=clause, headings=headings,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "field"),
    [
        (source("三/（七）/4.", "工作内容", "强化应急处置", "切实加强应急演练工作"), "切实加强应急演练工作"),
        (source("三/（二）/2./煤矿", "工作内容", "深入开展安全专项整治", "煤矿"), "深入开展安全专项整治: 煤矿"),
        (source("二/危险化学品和烟花爆竹", "专项整治", "危险化学品和烟花爆竹"), "专项整治: 危险化学品和烟花爆竹"),
        (source("四/1.", "工作要求", "加强领导", ""), "加强领导"),
        (source("一", "工作内容"), "工作内容"),
        (source("第三条", ""), "《某通知》"),
        (source("", title=None), "Other requirements"),
        (source("一/（一）", "开展隐患排查治理", "其他事项"), "开展隐患排查治理"),
    ],
)
def test_field_of_work(ref: SourceRef, field: str) -> None:
    assert field_of_work(ref) == field
