"""What would change a verdict: the smallest changes of facts that turn it, each tried by evaluating anew.

From the condition follow the atoms that would have to turn out otherwise; ``rules.edits`` knows facts by which they
do. Only what turns the verdict when the changed entity is evaluated is told, and only if no part of it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, combinations, islice

from policies.answers import Change, Counterfactual, Verdict
from policies.conditions import All, Any, Condition, Not
from policies.duties import BodyKind
from policies.entities import Entity
from policies.messages import _
from policies.wording import kind_word
from rules.atoms import decide_atom
from rules.edits import Edit, Wish, candidates, facts_of
from rules.evaluate import decide
from rules.resolved import Facts

__all__ = ["counterfactuals"]

_SHOWN = 8
_WAYS = 240  # sets of atoms that are looked at
_TRIES = 48  # combinations of candidates for one set of atoms
_TOLD = ("kind", "name", "place", "level", "functions", "position", "sectors", "size", "attribute", "words", "on")
_ORDER = ("on", "sectors", "size", "attribute", "words", "place", "functions", "level", "position", "name", "kind")

Way = frozenset[Wish]


def counterfactuals(condition: Condition, entity: Entity, on: date) -> tuple[Counterfactual, ...]:
    """Changes that turn *applies* into *does not apply* or back, fewest first; nothing where the verdict is open."""
    facts = Facts(entity)
    verdict = decide(condition, facts, on)
    if verdict is Verdict.UNKNOWN:
        return ()
    wanted = Verdict.DOES_NOT_APPLY if verdict is Verdict.APPLIES else Verdict.APPLIES
    found: dict[tuple[Change, ...], Counterfactual] = {}
    for way in _ways_of_all(condition, facts, on, wanted is Verdict.APPLIES):
        for edits in _tried(way, condition, entity, on, wanted):
            changed, day = _edited(edits, entity, on)
            changes = tuple(sorted((edit.change for edit in edits), key=_told))
            found.setdefault(changes, Counterfactual(verdict=wanted, changes=changes, entity=changed, on=day))
    smallest = [one for one in found.values() if not any(_part(other, one) for other in found.values())]
    merged = _kinds_together(smallest, entity)
    ordered = sorted(merged, key=lambda one: (len(one.changes), sorted(map(_rank, one.changes))))
    return tuple(ordered[:_SHOWN])


def _told(change: Change) -> tuple[int, str, str]:
    """The order within one statement: who it is, where, what it does, when."""
    return _TOLD.index(change.key.partition(":")[0]), change.key, change.says


def _rank(change: Change) -> tuple[int, str, str]:
    """The order of statements: what changes most easily first."""
    return _ORDER.index(change.key.partition(":")[0]), change.key, change.says


def _part(one: Counterfactual, other: Counterfactual) -> bool:
    return set(one.changes) < set(other.changes)


# Which atoms would have to turn out otherwise


def _ways_of_all(condition: Condition, facts: Facts, on: date, holds: bool) -> list[Way]:
    """A duty applies if it does from one place of work, and does not if it does from none."""
    each = [_ways(condition, facts, number, on, holds) for number in range(len(facts.views))]
    return _fewest(chain.from_iterable(each)) if holds else _joint(each)


def _ways(condition: Condition, facts: Facts, view: int, on: date, holds: bool) -> list[Way]:
    if isinstance(condition, Not):
        return _ways(condition.of, facts, view, on, not holds)
    if isinstance(condition, All | Any):
        each = [_ways(one, facts, view, on, holds) for one in condition.of]
        return _joint(each) if isinstance(condition, All) is holds else _fewest(chain.from_iterable(each))
    found = decide_atom(condition, facts, facts.views[view], on)
    as_wanted = found is (Verdict.APPLIES if holds else Verdict.DOES_NOT_APPLY)
    return [frozenset() if as_wanted else frozenset((Wish(view, condition, holds),))]


def _joint(each: Sequence[list[Way]]) -> list[Way]:
    """All of them together: one way of each."""
    ways: list[Way] = [frozenset()]
    for some in each:
        ways = _fewest(one | other for one in ways for other in some)
    return ways


def _fewest(ways: Iterable[Way]) -> list[Way]:
    """Each once, those of fewest atoms first (in the order of the condition), within bounds."""
    return sorted(dict.fromkeys(ways), key=len)[:_WAYS]


# Facts by which they do


def _tried(way: Way, condition: Condition, entity: Entity, on: date, wanted: Verdict) -> Iterator[tuple[Edit, ...]]:
    """Changes that bring the atoms about and turn the verdict; no part of them does."""
    told: set[object] = set()  # another value of the same facts tells nothing more, another kind does
    for edits in islice(candidates(sorted(way, key=repr), entity, on), _TRIES):
        kind = next((edit.change.value for edit in edits if edit.change.key == "kind"), None)
        if kind in told or not _turns(edits, condition, entity, on, wanted):
            continue
        told.add(kind)
        parts = chain.from_iterable(combinations(edits, size) for size in range(1, len(edits)))
        if not any(_turns(part, condition, entity, on, wanted) for part in parts):
            yield edits


def _turns(edits: Sequence[Edit], condition: Condition, entity: Entity, on: date, wanted: Verdict) -> bool:
    changed, day = _edited(edits, entity, on)
    facts = facts_of(changed)
    return facts is not None and decide(condition, facts, day) is wanted


def _edited(edits: Sequence[Edit], entity: Entity, on: date) -> tuple[Entity, date]:
    for edit in edits:
        entity, on = edit(entity), edit.on or on
    return entity, on


# Other kinds in one line


def _kinds_together(found: list[Counterfactual], entity: Entity) -> list[Counterfactual]:
    """Several other kinds by which the verdict turns are one statement: if it were no enterprise."""
    alone = [one for one in found if [change.key for change in one.changes] == ["kind"]]
    if len(alone) < 2 or entity.kind is None:
        return found
    values = [str(one.changes[0].value) for one in alone]
    if len(values) == len(BodyKind) - 1:
        said = _("the kind were not {kind}").format(kind=kind_word(entity.kind))
    else:
        said = _("the kind were {kind}").format(kind=_(" or ").join(kind_word(BodyKind(one)) for one in values))
    change = Change(key="kind", value=tuple(values), says=said)
    return [one for one in found if one not in alone] + [alone[0].model_copy(update={"changes": (change,)})]
