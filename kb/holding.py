"""Duties of the base whose words hold all those of an act, found through full-text search."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import NamedTuple

from kb.matter import Act

__all__ = ["Holder", "Holding"]

_MOST = 400  # passages that one search may bring
_WIDEST = 8  # words of one search: of a long act the longest, which are the rarest
_KEPT = 1024  # searches whose answer is kept: who looks for conflicts and who looks for twins ask the same


class Holder(NamedTuple):
    """A duty by its number in the base, and what is told of it without reading it."""

    seq: int
    modality: str
    level: str | None


class Holding:
    """Searches in one base."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found = lru_cache(maxsize=_KEPT)(self._search)

    def all_words(self, act: Act) -> tuple[Holder, ...]:
        """Duties that hold the words of *act*; of very many those that fit best. None for an act of a single word."""
        words = sorted(act.words - act.parts, key=lambda word: (-len(word), word))[:_WIDEST]
        if len(act.words) < 2:
            return ()
        return self._found(" AND ".join(f'words : "{word}"' for word in words))

    def _search(self, expression: str) -> tuple[Holder, ...]:
        # To rank is to read every passage that was found; it is done where not all can be looked at.
        for order in ("", " ORDER BY rank"):
            rows = self._connection.execute(
                "SELECT u.seq, u.modality, u.level FROM passages JOIN duties u ON u.seq = passages.rowid / 2"
                f" WHERE passages MATCH ? AND passages.rowid % 2 = 0{order} LIMIT {_MOST}",
                (expression,),
            ).fetchall()
            if len(rows) < _MOST:
                break
        return tuple(Holder(*row) for row in rows)
