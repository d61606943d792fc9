"""Mutation evaluation: of drafts with one known change, how many do ``diff`` and ``crossref`` find, and how much of
what they report is real?"""

from __future__ import annotations

import importlib.util
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import allpairs, drafts
from bench.material import circulars
from bench.mutations import Mutation, mutations
from kb.diff import Diff, Pair, State, diff
from kb.models import ChangeKind
from parsers import parse_file, parse_text
from policies.documents import Document

__all__ = ["Row", "evaluate", "main", "rows"]

FOUND, REAL = 0.95, 0.95  # shares to reach
_EVERY = 3  # circulars: each draft is held against a base of its own, which takes its time


class Row(NamedTuple):
    """What was measured, in words that hold the figure and its floor."""

    words: str
    reached: bool


class Judged(NamedTuple):
    """One mutation: whether it was found, and how many of the reported changes are of it."""

    mutation: Mutation
    found: bool
    reported: int
    real: int


def main() -> int:
    """Print the rows; 1 where a floor is missed."""
    reached = True
    for row in rows():
        print(f"{row.words} {'ok' if row.reached else 'MISSED'}", flush=True)
        reached = reached and row.reached
    return 0 if reached else 1


def rows() -> Iterator[Row]:
    """A row a kind of mutation, and all of them; then unchanged copies."""
    documents = [parse_file(path) for path in circulars()]
    judged = [one for document in documents for one in evaluate(document)]
    kinds = dict.fromkeys(one.mutation.kind for one in judged)
    for kind in kinds:
        some = [one for one in judged if one.mutation.kind == kind]
        yield Row(f"diff, {kind}: {sum(one.found for one in some)} of {len(some)} found", reached=bool(some))
    changed = [one for one in judged if one.mutation.kind != "reworded"]
    share = sum(one.found for one in changed) / len(changed) if changed else 0.0
    yield Row(f"diff, all: {share:.3f} found of {len(changed)} (floor {FOUND})", share >= FOUND)
    reported, real = sum(one.reported for one in judged), sum(one.real for one in judged)
    exact = real / reported if reported else 0.0
    yield Row(f"diff, all: {exact:.3f} of {reported} reported changes are real (floor {REAL})", exact >= REAL)
    copies = sum(bool(_changes(diff(document, document))) for document in documents)
    yield Row(f"diff, unchanged copies with a finding: {copies} of {len(documents)} (floor 0)", copies == 0)
    yield from _carried_out(documents[::_EVERY])
    yield from _on_a_large_base()


def _on_a_large_base() -> Iterator[Row]:
    if importlib.util.find_spec("rapidfuzz") is None:
        yield Row("crossref on a large base: rapidfuzz is not installed (pip install 'zeren[bench]')", reached=False)
        return
    told = allpairs.measure()
    (small, large), (before, after), (few, many) = told.base, told.seconds, told.candidates
    times = told.all_pairs / after
    yield Row(
        f"crossref, {told.draft} duties against {large}: {after:.3f} s, {times:.1f} x rapidfuzz over all pairs "
        f"(floor {allpairs.FASTER:.0f})",
        times >= allpairs.FASTER,
    )
    grown, more = after / before, many / few
    yield Row(
        f"crossref, from {small} to {large} duties: {grown:.1f} x the time, {more:.1f} x the candidates (at most)",
        grown <= more,
    )


def _carried_out(documents: Sequence[Document]) -> Iterator[Row]:
    """Drafts of a county that carry a circular out, with one change each, held against a base that holds it."""
    told: list[drafts.Judged] = []
    for document in documents:
        with tempfile.TemporaryDirectory() as folder:
            told += drafts.evaluate(document, Path(folder))
    copies = [one for one in told if one.kind == "unchanged"]
    changed = [one for one in told if one.kind != "unchanged" and not one.left_out]
    for kind in dict.fromkeys(one.kind for one in changed):
        some = [one for one in changed if one.kind == kind]
        out = sum(one.left_out for one in told if one.kind == kind)
        apart = f", {out} more need not be told" if out else ""
        yield Row(f"crossref, {kind}: {sum(one.found for one in some)} of {len(some)} found{apart}", reached=bool(some))
    share = sum(one.found for one in changed) / len(changed) if changed else 0.0
    yield Row(f"crossref, all: {share:.3f} found of {len(changed)} (floor {FOUND})", share >= FOUND)
    reported, real = sum(one.reported for one in changed), sum(one.real for one in changed)
    exact = real / reported if reported else 0.0
    yield Row(f"crossref, all: {exact:.3f} of {reported} new findings are real (floor {REAL})", exact >= REAL)
    amiss = sum(not one.found for one in copies)
    yield Row(
        f"crossref, unchanged copies with a finding: {amiss} of {len(copies)} (floor 0)", bool(copies) and not amiss
    )


def evaluate(document: Document, each: int = 1) -> Iterator[Judged]:
    """Every mutation of a document, judged."""
    for mutation in mutations(document, each=each):
        yield judge(mutation, _changes(diff(document, parse_text(mutation.text))))


def judge(mutation: Mutation, reported: Iterable[Pair]) -> Judged:
    """A change is real where it lies in the sentence that was changed; found, where it is of the wanted kind.

    Sentences that go on from the changed one without naming a bearer have that one's: where nothing but their bearer
    is told to have changed, that is real as well.
    """
    reported = list(reported)
    here = [pair for pair in reported if _concerns(pair, mutation)]
    if mutation.added:
        found = any(pair.state is State.NEW for pair in here)
    elif mutation.dropped:
        found = any(pair.state is State.DROPPED for pair in here)
    elif mutation.wanted:
        told = {change.kind for pair in here for change in pair.changes}
        # what was changed beyond recognition is a duty dropped and another one added
        states = Counter(pair.state for pair in here)
        found = bool(told & set(mutation.wanted)) or bool(states[State.NEW] and states[State.DROPPED])
    else:
        found = not reported
    follows = [pair for pair in reported if pair not in here and _follows(pair, mutation)]
    silent = not mutation.wanted and not mutation.added and not mutation.dropped
    real = 0 if silent else len(here) + len(follows)
    return Judged(mutation, found, len(reported), real)


def _changes(found: Diff) -> tuple[Pair, ...]:
    return found.of(State.CHANGED, State.NEW, State.DROPPED)


def _follows(pair: Pair, mutation: Mutation) -> bool:
    if pair.old is None or pair.new is None or pair.old.duty.quote.start < mutation.span.start:
        return False
    implied = not any(bearer.surface for record in (pair.old, pair.new) for bearer in record.duty.bearers)
    return implied and {change.kind for change in pair.changes} == {ChangeKind.BEARER}


def _concerns(pair: Pair, mutation: Mutation) -> bool:
    """Whether the pair lies where the text was changed; what is only in the new text may have moved a little."""
    if pair.old is not None:
        return pair.old.duty.quote.overlaps(mutation.span)
    assert pair.new is not None
    near = mutation.span.end - mutation.span.start
    return mutation.span.start - 2 <= pair.new.duty.quote.start <= mutation.span.end + near
