"""``docs/lint.md``: the rules of form, made from their registry."""

from __future__ import annotations

import sys

from docs.make import console
from kb.lint import Level, Rule, rules

FILE = console.ROOT / "docs" / "lint.md"

HEAD = """<!-- Generated: python -m docs.make.lint -->
# Rules of form

`zeren lint DRAFT` holds a draft against these rules. `--select ZN` takes only rules whose code begins so, `--ignore
ZN003` leaves some out, `--fix -o FILE` mends what cannot change the meaning, `--format json` and `--format sarif` are
for programs. The exit code is 1 where an error or a warning is found.

A rule has a source: a clause of a standard, an article of a regulation, or practice. What is only practice is never
an error. Codes: `ZN` numbering, `ZH` title, addressees, date and attachments, `ZC` citations, `ZW` words and marks.

| code | level | what it finds | how to mend it | source |
| --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(map(_line, rules()))


def _line(rule: Rule) -> str:
    level = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "suggestion"}[rule.level]
    return f"| {rule.code} | {level} | {rule.summary} | {rule.mend} | {rule.source} |\n"


def main() -> int:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
