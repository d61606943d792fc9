"""Which question decides most, held against re-evaluation; the interview; the facts as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import make_document
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rules_answers import ON, OPEN, SOURCE, VALUES, bearer, conditions, entity_of, facts

from policies.answers import DutyRecord
from policies.conditions import All, Condition, Kind, LevelIn, Quoted, Sector, Size, Within
from policies.conditions import Any as AnyOf
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.errors import UsageError
from rules.answers import verdict
from rules.entity_file import entity_text
from rules.facts import load_entity
from rules.interview import Asked, Interview
from rules.questions import ranked
from rules.resolved import Facts

[DUTY] = make_document([{"quote": "自查", "bearers": [bearer(None)]}]).duties
FIRM = Kind(kind=BodyKind.ENTERPRISE)
CITY = Kind(kind=BodyKind.GOVERNMENT)


def records(*found: Condition) -> list[DutyRecord]:
    return [DutyRecord(duty=DUTY, source=SOURCE, condition=one) for one in found]


def asked(talk: Interview) -> Asked:
    found = talk.next()
    assert found is not None
    return found


def key(talk: Interview) -> str:
    return asked(talk).question.fact.key


# --- the question that decides most -------------------------------------------------------------------------------


def test_the_question_that_decides_most_is_asked_first_though_another_decides_for_sure() -> None:
    """The kind decides three of four if the answer is government; the size one of four in any case."""
    found = ranked(
        [All(of=(FIRM, Sector(sector="煤矿"))), All(of=(FIRM, Within(place="220000"))), FIRM, Size(size="规模以上")],
        Facts(Entity()),
        ON,
    )
    assert [(one.fact.key, one.at_least, one.at_most, one.concerns) for one in found] == [
        ("kind", 1, 3, 3),
        ("size", 1, 1, 1),
        ("place", 0, 1, 1),
        ("sectors", 0, 1, 1),
    ]


def test_where_no_question_alone_decides_the_one_most_asked_for_comes_first() -> None:
    either = AnyOf(of=(All(of=(Quoted(words="甲的"), Quoted(words="乙的"))), All(of=(Quoted(words="丙的"), CITY))))
    both = AnyOf(of=(All(of=(Quoted(words="丙的"), Quoted(words="丁的"))), All(of=(Quoted(words="戊的"), CITY))))
    found = ranked([either, both], Facts(Entity()), ON)
    assert {one.at_most for one in found} == {0}
    assert {one.fact.key for one in found[:2]} == {"kind", "words:丙的"}


@settings(max_examples=150)
@given(st.lists(conditions, min_size=1, max_size=4), facts)
def test_counts_are_those_of_evaluation(some: list[Condition], known: dict[str, Any]) -> None:
    """No exact answer decides less than at_least, and none more than at_most; what nobody asks decides nothing."""
    indirect = {"employees", "revenue"}  # nobody asks for them: they tell the size, if the sector has a rule
    known = {key: value for key, value in known.items() if key not in indirect}
    vague = {"size": "sectors", "place": "kind"}  # the latter tells more of the former than it is asked for
    known = {
        key: value for key, value in known.items() if value in VALUES[key] or key not in vague or vague[key] in known
    }
    entity = entity_of(known)
    open_ = [one for one in some if verdict(one, entity, ON) is OPEN]
    found = {one.fact.key: one for one in ranked(some, Facts(entity), ON)}
    assert bool(found) is bool(open_)
    for fact in set(VALUES) - set(known) - {"place", "level"} - indirect:
        decided = [
            sum(verdict(one, entity_of(known | {fact: value}), ON) is not OPEN for one in open_)
            for value in VALUES[fact]
        ]
        if fact in found:
            assert found[fact].at_least <= min(decided) <= max(decided) <= found[fact].at_most
            assert found[fact].at_least <= found[fact].average <= found[fact].at_most <= found[fact].concerns
        else:
            assert set(decided) == {0}


# --- the interview ------------------------------------------------------------------------------------------------


def test_questions_follow_until_all_is_decided() -> None:
    talk = Interview(
        records(
            All(of=(FIRM, Sector(sector="煤矿"), Within(place="220200"))),
            All(of=(FIRM, Size(size="规模以上"))),
            All(of=(FIRM, Quoted(words="问题突出的"))),
            CITY,
        ),
        Entity(),
        ON,
    )
    put = []
    for words in ("企业", "2", "否", "220200", "煤矿"):
        put.append(key(talk))
        talk.answer(asked(talk), words)
    assert put == ["kind", "size", "words:问题突出的", "place", "sectors"]
    assert (talk.next(), talk.open) == (None, 0)
    assert talk.entity == Entity(
        kind=BodyKind.ENTERPRISE,
        size="规模以下",
        place="220200",
        sectors=("煤矿",),
        attributes={"问题突出的": False},
    )


@pytest.mark.parametrize(
    ("condition", "words", "what"),
    [
        (FIRM, "7", "没有序号为 7 的选项"),
        (FIRM, "0", "没有序号为 0 的选项"),
        (FIRM, "公司公司", "不是 kind 的可用值"),
        (FIRM, "  ", "没有回答"),
        (Quoted(words="甲的"), "3", "既不是“是”也不是“否”"),
        (Within(place="220200"), "无此地", "没有名为“无此地”的"),
        (Within(place="220200"), "朝阳区", "朝阳区"),
        (Sector(sector="煤矿"), "煤矿 无此业", "没有名为“无此业”的"),
        (Size(size="大型"), "巨大", "不是 size 的可用值"),
        (FIRM, "企" * 5000, ""),
    ],
)
def test_a_wrong_answer_says_why_and_changes_nothing(condition: Condition, words: str, what: str) -> None:
    talk = Interview(records(condition), Entity(), ON)
    before = asked(talk)
    with pytest.raises(UsageError) as error:
        talk.answer(before, words)
    assert what in str(error.value)
    assert (talk.entity, asked(talk)) == (Entity(), before)


def test_what_is_not_known_is_not_asked_again_and_stays_open() -> None:
    talk = Interview(records(All(of=(FIRM, Size(size="大型")))), Entity(), ON)
    for words in ("不知道", "SKIP"):
        talk.answer(asked(talk), words)
    assert (talk.next(), talk.open, talk.entity) == (None, 1, Entity())


def test_an_answer_that_is_not_exact_enough_is_asked_for_again() -> None:
    talk = Interview(records(All(of=(FIRM, Within(place="220221")))), Entity(kind=BodyKind.ENTERPRISE), ON)
    talk.answer(asked(talk), "吉林省")
    assert (key(talk), asked(talk).again, talk.open) == ("place", True, 1)
    with pytest.raises(UsageError, match="更具体"):
        talk.answer(asked(talk), "吉林省")
    talk.answer(asked(talk), "永吉县")
    assert talk.open == 0


def test_none_of_them_is_an_answer_and_numbers_and_words_mix() -> None:
    wanted = records(*(All(of=(FIRM, Sector(sector=one))) for one in ("煤矿", "建筑施工", "旅游")))
    talk = Interview(wanted, Entity(kind=BodyKind.ENTERPRISE), ON)
    assert [value for value, _words in asked(talk).choices] == ["煤矿", "建筑施工", "旅游"]
    talk.answer(asked(talk), "1、银行 3")
    assert talk.entity.sectors == ("煤矿", "银行", "旅游")
    talk = Interview(wanted, Entity(kind=BodyKind.ENTERPRISE), ON)
    talk.answer(asked(talk), "无")
    assert (talk.entity.sectors, talk.open) == ((), 0)


def test_facts_that_contradict_each_other_are_refused() -> None:
    talk = Interview(records(All(of=(CITY, LevelIn(levels=(Level.CITY,))))), Entity(level=Level.CITY), ON)
    with pytest.raises(UsageError, match="矛盾"):
        talk.answer(asked(talk), "企业")


@settings(max_examples=100)
@given(st.lists(conditions, min_size=1, max_size=4), facts, st.data())
def test_an_interview_ends_and_what_it_decides_stays_decided(
    some: list[Condition], known: dict[str, Any], data: st.DataObject
) -> None:
    before = entity_of(known)
    talk = Interview(records(*some), before, ON)
    answers = {
        "kind": ["企业", "1"], "level": ["县级"], "place": ["220221", "吉林省", "永吉县"], "size": ["大型", "5"],
        "sectors": ["煤矿", "无", "矿山"], "functions": ["公安", "无"],
    }  # fmt: skip
    for _turn in range(60):
        one = talk.next()
        if one is None:
            break
        left = talk.open
        words = data.draw(st.sampled_from([*answers.get(one.question.fact.key, ["是", "否"]), "不知道"]))
        try:
            talk.answer(one, words)
        except UsageError:
            talk.skip(one)
        assert talk.open <= left or one.again, "an answer that is replaced may open what it has closed"
    assert talk.next() is None
    assert talk.open == sum(verdict(one, talk.entity, ON) is OPEN for one in some)


# --- the facts as a file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["facts.yaml", "facts.json"])
@given(
    st.builds(
        Entity,
        name=st.sampled_from([None, "示例煤业有限公司", "no", "0610", "甲: 乙 # 丙"]),
        kind=st.sampled_from([None, BodyKind.ENTERPRISE, BodyKind.INSTITUTION]),
        place=st.sampled_from([None, "220200", "吉林省吉林市"]),
        sectors=st.sampled_from([None, (), ("煤矿", "0610"), ("旅游",)]),
        size=st.sampled_from([None, "规模以上"]),
        employees=st.sampled_from([None, 0, 300]),
        functions=st.sampled_from([None, (), ("公安",)]),
        position=st.sampled_from([None, "主要负责人"]),
        attributes=st.dictionaries(st.sampled_from(["甲的", "《乙》在所问之日有效", "是", "null"]), st.booleans()),
        sites=st.sampled_from(
            [None, (), (Site(place="220221", sectors=("煤矿",)), Site(name="办公楼", place="220200"))]
        ),
    )
)
def test_written_facts_are_read_back(tmp_path_factory: pytest.TempPathFactory, name: str, entity: Entity) -> None:
    path: Path = tmp_path_factory.mktemp("facts") / name
    path.write_text(entity_text(entity, path), encoding="utf-8")
    assert load_entity(path) == entity
