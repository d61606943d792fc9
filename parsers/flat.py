"""Texts that lost their line breaks: 某市人民政府关于…的通知某政发〔2021〕2号各区县：…某市人民政府2021年8月21日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.citations import DOC_NUMBER
from parsers.dates import DATE
from parsers.lines import Line, is_addressees
from policies.vocabulary.genres import closes_with_genre

__all__ = ["cut_flat"]

_FLAT_LINE = 300  # a paragraph may be as long; a title with addressees and more is not
_REACH = 600
_NUMBER = re.compile(rf"{DOC_NUMBER}[ \u3000]?第?[0-9０-９]{{1,5}}[ \u3000]?号")
_LONGEST_CODE = 12
_CLOSING = re.compile(
    r"(?<=[。；）)])(?P<organ>[一-龥]{4,30}?(?:政府|办公厅|办公室|委员会|局|厅|部|院|会))[ \u3000]{0,12}"
    rf"(?P<date>{DATE.pattern})(?P<note>[ \u3000]*[（(]此?件?[^（()）]{{2,20}}[）)])?"
)
_ATTACHED = re.compile(r"(?<=[。；\s])附件[:：][ \u3000]*[1１一][.．、](?=\S)")  # …为准。 附件：1．办事指南 2．申请表
_LAST_DATE = re.compile(rf"\s{{4}}(?P<date>{DATE.pattern})$")


def cut_flat(text: str, lines: Sequence[Line]) -> list[Line]:
    """*lines*, with a first line that holds a whole head cut into title, number, addressees and the rest.

    A long line that holds organ, date and note in mid-text is cut there as well. Lines of other texts stay as they are.
    """
    result: list[Line] = []
    for index, line in enumerate(lines):
        if index < 3 and len(line.text) > _FLAT_LINE:
            result.extend(_cut(text, line, head=index == 0))
        else:
            result.append(line)
    return result


def _cut(text: str, line: Line, *, head: bool) -> Iterator[Line]:
    cuts = [line.start]
    if head:
        cuts.extend(_head_cuts(text, line))
    last = _LAST_DATE.search(text, max(cuts[-1], line.end - 60), line.end)
    signed = last.start("date") if last else -1
    for match in _CLOSING.finditer(text, cuts[-1], line.end):
        cuts.extend((match.start("organ"), match.start("date")))
        if match["note"]:
            cuts.append(match.start("note"))
        cuts.append(match.end())
        title = _title_after(text, match.end())
        if title:
            cuts.append(title)
    attached = _ATTACHED.search(text, max(cuts[-1], line.end - _REACH), signed if signed > 0 else line.end)
    if attached:
        cuts.append(attached.start())
    if signed > cuts[-1]:
        cuts.append(signed)
    cuts.append(line.end)
    for start, end in pairwise(cuts):
        words = text[start:end]
        stripped = words.strip()
        if stripped:
            begin = start + len(words) - len(words.lstrip())
            gap = line.gap if start == line.start else start == signed
            yield Line(begin, begin + len(stripped), stripped, gap)


def _head_cuts(text: str, line: Line) -> list[int]:
    """Ends of title, number and addressees at the beginning of a line."""
    reach = min(line.end, line.start + _REACH)
    colon = re.compile("[：:。]").search(text, line.start, reach)
    if colon is None or colon[0] == "。":
        return []
    number = _NUMBER.search(text, line.start, colon.start())
    if number:
        for start in range(number.start() - 1, max(number.start() - _LONGEST_CODE, line.start), -1):
            if closes_with_genre(text[line.start : start]):
                return [start, number.end(), colon.end()]
    for match in re.compile(r"[ \u3000]+|(?<=的通知|的意见|的批复|的决定|的通报)").finditer(
        text, line.start, colon.start()
    ):
        title, rest = text[line.start : match.start()], text[match.end() : colon.end()].strip()
        if "关于" in title and closes_with_genre(title) and is_addressees(rest):
            return [match.end(), colon.end()]
    return [colon.end()] if is_addressees(text[line.start : colon.end()]) else []


def _title_after(text: str, start: int) -> int | None:
    """Where the title of an attachment ends that opens at *start* and that the text named before in title marks."""
    for match in re.finditer(r"《([^《》\n]{4,100})》", text[max(0, start - 3000) : start]):
        if text.startswith(match[1], start):
            return start + len(match[1])
    return None
