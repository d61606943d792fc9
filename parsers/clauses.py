"""The clause tree: numbered and labelled units, nested by their forms, and the blocks that tile the text.

Forms follow GB/T 9704-2012 §7.3.3 (一、 （一） 1. （1）) and 立法技术规范 (编 章 节 条 项); documents skip forms and
mistype, so nesting follows the order in which a document opens its forms, not a fixed table.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from parsers.blanks import BLANK_CLASS, BLANKS
from parsers.figures import whole_number
from parsers.inline_lists import find_lists
from parsers.paragraphs import cut_paragraphs
from parsers.parts import PartLayout
from policies.documents import Block, BlockKind, Clause, Problem
from policies.messages import _
from policies.spans import Span, trusted
from policies.vocabulary.tables import alternation, table

__all__ = ["build_clauses"]

_make_span, _make_block, _make_clause = trusted(Span), trusted(Block), trusted(Clause)
_HAN = "〇○零一二三四五六七八九十百千"
_UNIT = re.compile(
    rf"(?P<law>第\s?[{_HAN}\d]+\s?[编篇章节条](?:之[{_HAN}]+)?)(?![，。；、的和至到及或与第之款项]|规定|所|以外|中|要求|情形|至第)"
    rf"|(?P<han>[{_HAN}]+)[ \u3000]{{0,2}}[、．.](?!\d)"
    rf"|(?P<han_paren>[（(]\s?[{_HAN}]+\s?[)）])[、．.]?"
    r"|(?P<num>[0-9０-９]{1,3})[ \u3000]{0,2}(?:[.．](?![0-9０-９])|[、)）]|[，,](?=[\u4e00-\u9fff]))"
    r"|(?P<num_paren>[（(]\s?[0-9０-９]{1,3}\s?[)）])[、．.]?"
    r"|(?P<circled>[①-⑳㈠-㈩])[、．.]?"
)
_INLINE = "inline"  # the form of the items of a list that runs on in its paragraph
# rank: the usual order of nesting, outermost first
_RANK = {
    "编": 0,
    "篇": 0,
    "章": 1,
    "节": 2,
    "条": 3,
    "han": 4,
    "han_paren": 5,
    "num": 6,
    "num_paren": 7,
    "circled": 8,
    "label": 9,
    _INLINE: 10,
}
_BLANK = frozenset(BLANKS)
_SPACE = re.compile(r"\s")
_NO_DIGIT = re.compile(r"[^\w]|[第编篇章节条、．.]")
# a phrase ends with a stop, or where the blanks of a lost line break stand
_STOP = re.compile(rf"[。；;：:！？!?]|(?<=\S)[{BLANK_CLASS}]*\u3000[{BLANK_CLASS}]*\u3000[{BLANK_CLASS}]*(?=\S)")
_CONTENT = table("clauses")
_NO_TITLE = re.compile(
    # 应, 须, 可 before their predicate (but not 应急, 反应, 必须的 as part of a noun) make a phrase a statement
    rf"{alternation(_CONTENT['running']['words'])}"
    r"|(?<![相适反供响对效理照])应(?![急用对届付收邀变])|不宜|(?<!必)须(?!知)|(?<![许认])可(?=按|由|以|向|申|在|自|根)"
)
_NO_LABEL = re.compile(alternation(_CONTENT["no_label"]["words"]))
# 各单位要严格执行“八不准”： orders, and says whom what follows binds
_ORDERS = re.compile(
    "(?:单位|部门|企业|人员|地区|政府|各地|[县市区局厅])[要应须]|应当|必须|不得|严禁|(?:禁止|不[准许能]|可以|有权|(?:单位|部门|企业|人员|地区|政府|各地)可)$"
)
_LABEL = re.compile(r"([\u4e00-\u9fffA-Za-z0-9“”、（）()]{2,16})(?![：:](?<=[0-9][：:])[0-5][0-9])[：:](?=\s*\S)")
_TITLE_MAX = 40  # characters of a heading phrase that stands before running text on its line


@dataclass
class _Open:
    """A unit while it is being built."""

    form: str
    ordinal: int
    number: str | None
    title: str
    start: int
    head_end: int
    line_end: int
    level: int
    parent: int | None
    part: int
    path: str
    end: int = 0
    phrase_end: int = 0
    children: int = 0
    texts: int = 0


@dataclass
class _Tree:
    units: list[_Open] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    paths: dict[str, int] = field(default_factory=dict)  # how often a path was taken


def build_clauses(
    text: str, layouts: Sequence[PartLayout], rows: Mapping[int, tuple[int, bool]] = MappingProxyType({})
) -> tuple[tuple[Clause, ...], tuple[Block, ...], tuple[Problem, ...]]:
    """Clauses in document order and the blocks that tile *text*, each in its innermost clause.

    *rows* are the starts of the rows of tables, each with its end and whether its table hands out tasks: such a row is
    neither title nor signature. No row opens a unit; one that a part's edge cuts is a line like others.
    """
    units: list[_Open] = []
    blocks: list[Block] = []
    problems: list[Problem] = []
    paths: dict[str, int] = {}
    for index, layout in enumerate(layouts):
        tree = _Tree(units=units, paths=paths)
        frame = _frame(layout)
        marks = sorted({edge for span, _kind in frame for edge in (span.start, span.end)})
        waiting = deque(frame)
        paragraphs = list(cut_paragraphs(text, layout.span.start, layout.span.end, marks, rows))
        leads = _leads(text, paragraphs)
        for at, stop in paragraphs:
            while waiting and waiting[0][0].end <= at:
                waiting.popleft()
            kind = waiting[0][1] if waiting and waiting[0][0].start < stop else None
            if not text[at:stop].strip():
                blocks.append(_make_block(span=_make_span(start=at, end=stop), kind=BlockKind.BLANK, part=index))
            elif at in rows and rows[at][0] <= stop and (kind is None or rows[at][1]):
                blocks.append(_row(at, stop, index, tree))
            elif kind is not None:
                blocks.append(_make_block(span=_make_span(start=at, end=stop), kind=kind, part=index))
            else:
                _line(text, at, stop, index, tree, blocks, leads.get(at))
        for unit in units:
            if unit.part == index and not unit.end:
                unit.end = layout.body.end
    _level_by_form(units, len(layouts))
    _close(units, text)
    _settle_titles(text, units)
    clauses = tuple(_clause(i, unit) for i, unit in enumerate(units))
    problems.extend(_gaps(units))
    return clauses, _split_heads(text, blocks, clauses, units), tuple(problems)


_FOUR = ("han", "han_paren", "num", "num_paren")  # 一、 （一） 1. （1）: GB/T 9704-2012 §7.3.3


def _level_by_form(units: list[_Open], parts: int) -> None:
    """Where a part uses all four forms, each has its level, also where it stands right below a higher one."""
    for part in range(parts):
        mine = [unit for unit in units if unit.part == part]
        if not set(_FOUR) <= {unit.form for unit in mine} or any(unit.form in "编篇章节条" for unit in mine):
            continue
        for unit in mine:
            if unit.form in _FOUR:
                unit.level = _FOUR.index(unit.form) + 1


def _row(at: int, stop: int, part: int, tree: _Tree) -> Block:
    """A row of a table belongs to the unit that it stands in."""
    clause = tree.stack[-1] if tree.stack else None
    if clause is not None:
        tree.units[clause].texts += 1
    return _make_block(span=_make_span(start=at, end=stop), kind=BlockKind.ROW, clause=clause, part=part)


def _frame(layout: PartLayout) -> list[tuple[Span, BlockKind]]:
    """The spans outside the body with their kinds, in order."""
    groups = [
        (layout.letterhead, BlockKind.LETTERHEAD),
        (layout.title, BlockKind.TITLE),
        ((layout.addressees,) if layout.addressees else (), BlockKind.ADDRESSEES),
        (layout.signature, BlockKind.SIGNATURE),
        (layout.notes, BlockKind.NOTE),
    ]
    return sorted(((span, kind) for spans, kind in groups for span in spans), key=lambda row: row[0].start)


# 完善联动机制。建立…: a phrase of its own at a paragraph's head, without subject, modal, time or figure
_LEAD = re.compile(r"[\u4e00-\u9fff“”、]{4,24}。(?=\s*\S{8})")
_NO_LEAD = re.compile(r"要|请|将|各|本[办规条通]|特此|如下|年|月|[0-9]|是|为|有|已|均|由|对")


def _leads(text: str, paragraphs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Where unnumbered lead phrases stand: start of their paragraph → end of the phrase. One alone is a sentence."""
    leads: dict[int, int] = {}
    for at, stop in paragraphs:
        start = at
        while start < stop and text[start] in _BLANK:
            start += 1
        found = _LEAD.match(text, start, stop)
        if found and not _NO_LEAD.search(found[0]) and not _NO_TITLE.search(found[0]) and not _UNIT.match(text, start):
            leads[at] = found.end()
    return leads if len(leads) > 1 else {}


def _line(text: str, at: int, stop: int, part: int, tree: _Tree, blocks: list[Block], lead: int | None) -> None:
    start = at
    while start < stop and text[start] in _BLANK:
        start += 1
    line_end = stop - 1 if text[stop - 1] == "\n" else stop
    found = _UNIT.match(text, start, line_end)
    if found:
        _open_unit(text, found, at, start, line_end, part, tree)
    else:
        label = _label(text, start, line_end)
        if lead:
            _leave_item(text, tree)
            _push(tree, "label", 0, None, text[start : lead - 1].strip(), at, lead, line_end, part, lead)
        elif label:
            _push(tree, "label", 0, None, text[start : label - 1].strip(), at, label, line_end, part, label)
        else:
            _leave_item(text, tree)
    clause = tree.stack[-1] if tree.stack else None
    if clause is not None and not found:
        tree.units[clause].texts += 1
    blocks.append(_make_block(span=_make_span(start=at, end=stop), kind=BlockKind.TEXT, clause=clause, part=part))
    _inline_units(text, found.end() if found else start, line_end, part, tree, blocks)


def _open_unit(text: str, found: re.Match[str], at: int, start: int, line_end: int, part: int, tree: _Tree) -> None:
    form = found.lastgroup or "num"
    if form == "law":
        form = next(c for c in reversed(found.group("law")) if c in _RANK)
    number = _SPACE.sub("", found.group(0))
    ordinal = whole_number(_NO_DIGIT.sub("", number)) or 0
    head = found.end()
    while head < line_end and text[head] in _BLANK:
        head += 1
    _push(tree, form, ordinal, number, "", at, head, line_end, part, head)


def _push(
    tree: _Tree, form: str, ordinal: int, number: str | None, title: str, start: int, head_end: int, line_end: int,
    part: int, phrase_end: int,
) -> None:  # fmt: skip
    units, stack = tree.units, tree.stack
    forms = [units[i].form for i in stack]
    if form in forms:
        del stack[forms.index(form) :]
    else:
        # a form not open now: it closes forms below its rank, unless it opens a list of its own inside them (第1 item)
        nests = ordinal == 1 and form not in tree.seen and form not in "编篇章节条"
        while stack and _RANK[units[stack[-1]].form] > _RANK[form] and not nests:
            stack.pop()
    tree.seen.add(form)
    parent = stack[-1] if stack else None
    if parent is not None:
        units[parent].children += 1
    step = (number[:-1] if number[-1] in "、．." else number) if number else title
    base = f"{units[parent].path}/" if parent is not None else (f"{part + 1}:" if part else "")
    path = base + step
    taken = tree.paths.get(path, 0)
    tree.paths[path] = taken + 1
    if taken:  # mistyped numbers repeat: the path stays unique
        path = f"{path}#{taken + 1}"
    units.append(
        _Open(
            form, ordinal, number, title, start, head_end, line_end, len(stack) + 1, parent, part, path, 0, phrase_end
        )
    )
    stack.append(len(units) - 1)


def _label(text: str, start: int, line_end: int) -> int | None:
    """End of a label (煤矿：) that opens the line, else None."""
    found = _LABEL.match(text, start, line_end)
    if not found or _NO_LABEL.search(found.group(1)) or _ORDERS.search(found.group(1)):
        return None
    return found.end()


def _leave_item(text: str, tree: _Tree) -> None:
    """An unnumbered paragraph behind the items of a 条 is a 款 of the 条; behind a label's it leaves the label."""
    units, stack = tree.units, tree.stack
    while stack and units[stack[-1]].form == "label":
        stack.pop()
    forms = [units[i].form for i in stack]
    if "条" in forms and forms[-1] != "条":
        del stack[forms.index("条") + 1 :]


def _inline_units(text: str, begin: int, line_end: int, part: int, tree: _Tree, blocks: list[Block]) -> None:
    """Lists inside a line (不得：1.…；2.…) open units below the one that it stands in; they end with the list."""
    for items in find_lists(text, begin, line_end):
        whole = blocks.pop()
        outer, at = whole.clause, whole.span.start
        edges = [(at, outer)]
        for item in items:
            _push(
                tree, _INLINE, item.ordinal, item.number, "", item.start, item.head_end, item.end, part, item.head_end
            )
            tree.units[tree.stack[-1]].end = item.end
            edges.append((item.start, tree.stack[-1]))
        tree.stack.pop()
        edges.append((items[-1].end, outer))
        stops = [*(start for start, _clause in edges[1:]), whole.span.end]
        for (start, clause), stop in zip(edges, stops, strict=True):
            if start < stop:
                span = _make_span(start=start, end=stop)
                blocks.append(_make_block(span=span, kind=BlockKind.TEXT, clause=clause, part=part))


def _close(units: list[_Open], text: str) -> None:
    """A unit ends where the next one opens that is not below it, at the latest with its part's body."""
    open_: list[_Open] = []
    for unit in units:
        while open_ and (open_[-1].level >= unit.level or open_[-1].part != unit.part):
            last = open_.pop()
            last.end = min(last.end, unit.start) if last.part == unit.part else last.end
        open_.append(unit)


def _phrase(text: str, unit: _Open) -> tuple[str, int, bool]:
    """(candidate heading phrase, its end with the stop, whether running text follows on the line)."""
    stop = _STOP.search(text, unit.head_end, unit.line_end)
    end = stop.start() if stop else unit.line_end
    after = stop.end() if stop else unit.line_end
    rest = text[after : unit.line_end].strip()
    return text[unit.head_end : end].strip(), after, bool(rest)


_TWO_ACTS = 24  # characters: a longer phrase with a comma is a sentence, unless those beside it are headings
# 第八条 工作要求。 alone on its line, over the paragraphs that tell it; most articles begin with their first 款
_OF_ARTICLE = re.compile(
    rf"(?!.*(?:{_NO_TITLE.pattern}))[^，。；：的]{{2,20}}"
    "(?:要求|登记|价值|范围|原则|条件|程序|职责|责任|期限|方式|内容|材料|流程|定义|依据|目的|对象|标准|罚则)[。]?"
)


def _settle_titles(text: str, units: list[_Open]) -> None:
    """Tell heading phrases from running paragraphs; doubtful ones follow their siblings of the same form."""
    doubtful: dict[tuple[int, int | None, str], list[tuple[_Open, str, int]]] = {}
    votes: dict[tuple[int, int | None, str], int] = {}
    listed: set[tuple[int, int | None, str]] = (
        set()
    )  # rows of items closed by ；: the last one, closed by 。, is one too
    for unit in units:
        if unit.form in ("label", _INLINE):
            continue
        phrase, end, follows = _phrase(text, unit)
        if unit.form == "条":
            closed = text[end - 1] not in "：:"
            if closed and not follows and (unit.children or unit.texts) and _OF_ARTICLE.fullmatch(phrase):
                unit.title, unit.phrase_end = phrase, end
            continue
        key: tuple[int, int | None, str] = (unit.part, None, unit.form)
        row = (unit.part, unit.parent, unit.form)
        if text[unit.head_end : unit.line_end].rstrip().endswith(("；", ";")):
            listed.add(row)
        elif row in listed:
            listed.discard(row)
            continue
        verdict = _is_title(text, unit, phrase, end, follows)
        if verdict is None:
            doubtful.setdefault(key, []).append((unit, phrase, end))
            continue
        votes[key] = votes.get(key, 0) + (1 if verdict else -1)
        if verdict:
            unit.title, unit.phrase_end = phrase, end
    for key, rows in doubtful.items():
        if votes.get(key, 0) >= 0:
            for unit, phrase, end in rows:
                unit.title, unit.phrase_end = phrase, end


def _is_title(text: str, unit: _Open, phrase: str, end: int, follows: bool) -> bool | None:
    if not phrase:
        return False
    if unit.form in ("编", "篇", "章", "节"):
        return True
    mark = text[end - 1] if end > unit.head_end else ""
    if mark in "；;":
        return False
    if mark in "：:" and follows:
        return False
    if _NO_TITLE.search(phrase):
        if follows or len(phrase) > 30 or mark in "。：":
            return False
        return True if len(phrase) <= 16 else None  # 限制与禁止使用, alone on its line, is a heading
    if not follows:
        below = unit.children > 0 or unit.texts > 0
        if mark not in "。：:":
            return len(phrase) <= 60
        if below:  # 加强领导，落实责任。 but hardly a sentence of two acts over its 责任单位：…
            return True if len(phrase) <= _TWO_ACTS or "，" not in phrase else None
        return False if "，" in phrase or "," in phrase else len(phrase) <= 30
    if len(phrase) > _TITLE_MAX or phrase.count("，") + phrase.count(",") > 1:
        return False
    return True if "，" not in phrase and "," not in phrase and len(phrase) <= 26 else None


def _clause(index: int, unit: _Open) -> Clause:
    return _make_clause(
        index=index, parent=unit.parent, part=unit.part, path=unit.path, level=unit.level, number=unit.number,
        title=unit.title, span=_make_span(start=unit.start, end=unit.end),
        head=_make_span(start=unit.start, end=unit.phrase_end),
    )  # fmt: skip


def _split_heads(text: str, blocks: list[Block], clauses: tuple[Clause, ...], units: list[_Open]) -> tuple[Block, ...]:
    """Cut the head of a unit off the text that follows it on its line."""
    heads = {clause.head.start: clause for clause in clauses}
    out: list[Block] = []
    for block in blocks:
        head = heads.get(block.span.start) if block.kind is BlockKind.TEXT else None
        if head is None:
            out.append(block)
            continue
        cut = head.head.end
        if not text[cut : block.span.end].strip():
            cut = block.span.end
        span = _make_span(start=block.span.start, end=cut)
        out.append(_make_block(span=span, kind=BlockKind.HEADING, clause=block.clause, part=block.part))
        if cut < block.span.end:
            span = _make_span(start=cut, end=block.span.end)
            out.append(_make_block(span=span, kind=block.kind, clause=block.clause, part=block.part))
    return tuple(out)


def _gaps(units: list[_Open]) -> list[Problem]:
    """Numbers that skip or repeat among siblings."""
    problems: list[Problem] = []
    last: dict[tuple[int, int | None, str], _Open] = {}
    for unit in units:
        if unit.form == "label" or not unit.ordinal or "之" in (unit.number or ""):
            continue
        key = (unit.part, None if unit.form == "条" else unit.parent, unit.form)
        before = last.get(key)
        last[key] = unit
        if before is None or unit.ordinal == before.ordinal + 1:
            continue
        if unit.ordinal == 1 and unit.form != "条":
            continue  # a list of its own
        message = _("Number {number} follows {before}.").format(number=unit.number, before=before.number)
        problems.append(
            Problem(code="numbering", message=message, span=_make_span(start=unit.start, end=unit.head_end))
        )
    return problems
