"""Commands that hold duties against each other: chain, conflicts."""

from __future__ import annotations

import click

from commands.options import as_json, base, base_option, command, format_option, out
from policies.messages import N_


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
