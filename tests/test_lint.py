"""Rules of form: what each finds and leaves alone, what --fix makes of it, and the formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs.make import lint as page
from docs.make.console import execute, surroundings
from kb.lint import Level, findings, fixed, rules
from kb.lint.registry import PRACTICE
from parsers import parse_file, parse_text
from reports import lint as reports

HEAD = "示例县人民政府关于开展冬季安全检查的通知\n各乡镇人民政府，县直有关部门：\n"
TAIL = "\n示例县人民政府\n2026年3月2日\n"


def found(body: str, code: str, *, head: str = HEAD, tail: str = TAIL) -> list[str]:
    """The words of what rule *code* finds in a notice."""
    document = parse_text(head + body + tail)
    return [one.quote for one in findings(document, rules([code]))]


#: code → (body that breaks it, the words found; a body that does not)
CASES = {
    "ZN001": ("一、检查。\n三、整改。", ["三、"], "一、检查。\n二、整改。"),
    "ZN002": ("一、检查。\n1.学校。\n2.医院。\n（三）商场。", ["（三）"], "一、检查。\n（一）学校。\n（二）医院。"),
    "ZN003": (
        "一、检查。\n1.学校。\n2.医院。\n二、整改。", ["1."],
        "一、检查。\n（一）学校。\n1.小学。\n2.中学。\n二、整改。",
    ),
    "ZN004": ("一、检查。\n(一)学校。\n(二)医院。", ["(一)", "(二)"], "一、检查。\n（一）学校。\n（二）医院。"),
    "ZN005": ("一、检查。\n（一）学校。\n二、整改。", ["（一）"], "一、检查。\n（一）学校。\n（二）医院。\n二、整改。"),
    "ZC001": ("按照吉政发[2012]第014号执行。", ["[2012]第014号"], "按照吉政发〔2012〕14号执行。"),
    "ZC002": (
        "按照吉政发〔2012〕14号《关于加强安全工作的意见》执行。", ["〔2012〕14号《关于加强安全工作的意见》"],
        "按照《关于加强安全工作的意见》（吉政发〔2012〕14号）执行。",
    ),
    "ZC003": ("学习《安全生产法》、《消防法》。", ["、"], "学习《安全生产法》《消防法》和有关规定、标准。"),
    "ZH007": ("自12年10月起执行。", ["12年"], "自2012年10月起执行，为期12年。"),
    "ZW001": ("各企业要排查隐患,及时整改。", [","], "各企业要做到 3,000 米内(GB 123)无隐患。"),
    "ZW002": (
        "县应急管理局（以下简称县局）负责检查。县安全生产执法大队（以下简称县局）负责执法。", ["县局"],
        "县应急管理局（以下简称县局）负责检查。县安全生产执法大队（以下简称大队）负责执法。",
    ),
    "ZW003": ("企业应当排查隐患。学校要开展演练。", ["要"], "企业要排查隐患。学校要开展应急演练，做好物资供应。"),
    "ZW004": (
        "死亡3人以上10人以下的，由县调查；死亡10人以上30人以下的，由市调查。", ["10人以上30人以下"],
        "死亡3人以上不满10人的，由县调查；死亡10人以上30人以下的，由市调查。",
    ),
    "ZW005": ("各企业要在2025年6月31日前完成整改。", ["2025年6月31日"], "各企业要在2024年2月29日前完成整改。"),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_a_rule_finds_what_breaks_it_and_nothing_else(code: str) -> None:
    wrong, words, right = CASES[code]
    assert found(wrong, code) == words
    assert found(right, code) == []


def test_a_figure_that_no_class_holds_is_found() -> None:
    assert found("罚款1万元以上不满3万元；情节严重的，罚款超过3万元不满5万元。", "ZW004") == ["超过3万元不满5万元"]


def test_words_of_others_are_left_alone() -> None:
    assert found("企业应当遵守“安全要常抓不懈”的要求。", "ZW003") == []


TITLE = "示例县人民政府关于开展冬季安全检查的通知"
BODY = "各企业要排查隐患。"
LISTED = BODY + "\n附件：任务分工表\n"


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("ZH001", HEAD.replace("通知", "几点想法") + BODY + TAIL, [TITLE.replace("通知", "几点想法")]),
        ("ZH002", HEAD.replace("示例县人民政府关于", "关于") + BODY + TAIL, ["关于开展冬季安全检查的通知"]),
        ("ZH003", f"{TITLE}\n{BODY}{TAIL}", [TITLE]),
        ("ZH004", HEAD.replace("：", ":") + BODY + TAIL, [":"]),
        ("ZH005", HEAD.replace("通知", "请示") + "妥否，请批示。" + TAIL, ["各乡镇人民政府，县直有关部门："]),
        ("ZH006", HEAD + BODY + TAIL.replace("2026年3月2日", "二○二六年三月二日"), ["二○二六年三月二日"]),
        ("ZH006", HEAD + BODY + TAIL.replace("3月2日", "03月02日"), ["2026年03月02日"]),
        ("ZH008", HEAD + LISTED + TAIL + "\n附件\n联系人名单\n姓名：某人\n", ["任务分工表"]),
        ("ZH009", HEAD + LISTED.replace("表", "表。") + TAIL, ["。"]),
    ],
)
def test_the_head_and_foot(code: str, text: str, words: list[str]) -> None:
    document = parse_text(text)
    told = [document.quote(one.span).strip() for one in findings(document, rules([code]))]
    assert told == words
    right = parse_text(HEAD + "各企业要排查隐患。\n附件：任务分工表\n" + TAIL + "\n附件\n任务分工表\n一、检查。\n")
    assert findings(right, rules([code])) == []


def test_practice_is_never_an_error() -> None:
    assert [rule.code for rule in rules() if rule.source == PRACTICE and rule.level is Level.ERROR] == []
    assert len({rule.code for rule in rules()}) == len(rules())
    tested = {*CASES, "ZH001", "ZH002", "ZH003", "ZH004", "ZH005", "ZH006", "ZH008", "ZH009"}
    assert tested == {rule.code for rule in rules()}, "each rule has a case"


def test_rules_are_chosen_by_the_beginning_of_their_code() -> None:
    assert {rule.code for rule in rules(["ZN"], ["ZN003"])} == {"ZN001", "ZN002", "ZN004", "ZN005"}
    assert rules(["zn"]) == rules(["ZN"])


WRONG = (
    "示例县人民政府关于开展冬季安全检查的通知\n各乡镇人民政府:\n按照吉政发[2012]第014号要求,各企业要排查隐患。\n"
    "一、检查范围(含校车)\n1、煤矿。\n2、学校。\n附件：任务表。\n示例县人民政府\n二○二六年三月二日\n"
)
RIGHT = (
    "示例县人民政府关于开展冬季安全检查的通知\n各乡镇人民政府：\n按照吉政发〔2012〕14号要求，各企业要排查隐患。\n"
    "一、检查范围（含校车）\n1.煤矿。\n2.学校。\n附件：任务表\n示例县人民政府\n2026年3月2日\n"
)


def test_mending_leaves_duties_as_they_are() -> None:
    document = parse_text(WRONG)
    text, _done = fixed(document.text, findings(document))
    assert text == RIGHT
    again = parse_text(text)
    assert [one for one in findings(again) if one.edits] == []
    assert [(d.modality, len(d.bearers), len(d.actions)) for d in again.duties] == [
        (d.modality, len(d.bearers), len(d.actions)) for d in document.duties
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_mended_in_its_own_encoding_and_stays_as_it_is(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "draft.txt").write_bytes(WRONG.replace("\n", "\r\n").encode(encoding))
    before = (tmp_path / "draft.txt").read_bytes()
    with surroundings(tmp_path, {}):
        outcome = execute("zeren lint draft.txt --fix -o mended.txt")
        assert outcome.code == 0, outcome.output
        assert execute("zeren lint draft.txt --fix").code == 2
    assert (tmp_path / "draft.txt").read_bytes() == before
    assert parse_file(tmp_path / "mended.txt").text == RIGHT
    assert b"\r" in (tmp_path / "mended.txt").read_bytes()


def test_sarif_points_at_lines_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(WRONG, encoding="utf-8")
    with surroundings(tmp_path, {}):
        outcome = execute("zeren lint draft.txt --format sarif")
        assert outcome.code == 1
    (run,) = json.loads(outcome.output)["runs"]
    lines = WRONG.split("\n")
    known = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["results"]
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        words = lines[region["startLine"] - 1][region["startColumn"] - 1 :]
        assert words.startswith(region["snippet"]["text"].split("\n", maxsplit=1)[0])
        assert known[result["ruleIndex"]] == result["ruleId"]


def test_what_is_no_circular_is_told(tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("床前明月光\n疑是地上霜\n", encoding="utf-8")
    with surroundings(tmp_path, {}):
        assert "不像是公文" in execute("zeren lint poem.txt").output
        unknown = execute("zeren lint poem.txt --select XX")
        assert unknown.code == 2 and "ZN001" in unknown.output


def test_the_page_of_rules_is_up_to_date() -> None:
    assert page.FILE.read_text(encoding="utf-8") == page.page(), "run: python -m docs.make.lint"


def test_json_holds_what_the_table_holds() -> None:
    document = parse_text(WRONG)
    listed = findings(document)
    told = reports.as_dict(listed, document)["findings"]
    assert [(one["code"], one["quote"]) for one in told] == [(one.code, one.quote) for one in listed]
    assert reports.table(listed, document, rules()).count("\n") == len(listed)


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2025年6月31日", True), ("2025年2月29日", True), ("2024年2月29日", False), ("2月29日", False),
        ("9月31日", True), ("2025年13月1日", True), ("2025年6月30日", False), ("2025年12月0日", True),
    ],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_told_and_has_no_value(date: str, told: bool) -> None:
    document = parse_text(f"某市人民政府关于排查的通知\n各企业要在{date}前完成整改。\n2025年3月1日\n")
    found = [one.quote for one in findings(document) if one.code == "ZW005"]
    assert found == ([date] if told else [])
    [time] = document.duties[0].time
    assert (time.value is None) is told or date == "2月29日"
