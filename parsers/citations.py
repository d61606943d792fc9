"""Citations: mentions of other documents, by title 《…》, by number 国发〔2010〕23号, or by both."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from parsers.dates import NUMERAL
from policies.documents import Citation
from policies.spans import Quote
from policies.vocabulary.genres import is_document
from policies.vocabulary.spelling import half_width

__all__ = ["DOC_NUMBER", "find_citations", "normalise_number", "squeeze"]

_LONGEST_TITLE = 240
# white space and format characters (Unicode category Cf) of the basic plane
_UNSEEN = re.compile(
    "[\\s\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+"
)
_OPEN, _CLOSE = "（(〔［\\[【﹝〈<{", "）)〕］\\]】﹞〉>}"
_BLANK = r"[ \t\u3000\xa0]{0,3}"
_DIGIT = "0-9０-９"
# 国发〔2010〕23号, 煤生字〔87〕第337号: the organ's code is cut to size by _code
DOC_NUMBER = rf"[{_OPEN}]{_BLANK}(?:(?:19|20|１９|２０)[{_DIGIT}]{{2}}|[{_DIGIT}]{{2}}){_BLANK}年?{_BLANK}[{_CLOSE}]"
_TAIL = rf"{_BLANK}第?{_BLANK}[{_DIGIT}]{{1,5}}{_BLANK}号"
_YEAR_AND_SERIAL = re.compile(DOC_NUMBER + r"(?P<kind>[一-龥]{0,6}?)" + _TAIL)
# 国务院令第397号, 主席令第八十八号, 国家七部委第11号令
_ORDER = re.compile(
    rf"(?:令{_BLANK}(?:[（(]{_BLANK})?第?{_BLANK}[{_DIGIT}{NUMERAL}]{{1,6}}{_BLANK}号"
    rf"|第{_BLANK}[{_DIGIT}{NUMERAL}]{{1,6}}{_BLANK}号{_BLANK}令)"
)
# 住房城乡建设部公告2019年第237号, 2020年第26号; standards: GB/T 25217.2, AQ3013-2008
_NOTICE = re.compile(
    rf"(?:[一-龥]{{2,20}}(?:公告|通告))?[{_DIGIT}]{{4}}年{_BLANK}(?:第{_BLANK}[{_DIGIT}]{{1,4}}{_BLANK}号|[{_DIGIT}]{{1,4}}{_BLANK}号)"
)
_STANDARD = re.compile(r"[A-Z]{1,6}(?:/[A-Z]{1,3})? ?[0-9]{2,6}(?:\.[0-9]{1,3})?(?:[-—–][0-9]{4})?")
_ATTACHED = re.compile(rf"{_BLANK}\n?{_BLANK}(?P<open>[（(〔［\[【])")
_SENTENCE = re.compile(r"[。！？；;]|\n[ \t\u3000\xa0\r]*\n")

# A code is cut after the last of these: 认真贯彻落实国发〔2010〕23号.
_CUTS = re.compile(
    r"根据|按照|依据|依照|遵照|参照|比照|对照|落实|贯彻|执行|实施|学习|宣传|转发|印发|下发|批转|发布|公布|颁布|废止|停止|精神|文件|规定|要求|以及|关于|详见|详细见|参见|符合"
    r"|通知|意见|办法|方案|决定|条例|修订|修改|号|[和与及或按的对由在从为称即至是]"
)
_CODE = re.compile(r"[一-龥A-Za-z·（）()〇]{1,24}$")
_ORGAN = re.compile(r"[一-龥]{1,30}$")
_HISTORY = re.compile(r"(?:发布|公布|通过|修正|修订|批准|施行|印发|颁布)[）)。；;，,]?\s*$")
# The head ends with the addressees' colon; that of a site's row (发文字号：…) stands near the beginning of its line.
_HEAD_END = re.compile(r"[。；]|(?<=[^\n]{12})[：:]|[：:](?=[ \t\u3000\r]*(?:\n|$))")
_OWN_ROW = re.compile(r"(?:发文字号|文\s*号|字\s*号)[：:\s]*$")
_DAY_DIGITS = frozenset("0123456789０１２３４５６７８９ 一二三四五六七八九十")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|et|txt|jpg|png)\s*$", re.IGNORECASE)

_FUTURE = re.compile(
    r"(?:制定|制订|拟定|拟订|起草|出台|编制|编写|编印|颁布|研究制定|建立|完善)"
    r"(?!了|过|的)(?:出台|实施|印发|下发|发布|推行|落实|公布|颁布|并|和|或|、|完善|完成|有关|本|全|省|市|县|区|我|统一|新|相关|配套|所属|所辖|区域|辖区|各自|自己|国家|地方|的){0,8}$"
)
_DONE = re.compile(r"已|修订|修改|修正|曾|先后|原|联合印发|按照|根据|依据|依照|严格执行|落实好")
_REPORTED = re.compile("先后|了《|已经")
_MAKES = re.compile(r"(?:制定|制订|编制|修订)(?:了|本)?\s*$")
_ALIAS = re.compile(r"(?:以下|下)?(?:统称|简称|称|合称)(?:为)?[国务院省市]{0,4}[“\"]?\s*$")


def squeeze(text: str | None) -> str:
    """*text* without white space, format characters and full-width forms: what two spellings of a name share."""
    return _UNSEEN.sub("", half_width(text or ""))


def normalise_number(number: str) -> str:
    """Canonical form: 国发［2010］ 23 号 → 国发〔2010〕23号, 国务院令（第 397 号） → 国务院令第397号."""
    number = squeeze(number)
    number = re.sub(r"[（(〔［\[【﹝〈<{](\d{2,4})年?[）)〕］\]】﹞〉>}](?=\D{0,6}\d+号)", r"〔\1〕", number)
    number = re.sub(r"令[（(](第?[^（()）]{1,8}号)[）)]?", r"令\1", number)
    return number.removesuffix("文件").removesuffix("文")


def find_citations(text: str) -> tuple[Citation, ...]:
    """Every mention of another document, in document order.

    The own number and title at the head of a document are no mentions; neither are title marks round a form, a
    certificate or a paper, nor the place that only introduces a short name (以下简称《办法》).
    """
    return tuple(sorted(_Finder(text).citations(), key=lambda citation: citation.quote.start))


def _title_marks(text: str) -> list[tuple[int, int]]:
    """Outermost 《…》 pairs, nesting and unbalanced marks allowed. Linear: each mark is pushed and popped once."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in re.finditer("[《》]", text):
        if match[0] == "《":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if match.end() - start <= _LONGEST_TITLE and not _SENTENCE.search(text, start, match.end()):
                pairs.append((start, match.end()))
    pairs.sort(key=lambda pair: (pair[0], -pair[1]))
    outermost: list[tuple[int, int]] = []
    for start, end in pairs:
        if not outermost or start >= outermost[-1][1]:
            outermost.append((start, end))
    return outermost


def _title_lines(text: str) -> dict[str, int]:
    """Lines, and pairs of lines, that may be titles → where the first of them stands."""
    found: dict[str, int] = {}
    offset, previous = 0, ""
    for line in text.split("\n"):
        words = squeeze(line) if len(line) < _LONGEST_TITLE else ""
        if words:
            found.setdefault(words, offset)
            found.setdefault(previous + words, offset)
        previous = words if len(words) < _LONGEST_TITLE else ""
        offset += len(line) + 1
    return found


class _Finder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = _title_marks(text)
        self.line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.own_aliases: set[str] = set()
        head = _HEAD_END.search(text)
        self.head_end = head.start() if head else len(text)

    @cached_property
    def titled(self) -> dict[str, int]:
        """Lines that may be titles; few texts ask for them, and they are dear to find."""
        return _title_lines(self.text)

    def citations(self) -> Iterator[Citation]:
        taken: list[tuple[int, int]] = []
        previous: Citation | None = None
        for start, end in self.marks:
            number, number_end = self.number_after(end)
            title = self.text[start + 1 : end - 1]
            taken.append((start, number_end))
            if not self.counts(start, end, title):
                continue
            previous = self.by_title(start, end, number, number_end, previous)
            yield previous
        yield from self.by_number(taken)

    # -- titles

    def counts(self, start: int, end: int, title: str) -> bool:
        words = squeeze(title)
        if not words or words in self.own_aliases:
            return False
        before, after = self.text[max(0, start - 16) : start], self.text[end : end + 12]
        if _ALIAS.search(before):
            return False
        if _MAKES.search(before) and self.titled.get(words, start) < start:
            # the document speaks of itself: 制定《防治煤矿冲击地压细则》（以下简称《细则》）
            alias = re.match(r"\s*[（(]\s*以下(?:统)?简称[“\"]?《([^《》]{1,30})》", self.text[end : end + 48])
            if alias:
                self.own_aliases.add(squeeze(alias[1]))
            return False
        return is_document(title, before, after)

    def number_after(self, end: int) -> tuple[str | None, int]:
        """The number in brackets after a title that ends at *end*, and where the brackets close."""
        direct = _STANDARD.match(self.text, end) or _STANDARD.match(self.text, end + 1)
        if direct and self.text[end : direct.start()].isspace() | (direct.start() == end):
            return normalise_number(direct[0]), direct.end()
        attached = _ATTACHED.match(self.text, end)
        if attached is None:
            return None, end
        inner = attached.end()
        close = self._closing(inner - 1)
        if close is None:
            return None, end
        words = self.text[inner:close]
        found = self._number_in(words)
        return (found, close + 1) if found else (None, end)

    def _closing(self, start: int) -> int | None:
        """Where the bracket that opens at *start* closes, within reach."""
        depth = 0
        for position in range(start, min(len(self.text), start + 120)):
            if self.text[position] in "（(〔［[【":
                depth += 1
            elif self.text[position] in "）)〕］]】":
                depth -= 1
                if depth == 0:
                    return position
        return None

    @staticmethod
    def _number_in(words: str) -> str | None:
        head = re.split(r"[，,；;。]", words, maxsplit=1)[0].strip()
        match = _YEAR_AND_SERIAL.search(head)
        if match and match.start() <= 30:
            return normalise_number(head[: match.end()])
        for pattern in (_ORDER, _NOTICE):
            if match := pattern.search(head):
                return normalise_number(head[: match.end()])
        match = _STANDARD.match(head)
        return normalise_number(match[0]) if match else None

    def by_title(
        self, start: int, end: int, number: str | None, number_end: int, previous: Citation | None
    ) -> Citation:
        quote = Quote(start=start, end=number_end, text=self.text[start:number_end])
        title = re.sub(r"[ \t\u3000\xa0]*\n[ \t\u3000\xa0]*", "", self.text[start + 1 : end - 1]).strip()
        return Citation(quote=quote, title=title, doc_number=number, to_be_written=self.is_future(start, end, previous))

    def is_future(self, start: int, end: int, previous: Citation | None) -> bool:
        """Whether the words before announce a document that is still to be written (制定《…》)."""
        if previous is not None and re.fullmatch(r"[、和及与\s]{1,4}", self.text[previous.quote.end : start]):
            return previous.to_be_written
        if re.match(r"\s*[（(](?:见|详见)?附", self.text[end : end + 8]):
            return False  # it is attached
        if self.text.startswith("中华人民共和国", start + 1):
            return False  # a law, which those do not make who are told to carry it out
        clause = re.split(r"[，。；：,;:\n]", self.text[max(0, start - 40) : start])[-1]
        sentence = re.split(r"[。；\n]", self.text[max(0, start - 120) : start])[-1]
        return bool(_FUTURE.search(clause)) and not _DONE.search(clause) and not _REPORTED.search(sentence)

    # -- numbers that stand alone

    def by_number(self, taken: list[tuple[int, int]]) -> Iterator[Citation]:
        starts = [start for start, _ in taken]
        last = 0  # numbers do not overlap
        for match in re.finditer(f"{_YEAR_AND_SERIAL.pattern}|{_ORDER.pattern}", self.text):
            at = bisect_right(starts, match.start()) - 1
            if at >= 0 and match.start() < taken[at][1]:
                continue
            floor = max(last, taken[at][1] if at >= 0 else 0, match.start() - 30)
            start = self.code_start(match, floor)
            if start is None:
                continue
            last = match.end()
            if self.is_own(start, match.end()):
                continue
            words = re.compile("文件|文(?=[，。；、和的精要])").match(self.text, match.end())
            end = words.end() if words else match.end()
            yield Citation(
                quote=Quote(start=start, end=end, text=self.text[start:end]),
                title=None,
                doc_number=normalise_number(self.text[start : match.end()]),
            )

    def code_start(self, match: re.Match[str], floor: int) -> int | None:
        """Where the organ's code before the year or the order begins; None where there is none."""
        before = self.text[floor : match.start()]
        if match["kind"] is None:  # an order: the organ's name stands before it
            name = _ORGAN.search(before)
            words = _cut(name[0]) if name else ""
            if words.startswith("日") and before[: -len(words)][-1:] in _DAY_DIGITS:
                words = words[1:]  # 1998年2月10日省人民政府令第66号
            if len(words) < 2 or words.endswith(("命", "司", "指", "口", "责", "法")):
                return None
            return match.start() - len(words)
        code = _CODE.search(before)
        if code is None:
            # （(87)煤生字第337号）: the year comes first
            return match.start() if match["kind"] else None
        words = _cut(code[0]).lstrip("（）()")
        return match.start() - len(words) if words else None

    def is_own(self, start: int, end: int) -> bool:
        """Whether the number is that of the document itself, at its head or in the history of a regulation."""
        if end <= self.head_end:
            return True
        row = bisect_right(self.line_starts, start) - 1
        line_start = self.line_starts[row]
        line_end = self.line_starts[row + 1] - 1 if row + 1 < len(self.line_starts) else len(self.text)
        if line_end - line_start > 160:
            return False
        line = self.text[line_start:line_end]
        before, after = self.text[line_start:start].strip(), self.text[end:line_end].strip()
        if (not before.strip("（(") and not after.strip("）)")) or _FILE.search(line) or _OWN_ROW.search(before):
            return True
        return bool(_HISTORY.search(line) and not re.search("[《》]", before + after) and "同时" not in line)


def _cut(words: str) -> str:
    """*words* after the last verb or connective in them."""
    end = 0
    for match in _CUTS.finditer(words):
        end = match.end()
    return words[end:]
