"""What a question in plain Chinese asks for: the bodies, fields of work, times and words in it.

No language model: the question is read through the vocabulary of the parsers. Each piece of it is taken once, the
surest kinds first; what is left is words to look for. ``kb.asked`` finds the duties that fit.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from enum import StrEnum

from kb.question_words import body_nouns, listed, pattern, sector_names, sector_pattern
from policies.documents import Level
from policies.duties import BodyKind, Modality, PartnerRole
from policies.entities import Entity
from policies.errors import UsageError
from policies.messages import _
from policies.spans import Value
from policies.vocabulary.spelling import half_width
from policies.vocabulary.tables import alternation

__all__ = ["Part", "Question", "Understood", "Want", "understand"]

_TAKEN = "\x00"  # stands for a character whose meaning is known
_LONGEST = 200  # characters of a question
_AUTHORITIES = (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT)
_ORGAN = 22  # characters of the longest name of an organ that is looked for


class Want(StrEnum):
    """What a question wants to know of the duties."""

    WHO = "who"
    HOW_OFTEN = "how_often"
    BY_WHEN = "by_when"
    HOW_MUCH = "how_much"


class Part(StrEnum):
    """What a piece of a question was taken for."""

    DOCUMENT = "document"
    TIME = "time"
    BODY = "body"
    LEVEL = "level"
    PLACE = "place"
    FUNCTION = "function"
    POSITION = "position"
    SIZE = "size"
    SECTOR = "sector"
    DEMAND = "demand"
    ROLE = "role"
    WANT = "want"
    WORDS = "words"
    UNKNOWN = "unknown"


class Understood(Value):
    """A piece of the question, what it was taken for, and as what."""

    part: Part
    words: str
    meaning: str = ""


class Question(Value):
    """A question, understood. None and empty: not asked about."""

    text: str
    on: datetime.date
    entity: Entity = Entity()  # who is to bear the duties, as far as the question tells
    region: str | None = None  # a place that the base's documents are about, in their words
    sectors: tuple[str, ...] = ()
    modality: Modality | None = None
    role: PartnerRole | None = None
    wants: Want | None = None
    after: datetime.date | None = None
    before: datetime.date | None = None
    frequency: str | None = None  # the period, as in Timing.value: P3M
    time_words: str | None = None
    document: str | None = None
    terms: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()

    @property
    def body(self) -> bool:
        """Whether the question says who is to bear the duties."""
        return self.entity != Entity()


def understand(
    text: str, on: datetime.date, regions: Iterable[str] = (), documents: Iterable[str] | None = None
) -> Question:
    """Read *text*; days that it leaves out are counted from *on*; *regions* are those of the base's documents.

    *documents* are their titles and numbers (None: any): another document that is named is but words.
    """
    plain = "".join(half_width(text).split())
    if len(plain) > _LONGEST:
        raise UsageError(
            _("The question is too long: {count} characters.").format(count=len(plain)),
            mend=_("Ask in one sentence, of at most {count} characters.").format(count=_LONGEST),
        )
    reader = _Reader(plain, on, tuple(regions), documents)
    question = reader.read(" ".join(text.split()))
    said = {one.part for one in question.understood} - {Part.WANT, Part.UNKNOWN}
    if not said or (said == {Part.DEMAND} and question.modality is Modality.MUST):  # 严禁哪些行为 asks for something
        raise _without_content(question)
    return question


def _without_content(question: Question) -> UsageError:
    """What to tell where nothing is left to look for."""
    unknown = next((one for one in question.understood if one.part is Part.UNKNOWN), None)
    if unknown is not None and unknown.meaning:
        return UsageError(
            _("Several places are called “{words}”.").format(words=unknown.words),
            mend=_("Write it with what it belongs to: {names}").format(names=unknown.meaning),
        )
    return UsageError(
        _("The base knows no place called “{words}”.").format(words=unknown.words)
        if unknown is not None
        else _("The question names nothing to look for."),
        mend=_("Name a body, a field of work, a time or a matter: 煤矿企业多久开展一次应急演练？"),
    )


class _Reader:
    def __init__(self, text: str, on: datetime.date, regions: tuple[str, ...], documents: Iterable[str] | None) -> None:
        self.text = text
        self.on = on
        self.regions = regions
        self.documents = None if documents is None else ["".join(half_width(one).split()) for one in documents]
        self.rest = text
        self.found: dict[str, object] = {}
        self.facts: dict[str, object] = {}
        self.terms: list[str] = []
        self.fields: list[str] = []  # fields of work that stand within the name of a body
        self.told: list[tuple[int, Understood]] = []

    def read(self, whole: str) -> Question:
        self._documents()
        self._times()
        self._wants()
        self._roles()
        self._organs()
        self._governments()
        self._places()
        self._sizes()
        self._posts()
        self._bodies()
        self._sectors()
        self._demand()
        self._words_left()
        if self.found.get("wants") is Want.WHO and self.facts.get("kind") not in _AUTHORITIES:
            # who is to inspect the enterprises: they are those whom it is about
            self.terms += [word for word in (self.facts.get("size"),) if isinstance(word, str)]
            self.facts = {name: fact for name, fact in self.facts.items() if name in ("place", "level")}
        told = tuple(one for _start, one in sorted(self.told, key=lambda pair: pair[0]))
        fields = {**self.found, "entity": Entity.model_validate(self.facts), "terms": tuple(dict.fromkeys(self.terms))}
        return Question.model_validate({"text": whole, "on": self.on, "understood": told, **fields})

    def _take(self, start: int, end: int, part: Part, meaning: str = "") -> None:
        self.told.append((start, Understood(part=part, words=self.text[start:end], meaning=meaning)))
        self.rest = self.rest[:start] + _TAKEN * (end - start) + self.rest[end:]

    # --- what the question is bound to -------------------------------------------------------------------------

    def _documents(self) -> None:
        for match in re.finditer(r"《([^《》]+)》|[一-龥]{2,8}[〔\[(（]\d{4}[〕\])）]\d+号", self.rest):
            name = match[1] or match[0]
            held = self.documents is None or any(name in one for one in self.documents)
            if held:
                self.found.setdefault("document", name)
            else:
                self.terms.append(name)
            self._take(*match.span(), Part.DOCUMENT if held else Part.WORDS)

    def _times(self) -> None:
        from parsers.time_values import Dated  # noqa: PLC0415
        from parsers.timings import find_timings  # noqa: PLC0415
        from policies.duties import TimeType  # noqa: PLC0415

        # A year that the asker names is meant, however long it is gone: the question is as of that year.
        years = [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d{2})年", self.rest)]
        signed = min([self.on, *(datetime.date(year, 1, 1) for year in years)])
        for timing in find_timings(self.rest, 0, len(self.rest), Dated(signed)):
            start, end, value = timing.surface.start, timing.surface.end, timing.value
            if timing.type is TimeType.FREQUENCY and value:
                unit = re.match(
                    r"每(?:\d+|[一二两三四五六七八九十]+)?(?:半年|年|季度|季|个?月|周|星期|日|天)", timing.surface.text
                )
                end = start + len(unit[0]) if unit else end
                self.found["frequency"] = value.rpartition("/")[2]
            elif timing.type is TimeType.DEADLINE and value:
                self._by(datetime.date.fromisoformat(value[:10]))
            elif timing.type is TimeType.PERIOD and value and "/" in value:
                first, last = map(datetime.date.fromisoformat, value.split("/"))
                self.found.update(after=first, before=last)
            elif value is None:
                self.found["time_words"] = timing.surface.text.removeprefix("在").removeprefix("于")
            self._take(start, end, Part.TIME, self._time_meaning())
        for match in re.finditer(
            r"(明年|今年|本年)?(?:年底|年末|年内)|(?:今年|本年度?|明年|年度)(?:以?内)?|(?:本|这个)?月底前?", self.rest
        ):
            year = self.on.year + match[0].startswith("明年")
            self._by(_month_end(self.on) if "月" in match[0] else datetime.date(year, 12, 31))
            self._take(*match.span(), Part.TIME, self._time_meaning())
        for match in re.finditer(r"((?:19|20)\d\d)年度?", self.rest):
            self.found.update(after=datetime.date(int(match[1]), 1, 1), before=datetime.date(int(match[1]), 12, 31))
            self._take(*match.span(), Part.TIME, self._time_meaning())

    def _by(self, day: datetime.date) -> None:
        self.found.update(before=day, after=datetime.date(day.year, 1, 1))

    def _time_meaning(self) -> str:
        if "before" in self.found:
            return f"{self.found['after']} – {self.found['before']}"
        return str(self.found.get("frequency", ""))

    def _wants(self) -> None:
        best: tuple[int, int, str] | None = None
        for name in listed("wants"):
            for match in pattern("wants", name).finditer(self.rest):
                if best is None or match.end() - match.start() > best[1] - best[0]:
                    best = (*match.span(), name)
        if best is not None:
            self.found["wants"] = Want(best[2])
            words = self.rest[best[0] : best[1]]
            role = next((name for name in listed("roles") if pattern("roles", name).search(words)), None)
            if role is not None:  # 谁牵头
                self.found["role"] = PartnerRole(role)
            self._take(best[0], best[1], Part.WANT, best[2])

    def _roles(self) -> None:
        for name in listed("roles"):
            for match in pattern("roles", name).finditer(self.rest):
                if "role" not in self.found:
                    self.found["role"] = PartnerRole(name)
                    self._take(*match.span(), Part.ROLE, name)

    # --- who ---------------------------------------------------------------------------------------------------

    def _organs(self) -> None:
        """Names of departments: 安监局, 石桥县应急管理局, 安委会办公室, 负有安全监管职责的部门."""
        from policies.vocabulary import functions, scopes  # noqa: PLC0415
        from rules.organs import head_of  # noqa: PLC0415

        best: tuple[int, int, str, tuple[str, ...]] | None = None
        for match in re.finditer(f"(?=({alternation(listed('organs')['endings'])}))", self.rest):
            end = match.end(1)
            for begin in range(max(0, end - _ORGAN), match.start() + 1):
                start, name = begin, self.rest[begin:end]
                if _TAKEN in name or name[0] in "的对由":
                    continue
                named = functions.of_organ(name)
                organ = scopes.organ_in(name) if not named or name.endswith("办公室") else None
                if organ is not None:
                    own = next(one for one in sorted(organ.names, key=len, reverse=True) if name.endswith(one))
                    start, named = end - len(own), ()
                if not named and organ is None:
                    continue
                if best is None or (best[0] <= start and end > best[1]) or (start < best[0] and end >= best[1]):
                    best = (start, end, organ.full if organ else name, named)
                break
        if best is not None:
            start, end, name, named = best
            self.facts.update(kind=BodyKind.DEPARTMENT, name=name)
            if named:
                self.facts["functions"] = named
                self._organ_head(start, start + len(head_of(name)))
            else:
                start = min(start, self._organ_head(max(0, start - 9), start))
            self._take(start, end, Part.FUNCTION if named else Part.BODY, "、".join(named) or name)
        if "kind" not in self.facts and (any_ := pattern("organs", "any").search(self.rest)):
            self.facts["kind"] = BodyKind.DEPARTMENT
            start = self._organ_head(max(0, any_.start() - 9), any_.start())
            self._take(min(start, any_.start()), any_.end(), Part.BODY, "department")

    def _organ_head(self, start: int, end: int) -> int:
        """The level and place that stand before an organ's name; gives where they begin."""
        words = self.rest[start:end].rpartition(_TAKEN)[2]
        begin = end
        region = self._region_at_end(words)
        if region:
            begin = end - len(region)
        elif (level := self._level_at_end(words)) is not None:
            self.facts["level"] = level[1]
            begin = end - len(level[0])
            if before := self._region_at_end(words[: len(words) - len(level[0])]):
                begin -= len(before)
        return begin

    def _level_at_end(self, words: str) -> tuple[str, Level] | None:
        levels = listed("governments")
        for level in ("township", "county", "city", "province"):
            for word in sorted(levels[level], key=len, reverse=True):
                if words.endswith(word):
                    return word, Level(level)
        return None

    def _region_at_end(self, words: str) -> str:
        """The place that *words* end in, if it is known; it becomes that of the question."""
        from policies.vocabulary import places  # noqa: PLC0415

        for start in range(len(words) - 1):
            name = words[start:]
            if name[-1] not in "省市区县州盟旗":
                break
            if self._place(name):
                return name
            if len(found := places.resolve(name)) == 1:
                self.facts.update(place=found[0].code)
                self.facts["level"] = found[0].level
                return name
        return ""

    def _place(self, name: str) -> bool:
        """Whether a document of the base is about *name*, which no table of places need know."""
        region = next((one for one in sorted(self.regions, key=len) if one.endswith(name)), None)
        if region is None or len(name) < 3:
            return False
        from policies.vocabulary import places  # noqa: PLC0415

        if places.resolve(name):
            return False
        self.found["region"] = name
        self.facts.setdefault(
            "level", {"省": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY}.get(name[-1], Level.COUNTY)
        )
        return True

    def _governments(self) -> None:
        if "kind" in self.facts:
            return
        for found in pattern("governments", "words").finditer(self.rest):
            start = found.start()
            if pattern("governments", "things").match(self.rest, found.end()):
                continue
            words = self.rest[max(0, start - 9) : start].rpartition(_TAKEN)[2]
            self.facts["kind"] = BodyKind.GOVERNMENT
            begin = self._organ_head(start - len(words), start)
            self._take(begin, found.end(), Part.BODY, "government")
            return
        if match := pattern("governments", "alone").search(self.rest):
            self.facts["kind"] = BodyKind.GOVERNMENT
            if level := self._level_at_end(match[0]):
                self.facts["level"] = level[1]
            elif match[0].endswith("管委会"):  # one of several kinds of government, known by its name alone
                self.terms.append("管委会")
            self._take(*match.span(), Part.BODY, "government")
            return
        if match := re.search(r"([省市县乡])级", self.rest):
            level = self._level_at_end(match[0])
            if level is not None:
                self.facts["level"] = level[1]
                self._take(*match.span(), Part.LEVEL, level[1].value)

    def _places(self) -> None:
        from policies.vocabulary import places  # noqa: PLC0415

        if "place" in self.facts or "region" in self.found:
            return
        for match in re.finditer(r"[省市县区州盟旗]", self.rest):
            end = match.end()
            for start in range(max(0, end - 8), end - 1):
                name = self.rest[start:end]
                if _TAKEN in name:
                    continue
                if self._place(name):
                    self.facts.pop("level", None)
                    self._take(start, end, Part.PLACE, name)
                    return
                found = places.resolve(name)
                if len(found) == 1:
                    self.facts["place"] = found[0].code
                    self._take(start, end, Part.PLACE, name)
                    return
                if found:  # 鼓楼区: there are several
                    self._take(start, end, Part.UNKNOWN, "、".join(place.full_name for place in found[:3]))
                    return
        # a name in the form of a place that nobody knows
        for match in re.finditer(
            r"(?<![一-龥])[^\x00各哪全本我每个有在对的]{2,3}(?:省|(?<!城)(?<!都)(?<!超)(?<!门)(?<!上)市(?!场|民|政|值)|县(?!级|域|内|直))",
            self.rest,
        ):
            self._take(*match.span(), Part.UNKNOWN)

    def _sizes(self) -> None:
        from policies.vocabulary import sizes  # noqa: PLC0415

        words = [word for word in sizes.classes() if len(word) > 2 or word in ("小微", "大型", "中型", "小型", "微型")]
        if match := re.search(alternation(words), self.rest):
            self.facts["size"] = match[0]
            self._take(*match.span(), Part.SIZE, match[0])

    def _posts(self) -> None:
        from policies.vocabulary import scopes  # noqa: PLC0415

        if match := scopes.post_words().search(self.rest):
            self.facts["position"] = scopes.post(match[0])
            self.terms.append(match[0])
            self._take(*match.span(), Part.POSITION, scopes.post(match[0]))

    def _bodies(self) -> None:
        """Enterprises, institutions, persons; a noun that tells more than the kind is looked for too."""
        from parsers.actors import kinds_of  # noqa: PLC0415
        from policies.vocabulary import sectors  # noqa: PLC0415

        ends = self._word_ends()
        for match in body_nouns().finditer(self.rest):
            if match.end() not in ends:  # 个人所得税
                continue
            if match[0] in listed("bodies")["none"]:
                continue
            if sectors.resolve(match[0]) and match[0] in ("煤矿", "矿山", "矿井"):
                continue
            general = next((kind for kind in BodyKind if match[0] in listed("bodies").get(kind, ())), None)
            kinds = (BodyKind(general),) if general else kinds_of(match[0])[0]
            if "kind" not in self.facts and len(kinds) == 1:
                self.facts["kind"] = kinds[0]
            elif general is None and self.rest[: match.start()].strip(_TAKEN) and "kind" in self.facts:
                continue  # 检查企业: whom the duty is about
            if general is None:
                self.terms.append(match[0])
                # 餐饮单位 are of a field of work
                self.fields += [name for name in sector_names(match[0]) if name != match[0]]
            self._take(*match.span(), Part.BODY, kinds[0].value if len(kinds) == 1 else "")

    def _word_ends(self) -> set[int]:
        """Where the words of the question end."""
        from kb.tokens import cut  # noqa: PLC0415

        ends, at = set(), 0
        for word in cut(self.text):
            at += len(word)
            ends.add(at)
        return ends

    def _sectors(self) -> None:
        from policies.vocabulary import sectors  # noqa: PLC0415

        told = (sectors.resolve(name) for name in self.fields)
        found = [term for term in told if term is not None and not sectors.cross_cutting(term)]
        for match in sector_pattern().finditer(self.rest):
            term = sectors.resolve(match[0])
            if term is None or sectors.cross_cutting(term):
                continue
            found.append(term)
            self._take(*match.span(), Part.SECTOR, term)
        if found:
            self.found["sectors"] = tuple(dict.fromkeys(found))

    # --- what --------------------------------------------------------------------------------------------------

    def _demand(self) -> None:
        spared = [match.span() for match in pattern("demand", "no_cues").finditer(self.rest)]
        for name in ("must_not", "may", "encouraged", "must"):
            for match in pattern("demand", name).finditer(self.rest):
                if any(start < match.end() and match.start() < end for start, end in spared):
                    continue
                self.found["modality"] = Modality(name)
                self._take(*match.span(), Part.DEMAND, name)
                return

    def _words_left(self) -> None:
        from kb.tokens import cut  # noqa: PLC0415

        stops = frozenset(listed("stop")["words"])
        at = 0
        for run in re.split(r"([\x00\W_]+)", self.rest):
            for word in cut(run) if run and not re.fullmatch(r"[\x00\W_]+", run) else ():
                place = self.rest.find(word, at)
                at = place + len(word)
                if word not in stops and (len(word) > 1 or not _is_particle(word)):
                    self.terms.append(word)
                    self._take(place, at, Part.WORDS)


def _is_particle(word: str) -> bool:
    """A single character tells too little to be looked for."""
    return len(word) == 1


def _month_end(day: datetime.date) -> datetime.date:
    first = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return first - datetime.timedelta(days=1)
