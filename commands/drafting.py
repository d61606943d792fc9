"""Commands for drafters: lint."""

from __future__ import annotations

from pathlib import Path

import click

from commands.options import CLASSIFIED, FILE, FINDINGS, OUTPUT, as_json, command, format_option, out
from policies.errors import UsageError
from policies.messages import N_, _
from reports.terminal import option, printable


@command(help=N_(
    "Check the form of a draft: numbering, title, addressees, dates, attachments, citations, terms, classes.\n\nEach "
    "rule has a code, a level and its source; what is only practice is never an error. Exit code 1 where an error or a "
    "warning is found. --fix mends what cannot change the meaning, and writes the text to the file that -o names."
))  # fmt: skip
@click.argument("draft", type=FILE)
@option("--select", multiple=True, metavar="CODE", help=N_("Only rules whose code begins so; repeatable."))
@option("--ignore", multiple=True, metavar="CODE", help=N_("No rules whose code begins so; repeatable."))
@option("--fix", is_flag=True, help=N_("Mend what can be mended without changing the meaning."))
@format_option("table", "json", "sarif")
@CLASSIFIED
@OUTPUT
def lint(
    draft: Path, select: tuple[str, ...], ignore: tuple[str, ...], fix: bool, form: str, allow_classified: bool,
    output: Path | None,
) -> int:  # fmt: skip
    from kb.lint import Level, findings, rules
    from parsers import parse_file
    from reports import lint as lints

    chosen = rules(select, ignore)
    document = parse_file(draft, allow_classified=allow_classified)
    head = document.metadata
    if not (document.clauses or head.genre or head.doc_number or head.addressees):
        click.echo(
            printable(_("This does not read like a circular: neither head nor numbered section was found.")), err=True
        )
    found = findings(document, chosen)
    if fix:
        if output is None:
            raise UsageError(
                _("--fix needs a file to write to."), mend=_("Name it with -o; your draft stays as it is.")
            )
        from parsers.readers.decoding import decode
        from parsers.readers.files import contents
        from reports.files import write_bytes

        original, encoding = decode(contents(draft))
        text, done = lints.mended(found, document, original, draft)
        write_bytes(output, text.encode(encoding))
        click.echo(printable(_("{count} findings mended: {path}").format(count=len(done), path=output)), err=True)
        return 0
    if form == "json":
        out(as_json(lints.as_dict(found, document)), output)
    elif form == "sarif":
        out(as_json(lints.as_sarif(found, document, draft.as_posix(), chosen)), output)
    else:
        out(lints.table(found, document, chosen), output)
    serious = any(one.level is not Level.NOTE for one in found)
    return FINDINGS if serious else 0
