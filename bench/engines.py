"""What the index is measured against: a plain loop over compiled conditions, zen-engine's decision table, rule-engine.

The plain loop is as fast as we could make one in Python: each condition is a function of its own, made once, that looks
its atoms up by number, the one that fails most first, and stops as soon as the answer is no. The verdicts on the atoms
come from the same ``rules.atoms``, and are remembered under the same grounds; only the way from atoms to conditions
differs. The two engines know no third value: what is not stated is false for them, which spares them work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from bench.country import Copy, Shape
from policies.answers import Verdict
from policies.conditions import Condition
from policies.entities import Entity
from policies.vocabulary import places, scopes, sectors
from rules.atoms import memo_key
from rules.evaluate import decide_in
from rules.grounds import grounds
from rules.resolved import Facts, View
from rules.terms import Posted, condition_of, op_of

__all__ = ["Engine", "Missing", "PlainLoop", "rule_engine", "stated", "zen_engine"]

_RANK = {Verdict.DOES_NOT_APPLY: 0, Verdict.UNKNOWN: 1, Verdict.APPLIES: 2}


class Missing(Exception):  # noqa: N818 - what is missing is no fault of the measurement
    """A library that a row needs is not installed."""


class _Atom(NamedTuple):
    number: int
    atom: Condition


class PlainLoop:
    """All conditions, one after another."""

    def __init__(self, documents: Iterable[Iterable[Shape]]) -> None:
        numbers: dict[str, int] = {}
        makers: dict[str, Callable[..., Callable[[list[int]], int]]] = {}
        self.conditions: list[Callable[[list[int]], int]] = []
        for shapes in documents:
            for code, atoms in shapes:
                if code not in makers:
                    names = ", ".join(f"a{n}" for n in range(len(atoms)))
                    makers[code] = eval(f"lambda {names}: lambda v: {code}")
                self.conditions.append(makers[code](*(numbers.setdefault(atom, len(numbers)) for atom in atoms)))
        self._by_op: dict[str, list[_Atom]] = {}
        for text, number in numbers.items():
            atom = condition_of(text)
            self._by_op.setdefault(atom.op, []).append(_Atom(number, atom))
        # Quoted words and being in force are open until somebody answers them (a draft never is in force).
        self._blank = [0] * len(numbers)
        nobody = Facts(Entity())
        for op in ("quoted", "in_force"):
            for number, atom in self._by_op.get(op, ()):
                self._blank[number] = _RANK[decide_in(atom, nobody, nobody.views[0], date.min)]
        self._places = {memo_key(one.atom): one for one in self._by_op.get("within", ())}  # type: ignore[arg-type]
        self._unlisted = [one for code, one in self._places.items() if not places.listed(code)]
        self._days: dict[date, list[int]] = {}
        self._known: dict[Any, list[tuple[int, int]]] = {}

    def decide(self, facts: Facts, on: date) -> tuple[list[int], list[int]]:
        """The numbers of the conditions that apply and of those that are unknown."""
        verdicts = self._verdicts(facts, on)
        applies, unknown = [], []
        for number, condition in enumerate(self.conditions):
            found = condition(verdicts)
            if found:
                (applies if found == 2 else unknown).append(number)
        return applies, unknown

    def _verdicts(self, facts: Facts, on: date) -> list[int]:
        (view,) = facts.views
        day = self._days.get(on)
        if day is None:
            day = self._days[on] = self._blank.copy()
            for number, atom in self._by_op.get("window", ()):
                day[number] = _RANK[decide_in(atom, facts, view, on)]
        verdicts = day.copy()
        for op in self._by_op:
            if op == "window" or (op in ("quoted", "in_force") and not facts.attributes):
                continue
            key = grounds(op, facts, view)
            known = self._known.get(key) if key is not None else None
            if known is None:
                known = [
                    (number, _RANK[decide_in(atom, facts, view, on)])
                    for number, atom in self._concerned(op, facts, view)
                ]
                if key is not None:
                    self._known[key] = known
            for number, verdict in known:
                verdicts[number] = verdict
        return verdicts

    def _concerned(self, op: str, facts: Facts, view: View) -> Sequence[_Atom]:
        if op != "within" or view.place is None:
            return self._by_op[op]
        near = (self._places[code] for code in set(places.touching(view.place.code)) if code in self._places)
        return [*self._unlisted, *near]


# Rule engines: a row for each term, all facts stated


def stated(facts: Facts, on: date) -> dict[str, Any]:
    """The facts as the engines take them: lists hold all that is true of the entity."""
    (view,) = facts.views
    every = sectors.terms()
    own = view.sectors or ()
    code = view.place.code if view.place else ""
    return {
        "kind": facts.kind.value if facts.kind else "",
        "level": facts.level.value.value if facts.level else "",
        "within": [code, code[:4] + "00", code[:2] + "0000"],
        "sector": [term for term in every if any(sectors.is_within(one, term) for one in own)],
        "size": facts.entity.size or "",
        "function": list(facts.organs.functions or ()),
        "attribute": [name for name in scopes.attributes() if facts.attribute(name)[0] is Verdict.APPLIES],
        "named": facts.entity.name or "",
        "quoted": [],
        "in_force": [],
        "day": on.toordinal(),
    }


Engine = Callable[[dict[str, Any]], set[int]]
"""From stated facts to the conditions that apply."""
_LISTS = ("within", "sector", "function", "attribute", "quoted", "in_force")


def _tests(term: Sequence[Posted]) -> dict[str, list[tuple[str, str, bool]]]:
    """Column → its tests: how, with what, and whether it is denied."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for slot, key, _atom in term:
        if slot.startswith(("since/", "until/")):
            if slot.endswith("/day"):
                how = ">=" if slot.startswith("since") else "<="
                found.setdefault("day", []).append((how, str(date.fromisoformat(key).toordinal()), False))
            continue
        op, negated = op_of(slot)
        if op == "position":
            continue  # who asks without a post passes them all: the engines are spared the column
        found.setdefault(op, []).append(("in" if op in _LISTS else "of" if op == "level" else "=", key, negated))
    return found


def _alternatives(documents: Iterable[Copy]) -> Iterator[tuple[tuple[Posted, ...], int]]:
    """Every term of every condition, with the condition's number; shared terms stand once for each."""
    first = 0
    for document in documents:
        for term, ordinals in document.terms().items():
            for ordinal in ordinals:
                yield term, first + ordinal
        first += len(document.sheet.conditions)


def zen_engine(documents: Iterable[Copy]) -> Engine:
    """A decision table with a row for each alternative of each condition; gives the conditions that apply."""
    try:
        import zen  # noqa: PLC0415 - an extra
    except ImportError:
        raise Missing("zen-engine is not installed: pip install 'zeren[bench]'") from None
    columns = ("kind", "level", *_LISTS, "size", "named", "day")
    rules = []
    for term, number in _alternatives(documents):
        tests = _tests(term)
        cells = {column: " and ".join(map(_zen_test, tests.get(column, ()))) for column in columns}
        rules.append({"_id": str(len(rules)), **cells, "hit": str(number)})
    table = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "table", "name": "table", "type": "decisionTableNode", "position": {"x": 0, "y": 0},
                "content": {
                    "hitPolicy": "collect",
                    "inputs": [{"id": column, "name": column, "field": column} for column in columns],
                    "outputs": [{"id": "hit", "name": "hit", "field": "hit"}],
                    "rules": rules,
                },
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }  # fmt: skip
    decision = zen.ZenEngine().create_decision(json.dumps(table, ensure_ascii=False))

    def decide(asked: dict[str, Any]) -> set[int]:
        return {int(row["hit"]) for row in decision.evaluate(asked)["result"]}

    return decide


def _zen_test(test: tuple[str, str, bool]) -> str:
    how, key, negated = test
    value = json.dumps(key, ensure_ascii=False)
    if how == "in":
        plain = f"contains($, {value})"
    elif how == "of":
        plain = f"$ in {json.dumps(key.split(','))}"
    else:
        plain = f"$ {'==' if how == '=' else how} {key if how != '=' else value}"
    return f"not ({plain})" if negated else plain


def rule_engine(documents: Iterable[Copy]) -> Engine:
    """A rule for each alternative of each condition; gives the conditions that apply."""
    try:
        import rule_engine as engine  # noqa: PLC0415 - an extra
    except ImportError:
        raise Missing("rule-engine is not installed: pip install 'zeren[bench]'") from None
    rules = []
    for term, number in _alternatives(documents):
        tests = [_rule_test(column, one) for column, several in _tests(term).items() for one in several]
        rules.append((engine.Rule(" and ".join(tests) or "true"), number))

    def decide(asked: dict[str, Any]) -> set[int]:
        return {number for rule, number in rules if rule.matches(asked)}

    return decide


def _rule_test(column: str, test: tuple[str, str, bool]) -> str:
    how, key, negated = test
    value = json.dumps(key, ensure_ascii=False)
    if how == "in":
        plain = f"{value} in {column}"
    elif how == "of":
        plain = f"{column} in [{', '.join(json.dumps(one) for one in key.split(','))}]"
    else:
        plain = f"{column} {'==' if how == '=' else how} {key if how != '=' else value}"
    return f"not ({plain})" if negated else plain
