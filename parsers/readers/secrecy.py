"""Marks of secrecy: a document that bears 绝密, 机密 or 秘密 is not read unless that was asked for.

A mark is a row of its own, as 保守国家秘密法实施条例 and GB/T 9704-2012 (7.2.2, 10.1) prescribe it; the words in
running text (国家秘密, 商业秘密, 机密性) are none. With its term (机密★10年) it counts wherever it stands, without one
at the head of the document or of an attachment, and in what the pages repeat (heads, feet, watermarks).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from parsers.readers.places import spoken
from policies.errors import InputError
from policies.manuscripts import Manuscript, Paragraph
from policies.messages import _
from policies.vocabulary.tables import alternation, table

__all__ = ["Mark", "mark_of", "refuse_secrets"]

_HEAD = 15  # rows; a letterhead has fewer
_ATTACHED = 3  # rows below 附件1
_SHORT = 12  # characters of a row that lists a level
_LONGEST = 120  # characters of a row that can be a mark; letterheads are shorter
_ATTACHMENT = re.compile(r"附[件录表][0-9一二三四五六七八九十]{0,3}[:：]?")
_EDGES = "#*_>|`~-—·•.。 "  # what Markdown and lists set around a row
_SPACE = re.compile(r"\s+")
# a row that announces examples: what follows is no mark of this document
_EXAMPLE = re.compile("(?:例如?|形式|格式|式样|样式|标[注识志明示]|分为|如下)[^，。；]{0,8}[：:]$")
_SIMPLIFIED = str.maketrans("機絕級", "机绝级")
_CELLS = re.compile(r"[\t|]")


class Mark(NamedTuple):
    level: str  # 绝密, 机密, 秘密
    place: str


class _Patterns(NamedTuple):
    level: re.Pattern[str]
    row: re.Pattern[str]  # a whole row
    starred: re.Pattern[str]  # a whole row, with a term
    closing: re.Pattern[str]  # with a term, in brackets at the end of a row
    label: re.Pattern[str]  # 密级：
    labelled: re.Pattern[str]  # 密级：机密, among others on its row
    ticked: re.Pattern[str]  # ☑机密, on a form
    released: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Patterns over a row in NFKC whose blanks are gone."""
    words = table("secrecy")
    level = f"(?P<level>{alternation(words['levels'])})"
    label = alternation(words["labels"])
    noun = alternation(words["nouns"])
    urgency = alternation(words["urgency"])
    star = f"[{re.escape(words['stars'])}]"
    number = rf"(?:{alternation(words['copy_labels'])}[.:]?)?(?<![0-9])[0-9]{{1,9}}(?![0-9])号?"
    document = r"[\u4e00-\u9fff]{1,14}[〔\[(【][0-9]{4}[〕\])】]第?[0-9]{1,5}号"
    office = r"[\u4e00-\u9fff]{2,30}(?:文件|政府|委员会|办公[厅室])"
    beside = rf"(?:{number}|{office}|(?:紧急程度:?)?{urgency}|{document}){{0,4}}"
    opened, closed = r"[(\[【〔「『]?", r"[)\]】〕」』]?"
    mark = rf"{opened}(?:{label}:?)?{level}(?:{noun})?"
    return _Patterns(
        level=re.compile(alternation(words["levels"])),
        row=re.compile(rf"{beside}{mark}{closed}{beside}"),
        starred=re.compile(rf"{beside}{mark}{star}[^,。;、!?]{{0,24}}?{closed}{beside}"),
        closing=re.compile(rf"(?<![如为注志])[(\[【]{level}(?:{noun})?{star}[^,。;、!?()]{{1,24}}[)\]】]$"),
        label=re.compile(rf"(?:{label})[:：]$"),
        labelled=re.compile(rf"(?<![\u4e00-\u9fff])(?:{label})(?::\t*|\t+){opened}{level}(?![、/或及和])"),
        ticked=re.compile(rf"(?:{label}).*[{re.escape(words['ticks'])}]{level}"),
        released=re.compile(rf"{alternation(words['released'])}|已.{{0,12}}解密"),
    )


def mark_of(manuscript: Manuscript) -> Mark | None:
    """The first mark of secrecy that *manuscript* bears."""
    for paragraph in manuscript.margins:
        if level := _row(paragraph.text, head=True):
            return Mark(level, paragraph.place)
    for paragraph, head in _rows(manuscript.paragraphs):
        if level := _row(paragraph.text, head=head):
            return Mark(level, paragraph.place)
    return None


def refuse_secrets(manuscript: Manuscript) -> None:
    """InputError where *manuscript* bears a mark of secrecy. It says where, and nothing else of the document."""
    mark = mark_of(manuscript)
    if mark is None:
        return
    raise InputError(
        _("The document bears the mark of a state secret ({level}). It was not read.").format(level=mark.level),
        where=spoken(mark.place),
        why=_("State secrets may be handled only on machines that are approved for them."),
        mend=_(
            "Where this machine is, add --allow-classified (Python: allow_classified=True); likewise where the mark is "
            "none or no longer holds."
        ),
    )


def _rows(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[Paragraph, bool]]:
    """The rows that can be a mark, each with whether it stands at a head, where a mark needs no term."""
    left = _HEAD
    before = ""
    for paragraph in paragraphs:
        text = paragraph.text
        if len(text) > _LONGEST:
            left -= 1
            continue
        bare = text.strip()
        if not bare:
            continue
        if left <= _ATTACHED and bare[0] == "附" and _ATTACHMENT.fullmatch(_SPACE.sub("", bare)):
            left = _ATTACHED + 1  # this row is one of them
        announced = before.endswith(("：", ":")) and not _patterns().label.search(before)
        listed = announced and not _ATTACHMENT.fullmatch(_SPACE.sub("", before))
        if "密" in text and not _EXAMPLE.search(before):
            yield paragraph, (left > 0 and not listed) or paragraph.place.startswith("text box")
        left -= 1
        if not (listed and "密" in text and len(bare) < _SHORT):  # 密级分为三级： goes on over its rows
            before = bare


def _row(text: str, *, head: bool) -> str | None:
    """The level that the row *text* marks, None where it is no mark."""
    patterns = _patterns()
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")  # soft hyphens, zero-width blanks
    plain = unicodedata.normalize("NFKC", visible).translate(_SIMPLIFIED)
    squeezed = _SPACE.sub("", _CELLS.sub("", plain)).strip(_EDGES)
    if not patterns.level.search(squeezed) or patterns.released.search(squeezed):
        return None
    found = patterns.starred.fullmatch(squeezed) or patterns.closing.search(squeezed)
    if found is None and head:
        several = len(set(patterns.level.findall(squeezed))) > 1
        cells = _SPACE.sub(lambda blank: "\t" if "\t" in blank.group() else "", plain)
        if several:  # a form that offers all levels
            found = patterns.ticked.search(squeezed)
        else:
            found = patterns.row.fullmatch(squeezed) or patterns.labelled.search(cells)
    return found["level"] if found else None
