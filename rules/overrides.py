"""The file of overrides: conditions that reviewers set, keyed by duty, in YAML that a clerk writes.

An entry (``zeren show DUTY --format yaml`` prints one to begin with)::

    60b1b519aabbccdd:
      文件: 3f2a9c0011223344
      条款: 三（三）1
      原文: 严禁超能力、超强度、超定员组织生产
      条件:
        全部: [类别: 企业, 行业: 煤矿, 地区: 吉林省]
      审定: 张三
      日期: 2026-03-01
      理由: 本条只对煤矿而言
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policies.answers import DutyRecord, Review
from policies.conditions import All, Condition, Not, Window
from policies.conditions import Any as AnyOf
from policies.messages import _, language
from policies.overrides import Override
from policies.spans import Quote
from rules.condition_yaml import dumped, plain_condition, read_node
from rules.reasons import Reason
from rules.yaml_nodes import Source, file_text

if TYPE_CHECKING:
    from yaml.nodes import Node

__all__ = ["ended", "entry_text", "overridden", "read_overrides"]

_ID = re.compile(r"[0-9a-f]{16}")
_CHINESE = {
    "document": "文件", "clause": "条款", "quote": "原文", "condition": "条件",
    "who": "审定", "when": "日期", "why": "理由",
}  # fmt: skip
_NAMES = {**{name: name for name in _CHINESE}, **{chinese: name for name, chinese in _CHINESE.items()}}
_NEEDED = ("document", "quote", "condition", "who")


# Reading


def read_overrides(path: Path) -> tuple[Override, ...]:
    """The overrides of a file, in its order; an empty file has none.

    UsageError with the line and the nearest right word for what is wrong; InputError for what is no YAML.
    """
    source = Source(file_text(path), str(path))
    root = source.root()
    if root is None or (root.tag.endswith(":null") and not str(root.value)):
        return ()
    expected = _("an entry for each duty: its id, a colon, and below it what is set")
    return tuple(_entry(source, key, key_node, value) for key, key_node, value in source.pairs(root, expected))


def _entry(source: Source, key: str, key_node: Node, node: Node) -> Override:
    if not _ID.fullmatch(key):
        raise source.wrong(
            key_node,
            _("“{key}” is no id of a duty.").format(key=key),
            mend=_("An id has 16 digits 0–9 and letters a–f; “zeren show DUTY --format yaml” prints an entry."),
        )
    fields: dict[str, Node] = {}
    for name, name_node, value in source.pairs(node, _("the lines of an entry: {keys}").format(keys=_keys())):
        if name not in _NAMES:
            raise source.unknown_key(name_node, name, _NAMES)
        if _NAMES[name] in fields:
            raise source.wrong(
                name_node, _("The key {key} stands twice.").format(key=name), mend=_("Keep one of the two lines.")
            )
        fields[_NAMES[name]] = value
    texts = {name: source.words(value) for name, value in fields.items() if name != "condition"}
    for name in _NEEDED:
        if name not in fields or texts.get(name) == "":
            raise source.wrong(
                fields.get(name, key_node),
                _("The entry does not say: {key}.").format(key=_CHINESE[name] if language() == "zh" else name),
                mend=_("Each entry needs {keys}.").format(keys=_keys()),
            )
    quote = str(fields["quote"].value)
    return Override(
        duty=key,
        document=texts["document"],
        clause=texts.get("clause", ""),
        quote=quote,
        condition=read_node(source, fields["condition"], Quote(start=0, end=len(quote), text=quote)),
        review=Review(who=texts["who"], when=_day(source, fields.get("when")), why=texts.get("why", "")),
        line=key_node.start_mark.line + 1,
    )


def _keys() -> str:
    return "、".join(_CHINESE.values()) if language() == "zh" else ", ".join(_CHINESE)


def _day(source: Source, node: Node | None) -> date | None:
    if node is None or not (text := source.words(node)) or node.tag.endswith(":null"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise source.wrong(node, _("{value!r} is no date; write it like 2012-09-01.").format(value=text)) from None


# Writing


def entry_text(record: DutyRecord) -> str:
    """An entry that sets what holds now: to be changed, signed and put into the file."""
    review = record.review or Review(who="")
    fields: dict[str, Any] = {
        "document": record.source.document,
        "clause": record.source.clause,
        "quote": record.duty.quote.text,
        "condition": plain_condition(record.condition),
        "who": review.who,
        "when": review.when or "",
        "why": review.why,
    }
    chinese = language() == "zh"
    entry = {_CHINESE[name] if chinese else name: value for name, value in fields.items()}
    return dumped({record.duty.id: entry})


# Applying


def overridden(record: DutyRecord, override: Override) -> DutyRecord:
    """The duty with the condition that the reviewer has set.

    Words that an atom quotes are found anew in the duty, where they still stand; what comes from no words and no
    inference comes from the reviewer.
    """
    condition = ended(_grounded(override.condition, record.duty.quote), record.condition)
    return record.model_copy(update={"condition": condition, "review": override.review})


def ended(condition: Condition, before: Condition) -> Condition:
    """The condition with what another document has ended of the one *before*: that is over, whoever sets a new one."""
    windows = _ended(before)
    if not windows:
        return condition
    own = condition.of if isinstance(condition, All) else (condition,)
    return All(of=(*own, *windows))


def _ended(condition: Condition) -> list[Condition]:
    parts = condition.of if isinstance(condition, All) else (condition,)
    return [one for one in parts if isinstance(one, Window) and one.by is not None]


def _grounded(condition: Condition, duty: Quote) -> Condition:
    if isinstance(condition, All | AnyOf):
        return condition.model_copy(update={"of": tuple(_grounded(one, duty) for one in condition.of)})
    if isinstance(condition, Not):
        return Not(of=_grounded(condition.of, duty))
    evidence = condition.evidence
    if evidence is None:
        return condition if condition.because else condition.model_copy(update={"because": Reason.REVIEWED})
    begin = evidence.start - duty.start
    if begin >= 0 and duty.text[begin : begin + len(evidence.text)] == evidence.text:
        return condition
    at = duty.text.find(evidence.text)
    if at < 0:  # words outside the duty (a label above it), or words that are there no more
        return condition
    found = Quote(start=duty.start + at, end=duty.start + at + len(evidence.text), text=evidence.text)
    return condition.model_copy(update={"evidence": found})
