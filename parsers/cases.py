"""A case and what is done in it, told in one breath: 违者|追回资金, 遇有险情|立即撤人."""

from __future__ import annotations

import re

__all__ = ["case_and_act"]

# 违者|追回资金 is what befalls who breaks the ban before it: never a further thing that is forbidden
_CASE_AND_ACT = re.compile(
    "(?P<case>(?P<breach>违(?:反|规)?者|违反的|违反规定的)(?=[追罚取没责依从严予给停收移按一处])"
    "|(?:遇有?|遇到|如遇|一旦(?:发生|发现|出现))[^，。；]{2,16}?(?=第一时间|立即|及时|迅速|马上))"
)
_OPENS = frozenset("违遇如一")


def case_and_act(text: str, begin: int, end: int) -> re.Match[str] | None:
    """The case that opens ``text[begin:end]`` where its act follows without a comma; group ``breach``: of a ban."""
    return _CASE_AND_ACT.match(text, begin, end) if text[begin : begin + 1] in _OPENS else None
