"""What head and foot of each part tell: title, issuer, number, date, kind, addressees, level and region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from parsers.citations import DOC_NUMBER, normalise_number, squeeze
from parsers.dates import find_dates
from parsers.lines import is_organ
from parsers.parts import PartLayout
from policies.documents import Citation, Level, Metadata
from policies.spans import Span
from policies.vocabulary import issuers, places
from policies.vocabulary.genres import genre_of
from policies.vocabulary.places import Place

__all__ = ["joined_title", "read_metadata", "split_addressees"]

_NUMBER = re.compile(rf"[一-龥A-Za-z（）()·]{{1,24}}{DOC_NUMBER}[一-龥]{{0,6}}\s?第?\s?[0-9０-９]{{1,5}}\s?号")
_SERIAL = re.compile(r"第[ \u3000]*[0-9０-９一二三四五六七八九十百零〇]{1,6}[ \u3000]*号")
_HISTORY_ORDER = re.compile(
    r"([一-龥]{2,30}?令[ \u3000]?第?[ \u3000]?[0-9０-９一二三四五六七八九十百零〇]{1,6}[ \u3000]?号)[ \u3000]*(?:公布|发布|颁布)"
)
_HISTORY_BODY = re.compile(
    r"(?:(?P<place>[一-龥]{2,12}?)?第[一-龥0-9]{1,5}届(?P<congress>人民代表大会(?:常务委员会)?|全国人民代表大会(?:常务委员会)?)"
    r"|(?P<cabinet>国务院)第?[0-9０-９一-龥]{0,6}次?常务会议|(?P<other>[一-龥]{2,24}?(?:国务院|政务院|人民政府|部|委员会|总局|局|署))(?:令|(?:修正)?(?:公布|发布)))"
)
_TITLE_ISSUER = re.compile(
    r"^(?P<issuer>[^《》〈〉“”]{2,60}?)(?:关于|印发|转发|批转|公布|发布|对(?=[一-龥]{2,40}(?:的答复|的批复|的复函|的决定))|办理)"
)
_SITE_ROW = re.compile(r"(?P<key>发文机关|发文单位|制发机关|发布机构|信息来源|来\s*源|发文字号|文\s*号|成文日期|发文日期|标\s*题)[：:\s]+(?P<value>.{2,80})")
_NO_ORGAN = re.compile(r"新华社|网站|政府网|门户网|日报|晚报|新闻网|公众号|微信|电视台|通讯社|百度|法规库|数据库|网$|报$")
_HOLLOW = re.compile(r"领导小组|指挥部|专班|工作组")  # ad hoc bodies of an organ
_GENRE_IN_TEXT = (
    (re.compile(r"现将[^。]{0,160}(?:通知如下|印发给你们|转发给你们|予以印发|发给你们)|(?:现|特此)予?(?:以)?印发|现?(?:印发|转发)给你们|特此通知|通知如下|特作如下通知"), "通知"),
    (re.compile(r"特此通告|通告如下|本通告"), "通告"),
    (re.compile(r"特此公告|公告如下|本公告"), "公告"),
    (re.compile(r"特此批复|批复如下"), "批复"),
    (re.compile(r"函复如下|复函如下|特此函[告复达]|函告如下|特此复函"), "函"),
    (re.compile(r"特此通报|通报如下"), "通报"),
    (re.compile(r"决定如下|作如下修改|特作如下决定|作出如下决定"), "决定"),
    (re.compile(r"答复如下"), "答复"),
    (re.compile(r"报告如下|特此报告"), "报告"),
    (re.compile(r"请示如下|妥否，请批示|当否，请批"), "请示"),
)  # fmt: skip
_GENRE_NAMED = re.compile(
    r"(?:制定|制订|提出|出台|特制定)(?:以下|如下|本|了|该|这个)?(?P<a>[一-龥]{0,8}?(?:办法|规定|细则|方案|意见|措施|规划|计划|政策|条例|规则|要点|标准|规程|规范|制度|指南|导则))"
    r"|(?<![据照循反])本(?P<b>[一-龥]{0,4}?(?:办法|规定|细则|方案|意见|措施|规划|条例|规则|标准|通知|要点))(?:自|由|适用|所称|实行|从)"
    r"|明确[^。，]{2,40}(?P<c>要点)如下"
)
_LEVEL_HINTS = (
    (re.compile(r"省政府|省人民政府|自治区人民政府|省级各|省直各|省属|全省各|各设区市|各市、州|各市（州）|我省"), Level.PROVINCE),
    (re.compile(r"各县（市|各县\(市|市政府各|各区县|我市|各县、区"), Level.CITY),
    (re.compile(r"县政府各|各乡镇|各镇人民政府|我县"), Level.COUNTY),
)


def read_metadata(
    text: str, layout: Sequence[PartLayout], citations: Sequence[Citation], name: str = ""
) -> tuple[Metadata, ...]:
    """Metadata of each part; part 0 is the outer document. *name* is the file's, for the title of a bare text.

    Nothing is guessed: what head and foot do not tell is None. What is issued (印发) shares issuer, date, level and
    place with its notice; what is forwarded (转发) has its own.
    """
    found: list[Metadata] = []
    for index, part in enumerate(layout):
        reader = _Reader(text, part, layout, outer=found[0] if found else None)
        found.append(reader.read(index))
    return tuple(found)


def joined_title(text: str, spans: Sequence[Span]) -> str | None:
    """Title lines as one string; letter-spaced lines (土 地 使 用) are closed up, the number at the end is left out."""
    title = ""
    for span in spans:
        line = re.sub(r"\s+", " ", text[span.start : span.end].strip())
        if re.fullmatch(r"(?:[^\s] ){3,}[^\s]", line):
            line = line.replace(" ", "")
        title += line
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
        self.history = " ".join(line for line in self.letterhead if re.search("公布|发布|通过|修订|修正|批准|施行", line))

    def site_rows(self) -> Iterator[tuple[str, str]]:
        for line in (*self.letterhead, *self.notes):
            if row := _SITE_ROW.match(line.strip()):
                yield re.sub(r"\s", "", row["key"]), row["value"].strip()

    def read(self, index: int) -> Metadata:
        number = self.number()
        home = self.home(number)
        issuer = self.issuer(number, home)
        standing = issuers.standing(issuer, home) if issuer else self.standing_without_issuer(home)
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
            words = match["a"] or match["b"] or match["c"]
            if genre := genre_of(words):
                return genre
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
            elif names == [] and is_organ(words) and not re.search("[0-9]", words):
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
            return body if body.startswith("全国") else (place or "全国").removesuffix("全国") + body if place else "全国" + body
        return match["cabinet"] or (match["other"] or "").lstrip("日") or None

    def home(self, number: str | None) -> Place | None:
        """The place that 我省, 省政府 and the like mean here, where the text makes it certain."""
        for words in (self.from_title(), self.signers(), self.source(), self.masthead(), self.title):
            if words and (found := issuers.leading_place(squeeze(words).removeprefix("中共").removeprefix("关于"))):
                return found[0]
        if number and (named := issuers.organ_of_number(number)) and named[1]:
            return named[1]
        whole = squeeze(self.text[self.part.span.start : self.part.span.end][:200_000])
        head = self.signers() or self.source() or self.from_title() or ""
        addressed = " ".join(self.addressees())
        if self.outer is not None or issuers.standing(head).level is Level.NATIONAL:
            return None
        wanted = _spoken_level(head, addressed, whole)
        return _most_named(whole, wanted) if wanted else None

    def standing_without_issuer(self, home: Place | None) -> issuers.Standing:
        """Level and region where nobody signs: from the addressees (省政府各部门) and the place spoken of."""
        addressed = " ".join(self.addressees())
        if self.title and (found := issuers.leading_place(squeeze(self.title))):
            return issuers.Standing(found[0].level, found[0].short_full_name, found[0])
        if addressed.startswith("各省、自治区、直辖市"):
            return issuers.Standing(Level.NATIONAL, "")
        level = home.level if home else next((lv for hint, lv in _LEVEL_HINTS if hint.search(addressed)), None)
        return issuers.Standing(level, home.short_full_name if home else None, home)

    def addressees(self) -> tuple[str, ...]:
        span = self.part.addressees
        return split_addressees(self.text[span.start : span.end]) if span else ()


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


def _spoken_level(head: str, addressed: str, text: str) -> Level | None:
    """Province, city or county of which the text speaks as its own."""
    for word, level in (("省", Level.PROVINCE), ("自治区", Level.PROVINCE), ("市", Level.CITY), ("县", Level.COUNTY)):
        if head.startswith(word):
            return level
    for hint, level in _LEVEL_HINTS:
        if hint.search(addressed):
            return level
    own = Counter(re.findall("我([省市县])|本([省市县])|全([省市县])", text[:50_000]))
    words = Counter[str]()
    for groups, count in own.items():
        words[next(filter(None, groups))] += count
    top = words.most_common(1)
    return {"省": Level.PROVINCE, "市": Level.CITY, "县": Level.COUNTY}[top[0][0]] if top and top[0][1] >= 2 else None


def _most_named(text: str, level: Level) -> Place | None:
    """The place of *level* that *text* names most, where it does so clearly more often than any other."""
    counts: Counter[str] = Counter()
    if level is Level.PROVINCE:
        for short, codes in _provinces().items():
            counts[codes] += text.count(short)
    else:
        for word, number in Counter(re.findall(r"(?<![一-龥])[一-龥]{2,6}?[市县区]|[一-龥]{2}[市县]", text)).items():
            found = [p for p in places.resolve(word) if p.name == word and not p.former]
            if len(found) == 1 and found[0].level in (level, Level.PROVINCE, Level.COUNTY):
                counts[found[0].code] += number
    top = counts.most_common(2)
    if not top or top[0][1] < 2 or (len(top) > 1 and top[0][1] < 2 * top[1][1]):
        return None
    return places.by_code(top[0][0])


def _provinces() -> dict[str, str]:
    """Short names of provinces as they stand in text → codes."""
    names: dict[str, str] = {}
    for place in places.places():
        if place.level is Level.PROVINCE and not place.sample:
            short = re.sub("省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区", "", place.name)
            names[short] = place.code
    return names


# A body's name closes with one of these; 各省、自治区、直辖市人民政府 is one addressee, since 各省 closes with none.
_BODY = re.compile(
    r"(?:政府|部门|单位|机构|局|厅|委|委办局|委员会|办公室|办公厅|[^乡]办|部|部委|院|校|所|公司|企业|集团|兵团|社区|管委会|办事处|街道办|机关|组织|协会|学会|商会|中心|团体|指挥部|小组|队|站|行|银行|社|处|科|室|厂|人|人员|会|院校|院所|高校|学校|医院|媒体|代表|主席|主任|先生|女士|同志|海关|署)"
    r"(?:[（(][^（()）]{1,40}[）)])?$"
)


def split_addressees(line: str) -> tuple[str, ...]:
    """Addressees, one by one: 各镇人民政府，各街道办事处，市政府各部门： Shared heads stay together."""
    line = re.sub(r"\s+", "", line).rstrip("：:")
    found: list[str] = []
    for group in _split(line, "，,；;"):
        pending = ""
        items = _split(group, "、")
        for position, item in enumerate(items):
            pending = f"{pending}、{item}" if pending else item
            following = items[position + 1] if position + 1 < len(items) else ""
            if _BODY.search(pending) and len(following) != 1 and not _is_row_of_places(item, items, position):
                found.extend(_split_and(pending))
                pending = ""
        if pending:
            found.extend(_split_and(pending))
    return tuple(found)


def _is_row_of_places(item: str, items: list[str], position: int) -> bool:
    """新疆生产建设兵团 in a row of places (各省、自治区、直辖市、新疆生产建设兵团发展改革委) and names of persons."""
    later = items[position + 1 :]
    return item.endswith("兵团") and position > 0 and bool(later) and not _BODY.search(items[position - 1])


def _split_and(words: str) -> list[str]:
    """…人民政府及新疆生产建设兵团 → two; …直辖市及新疆生产建设兵团安全监管局 stays one."""
    for match in re.finditer("[及和]", words):
        left, right = words[: match.start()], words[match.end() :]
        if _BODY.search(left) and _BODY.search(right) and len(right) >= 4 and left.count("（") == left.count("）"):
            if not right.startswith(("其", "各所", "所属", "社会保障", "信息化", "改革")):
                return [left, *_split_and(right)]
    return [words]


def _split(text: str, marks: str) -> list[str]:
    """*text* at *marks* outside brackets."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        if character in "（([【":
            depth += 1
        elif character in "）)]】":
            depth = max(0, depth - 1)
        elif character in marks and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return [part for part in parts if part]
