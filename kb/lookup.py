"""What people call a document or a duty, and which one they mean: never a guess between several."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from kb.names import number_key, title_key
from policies.errors import UsageError
from policies.messages import _

__all__ = ["find_documents", "find_duties", "the_document", "the_duty"]

_PREFIX = re.compile(r"[0-9a-f]{4,16}")
_SHOWN = 8  # candidates in a message


def the_document(connection: sqlite3.Connection, key: str) -> int:
    """The number in the base of the one document that *key* names: an id or its beginning, a number, a title.

    UsageError where there is none (with the nearest) or several (all of them).
    """
    found = find_documents(connection, key)
    if len(found) == 1:
        return int(found[0]["seq"])
    if found:
        names = [f"{row['id']}  {row['number'] or ''}  {row['title'] or ''}" for row in found]
        raise _ambiguous(_("Several documents answer to “{key}”.").format(key=key), names)
    rows = connection.execute(
        "SELECT d.id, p.number, p.title FROM parts p JOIN documents d ON d.seq = p.document ORDER BY d.id, p.part"
    ).fetchall()
    known = [str(name) for row in rows for name in row if name]
    raise UsageError(
        _("The base holds no document “{key}”.").format(key=key),
        why=_("Nearest: {names}").format(names=_("; ").join(near)) if (near := _nearest(key, known)) else "",
        mend=_("“zeren search” finds what the base holds."),
    )


def find_documents(connection: sqlite3.Connection, key: str, *, words: bool = True) -> list[sqlite3.Row]:
    """Documents by id prefix, else number, else title, else *words* of a title. A part's names count."""
    key = key.strip()
    select = "SELECT DISTINCT d.seq, d.id, d.number, d.title FROM documents d JOIN parts p ON p.document = d.seq WHERE "
    tries: list[tuple[str, tuple[str, ...]]] = [
        ("p.number_key = ?", (number_key(key) or "",)),
        ("p.title_key = ?", (title_key(key) or "",)),
    ]
    if _PREFIX.fullmatch(key.lower()):
        tries.insert(0, ("d.id >= ? AND d.id < ?", (key.lower(), key.lower() + "g")))
    if words and len(key) >= 2:
        tries.append(("instr(p.title, ?) > 0", (key,)))
    for where, values in tries:
        rows = connection.execute(select + where + " ORDER BY d.date, d.id", values).fetchall()
        # 《关于…的通知》 leaves the issuer out; where the whole title fits one document, that one is meant.
        exact = [row for row in rows if row["title"] == key]
        if rows:
            return exact or rows
    return []


def the_duty(connection: sqlite3.Connection, key: str) -> int:
    """The number in the base of the one duty whose id begins with *key* (4 characters or more)."""
    key = key.strip().lower()
    found = find_duties(connection, key)
    if len(found) == 1:
        return int(found[0]["seq"])
    if found:
        names = [f"{row['id']}  {_shortened(row['quote'])}" for row in found]
        raise _ambiguous(_("Several duties answer to “{key}”.").format(key=key), names)
    if not _PREFIX.fullmatch(key):
        why = _("The id of a duty, or at least the first four of its characters (0–9, a–f), is wanted.")
    else:
        near = [
            row[0]
            for order, sign in (("DESC", "<"), ("ASC", ">"))
            for row in connection.execute(
                f"SELECT id FROM duties WHERE id {sign} ? ORDER BY id {order} LIMIT 2", (key,)
            )
        ]
        why = _("Nearest: {names}").format(names=_("; ").join(sorted(near))) if near else ""
    raise UsageError(
        _("The base holds no duty “{key}”.").format(key=key),
        why=why,
        mend=_("“zeren search” and “zeren duties” print the ids."),
    )


def find_duties(connection: sqlite3.Connection, key: str) -> list[sqlite3.Row]:
    """Duties whose id begins with *key*."""
    if not _PREFIX.fullmatch(key):
        return []
    return connection.execute(
        "SELECT u.seq, u.id, json_extract(b.record, '$.quote.text') AS quote FROM duties u"
        " JOIN duty_bodies b ON b.duty = u.seq WHERE u.id >= ? AND u.id < ? ORDER BY u.id, u.seq LIMIT 50",
        (key, key + "g"),
    ).fetchall()


def _ambiguous(what: str, names: Sequence[str]) -> UsageError:
    shown = list(names[:_SHOWN]) + (["…"] if len(names) > _SHOWN else [])
    return UsageError(what, why="\n".join(shown), mend=_("Give more of the id."))


def _nearest(key: str, known: Sequence[str]) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415

    return get_close_matches(key, dict.fromkeys(known), n=3, cutoff=0.4)


def _shortened(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
