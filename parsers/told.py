"""Sentences with a predicate that only tell: what was asked, done, measured or is expected, and who is meant.

Replies (复函), reports and circulars of criticism (通报) tell more than they order. Each rule rests on words of the
sentence: a request of whoever is answered, a completed act (了, 已), a past year, an expectation, a noun phrase. A cue
that orders (要, 应, 不得 …) leaves the sentence a duty, except in a request, which is told with its cue.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import cache

from parsers.facts import fact_of
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.predicates import ANSWERS
from parsers.readings import Reading, Role
from parsers.segmenter import Words
from parsers.segments import RawSentence
from policies.documents import SentenceRole
from policies.duties import Modality
from policies.vocabulary.tables import alternation, table

__all__ = ["told_of"]

Verdict = tuple[SentenceRole, str]

_ORDERED = re.compile(r"，(?:请|须|应|要|现|我[省市县区部局委厅]|同意|原则同意)")
_YEAR = re.compile(
    r"(?:截至|截止到?|到|至|在)?(?P<year>(?:19|20)[0-9]{2})年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?|[上下]半年|[一二三四]季度|底|末|初)?"
    r"(?!度|来|起|代|版|前|后|以[来前后上]|之[前后]|[至到—－-])"
)
# a completed act in the main clause; 了 inside a relative clause (造成了损失的) or a word (了解, 为了) is none
_DONE = re.compile(
    r"(?<![为除罢到明未不])了(?![解结却然望如案]|[^，。；]*的)(?=[一-鿿“《0-9])|(?:^|，)(?:目前|此前|先后)[^，。；]{0,12}已|"
    r"^对[^，。；已]{2,24}已(?:经)?(?:依法)?[^，。；的]{2,}$"
)
_HAS_DONE = re.compile(
    r"(?:(?:于|在)[^，。；了]{2,24}?|[^，。；的了]{0,8})(?P<did>[^，。；的了为除罢到明未不]{2}了(?![解结却然望]))"
)
_AIMED = re.compile("为了|确保|力争|以便|，以(?![来及上下后前])")
# a time until today, and what somebody holds or a survey showed; 认为…的， tells a case
_LATELY = re.compile(
    "(?:近|最近)[0-9一二三四五六七八九十两几]*年来?，?(?!内)|(?:近年|长期以|一直以|多年|历年|今年以|去年以|上半年以|[0-9]{4}年以)来"
)
# what has happened of late: 近期，部分企业发生多起事故
_HAPPENED = re.compile(
    "(?:近期|近日|近来|日前|前期|前不久|前段时间|今年以?来|去年|最近|[0-9]{1,2}月(?:份|以来|[0-9]{1,2}日)?)，?[^；。]{2,60}?"
    "(?:发生|出现|暴露|造成|存在|反映出|相继|接连|连续发生|先后)"
)
# what closes a report to a superior, and what gives way to the rules of one
_SUBMITTED = re.compile("[^。；]{0,12}(?:如无不妥|当否|妥否|可否|是否妥当)[，,]?请")
_GIVES_WAY = re.compile(
    "(?:今后|以后)?(?:如|若|如果)?(?:上级|国家|省|市|法律|法规)[^，。；]{0,16}(?:另?有|出台)(?:新的?|其他)?(?:规定|要求|政策)(?:的|时)?[，,](?:则)?(?:按|从|依|以)"
)
_HOLDS = re.compile(
    "认为(?![^，。；]*的(?=，|$))|(?:结果|数据|调查|监测|分析|资料|事实|实践)(?:充分)?(?:表明|显示|证明)"
)
_CASE = re.compile(r"的(?=，|$)|如果|凡|若")
_EXPECTED = re.compile(
    r"(?:^|，)(?:(?:19|20)[0-9]{2}年|初步|经测算)?(?:预计|预测|估计)(?!算|工作|结果|方法|模型|预警|机制)"
)
_CRITERION = re.compile(r"[^，。；：]{3,}的")
_BREACH = re.compile(r"违反|未|逾期|不|造成|拒绝|擅自|构成|情节|因|[^，。；]{2,30}(?:发生过|受到过|存在)")
# 公示时间, 抽查事项: a verb before one of these is part of a noun
_OF_AN_ACT = re.compile(
    "时间|日期|流程|事项|范围|对象|内容|标准|方式|条件|期限|程序|机构|单位|人员|费用|指标|结果|样品|地点"
)
_QUALITY = re.compile("符合|满足|具备|具有|取得|从事|持有|获得")  # 符合条件的申请人: which ones are meant
# what stands behind a label or a remark; what a thing is; a phrase that only names
_REMARK = re.compile(r"[（(]?(?:注|备注|说明)[0-9]{0,2}[：:]|[^，。；：]{1,6}(?:时间|地点|地址)[：:]")
_IS = re.compile(
    r"[^，“《：]{2,40}是[^，。；]{2,40}(?:举措|途径|要求|基础|内容|任务|保障|体现|关键|标志|手段|载体|支撑|前提|环节)(?=，|$)"
)
# what somebody is called, and how something is: 检验机构为省检测研究院, 工艺要求高，运行成本较高
_EQUALS = re.compile(r"(?:即为|为|系)(?P<what>[^，。；、：“”（(]{3,30})")
_OFFICE_HELD = re.compile("责任|负责|组长|成员|主任|牵头|联系|召集|主体|之日|以上|以下|以内|[0-9一二三四五六七八九十]")
_STATES = re.compile(
    r"(?:[^，。；]{2,24}(?:高|低|大|小|少|好|差|强|弱|重|紧|复杂|多样|多方面|薄弱)，)*"
    r"[^，。；]{2,24}?(?:较|很|十分|非常|比较|极为|不够|任务|时间)(?:高|低|大|小|少|好|差|强|弱|重|紧|严重|突出|复杂|困难|薄弱|明显|艰巨|繁重)"
)
_NAMED = re.compile(r"[^，。；：]{4,28}(?:情况|水平|能力|事项|课程|价值|流程|措施|知识)(?:等)?")
_OPENS_NOUN = re.compile("相关|有关|从事|被|与[^，。；]{2,16}相关的|[^，。；]{2}(?:时间|日期|流程|事项|专业)")
_DEALS = re.compile("(?<![应绝针面])对(?!外|口)|向(?!导)|由|采取|落实|新增|调查|了解")
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_WHO = re.compile(
    r"[^，。；]*的[^，。；的]{0,20}(?:企业|机构|单位|人才|人员|专家|带头人|团队|个人|家庭|组织|园区|空间|申请人)"
)


@cache
def _asked() -> re.Pattern[str]:
    data = table("roles")["asked"]
    return re.compile(
        rf"(?:关于)?(?:你(?:{alternation(data['bodies'])})(?:{alternation(data['verbs'])})"
        rf"|[一-鿿]{{2,8}}[省市县区](?:人民政府)?请求(?!的|事项))"
    )


_MAY_BE_EXPECTED, _MAY_BE_OF_A_YEAR, _MAY_BE_DONE = map(hint, (_EXPECTED, _YEAR, _DONE))
_MAY_CLOSE = hint(_SUBMITTED, _GIVES_WAY)
_MAY_BE_HELD, _MAY_BE_LATELY, _MAY_HAVE_HAPPENED = map(hint, (_HOLDS, _LATELY, _HAPPENED))
_MAY_BE_ASKED = hint(_asked)


def told_of(
    text: str, sentence: RawSentence, readings: Sequence[Reading], signed: datetime.date | None, tags: Words
) -> Verdict | None:
    """Role and evidence of a *sentence* that tells something although a predicate was found in it.

    *signed* is the date of its part: what a year before it measured is no target.
    """
    words, holds = text[sentence.start : sentence.inner_end], sentence.holds
    heads_list = sentence.segments[-1].mark == "："
    for pattern, role in ((_SUBMITTED, SentenceRole.FORM), (_GIVES_WAY, SentenceRole.SCOPE)):
        if holds & _MAY_CLOSE and (closing := pattern.match(words)):
            return role, closing.group(0)
    held = _HOLDS.search(words) if holds & _MAY_BE_HELD else None
    if held and not any(reading.cue for reading in readings):
        return SentenceRole.FINDING, held.group(0)
    if heads_list or any(reading.modality is Modality.MUST_NOT for reading in readings):
        return None
    asked = _asked().match(words) if holds & _MAY_BE_ASKED else None
    if asked and not _ORDERED.search(words, asked.end()):
        return SentenceRole.FINDING, asked.group(0)
    expected = _EXPECTED.search(words) if holds & _MAY_BE_EXPECTED else None
    if expected and not any(r.cue and r.modality is not Modality.MAY for r in readings):
        return SentenceRole.FINDING, expected.group(0).lstrip("，")
    if any(reading.cue for reading in readings):
        return None
    past = _YEAR.match(words) if holds & _MAY_BE_OF_A_YEAR else None
    if past and signed and int(past["year"]) < signed.year:
        return SentenceRole.FINDING, past.group(0)
    lately = _LATELY.match(words) if holds & _MAY_BE_LATELY else None
    lately = lately or (_HAPPENED.match(words) if holds & _MAY_HAVE_HAPPENED else None)
    if lately:
        return SentenceRole.FINDING, lately.group(0)
    remark = _REMARK.match(words) if "：" in words or ":" in words else None
    if remark and not any(reading.subjects for reading in readings):
        return SentenceRole.FORM, remark.group(0)
    answers = any(r.subjects and ANSWERS.match(text, r.act, sentence.inner_end) for r in readings)
    if "是" in words and not answers and _IS.match(_BRACKETS.sub("", words)):
        return SentenceRole.FINDING, "是"
    if called := _called(text, readings, sentence, tags):
        return called
    done = _DONE.search(words) if holds & _MAY_BE_DONE else None
    if done and not _CASE.search(words) and not _AIMED.search(words, 0, done.start()):
        return SentenceRole.FINDING, done.group(0).lstrip("，")
    did = _did(text, sentence, readings) if "了" in words else None
    return (SentenceRole.FINDING, did) if did else _weak(text, sentence, readings, words, tags)


def _called(text: str, readings: Sequence[Reading], sentence: RawSentence, tags: Words) -> Verdict | None:
    """What a body is: a 为 that no verb follows, where no office or figure is told (为第一责任人 is a duty)."""
    reading = readings[-1]
    if len(readings) > 1 or not reading.subjects:
        return None
    found = _EQUALS.fullmatch(text, reading.subjects[-1].end, sentence.inner_end)
    if found is None or _OFFICE_HELD.search(found["what"]):
        return None
    at, verbs = found.start("what"), False
    while at < found.end():
        verbs = verbs or tags.tag_at(at) in ("v", "vd") or _directs_at(text, at, found.end())
        at += max(1, tags.length_at(at))
    return None if verbs else (SentenceRole.DEFINITION, found.group(0))


def _did(text: str, sentence: RawSentence, readings: Sequence[Reading]) -> str | None:
    """What a named body did (发展改革委统筹考虑了…): the verb with 了 follows its name, or when and where, at once."""
    for reading in readings:
        if not reading.subjects:
            continue
        found = _HAS_DONE.match(text, reading.subjects[-1].end, sentence.inner_end)
        if found:
            return found["did"]
    return None


def _weak(text: str, sentence: RawSentence, readings: Sequence[Reading], words: str, tags: Words) -> Verdict | None:
    """Evidence that counts where no verb of direction opens any predicate of the sentence, and nobody is named."""
    acts = [r for r in readings if r.role in (Role.PREDICATE, Role.PURPOSE)]
    if _QUALITY.match(words) and _WHO.fullmatch(words, words.rfind("，") + 1):
        return SentenceRole.LIST_ITEM, "who is meant"
    if acts and _STATES.fullmatch(words):
        return SentenceRole.FINDING, "how it is"
    if any(r.subjects for r in readings) or any(_directs(text, r) for r in acts):
        return None
    last = sentence.segments[-1]
    named = _WHO.fullmatch(words, words.rfind("，") + 1) and not (
        tags.tag_at(last.start).startswith("v") and text[last.start] not in "获持具有任"  # 聘用…的人员 orders
    )
    if named and not _directs_at(text, last.start, last.end):
        return SentenceRole.LIST_ITEM, "who is meant"
    if all(_CRITERION.fullmatch(piece) for piece in words.split("，")) and _BREACH.match(words):
        return SentenceRole.LIST_ITEM, "case"
    fact = fact_of(words, list(readings), sentence.holds)
    if fact:
        return fact
    verbal = tags.tag_at(sentence.start).startswith(("v", "p", "d")) and not _OPENS_NOUN.match(words)
    if acts and not verbal and _NAMED.fullmatch(words) and not _DEALS.search(words):
        return SentenceRole.FORM, "nominal phrase"
    return None


def _directs(text: str, reading: Reading) -> bool:
    return _directs_at(text, reading.act, reading.segment.end)


def _directs_at(text: str, start: int, end: int) -> bool:
    lex = lexicon()
    if text.startswith(("相关", "有关", "从事"), start):
        return False
    dropped = lex.dropped.match(text, start, end) if text[start : start + 1] in lex.dropped_opens else None
    start = dropped.end() if dropped else start
    char = text[start : start + 1]
    verb = lex.directive.match(text, start, end) if char in lex.directive_opens else None
    return bool(
        (verb and verb.end() - verb.start() > 1 and not _OF_AN_ACT.match(text, verb.end(), end))
        or (char in lex.adverb_opens and lex.adverb.match(text, start, end))
        or (char in lex.prevent_opens and lex.prevent.match(text, start))
    )
