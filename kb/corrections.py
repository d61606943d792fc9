"""Corrections of a duty, as people type them (FIELD=VALUE) and as they are put into the duty that was read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from policies.documents import Document
from policies.duties import (
    Action,
    Basis,
    Bearer,
    BodyKind,
    Duty,
    Modality,
    Partner,
    PartnerRole,
    Supervised,
    Target,
    TimeType,
    Timing,
)
from policies.errors import UsageError
from policies.messages import _
from policies.review import (
    BearerWords,
    Corrections,
    PartnerWords,
    Reading,
    SupervisedWords,
    TargetWords,
    TimeWords,
)
from policies.spans import Quote

__all__ = ["corrected", "corrections", "find_words", "new_duty", "reading", "words_of"]

_E = TypeVar("_E", bound=StrEnum)
_OPS = (">=", "<=", "=", ">", "<")

#: Field → its names.
_FIELDS = {
    "modality": ("要求", "modality"),
    "bearers": ("承担者", "bearer", "bearers"),
    "actions": ("任务", "action", "actions"),
    "supervised": ("督促对象", "supervised"),
    "partners": ("配合单位", "partner", "partners"),
    "targets": ("指标", "target", "targets"),
    "time": ("时限", "time"),
    "sectors": ("行业", "sector", "sectors"),
    "condition": ("条件", "condition"),
}
_BY_NAME = {name: field for field, names in _FIELDS.items() for name in names}
_CHINESE: dict[str, str] = {
    "必须": "must", "应当": "must", "要": "must", "严禁": "must_not", "不得": "must_not",
    "可以": "may", "鼓励": "encouraged",
    "政府": "government", "部门": "department", "企业": "enterprise", "单位": "institution", "事业单位": "institution",
    "个人": "individual", "牵头": "lead", "配合": "cooperate", "责任": "responsible", "责任单位": "responsible",
    "期限": "deadline", "频次": "frequency", "期间": "period",
}  # fmt: skip


def corrections(settings: Sequence[str]) -> Corrections:
    """FIELD=VALUE, as often as wanted: a field that holds several things is named once for each of them.

    Parts of a value are divided by colons: bearer=煤矿企业:enterprise:主要负责人, bearer=enterprise,
    time=年底前:deadline:2012-12-31, target=持证率达到100%:持证率:>=:100:%. No value: the field is empty.
    """
    found: dict[str, Any] = {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        field = _BY_NAME.get(name.strip())
        if not sign or field is None:
            raise UsageError(
                _("“{setting}” sets no field.").format(setting=setting),
                mend=_("Write FIELD=VALUE; fields are: {names}.").format(
                    names=", ".join("/".join(names[:2]) for names in _FIELDS.values())
                ),
            )
        value = value.strip()
        if field == "modality":
            found[field] = _one_of(Modality, value, setting)
        elif field == "condition":
            found[field] = value
        else:
            some = found.setdefault(field, ())
            found[field] = (*some, _READ[field](value.split(":"), setting)) if value else some
    return Corrections(**found)


def _one_of(kind: type[_E], word: str, setting: str) -> _E:
    try:
        return kind(_CHINESE.get(word.strip(), word.strip()))
    except ValueError:
        raise UsageError(
            _("“{word}” is no value here.").format(word=word),
            where=setting,
            mend=_("Possible: {names}.").format(names=", ".join(kind)),
        ) from None


def _parts(parts: list[str], least: int, most: int, setting: str) -> list[str]:
    parts = [part.strip() for part in parts]
    if not least <= len(parts) <= most or not parts[0]:
        raise UsageError(
            _("The value has {count} parts; {least} to {most} are wanted.").format(
                count=len(parts), least=least, most=most
            ),
            where=setting,
            mend=_("Divide the parts by colons, such as 煤矿企业:enterprise:主要负责人; docs/cli.md lists them."),
        )
    return parts + [""] * (most - len(parts))


def _bearer(parts: list[str], setting: str) -> BearerWords:
    surface, kind, post = _parts(parts, 1, 3, setting)
    if not kind:  # a kind alone: the text does not name the body
        return BearerWords(kind=_one_of(BodyKind, surface, setting))
    return BearerWords(surface=surface, kind=_one_of(BodyKind, kind, setting), position=post or None)


def _supervised(parts: list[str], setting: str) -> SupervisedWords:
    surface, kind = _parts(parts, 2, 2, setting)
    return SupervisedWords(surface=surface, kind=_one_of(BodyKind, kind, setting))


def _partner(parts: list[str], setting: str) -> PartnerWords:
    surface, role = _parts(parts, 2, 2, setting)
    return PartnerWords(surface=surface, role=_one_of(PartnerRole, role, setting))


def _target(parts: list[str], setting: str) -> TargetWords:
    surface, metric, op, figure, unit = _parts(parts, 5, 5, setting)
    try:
        value = float(figure)
    except ValueError:
        value = float("nan")
    if op not in _OPS or not abs(value) < float("inf"):
        raise UsageError(
            _("“{word}” is no value here.").format(word=f"{op}:{figure}"),
            where=setting,
            mend=_("A target is words:metric:sign:number:unit, with one of {signs}.").format(signs=" ".join(_OPS)),
        )
    return TargetWords(surface=surface, metric=metric, op=op, value=value, unit=unit)


def _time(parts: list[str], setting: str) -> TimeWords:
    surface, kind, value = _parts(parts, 2, 3, setting)
    return TimeWords(surface=surface, type=_one_of(TimeType, kind, setting), value=value or None)


def _plain(parts: list[str], _setting: str) -> str:
    return ":".join(parts)


_READ: dict[str, Callable[[list[str], str], Any]] = {
    "bearers": _bearer, "actions": _plain, "supervised": _supervised, "partners": _partner, "targets": _target,
    "time": _time, "sectors": _plain,
}  # fmt: skip


# In the text


def find_words(text: str, words: str, start: int = 0, end: int | None = None) -> list[Quote]:
    """Where *words* stand between two places of *text*, white space aside."""
    pattern = r"\s*".join(map(re.escape, "".join(words.split())))
    end = len(text) if end is None else end
    found = re.compile(pattern).finditer(text, start, end) if pattern else ()
    return [Quote(start=one.start(), end=one.end(), text=one[0]) for one in found]


def _anchored(words: str, duty: Quote, document: Document, *, inside: bool = False) -> Quote:
    """The words in the duty; else, unless they have to stand *inside*, the nearest ones of its document."""
    within = find_words(document.text, words, duty.start, duty.end)
    if within:
        return within[0]
    near = [] if inside else find_words(document.text, words)
    if not near:
        raise UsageError(
            _("The duty does not say “{words}”.").format(words=words)
            if inside
            else _("The document does not say “{words}”.").format(words=words),
            where=" ".join(duty.text.split()),
            mend=_("Copy the words from the text as they stand there."),
        )
    return min(near, key=lambda one: (max(duty.start - one.end, one.start - duty.end), one.start))


def corrected(duty: Duty, fields: Corrections, document: Document) -> Duty:
    """The duty with the reviewer's fields; UsageError where their words are not in the text."""

    def at(words: str, *, inside: bool = False) -> Quote:
        return _anchored(words, duty.quote, document, inside=inside)

    new: dict[str, Any] = {}
    if fields.modality is not None:
        new["modality"] = fields.modality
    if fields.bearers is not None:
        new["bearers"] = tuple(_as_bearer(one, duty, at) for one in fields.bearers)
    if fields.actions is not None:
        new["actions"] = tuple(Action(quote=at(one, inside=True)) for one in fields.actions)
    if fields.supervised is not None:
        new["supervised"] = tuple(Supervised(surface=at(one.surface), kind=one.kind) for one in fields.supervised)
    if fields.partners is not None:
        new["partners"] = tuple(Partner(surface=at(one.surface), role=one.role) for one in fields.partners)
    if fields.targets is not None:
        new["targets"] = tuple(
            Target(surface=at(one.surface), metric=one.metric, op=one.op, value=one.value, unit=one.unit)
            for one in fields.targets
        )
    if fields.time is not None:
        new["time"] = tuple(Timing(surface=at(one.surface), type=one.type, value=one.value) for one in fields.time)
    if fields.sectors is not None:
        new["sectors"] = tuple(at(one) for one in fields.sectors)
    if fields.condition is not None:
        new["condition"] = at(fields.condition) if fields.condition else None
    return duty.model_copy(update=new)


def _as_bearer(one: BearerWords, duty: Duty, at: Callable[[str], Quote]) -> Bearer:
    surface = at(one.surface) if one.surface else None
    post = at(one.position) if one.position else None
    for before in duty.bearers:  # what was read right keeps its grounds
        same = _words(before.surface) == _words(surface) and _words(before.position) == _words(post)
        if before.kind is one.kind and same:
            return before
    return Bearer(kind=one.kind, basis=Basis.REVIEWER, surface=surface, position=post)


def _words(quote: Quote | None) -> str | None:
    return "".join(quote.text.split()) if quote else None


def new_duty(quote: Quote, fields: Corrections, document: Document) -> Duty:
    """A duty that was missed: its words, and what the reviewer says of it."""
    base = f"{document.id}|added|{''.join(quote.text.split())}"
    clause = next((c for c in reversed(document.clauses) if c.span.covers(quote)), None)
    part = next((p.index for p in reversed(document.parts) if p.span.covers(quote)), 0)
    duty = Duty(
        id=hashlib.sha256(base.encode()).hexdigest()[:16], quote=quote, clause=clause.index if clause else None,
        part=part, modality=fields.modality or Modality.MUST, bearers=(), actions=(),
    )  # fmt: skip
    return corrected(duty, fields, document)


# In words


def words_of(duty: Duty) -> dict[str, Any]:
    """All fields of a duty in words, as gold files hold them: white space and places aside."""
    return {
        "quote": _words(duty.quote),
        "modality": duty.modality.value,
        "bearers": [[_words(one.surface), one.kind.value, _words(one.position)] for one in duty.bearers],
        "actions": [_words(one.quote) for one in duty.actions],
        "supervised": [[_words(one.surface), one.kind.value] for one in duty.supervised],
        "partners": [[_words(one.surface), one.role.value] for one in duty.partners],
        "targets": [[_words(one.surface), one.metric, one.op, one.value, one.unit] for one in duty.targets],
        "time": [[_words(one.surface), one.type.value, one.value] for one in duty.time],
        "sectors": [_words(one) for one in duty.sectors],
        "condition": _words(duty.condition),
    }


def reading(duty: Duty) -> Reading:
    """How the program reads a duty today."""
    text = json.dumps(words_of(duty), ensure_ascii=False, sort_keys=True)
    return Reading(
        modality=duty.modality,
        kinds=tuple(sorted({one.kind for one in duty.bearers})),
        digest=hashlib.sha256(text.encode()).hexdigest()[:16],
    )
