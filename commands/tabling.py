"""Commands that make tables of what documents say: matrix."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import FILE, TABLE_FORMATS, base, base_option, command, format_option, table_out
from policies.messages import N_
from reports.terminal import option


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
