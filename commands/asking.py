"""Commands that answer: ask for a question in plain Chinese; duties, why, checklist for one body."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import (
    FILE,
    MOST,
    TABLE_FORMATS,
    as_json,
    asker,
    base,
    base_option,
    command,
    entity_options,
    format_option,
    out,
    table_out,
)
from policies.messages import N_, _
from reports.terminal import day, option

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.receipts import Receipt
    from policies.entities import Entity

RECEIPT = option(
    "--receipt", type=FILE, help=N_("Write a receipt of the answer to this JSON file, for “zeren verify”.")
)


@command(help=N_(
    "Ask in plain Chinese, as one would ask a colleague.\n\n"
    "The answer tells how the question was understood, then the duties that fit, best first. No language model reads "
    "it: bodies, places, fields of work, times and words of demand are looked up, the rest is searched for."
))  # fmt: skip
@click.argument("question")
@option("--on", type=day, metavar="DATE", help=N_("The date asked about; without it today."))
@option("--limit", type=click.IntRange(1, MOST), default=10, show_default=True, help=N_("At most so many duties."))
@format_option(*TABLE_FORMATS)
@option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
@base_option
@click.pass_context
def ask(ctx: click.Context, /, question: str, on: date | None, limit: int, form: str, output: Path | None) -> None:
    from reports import ask as answers

    with base(ctx) as kb:
        found = kb.ask(question, on=on, limit=limit)
    if form == "table" and output is None:
        out(answers.table(found))
    else:
        table_out(answers.flat(found), answers.as_dict(found), form, output)


@command(help=N_(
    "Which duties apply to a body, which may, and which fact would decide that.\n\nThe facts come from a file, from "
    "options, or from both. A fact that is not stated is unknown, never no."
))  # fmt: skip
@entity_options
@option("--all", "everything", is_flag=True, help=N_("Those that do not apply too."))
@option("--expired", is_flag=True, help=N_(
    "Those too that would apply if they were in force: expired, repealed, not yet in force, drafts; with the reason."
))  # fmt: skip
@option("--ask", is_flag=True, help=N_(
    "Put the questions that are open, one after another, the one that decides most first; then answer."
))  # fmt: skip
@option("--save", type=FILE, help=N_("With --ask: write the facts as an entity file."))
@RECEIPT
@format_option("table", "json")
@click.pass_context
def duties(
    ctx: click.Context,
    /,
    everything: bool,
    expired: bool,
    ask: bool,
    save: Path | None,
    receipt: Path | None,
    form: str,
    **facts: Any,
) -> None:
    from reports import answers

    entity, on = asker(facts)
    if save is not None and not ask:
        raise click.UsageError(_("--save goes with --ask."))
    with base(ctx) as kb:
        if ask:
            entity = _asked(kb, entity, on, save)
        found = kb.duties_for(entity, on=on, include_all=everything, expired=expired)
        if receipt is not None:
            _give(kb.receipt(found, entity, on, "duties", everything=everything, expired=expired), receipt)
        left = 0 if everything or expired else kb.lapsed(entity, on=on)
    told = answers.as_dict(found, entity, on, lapsed=left) if form == "json" else None
    out(as_json(told) if told is not None else answers.table(found, entity, on, lapsed=left))


def _asked(kb: KnowledgeBase, entity: Entity, on: date, file: Path | None) -> Entity:
    """*entity* with the facts that the questions have brought."""
    from reports import interview

    if file is not None:
        interview.refuse_existing(file)
    talk = kb.interview(entity, on=on)
    interview.converse(talk)
    if file is not None:
        interview.save(talk.entity, file)
    else:
        interview.offer(talk.entity)
    return talk.entity


def _give(receipt: Receipt, path: Path) -> None:
    from reports.receipts import write

    write(receipt, path)


@command(help=N_("Why a duty applies to a body or not: every step with the words of the clause."))
@click.argument("duty")
@entity_options
@RECEIPT
@format_option("text", "json")
@click.pass_context
def why(ctx: click.Context, /, duty: str, receipt: Path | None, form: str, **facts: Any) -> None:
    from reports import answers

    entity, on = asker(facts)
    with base(ctx) as kb:
        answer = kb.why(duty, entity, on=on)
        if receipt is not None:
            _give(kb.receipt([answer], entity, on, "why", duty=answer.record.duty.id), receipt)
    out(as_json(answers.why_dict(answer, entity, on)) if form == "json" else answers.why(answer, entity, on))


@command(help=N_(
    "Write the checklist of a body.\n\nThe suffix of the file chooses the format: .xlsx .docx .html .md .csv .json, or "
    ".ics for a calendar.\n\nWith --update a workbook that people have filled in is carried over to what the base says "
    "today: what they wrote stays with its duty, and what is new, changed, gone or to be looked at is listed. What "
    "they coloured, linked, commented or added stays as well. The file itself is left as it is."
))  # fmt: skip
@entity_options
@option("-o", "--output", type=FILE, help=N_("File to write."))
@option("--update", "filled", type=FILE, help=N_(
    "A filled-in .xlsx checklist to carry over; without facts in the options, those in it count."
))  # fmt: skip
@option("--year", type=click.IntRange(1949, 2199), help=N_(
    "Add the calendar of this year: each day on which something falls due, the recurring once for each period."
))  # fmt: skip
@option("--ask", is_flag=True, help=N_(
    "Put the questions that are open, one after another, the one that decides most first; then answer."
))  # fmt: skip
@option("--save", type=FILE, help=N_("With --ask: write the facts as an entity file."))
@RECEIPT
@format_option("table", "json")
@click.pass_context
def checklist(
    ctx: click.Context,
    /,
    output: Path | None,
    filled: Path | None,
    year: int | None,
    ask: bool,
    save: Path | None,
    receipt: Path | None,
    form: str,
    **facts: Any,
) -> None:
    from reports import checklist as lists
    from reports.demonstration import checklist_for
    from reports.yearly import with_year

    if filled is not None:
        if ask or receipt is not None:
            raise click.UsageError(_("--ask and --receipt do not go with --update."))
        _carry_over(ctx, filled, output, form, facts, year)
        return
    if output is None:
        raise click.UsageError(_("Name the file to write with -o."))
    if save is not None and not ask:
        raise click.UsageError(_("--save goes with --ask."))
    entity, on = asker(facts)
    with base(ctx) as kb:
        if ask:
            entity = _asked(kb, entity, on, save)
        made = checklist_for(kb, entity, on)
        given = kb.receipt(kb.duties_for(entity, on=on), entity, on, "checklist") if receipt is not None else None
    lists.write(made if year is None else with_year(made, year), output)
    if given is not None and receipt is not None:
        _give(given, receipt)
    out(_("Written: {path}").format(path=output))


def _carry_over(
    ctx: click.Context, filled: Path, output: Path | None, form: str, facts: dict[str, Any], year: int | None
) -> None:
    """Update a filled-in checklist and tell what is another one."""
    from reports import rounds
    from reports.formats import flat
    from reports.update import as_dict, as_flat
    from reports.yearly import with_year

    on = facts["on"] or date.today()
    target = rounds.target(filled, output, on)
    found = rounds.read(filled)
    stated = asker(facts)[0] if any(value not in (None, ()) for name, value in facts.items() if name != "on") else None
    with base(ctx) as kb:
        carried = rounds.carried(kb, found, stated, on, filled)
    made = carried.checklist
    rounds.write(carried if year is None else carried.holding(with_year(made, year)), found, target)
    if form == "json":
        out(as_json(as_dict(made)))
        return
    if made.updates:
        out(flat.text(as_flat(made)))
    out(rounds.summary(made))
    out(_("Written: {path}").format(path=target))
