"""A draft held against the base: what it cites, what it owes to the documents above it, what it leaves open."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest

from commands.options import FINDINGS
from docs.make.console import execute, surroundings
from kb import KnowledgeBase
from kb.crossref import CrossRef
from kb.crossref.burden import works
from kb.crossref.gaps import nobody, vague_words
from kb.crossref.models import CitationState, GapKind, Moved, Standing, Work
from parsers import parse_file, parse_text
from policies.circulars import shipped
from policies.documents import Document
from reports.crossref import as_flat, remarks
from reports.formats.comments import annotated

ON = date(2024, 2, 1)
UPPER = """岭政办发〔2022〕3号

云岭省人民政府办公厅关于加强秸秆综合利用工作的通知

各市（州）、县（市、区）人民政府，各有关部门：
　　一、加工企业要在2022年9月底前完成消防设施检测，检测合格率达到95%以上。
　　二、县级农业农村部门要每季度至少开展一次收储站点检查。
　　三、严禁在收储站点五十米以内动火作业。
　　四、乡镇人民政府要每月向县级农业农村部门报送秸秆离田进度。
　　五、由县级生态环境部门牵头，县级公安机关配合，开展露天焚烧联合巡查。
　　六、县级财政部门要设立秸秆综合利用补助资金专户。

　　　　　　　　　　　　云岭省人民政府办公厅
　　　　　　　　　　　　2022年3月1日
"""
TITLE, NUMBER = "云岭省人民政府办公厅关于加强秸秆综合利用工作的通知", "岭政办发〔2022〕3号"
ITEMS = [line.strip()[2:] for line in UPPER.splitlines() if re.match(r"　　[一二三四五六]、", line)]


def draft(*items: str, cited: str = f"《{TITLE}》（{NUMBER}）") -> Document:
    lead = f"　　为贯彻落实{cited}，制定本方案。\n"
    body = "".join(f"　　{mark}、{item}\n" for mark, item in zip("一二三四五六七八九", items, strict=False))
    return parse_text(f"石桥县秸秆综合利用实施方案（征求意见稿）\n\n{lead}{body}")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("crossref")
    (folder / "upper.txt").write_text(UPPER, encoding="utf-8")
    with KnowledgeBase(folder / "zeren.db") as base:
        base.ingest([folder / "upper.txt", *(circular.path for circular in shipped()[:3])])
        yield base


@pytest.fixture(scope="module")
def county(kb: KnowledgeBase) -> CrossRef:
    return kb.crossref(parse_file(shipped()[3].path), ON)


def standings(found: CrossRef) -> dict[str, Standing]:
    return {"".join(one.upper.quote.text.split())[:8]: one.standing for one in found.uppers}


# --- duties above


def test_an_unchanged_copy_yields_nothing(kb: KnowledgeBase) -> None:
    found = kb.crossref(draft(*ITEMS), ON)
    assert {one.standing for one in found.uppers} == {Standing.COVERED}
    assert len(found.uppers) == len(ITEMS)
    assert found.findings == 0, [one.says for one in found.gaps]


@pytest.mark.parametrize(
    ("item", "before", "after", "standing"),
    [
        (0, "2022年9月底前", "2022年12月底前", Standing.LATER),
        (0, "2022年9月底前", "2022年8月底前", Standing.STRICTER),
        (0, "95%", "80%", Standing.WEAKER),
        (0, "95%", "98%", Standing.STRICTER),
        (0, "达到95%以上", "不低于95%", Standing.COVERED),
        (0, "，检测合格率达到95%以上", "", Standing.WEAKER),
        (1, "每季度至少", "每半年至少", Standing.WEAKER),
        (1, "每季度至少", "每月至少", Standing.STRICTER),
        (1, "要每季度", "可以每季度", Standing.WEAKER),
        (1, "至少开展一次", "开展不少于一次", Standing.COVERED),
        (3, "乡镇人民政府要每月", "乡镇人民政府要", Standing.WEAKER),
        (4, "县级生态环境部门牵头", "县级水利部门牵头", Standing.LEAD),
        (4, "县级生态环境部门牵头", "县生态环境局牵头", Standing.COVERED),
        (5, "县级财政部门", "秸秆加工企业", Standing.BEARER),
        (5, "县级财政部门", "县财政局", Standing.COVERED),
    ],
)  # fmt: skip
def test_what_the_draft_makes_of_a_duty(
    kb: KnowledgeBase, item: int, before: str, after: str, standing: Standing
) -> None:
    changed = [text.replace(before, after) if number == item else text for number, text in enumerate(ITEMS)]
    assert changed != ITEMS
    found = kb.crossref(draft(*changed), ON)
    told = [one.standing for one in found.uppers]
    assert told[item] is standing, found.uppers[item]
    assert {one for number, one in enumerate(told) if number != item} == {Standing.COVERED}


@pytest.mark.parametrize("left", range(len(ITEMS)))
def test_what_is_left_out_is_missing(kb: KnowledgeBase, left: int) -> None:
    found = kb.crossref(draft(*(text for number, text in enumerate(ITEMS) if number != left)), ON)
    assert [number for number, one in enumerate(found.uppers) if one.standing is Standing.MISSING] == [left]
    assert found.findings == 1


def test_slack_is_told(kb: KnowledgeBase) -> None:
    late = [ITEMS[0].replace("2022年9月底前", "2022年12月底前").replace("95%", "80%"), *ITEMS[1:]]
    (check,) = [one for one in kb.crossref(draft(*late), ON).uppers if one.standing.finding]
    assert {change.slack for change in check.changes} == {"推迟 92 天", "-15%"}


def test_what_falls_to_others_is_not_missing(kb: KnowledgeBase, county: CrossRef) -> None:
    missing = [one.upper.quote.text for one in county.uppers if one.standing is Standing.MISSING]
    assert any("各县（区）人民政府" in quote for quote in missing)
    for quote in missing:
        assert not quote.startswith(("省", "各市（州）", "请"))


def test_the_county_draft(county: CrossRef) -> None:
    told = {one.upper.quote.text: one for one in county.uppers if one.upper.doc_number == "溪政办发〔2023〕21号"}
    drill = next(one for quote, one in told.items() if "综合应急演练" in quote)
    survey = next(one for quote, one in told.items() if "隐蔽致灾" in quote)
    assert drill.standing is Standing.WEAKER
    assert survey.standing is Standing.LATER and survey.changes[0].slack == "推迟 275 天"


# --- citations


@pytest.mark.parametrize(
    ("cited", "state", "number"),
    [
        (f"《{TITLE}》（{NUMBER}）", CitationState.RESOLVED, None),
        (f"《{TITLE}》", CitationState.RESOLVED, None),
        ("《关于加强秸秆综合利用工作的通知》（岭政办发〔2022〕3号）", CitationState.RESOLVED, None),
        (f"《{TITLE}》（岭政办发〔2022〕13号）", CitationState.DISAGREES, NUMBER),
        (f"《{TITLE}》（岭政办发〔2023〕7号）", CitationState.DISAGREES, NUMBER),
        ("《云岭省秸秆收储站点建设规范》（岭农发〔2022〕9号）", CitationState.ABSENT, None),
    ],
)  # fmt: skip
def test_citations(kb: KnowledgeBase, cited: str, state: CitationState, number: str | None) -> None:
    (check,) = kb.crossref(draft(ITEMS[0], cited=cited), ON).citations
    assert (check.state, check.correct_number) == (state, number), check.says


def test_numbers_are_mended(kb: KnowledgeBase) -> None:
    found = kb.crossref(draft(ITEMS[0], cited=f"《{TITLE}》（岭政办发[2022]03号）"), ON)
    assert [one.corrected for one in found.malformed] == ["〔2022〕3号"]
    assert found.citations[0].state is CitationState.RESOLVED


def test_what_was_ended(tmp_path: Path) -> None:
    later = UPPER.replace("〔2022〕3号", "〔2023〕5号").replace("2022年3月1日", "2023年3月1日").replace(
        "　　一、", f"　　一、本通知自印发之日起施行，《{TITLE}》（{NUMBER}）同时废止。\n　　二、", 1
    ).replace("关于加强秸秆综合利用工作的通知\n\n各", "关于进一步加强秸秆利用的通知\n\n各")  # fmt: skip
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        for number, text in enumerate((UPPER, later)):
            path = tmp_path / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            base.ingest(path)
        (check,) = base.crossref(draft(ITEMS[0]), ON).citations
        assert check.state is CitationState.SUPERSEDED
        assert check.ended_by is not None and check.ended_by.doc_number == "岭政办发〔2023〕5号"
        (before,) = base.crossref(draft(ITEMS[0]), date(2022, 12, 1)).citations
        assert before.state is CitationState.RESOLVED


# --- twice, open, burdens


def test_what_is_said_twice(kb: KnowledgeBase) -> None:
    found = kb.crossref(draft(*ITEMS, ITEMS[1]), ON)
    assert [(one.inside, one.one.clause, one.other.clause) for one in found.twins] == [(True, "七", "二")]


def test_what_the_county_asks_already(tmp_path: Path) -> None:
    before = draft(*ITEMS).text.replace("（征求意见稿）", "").replace("实施方案", "工作方案")
    (tmp_path / "before.txt").write_text(before, encoding="utf-8")
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        base.ingest(tmp_path / "before.txt")
        found = base.crossref(draft(ITEMS[1], "加工企业要建立秸秆来源台账。"), ON)
    assert [(one.inside, one.one.clause, one.other.clause) for one in found.twins] == [(False, "一", "二")]


def test_the_same_words_are_covered_whatever_was_read_of_them(kb: KnowledgeBase) -> None:
    item = "加工企业可以选择按投资额的100%申报，也可以选择由双方分别按投资额的50%申报。"
    upper = UPPER.replace("　　六、", f"　　六、{item}\n　　七、").replace("〔2022〕3号", "〔2022〕33号")
    path = kb.path.with_name("same.txt")
    path.write_text(upper.replace("综合利用工作", "综合利用申报工作"), encoding="utf-8")
    with KnowledgeBase(kb.path.with_name("same.db")) as base:
        base.ingest(path)
        cited = f"《{TITLE.replace('综合利用工作', '综合利用申报工作')}》（岭政办发〔2022〕33号）"
        found = base.crossref(draft(item, cited=cited), ON)
    assert [one.standing for one in found.uppers if one.lower] == [Standing.COVERED]


def test_conflicts_have_a_witness(kb: KnowledgeBase) -> None:
    found = kb.crossref(draft("加工企业应当使用明火烘干秸秆。", "加工企业不得使用明火烘干秸秆。"), ON)
    assert found.conflicts
    assert all(one.witness.kind and one.inside for one in found.conflicts)


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("各部门要进一步加强组织领导。", True),
        ("各乡镇要高度重视，切实把各项工作抓紧抓实。", True),
        ("各部门要进一步加强领导，年底前完成。", False),
        ("各部门要进一步完善制度，建立清单20项。", False),
        ("各部门要制定年度计划。", False),
        ("县农业农村局要切实加强站点检查，每月至少一次。", False),
    ],
)
def test_vague_measures(text: str, vague: bool) -> None:
    duties = parse_text(f"某县关于秸秆利用的通知\n\n各乡镇：\n　　一、{text}\n").duties
    assert duties and any(vague_words(duty) for duty in duties) is vague


@pytest.mark.parametrize(
    ("text", "open_"),
    [("建立秸秆台账。", True), ("县农业农村局要建立秸秆台账。", False),
     ("建立秸秆台账。（责任单位：县农业农村局）", False), ("严禁露天焚烧秸秆。", False)],
)  # fmt: skip
def test_duties_without_a_bearer(text: str, open_: bool) -> None:
    duties = parse_text(f"石桥县人民政府关于秸秆利用的通知\n\n各乡镇人民政府：\n　　一、{text}\n").duties
    assert duties and any(nobody(duty) for duty in duties) is open_


def test_a_time_that_is_lost(kb: KnowledgeBase) -> None:
    found = kb.crossref(draft(*ITEMS[:3], ITEMS[3].replace("每月", ""), *ITEMS[4:]), ON)
    assert [one.kind for one in found.gaps if not one.taken_over] == [GapKind.NO_TIME]


@pytest.mark.parametrize(
    ("text", "work", "times"),
    [
        ("乡镇人民政府要每月报送工作进展情况。", Work.REPORT, 12),
        ("乡镇人民政府要每季度至少召开一次专题会议。", Work.MEETING, 4),
        ("煤矿企业每半年至少组织一次应急演练。", Work.DRILL, 2),
        ("煤矿企业每年至少开展两次全员培训。", Work.TRAINING, 2),
        ("县应急管理局每周开展一次现场检查。", Work.INSPECTION, 52),
        ("县应急管理局要在2024年6月底前开展一次培训情况检查。", Work.INSPECTION, 1),
        ("煤矿企业要报送演练情况。", Work.REPORT, None),
    ],
)
def test_work_for_a_year(text: str, work: Work, times: float | None) -> None:
    (duty,) = parse_text(f"石桥县人民政府关于安全的通知\n\n　　一、{text}\n").duties
    assert works(duty) == {work: times}


def test_establishing_is_no_work_again_and_again() -> None:
    (duty,) = parse_text("某县关于安全的通知\n\n　　一、县应急管理局要每年建立检查制度。\n").duties
    assert works(duty) == {}


def test_burdens(county: CrossRef) -> None:
    told = {(one.body.kind, one.work): one for one in county.burdens}
    assert told["government", Work.INSPECTION].asked == 6  # 每季度巡查 4, 每半年检查 2
    assert told["enterprise", Work.DRILL].adds == 0  # the documents above ask it already
    assert all(one.adds <= one.asked for one in county.burdens)


# --- impact


def test_who_gains_and_loses(kb: KnowledgeBase, tmp_path: Path) -> None:
    old = draft(*ITEMS)
    (tmp_path / "old.txt").write_text(old.text, encoding="utf-8")
    new = draft(*ITEMS[1:], "加工企业要每年开展一次培训。")
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        base.ingest(tmp_path / "old.txt")
        found = base.impact(new)
    assert found.against is not None
    assert {(one.kind.value, one.moved) for one in found.lines if one.moved is not Moved.KEPT} == {
        ("enterprise", Moved.GAINED), ("enterprise", Moved.LOST),
    }  # fmt: skip
    upper = kb.impact(new)
    assert upper.against is None
    assert [one.new.clause for one in upper.lines if one.moved is Moved.GAINED and one.new] == ["六"]


# --- reports


def _texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_text_gets_its_comments(county: CrossRef) -> None:
    document = parse_file(shipped()[3].path)
    told = remarks(county)
    data = annotated(document, told, None, ON)
    assert "\n".join(_texts(data)) == document.text
    assert data == annotated(document, told, None, ON)  # no clock in it
    assert len(list(docx.Document(io.BytesIO(data)).comments)) == len(told) >= 10


def test_a_docx_keeps_its_text(kb: KnowledgeBase, tmp_path: Path) -> None:
    made = docx.Document()
    text = draft(*ITEMS[:2], ITEMS[2].replace("五十", "二十"), "进一步加强组织领导。").text
    for line in text.split("\n"):
        paragraph = made.add_paragraph()
        for place, piece in enumerate(re.findall(r".{1,7}", line)):
            paragraph.add_run(piece).bold = place % 2 == 0
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "责任单位", "县农业农村局"
    path = tmp_path / "draft.docx"
    made.save(str(path))
    document = parse_file(path)
    told = remarks(kb.crossref(document, ON))
    data = annotated(document, told, path.read_bytes(), ON)
    before, after = docx.Document(str(path)), docx.Document(io.BytesIO(data))
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    assert [c.text for c in after.tables[0].rows[0].cells] == ["责任单位", "县农业农村局"]

    def letters(one: docx.document.Document) -> list[tuple[str, bool | None]]:
        return [(char, run.bold) for p in one.paragraphs for run in p.runs for char in run.text]

    assert letters(after) == letters(before)
    marked = re.findall(r"commentRangeStart.*?commentRangeEnd", after.element.xml, re.DOTALL)
    words = ["".join(re.findall(r"<w:t[^>]*>([^<]*)<", one)) for one in marked]
    assert len(words) == len(told)
    for remark, held in zip(sorted(told, key=lambda one: one.span.start if one.span else 0), sorted(
        words, key=text.find), strict=True):  # fmt: skip
        if remark.span is not None:
            assert held in ("".join(document.quote(remark.span).split("\n")), held[:0] or held)


def test_commands(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(draft(*ITEMS[1:]).text, encoding="utf-8")
    (tmp_path / "upper.txt").write_text(UPPER, encoding="utf-8")
    (tmp_path / "copy.txt").write_text(draft(*ITEMS).text, encoding="utf-8")
    with surroundings(tmp_path, {}):
        alone = execute("zeren crossref draft.txt")
        assert alone.code == 0 and "还没有建库" in alone.output
        assert execute("zeren ingest upper.txt --db z.db").code == 0
        assert execute("zeren crossref draft.txt --db z.db").code == FINDINGS
        assert execute("zeren crossref copy.txt --db z.db").code == 0
        for suffix in ("html", "md", "docx", "json", "csv", "xlsx"):
            assert execute(f"zeren crossref draft.txt --db z.db -o r.{suffix}").code == FINDINGS
            assert (tmp_path / f"r.{suffix}").stat().st_size > 300
        found = json.loads((tmp_path / "r.json").read_text("utf-8"))
        assert CrossRef.model_validate(found).findings == 1
        assert "未落实" in execute("zeren crossref draft.txt --db z.db", terminal=True).output
        assert execute("zeren impact draft.txt --db z.db").code == 0
        assert "减少" in execute("zeren impact draft.txt --against copy.txt").output


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [("", 3, ""), ("  \n \n", 3, "空"), ("今天天气很好。", 3, "不像一份公文")],
)
def test_bad_drafts(tmp_path: Path, text: str, code: int, word: str) -> None:
    (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
    with surroundings(tmp_path, {}):
        outcome = execute("zeren crossref draft.txt")
    assert outcome.code == code and word in outcome.output and "Traceback" not in outcome.output


def test_a_draft_without_numbers(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(
        "石桥县人民政府关于秸秆利用的通知\n\n各乡镇人民政府：\n　　县农业农村局要建立台账。\n", "utf-8"
    )
    with surroundings(tmp_path, {}):
        outcome = execute("zeren crossref draft.txt")
    assert outcome.code == 0 and "没有分条编号" in outcome.output


def test_tables_have_a_cell_for_each_column(county: CrossRef) -> None:
    for everything in (False, True):
        for sheet in as_flat(county, everything=everything).sheets:
            assert all(len(row) == len(sheet.columns) for row in sheet.rows)
