"""What head and foot of each part tell: title, issuer, number, date, kind, addressees, level and region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from parsers.addressees import split_addressees
from parsers.citations import DOC_NUMBER, normalise_number, squeeze
from parsers.dates import find_dates
from parsers.homes import level_addressed, most_named, spoken_level
from parsers.lines import is_organ
from parsers.parts import PartLayout
from policies.documents import Citation, Level, Metadata
from policies.spans import Span
from policies.vocabulary import issuers
from policies.vocabulary.genres import closes_with_genre, genre_of
from policies.vocabulary.places import Place
from policies.vocabulary.tables import table

__all__ = ["joined_title", "read_metadata"]

_HEADS = table("heads")
_NUMBER = re.compile(rf"[一-龥A-Za-z（）()·]{{1,24}}{DOC_NUMBER}[一-龥]{{0,6}}\s?第?\s?[0-9０-９]{{1,5}}\s?号")
_SERIAL = re.compile(r"第[ \u3000]*[0-9０-９一二三四五六七八九十百零〇]{1,6}[ \u3000]*号")
_HISTORY_ORDER = re.compile(
    r"([一-龥]{2,30}?令\s?第?\s?[0-9０-９一二三四五六七八九十百零〇]{1,6}\s?号)\s*(?:公布|发布|颁布)"
)
_HISTORY_BODY = re.compile(
    r"(?:(?P<place>[一-龥]{2,12}?)?第[一-龥0-9]{1,5}届(?P<congress>人民代表大会(?:常务委员会)?|全国人民代表大会(?:常务委员会)?)"
    r"|(?P<cabinet>国务院)第?[0-9０-９一-龥]{0,6}次?常务会议|(?P<other>[一-龥]{2,24}?(?:国务院|政务院|人民政府|部|委员会|总局|局|署))(?:令|(?:修正)?(?:公布|发布)))"
)
_DATED = re.compile(r"[ \u3000（(]*(?:根据)?[0-9０-９一二三四五六七八九〇○零]{4}[ \u3000]?年")
_TITLE_ISSUER = re.compile(
    r"^(?P<issuer>[^《》〈〉“”]{2,60}?)(?:关于|印发|转发|批转|公布|发布|对(?=[一-龥]{2,40}(?:的答复|的批复|的复函|的决定))|办理)"
)
_SITE_ROW = re.compile(
    r"(?P<key>发文机关|发文单位|制发机关|发布机构|信息来源|来\s*源|发文字号|文\s*号|成文日期|发文日期|标\s*题)[：:\s]+(?P<value>.{2,80})"
)
_NO_ORGAN = re.compile("|".join(_HEADS["notes"]["no_organ"]) + "|[网报]$")
_HOLLOW = re.compile("|".join(_HEADS["signature"]["hollow"]))
_GENRE_IN_TEXT: list[tuple[re.Pattern[str], str]] = [
    (re.compile(entry["pattern"]), entry["genre"]) for entry in _HEADS["genre"]["phrase"]
]
_GENRE_NAMED = re.compile(
    r"(?:制定|制订|提出|出台|特制定)(?:以下|如下|本|了|该|这个)?(?P<a>[一-龥]{0,8}?(?:办法|规定|细则|方案|意见|措施|规划|计划|政策|条例|规则|要点|标准|规程|规范|制度|指南|导则))"
    r"|(?<![据照循反])本(?P<b>[一-龥]{0,4}?(?:办法|规定|细则|方案|意见|措施|规划|条例|规则|标准|通知|要点))(?:自|由|适用|所称|实行|从)"
    r"|明确[^。，]{2,40}(?P<c>要点)如下"
)


def read_metadata(
    text: str, layout: Sequence[PartLayout], citations: Sequence[Citation], name: str = ""
) -> tuple[Metadata, ...]:
    """Metadata of each part; part 0 is the outer document.

    *name* is that of the file: a text without title takes it from a file named like one (关于…的通知.txt).

    Nothing is guessed: what head and foot do not tell is None. What is issued (印发) shares issuer, date, level and
    place with its notice; what is forwarded (转发) has its own.
    """
    found: list[Metadata] = []
    for index, part in enumerate(layout):
        reader = _Reader(text, part, layout, outer=found[0] if found else None)
        found.append(reader.read(index))
    if found[0].title is None and (title := _title_of_file(name)):
        found[0] = found[0].model_copy(update={"title": title})
    if len(found) > 1 and found[1].title is None and (title := _handed_over(text, layout[0], citations)):
        genre = genre_of(title) or found[1].genre
        found[1] = found[1].model_copy(update={"title": title, "genre": genre})
    return tuple(found)


def _title_of_file(name: str) -> str | None:
    stem = re.sub(r"\.[A-Za-z]{1,5}$", "", name)
    return stem if re.search("关于|印发|转发", stem) and closes_with_genre(stem) else None


def _handed_over(text: str, cover: PartLayout, citations: Sequence[Citation]) -> str | None:
    """The title by which a notice hands over an attachment that bears none: 《…》…，现印发给你们."""
    for citation in citations:
        if cover.body.covers(citation.quote) and citation.title:
            after = text[citation.quote.end : min(cover.body.end, citation.quote.end + 300)].split("。", maxsplit=1)[0]
            if re.search("印发|转发|公布|发布", after):
                return citation.title
    return None


def joined_title(text: str, spans: Sequence[Span]) -> str | None:
    """Title lines as one string; letter-spaced lines (土 地 使 用) are closed up, the number at the end is left out."""
    title = ""
    for span in spans:
        line = re.sub(r"\s+", " ", text[span.start : span.end].strip())
        if re.fullmatch(r"(?:[^\s] ){3,}[^\s]", line):
            line = line.replace(" ", "")
        title += line
    title = re.sub(r"^[0-9]{1,3} +(?=[一-龥])", "", title)  # a page number
    title = re.sub(rf"[（(][一-龥（）()]{{0,20}}{DOC_NUMBER}\s?第?\s?[0-9０-９]{{1,5}}\s?号[）)]$", "", title)
    return title.strip() or None


class _Reader:
    def __init__(self, text: str, part: PartLayout, layout: Sequence[PartLayout], *, outer: Metadata | None) -> None:
        self.text, self.part, self.layout, self.outer = text, part, layout, outer
        self.letterhead = [text[s.start : s.end] for s in part.letterhead]
        self.signature = [text[s.start : s.end] for s in part.signature]
        notes = part.notes if outer else [note for other in layout for note in other.notes]
        self.notes = [text[s.start : s.end] for s in notes]
        self.rows = dict(self.site_rows())
        self.title = joined_title(text, part.title) or self.rows.get("标题")
        self.history = _history(self.letterhead)

    def site_rows(self) -> Iterator[tuple[str, str]]:
        for line in (*self.letterhead, *self.notes):
            if row := _SITE_ROW.match(line.strip()):
                yield re.sub(r"\s", "", row["key"]), row["value"].strip()

    def read(self, index: int) -> Metadata:
        number = self.number()
        home = self.named_home(number)
        issuer = self.issuer(number, home)
        standing = issuers.standing(issuer, home) if issuer else issuers.Standing(None, None)
        if home is None and standing.region is None and not (issuer and issuers.is_company(issuer)):
            home = self.spoken_home(issuer)  # 省农业农村厅, or nobody signs: the text tells whose province
            issuer = self.issuer(number, home)
            standing = issuers.standing(issuer, home) if issuer else standing
        if not issuer:
            standing = self.standing_without_issuer(home)
        day = self.date()
        if index and self.outer is not None:
            return self.attached(number, issuer, standing, day)
        return Metadata(
            title=self.title,
            issuer=issuer,
            doc_number=number,
            date=day,
            genre=self.genre(),
            addressees=self.addressees(),
            level=standing.level,
            region=standing.region,
        )

    def attached(
        self, number: str | None, issuer: str | None, standing: issuers.Standing, day: date | None
    ) -> Metadata:
        """An attachment: on its own where it is signed or forwarded, else as its notice."""
        outer = self.outer
        assert outer is not None
        own = bool(issuer) or self.is_forwarded()
        level, region = standing.level, standing.region
        if own and not issuer and self.title:
            found = issuers.leading_place(squeeze(self.title))
            if found:
                level, region = found[0].level, found[0].short_full_name
        return Metadata(
            title=self.title,
            issuer=issuer if own else outer.issuer,
            doc_number=number,
            date=day or (None if own else outer.date),
            genre=self.genre(),
            addressees=self.addressees(),
            level=level if own else outer.level,
            region=region if own else outer.region,
        )

    def is_forwarded(self) -> bool:
        """Whether the notice says that it forwards (转发, 批转) rather than issues."""
        cover = self.layout[0]
        head = "".join(self.text[s.start : s.end] for s in cover.title)
        return bool(re.search("转发|批转", head or self.text[cover.body.start : cover.body.end][:1500]))

    # -- number, date, kind

    def number(self) -> str | None:
        for key in ("发文字号", "文号"):
            if key in self.rows and (match := _NUMBER.search(self.rows[key])):
                return normalise_number(match[0])
        for line in self.letterhead:
            if match := _NUMBER.search(line):
                return normalise_number(match[0].lstrip("（("))
        for previous, line in zip(self.letterhead, self.letterhead[1:], strict=False):
            # 国家安全生产监督管理总局令 / 第85号
            if previous.rstrip().endswith("令") and (match := _SERIAL.search(line)):
                return normalise_number(previous + match[0])
        for line in self.letterhead:
            if match := re.fullmatch(rf"\s*([一-龥]{{2,30}}令)[（( ]*({_SERIAL.pattern})[）)]*\s*", line):
                return normalise_number(match[1] + match[2])
        if match := _HISTORY_ORDER.search(self.history):
            return normalise_number(match[1])
        last = self.text[self.part.title[-1].start : self.part.title[-1].end] if self.part.title else ""
        closing = re.search(rf"[（(]({_NUMBER.pattern})[）)]$", last.strip())
        return normalise_number(closing[1]) if closing else None

    def date(self) -> date | None:
        for line in reversed(self.signature):
            for _, _, day in find_dates(line):
                return day
        for key in ("成文日期", "发文日期"):
            for _, _, day in find_dates(self.rows.get(key, "")):
                return day
        if self.history:
            # of a regulation: the day on which it was published first, else passed first
            published = re.search(r"公布|发布|颁布", self.history)
            days = [(end, day) for _, end, day in find_dates(self.history)]
            if published and days:
                before = [day for end, day in days if end <= published.start()]
                return before[-1] if before else days[0][1]
            return days[0][1] if days else None
        for line in self.letterhead:
            for _, _, day in find_dates(line):
                return day
        return None

    def genre(self) -> str | None:
        if self.title and (genre := genre_of(self.title)):
            return genre
        if any(re.search(r"令[\s（(]*(?:第|$)", line.strip()) for line in self.letterhead):
            return "令"
        body = self.text[self.part.body.start : self.part.body.end]
        return self.genre_in(body) if not self.title else None

    @staticmethod
    def genre_in(body: str) -> str | None:
        """What the text calls itself: 现将有关事项通知如下, 制定本办法."""
        opening, closing = body[:3000], body[-600:]
        for pattern, genre in _GENRE_IN_TEXT:
            if pattern.search(opening) or pattern.search(closing):
                return genre
        for match in (*_GENRE_NAMED.finditer(opening), *_GENRE_NAMED.finditer(closing)):
            if named := genre_of(match["a"] or match["b"] or match["c"]):
                return named
        return None

    # -- issuer and place

    def issuer(self, number: str | None, home: Place | None) -> str | None:
        signed = self.signers()
        source = self.source()
        if signed and source and (_HOLLOW.search(signed) or _holds(source, signed)):
            signed = source
        for candidate in (signed, self.rows.get("发文机关"), self.masthead(), self.from_title(), self.from_history()):
            if candidate and len(candidate) >= 2:
                return issuers.full_name(_clean(candidate), home)
        if self.outer is not None:
            return None
        if source:
            return issuers.full_name(source, home)
        named = issuers.organ_of_number(number, home) if number else None
        return named[0] if named else None

    def signers(self) -> str | None:
        """Organs of the signature, joint ones as written; a name broken over lines is joined."""
        names: list[str] = []
        broken = ""
        for line in self.signature:
            words = _without_date(line)
            if not words or re.match(r"(?:部长|局长|省长|市长|主任|主席|总理|县长|区长|署长|行长)[\s：:]", words):
                continue
            broken += words
            if is_organ(broken):
                names.append(broken)
                broken = ""
        return " ".join(names) or None

    def source(self) -> str | None:
        """来源：江西省市场监督管理局, where it names an organ rather than a newspaper or site."""
        value = self.rows.get("来源") or self.rows.get("信息来源") or self.rows.get("发布机构")
        if value is None or _NO_ORGAN.search(value) or not is_organ(value):
            return None
        return value

    def masthead(self) -> str | None:
        """吉林省人民政府文件, 国家安全生产监督管理总局令."""
        names = []
        for line in self.letterhead:
            words = line.strip()
            match = re.fullmatch(r"([一-龥（） \u3000]{2,50}?)(?:文件|令)(?:[（( ]*第.{1,8}号[）)]*)?", words)
            if match:
                names.append(match[1].strip().removeprefix("中华人民共和国") or match[1])
            elif names == [] and is_organ(words) and not re.search("[0-9（(]|年.*日", words):
                names.append(words)
        return " ".join(dict.fromkeys(names)) or None

    def from_title(self) -> str | None:
        if not self.title:
            return None
        match = _TITLE_ISSUER.match(self.title)
        if match is None:
            return None
        words = match["issuer"].strip()
        return words if is_organ(words) or re.search(r"等[0-9０-９一二三四五六七八九十]*(?:个)?部门$", words) else None

    def from_history(self) -> str | None:
        """Who published or passed a regulation."""
        if not self.history:
            return None
        if match := _HISTORY_ORDER.search(self.history):
            words = re.split("令", match[1])[0].removeprefix("日").removeprefix("中华人民共和国")
            return {"主席": "全国人民代表大会常务委员会"}.get(words, words)
        match = _HISTORY_BODY.search(self.history)
        if match is None:
            return None
        if match["congress"]:
            place = (match["place"] or "").lstrip("日").strip()
            body = match["congress"]
            return (
                body
                if body.startswith("全国")
                else (place or "全国").removesuffix("全国") + body
                if place
                else "全国" + body
            )
        return match["cabinet"] or (match["other"] or "").lstrip("日") or None

    def named_home(self, number: str | None) -> Place | None:
        """The place in the name of the issuer, in the title or in the number."""
        for words in (self.from_title(), self.signers(), self.source(), self.masthead(), self.title):
            if words and (found := issuers.leading_place(squeeze(words).removeprefix("中共").removeprefix("关于"))):
                return found[0]
        named = issuers.organ_of_number(number) if number else None
        return named[1] if named else None

    def spoken_home(self, issuer: str | None) -> Place | None:
        """The place that 我省, 省政府 and the like mean here, where the text makes it certain."""
        if self.outer is not None:
            return None
        scope = self.part.span.end if self.is_forwarded() else len(self.text)
        whole = squeeze(self.text[self.part.span.start : min(scope, self.part.span.start + 200_000)])
        wanted = spoken_level(issuer or "", " ".join(self.addressees()), whole)
        return most_named(whole, wanted) if wanted else None

    def standing_without_issuer(self, home: Place | None) -> issuers.Standing:
        """Level and region where nobody signs: from the addressees (省政府各部门) and the place spoken of."""
        addressed = " ".join(self.addressees())
        if self.title and (found := issuers.leading_place(squeeze(self.title))):
            return issuers.Standing(found[0].level, found[0].short_full_name, found[0])
        if addressed.startswith("各省、自治区、直辖市"):
            return issuers.Standing(Level.NATIONAL, "")
        level = home.level if home else level_addressed(addressed)
        return issuers.Standing(level, home.short_full_name if home else None, home)

    def addressees(self) -> tuple[str, ...]:
        span = self.part.addressees
        return split_addressees(self.text[span.start : span.end]) if span else ()


def _history(lines: Sequence[str]) -> str:
    """The lines below a title that tell how a regulation came about; one sentence may run over two of them."""
    for index, line in enumerate(lines):
        rest = " ".join(lines[index:])
        if _DATED.match(line) and re.search("公布|发布|通过|修订|修正|批准|施行", rest):
            return rest
    return ""


def _clean(name: str) -> str:
    return re.sub(r"\s+", " ", name.strip())


def _without_date(line: str) -> str:
    for start, end, _ in find_dates(line):
        line = line[:start] + line[end:]
    return line.strip()


def _holds(full: str, short: str) -> bool:
    """Whether *full* is a longer name of *short*: the same characters in the same order."""
    rest = iter(full)
    return len(full) > len(short) and all(character in rest for character in short)
