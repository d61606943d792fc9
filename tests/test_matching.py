"""Are two duties of one matter? ``matter_pairs.yaml``: pairs that people made, all of them in two long documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.matching import THRESHOLD, Pairing, match, match_within
from kb.matter import Matter, content, forbids, matters
from kb.prepare import source_ref
from parsers import parse_text
from policies.answers import DutyRecord
from policies.conditions import All
from policies.vocabulary.tables import table

PAIRS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("matter_pairs.yaml").read_text("utf-8"))


def side(title: str, sentences: list[str]) -> list[Matter]:
    """The duties of a document with one article for each sentence."""
    articles = "".join(f"　　第{number}条 {sentence}。\n" for number, sentence in enumerate(sentences, 1))
    document = parse_text(f"{title}\n\n{articles}")
    duties = sorted([*document.duties, *document.derived], key=lambda d: (d.quote.start, d.derived_from is not None))
    return matters(DutyRecord(duty=d, source=source_ref(document, d), condition=All(of=())) for d in duties)


@cache
def scores() -> dict[tuple[str, str], float]:
    """(article above, article below) → the best score of their duties."""
    uppers = side("云岭省综合管理条例", [pair["u"] for pair in PAIRS])
    lowers = side("青溪市综合管理办法", [pair["l"] for pair in PAIRS])
    found: dict[tuple[str, str], float] = {}
    for one in match(uppers, lowers, 0.0):
        articles = uppers[one.upper].record.source.clause, lowers[one.lower].record.source.clause
        found[articles] = max(found.get(articles, 0.0), one.score)
    return found


@cache
def articles() -> list[str]:
    """The clause of each sentence, as both documents count them."""
    document = parse_text(
        "云岭省综合管理条例\n\n" + "".join(f"　　第{n}条 {pair['u']}。\n" for n, pair in enumerate(PAIRS, 1))
    )
    return [clause.path for clause in document.clauses]


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[f"{pair['u'][:12]}…" for pair in PAIRS])
def test_pairs_that_people_made(number: int) -> None:
    pair, own = PAIRS[number], articles()[number]
    found = scores().get((own, own), 0.0) >= THRESHOLD
    assert found is (pair["same"] and not pair.get("missed", False)), scores().get((own, own))


def test_no_sentence_is_taken_for_another_ones_matter() -> None:
    assert [key for key, score in scores().items() if key[0] != key[1] and score >= THRESHOLD] == []


def test_most_pairs_of_one_matter_are_found() -> None:
    same = [pair for pair in PAIRS if pair["same"]]
    assert sum(not pair.get("missed", False) for pair in same) >= 0.9 * len(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("每年至少组织两次应急演练", "每年组织不少于2次应急演练"),
        ("每年至少组织两次应急演练", "每年组织应急演练不得少于二次"),
        ("综合利用率不低于90%", "综合利用率达到95％以上"),
        ("经费投入不少于五百万元", "经费投入达到800万元"),
    ],
)
def test_how_much_is_no_matter(one: str, other: str) -> None:
    """不少于, 不得少于, 至少, and the figures themselves, are compared as values elsewhere."""
    assert content(one) == content(other)


def test_what_is_left_out_is_taken_from_before() -> None:
    """…主要负责人每季度组织一次隐患排查；矿山企业的主要负责人每月至少组织一次: of what, stands before."""
    found = side("某某规定", ["企业主要负责人每季度组织一次隐患排查；矿山企业的主要负责人每月至少组织一次"])
    assert [act.borrowed for matter in found for act in matter.acts] == [False, True]
    assert found[0].acts[0].words == found[1].acts[0].words


def test_to_prevent_is_to_forbid() -> None:
    found = side("某某规定", ["企业要杜绝超能力生产", "严禁超能力生产", "企业要按能力组织生产"])
    assert [forbids(matter.duty, 0) for matter in found] == [True, True, False]


def test_other_bodies_and_other_sectors_count_against_it() -> None:
    above = side("某某规定", ["煤矿企业应当每月检查一次通风设施"])
    same, other = (
        match(above, side("某某办法", [text]), 0.0)[0].score
        for text in ("煤矿企业应当每季度检查一次通风设施", "烟花爆竹企业应当每季度检查一次通风设施")
    )
    assert other < THRESHOLD <= same


@given(st.permutations(range(12)))
def test_the_order_of_documents_does_not_matter(order: list[int]) -> None:
    uppers = _some("u")
    lowers = _some("l")
    straight = {(one.upper, one.lower): one.score for one in match(uppers, lowers, 0.0)}
    turned = match(uppers, [lowers[number] for number in order], 0.0)
    assert {(one.upper, order[one.lower]): one.score for one in turned} == straight


@cache
def _some(key: str) -> list[Matter]:
    return side("某某规定", [pair[key] for pair in PAIRS])[:12]


def test_scores_are_shares() -> None:
    assert all(0.0 <= score <= 1.0 for score in scores().values())
    pairing = Pairing(_some("u"), _some("u"))
    assert all(pairing.of_lower(number)[0].score > 0.8 for number in range(12))  # each with itself


def test_no_word_of_the_vocabulary_is_dead() -> None:
    words = table("matching")
    for name in ("light", "frequent", "preventive"):
        assert len(words[name]) == len(set(words[name])), name
    assert not set(words["light"]) & set(words["frequent"])
    assert [word for word in words["light"] if word in content(word)] == []


def test_a_document_held_against_itself_gives_each_pair_once() -> None:
    side_ = [*_some("u"), *_some("u")]
    straight = [one for one in match(side_, side_) if one.upper < one.lower]
    assert straight and match_within(side_) == straight
