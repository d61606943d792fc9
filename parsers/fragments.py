"""Lines and cells that are no sentences: figures, names, posts, captions, labelled entries, signs that are no words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parsers.hints import ALL, hint
from parsers.lexicon import lexicon
from parsers.needles import opens
from parsers.readings import Reading
from parsers.segmenter import Words
from policies.documents import Doubt, SentenceRole
from policies.vocabulary.tables import alternation, table

__all__ = [
    "MAY_BE_UNREADABLE",
    "form_of",
    "is_labelled_note",
    "is_nominal",
    "is_unreadable",
    "names_by_clause",
    "names_only",
    "names_thing",
    "row_of",
]

Verdict = tuple[SentenceRole, str]

_HAN = "\u4e00-\u9fff"
_FIGURES = re.compile(
    r"[A-ZXYLR]?[-–—]?[\s0-9０-９.,，%％‰±≥≤<>＜＞＞~～至/:：()（）\[\]、×+＋\-–—―−℃°′″IVXⅠ-Ⅻ①-⑳]*"
    r"(?:万|亿|元|人|个|家|项|处|条|公里|亩|米|吨|年|月|日|时|分|以上|以下|左右|m[²³]?|km|mm|h|t|kW)?[)）]?"
)
_CHINESE = re.compile(f"[{_HAN}]")
_NUMERIC = re.compile(r"[0-9０-９ⅠⅡⅢⅣⅤIVX①-⑳]")
_STRANGE = re.compile(
    r"[\"#$&'’*<=>?@\\^_`{|}!;]|[\u0192-\u02ff\u2020-\u2022\u2030\u2039-\u2044\ufb00-\ufb06\u00a1-\u00af\u00b4-\u00b6\u00b8-\u00d6\u00d8-\u00ff]"
)
_SIGNS = re.compile(r"[\"#$%&'*+;<=>?@\\^`{|}!]|[A-Za-z][()\[\]]+[A-Za-z]|^[()\[\]]+$|[\u201a\u201e]")
_ODD = re.compile("[!-~\u201a\u201e]")  # in every one of them, and in few sentences
_MARKS = re.compile(r"[\s。，；：、！？…—–―·.．,;:-]+|[（()）〔〕【】“”\s]+|[（(]略[)）]")
_ADDRESS = re.compile(r"https?:|www\.|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9-]{1,64}\.[a-z]")
_CODE = re.compile(r"\(cid:|cid:[0-9]+\)|^[0-9]{1,3}\)[^一-龥]")
_CAPTION = re.compile(
    r"[0-9]{0,3}(?:附?[图表]|专栏|附图|附表|样图)\s*[0-9]{1,3}(?:[-.－][0-9]{1,2})?[\s　]+[^。；，：]{2,60}"
)
_VALUE = r"(?![^，。；]{0,20}(?:负责|要|应|须|不得|必须))\s*\S"
_PERSON = re.compile(rf"[{_HAN}]{{1,2}}[ 　]{{0,6}}[{_HAN}]{{1,2}}[ 　\u2003]{{1,6}}[{_HAN}（）()、]{{2,40}}")
_MEASURED = re.compile(
    r"(?:项目|一期|二期|其中)?(?:年产|年生产|占地|总?用地|总建筑面积|建筑面积|占地面积|主要建设|主要生产|主要产品|设计规模|产品规划|总用地)"
)
_PAPERS = re.compile(r"一式[一二三四五六七八九十0-9]+份|(?:详见|见)附件[0-9]*$")
_UNIT = re.compile(r"[%％‰℃°]|[A-Za-z]{1,4}|[0-9.]*[a-zA-Z]{1,3}[²³]?")
_TIME = re.compile(r"[0-9年月日时分：:至到\-—~～ 上下午星期周一二三四五六七八九十（()）]{4,40}")
_REMARK = re.compile(r"[（(]?(?:注|备注|说明)[0-9]{0,2}[：:]")
_PHONE = re.compile(rf"[{_HAN}\s]{{0,6}}1[0-9]{{10}}|[{_HAN}\s]{{0,6}}0[0-9]{{2,3}}-?[0-9]{{7,8}}")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = table("roles")
    spaced = "|".join(r"[\s　]{0,4}".join(word) for word in sorted(data["labels"]["members"], key=len, reverse=True))
    return (
        re.compile(rf"(?:{spaced})[\s　]{{0,2}}[：:]{_VALUE}"),
        re.compile(rf"[（(]?(?:{alternation(data['labels']['entries'])})[\s　]{{0,2}}[：:]"),
        re.compile(
            rf"(?:{alternation(data['names']['ends'])})(?:[（(][^（()）]{{1,12}}[)）])?$|(?:{alternation(data['names']['posts'])})$"
        ),
    )


MAY_BE_UNREADABLE = hint(_STRANGE, _SIGNS, _CODE)


def is_unreadable(words: str) -> bool:
    """Whether *words* are signs rather than words: codes of a font, symbols among few characters of writing."""
    strange = len(_STRANGE.findall(words))
    code = ("cid:" in words or words[:1].isascii()) and bool(_CODE.search(words))
    if not strange and not code and not (_ODD.search(words) and _SIGNS.search(words)):
        return False
    if _ADDRESS.search(words):
        return False
    han = len(_CHINESE.findall(words))
    if not han:
        return True
    few = strange > 1 and han * 3 < len(words)
    return code or few or strange * 5 >= len(words.replace(" ", ""))


_OPENS_TIME, _OPENS_CAPTION = opens(_TIME), opens(_CAPTION)
_MAY_BE_PHONE, _MAY_LIST_MEMBERS = hint(_PHONE), hint(lambda: _patterns()[0])


def form_of(words: str, holds: int = ALL) -> Verdict | None:
    """Role and evidence of what is no sentence whatever stands around it; *holds* are its hints."""
    if not "\u4e00" <= words[:1] <= "\u9fff" and not _CHINESE.search(words):
        if _NUMERIC.search(words) and _FIGURES.fullmatch(words):
            return SentenceRole.FORM, "figures"
        if _MARKS.fullmatch(words):
            return SentenceRole.FORM, "marks"
        if _UNIT.fullmatch(words):
            return SentenceRole.FORM, "unit"
    if holds & MAY_BE_UNREADABLE and is_unreadable(words):
        return SentenceRole.UNDECIDED, Doubt.UNREADABLE
    if len(words.strip()) == 1:
        return SentenceRole.FORM, "single character"
    if words[:1] in _OPENS_TIME and _TIME.fullmatch(words):
        return SentenceRole.FORM, "time"
    if holds & _MAY_BE_PHONE and _PHONE.fullmatch(words):
        return SentenceRole.FORM, "telephone number"
    if words[:1] in _OPENS_CAPTION and _CAPTION.fullmatch(words):
        return SentenceRole.FORM, "caption"
    if holds & _MAY_LIST_MEMBERS and _patterns()[0].match(words) and len(words) <= 160:
        return SentenceRole.FORM, "list of members"
    return None


_NOTE = re.compile(
    r"[（(](?:负责部门|责任部门|责任单位|牵头单位|指导部门|负责单位)[：:][^。]*[)）]|[（(][^（()）。；]{2,80}(?:部|委|局|办|厅|院|总局|公司|政府|协会)(?:等)?(?:分别)?(?:指导|负责|牵头|配合)?[)）]"
)


def is_labelled_note(words: str) -> bool:
    """（负责部门：A、B；适用范围：C）, （A、B指导）: bodies in brackets who answer for what stands before."""
    return bool(_NOTE.fullmatch(words))


def names_thing(words: str) -> bool:
    """Whether *words* end as a name does (…项目, …申报表, …指南) and do not open with an act."""
    return bool(_patterns()[2].search(words)) and not lexicon().directive.match(words)


def names_only(words: str, at: int, tags: Words, *, line: bool) -> bool:
    """Whether a line or cell without inner marks only names something."""
    short = line and len(words) <= 60 and not re.search("[，。；：！？]", words)
    return short and not lexicon().directive.match(words) and is_nominal(at, at + len(words), tags)


def row_of(words: str, at: int, tags: Words, *, line: bool, table_row: bool) -> Verdict | None:
    """Role and evidence of a cell or line in which no act was found.

    *line*: the words are closed by the end of a line or a cell, not by a mark; *table_row*: they stand among tabs.
    """
    _members, entries, names = _patterns()
    papers = _PAPERS.search(words)
    if papers:
        return SentenceRole.FORM, papers.group(0)
    found = entries.match(words)
    if found and not lexicon().cue.search(words, found.end()):
        return SentenceRole.FORM, found.group(0)
    if line and _PERSON.fullmatch(words) and names.search(words):
        return SentenceRole.FORM, "name and post"
    if table_row and _MEASURED.match(words):
        return SentenceRole.FORM, "row of a table"
    if names_only(words, at, tags, line=line):
        return SentenceRole.FORM, "nominal phrase"
    if (line or len(words) <= 20) and len(words) <= 60 and not re.search("[，。；：！？]", words):
        return (SentenceRole.FORM, "name") if names_thing(words) else None
    note = _REMARK.match(words)
    if note and not lexicon().cue.search(words):
        return SentenceRole.FORM, note.group(0)
    return None


_NO_VERB = (
    "n",
    "m",
    "q",
    "r",
    "s",
    "t",
    "f",
    "b",
    "z",
    "j",
    "u",
    "w",
    "x",
    "eng",
    "l",
    "a",
    "h",
    "k",
    "c",
    "nz",
    "y",
    "g",
)


def names_by_clause(words: str, at: int, tags: Words, readings: Sequence[Reading]) -> bool:
    """Whether *words* are a noun with a relative clause before it (技术经理人全程参与的服务模式).

    The noun behind the last 的 holds no verb; what stands before names no body that acts and opens with no verb.
    """
    split = words.rfind("的")
    if split < 2 or len(words) > 90 or re.search("[，；。：]", words) or _ADVERBIAL.match(words):
        return False
    if any(r.subjects or r.cue or r.imperative for r in readings) or lexicon().directive.match(words):
        return False
    tag = tags.tag_at(at)
    opens = tag.startswith(("v", "d")) and tag != "vn"
    return not opens and is_nominal(at + split + 1, at + len(words), tags)


_ADVERBIAL = re.compile("[对将把按由凡向从在经为被给与]|根据|依据|依照|通过|围绕|针对")


def is_nominal(start: int, end: int, tags: Words) -> bool:
    """Whether no word of the range is a verb, an adverb or a preposition: it names something and says nothing of it."""
    at = start
    seen = False
    while at < end:
        tag, length = tags.tag_at(at), tags.length_at(at)
        if not length:
            at += 1
            continue
        if tag in ("vn", "an") or tag.startswith(_NO_VERB):
            seen = True
        else:
            return False
        at += length
    return seen
