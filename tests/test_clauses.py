"""The clause tree: forms, nesting, headings against running text, labels, blocks that tile the text."""

from __future__ import annotations

import pytest

from parsers import parse_text

Row = tuple[str | None, int, str]


def tree(text: str) -> list[Row]:
    return [(c.number, c.level, c.title) for c in parse_text(text).clauses]


CASES: list[tuple[str, str, list[Row]]] = [
    (
        "all four forms",
        "一、工作内容\n（一）落实责任。\n1.完善制度。各地要加强领导。\n（1）各地要公开名单；\n",
        [("一、", 1, "工作内容"), ("（一）", 2, "落实责任"), ("1.", 3, "完善制度"), ("（1）", 4, "")],
    ),
    (
        "a form is skipped: levels follow nesting",
        "一、总体要求\n1．坚持原则。\n2．加强领导。\n二、主要任务\n",
        [("一、", 1, "总体要求"), ("1．", 2, "坚持原则"), ("2．", 2, "加强领导"), ("二、", 1, "主要任务")],
    ),
    (
        "（一） goes on over level-one headings",
        "一、支持企业\n（一）加大力度。各地要落实。\n二、鼓励创业\n（二）放宽条件。各地要落实。\n",
        [("一、", 1, "支持企业"), ("（一）", 2, "加大力度"), ("二、", 1, "鼓励创业"), ("（二）", 2, "放宽条件")],
    ),
    (
        "labels",
        "1.深入开展专项整治。\n煤矿：加强安全监管。\n非煤矿山：开展专项检查。\n2.严厉打击。各地要从严查处。\n",
        [("1.", 1, "深入开展专项整治"), (None, 2, "煤矿"), (None, 2, "非煤矿山"), ("2.", 1, "严厉打击")],
    ),
    (
        "a law: articles have no heading, items lie below",
        "第一章　总则\n第一条　为了加强管理，制定本条例。\n第二条　企业应当具备下列条件：\n"
        "（一）建立制度；\n（二）配备人员。\n前款规定的人员应当考核合格。\n第三条　本条例自公布之日起施行。\n",
        [
            ("第一章", 1, "总则"), ("第一条", 2, ""), ("第二条", 2, ""), ("（一）", 3, ""), ("（二）", 3, ""),
            ("第三条", 2, ""),
        ],
    ),
    (
        "an article whose line names what its paragraphs tell has a heading",
        "第一条　为了加强管理，制定本办法。\n第二条　工作要求。\n各县要加强管理。\n第三条　企业要做好登记。\n"
        "第四条　本办法自公布之日起施行。\n",
        [("第一条", 1, ""), ("第二条", 1, "工作要求"), ("第三条", 1, ""), ("第四条", 1, "")],
    ),
    ("a decimal is no number", "一、目标\n1.5倍的增长已经实现。\n", [("一、", 1, "目标")]),
    ("a reference to an article is no article", "第三条规定的企业应当备案。\n", []),
    (
        "a list inside a paragraph: its items lie below the unit, what follows them does not",
        "一、禁止行为\n（一）在校内不得：（一）吸烟；（二）喧哗：1.打闹；2.呼喊；（三）乱扔垃圾。各校要加强管理。\n（二）加强巡查。\n",
        [
            ("一、", 1, "禁止行为"), ("（一）", 2, ""), ("（一）", 3, ""), ("（二）", 3, ""), ("（三）", 3, ""),
            ("（二）", 2, "加强巡查"),
        ],
    ),
    ("remarks side by side are no list", "一、目标\n注：1.表内为估数；2.单位为万元。\n", [("一、", 1, "目标")]),
    ("numbers in a sentence are no list", "一、目标\n各地要完成：1.5万亩造林，分2个阶段。\n", [("一、", 1, "目标")]),
    ("contacts are no labels", "一、要求\n联系人：张三\n附件：名单\n", [("一、", 1, "要求")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_tree(text: str, expected: list[Row]) -> None:
    assert tree(text) == expected


def test_paths_are_readable_and_unique() -> None:
    document = parse_text("一、甲\n（一）子\n（一）子\n二、乙\n（一）子\n")
    assert [c.path for c in document.clauses] == ["一", "一/（一）", "一/（一）#2", "二", "二/（一）"]


def test_a_skipped_number_is_reported_where_it_stands() -> None:
    document = parse_text("一、甲项工作\n二、乙项工作\n四、丙项工作\n")
    (problem,) = [p for p in document.problems if p.code == "numbering"]
    assert problem.span is not None
    assert document.quote(problem.span).startswith("四、")


def test_a_paragraph_behind_items_is_of_the_article() -> None:
    document = parse_text("第二条　企业应当具备下列条件：\n（一）建立制度；\n（二）配备人员。\n企业不得降低条件。\n")
    duty = document.duties[-1]
    assert duty.clause is not None
    assert document.clauses[duty.clause].path == "第二条"
