"""The field of work of a duty, from the headings above it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import policies
from policies.answers import SourceRef
from policies.messages import _
from reports import words

__all__ = ["field_of_work"]

_DATA = Path(policies.__file__).parent / "vocabulary" / "fields.toml"
_LABEL = 4  # characters: a title as short names a thing (煤矿, 道路交通) and needs the one above it
_DEPTH = 4  # headings below this depth divide too finely for a checklist
_LONGEST = 40


def field_of_work(source: SourceRef) -> str:
    """The innermost heading that names a field; a label is read with the heading above it.

    Headings such as 工作内容 or 主要任务 divide a document, not the work: they count only where nothing else does.
    """
    titles = [" ".join(title.split()) for title in source.headings]
    titles = [title.rstrip("。：:；;，,") for title in titles if title]
    named = [title for title in titles if title not in _dividers()][:_DEPTH]
    if not named:
        if titles:
            return titles[-1]
        return f"《{words.nested(source.title)}》" if source.title else _("Other requirements")
    inner = named[-1]
    label = len(inner) <= _LABEL or source.clause.rpartition("/")[2] == inner
    if label and len(named) > 1:
        return _("{field}: {label}").format(field=words.clip(named[-2], _LONGEST), label=inner)
    return words.clip(inner, _LONGEST)


@cache
def _dividers() -> frozenset[str]:
    with _DATA.open("rb") as file:
        return frozenset(tomllib.load(file)["dividers"])
