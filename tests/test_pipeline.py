"""Promises of DESIGN §1 as properties, and the shipped notice as its readers need it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import parse_file, parse_text
from policies.circulars import shipped
from policies.documents import Document, SentenceRole
from policies.duties import Basis, BodyKind, Modality
from policies.spans import Quote
from tests.parsing import plan

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "circulars"
PIECES = [
    *(
        "一、",
        "（一）",
        "1.",
        "（1）",
        "第一条",
        "煤矿：",
        "企业",
        "各地区、各部门",
        "省应急厅",
        "责任单位：",
        "〔2012〕14号",
    ),
    *("应当", "不得", "严禁", "可以", "鼓励", "要", "督促", "开展", "加强", "制度", "对", "由", "以", "为重点", "的，"),
    *("，", "。", "；", "：", "\n", "　　", "《", "》", "（", "）", "“", "”", "年底前", "每年至少一次", "达到90％"),
]
ANY_TEXT = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def quotes(document: Document) -> list[Quote]:
    found: list[Quote] = [citation.quote for citation in document.citations]
    for duty in (*document.duties, *document.derived):
        found += [duty.quote, *(a.quote for a in duty.actions), *(t.surface for t in duty.time), *duty.sectors]
        found += [t.surface for t in duty.targets] + [s.surface for s in duty.supervised]
        found += [p.surface for p in duty.partners]
        found += [duty.condition] if duty.condition else []
        for bearer in duty.bearers:
            found += [q for q in (bearer.surface, bearer.position, bearer.evidence) if q]
    return found


def check(document: Document) -> None:
    assert "".join(document.quote(block.span) for block in document.blocks) == document.text
    assert all(quote.anchored(document.text) for quote in quotes(document))
    assert document.digest == hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    ids = [duty.id for duty in (*document.duties, *document.derived)]
    assert len(ids) == len(set(ids))
    assert all(duty.bearers and duty.actions for duty in document.duties)
    own = {duty.id for duty in document.duties}
    assert all(duty.derived_from in own for duty in document.derived)
    at = 0
    for sentence in document.sentences:
        assert not document.text[at : sentence.span.start].strip()
        assert sentence.span.end > sentence.span.start >= at
        at = sentence.span.end
    assert not document.text[at:].strip()


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_any_text_parses_and_nothing_is_dropped(text: str) -> None:
    check(parse_text(text))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_the_same_text_gives_the_same_document(text: str) -> None:
    assert parse_text(text) == parse_text(text)


@pytest.mark.parametrize("circular", shipped(), ids=[c.path.stem for c in shipped()])
def test_shipped_circulars(circular: object) -> None:
    document = parse_file(circular.path)  # type: ignore[attr-defined]
    check(document)
    assert len(document.duties) > 10


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the corpus")
@pytest.mark.slow
def test_the_corpus_parses_without_a_made_up_quote() -> None:
    files = sorted(CORPUS.glob("*.txt"))
    assert len(files) > 50
    for path in files:
        check(parse_file(path))


@pytest.fixture(scope="module")
def notice() -> Document:
    return parse_file(next(c.path for c in shipped() if not c.sample))


def test_two_parts_each_with_its_own_issuer_and_date(notice: Document) -> None:
    outer, plan = notice.parts
    assert outer.metadata.doc_number == "吉市政办发〔2012〕14号"
    assert outer.metadata.region == "吉林省吉林市"
    assert plan.metadata.region == "吉林省"
    assert plan.metadata.title == "吉林省继续深入扎实开展“安全生产年”活动实施方案"


def test_no_duty_under_guiding_thought_and_goals(notice: Document) -> None:
    guiding = {c.index for c in notice.clauses if c.title in ("指导思想", "工作目标")}
    assert len(guiding) == 2
    assert not [d for d in notice.duties if d.clause in guiding]


def test_the_drill_duties_with_their_two_frequencies(notice: Document) -> None:
    (yearly,) = [d for d in notice.derived if any(t.value == ">=1/P1Y" for t in d.time)]
    (half_yearly,) = [d for d in notice.duties if any(t.value == ">=1/P6M" for t in d.time)]
    assert yearly.bearers[0].kind is BodyKind.ENTERPRISE
    assert half_yearly.bearers[0].surface is not None
    assert half_yearly.bearers[0].surface.text == "高危行业企业"


def test_the_prohibition_binds_enterprises(notice: Document) -> None:
    (duty,) = [d for d in notice.duties if d.modality is Modality.MUST_NOT]
    assert duty.quote.text == "严禁超能力、超强度、超定员组织生产"
    assert {b.kind for b in duty.bearers} == {BodyKind.ENTERPRISE}
    assert duty.bearers[0].basis in (Basis.ACT, Basis.HEADING)


def test_the_year_end_is_that_of_the_notice(notice: Document) -> None:
    (duty,) = [d for d in notice.duties if any(t.surface.text == "年底前" for t in d.time)]
    assert duty.time[0].value == "2012-12-31"


def test_every_sentence_has_a_role(notice: Document) -> None:
    roles = {sentence.role for sentence in notice.sentences}
    assert {SentenceRole.DUTY, SentenceRole.HEADING, SentenceRole.GUIDING, SentenceRole.FORM} <= roles


def test_no_duty_in_a_directive_document_is_a_problem() -> None:
    document = parse_text("某省人民政府办公厅关于某事的通知\n某政办发〔2012〕5号\n\n各市人民政府：\n近年来形势平稳。\n")
    assert "no-duty" in {p.code for p in document.problems}


def test_an_empty_text_is_a_problem_and_no_error() -> None:
    assert {p.code for p in parse_text("").problems} == {"empty"}


def test_a_corrected_text_stays_the_same_document() -> None:
    notice = next(c.path for c in shipped() if not c.sample).read_text("utf-8")
    changed = notice.replace("各企业要切实加强安全生产", "各企业要进一步加强安全生产")
    assert parse_text(notice).id == parse_text(changed).id
    assert parse_text(notice).digest != parse_text(changed).digest
    assert parse_text(notice).id != parse_text(notice.replace("〔2012〕14号", "〔2012〕15号")).id


def test_a_copy_without_title_and_number_is_known_by_how_it_begins() -> None:
    copy = (
        "各市、州人民政府，省政府各部门：\n为进一步加强全省安全生产工作，防范和遏制重特大事故发生，经省政府同意，现将有关事项通知如下：\n"
        "一、加强领导\n各地要明确职责。\n某省人民政府\n2012年6月6日\n"
    )
    assert parse_text(copy).id == parse_text(copy.replace("明确职责", "明确分工")).id
    assert parse_text(copy).id != parse_text(copy.replace("2012年6月6日", "2013年6月6日")).id


def test_the_cells_of_a_table_are_no_duties() -> None:
    document = plan("序号\t内容\t指导部门", "1\t加强隐患排查\t应急管理部", "2\t开展专项检查\t公安部")
    assert [duty for duty in document.duties if duty.clause is not None] == []


def test_a_text_without_line_breaks_keeps_its_duties() -> None:
    notice = (
        "某市人民政府办公厅关于加强安全生产工作的通知某政办发〔2021〕9号各区县人民政府，市政府有关部门："
        "为加强安全生产工作，现将有关事项通知如下：一、落实责任。"
        "各区县人民政府要明确职责，加强督查检查，定期研究解决突出问题。"
        + "各有关部门要按照职责分工加强监管。"
        * 12
        + "二、严格执法。市应急管理局要依法查处违法行为。三、强化培训。企业应当开展全员培训。"
        "某市人民政府办公厅2021年8月21日"
    )
    document = parse_text(notice)
    assert [clause.number for clause in document.clauses] == ["一、", "二、", "三、"]
    assert {"各区县人民政府", "市应急管理局", "企业"} <= {
        b.surface.text for duty in document.duties for b in duty.bearers if b.surface
    }
