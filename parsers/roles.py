"""What a sentence is that holds no duty, and which sentences can hold one at all.

Every answer but "undecided" rests on words of the sentence or of the headings above it; ``parsers.facts`` goes on where
no statement was found, ``parsers.fragments`` tells rows, names and figures, which are no sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from parsers.facts import became, to_reach
from parsers.hints import ALL, hint
from parsers.lexicon import lexicon
from parsers.predicates import ANSWERS
from parsers.readings import Reading, Role
from parsers.segments import RawSentence
from policies.documents import Doubt, SentenceRole
from policies.duties import Modality
from policies.vocabulary.tables import alternation, table

__all__ = [
    "NO_SETTING",
    "Setting",
    "Verdict",
    "is_dated",
    "list_heading",
    "names_listed",
    "no_duty",
    "setting_of_titles",
]

Verdict = tuple[SentenceRole, str]


class _Patterns:
    def __init__(self) -> None:
        data = table("roles")
        guiding = data["guiding_headings"]
        self.guiding = re.compile(rf"^(?:{alternation(guiding['words'])})")
        self.mixed = re.compile(alternation(guiding["mixed"]))
        self.goal = re.compile(alternation(guiding["goal"]) + r"$|^到\s*20[0-9]{2}\s*年")
        reports = data["report_headings"]
        self.told, self.weighed = (
            re.compile(rf"(?:{alternation(reports[name])})(?:[与和及（(:：\s].*)?$") for name in ("told", "weighed")
        )
        lead = data["lead"]
        self.lead = re.compile(alternation(lead["words"]))
        self.weak_lead = re.compile(alternation(lead["weak"]))
        self.lead_closing = re.compile(rf"(?:{alternation(lead['closing'])})[^，。；]{{0,6}}$")
        named = {
            SentenceRole.DEFINITION: data["definition"]["words"],
            SentenceRole.SCOPE: data["scope"]["words"],
            SentenceRole.COMMENCEMENT: data["commencement"]["words"],
        }
        self.named = [(role, re.compile(alternation(words))) for role, words in named.items()]
        self.any_named = re.compile(alternation(chain(*named.values())))
        self.finding = re.compile(
            rf"(?:^|[，：；])(?:但|而|同时|虽然|由于|并且)?(?P<opening>{alternation(data['finding']['opening'])})"
            rf"|(?P<words>{alternation(data['finding']['words'])})(?![^，。；]{{0,16}}的[^，。；])"
        )
        self.settled = re.compile(alternation(data["scope"]["settled"]))
        self.pointer = re.compile(alternation(data["pointer"]["words"]))
        self.contact = re.compile(alternation(data["contact"]["words"]))


@cache
def _patterns() -> _Patterns:
    return _Patterns()


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands: under a guiding heading, a goal, a report, or in a unit that directs.

    ``mixed``: the heading promises general demands, among which stand orders with a subject of their own.
    ``weighed``: the report weighs reasons and chances, among which a bare imperative is an order. ``aims``: only the
    form of the heading speaks for a report, so that a sentence with a date to come is none.
    """

    guiding: bool = False
    goal: bool = False
    report: bool = False
    mixed: bool = False
    weighed: bool = False
    aims: bool = False
    listed: bool = False  # 申请条件, 申报材料: who or what is listed
    dated: bool = False  # a date that opened the sentence before ； holds on


NO_SETTING = Setting()


def setting_of_titles(titles: list[str]) -> Setting:
    """The setting that headings (outermost first) tell; the innermost one that says anything decides."""
    return _setting(tuple(titles)) if titles else NO_SETTING


@lru_cache(maxsize=1024)  # every sentence asks for those above it
def _setting(titles: tuple[str, ...]) -> Setting:
    for depth, title in reversed(list(enumerate(titles))):
        found = _setting_of(title) if title else None
        if found is _AIMED:
            above = _setting(titles[:depth])
            return above if above.goal or above.guiding else found
        if found is not None:
            return found
    return NO_SETTING


_AIMED = Setting(report=True, aims=True)  # （一）综合实力大幅提升: told, or aimed at where a heading above sets goals


@lru_cache(maxsize=1024)
def _setting_of(title: str) -> Setting | None:
    """The setting that one heading tells; None where it tells none."""
    patterns = _patterns()
    if list_heading([title]) and _names(title):
        return _LISTED
    if _EXTENT.fullmatch(title):
        return NO_SETTING  # 试点范围 among the general demands: who is to be chosen
    mixed = bool(patterns.mixed.search(title))
    for pattern, weighed in ((patterns.told, False), (patterns.weighed, True)):
        told = pattern.search(title)
        if told and (told.start() == 0 or _names(title)):
            return Setting(report=True, weighed=weighed)
    if patterns.goal.search(title):
        return Setting(goal=True, mixed=mixed)
    if patterns.guiding.search(title):
        return Setting(guiding=True, mixed=mixed)
    return _AIMED if became(title) else None


_LISTED = Setting(listed=True)
_EXTENT = re.compile("[^，。；]{0,6}(?:范围|对象|步骤|安排)")


def list_heading(titles: list[str]) -> Verdict | None:
    """What an item is in which no act was found, where a heading above it says what is listed (申请条件, 申报材料)."""
    data = table("roles")["list_headings"]
    for title in reversed(titles):
        if title.endswith(tuple(data["scope"])):
            return SentenceRole.SCOPE, title
        if title.endswith(tuple(data["papers"])):
            return SentenceRole.FORM, title
    return None


def names_listed(words: str) -> bool:
    """Whether *words* end in what lists of persons, bodies or papers hold (…人才, …机构, …材料)."""
    return words.endswith(tuple(table("roles")["list_headings"]["ends"]))


def _names(title: str) -> bool:
    """Whether a heading names its subject: 不断优化发展环境 tells what to do, 发展环境 does not."""
    lex = lexicon()
    return "，" not in title and not lex.directive.match(title) and not lex.adverb.match(title)


def is_dated(words: str, holds: int = ALL) -> bool:
    """Whether a goal names the date by which it is to be reached (到2025年，…) before what is to be reached."""
    return holds & _MAY_BE_DATED != 0 and bool(_DATED.match(words) or _DATED_LATER.search(words))


_FIGURE = re.compile(
    r"翻[一两二三四]番|[0-9０-９一二三四五六七八九十]{1,9}(?:\.[0-9]{1,6})?\s*(?:%|％|个百分点|家|个|万|亿|名|人|项|起)|年底前|月底前|[0-9]{4}年底|“十[一二三四五]五”末|到[0-9]{4}年"
)
_ORDER = re.compile(r"翻.番|下降|达到|降低|减少|不超过|控制在|以上|以内|不低于|实现|完成|建成|形成|消除|遏制|底前")
# 到2025年，…: a goal with a date is to be reached by that date
_DATED = re.compile(
    r"(?:力争|再|争取)?(?:用|[0-9一二三四五六七八九十至到]{1,4}年)[^，。；]{0,6}(?:年|时间)(?:左右)?(?:的)?(?:时间)?内?[，,]|(?:到|至|力争到?)?\s*20[0-9]{2}\s*年(?:底|末|[0-9]{1,2}月底?)?(?:前|[，,以]|全|基本|各|完成|建|实现)"
)

_DATED_LATER = re.compile(r"，(?:到|至)\s*20[0-9]{2}\s*年(?:底|末)?[，,]")


_MAY_BE_DATED = hint(_DATED, _DATED_LATER)


_MADE = re.compile(
    r"(?:为|根据|按照|依据|结合|鉴于)[^。]*?(?:，|，现)?(?:特)?制[定订](?:本|以下|了|《|如下|(?P<kind>[^，。]{2,24}(?:方案|办法|规定|意见|细则|措施|计划|条例|规划|预案|制度)$))"
)


_STATE_SYSTEM = re.compile(
    r"(?:国家|本省|本市|全省|全市)(?:对[^，。]{2,60})?实行[^，。]{2,30}制度$"
)  # 国家对…实行许可制度
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
# an opening that carries out something with the last of its words (成立…小组, 授予…) is more than an opening
_PERFORMS = re.compile(
    r"(?:^|，)(?:对[^，。]*予以[^，。]+|授予[^，。]+|(?:决定)?(?:成立|设立|建立|调整|同意|增补)[^，。]+|国家[^，。]*悬挂[^，。]+)$"
)
_URGES = re.compile(r"(?:^|，)(?:现|敬)?请(?!示|求)[^。；]{0,40}(?:执行|落实|实施|贯彻|遵照|办理)")


# a reward promised to whoever does well: 对做出显著成绩的单位和个人，给予奖励
_REWARD = re.compile(
    r"对[^。]*(?:成绩|贡献|突出|显著|有功)[^，。；]*(?:单位|个人|集体|人员|组织|者)，(?:由[^，。；]*?)?(?:给予|予以|进行)?(?:表彰|奖励|表扬)"
)
# what closes a report to a superior: 以上意见如无不妥，请批转…
_SUBMITTED = re.compile("如无不妥|当否，请|妥否，请|是否妥当")


_EQUATION = re.compile("[=＝]|[×÷]|计算(?:方法|公式)：")


_MAY_BE_FORMULA = hint(_EQUATION, lambda: _patterns().settled, _REWARD, _SUBMITTED)


def _formula(words: str) -> Verdict | None:
    """What another rule settles, what rewards, what closes a report."""
    for pattern, role in (
        (_EQUATION, SentenceRole.DEFINITION),
        (_patterns().settled, SentenceRole.SCOPE),
        (_REWARD, SentenceRole.BENEFIT),
        (_SUBMITTED, SentenceRole.FORM),
    ):
        found = pattern.search(words)
        if found and (pattern is not _REWARD or found.start() == 0):
            return role, found.group(0)
    return None


def no_duty(
    text: str, sentence: RawSentence, readings: list[Reading], setting: Setting, *, preamble: bool, cued: bool
) -> Verdict | None:
    """(role, words that show it) when *sentence* holds no duty; None when it does or may."""
    patterns = _patterns()
    words = text[sentence.start : sentence.inner_end]
    banned = any(reading.modality is Modality.MUST_NOT for reading in readings)
    bracketed = "（" in words or "(" in words
    holds = ALL if bracketed else sentence.holds  # what stands about a bracket may be one word without it
    named = (
        None if banned or not holds & _MAY_BE_NAMED else _named(words, cued=cued)
    )  # a ban is never passed over for a formula beside it
    if named:
        return named
    bare = _BRACKETED.sub("", words) if bracketed else words
    formula = _formula(bare) if not cued and holds & _MAY_BE_FORMULA else None
    if formula:
        return formula
    contact = patterns.contact.match(words) if holds & _MAY_BE_CONTACT else None
    if contact:
        return SentenceRole.FORM, contact.group(0)
    if setting is not NO_SETTING:
        line = sentence.stop in ("", "\n", "\t")
        stands = _where_it_stands(text, words, readings, setting, cued=cued, line=line)
        if stands:
            return stands
    made = _MADE.match(bare) if holds & _MAY_BE_MADE else None
    if made and not cued and (not made.group("kind") or words.startswith("为") or "《" in words or "特制" in words):
        return SentenceRole.PURPOSE, made.group(0)
    if preamble:
        lead = patterns.lead.search(words)
        if lead is None and patterns.lead_closing.search(words, max(0, len(words) - 16)):
            lead = patterns.weak_lead.search(words, words.rfind("；") + 1)
        if lead and not _URGES.search(words) and not _PERFORMS.search(_BRACKETED.sub("", words)):
            return SentenceRole.CITATION_LEAD, lead.group(0)
    pointer = patterns.pointer.search(words, max(0, len(words) - 12)) if holds & _MAY_POINT else None
    if pointer and len(words) < 50:
        return SentenceRole.CITATION_LEAD, pointer.group(0)
    return _finding(text, sentence, readings, cued=cued)


def _named(words: str, *, cued: bool) -> Verdict | None:
    """Definition, scope, commencement: told by words of their own in the main clause."""
    patterns = _patterns()
    # （以下简称…） names a thing in passing; the sentence does something else. Brackets may hold brackets.
    bare = _BRACKETED.sub("", _BRACKETED.sub("", words)) if "（" in words or "(" in words else words
    for role, pattern in patterns.named if patterns.any_named.search(bare) else ():
        found = pattern.search(bare)
        if not found or (cued and role is not SentenceRole.SCOPE and len(words) > 60):
            continue
        if role is SentenceRole.COMMENCEMENT and (
            (found.group(0) == "有效期" and not _LASTS.match(bare, found.end())) or _EXPLAINS.search(bare)
        ):
            continue
        if role is SentenceRole.SCOPE and (_LAID_ON.search(bare) or ("仅适用" in bare and not _OF_THIS.search(bare))):
            continue
        if role is SentenceRole.SCOPE and not _OF_THIS.search(bare) and _RELATIVE.search(bare, found.start()):
            continue
        return role, found.group(0)
    thought = _THOUGHT.match(words)
    if thought:
        return SentenceRole.GUIDING, thought.group(0)
    who = _NAMES_WHO.match(bare) if not cued else None
    if who:
        return SentenceRole.DEFINITION, "为"
    state = _STATE_SYSTEM.match(bare)
    return (SentenceRole.SCOPE, state.group(0)) if state and not cued else None


# 检验机构为省食品检验院: who does what is told, not laid on him (牵头单位为X does)
_NAMES_WHO = re.compile(
    "[^，。；]{0,8}(?<!责任)(?<!牵头)(?<!配合)(?:机构|单位|部门|中心)为[^，。；]{2,30}(?:院|所|中心|公司|局|厅|委|校|站|部门)$"
)

_MAY_POINT, _MAY_BE_CONTACT = hint(lambda: _patterns().pointer), hint(lambda: _patterns().contact)
_MAY_BE_MADE = hint(_MADE)
# 总体要求是：…, and an item of a list of principles
_THOUGHT = re.compile(
    r"[^，。；：]{0,16}(?:指导思想|总体要求|总体思路|工作方针)是|(?:[^，。；：]{0,20}遵循|坚持|实行)[^，。；]*的原则$"
)
_MAY_BE_NAMED = hint(lambda: _patterns().any_named, _THOUGHT, _STATE_SYSTEM, _NAMES_WHO)
_EXPLAINS = re.compile(
    r"由[^，。；]{2,60}(?:负责|承担)[^，。；]{0,4}解释|解释(?:工作)?由[^，。；]{2,60}(?:负责|承担)"
)  # who answers for the reading of the text
_LAID_ON = re.compile(r"由[^，。；]{2,60}另行")  # 由X另行制定: X is to do it
_OF_THIS = re.compile(r"本[^，。；的]{2,8}(?:不|仅)?适用")
# 有效期为3年, 有效期5年, not 有效期内的… or 延长有效期限
_LASTS = re.compile(r"限?(?:[为至自：:到是]|[0-9一二三四五六七八九十两]+(?:年|个月))")
_RELATIVE = re.compile(r"适用[^，。；]*的(?:$|，|[^，。；]{4,})")  # 开展适用于…的研发, 既适用本规定的，


_ORDERS = re.compile(r"(?:都|均|仍|还|更)?(?:要|应|应当|必须|务必|须|需|需要|不得|严禁|禁止|不能|不准|不可)$")
_STRICT = re.compile(r"必须|务必|不得|严禁|禁止|不准|不许")
_TO_COME = re.compile(r"(?:到|至|力争|争取)")


def _where_it_stands(
    text: str, words: str, readings: list[Reading], setting: Setting, *, cued: bool, line: bool
) -> Verdict | None:
    """What the headings above make of a sentence; *line*: the end of a line closes it, not a mark."""
    if setting.listed:
        last = readings[-1]  # 全面检查危险化学品企业 orders; 重点支持的机构 and 享受津贴专家 are names
        ordered = last.imperative and "的" not in text[last.act : last.segment.end] and text[last.act] not in "享获"
        return (SentenceRole.SCOPE, "heading") if names_listed(words) and not cued and not ordered else None
    if setting.report:
        aside = (Role.FRAME, Role.TIME, Role.CONNECTIVE, Role.CONDITION)
        first = next((reading for reading in readings if reading.role not in aside), None)
        ordered = first is not None and first.role is Role.PREDICATE and first.imperative
        if cued or (setting.weighed and ordered) or (setting.aims and _TO_COME.match(words)):
            return None
        return SentenceRole.FINDING, "heading"
    if not setting.guiding and not setting.goal:
        return None
    if _FIGURE.search(words) and _ORDER.search(words):
        return None
    if setting.goal and line and re.search("[0-9]", words):
        return SentenceRole.UNDECIDED, Doubt.ROW  # a row of a table of targets
    if setting.goal and (setting.dated or is_dated(words)):
        return None
    orders = [r for r in readings if r.cue and _ORDERS.match(text, *r.cue)]
    if orders and (setting.mixed or setting.goal):
        named = any(reading.subjects for reading in orders)
        return None if named else (SentenceRole.UNDECIDED, Doubt.GENERAL)
    if any(r.cue and _STRICT.match(text, *r.cue) for r in readings):
        return SentenceRole.UNDECIDED, Doubt.GENERAL  # 必须…, 不得… among principles
    return SentenceRole.GUIDING, "heading" if setting.guiding else "goal without a figure"


# 是 as the main verb, 了 or 已 in the main clause, a superior body whose stance is told
_MAY_REPORT = re.compile(  # what each report holds; a test holds it against the pattern
    "是|了|必将|有助于|有利于|关系到|事关|受到|具有|据|被|遇难|死亡|受伤|发生|高度关注|个别|部分|少数|一些|党中央"
)
_REPORT = re.compile(
    r"(?:^|，)(?:这|也|都|既|更|正)?是(?!否)|^[^，“《（]{2,30}(?<!任务)(?<!准则)(?<!职责)(?<!内容)(?<![特尤凡只就正于还或要实别仅不但一二三四五六七八九])(?<!实事求)是(?!否|非|用来)[^，]*(?:，|$)|"
    r"，(?:必将|有助于|有利于|关系到|事关)|(?:取得|发生|提出|作出|建立|形成|开展|出台|造成|带来|显示|面临|召开|导致|完善|组成|采取|安排|编制|打造)了|[\u4e00-\u9fff](?<![为除罢到])了(?![解结却然望如]|[^，。；]*的(?:，|$))[\u4e00-\u9fff“《]|受到[^，。；]{0,24}(?:处分|处罚|警告)(?!的)|具有[^，。；的]{0,12}(?:意义|作用)(?=，|$)|^据[^，。；]{0,16}(?:统计|摸排|调查|测算)|被(?:移交|移送|依法|判处|追究|撤职|免职|开除|给予)|[0-9]+名?[^，。；]{0,6}(?:遇难|死亡|受伤)|在事故中死亡|时有发生|共发生|高度关注|^(?:个别|部分|少数|一些)[^，。；]{2,14}(?:不|没有|没|未)|^党中央[、和]?国务院(?:高度重视|始终|历来)"
)
# what has changed by itself, in a sentence that orders nothing
_CHANGED = re.compile(
    r"(?:有所|不断|日益|持续|明显|显著|大幅)(?:增加|加大|增多|加剧|上升|提高|增强|改善|提升|下降)(?=，|$)"
    r"|取得(?:显著|明显|积极|重大|决定性)[^，。；]{0,8}(?=，|$)"
)


_STATE = re.compile(r"是(?!否)|已(?!立项)|取得了|存在(?!的)")
# what was done or is the case so far, told of somebody
_SO_FAR = re.compile(
    r"近年来|当前，|目前，|以来，|取得(?:了|显著|明显|积极|较)(?![^，。]{0,20}的)|(?<![、对在将把])(?<!退还)(?<!返还)(?<!支付)(?<!收回)(?<!追回)已(?:经)?(?![^，。]{0,20}的)|(?<![不否])存在(?![^，。]{0,20}的)|面临|高度重视[^，。]*，(?:要求|先后)"
)


# 个别企业不顾安全生产条件…: what some do is told, unless a cue orders it
_SOME = re.compile("(?:但|而|同时)?(?:极?个别|极?少数|有的|有些|一些|部分)(?=[\u4e00-\u9fff]{2})")


_MAY_BE_REPORT, _MAY_BE_SOME, _MAY_HAVE_CHANGED = map(hint, (_REPORT, _SOME, _CHANGED))
_MAY_BE_FINDING = hint(lambda: _patterns().finding)


def _finding(text: str, sentence: RawSentence, readings: list[Reading], *, cued: bool) -> Verdict | None:
    """Reports and reasoning: no cue, and no predicate that opens its segment as an imperative."""
    if cued:
        return None
    patterns = _patterns()
    words = text[sentence.start : sentence.inner_end]
    may_report = sentence.holds & _MAY_BE_REPORT and _MAY_REPORT.search(words) and not ANSWERS.search(words)
    reported = _REPORT.search(words) if may_report else None
    if reported and not any(r.role is Role.SUBJECT and r.subjects for r in readings):
        return SentenceRole.FINDING, reported.group(0)
    some = _SOME.match(words) if sentence.holds & _MAY_BE_SOME else None
    if some and not readings[0].imperative:
        return SentenceRole.FINDING, some.group(0)
    acts = [r for r in readings if r.role is Role.PREDICATE and (r.imperative or r.subjects)]
    if acts:
        first = acts[0]
        listed = text[first.act - 1 : first.act] == "、"  # an attribute (示范基地、已开展试点的城市), no main clause
        states = not listed and not ANSWERS.match(text, first.act) and _STATE.match(text, first.act)
        told = states or (not first.imperative and _SO_FAR.search(words))
        return (SentenceRole.FINDING, told.group(0)) if told else None
    found = patterns.finding.search(words) if sentence.holds & _MAY_BE_FINDING else None
    if not found and sentence.holds & _MAY_HAVE_CHANGED and not to_reach(words):
        found = _CHANGED.search(words)
    if found:
        return SentenceRole.FINDING, found.group(0).lstrip("，：；")
    return SentenceRole.UNDECIDED, ""
