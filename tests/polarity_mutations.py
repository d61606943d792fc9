"""Mutations of polarity: a cue that stands right before an act gets its negation, or loses it.

Where the cue stands is found in the text alone (it ends where the act begins), never asked of the parser's cues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policies.duties import Duty, Modality
from tests.parsing import plan

__all__ = ["Mutation", "cued_sentences", "modality_at", "mutations", "own_negations", "sentence_around"]

MUST, MUST_NOT, MAY = Modality.MUST, Modality.MUST_NOT, Modality.MAY

# (cue, what it tells, the cue with or without its negation, what that tells)
PAIRS = [
    ("应当", MUST, "不应当", MUST_NOT),
    ("应该", MUST, "不应该", MUST_NOT),
    ("应", MUST, "不应", MUST_NOT),
    ("要", MUST, "不要", MUST_NOT),
    ("必须", MUST, "不必", MAY),
    ("必须", MUST, "无须", MAY),
    ("必须", MUST, "不得", MUST_NOT),
    ("需要", MUST, "不需要", MAY),
    ("须", MUST, "无须", MAY),
    ("可以", MAY, "不可以", MUST_NOT),
    ("可", MAY, "不可", MUST_NOT),
    ("有权", MAY, "无权", MUST_NOT),
    ("允许", MAY, "不允许", MUST_NOT),
    ("准许", MAY, "不准", MUST_NOT),
    ("不得", MUST_NOT, "得", MAY),
    ("不得", MUST_NOT, "可以", MAY),
    ("不准", MUST_NOT, "准", MAY),
    ("不能", MUST_NOT, "能", MAY),
    ("不可以", MUST_NOT, "可以", MAY),
    ("不可", MUST_NOT, "可", MAY),
    ("不应当", MUST_NOT, "应当", MUST),
    ("不应", MUST_NOT, "应", MUST),
    ("不要", MUST_NOT, "要", MUST),
    ("不允许", MUST_NOT, "允许", MAY),
    ("严禁", MUST_NOT, "必须", MUST),
    ("禁止", MUST_NOT, "允许", MAY),
    ("无须", MAY, "必须", MUST),
    ("无需", MAY, "应当", MUST),
    ("不必", MAY, "必须", MUST),
    ("不需要", MAY, "需要", MUST),
]
_LONGEST = sorted({cue for cue, *_ in PAIRS}, key=len, reverse=True)
_WITHIN_WORD = re.compile(r"[方才始只即理相响对反供适主重必不未无]$")  # 方可, 理应, 只能: the cue is more than itself
_GET = re.compile(r"[以到出知益分当力中罪失主体手悉胜救逞逢]")  # 得以, 得到, 得中: other words
_NEGATED_ACT = re.compile(r"[不无未非]")


class Mutation(NamedTuple):
    """*sentence* with *cue* turned into *made*; the act begins at *act* in it, and *was* should now be *wanted*."""

    sentence: str
    act: int
    cue: str
    made: str
    was: Modality
    wanted: Modality


def mutations(sentence: str, act: int, modality: Modality) -> Iterator[Mutation]:
    """What the cue right before (or, where it is part of the act, at) *act* can be turned into."""
    cue = next((word for word in _LONGEST if sentence.endswith(word, 0, act)), None)
    start = act - len(cue) if cue else act
    if cue is None:
        cue = next((word for word in ("不需要", "无须", "无需", "不必") if sentence.startswith(word, act)), None)
    if cue is None or _WITHIN_WORD.search(sentence[:start]):
        return
    end = start + len(cue)
    if _NEGATED_ACT.match(sentence, end):
        return  # 应当不予…: the negation of the act stands beside that of the cue
    for word, was, made, wanted in PAIRS:
        if word != cue or was is not modality or (made == "得" and _GET.match(sentence, end)):
            continue
        if made == "能" and not re.search(r"[\u4e00-\u9fff]$", sentence[:start]):
            continue  # at the head of its segment 能 tells an ability: …的，能辨认自己行为的
        yield Mutation(sentence[:start] + made + sentence[end:], start + len(made), cue, made, was, wanted)


_OWN = re.compile(r"不予|不再(?=[\u4e00-\u9fff]{5})|予以(?=[\u4e00-\u9fff]{2})")


def own_negations(sentence: str, acts: Iterable[tuple[int, int]]) -> Iterator[tuple[str, int, str]]:
    """(sentence, where the act begins, words that have to stand in it): 不予 for 予以 in an act, and the other way.

    The negation is the act's own: the modality stays.
    """
    for begin, end in acts:
        for found in _OWN.finditer(sentence, begin, min(end, begin + 8)):
            if found.start() and sentence[found.start() - 1] in "应得可须要能":
                continue
            word = found.group(0)
            made = {"不予": "予以", "予以": "不予", "不再": ""}[word]
            words = made or sentence[found.end() : found.end() + 2]
            yield sentence[: found.start()] + made + sentence[found.end() :], begin, words


_N = "[一二三四五六七八九十百千0-9]+"
_NUMBER = re.compile(rf"[*\s　]*(?:第{_N}条(?:之{_N})?|[（(]{_N}[)）]|{_N}[、.．])[*\s　]*")


def sentence_around(text: str, spans: Iterable[tuple[int, int]], begin: int, end: int) -> tuple[str, int] | None:
    """(the sentence that holds ``text[begin:end]``, without its number, and where it begins)."""
    for start, stop in spans:
        if start <= begin and end <= stop:
            number = _NUMBER.match(text, start, stop)
            first = number.end() if number and number.end() <= begin else start
            return text[first:stop], first
    return None


def modality_at(sentence: str, act: int) -> tuple[Modality | None, Duty | None]:
    """The modality of the duty that an act of *sentence* belongs to, read alone; None where none is found."""
    document = plan(sentence)
    where = document.text.rfind(sentence.strip())
    at = where + act - (len(sentence) - len(sentence.lstrip()))
    for duty in document.duties:
        if duty.clause is not None and any(a.quote.start <= at < a.quote.end for a in duty.actions):
            return duty.modality, duty
    for duty in document.duties:
        if duty.clause is not None and duty.quote.start <= at < duty.quote.end:
            return duty.modality, duty
    return None, None


# (cue, its modality), each with its negation: what a sentence of a law may order, forbid or allow with
_TELLS = {
    "应当": MUST, "必须": MUST, "不得": MUST_NOT, "不应当": MUST_NOT, "禁止": MUST_NOT, "严禁": MUST_NOT,
    "可以": MAY, "有权": MAY, "不需要": MAY, "无须": MAY, "不必": MAY,
}  # fmt: skip
_TELLING = re.compile("(?<!所)(?:" + "|".join(sorted(_TELLS, key=len, reverse=True)) + ")")
# 禁止进出口目录, 法规禁止发布的信息, 警告、限制、禁止等各类标志: a ban that is named
_NAMED_BAN = re.compile("[^，。；]*(?:的|目录)|等")
_ANY_CUE = re.compile("应|须|不得|禁止|严禁|可|有权|无权|需要|不必|不准|不能|要|鼓励|支持|允许|责令|将|负责|由")
_SENTENCE = re.compile(r"[^。；：\n“”（）()《》　 ]{12,120}[。；]")


def cued_sentences(text: str) -> Iterator[tuple[str, int, Modality]]:
    """(sentence, where its act begins, what its cue tells) of the sentences of *text* that hold one cue and no other.

    The text alone tells them, so that a sentence which the parser misreads is among them.
    """
    for found in _SENTENCE.finditer(text):
        sentence = found.group(0)
        cues = list(_TELLING.finditer(sentence))
        if len(cues) != 1 or text[found.start() - 1 : found.start()] not in "。；　\n ":
            continue
        cue = cues[0]
        if cue.group(0) == "禁止" and _NAMED_BAN.match(sentence, cue.end()):
            continue
        rest = sentence[: cue.start()] + sentence[cue.end() :]
        if _ANY_CUE.search(rest) or cue.start() < 2 or not re.match(r"[\u4e00-\u9fff]{2}", sentence[cue.end() :]):
            continue
        yield sentence, cue.end(), _TELLS[cue.group(0)]
