"""What a regular expression needs, read off its own parse: for tests of guards that save trying it."""

from __future__ import annotations

import re
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["every_match_holds", "openings"]


def every_match_holds(pattern: Any, needed: re.Pattern[str]) -> bool:
    """Whether each match of *pattern* holds a match of *needed*, as far as its literal characters show it."""
    return _holds(parser.parse(pattern.pattern, pattern.flags) if isinstance(pattern, re.Pattern) else pattern, needed)


def openings(pattern: re.Pattern[str]) -> list[tuple[set[str], Any]]:
    """Of each alternative the characters that it can begin with, and its parse. ValueError where it can be empty."""
    ((name, argument),) = parser.parse(pattern.pattern, pattern.flags)
    if name is not names.BRANCH:
        raise ValueError("no alternatives")
    return [(_beginning(branch), branch) for branch in argument[1]]


def _beginning(parsed: Any) -> set[str]:
    found, may_be_empty = _first(parsed)
    if may_be_empty:
        raise ValueError("may match nothing")
    return found


def _first(parsed: Any) -> tuple[set[str], bool]:
    found: set[str] = set()
    for name, argument in parsed:
        characters, may_be_empty = _of_one(name, argument)
        found |= characters
        if not may_be_empty:
            return found, False
    return found, True


def _of_one(name: Any, argument: Any) -> tuple[set[str], bool]:
    if name is names.LITERAL:
        return {chr(argument)}, False
    if name is names.IN:
        return _members(argument), False
    if name is names.BRANCH:
        rows = [_first(branch) for branch in argument[1]]
        return set().union(*(row[0] for row in rows)), any(row[1] for row in rows)
    if name is names.SUBPATTERN:
        return _first(argument[3])
    if name in (names.MAX_REPEAT, names.MIN_REPEAT):
        characters, may_be_empty = _first(argument[2])
        return characters, may_be_empty or argument[0] == 0
    if name in (names.ASSERT, names.ASSERT_NOT, names.AT):
        return set(), True
    raise NotImplementedError(str(name))


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
