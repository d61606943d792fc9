"""What neglect of a duty costs: provisions that are tied to it, and those of other documents that name its clause."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable

from kb.schema import damaged
from policies.answers import Answer, DutyRecord, Sanction, Verdict
from policies.messages import _

__all__ = ["sanctions_of", "with_sanctions"]

_ARTICLE = re.compile(r"第.+条")
_SELECT = (
    "SELECT s.breach, s.breach_start, s.penalty, s.penalty_start, t.basis, t.score, r.ref FROM ties t"
    " JOIN sanctions s ON s.seq = t.sanction JOIN duties u ON u.seq = s.duty JOIN sources r ON r.seq = u.source WHERE "
)
_ORDER = " ORDER BY t.basis, t.score DESC, s.seq"


def with_sanctions(connection: sqlite3.Connection, answers: Iterable[Answer]) -> list[Answer]:
    """*answers*; each that may apply tells what neglect costs."""
    answers = list(answers)
    if connection.execute("SELECT 1 FROM ties LIMIT 1").fetchone() is None:
        return answers
    found: list[Answer] = []
    for answer in answers:
        tied = sanctions_of(connection, answer.record) if answer.verdict is not Verdict.DOES_NOT_APPLY else ()
        found.append(answer.model_copy(update={"sanctions": tied}) if tied else answer)
    return found


def sanctions_of(connection: sqlite3.Connection, record: DutyRecord) -> tuple[Sanction, ...]:
    """The provisions that punish the breach of a duty: those that name its clause first, then by likeness of words."""
    duty = connection.execute(
        "SELECT u.seq, u.document, u.part, u.clause FROM duties u JOIN documents d ON d.seq = u.document"
        " WHERE u.id = ? AND d.id = ?",
        (record.duty.id, record.source.document),
    ).fetchone()
    if duty is None:
        return ()
    rows = connection.execute(_SELECT + "t.duty = ?" + _ORDER, (duty["seq"],)).fetchall()
    rows += _from_elsewhere(connection, duty)
    return tuple(dict.fromkeys(map(_sanction, rows)))


def _from_elsewhere(connection: sqlite3.Connection, duty: sqlite3.Row) -> list[sqlite3.Row]:
    """Provisions of other documents that name the article in which the duty stands."""
    articles = [number for number in _numbers_above(connection, duty) if _ARTICLE.fullmatch(number)]
    if not articles:
        return []
    part = connection.execute(
        "SELECT title_key, number_key FROM parts WHERE document = ? AND part = ?", (duty["document"], duty["part"])
    ).fetchone()
    found: list[sqlite3.Row] = []
    for column in ("number_key", "title_key"):
        for article in articles if part is not None and part[column] else ():
            found += connection.execute(
                _SELECT + f"t.{column} = ? AND t.article = ? AND t.document != ?" + _ORDER,
                (part[column], article, duty["document"]),
            ).fetchall()
    return found


def _numbers_above(connection: sqlite3.Connection, duty: sqlite3.Row) -> list[str]:
    numbers: list[str] = []
    at = duty["clause"]
    while at is not None:
        row = connection.execute(
            "SELECT number, parent FROM clauses WHERE document = ? AND ordinal = ?", (duty["document"], at)
        ).fetchone()
        if row is None:
            break
        numbers.append(row["number"] or "")
        at = row["parent"]
    return numbers


def _sanction(row: sqlite3.Row) -> Sanction:
    def quote(of: str) -> str:
        start = row[f"{of}_start"]
        return f'{{"start": {start}, "end": {start + len(row[of])}, "text": {json.dumps(row[of])}}}'

    try:
        return Sanction.model_validate_json(
            f'{{"source": {row["ref"]}, "breach": {quote("breach")}, "penalty": {quote("penalty")},'
            f' "basis": "{row["basis"]}", "score": {row["score"]}}}'
        )
    except (ValueError, TypeError) as error:
        raise damaged(_("A stored sanction can't be read: {why}").format(why=str(error).splitlines()[0])) from error
