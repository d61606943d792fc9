"""The duties that answer a question, best first, and which part of the question left none.

Full-text search brings the candidates; every part of the question that was understood is a filter on them, and their
order is that of fit: the words of the matter first, then who bears the duty and how surely, then the field of work.
"""

from __future__ import annotations

import datetime
import json
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kb.question import Part, Question, Want, understand
from kb.question_words import sector_names
from kb.records import records_at
from kb.tokens import Query, fold, runs
from policies.answers import DutyRecord, Force, Verdict
from policies.documents import Level
from policies.duties import Basis, BodyKind, Certainty, Directness, Modality, PartnerRole, TimeType
from policies.entities import Entity
from policies.spans import Quote, Value
from policies.vocabulary.tables import table

if TYPE_CHECKING:
    from rules.resolved import Facts

__all__ = ["Answered", "Fit", "Sieve", "ask"]

_MOST = 5000  # candidates that are weighed
_HEADING = 0.5  # what a word in a heading counts, against one in the duty itself
_COVERED = 0.5  # of the best cover of the question's words: below this a duty is about something else
_OWN = "省市县区州旗"
_FIGURE = re.compile(r"\d(?:[\d.,]*)\s*(?:[%％‰]|元|万元|亿元|人|名|家|个|次|项|倍|亩|公里|吨|平方米)")
_SURE = {Certainty.STATED: 0.6, Certainty.INHERITED: 0.4, Certainty.INFERRED: 0.0}


class Sieve(StrEnum):
    """A part of the question that duties have to fit."""

    WORDS = "words"
    BODY = "body"
    SECTOR = "sector"
    PLACE = "place"
    DEMAND = "demand"
    TIME = "time"
    ROLE = "role"
    DOCUMENT = "document"
    FIGURE = "figure"


class Fit(Value):
    """A duty that answers, and how well. ``words`` are those of the question that it has."""

    record: DutyRecord
    score: float
    verdict: Verdict  # whether it falls to the body that the question names; unknown without one
    words: tuple[str, ...]
    force: Force
    lacks: tuple[Sieve, ...] = ()  # parts of the question that it does not fit


class Answered(Value):
    """What was found. ``left`` tells, where nothing fits all, how many would fit without one part of the question."""

    question: Question
    absent: tuple[str, ...]  # words that no duty of the base has
    found: tuple[Fit, ...]
    total: int
    emptied: tuple[tuple[Sieve, int], ...] = ()
    without: tuple[Sieve, ...] = ()  # what ``found`` leaves out of account, since nothing fits all


def ask(
    connection: sqlite3.Connection, text: str, on: datetime.date, limit: int, over: Callable[[DutyRecord], DutyRecord]
) -> Answered:
    """Answer a question in plain Chinese on the day *on*; *over* puts into a duty what reviewers decided about it."""
    regions = [row[0] for row in connection.execute("SELECT DISTINCT region FROM parts WHERE region IS NOT NULL")]
    names = [name for row in connection.execute("SELECT title, number FROM parts") for name in row if name]
    question = understand(text, on, regions, names)
    words = {term: _same(term) for term in question.terms}
    rows = {term: _rows(connection, alike) for term, alike in words.items()}
    absent = tuple(term for term, found in rows.items() if not found)
    candidates = _candidates(connection, rows)
    weights = _weights({term: rows[term] for term in _matter(question)}, connection)
    fields = _fields(connection, candidates)
    weighed = [
        _Weighed(record, question, words, weights, fields.get(seq, ()))
        for seq, record in zip(candidates, map(over, records_at(connection, candidates)), strict=True)
        if not record.rejected
    ]
    best = max((one.cover for one in weighed), default=0.0)
    for one in weighed:
        if weights and (not one.cover or one.cover < _COVERED * best):
            one.failed.add(Sieve.WORDS)
    fitting = [one for one in weighed if not one.failed]
    if not fitting:  # nobody of those asked about bears it: what is said of them by others
        for one in weighed:
            if one.failed == {Sieve.BODY} and one.concerns():
                one.failed.clear()
        fitting = [one for one in weighed if not one.failed]
    emptied: tuple[tuple[Sieve, int], ...] = ()
    without: tuple[Sieve, ...] = ()
    if not fitting and weighed:
        alone = Counter(next(iter(one.failed)) for one in weighed if len(one.failed) == 1)
        emptied = tuple((sieve, alone[sieve]) for sieve in Sieve if alone[sieve])
        nearest = [one for one in weighed if one.failed and Sieve.WORDS not in one.failed]
        fewest = min((len(one.failed) for one in nearest), default=0)
        fitting = [one for one in nearest if len(one.failed) == fewest]
        dropped = set().union(*(one.failed for one in fitting)) if fitting else set()
        without = tuple(sieve for sieve in Sieve if sieve in dropped)
    fitting.sort(
        key=lambda one: (-round(one.score, 6), -(one.record.source.date or datetime.date.min).toordinal(), one.place)
    )
    return Answered(
        question=question, absent=absent, found=tuple(one.fit() for one in fitting[:limit]), total=len(fitting),
        emptied=emptied, without=without,
    )  # fmt: skip


# --- candidates -----------------------------------------------------------------------------------------------------


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in table("questions")["same"]["groups"]:
        for word in group:
            found[word] = tuple(group)
    return found


def _same(term: str) -> tuple[str, ...]:
    """*term* and other words for it."""
    return tuple(dict.fromkeys((term, *_groups().get(term, ()))))


def _rows(connection: sqlite3.Connection, alike: Iterable[str]) -> set[int]:
    """The duties that say one of these words, themselves or in a heading above them."""
    found: set[int] = set()
    for word in alike:
        expression = Query(word).expression()
        if expression is None:
            continue
        rows = connection.execute("SELECT rowid FROM passages WHERE passages MATCH ?", (expression,))
        for (row,) in rows:
            if row % 2 == 0:
                found.add(row // 2)
            else:
                within = connection.execute(
                    "SELECT u.seq FROM clauses c JOIN duties u ON u.document = c.document AND u.clause = c.ordinal"
                    " WHERE c.seq = ?",
                    (row // 2,),
                )
                found.update(one for (one,) in within)
    return found


def _candidates(connection: sqlite3.Connection, rows: dict[str, set[int]]) -> list[int]:
    """Numbers of the duties to weigh: those with the most of the words, else the newest."""
    if any(rows.values()):
        counted = Counter(seq for found in rows.values() for seq in found)
        return [seq for seq, _count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]]
    if rows:
        return []
    return [
        seq
        for (seq,) in connection.execute(
            "SELECT u.seq FROM duties u JOIN documents d ON d.seq = u.document"
            " ORDER BY u.date DESC, d.id, u.ordinal LIMIT ?",
            (_MOST,),
        )
    ]


def _fields(connection: sqlite3.Connection, duties: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The sectors of each duty, those of its condition included."""
    found: dict[int, tuple[str, ...]] = {}
    rows = connection.execute(
        "SELECT duty, value FROM facets WHERE facet = 'sector' AND duty IN (SELECT value FROM json_each(?))",
        (json.dumps(list(duties)),),
    )
    for duty, value in rows:
        found[duty] = (*found.get(duty, ()), value)
    return found


def _matter(question: Question) -> tuple[str, ...]:
    """The words of the question's matter. Who is to do it is weighed as bearer, if anything else is told."""
    bodies = {one.words for one in question.understood if one.part is Part.BODY}
    return tuple(term for term in question.terms if term not in bodies) or question.terms


def _weights(rows: dict[str, set[int]], connection: sqlite3.Connection) -> dict[str, float]:
    """How much each word tells: the rarer the more. What is found nowhere tells nothing."""
    total = connection.execute("SELECT count(*) FROM duties").fetchone()[0]
    return {term: math.log(1 + total / len(found)) for term, found in rows.items() if found}


# --- weighing -------------------------------------------------------------------------------------------------------


class _Weighed:
    """One duty against the question: what fails, and how well the rest fits."""

    def __init__(
        self,
        record: DutyRecord,
        question: Question,
        words: dict[str, tuple[str, ...]],
        weights: dict[str, float],
        fields: Sequence[str],
    ) -> None:
        self.record, self.question, self.fields = record, question, fields
        self.failed: set[Sieve] = set()
        self.score = 0.0
        self.verdict = Verdict.UNKNOWN
        self.force = _force(record, question.on)
        self.cover, self.words = self._cover(words, weights)
        self.place = (record.source.document, record.duty.quote.start)
        self._bearer()
        self._sector()
        self._where()
        self._demand()
        self._time()
        self._role()
        self.score += 4 * self.cover + (0.3 if record.duty.directness is Directness.OWN else 0)
        self.score += {Force.IN_FORCE: 0.4, Force.OPEN: 0.3, Force.DRAFT: -0.4}.get(self.force, 0.0)

    def fit(self) -> Fit:
        return Fit(
            record=self.record, score=round(self.score, 3), verdict=self.verdict, words=self.words, force=self.force,
            lacks=tuple(sieve for sieve in Sieve if sieve in self.failed),
        )  # fmt: skip

    def _cover(self, words: dict[str, tuple[str, ...]], weights: dict[str, float]) -> tuple[float, tuple[str, ...]]:
        """The share of the question's words, by weight, that the duty has."""
        if not weights:
            return 0.0, ()
        duty = self.record.duty
        own = _folded([duty.quote, *(b.surface for b in duty.bearers), *(p.surface for p in duty.partners)])
        above = fold(" ".join(self.record.source.headings))[0]
        covered, said = 0.0, []
        for term, weight in weights.items():
            parts = max((_share(word, own, above) for word in words[term]), default=0.0)
            covered += weight * parts
            if parts:
                said.append(term)
        return covered / sum(weights.values()), tuple(said)

    def _bearer(self) -> None:
        from rules.answers import verdict  # noqa: PLC0415
        from rules.force import without_force  # noqa: PLC0415

        question, duty = self.question, self.record.duty
        if not question.body:
            return
        entity = question.entity
        if entity.kind in (BodyKind.ENTERPRISE, None) and question.sectors:
            entity = entity.model_copy(update={"sectors": question.sectors})
        self.verdict = verdict(without_force(self.record.condition), _facts(entity), question.on)
        named = self._named()
        if self.verdict is Verdict.DOES_NOT_APPLY and not named:
            self.failed.add(Sieve.BODY)
            return
        self.score += {Verdict.APPLIES: 1.0, Verdict.UNKNOWN: 0.4, Verdict.DOES_NOT_APPLY: 0.6}[self.verdict]
        self.score += 1.2 if named else 0
        self.score += 0.8 if entity.kind is BodyKind.GOVERNMENT and self._level_named() else 0
        self.score += 0.2 if any(b.basis is Basis.SUBJECT for b in duty.bearers) else 0
        if entity.kind not in (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT):
            self._noun()
        sure = [_SURE[b.certainty] for b in duty.bearers if entity.kind in (None, b.kind)]
        self.score += max(sure, default=-0.3)
        if entity.position:
            posts = [b.position.text for b in duty.bearers if b.position is not None]
            self.score += 1.0 if posts else -0.5
        if entity.size and entity.size in duty.quote.text:
            self.score += 1.0

    def concerns(self) -> bool:
        """Whether the duty speaks of those whom the question asks about: 对烟花爆竹企业…进行重点排查."""
        bodies = (Part.BODY, Part.POSITION)
        told = [one.words for one in self.question.understood if one.part in bodies]
        quote = "".join(self.record.duty.quote.text.split())
        return bool(told) and bool(self.words) and all(word in quote for word in told)

    def _surfaces(self) -> list[str]:
        return ["".join(b.surface.text.split()) for b in self.record.duty.bearers if b.surface is not None]

    def _organs(self) -> list[str]:
        """The departments that bear the duty or have a part in it, as the text names them."""
        duty = self.record.duty
        borne = [b.surface.text for b in duty.bearers if b.surface and b.kind is BodyKind.DEPARTMENT]
        names = [*borne, *(p.surface.text for p in duty.partners)]
        # 建设单位 is who builds, no department of it
        return [name for name in ("".join(one.split()) for one in names) if not name.endswith(("单位", "企业"))]

    def _level_named(self) -> bool:
        """Whether the text names governments of the level that is asked about."""
        level = self.question.entity.level
        signs = table("questions")["governments"].get(level, ()) if level else ()
        return any(sign in surface for surface in self._surfaces() for sign in signs)

    def _noun(self) -> None:
        """施工单位 is no 建设单位, though both are enterprises."""
        told = [one.words for one in self.question.understood if one.part is Part.BODY]
        nouns = [alike for word in told if word in self.question.terms for alike in _same(word)]
        surfaces = self._surfaces()
        if nouns and surfaces:
            self.score += 0.8 if any(noun in one for noun in nouns for one in surfaces) else -0.8
        elif told and surfaces:
            self.score += 0.3 if self._general() else 0

    def _general(self) -> bool:
        """Whether the bearer is any enterprise: 各企业, 生产经营单位, 规模以上企业."""
        words = table("questions")["bodies"]["enterprise"]
        return any(one.endswith(tuple(words)) for one in self._surfaces())

    def _named(self) -> bool:
        """Whether the text names the organ that the question asks about, as bearer or as partner."""
        from policies.vocabulary import functions  # noqa: PLC0415
        from rules.organs import stem_of  # noqa: PLC0415

        entity = self.question.entity
        if entity.kind is not BodyKind.DEPARTMENT or not entity.name:
            return False
        surfaces = self._organs()
        if entity.functions:
            of = [one for one in surfaces if set(functions.of_organ(one)) & set(entity.functions)]
        else:
            of = [one for one in surfaces if stem_of(one) == entity.name]
        if entity.level is not None:
            of = [one for one in of if _organ_level(one) in (None, entity.level)]
            sign = {"province": "省", "city": "市", "county": "县区", "township": "乡镇", "national": "国"}[
                entity.level
            ]
            other = set("省市县区国") - set(sign)
            of = [one for one in of if one[0] not in other]
        return bool(of)

    def _sector(self) -> None:
        question = self.question
        if not question.sectors:
            return
        if any(self._mentions(one) for one in question.sectors):
            self.score += 1.5
            return
        if question.entity.kind is BodyKind.ENTERPRISE:
            return  # the condition has told already whether the duty can be of this field
        if question.entity.kind is not None:
            self.failed.add(Sieve.SECTOR)
            return
        from rules.answers import verdict  # noqa: PLC0415
        from rules.force import without_force  # noqa: PLC0415

        entity = Entity(kind=BodyKind.ENTERPRISE, sectors=question.sectors)
        told = verdict(without_force(self.record.condition), _facts(entity), question.on)
        if told is not Verdict.APPLIES and not (
            told is Verdict.UNKNOWN and self._general() and not self.record.duty.sectors
        ):
            self.failed.add(Sieve.SECTOR)

    def _mentions(self, sector: str) -> bool:
        from policies.vocabulary import sectors  # noqa: PLC0415

        duty, source = self.record.duty, self.record.source
        texts = (duty.quote.text, *source.headings[-2:])
        told = [sectors.resolve(one) for one in self.fields]
        # the longest name counts: 非煤矿山 is not 煤矿
        told += [sectors.resolve(name) for text in texts for name in sector_names("".join(text.split()))]
        return any(one and sectors.is_within(one, sector) for one in told)

    def _where(self) -> None:
        question, source = self.question, self.record.source
        if question.document is not None:
            wanted = fold(question.document)[0]
            names = [source.title, source.carrier_title, source.doc_number]
            if not any(name and wanted in "".join(fold(name)[0].split()) for name in names):
                self.failed.add(Sieve.DOCUMENT)
        if question.region is not None:
            if (
                not (source.region or "").endswith(question.region)
                and question.region not in self.record.duty.quote.text
            ):
                self.failed.add(Sieve.PLACE)
        elif question.entity.place is not None:
            from policies.vocabulary import places  # noqa: PLC0415

            of = places.resolve(source.region) if source.region else ()
            if len(of) == 1 and of[0].code == question.entity.place:
                self.score += 0.8
            elif len(of) == 1 and not places.is_within(question.entity.place, of[0].code):
                self.failed.add(Sieve.PLACE)

    def _demand(self) -> None:
        wanted, own = self.question.modality, self.record.duty.modality
        if wanted is Modality.MUST:  # what is forbidden is owed as well, but asked for second
            self.score += {Modality.MUST: 0.3, Modality.MUST_NOT: 0.0}.get(own, -0.3)
        elif wanted is not None and own is not wanted:
            self.failed.add(Sieve.DEMAND)

    def _time(self) -> None:
        question, times = self.question, self.record.duty.time
        deadlines = [t.value for t in times if t.type is TimeType.DEADLINE and t.value]
        frequent = [t.value for t in times if t.type is TimeType.FREQUENCY]
        fits = True
        if question.before is not None and question.after is not None:
            fits = any(question.after.isoformat() <= day[:10] <= question.before.isoformat() for day in deadlines)
        if question.frequency is not None:
            fits = fits and any(one and one.rpartition("/")[2] == question.frequency for one in frequent)
        if question.time_words is not None:
            fits = fits and any(question.time_words in "".join(t.surface.text.split()) for t in times)
        if question.wants is Want.HOW_OFTEN:
            fits = fits and bool(frequent)
        if question.wants is Want.BY_WHEN:
            fits = fits and bool(times)
            self.score += 0.5 if any(t.type is TimeType.DEADLINE for t in times) else 0
        if not fits:
            self.failed.add(Sieve.TIME)
        if question.wants is Want.HOW_MUCH:
            if self.record.duty.targets:
                self.score += 0.5
            elif not _FIGURE.search(self.record.duty.quote.text):
                self.failed.add(Sieve.FIGURE)

    def _role(self) -> None:
        question, duty = self.question, self.record.duty
        if question.wants is Want.WHO:
            self.score += 0.5 if duty.partners or any(b.surface for b in duty.bearers) else 0
            self.score += 0.8 if any(word in duty.quote.text for word in table("questions")["answers"]["who"]) else 0
        if question.role is None:
            return
        of = [p.surface.text for p in duty.partners if p.role is question.role]
        if question.wants is Want.WHO and not question.entity.functions:
            self.score += 1.0 if of else 0  # the matter comes first: the text may name but who answers for it
            return
        if question.entity.functions and question.wants is not Want.WHO:
            from policies.vocabulary import functions  # noqa: PLC0415

            of = [one for one in of if set(functions.of_organ("".join(one.split()))) & set(question.entity.functions)]
            own = any(set(functions.of_organ(one)) & set(question.entity.functions) for one in self._organs())
            helped = any(p.role is PartnerRole.COOPERATE for p in duty.partners)
            if question.role is PartnerRole.LEAD and own and helped:  # 省应急管理厅会同省公安厅: it leads
                return
        if not of and not (question.role is PartnerRole.COOPERATE and re.search("配合|协助", duty.quote.text)):
            self.failed.add(Sieve.ROLE)


def _organ_level(name: str) -> Level | None:
    """The level that the form of an organ's name tells: 应急部, 国家能源局, 水利厅."""
    if name.startswith(("国家", "国务院", "中央")) or (name.endswith(("部", "署", "总局")) and name[0] not in _OWN):
        return Level.NATIONAL
    return Level.PROVINCE if name.endswith("厅") else None


@lru_cache(maxsize=8)
def _facts_of(entity: str) -> Facts:
    from rules.resolved import Facts  # noqa: PLC0415

    return Facts(Entity.model_validate_json(entity))


def _facts(entity: Entity) -> Facts:
    """The facts of *entity*; the latest few are kept, since every duty is held against the same ones."""
    return _facts_of(entity.model_dump_json())


def _force(record: DutyRecord, on: datetime.date) -> Force:
    from rules.evaluate import evaluate  # noqa: PLC0415
    from rules.force import in_force, standing  # noqa: PLC0415

    condition = in_force(record.condition)
    return standing(condition, evaluate(condition, _facts(Entity()), on), on)[0]


def _folded(quotes: Sequence[Quote | None]) -> str:
    return fold("".join("".join(quote.text.split()) + " " for quote in quotes if quote is not None))[0]


def _share(word: str, own: str, above: str) -> float:
    """How far a text says *word*: as it stands, else by its pairs of characters."""
    plain = fold(word)[0]
    if plain in own:
        return 1.0
    if plain in above:
        return _HEADING
    pairs = [plain[n : n + 2] for run in runs(plain) for n in range(len(run) - 1)]
    if len(pairs) < 2:
        return 0.0
    return 0.6 * sum(pair in own for pair in pairs) / len(pairs)
