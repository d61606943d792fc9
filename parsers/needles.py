"""What a pattern cannot match without, read off its own parse: its needles, and the characters it opens with.

A needle is a string of one or two characters, and each match of the pattern holds at least one of its needles. Where a
text holds none of them, the pattern need not be tried; nor need it be tried at a place whose character opens no match.
Nothing is written by hand here, so nothing can be forgotten when a pattern grows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["closes", "needles_of", "opens"]

_Pattern = re.Pattern[str] | Iterable[str]
_WIDTH = 2  # characters of a needle at most
_MOST = 4_000  # needles of one pattern: a list of words may have as many
_RANGE = 512  # characters of a range at most that are told one by one
_REPEATS = (names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT)
_NO_WIDTH = (names.AT, names.ASSERT, names.ASSERT_NOT)
# characters of every second sentence: a needle of one of these tells little
_COMMON = frozenset("的一是在和有不为上中人大以对及等、，。；：年业安全生产管理工作0123456789")


def needles_of(pattern: _Pattern) -> frozenset[str]:
    """The needles of a *pattern*, or of a list of words. ValueError where a match may hold none."""
    if not isinstance(pattern, re.Pattern):
        return frozenset(word[:_WIDTH] for word in pattern if word)
    found = _best(_parsed(pattern))
    if not found:
        raise ValueError(f"matches without any needle: {pattern.pattern}")
    return frozenset(found)


def opens(*patterns: _Pattern) -> frozenset[str]:
    """The characters that matches of *patterns* open with. ValueError where one may open with anything."""
    found: set[str] = set()
    for pattern in patterns:
        rows = _openings(_parsed(pattern)) if isinstance(pattern, re.Pattern) else set(pattern)
        if "" in rows:
            raise ValueError("opens with anything")
        found.update(row[0] for row in rows)
    return frozenset(found)


def closes(*patterns: _Pattern) -> frozenset[str]:
    """The characters that matches of *patterns* close with. ValueError where one may close with anything."""
    found: set[str] = set()
    for pattern in patterns:
        if not isinstance(pattern, re.Pattern):
            found.update(word[-1] for word in pattern)
            continue
        row, empty = _endings(_parsed(pattern))
        if empty:
            raise ValueError("closes with anything")
        found |= row
    return frozenset(found)


def _parsed(pattern: re.Pattern[str]) -> list[Any]:
    if pattern.flags & re.IGNORECASE:
        raise ValueError("letters of either case")
    return list(parser.parse(pattern.pattern, pattern.flags))


def _cost(needles: set[str]) -> int:
    """How often the *needles* may be found, roughly: the fewer and the longer, the less."""
    return sum(1 if len(needle) > 1 else 40 if needle in _COMMON else 8 for needle in needles)


def _best(items: Sequence[Any]) -> set[str]:
    """The cheapest needles of a sequence: those of its openings from any place, or from within one of its items."""
    rows = [_openings(items[at:]) for at in range(len(items))]
    rows += [_within(name, argument) for name, argument in items]
    rows = [row for row in rows if row and "" not in row and len(row) <= _MOST]
    return min(rows, key=_cost, default=set())


def _within(name: Any, argument: Any) -> set[str]:
    if name is names.SUBPATTERN:
        return _best(argument[3])
    if name is names.ATOMIC_GROUP:
        return _best(argument)
    if name in _REPEATS:
        return _best(argument[2]) if argument[0] else set()
    if name is names.BRANCH:
        branches = [_best(branch) for branch in argument[1]]
        return set().union(*branches) if all(branches) else set()
    return set()


def _openings(items: Sequence[Any]) -> set[str]:
    """Strings of up to two characters, one of which each match of *items* opens with; "" where it may be anything."""
    done: set[str] = set()
    growing = {""}
    for name, argument in items:
        growing, stopped = _grown(growing, name, argument)
        done |= stopped | {each for each in growing if len(each) == _WIDTH}
        growing = {each for each in growing if len(each) < _WIDTH}
        if not growing or "" in done or len(done) > _MOST:
            break
    return done | growing


def _grown(growing: set[str], name: Any, argument: Any) -> tuple[set[str], set[str]]:
    """(*growing* with what one item adds, those of *growing* that end where anything may follow)."""
    if name in _NO_WIDTH:
        return growing, set()
    if name is names.LITERAL:
        return {each + chr(argument) for each in growing}, set()
    if name is names.IN:
        members = _members(argument)
        return ({each + char for each in growing for char in members}, set()) if members else (set(), growing)
    if name is names.SUBPATTERN:
        return _joined(growing, _openings(argument[3]))
    if name is names.BRANCH:
        return _joined(growing, set().union(*(_openings(branch) for branch in argument[1])))
    if name in _REPEATS and argument[0] == 0:
        full, closed = _joined(growing, _openings(argument[2]))
        return growing, full | closed
    if name in _REPEATS:
        return _joined(growing, _openings(argument[2]))
    return set(), growing


def _joined(growing: set[str], openings: set[str]) -> tuple[set[str], set[str]]:
    """Each with each: what is not full is closed, since a group may go on or end there."""
    rows = {(each + opening)[:_WIDTH] for each in growing for opening in openings}
    full = {row for row in rows if len(row) == _WIDTH}
    return full, rows - full


def _endings(items: Sequence[Any]) -> tuple[set[str], bool]:
    """(last characters of what matches *items*, whether they may match nothing)."""
    found: set[str] = set()
    for name, argument in reversed(items):
        if name in _NO_WIDTH:
            continue
        if name is names.LITERAL:
            rows = [({chr(argument)}, False)]
        elif name is names.IN and (members := _members(argument)):
            rows = [(members, False)]
        elif name is names.SUBPATTERN:
            rows = [_endings(argument[3])]
        elif name is names.BRANCH:
            rows = [_endings(branch) for branch in argument[1]]
        elif name in _REPEATS:
            rows = [_endings(argument[2]), *([(set(), True)] if argument[0] == 0 else [])]
        else:
            raise ValueError("closes with anything")
        found.update(*(row for row, _ in rows))
        if not any(empty for _, empty in rows):
            return found, False
    return found, True


def _members(items: Any) -> set[str]:
    """The characters of a set; empty where it holds too many, or all but some."""
    found: set[str] = set()
    for name, argument in items:
        if name is names.LITERAL:
            found.add(chr(argument))
        elif name is names.RANGE and argument[1] - argument[0] < _RANGE:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return set()
    return found
