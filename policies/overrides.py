"""Conditions that reviewers set instead of those read from the text."""

from __future__ import annotations

from policies.answers import Review
from policies.conditions import Condition
from policies.spans import Value

__all__ = ["Override"]


class Override(Value):
    """A condition for one duty, with what it was written for; ``line`` is that of the file."""

    duty: str  # id, 16 hexadecimal digits
    document: str  # id
    clause: str = ""  # readable path, for people and for telling equal sentences apart
    quote: str  # the duty's words when it was written
    condition: Condition
    review: Review
    line: int = 0
