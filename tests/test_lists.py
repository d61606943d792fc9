"""List heads govern their items: whom they bind, what they forbid, allow or do away with."""

from __future__ import annotations

import pytest
from parsing import duties, told

from parsers import parse_text

NOTICE = "关于做好工作的通知\n各县人民政府：\n{}\n某市人民政府办公室\n2024年3月1日\n"  # the list lies in no unit

POINTERS = [
    (("居民委员会应当做好下列工作：", "1.宣传防火知识；", "2.登记出租房屋。"), "institution"),
    (("居民委员会应当做好下列工作：", "1.宣传防火知识。", "2.登记出租房屋。"), "institution"),
    (("生产经营单位应当确保作业场所达到以下要求：", "1.设置疏散通道；", "2.配备灭火器材。"), "enterprise"),
    (("各县要重点抓好以下几项工作：", "1.开展自查；", "2.落实整改。"), "government"),
]


@pytest.mark.parametrize(("lines", "kind"), POINTERS, ids=["".join(case[0][:2]) for case in POINTERS])
def test_items_are_borne_by_whom_their_head_names(lines: tuple[str, ...], kind: str) -> None:
    for found in (duties(*lines), list(parse_text(NOTICE.format("\n".join(lines))).duties)):
        assert len(found) == 2
        for duty in found:
            assert duty.modality.value == "must"
            assert [b.kind.value for b in duty.bearers] == [kind]


def test_a_head_without_subject_hands_nothing_on() -> None:
    (duty,) = parse_text(NOTICE.format("现就有关事项通知如下：\n一、各县要开展排查。")).duties
    assert told(duty) == ("must", ["各县"], ["开展排查"])


def test_the_next_unit_is_not_governed() -> None:
    text = "一、安排\n居民委员会应当做好下列工作：\n1.登记房屋；\n2.宣传防火。\n二、其他\n要加强检查。"
    last = parse_text(NOTICE.format(text)).duties[-1]
    assert last.actions[0].quote.text == "加强检查"
    assert "institution" not in {b.kind.value for b in last.bearers}


HEADS = [
    (("各学校不得：", "1.组织考试选拔学生；", "2.提前招收学生。"), "must_not", ["组织考试选拔学生", "提前招收学生"]),
    (("在景区内禁止：", "（1）攀爬围栏；", "（2）燃放烟花。"), "must_not", ["攀爬围栏", "燃放烟花"]),
    (("在景区内禁止：", "（1）攀爬围栏。", "（2）燃放烟花。"), "must_not", ["攀爬围栏", "燃放烟花"]),
    (("严禁下列行为：", "（1）攀爬围栏；", "（2）燃放烟花。"), "must_not", ["攀爬围栏", "燃放烟花"]),
    (("不得采取以下措施：", "（1）断水断电；", "（2）围堵通道。"), "must_not", ["断水断电", "围堵通道"]),
    (
        ("用户不提供真实信息的，不得提供服务：", "（1）提供电话接入；", "（2）提供网络代理。"),
        "must_not",
        ["提供服务", "提供电话接入", "提供网络代理"],
    ),
    (
        ("执法人员可以采取下列措施：", "（1）进入现场检查；", "（2）查阅有关资料。"),
        "may",
        ["进入现场检查", "查阅有关资料"],
    ),
    (("取消下列事项：", "（1）提交纸质申请表；", "（2）办理开户登记。"), "must", ["取消下列事项"]),
    (("申请人免于提交以下材料：", "（1）提交执照复印件；", "（2）提交身份证明。"), "must", ["免于提交以下材料"]),
    (("下列证明不再要求提供：", "（1）提供收入证明；", "（2）提供居住证明。"), "must", ["下列证明不再要求提供"]),
    (("下列活动一律停止：", "（1）组织演出；", "（2）举办庙会。"), "must", ["停止"]),
]


@pytest.mark.parametrize(("lines", "modality", "actions"), HEADS, ids=["".join(case[0][:2]) for case in HEADS])
def test_a_head_governs_its_items(lines: tuple[str, ...], modality: str, actions: list[str]) -> None:
    (inside,) = duties(*lines)
    (outside,) = parse_text(NOTICE.format("\n".join(lines))).duties
    for duty in (inside, outside):
        assert (duty.modality.value, [action.quote.text for action in duty.actions]) == (modality, actions)


@pytest.mark.parametrize("head", ["防止以下问题：", "防止出现下列问题："])
def test_what_is_to_be_prevented_is_no_duty(head: str) -> None:
    lines = (head, "（1）提供虚假数据；", "（2）挤占专项资金。")
    for found in (duties(*lines), list(parse_text(NOTICE.format("\n".join(lines))).duties)):
        assert not any("提供" in a.quote.text or "挤占" in a.quote.text for duty in found for a in duty.actions)


def test_an_item_with_a_cue_of_its_own_is_no_part_of_a_ban() -> None:
    ban, rule = duties("企业不得违规收费：", "（1）收取押金；", "（2）应当公示收费标准。")
    assert told(ban) == ("must_not", ["企业"], ["违规收费", "收取押金"])
    assert (rule.modality.value, [a.quote.text for a in rule.actions]) == ("must", ["公示收费标准"])


# a heading or a line without a colon over items: what each duty says of them
HEADINGS = [
    (("二、取消下列事项", "1.提交纸质申请表；", "2.办理开户登记。"), [("must", "取消下列事项")]),
    (("二、取消下列事项", "（一）提交纸质申请表。", "（二）办理开户登记。"), [("must", "取消下列事项")]),
    (("（二）不再要求提交下列证明", "1.提交收入证明；", "2.提供居住证明。"), [("must", "不再要求提交下列证明")]),
    (("申请人免于提交以下材料", "1.提交执照复印件。", "2.提供身份证明。"), [("must", "免于提交以下材料")]),
    (("无需提供下列材料：", "1.提交执照复印件。", "2.提供身份证明。"), [("may", "无需提供下列材料")]),
    (("（三）严禁下列行为", "1.组织演出；", "2.举办庙会。"), [("must_not", "组织演出"), ("must_not", "举办庙会")]),
    (("四、不再要求提供的材料", "1.提供收入证明。", "2.提交居住证明。"), []),
    (("二、停止执行的文件", "1.关于收费的通知；", "2.执行关于押金的规定。"), []),
    (("三、禁忌", "1.酒后上岗。", "2.使用明火。"), [("must_not", "酒后上岗"), ("must_not", "使用明火")]),
    (
        ("三、禁忌", "1.酒后上岗", "2.使用明火", "四、其他", "各县要开展检查。"),
        [("must_not", "酒后上岗"), ("must_not", "使用明火"), ("must", "开展检查")],
    ),
    (("禁忌：酒后上岗；使用明火。",), [("must_not", "酒后上岗"), ("must_not", "使用明火")]),
    (("三、负面清单", "1.提高收费标准。", "2.收取押金。"), [("must_not", "提高收费标准"), ("must_not", "收取押金")]),
    (("负面清单：1.提高收费标准；2.收取押金。",), [("must_not", "提高收费标准"), ("must_not", "收取押金")]),
    (("（二）禁止事项", "1.组织聚餐。", "2.企业占用通道。"), [("must_not", "组织聚餐"), ("must_not", "占用通道")]),
    (("安全生产“十不准”：", "1.酒后上岗。", "2.使用明火。"), [("must_not", "酒后上岗"), ("must_not", "使用明火")]),
    (("（二）严格执行十不准", "1.收受礼品；", "2.公车私用。"), [("must_not", "收受礼品"), ("must_not", "公车私用")]),
    # what such a list does not turn: a cue, a sanction, a ban in the item's own words, headings about the list
    (("三、禁止行为", "1.收取押金。", "2.应当公示标准。"), [("must_not", "收取押金"), ("must", "公示标准")]),
    (("三、禁止行为", "1.酒后上岗的，给予处分。"), [("must", "给予处分")]),
    (("（二）十不准", "1.不收受礼品。"), [("must", "不收受礼品")]),
    (("三、落实负面清单", "1.编制清单。", "2.加强监管。"), [("must", "编制清单"), ("must", "加强监管")]),
    (("三、禁止行为", "（一）处理措施", "1.开展检查。"), [("must", "开展检查")]),
    (("第三章　禁止行为", "第七条　公安机关开展检查。"), [("must", "开展检查")]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), HEADINGS, ids=["".join(case[0][:2]) for case in HEADINGS])
def test_a_heading_turns_its_items(lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert [(d.modality.value, a.quote.text) for d in duties(*lines) for a in d.actions] == expected


# a list that runs on in its paragraph: quote, modality, bearer, actions of each duty
INLINE = [
    (
        "各学校不得：1.收取押金；2.提前招生；3.泄露学生信息。",
        [("must_not", ["各学校"], ["收取押金", "提前招生", "泄露学生信息"])],
    ),
    ("各学校不得：（1）收取押金，（2）提前招生。", [("must_not", ["各学校"], ["收取押金", "提前招生"])]),
    ("在景区内禁止：（一）攀爬围栏；（二）燃放烟花。", [("must_not", [], ["攀爬围栏", "燃放烟花"])]),
    ("严禁：①酒后驾驶；②超速行驶。", [("must_not", [], ["酒后驾驶", "超速行驶"])]),
    ("各学校不得有下列行为：（1）收取押金；（2）提前招生。", [("must_not", ["各学校"], ["收取押金", "提前招生"])]),
    ("下列活动一律停止：（一）组织演出；（二）举办庙会。", [("must", [], ["停止"])]),
    ("取消下列事项：1.提交纸质申请表；2.办理开户登记。", [("must", [], ["取消下列事项"])]),
    ("各学校应当：1.建立值班制度；2.开展安全检查。", [("must", ["各学校"], ["建立值班制度", "开展安全检查"])]),
    ("企业可以：（一）申请延期；（二）分期缴纳费用。", [("may", ["企业"], ["申请延期", "分期缴纳费用"])]),
    (
        "居民委员会应当做好下列工作：1.宣传防火知识；2.登记出租房屋。",
        [("must", [], ["宣传防火知识"]), ("must", [], ["登记出租房屋"])],
    ),
    (
        "各学校应当：1.建立值班制度；2.不得收取押金；3.开展检查。",
        [("must", ["各学校"], ["建立值班制度", "开展检查"]), ("must_not", [], ["收取押金"])],
    ),
    (
        "各学校应当：1.建立制度。2.开展检查。企业不得：1.超载；2.超速。各地要加强检查。",
        [
            ("must", ["各学校"], ["建立制度", "开展检查"]), ("must_not", ["企业"], ["超载", "超速"]),
            ("must", ["各地"], ["加强检查"]),
        ],
    ),
    (
        "企业有下列行为之一的，由安监部门责令改正：（一）未建立制度；（二）未开展培训。",
        [("must", ["安监部门"], ["责令改正"])],
    ),
    (
        "各学校不得：一是收取押金；二是提前招生；三是要公开收费。各县要加强检查；开展排查。",
        [
            ("must_not", ["各学校"], ["收取押金"]), ("must_not", [], ["提前招生"]), ("must", [], ["公开收费"]),
            ("must", ["各县"], ["加强检查"]), ("must", [], ["开展排查"]),
        ],
    ),
    (
        "各学校不得有下列行为：一是收取押金；二是提前招生。",
        [("must_not", ["各学校"], ["收取押金"]), ("must_not", [], ["提前招生"])],
    ),
    ("企业可以：一是申请延期；二是分期缴纳费用。", [("may", ["企业"], ["申请延期"]), ("may", [], ["分期缴纳费用"])]),
    ("取消下列事项：一是提交纸质申请表；二是办理开户登记。", [("must", [], ["取消下列事项"])]),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "expected"), INLINE, ids=[case[0] for case in INLINE])
def test_a_list_inside_a_paragraph(paragraph: str, expected: list[tuple[str, list[str], list[str]]]) -> None:
    for found in (duties(paragraph), list(parse_text(NOTICE.format(paragraph)).duties)):
        assert [told(duty) for duty in found] == expected


def test_items_inside_a_paragraph_are_borne_by_whom_their_head_names() -> None:
    _, ban = duties("各学校应当：1.建立值班制度；2.不得收取押金。")
    assert [b.kind.value for b in ban.bearers] == ["institution"]


def test_the_second_list_of_a_unit_has_items_of_its_own() -> None:
    first, second = duties(
        "企业应当具备下列条件：",
        "（1）有场所；",
        "（2）有人员。",
        "个人应当具备下列条件：",
        "（1）有住所；",
        "（2）有工作。",
    )
    assert told(first) == ("must", ["企业"], ["有场所", "有人员"])
    assert told(second) == ("must", ["个人"], ["有住所", "有工作"])


def test_figures_of_items_are_targets_where_they_are_due() -> None:
    (due,) = duties("矿山应当符合下列条件：", "（1）出口间距不少于30米；", "（2）矿灯充足。")
    assert [(t.metric, t.op, t.value, t.unit) for t in due.targets] == [("出口间距", ">=", 30, "米")]
    (ban,) = duties("经营者不得有下列情形：", "（1）奖金超过五万元；", "（2）内定中奖人员。")
    assert ban.targets == ()
