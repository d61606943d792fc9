"""The node of the graph that a person means by a name."""

from __future__ import annotations

import sqlite3

from kb.edges import actor_label, node
from kb.lookup import find_documents, find_duties, the_document, the_duty
from kb.names import actor_key
from policies.errors import UsageError
from policies.messages import _

__all__ = ["start_of"]

_TYPES = ("document", "clause", "duty", "actor", "sector", "place")


def start_of(connection: sqlite3.Connection, around: str) -> str:
    """The node named *around*: "type:key", or a document, duty, clause, sector, place or actor, tried in this order.

    UsageError where nothing answers, or several do.
    """
    around = around.strip()
    type_, separator, key = around.partition(":")
    if separator and type_ in _TYPES:
        return _of_type(connection, type_, key)
    for type_ in _TYPES:
        if _answers(connection, type_, around):
            return _of_type(connection, type_, around)
    if find_documents(connection, around):  # by words of its title
        return _of_type(connection, "document", around)
    raise _nothing(connection, around)


def _answers(connection: sqlite3.Connection, type_: str, key: str) -> bool:
    from policies.vocabulary import places, sectors  # noqa: PLC0415

    if type_ == "document":
        return bool(find_documents(connection, key, words=False))
    if type_ == "clause":
        return "/" in key and _clause(connection, key) is not None
    if type_ == "duty":
        return bool(find_duties(connection, key.lower()))
    if type_ == "actor":
        return _actor(connection, key) is not None
    return bool(sectors.resolve(key)) if type_ == "sector" else bool(places.resolve(key))


def _of_type(connection: sqlite3.Connection, type_: str, key: str) -> str:
    from policies.vocabulary import sectors  # noqa: PLC0415

    if type_ == "document":
        name, part, number = key.partition("#")
        seq = the_document(connection, name)
        return node("document", _one(connection, "SELECT id FROM documents WHERE seq = ?", seq) + part + number)
    if type_ == "duty":
        return node("duty", _one(connection, "SELECT id FROM duties WHERE seq = ?", the_duty(connection, key)))
    found = {
        "clause": lambda: _clause(connection, key),
        "actor": lambda: _actor(connection, key),
        "sector": lambda: sectors.resolve(key),
        "place": lambda: _place(connection, key),
    }[type_]()
    if found is None:
        raise _nothing(connection, key)
    return node(type_, found)


def _one(connection: sqlite3.Connection, sql: str, value: int) -> str:
    return str(connection.execute(sql, (value,)).fetchone()[0])


def _clause(connection: sqlite3.Connection, key: str) -> str | None:
    """ "<document id>/<path>", where the id may be cut short or be a document number."""
    name, _sep, path = key.partition("/")
    for document in find_documents(connection, name, words=False):
        row = connection.execute(
            "SELECT path FROM clauses WHERE document = ? AND path = ?", (document["seq"], path)
        ).fetchone()
        if row is not None:
            return f"{document['id']}/{path}"
    return None


def _actor(connection: sqlite3.Connection, key: str) -> str | None:
    rows = connection.execute("SELECT DISTINCT value FROM facets WHERE facet = 'actor'").fetchall()
    return next((row[0] for row in rows if row[0] == actor_key(key) or actor_label(row[0]) == key), None)


def _place(connection: sqlite3.Connection, key: str) -> str | None:
    from policies.vocabulary import places  # noqa: PLC0415

    found = places.resolve(key)
    if len(found) > 1:
        # Several places share the name: those that the base speaks of are meant.
        marks = [place.code for place in found]
        spoken = {
            row[0]
            for row in connection.execute(
                "SELECT value FROM facets WHERE facet = 'place' UNION SELECT place FROM parts WHERE place IS NOT NULL"
            )
        }
        found = tuple(place for place in found if place.code in spoken) or found
        if len(found) > 1:
            raise UsageError(
                _("Several places are called “{name}”.").format(name=key),
                why="\n".join(f"{place.code}  {place.full_name}" for place in found if place.code in marks),
                mend=_("Give the name in full, or the code."),
            )
    return found[0].code if found else None


def _nothing(connection: sqlite3.Connection, around: str) -> UsageError:
    from difflib import get_close_matches  # noqa: PLC0415

    from policies.vocabulary import places, sectors  # noqa: PLC0415

    actors = [
        actor_label(row[0])
        for row in connection.execute("SELECT DISTINCT value FROM facets WHERE facet = 'actor' ORDER BY 1")
    ]
    near = [
        *(f"actor:{name}" for name in get_close_matches(around, actors, n=3, cutoff=0.4)),
        *(f"sector:{name}" for name in sectors.nearest(around)),
        *(f"place:{place.full_name}" for place in places.nearest(around)),
    ]
    return UsageError(
        _("Nothing in the base is called “{name}”.").format(name=around),
        why=_("Nearest: {names}").format(names=_("; ").join(near)) if near else "",
        mend=_("Name a document, duty or clause by its id, or an actor, sector or place by its name."),
    )
