"""What a report tells one to do: words of the text that are safe to read without their sentence."""

from __future__ import annotations

import pytest

from policies.duties import Action, Duty, Modality, TimeType, Timing
from policies.messages import use_language
from policies.spans import Quote
from reports.tasks import marked, tasks


def duty(
    text: str, *predicates: str, modality: Modality = Modality.MUST, condition: str = "", frequency: str = ""
) -> Duty:
    def quote(words: str) -> Quote:
        start = text.index(words)
        return Quote(start=start, end=start + len(words), text=words)

    timing = Timing(surface=quote(frequency), type=TimeType.FREQUENCY, value=">=1/P1Y") if frequency else None
    return Duty(
        id="0" * 16,
        quote=quote(text),
        clause=None,
        part=0,
        modality=modality,
        bearers=(),
        actions=tuple(Action(quote=quote(words)) for words in predicates),
        time=(timing,) if timing else (),
        condition=quote(condition) if condition else None,
    )


WHOLE = [
    duty("特种作业人员未取得相应资格的，不得上岗作业", "上岗作业", modality=Modality.MUST_NOT),
    duty("煤矿企业严禁超能力、超强度组织生产", "超能力、超强度组织生产", modality=Modality.MUST_NOT),
    duty("经验收合格后方可恢复生产作业活动", "恢复生产作业活动", modality=Modality.MAY),
    duty("超过一定规模的须经专家论证后方可实施", "经专家论证后方可实施", condition="超过一定规模的"),
    duty("要进一步提高认识，加强组织领导和协调", "进一步提高认识", "领导和协调"),
    duty("对应急预案，要每年至少组织一次演练", "每年至少组织一次", frequency="每年至少组织一次"),
    duty("县级以上人民政府有关部门要会同工会组织开展专项检查", "开展专项检查"),
    duty("全面落实安全生产责任制"),
]


@pytest.mark.parametrize("one", WHOLE, ids=lambda one: one.quote.text)
def test_the_whole_quote_where_the_predicate_is_not_safe(one: Duty) -> None:
    assert tasks(one) == (one.quote.text,)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (duty("企业要建立应急演练制度", "建立应急演练制度"), ("建立应急演练制度",)),
        (
            duty("要建立应急演练制度，每年至少组织一次综合演练", "建立应急演练制度", "每年至少组织一次综合演练",
                 frequency="每年至少组织一次"),
            ("建立应急演练制度", "每年至少组织一次综合演练"),
        ),
        (duty("鼓励企业采用先进技术", "采用先进技术", modality=Modality.ENCOURAGED), ("采用先进技术",)),
    ],
)  # fmt: skip
def test_the_predicates_where_each_can_stand_alone(one: Duty, told: tuple[str, ...]) -> None:
    assert tasks(one) == told


def test_lines_of_the_source_are_put_together() -> None:
    assert tasks(duty("企业要建立应急\n  演练制度", "建立应急\n  演练制度")) == ("建立应急演练制度",)


def test_every_task_of_a_prohibition_is_marked() -> None:
    use_language("zh")
    assert marked(("甲", "乙"), Modality.MUST_NOT) == ("【严禁】甲", "【严禁】乙")
    assert marked(("甲",), Modality.MAY) == ("甲",)
    assert marked(("企业不得甲",), Modality.MUST_NOT) == ("企业不得甲",)


def test_the_items_of_a_list_stand_below_its_head() -> None:
    text = "企业不得有下列行为：（一）超能力生产；（二）冒用许可证。"
    head = Quote(start=0, end=9, text=text[:9])
    items = ("超能力生产", "冒用许可证")
    quotes = (Quote(start=text.index(i), end=text.index(i) + len(i), text=i) for i in items)
    listed = duty(text, modality=Modality.MUST_NOT).model_copy(
        update={"quote": head, "actions": tuple(Action(quote=q) for q in quotes)}
    )
    assert marked(tasks(listed), Modality.MUST_NOT) == (
        "企业不得有下列行为",
        "【严禁】超能力生产",
        "【严禁】冒用许可证",
    )
