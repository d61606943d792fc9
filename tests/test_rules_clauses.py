"""Whom a name means after one that a clause narrows (承担施工的单位), or that says nothing without its goods."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import parse_text
from policies.answers import Verdict
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity
from rules.compile import compile_duty
from rules.evaluate import decide
from rules.facts import Facts

ON = date(2022, 9, 1)
HEAD = "云岭省人民政府关于地质灾害防治的通知\n云政发〔2022〕3号\n各市人民政府：\n{}\n云岭省人民政府\n2022年1月5日\n"
GAS = HEAD.replace("地质灾害防治", "放射性药品管理")


def verdict(template: str, text: str, act: str, *sectors: str) -> Verdict:
    document = parse_text(template.format(text))
    duty = next(one for one in document.duties if act in one.quote.text)
    firm = Entity(kind=BodyKind.ENTERPRISE, place="云岭省", sectors=sectors or None)
    return decide(compile_duty(duty, document), Facts(firm), ON)


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("承担治理工程施工的单位要编制方案。要建立工程质量管理制度。", "质量管理制度", Verdict.UNKNOWN),
        ("承担治理工程施工的单位要编制方案。要建立工程质量管理制度。", "编制方案", Verdict.UNKNOWN),
        # the name stands again, without the clause
        ("承担治理工程施工的单位要编制方案。各单位要建立质量管理制度。", "质量管理制度", Verdict.APPLIES),
        ("各单位要编制方案。要建立工程质量管理制度。", "质量管理制度", Verdict.APPLIES),
    ],
)
def test_who_goes_on_from_a_narrowed_name(text: str, act: str, expected: Verdict) -> None:
    assert verdict(HEAD, text, act, "化工") is expected


@pytest.mark.parametrize(
    ("bearer", "sector", "expected"),
    [
        ("生产单位", "化工", Verdict.UNKNOWN),  # of what the document is about, which may not be its own
        ("研制单位", "化工", Verdict.UNKNOWN),
        ("企业", "化工", Verdict.APPLIES),
        ("生产经营单位", "化工", Verdict.APPLIES),
        ("船长", "化工", Verdict.DOES_NOT_APPLY),
        ("船长", "水上交通", Verdict.APPLIES),
    ],
)
def test_names_that_mean_something_with_their_goods(bearer: str, sector: str, expected: Verdict) -> None:
    assert verdict(GAS, f"{bearer}应当建立台账。", "建立台账", sector) is expected


@pytest.mark.parametrize(
    ("towards", "expected"),
    [
        ("对问题突出的地区和企业", Verdict.APPLIES),  # whom it deals with, not who it is
        ("对隐患较多的工程和场所", Verdict.APPLIES),
        ("对进展缓慢的，", Verdict.UNKNOWN),  # may be whoever is asked
    ],
)
def test_whom_an_authority_deals_with_narrows_nothing(towards: str, expected: Verdict) -> None:
    document = parse_text(HEAD.format(f"各市人民政府{towards}要加强约谈。"))
    duty = next(one for one in document.duties if "加强约谈" in one.quote.text)
    assert duty.condition is not None and towards.startswith(duty.condition.text)
    city = Entity(kind=BodyKind.GOVERNMENT, level=Level.CITY, place="云岭省")
    assert decide(compile_duty(duty, document), Facts(city), ON) is expected
