"""The command line: parses arguments, calls, prints. What takes long to import is imported where it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policies.messages import N_, _
from reports.terminal import Group, complain, day, interrupted, option, printable, progress, run

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from policies.documents import Document
    from policies.entities import Entity

__all__ = ["main", "zeren"]

FINDINGS, UNREAD = 1, 3  # exit codes; 2 (usage) comes from click and from UsageError
KINDS = ("government", "department", "enterprise", "institution", "individual")
LEVELS = ("national", "province", "city", "county", "township")
MODALITIES = ("must", "must_not", "may", "encouraged")
MOST = 100_000  # hits, steps
EPILOG = N_(
    "Exit codes: 0 done; 1 findings (doctor, coverage); 2 wrong usage; 3 input or base could not be read; 70 a fault "
    "of the program; 130 interrupted."
)


class _Name(click.Path):
    """The name of a file. What cannot be read or written is told by who reads or writes it, with how to mend it."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail(_("The name of a file is empty."), param, ctx)
        return super().convert(value, param, ctx)


FILE = _Name()


@click.group(cls=Group, epilog=EPILOG, help=N_(
    "Zeren reads Chinese policy circulars, finds every duty in them, and answers which of them apply to a given body, "
    "and why.\n\nStart with: zeren demo"
))  # fmt: skip
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _option, asked: tell(ctx, asked),
    help=N_("Show the version and exit."),
)
@option("--db", type=FILE, envvar="ZEREN_DB", show_envvar=True, help=N_("The base (an SQLite file)."))
@click.pass_context
def zeren(ctx: click.Context, /, db: Path | None) -> None:
    ctx.obj = db


def tell(ctx: click.Context, /, asked: bool) -> None:
    """``--version``."""
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"zeren {version('zeren')}")
        except PackageNotFoundError:
            click.echo(_("zeren (run from its sources, not installed)"))
        ctx.exit()


def main() -> None:
    """Entry point of the command ``zeren``."""
    sys.exit(run(zeren))


# --- options that commands share ----------------------------------------------------------------------------------


def base_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--db`` after the name of a command as well as before it."""

    def remember(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
        ctx.obj = value or ctx.obj

    return option(
        "--db", type=FILE, expose_value=False, callback=remember,
        help=N_("The base (an SQLite file); without it ZEREN_DB, else one in your data folder."),
    )(function)  # fmt: skip


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--format``; the first is the default."""
    return option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True,
        help=N_("What to print: json is described in docs/schemas."),
    )  # fmt: skip


ENTITY_OPTIONS = (
    option("--entity", type=FILE, help=N_("YAML or JSON file with the facts; the options below change or add facts.")),
    option("--kind", help=N_("Kind of body: government, department, enterprise, institution, individual.")),
    option("--level", help=N_("Level of an authority: national, province, city, county, township.")),
    option("--sector", "sectors", multiple=True, help=N_("Field of work, or a GB/T 4754 code; repeatable.")),
    option("--place", help=N_("Place: its name in full, or its GB/T 2260 code.")),
    option("--size", help=N_("Class of size, such as 规模以上.")),
    option("--employees", type=click.IntRange(0, 10**9), help=N_("Number of employees.")),
    option("--function", "functions", multiple=True, help=N_("Task of a department, such as 应急管理; repeatable.")),
    option("--position", help=N_("The post of the one who asks, such as 主要负责人.")),
    option("--attribute", "attributes", multiple=True, metavar="NAME=yes|no", help=N_("A named fact; repeatable.")),
    option("--name", help=N_("Name of the body.")),
    option("--on", type=day, metavar="DATE", help=N_("The date asked about; without it today.")),
)


def entity_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The facts about who asks; ``asker`` makes an Entity of them."""
    function = base_option(function)
    for decorate in reversed(ENTITY_OPTIONS):
        function = decorate(function)
    return function


def asker(facts: dict[str, Any]) -> tuple[Entity, date]:
    """Takes who asks, and about which day, out of a command's options."""
    from rules.facts import entity_from_options, unlisted

    on = facts.pop("on") or date.today()
    entity = entity_from_options(**facts)
    for note in unlisted(entity):
        click.echo(printable(note), err=True)
    return entity, on


def base(ctx: click.Context) -> KnowledgeBase:
    """The base that the options name."""
    from kb import KnowledgeBase

    return KnowledgeBase(ctx.obj)


def out(text: str, path: Path | None = None) -> None:
    """Print, or write to a file."""
    if path is None:
        click.echo(printable(text.rstrip("\n")))
    else:
        from reports.files import write_bytes

        write_bytes(path, text.encode("utf-8", errors="backslashreplace"))


def as_json(value: Any) -> str:
    """JSON as all commands print it; signs that a terminal would obey are written as their numbers."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    if printable(text) == text:
        return text
    return "".join(char if printable(char) else f"\\u{ord(char):04x}" for char in text)


CLASSIFIED = option(
    "--allow-classified", is_flag=True,
    help=N_("Read documents that bear a mark of secrecy too; only on a machine that may hold them."),
)  # fmt: skip
OUTPUT = option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))


# --- commands -----------------------------------------------------------------------------------------------------


@zeren.command(help=N_(
    "Read one circular and print its clauses and duties.\n\nText, Markdown, HTML, DOCX, OFD and PDF with text are "
    "read, DOC and WPS through LibreOffice; - reads standard input. Whatever could be read is answered (exit code 0); "
    "what was not understood is listed as a problem."
))  # fmt: skip
@click.argument("file", type=FILE)
@format_option("tree", "json", "html")
@CLASSIFIED
@OUTPUT
def parse(file: Path, form: str, output: Path | None, allow_classified: bool) -> None:
    from parsers import parse_file
    from reports import circular, contract

    piped_in = str(file) == "-"
    document = piped(allow_classified) if piped_in else parse_file(file, allow_classified=allow_classified)
    if form == "json":
        out(as_json(contract.as_contract(document)), output)
    elif form == "html":
        out(circular.html(document), output)
    else:
        out(circular.tree(document), output)


def piped(allow_classified: bool) -> Document:
    """What standard input brings: a file of any kind that is read."""
    from parsers.pipeline import parse_manuscript
    from parsers.readers import read_bytes
    from parsers.readers.limits import MAX_BYTES
    from policies.errors import InputError

    if sys.stdin is None:
        raise InputError(_("Standard input is closed."), mend=_("Name a file, or pipe the text of one in."))
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    return parse_manuscript(read_bytes(data, "-", allow_classified=allow_classified))


@zeren.command(help=N_(
    "Take circulars into the base: files, and folders with everything below them.\n\nWhat is there already is left "
    "alone; a changed text becomes a new version. A file that cannot be read is named and does not stop the others "
    "(exit code 3)."
))  # fmt: skip
@click.argument("paths", nargs=-1, required=True, type=FILE)
@option(
    "--jobs",
    type=click.IntRange(0, 256),
    default=1,
    show_default=True,
    help=N_("Processes that read in parallel; 0 means one for each processor."),
)
@CLASSIFIED
@format_option("text", "json")
@base_option
@click.pass_context
def ingest(ctx: click.Context, /, paths: tuple[Path, ...], jobs: int, allow_classified: bool, form: str) -> int:
    from kb.ingest import IngestInterrupted
    from reports import intake

    stopped = False
    with base(ctx) as kb, progress(_("Reading")) as advance:
        try:
            report = kb.ingest(paths, jobs=jobs, progress=advance, allow_classified=allow_classified)
        except IngestInterrupted as interrupt:
            report, stopped = interrupt.report, True
    out(as_json(intake.as_dict(report)) if form == "json" else intake.text(report))
    for _path, error in report.failed:
        complain(error)
    return interrupted() if stopped else UNREAD if report.failed else 0


@zeren.command(help=N_(
    "Account for every sentence of circulars: the share that are duties, no duty (by reason) and undecided (by "
    "reason).\n\nFiles and folders are read as by ingest; nothing is stored. Exit code 1 when a document that directs "
    "holds no duty, or more is undecided than --at-most allows; 3 when a file could not be read."
))  # fmt: skip
@click.argument("paths", nargs=-1, required=True, type=FILE)
@option("--undecided", is_flag=True, help=N_("List the undecided sentences too (json always holds them)."))
@option("--at-most", type=click.FloatRange(0, 100), metavar="PERCENT", help=N_("So much may be undecided in all."))
@format_option("table", "json", "csv", "md")
@CLASSIFIED
@OUTPUT
def coverage(
    paths: tuple[Path, ...], undecided: bool, at_most: float | None, form: str, allow_classified: bool,
    output: Path | None,
) -> int:  # fmt: skip
    from reports import coverage as accounts
    from reports import coverage_forms as forms

    with progress(_("Reading")) as advance:
        found = accounts.cover(paths, progress=advance, allow_classified=allow_classified)
    if form == "json":
        out(as_json(forms.as_dict(found)), output)
    elif found.documents:
        written = {"table": forms.table, "csv": forms.as_csv, "md": forms.as_markdown}[form]
        out(written(found, undecided=undecided), output)
    for _path, error in found.failed:
        complain(error)
    for one in accounts.lacks_duties(found):
        click.echo(printable(_("No duty was found in a document that directs: {path}").format(path=one.path)), err=True)
    if found.failed:
        return UNREAD
    return FINDINGS if accounts.lacks_duties(found) or accounts.exceeds(found, at_most) else 0


@zeren.command(help=N_("List what the base holds, by date."))
@format_option("table", "json")
@base_option
@click.pass_context
def documents(ctx: click.Context, /, form: str) -> None:
    from reports import intake

    with base(ctx) as kb:
        held = kb.documents()
    out(as_json(intake.documents_dict(held)) if form == "json" else intake.documents_table(held))


@zeren.command(help=N_(
    "Which duties apply to a body, which may, and which fact would decide that.\n\nThe facts come from a file, from "
    "options, or from both. A fact that is not stated is unknown, never no."
))  # fmt: skip
@entity_options
@option("--all", "everything", is_flag=True, help=N_("Those that do not apply too."))
@format_option("table", "json")
@click.pass_context
def duties(ctx: click.Context, /, everything: bool, form: str, **facts: Any) -> None:
    from reports import answers

    entity, on = asker(facts)
    with base(ctx) as kb:
        found = kb.duties_for(entity, on=on, include_all=everything)
    out(as_json(answers.as_dict(found, entity, on)) if form == "json" else answers.table(found, entity, on))


@zeren.command(help=N_("Why a duty applies to a body or not: every step with the words of the clause."))
@click.argument("duty")
@entity_options
@format_option("text", "json")
@click.pass_context
def why(ctx: click.Context, /, duty: str, form: str, **facts: Any) -> None:
    from reports import answers

    entity, on = asker(facts)
    with base(ctx) as kb:
        answer = kb.why(duty, entity, on=on)
    out(as_json(answers.why_dict(answer, entity, on)) if form == "json" else answers.why(answer, entity, on))


@zeren.command(help=N_(
    "Write the checklist of a body.\n\nThe suffix of the file chooses the format: .xlsx .docx .html .md .csv .json, or "
    ".ics for a calendar."
))  # fmt: skip
@entity_options
@option("-o", "--output", type=FILE, required=True, help=N_("File to write."))
@click.pass_context
def checklist(ctx: click.Context, /, output: Path, **facts: Any) -> None:
    from reports import checklist as lists
    from reports.demonstration import checklist_for

    entity, on = asker(facts)
    with base(ctx) as kb:
        made = checklist_for(kb, entity, on)
    lists.write(made, output)
    out(_("Written: {path}").format(path=output))


@zeren.command(help=N_(
    "Write the responsibility graph, or the part of it around one node.\n\nThe suffix of the file chooses the format: "
    ".svg .html .graphml .json, or .mmd for Mermaid."
))  # fmt: skip
@option("--around", help=N_("A document, duty or clause by its id, or an actor, sector or place by its name."))
@option("--depth", type=click.IntRange(0, MOST), default=2, show_default=True, help=N_("How many steps from there."))
@option("-o", "--output", type=FILE, required=True, help=N_("File to write."))
@base_option
@click.pass_context
def graph(ctx: click.Context, /, around: str | None, depth: int, output: Path) -> None:
    from reports import graph as graphs

    with base(ctx) as kb:
        found = kb.graph(around, depth=depth)
    graphs.write(found, output)
    if found.graph["note"]:
        click.echo(printable(found.graph["note"]), err=True)
    out(_("Written: {path}").format(path=output))


@zeren.command(
    help=N_(
        "Search clauses and duties; words of two characters are found too.\n\nWithout a query, all duties that the "
        "filters leave are listed."
    )
)
@click.argument("query", default="")
@option("--kind", type=click.Choice(KINDS), help=N_("Only duties of such bodies."))
@option("--level", type=click.Choice(LEVELS), help=N_("Only documents of this level."))
@option("--sector", help=N_("Only this field of work and those within it."))
@option("--modality", type=click.Choice(MODALITIES), help=N_("Only duties of this modality."))
@option("--since", type=day, metavar="DATE", help=N_("Only documents of this date or later."))
@option("--until", type=day, metavar="DATE", help=N_("Only documents of this date or earlier."))
@option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, help=N_("At most so many hits."))
@format_option("table", "json")
@base_option
@click.pass_context
def search(ctx: click.Context, /, query: str, form: str, **filters: Any) -> None:
    from reports import search as hits
    from rules.resolved import resolve_sector

    if filters["sector"]:
        filters["sector"] = resolve_sector(filters["sector"])
    with base(ctx) as kb:
        found = kb.search(query, **filters)
    out(as_json(hits.as_dict(found, query)) if form == "json" else hits.table(found, query))


@zeren.command(help=N_(
    "Show a duty, a document or a clause.\n\nA duty by its id (the beginning is enough); a document by its id, number "
    "or title; a clause by the id that search gives."
))  # fmt: skip
@click.argument("id")
@format_option("text", "json")
@base_option
@click.pass_context
def show(ctx: click.Context, /, id: str, form: str) -> None:
    from reports import named

    with base(ctx) as kb:
        found = named.show(kb, id, as_json=form == "json")
    out(found if isinstance(found, str) else as_json(found))


@zeren.command(help=N_("Check the base; exit code 1 when something is wrong with it."))
@format_option("text", "json")
@base_option
@click.pass_context
def doctor(ctx: click.Context, /, form: str) -> int:
    with base(ctx) as kb:
        findings = kb.doctor()
    if form == "json":
        out(as_json([finding.model_dump(mode="json") for finding in findings]))
    elif findings:
        out("\n".join(f"{finding.code}\t{finding.where}\t{finding.message}" for finding in findings))
    else:
        out(_("The base is sound."))
    return FINDINGS if findings else 0


@zeren.command(help=N_(
    "Show what Zeren does, on the circulars that come with it: their base, three checklists and the graph."
))  # fmt: skip
@option("-o", "--output", type=FILE, default=Path("zeren-demo"), show_default=True, help=N_("Folder to write into."))
def demo(output: Path) -> None:
    from reports import demonstration

    demonstration.make(output, echo=out)


if __name__ == "__main__":
    main()
