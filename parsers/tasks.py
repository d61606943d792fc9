"""Cells of tasks: their sentences without numbers, phrases that only name a task, and what the row adds to a duty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.duties import Context
from parsers.grouping import Statement
from parsers.records import Record
from parsers.segments import RawSentence, split_sentences
from policies.documents import SentenceRole
from policies.duties import Duty, Modality
from policies.spans import Span

__all__ = ["bare_task", "in_row", "same_record", "task_sentences"]

_NUMBER = re.compile(
    r"(?:[0-9０-９]{1,3}(?:[-—.．][0-9]{1,2})?[.．、)）](?![0-9])|[（(][0-9０-９一二三四五六七八九十]{1,3}[)）][.．、]?"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳㈠-㈩⑴-⒇●■◆•·][.．、]?)[ \u3000]*"
)
_PHRASE = 26  # characters of a heading phrase before running text on its line
_TASK = 60  # characters of a phrase that names a task
_NOT_TASK = re.compile(r"不得|不准|不许|不能|严禁|禁止|已|取得|存在|[了？！?]")


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
        follows = index + 1 < len(rows) and rows[index + 1][0] is None
        phrase = len(words) <= _PHRASE and sentence.stop == "。" and not re.search("[，,]", words)
        yield number, sentence, bool(number) and follows and phrase


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
        context, note=context.note or record.note, row=record.row, times=record.times, targets=record.targets,
        path=f"{context.path}/表",
    )  # fmt: skip


def same_record(one: Duty, other: Duty) -> bool:
    """Whether two rows say the same of one task: a prohibition, to which the times of neither apply."""
    return bool(other.row) and all(
        getattr(one, name) == getattr(other, name) for name in ("quote", "bearers", "partners", "time", "targets")
    )
