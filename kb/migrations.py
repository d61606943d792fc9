"""The tables of a base, made and changed by sqlite-utils. Imported on write paths only.

``MIGRATIONS[n]`` brings a base from format n to n + 1. All of them run in one transaction, together with the
format's number, so that a base is never between two formats.

Duties have small integers of their own (``seq``) beside their stable ids, and what filters need stands apart
from the JSON that answers need: an index over conditions can number duties, and a scan of a million of them
doesn't touch their text (docs/decisions/0003-base.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from kb.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["migrate"]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the base up to date, inside the transaction that the caller has opened."""
    from sqlite_utils import Database  # noqa: PLC0415

    database = Database(connection, execute_plugins=False)
    # Read again inside the transaction: another program may have come first.
    done = connection.execute("PRAGMA user_version").fetchone()[0] if database.table_names() else 0
    for step in MIGRATIONS[done:]:
        step(database)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _first(database: Database) -> None:
    document = [("document", "documents", "seq")]
    database.table("documents").create(
        {
            "seq": int, "id": str, "title": str, "number": str, "issuer": str, "date": str, "genre": str,
            "level": str, "region": str, "version": int,
        },
        pk="seq", not_null={"id", "version"},
    )  # fmt: skip
    database.table("versions").create(
        {
            "document": int, "version": int, "digest": str, "source_name": str, "source_format": str,
            "source_digest": str, "added_at": str, "program": str, "vocabulary": str, "body": bytes,
        },
        pk=("document", "version"), foreign_keys=document,
        not_null={"digest", "added_at", "program", "vocabulary", "body"},
    )  # fmt: skip
    # What each file held when it was last read: the same bytes, read by the same program, need no reading.
    database.table("files").create(
        {
            "path": str, "digest": str, "format": str, "program": str, "vocabulary": str, "document": int,
            "version": int,
        },
        pk="path", foreign_keys=document,
    )  # fmt: skip
    # From here on: the current version of each document only.
    database.table("parts").create(
        {
            "document": int, "part": int, "title": str, "number": str, "issuer": str, "date": str, "genre": str,
            "level": str, "region": str, "place": str, "number_key": str, "title_key": str,
        },
        pk=("document", "part"), foreign_keys=document,
    )  # fmt: skip
    database.table("clauses").create(
        {
            "seq": int, "document": int, "ordinal": int, "parent": int, "part": int, "path": str, "number": str,
            "title": str, "head": str, "start": int, "end": int, "text": str,
        },
        pk="seq", foreign_keys=document,
    )  # fmt: skip
    database.table("sources").create(
        {"seq": int, "document": int, "part": int, "clause": int, "ref": str}, pk="seq", foreign_keys=document
    )
    database.table("duties").create(
        {
            "seq": int, "id": str, "document": int, "ordinal": int, "part": int, "clause": int, "source": int,
            "modality": str, "directness": str, "level": str, "date": str, "deadline": str, "derived_from": str,
        },
        pk="seq", foreign_keys=[*document, ("source", "sources", "seq")], not_null={"id", "ordinal", "modality"},
    )  # fmt: skip
    database.table("duty_bodies").create(
        {"duty": int, "record": str, "condition": str}, pk="duty", foreign_keys=[("duty", "duties", "seq")]
    )
    database.table("links").create(
        {
            "seq": int, "document": int, "part": int, "type": str, "title": str, "number": str, "start": int,
            "end": int, "quote": str, "number_key": str, "title_key": str,
        },
        pk="seq", foreign_keys=document,
    )  # fmt: skip
    # The tokens as they were indexed: FTS5 without stored text wants them back word for word when a row goes.
    database.table("tokens").create({"document": int, "body": bytes}, pk="document", foreign_keys=document)
    for table, columns, unique in (
        ("documents", ("id",), True),
        ("documents", ("date", "id"), False),
        ("files", ("digest",), False),
        ("parts", ("number_key",), False),
        ("parts", ("title_key",), False),
        ("parts", ("place",), False),
        ("clauses", ("document", "ordinal"), True),
        ("clauses", ("document", "path"), False),
        ("sources", ("document",), False),
        ("duties", ("document", "ordinal"), True),
        ("duties", ("id",), False),
        ("duties", ("source",), False),  # else taking a document out looks through all duties
        ("duties", ("derived_from",), False),
        ("links", ("document",), False),
        ("links", ("number_key",), False),
        ("links", ("title_key",), False),
    ):
        database.table(table).create_index(list(columns), unique=unique)
    database.execute(
        "CREATE TABLE facets (facet TEXT NOT NULL, value TEXT NOT NULL, duty INTEGER NOT NULL REFERENCES duties(seq),"
        " PRIMARY KEY (facet, value, duty)) WITHOUT ROWID"
    )
    database.execute("CREATE INDEX idx_facets_duty ON facets (duty)")
    # The tokenizer only splits at blanks: kb.tokens has made the tokens.
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(words, grams, content='', tokenize='ascii')")


def _sanctions(database: Database) -> None:
    """Provisions that punish, and the duties (or clauses of other documents) whose breach they punish."""
    database.table("sanctions").create(
        {
            "seq": int, "document": int, "duty": int, "breach": str, "breach_start": int, "penalty": str,
            "penalty_start": int,
        },
        pk="seq", foreign_keys=[("document", "documents", "seq"), ("duty", "duties", "seq")],
        not_null={"document", "duty", "breach", "penalty"},
    )  # fmt: skip
    database.table("ties").create(
        {
            "document": int, "sanction": int, "duty": int, "basis": str, "score": float, "title_key": str,
            "number_key": str, "article": str,
        },
        foreign_keys=[
            ("document", "documents", "seq"), ("sanction", "sanctions", "seq"), ("duty", "duties", "seq"),
        ],
        not_null={"document", "sanction", "basis"},
    )  # fmt: skip
    for table, columns in (
        ("sanctions", ("document",)),
        ("sanctions", ("duty",)),
        ("ties", ("document",)),
        ("ties", ("sanction",)),
        ("ties", ("duty",)),
        ("ties", ("title_key", "article")),
        ("ties", ("number_key", "article")),
    ):
        database.table(table).create_index(list(columns))


def _index_over_conditions(database: Database) -> None:
    """The index by which a question finds the duties that it is about: kb.terms writes it."""
    from kb.terms import rebuild  # noqa: PLC0415 - needed once in the life of a base

    database.table("terms").create(
        {"seq": int, "document": int, "duties": bytes, "atoms": bytes},
        pk="seq", foreign_keys=[("document", "documents", "seq")], not_null={"document", "duties", "atoms"},
    )  # fmt: skip
    database.table("terms").create_index(["document"])
    database.table("atoms").create(
        {"seq": int, "slot": str, "key": str, "atom": str}, pk="seq", not_null={"slot", "key"}
    )
    database.table("atoms").create_index(["slot", "key"], unique=True)
    database.execute(
        "CREATE TABLE postings (atom INTEGER NOT NULL REFERENCES atoms(seq), block INTEGER NOT NULL,"
        " terms BLOB NOT NULL, PRIMARY KEY (atom, block)) WITHOUT ROWID"
    )
    rebuild(database.conn)


def _endings(database: Database) -> None:
    """Since when repeals hold, and what they end: kb.endings settles them as documents come in."""
    database.execute("ALTER TABLE links ADD COLUMN since TEXT")
    database.execute('ALTER TABLE links ADD COLUMN "only" TEXT')
    database.table("ended").create(
        {
            "document": int, "part": int, "clause": int, "first": int, "last": int, "since": str, "by_document": int,
            "link": int,
        },
        foreign_keys=[
            ("document", "documents", "seq"), ("by_document", "documents", "seq"), ("link", "links", "seq"),
        ],
        not_null={"document", "part", "since", "by_document", "link"},
    )  # fmt: skip
    for column in ("document", "by_document", "link"):
        database.table("ended").create_index([column])
    # Repeals alone: of a law that thousands cite, a few repeal anything.
    for column in ("number_key", "title_key"):
        database.execute(f"CREATE INDEX idx_links_repeals_{column} ON links ({column}) WHERE type = 'repeals'")


def _titles_without_marks(database: Database) -> None:
    """Titles are compared without the marks inside them: kb.names.title_key. Repeals that now mean a document hold."""
    from kb.endings import settle  # noqa: PLC0415 - needed once in the life of a base

    for table in ("parts", "links", "ties"):
        database.execute(
            f"UPDATE {table} SET title_key ="
            " replace(replace(replace(replace(title_key, '《', ''), '》', ''), '〈', ''), '〉', '')"
        )
    repeals = database.execute("SELECT seq FROM links WHERE type = 'repeals'").fetchall()
    settle(database.conn, [row[0] for row in repeals])


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    _first,
    _sanctions,
    _index_over_conditions,
    _endings,
    _titles_without_marks,
)
assert len(MIGRATIONS) == SCHEMA_VERSION
