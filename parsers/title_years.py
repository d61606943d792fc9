"""The years that a title speaks of: 2012年…方案, 2021—2025年, “十二五”规划, “安全生产年”活动; and 试行, 暂行.

A plan for a year is done when the year is over, which its title implies and no words say. Of other documents (意见,
批复, 办法) the years leave open how long they bind. An edition (2019年本), a year of revision or a goal for a year
(到2020年) is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from parsers.dates import ZERO, numeral
from parsers.figures import whole_number
from policies.documents import Metadata
from policies.force import Term, TermKind
from policies.spans import Quote, Span
from policies.vocabulary.genres import genre_of
from policies.vocabulary.tables import alternation, table

__all__ = ["campaigns", "read_title"]

_CN = f"一二三四五六七八九{ZERO}"
_Y = rf"(?:(?:19|20)[0-9]{{2}}|[一二][{_CN}]{{3}})"
_EDITION = re.compile(
    rf"[（(〔\[]\s*{_Y}\s*年?\s*(?:版|本|修订|修正|修改|更新|[一-龥]{{0,4}}(?:版|本|稿|修订|修正))[^）)〕\]]{{0,6}}[）)〕\]]|{_Y}年?(?:版|本(?!市|省|县|区|级|地))"
)
_RANGE = re.compile(
    rf"(?<![0-9])(?P<a>{_Y})\s?年?度?(?:(?:—|–|-|－|~|～|—)+|至|到|、|和)\s?(?P<b>{_Y}|[0-9]{{2}}(?![0-9]))\s?年?度?"
)
_SINGLE = re.compile(
    rf"(?<![0-9到至截])(?P<a>{_Y})\s?年(?:度)?(?!之?前|以前|以来|以后|之后|后|底|末|版|本(?!市|省|县|区|级|地)|修|远景|目标|规划|第?[0-9一二三四五六七八九十]*号)"
)
_BRACKETED = re.compile(rf"[（(]\s?(?P<a>{_Y})\s?年度?\s?[）)]$")  # of a plan its year, of rules the edition
_FIVE = re.compile(
    r"[“\"‘]?(?P<n>十[一二三四五六])?五[”\"’]?(?:时期|期间)?(?=[一-龥“”\"（(]{0,40}?(?:规划|计划|行动|纲要|方案|要点|意见))"
    r"|第(?P<m>十[一二三四五六]?)个五年(?=规划|计划)"
)
_VISION = re.compile(rf"(?P<a>{_Y})\s?年\s?(?:远景|长远)")
_SEVERAL = re.compile(r"(?P<n>[一二两三四五2-5])年(?=行动|攻坚|计划|提升|专项|滚动)")
# “安全生产年”, and not “青少年”, “建党一百年”
_NAMED = re.compile(r"[“\"][^“”\"]{1,12}(?<![0-9一二三四五六七八九十百千万两青少老成周学新近中幼])年[”\"]")
_HANDED = re.compile(r"(?:印发|转发|批转|发布|公布|下发)(?P<title>.{4,}?)的?通知$")
_LATE = 11  # a document of November for the same year is about its close


@cache
def _words() -> dict[str, re.Pattern[str]]:
    data = table("force")
    words = data["years"]
    trial = alternation(data["trial"]["words"])
    return {
        "campaigns": re.compile(alternation(words["campaigns"])),
        "lasting": re.compile(alternation(words["lasting"])),
        "trial": re.compile(
            rf"[（(〔\[]\s?(?P<a>{trial})\s?[）)〕\]]$"
            rf"|(?<!关于)(?P<b>{trial})(?=[一-龥]{{0,4}}(?:办法|规定|条例|细则|意见|标准|规程|规范|规则|制度|方案)(?:[（(].*)?$)"
        ),
    }


def campaigns(title: str) -> bool:
    """Whether *title* is that of the plan of a campaign."""
    return bool(re.search(r"活动|行动|整治|攻坚|检查|排查|督查|治理|演出|宣传|年”|月", title))


def read_title(text: str, spans: Sequence[Span], meta: Metadata, part: int, *, signed: date | None) -> Iterator[Term]:
    """What the title of *part* tells: the last day of its years, else that it is on trial."""
    title, places = _squeezed(text, spans)
    anchored = bool(title)
    if not title:
        title, places = _digits("".join((meta.title or "").split())), []
    if not title:
        return

    def quote(start: int, end: int) -> Quote | None:
        if not anchored:
            return None
        a, b = places[start], places[end - 1] + 1
        return Quote(start=a, end=b, text=text[a:b])

    plan = _is_plan(title, meta)
    bracketed = _BRACKETED.search(title)
    found = _years(title[: bracketed.start()] if bracketed and not plan else title, signed)
    if found is not None:
        last, start, end, sure = found
        settled = sure and plan
        yield Term(kind=TermKind.YEARS, part=part, date=last, quote=quote(start, end), settled=settled)
    trial = _words()["trial"].search(title.rstrip("》”的通知"))
    if trial:
        group = "a" if trial["a"] else "b"
        yield Term(kind=TermKind.TRIAL, part=part, quote=quote(trial.start(group), trial.end(group)))


def _squeezed(text: str, spans: Sequence[Span]) -> tuple[str, list[int]]:
    """The title without white space, its digits in ASCII, and where each character stands."""
    places = [at for span in spans for at in range(span.start, span.end) if not text[at].isspace()]
    return _digits("".join(text[at] for at in places)), places


def _digits(words: str) -> str:
    """The same length: full-width digits, and Chinese ones in years, as ASCII."""
    words = words.translate({0xFF10 + i: ord("0") + i for i in range(10)})

    def year(match: re.Match[str]) -> str:
        try:
            value = str(numeral(match[0]))
        except ValueError:
            return match[0]
        return value if len(value) == len(match[0]) else match[0]

    return re.sub(rf"(?<![{_CN}])[一二][{_CN}]{{3}}(?=年)", year, words)


def _years(title: str, signed: date | None) -> tuple[date, int, int, bool] | None:
    """The last day of the years, where they stand, and whether they are the document's own."""
    words = _EDITION.sub(lambda m: "\x00" * len(m[0]), title)
    found: list[tuple[int, int, int, bool]] = []
    for match in _RANGE.finditer(words):
        first = int(match["a"])
        last = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
        if first <= last <= first + 60:
            found.append((last, match.start(), match.end(), True))
    for match in _FIVE.finditer(words):
        number = whole_number(match["n"] or match["m"] or "十") or 0
        quoted = match.start() and words[match.start()] in '“"‘'
        if match["n"] or match["m"] or quoted:
            found.append((2005 + 5 * (number - 10), match.start(), match.end(), True))
    found += [(int(m["a"]), m.start(), m.end(), True) for m in _VISION.finditer(words)]
    if not found:
        singles = list(_SINGLE.finditer(words))
        if signed is not None:
            late = [m for m in singles if int(m["a"]) == signed.year and signed.month >= _LATE]
        else:
            late = []
        found = [(int(m["a"]), m.start(), m.end(), m not in late) for m in singles]
    if not found and signed is not None:
        found = [(signed.year, m.start(), m.end(), True) for m in _NAMED.finditer(words)]
        if not found and (several := _SEVERAL.search(words)):
            count = whole_number(several["n"].replace("两", "二")) or 0
            found = [(signed.year + count, several.start(), several.end(), False)]
    if not found:
        return None
    last, start, end, sure = max(found, key=lambda one: one[0])
    if signed is not None and last < signed.year:
        return None  # looks back
    return date(last, 12, 31), start, end, sure


def _is_plan(title: str, meta: Metadata) -> bool:
    """Whether the document is done with when its years are over. 关于印发2012年…工作方案的通知 hands over a plan."""
    plain = re.sub(r"[《》〈〉]", "", title)
    kind = genre_of(title) or meta.genre or ""
    if kind == "通知" and (handed := _HANDED.search(plain)):
        kind = genre_of(handed["title"]) or kind
    years = table("force")["years"]
    if kind in years["plans"]:
        return True
    words = _words()
    return kind == "通知" and bool(words["campaigns"].search(plain)) and not words["lasting"].search(plain)
