"""What a draft asks of one township, one department, one mine, times a year, and what the base asks already."""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kb import amounts
from kb.answering import Answering
from kb.changes import of_act
from kb.crossref.models import Burden, Work
from kb.crossref.uppers import place_of
from kb.matter import Matter
from kb.records import records_at
from policies.answers import DutyRecord, Verdict
from policies.documents import Level
from policies.duties import BodyKind, Duty, Modality, TimeType
from policies.entities import Entity
from policies.vocabulary import functions
from policies.vocabulary.tables import alternation, table
from rules.answers import verdict
from rules.force import without_force
from rules.resolved import Facts

__all__ = ["burdens", "examples", "works"]

_FRAME = re.compile(r"^(?:每(?:年|季度|半年|月|周|日)|至少|定期|及时|按时|按期)+")
_USUAL = "应急管理"


@dataclass(slots=True)
class _Count:
    asked: float = 0.0
    adds: float = 0.0
    perhaps: float = 0.0
    uncounted: int = 0
    duties: list[str] = field(default_factory=list)


def examples(own: Sequence[Matter]) -> list[Entity]:
    """One township, one department of the draft's level (that which it names most), one mine of its place."""
    source = own[0].record.source
    place = place_of(source)
    level = source.level or Level.COUNTY
    named = Counter(
        function
        for matter in own
        for bearer in matter.duty.bearers
        if bearer.kind is BodyKind.DEPARTMENT and bearer.surface
        for function in functions.of_organ(bearer.surface.text)
    )
    function = max(named, key=lambda one: (named[one], one == _USUAL, one), default=_USUAL)
    return [
        Entity(kind=BodyKind.GOVERNMENT, level=Level.TOWNSHIP, place=place),
        Entity(kind=BodyKind.DEPARTMENT, level=level, place=place, functions=(function,)),
        Entity(kind=BodyKind.ENTERPRISE, place=place, sectors=("煤矿",), size="规模以上"),
    ]


def burdens(
    own: Sequence[Matter],
    uppers: Mapping[str, DutyRecord],
    answering: Answering | None,
    connection: sqlite3.Connection | None,
    draft: str,
    on: datetime.date,
) -> list[Burden]:
    """A line for each body and each kind of work that the draft asks of it."""
    found: list[Burden] = []
    for body in examples(own) if own else ():
        facts = Facts(body)
        counts = _asked(own, uppers, facts, on)
        standing = _standing(answering, connection, facts, draft, on) if answering and connection and counts else {}
        for work in Work:
            if (count := counts.get(work)) is not None:
                found.append(Burden(
                    body=body, work=work, asked=round(count.asked, 2), adds=round(count.adds, 2),
                    standing=round(standing.get(work, 0.0), 2), perhaps=round(count.perhaps, 2),
                    uncounted=count.uncounted, duties=tuple(count.duties),
                ))  # fmt: skip
    return found


def _asked(
    own: Sequence[Matter], uppers: Mapping[str, DutyRecord], facts: Facts, on: datetime.date
) -> dict[Work, _Count]:
    counts: dict[Work, _Count] = {}
    for matter in own:
        done = works(matter.duty)
        if not done:
            continue
        answer = verdict(without_force(matter.record.condition), facts, on)
        if answer is Verdict.DOES_NOT_APPLY:
            continue
        upper = uppers.get(matter.duty.id)
        before = works(upper.duty) if upper else {}
        for work, times in done.items():
            count = counts.setdefault(work, _Count())
            count.duties.append(matter.duty.id)
            if times is None:
                count.uncounted += 1
                continue
            count.asked += times
            count.adds += max(0.0, times - (before.get(work) or 0.0))
            if answer is Verdict.UNKNOWN:
                count.perhaps += times
    return counts


def _standing(
    answering: Answering, connection: sqlite3.Connection, facts: Facts, draft: str, on: datetime.date
) -> dict[Work, float]:
    """What surely applies to the body by the documents of the base, each duty for itself."""
    applies = answering.applies(facts, on)
    rows = connection.execute(
        "SELECT u.seq FROM duties u JOIN duty_bodies b ON b.duty = u.seq JOIN documents d ON d.seq = u.document"
        " WHERE u.seq IN (SELECT value FROM json_each(?)) AND d.id != ?"
        ' AND (u.deadline IS NOT NULL OR b.record LIKE \'%"type":"frequency"%\')',
        (json.dumps(list(applies)), draft),
    )
    found: dict[Work, float] = {}
    for record in records_at(connection, [row[0] for row in rows]):
        for work, times in works(record.duty).items():
            found[work] = found.get(work, 0.0) + (times or 0.0)
    return found


@cache
def _patterns() -> tuple[tuple[tuple[Work, re.Pattern[str]], ...], tuple[str, ...]]:
    words = table("drafting")["work"]
    found = tuple((Work(name), re.compile(alternation(words[name]))) for name in words["order"])
    return found, tuple(words["once"])


def works(duty: Duty) -> dict[Work, float | None]:
    """The kinds of work that a duty asks for, each with how often a year; None where it does not tell.

    A deadline counts once. Where a frequency is only a limit upwards, nothing is owed.
    """
    found: dict[Work, float | None] = {}
    if duty.modality is not Modality.MUST:
        return found
    for number, action in enumerate(duty.actions):
        work = _work("".join(action.quote.text.split()))
        if work is None:
            continue
        times = _yearly(duty, number)
        held = found.get(work)
        found[work] = max(held or 0.0, times or 0.0) or None
    return found


def _work(act: str) -> Work | None:
    kinds, once = _patterns()
    act = _FRAME.sub("", act)
    if act.startswith(once):
        return None
    if any(kind is Work.REPORT and words.match(act) for kind, words in kinds):
        return Work.REPORT  # 报送演练情况
    places = [(match.end(), -number, kind) for number, (kind, words) in enumerate(kinds)
              for match in words.finditer(act)]  # fmt: skip
    # The head of a Chinese noun phrase stands last: 演练情况报告 is a report, 培训情况检查 an inspection.
    return max(places, key=lambda one: one[:2])[2] if places else None


def _yearly(duty: Duty, act: int) -> float | None:
    times = of_act(duty, act, duty.time) or duty.time
    told = [found for one in times if (found := amounts.per_year(one))]
    often = [count for sign, count in told if not sign.startswith("<")]
    if often:
        return max(often)
    return 1.0 if any(one.type is TimeType.DEADLINE and one.value for one in times) else None
