"""The speed of the rule engine: against a plain loop and two rule engines, by size, on a base, for many entities.

All ratios are of one run, on conditions with the distribution of the real corpus (``bench.country``); verdicts are held
against those of the plain loop before anything is timed. Times are the processor's, user and system together, so that
other work on the machine does not count. Whole processes are held against ``python -c "import click"`` beside them, the
best of several.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import many, writing
from bench.base import build
from bench.country import ASKER, ON, Copy, Sheet, copies, sheets
from bench.engines import PlainLoop, rule_engine, stated, zen_engine
from bench.fresh import in_fresh_process
from bench.parsing import Row
from rules.collection import IndexedConditions
from rules.resolved import Facts

__all__ = ["main", "rows"]

SMALL, LARGE = 10_000, 1_000_000
PLAIN, ZEN, RULE_ENGINE = 15.0, 50.0, 500.0  # times as fast as these, at SMALL
PLAIN_LARGE = 200.0
GROWTH = 5.0  # times the time at LARGE, for an answer of the same size
FIRST_QUESTION, WHOLE = 20.0, 5.0  # times ``import click``
MEMORY = 500.0  # MB
_ROUNDS = 5
_ROOT = Path(__file__).resolve().parents[1]
_CLICK = [sys.executable, "-c", "import click"]


def main() -> int:
    """Print the rows; 1 where a floor is missed, or where what it is measured against is not installed."""
    missing = [name for name, module in (("zen-engine", "zen"), ("rule-engine", "rule_engine")) if not _there(module)]
    if missing:
        print(f"not installed: {', '.join(missing)}; run: pip install 'zeren[bench]'", file=sys.stderr)
        return 1
    reached = True
    for row in rows():
        print(f"{row.words} {'ok' if row.reached else 'MISSED'}", flush=True)
        reached = reached and row.reached
    return 0 if reached else 1


def _there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def rows() -> Iterator[Row]:
    """The rows in order, each as soon as it is measured."""
    material = sheets()
    small = list(copies(SMALL, material))
    yield from _at_least("deciding one entity", _beside(small))
    yield from many.rows(small)
    figures = in_fresh_process(_large, material)
    own = in_fresh_process(_own, material, SMALL)
    yield Row(
        f"deciding one entity, {LARGE} conditions ({figures.applies} apply, {figures.unknown} unknown): "
        f"{figures.ours * 1e3:.2f} ms, {figures.plain / figures.ours:.0f} x the plain loop (floor {PLAIN_LARGE:.0f})",
        figures.plain / figures.ours >= PLAIN_LARGE,
    )
    growth = figures.ours / own
    yield Row(f"from {SMALL} conditions to {LARGE}: {growth:.1f} x the time (at most {GROWTH:.0f})", growth <= GROWTH)
    with tempfile.TemporaryDirectory() as name:
        few, millions = Path(name, "small.db"), Path(name, "large.db")
        build(few, small)
        duties = in_fresh_process(_build, millions, material)
        yield from _processes(millions, duties)
        yield writing.row(few, millions)


class _Side(NamedTuple):
    """Another engine on the same conditions: its time, ours, and the floor."""

    name: str
    theirs: float
    ours: float
    floor: float


def _at_least(what: str, sides: Iterator[_Side]) -> Iterator[Row]:
    for name, theirs, ours, floor in sides:
        yield Row(
            f"{what}, {SMALL} conditions: {ours * 1e3:.3f} ms, {theirs / ours:.0f} x {name} (floor {floor:.0f})",
            theirs / ours >= floor,
        )


def _beside(documents: Sequence[Copy]) -> Iterator[_Side]:
    index, plain = _index(documents), PlainLoop(one.shapes() for one in documents)
    wanted = _held_together(index, plain)
    yield _Side("a plain loop", _time(lambda: plain.decide(Facts(ASKER), ON)), _time(lambda: _ask(index)), PLAIN)
    asked = stated(Facts(ASKER), ON)
    for name, make, floor in (
        ("zen-engine's decision table", zen_engine, ZEN),
        ("rule-engine", rule_engine, RULE_ENGINE),
    ):
        engine = make(documents)
        found = engine(asked)
        if not wanted.applies <= found <= wanted.applies | wanted.unknown:  # they take what is not stated for false
            raise AssertionError(f"{name} gives another answer")
        yield _Side(name, _time(lambda engine=engine: engine(asked)), _time(lambda: _ask(index)), floor)  # type: ignore[misc]


def _index(documents: Sequence[Copy]) -> IndexedConditions:
    def terms() -> Iterator[tuple[tuple, list[int]]]:  # type: ignore[type-arg]
        first = 0
        for document in documents:
            for term, ordinals in document.terms().items():
                yield term, [first + ordinal for ordinal in ordinals]
            first += len(document.sheet.conditions)

    return IndexedConditions.of_terms(terms())


def _ask(index: IndexedConditions) -> object:
    return index.decide(Facts(ASKER), ON)


class _Answer(NamedTuple):
    applies: set[int]
    unknown: set[int]


def _held_together(index: IndexedConditions, plain: PlainLoop) -> _Answer:
    """What both answer; AssertionError where the two do not agree, in one of the three values."""
    ours = _Answer(*map(set, index.decide(Facts(ASKER), ON)))
    if ours != _Answer(*map(set, plain.decide(Facts(ASKER), ON))):
        raise AssertionError("the index and the plain loop do not agree")
    return ours


class _Figures(NamedTuple):
    ours: float
    plain: float
    applies: int
    unknown: int


def _large(material: list[tuple[Sheet, Sheet]]) -> _Figures:
    documents = list(copies(LARGE, material))
    index, plain = _index(documents), PlainLoop(one.shapes() for one in documents)
    applies, unknown = _held_together(index, plain)
    return _Figures(
        _time(lambda: _ask(index)), _time(lambda: plain.decide(Facts(ASKER), ON)), len(applies), len(unknown)
    )


def _own(material: list[tuple[Sheet, Sheet]], duties: int) -> float:
    index = _index(list(copies(duties, material)))
    return _time(lambda: _ask(index))


def _build(path: Path, material: list[tuple[Sheet, Sheet]]) -> int:
    return build(path, copies(LARGE, material))


def _time(work: Callable[[], object]) -> float:
    """Seconds of the processor for one call: the best of several rounds that each last a while."""
    work()
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        work()
        times = max(1, min(1000, int(0.05 / max(time.process_time() - begin, 1e-5))))
        best = float("inf")
        for _ in range(_ROUNDS):
            begin = time.process_time()
            for _ in range(times):
                work()
            best = min(best, (time.process_time() - begin) / times)
    finally:
        gc.enable()
    return best


# Whole processes

_FIRST = """
import datetime, sys
from kb import KnowledgeBase
from policies.entities import Entity
with KnowledgeBase(sys.argv[1]) as kb:
    found = kb.duties_for(Entity.model_validate_json(sys.argv[2]), on=datetime.date.fromisoformat(sys.argv[3]))
print(len(found))
"""


def _processes(base: Path, duties: int) -> Iterator[Row]:
    first = [sys.executable, "-c", _FIRST, str(base), ASKER.model_dump_json(), ON.isoformat()]
    command = [sys.executable, "-m", "cli", "duties", "--db", str(base), "--on", ON.isoformat()]
    for option, values in (
        ("--kind", [ASKER.kind]),
        ("--place", [ASKER.place]),
        ("--sector", ASKER.sectors or ()),
        ("--size", [ASKER.size]),
    ):
        for value in values:
            command += [option, str(getattr(value, "value", value))]
    cache = base.with_suffix(".cache")
    for once in (first, command, _CLICK):  # modules are compiled, and the system has seen the files
        _run(once, cache)
    # From a small process: what a process held counts from before it began to run another program.
    figure, memory = in_fresh_process(_against_click, first, cache)
    yield Row(
        f"opening a base of {duties} duties and its first answer: {figure:.1f} x import click "
        f"(at most {FIRST_QUESTION:.0f})",
        figure <= FIRST_QUESTION,
    )
    if memory is None:
        yield Row("memory for it: this system does not tell", reached=True)
    else:
        yield Row(f"memory for it: {memory:.0f} MB (at most {MEMORY:.0f})", memory <= MEMORY)
    figure, _memory = in_fresh_process(_against_click, command, cache)
    yield Row(
        f"zeren duties on it, the whole process: {figure:.1f} x import click (at most {WHOLE:.0f})", figure <= WHOLE
    )


def _against_click(command: Sequence[str], cache: Path) -> tuple[float, float | None]:
    """(times the processor's time of ``import click``, MB that the process held at most)."""
    ours, memory = zip(*(_run(command, cache) for _ in range(_ROUNDS)), strict=True)
    clicks, _memory = zip(*(_run(_CLICK, cache) for _ in range(_ROUNDS)), strict=True)
    return min(ours) / min(clicks), max(memory) if memory[0] is not None else None


def _run(command: Sequence[str], cache: Path) -> tuple[float, float | None]:
    """Seconds that a process and its system calls took of the processor, and the MB that it held at most."""
    begin = os.times()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(cache)  # modules are compiled, as those of an installed program are
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=_ROOT, env=environment)
    memory = None
    if hasattr(os, "wait4"):
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        memory = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        seconds = used.ru_utime + used.ru_stime
    else:
        process.wait()
        end = os.times()
        seconds = end.elapsed - begin.elapsed
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, memory
