"""A filled-in checklist carried over to what the base says today: nothing that a person wrote is overwritten.

Lines are known by duty id. A duty whose words changed has another id: its line is the one of the same document that
agrees most, and is told as changed. What belongs to no line any more stands on a sheet of its own, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from policies.messages import N_, _, language
from reports import words
from reports.checklist import ChangeKind, Checklist, Group, Item, Kept, UpdateLine
from reports.filled import HEADINGS, FilledIn, Line, spoken
from reports.formats.flat import Column, Flat, Sheet
from reports.formats.memory import FILLED, state

__all__ = ["as_dict", "as_flat", "kind_word", "update"]

_ALIKE = 0.6  # agreement of two wordings in one document from which they are one duty
_SAID = {
    "demand": N_("Demand"), "time": N_("Time limit"), "target": N_("Target"), "condition": N_("Condition"),
    "borne": N_("How it is borne"), "verdict": N_("Verdict"),
}  # fmt: skip
_WEIGHTY = {"demand", "time", "target", "condition"}


class _Old(NamedTuple):
    id: str
    state: Mapping[str, str]
    line: Line | None


def kind_word(kind: ChangeKind) -> str:
    """A kind of change for people."""
    return {
        ChangeKind.CONFLICT: _("to be looked at"),
        ChangeKind.CHANGED: _("changed"),
        ChangeKind.NEW: _("new"),
        ChangeKind.GONE: _("gone"),
        ChangeKind.NOTE: _("note"),
    }[kind]


def update(found: FilledIn, fresh: Checklist, why_gone: Callable[[str], str] = lambda _id: "") -> Checklist:
    """*fresh* with what stands in *found*; its ``updates`` tell what is another one, its ``kept`` what has no line.

    *why_gone* tells of a duty id why it is not in the list any more.
    """
    return _Update(found, fresh, why_gone).made()


class _Update:
    def __init__(self, found: FilledIn, fresh: Checklist, why_gone: Callable[[str], str]) -> None:
        self.found, self.fresh, self.why_gone = found, fresh, why_gone
        self.told: list[UpdateLine] = []
        self.kept: list[Kept] = []
        self.settled = {item.id: settled for settled, item in _items(fresh)}
        self.now = {item.id: item for _settled, item in _items(fresh)}

    def made(self) -> Checklist:
        for note in self.found.notes:
            self._tell(ChangeKind.NOTE, "", "", note)
        lines = self._lines()
        memory = self.found.memory
        known = bool(memory.states)
        if known and memory.language not in ("", language()):
            known = False
            says = _("The workbook was written in the other language: what was changed inside lines is not compared.")
            self._tell(ChangeKind.NOTE, "", "", says)
        before = dict.fromkeys([*self.found.memory.states, *lines])
        gone = [_Old(one, self._state(one, lines.get(one)), lines.get(one)) for one in before if one not in self.now]
        fresh = [item for item in self.now.values() if item.id not in before]
        heirs = _heirs(gone, fresh)
        for old in gone:
            if old.id in heirs:
                self._inherited(old, self.now[heirs[old.id]], lines)
            else:
                self._gone(old)
        for identity, item in self.now.items():
            if identity in before:
                if known:
                    self._compare(item, self.found.memory.states.get(identity, {}), lines.get(identity))
            elif identity not in heirs.values():
                self._tell(ChangeKind.NEW, identity, _task(item), words.source(item.source))
            self._contradiction(item, lines.get(identity))
        self._come_back(lines)
        groups = {
            name: tuple(_with(group, lines) for group in getattr(self.fresh, name)) for name in ("groups", "unsettled")
        }
        order = list(ChangeKind)
        told = tuple(sorted(self.told, key=lambda one: order.index(one.kind)))
        return self.fresh.model_copy(update={**groups, "kept": tuple(self.kept), "updates": told})

    # Reading

    def _lines(self) -> dict[str, Line]:
        """One line for each id; what a second line of the same id says otherwise is kept apart."""
        lines: dict[str, Line] = {}
        for line in self.found.lines:
            if line.kept:
                continue
            self._mine(line)
            if not line.id:
                self._keep(_("The line has no duty id."), line)
                self._tell(
                    ChangeKind.NOTE, "", line.cells.get("task", ""),
                    _("{place}: no duty id, and none known by its words; kept on the sheet “{sheet}”.").format(
                        place=line.place, sheet=_("Kept"))
                )  # fmt: skip
                continue
            first = lines.setdefault(line.id, line)
            if first is not line:
                self._joined(first, line)
        return lines

    def _mine(self, line: Line) -> None:
        """Keep texts that a person wrote over ours, and formulas."""
        written = self.found.memory.cells.get(line.id, {})
        over = {
            key: text for key, text in line.cells.items() if key in written and text[:2000] != written[key] and text
        }
        if over:
            names = _(", ").join(_(HEADINGS[key]) for key in over)
            further = "\n".join(
                _("{name}: {value}").format(name=_(HEADINGS[key]), value=text) for key, text in over.items()
            )
            says = _("{place}: {names} had been changed by hand; the text of the base is back, yours is kept.")
            self._keep(_("Text of the base, changed by hand"), line, further=further, bare=True)
            self._tell(
                ChangeKind.CONFLICT, line.id, line.cells.get("task", ""), says.format(place=line.place, names=names)
            )
        if line.formulas:
            further = "\n".join(f"{cell} {formula}" for cell, formula in line.formulas.items())
            says = _("{place}: formulas ({cells}) were replaced by the values that they had; they are kept as text.")
            self._keep(_("Formulas"), line, further=further, bare=True)
            self._tell(
                ChangeKind.CONFLICT, line.id, line.cells.get("task", ""),
                says.format(place=line.place, cells=_(", ").join(line.formulas)),
            )  # fmt: skip

    def _joined(self, first: Line, second: Line) -> None:
        """Two lines of one duty: what only one says counts, what they say differently is kept apart."""
        apart = False
        for mine, other in ((first.filled, second.filled), (first.own, second.own)):
            for key, text in other.items():
                if not mine.get(key):
                    mine[key] = text
                elif text and text != mine[key]:
                    apart = True
        task = first.cells.get("task", "")
        if apart:
            self._keep(_("The duty stands in two lines that differ."), second)
            says = _("{one} and {two} are of one duty and differ; the first counts, the second is kept.")
            self._tell(ChangeKind.CONFLICT, first.id, task, says.format(one=first.place, two=second.place))
        else:
            says = _("{one} and {two} are of one duty; they are one line now.")
            self._tell(ChangeKind.NOTE, first.id, task, says.format(one=first.place, two=second.place))

    def _state(self, identity: str, line: Line | None) -> Mapping[str, str]:
        return self.found.memory.states.get(identity) or (line.cells if line else {})

    # Comparing

    def _inherited(self, old: _Old, item: Item, lines: dict[str, Line]) -> None:
        """The words of a duty changed: what was written goes on with the new line."""
        says = _("words changed: {old} → {new}").format(
            old=words.quoted(old.state.get("quote") or old.state.get("task", "")),
            new=words.quoted(words.flat(item.quote)),
        )
        self._tell(ChangeKind.CHANGED, item.id, _task(item), says)
        if old.line is not None:
            lines[item.id] = old.line
            self._if_done(item, old.line)

    def _compare(self, item: Item, before: Mapping[str, str], line: Line | None) -> None:
        now = state(item, settled=self.settled[item.id])
        changed = {key for key in _SAID if key in before and before[key] != now[key]}
        if not changed:
            return
        parts = [
            _("{name}: {old} → {new}").format(name=_(name), old=before[key] or _("none"), new=now[key] or _("none"))
            for key, name in _SAID.items()
            if key in changed
        ]
        self._tell(ChangeKind.CHANGED, item.id, _task(item), words.joined(parts))
        if changed & _WEIGHTY and line is not None:
            self._if_done(item, line)

    def _if_done(self, item: Item, line: Line) -> None:
        if line.filled.get("status") in spoken("Done"):
            says = _("It is marked as done, and has changed since: look whether that still holds.")
            self._tell(ChangeKind.CONFLICT, item.id, _task(item), says)

    def _contradiction(self, item: Item, line: Line | None) -> None:
        if line is not None and self.settled[item.id] and line.filled.get("status") in spoken("Not applicable"):
            says = _("It is marked as not applicable; by the facts stated it applies. Your mark stays.")
            self._tell(ChangeKind.CONFLICT, item.id, _task(item), says)

    def _gone(self, old: _Old) -> None:
        reason = self.why_gone(old.id) or _("It is not in the list any more.")
        self._tell(ChangeKind.GONE, old.id, old.state.get("task", ""), reason)
        if old.line is not None and old.line.written:
            self._keep(reason, old.line, state=old.state)

    def _come_back(self, lines: dict[str, Line]) -> None:
        """What was kept before: back to its line where that is there again and empty, else kept further on."""
        for line in self.found.lines:
            if not line.kept:
                continue
            held = lines.get(line.id)
            gone = any(line.cells.get("further", ""))
            if line.id in self.now and not gone and line.written and (held is None or not held.written):
                lines[line.id] = line
                self._tell(ChangeKind.NOTE, line.id, _task(self.now[line.id]), _("It is back, with what was kept."))
            else:
                self._keep(line.cells.get("reason", ""), line, further=line.cells.get("further", ""), restamp=False)

    # Writing

    def _keep(
        self,
        reason: str,
        line: Line,
        *,
        further: str = "",
        state: Mapping[str, str] | None = None,
        bare: bool = False,
        restamp: bool = True,
    ) -> None:
        told = state or line.cells
        since = self.fresh.on
        if not restamp:
            try:
                since = date.fromisoformat(line.cells.get("since", ""))
            except ValueError:
                since = self.fresh.on
        filled = {} if bare else {key: line.filled.get(key, "") for key in FILLED}
        if not line.id and not further and not line.kept:  # a line of the person's own: all its cells
            further = "\n".join(
                _("{name}: {value}").format(name=_(HEADINGS[key]), value=text) for key, text in line.cells.items()
                if text and key not in ("task", "basis")
            )  # fmt: skip
        self.kept.append(
            Kept(
                reason=reason, since=since, id=line.id, task=told.get("task", ""), basis=told.get("basis", ""),
                own=() if bare else tuple(line.own.items()), further=further, **filled,
            )
        )  # fmt: skip

    def _tell(self, kind: ChangeKind, identity: str, task: str, says: str) -> None:
        self.told.append(UpdateLine(kind=kind, id=identity, task=task, says=says))


def _items(checklist: Checklist) -> Iterable[tuple[bool, Item]]:
    for settled, groups in ((True, checklist.groups), (False, checklist.unsettled)):
        for group in groups:
            for item in group.items:
                yield settled, item


def _task(item: Item) -> str:
    return words.flat(words.joined(item.marked_tasks))


def _with(group: Group, lines: Mapping[str, Line]) -> Group:
    def carried(item: Item) -> Item:
        line = lines.get(item.id)
        if line is None:
            return item
        filled = {key: line.filled.get(key, "") for key in FILLED}
        return item.model_copy(update={**filled, "own": tuple(line.own.items())})

    return group.model_copy(update={"items": tuple(map(carried, group.items))})


def _heirs(gone: Iterable[_Old], fresh: Iterable[Item]) -> dict[str, str]:
    """Which new duty is which old one in other words: of the same document, best agreement first, one to one."""
    by_document: dict[str, list[Item]] = {}
    for item in fresh:
        by_document.setdefault(item.source.document, []).append(item)
    scored = []
    for old in gone:
        text = old.state.get("quote", "")
        for item in by_document.get(old.state.get("document", ""), ()) if text else ():
            score = SequenceMatcher(None, text, words.flat(item.quote), autojunk=False).ratio()
            score += 0.1 if words.clause(item.source.clause) == old.state.get("clause") else 0.0
            if score >= _ALIKE:
                scored.append((-score, old.id, item.id))
    heirs: dict[str, str] = {}
    for _score, old_id, new_id in sorted(scored):
        if old_id not in heirs and new_id not in heirs.values():
            heirs[old_id] = new_id
    return heirs


# For people and programs


def as_flat(checklist: Checklist) -> Flat:
    """What an update tells, as a table."""
    shown = (Column(_("What"), 12), Column(_("What to do"), 40, wide=True), Column(_("Explanation"), 60, wide=True),
             Column(_("Duty id"), 19))  # fmt: skip
    rows = tuple((kind_word(one.kind), one.task, one.says, one.id) for one in checklist.updates)
    return Flat(_("This update"), (Sheet(_("This update"), shown, rows),), on=checklist.on)


def as_dict(checklist: Checklist) -> dict[str, object]:
    """The JSON of an update: counts, what is another one, and what is kept."""
    counts = Counter(one.kind.value for one in checklist.updates)
    return {
        "counts": {kind.value: counts[kind.value] for kind in ChangeKind},
        "updates": [one.model_dump(mode="json") for one in checklist.updates],
        "kept": [one.model_dump(mode="json") for one in checklist.kept],
    }
