"""What a sentence is that holds no duty, and which sentences can hold one at all."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from parsers.readings import Reading, Role
from parsers.segments import RawSentence
from policies.documents import Clause, SentenceRole
from policies.duties import Modality
from policies.vocabulary.tables import alternation, table

__all__ = ["Setting", "no_duty", "setting_of"]


class _Patterns:
    def __init__(self) -> None:
        data = table("roles")
        self.guiding = re.compile(rf"^(?:{alternation(data['guiding_headings']['words'])})|原则$")
        self.goal = re.compile(alternation(data["guiding_headings"]["goal"]) + "$")
        background = alternation(data["guiding_headings"]["background"])
        self.background = re.compile(rf"(?:[我全][省市县区]|目前|当前|“十[一二三四五]五”|行业|规划|主要)*{background}")
        self.settled = re.compile(alternation(data["scope"]["settled"]))
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
    """Where a sentence stands: under a guiding heading, a goal, a report, or in a unit that directs."""

    def __init__(self, *, guiding: bool = False, goal: bool = False, background: bool = False) -> None:
        self.guiding, self.goal, self.background = guiding, goal, background


def setting_of(trail: tuple[Clause, ...]) -> Setting:
    """The setting that the headings of *trail* tell; the innermost one that says anything decides."""
    patterns = _patterns()
    for clause in reversed(trail):
        if clause.title and patterns.goal.search(clause.title):
            return Setting(goal=True)
        if clause.title and patterns.guiding.search(clause.title):
            return Setting(guiding=True)
        if clause.title and patterns.background.fullmatch(clause.title):
            return Setting(background=True)
    return Setting()


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


# a reward promised to whoever does well: 对做出显著成绩的单位和个人，给予奖励
_REWARD = re.compile(
    r"对[^。]*(?:成绩|贡献|突出|显著|有功)[^，。；]*(?:单位|个人|集体|人员|组织|者)，(?:由[^，。；]*?)?(?:给予|予以|进行)?(?:表彰|奖励|表扬)"
)
# what closes a report to a superior: 以上意见如无不妥，请批转…
_SUBMITTED = re.compile("如无不妥|当否，请|妥否，请|是否妥当")


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
    banned = any(reading.modality is Modality.MUST_NOT for reading in readings)
    for role, pattern in told:
        found = pattern.search(bare)
        if banned:
            break  # a prohibition is never passed over for a formula beside it
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
    settled = patterns.settled.search(bare)
    if settled and not cued:
        return SentenceRole.SCOPE, settled.group(0)
    if setting.background and not cued:
        return SentenceRole.FINDING, "heading"
    rewarded = _REWARD.match(bare)
    if rewarded and not cued:
        return SentenceRole.BENEFIT, rewarded.group(0)
    submitted = _SUBMITTED.search(words)
    if submitted:
        return SentenceRole.FORM, submitted.group(0)
    made = _MADE.match(bare)
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
    r"[\u4e00-\u9fff](?<![为除罢到])了(?![解结却然望如]|[^，。；]*的(?:，|$))[\u4e00-\u9fff“《]|受到[^，。；]{0,24}(?:处分|处罚|警告)(?!的)|具有[^，。；的]{0,12}(?:意义|作用)(?=，|$)|^据[^，。；]{0,16}(?:统计|摸排|调查|测算)|被(?:移交|移送|依法|判处|追究|撤职|免职|开除|给予)|[0-9]+名?[^，。；]{0,6}(?:遇难|死亡|受伤)|在事故中死亡|时有发生|共发生|高度关注|^(?:个别|部分|少数|一些)[^，。；]{2,14}(?:不|没有|没|未)|^党中央[、和]?国务院(?:高度重视|始终|历来)|(?:有所|不断|日益|持续|明显)(?:增加|加大|增多|加剧|上升|提高|增强|改善)(?=，|$)"
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
