"""Commands that hold answers against people and time: overrides, verify."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import FILE, FINDINGS, as_json, base, base_option, command, format_option, out, overrides_option
from policies.messages import N_


@command(help=N_(
    "List the conditions that reviewers set, and how each stands to the base.\n\nExit code 1 where the text under one "
    "has changed, or its duty was not found. “zeren show DUTY --format yaml” prints an entry to begin with."
))  # fmt: skip
@format_option("table", "json")
@base_option
@overrides_option
@click.pass_context
def overrides(ctx: click.Context, /, form: str) -> int:
    from reports import reviewing

    with base(ctx) as kb:
        infos = kb.overrides()
    out(as_json(reviewing.as_dict(infos)) if form == "json" else reviewing.table(infos))
    return FINDINGS if any(not info.state.sound for info in infos) else 0


@command(help=N_(
    "Ask again what a receipt tells, and say what differs.\n\nExit code 1 where anything does: a duty and its verdict, "
    "the text of a document, the program, the vocabulary, a condition that a reviewer set."
))  # fmt: skip
@click.argument("receipt", type=FILE)
@format_option("text", "json")
@base_option
@overrides_option
@click.pass_context
def verify(ctx: click.Context, /, receipt: Path, form: str) -> int:
    from reports import receipts

    given = receipts.load(receipt)
    with base(ctx) as kb:
        found = kb.verify(given)
    out(as_json(receipts.as_dict(found)) if form == "json" else receipts.text(found, receipt))
    return 0 if found.same else FINDINGS
