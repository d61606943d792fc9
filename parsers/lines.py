"""Lines of a document and what each may be at its head or foot (GB/T 9704-2012), before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.blanks import BLANKS
from parsers.citations import DOC_NUMBER
from parsers.dates import DATE, NUMERAL
from policies.vocabulary import issuers
from policies.vocabulary.tables import table

__all__ = [
    "DATE",
    "Line",
    "ends_sentence",
    "is_addressees",
    "is_attachment_list",
    "is_attachment_marker",
    "is_bracketed",
    "is_contact",
    "is_date",
    "is_history",
    "is_letterhead",
    "is_list_entry",
    "is_note",
    "is_number",
    "is_organ",
    "is_person",
    "is_titular",
    "is_unit",
    "opens_contents",
    "split_lines",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. ``text`` is text[start:end], blanks at either end left out."""

    start: int
    end: int
    text: str
    gap: bool  # a blank line stands before it


_HEADS = table("heads")


def _spaced(words: Iterable[str]) -> str:
    """A pattern of *words* whose characters may stand apart: 来 源."""
    return "|".join(r"\s{0,4}".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))


_BLANK = r"[ \u3000]"
_NUMERALS = f"[0-9０-９{NUMERAL}]"
_NUMBER = re.compile(
    rf"[（(]?(?:发文字号[：:])?{_BLANK}*[一-龥A-Za-z（）()·]{{0,20}}{_BLANK}{{0,3}}"
    rf"{DOC_NUMBER}[一-龥]{{0,6}}{_BLANK}?第?{_BLANK}?[0-9０-９]{{1,5}}{_BLANK}?号[）)]?(?:签发人[：:].{{0,12}})?"
)
_ORDER_NUMBER = re.compile(rf"[（(]?第{_BLANK}{{0,4}}{_NUMERALS}{{1,6}}{_BLANK}{{0,4}}号[）)]?")
_LETTERHEAD = re.compile(
    rf"[一-龥（）()\s]{{2,60}}(?:文件|(?<!命)令|公报)(?:{_BLANK}*[（(]?第.{{1,8}}号[）)]?)?"
    rf"|(?:{_spaced(_HEADS['letterhead']['rows'])})[：:].{{0,80}}"
    rf"|[【\[［]?(?:{_spaced(_HEADS['letterhead']['marks'])}.{{0,10}}|[秘机]密.{{0,8}})[】\]］]?"
)
_NOTE = re.compile(
    rf"[（(](?:{'|'.join(_HEADS['notes']['bracketed'])})[^（()）]{{0,60}}[）)]"
    rf"|(?:{_spaced(_HEADS['notes']['openings'])})(?:[：:\s].{{0,200}})?"
    rf"|[一-龥（）\s]{{4,40}}\s*[0-9０-９一二三四五六七八九〇○]{{4}}年.{{1,8}}日{_BLANK}*印发.{{0,8}}"
    r"|[^。]{0,80}\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|et|jpg|png)"
    rf"|[-—–]{_BLANK}?[0-9]{{1,4}}{_BLANK}?[-—–]"
)
_CONTACT = re.compile(rf"[（(]?.{{0,14}}?(?:{_spaced(_HEADS['notes']['contacts'])})[一-龥]{{0,4}}[：:].{{0,80}}")
_ATTACHMENT_WORD = rf"附{_BLANK}{{0,3}}[件表录图]?{_BLANK}{{0,2}}"
_MARKER = re.compile(
    rf"{_ATTACHMENT_WORD}[（(]?{_NUMERALS}{{0,3}}[）)]?{_BLANK}*[：:.．、]?|[（(]附件{_NUMERALS}{{0,3}}[）)]"
)
_ATTACHMENT = re.compile(
    rf"{_ATTACHMENT_WORD}{_NUMERALS}{{0,3}}{_BLANK}{{0,2}}[：:.．、]{_BLANK}*\S.*|附件{_NUMERALS}{{1,3}}{_BLANK}+\S.*"
)
_ENTRY = re.compile(
    rf"[（(]?[0-9０-９一二三四五六七八九十]{{1,3}}[）)]?{_BLANK}{{0,2}}[.．、，,)）]{_BLANK}*\S.{{0,120}}"
)
_UNIT = re.compile(
    rf"第{_BLANK}?{_NUMERALS}{{1,6}}{_BLANK}?[编篇章节条]|[（(]{_BLANK}?{_NUMERALS}{{1,3}}{_BLANK}?[）)]"
    rf"|[{NUMERAL}]{{1,4}}{_BLANK}?[、.．]|[0-9０-９]{{1,3}}{_BLANK}?[.．、，,)）]|[①②③④⑤⑥⑦⑧⑨⑩]|[—-]{_BLANK}?[、]"
)
_PERSON = re.compile(
    rf"[一-龥]{{0,4}}(?:{'|'.join(_HEADS['signature']['posts'])})[\s：:]{{0,8}}"
    rf"[一-龥·]{{1,2}}{_BLANK}{{0,3}}[一-龥·]{{1,6}}"
)
_HISTORY = re.compile(
    rf"[（(]?{_BLANK}*(?:根据)?[0-9０-９一二三四五六七八九〇○零]{{4}}{_BLANK}?年[^。]{{0,180}}"
    r"(?:通过|公布|发布|修订|修正|施行|批准|废止|颁布)[^。]{0,60}[）)]?[。]?"
)
_DAY = re.compile(rf"(?:时间|日期|成文日期|发布日期)?[：:]?{_BLANK}*(?:{DATE.pattern}){_BLANK}*(?:发布)?")
_SENTENCE_END = ("。", "！", "；", ";", "！”", "。”", "：", ":", "）", ")", "？", ".")
_SENTENCE_MARK, _HAN = re.compile(r"[。；;？！!\t]"), re.compile("[一-龥]")
_LONGEST_TITLE_LINE = 120
_CLOSINGS = "|".join([*_HEADS["addressees"]["closings"], *_HEADS["addressees"]["line_closings"]])
_ADDRESSEE = re.compile(rf"(?:{_CLOSINGS})(?:[（(][^（()）]{{1,40}}[）)])?[：:]$")
_NOT_ADDRESSEE = re.compile(
    rf"{'|'.join(_HEADS['addressees']['never'])}|^注[：:]|^(?!各|有关|全体)[^，、]{{0,6}}人[：:]$"
    r"|^[^，、]{0,8}(?:组长|成员|单位|对象|范围|时间|地点|联系人?|要求|意见)[：:]$"
)


def split_lines(text: str) -> list[Line]:
    """The lines of *text* that are not blank."""
    lines: list[Line] = []
    offset, gap = 0, False
    for raw in text.split("\n"):
        words = raw.strip(BLANKS)
        if words:
            start = offset + len(raw) - len(raw.lstrip(BLANKS))
            lines.append(Line(start, start + len(words), words, gap))
        gap = not words
        offset += len(raw) + 1
    return lines


def is_number(words: str) -> bool:
    """A document number alone on its line: 国发〔2018〕39号, 第85号."""
    return len(words) <= 60 and bool(_NUMBER.fullmatch(words) or _ORDER_NUMBER.fullmatch(words))


def is_letterhead(words: str) -> bool:
    """发文机关标志 (…文件, …令), a row of a site's table (发文机关：…), or a mark of secrecy or urgency."""
    return len(words) <= 100 and bool(_LETTERHEAD.fullmatch(words))


def is_date(words: str) -> bool:
    """A date alone on its line."""
    return len(words) <= 40 and bool(_DAY.fullmatch(words))


def is_note(words: str) -> bool:
    """附注, 抄送, 印发, 来源, links and page numbers."""
    return len(words) <= 260 and bool(_NOTE.fullmatch(words))


def is_bracketed(words: str) -> bool:
    """The whole line stands in brackets, as 附注 does below the date."""
    return len(words) <= 100 and words[0] in "（(" and words[-1] in "）)" and not re.search("[（(）)]", words[1:-1])


def is_contact(words: str) -> bool:
    """联系人：, 联系电话："""
    return len(words) <= 120 and bool(_CONTACT.fullmatch(words))


def is_attachment_marker(words: str) -> bool:
    """附件, 附件1, 附： alone on a line: an attachment opens (or a list of attachments)."""
    return len(words) <= 12 and bool(_MARKER.fullmatch(words))


def is_attachment_list(words: str) -> bool:
    """附件：1.…, 附件1.…: 附件说明, or the head of an attachment whose title stands on the same line."""
    return len(words) <= 200 and bool(_ATTACHMENT.fullmatch(words))


def is_list_entry(words: str) -> bool:
    """2.湖北省…标准: a further line of 附件说明."""
    return len(words) <= 140 and bool(_ENTRY.fullmatch(words))


def is_unit(words: str) -> bool:
    """The line opens a numbered unit: 一、, （一）, 1., 第一条."""
    return bool(_UNIT.match(words))


def is_person(words: str) -> bool:
    """局长　杨焕宁: who signs an order."""
    return len(words) <= 24 and bool(_PERSON.fullmatch(words))


def is_history(words: str) -> bool:
    """2004年1月13日国务院令第397号公布: how a regulation came about, below its title."""
    if len(words) > 240 or is_unit(words):
        return False
    return bool(_HISTORY.fullmatch(words)) and not words.endswith(("：", ":"))


_NO_ORGAN = re.compile(r"[。，；：？！,;:?!“”《》\t]")


def is_organ(words: str) -> bool:
    """The line names an organ, or several with blanks between, as signatures and letterheads do."""
    if len(words) > 60 or _NO_ORGAN.search(words) or is_unit(words):
        return False
    return issuers.is_organ(words)


def is_addressees(words: str) -> bool:
    """主送机关: 各省、自治区、直辖市人民政府，国务院各部委、各直属机构："""
    if not words.endswith(("：", ":")) or len(words) > 500 or is_unit(words):
        return False
    if re.search(r"[。；;？！]", words) or _NOT_ADDRESSEE.search(words):
        return False
    return bool(_ADDRESSEE.search(words))


def ends_sentence(words: str) -> bool:
    """The line ends where a sentence, a list head or a note in brackets ends."""
    return words.endswith(_SENTENCE_END)


def is_titular(words: str) -> bool:
    """The line may belong to a title: short, without the marks of a sentence, no unit, note, date or number."""
    if len(words) > _LONGEST_TITLE_LINE or _SENTENCE_MARK.search(words) or words.endswith(("：", ":", "，", ",")):
        return False
    if (
        not _HAN.search(words)
        or is_unit(words)
        or is_note(words)
        or is_date(words)
        or is_number(words)
        or is_contact(words)
    ):
        return False
    return not (is_attachment_marker(words) or is_attachment_list(words) or opens_contents(words))


def opens_contents(words: str) -> bool:
    """目录 alone on its line."""
    return words[:1] in "目【" and re.sub(r"\s", "", words) in ("目录", "目次", "【目录】", "目錄")
