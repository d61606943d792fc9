"""What all commands share at a terminal: help in the language chosen, errors that can be mended, exit codes.

Click's own words (Usage, Options, errors of usage) come from the same catalogue as ours: click looks them up with
the ``gettext`` of the standard library, whose domain is bound to it here. Texts of commands and options are marked
with ``N_`` and translated when they are printed, since the language is not known when they are defined.
"""

from __future__ import annotations

import datetime
import errno
import gettext
import os
import re
import sys
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

import policies
from policies.errors import InputError, ZerenError
from policies.messages import LANGUAGES, _, use_language
from policies.reasons import because

__all__ = [
    "BUG",
    "INTERRUPTED",
    "Command",
    "Group",
    "Option",
    "complain",
    "day",
    "interrupted",
    "option",
    "printable",
    "progress",
    "run",
    "speak",
]

BUG = 70  # EX_SOFTWARE: a fault of the program itself
INTERRUPTED = 130
WIDTH = 100
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def speak(lang: str) -> None:
    """Speak *lang* from now on: our own messages, click's, and those of worker processes."""
    use_language(lang)
    os.environ["ZEREN_LANG"] = lang
    os.environ["LANGUAGE"] = {"zh": "zh_CN"}.get(lang, lang)
    gettext.bindtextdomain("zeren", Path(policies.__file__).parent / "locale")
    gettext.textdomain("zeren")


def _language_of(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for, wherever ``--lang`` stands; else ZEREN_LANG; else Chinese.

    It is looked for before anything is parsed, so that ``--help`` and errors of parsing speak it too.
    """
    wanted = os.environ.get("ZEREN_LANG", "")
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--":
            break
        if word == "--lang":
            wanted = following
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


# --- help ---------------------------------------------------------------------------------------------------------


def _columns(text: str) -> int:
    """Width of *text* on a terminal, where Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pieces(text: str) -> list[str]:
    """Where a line may be broken: at blanks, and beside Chinese characters, but not before closing punctuation."""
    pieces: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        after_wide = bool(pieces) and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
        opening = bool(pieces) and unicodedata.category(pieces[-1][-1]) in ("Ps", "Pi")
        closing = unicodedata.category(char) in ("Pe", "Pf", "Po")
        new_word = bool(pieces) and pieces[-1].endswith(" ") and char != " "
        if not pieces or (((wide or after_wide) and not closing and not opening) or new_word):
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most *width* columns; line ends in *text* are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and _columns(line) + _columns(piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
    return lines


class _Formatter(click.HelpFormatter):
    """Click's, but counting columns, since click never breaks a line of Chinese."""

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for line in _wrapped(text, max(self.width - self.current_indent, 11)):
            self.write((indent + line).rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((_columns(term) for term, _text in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in rows:
            gap = " " * (first - _columns(term))
            lead = term + gap if len(gap) >= col_spacing else " " * first
            if len(gap) < col_spacing:
                self.write(f"{indent}{term}\n")
            for line in _wrapped(text, max(self.width - self.current_indent - first, 10)):
                self.write((indent + lead + line).rstrip() + "\n")
                lead = " " * first


class _Context(click.Context):
    formatter_class = _Formatter


class Option(click.Option):
    """An option whose help is a message of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        english = self.help
        self.help = _(english) if english else english
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english


class Command(click.Command):
    """A command whose help and epilogue are messages of the catalogue. ``--lang`` may stand after its name too."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context_settings.setdefault("max_content_width", WIDTH)
        self.context_settings.setdefault("help_option_names", ["-h", "--help"])
        self.params.append(language_option())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click keeps the option that it made first, with its help in the language of that time."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this message and exit.")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            formatter.write_text(_(self.epilog))

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(self.help).split("\n")[0] if self.help else ""


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they are defined, which is that of use."""
        return list(self.commands)


def option(*declarations: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``click.option`` with a help text of the catalogue."""
    return click.option(*declarations, cls=Option, **settings)


def language_option() -> Option:
    """``--lang``: read before parsing; here it is checked and shown in the help."""
    return Option(
        ["--lang"], type=click.Choice(LANGUAGES), expose_value=False, envvar="ZEREN_LANG", show_envvar=True,
        help="Language of what is printed and written; the default is zh (Chinese).",
    )  # fmt: skip


def day(value: str) -> datetime.date:
    """Type of an option that is a date: 2012-09-01."""
    try:
        return datetime.date.fromisoformat(value.strip())
    except ValueError:
        message = _("{value!r} is no date; write it like 2012-09-01.").format(value=value)
        raise click.BadParameter(message) from None


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int, str, str], None]]:
    """A bar on a terminal, nothing where standard error is none; yields what ``KnowledgeBase.ingest`` calls."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _path, _outcome: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(title, markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, name="")
        yield lambda done, total, path, _outcome: bar.update(task, completed=done, total=total, name=Path(path).name)


# --- running ------------------------------------------------------------------------------------------------------


def printable(text: str) -> str:
    """*text* without the signs that turn the direction of writing: they can make a line read as what it is not."""
    return _BIDI.sub("", text)


def complain(error: ZerenError) -> None:
    """Print what happened, where, why and how to mend it."""
    lines: Iterable[tuple[str, str]] = (
        (_("Error"), error.what),
        (_("Where"), error.where),
        (_("Why"), error.why),
        (_("Mend"), error.mend),
    )
    for label, text in lines:
        if text:
            click.echo(printable(_("{label}: {text}").format(label=label, text=text)), err=True)


def _of_system(error: OSError) -> ZerenError:
    """An error of the operating system that no command foresaw, in words."""
    mend = {
        errno.ENOSPC: _("The disk is full: free some space and run the same command again."),
        errno.EDQUOT: _("The quota of the disk is used up: free some space and run the same command again."),
        errno.EACCES: _("Ask for the right to read or write it, or choose another place."),
        errno.EROFS: _("The disk cannot be written to: choose another place."),
    }.get(error.errno or 0, "")
    return InputError(
        _("The operating system refused."),
        where=str(error.filename or ""),
        why=because(error),
        mend=mend,
    )


def _fault(error: BaseException) -> int:
    """A fault of the program: a short message; the traceback only where it is asked for."""
    if os.environ.get("ZEREN_DEBUG"):
        traceback.print_exception(error)
    complain(
        ZerenError(
            _("Zeren itself has a fault."),
            why=f"{type(error).__name__}: {error}".splitlines()[0][:300],
            mend=_(
                "Set ZEREN_DEBUG=1, run the same command again and report what it prints. The base is whole: each "
                "document is stored completely or not at all."
            ),
        )
    )
    return BUG


def _quiet_pipe() -> int:
    """The reader went away (``zeren duties | head``): stop without a word, also when Python closes the pipe."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open until the very end
    return 0


def _perform(group: click.Group, arguments: list[str]) -> int:
    try:
        result = group.main(args=arguments, prog_name="zeren", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.Abort:
        return interrupted()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ZerenError as error:
        complain(error)
        return error.exit_code


def interrupted() -> int:
    """Say that the work was stopped; returns the exit code for it."""
    click.echo(_("Stopped. The base is whole: the documents finished before are in it, the others are not."), err=True)
    return INTERRUPTED


def run(group: click.Group, arguments: list[str] | None = None) -> int:
    """Run a command line; returns the exit code. No traceback reaches a user."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows pipes have a code page that lacks much of Chinese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    speak(_language_of(arguments))
    if sys.stderr is None:  # closed by who started us: there is nobody to tell
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - stays open until the very end
    if sys.stdout is None:
        complain(InputError(_("Standard output is closed."), mend=_("Let it go to a file or to another program.")))
        return 3
    try:
        return _perform(group, arguments)
    except KeyboardInterrupt:
        return interrupted()
    except BrokenPipeError:
        return _quiet_pipe()
    except OSError as error:
        if error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL):
            return _quiet_pipe()
        complain(_of_system(error))
        return 3
    except Exception as error:
        return _fault(error)
