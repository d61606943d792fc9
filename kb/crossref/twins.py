"""What a draft says twice, or what another document of the base already says to the same bodies."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kb.changes import changes
from kb.crossref.models import Twin, said
from kb.crossref.pairing import pair_alike, plain
from kb.holding import Holding
from kb.matching import Match
from kb.matter import Matter, matters
from kb.models import ChangeKind, Direction
from kb.order import Rank, rank_of
from kb.records import record_at
from kb.tokens import grams
from policies.duties import Directness

__all__ = ["near", "twins_inside", "twins_outside"]

_ALIKE = 0.9
_NEAR = 0.7  # share of pairs of characters
_SHORTEST = 8  # characters: 责令改正 stands in every regulation


def twins_inside(own: Sequence[Matter], alike: Sequence[Match]) -> list[Twin]:
    """Each pair once, by the later of the two; *alike* are the pairs of duties of the draft that are of one matter."""
    found: list[Twin] = []
    held: dict[str, list[Matter]] = defaultdict(list)
    paired: set[str] = set()
    for matter in own:
        same = [one for one in held[plain(matter)] if _same_frame(one, matter) and _same_section(one, matter)]
        if same and len(plain(matter)) >= _SHORTEST:
            found.append(Twin(one=said(matter.record), other=said(same[0].record), inside=True, score=1.0))
            paired.add(matter.duty.id)
        held[plain(matter)].append(matter)
    for one in alike:
        first, second = own[one.upper], own[one.lower]
        if one.score < _ALIKE or second.duty.id in paired or not _same_frame(first, second):
            continue
        if _same_section(first, second) and _says_the_same(first, second):
            paired.add(second.duty.id)
            found.append(Twin(one=said(second.record), other=said(first.record), inside=True, score=one.score))
    return sorted(found, key=lambda twin: twin.one.quote.start)


def twins_outside(
    connection: sqlite3.Connection, own: Sequence[Matter], draft: str, uppers: set[str], holding: Holding
) -> Iterator[Twin]:
    """What a document of the same level for the same place already asks; the documents above are told elsewhere."""
    for matter in own:
        if len(plain(matter)) < _SHORTEST or matter.duty.directness is not Directness.OWN:
            continue
        for other in near(connection, matter, holding):
            if other.record.source.document in uppers or other.record.source.document == draft:
                continue
            if (
                _ground(rank_of(other.record.source)) == _ground(rank_of(matter.record.source))
                and _same_frame(matter, other)
                and (plain(matter) == plain(other) or _says_the_same(matter, other))
            ):
                score = round(pair_alike(matter, other), 3)
                yield Twin(one=said(matter.record), other=said(other.record), inside=False, score=score)
                break


def _ground(rank: Rank) -> tuple[int, str | None]:
    return rank.level, rank.place


def near(connection: sqlite3.Connection, matter: Matter, holding: Holding) -> Iterator[Matter]:
    """Duties in documents of the same level that hold all words of an act of this one, and most of its characters.

    Only what is as good as the same is read.
    """
    level = matter.record.source.level
    held = {one.seq for act in matter.acts for one in holding.all_words(act) if one.level == (level or None)}
    if not held:
        return
    own = _pairs(plain(matter))
    rows = connection.execute(
        "SELECT duty, json_extract(record, '$.quote.text') AS text FROM duty_bodies"
        " WHERE duty IN (SELECT value FROM json_each(?)) ORDER BY duty",
        (json.dumps(sorted(held)),),
    ).fetchall()
    size = own.total()
    for row in rows:
        length = len(row["text"])  # about the number of its pairs: another length is another duty
        if 2 * min(size, length) >= (_NEAR - 0.1) * (size + length) and _share(own, _pairs(row["text"])) >= _NEAR:
            yield matters([record_at(connection, row["duty"])])[0]


def _pairs(text: str) -> Counter[str]:
    return Counter(gram for gram in grams("".join(text.split())) if len(gram) > 1)


def _share(one: Counter[str], two: Counter[str]) -> float:
    return 2 * (one & two).total() / max(1, one.total() + two.total())


def _same_frame(one: Matter, two: Matter) -> bool:
    """Whether both ask the same of the same bodies in the same case, as far as they tell."""
    mine, other = one.duty, two.duty
    condition = [c and "".join(c.text.split()) for c in (mine.condition, other.condition)]
    return (
        mine.modality is other.modality
        and one.kinds == two.kinds
        and one.bearers == two.bearers
        and one.sectors == two.sectors
        and condition[0] == condition[1]
    )


def _same_section(one: Matter, two: Matter) -> bool:
    """Whether headings do not tell them apart: 关闭回风通道 is asked of shops in one section, of cinemas in another."""
    return bool(one.bearers) or one.frame == two.frame


def _says_the_same(one: Matter, two: Matter) -> bool:
    """Whether they differ in nothing but words."""
    if len(one.duty.actions) != len(two.duty.actions) or one.whole != two.whole:
        return False  # 经西安 and 经郑州 are two
    told = changes(one.duty, two.duty)
    return all(change.direction is Direction.SAME or change.kind is ChangeKind.BEARER for change in told) and (
        _digits(one) == _digits(two)
    )


def _digits(matter: Matter) -> list[str]:
    return sorted(char for char in plain(matter) if char.isdigit())
