"""Commands that hold duties against each other: chain, conflicts."""

from __future__ import annotations

from datetime import date

import click

from commands.options import FINDINGS, as_json, base, base_option, command, format_option, out
from policies.messages import N_
from reports.terminal import day, option


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
