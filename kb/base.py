"""The knowledge base: the one door to everything in this package."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kb.models import Chain, Collision, Count, DocumentInfo, Finding, Hit, IngestReport, OverrideInfo, VersionInfo
from kb.reviews import Reviews
from kb.schema import base_path, damaged, default_path, guard, open_base
from policies.answers import Answer, DutyRecord, Sanction, Verdict
from policies.documents import Document, Level
from policies.duties import BodyKind, TimeType
from policies.entities import Entity
from policies.errors import UsageError
from policies.messages import _

if TYPE_CHECKING:
    import networkx as nx

    from kb.answering import Answering, Reached
    from kb.asked import Answered
    from kb.crossref import CrossRef, Impact
    from kb.ingest import Progress
    from kb.news import News
    from kb.prepare import Compile
    from kb.receipts import Receipt, Verification
    from kb.reviewed import View
    from kb.workers import Parse
    from rules.interview import Interview

__all__ = ["KnowledgeBase"]


class KnowledgeBase(Reviews):
    """Circulars with their duties, in one SQLite file: *path*, else ``ZEREN_DB``, else one in the user's data folder.

    Opened when first used; made by the first ``ingest``. Close it, or use it in a ``with`` statement. *overrides* is
    the file with conditions that reviewers set; without it zeren.overrides.yaml beside the base, where there is one.
    *decisions* is the file of what reviewers decided about duties; without it zeren.review.jsonl beside the base.

    >>> import datetime, pathlib, tempfile
    >>> from policies.entities import Entity
    >>> folder = tempfile.TemporaryDirectory()
    >>> notice = pathlib.Path(folder.name, "notice.txt")
    >>> text = "某市安全生产委员会关于开展隐患排查的通知\\n各煤矿企业必须每季度开展一次隐患排查。"
    >>> size = notice.write_text(text, encoding="utf-8")
    >>> base = KnowledgeBase(pathlib.Path(folder.name, "zeren.db"))
    >>> [taken.title for taken in base.ingest([notice]).added]
    ['某市安全生产委员会关于开展隐患排查的通知']
    >>> hit = base.search("隐患排查", kind="enterprise")[0]
    >>> hit.snippet[slice(*hit.matches[0])]
    '隐患排查'
    >>> mine = Entity(kind="enterprise", sectors=("煤矿",))
    >>> [answer.record.duty.quote.text for answer in base.duties_for(mine, on=datetime.date(2024, 5, 1))]
    ['各煤矿企业必须每季度开展一次隐患排查']
    >>> base.why(hit.id[:8], Entity(kind="enterprise", sectors=("旅游",))).verdict.value
    'does_not_apply'
    >>> sorted(base.graph("煤矿", depth=1).successors(f"duty:{hit.id}"))
    ['sector:煤矿']
    >>> [len(line) for line in base.chain(hit.id[:8]).lines], base.conflicts()
    ([1], [])
    >>> base.doctor()
    []
    >>> base.close(); folder.cleanup()
    """

    def __init__(
        self,
        path: str | Path | None = None,
        *,
        overrides: str | Path | None = None,
        decisions: str | Path | None = None,
    ) -> None:
        self.path = base_path(path) if path is not None else default_path()
        self._override_file = Path(overrides) if overrides is not None else None
        self._decision_file = Path(decisions) if decisions is not None else None
        self._held: tuple[object, View] | None = None
        self._connection: sqlite3.Connection | None = None
        self._writable = False
        self._answering: Answering | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._let_go()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._answering = None

    def _open(self, *, write: bool = False) -> sqlite3.Connection:
        if self._connection is not None and write and not self._writable:
            self.close()
        if self._connection is None:
            self._connection = open_base(self.path, write=write)
            self._writable = write
        return self._connection

    # --- taking in ---------------------------------------------------------------------------------------------

    def ingest(
        self,
        paths: Iterable[str | Path] | str | Path,
        jobs: int = 1,
        progress: Progress | None = None,
        *,
        parse: Parse | None = None,
        compile_duty: Compile | None = None,
        allow_classified: bool = False,
    ) -> IngestReport:
        """Take files, and folders with everything below them, into the base; *jobs* processes read (0: one a core).

        *progress* is called after each file with (files done, files in all, path, outcome). *parse* and
        *compile_duty* replace the program's own. A document that bears a mark of secrecy is refused, and the others
        go on, unless *allow_classified*. Raises ``kb.ingest.IngestInterrupted`` (a KeyboardInterrupt that
        carries the report) on Ctrl-C, InputError where the base itself can't be written.
        """
        from kb.ingest import ingest  # noqa: PLC0415 - answering needs none of it

        return ingest(
            self._open(write=True),
            self.path,
            [Path(path) for path in ((paths,) if isinstance(paths, str | Path) else paths)],
            jobs=jobs, progress=progress, parse=parse, compile_duty=compile_duty,
            allow_classified=allow_classified,
        )  # fmt: skip

    # --- looking up --------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentInfo]:
        """What the base holds, by date."""
        with guard(self.path):
            rows = self._view().execute(
                "SELECT d.id, d.title, d.number, d.issuer, d.date, d.genre, d.level, d.region, d.version,"
                " (SELECT count(*) FROM duties WHERE document = d.seq) AS duties,"
                " (SELECT count(DISTINCT f.value) FROM duties u JOIN facets f ON f.duty = u.seq"
                " WHERE u.document = d.seq AND f.facet = 'words') AS questions, v.source_name AS source, v.added_at,"
                # min() takes the other columns of a group from the row that has it: the first repeal counts
                " e.since AS ended, e.by AS ended_by"
                " FROM documents d JOIN versions v ON v.document = d.seq AND v.version = d.version"
                " LEFT JOIN (SELECT ended.document, min(ended.since) AS since, other.id AS by FROM ended"
                " JOIN documents other ON other.seq = ended.by_document WHERE ended.clause IS NULL AND ended.part = 0"
                " GROUP BY ended.document) e ON e.document = d.seq"
                " ORDER BY d.date IS NULL, d.date, d.id"
            )
            return [DocumentInfo.model_validate(dict(row)) for row in rows]

    def document(self, key: str, version: int | None = None) -> Document:
        """The document with this id (its beginning is enough), number or title; *version* counts from 1."""
        from kb.lookup import the_document  # noqa: PLC0415
        from kb.prepare import BROKEN, unpack  # noqa: PLC0415

        with guard(self.path):
            connection = self._view()
            row = connection.execute(
                "SELECT v.body FROM documents d JOIN versions v ON v.document = d.seq"
                " WHERE d.seq = ? AND v.version = coalesce(?, d.version)",
                (the_document(connection, key), version),
            ).fetchone()
        if row is None:
            raise UsageError(_("The document has no version {version}.").format(version=version), where=key)
        try:
            return Document.model_validate_json(unpack(row["body"]))
        except BROKEN as error:
            raise damaged(str(error).splitlines()[0], key) from error

    def versions(self, key: str) -> list[VersionInfo]:
        """The texts that a document had, oldest first."""
        from kb.lookup import the_document  # noqa: PLC0415

        with guard(self.path):
            connection = self._view()
            rows = connection.execute(
                "SELECT version, digest, source_name AS source, added_at, program, vocabulary FROM versions"
                " WHERE document = ? ORDER BY version",
                (the_document(connection, key),),
            )
            return [VersionInfo.model_validate(dict(row)) for row in rows]

    def record(self, key: str) -> DutyRecord:
        """The duty whose id begins with *key* (4 characters or more)."""
        from kb.lookup import find_duties, the_duty  # noqa: PLC0415
        from kb.records import record_at  # noqa: PLC0415

        with guard(self.path):
            view, base = self._view(), self._open()
            connection = view if find_duties(view, key) or not find_duties(base, key) else base  # one that was rejected
            return self._overrides().over(record_at(connection, the_duty(connection, key)))

    def records(self, document: str | None = None, *, kind: str | None = None) -> Iterator[DutyRecord]:
        """Duties in the order of documents (by date) and of their text, read as they are asked for."""
        from kb.lookup import the_document  # noqa: PLC0415
        from kb.records import records  # noqa: PLC0415

        with guard(self.path):
            connection = self._view()
            seq = the_document(connection, document) if document is not None else None
            yield from map(self._overrides().over, records(connection, document=seq, kind=kind))

    def search(
        self,
        query: str,
        *,
        kind: str | None = None,
        level: str | None = None,
        sector: str | None = None,
        modality: str | None = None,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
        limit: int | None = 20,
    ) -> list[Hit]:
        """Duties and clauses with all words of *query*, best first; without words, the duties that filters leave.

        *kind* is the bearer's, *level* the issuer's; *sector* includes what is nested in it; *since* and *until*
        bound the document's date and include their day; *limit* None gives all hits.
        """
        from kb.search import search  # noqa: PLC0415

        with guard(self.path):
            return search(
                self._view(), query, kind=kind, level=level, sector=sector, modality=modality, since=since,
                until=until, limit=limit,
            )  # fmt: skip

    def counts(self, query: str | None = None, **filters: Any) -> dict[str, tuple[Count, ...]]:
        """How many duties by bearer, kind of bearer, level, sector, modality, deadline (month) and year of document.

        With *query* (it may be empty) or *filters*, those that ``search`` finds.
        """
        from kb.counting import counts  # noqa: PLC0415
        from kb.search import found_duties  # noqa: PLC0415

        with guard(self.path):
            connection = self._view()
            among = found_duties(connection, query or "", **filters) if query is not None or filters else None
            return counts(connection, among=among)

    def due(
        self,
        before: datetime.date,
        after: datetime.date | None = None,
        *,
        level: str | None = None,
        kind: str | None = None,
        sector: str | None = None,
        times: str = "deadline",
    ) -> list[DutyRecord]:
        """Duties of which something falls due from *after* to *before*, soonest first.

        *times* are those that count: deadline, period (its last day) or frequency (the last day of each of its
        periods, ``kb.due.days_due``). *level* and *kind* are of the body to which they can fall on that day.
        """
        from kb.due import falling_due  # noqa: PLC0415

        with guard(self.path):
            found = falling_due(
                self._view(), before, after, level=Level(level) if level else None,
                kind=BodyKind(kind) if kind else None, sector=sector, times=TimeType(times),
            )  # fmt: skip
            return [record for record in map(self._overrides().over, found) if not record.rejected]

    def ask(self, question: str, on: datetime.date | None = None, limit: int = 10) -> Answered:
        """The duties that answer a question in plain Chinese, best first, and how the question was understood.

        Days that the question leaves out (年底前) are counted from *on* (today).
        """
        from kb.asked import ask  # noqa: PLC0415

        if limit < 1:
            raise UsageError(_("The number of hits has to be 1 or more."))
        with guard(self.path):
            return ask(self._view(), question, on or datetime.date.today(), limit, self._overrides().over)

    # --- answering ---------------------------------------------------------------------------------------------

    def duties_for(
        self, entity: Entity, on: datetime.date | None = None, include_all: bool = False, *, expired: bool = False
    ) -> list[Answer]:
        """What applies to *entity* on that day (today), what is undetermined, with *include_all* also what does not.

        With *expired* also what would apply, or be undetermined, if its document were in force: it is over, was
        repealed, has not begun, or is a draft; ``Answer.force`` tells which. In the order of documents (by date) and
        of their text. ``why`` has the trace of each.
        """
        from pyroaring import BitMap  # noqa: PLC0415

        from kb.answering import snapshot  # noqa: PLC0415
        from kb.sanctions import with_sanctions  # noqa: PLC0415
        from rules.answers import answer  # noqa: PLC0415
        from rules.resolved import Facts  # noqa: PLC0415

        day = on or datetime.date.today()
        facts = Facts(entity)
        with guard(self.path), snapshot(self._view()):
            if include_all:
                everything = (record for record in self.records() if not record.rejected)
                return with_sanctions(self._view(), [answer(one, facts, day, traced=False) for one in everything])
            answering = self._answers()
            applies, unknown = answering.decide(facts, day)
            wanted = applies | unknown | (answering.lapsed(facts, day) if expired else BitMap())
            found = [answer(record, facts, day, traced=False) for record in answering.records(wanted)]
            if expired:  # the index lets places pass that were divided since: some are not concerned
                found = [one for one in found if Verdict.DOES_NOT_APPLY is not one.verdict or one.lapsed]
            return with_sanctions(self._view(), found)

    def answers(self, entity: Entity, on: datetime.date | None = None) -> Iterator[Answer]:
        """The answer on every duty of the base, one after another as they are asked for, without sanctions."""
        from kb.answering import snapshot  # noqa: PLC0415
        from rules.answers import answer  # noqa: PLC0415
        from rules.resolved import Facts  # noqa: PLC0415

        day, facts = on or datetime.date.today(), Facts(entity)
        with guard(self.path), snapshot(self._view()):
            for record in self.records():
                yield answer(record, facts, day)

    def news(self, entity: Entity, since: datetime.date, on: datetime.date | None = None) -> News:
        """What changed for *entity* after the day *since* until that day (today)."""
        from kb.news import news  # noqa: PLC0415

        return news(self, entity, since, on or datetime.date.today())

    def lapsed(self, entity: Entity, on: datetime.date | None = None) -> int:
        """How many duties at most ``duties_for`` shows only with *expired*."""
        from kb.answering import snapshot  # noqa: PLC0415
        from rules.resolved import Facts  # noqa: PLC0415

        with guard(self.path), snapshot(self._view()):
            return len(self._answers().lapsed(Facts(entity), on or datetime.date.today()))

    def match(self, entities: Iterable[Entity], on: datetime.date | None = None) -> Iterator[Reached]:
        """For one entity after another the ids of the duties that apply on that day (today), and of those unknown.

        As many entities as you like: they are asked for one by one, and nothing of them is kept.
        """
        from kb.answering import snapshot  # noqa: PLC0415
        from rules.resolved import Facts  # noqa: PLC0415

        day = on or datetime.date.today()
        with guard(self.path), snapshot(self._view()):
            answering = self._answers()
            for entity in entities:
                yield answering.reached(Facts(entity), day)

    def _answers(self) -> Answering:
        """What answers through the index over conditions, made anew when the base has changed."""
        from kb.answering import Answering  # noqa: PLC0415

        overrides = self._overrides()
        if self._answering is None or not self._answering.current or self._answering.overrides is not overrides:
            self._answering = Answering(overrides.connection, overrides)
        return self._answering

    def overrides(self) -> list[OverrideInfo]:
        """The conditions that reviewers set, in the order of their file, and how each stands to the base."""
        with guard(self.path):
            return self._overrides().infos()

    def why(self, duty: str, entity: Entity, on: datetime.date | None = None) -> Answer:
        """Whether one duty applies to *entity* on that day (today), with the trace, and what would change it."""
        from kb.sanctions import with_sanctions  # noqa: PLC0415
        from rules.answers import answer  # noqa: PLC0415
        from rules.counterfactuals import counterfactuals  # noqa: PLC0415

        record, day = self.record(duty), on or datetime.date.today()
        changes = counterfactuals(record.condition, entity, day)
        found = answer(record, entity, day).model_copy(update={"changes": changes})
        with guard(self.path):
            return with_sanctions(self._view(), [found])[0]

    def sanctions(self, duty: str) -> tuple[Sanction, ...]:
        """The provisions of the base that punish the breach of a duty; those that name its clause come first."""
        from kb.sanctions import sanctions_of  # noqa: PLC0415

        record = self.record(duty)
        with guard(self.path):
            return sanctions_of(self._view(), record)

    def receipt(
        self, answers: Iterable[Answer], entity: Entity, on: datetime.date, command: str = "duties", **asked: Any
    ) -> Receipt:
        """What *answers* were made from, and what they are; *asked*: duty, everything, expired, as they were asked."""
        from kb.receipts import make, marks  # noqa: PLC0415

        with guard(self.path):
            held = self._overrides()
            decided = marks(held.decisions.outcomes) if held.decisions else ()
            return make(held.connection, answers, held.entries, decided, command=command, entity=entity, on=on, **asked)

    def verify(self, receipt: Receipt) -> Verification:
        """Ask again what *receipt* tells, and say what is another one today."""
        from kb.receipts import compare  # noqa: PLC0415

        entity, on = receipt.entity, receipt.on
        asked = {"duty": receipt.duty, "everything": receipt.everything, "expired": receipt.expired}
        if receipt.duty is None:
            found = self.duties_for(entity, on=on, include_all=receipt.everything, expired=receipt.expired)
        else:
            try:
                found = [self.why(receipt.duty, entity, on=on)]
            except UsageError:  # no such duty any more
                found = []
        named = [one.id for one in receipt.documents]
        return compare(receipt, self.receipt(found, entity, on, receipt.command, also=named, **asked))

    def interview(self, entity: Entity, on: datetime.date | None = None) -> Interview:
        """The questions that *entity* leaves open on that day (today), one after another, that decides most first."""
        from kb.answering import snapshot  # noqa: PLC0415
        from rules.interview import Interview  # noqa: PLC0415
        from rules.resolved import Facts  # noqa: PLC0415

        day = on or datetime.date.today()
        with guard(self.path), snapshot(self._view()):
            answering = self._answers()
            return Interview(answering.records(answering.decide(Facts(entity), day).unknown), entity, day)

    def graph(self, around: str | None = None, depth: int = 2) -> nx.MultiDiGraph[str]:
        """The responsibility graph within *depth* steps of a document, duty, clause, actor, sector or place.

        Without *around* that of the whole base, up to a number of nodes; ``kb.graph`` tells its names and attributes.
        """
        from kb.graph import graph  # noqa: PLC0415

        with guard(self.path):
            return graph(self._view(), around, depth)

    def chain(self, duty: str) -> Chain:
        """The lines through a duty, from the top document down, with what changes at each step.

        A lower document's duty carries out an upper one's where both are of one matter and the documents are tied.
        """
        from kb.chain import chain  # noqa: PLC0415

        record = self.record(duty)
        with guard(self.path):
            found, over = chain(self._view(), record), self._overrides().over
        duties = tuple(link.model_copy(update={"record": over(link.record)}) for link in found.duties)
        return found.model_copy(update={"duties": duties})

    def conflicts(self, document: str | None = None, *, on: datetime.date | None = None) -> list[Collision]:
        """Duties of different documents that cannot both be met, each with a body to which both apply, and the order.

        Of one document (its id, number or title; a draft is then taken to be in force), or of the whole base; on the
        day *on*, or on any day when both are in force.
        """
        from kb.collisions import collisions  # noqa: PLC0415

        with guard(self.path):
            return list(collisions(self._view(), document, on, self._overrides().over))

    # --- drafts ------------------------------------------------------------------------------------------------

    def crossref(self, draft: Document, on: datetime.date | None = None) -> CrossRef:
        """*draft*, which need not be in the base, held against it: citations, duties above, conflicts, burdens."""
        from kb.answering import snapshot  # noqa: PLC0415
        from kb.crossref import crossref  # noqa: PLC0415

        with guard(self.path), snapshot(self._view()):
            return crossref(self._view(), self._answers(), draft, on or datetime.date.today())

    def impact(self, draft: Document, against: str | None = None) -> Impact:
        """Who gains and loses duties by *draft*: against the document *against*, else against those above it.

        Where the base holds an older text of the draft (its number or title), that is what it is held against.
        """
        from kb.answering import snapshot  # noqa: PLC0415
        from kb.crossref import impact  # noqa: PLC0415

        old = self.document(against) if against is not None else None
        with guard(self.path), snapshot(self._view()):
            return impact(self._view(), draft, old)

    def doctor(self) -> list[Finding]:
        """What is unsound in the base; nothing where all is well."""
        from kb.doctor import examine  # noqa: PLC0415

        with guard(self.path):
            return [*examine(self._open()), *self._overrides().findings(), *self._decisions().findings()]
