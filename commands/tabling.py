"""Commands that make tables of what documents say: matrix, stats, due."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from commands.options import (
    FILE,
    KINDS,
    LEVELS,
    MOST,
    TABLE_FORMATS,
    base,
    base_option,
    command,
    filter_options,
    format_option,
    table_out,
)
from policies.messages import N_
from reports.terminal import day, option


@command(help=N_(
    "Write the division of tasks of a document: each duty with who leads, answers for it and cooperates, "
    "and each body with its tasks.\n\nDOCUMENT is the id, number or title of one in the base, or a file. With -o the "
    "suffix of the file chooses the format: .xlsx .docx .html .md .csv .json."
))  # fmt: skip
@click.argument("document")
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@base_option
@click.pass_context
def matrix(ctx: click.Context, /, document: str, form: str, output: Path | None) -> None:
    from reports import matrix as matrices

    path = Path(document)
    if path.suffix and path.is_file():
        from parsers import parse_file

        read = parse_file(path)
    else:
        with base(ctx) as kb:
            read = kb.document(document)
    made = matrices.build(read)
    table_out(matrices.as_flat(made), made.model_dump(mode="json"), form, output)


@command(help=N_(
    "Count the duties of the base: by bearer, kind, level, sector, modality, deadline and year.\n\nWith a query or "
    "filters, those that a search would find. A duty with several bearers or sectors counts for each."
))  # fmt: skip
@click.argument("query", default="")
@filter_options
@option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, help=N_("At most so many values each."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@base_option
@click.pass_context
def stats(ctx: click.Context, /, query: str, limit: int, form: str, output: Path | None, **filters: Any) -> None:
    from reports import stats as tables

    given = {name: value for name, value in filters.items() if value is not None}
    with base(ctx) as kb:
        found = kb.counts(query or None, **given)
    table_out(tables.counts_flat(found, limit), tables.counts_dict(found), form, output)


@command(help=N_(
    "What falls due by a day, and for whom: duties with a deadline or a period that ends until then, soonest "
    "first, and those that recur, with the last day of their period.\n\n"
    "Level and kind are those of the body to which the duty can fall."
))  # fmt: skip
@option("--before", type=day, metavar="DATE", required=True, help=N_("The last day; it counts too."))
@option("--after", type=day, metavar="DATE", help=N_("The first day; without it everything before."))
@option("--level", type=click.Choice(LEVELS), help=N_("Only what can fall to an authority of this level."))
@option("--kind", type=click.Choice(KINDS), help=N_("Only what can fall to such a body."))
@option("--sector", help=N_("Only this field of work and those within it."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@base_option
@click.pass_context
def due(
    ctx: click.Context, /, before: date, after: date | None, form: str, output: Path | None, **filters: Any
) -> None:
    from reports import stats as tables

    with base(ctx) as kb:
        found = tables.falling_due(kb, before, after, **filters)
    table_out(tables.due_flat(found, before), tables.due_dict(found, before), form, output)
