"""What counts over many documents: memory that stays flat, and two processes that do nearly twice as much as one."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.fresh import in_fresh_process
from bench.material import circulars
from parsers import parse_text

__all__ = ["DOCUMENTS", "GROWTH", "TWO_JOBS", "WARM", "Jobs", "memory_growth", "two_jobs"]

DOCUMENTS = 10_000
WARM = 2_000  # documents until what is kept of words and names is as full as it gets
GROWTH = 16.0  # MB
TWO_JOBS = 1.7
_ROUNDS = 1  # a minute and a half as it is
_COPIES = 4  # of each circular, told apart by a line
_IDLE = 0.5  # load below which nothing else runs


def memory_growth() -> float | None:
    """MB by which the most that a process ever held grows from the first WARM of DOCUMENTS to the last of them."""
    return in_fresh_process(_memory_growth)


def _memory_growth() -> float | None:
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return None

    def most() -> float:
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return held / (2**20 if sys.platform == "darwin" else 2**10)

    before = 0.0
    for number, text in enumerate(_small_texts()):
        if number == WARM:
            before = most()
        parse_text(text)
    return most() - before


def _small_texts() -> Iterator[str]:
    """Texts of a few sentences, no two alike: sentences of the circulars in another order, with another number."""
    whole = "\n".join(path.read_text("utf-8") for path in circulars())
    sentences = re.findall(r"[^。\n]{12,80}。", whole)
    chosen = random.Random(1)  # the same texts in each run
    for number in range(DOCUMENTS):
        lines = "\n".join(chosen.choice(sentences) for _ in range(3))
        head = f"关于开展第{number}次安全生产检查的通知\n各县区人民政府：\n"
        yield f"{head}{lines}\n某市人民政府\n2021年3月{number % 28 + 1}日\n"


class Jobs(NamedTuple):
    """What two jobs are to one. ``busy``: other work ran beside, so that the clock tells nothing."""

    clock: float
    processor: float  # with each of two processors half of the work: what an idle machine would reach
    busy: bool

    @property
    def figure(self) -> float:
        """The one that counts."""
        return self.processor if self.busy else self.clock


def two_jobs() -> Jobs:
    """The real command on the circulars, some of them several times, with one job and with two."""
    busy = hasattr(os, "getloadavg") and os.getloadavg()[0] > _IDLE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "in")
        folder.mkdir()
        for copy in range(_COPIES):
            for path in circulars():
                text = path.read_text("utf-8")
                (folder / f"{path.stem}-{copy}.txt").write_text(f"{text}\n第{copy}份\n", "utf-8")
        rounds = [
            [_ingest(folder, Path(name, f"{jobs}-{number}.db"), jobs) for jobs in (1, 2)] for number in range(_ROUNDS)
        ]
    clock, processor = ([min(round_[jobs][kind] for round_ in rounds) for jobs in (0, 1)] for kind in (0, 1))
    return Jobs(clock[0] / clock[1], processor[0] / (processor[1] / 2), busy)


def _ingest(folder: Path, base: Path, jobs: int) -> tuple[float, float]:
    """(seconds by the clock, seconds of all its processes together)."""
    command = [sys.executable, "-m", "cli", "ingest", "--jobs", str(jobs), "--db", str(base), str(folder)]
    begin, used = time.perf_counter(), _used()
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).resolve().parents[1])
    return time.perf_counter() - begin, _used() - used


def _used() -> float:
    times = os.times()
    return times.children_user + times.children_system
