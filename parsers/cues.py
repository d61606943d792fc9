"""Cues of modality: 应当, 要, 不得, 可, 鼓励 …, where they govern the predicate of their segment."""

from __future__ import annotations

import re

from parsers.actors import actors_in, head_ends
from parsers.lexicon import lexicon
from parsers.predicates import starts_with_verb
from parsers.segmenter import Words
from parsers.segments import matched_pairs
from policies.duties import Modality

__all__ = ["find_cue"]

Range = tuple[int, int]


def find_cue(text: str, begin: int, end: int, words: Words) -> Range | None:
    """The first cue of modality outside brackets that governs the segment's predicate."""
    lex = lexicon()
    skip = matched_pairs(text, begin, end)
    at = begin
    while candidate := lex.cue_or_not.search(text, at, end):
        at = candidate.start()
        inside = next((pair for pair in skip if pair[0] <= at < pair[1]), None)
        if inside:
            at = inside[1]
            continue
        if candidate.group(0) not in lex.modality_of and words.length_at(at):
            at = candidate.end()  # 应急, 可持续 (but 影响|应 is no 响应: only where a word begins)
            continue
        found = lex.cue.match(text, at, end)
        if found and _cue_governs(text, found, begin, end, words):
            return found.start(), found.end()
        at = found.end() if found else at + 1
    return None


_ABOUT_A_BAN = re.compile(rf"^(?:{lexicon().directive.pattern})+$|(?:明令|关于|违反|限制、|限制和|规定|公布)$")
_BAN_LIST = re.compile(r"(?:目录|名单|清单|办法|规定|制度)$")


def _cue_governs(text: str, found: re.Match[str], begin: int, end: int, words: Words) -> bool:
    """Whether a cue is the modal of its segment, not part of a noun phrase, a verb's object or a relative clause."""
    cue, at = found.group(0), found.start()
    if found.end() >= end:
        return False
    before = text[begin:at]
    modality = lexicon().modality_of[cue]
    if len(cue) == 1:
        # one character: it has to be a word of its own, or follow what can be a subject or an adverbial
        if not words.length_at(at) and not actors_in(text, begin, at):
            return False
        opens = lexicon().directive.match(text, found.end(), end) or text[found.end()] in "经于在按由向将对从为与把以"
        if words.length_at(at) > 1 and not opens and not actors_in(text, begin, at):
            return False
        if cue == "将":
            return _is_future(text, found, begin, end)
        if cue == "请":
            return at == begin or text[at - 1] in "，；。现"
        if cue == "需" and not before:
            return True
    if re.search(r"(?:明确|规定|承诺|约定|要求|标明|写明)[^，。]{0,4}$", before):
        return False
    if modality is Modality.ENCOURAGED and before.endswith("的"):
        return False
    if modality is Modality.ENCOURAGED and before and not _subjectlike(text, begin, at):
        return False  # 支持, 鼓励 as nouns (…政策支持力度) or after another verb
    if (
        modality is Modality.MUST_NOT
        and before
        and re.search(r"(?<![不未])(?:落实|执行|遵守|制定|违反|关于|按照|严格)$", before)
    ):
        return False
    if cue == "禁止" and before:
        # X禁止使用… forbids, 研究落实禁止…的办法 does not: there 禁止 tells what the measure is about
        return not _ABOUT_A_BAN.search(before) and not _BAN_LIST.search(text[found.end() : end])
    verb = cue in ("责令", "负责", "需要") and before
    if verb and (not _subjectlike(text, begin, at) or starts_with_verb(text, begin, at, words)):
        return False  # 组成专门的机构负责…: what stands before is a verb with its object, no subject
    if cue == "要求":
        return False
    if text[end : end + 1] in "，," and _relative(text, found, begin, end):
        return False
    # 所应, 其可: a relative clause, not the main one (but 场所, 研究所 are nouns)
    return not re.search(r"(?:(?<![场厕究务卫诊派交易])所|其)$", before)


_PREPOSED = re.compile(r"对于?|针对|凡|未经|经|向|为|给|与|除|按照|根据")
_ABILITY = ("不能", "不可", "可", "应", "须", "需", "能")


def _relative(text: str, found: re.Match[str], begin: int, end: int) -> bool:
    """对限期不能整改的企业， / 不能整改的企业，: the cue narrows who is meant, it directs nobody."""
    tail = text[found.end() : end]
    if "的" not in tail or head_ends(text, found.end(), end)[-1:] != [end]:
        return False
    before = text[begin : found.start()]
    return bool(_PREPOSED.match(before)) or (not before and found.group(0) in _ABILITY)


def _is_future(text: str, found: re.Match[str], begin: int, end: int) -> bool:
    """将 tells an undertaking when its subject stands before it and it does not move an object (将…纳入…)."""
    before = text[begin : found.start()].strip()
    if not before or not actors_in(text, begin, found.start()):
        return False
    return not re.search(
        r"(?:纳入|列入|作为|报送|报|转化为|移交|移送|上报|通报|告知|提供给|用于|记入|计入|抄送|分解|落实到|延伸)",
        text[found.end() : end],
    )


def _subjectlike(text: str, begin: int, at: int) -> bool:
    """Whether what stands before a cue can be its subject or an adverbial frame."""
    before = text[begin:at].rstrip()
    stripped = lexicon().adverb.sub("", before)
    if not stripped or actors_in(text, begin, at):
        return True
    if re.search(r"(?:中|上|下|内|前|后|时|间|日起|面|外|的)$", stripped):
        return True
    ends = head_ends(text, begin, at)
    return bool(ends) and ends[-1] == begin + len(before)
