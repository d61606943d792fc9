"""A filled-in checklist carried over to what the base says today: nothing that a person wrote is overwritten.

Lines are known by duty id. A duty whose words changed has another id: its line is the one of the same document that
agrees most, and is told as changed. A line stays where it stands, also when its duty is gone; texts of the base that
somebody changed by hand stand on a sheet of their own. This module decides; ``reports.inplace`` writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from policies.messages import N_, _, language
from reports import words
from reports.checklist import ChangeKind, Checklist, Group, Item, Kept, UpdateLine
from reports.filled import HEADINGS, FilledIn, Line, spoken
from reports.formats.columns import columns
from reports.formats.flat import Column, Flat, Sheet
from reports.formats.memory import FILLED, plain, state

__all__ = ["Carried", "as_dict", "as_flat", "carry", "kind_word", "update"]

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


@dataclass(frozen=True)
class Carried:
    """An update: the list as it is now, and which lines of the workbook are for what."""

    checklist: Checklist
    lines: Mapping[str, tuple[Line, ...]]  # duty id now → its lines; the first counts
    gone: tuple[Line, ...]  # lines whose duty is not in the list any more
    kept: tuple[Kept, ...]  # what is put onto the sheet of what was kept
    back: tuple[Line, ...]  # lines of that sheet whose duty is in the list again

    def holding(self, checklist: Checklist) -> Carried:
        """The same with more in the list, such as a calendar."""
        return replace(self, checklist=checklist)


def carry(found: FilledIn, fresh: Checklist, why_gone: Callable[[str], str] = lambda _id: "") -> Carried:
    """*fresh* with what stands in *found*; its ``updates`` tell what is another one, its ``kept`` what stands apart.

    *why_gone* tells of a duty id why it is not in the list any more.
    """
    return _Update(found, fresh, why_gone).made()


def update(found: FilledIn, fresh: Checklist, why_gone: Callable[[str], str] = lambda _id: "") -> Checklist:
    """The list that ``carry`` makes."""
    return carry(found, fresh, why_gone).checklist


class _Update:
    def __init__(self, found: FilledIn, fresh: Checklist, why_gone: Callable[[str], str]) -> None:
        self.found, self.fresh, self.why_gone = found, fresh, why_gone
        self.told: list[UpdateLine] = []
        self.further: dict[int, list[Line]] = {}  # id() of the line that counts → other lines of the same duty
        self.settled = {item.id: settled for settled, item in _items(fresh)}
        self.now = {item.id: item for _settled, item in _items(fresh)}
        self.titles = {item.id: group.title for group in (*fresh.groups, *fresh.unsettled) for item in group.items}

    def made(self) -> Carried:
        for note in self.found.notes:
            self._tell(ChangeKind.NOTE, "", "", note)
        lines = self._lines()
        memory = self.found.memory
        known = bool(memory.states)
        if known and memory.language not in ("", language()):
            known = False
            says = _("The workbook was written in the other language: what was changed inside lines is not compared.")
            self._tell(ChangeKind.NOTE, "", "", says)
        before = dict.fromkeys([*memory.states, *lines])
        gone = [_Old(one, self._state(one, lines.get(one)), lines.get(one)) for one in before if one not in self.now]
        fresh = [item for item in self.now.values() if item.id not in before]
        heirs = _heirs([old for old in gone if old.line is None or not old.line.mark], fresh)
        for old in gone:
            if old.id in heirs:
                self._inherited(old, self.now[heirs[old.id]], lines)
            else:
                self._gone(old)
        for identity, item in self.now.items():
            if identity in before:
                self._stays(item, lines.get(identity), memory.states.get(identity, {}) if known else None)
            elif identity not in heirs.values():
                self._tell(ChangeKind.NEW, identity, _task(item), words.source(item.source))
            self._contradiction(item, lines.get(identity))
        back = self._come_back(lines)
        changed = tuple(one for identity, line in lines.items() if identity in self.now for one in self._mine(
            line, self.now[identity]))  # fmt: skip
        numbers = self._numbers(lines)
        groups = {
            name: tuple(_with(group, lines, numbers) for group in getattr(self.fresh, name))
            for name in ("groups", "unsettled")
        }
        order = list(ChangeKind)
        told = tuple(sorted(self.told, key=lambda one: order.index(one.kind)))
        held = [self._as_kept(line) for line in self.found.lines if line.kept and line not in back]
        return Carried(
            self.fresh.model_copy(update={**groups, "kept": (*held, *changed), "updates": told}),
            {identity: self._all(line) for identity, line in lines.items() if identity in self.now and not line.kept},
            tuple(line for old in gone if old.id not in heirs and old.line for line in self._all(old.line)),
            changed,
            tuple(back),
        )

    # Reading

    def _lines(self) -> dict[str, Line]:
        """The line that counts for each id; what a second line of the same id says otherwise is told."""
        found = [line for line in self.found.lines if not line.kept]
        lines: dict[str, Line] = {}
        for line in sorted(found, key=lambda line: bool(line.mark)):  # a line left where it was counts last
            if not line.id:
                says = _("{place}: no duty id, and none known by its words; the line stays as it is.")
                self._tell(ChangeKind.NOTE, "", line.cells.get("task", ""), says.format(place=line.place))
                continue
            first = lines.setdefault(line.id, line)
            if first is not line:
                self.further.setdefault(id(first), []).append(line)
                if not line.mark:
                    self._doubled(first, line)
        return lines

    def _all(self, line: Line) -> tuple[Line, ...]:
        return line, *self.further.get(id(line), ())

    def _mine(self, line: Line, item: Item) -> Iterator[Kept]:
        """Texts that a person wrote over ours: of the line, and of others of the same duty."""
        for one in self._all(line):
            if one.kept or one.mark:
                continue
            written = self.found.memory.cells.get(one.id)
            if written is None and not one.cells.get("task"):
                continue
            fresh = written or self._fresh_cells(item)
            over = {
                key: text for key, text in one.cells.items()
                if text and key != "number" and text[:2000] != fresh.get(key, "" if written is None else text[:2000])
            }  # fmt: skip
            if not over:
                continue
            names = _(", ").join(_(HEADINGS[key]) for key in over)
            further = "\n".join(
                _("{name}: {value}").format(name=_(HEADINGS[key]), value=text) for key, text in over.items()
            )
            if written is not None:
                says = _("{place}: {names} had been changed by hand; the text of the base is back, yours is kept.")
                told = says.format(place=one.place, names=names)
                self._tell(ChangeKind.CONFLICT, item.id, one.cells.get("task", ""), told)
            yield Kept(
                reason=_("Text of the base, changed by hand") if written else _("Text before this update"),
                since=self.fresh.on, id=item.id, task=_task(item), basis=words.cited(item.source), further=further,
            )  # fmt: skip

    def _fresh_cells(self, item: Item) -> dict[str, str]:
        """What our columns say of a line today."""
        title = self.titles[item.id]
        shown = columns(settled=self.settled[item.id])
        return {one.key: plain(one.value(title, item, self.fresh.on))[:2000] for one in shown}

    def _doubled(self, first: Line, second: Line) -> None:
        """Two lines of one duty: both stay; what only one says counts."""
        apart = False
        for mine, other in ((first.filled, second.filled), (first.own, second.own)):
            for key, text in other.items():
                if not mine.get(key):
                    mine[key] = text
                elif text and text != mine[key]:
                    apart = True
        task = first.cells.get("task", "")
        if apart:
            says = _("{one} and {two} are of one duty and differ; both stay, the first counts.")
            self._tell(ChangeKind.CONFLICT, first.id, task, says.format(one=first.place, two=second.place))
        else:
            says = _("{one} and {two} are of one duty; both stay.")
            self._tell(ChangeKind.NOTE, first.id, task, says.format(one=first.place, two=second.place))

    def _numbers(self, lines: Mapping[str, Line]) -> dict[str, int]:
        """The numbers of the lines: a line keeps its own, new ones go on behind the highest."""
        found: dict[str, int] = {}
        for identity in self.now:
            line = lines.get(identity)
            told = line.cells.get("number", "") if line is not None and not line.kept else ""
            if told.isdecimal() and 0 < len(told) < 8 and int(told) not in found.values():
                found[identity] = int(told)
        every = [one.cells.get("number", "") for one in self.found.lines if not one.kept]
        last = max(
            [len(self.now) if not found else 0, *(int(one) for one in every if one.isdecimal() and len(one) < 8)]
        )
        if not found:
            return {}
        for identity in self.now:
            if identity not in found:
                last += 1
                found[identity] = last
        return found

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

    def _stays(self, item: Item, line: Line | None, before: Mapping[str, str] | None) -> None:
        """A duty that was in the list: what of it is another one; None where that cannot be told."""
        if line is not None and line.mark == "gone":
            self._tell(ChangeKind.NEW, item.id, _task(item), _("It is back, with what was kept."))
        elif line is None:
            says = _("Its line had been deleted; it stands at the end of the table again.")
            self._tell(ChangeKind.NOTE, item.id, _task(item), says)
        if before is not None:
            self._compare(item, before, line)

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
        if old.line is not None and old.line.mark:  # told before
            return
        reason = self.why_gone(old.id) or _("It is not in the list any more.")
        self._tell(ChangeKind.GONE, old.id, old.state.get("task", ""), reason)

    def _come_back(self, lines: dict[str, Line]) -> list[Line]:
        """Lines that an earlier update had put apart: back in the list where their duty is and nothing stands there."""
        back = []
        for line in self.found.lines:
            if not line.kept or line.cells.get("further") or not line.written:
                continue
            held = lines.get(line.id)
            if line.id in self.now and (held is None or not held.written):
                if held is None:
                    lines[line.id] = line
                else:
                    held.filled |= line.filled
                    held.own |= line.own
                back.append(line)
                self._tell(ChangeKind.NOTE, line.id, _task(self.now[line.id]), _("It is back, with what was kept."))
        return back

    def _as_kept(self, line: Line) -> Kept:
        """A line of the sheet of what was kept."""
        try:
            since = date.fromisoformat(line.cells.get("since", ""))
        except ValueError:
            since = self.fresh.on
        return Kept(
            reason=line.cells.get("reason", ""), since=since, id=line.id, task=line.cells.get("task", ""),
            basis=line.cells.get("basis", ""), own=tuple(line.own.items()), further=line.cells.get("further", ""),
            **{key: line.filled.get(key, "") for key in FILLED},
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


def _with(group: Group, lines: Mapping[str, Line], numbers: Mapping[str, int]) -> Group:
    def carried(item: Item) -> Item:
        item = item.model_copy(update={"number": numbers.get(item.id, item.number)})
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
