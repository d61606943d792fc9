"""Commands on what the base holds: documents, graph, search, show, doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from commands.options import (
    FILE,
    FINDINGS,
    MOST,
    TABLE_FORMATS,
    as_json,
    base,
    base_option,
    command,
    filter_options,
    format_option,
    out,
    overrides_option,
    table_out,
)
from policies.messages import N_, _
from reports.terminal import option, printable


@command(help=N_("List what the base holds, by date."))
@format_option("table", "json")
@base_option
@click.pass_context
def documents(ctx: click.Context, /, form: str) -> None:
    from reports import intake

    with base(ctx) as kb:
        held = kb.documents()
    out(as_json(intake.documents_dict(held)) if form == "json" else intake.documents_table(held))


@command(help=N_(
    "Write the responsibility graph, or the part of it around one node.\n\nThe suffix of the file chooses the format: "
    ".svg .html .graphml .gexf .json, or .mmd for Mermaid."
))  # fmt: skip
@option("--around", help=N_("A document, duty or clause by its id, or an actor, sector or place by its name."))
@option("--depth", type=click.IntRange(0, MOST), default=2, show_default=True, help=N_("How many steps from there."))
@option("-o", "--output", type=FILE, required=True, help=N_("File to write."))
@base_option
@click.pass_context
def graph(ctx: click.Context, /, around: str | None, depth: int, output: Path) -> None:
    from reports import graph as graphs

    with base(ctx) as kb:
        found = kb.graph(around, depth=depth)
    graphs.write(found, output)
    if found.graph["note"]:
        click.echo(printable(found.graph["note"]), err=True)
    out(_("Written: {path}").format(path=output))


@command(
    help=N_(
        "Search clauses and duties; words of two characters are found too.\n\nWithout a query, all duties that the "
        "filters leave are listed."
    )
)
@click.argument("query", default="")
@filter_options
@option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, help=N_("At most so many hits."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@base_option
@click.pass_context
def search(ctx: click.Context, /, query: str, form: str, output: Path | None, **filters: Any) -> None:
    from reports import search as hits
    from reports.stats import facets_line
    from rules.resolved import resolve_sector

    if filters["sector"]:
        filters["sector"] = resolve_sector(filters["sector"])
    with base(ctx) as kb:
        found = kb.search(query, **filters)
        filters.pop("limit")
        given = {name: value for name, value in filters.items() if value is not None}
        wanted = form == "json" or output is not None or sys.stdout.isatty()
        facets = kb.counts(query, **given) if wanted else {}
    if form != "table" or output is not None:
        table_out(hits.flat(found, query), hits.as_dict(found, query, facets), form, output)
        return
    if not found:  # where the output is read by a program, it stays empty
        click.echo(_("Nothing was found for “{query}”.").format(query=query), err=True)
        return
    out(hits.table(found, query))
    if facets:
        out("\n" + facets_line(facets))


@command(help=N_(
    "Show a duty, a document or a clause.\n\nA duty by its id (the beginning is enough); a document by its id, number "
    "or title; a clause by the id that search gives. Of a duty, --format yaml prints an entry for the file of "
    "overrides, in which reviewers set conditions."
))  # fmt: skip
@click.argument("id")
@option("--condition", is_flag=True, help=N_("Of a duty only its condition, in YAML (or JSON)."))
@format_option("text", "json", "yaml")
@base_option
@overrides_option
@click.pass_context
def show(ctx: click.Context, /, id: str, condition: bool, form: str) -> None:
    from reports import named

    with base(ctx) as kb:
        if form == "yaml" and not condition:
            found: str | dict[str, Any] = named.entry(kb, id)
        else:
            asked = named.condition if condition else named.show
            found = asked(kb, id, as_json=form == "json")
    out(found if isinstance(found, str) else as_json(found))


@command(help=N_("Check the base; exit code 1 when something is wrong with it."))
@format_option("text", "json")
@base_option
@overrides_option
@click.pass_context
def doctor(ctx: click.Context, /, form: str) -> int:
    with base(ctx) as kb:
        findings = kb.doctor()
    if form == "json":
        out(as_json([finding.model_dump(mode="json") for finding in findings]))
    elif findings:
        out("\n".join(f"{finding.code}\t{finding.where}\t{finding.message}" for finding in findings))
    else:
        out(_("The base is sound."))
    return FINDINGS if findings else 0
