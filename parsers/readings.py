"""One segment: what opens it, whom it names, where its predicate begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from parsers.actors import Actor
from parsers.case_subjects import subject_of_case
from parsers.cases import case_and_act
from parsers.connectives import OPENS_CONNECTED, after_connective
from parsers.cues import find_cue
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.needles import closes
from parsers.predicates import (
    ANSWERS,
    acts_behind,
    favours,
    intends,
    measures,
    opens_predicate,
    orders,
    verb_at,
    verb_within,
)
from parsers.segmenter import Words
from parsers.segments import Segment
from parsers.subjects import find_subject, valid_subject
from parsers.timings import MAY_BE_TIMED, time_opener
from policies.duties import Modality

__all__ = ["Range", "Reading", "Role", "read_segment"]

Range = tuple[int, int]


class Role(Enum):
    """What a segment does in its sentence."""

    CONNECTIVE = auto()
    LEAD = auto()  # 现将…印发给你们
    TIME = auto()
    FRAME = auto()
    CONDITION = auto()
    SUBJECT = auto()
    PREDICATE = auto()
    PURPOSE = auto()
    CONTINUATION = auto()
    OTHER = auto()


@dataclass(slots=True)
class Reading:
    """A segment as read. ``act`` is where its predicate begins (after subject, cue and leading time)."""

    segment: Segment
    role: Role
    start: int  # without leading connective
    act: int
    subjects: list[Actor] = field(default_factory=list)
    subject_range: Range | None = None
    agent: bool = False  # named by 由
    cue: Range | None = None
    modality: Modality | None = None
    condition: Range | None = None
    imperative: bool = False


def read_segment(text: str, segment: Segment, words: Words) -> Reading:
    """What *segment* does in its sentence."""
    lex = lexicon()
    start, end, mark, holds = segment
    begin = after_connective(text, start, end) if text[start] in OPENS_CONNECTED else start
    if begin >= end:
        return Reading(segment, Role.CONNECTIVE, begin, end)
    timed = time_opener(text, begin, end) if holds & MAY_BE_TIMED else begin
    if timed >= end:
        return Reading(segment, Role.TIME, begin, end)
    cue = find_cue(text, begin, end, words, holds)
    reading = Reading(segment, Role.OTHER, begin, begin, cue=cue)
    if cue:
        reading.modality = lex.modality(text[cue[0] : cue[1]])
    if mark and holds & _MAY_LEAD and (text.startswith(_NOW, begin, end) or _LEAD_IN.search(text, begin, end)):
        reading.role = Role.LEAD
        return reading
    if cue is None and (case := case_and_act(text, begin, end)):
        reading.condition, reading.act = case.span("case"), case.end()
        reading.role, reading.imperative = Role.PREDICATE, True
        reading.modality = Modality.MUST if case["breach"] else None
        return reading
    if mark == "，" and text[end - 1] == "外" and _besides(text, reading, timed, words):
        return reading
    if (mark == "，" or text[end - 1] == "外") and _is_condition(text, begin, end, mark, cue, holds):
        but = _BUT.match(text, begin, end) if text[begin] == "但" else None
        reading.role, reading.condition, reading.act = Role.CONDITION, (but.end() if but else begin, end), end
        reading.cue = reading.modality = None
        _subject_of_condition(text, reading, timed, words)
        return reading
    named = find_subject(text, timed, segment, cue, reading.modality, words)
    if named:
        reading.subjects, reading.subject_range, reading.agent = named
    elif (
        mark == "，"
        and text[timed] in lex.opener_opens
        and _is_frame(text, timed, end, cue, words)
        and (timed == begin or _FRAME_NOUN.search(text, timed, end))
    ):
        reading.role, reading.act = Role.FRAME, end
        reading.cue = reading.modality = None
        where = text[begin] == "在" and _WHERE.fullmatch(text, begin, end)
        if where or _ONLY_THEN.match(text, end):
            reading.role, reading.condition = Role.CONDITION, (begin, end)  # 在禁燃区内，: where it holds
        return reading
    told = named and cue is None and text.startswith("是", named.span[1]) and not text.startswith("是否", named.span[1])
    if named and told and (mark == "，" or not ANSWERS.match(text, named.span[1], end)):
        reading.role, reading.act = Role.SUBJECT, end  # X是第一责任人，对…负责: who X is, then what X owes
        return reading
    if named and named.span[0] > timed and _EVENT_BEFORE.search(text[timed : named.span[0]]):
        reading.condition = (timed, named.span[0])  # 论证时|建设单位应…
    if named and mark == "，" and _LEADS.fullmatch(text, named.span[1], end):
        reading.role, reading.act = Role.SUBJECT, end  # X牵头，Y参加，建立…: who leads owes what follows
        return reading
    _find_act(text, reading, timed, words)
    if cue is None and holds & _MAY_ENTITLE and _ENTITLED.match(text, reading.act, end):
        reading.modality = Modality.MAY  # 职工享有下列权利
    if cue and reading.condition is None:
        reading.condition = _proviso(text, reading.subject_range[1] if reading.subject_range else timed, cue[0])
    if mark == "，" and (named or reading.cue) and (not reading.agent or text[reading.act] == "在"):
        _hold_frame(text, reading, words)
    if reading.condition is None and holds & _MAY_NARROW_OBJECT:
        reading.condition = _object_condition(text, reading.act, end)
    return reading


_BUT = re.compile("但是?")
_EVENT_BEFORE = re.compile(r"(?:时|后|期间|过程中)$")
_LEADS = re.compile(r"(?:负责)?牵头(?:负责)?")

_LEAD_IN = re.compile(
    "|".join(
        (
            *(f"{verb}(?:给你们|各[^，]{{0,6}}|如下)$" for verb in ("转发", "印发", "下发", "发布", "公布")),
            "已(?:经)?[^，]{2,30}(?:同意|审定|审议通过|批准)$",
        )
    )
)
_NOW = ("现将", "现就", "现予")
_MAY_LEAD = hint(_LEAD_IN, _NOW)


def _subject_of_condition(text: str, reading: Reading, timed: int, words: Words) -> None:
    """企业未取得许可证的，不得…: the body named in the condition bears what follows, if that names nobody else."""
    found = subject_of_case(text, timed, reading.segment.end, words)
    if found is not None:
        reading.subjects, reading.subject_range, reading.condition = found.actors, found.span, found.condition
        if found.done:
            reading.role = Role.SUBJECT  # 申报单位|签字盖章后，提交…: who did it goes on as subject


_BESIDES = re.compile("除[^，。；]{2,60}外$")
_MORE = re.compile("，(?:还|也|并|另|同时|更)")


def _besides(text: str, reading: Reading, begin: int, words: Words) -> bool:
    """煤矿除履行义务外，|还必须…: what one does besides narrows nothing; 企业除抢险外，|不得… is an exception."""
    end = reading.segment.end
    besides = _BESIDES.search(text, begin, end)
    if besides is None or besides.start() == begin:
        return False
    actors = valid_subject(text, begin, besides.start(), words)
    if actors:
        reading.subjects, reading.subject_range = actors, (begin, besides.start())
        reading.role, reading.act = Role.SUBJECT, end
        reading.condition = None if _MORE.match(text, end) else (besides.start(), end)
        reading.cue = reading.modality = None
    return bool(actors)


_ONLY_THEN = re.compile("，(?:方可|方能|才可以?|才能)")  # 经验收合格，|方可投产
_PLACE = r"在(?!全|我|本(?:省|市|县|区))[^，。；]{2,24}?(?:区|地区|区域|范围内|场所|路段|水域|海域|流域)(?:内|中)?"
_WHERE = re.compile(_PLACE)
_PROVISO = re.compile(
    rf"(?:{_PLACE}|(?:非|未)经[^，。；]{{1,30}}|除[^，。；]{{1,30}}外|[^，。；]{{2,30}}(?:(?<![暂随及同按适届平小])时|的|之前|之后)"
    r"|经[^，。；]{2,30}后|在[^，。；]{2,24}前"
    r"|[^，。；在]{2,24}(?:结束|完成|届满|期满|到期|批准|竣工|复工|开工|投产|验收|迁移|停产|整改|签订)[前后])(?=$|，|仍)"
)


def _proviso(text: str, start: int, stop: int) -> Range | None:
    """各企业非经批准不得复工: what stands between subject and cue narrows when the duty holds."""
    only = text.startswith(("方", "才"), stop) and text.startswith("后", stop - 1)  # 验收合格后|方可投产
    if text[start] in "并且但":
        start += 1
    adverb = _ADVERB_LAST.search(text, start, stop)
    stop = adverb.start() if adverb else stop
    if stop <= start:
        return None
    found = _PROVISO.match(text, start, stop)
    if only or (found and found.end() == stop):
        return start, stop
    towards = _TOWARDS.match(text, start, stop)  # 对问题突出的企业|要…
    if towards and _NARROWED.search(text, towards.end(), stop) and not _GENERAL_OBJECT.match(text, start, stop):
        return start, stop
    return None


_TOWARDS = re.compile("对(?![标照外口比内])于?|针对")
_ADVERB_LAST = re.compile(r"(?:[仍均也还]|(?<![首成故古京])都)\Z")
# what a frame closes with: 按照…原则， 根据…规定，
_FRAME_NOUN = re.compile(
    r"(?:原则|要求|规定|实际|需要|职责|分工|部署|精神|情况|标准|安排|意见|方案|特点|程序|比例|办法|条件|任务|目标|计划|职能|》|思路|方式|形势|主题|形式|基础|(?:法律、?|等|有关|相关|国家)(?:法律|法规|规章)|(?:的|协议|合同)约定|(?:或者?|和)(?:合同|协议)|的[高角]度|为(?:依托|重点|抓手|导向|核心|目标|载体|契机)|中|内|下|上|时|期间)$"
)


def _hold_frame(text: str, reading: Reading, words: Words) -> None:
    """各地要根据实际，制定…: a subject or cue followed by a frame alone holds no act; it waits for the next segment."""
    act, end = reading.act, reading.segment.end
    if act >= end:
        return
    act = time_opener(text, act, end)  # 自受理之日起5日内|提出意见 is no frame
    if act >= end:
        reading.role = Role.SUBJECT
        return
    if reading.cue is None and text.startswith("作为", act):
        reading.role = Role.SUBJECT  # X公司|作为运营管理方，负责…: who X is
        return
    opened = text[act] in lexicon().opener_opens and _is_frame(text, act, end, None, words)
    loose = reading.cue is None and text[act] in "在于" and not verb_within(text, act, end, words)
    if opened and (_FRAME_NOUN.search(text, act, end) or loose):
        reading.role = Role.SUBJECT
        if text[act] == "在" and text[end - 1] in "时前后":
            reading.condition = (act, end)  # 建设单位应当|在申请许可时，提供…
    elif reading.cue is None and _is_condition(text, act, end, "，", None, reading.segment.holds):
        reading.role, reading.condition = Role.SUBJECT, (act, end)


_PASSED = re.compile(r"经(?!营|济|办|费|常)[^，。；的]{2,20}后(?=[^，。；]{2})")
_OBJECT = re.compile(
    r"(?:对(?![标照外口比内])于?|针对|为|给)(?P<what>[^，。；]{3,60}?)(?=进行|开展|予以|给予|实行|实施|提出|加强|依法|采取|及时|要|应|可|明确|提供|组织|再|由|适当|优先)"
)

_NARROWED = re.compile(
    r"不|未|已(?!经)|突出|严重|符合|违反|违法|违规|较[多大差高低]|超过|超出|以上的|以下的|困难|滞后|缓慢|薄弱|拒|逾期|存在|发现|获|有功|新(?=建|改|扩|入)|内的|[多大差高低强好]的"
)


_MAY_NARROW_OBJECT = hint(_PASSED, _OBJECT)


def _object_condition(text: str, act: int, end: int) -> Range | None:
    """对进展缓慢的及时采取…: a narrowed object inside a predicate narrows the duty."""
    passed = _PASSED.match(text, act, end)
    if passed:
        return act, passed.end()
    found = _OBJECT.match(text, act, end)
    if not found or not _NARROWED.search(found.group("what")):
        return None
    if found.group(0)[0] in "为给":
        relative = re.match(r"(?:为|给)((?:符合|未|不|有|已|经|新)[^，。；]{1,24}?的)", found.group(0))
        return (act + relative.start(1), act + relative.end(1)) if relative else None
    return act, found.end()


_GENERAL_OBJECT = re.compile(
    r"(?:对|对于|针对)(?:各项|全部|所有|上述|以上|这些|此|该|本|各|当前|目前)|[^，]*(?:的|新)(?:实际|情况|特点|形势|要求)"
)

_EVENT = re.compile(
    r"(?:的|后|前|时|之前|之后|以后|以前|情况下|前提下|条件下|情形下|的话|过程中|期间|之际|之日|以外|外|范围内)$"
)

_CONDITION_END = ("的", "后", "情况下", "前提下", "条件下", "情形下", "的话", "以外", "除外", "之外", "前", "时")


_LACKING = re.compile("[不未无].{1,12}者$")
_UNABLE = re.compile(f"不能{lexicon().unable.pattern}")  # 企业不能按期完成，应当…: a case, no ban
_ENTITLED = re.compile(r"(?:依法)?享有(?:下列|以下)[^，。；]{0,8}权利")
_MAY_ENTITLE = hint(_ENTITLED)
_OWN_BAN = re.compile(r"不得|禁止|严禁|应当|必须")  # 不得动火，…的除外 told in one breath


_OPENS_CASE = frozenset("对针凡如若一遇非只除唯")
_ENDS_CASE = closes(_CONDITION_END, _LACKING)
_MAY_BE_UNABLE = hint(("不能",))


_FILED = re.compile("的[一-鿿]{0,4}(?:申请|请求|事项|行为|情形)$")  # 对于…的变更申请，: what is dealt with


def _is_condition(text: str, begin: int, end: int, mark: str, cue: Range | None, holds: int) -> bool:
    """…的， …后， 对…（narrowed）， and 凡…: who or when, narrowed."""
    unable = cue is None and holds & _MAY_BE_UNABLE
    if not unable and text[begin] not in _OPENS_CASE and text[end - 1] not in _ENDS_CASE:
        return False  # most segments
    words = text[begin:end]
    if mark == "，" and words.endswith("者") and _LACKING.search(words):
        return True  # 期满仍不能工作者，按…处理
    if words.endswith("除外") and (mark or not cue or (words.endswith("的除外") and not _OWN_BAN.search(words))):
        return True
    if mark != "，":
        return False
    if unable and _UNABLE.search(words):
        return True
    if cue and not words.endswith("的"):
        return False
    towards = words.startswith(("对", "针对")) and not words.startswith(_NOT_TOWARDS)
    if (
        towards
        and not words.endswith(("时", "后", "前", "的"))
        and (_DISPOSAL.search(words) or acts_behind(words))
        and not _FILED.search(words)
    ):
        return False
    if words.endswith(("目的", "有的")):
        return False
    if words.endswith("的") and len(words) > 2:
        return True
    if (
        words.endswith(_CONDITION_END)
        and len(words) > 2
        and not words.startswith(
            (
                "按",
                "根据",
                "为",
                "以",
                "结合",
                "会议",
                "今",
                "此",
                "然",
                "之",
                "最",
                "先",
                "随",
                "同",
                "每",
                "于每",
                "在每",
            )
        )
    ):
        return not re.search(r"(?:目标|当|提|以|生|此)(?:前|后|时)$", words) or len(words) > 6
    if towards:
        if _FILED.search(words):
            return True
        narrowed = _NARROWED_SET_OFF.search(words) or not lexicon().act.search(words, 3)
        return not _GENERAL_OBJECT.match(words) and bool(narrowed) and not _DISPOSAL.search(words)
    return words.startswith(("凡", "如", "若", "一旦", "遇有", "遇到", "非经", "只有", "除非", "唯有"))


_NOT_TOWARDS = ("对标", "对照", "对外", "对口", "对比", "对内")


_NARROWED_SET_OFF = re.compile(r"的|不|未|突出|严重|违法|违规|获|较|高危|困难|问题|违反|以下|以上|行为")

_DISPOSAL = re.compile(
    r"(?:始终|保持|严厉|从严|坚决|进行|开展|予以|给予|实行|实施|提出|采取|加强|依法|联合|负|(?<![对于被已])(?:责令|列[为入]|纳入|追究|取消|没收|吊销|查处|约谈|通报)|(?<![不未])及时|实行|每年|每月|每季度|每半年|至少)[^的]*$"
)


_GOVERNED = re.compile(
    r"(?:规定|要求|原则|标准|程序|职责|分工|权限|办法|实际|需要|部署|计划|方案|规划|精神|约定)(?=[\u4e00-\u9fff]{4,})"
)


def _is_frame(text: str, begin: int, end: int, cue: Range | None, words: Words) -> bool:
    """按照…， 为…， 以…为重点，: an adverbial that a comma closes, with no predicate of its own."""
    found = lexicon().opener.match(text, begin, end)
    if not found:
        return False
    if cue or favours(text, begin, end):
        return False
    opener = found.group(0)
    governed = _GOVERNED.search(text, found.end(), end)
    closed = _FRAME_NOUN.search(text[begin:end])
    if governed and not closed and opens_predicate(text, governed.end(), end, words):
        return False  # 按规定开展…: the frame is short, the predicate follows in the same segment
    if opener in (
        "结合",
        "依托",
        "聚焦",
        "瞄准",
        "利用",
        "采用",
        "面向",
        "适应",
        "立足",
        "紧扣",
        "围绕",
        "借助",
        "对照",
    ):
        rest = text[found.end() : end]
        return not re.search(r"(?:抓紧|制定|研究|开展|组织|建立|制修订|实施|做好|加强|推进|推动|强化)", rest)
    if opener == "以":
        return bool(re.search(r"(?:为|作为|名义|形式|方式|精神|态度|名|目的|导向|契机|标准)", text[found.end() : end]))
    if opener == "在":
        if words.tag_at(end - 2) == "v" and words.length_at(end - 2) == 2 and text[end - 3] not in "的、":
            return False  # 在施工现场展示
        return bool(_EVENT.search(text[begin:end])) or not _verb_after_frame(text, found.end(), end)
    return True


def _verb_after_frame(text: str, at: int, end: int) -> bool:
    return bool(re.search(r"(?:上|中|内|下|方面|基础上|范围内|过程中)(?=[\u4e00-\u9fff]{2})", text[at:end]))


_NOMINAL = re.compile(r"^[^，。；]*的[^，。；的]{2,8}$")  # 负责对…的查处


_WHO_IS_MEANT = re.compile(
    r"[^，。；]*的[^，。；的]{0,20}(?:企业|机构|单位|人才|人员|专家|带头人|团队|个人|家庭|组织|园区|空间|申请人)$"
)
_PAPER = re.compile(r"[^，。；]*(?:复印件|证明|证明材料|证书|身份证|营业执照)$")
_HANDED_IN = re.compile(
    "提供|提交|出具|出示|携带|持|报送|核发|办理|颁发|取得|交验|上传|填写|附|查验|审核|核对|开具|换发"
    "|核验|验证|审验|换|收|查|吊销|撤销|暂扣|收回|没收|注销|收缴|扣|变更|补|打印|索|登记|保存|留存"
)


# what opens a name and no act: 本市…, 获得…的, 在…的. The tag n is not enough: verbs get it that jieba does not know
_OPENS_NAME = re.compile(
    "[本该其且或在曾已未不无有]|相关|有关|各类|其他|上述|获得|获|取得|具有|持有|拥有|担任|从事|享受|相当于|属于|受聘|入选|年满"
    "|[^，。；的]{0,12}(?:业绩|能力|成绩|贡献|表现|水平)(?:突出|显著|优秀|较强)"
)
_ENDS_NAME = closes(_PAPER, _WHO_IS_MEANT)
_NAMING_TAGS = ("ns", "nt", "nr", "r", "t", "m", "b", "j")


def _names_only(text: str, begin: int, end: int, words: Words) -> bool:
    """本市业绩突出的创新人才, 申请人身份证复印件: an item that says who or what is meant, and nothing to be done.

    It has to open as a name does: 疏散受灾的人员 ends alike and orders.
    """
    if text[end - 1] not in _ENDS_NAME:
        return False  # most segments
    if _PAPER.fullmatch(text, begin, end):
        return not _HANDED_IN.search(text, begin, end)
    if not _WHO_IS_MEANT.fullmatch(text, begin, end) or lexicon().directive.match(text, begin, end):
        return False
    return words.tag_at(begin) in _NAMING_TAGS or _OPENS_NAME.match(text, begin, end) is not None


_PARALLEL = re.compile("并[联网列行重轨购发处]")


def _find_act(text: str, reading: Reading, timed: int, words: Words) -> None:
    """Where the predicate begins, and whether the segment is one."""
    lex = lexicon()
    end = reading.segment.end
    if reading.cue:
        act = reading.cue[1]
        if reading.subject_range and reading.subject_range[0] >= act:
            act = reading.subject_range[1]
        cue = text[reading.cue[0] : reading.cue[1]]
        # cues that are verbs of the act itself stay in it: 责令停产, 自主决定, 负责…的管理 (but 负责制定 is 制定)
        verb = lex.prevent.match(cue) or cue == "责令" or cue.startswith(("自主", "自行"))
        noun = cue == "负责" and (not verb_at(text, act, end, words) or _NOMINAL.search(text[act:end]) is not None)
        reading.act = reading.cue[0] if verb or noun else act
        if kept := lex.kept(cue):
            reading.act = reading.cue[1] - kept  # 一律不予许可: the refusal is the act that is due
        if cue not in lex.modality_of and cue not in lex.alone:
            reading.act = reading.cue[0]  # 非停产整顿不可
        reading.role = Role.PREDICATE
        return
    if reading.subjects:
        assert reading.subject_range is not None
        reading.act = reading.subject_range[1]
        if intends(text, reading.act, end):
            reading.act += 1  # what is intended is the act
        reading.role = Role.SUBJECT if reading.act >= end else Role.PREDICATE
        return
    if not reading.cue and _names_only(text, timed, end, words):
        reading.role = Role.CONTINUATION
        return
    act = timed
    dropped = lex.dropped.match(text, act, end) if text[act] in lex.dropped_opens else None
    if dropped and dropped.end() < end and not _PARALLEL.match(text, act, end):
        act = dropped.end()
    reading.act = act
    dated = timed > reading.start and not text.startswith("期", timed - 1)  # 到2025年|实现全覆盖 is to be reached
    if not dated and text[act] in lex.purpose_opens and lex.purpose.match(text, act, end):
        # 确保事故起数下降10% by itself is a figure to reach, behind other acts what they are hoped to bring
        first = text[reading.segment.start - 1 : reading.segment.start] not in ("，", ",")
        aim = first and measures(text, act, end, reading.segment.holds)
        reading.role, reading.imperative = Role.PREDICATE if aim else Role.PURPOSE, True
        return
    prevents = text[act] in lex.prevent_opens and lex.prevent.match(text, act, end)
    commences = text.startswith(("施行", "生效"), act)
    alone = timed > reading.start and not commences and lex.act.fullmatch(text, act, end)  # 5日前|报送
    if prevents or alone or verb_at(text, act, end, words) or orders(text, act, end, reading.segment.holds):
        reading.role, reading.imperative = Role.PREDICATE, True
        return
    reading.role = Role.CONTINUATION
