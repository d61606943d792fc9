"""Cues of one character before every verb that may follow, and the words that only look like a cue with its verb."""

from __future__ import annotations

import pytest

from policies.vocabulary.tables import table
from tests.parsing import duties

_VERBS = [verb for verb in table("predicates")["directive"]["words"] if len(verb) > 1]
_CUES = {"应": "must", "应当": "must", "须": "must", "要": "must", "可": "may", "可以": "may", "不得": "must_not"}
# 应|当好 and 应当|好 are written alike, 可持续 is a word, 应予以 and 可自主 take the verb for their own;
# a ban before 不 is none
_APART = {"当好", "持续", "予以", "自主", *(verb for verb in _VERBS if verb.startswith("不"))}


@pytest.mark.parametrize(("cue", "modality"), _CUES.items())
def test_a_cue_is_one_before_every_verb(cue: str, modality: str) -> None:
    verbs = [verb for verb in _VERBS if verb not in _APART]
    found = duties("\n".join(f"企业{cue}{verb}有关材料。" for verb in verbs))
    told = {duty.quote.text: (duty.modality.value, [action.quote.text for action in duty.actions]) for duty in found}
    wanted = {f"企业{cue}{verb}有关材料": (modality, [f"{verb}有关材料"]) for verb in verbs}
    assert {text: told.get(text) for text in wanted} == wanted


ONE_CHARACTER = [
    ("企业应报主管部门备案。", "must", "报主管部门备案"),
    ("矿井应有专人负责。", "must", "有专人负责"),
    ("企业应退还费用。", "must", "退还费用"),
    ("企业应保持联系。", "must", "保持联系"),
    ("各县应对隐患进行排查。", "must", "对隐患进行排查"),
    ("有关部门应予配合。", "must", "配合"),
    ("各单位要领导带头。", "must", "领导带头"),
    ("资金可用于补贴。", "may", "用于补贴"),
    ("企业可及时申请。", "may", "及时申请"),
    ("县级可视情况调整。", "may", "视情况调整"),
    ("各县可推广该做法。", "may", "推广该做法"),
    ("企业可取得补贴。", "may", "取得补贴"),
]


@pytest.mark.parametrize(("text", "modality", "act"), ONE_CHARACTER, ids=[text for text, _, _ in ONE_CHARACTER])
def test_a_cue_of_one_character(text: str, modality: str, act: str) -> None:
    (duty,) = duties(text)
    assert duty.modality.value == modality
    assert [action.quote.text for action in duty.actions] == [act]


WORDS = [
    ("企业要做到应保尽保，应检尽检。", "must", ["做到应保尽保，应检尽检"]),
    ("企业要清理应收账款。", "must", ["清理应收账款"]),
    ("加强应急管理，开展应变能力培训。", "must", ["加强应急管理，开展应变能力培训"]),
    ("形成可复制可推广的经验，完善可操作的办法。", "must", ["形成可复制可推广的经验，完善可操作的办法"]),
    ("加强安全可控的系统建设。", "must", ["加强安全可控的系统建设"]),
    (
        "其个人应缴纳的保险费从基金中列支。",
        "must",
        ["其个人应缴纳的保险费从基金中列支"],
    ),
]


@pytest.mark.parametrize(("text", "modality", "acts"), WORDS, ids=[text for text, _, _ in WORDS])
def test_words_that_hold_the_character(text: str, modality: str, acts: list[str]) -> None:
    (duty,) = duties(text)
    assert duty.modality.value == modality
    assert "，".join(action.quote.text for action in duty.actions) == "，".join(acts)
