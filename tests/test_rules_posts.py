"""Posts within a body: a duty of those beside or below the one in charge is not that one's; the trace quotes them."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import parse_text
from policies.answers import Trace, Verdict
from policies.duties import BodyKind
from policies.entities import Entity
from rules.compile import compile_duty
from rules.evaluate import evaluate
from rules.resolved import Facts

DAY = date(2025, 2, 1)


def asked(bearer: str, position: str) -> Trace:
    """Whether who holds *position* in a colliery has the duty of *bearer*."""
    document = parse_text(
        f"示例县应急管理局关于煤矿带班的通知\n一、{bearer}每月带班不少于5次。\n示例县应急管理局\n2025年1月5日\n"
    )
    (duty,) = document.duties
    mine = Entity(kind=BodyKind.ENTERPRISE, sectors=("煤矿",), position=position)
    return evaluate(compile_duty(duty, document), Facts(mine), DAY)


@pytest.mark.parametrize(
    ("bearer", "verdict"),
    [
        ("煤矿企业主要负责人", Verdict.APPLIES),
        ("煤矿矿长", Verdict.APPLIES),
        ("煤矿企业其他负责人", Verdict.DOES_NOT_APPLY),
        ("煤矿企业分管负责人", Verdict.DOES_NOT_APPLY),
        ("煤矿副矿长", Verdict.DOES_NOT_APPLY),
        ("煤矿企业副总经理", Verdict.DOES_NOT_APPLY),
    ],
)
def test_what_the_one_in_charge_has(bearer: str, verdict: Verdict) -> None:
    assert asked(bearer, "主要负责人").verdict is verdict


@pytest.mark.parametrize(
    ("bearer", "position"),
    [("煤矿企业其他负责人", "其他负责人"), ("煤矿副矿长", "分管负责人"), ("煤矿副矿长", "副矿长")],
)
def test_what_the_others_have(bearer: str, position: str) -> None:
    trace = asked(bearer, position)
    assert trace.verdict is Verdict.APPLIES

    def quotes(one: Trace) -> list[str]:
        own = [one.evidence.text] if one.evidence else []
        return own + [words for child in one.children for words in quotes(child)]

    assert bearer in quotes(trace)
