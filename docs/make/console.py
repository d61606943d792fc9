"""Shell examples in documents: they are executed, and what they print is what the document shows.

A block fenced as ``console`` holds commands after ``$`` and their output; a line ``…`` stands for any number of
lines. Commands of one document run one after another in one empty folder; only ``zeren`` is run, without a shell, so
that the examples hold on every system. ``<!-- run: NAME=VALUE -->`` sets a variable for the document.

``python -m docs.make.console FILE…`` writes new output where it has changed, cut where the old one was cut.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import click

from cli import zeren
from reports.terminal import run, speak

ROOT = Path(__file__).resolve().parents[2]
CUT = "…"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*?)(?=\$ |\Z)", re.MULTILINE)
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_VARIABLE = re.compile(r"<!-- run: (\w+)=(.*?) -->")


@dataclass(frozen=True)
class Example:
    """One command and what the document shows of its output, with the place of that in the document."""

    command: str
    shown: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Outcome:
    code: int
    output: str


def examples(markdown: str) -> Iterator[Example]:
    """The commands of a document, in order."""
    for block in _BLOCK.finditer(markdown):
        for chunk in _COMMAND.finditer(markdown, block.start(1), block.end(1)):
            command = re.sub(r"\\\n\s*", "", chunk[1]).strip()
            shown = tuple(line.rstrip() for line in chunk[2].splitlines())
            yield Example(command, shown, chunk.start(2), chunk.end(2))


def variables(markdown: str) -> dict[str, str]:
    """Environment variables that a document sets."""
    return dict(_VARIABLE.findall(markdown))


@contextmanager
def surroundings(folder: Path, settings: dict[str, str]) -> Iterator[None]:
    """Run inside *folder* with these variables; afterwards everything is as before."""
    before = dict(os.environ)
    os.environ.pop("ZEREN_DB", None)
    os.environ.update({"ZEREN_LANG": "zh", "COLUMNS": "100", "NO_COLOR": "1"} | settings)
    try:
        with chdir(folder):
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        speak("zh")


class _Terminal(io.TextIOWrapper):
    """A stream that passes for a terminal."""

    def isatty(self) -> bool:
        return True


def execute(command: str, group: click.Group = zeren, *, terminal: bool = False) -> Outcome:
    """Run one ``zeren`` command in this process; standard output and errors are taken together.

    With *terminal* the output is what a person at a terminal reads, without colours; else what a program reads.
    """
    program, *arguments = shlex.split(command)
    if program != "zeren":
        raise ValueError(f"only zeren is run in examples, not {program!r}")
    before = os.environ["ZEREN_LANG"]
    taken = io.BytesIO()
    stream = (_Terminal if terminal else io.TextIOWrapper)(taken, encoding="utf-8", write_through=True)
    errors = io.TextIOWrapper(taken, encoding="utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(errors):
        code = run(group, arguments)
    output = _STYLE.sub("", taken.getvalue().decode("utf-8"))
    os.environ["ZEREN_LANG"] = before  # --lang of one command is not that of the next
    return Outcome(code, "\n".join(line.rstrip() for line in output.splitlines()))


def agrees(shown: tuple[str, ...], output: str) -> bool:
    """Whether the output is what is shown."""
    pattern = "\n".join(".*" if line == CUT else re.escape(line) for line in shown)
    return re.fullmatch(pattern, output.strip("\n"), re.DOTALL) is not None


def cut(output: str, shown: tuple[str, ...]) -> list[str]:
    """*output*, cut as *shown* is cut: as many lines before the cut and after it."""
    lines = output.strip("\n").split("\n")
    if CUT not in shown:
        return lines
    head, tail = shown.index(CUT), len(shown) - shown.index(CUT) - 1
    return lines if len(lines) <= head + tail + 1 else [*lines[:head], CUT, *lines[len(lines) - tail :]]


def renewed(markdown: str, folder: Path) -> str:
    """The document with the output that its commands have now."""
    with surroundings(folder, variables(markdown)):
        found = [(example, execute(example.command, terminal=True)) for example in examples(markdown)]
    for example, outcome in reversed(found):
        if outcome.code not in (0, 1):  # 1: findings
            raise RuntimeError(f"exit code {outcome.code}: {example.command}\n{outcome.output}")
        if not agrees(example.shown, outcome.output):
            lines = "".join(line + "\n" for line in cut(outcome.output, example.shown))
            markdown = markdown[: example.start] + lines + markdown[example.end :]
    return markdown


def main() -> int:
    """Renew the documents named."""
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            text = Path(name).read_text(encoding="utf-8")
            new = renewed(text, Path(folder))
        if new != text:
            Path(name).write_text(new, encoding="utf-8", newline="\n")
            print(f"renewed: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
