"""Tables that hand out tasks: heads, records, and the fields that a row gives to its duties."""

from __future__ import annotations

import datetime

import pytest

from parsers.bodies import read_bodies, read_posts
from parsers.cell_times import read_times, year_of
from parsers.columns import Column, column_of, hands_out_tasks
from parsers.notes import ResponsibilityNote
from policies.documents import Document, SentenceRole
from policies.duties import Basis, Certainty, Modality
from policies.spans import Span
from policies.vocabulary.tables import table
from tests.parsing import duties
from tests.tables import bodies, from_docx, from_html, from_text, handed_out, partners, times
from tests.test_polarity import CASES, TABLE

HEADS = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]


def cell(words: str) -> tuple[Span, ...]:
    """The lines of a cell that is the whole text."""
    spans, at = [], 0
    for line in words.split("\n"):
        spans.append(Span(start=at, end=at + len(line)))
        at += len(line) + 1
    return tuple(spans)


# --- heads


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("工 作 任 务", Column.TASK), ("2024年重点工作任务", Column.TASK), ("具体措施", Column.MEASURE),
        ("牵头单位（部门）", Column.LEAD), ("市级牵头单位", Column.LEAD), ("牵头责任单位", Column.LEAD),
        ("牵头单位及配合单位", Column.LEAD), ("牵头/责任单位", Column.LEAD), ("任务分解／时序进度", Column.TASK),
        ("承办单位/部门", Column.OWNER), ("工作目标及任务", Column.TASK), ("责任单位及责任人", Column.OWNER),
        ("责任部门", Column.OWNER), ("整改责任单位", Column.OWNER), ("配合责任单位", Column.HELPER),
        ("责任人", Column.PERSON), ("整改时限", Column.TIME), ("完成时间：", Column.TIME), ("序号", Column.NUMBER),
        ("工作目标", Column.GOAL), ("指标值", Column.FIGURE), ("备注", Column.OTHER), ("督导单位", Column.OTHER),
        ("监督责任单位", Column.OTHER), ("存在问题", Column.OTHER), ("服务事项", Column.OTHER),
        ("姓名", None), ("金额", None), ("文号", None), ("市应急局", None), ("落实责任单位。", None), ("", None),
    ],
)  # fmt: skip
def test_columns_by_the_words_above_them(head: str, column: Column | None) -> None:
    assert column_of(head) is column


@pytest.mark.parametrize("name", [c for c in table("records")["columns"] if c != "weak"])
def test_every_word_of_the_table_heads_its_column(name: str) -> None:
    words = table("records")["columns"][name]
    assert [word for word in words if column_of(word) is not Column(name)] == []


def test_no_word_of_records_stands_in_two_lists() -> None:
    for section in ("columns", "endings"):
        words = [word for row in table("records")[section].values() for word in row]
        assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    "heads",
    [
        "序号 工作任务 责任单位 完成时限", "事项 牵头部门 参与单位", "任务内容 时间要求", "整改措施 责任人 整改期限",
        "成员单位 主要职责", "工作目标 责任部门", "问题 整改措施 整改时限",
    ],
)  # fmt: skip
def test_heads_that_hand_out_tasks(heads: str) -> None:
    assert hands_out_tasks(heads.split())


@pytest.mark.parametrize(
    "heads",
    [
        "姓名 单位 职务 联系电话", "指标 单位 2022年 2023年", "序号 内容 指导部门", "事项 单位 数量",
        "考核内容 分值 评分标准 责任单位",
        "服务事项 承办单位 办理时限", "时间 议程 主持人", "责任单位 责任人 联系电话", "工作任务 备注",
        "项目名称 投资额 建设单位",
    ],
)  # fmt: skip
def test_heads_that_hand_out_none(heads: str) -> None:
    assert not hands_out_tasks(heads.split())


# --- tables that hand out nothing


NEGATIVE = [
    [["姓名", "单位", "职务"], ["张某", "市应急局", "负责全面工作，应当每月组织一次安全检查并报告情况。"]],
    [["地区", "事故起数", "同比"], ["甲区", "3", "下降12%"]],
    [["考核内容", "分值", "评分标准"], ["安全投入", "10", "企业应当按规定提取安全费用，未提取的不得分，扣10分。"]],
    [["申请单位", ""], ["本单位承诺", "严格遵守法律法规，不得弄虚作假，并承担由此产生的一切责任。"]],
]


@pytest.mark.parametrize("rows", NEGATIVE)
def test_other_tables_hold_no_duty_and_their_cells_are_accounted_for(rows: list[list[str]]) -> None:
    document = from_docx(rows)
    assert not document.tables[0].records
    start = document.tables[0].rows[0].span.start
    assert [duty for duty in document.duties if duty.quote.start >= start] == []
    cells = [s for s in document.sentences if s.span.start >= start]
    assert cells
    assert {(s.role, s.reason) for s in cells} == {(SentenceRole.FORM, "table cell")}


def test_a_table_that_may_direct_all_the_same_is_a_problem() -> None:
    codes = [[p.code for p in from_docx(rows).problems if p.code == "table-unread"] for rows in NEGATIVE]
    assert codes == [["table-unread"], [], ["table-unread"], ["table-unread"]]


# --- records


def one(*row: str, heads: list[str] = HEADS) -> Document:
    return from_docx([heads, list(row)])


def test_a_row_is_a_record() -> None:
    document = one(
        "1", "开展隐患排查，建立台账。", "市应急局、市公安局", "市住建局，各县（市、区）政府", "2024年6月底前"
    )
    (duty,) = handed_out(document)
    assert (duty.quote.text, duty.row) == ("开展隐患排查，建立台账", "表1第1项")
    assert [action.quote.text for action in duty.actions] == ["开展隐患排查", "建立台账"]
    assert bodies(duty) == ["市应急局", "市公安局"]
    assert {bearer.basis for bearer in duty.bearers} == {Basis.TABLE}
    assert {bearer.certainty for bearer in duty.bearers} == {Certainty.STATED}
    assert partners(duty) == [
        ("市应急局", "lead"), ("市公安局", "lead"), ("市住建局", "cooperate"), ("各县（市、区）政府", "cooperate"),
    ]  # fmt: skip
    assert times(duty) == [("2024年6月底前", "deadline", "2024-06-30")]
    rows = document.tables[0].rows
    cells = {name: c.span for name, c in zip(HEADS, rows[1].cells, strict=True)}
    assert cells["重点任务"].covers(duty.quote)
    assert all(cells["牵头单位"].covers(b.surface) for b in duty.bearers if b.surface)
    assert cells["完成时限"].covers(duty.time[0].surface)


def test_polarity_in_cells() -> None:
    document = one("1", "加强监管。严禁瞒报事故；鼓励企业自查。不得以罚代管", "市应急局", "", "12月底前")
    found = [(d.modality, d.quote.text, times(d)) for d in handed_out(document)]
    day = [("12月底前", "deadline", "2024-12-31")]
    assert found == [
        (Modality.MUST, "加强监管", day), (Modality.MUST_NOT, "严禁瞒报事故", []),
        (Modality.ENCOURAGED, "鼓励企业自查", day), (Modality.MUST_NOT, "不得以罚代管", []),
    ]  # fmt: skip


def test_a_cell_is_read_as_running_text_is() -> None:
    """Every case of the table of polarity has the same modalities and acts in a cell as in a paragraph."""
    sentences = [sentence for sentence, _ in [*CASES, *TABLE]]
    rows = [[str(number), words, "市应急局", "", "年底前"] for number, words in enumerate(sentences, start=1)]
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for duty in handed_out(from_text(HEADS, *rows)):
        found.setdefault(duty.row, []).append((duty.modality.value, [a.quote.text for a in duty.actions]))
    for number, words in enumerate(sentences, start=1):
        running = [(duty.modality.value, [a.quote.text for a in duty.actions]) for duty in duties(words)]
        assert found.get(f"表1第{number}项", []) == running, words


def test_lines_and_numbers_of_a_cell() -> None:
    words = "1.强化宣传。开展安全宣传\n（2）组织应急演练\n③加强值守；④及时报告险情。"
    found = [duty.quote.text for duty in handed_out(one("1", words, "市应急局", "", ""))]
    assert found == ["开展安全宣传", "组织应急演练", "加强值守", "及时报告险情"]


def test_a_task_without_a_verb_is_handed_out_all_the_same() -> None:
    (duty,) = handed_out(one("1", "年度安全生产责任制考核", "市安委办", "", ""))
    assert [a.quote.text for a in duty.actions] == ["年度安全生产责任制考核"]
    (other,) = handed_out(one("1", "非煤矿山整治", "市应急局", "", ""))
    assert other.modality is Modality.MUST
    for words in ("禁止通行路段警示", "不合格产品下架", "无证经营情况"):
        document = from_docx([["任务", "责任单位"], [words, "市公安局"]])
        running = [d.modality for d in duties(words)]
        assert [d.modality for d in handed_out(document)] == running  # what denies is never made a must by the table


def test_a_bearer_in_the_task_owes_and_the_columns_answer() -> None:
    (duty,) = handed_out(one("1", "各县（市、区）政府要配齐执法人员。", "市应急局", "市财政局", "年底前"))
    assert bodies(duty) == ["各县（市、区）政府"]
    assert duty.bearers[0].basis is Basis.SUBJECT
    assert partners(duty) == [("市应急局", "lead"), ("市财政局", "cooperate")]


def test_a_note_in_the_task_is_nearer_than_the_column() -> None:
    (duty,) = handed_out(one("1", "开展专项检查。（责任单位：市公安局）", "市应急局", "", ""))
    assert bodies(duty) == ["市公安局"]
    assert {bearer.basis for bearer in duty.bearers} == {Basis.NOTE}


def test_two_rows_of_heads() -> None:
    rows = [
        ["序号", "任务", "责任分工", "", "完成时限"],
        ["", "", "牵头单位", "配合单位", ""],
        ["1", "排查隐患", "甲市应急局", "乙市公安局", "6月"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    (duty,) = handed_out(from_docx(rows, merges))
    assert partners(duty) == [("甲市应急局", "lead"), ("乙市公安局", "cooperate")]
    (same,) = handed_out(from_docx(rows))  # the same heads with empty cells instead of merged ones
    assert partners(same) == partners(duty)


def test_heads_come_again_and_sections_stand_between() -> None:
    rows = [
        ["某市重点任务分工表", "", ""], ["任务", "责任单位", "时限"], ["一、源头治理", "", ""],
        ["排查隐患", "市应急局", "6月"],
        ["任务", "责任单位", "时限"], ["整改问题", "市住建局", "9月"],
        ["注：1.排名不分先后；2.各单位应当按月报告。", "", ""],
    ]  # fmt: skip
    document = from_docx(rows, [(0, 0, 0, 2), (2, 0, 2, 2), (6, 0, 6, 2)])
    assert [d.quote.text for d in document.duties[-1:]] == ["各单位应当按月报告"]
    assert [(d.row, d.quote.text, bodies(d)) for d in handed_out(document)] == [
        ("表1第4行", "排查隐患", ["市应急局"]), ("表1第6行", "整改问题", ["市住建局"]),
    ]  # fmt: skip
    told = {document.quote(s.span): (s.role, s.reason) for s in document.sentences}
    assert told["一、源头治理"] == (SentenceRole.HEADING, "table section")


def test_a_section_need_not_be_merged() -> None:
    document = from_docx(
        [["任务", "责任单位"], ["（一）压实责任", ""], ["排查隐患", "市应急局"], ["三、落实值守制度", "市水利局"]]
    )
    assert [d.quote.text for d in handed_out(document)] == ["排查隐患", "落实值守制度"]


def test_a_table_that_goes_on_keeps_its_heads() -> None:
    head, row = "<tr><td>任务<td>责任单位", "<tr><td>{}<td>{}"
    table_ = "<table>{}</table>"
    first = table_.format(head + row.format("排查隐患", "市应急局"))
    second = table_.format(row.format("整改问题", "市住建局"))
    for between in ("", "<p>（续表）</p>", "<p>— 3 —</p>"):
        found = handed_out(from_html(first + between + second))
        assert [(d.row, d.quote.text) for d in found] == [("表1第2行", "排查隐患"), ("表2第1行", "整改问题")]
    assert len(handed_out(from_html(first + "<p>联系人名单如下，供各单位工作联系使用：</p>" + second))) == 1


def test_a_merged_task_holds_for_each_of_its_rows() -> None:
    rows = [
        ["任务", "责任单位", "完成时限"],
        ["排查隐患", "市应急局", "6月"],
        ["", "市住建局", ""],
        ["", "市公安局", "9月"],
    ]
    found = handed_out(from_docx(rows, [(1, 0, 3, 0), (1, 2, 2, 2)]))
    assert [(bodies(d), times(d)[0][2]) for d in found] == [
        (["市应急局", "市住建局"], "2024-06-30"), (["市公安局"], "2024-09-30"),
    ]  # fmt: skip
    assert len({d.quote.start for d in found}) == 1
    assert len({d.id for d in found}) == 2


def test_an_empty_cell_below_a_task_goes_on() -> None:
    found = handed_out(
        from_text(["任务", "责任单位", "完成时限"], ["排查隐患", "市应急局", "6月"], ["", "市公安局", "9月"])
    )
    assert [bodies(d) for d in found] == [["市应急局"], ["市公安局"]]


def test_measures_are_read_and_their_task_heads_them() -> None:
    heads = ["重点任务", "具体措施", "责任单位"]
    document = from_docx([heads, ["强化源头管控", "开展排查。", "市应急局"], ["落实值守制度", "", "市水利局"]])
    assert [d.quote.text for d in handed_out(document)] == ["开展排查", "落实值守制度"]
    assert "强化源头管控" in [document.quote(s.span) for s in document.sentences if s.role is SentenceRole.HEADING]
    forbids = from_docx([heads, ["严禁超载运输", "开展路检路查。", "市公安局"]])
    assert [d.modality for d in handed_out(forbids)] == [Modality.MUST_NOT, Modality.MUST]


def test_a_task_with_a_figure_or_a_sentence_is_more_than_a_heading() -> None:
    heads = ["目标任务", "工作措施及进度安排", "牵头单位"]
    rows = [["工业增加值增长8%", "培育企业。", "市工信局"], ["开展攻坚行动，消除重大隐患。", "排查隐患。", "市应急局"]]
    found = handed_out(from_docx([heads, *rows]))
    assert [d.quote.text for d in found] == [
        "工业增加值增长8%", "培育企业", "开展攻坚行动，消除重大隐患", "排查隐患",
    ]  # fmt: skip
    assert [(t.op, t.value, t.unit) for t in found[0].targets] == [(">=", 8, "%")]


def test_a_time_that_labels_a_sentence_is_its_time() -> None:
    document = one(
        "1", "4月：完成选址。\n第三季度：开工建设；年底前：不得拖延。\n验收投用。", "市住建局", "", "11月底前"
    )
    assert [(d.quote.text, [t.value for t in d.time]) for d in handed_out(document)] == [
        ("完成选址", ["2024-04-30"]), ("开工建设", ["2024-09-30"]), ("不得拖延", []), ("验收投用", ["2024-11-30"]),
    ]  # fmt: skip
    labels = [document.quote(s.span) for s in document.sentences if s.reason == "time"]
    assert labels == ["4月：", "第三季度：", "年底前："]


def test_measures_may_stand_before_their_tasks() -> None:
    document = from_docx([["措施", "任务分工", "责任单位"], ["严格审批", "复核已批项目。", "市应急局"]])
    assert [d.quote.text for d in handed_out(document)] == ["复核已批项目"]


def test_a_note_closes_its_own_line_and_one_alone_those_above_it() -> None:
    words = "排查隐患。\n整改问题。（责任单位：市公安局）\n组织演练。\n（责任单位：市水利局）"
    found = [(d.quote.text, bodies(d)) for d in handed_out(one("1", words, "市应急局", "", ""))]
    assert found == [("排查隐患", ["市应急局"]), ("整改问题", ["市公安局"]), ("组织演练", ["市水利局"])]


@pytest.mark.parametrize("inside", [True, False])
def test_a_remark_below_a_table_is_read(inside: bool) -> None:
    remark = "注：1.列第一位的为牵头单位；2.各责任单位每月5日前向市应急局报送进展情况。"
    rows = [["任务", "责任单位"], ["排查隐患", "市应急局、市公安局"], *([[remark, ""]] if inside else [])]
    document = from_docx(rows, [(2, 0, 2, 1)] if inside else [], behind=[] if inside else [remark])
    assert [d.quote.text for d in document.duties[-2:]] == ["排查隐患", "各责任单位每月5日前向市应急局报送进展情况"]
    assert partners(handed_out(document)[0]) == [("市应急局", "lead")]
    told = [document.quote(s.span) for s in document.sentences if s.reason == "remark"]
    assert told == ["注：", "列第一位的为牵头单位；"]


@pytest.mark.parametrize(
    ("day", "value"), [("于每年12月10日前", "=1/P1Y"), ("每月5日前", "=1/P1M"), ("于每季度末", "=1/P3M")]
)
def test_reports_below_a_table_are_duties(day: str, value: str) -> None:
    remark = f"注：各牵头单位{day}将进展情况报市应急局。"
    (*_, duty) = from_docx([["任务", "责任单位"], ["排查隐患", "市公安局"]], behind=[remark]).duties
    assert bodies(duty) == ["各牵头单位"]
    assert [timing.value for timing in duty.time] == [value]


def test_goals_give_targets() -> None:
    (duty,) = handed_out(one("开展培训", "覆盖率达到90%以上", "市应急局", heads=["任务", "目标", "责任单位"]))
    assert [(t.op, t.value, t.unit) for t in duty.targets] == [(">=", 90, "%")]


@pytest.mark.parametrize(
    ("heads", "behind", "expected"),
    [
        (["任务", "责任单位（列第一位者为牵头单位）"], [], [("市应急局", "lead")]),
        (["任务", "责任单位"], ["注：责任单位中排第一位的为牵头单位。"], [("市应急局", "lead")]),
        (["任务", "责任单位"], [], []),
    ],
)
def test_the_first_leads_where_that_is_said(
    heads: list[str], behind: list[str], expected: list[tuple[str, str]]
) -> None:
    (duty,) = handed_out(from_docx([heads, ["排查隐患", "市应急局、市公安局"]], behind=behind))
    assert partners(duty) == expected
    assert bodies(duty) == ["市应急局", "市公安局"]


def test_persons() -> None:
    heads = ["任务", "责任单位", "责任人"]
    rows = [
        ["排查隐患", "市应急局", "张某"],
        ["整改问题", "市应急局、市水利局", "分管副局长"],
        ["报送信息", "市应急局\n市水利局", "李某（局长）\n王某（副局长）"],
        ["组织演练", "市应急局", "副市长"],
    ]
    found = handed_out(from_docx([heads, *rows]))
    posts = [
        [(b.surface.text, b.position.text, b.kind.value) for b in d.bearers if b.surface and b.position] for d in found
    ]
    assert posts == [
        [], [("市应急局", "分管副局长", "department")],
        [("市应急局", "局长", "department"), ("市水利局", "副局长", "department")],
        [("副市长", "副市长", "government")],
    ]  # fmt: skip
    assert [bodies(d)[: len(d.bearers)] for d in found[:2]] == [["市应急局"], ["市应急局", "市水利局"]]
    (alone,) = handed_out(from_docx([["任务", "责任人"], ["排查隐患", "分管领导"]]))
    assert bodies(alone) == ["分管领导"]


def test_what_is_not_understood_in_a_cell_is_a_problem() -> None:
    document = one("1", "排查隐患", "市应急局、玄武湖", "", "看情况")
    found = [(p.code, document.quote(p.span)) for p in document.problems if p.span and p.code.startswith("table")]
    assert found == [("table-body", "玄武湖"), ("table-time", "看情况")]


def test_ids_do_not_depend_on_the_neighbours() -> None:
    rows = [["1", "排查隐患", "市应急局", "", ""], ["2", "整改问题", "市住建局", "", ""]]
    both = {d.quote.text: d.id for d in handed_out(from_docx([HEADS, *rows]))}
    turned = {d.quote.text: d.id for d in handed_out(from_docx([HEADS, *reversed(rows)]))}
    assert both == turned


def test_the_same_rows_say_the_same_in_every_format() -> None:
    rows = [HEADS, ["1", "排查隐患。不得走过场。", "市应急局", "各县区", "6月底前"]]
    html = "<table>" + "".join("<tr>" + "".join(f"<td>{w}</td>" for w in row) + "</tr>" for row in rows) + "</table>"
    told = [
        [(d.id, d.modality, d.quote.text, bodies(d), partners(d), times(d), d.row) for d in handed_out(document)]
        for document in (from_docx(rows), from_html(html), from_text(*rows))
    ]
    assert len(told[0]) == 2
    assert told[0] == told[1] == told[2]


def test_a_table_with_whole_pages_in_its_cells_is_no_layout() -> None:
    measures = "".join(f"<p>{number}.开展第{number}轮检查；</p>" for number in range(1, 15))
    page = f"<table><tr><th>任务</th><th>责任单位</th></tr><tr><td>{measures}</td><td>市应急局</td></tr></table>"
    found = handed_out(from_html(page))
    assert len(found) == 14
    assert {tuple(bodies(d)) for d in found} == {("市应急局",)}


def test_a_long_row_is_not_cut_at_its_numbers() -> None:
    words = "".join(f"{n}.组织开展第{n}次安全生产大检查，及时消除各类事故隐患并建立台账。" for n in range(1, 13))
    found = handed_out(one("1", words, "市应急局", "", "12月底前"))
    assert len(found) == 12
    assert {tuple(bodies(d)) for d in found} == {("市应急局",)}


# --- cells of bodies


@pytest.mark.parametrize(
    ("words", "leaders", "owners", "helpers"),
    [
        ("市应急局\n市公安局", "", "市应急局 市公安局", ""),
        ("市应急局 市公安局；综合科/人事处", "", "市应急局 市公安局 综合科 人事处", ""),
        ("发展改革、教育、公安等部门", "", "发展改革、教育、公安等部门", ""),
        ("市应急局（牵头）、市公安局、市住建局（配合）", "市应急局", "市公安局", "市住建局"),
        ("市应急局牵头，市公安局、各县区配合", "市应急局", "", "市公安局 各县区"),
        ("牵头单位：市应急局\n配合单位：各县区", "市应急局", "", "各县区"),
        ("各县（市、区）人民政府，市直有关部门按职责分工负责", "", "各县（市、区）人民政府 市直有关部门", ""),
        ("1.团市委；2.高新区", "", "团市委 高新区", ""),
        ("财 政 局", "", "财 政 局", "") , ("—", "", "", ""), ("市自然资源局等", "", "市自然资源局", ""),
    ],
)  # fmt: skip
def test_cells_of_bodies(words: str, leaders: str, owners: str, helpers: str) -> None:
    note = ResponsibilityNote(0, 0)
    unread = read_bodies(words, cell(words), Column.OWNER, note)
    assert unread == []
    told = ["|".join(words[a.start : a.end] for a in row) for row in (note.leaders, note.owners, note.helpers)]
    separate = [row.replace(" ", "|") if "财" not in row else row for row in (leaders, owners, helpers)]
    assert told == separate


def test_one_of_several_leads_where_the_cell_marks_it() -> None:
    note = ResponsibilityNote(0, 0)
    words = "市公安局（牵头）、市交通局"
    read_bodies(words, cell(words), Column.LEAD, note)
    assert [words[a.start : a.end] for a in note.leaders] == ["市公安局"]
    assert [words[a.start : a.end] for a in note.owners] == ["市交通局"]


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ("张三", []), ("李四、王五", []), ("张某（副局长）", ["副局长"]), ("副县长 王某", ["副县长"]),
        ("分管领导", ["分管领导"]), ("市应急局局长", ["局长"]), ("常务副市长", ["常务副市长"]),
    ],
)  # fmt: skip
def test_names_of_persons_are_no_bodies(words: str, posts: list[str]) -> None:
    assert [words[slice(*a.position)] for a in read_posts(words, cell(words), ()) if a.position] == posts


# --- cells of times


SIGNED = datetime.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2024年12月底前", "deadline 2024-12-31"), ("12月底", "deadline 2024-12-31"),
        ("2024年6月", "deadline 2024-06-30"),
        ("2024.6.30", "deadline 2024-06-30"), ("2024-06", "deadline 2024-06-30"),
        ("2025年底前完成", "deadline 2025-12-31"),
        ("6月中旬", "deadline 2024-06-20"), ("十二月底前", "deadline 2024-12-31"),
        ("二〇二五年六月", "deadline 2025-06-30"),
        ("2024年", "deadline 2024-12-31"), ("上半年", "deadline 2024-06-30"), ("第三季度", "deadline 2024-09-30"),
        ("年底", "deadline 2024-12-31"), ("明年6月底前", "deadline 2025-06-30"), ("1月底前", "deadline None"),
        ("自印发之日起30日内", "deadline 2024-04-04"), ("汛期前", "deadline None"),
        ("每季度", "frequency =1/P3M"), ("每月25日前", "frequency =1/P1M"), ("每半年至少一次", "frequency >=1/P6M"),
        ("3月—10月", "period 2024-03-01/2024-10-31"), ("2024年11月至2025年3月", "period 2024-11-01/2025-03-31"),
        ("2024—2026年", "period 2024-01-01/2026-12-31"), ("2024年4月起", "period None"),
        ("6月底前完成方案；年底前完成整治", "deadline 2024-06-30 deadline 2024-12-31"),
        ("2024年6月底前，并长期坚持", "deadline 2024-06-30"),
        ("长期坚持", ""), ("持续推进", ""), ("立行立改", ""), ("全年", ""), ("/", ""), ("适时", ""),
    ],
)  # fmt: skip
def test_cells_of_times(words: str, expected: str) -> None:
    found, unread = read_times(words, cell(words), SIGNED, SIGNED)
    assert unread == []
    assert " ".join(f"{t.type.value} {t.value}" for t in found) == expected
    assert all(t.surface.anchored(words) for t in found)


def test_the_title_gives_the_year() -> None:
    assert year_of("某市2025年重点任务分工表", datetime.date(2024, 12, 20)) == datetime.date(2025, 1, 1)
    assert year_of("某市贯彻2021年意见任务分工表", SIGNED) == SIGNED
    assert year_of("2024年至2026年行动方案", SIGNED) == SIGNED
    assert year_of(None, None) is None
