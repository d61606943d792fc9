"""Search: what is found, in which order, with which filters, and what a hit shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Hit, HitType, KnowledgeBase
from kb.search import snippet
from kb.tokens import Query
from policies.errors import UsageError
from tests.kb_factory import CITY, PLAN, compile_duty, parse, write

DAY = datetime.date
COAL_CHECKS = "煤矿企业要每季度开展一次隐患排查"
COAL_LIMIT = "煤矿企业不得超能力组织生产"
OTHER_MINES = "非煤矿山企业要开展隐患排查治理，由市公安局配合"
CITING = (
    "一、落实责任 按照《吉林省人民政府关于加强安全生产工作的意见》（[吉政发〔2011〕5号]）"
    "和《安全生产法》（主席令第七十号）开展工作。"
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("search")
    with KnowledgeBase(folder / "zeren.db") as base:
        base.ingest(write(folder, a=PLAN, b=CITY), parse=parse, compile_duty=compile_duty)
        yield base


def shown(hits: list[Hit]) -> list[str]:
    """Snippets with the matches in brackets."""
    told = []
    for hit in hits:
        text = hit.snippet
        for start, end in reversed(hit.matches):
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        told.append(text)
    return told


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("隐患排查", ["煤矿企业要每季度开展一次[隐患排查]", "非煤矿山企业要开展[隐患排查]治理，由市公安局配合"]),
        ("演练", ["要组织应急[演练]"]),
        ("演", ["要组织应急[演]练"]),
        ("公安局 治理", ["非煤矿山企业要开展隐患排查[治理]，由市[公安局]配合"]),
        ("治理隐患", ["非煤矿山企业要开展[隐患]排查[治理]，由市公安局配合"]),
        ("吉政发[2011]5号", [CITING]),
        ("不存在", []),
        ("，", []),
    ],
)  # fmt: skip
def test_found(kb: KnowledgeBase, query: str, expected: list[str]) -> None:
    assert shown(kb.search(query)) == expected


def test_a_hit_tells_where_it_stands(kb: KnowledgeBase) -> None:
    (duty,) = kb.search("演练")
    (clause,) = kb.search("本意见所称")
    assert (duty.type, duty.number, duty.clause) == (HitType.DUTY, "吉市政发〔2012〕14号", "二")
    assert duty.id == kb.record(duty.id).duty.id
    assert clause.type is HitType.CLAUSE and clause.id == f"{clause.document}/一"
    assert clause.title == "吉林省人民政府关于加强安全生产工作的意见"


FORWARDED = """吉林市人民政府办公室转发打非治违方案的通知
吉市政办发〔2013〕2号
2013-01-10
附件
吉林省打非治违方案
一、任务
全省煤矿企业要自查。本方案所称自纠是指整改。
"""


@pytest.mark.parametrize("own", [None, "吉政发〔2013〕1号"])
def test_a_hit_tells_whose_number_it_shows(own: str | None, tmp_path: Path) -> None:
    """A forwarded plan that has no number of its own is found by that of the notice that carries it."""
    text = FORWARDED.replace("方案\n一、", f"方案\n{own}\n一、") if own else FORWARDED
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        base.ingest(write(tmp_path, a=text, b=CITY), parse=parse, compile_duty=compile_duty)
        hits = [*base.search("自查"), *base.search("一、任务 自纠"), *base.search("应急演练")]
    assert [hit.type for hit in hits] == [HitType.DUTY, HitType.CLAUSE, HitType.DUTY]
    number = own or "吉市政办发〔2013〕2号"
    assert [hit.number for hit in hits] == [number, number, "吉市政发〔2012〕14号"]
    assert [hit.carried for hit in hits] == [own is None, own is None, False]


def test_a_clause_stands_back_behind_its_duty(kb: KnowledgeBase) -> None:
    """二 of the plan holds 超能力 too, but only in a duty."""
    assert [hit.type for hit in kb.search("超能力")] == [HitType.DUTY]


def test_best_first(kb: KnowledgeBase) -> None:
    scores = [hit.score for hit in kb.search("企业", limit=None)]
    assert len(scores) > 3 and scores == sorted(scores, reverse=True) and scores[-1] > 0
    assert [hit.score for hit in kb.search("企业", limit=2)] == scores[:2]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "department"}, ["市安监局要督促企业开展全员培训"]),
        ({"modality": "must_not"}, [COAL_LIMIT]),
        ({"sector": "煤矿"}, [COAL_CHECKS, COAL_LIMIT]),
        ({"sector": "06", "modality": "must"}, [COAL_CHECKS]),
        ({"sector": "矿山"}, [OTHER_MINES, COAL_CHECKS, COAL_LIMIT]),
        ({"sector": "矿山", "until": DAY(2011, 3, 1)}, [COAL_CHECKS, COAL_LIMIT]),
        ({"sector": "矿山", "since": DAY(2011, 3, 2)}, [OTHER_MINES]),
        ({"level": "province", "kind": "government"}, ["各市（州）人民政府要建立安全生产联席会议制度"]),
        ({"level": "county"}, []),
    ],
)  # fmt: skip
def test_filters_list_without_words(kb: KnowledgeBase, filters: dict[str, object], expected: list[str]) -> None:
    assert shown(kb.search("", **filters)) == expected  # type: ignore[arg-type]


def test_filters_and_words(kb: KnowledgeBase) -> None:
    assert len(kb.search("隐患")) == 2
    assert shown(kb.search("隐患", level="city")) == ["非煤矿山企业要开展[隐患]排查治理，由市公安局配合"]
    assert kb.search("责任", level="city")[0].type is HitType.CLAUSE
    assert kb.search("责任", level="province") == []
    assert kb.search("责任", kind="enterprise") == []  # clauses have no bearer


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"sector": "煤矿矿矿"}, "煤矿"),
        ({"kind": "firm"}, "enterprise"),
        ({"level": "town"}, "township"),
        ({"limit": 0}, "1"),
    ],
)
def test_wrong_filters_are_told(kb: KnowledgeBase, filters: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        kb.search("隐患", **filters)  # type: ignore[arg-type]
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "query", ['"', "AND", "隐患 OR", "NEAR(", "words:x", "*", "%", "_", "a\x00", "'; DROP TABLE duties; --"]
)
def test_odd_queries_are_words(kb: KnowledgeBase, query: str) -> None:
    kb.search(query)  # does not raise


@given(
    st.text(alphabet="安全隐患排查 \n，", min_size=1, max_size=300),
    st.text(alphabet="安全隐患", min_size=1, max_size=3),
)
def test_snippets(text: str, term: str) -> None:
    ranges = Query(term).ranges(text)
    line, matches = snippet(text, ranges)
    assert len(line) <= 83 and "\n" not in line
    assert bool(matches) == bool(ranges)
    for start, end in matches:
        assert 0 <= start < end <= len(line) and "…" not in line[start:end]
    if matches:
        first = text[ranges[0][0] : ranges[0][1]]
        assert first.startswith(line[slice(*matches[0])].replace(" ", "\n")[:1]) or first[0].isspace()


def test_order_does_not_depend_on_the_order_of_taking_in(tmp_path: Path) -> None:
    found: list[tuple[list[str], ...]] = []
    for order in ((PLAN, CITY), (CITY, PLAN)):
        with KnowledgeBase(tmp_path / f"{len(found)}.db") as base:
            for text in order:
                base.ingest(write(tmp_path, x=text), parse=parse, compile_duty=compile_duty)
            found.append(
                (
                    [hit.id for hit in base.search("企业")],
                    [r.duty.id for r in base.records()],
                    [d.id for d in base.documents()],
                )
            )
    assert found[0] == found[1]
