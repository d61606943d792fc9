"""Answers: how sure, how direct, what is missing, what to ask first; and what further facts can change."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain, combinations, product
from typing import Any

import pytest
from factories import make_document
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.answers import Answer, DutyRecord, SourceRef, Verdict
from policies.conditions import (
    All,
    Attribute,
    Condition,
    Function,
    InForce,
    Kind,
    LevelIn,
    Not,
    Quoted,
    Sector,
    Size,
    Within,
)
from policies.conditions import Any as AnyOf
from policies.documents import Level
from policies.duties import BodyKind, Certainty, Directness
from policies.entities import Entity
from policies.vocabulary import sizes
from rules.answers import answer, verdict
from rules.compile import compile_duty
from rules.questions import questions
from rules.resolved import Facts

ON = date(2012, 9, 1)
MINE = Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市", sectors=("煤矿",))
YES, OPEN, NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY
SOURCE = SourceRef(
    document="0" * 16, title=None, doc_number=None, issuer=None, date=None, level=None, region=None, clause="一"
)


def answers(duties: list[dict[str, Any]], entity: Entity, derived: list[dict[str, Any]] | None = None) -> list[Answer]:
    made = make_document(duties, derived or [])
    return [
        answer(DutyRecord(duty=one, source=SOURCE, condition=compile_duty(one, made)), entity, ON)
        for one in (*made.duties, *made.derived)
    ]


def bearer(surface: str | None, kind: str = "enterprise", **more: Any) -> dict[str, Any]:
    return {"surface": surface, "kind": kind, **more}


def test_the_surest_of_the_bearers_who_fit_counts() -> None:
    [mixed, other] = answers(
        [
            {
                "quote": "落实企业主要负责人的责任",
                "bearers": [bearer(None), bearer("企业主要负责人", position="主要负责人")],
            },
            {
                "quote": "各级政府要督促，企业自查",
                "bearers": [bearer("各级政府", "government"), bearer(None, basis="act")],
            },
        ],
        MINE,
    )
    assert (mixed.verdict, mixed.certainty) == (YES, Certainty.STATED)
    assert mixed.bearer_basis == "原文写明：“企业主要负责人”"
    assert (other.verdict, other.certainty) == (YES, Certainty.INFERRED)  # 各级政府 is stated, but not the asker


@pytest.mark.parametrize("basis", ["label", "heading", "act", "addressee", "issuer"])
def test_an_inferred_bearer_is_worded_as_probable(basis: str) -> None:
    kind = "enterprise" if basis in ("label", "heading", "act") else "government"
    entity = MINE if kind == "enterprise" else Entity(kind=BodyKind.GOVERNMENT, place="吉林市")
    for evidence in ("工作要求", None):
        [found] = answers(
            [{"quote": "加强自查", "bearers": [bearer(None, kind, basis=basis, evidence=evidence)]}], entity
        )
        assert (found.verdict, found.certainty) == (YES, Certainty.INFERRED)
        assert found.bearer_basis.startswith("很可能，因为")


def test_a_derived_duty_is_one_step_removed() -> None:
    [own, removed] = answers(
        [{"quote": "督促企业每年至少组织一次演练", "bearers": [bearer(None, "department")]}],
        MINE,
        [{"quote": "每年至少组织一次演练", "bearers": [bearer("企业", basis="subject")]}],
    )
    assert own.verdict is NO
    assert (removed.verdict, removed.directness, removed.certainty) == (YES, Directness.DERIVED, Certainty.STATED)
    assert "间接" in removed.bearer_basis


def test_missing_facts_and_the_question_that_decides_most() -> None:
    nobody = Entity(kind=BodyKind.ENTERPRISE, place="吉林省吉林市")
    found = answers(
        [
            {"quote": "煤矿企业要自查", "bearers": [bearer("煤矿企业")]},
            {"quote": "规模以上煤矿企业要达标", "bearers": [bearer("规模以上煤矿企业")]},
            {"quote": "规模以上企业要达标", "bearers": [bearer("规模以上企业")]},
            {"quote": "危险化学品企业要达标", "bearers": [bearer("危险化学品企业")]},
            {"quote": "企业要自查", "bearers": [bearer("企业")]},
        ],
        nobody,
    )
    keys = [[[fact.key for fact in group] for group in one.missing] for one in found]
    assert keys == [[["sectors"]], [["size", "sectors"]], [["size"]], [["sectors"]], []]
    asked = questions(found, nobody, ON)
    assert [(one.fact.key, one.concerns, one.at_least, one.at_most) for one in asked] == [
        ("sectors", 3, 2, 3),  # what also needs the size stays open where the sector fits
        ("size", 2, 1, 2),
    ]
    assert asked[0].choices == ("煤矿", "危险化学品")


def test_nothing_is_missing_where_nothing_is_known_to_depend_on_it() -> None:
    [found] = answers(
        [{"quote": "规模以上煤矿企业要达标", "bearers": [bearer("规模以上煤矿企业")]}], Entity(kind=BodyKind.GOVERNMENT)
    )
    assert (found.verdict, found.missing) == (NO, ())


def test_the_place_of_a_government_tells_its_level() -> None:
    [found] = answers(
        [{"quote": "县（市、区）要自查", "bearers": [bearer("县（市、区）", "government")]}],
        Entity(kind=BodyKind.GOVERNMENT),
    )
    assert [[fact.key for fact in group] for group in found.missing] == [["place"]]


def test_the_kind_alone_decides_where_the_place_is_wider_than_asked() -> None:
    """A government of the province is not one of its city; for an enterprise the duty is none at all."""
    government = All(of=(Kind(kind=BodyKind.GOVERNMENT), Within(place="220200")))
    assert missing(government, {"place": "220000"}) == [("kind",)]
    enterprise = All(of=(Kind(kind=BodyKind.ENTERPRISE), Within(place="220200")))
    assert missing(enterprise, {"place": "220000"}) == [("kind", "place")]


# Properties over random conditions and facts

VALUES: dict[str, list[Any]] = {
    "kind": list(BodyKind),
    "place": ["220200", "220221", "220104", "330782", "230000"],
    "level": list(Level),
    "sectors": [
        ("煤矿",),
        ("尾矿库",),
        ("煤矿", "建筑施工"),
        ("建筑施工",),
        ("银行",),
        (),
        ("煤矿", "银行"),
        ("尾矿库", "银行"),
        ("建筑施工", "银行"),  # no rule tells the size of a bank by numbers
    ],
    "size": list(sizes.exact()),
    "employees": [3, 50, 2000],
    "revenue": [100, 1999, 50000],
    "functions": [("应急管理",), ("公安", "消防救援"), ("应急管理", "公安"), ()],
    "attribute:甲": [True, False],
    "words:乙的": [True, False],
    "words:《丙》在所问之日有效": [True, False],
}
VAGUE: dict[str, list[Any]] = {
    "place": ["220000"],
    "sectors": [("矿山",)],
    "size": ["小型", "规模以下", "规模以上", "中型", "微型"],
}
"""Values that do not answer every question."""
ATOMS: list[Condition] = [
    Kind(kind=BodyKind.ENTERPRISE),
    Kind(kind=BodyKind.GOVERNMENT),
    LevelIn(levels=(Level.COUNTY,)),
    LevelIn(levels=(Level.CITY, Level.COUNTY)),
    Within(place="220200"),
    Within(place="220000"),
    Sector(sector="煤矿"),
    Sector(sector="矿山"),
    Sector(sector="建筑施工"),
    Size(size="规模以上"),
    Size(size="微型"),
    Size(size="小微"),
    Size(size="大型"),
    Function(function="应急管理"),
    Function(function="公安"),
    Attribute(name="甲"),
    Quoted(words="乙的"),
    InForce(document="丙"),
    InForce(document="丁", draft=True),
]
conditions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: All(of=tuple(of))),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: AnyOf(of=tuple(of))),
        inner.map(lambda of: Not(of=of)),
    ),
    max_leaves=6,
)
facts = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(values + VAGUE.get(key, [])) for key, values in VALUES.items()}
)


def entity_of(known: dict[str, Any]) -> Entity:
    plain = {key: value for key, value in known.items() if ":" not in key}
    return Entity(**plain, attributes={key.split(":")[1]: value for key, value in known.items() if ":" in key})


def missing(condition: Condition, known: dict[str, Any]) -> list[tuple[str, ...]]:
    one = make_document([{"quote": "自查", "bearers": [bearer(None)]}]).duties[0]
    found = answer(DutyRecord(duty=one, source=SOURCE, condition=condition), entity_of(known), ON)
    return [tuple(fact.key for fact in group) for group in found.missing]


@settings(deadline=None)
@given(conditions, facts, st.sampled_from(list(VALUES)), st.data())
def test_a_further_fact_decides_but_never_turns(
    condition: Condition, known: dict[str, Any], key: str, data: st.DataObject
) -> None:
    if key == "level" and "place" in known:  # the place has told the level already
        return
    before = verdict(condition, entity_of(known), ON)
    more = known | {key: data.draw(st.sampled_from(exact_values(condition, key, known)))}
    if key in known and not (key == "size" and more["size"] in possible_sizes(known)):  # nor is one fact for another
        return
    if not contradictory(more):
        assert before in (OPEN, verdict(condition, entity_of(more), ON))


def possible_sizes(known: dict[str, Any]) -> frozenset[str]:
    return Facts(entity_of(known)).possible_sizes


def contradictory(known: dict[str, Any]) -> bool:
    """Whether the numbers deny the class of size that is stated: then the latter counts."""
    told = possible_sizes({key: value for key, value in known.items() if key != "size"})
    own = sizes.classes().get(known.get("size", ""))
    return own is not None and not own.covers & told


@settings(deadline=None, max_examples=150)
@given(conditions, facts)
def test_named_sets_decide_whatever_the_facts_are_and_none_of_their_parts_does(
    condition: Condition, known: dict[str, Any]
) -> None:
    groups = missing(condition, known)
    assert bool(groups) is (verdict(condition, entity_of(known), ON) is OPEN)
    for group in groups:
        assert decides(condition, known, group)
        parts = chain.from_iterable(combinations(group, size) for size in range(len(group)))
        assert not any(decides(condition, known, part) for part in parts), group


def decides(condition: Condition, known: dict[str, Any], keys: tuple[str, ...]) -> bool:
    """Whether the verdict is no longer open, whatever values the facts have (that answer what the atoms ask)."""
    return all(
        verdict(condition, entity_of(known | dict(zip(keys, values, strict=True))), ON) is not OPEN
        for values in product(*(exact_values(condition, key, known) for key in keys))
    )


def exact_values(condition: Condition, key: str, known: dict[str, Any]) -> list[Any]:
    """Values as exact as the condition asks, and such as what is known leaves open: a province answers where no place
    below one is asked for; who has said 小型 answers above or below the threshold."""
    if key == "size":
        return [one for one in VALUES[key] if one in possible_sizes(known)]
    asks_below = any(not code.endswith("0000") for code in re.findall(r"place='(\d+)'", repr(condition)))
    if key == "place" and not asks_below:
        return [*VALUES["place"], "220000"]
    return VALUES.get(key, [True, False])
