"""Tables of the vocabulary, read once, and word lists compiled to regular expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["alternation", "table"]

_HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """The table in ``<name>.toml`` beside this module."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text("utf-8"))


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of *words*, sharing prefixes.

    A plain ``a|b|c`` is tried word by word, which costs time in proportion to the vocabulary at each character.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return body + ("?" if ends else "")
