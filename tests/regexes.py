"""What a regular expression needs, read off its own parse: for tests of guards that save trying it."""

from __future__ import annotations

import re
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["every_match_holds"]


def every_match_holds(pattern: re.Pattern[str], needed: re.Pattern[str]) -> bool:
    """Whether each match of *pattern* holds a match of *needed*, as far as its literal characters show it."""
    return _holds(parser.parse(pattern.pattern, pattern.flags), needed)


def _holds(parsed: Any, needed: re.Pattern[str]) -> bool:
    literal = ""
    for name, argument in [*parsed, (None, None)]:
        if name is names.LITERAL:
            literal += chr(argument)
            continue
        if needed.search(literal):
            return True
        literal = ""
        if name is names.IN and all(needed.search(character) for character in _characters(argument)):
            return True
        if name is names.BRANCH and all(_holds(branch, needed) for branch in argument[1]):
            return True
        if name is names.SUBPATTERN and _holds(argument[3], needed):
            return True
        if name in (names.MAX_REPEAT, names.MIN_REPEAT) and argument[0] > 0 and _holds(argument[2], needed):
            return True
    return False


def _characters(items: Any) -> set[str]:
    try:
        return _members(items)
    except NotImplementedError:  # [^…], \w: any character
        return {""}


def _members(items: Any) -> set[str]:
    found: set[str] = set()
    for name, argument in items:
        if name is names.LITERAL:
            found.add(chr(argument))
        elif name is names.RANGE:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            raise NotImplementedError(str(name))
    return found
