"""Conditions and entities for properties: any tree over a handful of atoms, any facts that touch them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from policies.conditions import (
    All,
    Any,
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
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site

__all__ = ["DAYS", "atoms", "conditions", "entities"]

DAYS = (date(1999, 12, 31), date(2011, 3, 1), date(2012, 6, 6), date(2012, 9, 1), date(2026, 11, 26))
_PLACES = ("吉林省", "吉林省吉林市", "吉林省吉林市永吉县", "上海市", "上海市浦东新区")
_CODES = ("220000", "220200", "220221", "310000", "310115", "北营镇")
_SECTORS = ("煤矿", "矿山", "化工", "危险化学品", "消防", "旅游", "建筑施工")
_WORDS = ("对进展缓慢的", "必要时", "重大危险源")
_NAMES = ("省安委会", "吉林市应急管理局", "市公安局", "示例煤业有限公司", "示例经济开发区管理委员会")
_ATTRIBUTES = ("重大危险源", "高危行业", "地下矿山", "开发区管理委员会", "乡镇人民政府", "自备的说法")
_POSTS = ("", "主要负责人", "矿长", "领导干部", "安全生产管理人员")
_FUNCTIONS = ("应急管理", "公安", "市场监管", "交通运输")
_SIZES = ("规模以上", "规模以下", "大型", "中型", "小型", "微型")

days = st.none() | st.sampled_from(DAYS) | st.dates(date(1, 1, 1))
atoms: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Kind, kind=st.sampled_from(BodyKind)),
    st.builds(LevelIn, levels=st.lists(st.sampled_from(Level), max_size=3, unique=True).map(tuple)),
    st.builds(Within, place=st.sampled_from(_CODES)),
    st.builds(Sector, sector=st.sampled_from(_SECTORS)),
    st.builds(Size, size=st.sampled_from(_SIZES)),
    st.builds(Position, position=st.sampled_from(_POSTS)),
    st.builds(Function, function=st.sampled_from(_FUNCTIONS)),
    st.builds(Attribute, name=st.sampled_from(_ATTRIBUTES)),
    st.builds(Named, name=st.sampled_from(_NAMES)),
    st.builds(Window, since=days, until=days),
    st.builds(InForce, document=st.sampled_from(("甲办法", "乙方案")), draft=st.booleans()),
    st.builds(Quoted, words=st.sampled_from(_WORDS)),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    atoms,
    lambda below: st.one_of(
        st.builds(All, of=st.lists(below, max_size=4).map(tuple)),
        st.builds(Any, of=st.lists(below, max_size=4).map(tuple)),
        st.builds(Not, of=below),
    ),
    max_leaves=24,
)
_sectors = st.none() | st.lists(st.sampled_from(_SECTORS), max_size=3, unique=True).map(tuple)
_stated = (*_WORDS, *_ATTRIBUTES, *_SECTORS, *_NAMES, "《甲办法》在所问之日有效", "《乙方案》在所问之日有效")
entities = st.builds(
    Entity,
    name=st.none() | st.sampled_from(_NAMES),
    kind=st.none() | st.sampled_from(BodyKind),
    level=st.none() | st.sampled_from(Level),
    place=st.none() | st.sampled_from(_PLACES),
    sectors=_sectors,
    size=st.none() | st.sampled_from(_SIZES),
    employees=st.none() | st.sampled_from((0, 19, 299, 1000)),
    functions=st.none() | st.lists(st.sampled_from(_FUNCTIONS), max_size=2, unique=True).map(tuple),
    position=st.none() | st.sampled_from(_POSTS[1:]),
    attributes=st.dictionaries(st.sampled_from(_stated), st.booleans(), max_size=4),
    sites=st.none()
    | st.lists(st.builds(Site, place=st.sampled_from(_PLACES), sectors=_sectors), max_size=2).map(tuple),
)
