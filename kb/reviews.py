"""What the knowledge base knows of reviewers' decisions: the part of its door that is about them."""

from __future__ import annotations

import datetime
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from kb.schema import guard

if TYPE_CHECKING:
    from kb.answering import Answering
    from kb.overrides import Overrides
    from kb.review import DecisionInfo, Decisions
    from kb.reviewed import View
    from kb.reviewing import Item, ReviewedDocument
    from policies.review import Choice, Corrections, Decision

__all__ = ["Reviews"]


class Reviews(ABC):
    """Decisions about duties, kept in a file beside the base."""

    path: Path
    _override_file: Path | None
    _decision_file: Path | None
    _connection: sqlite3.Connection | None
    _held: tuple[object, View] | None
    _answering: Answering | None

    @abstractmethod
    def _open(self, *, write: bool = False) -> sqlite3.Connection:
        """The base."""

    @property
    def decision_file(self) -> Path:
        """The file of what reviewers decided about duties."""
        return self._decision_file or self.path.with_name("zeren.review.jsonl")

    def _decisions(self) -> Decisions:
        from kb.review import Decisions  # noqa: PLC0415 - most bases have no decisions

        return Decisions(self.decision_file, self._open())

    def _current(self) -> View:
        """What is read from, made anew when the base or a file of reviewers has changed."""
        from kb.overrides import load, stamp  # noqa: PLC0415
        from kb.reviewed import View, as_reviewed  # noqa: PLC0415

        connection, file = self._open(), self.decision_file
        state = (stamp(self._override_file, self.path, connection), stamp(file, self.path, connection))
        if self._held is None or self._held[0] != state:
            self._let_go()
            decisions = self._decisions() if file.exists() else None
            view, folder = as_reviewed(self.path, connection, decisions)
            self._held = state, View(view, load(self._override_file, self.path, view, decisions), folder)
        return self._held[1]

    def _let_go(self) -> None:
        if self._held is not None:
            self._held[1].close(self._connection)
            self._held = self._answering = None

    def _view(self) -> sqlite3.Connection:
        """The base as reviewers decided: all that is read, but for reviewing itself, is read from it."""
        return self._current().connection

    def _overrides(self) -> Overrides:
        """The conditions that reviewers set, and the marks of what they decided."""
        return self._current().overrides

    def decisions(self) -> list[DecisionInfo]:
        """What reviewers decided about duties, in the order of the file, and how each stands to the base."""
        with guard(self.path):
            return self._decisions().infos()

    def review_items(self, document: str | None = None) -> list[Item]:
        """The duties and undecided sentences of a document, or of the whole base, the most doubtful first.

        Derived duties are left out: they follow from those that they are derived from.
        """
        from kb.reviewing import items  # noqa: PLC0415

        with guard(self.path):
            return items(self._open(), self._decisions(), document)

    def decide(
        self,
        key: str,
        choice: Choice,
        who: str,
        *,
        when: datetime.date | None = None,
        why: str = "",
        fields: Corrections | None = None,
    ) -> Decision:
        """Keep a decision about a duty or a sentence (the beginning of its id is enough) in the file of decisions.

        UsageError where the words of a correction are not in the text.
        """
        from kb.reviewing import decide  # noqa: PLC0415

        with guard(self.path):
            return decide(self._open(), self._decisions(), key, choice, who=who, when=when, why=why, fields=fields)

    def add_duty(
        self,
        document: str,
        quote: str,
        who: str,
        *,
        when: datetime.date | None = None,
        why: str = "",
        fields: Corrections | None = None,
    ) -> Decision:
        """Keep a duty that the program missed, by its words in *document*, in the file of decisions."""
        from kb.reviewing import add  # noqa: PLC0415

        with guard(self.path):
            return add(self._open(), self._decisions(), document, quote, who=who, when=when, why=why, fields=fields)

    def reviewed(self, document: str | None = None) -> list[ReviewedDocument]:
        """Documents with the decisions put into them: the named one, else all about which something was decided."""
        from kb.reviewing import reviewed  # noqa: PLC0415

        with guard(self.path):
            return reviewed(self._open(), self._decisions(), document)
