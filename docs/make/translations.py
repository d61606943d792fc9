"""The Chinese catalogue of everything that people read: ``zeren.po`` and its compiled form ``zeren.mo``.

``python -m docs.make.translations`` collects the messages of the sources with Babel, joins them with the Chinese
that the catalogue has and with ``policies/locale/parts/*.toml`` (new translations, ``"English" = "中文"``), writes
catalogue and compiled file, and says what lacks Chinese. With ``--fold`` the parts are deleted afterwards: they are
in the catalogue then. ``--check`` writes nothing. Exit code 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import io
import string
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "policies" / "locale"
PO = LOCALE / "zh_CN" / "LC_MESSAGES" / "zeren.po"
MO = PO.with_suffix(".mo")
PARTS = LOCALE / "parts"
SOURCES = ("cli.py", "commands", "policies", "parsers", "rules", "kb", "reports")
CLICK = "click"  # where a message that the library itself says comes from
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # dates in the catalogue would make it differ each day


@dataclass
class State:
    """Messages and translations as found."""

    places: dict[str, set[str]] = field(default_factory=dict)  # message → files that say it
    literals: set[str] = field(default_factory=set)  # all strings of the sources: messages looked up by variable
    chinese: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def files(suffix: str) -> Iterator[Path]:
    """The sources with this suffix, in a fixed order."""
    for name in SOURCES:
        top = ROOT / name
        yield from [top] if top.suffix == suffix else sorted(top.rglob("*" + suffix))


def messages_of(path: Path, method: str) -> Iterator[str]:
    """Messages in one source file."""
    for _line, message, _comments, _context in extract_from_file(method, str(path)):
        for text in (message,) if isinstance(message, str) else message:
            if text:
                yield text


def literals_of(path: Path) -> Iterator[str]:
    """All string constants of a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def collect() -> State:
    """Read sources, catalogue and parts."""
    state = State()
    for suffix, method in ((".py", "python"), (".html", "jinja2.ext:babel_extract")):
        for path in files(suffix):
            for message in messages_of(path, method):
                state.places.setdefault(message, set()).add(path.relative_to(ROOT).as_posix())
            if suffix == ".py":
                state.literals.update(literals_of(path))
    if PO.exists():
        for entry in read_po(io.BytesIO(PO.read_bytes()), locale="zh_CN"):
            if isinstance(entry.id, str) and entry.id and isinstance(entry.string, str):
                state.chinese[entry.id] = entry.string
    said: dict[str, str] = {}
    for path in sorted(PARTS.glob("*.toml")):
        for english, chinese in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if said.setdefault(english, chinese) != chinese:
                state.problems.append(f"{path.name}: two translations of {english!r}: {said[english]!r}, {chinese!r}")
    state.chinese.update(said)
    spoken = set(click_messages())
    for english in state.chinese:
        if english in spoken:
            state.places.setdefault(english, set()).add(CLICK)
        elif english in state.literals:
            state.places.setdefault(english, set())
    return state


def click_messages() -> Iterator[str]:
    """What the library of the command line says itself: usage, errors, headings of the help."""
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        yield from messages_of(path, "python")


def placeholders(text: str) -> set[str]:
    """Names to be filled in by ``format``."""
    try:
        return {name.partition("!")[0] for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


def complaints(state: State) -> list[str]:
    """What is wrong: messages without Chinese, Chinese that nobody says, placeholders that differ."""
    found = list(state.problems)
    for message, places in sorted(state.places.items()):
        chinese = state.chinese.get(message)
        if not chinese:
            found.append(f"no Chinese: {message!r} ({', '.join(sorted(places))})")
        elif placeholders(message) != placeholders(chinese):
            found.append(f"placeholders differ: {message!r}, {chinese!r}")
    unsaid = sorted(set(state.chinese) - set(state.places) - other_clicks())
    found += [f"nobody says: {message!r}" for message in unsaid]
    return found


def other_clicks() -> set[str]:
    """Messages that only other releases of click say; the catalogue keeps them."""
    return {"No such option: {name}", "No such command {name!r}."}


def catalogue(state: State) -> Catalog:
    """The catalogue as it ought to be."""
    result = Catalog(
        locale="zh_CN", project="zeren", version="1", copyright_holder="Zeren", msgid_bugs_address="",
        creation_date=EPOCH, revision_date=EPOCH, last_translator="Zeren", language_team="zh_CN", charset="utf-8",
        fuzzy=False, header_comment="# What Zeren says, in Chinese. Written by: python -m docs.make.translations",
    )  # fmt: skip
    for message in sorted(state.chinese):
        places = state.places.get(message)
        if places is None and message not in other_clicks():
            continue
        comment = ", ".join(sorted(places or {CLICK}))
        result.add(message, state.chinese[message], auto_comments=[comment] if comment else [])
    return result


def rendered(state: State) -> tuple[bytes, bytes]:
    """Bytes of ``zeren.po`` and ``zeren.mo``."""
    catalog, po, mo = catalogue(state), io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=120)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def stale(state: State) -> list[str]:
    """Which of the two committed files are not what they ought to be."""
    wanted = zip((PO, MO), rendered(state), strict=True)
    return [path.name for path, data in wanted if not path.exists() or path.read_bytes() != data]


def main(arguments: list[str] | None = None) -> int:
    """Write or check the catalogue."""
    parser = argparse.ArgumentParser(prog="python -m docs.make.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--fold", action="store_true", help="delete the parts once they are in the catalogue")
    options = parser.parse_args(arguments)
    state = collect()
    wrong = complaints(state)
    if options.check:
        wrong += [f"stale: {name}" for name in stale(state)]
    else:
        PO.parent.mkdir(parents=True, exist_ok=True)
        for path, data in zip((PO, MO), rendered(state), strict=True):
            path.write_bytes(data)
    for line in wrong:
        print(line)
    if options.fold and not options.check and not state.problems:
        for path in PARTS.glob("*.toml"):
            path.unlink()
    print(f"{len(state.places)} messages, {len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
