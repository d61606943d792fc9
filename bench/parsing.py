"""The full parse of the corpus against jieba's segmentation of the same text, side by side in one process."""

from __future__ import annotations

import time
from collections.abc import Callable

import jieba

from bench.material import circulars
from parsers import parse_text

__all__ = ["main", "ratio"]

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


def main() -> int:
    """Print the row."""
    figure, characters = ratio()
    verdict = "ok" if figure >= FLOOR else "MISSED"
    print(f"full parse, {characters} characters: {figure:.2f} x jieba.lcut (floor {FLOOR}, aim 2.0) {verdict}")
    return 0 if figure >= FLOOR else 1
