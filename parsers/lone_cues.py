"""Cues that no list of words can tell: 非…不可, and 得, 能, 准, 勿 where each is a word of its own."""

from __future__ import annotations

import re

from parsers.actors import head_ends
from parsers.hints import hint
from parsers.lexicon import lexicon
from parsers.segmenter import Words
from policies.duties import Modality

__all__ = [
    "ADVERBS_BEFORE_CUE",
    "MAY_BE_LONE",
    "MAY_DENY_TWICE",
    "bare",
    "double_negation",
    "lone_cue",
    "stands_alone",
]

Range = tuple[int, int]

ADVERBS_BEFORE_CUE = re.compile(r"(?:均|都|也|还|又|同时|并|则|就|一律|原则上|一般|依法|及时|必须|仍|方|(?<!人)才)+$")

_WITHOUT = re.compile(r"非(?!法|经|因|常|营利|正规)[^，。；]{2,24}不可$")
MAY_BE_LONE, MAY_DENY_TWICE = hint(lexicon().alone), hint(_WITHOUT)


def double_negation(text: str, begin: int, end: int) -> Range | None:
    """非停产整顿不可 is a must; 非经批准不可动火 forbids and is found by its 不可."""
    found = _WITHOUT.search(text, begin, end)
    return found.span() if found else None


# 使企业能…, 确保职工能…: what is hoped for; 对企业能…: an object
_HOPED = re.compile(r"使|让|确保|保证|保障|为|对|以|力争|努力|凡|如|若|只要|只有|不仅|不但")


def lone_cue(text: str, begin: int, end: int, words: Words, only: str = "得能准勿") -> Range | None:
    """得, 能, 准 or 勿 behind its subject; 勿 and 得 at the head of their segment too, 准 behind a comma."""
    lex = lexicon()
    for found in lex.lone.finditer(text, begin, end - 2):
        at, char = found.start(), found.group(0)
        if char not in only or not stands_alone(text, at, end, words):
            continue
        before = bare(text[begin:at])
        if char == "得" or (not before and (lex.alone[char] is Modality.MUST_NOT or _behind_comma(text, begin, char))):
            return at, at + 1
        if before and not _HOPED.match(before) and begin + len(before) in head_ends(text, begin, at):
            return at, at + 1
    return None


def _behind_comma(text: str, begin: int, char: str) -> bool:
    return char == "准" and text[begin - 1 : begin] in ("，", ",")  # …的，准… ; 能 there tells an ability


def bare(before: str) -> str:
    """*before* without the adverbs at its beginning and its end."""
    return ADVERBS_BEFORE_CUE.sub("", lexicon().adverb.sub("", before))


def stands_alone(text: str, at: int, end: int, words: Words) -> bool:
    """Whether 得, 能, 准 or 勿 at *at* is a word of its own before a verb."""
    if at + 1 >= end or not lexicon().lone.match(text, at, end):
        return False
    if text[at] == "得":
        return _is_modal_de(text, at, words)
    return words.length_at(at) == 1 and _verb_follows(text, at + 1, end, words)


def _is_modal_de(text: str, at: int, words: Words) -> bool:
    """停车场得改建, 五年内得申请: 得 behind no verb whose complement it could open (走得出, 落实得好)."""
    begin = at if words.length_at(at) == 1 else at - 1  # the segmenter takes 内得, 人得 for words of its particle
    if words.tag_at(begin) != "ud" or begin + words.length_at(begin) != at + 1 or words.length_at(at + 1) == 0:
        return False
    tag = words.tag_at(at + 1)
    if tag == "p" or text[at + 1] in "将把":
        return True
    if begin == at and words.tag_before(at).startswith("v"):
        return tag.startswith("v") and words.length_at(at + 1) > 1
    return tag.startswith("v") or (words.length_at(at + 1) > 1 and tag != "z" and text[at + 1] not in "不很更较越")


_MISTAGGED = ("上岗", "出厂", "入内", "进场")  # verbs that the dictionary knows as names of places or nouns


def _verb_follows(text: str, at: int, end: int, words: Words) -> bool:
    tag = words.tag_at(at)
    if tag.startswith("v") or tag in ("p", "d", "ad"):
        return True
    return lexicon().directive.match(text, at, end) is not None or text.startswith(_MISTAGGED, at)
