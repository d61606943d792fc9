"""The full parse of the corpus against jieba's segmentation of the same text, side by side in one process."""

from __future__ import annotations

import time
from collections.abc import Callable

import jieba

from bench.material import circulars
from parsers import parse_text

__all__ = ["main", "ratio"]

HOSTILE = ("1", "一", "一、\n", "（一）\n", "《企业》", "各县（市、区）人民政府、", "企业要，", "（", "“", "，")
GROWTH = 9.0  # times the work for four times the text; 16 would be quadratic
FLOOR = 0.2  # of jieba's speed: below this something is wrong; the aim is 2.0
ROUNDS = 3


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Least time of several rounds: other work on the machine only ever adds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - begin)
    return best


def ratio() -> tuple[float, int]:
    """(jieba's time / ours, characters read)."""
    texts = [path.read_text("utf-8") for path in circulars()]
    jieba.setLogLevel("WARNING")
    jieba.lcut("热身")
    parse_text("热身。")
    return _seconds(jieba.lcut, texts) / _seconds(parse_text, texts), sum(map(len, texts))


def growth() -> tuple[float, str]:
    """(most that parsing grows when a hostile text is four times as long, that text)."""
    rows = []
    for piece in HOSTILE:
        short, long = (piece * (size // len(piece)) for size in (10_000, 40_000))
        rows.append((_seconds(parse_text, [long]) / _seconds(parse_text, [short]), piece.strip()))
    return max(rows)


def main() -> int:
    """Print the rows."""
    figure, characters = ratio()
    most, piece = growth()
    fast, linear = figure >= FLOOR, most <= GROWTH
    print(f"full parse, {characters} characters: {figure:.2f} x jieba.lcut (floor {FLOOR}, aim 2.0) {_ok(fast)}")
    print(f"four times a hostile text, worst ({piece}): {most:.1f} x the time (at most {GROWTH}) {_ok(linear)}")
    return 0 if fast and linear else 1


def _ok(reached: bool) -> str:
    return "ok" if reached else "MISSED"
