"""A base of a million duties, written as ``kb.store`` writes it but without the texts, which no question reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from bench.country import Copy
from kb.prepare import pack
from kb.schema import open_base
from kb.terms import Writer

__all__ = ["build"]

_AT_ONCE = 500  # documents a transaction


def build(path: Path, documents: Iterable[Copy]) -> int:
    """Write the base; returns the number of its duties."""
    connection = open_base(path, write=True)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    writer = Writer(connection)
    duty = 1
    for document in documents:
        seq = document.number + 1
        identity = f"{seq:016x}"
        title = f"第{seq}号通知"
        connection.execute(
            "INSERT INTO documents (seq, id, title, date, genre, version) VALUES (?, ?, ?, ?, '通知', 1)",
            (seq, identity, title, document.day),
        )
        connection.execute(
            "INSERT INTO versions (document, version, digest, added_at, program, vocabulary, body)"
            " VALUES (?, 1, ?, '2024-01-01', '', '', ?)",
            (seq, identity, pack("")),
        )
        ref = {
            "document": identity, "title": title, "doc_number": None, "issuer": None, "date": document.day,
            "level": None, "region": None, "clause": "一",
        }  # fmt: skip
        connection.execute(
            "INSERT INTO sources (seq, document, part, ref) VALUES (?, ?, 0, ?)",
            (seq, seq, json.dumps(ref, ensure_ascii=False)),
        )
        rows = list(zip(document.sheet.records, document.conditions(), strict=True))
        duties = range(duty, duty + len(rows))
        connection.executemany(
            "INSERT INTO duties (seq, id, document, ordinal, part, source, modality, directness, date)"
            " VALUES (?, ?, ?, ?, 0, ?, 'must', 'own', ?)",
            ((number, f"{number:016x}", seq, n, seq, document.day) for n, number in enumerate(duties)),
        )
        connection.executemany(
            "INSERT INTO duty_bodies (duty, record, condition) VALUES (?, ?, ?)",
            ((number, record, condition) for number, (record, condition) in zip(duties, rows, strict=True)),
        )
        writer.add(seq, duties, document.terms())
        duty += len(rows)
        if seq % _AT_ONCE == 0:
            writer.flush()
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    writer.flush()
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return duty - 1
