"""Full-text search over duties and clauses, with filters; best first."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from itertools import islice

from kb.models import Hit, HitType
from kb.store import row_of
from kb.tokens import Query
from policies.documents import Level
from policies.duties import BodyKind, Modality
from policies.errors import UsageError
from policies.messages import _

__all__ = ["found_duties", "nested", "search", "snippet"]

_WIDTH = 80  # characters of a snippet
_BEFORE = 20  # of them before the first match

_DUTIES = (
    "SELECT {rank} AS rank, u.seq, u.id, u.ordinal, u.date, d.id AS document,"
    " json_extract(b.record, '$.quote.text') AS text, json_extract(s.ref, '$.clause') AS path,"
    " json_extract(s.ref, '$.title') AS title, json_extract(s.ref, '$.doc_number') AS number,"
    " json_extract(s.ref, '$.carried') AS carried"
    " FROM {start} JOIN documents d ON d.seq = u.document"
    " JOIN duty_bodies b ON b.duty = u.seq JOIN sources s ON s.seq = u.source"
)
_CLAUSES = (
    "SELECT {rank} AS rank, c.seq, d.id || '/' || c.path AS id, c.ordinal, coalesce(p.date, d.date) AS date,"
    " d.id AS document, c.text, c.path, coalesce(p.title, d.title) AS title, coalesce(p.number, d.number) AS number,"
    " c.part > 0 AND coalesce(p.number, '') = '' AND coalesce(d.number, '') <> '' AS carried,"
    " c.document AS document_seq"
    " FROM {start} JOIN documents d ON d.seq = c.document"
    " JOIN parts p ON p.document = c.document AND p.part = c.part"
)


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    kind: str | None = None,
    level: str | None = None,
    sector: str | None = None,
    modality: str | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    limit: int | None = 20,
) -> list[Hit]:
    """Hits for *query*, best first; an empty query lists the duties that the filters leave, newest document first.

    *kind* (of the bearer), *sector* (with all sectors nested in it) and *modality* are told of duties only: with
    one of them, clauses are not searched. *level* is the issuer's; *since* and *until* include their day and bound
    the document's date. A clause is left out where a duty that stands in it was found.
    """
    if limit is not None and limit < 1:
        raise UsageError(_("The number of hits has to be 1 or more."))
    asked = Query(query)
    expression = asked.expression()
    if expression is None and query.strip():
        return []  # punctuation only
    shared = _shared_filters(level, since, until)
    own = _duty_filters(kind, sector, modality)
    hits = list(islice(_duties(connection, expression, shared, own, asked), limit))
    if expression is not None and not own:
        hits.extend(islice(_clauses(connection, expression, shared, asked), limit))
        # Stable: duties stay before clauses of the same score.
        hits.sort(key=lambda hit: -hit.score)
    return hits[:limit]


def found_duties(
    connection: sqlite3.Connection,
    query: str,
    *,
    kind: str | None = None,
    level: str | None = None,
    sector: str | None = None,
    modality: str | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> list[int]:
    """The numbers of all duties that ``search`` would give without a limit, for counting."""
    expression = Query(query).expression()
    if expression is None and query.strip():
        return []
    shared, own = _shared_filters(level, since, until), _duty_filters(kind, sector, modality)
    sql, values = _duty_query("SELECT u.seq FROM {start}", expression, shared, own)
    return [row[0] for row in connection.execute(sql, values)]


def _shared_filters(
    level: str | None, since: datetime.date | None, until: datetime.date | None
) -> list[tuple[str, str]]:
    shared: list[tuple[str, str]] = []
    if since is not None:
        shared.append(("{date} >= ?", since.isoformat()))
    if until is not None:
        shared.append(("{date} <= ?", until.isoformat()))
    if level is not None:
        shared.append(("{level} = ?", _one_of(Level, level)))
    return shared


def _duty_filters(kind: str | None, sector: str | None, modality: str | None) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    if kind is not None:
        found.append(("kind", (_one_of(BodyKind, kind),)))
    if sector is not None:
        found.append(("sector", nested(sector)))
    if modality is not None:
        found.append(("modality", (_one_of(Modality, modality),)))
    return found


def _one_of(words: type[BodyKind] | type[Level] | type[Modality], word: str) -> str:
    try:
        return words(word).value
    except ValueError:
        raise UsageError(
            _("“{word}” is none of the words allowed here.").format(word=word),
            mend=_("Allowed: {words}").format(words=" ".join(words)),
        ) from None


def nested(word: str) -> tuple[str, ...]:
    """The sector that *word* (a term, another name for it, a GB/T 4754 code) means, and all sectors in it."""
    from policies.vocabulary import sectors  # noqa: PLC0415

    term = sectors.resolve(word)
    if term is None:
        near = sectors.nearest(word)
        raise UsageError(
            _("No sector is called “{word}”.").format(word=word),
            mend=_("Nearest: {names}").format(names=_("; ").join(near)) if near else "",
        )
    return tuple(name for name in sectors.terms() if sectors.is_within(name, term))


def _duties(
    connection: sqlite3.Connection,
    expression: str | None,
    shared: list[tuple[str, str]],
    own: list[tuple[str, tuple[str, ...]]],
    asked: Query,
) -> Iterator[Hit]:
    sql, values = _duty_query(_DUTIES, expression, shared, own)
    for row in connection.execute(sql + " ORDER BY 1, u.date DESC, d.id, u.ordinal", values):
        yield _hit(HitType.DUTY, row, asked)


def _duty_query(
    select: str, expression: str | None, shared: list[tuple[str, str]], own: list[tuple[str, tuple[str, ...]]]
) -> tuple[str, list[str]]:
    """The query for duties without its order, and its values."""
    where = [part.format(date="u.date", level="u.level") for part, _value in shared]
    values = [value for _part, value in shared]
    for facet, wanted in own:
        marks = ", ".join("?" * len(wanted))
        if facet == "modality":
            where.append(f"u.modality IN ({marks})")
        else:
            where.append(f"u.seq IN (SELECT duty FROM facets WHERE facet = '{facet}' AND value IN ({marks}))")
        values.extend(wanted)
    if expression is None:
        sql = select.format(rank="0", start="duties u")
    else:
        sql = select.format(rank="rank", start="passages JOIN duties u ON u.seq = passages.rowid / 2")
        where = ["passages MATCH ?", "passages.rowid % 2 = 0", *where]
        values = [expression, *values]
    return sql + (" WHERE " + " AND ".join(where) if where else ""), values


def _clauses(
    connection: sqlite3.Connection, expression: str, shared: list[tuple[str, str]], asked: Query
) -> Iterator[Hit]:
    where = ["passages MATCH ?", "passages.rowid % 2 = 1"]
    where += [
        part.format(date="coalesce(p.date, d.date)", level="coalesce(p.level, d.level)") for part, _value in shared
    ]
    values = [expression, *(value for _part, value in shared)]
    sql = _CLAUSES.format(rank="rank", start="passages JOIN clauses c ON c.seq = passages.rowid / 2")
    sql += " WHERE " + " AND ".join(where) + " ORDER BY 1, date DESC, d.id, c.ordinal"
    found: set[int] | None = None  # rows of the duties that match, asked for once
    for row in connection.execute(sql, values):
        if found is None:
            duties = "SELECT rowid FROM passages WHERE passages MATCH ? AND rowid % 2 = 0"
            found = {number[0] for number in connection.execute(duties, (expression,))}
        inside = connection.execute(
            "SELECT seq FROM duties WHERE document = ? AND clause = ?", (row["document_seq"], row["ordinal"])
        )
        if not any(row_of(HitType.DUTY, duty["seq"]) in found for duty in inside):
            yield _hit(HitType.CLAUSE, row, asked)


def _hit(type_: HitType, row: sqlite3.Row, asked: Query) -> Hit:
    text, matches = snippet(row["text"], asked.ranges(row["text"]))
    return Hit(
        type=type_,
        id=row["id"],
        document=row["document"],
        title=row["title"],
        number=row["number"],
        carried=bool(row["carried"]),
        clause=row["path"],
        snippet=text,
        matches=matches,
        score=round(-row["rank"], 6) + 0.0,
    )


def snippet(text: str, ranges: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A piece of *text* on one line, around the first of *ranges*, and the ranges as they lie in it."""
    start = 0
    if len(text) > _WIDTH and ranges:
        start = max(0, min(ranges[0][0] - _BEFORE, len(text) - _WIDTH))
    end = min(len(text), max(start + _WIDTH, ranges[0][1] if ranges else 0))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    line = "".join(" " if character.isspace() else character for character in text[start:end])
    shift = len(before) - start
    return before + line + after, tuple((a + shift, min(b, end) + shift) for a, b in ranges if a < end)
