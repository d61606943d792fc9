"""Where the fields of duties that were found differ from the gold: by figure and kind, with a few short examples."""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from types import ModuleType
from typing import Any

from bench.material import EVAL

__all__ = ["differences"]

_EXAMPLES = 3  # of each kind
_LONGEST = 40  # characters of a quotation
_KINDS = 6  # of a figure; the rest is summed up
Found = dict[tuple[str, str], list[str]]


def scorer() -> ModuleType:
    """The scorer that lies beside the gold files: pairs of duties and what counts as the same are its own."""
    spec = importlib.util.spec_from_file_location("zeren_score", EVAL / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def differences(predictions: dict[str, dict[str, Any]]) -> str:
    """The section of the page; *predictions* are the contract's JSON by document id."""
    score = scorer()
    found: Found = defaultdict(list)
    for path in sorted((EVAL / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (path.parent / gold["source"]).read_text("utf-8")
        _compare(score, gold["id"], gold["duties"], predictions[gold["id"]]["duties"], text, found)
    rows = [
        f"| {figure} | {kind} | {len(examples)} | {'; '.join(examples[:_EXAMPLES])} |"
        for figure in score.COMPARED
        for kind, examples in _commonest(figure, found)
    ]
    head = ["| figure | what differs | duties | examples |", "|---|---|---|---|"]
    return (
        "### Fields of duties that were found\n\n"
        "Only duties that gold and parser both have; *lost*: gold alone has it, *made up*: the parser alone has it, "
        "*other*: both have one, and they differ.\n\n" + "\n".join([*head, *rows]) + "\n\n"
    )


def _compare(
    score: ModuleType, name: str, wanted: list[dict[str, Any]], got: list[dict[str, Any]], text: str, found: Found
) -> None:
    source = score.Source(text)
    spans = [source.locate([duty.get("quote", "") for duty in duties]) for duties in (wanted, got)]
    for i, j in score.align(*spans):
        for figure, (values, same) in score.COMPARED.items():
            mine, theirs = list(values(wanted[i])), list(values(got[j]))
            for value in list(mine):
                twin = next((other for other in theirs if same(value, other)), None)
                if twin is not None:
                    mine.remove(value)
                    theirs.remove(twin)
            if figure == "bearer kind" and (mine or theirs):
                kind = f"{_joined(values(wanted[i]))} read as {_joined(values(got[j]))}"
                found[figure, kind].append(f"{name}: {_short(wanted[i]['quote'])}")
                continue
            for value, other in zip(mine, theirs, strict=False):
                found[figure, "other"].append(f"{name}: {_short(value)} / {_short(other)}")
            for value in mine[len(theirs) :]:
                found[figure, "lost"].append(f"{name}: {_short(value)}")
            for value in theirs[len(mine) :]:
                found[figure, "made up"].append(f"{name}: {_short(value)}")


def _commonest(figure: str, found: Found) -> list[tuple[str, list[str]]]:
    kinds = sorted(
        ((kind, examples) for (name, kind), examples in found.items() if name == figure),
        key=lambda row: (-len(row[1]), row[0]),
    )
    rest = [example for _kind, examples in kinds[_KINDS:] for example in examples]
    return [*kinds[:_KINDS], *([("others", rest)] if rest else [])]


def _joined(kinds: list[str]) -> str:
    return "+".join(kinds) or "none"


def _short(value: object) -> str:
    """A value in at most 40 characters, for a cell of a table."""
    if isinstance(value, dict):
        value = value.get("surface") or value.get("metric") or value.get("value")
    if isinstance(value, tuple):
        value = " ".join(str(part) for part in value if part)
    words = "".join(str(value).split()).replace("|", "/")
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
