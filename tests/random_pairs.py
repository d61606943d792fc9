"""Random conditions and entities, for tests that compare two ways of deciding the one for the other."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from policies.conditions import (
    All,
    Attribute,
    Condition,
    Function,
    InForce,
    Kind,
    LevelIn,
    Named,
    Not,
    Position,
    Quoted,
    Sector,
    Size,
    Window,
    Within,
)
from policies.conditions import Any as AnyOf
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site

__all__ = ["NAMES", "random_condition", "random_day", "random_entity"]

PLACES = [
    "220000", "220200", "220221", "220204", "110000", "110101", "110103", "330000", "330782",
    "340100", "340200", "341400", "341402", "340181", "371200", "510185", "512081", "512000", "990121",
]  # fmt: skip
SECTORS = [
    "煤矿", "矿山", "非煤矿山", "尾矿库", "露天煤矿", "井工煤矿", "地下矿山", "高危行业", "化工", "危险化学品",
    "加油站", "工贸", "制造业", "建筑施工", "餐饮服务", "学校", "银行", "消防", "特种设备", "人员密集场所",
    "地质勘探", "仓储", "商业综合体", "物业管理",
]  # fmt: skip
SIZES = [
    "规模以上", "规模以下", "大型", "中型", "小型", "微型", "规模以上小型", "规模以下小型", "规模以下微型",
    "小微", "中小微", "大中型", "中小型",
]  # fmt: skip
POSITIONS = ["主要负责人", "安全生产管理人员", "班组长", "从业人员", "领导干部", "三项岗位人员", "电工"]
FUNCTIONS = ["应急管理", "公安", "消防救援", "市场监管", "教育"]
ATTRIBUTES = [
    "重大危险源", "地下矿山", "露天矿山", "小煤矿", "施工单位", "学校", "高等学校", "医疗机构",
    "开发区管理委员会", "危险化学品经营", "某称号",
]  # fmt: skip
WORDS = ["对进展缓慢的", "重点"]
DOCUMENTS = ["某通知"]
NAMES: dict[str, dict[str, Any]] = {
    "吉林省安全生产委员会": {"is": ["安全生产委员会"], "functions": ["安全生产委员会"]},
    "吉林市应急管理局": {"is": ["应急管理局"], "functions": ["应急管理"]},
    "永吉县公安局": {"is": ["公安局"], "functions": ["公安"]},
    "吉林省应急管理厅": {"is": ["应急管理厅"], "functions": ["应急管理"], "level": "province"},
    "口前镇人民政府": {"is": [], "level": "township"},
    "永吉县第一中学": {"is": ["永吉县第一中学"]},
    "北方大学": {"is": []},
    "某某煤业有限公司": {"is": []},
}
"""Bodies, with what their names tell: which named organs they are, their functions, their level."""
STATED = [*ATTRIBUTES, *WORDS, "《某通知》在所问之日有效", "煤矿", "消防", "安全生产委员会"]


def random_day(source: random.Random) -> date:
    return date(source.randint(2008, 2026), source.randint(1, 12), source.randint(1, 28))


def random_condition(source: random.Random, depth: int = 3) -> Condition:
    """A tree of atoms; empty lists of parts occur too."""
    if depth == 0 or source.random() < 0.35:
        return _atom(source)
    shape = source.random()
    if shape < 0.15:
        return Not(of=random_condition(source, depth - 1))
    parts = tuple(random_condition(source, depth - 1) for _ in range(source.choice((0, 1, 2, 2, 3, 3))))
    return All(of=parts) if shape < 0.6 else AnyOf(of=parts)


def _atom(source: random.Random) -> Condition:
    one = source.choice
    some = source.sample
    match source.randrange(14):
        case 0:
            return Kind(kind=one(list(BodyKind)))
        case 1:
            return LevelIn(levels=tuple(some(list(Level), source.randint(1, 3))))
        case 2 | 3:
            return Within(place=one(PLACES))
        case 4 | 5:
            return Sector(sector=one(SECTORS))
        case 6:
            return Size(size=one(SIZES))
        case 7:
            return Position(position=one([*POSITIONS, ""]))
        case 8:
            return Function(function=one(FUNCTIONS))
        case 9:
            return Attribute(name=one(ATTRIBUTES))
        case 10:
            return Named(name=one(["安全生产委员会", "应急管理局", "永吉县第一中学"]))
        case 11:
            since, until = random_day(source), random_day(source)
            return Window(since=one([since, None]), until=one([until, None]))
        case 12:
            return InForce(document=one(DOCUMENTS), draft=source.random() < 0.2)
        case _:
            return Quoted(words=one(WORDS))


def random_entity(source: random.Random) -> Entity:
    """Every fact is stated or not."""

    def maybe(value: Any, odds: float = 0.6) -> Any:
        return value if source.random() < odds else None

    def sectors() -> tuple[str, ...]:
        return tuple(source.sample(SECTORS, source.choice((0, 1, 1, 1, 2))))

    def site() -> Site:
        return Site(place=source.choice(PLACES), sectors=maybe(sectors()))

    return Entity(
        name=maybe(source.choice(list(NAMES)), 0.4),
        kind=maybe(source.choice(list(BodyKind)), 0.8),
        level=maybe(source.choice(list(Level)), 0.3),
        place=maybe(source.choice(PLACES), 0.8),
        sectors=maybe(sectors()),
        size=maybe(source.choice(SIZES), 0.4),
        employees=maybe(source.choice((3, 19, 20, 150, 299, 300, 1000, 5000)), 0.4),
        revenue=maybe(source.choice((40, 299, 500, 1999, 2000, 40000, 100000)), 0.3),
        assets=maybe(source.choice((99, 5000, 120000)), 0.2),
        functions=maybe(tuple(source.sample(FUNCTIONS, source.randint(0, 2))), 0.3),
        position=maybe(source.choice(POSITIONS), 0.3),
        attributes={name: source.random() < 0.5 for name in source.sample(STATED, source.choice((0, 0, 1, 2, 4)))},
        sites=maybe(tuple(site() for _ in range(source.randint(0, 2))), 0.3),
    )
