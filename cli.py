"""The command line: which commands there are. What each does stands in ``commands/``."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from commands.options import FILE
from policies.messages import N_, _
from reports.terminal import Group, option, run

__all__ = ["COMMANDS", "main", "zeren"]

#: Command → the module that defines it, loaded when the command is called; in the order of use.
COMMANDS = {
    "parse": "commands.reading",
    "ingest": "commands.reading",
    "coverage": "commands.reading",
    "documents": "commands.holding",
    "ask": "commands.asking",
    "duties": "commands.asking",
    "why": "commands.asking",
    "checklist": "commands.asking",
    "applicability": "commands.wholes",
    "changes": "commands.wholes",
    "match": "commands.many",
    "graph": "commands.holding",
    "matrix": "commands.tabling",
    "chain": "commands.comparing",
    "conflicts": "commands.comparing",
    "search": "commands.holding",
    "lint": "commands.drafting",
    "diff": "commands.comparing",
    "crossref": "commands.drafting",
    "impact": "commands.drafting",
    "stats": "commands.tabling",
    "due": "commands.tabling",
    "show": "commands.holding",
    "overrides": "commands.reviewing",
    "review": "commands.reviewing",
    "verify": "commands.reviewing",
    "doctor": "commands.holding",
    "demo": "commands.showing",
}
EPILOG = N_(
    "Exit codes: 0 done; 1 findings (of commands that check); 2 wrong usage; 3 input or base could not be read; 70 a "
    "fault of the program; 130 interrupted."
)


class _Zeren(Group):
    """The group of all commands; help on all of them loads all modules, a command only its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(import_module(module), cmd_name)
        return found


@click.group(cls=_Zeren, epilog=EPILOG, help=N_(
    "Zeren reads Chinese policy circulars, finds every duty in them, and answers which of them apply to a given body, "
    "and why.\n\nStart with: zeren demo"
))  # fmt: skip
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _option, asked: tell(ctx, asked),
    help=N_("Show the version and exit."),
)
@option("--db", type=FILE, envvar="ZEREN_DB", show_envvar=True, help=N_("The base (an SQLite file)."))
@click.pass_context
def zeren(ctx: click.Context, /, db: Path | None) -> None:
    ctx.obj = db


def tell(ctx: click.Context, /, asked: bool) -> None:
    """``--version``."""
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"zeren {version('zeren')}")
        except PackageNotFoundError:
            click.echo(_("zeren (run from its sources, not installed)"))
        ctx.exit()


def main() -> None:
    """Entry point of the command ``zeren``."""
    gc.set_threshold(100_000, 20, 20)  # answers are many small values that live to the end
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them takes longer than an answer
    sys.exit(run(zeren))


if __name__ == "__main__":
    main()
