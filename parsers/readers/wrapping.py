"""Lines that were broken in mid-sentence at the edge of a page, told from lines that are paragraphs.

A wrapped text shows itself: its lines pile up at one width, few are longer, and those that fill the width
seldom end a sentence. Documents with true paragraphs have lines of every length. Two rulers are tried: the
number of characters (texts cut by a program, exactly) and the width on the page (a Latin letter takes half a
Chinese character), where justified setting lets lines differ by some characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["flush_lines", "full_lines", "soft_lines"]

_CLOSERS = "”’）》」】〕)\"']〉』"
_TERMINALS = "。！？；：…!?;:"
# a note in brackets after a full stop closes a paragraph: …。（责任单位：市应急局）
_NOTE = re.compile(rf"[{_TERMINALS}][（(〔\[][^（()）]*[)）〕\]]$")
_OPENERS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}
_NEAR = 60  # characters; what is bracketed is short
_PAIR = re.compile(f"[{re.escape(''.join([*_OPENERS, *_OPENERS.values()]))}]")
_LEADERS = ("......", "………", "······", "______", "------")  # table of contents, rules, blanks to fill in
_MAY_LEAD = re.compile("[.…·_-]")
_NUMERAL = "[〇○零一二三四五六七八九十百千0-9０-９]"
_UNIT = re.compile(
    rf"第{_NUMERAL}+[编篇章节条](?:之{_NUMERAL}+)?(?P<article>)"
    rf"|[（(]{_NUMERAL}{{1,3}}[)）](?P<item>)"
    r"|[一二三四五六七八九十百]{1,4}(?P<chinese>)[、．.]"
    r"|[0-9０-９]{1,3}[、．.，)）](?![0-9０-９])"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?=[ 　“\u4e00-\u9fff])(?! ?[亿万元倍米公个吨度小平年岁％‰])"
    r"|[①-⑳㈠-㈩⑴-⒇]|附件|附录|附表|附图|抄送|主送"
)
# 依照本法 / 第三条规定…, 第二款 / （一）项: a mention of a unit, not the unit
_MENTION = re.compile(rf"(?:规定|第|、|，|和|及|与|或|至|的|所|款|项|中|之|“|》|条|{_NUMERAL})")
_CUT_NUMBER = tuple("统第唯专单逐归划之同")  # 统 / 一、规范…: the numeral belongs to the word before
_HEADING = re.compile(rf"第{_NUMERAL}+[编篇章节]")
# notes of enactment, each on its line: 2016年…会议通过 / 2018年…修正
_ENACTED = ("通过", "修订", "修正", "公布", "发布", "批准", "施行")
_YEAR = re.compile(r"[0-9]{4}年[0-9]{1,2}月")
_PAGE_NUMBER = re.compile(r"[—–－\- ]*(?:[0-9 ]{1,6}|[IVX ]{1,6})[—–－\- ]*$")
_INDENT = re.compile("(?:　| {2}|\t|\u2003|\xa0{2})")
_PARAGRAPH_INDENT = 3  # characters; two are usual
_FEW = 3  # paragraphs; fewer are no habit
_MIN_WIDTH = 16  # characters; narrower columns are lists and tables


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where lines are broken: widths *low* … *high*, by one of the rulers."""

    low: int
    high: int
    exact: bool

    def full(self, line: str) -> bool:
        return self.low <= (len(line) if self.exact else _width(line)) <= self.high


def soft_lines(lines: Sequence[str], *, certain: bool = False) -> list[bool]:
    """For each line, whether the next one goes on in mid-sentence.

    *certain* says that the lines are known to come from a page (PDF), so that no pile needs to prove it.
    The cost is linear in the length of the text.
    """
    soft = [False] * len(lines)
    stripped = [line.rstrip() for line in lines]
    edge = _edge(stripped, certain)
    if edge is None:
        return soft
    margin = min((_indent(line) for line in stripped if line), default=0)
    for i in range(len(lines) - 1):
        line, following = stripped[i], stripped[i + 1]
        if certain and _closes(line, following):
            soft[i] = True  # also where the line is short: what may not be broken went over to the next one
        elif edge.full(line) and following and not _table(line) and not _table(following):
            soft[i] = not _ends(line) and _goes_on(line, following, margin, edge.exact)
    return soft


def full_lines(lines: Sequence[str]) -> list[bool]:
    """Which *lines* of pages (with their indents as blanks) reach the right edge, told by their width."""
    stripped = [line.rstrip() for line in lines]
    edge = _edge(stripped, certain=True)
    return [edge is not None and bool(line) and edge.full(line) for line in stripped]


def flush_lines(lines: Sequence[str], fulls: Sequence[bool]) -> list[bool]:
    """For each line, whether the next one goes on with its paragraph, where paragraphs begin with an indent.

    *lines* bear their indents as blanks, *fulls* says which of them reach the right edge of the page. What follows such
    a line without an indent is no new paragraph, also after a full stop.
    """
    indented = sum(1 for line in lines if 1 <= _indent(line) <= _PARAGRAPH_INDENT)
    if indented < max(_FEW, 0.1 * len(lines)):
        return [False] * len(lines)
    goes_on = [bool(line) and not _indent(line) and not _UNIT.match(line) and not _table(line) for line in lines]
    return [
        full and after and not _table(line)
        for line, full, after in zip(lines, fulls, [*goes_on[1:], False], strict=True)
    ]


def _edge(lines: Sequence[str], certain: bool) -> _Edge | None:
    """The edge at which *lines* were broken, None where they were not."""
    body = [line for line in lines if line and not _table(line)]
    unfinished = [not _ends(line) for line in body]
    sentences = sum(1 for line in body if "。" in line or "；" in line)
    for exact in (True, False):
        widths = [len(line) if exact else _width(line) for line in body]
        least = _MIN_WIDTH if exact else 2 * _MIN_WIDTH
        pile = Counter(width for width, open_ in zip(widths, unfinished, strict=True) if open_ and width >= least)
        if not pile:
            return None
        mode = max(pile, key=lambda width: (pile[width], width))
        # 避头尾: punctuation is drawn in or pushed out; Latin words move whole; quotes are set narrow
        edge = _Edge(mode, mode, True) if exact else _Edge(mode - 4, mode + 8, False)
        full = sum(count for width, count in pile.items() if edge.low <= width <= edge.high)
        # entries of a list are of one width too, but say no sentences
        if (certain or sentences >= 0.1 * full) and _wrapped(edge, widths, full, unfinished, certain):
            return edge
    return None


def _wrapped(edge: _Edge, widths: Sequence[int], full: int, unfinished: Sequence[bool], certain: bool) -> bool:
    total = len(widths)
    over = sum(1 for width in widths if width > edge.high)
    filled = sum(1 for width in widths if width >= edge.low)
    if edge.exact:
        # cut by a program: nothing is longer, and whatever is as long was cut there
        strays = sum(1 for width, open_ in zip(widths, unfinished, strict=True) if open_ and 0 < edge.low - width <= 3)
        return over == 0 and full >= 3 and full >= 0.6 * filled and strays <= 0.1 * full
    if certain:
        return over <= 0.3 * total
    return full >= max(4, 0.15 * total) and full >= 0.5 * filled and over <= 0.2 * total


def _goes_on(line: str, following: str, margin: int, exact: bool) -> bool:
    """Whether *following* may continue *line*, which fills the width without ending a sentence."""
    if _indent(following) > margin and _INDENT.match(following[margin:]):
        return False
    head = following.lstrip()
    unit = _UNIT.match(head)
    if _PAGE_NUMBER.match(head) or (_YEAR.match(head) and line.endswith(_ENACTED)):
        return False
    if unit is None:
        # a heading that fills the width by chance; one that is wrapped is as long as any other line
        return exact or not (_HEADING.match(line.lstrip()) and len(line) < 24)
    rest = head[unit.end() :]
    if unit.group("article") is not None:
        return bool(_MENTION.match(rest)) or (exact and not re.match(r"[\s　]", rest) and bool(rest))
    if unit.group("item") is not None:
        return exact or line.endswith("第") or bool(re.match("[项款、和至]", rest))
    if unit.group("chinese") is not None:
        return exact or line.endswith(_CUT_NUMBER)
    return exact


def _closes(line: str, following: str) -> bool:
    """Whether *following* closes a bracket or a quote that *line* leaves open: 《关于印发…方案 / 实施细则》的通知."""
    last = _PAIR.findall(line)[-1:]
    if not last or last[0] not in _OPENERS or _table(line) or _table(following):
        return False
    opener, closer = last[0], _OPENERS[last[0]]
    if line.count(opener) != line.count(closer) + 1:  # “ typed where ” was meant
        return False
    inside: list[str] = []  # pairs that *following* opens itself
    for sign in _PAIR.findall(following[:_NEAR]):
        if sign in _OPENERS:
            inside.append(_OPENERS[sign])
        elif not inside:
            return bool(sign == closer)
        elif inside.pop() != sign:
            return False
    return False


def _ends(line: str) -> bool:
    """Whether *line* ends a sentence, closing quotes and brackets aside."""
    if not line:
        return True
    if line[-1] in _TERMINALS:
        return True
    if line[-1] not in _CLOSERS:
        return False
    bare = line[-8:].rstrip(_CLOSERS)
    return (bool(bare) and bare[-1] in _TERMINALS) or bool(_NOTE.search(line[-120:]))


def _table(line: str) -> bool:
    if "\t" in line and "\t" in line.strip():
        return True
    return bool(_MAY_LEAD.search(line)) and any(leader in line for leader in _LEADERS)


def _width(line: str) -> int:
    """Width on the page in half characters."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
