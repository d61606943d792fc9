"""How a document stands to others: 转发 forwards, 印发 issues, 根据 implements, 修改 amends, 废止 repeals.

What a part is made under or carries out is stated in its title, its opening paragraph, the first article of a
regulation, or a section on guiding thought; a citation further down is no relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from parsers.citations import squeeze
from parsers.dates import parse_date
from parsers.lines import is_unit
from parsers.parts import PartLayout
from policies.documents import Citation, Metadata, Relation, RelationType
from policies.spans import Span
from policies.vocabulary.genres import genre_of

__all__ = ["find_relations"]

_LONGEST_OPENING = 4000
_REACH = 300  # characters between a citation and the verb that governs it, within the sentence
_SENTENCE = re.compile(r"[。；;！？]|\n")
_FILLER = "\x00"  # stands for the characters of a citation, so that its words are no cues

# 《…》已经…同意，现印发给你们; 现将《…》转发给你们; 现予公布
_CARRY = re.compile(
    r"(?P<forward>转发|批转)|(?P<issue>印发|下发|颁发|发给|发布|公布|颁布|颁行|公告)(?!的|后|之|日|实施|以来)"
)
_PRESENT = re.compile(r"现|兹|特此|予以|给你们|现予|随文|请[^，]{0,12}(?:贯彻|遵照|执行|落实)")
_REPORTED = re.compile(r"(?:近年来|以来)[，,]|情况看[，,]|取得了?[^，。]{0,12}(?:成效|成绩|进展)|实现了|先后")
# A text without line breaks: of its sentences those count that lead in what the document says.
_FLAT = 1500
_LEAD_IN = re.compile(
    r"(?:制定|编制|提出|通知|公告|批复|报告|部署)(?:本|了本|如下|以下)|(?:特|现)(?:制定|提出|就|将|对|印发)|决定"
)

# What a document is made under or carries out; the words between it and the citation must not open a new clause.
_BASIS = re.compile(
    r"根据|按照|依据|依照|遵照|遵循|贯彻落实|贯彻执行|贯彻实施|贯彻|落实|执行|实施|认真抓好|推动|推进|组织实施"
)
_NO_BASIS = re.compile(
    r"参照|比照|借鉴|对照|修订|修改|废止|停止|制定(?!的)|制订(?!的)|拟订|起草|出台(?!的)|编制(?!的)|结合|印发了|发布了|关于呈报|提出的|对于|以及对|列入|纳入|收悉|同意|办理|转发|印发"
)
_CARRIED_OUT = re.compile(r"^[\x00、和及与等（）()文件通知意见规定精神要求部署有关的]*(?:贯彻|落地|落实|执行|实施)")
_GUIDING = re.compile(
    r"指导思想|总体要求|总体思路|基本思路|编制依据|制定依据|目的依据|目的和依据|工作依据|政策依据|规划依据|法律依据"
)
_CHAPTER = re.compile("第.{1,4}[编篇章节]")
_FIRST_ITEM = re.compile("[一1][、.．]")  # rules that count 一、 in place of 第一条 below their chapters
_REPEALS = re.compile("废止|停止执行|停止实施|停止施行|停止使用|失效|不再执行|不再施行|作废")
_REPEAL = re.compile(rf"(?:同时|即行|予以|一律|一并|自行|相应|均|全部|宣布|现予|即予|也|亦)?(?:{_REPEALS.pattern})")
# 建议废止《…》, 需要修改、废止: nothing is ended by it
_NOT_YET = re.compile(
    r"(?:建议|提请|拟|申请|是否|需要?|应当?|可以?|不得|未经|尚未|未|如|若|及时|适时|清理|修改(?:、|或者?|和)|修订(?:、|或者?|和)"
    r"|立(?:、)?改(?:、)?)$"
)
# What may stand between a title and 废止 without limiting it
_AROUND = re.compile(
    r"[（(\[〔][^（()）〕\]]{0,30}[）)〕\]]|[，,、\s]|之?日?起|自|从|于|由|同时|予以|一并|相应|及其|及|等|文件|规定|本办法|均|全部|原"
)
# the day on which the document itself comes, or today: no limit, and no other day than its own
_OWN_DAY = re.compile(
    "[自从]?(?:本[^，。；《》]{1,8}?)?(?:印发|发布|公布|颁布|施行|实施|生效|下发|发文)之日起|[自从]?(?:即日|今日)起"
)
_FROM = re.compile(
    r"(?:自|从|于)?\s?[0-9０-９〇○零一二三四五六七八九]{4}年[^，。；《》]{2,8}[日号]\s?(?:之日)?起?[，,]?\s?"
)
_SOME = re.compile(r"\s?的?(?P<some>第[^，。；、]{1,12}(?:条|款|项)(?:[、和及]第[^，。；、]{1,12}(?:条|款|项))*)")
# 《甲》，1988年3月9日国务院发布的《乙》，同时废止
_ROW = re.compile(r"[（()）\x00\s]*[，,]\s?[0-9０-９]{4}年[^，。；起前后]{2,50}")
_UNMARKED = re.compile(r"现将(?P<title>[^，。]{4,100}?)(?P<verb>印发|转发|批转)给你们")
_AMENDED = re.compile(r"作(?:出)?(?:如下|以下)?(?:修改|修正|修订)|作(?:出)?部分修改|修改为|修改如下|的修改")


def find_relations(
    text: str, layout: Sequence[PartLayout], metadata: Sequence[Metadata], citations: Sequence[Citation]
) -> tuple[Relation, ...]:
    """Relations of all parts, each told once, with the words that say so as evidence."""
    finder = _Finder(text, layout, metadata, citations)
    found: dict[tuple[RelationType, str], Relation] = {}
    for relation in finder.relations():
        key = (relation.type, _bare(relation.title) or squeeze(relation.doc_number))
        told = found.setdefault(key, relation)
        if told.doc_number is None and relation.doc_number:  # the title stood alone at first, 《…》（…号） later
            found[key] = told.model_copy(update={"doc_number": relation.doc_number})
    carried = {title for kind, title in found if kind in (RelationType.ISSUES, RelationType.FORWARDS)}
    return tuple(
        relation
        for (kind, title), relation in found.items()
        if kind is not RelationType.IMPLEMENTS or title not in carried
    )


def _bare(title: str | None) -> str:
    return re.sub(r"\W+", "", squeeze(title))


class _Finder:
    def __init__(
        self,
        text: str,
        layout: Sequence[PartLayout],
        metadata: Sequence[Metadata],
        citations: Sequence[Citation],
    ) -> None:
        self.text, self.layout, self.metadata = text, layout, metadata
        self.citations = sorted(citations, key=lambda citation: citation.quote.start)
        self.masked = self.mask()
        self.by_number = {c.doc_number: c for c in reversed(self.citations) if c.doc_number and c.title}

    def mask(self) -> str:
        """The text with the characters of citations blotted out; offsets stay."""
        pieces: list[str] = []
        position = 0
        for citation in self.citations:
            start, end = citation.quote.start, citation.quote.end
            if start >= position:
                pieces.extend((self.text[position:start], _FILLER * (end - start)))
                position = end
        pieces.append(self.text[position:])
        return "".join(pieces)

    def relations(self) -> Iterator[Relation]:
        for index, part in enumerate(self.layout):
            zones = [*self.title_zones(part), *self.opening_zones(part)]
            carried = list(self.carried(index, part))
            yield from carried
            decides = self.metadata[index].genre in ("决定", "令")  # its units name what they amend
            for zone in [*zones, *([part.body] if decides else [])]:
                yield from self.amended(index, zone)
            for zone in [*zones, *self.guiding_zones(part)]:
                yield from self.implemented(index, zone)
            yield from self.repealed(index, part.body)

    # -- where to look

    def title_zones(self, part: PartLayout) -> list[Span]:
        return [Span(start=part.title[0].start, end=part.title[-1].end)] if part.title else []

    def opening_zones(self, part: PartLayout) -> list[Span]:
        """The paragraphs before the first numbered unit; where there are none, the first article."""
        zones: list[Span] = []
        position = part.body.start
        stop = min(part.body.end, part.body.start + _LONGEST_OPENING)
        chaptered = False
        while position < stop:
            end = min(self.line_end(position, part.body.end), stop)
            words = self.text[position:end].strip()
            if words and is_unit(words):
                if zones and not all(len(self.text[z.start : z.end].strip()) < 12 for z in zones):
                    return zones
                chapter = _CHAPTER.match(words)
                if words.startswith("第一条") or (chaptered and _FIRST_ITEM.match(words)):
                    return [Span(start=position, end=end)]
                if not chapter:
                    return zones
                chaptered = True
            elif words:
                zones.append(Span(start=position, end=end))
            position = end + 1
        return zones

    def guiding_zones(self, part: PartLayout) -> list[Span]:
        """Sections on guiding thought and on the basis of the document: to the next numbered unit."""
        zones: list[Span] = []
        for match in _GUIDING.finditer(self.masked, part.body.start, part.body.end):
            start = self.masked.rfind("\n", part.body.start, match.start()) + 1
            if match.start() - start > 24:
                continue  # named in running text, not at the head of a unit
            end = self.line_end(match.start(), part.body.end)
            for _ in range(6):
                following = self.line_end(end + 1, part.body.end)
                if end >= part.body.end or is_unit(self.text[end + 1 : following].strip()):
                    break
                end = following
            zones.append(Span(start=match.start(), end=end))
        return zones

    def line_end(self, position: int, limit: int) -> int:
        found = self.text.find("\n", position, limit)
        return found if found >= 0 else limit

    def sentences(self, zone: Span) -> Iterator[tuple[int, int]]:
        """Start and end of each sentence of *zone*; the marks inside citations do not count."""
        start = zone.start
        for match in _SENTENCE.finditer(self.masked, zone.start, zone.end):
            yield start, match.start()
            start = match.end()
        if start < zone.end:
            yield start, zone.end

    def within(self, start: int, end: int) -> list[Citation]:
        """Citations that stand in text[start:end]."""
        low, high = 0, len(self.citations)
        while low < high:
            middle = (low + high) // 2
            if self.citations[middle].quote.start < start:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(self.citations) and self.citations[low].quote.end <= end:
            found.append(self.citations[low])
            low += 1
        return found

    def relation(self, kind: RelationType, citation: Citation, start: int, part: int) -> Relation | None:
        title = citation.title
        number = citation.doc_number
        if title is None and number in self.by_number:
            title = self.by_number[number].title
        if title is not None and genre_of(title) == _bare(title):
            return None  # 《通知》, 《方案》: a short name of something told elsewhere
        start, end = min(start, citation.quote.start), citation.quote.end
        return Relation(type=kind, title=title, doc_number=number, evidence=Span(start=start, end=end), part=part)

    # -- forwards and issues

    def carried(self, index: int, part: PartLayout) -> Iterator[Relation]:
        """What this part hands over: from its body, else from its title and the title of what follows it."""
        found = False
        body = Span(start=part.body.start, end=min(part.body.end, part.body.start + _LONGEST_OPENING))
        for start, end in self.sentences(body):
            cited = [c for c in self.within(start, end) if c.title and not c.to_be_written]
            for citation in cited:
                kind = self.carry_verb(start, end, citation)
                if kind and (relation := self.relation(kind, citation, start, index)):
                    found = True
                    yield relation
            if not cited and (relation := self.carried_unmarked(index, start, end)):
                found = True
                yield relation
        if not found and index == 0:
            yield from self.carried_by_title(index, part)

    def carry_verb(self, start: int, end: int, citation: Citation) -> RelationType | None:
        """The verb that hands *citation* over in its sentence: after it, with a mark of the present."""
        before = self.masked[max(start, citation.quote.start - _REACH) : citation.quote.start]
        after = self.masked[citation.quote.end : min(end, citation.quote.end + _REACH)]
        verb = _CARRY.search(after)
        if verb is None or verb.start() > 120:
            return None
        between = after[: verb.start()]
        present = _PRESENT.search(between + after[verb.start() :][:24]) or re.search(
            r"现(?:将|予|把)?[^，]{0,30}$", before
        )
        if not present or _BASIS.search(before[-24:]) or re.search(r"[，,](?:根据|按照|依据)", between):
            return None
        return RelationType.FORWARDS if verb["forward"] else RelationType.ISSUES

    def carried_unmarked(self, index: int, start: int, end: int) -> Relation | None:
        """现将…处理意见印发给你们: the title stands without marks; the attached part tells it best."""
        match = _UNMARKED.search(self.masked, start, end)
        if match is None or _FILLER in match["title"]:
            return None
        title = self.attached_title(index) or match["title"]
        kind = RelationType.ISSUES if match["verb"] == "印发" else RelationType.FORWARDS
        return Relation(
            type=kind, title=title, doc_number=None, evidence=Span(start=match.start(), end=match.end()), part=index
        )

    def attached_title(self, index: int) -> str | None:
        return self.metadata[index + 1].title if index + 1 < len(self.metadata) else None

    def carried_by_title(self, index: int, part: PartLayout) -> Iterator[Relation]:
        """关于印发《…》的通知 whose body does not repeat it."""
        title = self.metadata[index].title
        if not title or not part.title:
            return
        match = re.search(r"(?P<verb>印发|转发|批转|公布|发布)(?P<name>.{4,120}?)的(?:通知|公告|令)$", title)
        if match is None:
            return
        evidence = Span(start=part.title[0].start, end=part.title[-1].end)
        kind = RelationType.FORWARDS if match["verb"] in ("转发", "批转") else RelationType.ISSUES
        marked = re.search("《(.+)》", match["name"])
        name = marked[1] if marked else self.attached_title(index) or match["name"]
        yield Relation(type=kind, title=name, doc_number=None, evidence=evidence, part=index)

    # -- implements

    def implemented(self, index: int, zone: Span) -> Iterator[Relation]:
        flat = "\n" not in self.text[zone.start : zone.end] and len(zone) > _FLAT
        for start, end in self.sentences(zone):
            if _REPORTED.search(self.masked, start, end):
                continue
            if flat and not _LEAD_IN.search(self.masked, start, end):
                continue
            for citation in self.within(start, end):
                if citation.to_be_written:
                    continue
                cue = self.basis(start, end, citation)
                if cue is not None and (relation := self.relation(RelationType.IMPLEMENTS, citation, cue, index)):
                    yield relation

    def basis(self, start: int, end: int, citation: Citation) -> int | None:
        """Where the words stand that make *citation* a basis of the document; None where nothing does."""
        start = max(start, citation.quote.start - _LONGEST_OPENING)
        before = self.masked[start : citation.quote.start]
        cues = list(_BASIS.finditer(before))
        if not cues:
            return None
        cue = cues[-1]
        between = before[cue.end() :]
        if re.search(r"[，,：:]", between) or _NO_BASIS.search(between):
            return None
        if citation.title and genre_of(citation.title) in ("请示", "议案"):
            return None  # what a lower body asked for binds nobody
        if cue[0] in ("推动", "推进") and not _CARRIED_OUT.match(self.masked[citation.quote.end : end]):
            return None
        return start + cue.start()

    # -- amends and repeals

    def amended(self, index: int, zone: Span) -> Iterator[Relation]:
        """修改《…》的决定, 对《…》作如下修改: only where the document itself does it, in its title or opening."""
        for start, end in self.sentences(zone):
            for citation in self.within(start, end):
                before = self.masked[max(start, citation.quote.start - _REACH) : citation.quote.start]
                after = self.masked[citation.quote.end : min(end, citation.quote.end + _REACH)]
                verb = re.search(r"(?:修改|修正|修订)[\x00、和及]*$", before)
                by_title = verb and re.match(r"[^，。]{0,12}的(?:决定|通知|公告|令)", after)
                by_text = re.search(r"(?:对|将)[\x00、和及]*$", before) and _AMENDED.search(after[:60])
                if (by_title or by_text) and (
                    relation := self.relation(RelationType.AMENDS, citation, citation.quote.start, index)
                ):
                    yield relation

    def repealed(self, index: int, body: Span) -> Iterator[Relation]:
        told = body.start
        if not _REPEALS.search(self.masked, body.start, body.end):
            return  # most documents
        for verb in _REPEAL.finditer(self.masked, body.start, body.end):
            reach = max(told, verb.start() - 800)
            told = verb.end()
            opening = [m.end() for m in _SENTENCE.finditer(self.masked, reach, verb.start())]
            start = opening[-1] if opening else reach
            closing = _SENTENCE.search(self.masked, verb.end(), min(body.end, verb.end() + 800))
            end = closing.start() if closing else min(body.end, verb.end() + 800)
            if _NOT_YET.search(self.masked, max(start, verb.start() - 12), verb.start()):
                continue
            following = _REPEAL.search(self.masked, verb.end(), end)
            end = following.start() if following else end
            yield from self.repealed_by(index, start, verb, end)

    def repealed_by(self, index: int, start: int, verb: re.Match[str], end: int) -> Iterator[Relation]:
        """《甲》（…号）和《乙》同时废止, 废止《甲》."""
        following = self.within(verb.end(), end) if verb[0].endswith(("废止", "停止执行", "作废")) else []
        if following and re.fullmatch(r"(?:以下|下列|[\s：:])*", self.masked[verb.end() : following[0].quote.start]):
            since = self.dated(start, verb.start())
            for citation in following:
                if relation := self.relation(RelationType.REPEALS, citation, verb.start(), index):
                    some = _SOME.match(self.text, citation.quote.end, end)
                    yield relation.model_copy(update={"only": some["some"] if some else None, "since": since})
            return
        limit = verb.start()
        repealed: list[tuple[Citation, str | None]] = []
        since = self.dated(start, verb.start())
        for citation in reversed(self.within(start, verb.start())):
            between = self.masked[citation.quote.end : limit]
            row = _ROW.fullmatch(between) or (limit == verb.start() and verb[0].startswith("同时") and between == "，")
            basis = _BASIS.search(self.masked, max(start, citation.quote.start - 12), citation.quote.start)
            if len(between.replace(_FILLER, "")) > 60 or (
                re.search(r"[，,](?!自|从|由|并)", between) and (basis or not row)
            ):
                break
            only = self.only(citation.quote.end, limit, last=limit == verb.start())
            limit = citation.quote.start
            # 省人民政府令第66号发布的《…》: the order is that of the document named after it
            if citation.title or not re.match("(?:发布|公布|印发|颁布|修正|修订|修改)", between):
                repealed.insert(0, (citation, only))
        if repealed and since is None:  # 自2022年1月1日起，《甲》停止执行
            since = self.dated(start, repealed[0][0].quote.start)
        for citation, only in repealed:
            if relation := self.relation(RelationType.REPEALS, citation, citation.quote.start, index):
                evidence = Span(start=citation.quote.start, end=verb.end())
                yield relation.model_copy(update={"evidence": evidence, "only": only, "since": since})

    def only(self, start: int, end: int, *, last: bool) -> str | None:
        """The words between a citation and what follows it that limit its repeal: 第三条, 中关于收费的规定."""
        if some := _SOME.match(self.text, start, end):
            return some["some"]
        if not last:
            return None  # what stands between two citations describes the next one
        words = self.text[start:end]
        return words.strip() if _AROUND.sub("", _OWN_DAY.sub("", _FROM.sub("", words))) else None

    def dated(self, start: int, end: int) -> date | None:
        """The day that stands right before *end*: 自2022年1月1日起."""
        found = list(_FROM.finditer(self.text, max(start, end - 40), end))
        return parse_date(found[-1][0]) if found and not self.text[found[-1].end() : end].strip(" ，,") else None
