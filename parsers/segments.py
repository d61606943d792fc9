"""Sentences and their segments.

A sentence is closed by 。！？； or the end of its block; a segment by ， or ：. Marks inside a closed pair of brackets
or quotation marks close nothing: “…。…” and （…；…） stay whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from parsers.blanks import BLANKS
from parsers.hints import ALL, CLOSERS, MARKS, marks_of

__all__ = ["RawSentence", "Segment", "matched_pairs", "split_sentences"]

_MARK = re.compile(f"[{re.escape(MARKS)}]")
_OPENERS = {"（": "）", "(": ")", "“": "”", "《": "》", "〈": "〉", "「": "」", "『": "』", "【": "】"}
_CLOSERS = {"）": "（(", ")": "(（", "”": "“", "》": "《", "〉": "〈", "」": "「", "』": "『", "】": "【"}
_CLOSER = re.compile(f"[{re.escape(CLOSERS)}]")
_STOPS = "。！？；;!?\n\t"  # a tab divides the cells of a table row
_BLANK = frozenset(BLANKS)
_CLOCK = re.compile("[0-9０-９][:：][0-5０-５][0-9０-９](?![0-9０-９.．、])")
_CJK = re.compile(r"[\u3400-\u9fff”》）)%％]")


class Segment(NamedTuple):
    """Half-open range without its closing mark; ``mark`` is that mark, "" at the end; ``holds`` are `parsers.hints`."""

    start: int
    end: int
    mark: str
    holds: int = ALL


class RawSentence(NamedTuple):
    """Range from the first character that is not blank to the stop (``end`` includes it, ``inner_end`` does not)."""

    start: int
    end: int
    inner_end: int
    stop: str
    segments: tuple[Segment, ...]
    holds: int = ALL


def matched_pairs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost matched pairs of brackets and quotation marks in ``text[start:end]``, line by line."""
    if _CLOSER.search(text, start, end) is None:
        return []  # most segments
    return _pairs((found.group(0), found.start()) for found in _MARK.finditer(text, start, end))


def _pairs(marks: Iterable[tuple[str, int]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for mark, at in marks:
        if mark in _OPENERS:
            stack.append((mark, at))
        elif mark in _CLOSERS:
            for depth in range(len(stack) - 1, max(len(stack) - 4, -1), -1):
                if stack[depth][0] in _CLOSERS[mark]:
                    opened = stack[depth][1]
                    del stack[depth:]
                    while pairs and pairs[-1][0] > opened:
                        pairs.pop()
                    pairs.append((opened, at + 1))
                    break
        elif mark == "\n":
            stack.clear()
    return pairs


def split_sentences(text: str, start: int, end: int) -> list[RawSentence]:
    """The sentences of ``text[start:end]`` in order; what lies between them is blank."""
    places, closers, holds = marks_of(text)
    first = bisect_left(places, start)
    last = bisect_left(places, end, first)
    near = bisect_left(closers, start)
    paired = near < len(closers) and closers[near] < end
    pairs = iter(_pairs((text[at], at) for at in places[first:last]) if paired else ())
    closed = next(pairs, None)
    sentences: list[RawSentence] = []
    segments: list[Segment] = []
    begin = seg = _skip(text, start, end)
    held = whole = 0  # by the segment, and by the sentence so far
    for index in range(first, last):
        at = places[index]
        if at < begin:
            continue  # a blank between sentences
        held |= holds[index]
        while closed and closed[1] <= at:
            closed = next(pairs, None)
        if closed and closed[0] <= at < closed[1]:
            continue
        mark = text[at]
        if mark in _STOPS or mark == ".":
            if mark == "." and not (_CJK.match(text[at - 1 : at]) and (at + 1 == end or text[at + 1].isspace())):
                continue  # a full stop is a point behind a Chinese character, before a blank
            whole |= held
            _add(segments, text, seg, at, "", held)
            if not segments and (begin < at or (begin == at and mark != "\n")):
                segments.append(Segment(begin, at + 1, ""))  # marks alone: accounted for all the same
            if segments:
                sentences.append(RawSentence(begin, at + 1, segments[-1].end, mark, tuple(segments), whole))
            segments = []
            begin = seg = _skip(text, at + 1, end)
            held = whole = 0
        elif mark in ":：" and _CLOCK.match(text, at - 1):
            continue  # 17：30
        elif mark in "，：" or (mark in ",:" and (_CJK.match(text[at - 1 : at]) or _CJK.match(text[at + 1 : at + 2]))):
            whole |= held
            if _add(segments, text, seg, at, "，" if mark in "，," else "：", held):
                held = 0
            seg = _skip(text, at + 1, end)
    held |= holds[last]
    whole |= held
    _add(segments, text, seg, end, "", held)
    if not segments and text[begin:end].strip():
        segments.append(Segment(begin, end, ""))
    if segments:
        sentences.append(RawSentence(begin, end, segments[-1].end, "", tuple(segments), whole))
    return sentences


def _skip(text: str, at: int, end: int) -> int:
    while at < end and (text[at] in _BLANK or text[at] == "\n"):
        at += 1
    return at


def _add(segments: list[Segment], text: str, start: int, end: int, mark: str, holds: int) -> bool:
    while end > start and (text[end - 1] in _BLANK or text[end - 1] == "\n"):
        end -= 1
    if end > start:
        segments.append(Segment(start, end, mark, holds))
    return end > start
