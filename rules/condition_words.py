"""The words of conditions in YAML: keys and values, Chinese and English, and what they stand for.

The English keys are the ``op`` of the models, so that a condition reads alike in JSON and in YAML.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache, partial

from policies.errors import UsageError
from policies.messages import LANGUAGES, _, in_language, language
from policies.vocabulary import functions, places
from policies.vocabulary.tables import table
from rules.facts import entity_from_options
from rules.reasons import BASIS, Reason
from rules.resolved import resolve_place, resolve_sector

__all__ = ["BODY", "KEYS", "MARKS", "NAMES", "read_value", "reason_of", "shown_value"]

#: Op → the field that its value is, and the key in Chinese.
KEYS: dict[str, tuple[str, str]] = {
    "all": ("of", "全部"),
    "any": ("of", "任一"),
    "not": ("of", "非"),
    "kind": ("kind", "类别"),
    "level": ("levels", "级别"),
    "within": ("place", "地区"),
    "sector": ("sector", "行业"),
    "size": ("size", "规模"),
    "position": ("position", "岗位"),
    "function": ("function", "职能"),
    "attribute": ("name", "属性"),
    "named": ("name", "名称"),
    "window": ("", "期间"),
    "in_force": ("document", "有效文件"),
    "quoted": ("words", "原话"),
}
#: Key as written → op: the two names above, and other words for the same.
NAMES: dict[str, str] = {
    **{op: op for op in KEYS},
    **{chinese: op for op, (_field, chinese) in KEYS.items()},
    "place": "within", "name": "named", "words": "quoted", "levels": "level", "地点": "within", "所在地": "within",
    "任一项": "any", "任何": "any", "之一": "any", "都": "all", "不是": "not", "除外": "not", "类型": "kind",
    "职务": "position", "时间": "window", "具备": "attribute", "行业领域": "sector",
}  # fmt: skip
#: Key as written → what an atom keeps beside its value, and the fields of a period or a document.
MARKS: dict[str, str] = {
    "evidence": "evidence", "原文": "evidence", "span": "span", "位置": "span", "because": "because", "推断": "because",
    "since": "since", "自": "since", "until": "until", "至": "until", "document": "document", "文件": "document",
    "draft": "draft", "草案": "draft", "doubt": "doubt", "存疑": "doubt", "by": "by", "终止文件": "by",
}  # fmt: skip
_BELOW = ("乡", "镇", "街道", "苏木", "村", "社区", "开发区", "园区", "新区", "管理区")
BODY = {"zh": "单位本身", "en": "the body itself"}  # the post of a duty that names none


# Values as people write them


def read_value(op: str, text: str) -> str:
    """What *text* stands for as the value of an atom; UsageError with the nearest right word."""
    if not text:
        raise UsageError(_("A value is missing."), mend=_("Write it behind the colon."))
    return _READ.get(op, str)(text)


def shown_value(op: str, value: str) -> str:
    """The word for a value, such that ``read_value`` leads back to it."""
    word = _SHOW.get(op, str)(value)
    try:
        same = bool(word) and read_value(op, word) == value
    except UsageError:
        same = False
    return word if same else value


def _choice(key: str, text: str) -> str:
    """The value of a kind or level, by its own name or one of its Chinese words."""
    words = _entity_words(key)
    found = next((value for value, names in words.items() if text == value or text in names), None)
    if found is None:
        near = get_close_matches(text, [*words, *(name for names in words.values() for name in names)], n=1, cutoff=0.5)
        raise UsageError(
            _("{value} is not a value of {key}.").format(value=text, key=KEYS[key][1] if language() == "zh" else key),
            mend=_("Did you mean {near}?").format(near=near[0])
            if near
            else _("One of: {choices}").format(choices="、".join(_common(names) for names in words.values())),
        )
    return found


def _entity_words(key: str) -> dict[str, list[str]]:
    listed: dict[str, dict[str, list[str]]] = table("scopes")["entity_words"]
    return listed[key]


def _common(names: list[str]) -> str:
    """省级 rather than 省."""
    return next((name for name in names if name.endswith("级")), names[0])


def _word_of(key: str, value: str) -> str:
    return _common(_entity_words(key)[value]) if language() == "zh" else value


def _place(text: str) -> str:
    """The code of a place; what lies below the county, which no table lists, by its name."""
    try:
        return resolve_place(text).code
    except UsageError:
        if text.endswith(_BELOW) and not places.resolve(text):
            return text
        raise


def _place_shown(code: str) -> str:
    place = places.by_code(code)
    return place.full_name if place else code


def _size(text: str) -> str:
    return entity_from_options(size=text).size or text


def _post(text: str) -> str:
    return "" if text in BODY.values() else text


def _function(text: str) -> str:
    [found] = entity_from_options(functions=[text]).functions or (text,)
    return functions.resolve(found) or found


_READ: dict[str, Callable[[str], str]] = {
    "kind": partial(_choice, "kind"),
    "level": partial(_choice, "level"),
    "within": _place,
    "sector": resolve_sector,
    "size": _size,
    "position": _post,
    "function": _function,
}
_SHOW: dict[str, Callable[[str], str]] = {
    "kind": partial(_word_of, "kind"),
    "level": partial(_word_of, "level"),
    "within": _place_shown,
    "position": lambda value: value or BODY[language()],
}


# Inferences


@cache
def _reasons() -> dict[str, str]:
    """Every stated inference in all languages → its message."""
    messages = [value for name, value in vars(Reason).items() if name.isupper()] + list(BASIS.values())
    return {in_language(lang, message): message for message in messages for lang in LANGUAGES}


def reason_of(text: str) -> str:
    """The inference that *text* states, in whatever language; other words stand for themselves."""
    return _reasons().get(text, text)
