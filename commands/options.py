"""What commands share: options, the base that they name, printing, exit codes."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policies.errors import UsageError
from policies.messages import N_, _
from reports.terminal import Command, day, option, printable

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from policies.entities import Entity
    from reports.formats.flat import Flat

__all__ = [
    "CLASSIFIED", "FILE", "FINDINGS", "KINDS", "LEVELS", "MODALITIES", "MOST", "OUTPUT", "TABLE_FORMATS", "UNREAD",
    "as_json", "asker", "base", "base_option", "command", "entity_options", "filter_options", "format_option", "out",
    "overrides_option", "table_out",
]  # fmt: skip

FINDINGS, UNREAD = 1, 3  # exit codes; 2 (usage) comes from click and from UsageError
KINDS = ("government", "department", "enterprise", "institution", "individual")
LEVELS = ("national", "province", "city", "county", "township")
MODALITIES = ("must", "must_not", "may", "encouraged")
_OVERRIDES = "zeren.overrides"
MOST = 100_000  # hits, steps


class _Name(click.Path):
    """The name of a file. What cannot be read or written is told by who reads or writes it, with how to mend it."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail(_("The name of a file is empty."), param, ctx)
        return super().convert(value, param, ctx)


FILE = _Name()


def command(*, help: str, name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """``click.command`` with a help text of the catalogue."""
    return click.command(name, cls=Command, help=help)


def base_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--db`` after the name of a command as well as before it."""

    def remember(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
        ctx.obj = value or ctx.obj

    return option(
        "--db", type=FILE, expose_value=False, callback=remember,
        help=N_("The base (an SQLite file); without it ZEREN_DB, else one in your data folder."),
    )(function)  # fmt: skip


def overrides_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--overrides``: conditions that reviewers set, for ``base``."""

    def remember(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
        ctx.meta[_OVERRIDES] = value

    return option(
        "--overrides", type=FILE, expose_value=False, callback=remember,
        help=N_("File with conditions that reviewers set; without it zeren.overrides.yaml beside the base."),
    )(function)  # fmt: skip


def format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--format``; the first is the default."""
    return option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True,
        help=N_("What to print: json is described in docs/schemas."),
    )  # fmt: skip


ENTITY_OPTIONS = (
    option("--entity", type=FILE, help=N_("YAML or JSON file with the facts; the options below change or add facts.")),
    option("--kind", help=N_("Kind of body: government, department, enterprise, institution, individual.")),
    option("--level", help=N_("Level of an authority: national, province, city, county, township.")),
    option("--sector", "sectors", multiple=True, help=N_("Field of work, or a GB/T 4754 code; repeatable.")),
    option("--place", help=N_("Place: its name in full, or its GB/T 2260 code.")),
    option("--size", help=N_("Class of size, such as 规模以上.")),
    option("--employees", type=click.IntRange(0, 10**9), help=N_("Number of employees.")),
    option("--revenue", type=click.IntRange(0, 10**9), help=N_("Revenue of a year, in units of ten thousand yuan.")),
    option("--function", "functions", multiple=True, help=N_("Task of a department, such as 应急管理; repeatable.")),
    option("--position", help=N_("The post of the one who asks, such as 主要负责人.")),
    option("--attribute", "attributes", multiple=True, metavar="NAME=yes|no", help=N_("A named fact; repeatable.")),
    option("--name", help=N_("Name of the body.")),
    option("--on", type=day, metavar="DATE", help=N_("The date asked about; without it today.")),
)


def entity_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The facts about who asks; ``asker`` makes an Entity of them."""
    function = overrides_option(base_option(function))
    for decorate in reversed(ENTITY_OPTIONS):
        function = decorate(function)
    return function


FILTER_OPTIONS = (
    option("--kind", type=click.Choice(KINDS), help=N_("Only duties of such bodies.")),
    option("--level", type=click.Choice(LEVELS), help=N_("Only documents of this level.")),
    option("--sector", help=N_("Only this field of work and those within it.")),
    option("--modality", type=click.Choice(MODALITIES), help=N_("Only duties of this modality.")),
    option("--since", type=day, metavar="DATE", help=N_("Only documents of this date or later.")),
    option("--until", type=day, metavar="DATE", help=N_("Only documents of this date or earlier.")),
)


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What narrows a search, or what is counted."""
    for decorate in reversed(FILTER_OPTIONS):
        function = decorate(function)
    return function


def asker(facts: dict[str, Any]) -> tuple[Entity, date]:
    """Takes who asks, and about which day, out of a command's options."""
    from rules.facts import entity_from_options, unlisted

    on = facts.pop("on") or date.today()
    entity = entity_from_options(**facts)
    for note in unlisted(entity):
        click.echo(printable(note), err=True)
    return entity, on


def base(ctx: click.Context) -> KnowledgeBase:
    """The base that the options name."""
    from kb import KnowledgeBase

    return KnowledgeBase(ctx.obj, overrides=ctx.meta.get(_OVERRIDES))


def out(text: str, path: Path | None = None) -> None:
    """Print, or write to a file."""
    if path is None:
        click.echo(printable(text.rstrip("\n")))
    else:
        from reports.files import write_bytes

        write_bytes(path, text.encode("utf-8", errors="backslashreplace"))


def as_json(value: Any) -> str:
    """JSON as all commands print it; signs that a terminal would obey are written as their numbers."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    if printable(text) == text:
        return text
    return "".join(char if printable(char) else f"\\u{ord(char):04x}" for char in text)


TABLE_FORMATS = ("table", "json", "csv", "md", "html", "xlsx", "docx")


def table_out(report: Flat, value: Any, form: str, output: Path | None) -> None:
    """Print or write a report of tables; *value* is its JSON. The suffix of *output* goes before *form*."""
    from reports.formats import flat

    suffix = output.suffix.lower() if output is not None else ""
    if (form == "json" and suffix not in flat.FORMATS) or suffix == ".json":
        out(as_json(value), output)
    elif output is not None:
        from reports.files import write_bytes

        write_bytes(output, flat.writer(output)(report))
    elif form == "table":
        out(flat.text(report))
    else:
        _stream(flat.FORMATS[f".{form}"](report), form)
        return
    if output is not None:
        out(_("Written: {path}").format(path=output))


def _stream(data: bytes, form: str) -> None:
    """A file on standard output; none of office files on a terminal, which can't show them."""
    if form in ("xlsx", "docx") and sys.stdout.isatty():
        raise UsageError(
            _("A terminal cannot show {form}.").format(form=form),
            mend=_("Name a file with -o, or redirect the output."),
        )
    sys.stdout.buffer.write(data.removeprefix(codecs.BOM_UTF8) if sys.stdout.isatty() else data)


CLASSIFIED = option(
    "--allow-classified", is_flag=True,
    help=N_("Read documents that bear a mark of secrecy too; only on a machine that may hold them."),
)  # fmt: skip
OUTPUT = option("-o", "--output", type=FILE, help=N_("Write to this file instead of printing."))
