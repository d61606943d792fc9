"""The conversation of ``zeren duties --ask``: puts the questions on a terminal, or reads the answers from a pipe.

What is asked goes to standard error, so that the result alone stands on standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from policies.entities import Entity
from policies.errors import UsageError, ZerenError
from policies.messages import _
from policies.reasons import because
from reports import words
from reports.files import write_bytes
from reports.terminal import complain, printable
from rules.entity_file import entity_text
from rules.interview import SKIP, Asked, Interview, how

__all__ = ["converse", "next_line", "offer", "refuse_existing", "save"]

_QUOTED = 60  # characters of an example


def converse(interview: Interview, read: Callable[[], str | None] | None = None) -> bool:
    """Ask until nothing is open or nothing more is known; False where the answers ended before (Ctrl-D, Ctrl-C).

    *read* gives the next line, None at the end of input; without it standard input is read.
    """
    read = read or next_line
    _say(_("Answer with a number or in words; “{skip}” leaves a fact open; Ctrl-D ends.").format(skip=SKIP[0]))
    number = 0
    while (asked := interview.next()) is not None:
        number += 1
        _put(asked, number)
        if not _answered(interview, asked, read):
            _say("")
            _say(_("The questions end here; what was answered counts."))
            return False
    left = interview.open
    _say(_("All is decided.") if not left else _("{count} stay open: nothing more is known.").format(count=left))
    return True


def _answered(interview: Interview, asked: Asked, read: Callable[[], str | None]) -> bool:
    """Read until an answer is one; False at the end of input."""
    while True:
        try:
            line = read()
        except KeyboardInterrupt:
            return False
        if line is None:
            return False
        try:
            interview.answer(asked, line)
        except UsageError as error:
            complain(error)
        else:
            return True


def _put(asked: Asked, number: int) -> None:
    one = asked.question
    _say("")
    _say(
        _("Question {number} ({open} open): {question}{settles}").format(
            number=number,
            open=asked.open,
            settles=words.settles(one.at_least, one.at_most, one.concerns),
            question=one.fact.question,
        )
    )
    if asked.again:
        _say(_("  What was answered is not exact enough for {count} of them.").format(count=one.concerns))
    for position, (_value, said) in enumerate(asked.choices, 1):
        _say(f"  {position}  {said}")
    source = asked.example.source
    _say(
        _("  for example: {quote} ({source})").format(
            quote=words.quoted(words.clip(asked.example.duty.quote.text, _QUOTED)), source=words.cited(source)
        )
    )
    _say(f"  {how(asked)}")


def _say(text: str) -> None:
    click.echo(printable(text), err=True)


def next_line() -> str | None:
    """The next line of standard input; None at its end. On a terminal the line can be edited."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty():
        click.echo("> ", err=True, nl=False)
        try:
            return input()
        except EOFError:
            return None
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError as error:
        raise UsageError(_("The answers cannot be read."), why=because(error), mend=_("Save them as UTF-8.")) from None
    return line.rstrip("\r\n") if line else None


# The facts as a file


def refuse_existing(path: Path) -> None:
    """UsageError where *path* is there already: it may hold more than facts, such as remarks. Ask before all else."""
    if path.exists():
        raise UsageError(
            _("The file for the facts is there already."), where=str(path), mend=_("Name a new file with --save.")
        )


def save(entity: Entity, path: Path) -> None:
    """Write the facts as an entity file."""
    refuse_existing(path)
    write_bytes(path, entity_text(entity, path).encode("utf-8"))
    _say(_("The facts are in {path}; next time: --entity {path}").format(path=path))


def offer(entity: Entity, read: Callable[[], str | None] | None = None) -> None:
    """Offer to save the facts: on a terminal by asking for the name of a file, else by naming the option."""
    if entity == Entity():
        return
    if read is None and not (sys.stdin is not None and sys.stdin.isatty()):
        _say(_("--save FILE writes the facts as an entity file."))
        return
    while True:
        _say(_("To save the facts as an entity file, type its name (such as facts.yaml); Enter to leave it:"))
        try:
            line = (read or next_line)()
        except KeyboardInterrupt:
            return
        if not (line or "").strip():
            return
        try:
            save(entity, Path(str(line).strip()))
        except ZerenError as error:
            complain(error)
        else:
            return
