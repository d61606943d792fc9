"""Cues that direct nobody: in a relative clause (不能整改的企业), of an inability, of what is thought or found."""

from __future__ import annotations

import re

from parsers.actors import actors_in, head_ends
from parsers.lexicon import lexicon
from parsers.lone_cues import ADVERBS_BEFORE_CUE, bare
from parsers.predicates import OWED, starts_with_verb
from parsers.segmenter import Words

__all__ = ["in_relative", "narrows", "tells_inability"]

_PREPOSED = re.compile(r"对于?|针对|凡|未经|经(?!营|办|济|纪|贸|销)|向|为(?!民|农)|给|与|除|按照|根据")
_OPENS_A_RELATIVE = frozenset({"不能", "不可", "可", "应", "须", "需", "能", *lexicon().released})
_ABILITY = frozenset({*_OPENS_A_RELATIVE, "无权", "有权", "可以", "不得不", "不宜"})
_DENIED_ABILITY = frozenset({"不能", "不可", "不宜", "无权", *lexicon().released})
# what takes the noun behind a relative clause as its object
_TAKES_A_NOUN = re.compile(
    r"(?:^|，)(?:对于?|针对|因|因为|由于|为|给|将|把|向|与|和|如|若|凡|凡是|有|有些|连同|防止|避免|排查|处理|解决|清理|帮助|照顾|收治|安置|扣除|剔除|扣减)"
    r"(?:确实|确|暂时|限期|仍然?|依法|目前|完全)?$"
)
# a cue behind these stands in a row of attributes: 孤老、生活不能自理的退役军人 (by its 、), 其产生的不能回收的废物
_ROW = re.compile(r"(?:、|或者|或|而)[^，。；、]{0,2}$|^(?:对于?|将|把)[^，。；]*的$")
_JOINED = re.compile(r"(?:以及|及|和)$")
_NOUN_PHRASE = re.compile(r"[^的，按在对向将由以从把与为]{1,10}的[^，的]{1,8}$")


def in_relative(text: str, found: re.Match[str], begin: int, end: int, words: Words) -> bool:
    """Whether the cue narrows who or what is meant: 对限期不能整改的企业, 不能正常运行的设备, 应当公开的信息."""
    cue, at, stop = found.group(0), found.start(), found.end()
    tail, before = text[stop:end], text[begin:at]
    if "的" not in tail:
        return False
    if tail[0] == "的" and len(tail) > 2 and before:
        return True  # 本市重点支持的机构, 谁负责的事项
    if cue in _ABILITY and (tail[0] == "的" or _TAKES_A_NOUN.search(before)):
        return True
    if cue == "应" and OWED.match(tail):
        return True
    if cue in _ABILITY and (_JOINED.search(before) or tail[0] in "被供"):
        return True
    if cue in _DENIED_ABILITY and cue != "无权" and _ROW.search(before) and head_ends(text, begin, at)[-1:] != [at]:
        return True
    if cue != "负责" and _one_verb(text, stop, words, any_tag=cue in _DENIED_ABILITY):
        return True  # 不宜公开的信息
    acts = bare(before) and starts_with_verb(text, begin, at, words) and not actors_in(text, begin, at, words.known)
    of_people = text[end - 1] in "人者员户" or head_ends(text, stop, end)[-1:] == [end]
    if cue in _ABILITY and acts and of_people and _NOUN_PHRASE.match(text, stop, end):
        return True  # 收治生活不能自理的老人
    if text[end : end + 1] not in ("，", ",") or head_ends(text, stop, end)[-1:] != [end]:
        return False
    if _PREPOSED.match(before):
        return True
    # 不能整改的企业: a short clause; 无须保证…了解情况的公民 is an act with its object
    return not before and cue in _OPENS_A_RELATIVE and tail.index("的") <= 12


def _one_verb(text: str, at: int, words: Words, *, any_tag: bool = False) -> bool:
    """公开|的: one verb, and what it is said of behind 的."""
    length = words.length_at(at)
    # 采取有效 is one word of the dictionary, and no verb
    return 1 < length < _PHRASE and (any_tag or words.tag_at(at) in ("v", "vn")) and text.startswith("的", at + length)


_BRACKET = re.compile("[（(]")
_PHRASE = 4  # characters of a word of the dictionary that is a phrase
_NEAR, _ADVERBS = 240, 16  # characters: how far a cue may lie behind a relative clause, and adverbs before a cue
_PREPOSITION = re.compile(r"将|把|对|为|向|由|按|从|与|给")


def narrows(text: str, found: re.Match[str], end: int, words: Words) -> bool:
    """企业不能提供证明的应当…: a later cue governs, the first one stands in a relative clause."""
    lex = lexicon()
    ability = found.group(0) in _ABILITY or found.group(0) == "负责"
    for later in lex.cue_or_not.finditer(text, found.end(), min(end, found.end() + _NEAR)):
        stop = later.start()
        if later.group(0) not in lex.later or text[stop - 1] in "、（(和及与或" or not words.length_at(stop):
            continue
        if _BRACKET.search(text, found.end(), stop):
            continue  # 不得变更（确需变更的应当报批）
        if _one_verb(text, later.end(), words):
            continue  # 不得使用国家公布的|应当淘汰的设备: the later one stands in a relative clause itself
        adverbs = ADVERBS_BEFORE_CUE.search(text[max(found.end(), stop - _ADVERBS) : stop])
        stop -= len(adverbs.group(0)) if adverbs else 0
        between = text[found.end() : stop]
        if between.endswith("的"):
            inside = later.group(0) in _ABILITY and _PREPOSITION.match(between)  # 应当将其不能回收的…
            return not inside and not between.endswith(("目的", "有的"))
        if ability and "的" in between:
            head = stop - len(between.rsplit("的", 1)[1])
            body = stop - head <= 10 or head_ends(text, head, stop)[-1:] == [stop]
            if body and "，" not in between and not starts_with_verb(text, head, stop, words):
                return True
    return False


def tells_inability(text: str, found: re.Match[str], begin: int) -> bool:
    """不能按时完成, 认为不应当立案: what cannot be done, or is thought or found, directs nobody."""
    cue = found.group(0)
    if cue in ("不能", "不能够") and lexicon().unable.match(text, found.end()):
        return True
    if cue in ("不应当", "不应"):
        return "认为" in text[begin : found.start()]
    told = lexicon().thought.search(text, begin, found.start()) if cue in _DENIED_ABILITY else None
    return told is not None and "的" not in text[told.end() : found.start()]
