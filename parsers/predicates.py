"""Where a predicate begins: verbs, adverbs, prepositions, and the noun phrases that only look like one."""

from __future__ import annotations

import re

from parsers.actors import heads_in, is_head
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.needles import opens
from parsers.segmenter import Words
from parsers.timings import time_opener
from policies.vocabulary.tables import alternation, table

__all__ = [
    "ANSWERS",
    "OWED",
    "acts_behind",
    "acts_first",
    "favours",
    "grants",
    "intends",
    "measures",
    "opens_predicate",
    "orders",
    "pays",
    "starts_with_verb",
    "verb_at",
    "verb_within",
]

_ADVERBIAL_TAG = ("d", "ad")

_LOOSE_TAG = ("a", "an", "i", "l", "p", "f", "m", "vd")  # what may stand between the head of a predicate and its verb

# a relative clause that narrows who is meant opens with these; other verbs before 的 have an object
_RELATIVE_OPENER = re.compile(
    r"在(?:省|市|县|自治区|各)|作为|取得|符合|具备|从事|负有|承担|涉及|存在|发生|使用|采用|列入|纳入|申请|获得|参加|接受|生产|经营|管理|运行|提供|负责|享受|设立|依法设立|达到|完成|配备|实行|驾驶|运营|办理|申报|领取|购买|租赁|入住|就读|居住|报考|投保"
)

_NOUNLIKE = re.compile(
    r"生产|经营|建设(?=单位|主管|行政|部门|管理|方|者|局|厅|委|、|工程)|施工|监理|运营|运输|使用|管理|监督管理|执法|教育|培训|检验|检测|评价|监管|监察|登记|审批|救援|宣传|维护|服务|研究|设计|勘察|"
    r"承包|主管|牵头|配合|责任|负有|有关|相关|涉农|涉及|拟(?!订|定|制)|下列|邻近|毗邻|相邻|周边|经办|参保|失业|返乡|试点|挂靠|从业|获奖|申请|投诉|投标|中标|供应|采购|招标|代理|受助|参赛|参展|参会|入驻|在校|驻村|派驻|颁发|发证|产权|用人"
)

# what makes such a verb one with its object: 配合|有关部门, 维护|职工, 研究|制定留学生制度
_OBJECT_BEHIND = re.compile(
    r"(?<!有关)(?<!相关)(?<!下列)(?<!责任)(?<!周边)(?<!毗邻)(?<!相邻)(?<!邻近)"
    r"(?:其他|其(?=[^他])|各|有关|相关|部分|一切|所有|全体|本[省市县区级单]|该|国务院|从业人员|职工|群众|农民|劳动者|消费者|居民)"
)

# a rate or a count of the things named is measured, not owed by them: 企业自评率达到90%, 示范社达到1000家
_RATE = re.compile(
    r"[^，。；]{0,14}?(?:率|占比|比重)(?:均|都|要|应|力争|分别)?(?:达|不低于|不少于|为|提高|提升|保持|稳定|控制|下降|降)"
)

_A_RATE, _RATE_WITHIN = re.compile("率|占比|比重"), 16  # characters

_COUNT = re.compile(
    r"(?:示范[社场]|总数|总量|数量|力争|争取|分别|均|稳步|由[0-9.]+万?[家个户所])*"
    r"(?:达到?|增加到|增长到|发展到|稳定在|保持在|控制在|减少到|突破|超过|不少于|不超过)[0-9.]+万?(?:家|个|名|户|所|人|支)(?!员|的)"
)

# 申请人|持《通知书》到…办理: with what somebody comes
_BRINGS = re.compile("[持凭](?=[《“其]|有效|本人|身份证|相关|有关|上述)")

_FREE_TIME = re.compile(
    r"每(?:年|月|季度|半年|周|日|天|两年|三年|学期)(?:(?:[首末次]|第[一二三]个)月(?=[0-9])|年?[末初](?=[0-9前])|[月年]?[底末]前)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号]前)?|到(?!位|达)|自(?:收到|[0-9])|于(?=[0-9期每]|年底|年末|月底)"
)

# a figure to reach, whatever its subject; a topic with a verb of order of its own
_UNITS = alternation(
    [*table("targets")["units"]["words"], "以内", "以上", "以下", "万", "亿", "厘米", "毫米", "层", "起"]
)
_MEASURE = re.compile(
    r"(?:达到|达|不低于|不少于|不小于|不大于|不超过|不高于|不多于|控制在|下降|降低|降至|减少|压减|压缩|缩短|提高到?|提升到?|增长|增加到?|增至|保持在|稳定在"
    r"|建成|完成|新增|新建|改造|累计实施|累计清淤|形成|超过|实施)[^，。；]{0,24}?[0-9０-９]+(?:\.[0-9]+)?"
    rf"(?:{_UNITS})"
)

_TOPIC = re.compile(
    r"[^，。；、]{2,40}?(?:纳入|(?:严格|全面|统一|均|一律|全部|应当|分别|原则上)(?:实行|实施|执行|(?<![因的])(?:采用|选用)(?!不|的)|落实|遵守)|(?<![因的])(?:采用|选用)(?!不|的)|列入|计入|实行|由[^，。；]{2,20}?(?:列支|承担|负责|支付|解决)|从[^，。；]{2,30}?(?:列支|安排|支出)|按(?:照)?[^，。；]{2,40}?(?:执行|办理|落实|设置|确定|发放))"
)


_ROW = re.compile(r"、[^，。；的]*等(?:有关|相关|市级|省级|行业)?(?:主管|监管|职能)?(?:部门|单位|机构|企业)$")
_AGENT = re.compile(
    rf"{lexicon().doer.pattern}(?:服务|管理|工作|生产|经营)?(?:单位|机构|机关|部门|人员|企业|个人|者|方|主体|人)"
)


# a verb that could be part of a noun, with one that cannot; a verb with its result
_TWO_VERBS = re.compile(
    r"(?:教育|宣传|组织|培训|服务|监督|检查|指导)(?:[、和并]|以及)?(?:引导|督促|动员|发动|指导|教育(?=从业|职工|群众|员工|学生|公众)|监督(?=[企各生从]))|做[优强大实细好精深]"
)


_DOER = re.compile("(?:工作)?(?:单位|机构|机关|部门|人员|企业|者|人|方|主体|公司|中心|组织|队伍)")


_DETERMINED = re.compile(
    "各(?![种类项])|有关|相关|其他|其它|全[省市县区国]|本[省市县区州级地]|该|每个|所有|一切|全体|无关(?=人员|车辆|单位)|(?:采矿|生产|经营|排污|取水|施工|安全生产|食品生产|食品经营)许可证?(?:颁发|核发|审批|发证)(?:管理)?(?:机关|部门|机构)|联合[一-鿿]{0,8}(?:办公室|小组|指挥部|委员会|工作组|执法队)"
)
ANSWERS = re.compile("是[^，。；]{0,24}责任(?:人|者|主体|单位)(?=$|[，。；、])")  # 主要负责人是第一责任人
_BARE_HEAD = 2  # characters: a longer head is no verb
_OPENS_DETERMINED = opens(_DETERMINED)
_OPENS_TWO_VERBS, _OPENS_AGENT = opens(_TWO_VERBS), opens(_AGENT)


def starts_with_verb(text: str, begin: int, stop: int, words: Words) -> bool:
    """督促企业 is a verb with its object; 取得许可证的企业 and 生产企业 are noun phrases."""
    char = text[begin : begin + 1]
    if char in _OPENS_DETERMINED and _DETERMINED.match(text, begin, stop):
        return False  # 各住建部门: however a segmenter cuts it
    if char in _OPENS_TWO_VERBS and _TWO_VERBS.match(text, begin, stop):
        return True
    if is_head(text, begin, stop):
        return False  # 组织部, 考生: however a segmenter cuts the word
    found = lexicon().directive.match(text, begin, stop) if char in lexicon().directive_opens else None
    if char in _OPENS_AGENT and _AGENT.match(text, begin, stop):
        return False  # 申报单位, 监测机构, 供应单位: who does the act
    named = next(heads_in(text, begin, begin + 1), None)
    if named and named[1] - begin > _BARE_HEAD and named[1] <= stop:
        return False  # 从业人员超过一百人的单位
    if not found and _ROW.search(text, begin, stop):
        return False  # 发改、安监等部门: a row of fields with a head
    if not found:
        verb = (
            words.tag_at(begin) == "v" and text[begin] not in "省市县区州"
        )  # 省|住建厅: the tagger takes it for a verb
        twice = _two_verbs(text, begin, stop, words)
        return twice or (verb and "的" not in text[begin:stop] and not _nounlike(text, begin, stop))
    if "的" in text[found.end() : stop]:
        return not _RELATIVE_OPENER.match(text, begin)
    return not _nounlike(text, begin, stop)


def _two_verbs(text: str, begin: int, stop: int, words: Words) -> bool:
    """研究|处理|市政府…, 调整|完善|政府…: two verbs and the first word of their object; 监督|管理|机构 is a name."""
    second = begin + words.length_at(begin)
    third = second + words.length_at(second)
    if second in (begin, third) or third - second < 2 or not words.tag_at(begin).startswith("v"):
        return False
    if words.tag_at(second) != "v" and not lexicon().act.match(text, second, third):
        return False
    if third >= stop or "的" in text[third:stop] or _NOUNLIKE.match(text, second):
        return False
    return not _DOER.match(text, third, stop)


def _nounlike(text: str, begin: int, stop: int) -> bool:
    """Whether the verb at *begin* is the first word of a name (维护单位) and has no object of its own (维护职工)."""
    found = _NOUNLIKE.match(text, begin, stop)
    if found is None or _OBJECT_BEHIND.match(text, found.end(), stop):
        return False
    second = lexicon().directive.match(text, found.end(), stop)
    acts = second is not None and second.end() - second.start() > 1 and not _NOUNLIKE.match(text, second.start())
    return not acts or second is None or is_head(text, second.end(), stop)


def acts_first(text: str, begin: int, words: Words) -> bool:
    """Whether what a comma closes opens as a predicate, so that the body at its end is an object."""
    if _RELATIVE_OPENER.match(text, begin) or _NOUNLIKE.match(text, begin):
        return False
    return words.tag_at(begin) in ("v", "d", "ad")


def intends(text: str, at: int, end: int) -> bool:
    """Whether a body's undertaking begins at *at*: 市水利局|拟继续做好…; 拟建项目 and 拟定 are other words."""
    if not text.startswith("拟", at) or text.startswith(("拟定", "拟订", "拟制"), at):
        return False
    lex = lexicon()
    return at + 2 < end and bool(lex.adverb.match(text, at + 1, end) or lex.act.match(text, at + 1, end))


# 市委|宣传部, 县委|组织部: an organ by what it does, whose name goes on
_ORGAN_OF_PARTY = re.compile(r"(?:宣传|组织|统战)部(?!门|分|署|委|队)")
_TAKES_NOUN = ("落实", "做好", "抓好", "履行", "明确", "压实", "承担", "开展")  # 落实责任, 做好工作
_VERBAL_NOUN = ("率", "活动", "体系", "机制", "制度", "责任", "工作", "能力", "水平", "情况", "的")


# 其个人应|缴纳的医疗保险费从基金中列支: what is owed, of which the main verb behind tells something
OWED = re.compile(
    r"(?:缴纳?|交纳?|支付|收取?|付|纳|退还?|返还?|发放?|补缴?|获得?|分担|承担)[^，。；的]{0,14}的[^，。；]{1,16}?"
    r"(?:从|由|按|列支|确定|计算|扣除|抵扣|减免|缓缴|作为)"
)

_OPENS_FREE_TIME = opens(_FREE_TIME)
_MAY_COUNT = opens(_COUNT)


def opens_predicate(text: str, at: int, end: int, words: Words) -> bool:
    """Whether a predicate (verb, adverb, preposition, cue or time) begins at *at*."""
    lex = lexicon()
    char = text[at : at + 1]
    if char in "非未" and text.startswith(("非经", "未经"), at):
        return True
    if char in "宣组统" and _ORGAN_OF_PARTY.match(text, at, end):
        return False
    if char == "拟" and intends(text, at, end):
        return True
    if char == "是" and ANSWERS.match(text, at, end):
        return True
    if _A_RATE.search(text, at, at + _RATE_WITHIN) and _RATE.match(text, at, end):
        return False
    if char in _MAY_COUNT and _COUNT.match(text, at, end):
        return False
    if char in lex.cue_opens and lex.cue.match(text, at, end) and not lex.no_cue.match(text, at, end):
        return char != "应" or OWED.match(text, at + 1, end) is None
    if char in lex.adverb_opens and lex.adverb.match(text, at, end):
        return True
    if char in lex.mistagged_opens and lex.mistagged_behind.match(text, at, end):
        return True  # 民政部门|收治患者
    found = lex.directive.match(text, at, end) if char in lex.directive_opens else None
    if found:
        noun = text.startswith(_VERBAL_NOUN, found.end())
        takes = found.group(0).startswith(_TAKES_NOUN) and text.startswith(("责任", "工作", "制度"), found.end())
        return found.end() < end and (takes or not noun)
    length = words.length_at(at)
    if length >= 2 and words.tag_at(at) in ("v", "d", "ad"):
        following = at + length
        noun = text.startswith(("机构", "单位"), following)  # 派驻机构
        return following < end and text[following] not in "的、" and words.tag_at(following) != "" and not noun
    return (
        (char in "持凭" and _BRINGS.match(text, at, end) is not None)
        or time_opener(text, at, end) > at
        or (char in _OPENS_FREE_TIME and _FREE_TIME.match(text, at, end) is not None)
    )


_FRAME_FIRST = re.compile(
    r"以[^，。；为]{1,60}为(?:重点|主|核心|目标|抓手|载体|主要内容|支撑|基础|导向|依托|中心|契机|引领|牵引)"
)
# 发展 with an object (发展肉牛产业), not as part of a noun (发展规划)
_DEVELOP = re.compile(
    r"发展(?!规划|战略|目标|计划|改革|水平|方式|理念|的|、|和|与|需要|需求|趋势|格局|中|基础|条件|环境|情况|委|部门|阶段|成果|成效|要求|任务|工作|质量|能力|布局|方向|路径)(?=[\u4e00-\u9fff“0-9])"
)


# 报本级人民政府批准, but 报经批准，|可以查封 tells upon what another act depends
_REPORTS = re.compile(
    "报(?:送|请)?(?:由)?[一-鿿（）、]{1,16}?(?:政府|国务院|部门|[局厅委办部院会]|机关|机构|窗口|中心)"
    "(?:$|[。；]|，|备案|审[批查定核]|批准|同意|核准|研究|汇总)"
)
_THEN = re.compile("，(?:后，?)?(?:可|方|再|才|也可|还可|均可)")
_ROW_OF_ACTS = re.compile(r"[一-鿿]{2,10}(?<!的)、")  # 设计演出流程、|组织活动
_TWO_WORDS = re.compile(r"、\w{2}\w{2,}")


def verb_at(text: str, at: int, end: int, words: Words) -> bool:
    """Whether ``text[at:end]`` opens with a verb and its object, adverbs before it passed over."""
    lex = lexicon()
    char = text[at : at + 1]
    free = _FREE_TIME.match(text, at, end) if char == "每" else None
    if free:
        at = time_opener(text, free.end(), end)
        char = text[at : at + 1]
    framed = _FRAME_FIRST.match(text, at, end) if char == "以" else None
    if framed and framed.end() < end:  # 以…为重点|完善…: the frame opens the segment, its verb follows
        at = framed.end()
        char = text[at]
    adverb = lex.adverb.match(text, at, end) if char in lex.adverb_opens else None
    if adverb and lex.act.match(text, adverb.end(), end):
        at = adverb.end()  # 基本|消除, 高标准|打造
        alone = lex.directive.fullmatch(text, at, end)
        if alone and not lex.neutral.match(adverb.group(0)) and not lex.adverb.fullmatch(alone.group(0)):
            return True  # 及时|通报, 依法|查处
        char = text[at]
    if char in lex.stative_opens and lex.stative.match(text, at, end):
        return False
    if (char == "发" and _DEVELOP.match(text, at, end)) or (
        char == "报" and _REPORTS.match(text, at, end) and not _THEN.match(text, end)
    ):
        return True
    if char in lex.mistagged_opens and lex.mistagged.match(text, at, end):
        return True
    if adverb and lex.mistagged_behind.match(text, adverb.end(), end):
        return True
    found = lex.directive.match(text, at, end) if char in lex.directive_opens else None
    if found and found.end() < end:
        following = text[found.end()]
        noun = following in "的率性" or (following == "、" and not _TWO_WORDS.match(text, found.end(), end))
        if not noun:
            return True
    tag = words.tag_at(at)
    steps = 0
    while (tag in _ADVERBIAL_TAG or (tag in _LOOSE_TAG and steps < 2)) and at < end and steps < 4:
        at += words.length_at(at) or 1
        if lex.directive.match(text, at, end) or lex.mistagged_behind.match(text, at, end):
            return True
        tag = words.tag_at(at)
        steps += 1
    length = words.length_at(at)
    if not tag.startswith("v") or not length or at + length >= end:
        return False
    row = _ROW_OF_ACTS.match(text, at + length, end)
    if row and lex.act.match(text, row.end(), end) and not lex.act.match(text, at + length):
        return True
    return tag in ("v", "l", "i") and text[at + length] not in "的、率"


_MAY_MEASURE, _MAY_BE_TOPIC = hint(_MEASURE), hint(_TOPIC)


# 每人每月600元: what is granted to each, due from whoever grants it
_AMOUNT = re.compile(
    r"(?:最高)?(?:不超过)?每[人户](?:每[月年次天日])?(?:不超过|最高|补贴|补助|发放)?[0-9０-９]+(?:\.[0-9]+)?万?元"
)


def grants(text: str, at: int, end: int) -> bool:
    """Whether ``text[at:end]`` tells how much each one gets: whoever is named before gets it and owes nothing."""
    return text.find("每", at, end) >= 0 and _AMOUNT.match(text, at, end) is not None


# 按投资额的10%给予扶持: what an authority gives, however it opens
_FAVOUR = re.compile(
    "(?:(?:对|按照?|参照|视|在)[^，。；]{1,60}?)?(?:分别|一次性|优先|适当|另行?|再|可)*(?:给予|予以)"
    "[^，。；]{0,40}(?:补贴|补助|奖励|扶持|资助|贴息|奖补)(?:$|[，。；])"
)


_MERIT = re.compile("成绩|贡献|突出|有功|表现")  # a reward promised to whoever does well is nobody's duty


def favours(text: str, at: int, end: int) -> bool:
    """Whether ``text[at:end]`` tells what is given to somebody, which is the authority's to give."""
    told = text.find("予", at, end) >= 0 and _FAVOUR.match(text, at, min(end + 1, len(text)))
    return bool(told) and not _MERIT.search(text, at, end)


# 应急演练每半年至少组织1次: how often, of a topic
_RECURS = re.compile(
    "[^，。；、的]{2,24}每[一二两三四五六0-9]{0,2}(?:年|半年|季度|个?月|周|日|天|学期)(?:至少|不少于|应|要)?[^，。；的]{0,8}[次回](?:以上)?(?:$|[，。；])"
)
_MAY_RECUR = hint(("每",))


def measures(text: str, at: int, end: int, holds: int) -> bool:
    """Whether ``text[at:end]`` sets a figure to reach."""
    return bool(holds & _MAY_MEASURE and _MEASURE.search(text, at, end))


def orders(text: str, at: int, end: int, holds: int) -> bool:
    """Whether ``text[at:end]`` sets a figure, or tells of a topic what is to be done with it (…纳入…)."""
    return bool(
        measures(text, at, end, holds)
        or (holds & _MAY_BE_TOPIC and _TOPIC.match(text, at, end))
        or (holds & _MAY_RECUR and _RECURS.match(text, at, end))
        or grants(text, at, end)
    )


_MONEY = re.compile(
    r"[^，。；]{0,20}?(?:费|费用|经费|资金|款项)(?:由|从|在|按)[^，。；]{2,30}?(?:列支|承担|负担|支付|解决|安排|支出)"
)


def pays(text: str, at: int, end: int) -> bool:
    """Whether ``text[at:end]`` tells where money comes from (所需经费从…列支), a topic of its own."""
    return _MONEY.match(text, at, end) is not None


def verb_within(text: str, act: int, end: int, words: Words) -> bool:
    """在上下学时段、通行线路|加大巡逻密度: where is told, then what is done."""
    for found in lexicon().act.finditer(text, act + 4, end - 2):
        at = found.start()
        whole = found.end() - at >= 2 and words.length_at(at) >= 2 and words.tag_at(at) == "v"
        if whole and text[at - 1] not in "的、和与及或" and text[found.end()] not in "的、和与及或，":
            return True
    return False


_MANNER = re.compile("分类|分级|分别|分批|优先|统一|适当|逐一|逐项|全部|一律|从严|限期|单独|酌情|适度")


def acts_behind(words: str) -> bool:
    """对从事转化的人员分类制定标准: how and what is done, behind the noun that 的 narrows; 对…的企业和个人 has none."""
    at = words.rfind("的")
    found = _MANNER.search(words, at + 2) if at > 0 else None
    return found is not None and lexicon().act.match(words, found.end()) is not None
