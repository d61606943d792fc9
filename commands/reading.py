"""Commands that read circulars: parse, ingest, coverage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import (
    CLASSIFIED,
    FILE,
    FINDINGS,
    OUTPUT,
    UNREAD,
    as_json,
    base,
    base_option,
    command,
    format_option,
    out,
)
from policies.messages import N_, _
from reports.terminal import complain, interrupted, option, printable, progress

if TYPE_CHECKING:
    from policies.documents import Document


@command(help=N_(
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


@command(help=N_(
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


@command(help=N_(
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
