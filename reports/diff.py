"""What a new text changes in an old one, duty by duty: as a tree, as tables, as JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kb.diff import Diff, Pair, State
from kb.models import ChangeKind, Direction
from policies.answers import DutyRecord
from policies.messages import _
from reports import words
from reports.formats.flat import Column, Flat, Sheet
from reports.tables import Node, on_terminal, tree_text

__all__ = ["as_dict", "as_flat", "as_text", "change_word", "direction_word", "state_word"]

_INK = {State.CHANGED: "yellow", State.NEW: "green", State.DROPPED: "red", State.REWORDED: "dim", State.SAME: "dim"}


def state_word(state: State) -> str:
    """What became of a duty."""
    return {
        State.CHANGED: _("changed"),
        State.NEW: _("new"),
        State.DROPPED: _("dropped"),
        State.REWORDED: _("only reworded"),
        State.SAME: _("the same"),
    }[state]


def change_word(kind: ChangeKind) -> str:
    """What changed."""
    return {
        ChangeKind.MODALITY: _("demand"),
        ChangeKind.STRENGTH: _("strictness"),
        ChangeKind.TARGET: _("figure"),
        ChangeKind.DEADLINE: _("deadline"),
        ChangeKind.FREQUENCY: _("frequency"),
        ChangeKind.BEARER: _("bearer"),
        ChangeKind.LEAD: _("lead"),
        ChangeKind.SCOPE: _("scope"),
        ChangeKind.ACT: _("acts"),
        ChangeKind.WORDING: _("wording"),
        ChangeKind.NONE: _("nothing"),
    }[kind]


def direction_word(direction: Direction) -> str:
    """Which way it went."""
    return {
        Direction.STRICTER: _("stricter"),
        Direction.WEAKER: _("weaker"),
        Direction.NARROWER: _("narrower"),
        Direction.WIDER: _("wider"),
        Direction.CHANGED: _("other"),
        Direction.SAME: _("the same"),
    }[direction]


def _shown(found: Diff, everything: bool) -> tuple[Pair, ...]:
    return found.pairs if everything else found.of(State.CHANGED, State.NEW, State.DROPPED)


def _counts(found: Diff) -> list[tuple[str, str]]:
    counts = Counter(pair.state for pair in found.pairs)
    return [(state_word(state), str(counts[state])) for state in State if counts[state]]


def as_dict(found: Diff, *, everything: bool) -> dict[str, Any]:
    """The JSON of ``zeren diff``."""
    return {
        "old": {"id": found.old, "title": found.old_title},
        "new": {"id": found.new, "title": found.new_title},
        "counts": dict(Counter(pair.state.value for pair in found.pairs)),
        "duties": [
            {
                "state": pair.state.value,
                "old": _duty(pair.old),
                "new": _duty(pair.new),
                "score": pair.score,
                "changes": [change.model_dump(mode="json") for change in pair.changes],
            }
            for pair in _shown(found, everything)
        ],
    }


def _duty(record: DutyRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    quote = record.duty.quote
    return {
        "id": record.duty.id, "quote": quote.text, "span": [quote.start, quote.end], "clause": record.source.clause,
        "modality": record.duty.modality.value,
    }  # fmt: skip


def as_text(found: Diff, *, everything: bool) -> str:
    """A tree on a terminal, a line a change elsewhere."""
    if not on_terminal():
        from reports.formats import flat  # noqa: PLC0415

        return flat.text(as_flat(found, everything=everything))
    told = words.joined(_("{name}: {value}").format(name=name, value=value) for name, value in _counts(found))
    top = Node(told or _("Neither text holds a duty."), "bold")
    for state in State:
        pairs = [pair for pair in _shown(found, everything) if pair.state is state]
        branch = top.add(f"{state_word(state)} {len(pairs)}", _INK[state]) if pairs else top
        for pair in pairs:
            record = pair.new or pair.old
            assert record is not None
            leaf = branch.add(
                f"{words.clause(record.source.clause)} {words.quoted(words.flat(record.duty.quote.text))}"
            )
            for change in pair.changes:
                leaf.add(
                    _("{name} ({direction}): {says}").format(
                        name=change_word(change.kind), direction=direction_word(change.direction), says=change.says
                    )
                )
            if state is State.REWORDED and pair.old is not None:
                leaf.add(_("before: {words}").format(words=words.quoted(words.flat(pair.old.duty.quote.text))), "dim")
    return tree_text(top)


def as_flat(found: Diff, *, everything: bool) -> Flat:
    """One table, in the order of the new text."""
    head = (
        Column(_("State"), 10), Column(_("What changed"), 36, wide=True), Column(_("Old clause"), 10),
        Column(_("Old text"), 46, wide=True), Column(_("New clause"), 10), Column(_("New text"), 46, wide=True),
    )  # fmt: skip
    rows = tuple(_row(pair) for pair in _shown(found, everything))
    title = _("What changes, duty by duty: {title}").format(title=found.new_title or found.old_title or found.new)
    return Flat(title=title, sheets=(Sheet(_("Changes"), head, rows),), facts=tuple(_counts(found)))


def _row(pair: Pair) -> tuple[str, ...]:
    told = "\n".join(
        _("{name} ({direction}): {says}").format(
            name=change_word(change.kind), direction=direction_word(change.direction), says=change.says
        )
        for change in pair.changes
    )
    cells = [state_word(pair.state), told]
    for record in (pair.old, pair.new):
        cells += [words.clause(record.source.clause), words.flat(record.duty.quote.text)] if record else ["", ""]
    return tuple(cells)
