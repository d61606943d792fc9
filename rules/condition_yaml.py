"""Conditions as YAML that a clerk reads and writes, both ways::

    全部:
      - 类别: 企业
      - 行业: 煤矿
        原文: 煤矿企业
      - 非:
          规模: 规模以下

What an atom comes from stands beside it: 原文 (the words) with 位置 (their span), or 推断 (the inference). Several
keys in one place, and a list, have to hold all; a list as the value of an atom is a choice. ``condition_yaml`` and
``read_condition`` are inverse to each other.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from policies.conditions import All, Condition, Not
from policies.conditions import Any as AnyOf
from policies.errors import UsageError
from policies.messages import _, language
from policies.reasons import because
from policies.spans import Quote
from rules.atoms import Atom
from rules.condition_words import KEYS, MARKS, NAMES, read_value, reason_of, shown_value
from rules.yaml_nodes import Source, form

if TYPE_CHECKING:
    from yaml.nodes import Node

__all__ = ["condition_yaml", "dumped", "plain_condition", "read_condition", "read_node"]

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain]"
"""What YAML writes."""
_MARKED = ("evidence", "because", "op")
_NESTED = 60
_CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)


# Writing


class Flow(list[Any]):
    """A list that is written on one line."""


def condition_yaml(condition: Condition) -> str:
    """The condition as YAML, with keys in the language spoken."""
    return dumped(plain_condition(condition))


def plain_condition(condition: Condition) -> dict[str, Any]:
    """The condition as mappings, lists and words."""
    key = _key(condition.op)
    if isinstance(condition, All | AnyOf):
        return {key: [plain_condition(one) for one in condition.of]}
    if isinstance(condition, Not):
        return {key: plain_condition(condition.of)}
    return {key: _value(condition), **_origin(condition)}


def dumped(value: Any) -> str:
    """YAML in the house form: keys in their order, short lists on one line, texts quoted where they have to be."""
    import yaml  # noqa: PLC0415 - only files need it

    class Dumper(yaml.SafeDumper):
        """Lists of entries are indented below their key."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: object) -> bool:
            return True

    Dumper.add_representer(
        Flow, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
    )
    return str(yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000))


def _key(op: str) -> str:
    return KEYS[op][1] if language() == "zh" else op


def _mark(name: str) -> str:
    if language() != "zh":
        return name
    return next((key for key, meant in MARKS.items() if meant == name and not key.isascii()), name)


def _value(atom: Atom) -> Any:
    field, _chinese = KEYS[atom.op]
    own = atom.model_dump(mode="json", exclude_defaults=True, exclude=set(_MARKED))
    main = getattr(atom, field) if field else None
    days = {name: day for name in own if isinstance(day := getattr(atom, name), date)}
    more = {_mark(name): value for name, value in (own | days).items() if name != field}
    if isinstance(main, tuple):
        words = [shown_value(atom.op, str(one)) for one in main]
        shown: Any = words[0] if len(words) == 1 else Flow(words)
    else:
        shown = shown_value(atom.op, str(main)) if main is not None else None
    if not more and main is not None:
        return shown
    return {_mark(field): shown, **more} if main is not None else more


def _origin(atom: Atom) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if atom.evidence is not None:
        found[_mark("evidence")] = atom.evidence.text
        found[_mark("span")] = Flow([atom.evidence.start, atom.evidence.end])
    if atom.because is not None:
        found[_mark("because")] = _(atom.because)
    return found


# Reading


def read_condition(text: str, name: str = "", within: Quote | None = None) -> Condition:
    """The condition that *text* states; *name* is that of its file, for messages.

    Words of the text without a span are looked up in *within*, the duty's own words. UsageError with the line and
    the nearest right word; InputError for what is no YAML.
    """
    source = Source(text, name or _("the condition"))
    root = source.root()
    if root is None:
        raise UsageError(
            _("The condition is empty."),
            where=source.name,
            mend=_("A condition without any part is written {all}: [].").format(all=_key("all")),
        )
    return read_node(source, root, within)


def read_node(source: Source, node: Node, within: Quote | None = None) -> Condition:
    """The condition at a node of a larger file."""
    return _Reader(source, within).condition(node, 0)


class _Reader:
    def __init__(self, source: Source, within: Quote | None) -> None:
        self.source = source
        self.within = within

    def condition(self, node: Node, depth: int) -> Condition:
        if depth > _NESTED:
            raise self.source.wrong(node, _("The condition is nested too deeply."), mend=_("Write it flatter."))
        if form(node) == "sequence":
            return All(of=self._several(node, depth))
        parts: list[tuple[str, Node]] = []
        marks: dict[str, Node] = {}
        for key, key_node, value in self.source.pairs(
            node, _("a condition, such as {example}").format(example="行业: 煤矿")
        ):
            if (op := NAMES.get(key)) is not None:
                parts.append((op, value))
            elif (mark := MARKS.get(key)) in ("evidence", "span", "because"):
                marks[mark] = value
            else:
                raise self.source.unknown_key(key_node, key, [*NAMES, "原文", "位置", "推断", "evidence", "because"])
        if len(parts) != 1 and (marks or not parts):
            raise self.source.wrong(
                node,
                _("It is not clear what this belongs to.") if parts else _("No condition stands here."),
                mend=_("Write each condition as an entry of its own, with its words beside it."),
            )
        found = tuple(self._part(op, value, marks, depth) for op, value in parts)
        return found[0] if len(found) == 1 else All(of=found)

    def _several(self, node: Node, depth: int) -> tuple[Condition, ...]:
        expected = _("a list of conditions")
        return tuple(self.condition(one, depth + 1) for one in self.source.items(node, expected))

    def _part(self, op: str, node: Node, marks: dict[str, Node], depth: int) -> Condition:
        if op in ("all", "any", "not"):
            if marks:
                mark = next(iter(marks.values()))
                raise self.source.wrong(
                    mark,
                    _("Words of the text belong to single conditions."),
                    mend=_("Move them to the entry that they are about."),
                )
            if op == "not":
                return Not(of=self.condition(node, depth + 1))
            of = (self.condition(node, depth + 1),) if form(node) == "mapping" else self._several(node, depth)
            return All(of=of) if op == "all" else AnyOf(of=of)
        origin = self._origin(marks)
        if op == "level":
            return self._made(node, {"op": op, "levels": self._list(op, node), **origin})
        if form(node) == "sequence":
            return AnyOf(of=tuple(self._made(one, {"op": op, **self._fields(op, one), **origin}) for one in node.value))
        return self._made(node, {"op": op, **self._fields(op, node), **origin})

    def _list(self, op: str, node: Node) -> list[str]:
        return [self._told(op, one) for one in (node.value if form(node) == "sequence" else [node])]

    def _fields(self, op: str, node: Node) -> dict[str, Any]:
        field, _chinese = KEYS[op]
        if form(node) != "mapping":
            if not field:
                self.source.want(
                    node, "mapping", _("a period, such as {example}").format(example="{自: 2012-06-06, 至: 2012-12-31}")
                )
            return {field: self._told(op, node)}
        fields: dict[str, Any] = {}
        for key, key_node, value in self.source.pairs(node, ""):
            name = MARKS.get(key, NAMES.get(key, key))
            name = KEYS[name][0] if name == op else name
            if name in _MARKED:
                raise self.source.unknown_key(key_node, key, [_mark("since"), _mark("until")])
            fields[name] = self._told(op, value) if name == field else self._plain(value)
        return fields

    def _told(self, op: str, node: Node) -> str:
        text = self.source.words(node)
        try:
            return read_value(op, text)
        except UsageError as error:
            raise self.source.wrong(node, error.what, why=error.why, mend=error.mend) from None

    def _plain(self, node: Node) -> Any:
        """Fields of an atom beyond its main one, as they stand."""
        if form(node) == "mapping":
            return {key: self._plain(value) for key, _node, value in self.source.pairs(node, "")}
        if form(node) == "sequence":
            return [self._plain(one) for one in node.value]
        text = self.source.words(node)
        return (
            None
            if node.tag.endswith(":null")
            else {"true": True, "是": True, "false": False, "否": False}.get(text.lower(), text)
        )

    def _origin(self, marks: dict[str, Node]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "evidence" in marks:
            found["evidence"] = self._quote(marks["evidence"], marks.get("span"))
        elif "span" in marks:
            raise self.source.wrong(
                marks["span"], _("A span without its words."), mend=_("Write the words of the text as well.")
            )
        if "because" in marks:
            found["because"] = reason_of(self.source.words(marks["because"]))
        return found

    def _quote(self, node: Node, span: Node | None) -> Quote:
        self.source.want(node, "scalar", _("words of the text"))
        text = str(node.value)
        if span is not None:
            numbers = [self.source.words(one) for one in self.source.items(span, _("a span, such as [12, 16]"))]
            if len(numbers) != 2 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
                raise self.source.wrong(
                    span, _("A span is two numbers."), mend=_("Leave it out; it is found by its words.")
                )
            start, end = (int(one) for one in numbers)
            if end - start != len(text):
                raise self.source.wrong(
                    span, _("The span does not fit its words."), mend=_("Leave it out; it is found by its words.")
                )
            return Quote(start=start, end=end, text=text)
        at = self.within.text.find(text) if self.within is not None and text else -1
        if self.within is None or at < 0:
            raise self.source.wrong(
                node,
                _("“{words}” does not stand in the duty.").format(words=text),
                mend=_("Copy the words from the duty, or write what they follow from ({key}).").format(
                    key=_mark("because")
                ),
            )
        start = self.within.start + at
        return Quote(start=start, end=start + len(text), text=text)

    def _made(self, node: Node, fields: dict[str, Any]) -> Condition:
        try:
            return _CONDITIONS.validate_python(fields)
        except ValidationError as error:
            first = error.errors()[0]
            what = ".".join(str(part) for part in first["loc"][1:]) or str(fields["op"])
            raise self.source.wrong(
                node,
                _("“{key}” cannot be read here.").format(key=what),
                why=because(error),
                mend=_("Days are written 2012-06-06.") if fields["op"] == "window" else "",
            ) from None
