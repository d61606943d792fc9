"""Commands for drafters: lint, crossref, impact."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import (
    CLASSIFIED,
    FILE,
    FINDINGS,
    OUTPUT,
    TABLE_FORMATS,
    as_json,
    base,
    base_option,
    command,
    format_option,
    out,
    table_out,
)
from policies.errors import InputError, UsageError
from policies.messages import N_, _
from reports.terminal import day, option, printable

if TYPE_CHECKING:
    from kb.crossref import CrossRef
    from policies.documents import Document


@command(help=N_(
    "Check the form of a draft: numbering, title, addressees, dates, attachments, citations, terms, classes.\n\nEach "
    "rule has a code, a level and its source; what is only practice is never an error. Exit code 1 where an error or a "
    "warning is found. --fix mends what cannot change the meaning, and writes the text to the file that -o names."
))  # fmt: skip
@click.argument("draft", type=FILE)
@option("--select", multiple=True, metavar="CODE", help=N_("Only rules whose code begins so; repeatable."))
@option("--ignore", multiple=True, metavar="CODE", help=N_("No rules whose code begins so; repeatable."))
@option("--fix", is_flag=True, help=N_("Mend what can be mended without changing the meaning."))
@format_option("table", "json", "sarif")
@CLASSIFIED
@OUTPUT
def lint(
    draft: Path, select: tuple[str, ...], ignore: tuple[str, ...], fix: bool, form: str, allow_classified: bool,
    output: Path | None,
) -> int:  # fmt: skip
    from kb.lint import Level, findings, rules
    from parsers import parse_file
    from reports import lint as lints

    chosen = rules(select, ignore)
    document = parse_file(draft, allow_classified=allow_classified)
    head = document.metadata
    if not (document.clauses or head.genre or head.doc_number or head.addressees):
        click.echo(
            printable(_("This does not read like a circular: neither head nor numbered section was found.")), err=True
        )
    found = findings(document, chosen)
    if fix:
        if output is None:
            raise UsageError(
                _("--fix needs a file to write to."), mend=_("Name it with -o; your draft stays as it is.")
            )
        _apart(draft, output)
        lints.mendable(document, draft)
        from parsers.readers.decoding import decode
        from parsers.readers.files import contents
        from reports.files import write_bytes

        original, encoding = decode(contents(draft))
        text, done = lints.mended(found, document, original, draft)
        write_bytes(output, text.encode(encoding))
        click.echo(printable(_("{count} findings mended: {path}").format(count=len(done), path=output)), err=True)
        return 0
    if form == "json":
        out(as_json(lints.as_dict(found, document)), output)
    elif form == "sarif":
        out(as_json(lints.as_sarif(found, document, draft.as_posix(), chosen)), output)
    else:
        out(lints.table(found, document, chosen), output)
    serious = any(one.level is not Level.NOTE for one in found)
    return FINDINGS if serious else 0


@command(help=N_(
    "Hold a draft against the base: its citations; each duty of the documents above it (covered, weaker, "
    "later, missing …); what it says twice and what conflicts; what it leaves open; what it asks for a "
    "year.\n\nDRAFT is a file, or a document of the base by id, number or title. With -o report.docx you get "
    "the draft itself with comments at the places concerned, its text untouched. Exit code 1 where there is "
    "something to look at."
))  # fmt: skip
@click.argument("draft")
@option("--on", type=day, metavar="DATE", help=N_("The date asked about; without it today."))
@option("--all", "everything", is_flag=True, help=N_("What is in order too."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@CLASSIFIED
@base_option
@click.pass_context
def crossref(
    ctx: click.Context, /, draft: str, on: date | None, everything: bool, form: str, allow_classified: bool,
    output: Path | None,
) -> int:  # fmt: skip
    from reports import crossref as reports

    if output is not None:
        _apart(Path(draft), output)
    document = _draft(ctx, draft, allow_classified)
    found = _found(ctx, document, on)
    suffix = output.suffix.lower() if output is not None else ""
    if suffix == ".docx" and output is not None:
        from parsers.readers.files import contents
        from reports.files import write_bytes
        from reports.formats.comments import annotated

        original = contents(Path(draft)) if document.source.format == "docx" and Path(draft).is_file() else None
        write_bytes(output, annotated(document, reports.remarks(found), original, found.on))
        out(_("Written: {path}").format(path=output))
    elif form == "table" and output is None:
        out(reports.as_text(found, everything=everything))
    else:
        table_out(reports.as_flat(found, everything=everything), reports.as_dict(found), form, output)
    return FINDINGS if found.findings else 0


@command(help=N_(
    "Who gains and who loses duties by a draft, by kind of body and by name.\n\nAgainst the document that --against "
    "names (a file, or one of the base by id, number or title); without it against the older text of the draft in the "
    "base; where there is none, against the documents that the draft carries out. DRAFT "
    "is a file, or a document of the base."
))  # fmt: skip
@click.argument("draft")
@option("--against", metavar="OLD", help=N_("The older version: a file, or a document of the base."))
@option("--all", "everything", is_flag=True, help=N_("What is kept as it was too."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@CLASSIFIED
@base_option
@click.pass_context
def impact(
    ctx: click.Context, /, draft: str, against: str | None, everything: bool, form: str, allow_classified: bool,
    output: Path | None,
) -> None:  # fmt: skip
    from reports import impact as reports

    document = _draft(ctx, draft, allow_classified)
    if against is not None and Path(against).is_file():
        from kb.crossref import versions

        found = versions(document, _draft(ctx, against, allow_classified))
    else:
        with base(ctx) as kb:
            found = kb.impact(document, against)
    table_out(reports.as_flat(found, everything=everything), reports.as_dict(found), form, output)


def _draft(ctx: click.Context, name: str, allow_classified: bool) -> Document:
    """A file, else a document of the base; InputError where nothing in it can be held against anything."""
    path = Path(name)
    if not path.exists() and not path.suffix and (ctx.obj or base(ctx).path).exists():
        with base(ctx) as kb:
            return kb.document(name)
    from parsers import parse_file

    document = parse_file(path, allow_classified=allow_classified)
    if not document.text.strip():
        raise InputError(_("The draft is empty."), where=str(path), mend=_("Name a file that holds its text."))
    head = document.metadata
    if not (document.clauses or head.genre or head.doc_number or head.addressees or document.duties):
        raise InputError(
            _("This does not read like a circular: neither head nor numbered section nor duty was found."),
            where=str(path),
            mend=_("Name the draft of a notice, plan, opinion or regulation; “zeren parse” shows what is read."),
        )
    if not document.duties:
        click.echo(printable(_("No duty was found in the draft: only its citations can be checked.")), err=True)
    elif not document.clauses:
        click.echo(printable(_("The draft has no numbered sections: places are told by their words.")), err=True)
    return document


def _found(ctx: click.Context, document: Document, on: date | None) -> CrossRef:
    with base(ctx) as kb:
        if ctx.obj is None and not kb.path.exists():
            from kb.crossref import crossref as alone

            click.echo(printable(_("There is no base yet: only the draft itself is looked at.")), err=True)
            return alone(None, None, document, on or date.today())
        return kb.crossref(document, on)


def _apart(draft: Path, output: Path) -> None:
    """UsageError where the draft itself would be written over."""
    if draft.exists() and output.exists() and draft.samefile(output):
        raise UsageError(
            _("The report would replace the draft."), where=str(output), mend=_("Name another file with -o.")
        )
