"""One circular as JSON, page and tree: nothing dropped, everything escaped, every duty where it stands."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parent))
import reports_sample as sample

from parsers import parse_text
from policies.documents import BlockKind, Document
from policies.duties import Basis, Bearer, BodyKind
from policies.messages import use_language
from policies.spans import Quote
from reports import circular, records, words
from reports.contract import as_contract

GOLD = sorted(path.stem for path in sample.GOLD.glob("*.json")) if sample.GOLD.exists() else []


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


def bare(text: str) -> str:
    return "".join(text.split())


# --- contract -----------------------------------------------------------------------------------------------------


def same(found: object, wanted: object) -> bool:
    """Whether *found* says what *wanted* says; it may say more, and white space does not count."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(same(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(wanted, str):
        return isinstance(found, str) and bare(found) == bare(wanted)
    return found == wanted and type(found) is type(wanted)


def test_contract_says_what_the_annotation_says() -> None:
    found = as_contract(sample.sample())
    for key, wanted in sample.ANNOTATION.items():
        assert same(found[key], wanted), (key, found[key])
    assert json.loads(json.dumps(found)) == found


def test_contract_is_complete_where_the_text_says_nothing() -> None:
    duty = as_contract(sample.sample())["duties"][2]
    assert duty["condition"] is None
    assert [duty[key] for key in ("supervised", "partners", "targets", "time")] == [[], [], [], []]
    assert duty["bearers"][0]["position"] is None
    assert set(as_contract(sample.sample())["citations"][0]) == {"quote", "title", "doc_number", "span"}


def test_spans_of_the_contract_point_at_their_words() -> None:
    found = as_contract(sample.sample())
    text = found["text"]
    for duty in found["duties"] + found["derived"]:
        pairs = [(duty["quote"], duty["span"]), *zip(duty["actions"], duty["action_spans"], strict=True)]
        pairs += [(one["surface"], one["span"]) for key in ("targets", "time", "supervised") for one in duty[key]]
        pairs += [(one["surface"], one["span"]) for one in duty["bearers"] if one["surface"]]
        for told, (start, end) in pairs:
            assert text[start:end] == told


def test_derived_duties_and_sentences_are_told() -> None:
    found = as_contract(sample.sample())
    (derived,) = found["derived"]
    assert derived["derived_from"] == found["duties"][0]["id"]
    assert derived["directness"] == "derived"
    assert found["sentences"] == {"total": 6, "roles": {"duty": 6}}
    assert found["problems"] == [{"code": "undecided", "message": "有一句话未能判定。", "span": [0, 4]}]


@pytest.mark.parametrize("name", GOLD)
def test_contract_of_real_circulars(name: str) -> None:
    annotation = json.loads((sample.GOLD / f"{name}.json").read_text("utf-8"))
    found = as_contract(sample.gold(name))
    assert same(found["document"], annotation["document"])
    assert len(found["duties"]) == len(annotation["duties"])
    for mine, theirs in zip(found["duties"], annotation["duties"], strict=True):
        keys = ("quote", "modality", "targets", "time")
        units = {**theirs, "targets": [{**t, "unit": t["unit"] or ""} for t in theirs["targets"]]}
        for key in keys:
            assert same(mine[key], units[key]), (mine[key], units[key])


def carried_on() -> Document:
    """The sample; its first duty goes on from 各县政府."""
    document = sample.sample()
    evidence = Quote(start=0, end=4, text="各县政府")
    bearer = Bearer(kind=BodyKind.GOVERNMENT, basis=Basis.PREVIOUS, evidence=evidence)
    duty = document.duties[0].model_copy(update={"bearers": (bearer,)})
    return document.model_copy(update={"duties": (duty, *document.duties[1:])})


def test_contract_tells_how_each_bearer_was_found() -> None:
    bearers = [bearer for duty in as_contract(carried_on())["duties"] for bearer in duty["bearers"]]
    told = [(b["kind"], b["certainty"], b["basis"], b["evidence"]) for b in bearers]
    assert told[0] == ("government", "inherited", "previous", "各县政府")
    assert told[1] == ("enterprise", "stated", "subject", None)
    assert told[-1] == ("government", "inferred", "heading", None)


def test_tree_page_and_record_name_the_antecedent_alike() -> None:
    document = carried_on()
    duty = document.duties[0]
    wanted = words.bearers(duty.bearers)
    assert "各县政府" in wanted
    assert f"{wanted}: {duty.quote.text}" in circular.tree(document)
    card = BeautifulSoup(circular.html(document), "lxml").find(id=f"card-{duty.id}")
    assert card is not None
    line = circular.bearer_line(duty.bearers[0])
    assert line.startswith(wanted)
    assert line in card.get_text()
    assert line in records.duty_text(sample.record(duty, document))


def test_bearer_line_by_certainty() -> None:
    lines = [circular.bearer_line(bearer) for duty in carried_on().duties for bearer in duty.bearers]
    assert lines[0] == "carried on from what stands before: “各县政府” (government)"
    assert lines[1] == "高危行业企业 (enterprise); stated"
    assert lines[-1] == "government (inferred from the heading)"


# --- page ---------------------------------------------------------------------------------------------------------


def shown(document: Document) -> str:
    main = BeautifulSoup(circular.html(document), "lxml").find("main")
    assert main is not None
    return bare(main.get_text())


def test_page_drops_nothing() -> None:
    document = sample.sample()
    assert shown(document) == bare(document.text)


@pytest.mark.parametrize("name", GOLD)
def test_page_drops_nothing_of_real_circulars(name: str) -> None:
    document = sample.gold(name)
    assert shown(document) == bare(document.text)


def test_page_marks_each_duty_with_its_modality() -> None:
    document = sample.sample()
    page = BeautifulSoup(circular.html(document), "lxml")
    for duty in document.duties:
        marks = page.select(f'main .duty[data-duty="{duty.id}"]')
        assert "".join(mark.get_text() for mark in marks) == duty.quote.text
        assert all(duty.modality.value in mark["class"] for mark in marks)
        assert len(page.select(f"#duty-{duty.id}")) == 1
        (card,) = page.select(f"#card-{duty.id}")
        assert duty.actions[0].quote.text in card.get_text()
    assert page.select("main b, main script") == []
    legend = [line.get_text(" ", strip=True) for line in page.select(".legend li")]
    assert legend == ["must 4", "must not 1", "encouraged 1"]


def test_page_is_self_contained_and_read_by_keyboard() -> None:
    text = circular.html(sample.sample())
    page = BeautifulSoup(text, "lxml")
    assert not re.search(r"https?://", text)
    assert page.select("link, img, script[src]") == []
    for mark in page.select("main .duty"):
        assert mark.name == "a"
        assert page.select(mark["href"])
    index = [link.get_text(" ", strip=True) for link in page.select("nav ol a")]
    assert index == [
        "一、工作内容 4", "（一）切实加强应急演练工作 2", "（二）深入开展安全专项整治 2", "煤矿 2", "二、工作要求 2",
    ]  # fmt: skip
    for link in page.select("nav ol a"):
        assert len(page.select(link["href"])) == 1


def test_overlapping_duties_share_their_words() -> None:
    document = sample.sample()
    outer = document.duties[0]
    quote = outer.actions[1].quote
    inner = outer.model_copy(update={"id": "f" * 16, "quote": quote})
    page = BeautifulSoup(circular.html(document.model_copy(update={"duties": (outer, inner)})), "lxml")
    marks = page.select("main .duty")
    assert [mark["data-duty"] for mark in marks] == [outer.id, f"{inner.id} {outer.id}"]
    assert marks[1].get_text() == quote.text


def test_paragraphs_keep_heading_and_text_together() -> None:
    found = {paragraph.text: paragraph.kind for paragraph in circular.paragraphs(sample.sample())}
    line = next(text for text in found if text.startswith("（一）"))
    assert "每半年至少组织一次专项演练" in line
    assert found[line] is BlockKind.HEADING
    assert found["2012年6月6日"] is BlockKind.SIGNATURE


def test_a_text_without_anything_has_a_page() -> None:
    document = sample.document("\n", {**sample.ANNOTATION, "headings": [], "citations": [], "duties": []})
    assert "No duty was found." in circular.html(document)
    assert shown(document) == ""


# --- tree and records ---------------------------------------------------------------------------------------------


def test_tree_shows_clauses_duties_and_problems() -> None:
    lines = circular.tree(sample.sample()).splitlines()
    assert lines[0] == "云山市人民政府办公室关于加强应急管理的通知"
    assert "      [must not] 煤矿企业: 煤矿企业严禁超能力、超强度组织生产" not in lines[:5]
    where = [line for line in lines if "超能力" in line]
    assert where == ["        [must not] 煤矿企业: 煤矿企业严禁超能力、超强度组织生产"]
    heading = lines.index("      煤矿")
    assert lines[heading + 1] == where[0]
    assert lines[-2:] == ["  Problems: 1", "    有一句话未能判定。; line 1: “云山市人”"]
    derived = [line for line in lines if line.strip().startswith("one step removed: [")]
    assert len(derived) == 1
    assert "\x1b" not in "".join(lines)


def test_records_show_duty_and_clause() -> None:
    document = sample.sample()
    duty = document.duties[3]
    record = sample.record(duty, document)
    text = records.duty_text(record, document)
    assert "Time: 2012-12-31 (年底前)" in text
    assert "Target: 标准化水平 ≥ 3级" in text
    assert "Surroundings: 煤矿：煤矿企业严禁" in text
    clause = document.clauses[3]
    assert duty.id in records.clause_text(document, clause)
    assert [found["id"] for found in records.clause_dict(document, clause)["duties"]] == [
        document.duties[2].id,
        duty.id,
    ]
    told = records.record_dict(record, document)
    assert (told["id"], told["source"]["clause"]) == (duty.id, "一/（二）/煤矿")
    assert json.dumps(records.document_dict(document))


LAW = """云岭省矿山安全条例
第一条　矿山企业（以下简称企业）应当遵守《云岭省采矿管理办法》。
第二条　企业应当自查。
违反前款规定的，责令改正。
第三条　企业违反第九条规定的，按照《采矿管理办法》处理。
"""


def test_contract_tells_definitions_and_references() -> None:
    document = parse_text(LAW)
    found = as_contract(document)
    (definition,) = found["definitions"]
    assert (definition["name"], definition["meaning"], definition["defines"]) == ("企业", "矿山企业", "body")
    assert found["text"][slice(*definition["scope"])].startswith("企业）应当遵守")
    told = {r["quote"]: r for r in found["references"]}
    assert told["前款"]["passages"][0] == {
        "clause": "第二条", "paragraph": 1, "span": told["前款"]["passages"][0]["span"],
    }  # fmt: skip
    assert told["第九条"]["open"] == "absent" and told["第九条"]["passages"] == []
    assert found["citations"][told["《采矿管理办法》"]["citation"]]["title"] == "云岭省采矿管理办法"
    bearers = [bearer for duty in found["duties"] for bearer in duty["bearers"] if bearer["surface"] == "企业"]
    assert bearers and {bearer["evidence"] for bearer in bearers} == {"矿山企业"}


def test_page_links_references() -> None:
    page = BeautifulSoup(circular.html(parse_text(LAW)), "html.parser")
    target = page.select_one('dd a[href="#clause-1"]')
    assert target is not None and target.text == "第二条 paragraph 1"
    marked = {mark.text: mark["title"] for mark in page.select("main .ref")}
    assert marked["前款"] == "第二条 paragraph 1" and marked["第九条"] == "not in this document"
    assert marked["《采矿管理办法》"] == "《云岭省采矿管理办法》"


def test_a_defined_bearer_says_who_it_is() -> None:
    bearer = next(b for d in parse_text(LAW).duties for b in d.bearers if b.evidence and b.surface)
    assert circular.bearer_line(bearer) == "企业 (enterprise); stated: 矿山企业"
