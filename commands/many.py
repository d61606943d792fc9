"""The command that answers for many bodies at once: match."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from commands.options import FILE, UNREAD, base, base_option, command, format_option
from policies.errors import UsageError
from policies.messages import N_
from reports.terminal import complain, day, option, printable


@command(help=N_(
    "Ask for many bodies at once: for each row of a table how many duties apply, how many may, and their ids.\n\n"
    "The table is CSV, JSON lines or Parquet (the latter with pyarrow); its columns are the keys of entity files. "
    "Lists are parted by 、 or semicolons, attributes are NAME=yes or NAME=no; a column id is handed on. A row that "
    "cannot be read is named with its column and the others go on; the exit code is then 3."
))  # fmt: skip
@click.argument("entities", type=FILE)
@option("--on", type=day, metavar="DATE", help=N_("The date asked about; without it today."))
@format_option("jsonl", "csv")
@base_option
@click.pass_context
def match(ctx: click.Context, /, entities: Path, on: date | None, form: str) -> int:
    from reports import matches
    from rules.entity_rows import entity_rows

    unread = 0

    def amiss(error: UsageError) -> None:
        nonlocal unread
        unread += 1
        complain(error)

    with base(ctx) as kb:
        for line in matches.lines(kb, entity_rows(entities), on or date.today(), form, amiss):
            click.echo(printable(line))
    return UNREAD if unread else 0
