"""What the rules of form find, for people, for programs (JSON) and for editors and CI (SARIF 2.1.0)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kb.lint import Edit, Finding, Level, Rule, fixed
from policies.documents import Document
from policies.errors import UsageError
from policies.messages import _
from policies.spans import Span
from reports import words
from reports.tables import Node, columns, on_terminal, tree_text

__all__ = ["as_dict", "as_sarif", "level_word", "mendable", "mended", "source_word", "table"]

_INK = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_SHOWN = 40  # characters of a quote
_PLAIN = ("text", "markdown")  # formats whose file is its text


def level_word(level: Level) -> str:
    """错误, 提醒, 建议."""
    return {Level.ERROR: _("error"), Level.WARNING: _("warning"), Level.NOTE: _("suggestion")}[level]


def source_word(source: str) -> str:
    """The source of a rule for people."""
    return _("practice") if source == "practice" else source


def table(found: Sequence[Finding], document: Document, chosen: Iterable[Rule]) -> str:
    """By rule, errors first, on a terminal; a line a finding elsewhere."""
    if not on_terminal():
        titles = [_("Place"), _("Code"), _("Level"), _("Words"), _("Finding"), _("Source")]
        return columns(titles, [_row(one, document) for one in found])
    rules = {rule.code: rule for rule in chosen}
    counts = Counter(one.level for one in found)
    told = words.joined(
        _("{level}: {count}").format(level=level_word(level), count=counts[level]) for level in Level if counts[level]
    )
    top = Node(told or _("Nothing was found that breaks a rule of form."), "bold")
    by_code: dict[str, list[Finding]] = {}
    for one in sorted(found, key=lambda one: list(Level).index(one.level)):
        by_code.setdefault(one.code, []).append(one)
    for code, group in by_code.items():
        rule = rules[code]
        head = _("{code} {summary} ({level}; {source})").format(
            code=code, summary=_(rule.summary), level=level_word(rule.level), source=source_word(rule.source)
        )
        branch = top.add(head, _INK[rule.level])
        branch.add(_("How to mend: {mend}").format(mend=_(rule.mend)), "dim")
        for one in group:
            place, _code, _level, quote, message, _source = _row(one, document)
            branch.add(_("{place}: {message} “{quote}”").format(place=place, message=message, quote=quote))
    return tree_text(top)


def _row(one: Finding, document: Document) -> list[str]:
    quote = words.clip(one.quote, _SHOWN)
    return [_place(one, document), one.code, level_word(one.level), quote, one.message, source_word(one.source)]


def _place(one: Finding, document: Document) -> str:
    line, column = _line(document, one.span.start)
    return _("line {line}, column {column}").format(line=line, column=column)


def _line(document: Document, at: int) -> tuple[int, int]:
    """Line and column, both from 1: of the file where it is text, else of the canonical text."""
    origin = next((o for o in document.origins if o.start <= at <= o.end), None)
    if origin is not None and origin.place.startswith("line "):
        return int(origin.place.removeprefix("line ")), at - origin.start + 1
    start = document.text.rfind("\n", 0, at) + 1
    return document.text.count("\n", 0, at) + 1, at - start + 1


def as_dict(found: Sequence[Finding], document: Document) -> dict[str, Any]:
    """The JSON of ``zeren lint``; spans are in characters of the canonical text."""
    return {
        "document": document.id,
        "title": document.metadata.title,
        "findings": [
            {
                "code": one.code,
                "level": one.level.value,
                "span": [one.span.start, one.span.end],
                "line": _line(document, one.span.start)[0],
                "column": _line(document, one.span.start)[1],
                "quote": one.quote,
                "message": one.message,
                "source": one.source,
                "edits": [{"span": [edit.span.start, edit.span.end], "text": edit.text} for edit in one.edits],
            }
            for one in found
        ],
    }


def as_sarif(found: Sequence[Finding], document: Document, path: str, chosen: Sequence[Rule]) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS): regions in lines and columns of the text, counted in code points."""
    order = {rule.code: index for index, rule in enumerate(chosen)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "zeren",
                        "version": _version(),
                        "rules": [
                            {
                                "id": rule.code,
                                "shortDescription": {"text": _(rule.summary)},
                                "help": {"text": _(rule.mend)},
                                "defaultConfiguration": {"level": rule.level.value},
                                "properties": {"source": rule.source},
                            }
                            for rule in chosen
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": path}}],
                "results": [
                    {
                        "ruleId": one.code,
                        "ruleIndex": order[one.code],
                        "level": one.level.value,
                        "message": {"text": one.message},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": path, "index": 0},
                                    "region": _region(document, one.span.start, one.span.end),
                                }
                            }
                        ],
                        **_fixes(one, document, path),
                    }
                    for one in found
                ],
            }
        ],
    }


def _fixes(one: Finding, document: Document, path: str) -> dict[str, Any]:
    if not one.edits:
        return {}
    replacements = [
        {
            "deletedRegion": _region(document, edit.span.start, edit.span.end),
            "insertedContent": {"text": edit.text},
        }
        for edit in one.edits
    ]
    change = {"artifactLocation": {"uri": path, "index": 0}, "replacements": replacements}
    return {"fixes": [{"description": {"text": one.message}, "artifactChanges": [change]}]}


def _region(document: Document, start: int, end: int) -> dict[str, Any]:
    line, column = _line(document, start)
    last, after = _line(document, end)
    return {
        "startLine": line, "startColumn": column, "endLine": last, "endColumn": after, "charOffset": start,
        "charLength": end - start, "snippet": {"text": document.text[start:end]},
    }  # fmt: skip


def _version() -> str:
    try:
        return version("zeren")
    except PackageNotFoundError:
        return "0"


def mendable(document: Document, path: Path) -> None:
    """UsageError for a file that is more than its text."""
    if document.source.format not in _PLAIN:
        raise UsageError(
            _("Only text files are mended by the program."),
            where=str(path),
            why=_("This is a {format} file, which is more than its text.").format(format=document.source.format),
            mend=_("Mend it by hand where the findings say, or save it as text first."),
        )


def mended(found: Iterable[Finding], document: Document, original: str, path: Path) -> tuple[str, list[Finding]]:
    """*original*, the decoded file, with the edits made, and the findings that they mend.

    Edits are made where the file has the very characters. UsageError for a file that is more than its text.
    """
    mendable(document, path)
    moved = []
    for one in found:
        edits = tuple(edit for edit in (_in_original(edit, document, original) for edit in one.edits) if edit)
        if edits and len(edits) == len(one.edits):
            moved.append(one.model_copy(update={"edits": edits}))
    return fixed(original, moved)


def _in_original(edit: Edit, document: Document, original: str) -> Edit | None:
    """The edit in places of the file; None where its characters do not stand there in one piece."""
    span = edit.span
    origin = next((o for o in document.origins if o.start <= span.start and span.end <= o.end), None)
    if origin is None:
        return None
    start = origin.offset + span.start - origin.start
    end = start + len(span)
    if original[start:end] != document.quote(span):
        return None
    return Edit(span=Span(start=start, end=end), text=edit.text)
