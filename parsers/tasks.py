"""Cells of tasks: their sentences without numbers, phrases that only name a task, and what the row adds to a duty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.duties import Context
from parsers.grouping import Statement
from parsers.notes import ResponsibilityNote, find_notes
from parsers.records import Record
from parsers.segments import RawSentence, split_sentences
from policies.documents import SentenceRole, TableCell
from policies.duties import Duty, Modality
from policies.spans import Span

__all__ = [
    "bare_task",
    "cell_notes",
    "in_row",
    "remark_start",
    "same_record",
    "task_sentences",
    "tells_of_the_table",
    "time_label",
]

_NUMBER = re.compile(
    r"(?:[0-9０-９]{1,3}(?:[-—.．][0-9]{1,2})?[.．、)）](?![0-9])|[（(][0-9０-９一二三四五六七八九十]{1,3}[)）][.．、]?"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳㈠-㈩⑴-⒇●■◆•·][.．、]?)[ \u3000]*"
)
_REMARK = re.compile(r"[\s\u3000]*(?:备?注|说明)\s*[：:][\s\u3000]*")
_OF_THE_TABLE = re.compile(
    r"第一位|首位|排名|排序|牵头单位[^，。；]{0,12}(?:负总责|为准)|加粗|黑体|标注|带[“‘]?[*＊★▲]|本表|此表|上表|下同"
)
_TIME_LABEL = re.compile(r"([^：:，,。；、]{1,14}[年月日季度底前末旬])[：:]")
_PHRASE = 26  # characters of a heading phrase before running text on its line
_TASK = 60  # characters of a phrase that names a task
_NOT_TASK = re.compile(r"不(?!动产)|非(?![煤遗公])|无(?!障碍|人机|线电)|[勿莫未]|严禁|禁止|杜绝|已|取得|存在|[了？！?]")


def task_sentences(text: str, line: Span) -> Iterator[tuple[Span | None, RawSentence, bool]]:
    """(number, sentence behind it, whether it is a heading phrase) for the sentences of a line of a cell."""
    rows: list[tuple[Span | None, RawSentence]] = []
    for sentence in split_sentences(text, line.start, line.end):
        found = _NUMBER.match(text, sentence.start, sentence.inner_end)
        behind = split_sentences(text, found.end(), sentence.end) if found else []
        if found and len(behind) == 1:
            rows.append((Span(start=sentence.start, end=found.end()), behind[0]))
        else:
            rows.append((None, sentence))
    for index, (number, sentence) in enumerate(rows):
        words = text[sentence.start : sentence.inner_end]
        follows = index + 1 < len(rows) and rows[index + 1][0] is None and text[rows[index + 1][1].start] not in "（(【"
        phrase = len(words) <= _PHRASE and sentence.stop == "。" and not re.search("[，,]", words)
        yield number, sentence, bool(number) and follows and phrase


def cell_notes(text: str, cell: TableCell) -> list[list[ResponsibilityNote]]:
    """For each line of a cell the notes that close its tasks: its own, else those of a line of notes below."""
    lines = [find_notes(text, line.start, line.end) for line in cell.lines]
    below: list[ResponsibilityNote] = []
    for line, notes in reversed(list(zip(cell.lines, lines, strict=True))):
        if notes and notes[0].start == line.start and not text[notes[-1].end : line.end].strip(" 。；;"):
            below = notes
        elif not notes:
            notes.extend(below)
        else:
            below = []
    return lines


def remark_start(text: str, start: int, end: int) -> int:
    """Where the words of a remark below a table begin, behind 注：; *start* where it is none."""
    found = _REMARK.match(text, start, end)
    return found.end() if found else start


def time_label(text: str, sentence: RawSentence) -> Span | None:
    """What stands before the ： that a sentence of a cell opens with, where it may be a time: 4月, 第一季度."""
    found = _TIME_LABEL.match(text, sentence.start, sentence.inner_end)
    return Span(start=sentence.start, end=found.end(1)) if found else None


def tells_of_the_table(words: str) -> bool:
    """Whether a sentence of a remark explains the table (列第一位的为牵头单位, 排名不分先后) and directs nobody."""
    return _OF_THE_TABLE.search(words) is not None


def bare_task(
    text: str, sentence: RawSentence, statements: Sequence[Statement], reason: tuple[SentenceRole, str] | None
) -> Statement | None:
    """A phrase without a verb (安全生产责任制考核) names the task all the same, where a table hands it out."""
    if statements or (reason and reason[0] not in (SentenceRole.UNDECIDED, SentenceRole.FINDING)):
        return None
    start, end = sentence.start, sentence.inner_end
    words = text[start:end]
    if not 4 <= len(words) <= _TASK or _NOT_TASK.search(words) or not re.search("[一-龥]{3}", words):
        return None
    return Statement(
        start=start, end=end, modality=Modality.MUST, cued=False, subjects=[], actions=[(start, end)], conditions=[],
        readings=[], agent=False, from_condition=False, openers=[],
    )  # fmt: skip


def in_row(context: Context, record: Record) -> Context:
    """*context* with what the row of a table tells: a note in the cell itself is nearer than the column of bodies."""
    return replace(
        context, note=context.note or record.note, row=record.row, times=context.times or record.times,
        targets=record.targets,
        path=f"{context.path}/表",
    )  # fmt: skip


def same_record(one: Duty, other: Duty) -> bool:
    """Whether two rows say the same of one task: a prohibition, to which the times of neither apply."""
    return bool(other.row) and all(
        getattr(one, name) == getattr(other, name) for name in ("quote", "bearers", "partners", "time", "targets")
    )
