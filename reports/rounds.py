"""The round of a checklist: out as a workbook, filled in by people, back, and out again for a newer base."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from kb import KnowledgeBase
from policies.answers import Force
from policies.entities import Entity
from policies.errors import UsageError
from policies.messages import _
from reports import force, inplace, words
from reports.checklist import ChangeKind, Checklist
from reports.demonstration import checklist_for
from reports.files import write_bytes
from reports.filled import SUFFIXES, FilledIn, read
from reports.update import Carried, carry, kind_word

__all__ = ["carried", "read", "summary", "target", "write"]


def target(filled: Path, output: Path | None, on: date) -> Path:
    """Where the updated workbook goes: *output*, else beside the old one with the date; never over the old one."""
    path = output if output is not None else filled.with_name(f"{filled.stem}-{on.isoformat()}{filled.suffix}")
    if filled.suffix.lower() in SUFFIXES and path.suffix.lower() != filled.suffix.lower():
        raise UsageError(
            _("An updated checklist is a workbook of the same kind as the filled-in one."),
            where=str(path),
            mend=_("Name a file that ends in {suffix}.").format(suffix=filled.suffix),
        )
    if path.exists() and filled.exists() and path.samefile(filled):
        raise UsageError(
            _("The filled-in file is not overwritten."), where=str(path), mend=_("Name another file with -o.")
        )
    if output is None and path.exists():
        raise UsageError(
            _("There is a file of that name already."), where=str(path), mend=_("Name another file with -o.")
        )
    return path


def carried(base: KnowledgeBase, found: FilledIn, stated: Entity | None, on: date, filled: Path) -> Carried:
    """The filled-in list as the base has it on that day, for the facts *stated*, else those that the workbook keeps."""
    kept = found.memory.entity
    entity = stated or kept
    if entity is None:
        raise UsageError(
            _("The workbook does not tell whose checklist it is."),
            where=str(filled),
            why=_("Its hidden sheet is missing; another program may have dropped it."),
            mend=_("State the facts as for a new checklist, such as --entity FILE."),
        )
    if not found.memory.states:
        found.notes.append(_("The hidden sheet is missing: what was changed inside lines cannot be told."))
    if stated is not None and kept is not None and stated != kept:
        found.notes.append(
            _("The facts are other ones than in the workbook: {facts}").format(facts=_differing(kept, stated))
        )

    def gone(identity: str) -> str:
        try:
            answer = base.why(identity, entity, on=on)
        except UsageError:
            return _("It is not in the base any more.")
        if answer.force is not Force.IN_FORCE:
            return _("{state}: {reason}").format(state=force.state(answer.force), reason=force.reason(answer))
        return _("It does not apply any more by the facts stated.")

    return carry(found, checklist_for(base, entity, on), gone)


def _differing(kept: Entity, stated: Entity) -> str:
    one, two = dict(words.entity_facts(kept)), dict(words.entity_facts(stated))
    return words.joined(
        _("{name}: {old} → {new}").format(name=name, old=one.get(name, "—"), new=two.get(name, "—"))
        for name in dict.fromkeys([*one, *two])
        if one.get(name) != two.get(name)
    )


def write(made: Carried, found: FilledIn, path: Path) -> None:
    """The updated workbook: the one that was filled in, with what is another one now."""
    write_bytes(path, inplace.render(found, made))


def summary(made: Checklist) -> str:
    """One line: how many are new, changed, gone or to be looked at, and how many lines carry what people wrote."""
    counts = Counter(one.kind for one in made.updates)
    told = [
        _("{name}: {count}").format(name=kind_word(kind), count=counts[kind]) for kind in ChangeKind if counts[kind]
    ]
    filled = sum(1 for item in made.items if item.person or item.status or item.evidence or item.remarks or item.own)
    told += [_("lines filled in: {count}").format(count=filled), _("kept apart: {count}").format(count=len(made.kept))]
    return words.joined(told)
