"""Commands that tell one body about the whole base: applicability, changes."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from commands.options import (
    FILE,
    TABLE_FORMATS,
    asker,
    base,
    command,
    entity_options,
    format_option,
    out,
    table_out,
)
from policies.errors import UsageError
from policies.messages import N_, _
from reports.terminal import day, option


@command(help=N_(
    "The statement of applicability of a body: every duty of the base with whether it applies, does not, or is to be "
    "settled, and the reason.\n\nWith -o the suffix of the file chooses the format: .xlsx .json .csv .docx .html .md; "
    "the first three are written row by row, for bases of any size."
))  # fmt: skip
@entity_options
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@click.pass_context
def applicability(ctx: click.Context, /, form: str, output: Path | None, **facts: Any) -> None:
    from reports import applicability as statement
    from reports.formats import flat

    entity, on = asker(facts)
    kind = output.suffix.lower().lstrip(".") if output is not None else form
    if output is not None and kind not in statement.STREAMS:
        flat.writer(output)  # tells of a suffix that is none before the work is done
    with base(ctx) as kb:
        lines = map(statement.line, kb.answers(entity, on=on))
        if kind in statement.STREAMS:
            _pour(statement.STREAMS[kind](entity, on, lines), kind, output)
        else:
            table_out(statement.as_flat(entity, on, lines), None, form, output)


def _pour(pieces: Iterator[bytes], kind: str, output: Path | None) -> None:
    """Write a file in pieces, or print it."""
    if output is not None:
        from reports.files import write_bytes

        write_bytes(output, b"".join(pieces))
        out(_("Written: {path}").format(path=output))
        return
    terminal = sys.stdout.isatty()
    if kind == "xlsx" and terminal:
        raise UsageError(
            _("A terminal cannot show {form}.").format(form=kind),
            mend=_("Name a file with -o, or redirect the output."),
        )
    for piece in pieces:
        sys.stdout.buffer.write(piece.removeprefix(codecs.BOM_UTF8) if terminal else piece)
    sys.stdout.buffer.flush()


@command(help=N_(
    "What has changed for a body since a day: duties that are new, that changed, and that are gone, by newer "
    "documents, newer texts of documents in the base, and what began or ended meanwhile."
))  # fmt: skip
@entity_options
@option("--since", type=day, metavar="DATE", required=True, help=N_("The earlier day; what came after it is told."))
@option("--added", is_flag=True, help=N_("Also what older documents brought that came into the base since then."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@click.pass_context
def changes(ctx: click.Context, /, since: date, added: bool, form: str, output: Path | None, **facts: Any) -> None:
    from reports import news

    entity, on = asker(facts)
    if since > on:
        raise click.UsageError(_("The earlier day is later than the day asked about."))
    with base(ctx) as kb:
        made = news.report(kb.news(entity, since, on=on), entity, added=added)
    table_out(news.as_flat(made), made.model_dump(mode="json"), form, output)
    if form == "table" and output is None:
        if not made.lines:
            click.echo(_("Nothing has changed for this body."), err=True)
        if made.added and not added:
            told = _("{count} more from older documents that came into the base since; --added lists them.")
            click.echo(told.format(count=made.added), err=True)
