"""What a sentence is that holds no duty, and which sentences can hold one at all."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from parsers.readings import Reading, Role
from parsers.segments import RawSentence
from policies.documents import Clause, SentenceRole
from policies.vocabulary.tables import alternation, table

__all__ = ["Setting", "no_duty", "setting_of"]


class _Patterns:
    def __init__(self) -> None:
        data = table("roles")
        self.guiding = re.compile(rf"^(?:{alternation(data['guiding_headings']['words'])})|原则$")
        self.goal = re.compile(alternation(data["guiding_headings"]["goal"]) + "$")
        self.lead = re.compile(alternation(data["lead"]["words"]))
        told = {
            SentenceRole.DEFINITION: data["definition"]["words"],
            SentenceRole.SCOPE: data["scope"]["words"],
            SentenceRole.COMMENCEMENT: data["commencement"]["words"],
        }
        self.told = [(role, re.compile(alternation(words))) for role, words in told.items()]
        self.any_told = re.compile(alternation(chain(*told.values())))
        self.benefit = re.compile(alternation(data["benefit"]["words"]))
        self.finding = re.compile(alternation(data["finding"]["words"]))
        self.pointer = re.compile(alternation(data["pointer"]["words"]))
        self.contact = re.compile(alternation(data["contact"]["words"]))


@cache
def _patterns() -> _Patterns:
    return _Patterns()


class Setting:
    """Where a sentence stands: under a guiding heading, under a goal, or in a unit that directs."""

    def __init__(self, *, guiding: bool, goal: bool) -> None:
        self.guiding, self.goal = guiding, goal


def setting_of(trail: tuple[Clause, ...]) -> Setting:
    """The setting that the headings of *trail* tell; the innermost one that says anything decides."""
    patterns = _patterns()
    for clause in reversed(trail):
        if clause.title and patterns.goal.search(clause.title):
            return Setting(guiding=False, goal=True)
        if clause.title and patterns.guiding.search(clause.title):
            return Setting(guiding=True, goal=False)
    return Setting(guiding=False, goal=False)


_FIGURE = re.compile(
    r"[0-9０-９一二三四五六七八九十]{1,9}(?:\.[0-9]{1,6})?\s*(?:%|％|个百分点|家|个|万|亿|名|人|项|起)|年底前|月底前|[0-9]{4}年底|“十[一二三四五]五”末|到[0-9]{4}年"
)
_ORDER = re.compile(r"下降|达到|降低|减少|不超过|控制在|以上|以内|不低于|实现|完成|建成|形成|消除|遏制|底前")


_MADE = re.compile(
    r"(?:为|根据|按照|依据|结合|鉴于)[^。]*?(?:，|，现)?(?:特)?制[定订](?:本|以下|了|《|如下|[^，。]{2,24}(?:方案|办法|规定|意见|细则|措施|计划|条例|规划|预案|制度)$)"
)


_STATE_SYSTEM = re.compile(
    r"(?:国家|本省|本市|全省|全市)(?:对[^，。]{2,60})?实行[^，。]{2,30}制度$"
)  # 国家对…实行许可制度
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")


def no_duty(
    text: str, sentence: RawSentence, readings: list[Reading], setting: Setting, *, preamble: bool, cued: bool
) -> tuple[SentenceRole, str] | None:
    """(role, words that show it) when *sentence* holds no duty; None when it does or may."""
    patterns = _patterns()
    words = text[sentence.start : sentence.inner_end]
    bare = (
        _BRACKETED.sub("", words) if "（" in words or "(" in words else words
    )  # （以下简称…） names a thing in passing; the sentence does something else
    told = patterns.told if patterns.any_told.search(bare) else ()
    for role, pattern in told:
        found = pattern.search(bare)
        if found and not (cued and role is not SentenceRole.SCOPE and len(words) > 60):
            return role, found.group(0)
    state = _STATE_SYSTEM.match(bare)
    if state and not cued:
        return SentenceRole.SCOPE, state.group(0)
    contact = patterns.contact.match(words)
    if contact:
        return SentenceRole.FORM, contact.group(0)
    figured = _FIGURE.search(words) and _ORDER.search(words)
    if setting.guiding and not figured:
        return SentenceRole.GUIDING, "heading"
    if setting.goal and not figured:
        return SentenceRole.GUIDING, "goal without a figure"
    made = _MADE.match(words)
    if made and not cued:
        return SentenceRole.PURPOSE, made.group(0)
    if preamble:
        lead = patterns.lead.search(words)
        if lead and not re.search(r"请[^，。]{0,12}(?:执行|落实|实施|贯彻)", words):
            return SentenceRole.CITATION_LEAD, lead.group(0)
    pointer = patterns.pointer.search(words, max(0, len(words) - 12))
    if pointer and len(words) < 50:
        return SentenceRole.CITATION_LEAD, pointer.group(0)
    return _finding(text, sentence, readings, cued=cued)


# 是 as the main verb, 了 or 已 in the main clause, a superior body whose stance is told
_REPORT = re.compile(
    r"(?:^|，)(?:这|也|都|既|更|正)?是(?!否)|^[^，“《（]{2,30}(?<![特尤凡只就正于还或要实一二三四五六七八九])是(?!否|非)[^，]*(?:，|$)|"
    r"(?:取得|发生|提出|作出|建立|形成|开展|出台|造成|带来|显示|面临|召开|导致)了|^党中央[、和]?国务院(?:高度重视|始终|历来)|(?:有所|不断|日益|持续|明显)(?:增加|加大|增多|加剧|上升|提高|增强|改善)(?=，|$)"
)


_STATE = re.compile(r"是(?!否)|已(?!立项)|取得了|存在")
# what was done or is the case so far, told of somebody
_SO_FAR = re.compile(
    r"近年来|当前，|目前，|以来，|取得(?:了|显著|明显|积极|较)|已(?:经)?(?![^，。]{0,20}的)|存在|面临|高度重视[^，。]*，(?:要求|先后)"
)


def _finding(
    text: str, sentence: RawSentence, readings: list[Reading], *, cued: bool
) -> tuple[SentenceRole, str] | None:
    """Reports and reasoning: no cue, and no predicate that opens its segment as an imperative."""
    if cued:
        return None
    patterns = _patterns()
    words = text[sentence.start : sentence.inner_end]
    reported = _REPORT.search(words)
    if reported and not any(r.role is Role.SUBJECT and r.subjects for r in readings):
        return SentenceRole.FINDING, reported.group(0)
    acts = [r for r in readings if r.role is Role.PREDICATE and (r.imperative or r.subjects)]
    found = patterns.finding.search(words)
    if acts:
        first = acts[0]
        told = _STATE.match(text, first.act) or (not first.imperative and _SO_FAR.search(words))
        return (SentenceRole.FINDING, told.group(0)) if told else None
    if found:
        return SentenceRole.FINDING, found.group(0)
    benefit = patterns.benefit.search(words)
    if benefit:
        return SentenceRole.BENEFIT, benefit.group(0)
    return SentenceRole.UNDECIDED, ""
