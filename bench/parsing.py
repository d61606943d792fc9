"""The speed of the full parse, text to finished document: against jieba's segmentation of the same text, and by length.

Times are those of the processor, not of the clock: other work on the machine does not count. Each round runs in a
process of its own, so that what the parser remembers of names and words does not help it in the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import jieba

from bench import running
from bench.fresh import in_fresh_process
from bench.material import circulars
from parsers import parse_text
from policies.circulars import shipped

__all__ = ["Row", "main", "ratio", "rows"]

HOSTILE = ("1", "一", "一、\n", "（一）\n", "《企业》", "各县（市、区）人民政府、", "企业要，", "（", "“", "，")
GROWTH = 9.0  # times the work for four times the text; 16 would be quadratic
FLOOR, AIM = 1.0, 2.0  # times jieba's speed
LENGTHS = (33_000, 330_000, 3_300_000)  # characters; 0.1, 1 and 10 MB of UTF-8
LINEAR = 1.5  # the time per character of the longest text, in times that of the shortest
ROUNDS = 3


class Row(NamedTuple):
    """What was measured, in words that hold the figure and its floor."""

    words: str
    reached: bool


def main() -> int:
    """Print the rows; 1 where a floor is missed."""
    reached = True
    for row in rows():
        print(f"{row.words} {'ok' if row.reached else 'MISSED'}", flush=True)
        reached = reached and row.reached
    return 0 if reached else 1


def rows() -> Iterator[Row]:
    """The rows in order, each as soon as it is measured."""
    figure, characters = ratio()
    yield Row(
        f"full parse, {characters} characters: {figure:.2f} x jieba.lcut (floor {FLOOR}, aim {AIM})", figure >= FLOOR
    )
    most = in_fresh_process(_by_length)
    yield Row(f"time per character, 10 MB against 0.1 MB: {most:.2f} x (at most {LINEAR})", most <= LINEAR)
    most, piece = in_fresh_process(_hostile)
    yield Row(f"four times a hostile text, worst ({piece}): {most:.1f} x the time (at most {GROWTH})", most <= GROWTH)
    growth = running.memory_growth()
    if growth is None:
        yield Row("memory over documents: this system does not tell", reached=True)
    else:
        yield Row(
            f"memory over {running.DOCUMENTS} documents: {growth:+.1f} MB behind the first {running.WARM} "
            f"(at most {running.GROWTH:.0f})",
            growth <= running.GROWTH,
        )
    jobs = running.two_jobs()
    by = "by processor time, as other work runs beside" if jobs.busy else "by the clock"
    yield Row(
        f"zeren ingest --jobs 2: {jobs.figure:.2f} x the speed of one job, {by} (floor {running.TWO_JOBS})",
        jobs.figure >= running.TWO_JOBS,
    )


def ratio() -> tuple[float, int]:
    """(jieba's time / ours, characters read): the best of several rounds, each in a process of its own."""
    rounds = [in_fresh_process(_side_by_side) for _ in range(ROUNDS)]
    return min(jiebas for jiebas, _, _ in rounds) / min(ours for _, ours, _ in rounds), rounds[0][2]


def _side_by_side() -> tuple[float, float, int]:
    """Seconds of jieba, of ours, and the characters read; text by text, so that both meet the same conditions."""
    jieba.setLogLevel("WARNING")
    jieba.lcut("热身")
    for circular in shipped():
        parse_text(circular.path.read_text("utf-8"))
    texts = [path.read_text("utf-8") for path in circulars()]
    jiebas = ours = 0.0
    for text in texts:
        jiebas += _seconds(jieba.lcut, text)
        ours += _seconds(parse_text, text)
    return jiebas, ours, sum(map(len, texts))


def _by_length() -> float:
    text = circulars()[0].read_text("utf-8") + "\n"
    parse_text(text)
    times = []
    for length in LENGTHS:
        long = (text * (length // len(text) + 1))[:length]
        rounds = ROUNDS if length < max(LENGTHS) else 1
        times.append(min(_seconds(parse_text, long) for _ in range(rounds)) / length)
    return times[-1] / times[0]


def _hostile() -> tuple[float, str]:
    """(most that parsing grows when a hostile text is four times as long, that text)."""
    parse_text("热身。")
    found = []
    for piece in HOSTILE:
        short, long = (piece * (size // len(piece)) for size in (10_000, 40_000))
        times = [min(_seconds(parse_text, text) for _ in range(ROUNDS)) for text in (short, long)]
        found.append((times[1] / times[0], piece.strip()))
    return max(found)


def _seconds(work: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    work(text)
    return time.process_time() - begin
