"""Places of an original ("line 3", "table 1, row 2") in the language that is spoken."""

from __future__ import annotations

import re

from policies.messages import N_, _

__all__ = ["spoken"]

_NUMBERED = {
    "line": N_("line {n}"),
    "paragraph": N_("paragraph {n}"),
    "page": N_("page {n}"),
    "table": N_("table {n}"),
    "row": N_("row {n}"),
    "text box": N_("text box {n}"),
    "footnote": N_("footnote {n}"),
    "endnote": N_("endnote {n}"),
}
_NAMED = {
    "title": N_("the title of the page"),
    "margin": N_("the head or foot of the pages"),
    "watermark": N_("the watermark"),
}
_STEP = re.compile(r"([a-z ]+?) ([0-9]+)")


def spoken(place: str) -> str:
    """*place* for people."""
    words = []
    for step in place.split(", "):
        found = _STEP.fullmatch(step)
        if found and found[1] in _NUMBERED:
            words.append(_(_NUMBERED[found[1]]).format(n=found[2]))
        else:
            words.append(_(_NAMED[step]) if step in _NAMED else step)
    return _(", ").join(words)
