"""When each part is in force, as its words tell: 自…起施行, 有效期…, and the dates of revisions below a title.

Only what a text says of itself counts: 有效期3年 of a licence, or a standard that is to be applied from a day on, is no
term of the document. What the years of a title imply is read in ``parsers.title_years``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, cached_property

from parsers.dates import ZERO, find_dates, numeral, parse_date
from parsers.figures import whole_number
from parsers.passages import Outline
from parsers.references import self_words
from parsers.title_years import campaigns, read_title
from policies.documents import Block, BlockKind, Clause, Metadata, Part
from policies.force import Term, TermKind
from policies.spans import Quote
from policies.vocabulary.tables import alternation, table

__all__ = ["find_terms"]

_N = "0-9０-９一二三四五六七八九十百两〇○零"
_YEAR = rf"(?:[0-9０-９]{{4}}|[一二三四五六七八九{ZERO}]{{4}})"
_SMALL = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十〇○零]{1,3})"
_DAY = rf"{_YEAR}\s?年\s?{_SMALL}\s?月\s?{_SMALL}\s?[日号]"
_ROUGH = rf"{_YEAR}\s?年(?:\s?{_SMALL}\s?月(?:\s?{_SMALL}\s?[日号]|底|末)?|底|末|年底|年末)?"
_BOUNDARY = re.compile(r"[。；;！\n]")
_NUMBERING = re.compile(
    rf"^[\s*]*(?:第[{_N}]+条\s*|[（(]?[{_N}]{{1,4}}[）)]?[、.．]?\s*|附\s*则[：:\s]*)?(?:其他(?:事项)?[：:。]?\s*)?"
)
_ARTICLES = re.compile(rf"第([{_N}]+)条")
_REST = re.compile(r"其[余他]|另有|除外")
_OTHERS = re.compile(r"\s*(?:其[余他](?:条款|各条|规定|内容)?)?\s*")
_HANDED_OVER = re.compile(
    r"(?:现|予以|特此|兹|批准)[^，。；]{0,40}(?:公布|发布|印发|颁布|颁发|下发|发给你们|施行|公告)[^，。；]{0,10}[，,]\s*$"
)
_REVISED = re.compile(r"(?:修正|修订|修改)(?![一-龥]{0,12}(?:的决定|的通知|部分))")
_HISTORY = re.compile(r"公布|发布|颁布|通过|批准|修订|修正|修改|施行")
_MARKED = re.compile(r"《[^《》]{1,160}》|〈[^〈〉]{1,120}〉")
_CLOSING = 0.75  # a sentence without a subject (自…起施行。) is said of the text itself in its last quarter
_REACH = 120  # characters between the beginning of a sentence and the words that are looked for


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = table("force")
    opening, validity = words["commencement"], words["validity"]
    verbs = alternation(opening["verbs"])
    adverbs = rf"(?:{alternation(opening['adverbs'])})*"
    event = rf"(?P<event>{alternation(opening['events'])})(?:之?日)?"
    later = (
        rf"(?:[，,]?\s?(?:满|后|之后)?\s?(?P<count>[{_N}]+)\s?(?P<unit>个?工作日|日|天|个月)"
        r"(?:后|之后|以后|起|届?满后)?)?"
    )
    follows = rf"(?=[，,。；;、！\s）)]|$|[{_N}]+\s?(?:年|个月)|期|至|到|有效)"
    names = alternation(validity["names"])
    length = rf"(?P<count>[{_N}]+)\s?(?P<unit>年|个月)"
    return {
        "commences": re.compile(
            rf"(?:(?:自|从|于|由)\s?(?:(?P<day>{_DAY})|{event})|(?P<bare>{_DAY})(?=\s?(?:之日)?起))"
            rf"\s?(?:之日)?(?:开始|起始|起|后|日)?{later}\s?(?:之日)?{adverbs}(?:{verbs}){follows}"
        ),
        "history": re.compile(
            rf"(?:自|从)?\s?(?:(?P<day>{_DAY})|(?<=自){event})\s?(?:之日)?起?\s?(?:起施行|施行|实施|生效)"
        ),
        "span": re.compile(
            rf"(?:自|从|由)\s?(?P<since>{_ROUGH})\s?(?:起|开始)?\s?(?:至|到|—|-|－|～)\s?(?P<until>{_ROUGH})\s?(?:止|为止)?[，,]?\s?"
            rf"{adverbs}(?:{verbs}|有效)"
        ),
        "lasts": re.compile(
            rf"(?P<name>{names})(?:均|暂)?(?:定)?(?:限)?(?:为|是|：|:)?\s?(?:自[^，。；《》]{{2,8}}之日起(?:计算)?)?(?:"
            rf"{length}(?![{_N}]|以|内)|(?:至|到|截至|截止到|截止至|截止)\s?(?P<until>{_ROUGH})"
            rf"|(?:自|从)?\s?(?P<since>{_ROUGH})\s?(?:起|开始)?\s?(?:至|到|—|-|－|～)\s?(?P<until2>{_ROUGH}))"
        ),
        "tried": re.compile(rf"(?:试行|暂行|实施|执行)\s?{length}(?![{_N}]|以|内)"),
        "till": re.compile(rf"(?:至|到)\s?(?P<until>{_ROUGH})\s?(?:止|为止|{alternation(validity['ends'])})"),
        "stops": re.compile(
            rf"(?:自|从|于|在)\s?(?P<from>{_DAY})\s?(?:之日)?(?:起)?\s?(?:自动|自行|同时|即行)*(?:{alternation(validity['ends'])})"
        ),
        "own": re.compile(
            rf"(?:^|[，,：:])\s*(?:以上|上述)?本[《“]?[^，,。；：本]{{0,14}}?{self_words()}[》”]?"
            rf"(?P<rest>(?:第[{_N}]+条[^，,。；]{{0,60}})?)(?:，|,)?\s*$"
        ),
    }


def find_terms(
    text: str, parts: Sequence[Part], metadata: Sequence[Metadata], clauses: Sequence[Clause], blocks: Sequence[Block]
) -> tuple[Term, ...]:
    """The terms of all parts, in the order of kinds and of the text; each told once."""
    reader = _Reader(text, parts, metadata, clauses, blocks)
    found: dict[tuple[object, ...], Term] = {}
    for part in parts:
        for term in reader.read(part):
            found.setdefault((term.kind, term.part, term.date, term.clauses, term.settled), term)
    return tuple(found.values())


class _Begun:
    """The commencements of a part as a whole, by place."""

    def __init__(self, terms: Sequence[Term]) -> None:
        known = [term for term in terms if term.kind is TermKind.COMMENCES and not term.clauses and term.quote]
        self.terms = sorted(known, key=lambda term: term.quote.start if term.quote else 0)
        self.starts = [term.quote.start for term in self.terms if term.quote]
        self.last = {term.part: term for term in known}  # what stands last counts

    def between(self, start: int, end: int) -> list[Term]:
        return self.terms[bisect_left(self.starts, start) : bisect_right(self.starts, end)]


class _Reader:
    def __init__(
        self,
        text: str,
        parts: Sequence[Part],
        metadata: Sequence[Metadata],
        clauses: Sequence[Clause],
        blocks: Sequence[Block],
    ) -> None:
        self.text, self.parts, self.metadata = text, parts, metadata
        self.outlined = clauses, blocks
        self.blocks: dict[int, list[Block]] = {}  # of each part: those that no clause holds
        for block in blocks:
            if block.clause is None:
                self.blocks.setdefault(block.part, []).append(block)

    @cached_property
    def outline(self) -> Outline:
        """Asked for where an article is named."""
        return Outline(self.text, *self.outlined)

    def read(self, part: Part) -> Iterator[Term]:
        begun = [*self.history(part), *self.commencements(part)]
        yield from begun
        ends = list(self.ends(part, begun))
        yield from ends
        if not ends:
            meta = self.metadata[part.index]
            outer = self.metadata[0]
            titles = [b.span for b in self.blocks.get(part.index, ()) if b.kind is BlockKind.TITLE]
            yield from read_title(self.text, titles, meta, part.index, signed=meta.date or outer.date)

    # -- what stands below the title of a law

    def history(self, part: Part) -> Iterator[Term]:
        """The lines that tell how a regulation came about: when it was passed, revised, and bound first."""
        lines = [b.span for b in self.blocks.get(part.index, ()) if self.tells_history(b)]
        if not lines:
            return
        start, end = lines[0].start, lines[-1].end
        # What a decision of revision is called (《关于修改…的决定》) revises nothing here.
        told = _MARKED.sub(lambda m: "\x00" * len(m[0]), self.text[start:end])
        days = [(a, day) for a, _b, day in find_dates(told)]
        first = _HISTORY.search(told)
        revisions = list(_REVISED.finditer(told))
        bound = list(_patterns()["history"].finditer(told))
        after: date | None = None
        if revisions:
            passed = [day for at, day in days if at < revisions[-1].start()]
            last = max(passed, default=None)
            starts = [parse_date(m["day"]) for m in bound if m["day"]]
            later = [day for day in starts if day and last and day >= last]
            after = later[-1] if later else last
            if after is not None and (len(days) > 1 or (first and first.start() == revisions[0].start())):
                at = max((at for at, day in days if at < revisions[-1].start() and day == last), default=0)
                to = max([revisions[-1].end(), *(m.end() for m in bound if m["day"] and parse_date(m["day"]) == after)])
                yield self.term(TermKind.REVISED, part.index, after, start + at, start + to)
        for match in bound:
            day = parse_date(match["day"]) if match["day"] else self.signed(part.index)
            if day is not None and not (after and day >= after):
                event = not match["day"]
                at, to = start + match.start(), start + match.end()
                yield self.term(TermKind.COMMENCES, part.index, day, at, to, event=event)

    def tells_history(self, block: Block) -> bool:
        noted = block.kind in (BlockKind.LETTERHEAD, BlockKind.NOTE)
        if not noted and (block.kind is not BlockKind.TEXT or block.clause is not None):
            return False  # most blocks
        words = self.text[block.span.start : block.span.end]
        if not _HISTORY.search(words) or parse_date(words) is None:
            return False
        # Running text before the first unit counts where it opens with a date: 2012年12月13日 公安部令第127号修订发布。
        return noted or re.match(rf"[\s（(]*{_DAY}", words) is not None

    # -- commencement

    def commencements(self, part: Part) -> Iterator[Term]:
        for match in _patterns()["commences"].finditer(self.text, part.span.start, part.span.end):
            if match["event"] and self.text[match.start()] in "于由":
                continue
            begin = self.sentence(match.start())
            target = self.subject(part, begin, match.start())
            if target is None:
                continue
            index, articles = target
            day = self.day(match, index)
            yield self.term(
                TermKind.COMMENCES, index, day, begin + self.indent(begin, match.start()), match.end(),
                clauses=articles, event=bool(match["event"]),
            )  # fmt: skip

    def sentence(self, at: int) -> int:
        """Where the sentence that holds *at* begins."""
        low = max(0, at - 4 * _REACH)
        marks = [m.end() for m in _BOUNDARY.finditer(self.text, low, at)]
        return marks[-1] if marks else low

    def indent(self, start: int, end: int) -> int:
        words = self.text[start:end]
        found = _NUMBERING.match(words)
        return found.end() if found else 0

    def subject(self, part: Part, start: int, end: int) -> tuple[int, tuple[int, ...]] | None:
        """Of which part, and which of its articles, something is said; None where it is of something else."""
        words = self.text[start:end]
        words = words[self.indent(start, end) :]
        own = _patterns()["own"].search(words)
        if own:
            if not own["rest"]:
                return part.index, ()
            if _REST.search(own["rest"]):
                return None
            articles = self.articles(part.index, own["rest"])
            return (part.index, articles) if articles else None
        clause = re.split("[，,]", words)[-1]
        if self.opens_with_itself(words) and (not clause.strip() or _OTHERS.fullmatch(clause)):
            return part.index, ()  # 本办法由…解释，自…起施行; 本办法第二条自…起施行，其余条款自…
        handed = self.handed_over(part)
        if _HANDED_OVER.search(words):
            return (handed if handed is not None else part.index), ()
        marked = re.search(r"[《](?P<title>[^《》]{2,80})[》](?:[（(][^（()）]{1,30}[）)])?\s*$", words)
        if marked:
            return self.titled(marked["title"])
        bare = re.fullmatch(r"\s*(?P<articles>(?:第[^，。；]{1,8}条(?:[、和及至]|以及)?)+)", words)
        if bare and (articles := self.articles(part.index, bare["articles"])):
            return part.index, articles
        rest = _OTHERS.fullmatch(words)
        closing = part.span.start + _CLOSING * len(part.span)
        if rest and (words.strip() or start >= closing):
            return part.index, ()
        return None

    @staticmethod
    def opens_with_itself(words: str) -> bool:
        return re.match(rf"\s*(?:以上|上述)?本[《“]?[^，,。；：本]{{0,14}}?{self_words()}", words) is not None

    def articles(self, part: int, words: str) -> tuple[int, ...]:
        """The clauses that *words* name (第十条、第十二条); none where one of them is not found or more is said."""
        if re.search(r"[款项目]", words) or re.sub(rf"第[{_N}]+条|[、，和及以的规定至到]", "", words).strip():
            return ()
        found: list[int] = []
        numbers = [whole_number(m) for m in _ARTICLES.findall(words)]
        if re.search("至|到", words) and len(numbers) == 2 and numbers[0] and numbers[1]:
            numbers = list(range(numbers[0], numbers[1] + 1))
        for number in numbers:
            clauses = self.outline.articles(part, (number or 0, 0))
            if len(clauses) != 1:
                return ()
            found.append(clauses[0].index)
        return tuple(found)

    def handed_over(self, part: Part) -> int | None:
        """The part that the cover notice *part* issues."""
        return 1 if part.index == 0 and len(self.parts) > 1 else None

    def titled(self, title: str) -> tuple[int, tuple[int, ...]] | None:
        wanted = _plain(title)
        for meta, part in zip(self.metadata, self.parts, strict=True):
            own = _plain(meta.title or "")
            if own and (own == wanted or own.endswith(wanted)):
                return part.index, ()
        return None

    def signed(self, index: int) -> date | None:
        return self.metadata[index].date or self.metadata[0].date

    def day(self, match: re.Match[str], index: int) -> date | None:
        words = match["day"] or match["bare"]
        day = parse_date(words) if words else self.signed(index)
        if day is None or not match["count"]:
            return day
        number = whole_number(match["count"])
        if number is None or number > 400:
            return None
        if match["unit"] == "个月":
            return _months_later(day, number)
        # Days after publication: the day of the event is not counted (民法典 art. 201). Working days leave it open.
        return None if "工作" in match["unit"] else day + timedelta(days=number)

    # -- ends

    def ends(self, part: Part, begun: Sequence[Term]) -> Iterator[Term]:
        whole = _Begun(begun)
        patterns = _patterns()
        for name in ("span", "lasts", "tried", "till", "stops"):
            for match in patterns[name].finditer(self.text, part.span.start, part.span.end):
                target = self.of_itself(part, match, whole)
                if target is None:
                    continue
                index = target
                until, since = self.end(name, match, index, whole)
                if since is not None:
                    yield self.term(TermKind.COMMENCES, index, since, match.start(), match.end())
                if until is not None:
                    begin = self.sentence(match.start())
                    begin = max(begin + self.indent(begin, match.start()), match.start() - _REACH)
                    yield self.term(TermKind.ENDS, index, until, begin, match.end())
        yield from self.campaign_time(part)

    def of_itself(self, part: Part, match: re.Match[str], whole: _Begun) -> int | None:
        """The part whose end *match* tells; None where it tells that of a licence, a project or the like."""
        begin = self.sentence(match.start())
        words = self.text[begin : match.start()][self.indent(begin, match.start()) :]
        if _patterns()["own"].search(words) or re.search(
            rf"(?:^|[，,])\s*本[^，,。；]{{0,14}}?{self_words()}(?:的|暂定|暂)?\s*$", words
        ):
            return part.index
        # Behind a commencement in the same sentence or the sentence before, where the words name nothing else.
        last = re.split("[，,]", words)[-1].strip()
        near = whole.between(begin - _REACH, match.start())
        close = [term for term in near if term.quote and begin - 3 <= term.quote.end <= match.start()]
        if close and last in ("", "并", "暂", "暂定", "其", "现", "且"):
            return close[-1].part
        if close and close[-1].quote and self.text[close[-1].quote.end : match.start()].strip("，, ") == "":
            return close[-1].part
        inside = [term for term in near if term.quote and term.quote.start <= match.start() < term.quote.end]
        if inside and match.re is _patterns()["tried"]:  # 自…起试行两年
            return inside[-1].part
        ahead = _patterns()["commences"].search(self.text, match.end(), match.end() + 40)
        if not words.strip() and ahead and not _BOUNDARY.search(self.text, match.end(), ahead.start()):
            return part.index
        return None

    def end(self, name: str, match: re.Match[str], index: int, whole: _Begun) -> tuple[date | None, date | None]:
        """The last day, and the first day where the same words tell it."""
        groups = match.groupdict()
        if groups.get("count"):
            number = whole_number(match["count"])
            own = whole.last.get(index)
            start = own.date if own else self.signed(index)
            if number is None or start is None or not 0 < number <= (60 if match["unit"] == "年" else 720):
                return None, None
            last = _months_later(start, number * 12 if match["unit"] == "年" else number)
            # 自2016年1月1日起: that day counts. From an event on, its day is not counted (民法典 art. 201, 202).
            named = own is not None and not own.event
            return (last - timedelta(days=1) if named else last), None
        if name == "stops":
            day = parse_date(match["from"])
            return (day - timedelta(days=1) if day else None), None
        until = _rough(groups.get("until") or groups.get("until2") or "", last=True)
        since = _rough(groups["since"], last=False) if groups.get("since") else None
        return until, since

    def campaign_time(self, part: Part) -> Iterator[Term]:
        """活动时间：2012年4月至10月, in the plan of a campaign."""
        title = self.metadata[part.index].title or self.metadata[0].title or ""
        if not campaigns(title):
            return
        for match in _campaign_time().finditer(self.text, part.span.start, part.span.end):
            year = re.match(_YEAR, match["since"])
            words = (
                match["until"] if re.match(_YEAR, match["until"]) else f"{year[0] if year else ''}年{match['until']}"
            )
            until = _rough(words, last=True)
            if until is not None:
                yield self.term(TermKind.ENDS, part.index, until, match.start("whole"), match.end("whole"))
                return

    def term(
        self, kind: TermKind, part: int, day: date | None, start: int, end: int, *,
        clauses: tuple[int, ...] = (), event: bool = False,
    ) -> Term:  # fmt: skip
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        quote = Quote(start=start, end=end, text=self.text[start:end])
        return Term(kind=kind, part=part, date=day, quote=quote, clauses=clauses, event=event)


@cache
def _campaign_time() -> re.Pattern[str]:
    short = rf"(?:{_YEAR}\s?年\s?)?{_SMALL}\s?月(?:\s?{_SMALL}\s?[日号]|底|末|份)?"
    return re.compile(
        rf"(?m)^[\s*]*(?:[（(]?[{_N}]{{1,3}}[）)]?[、.．]?\s*)?(?P<whole>(?:专项)?(?:活动|行动|整治|检查|攻坚|演出|排查|宣传|治理)?"
        rf"(?:起止)?(?:时间|期限)(?:安排)?[：:。\s]*(?:为|从|自|于)?\s?(?P<since>{_ROUGH})\s?(?:起|开始)?\s?(?:至|到|—|-|－|～|——)+\s?"
        rf"(?P<until>{short}|{_ROUGH})(?:结束|止|为止)?)(?=[，,。；;（(\s]|$)"
    )


def _plain(words: str) -> str:
    return re.sub(r"[\s《》“”\"（）()]", "", words)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, else that month's last day (民法典 art. 202)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return _last_of(year, month + 1)


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _rough(words: str, *, last: bool) -> date | None:
    """The day that 2017年12月31日, 2017年12月底, 2017年底 or 2017年 means; None where it means none."""
    if day := parse_date(words):
        return day
    found = re.match(rf"({_YEAR})\s?年(?:\s?({_SMALL})\s?月)?", words)
    if found is None:
        return None
    try:
        year = numeral(found[1])
        month = numeral(found[2]) if found[2] else (12 if last else 1)
        return _last_of(year, month) if last else date(year, month, 1)
    except ValueError:
        return None
