"""Writes ``docs/quality.md``: accuracy against the gold files, what is missed, coverage over the corpus, speed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import sample
from bench.material import EVAL, circulars
from bench.misses import differences
from bench.parsing import AIM, FLOOR, ratio
from parsers import parse_file
from policies.documents import Document
from reports.contract import as_contract
from reports.coverage import REASONS, Coverage, Covered, count

__all__ = ["main"]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "quality.md"
_EXAMPLES = 6  # of each kind of miss

_HEAD = """# Quality, measured

Written by `python -m bench quality`; do not edit. The gold files and the scorer are kept beside the checkout, not in
it: eleven annotated documents (ten circulars and a regulation). Rules were written while looking at these eleven, so
the figures are not a forecast for other documents; those are scored separately.

"""


def main() -> int:
    """Measure, write the page, print where it is."""
    if not EVAL.exists():
        print("bench: the gold files are not beside this checkout", file=sys.stderr)
        return 1
    documents = {path.stem: parse_file(path) for path in circulars()}
    parts = (_HEAD, _accuracy(), _coverage(documents), sample.report(documents), _speed())
    PAGE.write_text("".join(parts), "utf-8", newline="\n")
    print(PAGE)
    return 0


def _accuracy() -> str:
    predictions: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted((EVAL / "gold").glob("*.txt")):
            predictions[source.stem] = as_contract(parse_file(source))
            answer = json.dumps(predictions[source.stem], ensure_ascii=False)
            (Path(folder) / f"{source.stem}.json").write_text(answer, "utf-8")
        command = [sys.executable, str(EVAL / "score.py"), "--gold", str(EVAL / "gold"), "--pred", folder]
        figures = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
        misses = subprocess.run([*command, "--misses"], capture_output=True, text=True, check=True).stdout
    names = ("precision", "recall", "f1", "macro_f1")
    rows = [
        f"| {figure} | {' | '.join(f'{row[name]:.3f}' for name in names)} | {row['gold']} |"
        for figure, row in figures.items()
        if isinstance(row, dict)
    ]
    table = "\n".join(["| figure | precision | recall | F1 | macro F1 | gold |", "|---|---|---|---|---|---|", *rows])
    return (
        f"## Accuracy\n\n{table}\n\nInverted duties (a prohibition read as a duty, or the other way round): "
        f"{figures['inverted']}. Documents without an answer: {figures['failed']}.\n\n{_missed(misses)}"
        f"{differences(predictions)}"
    )


def _missed(output: str) -> str:
    kinds: dict[str, list[str]] = {}
    for line in output.splitlines():
        cells = line.split("\t")
        if len(cells) == 3:
            kinds.setdefault(cells[1], []).append(f"- {cells[0]}: {cells[2][:40]}")
    parts = []
    for kind in ("inverted", "missed", "made up", "not verbatim"):
        rows = kinds.get(kind, [])
        shown = "\n".join(rows[:_EXAMPLES]) or "None."
        parts.append(f"### {kind.capitalize()}: {len(rows)}\n\n{shown}\n")
    return "\n".join(parts) + "\n"


def _coverage(documents: dict[str, Document]) -> str:
    """What ``zeren coverage`` says of the corpus, from the same code."""
    covered = Coverage(tuple(count(document, name) for name, document in documents.items()))
    counts = covered.together
    rows = [
        f"| {group.replace('_', ' ')} | {reason.replace('_', ' ')} | {number} | {share:.1f}% |"
        for group in REASONS
        for reason, number, share in counts.reasons(group)
    ]
    table = "\n".join(["| group | reason | sentences | share |", "|---|---|---|---|", *rows])
    most = sorted(covered.documents, key=lambda one: (-len(one.undecided), one.path))[:_EXAMPLES]
    left = "\n".join(
        f"| {one.path} | {one.counts.total} | {one.counts.share('undecided'):.1f}% | {_reasons(one)} |" for one in most
    )
    duties = sum(len(document.duties) for document in documents.values())
    derived = sum(len(document.derived) for document in documents.values())
    shares = ", ".join(f"{group.replace('_', ' ')} {counts.share(group):.1f}%" for group in REASONS)
    return (
        f"## Coverage\n\n{len(documents)} circulars, {counts.total} sentences, {duties} duties, {derived} one step "
        f"removed: {shares}.\nEvery sentence has one role. No duty rests on evidence of the sentence or of the "
        "headings above it; what has none is undecided, with the reason.\n\n"
        f"{table}\n\nMost of what is undecided stands in:\n\n"
        f"| document | sentences | undecided | reasons |\n|---|---|---|---|\n{left}\n\n"
    )


def _reasons(one: Covered) -> str:
    return ", ".join(
        f"{reason.replace('_', ' ')} {number}" for reason, number, _share in one.counts.reasons("undecided")
    )


def _speed() -> str:
    figure, characters = ratio()
    held = "reached" if figure >= FLOOR else "missed"
    return (
        f"## Speed\n\nFull parse of {characters} characters in one process: "
        f"{figure:.2f} x `jieba.lcut` over the same text (floor {FLOOR}: {held}; aim {AIM}).\n"
    )
