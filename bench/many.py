"""Many entities end to end: from the lines of a table to the lines of the answer."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from bench.base import build
from bench.country import ON, Copy, askers
from bench.engines import PlainLoop
from bench.fresh import in_fresh_process
from bench.parsing import Row
from kb import KnowledgeBase
from kb.answering import Reached
from reports import matches
from rules.entity_rows import entity_rows
from rules.resolved import Facts

__all__ = ["rows"]

FLOOR = 10.0  # times the plain loop
GROWTH = 16.0  # MB from the first WARM rows to all of them
ROWS, WARM, PLAIN_ROWS = 20_000, 4_000, 1_000


def rows(documents: Sequence[Copy]) -> Iterator[Row]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        base, table = Path(name, "zeren.db"), Path(name, "entities.jsonl")
        duties = build(base, documents)
        with table.open("w", encoding="utf-8") as file:
            for asker in askers(ROWS):
                file.write(json.dumps(asker, ensure_ascii=False) + "\n")
        plain = PlainLoop(one.shapes() for one in documents)
        theirs = list(islice(_plain_lines(plain, table), PLAIN_ROWS))
        begin = time.process_time()
        for _line in islice(_plain_lines(plain, table), PLAIN_ROWS):  # all that it remembers is warm
            pass
        loop = PLAIN_ROWS / (time.process_time() - begin)
        ours, growth, first = in_fresh_process(_ours, base, table)
        if first != theirs[: len(first)]:
            raise AssertionError("zeren match and the plain loop do not agree")
        yield Row(
            f"zeren match, {duties} conditions: {ours:.0f} entities a second, {ours / loop:.0f} x the plain loop "
            f"end to end (floor {FLOOR:.0f})",
            ours / loop >= FLOOR,
        )
        if growth is None:
            yield Row("memory over rows: this system does not tell", reached=True)
        else:
            yield Row(
                f"memory over {ROWS} rows: {growth:+.1f} MB behind the first {WARM} (at most {GROWTH:.0f})",
                growth <= GROWTH,
            )


def _plain_lines(plain: PlainLoop, table: Path) -> Iterator[str]:
    """What ``zeren match`` prints, by the plain loop."""
    ids = [f"{number + 1:016x}" for number in range(len(plain.conditions))]
    for row in entity_rows(table):
        if row.entity is None:
            raise RuntimeError(str(row.error))
        applies, unknown = plain.decide(Facts(row.entity), ON)
        yield matches.json_line(row, Reached([ids[n] for n in applies], [ids[n] for n in unknown]))


def _ours(base: Path, table: Path) -> tuple[float, float | None, list[str]]:
    """(entities a second, MB by which the most that the process held grows, the first lines)."""
    first: list[str] = []
    before = None
    begin = time.process_time()
    with KnowledgeBase(base) as kb:
        for number, line in enumerate(matches.lines(kb, entity_rows(table), ON, "jsonl", _fail)):
            if number < 100:
                first.append(line)
            if number == WARM:
                before = _most()
    seconds = time.process_time() - begin
    after = _most()
    return ROWS / seconds, None if before is None or after is None else after - before, first


def _fail(error: Exception) -> None:
    raise error


def _most() -> float | None:
    """MB that this process held at most. The system's own figure counts what its parent held before it began."""
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = (line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(peak) / 2**10
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return None
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (2**20 if sys.platform == "darwin" else 2**10)
