"""Each cue keeps its modality behind every opening, subject and adverb that it can stand behind."""

from __future__ import annotations

from itertools import cycle, product

import pytest

from tests.parsing import duties

OPENINGS = [
    "",
    "发生事故后，",
    "未经批准，",
    "对存在隐患的，",
    "在汛期，",
    "除抢险外，",
    "经验收合格的，",
    "情节严重的，",
    "施工期间，",
    "没有整改到位的，",
    "为保障安全，",
    "按照国家有关规定，",
    "遇有暴雨，",
    "凡未取得许可的，",
]
SUBJECTS = [
    "企业",
    "各级人民政府",
    "任何单位和个人",
    "从业人员",
    "建设单位",
    "煤矿",
    "县级以上地方人民政府应急管理部门",
    "燃气经营者",
    "",
]
ADVERBS = ("", "均", "都", "也")
ACTS = [
    "擅自开工",
    "将费用转嫁给职工",
    "向社会公布名单",
    "使用该设备",
    "按规定办理手续",
    "对外提供数据",
    "参加检查",
    "申请延期",
    "在库区作业",
    "采取临时措施",
    "为职工缴纳保险费",
    "办理登记",
    "公开信息",
    "转让许可证",
    "提供真实的材料",
    "因此降低工资",
    "由专人看守",
]

CUES = {
    "must": "应当 应 应该 必须 须 要 务必 需要 不得不 不能不 应当不予 不可不",
    "must_not": (
        "不得 严禁 禁止 不准 不许 不可以 不能 不应 不应当 不应该 不可 不要 无权 不允许 不宜 不得不予 一律不得 绝不允许"
    ),
    "may": "可以 可 有权 无须 无需 不必 不需要 毋须 可以不 可以不予 得",
}
CASES = [(cue, modality) for modality, cues in CUES.items() for cue in cues.split(" ")]
WITHOUT_ADVERB = {
    "务必",
    "严禁",
    "不宜",
    "得",
    "一律不得",
    "绝不允许",
    "可",
}  # 都务必 is hardly said, 都可 is a cue itself


@pytest.mark.parametrize(("cue", "modality"), CASES, ids=[cue for cue, _ in CASES])
def test_wherever_it_stands(cue: str, modality: str) -> None:
    acts, subjects = cycle(ACTS), cycle(SUBJECTS)
    wrong = []
    for opening, adverb in product(OPENINGS, [""] if cue in WITHOUT_ADVERB else ADVERBS):
        subject = next(subjects)
        if adverb and not subject and not opening:
            continue
        sentence = f"{opening}{subject}{adverb}{cue}{next(acts)}。"
        read = [duty.modality.value for duty in duties(sentence)]
        if read != [modality]:
            wrong.append((sentence, read))
    assert not wrong


BEFORE = [
    ("应当", "must"),
    ("要", "must"),
    ("不得", "must_not"),
    ("严禁", "must_not"),
    ("可以", "may"),
    ("无需", "may"),
]
BEHIND = [*BEFORE, ("应", "must"), ("不应", "must_not"), ("禁止", "must_not"), ("可以不", "may"), ("不得不", "must")]
NOT_SAID = {("，还", "严禁"), ("，还", "禁止"), ("，也", "严禁"), ("，也", "禁止"), ("，也", "要"), ("，也", "不得不")}


@pytest.mark.parametrize("link", ["，", "，并", "，且", "，但", "，但是", "，同时", "，而且", "，还", "，也", "；"])
def test_two_cues_keep_each_its_own(link: str) -> None:
    acts, subjects = cycle(ACTS), cycle(SUBJECTS)
    wrong = []
    for (first, one), (second, other) in product(BEFORE, BEHIND):
        if (link, second) in NOT_SAID:
            continue
        sentence = f"{next(subjects)}{first}{next(acts)}{link}{second}{next(acts)}。"
        read = [duty.modality.value for duty in duties(sentence)]
        wanted = [one] if one == other and link != "；" else [one, other]
        if read != wanted:
            wrong.append((sentence, read))
    assert not wrong
