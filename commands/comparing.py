"""Commands that hold duties against each other: chain, conflicts, diff."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import (
    FILE,
    FINDINGS,
    TABLE_FORMATS,
    as_json,
    base,
    base_option,
    command,
    format_option,
    out,
    table_out,
)
from policies.messages import N_
from reports.terminal import day, option

if TYPE_CHECKING:
    from policies.documents import Document


@command(help=N_(
    "Print the lines through a duty: from the top document that it carries out down to the enterprise, and back up, "
    "with what changes at each step.\n\nA lower document's duty carries out an upper one's where both are of one "
    "matter and the lower document implements, forwards, issues or cites the upper one."
))  # fmt: skip
@click.argument("duty")
@format_option("text", "json", "md")
@base_option
@click.pass_context
def chain(ctx: click.Context, /, duty: str, form: str) -> None:
    from reports import chain as chains

    with base(ctx) as kb:
        found = kb.chain(duty)
    if form == "json":
        out(as_json(chains.as_dict(found)))
    else:
        out(chains.as_markdown(found) if form == "md" else chains.as_text(found))


@command(help=N_(
    "Find duties of different documents that cannot both be met; exit code 1 when there are any.\n\nThat is: what one "
    "orders or allows the other forbids; no figure satisfies both; at least so often against at most less often; due "
    "after the upper duty that is carried out; not the same lead. Each is shown with a body to which both apply on a "
    "day when both are in force, and with the one that prevails, if one does. With a document (its id, number or "
    "title), those of that document; a draft is then taken to be in force."
))  # fmt: skip
@click.argument("document", required=False)
@option("--on", type=day, metavar="DATE", help=N_("Only where both are in force on this date; without it on any."))
@format_option("text", "json")
@base_option
@click.pass_context
def conflicts(ctx: click.Context, /, document: str | None, on: date | None, form: str) -> int:
    from reports import conflicts as collisions

    with base(ctx) as kb:
        found = kb.conflicts(document, on=on)
    out(as_json(collisions.as_dict(found)) if form == "json" else collisions.as_text(found))
    return FINDINGS if found else 0


@command(help=N_(
    "What a new text changes in an old one, duty by duty: raised or lowered demand, moved deadline, changed figure, "
    "other bearer, wider or narrower scope, new, dropped, only reworded.\n\nOLD and NEW are files, or documents of the "
    "base by id, number or title. Exit code 1 where more than the wording changed."
))  # fmt: skip
@click.argument("old")
@click.argument("new")
@option("--all", "everything", is_flag=True, help=N_("What is the same or only reworded too."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@base_option
@click.pass_context
def diff(ctx: click.Context, /, old: str, new: str, everything: bool, form: str, output: Path | None) -> int:
    from kb.diff import State
    from kb.diff import diff as compare
    from reports import diff as diffs

    found = compare(_document(ctx, old), _document(ctx, new))
    if form == "table" and output is None:
        out(diffs.as_text(found, everything=everything))
    else:
        value = diffs.as_dict(found, everything=everything)
        table_out(diffs.as_flat(found, everything=everything), value, form, output)
    return FINDINGS if found.of(State.CHANGED, State.NEW, State.DROPPED) else 0


def _document(ctx: click.Context, name: str) -> Document:
    """A file of that name, else a document of the base."""
    path = Path(name)
    if path.is_file():
        from parsers import parse_file

        return parse_file(path)
    with base(ctx) as kb:
        return kb.document(name)
