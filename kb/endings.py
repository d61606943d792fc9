"""What documents of the base end of others: 《…》同时废止, as rows of the table ``ended``.

A repeal is settled when the document that says it comes in, and again whenever a document comes in that it may mean:
both are found by number and title, so that the cost doesn't depend on the base. Only what is certain ends anything.
The other document is known by its number; or by its title, where the issuers agree, it is older, and no other
document fits. A draft, or a document that doesn't tell since when it binds, ends nothing; nor does a newer document of
the same title that does not say so. A repeal of some articles ends those, if all of them are found.
"""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kb.names import issuer_key, without_marks
from policies.answers import DutyRecord
from policies.conditions import All, Elsewhere, Window
from policies.messages import _
from policies.spans import Quote

if TYPE_CHECKING:
    from pyroaring import BitMap

__all__ = ["Endings", "amiss", "ended_on", "forget", "settle", "touched"]

_ARTICLE = re.compile(r"第[^，。；、和及条款项]{1,10}条")
_LISTED = re.compile(r"[、和及与\s]|以及")
_NATION = "中华人民共和国"

# --- settling ----------------------------------------------------------------------------------------------------


def touched(connection: sqlite3.Connection, document: int) -> set[int]:
    """The repeals (numbers of links) that *document* says or that may mean it."""
    rows = connection.execute(
        "SELECT seq FROM links WHERE document = :it AND type = 'repeals'"
        " UNION SELECT l.seq FROM parts p JOIN links l ON l.number_key = p.number_key AND l.type = 'repeals'"
        " WHERE p.document = :it"
        " UNION SELECT l.seq FROM parts p JOIN links l ON l.title_key = p.title_key AND l.type = 'repeals'"
        " WHERE p.document = :it",
        {"it": document},
    )
    return {row[0] for row in rows}


def forget(connection: sqlite3.Connection, document: int) -> None:
    """Take out what *document* ends and what ends it; ``settle`` brings back what still holds."""
    connection.execute("DELETE FROM ended WHERE document = ? OR by_document = ?", (document, document))


def settle(connection: sqlite3.Connection, links: Iterable[int]) -> None:
    """Settle these repeals anew. Those that are no longer there end nothing."""
    for link in sorted(links):
        connection.execute("DELETE FROM ended WHERE link = ?", (link,))
        connection.executemany(
            "INSERT INTO ended (document, part, clause, first, last, since, by_document, link)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            _rows(connection, link),
        )


Row = tuple[int, int, int | None, int | None, int | None, str, int, int]


def _rows(connection: sqlite3.Connection, link: int) -> list[Row]:
    said = connection.execute(
        "SELECT l.*, p.issuer, p.level, p.region FROM links l"
        " JOIN parts p ON p.document = l.document AND p.part = l.part WHERE l.seq = ? AND l.since IS NOT NULL",
        (link,),
    ).fetchone()
    if said is None:
        return []
    found: list[Row] = []
    for document, part in _meant(connection, said):
        whole = (said["since"], said["document"], link)
        if said["only"] is None:
            first, last = _duties(connection, document, "part = ?", part)
            found.append((document, part, None, first, last, *whole))
            continue
        clauses = _clauses(connection, document, part, said["only"])
        if not clauses:
            return []
        for ordinal, inside in clauses:
            below = "part = ? AND clause IN (SELECT value FROM json_each(?))"
            first, last = _duties(connection, document, below, part, json.dumps(inside))
            found.append((document, part, ordinal, first, last, *whole))
    return found


def _duties(
    connection: sqlite3.Connection, document: int, where: str, *values: int | str
) -> tuple[int | None, int | None]:
    """The first and the last of the duties of a unit: they are numbered in document order."""
    row = connection.execute(
        f"SELECT min(seq), max(seq) FROM duties WHERE document = ? AND {where}", (document, *values)
    ).fetchone()
    return row[0], row[1]


def _meant(connection: sqlite3.Connection, said: sqlite3.Row) -> list[tuple[int, int]]:
    """The parts that a repeal means; none where that is not certain."""
    select = (
        "SELECT p.*, coalesce(p.date, d.date) AS day FROM parts p JOIN documents d ON d.seq = p.document"
        " WHERE p.document != ? AND "
    )
    own = said["document"]
    if said["number_key"]:
        rows = connection.execute(select + "p.number_key = ?", (own, said["number_key"])).fetchall()
        found = [row for row in rows if row["day"] is None or row["day"] < said["since"]]
        if rows:
            return sorted({unit for row in found for unit in _with_attachments(connection, row)})
    if not said["title_key"]:
        return []
    rows = connection.execute(select + "p.title_key = ?", (own, said["title_key"])).fetchall()
    found = [
        row for row in rows
        if row["day"] is not None and row["day"] < said["since"]
        # A number that is another's is not helped by the title.
        and not (said["number_key"] and row["number_key"]) and _agree(said, row)
    ]  # fmt: skip
    if len({row["day"] for row in found}) != 1:
        return []
    return sorted({unit for row in found for unit in _with_attachments(connection, row)})


def _agree(said: sqlite3.Row, meant: sqlite3.Row) -> bool:
    """Whether the issuer of a document that a title names can be told to be the one meant."""
    named, own = _plain(said["title"]), _plain(meant["title"])
    about = named.find("关于")
    if about > 0:  # 某市人民政府关于…的通知
        issuer = _plain(meant["issuer"])
        return named == own or (bool(issuer) and issuer_key(named[:about]) == issuer_key(issuer))
    same = bool(said["issuer"]) and issuer_key(said["issuer"]) == issuer_key(meant["issuer"])
    if about == 0 or same:
        return same
    if named == own and (named.startswith(_NATION) or _leading_place(named)):
        return True
    return said["region"] is not None and (said["region"], said["level"]) == (meant["region"], meant["level"])


def _plain(text: str | None) -> str:
    return without_marks(text or "")


def _leading_place(title: str) -> bool:
    from policies.vocabulary import issuers  # noqa: PLC0415 - a table to read, needed on writing only

    return issuers.leading_place(title) is not None


def _with_attachments(connection: sqlite3.Connection, part: sqlite3.Row) -> Iterator[tuple[int, int]]:
    """A part; with a notice what it issues, which has its issuer, but not what it only forwards."""
    yield part["document"], part["part"]
    if part["part"] == 0:
        rows = connection.execute("SELECT * FROM parts WHERE document = ? AND part > 0", (part["document"],))
        for row in rows.fetchall():
            if all(row[name] == part[name] for name in ("issuer", "level", "region")):
                yield row["document"], row["part"]


def _clauses(connection: sqlite3.Connection, document: int, part: int, only: str) -> list[tuple[int, list[int]]]:
    """The articles that *only* names, each with the ordinals of all that stands in it; none unless it names articles
    and nothing else, and all of them are there, each once."""
    named = _ARTICLE.findall(only)
    if not named or _LISTED.sub("", _ARTICLE.sub("", only)).strip("的"):
        return []
    rows = connection.execute(
        "SELECT ordinal, parent, number FROM clauses WHERE document = ? AND part = ? ORDER BY ordinal", (document, part)
    ).fetchall()
    found: list[tuple[int, list[int]]] = []
    for name in named:
        here = [row["ordinal"] for row in rows if _plain(row["number"]) == _plain(name)]
        if len(here) != 1:
            return []
        inside = set(here)
        for row in rows:
            if row["parent"] in inside:
                inside.add(row["ordinal"])
        found.append((here[0], sorted(inside)))
    return found


# --- reading -----------------------------------------------------------------------------------------------------


def ended_on(connection: sqlite3.Connection, day: datetime.date) -> BitMap:
    """The numbers of all duties whose document, or clause, another one has ended by that day."""
    from pyroaring import BitMap  # noqa: PLC0415 - reading a document needs none

    found = BitMap()
    rows = connection.execute(
        "SELECT first, last FROM ended WHERE since <= ? AND first IS NOT NULL", (day.isoformat(),)
    )
    for first, last in rows:
        found.add_range(first, last + 1)
    return found


class Endings:
    """What ends the duties of some documents of the base, for their records."""

    def __init__(self, connection: sqlite3.Connection, documents: Sequence[int]) -> None:
        rows = connection.execute(
            'SELECT e.*, l.quote, l.start, l."end", d.id, p.title, coalesce(p.number, d.number) AS number FROM ended e'
            " JOIN links l ON l.seq = e.link JOIN documents d ON d.seq = e.by_document"
            " JOIN parts p ON p.document = l.document AND p.part = l.part"
            " WHERE e.first IS NOT NULL AND e.document IN (SELECT value FROM json_each(?)) ORDER BY e.since, l.seq",
            (json.dumps(sorted(set(documents))),),
        ).fetchall()
        self._known: list[tuple[int, int, Window]] = [(row["first"], row["last"], _window(row)) for row in rows]

    def __bool__(self) -> bool:
        return bool(self._known)

    def added(self, record: DutyRecord, seq: int) -> DutyRecord:
        """*record* with the condition that the document had not been ended; the first repeal counts."""
        window = next((window for first, last, window in self._known if first <= seq <= last), None)
        if window is None:
            return record
        own = record.condition
        parts = own.of if isinstance(own, All) else (own,)
        return record.model_copy(update={"condition": All(of=(*parts, window))})


def _window(row: sqlite3.Row) -> Window:
    return Window(
        until=datetime.date.fromisoformat(row["since"]) - datetime.timedelta(days=1),
        by=Elsewhere(document=row["id"], title=row["title"], doc_number=row["number"]),
        evidence=Quote(start=row["start"], end=row["end"], text=row["quote"]),
    )


def amiss(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Where the table and what the documents say differ: a document and what is wrong."""
    columns = "document, part, clause, first, last, since, by_document, link"
    held = {tuple(row) for row in connection.execute(f"SELECT {columns} FROM ended")}
    told: set[tuple[int | str | None, ...]] = set()
    for (link,) in connection.execute("SELECT seq FROM links WHERE type = 'repeals'").fetchall():
        told.update(_rows(connection, link))
    names: Mapping[int, str] = dict(connection.execute("SELECT seq, id FROM documents").fetchall())
    for document in sorted({row[0] for row in held ^ told}, key=str):
        yield names.get(int(document or 0), ""), _("What other documents end of it is not what they say.")
