"""The demonstration: the shipped circulars in a base, asked for three bodies, with everything written to one folder."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

from kb import KnowledgeBase
from policies import circulars
from policies.entities import Entity
from policies.errors import UsageError
from policies.messages import _
from policies.reasons import because
from reports import checklist, circular, graph, intake, words
from reports.checklist import Checklist
from reports.files import write_bytes
from rules.facts import load_entity

__all__ = ["DAY", "checklist_for", "make"]

DAY = datetime.date(2012, 9, 1)  # in the year of the shipped notice, when all that it orders is in force
FORMATS = ("html", "xlsx", "docx", "md", "csv", "json", "ics")
GRAPH = ("svg", "html", "graphml", "json", "mmd")
AROUND = "煤矿"  # the field of work that the graph of the demonstration stands around


def checklist_for(base: KnowledgeBase, entity: Entity, on: datetime.date) -> Checklist:
    """The checklist of *entity*, with the duties that those one step removed come from."""
    answers = base.duties_for(entity, on=on)
    wanted = {answer.record.duty.derived_from for answer in answers} - {answer.record.duty.id for answer in answers}
    parents = {identity: base.record(identity) for identity in sorted(filter(None, wanted))}
    return checklist.build(answers, entity, on, parents, lapsed=base.lapsed(entity, on))


def make(folder: Path, echo: Callable[[str], None]) -> None:
    """Write the demonstration into *folder* and tell what was written; what it wrote before is replaced."""
    _prepare(folder)
    with KnowledgeBase(folder / "zeren.db") as base:
        report = base.ingest([shipped.path for shipped in circulars.shipped()])
        if report.failed:
            raise report.failed[0][1]
        echo(intake.text(report))
        for file in circulars.demo_entities():
            entity = load_entity(file)
            slug = entity.kind.value if entity.kind else file.stem
            shutil.copyfile(file, folder / f"{slug}.yaml")
            made = checklist_for(base, entity, DAY)
            for suffix in FORMATS:
                checklist.write(made, folder / f"checklist-{slug}.{suffix}")
            counts = words.joined(_("{name}: {count}").format(name=name, count=count) for name, count in made.counts)
            echo(_("{title}: {counts}").format(title=made.title, counts=counts))
        for suffix in GRAPH:
            graph.write(base.graph(AROUND, depth=1), folder / f"graph.{suffix}")
        _page(base, folder)
    echo(_next_steps(folder))


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("zeren.db", "zeren.db-wal", "zeren.db-shm"):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            _("The folder of the demonstration cannot be written."),
            where=str(folder),
            why=because(error),
            mend=_("Name another one with -o, and close programs that have files of it open."),
        ) from error


def _page(base: KnowledgeBase, folder: Path) -> None:
    """The shipped notice as a page, with its duties marked."""
    document = base.document("吉市政办发〔2012〕14号")
    write_bytes(folder / "circular.html", circular.html(document).encode("utf-8"))


def _next_steps(folder: Path) -> str:
    """What to open, and what to try next."""
    lines = [
        _("Written into {folder}:").format(folder=folder),
        _("  checklist-enterprise.html   the checklist of a coal-mining enterprise: open this first"),
        _("  checklist-government.*      that of a county government; checklist-department.* that of a bureau"),
        _("  circular.html               the notice with its duties marked"),
        _("  graph.html                  the responsibility graph around coal mining"),
        _("  zeren.db                    the base; ask it: {command}").format(
            command=f"zeren duties --db {(folder / 'zeren.db').as_posix()} "
            f"--entity {(folder / 'enterprise.yaml').as_posix()} --on {DAY}"
        ),
    ]
    return "\n".join(lines)
