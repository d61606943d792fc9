"""The post within a body that a duty is addressed to, where the text names one: 主要负责人, 班组, 从业人员."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import policies
from policies.duties import Duty

__all__ = ["post_of", "rank"]

_DATA = Path(policies.__file__).parent / "vocabulary" / "posts.toml"


@cache
def _posts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    with _DATA.open("rb") as file:
        return tuple((one["name"], tuple(one["words"])) for one in tomllib.load(file)["post"])


def post_of(duty: Duty) -> str:
    """The post, by the words that name the bearer's post, else the bearer; "" where the whole body is meant."""
    named = [bearer.position.text for bearer in duty.bearers if bearer.position]
    named += [bearer.surface.text for bearer in duty.bearers if bearer.surface]
    for text in ("".join(one.split()) for one in named):
        for name, words in _posts():
            if text.endswith(words):
                return name
    return ""


def rank(post: str) -> int:
    """Where a post stands in a list: what the whole body owes comes first."""
    return next((place for place, (name, _words) in enumerate(_posts(), 1) if name == post), 0)
