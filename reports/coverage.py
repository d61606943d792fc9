"""How the sentences of circulars are accounted for: duty, no duty with its evidence, undecided with its reason.

Shares are in per cent, in tenths that add up to 100 (largest remainders), so that the parts of a document and all
documents together can be added up as they are printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kb.ingest import Progress, find_files
from parsers import parse_file
from policies.documents import Document, Doubt, SentenceRole
from policies.errors import ZerenError
from policies.messages import _

__all__ = [
    "REASONS",
    "Counts",
    "Coverage",
    "Covered",
    "Undecided",
    "count",
    "cover",
    "exceeds",
    "group_word",
    "lacks_duties",
    "reason_word",
]

#: The three groups; each role and each doubt belongs to one of them.
DUTY, NO_DUTY, UNDECIDED = "duty", "no_duty", "undecided"
_WITH_DUTY = (SentenceRole.DUTY, SentenceRole.LIST_ITEM)
REASONS: dict[str, tuple[str, ...]] = {
    DUTY: tuple(role.value for role in _WITH_DUTY),
    NO_DUTY: tuple(r.value for r in SentenceRole if r not in _WITH_DUTY and r is not SentenceRole.UNDECIDED),
    UNDECIDED: tuple(doubt.value for doubt in Doubt),
}


@dataclass(frozen=True)
class Counts:
    """How many sentences there are of each group and reason: (group, reason) → sentences."""

    sentences: Counter[tuple[str, str]]

    @property
    def total(self) -> int:
        return self.sentences.total()

    def of(self, group: str) -> int:
        """Sentences of a group."""
        return sum(number for (kind, _reason), number in self.sentences.items() if kind == group)

    def tenths(self) -> dict[tuple[str, str], int]:
        """Shares in tenths of a per cent; they add up to 1000 where there are sentences."""
        total = self.total
        if not total:
            return {}
        exact = {key: number * 1000 / total for key, number in self.sentences.items()}
        shares = {key: int(value) for key, value in exact.items()}
        largest = sorted(exact, key=lambda key: (shares[key] - exact[key], key))
        for key in largest[: 1000 - sum(shares.values())]:
            shares[key] += 1
        return shares

    def share(self, group: str) -> float:
        """Share of a group in per cent: the sum of the shares of its reasons."""
        return sum(tenths for (kind, _reason), tenths in self.tenths().items() if kind == group) / 10

    def reasons(self, group: str) -> list[tuple[str, int, float]]:
        """(reason, sentences, share in per cent) of those reasons of a group that occur."""
        tenths = self.tenths()
        return [
            (reason, self.sentences[group, reason], tenths[group, reason] / 10)
            for reason in REASONS[group]
            if self.sentences[group, reason]
        ]


@dataclass(frozen=True)
class Undecided:
    """A sentence that nothing could be found out about. ``line`` counts from 1 in the text that was read."""

    clause: str
    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Covered:
    """One document."""

    path: str
    document: str
    title: str | None
    number: str | None
    duties: int
    counts: Counts
    undecided: tuple[Undecided, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """All documents that could be read, and the files that could not."""

    documents: tuple[Covered, ...]
    failed: tuple[tuple[str, ZerenError], ...] = ()

    @cached_property
    def together(self) -> Counts:
        """All documents as one."""
        sentences: Counter[tuple[str, str]] = Counter()
        for one in self.documents:
            sentences.update(one.counts.sentences)
        return Counts(sentences)


def cover(paths: Sequence[Path], *, progress: Progress | None = None, allow_classified: bool = False) -> Coverage:
    """Read every file of *paths* (folders: every file in them that can be read) and account for its sentences."""
    files, failed = find_files(paths)
    done: list[Covered] = []
    total = len(files) + len(failed)
    for file in files:
        try:
            done.append(count(parse_file(file.path, allow_classified=allow_classified), file.name))
            outcome = "added"
        except ZerenError as error:
            failed.append((file.name, error))
            outcome = "failed"
        if progress is not None:
            progress(len(done) + len(failed), total, file.name, outcome)
    return Coverage(tuple(done), tuple(failed))


def count(document: Document, path: str = "") -> Covered:
    """The account of one document."""
    counts: Counter[tuple[str, str]] = Counter()
    left = []
    for sentence in document.sentences:
        if sentence.role is SentenceRole.UNDECIDED:
            reason = sentence.reason or Doubt.NO_ACT.value
            counts[UNDECIDED, reason] += 1
            clause = document.clauses[sentence.clause].path if sentence.clause is not None else ""
            line = document.text.count("\n", 0, sentence.span.start) + 1
            left.append(Undecided(clause, line, reason, document.quote(sentence.span).strip()))
        else:
            counts[DUTY if sentence.role in _WITH_DUTY else NO_DUTY, sentence.role.value] += 1
    meta = document.metadata
    problems = tuple(problem.code for problem in document.problems)
    return Covered(
        path, document.id, meta.title, meta.doc_number, len(document.duties), Counts(counts), tuple(left), problems
    )


def exceeds(coverage: Coverage, at_most: float | None) -> bool:
    """Whether more than *at_most* per cent of all sentences are undecided."""
    share = coverage.together.of(UNDECIDED) * 100 / (coverage.together.total or 1)
    return at_most is not None and share > at_most


def lacks_duties(coverage: Coverage) -> list[Covered]:
    """Documents that direct (by their kind), in which no duty was found: never a success."""
    return [one for one in coverage.documents if "no-duty" in one.problems]


# --- words --------------------------------------------------------------------------------------------------------


def group_word(group: str) -> str:
    """职责任务, 非职责, 未能判定."""
    return {DUTY: _("duty"), NO_DUTY: _("no duty"), UNDECIDED: _("undecided")}[group]


def reason_word(reason: str) -> str:
    """What a reason is called."""
    said: dict[str, str] = {
        SentenceRole.DUTY: _("states a duty"),
        SentenceRole.LIST_ITEM: _("item of a duty's list"),
        SentenceRole.HEADING: _("heading"),
        SentenceRole.PURPOSE: _("purpose"),
        SentenceRole.GUIDING: _("guiding thought or goal"),
        SentenceRole.FINDING: _("finding or report"),
        SentenceRole.DEFINITION: _("definition"),
        SentenceRole.SCOPE: _("scope"),
        SentenceRole.CITATION_LEAD: _("opening or pointer"),
        SentenceRole.COMMENCEMENT: _("entry into force"),
        SentenceRole.BENEFIT: _("benefit"),
        SentenceRole.FORM: _("form, name or figure"),
        Doubt.NO_ACT: _("no act recognised"),
        Doubt.RESULT_ONLY: _("only a result named"),
        Doubt.CUE: _("a cue without an act"),
        Doubt.FIGURE: _("a figure or date that may bind"),
        Doubt.ROW: _("row or cell that may hold an act"),
        Doubt.BROKEN: _("fragment of a lost line break"),
        Doubt.QUOTED: _("quoted words of another text"),
        Doubt.GENERAL: _("an order among goals or general demands"),
        Doubt.UNREADABLE: _("unreadable signs"),
    }
    return said[reason]
