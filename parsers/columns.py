"""The columns of a table that hands out tasks, by the words that head them (``records.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache

from policies.vocabulary.tables import alternation, table

__all__ = ["BODIES", "Column", "column_of", "hands_out_tasks", "names_first_lead"]


class Column(StrEnum):
    """What the cells below a head hold; the names are those of the lists in ``records.toml``."""

    TASK = "task"
    MEASURE = "measure"
    GOAL = "goal"
    FIGURE = "figure"
    LEAD = "lead"
    OWNER = "owner"
    HELPER = "helper"
    PERSON = "person"
    TIME = "time"
    NUMBER = "number"
    GROUP = "group"
    OTHER = "other"
    WEAK = "weak"  # 单位: a column of bodies beside one of tasks, else anything


BODIES = (Column.LEAD, Column.OWNER, Column.HELPER, Column.PERSON)

_LONGEST = 24  # characters of a head without brackets
_BRACKETED = re.compile(r"[（(\[【〔][^（()）\]】〕]*[）)\]】〕]")
_MARKS = re.compile(r"[\s\u3000\u200b\ufeff:：*＊]+")
_SENTENCE = re.compile(r"[。；;！？]")
_HANDS_OUT = re.compile("任务|职责|措施|举措|责任")
_JOINED = re.compile("以及|[及和与、/]")
_FIRST_LEADS = re.compile(r"(?:第一位|首位|第一个|排第一|列第一)[^，。；）)]{0,8}牵头")


@cache
def _words() -> tuple[re.Pattern[str], dict[str, Column]]:
    columns = {word: Column(name) for name, words in table("records")["columns"].items() for word in words}
    weak = {word for word, column in columns.items() if column is Column.WEAK}
    longer = alternation(word[::-1] for word in columns if word not in weak)
    return re.compile(longer), columns


@lru_cache(maxsize=4096)
def column_of(head: str) -> Column | None:
    """What the column under *head* holds, None where its words tell nothing: 市级牵头单位（部门）→ LEAD."""
    if _SENTENCE.search(head):
        return None
    words = _MARKS.sub("", _BRACKETED.sub("", head)).replace("／", "/")
    if not words or len(words) > _LONGEST:
        return None
    pattern, columns = _words()
    if words in columns:
        return columns[words]
    parts = [column for part in _JOINED.split(words) if (column := columns.get(part))]
    if len(parts) > 1 or (parts and "/" in words):  # 牵头单位及配合单位, 任务分解/时序进度, 责任单位/部门
        return next((column for column in parts if column in (Column.TASK, Column.MEASURE)), parts[0])
    found = pattern.match(words[::-1])
    if not found:
        return None
    column = columns[found.group(0)[::-1]]
    # 号 and 措施 alone are heads; 文号 and 保障措施 … are others
    return column if len(found.group(0)) > 1 and column is not Column.NUMBER else None


def hands_out_tasks(heads: Iterable[str]) -> bool:
    """Whether a row of *heads* is that of a 任务分工表: tasks, and beside them bodies or times."""
    columns: dict[Column, str] = {}
    for head in heads:
        column = column_of(head) if len(head) <= 2 * _LONGEST else None
        if column:
            columns.setdefault(column, head)
    tasks = "".join(columns.get(column, "") for column in (Column.TASK, Column.MEASURE))
    beside = {*BODIES, Column.TIME} if tasks else {*BODIES}
    if not tasks and Column.GOAL not in columns:
        return False
    if Column.WEAK in columns and _HANDS_OUT.search(tasks):
        return True  # 事项 | 单位 | 数量 counts things; 单位 | 职责 hands out
    return not beside.isdisjoint(columns)


def names_first_lead(words: str) -> bool:
    """责任单位（列第一位者为牵头单位）"""
    return _FIRST_LEADS.search(words) is not None
