"""Cues of modality: 应当, 要, 不得, 可, 鼓励 …, where they govern the predicate of their segment."""

from __future__ import annotations

import re

from parsers.actors import actors_in, head_ends
from parsers.hints import CLOSERS, hint
from parsers.lexicon import lexicon
from parsers.lone_cues import MAY_BE_LONE, MAY_DENY_TWICE, bare, double_negation, lone_cue, stands_alone
from parsers.predicates import starts_with_verb
from parsers.relative_cues import in_relative, narrows, tells_inability
from parsers.segmenter import Words
from parsers.segments import matched_pairs
from policies.duties import Modality

__all__ = ["find_cue"]

Range = tuple[int, int]


_MAY_BE_WORD = hint(lexicon().modality_of)
_MAY_BE_PAIRED = hint(CLOSERS)
_MAY_BE_CUE = _MAY_BE_WORD | MAY_BE_LONE | MAY_DENY_TWICE


def find_cue(text: str, begin: int, end: int, words: Words, holds: int) -> Range | None:
    """The first cue of modality outside brackets that governs the segment's predicate; *holds* are its hints."""
    if not holds & _MAY_BE_CUE:
        return None
    lex = lexicon()
    if text.startswith("除", begin) and text[end - 1] == "外":
        return None  # 除依法不得公开的外，: an exception directs nobody
    skip: list[Range] | None = None if holds & _MAY_BE_PAIRED else []
    at = begin
    while holds & _MAY_BE_WORD and (candidate := lex.cue_or_not.search(text, at, end)):
        at = candidate.start()
        if skip is None:
            skip = matched_pairs(text, begin, end)
        inside = next((pair for pair in skip if pair[0] <= at < pair[1]), None) if skip else None
        if inside:
            at = inside[1]
            continue
        if text[at] == "可" and text[at - 1 : at] in ("许", "认"):
            at += 1  # 未经许可|不得…, 安全许可|以及…
            continue
        if candidate.group(0) == "应对" and _laid_on(text, begin, at, end):
            return at, at + 1
        if (
            text[at] in _LAST_OF_A_NAME
            and lex.cue.match(text, at + 1, end)
            and head_ends(text, begin, at + 1)[-1:] == [at + 1]
        ):
            at += 1  # 业主|要, 项目经理|应, 施工方|可, 人才|可以
            candidate = lex.cue.match(text, at, end) or candidate
        split = lex.cue_after_all.match(text, at, end)  # 可|用于, 要|领导
        if candidate.group(0) not in lex.modality_of and not split and _is_word(candidate, end, words):
            at = candidate.end()  # 应急, 可持续
            continue
        found = lex.cue.match(text, at, end)
        if found and text[at] == "不" and _REFUSING.match(text, at, end):
            found = _NOT_TO.match(text, at, end)  # 不得不予受理: what may not be done is the refusal
        if found and _cue_governs(text, found, begin, end, words) and not narrows(text, found, end, words):
            earlier = lone_cue(text, begin, found.start(), words, only="得勿")  # 得使用国家禁止…的产品
            return earlier or (found.start(), found.end())
        at = found.end() if found else at + 1
    if holds & MAY_DENY_TWICE and (denied := double_negation(text, begin, end)):
        return denied
    return lone_cue(text, begin, end, words) if holds & MAY_BE_LONE else None


_LAST_OF_A_NAME = "理方才主"  # 理应, 方可, 才可, 主要 begin with what closes a name


_DISPOSES = re.compile(
    r"外(?:提供|公布|发布|披露|公开|开放)|[^，。；]{2,60}?(?:进行|实施|开展|负责|予以|给予|作出|做出|加以|采取|提出|制定|建立|检查|承担|组织|实行|落实|明确|提供|保持|定期|加强|报|登记|公示)"
)


def _laid_on(text: str, begin: int, at: int, end: int) -> bool:
    """供应单位|应|对材料质量负责: behind a body 应对 is a cue and a preposition, where a disposal follows."""
    at_head = at - len(text[begin:at]) + len(_ALSO.sub("", text[begin:at]))
    return head_ends(text, begin, at_head)[-1:] == [at_head] and _DISPOSES.match(text, at + 2, end) is not None


def _is_word(found: re.Match[str], end: int, words: Words) -> bool:
    """Whether a word that only looks like a cue stands here: 影响|应 is no 响应, 不可|靠近 no 不可靠."""
    if lexicon().negated.match(found.group(0)):
        return len(found.group(0)) > 3 or found.end() == end or words.length_at(found.end()) > 0
    return words.length_at(found.start()) > 0


# 不得不 is a must (企业不得不停产), except before a negated verb or manner of its own
_REFUSING = re.compile(
    r"不得(?=不(?:予|经(?!过)[^，。；]{0,12}(?:同意|批准|审批|许可|允许|检|验|培训)|加|顾|管|闻|问|分))"
)


_HEADS_NO_LIST = ("将", "请", "需", "责令", "要求", "需要", "负责")
_NOT_TO = re.compile("不得")
_PERMITTED = re.compile(r"(?:未经?|不经|非经|经|经过|得到|获得|取得|征得|擅自)$")
_THEN = re.compile(r"(?:后|之后|以后|合格|批准|同意|许可|验收|方|经[^，。；]{2,30})，?$")
# 明确规定企业不得…: what a document says; but 规定期限内不得…, 约定的标准应当… direct
_NAMED_AS_RULE = re.compile(
    r"规定的$|(?:明确|规定|承诺|(?<!的)约定|要求|标明|写明)(?![^，。]*[的中上内下时后])[^，。]{0,4}$"
)
_BAN_BEHIND = re.compile("(?:坚决|一律|依法)?(?:严禁|严格禁止|不得(?!不)|不准|不许)")
_AND_SO = re.compile("(?:但是?|而且|并且|且|并|同时|还|也|更|又|仍)+")
# 确需邀请的须报批, 结束后要评估: the case comes first; 但应…, 三要…
_CASE_BEFORE = re.compile(
    rf"的$|[前后]$|(?<![随及同按准实临])时$|^{_AND_SO.pattern}$|^[一二三四五六七八九十]{{1,2}}是?$"
)
_ABOUT_A_BAN = re.compile(
    rf"^(?:{lexicon().directive.pattern})+$|(?:明令|关于|违反|限制、|限制和|规定|公布|解除|取消)$"
)
_WITH_A_LIMIT = re.compile(r"(?:限制|责令|要求|采取|实施)[^，。；]*(?:或者?|和|及|、)$")  # 采取限制或者禁止通行的措施
_HANDLES_A_BAN = re.compile(
    r"(?<![不未的])(?:落实|执行|遵守|制定|违反|关于|按照|严格|解除|取消|撤销|放宽|废止|作出|决定)$"
)
_OF_WHICH = re.compile(r"(?:(?<![场厕究务卫诊派出理交易])所|其)$")
_BAN_LIST = re.compile(r"(?:目录|名单|清单|办法|规定|制度)$")


def _cue_governs(text: str, found: re.Match[str], begin: int, end: int, words: Words) -> bool:
    """Whether a cue is the modal of its segment, not part of a noun phrase, a verb's object or a relative clause."""
    cue, at = found.group(0), found.start()
    modality = lexicon().modality(cue)
    if found.end() >= end and (not text.startswith("：", end) or cue in _HEADS_NO_LIST):
        return False  # but 各学校不得：, 企业可以： govern the list behind them
    before = text[begin:at]
    if modality is Modality.MUST and _BAN_BEHIND.match(text, found.end(), end):
        return False  # 要严禁超载: the ban behind it tells (but 应当禁止其进港 is an authority's act)
    if cue == "一律" and (lexicon().cue.match(text, found.end(), end) or stands_alone(text, found.end(), end, words)):
        return False  # 一律可以: the cue behind it tells
    if cue == "请":
        return at == begin or text[at - 1] in "，；。现" or bool(actors_in(text, begin, at, words.known))
    if len(cue) == 1:
        # one character: it has to be a word of its own, or follow what can be a subject or an adverbial
        split = lexicon().cue_after_all.match(text, at, end) is not None  # 可|用于补贴
        if (
            not words.length_at(at)
            and not split
            and not _CASE_BEFORE.search(before)
            and not actors_in(text, begin, at, words.known)
        ):
            return False
        opens = (
            split
            or lexicon().directive.match(text, found.end(), end)
            or text[found.end()] in "经于在按由向将对从为与把以"
        )
        if (
            words.length_at(at) > 1
            and not opens
            and not _CASE_BEFORE.search(before)
            and not actors_in(text, begin, at, words.known)
        ):
            return False
        if cue == "将":
            return _is_future(text, found, begin, end, words)
        if cue == "需" and not before:
            return True
    if _NAMED_AS_RULE.search(before):
        return False
    if _urged(text, begin, at):
        return False  # 督促企业不得超员: what the second party is told
    if in_relative(text, found, begin, end, words) or tells_inability(text, found, begin):
        return False
    if cue == "允许" and _PERMITTED.search(before):
        return False  # 未经允许不得入内
    if cue == "才能" and not _THEN.search(text[max(0, begin - 16) : at]):
        return False  # 领导才能, 只有…才能实现…
    if modality is Modality.ENCOURAGED and before.endswith("的"):
        return False
    if modality is Modality.ENCOURAGED and before and not _subjectlike(text, begin, at, words):
        return False  # 支持, 鼓励 as nouns (…政策支持力度) or after another verb
    if modality is Modality.MUST_NOT and before and _HANDLES_A_BAN.search(before):
        return False
    if cue == "禁止" and bare(before) and not _AND_SO.fullmatch(before):
        # X禁止使用… forbids, 研究落实禁止…的办法 does not: there 禁止 tells what the measure is about
        return (
            not _ABOUT_A_BAN.search(before)
            and not _WITH_A_LIMIT.search(before)
            and not _names_a_list(text, found, begin, end)
        )
    verb = cue in ("责令", "负责", "需要") and before
    if verb and (not _subjectlike(text, begin, at, words) or starts_with_verb(text, begin, at, words)):
        return False  # 组成专门的机构负责…: what stands before is a verb with its object, no subject
    if cue == "要求":
        return False
    # 所应, 其可: a relative clause, not the main one (but 场所, 研究所 are nouns)
    return not before.endswith(("所", "其")) or not _OF_WHICH.search(before)


_URGES = re.compile(
    r"(?:并|且|要|应当?|必须|切实|及时|认真|加强)*(?:督促|敦促|责成|责令|要求|提醒|告知|告诫|引导|劝导|叮嘱|教育(?=职工|群众|学生|员工|从业|公众)|通知(?=各))"
)


def _urged(text: str, begin: int, at: int) -> bool:
    """Whether the cue at *at* follows a verb of urging and its object."""
    urges = _URGES.match(text, begin, at)
    if urges is None:
        return False
    stop = begin + len(_ALSO.sub("", text[begin:at]))
    return urges.end() < stop and head_ends(text, urges.end(), stop)[-1:] == [stop]


def _names_a_list(text: str, found: re.Match[str], begin: int, end: int) -> bool:
    """禁止…的目录 names a list; 企业禁止公布名单 forbids what its subject could do."""
    at = begin + len(_ALSO.sub("", text[begin : found.start()]))
    return _BAN_LIST.search(text[found.end() : end]) is not None and head_ends(text, begin, at)[-1:] != [at]


def _is_future(text: str, found: re.Match[str], begin: int, end: int, words: Words) -> bool:
    """将 tells an undertaking when its subject stands before it and it does not move an object (将…纳入…)."""
    before = text[begin : found.start()].strip()
    if not before or text[end - 1] in "后前时" or not actors_in(text, begin, found.start(), words.known):
        return False
    return not re.search(
        r"(?:纳入|列入|作为|报送|报|转化为|移交|移送|上报|通报|告知|提供给|用于|记入|计入|抄送|分解|落实到|延伸)",
        text[found.end() : end],
    )


_ALSO = re.compile("(?:均|都|也|还|又|同时|则|就|更|具体|主要|专门|专职|总体|各自)+$")


def _subjectlike(text: str, begin: int, at: int, words: Words) -> bool:
    """Whether what stands before a cue can be its subject or an adverbial frame."""
    before = _ALSO.sub("", text[begin:at].rstrip())
    at = begin + len(before)
    stripped = lexicon().adverb.sub("", before)
    if not stripped or actors_in(text, begin, at, words.known):
        return True
    if re.search(r"(?:中|上|下|内|前|后|时|间|日起|面|外|的)$", stripped):
        return True
    ends = head_ends(text, begin, at, words.known)
    return bool(ends) and ends[-1] == begin + len(before)
