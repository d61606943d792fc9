"""The command on conditions that reviewers set: overrides."""

from __future__ import annotations

import click

from commands.options import FINDINGS, as_json, base, base_option, command, format_option, out, overrides_option
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
