"""How many duties: of the base or of what a search found, by bearer, level, sector, modality, deadline."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from kb.edges import actor_label
from kb.models import Count
from kb.names import actor_key
from kb.prepare import inferred_actor
from policies.documents import Level
from policies.duties import BodyKind, Modality

__all__ = ["DIMENSIONS", "counts"]

#: What duties are counted by, in the order in which people ask.
DIMENSIONS = ("bearer", "kind", "level", "sector", "modality", "deadline", "year")
_ORDERED: dict[str, Sequence[str]] = {
    "kind": [one.value for one in BodyKind],
    "level": [one.value for one in Level],
    "modality": [one.value for one in Modality],
}
_SQL = {
    "level": "SELECT level, count(*) FROM duties{} GROUP BY 1",
    "modality": "SELECT modality, count(*) FROM duties{} GROUP BY 1",
    "year": "SELECT substr(date, 1, 4), count(*) FROM duties{} GROUP BY 1",
    "deadline": "SELECT substr(deadline, 1, 7), count(*) FROM duties{} GROUP BY 1",
    "kind": "SELECT value, count(*) FROM facets WHERE facet = 'kind'{} GROUP BY 1",
    "sector": "SELECT value, count(*) FROM facets WHERE facet = 'sector'{} GROUP BY 1",
}
_BEARERS = (
    "SELECT json_extract(e.value, '$.surface.text'), json_extract(e.value, '$.evidence.text'),"
    " json_extract(e.value, '$.basis'), json_extract(e.value, '$.kind'), b.duty"
    " FROM duty_bodies b, json_each(b.record, '$.bearers') e{}"
)


def counts(
    connection: sqlite3.Connection, by: Iterable[str] = DIMENSIONS, among: Sequence[int] | None = None
) -> dict[str, tuple[Count, ...]]:
    """Dimension → its values with the number of duties, the most first; *among* limits it to these numbers of duties.

    A duty with several bearers or sectors counts for each. Kinds, levels and modalities stand in their own order,
    deadlines (months) and years in that of time; duties that have none are not counted.
    """
    limit = json.dumps(list(among)) if among is not None else None
    return {dimension: _ordered(dimension, _count(connection, dimension, limit)) for dimension in by}


def _count(connection: sqlite3.Connection, dimension: str, among: str | None) -> Counter[str]:
    """*among* is a JSON list of numbers of duties."""
    inside = "IN (SELECT value FROM json_each(?))"
    values = () if among is None else (among,)
    if dimension == "bearer":
        return _bearers(connection, "" if among is None else f" WHERE b.duty {inside}", values)
    where = f" AND duty {inside}" if dimension in ("kind", "sector") else f" WHERE seq {inside}"
    rows = connection.execute(_SQL[dimension].format("" if among is None else where), values)
    return Counter({str(value): int(number) for value, number in rows if value is not None})


def _bearers(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> Counter[str]:
    found: set[tuple[str, int]] = set()
    for surface, evidence, basis, kind, duty in connection.execute(_BEARERS.format(where), values):
        words = surface or (evidence if basis == "previous" else None)
        found.add((actor_key(words) if words else actor_label(inferred_actor(kind)), duty))
    return Counter(name for name, _duty in found)


def _ordered(dimension: str, found: Counter[str]) -> tuple[Count, ...]:
    if dimension in _ORDERED:
        values: Iterable[str] = [value for value in _ORDERED[dimension] if value in found]
    elif dimension in ("deadline", "year"):
        values = sorted(found)
    else:
        values = sorted(found, key=lambda value: (-found[value], value))
    return tuple(Count(value=value, duties=found[value]) for value in values)
