"""Names of organs: the functions that a department's name tells, and which commission or office it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from policies.messages import _
from policies.vocabulary import functions, issuers, scopes
from policies.vocabulary.tables import alternation
from rules.surfaces import plain

__all__ = ["Organs", "head_of", "organs_of", "stem_of"]

_OPENING = re.compile(r"^(?:中华(?=全国)|中国|国务院|国家|省|市|县|区|州|盟|旗|自治区|各级|各)")


@dataclass(frozen=True, slots=True)
class Organs:
    """What a department is: its functions (None: not known) and the stems of its name."""

    functions: tuple[str, ...] | None
    stems: frozenset[str]
    note: str | None = None  # the inference, where the functions are not stated


def organs_of(name: str | None, stated: tuple[str, ...] | None) -> Organs:
    """Functions as stated, else as the name tells them."""
    stems = frozenset((stem_of(name),)) if name else frozenset()
    if stated is not None:
        return Organs(tuple(functions.resolve(one) or one for one in stated), stems)
    told = functions.of_organ(name) if name else ()
    if not told:
        return Organs(None, stems)
    return Organs(told, stems, _("the function follows from the name {name}").format(name=name))


@lru_cache(maxsize=1 << 14)  # names of bodies, of which there is no end
def stem_of(name: str) -> str:
    """An organ's name without its place or level, in full: 省安委会 and 吉林省安全生产委员会 share one."""
    text = plain(name)
    if (leading := issuers.leading_place(text)) is not None and leading[1] < len(text):
        text = text[leading[1] :]
    else:
        text = _OPENING.sub("", text) or text
    if (organ := scopes.organ_in(text)) is not None:
        return organ.full
    return text.replace("监督管理", "监管")


@cache
def _stems() -> re.Pattern[str]:
    words: set[str] = set()
    for term in functions.terms():
        if (entry := functions.get(term)) is not None:
            words.update((term, *entry.stems, *entry.organs))
            words.update(word for former in entry.former for word in (*former.stems, *former.organs))
    return re.compile(alternation(words))


def head_of(words: str) -> str:
    """What stands before the first function in an organ's name: 市 in 市市场监管局, nothing in 市场监管部门."""
    found = _stems().search(words)
    return words[: found.start()] if found else words
