"""The lines of a page from pieces of text with their positions, in the order in which a page is read.

Programs write most pages in reading order, table cells included; where they did not (heads added last, forms filled
in), position decides. Millimetres, x to the right, y downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["PageLine", "Run", "lines_of"]

_SAME_LINE = 0.45  # of the smaller letter's size: baselines so near are one line (raised notes, mixed fonts)
_BLANK = 0.25  # of the size: a gap so wide parts Latin words
_APART = 0.3  # of the lines; more make a form
_TOUCH = 0.5  # millimetres
_COLUMN = 10  # lines; a shorter chain is a head, a caption, a field filled in
_MOST = 1_000_000  # comparisons; a page that needs more was not made by a word processor
_CELL = 1.9  # of the size: a gap so wide parts cells, or what stands left and right on a line


@dataclass(slots=True)
class Run:
    """Characters that were set together on one baseline, from *left* to *right*."""

    text: str
    left: float
    right: float
    y: float  # of the baseline
    size: float  # height of a letter


@dataclass(slots=True)
class PageLine:
    runs: list[Run] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.runs[0].left

    @property
    def right(self) -> float:
        return max(run.right for run in self.runs)

    @property
    def y(self) -> float:
        return self.runs[0].y

    @property
    def size(self) -> float:
        """That of most of its letters."""
        return max(self.runs, key=lambda run: len(run.text)).size

    @property
    def text(self) -> str:
        words = ""
        last: Run | None = None
        for run in self.runs:
            if last is not None:
                words += _between(words[-1:], run.text[:1], (run.left - last.right) / max(last.size, run.size))
            words += run.text
            last = run if last is None or run.right >= last.right else last
        return words

    def takes(self, run: Run) -> bool:
        """Whether *run* goes on in this line, to its right."""
        last = self.runs[-1]
        size = min(last.size, run.size)
        return abs(run.y - last.y) <= _SAME_LINE * size and run.left >= last.right - 0.6 * size


def _between(before: str, after: str, gap: float) -> str:
    """What a gap of so many letters between two characters stands for."""
    if not before or not after or before.isspace() or after.isspace():
        return ""
    if gap >= _CELL:
        return "\t"
    return " " if gap >= _BLANK and (before.isascii() or after.isascii()) else ""


def lines_of(runs: Sequence[Run]) -> list[PageLine]:
    """The lines that *runs*, in the order of the file, make on a page."""
    chains: list[list[PageLine]] = []
    top = 0.0  # of the chain at hand
    for run in runs:
        line = chains[-1][-1] if chains else None
        if line is not None and line.takes(run):
            line.runs.append(run)
        elif line is not None and _follows(line, run, top):
            chains[-1].append(PageLine([run]))
        else:
            chains.append([PageLine([run])])
            top = run.y
    return [line for cluster in _clusters(chains) for line in cluster]


def _follows(line: PageLine, run: Run, top: float) -> bool:
    """Whether *run* comes after *line* on a page: below it, or at the head of the next cell or column."""
    size = min(line.size, run.size)
    if run.y > line.y + _SAME_LINE * size:
        return True
    return run.left >= line.right - 0.6 * size and run.y >= top - 1.5 * size


def _clusters(chains: list[list[PageLine]]) -> list[list[PageLine]]:
    """The chains down the page; those that stand beside each other become one, line by line."""
    clusters: list[tuple[float, float, list[list[PageLine]]]] = []  # from, to, chains
    for chain in sorted(chains, key=lambda chain: min(line.y for line in chain)):
        top, bottom = min(line.y for line in chain), max(line.y for line in chain)
        slack = _SAME_LINE * chain[0].size
        if clusters and top <= clusters[-1][1] + slack:
            first, last, inside = clusters[-1]
            inside.append(chain)
            clusters[-1] = first, max(last, bottom), inside
        else:
            clusters.append((top, bottom, [chain]))
    return [inside[0] if len(inside) == 1 else _woven(inside) for _from, _to, inside in clusters]


def _woven(chains: list[list[PageLine]]) -> list[PageLine]:
    """Chains that stand beside each other: columns one after another, short ones put in where they stand.

    Where much was written apart (a form filled in), position alone decides.
    """
    columns = [chain for chain in chains if len(chain) >= _COLUMN] or [max(chains, key=len)]
    columns.sort(key=lambda chain: min(line.left for line in chain))
    ends = [max(line.right for line in chain) for chain in columns]
    disjoint = all(min(line.left for line in chain) >= end for chain, end in zip(columns[1:], ends, strict=False))
    rest = [line for chain in chains if not any(chain is column for column in columns) for line in chain]
    lines = [line for chain in columns for line in chain]
    if not disjoint or len(rest) > _APART * len(lines) or len(rest) * len(lines) > _MOST:
        return _by_position(chains)
    for line in rest:
        beside = next((other for other in lines if _beside(line, other)), None)
        if beside is not None:
            beside.runs = sorted([*beside.runs, *line.runs], key=lambda run: run.left)
            continue
        below = [at for at, other in enumerate(lines) if other.y > line.y]
        under = [at for at in below if _overlap(line, lines[at])]
        if not under and below and line.left >= lines[below[0]].right:
            below = []  # to the right of it all
        lines.insert((under or below or [len(lines)])[0], line)
    return lines


def _beside(line: PageLine, other: PageLine) -> bool:
    """Whether *line* stands on the baseline of *other*, where nothing of that one stands."""
    if abs(line.y - other.y) > _SAME_LINE * min(line.size, other.size):
        return False
    return all(run.left >= line.right - _TOUCH or run.right <= line.left + _TOUCH for run in other.runs)


def _overlap(line: PageLine, other: PageLine) -> bool:
    return line.left < other.right and other.left < line.right


def _by_position(chains: list[list[PageLine]]) -> list[PageLine]:
    """All runs of *chains* in lines from top to bottom, each from left to right."""
    runs = sorted((run for chain in chains for line in chain for run in line.runs), key=lambda run: run.y)
    rows: list[list[Run]] = []
    for run in runs:
        if rows and abs(run.y - rows[-1][0].y) <= _SAME_LINE * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [PageLine(sorted(row, key=lambda run: run.left)) for row in rows]
