"""Commands that hold answers against people and time: overrides, review, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from commands.options import (
    FILE,
    FINDINGS,
    MOST,
    as_json,
    base,
    base_option,
    command,
    format_option,
    out,
    overrides_option,
)
from policies.messages import N_
from reports.terminal import day, option


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


@command(help=N_(
    "Review duties and undecided sentences, the most doubtful first: accept, correct, reject, add what was missed.\n\n"
    "Without options it asks, on a terminal or through a pipe; with DUTY (the beginning of its id is enough) and one "
    "of --accept, --reject, --set it decides about one. Decisions are lines of zeren.review.jsonl beside the base, "
    "made to be kept in git; lines are only ever added. Rejected duties are left out everywhere; corrected and "
    "added ones count in all that is asked of the base. Fields of --set: modality, bearer (words:kind:post, or a "
    "kind), action, supervised (words:kind), partner (words:role), target (words:metric:sign:number:unit), time "
    "(words:type:value), sector, condition; repeatable, empty to clear; the words have to stand in the text.\n\n"
    "Exit code 1 of --drift where a decision has to be looked at again."
))  # fmt: skip
@click.argument("duty", required=False)
@option("--list", "listing", is_flag=True, help=N_("List what is to review, with the reasons."))
@option("--all", "everything", is_flag=True, help=N_("List what is decided, too."))
@option("--drift", is_flag=True, help=N_("List the decisions that no longer stand as they were made."))
@option("--export", type=FILE, metavar="FOLDER", help=N_("Write gold files of documents that are reviewed in full."))
@option("--partial", is_flag=True, help=N_("Export other documents too, marked as partial."))
@option("--accept", is_flag=True, help=N_("It is a duty, and rightly read."))
@option("--reject", is_flag=True, help=N_("It is no duty; a sentence holds none."))
@option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help=N_("Correct a field; repeatable."))
@option("--add", "missed", metavar="WORDS", help=N_("Add a missed duty of --document by its words, with --set."))
@option("--document", metavar="DOCUMENT", help=N_("Only this document: its id, number or title."))
@option("--by", "who", default="", metavar="NAME", help=N_("Who decides."))
@option("--why", default="", metavar="TEXT", help=N_("The reason of the decision."))
@option("--when", type=day, metavar="DATE", help=N_("The day of the decision; without it today."))
@option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, help=N_("List at most so many."))
@option("--decisions", type=FILE, help=N_("Another file of decisions; without it zeren.review.jsonl beside the base."))
@format_option("table", "json")
@base_option
@click.pass_context
def review(ctx: click.Context, /, decisions: Path | None, form: str, **asked: Any) -> int:
    from kb import KnowledgeBase
    from reports import review as reports

    with KnowledgeBase(ctx.obj, decisions=decisions) as kb:
        if asked["drift"]:
            infos = [info for info in kb.decisions() if not info.state.sound]
            out(as_json(reports.decisions_dict(infos)) if form == "json" else reports.decisions_table(infos))
            return FINDINGS if infos else 0
        if asked["export"] is not None:
            from reports import gold

            found = kb.reviewed(asked["document"])
            out(gold.told(*gold.write(found, asked["export"], partial=asked["partial"])))
        elif asked["listing"]:
            items = reports.wanted(kb.review_items(asked["document"]), everything=asked["everything"])
            shown = items[: asked["limit"]]
            left = len(items) - len(shown)
            out(as_json(reports.items_dict(shown)) if form == "json" else reports.items_table(shown, left))
        else:
            out(reports.answered(kb, **asked))
    return 0
