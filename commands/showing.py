"""The command that shows what Zeren does: demo."""

from __future__ import annotations

from pathlib import Path

from commands.options import FILE, command, out
from policies.messages import N_
from reports.terminal import option


@command(help=N_(
    "Show what Zeren does, on the circulars that come with it: their base, three checklists and the graph."
))  # fmt: skip
@option("-o", "--output", type=FILE, default=Path("zeren-demo"), show_default=True, help=N_("Folder to write into."))
def demo(output: Path) -> None:
    from reports import demonstration

    demonstration.make(output, echo=out)
