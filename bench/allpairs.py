"""A draft held against a large base, beside what would do without an index: all pairs, by rapidfuzz."""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from bench.drafts import draft_of
from bench.material import circulars
from kb import KnowledgeBase
from kb.crossref.analysis import own_matters
from kb.holding import Holding
from parsers import parse_file, parse_text
from policies.documents import Document
from policies.vocabulary import places, sectors

__all__ = ["FASTER", "Measured", "measure"]

FASTER = 20.0  # times rapidfuzz
_DRAFT = 100  # duties
_BASE = 100_000
_BATCH = 60  # documents that are taken in at once
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}[省市县区州]")
_ROUNDS = 3


class Measured(NamedTuple):
    """Sizes in duties, times in seconds of the processor."""

    draft: int
    base: tuple[int, int]  # small and large
    seconds: tuple[float, float]
    candidates: tuple[int, int]  # duties that full-text search finds for the acts of the draft
    all_pairs: float


def measure() -> Measured:
    """Build the base and hold the draft against it: when it has a tenth of its duties, and when it is whole."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        upper, text = _draft()
        (folder / "upper.txt").write_text(upper.text, encoding="utf-8")
        with KnowledgeBase(folder / "country.db") as kb:
            kb.ingest([folder / "upper.txt"])
            texts, number = _country(), 0
            draft = parse_text(text)
            held: list[int] = []
            times: list[float] = []
            found: list[int] = []
            for size in (_BASE // 10, _BASE):
                while _duties(kb) < size:
                    number += 1
                    _write(folder / f"batch-{number}", islice(texts, _BATCH))
                    kb.ingest([folder / f"batch-{number}"], jobs=0)
                held.append(_duties(kb))
                times.append(_time(lambda: kb.crossref(draft)))
                found.append(_candidates(folder / "country.db", draft))
            quotes = [record.duty.quote.text for record in kb.records()]
        return Measured(
            len(draft.duties), (held[0], held[1]), (times[0], times[1]), (found[0], found[1]),
            _all_pairs([duty.quote.text for duty in draft.duties], quotes),
        )  # fmt: skip


def _draft() -> tuple[Document, str]:
    """The circular with about so many duties as are wanted, and a draft that carries it out."""
    documents = [parse_file(path) for path in circulars()]
    drafts = [(document, text) for document in documents if (text := draft_of(document)) is not None]
    return min(drafts, key=lambda one: abs(len(one[0].duties) - _DRAFT))


def _write(folder: Path, texts: Iterable[str]) -> None:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def _candidates(base: Path, draft: Document) -> int:
    with closing(sqlite3.connect(base)) as connection:
        holding = Holding(connection)
        return sum(len(holding.all_words(act)) for matter in own_matters(draft) for act in matter.acts)


def _duties(kb: KnowledgeBase) -> int:
    return sum(one.duties for one in kb.documents())


def _all_pairs(drafted: Sequence[str], quotes: Sequence[str]) -> float:
    """Seconds to hold every duty of the draft against every one of the base by its words, on one core."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only this bench needs it

    return _time(lambda: process.cdist(drafted, quotes, scorer=fuzz.ratio, workers=1))


def _time(work: Callable[[], object]) -> float:
    """Seconds of the processor for one call: the best of several."""
    times = []
    for _round in range(_ROUNDS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def _country(seed: int = 1) -> Iterator[str]:
    """The circulars, then over and over, each time as those of another place, about other trades, of other numbers."""
    chance = random.Random(seed)
    names = [place.full_name for place in places.places()]
    trades = [one for one in sectors.terms() if len(one) > 1]
    any_trade = re.compile("|".join(sorted(map(re.escape, trades), key=len, reverse=True)))
    texts = [path.read_text("utf-8") for path in circulars()]
    yield from texts
    for number in count(1):
        others = dict(zip(trades, chance.sample(trades, len(trades)), strict=True))
        yield _elsewhere(chance.choice(texts), chance.choice(names), number, partial(_other, any_trade, others))


def _other(pattern: re.Pattern[str], others: dict[str, str], text: str) -> str:
    return pattern.sub(lambda match: others[match[0]], text)


def _elsewhere(text: str, place: str, number: int, reword: Callable[[str], str]) -> str:
    text = _PLACE.sub(place, reword(text), count=1)
    text = re.sub(r"〔([0-9]{4})〕 *[0-9]+ *号", rf"〔\1〕{number}号", text)
    return text.replace("关于", f"关于第{number}次", 1)
