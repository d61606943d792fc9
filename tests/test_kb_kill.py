"""Killed at any instant, the base holds each document whole or not at all, and the next run finishes the work."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb import KnowledgeBase
from policies.errors import InputError
from tests.kb_factory import PLAN, compile_duty, parse, write

ROOT = Path(__file__).resolve().parents[1]
FILES = 40


def kill_one(base: Path, folder: Path, chance: random.Random, jobs: int) -> None:
    """Start to take the folder in; kill the process a random time after a random file."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kb_victim", str(base), str(folder), str(jobs)],
        cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    if chance.random() < 0.2:  # also while the program starts and the base is made
        time.sleep(chance.random() * 0.6)
    else:
        last = chance.randrange(FILES)
        for line in process.stdout:
            if int(line) > last:
                break
        time.sleep(chance.random() * 0.01)
    process.kill()
    process.wait()
    process.stdout.close()


def holds_whole_documents(base: Path) -> int:
    """How many; fails where one is there by halves."""
    with KnowledgeBase(base) as kb:
        try:
            documents = kb.documents()
        except InputError:
            return 0  # killed before the base was made
        assert kb.doctor() == []
        assert {info.duties for info in documents} <= {3, 4}
        found = kb.search("隐患排查", limit=None)
        assert len(found) == len(documents)
        return len(documents)


def text(document: int, number: int) -> str:
    return PLAN.replace("5号", f"{document}号") + f"企业要开展第{number}次检查。\n"


def survive(tmp_path: Path, times: int, jobs: int, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "circulars"
    folder.mkdir()
    paths = write(folder, **{f"n{n:02}": PLAN.replace("5号", f"{n}号") for n in range(FILES)})
    base = tmp_path / "zeren.db"
    counts = []
    for number in range(times):
        kill_one(base, folder, chance, jobs)
        counts.append(holds_whole_documents(base))
        # New texts, so that later runs have versions to write.
        paths = write(folder, **{f"n{n:02}": text(n, number) for n in range(FILES)})
    assert any(counts)
    with KnowledgeBase(base) as kb:
        report = kb.ingest(paths, parse=parse, compile_duty=compile_duty)
        assert report.failed == ()
        assert len(kb.documents()) == FILES
        assert kb.doctor() == []


def test_killed_ten_times(tmp_path: Path) -> None:
    survive(tmp_path, 10, jobs=1, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize(("times", "jobs"), [(80, 1), (20, 2)])
def test_killed_a_hundred_times(tmp_path: Path, times: int, jobs: int) -> None:
    survive(tmp_path, times, jobs, seed=2)
