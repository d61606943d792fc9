"""Bans that stand in brackets: 加强车辆管理（严禁超员超速） holds two duties, the second of the same bearer.

Source: GB/T 15834-2011 (标点符号用法) §4.9: what stands in brackets adds to the words before it.
"""

from __future__ import annotations

import re

from parsers.segments import matched_pairs

__all__ = ["bans_in_brackets", "inside_brackets"]

# 不得超过3天 sets the figure of the act beside it; 不准确, 不许可, 禁止类 are no bans
_BAN = re.compile(
    r"(?:但|且|同时|坚决|一律|原则上|均|都|，)*(?:严禁|严格禁止|禁止(?![性令类标])|不得(?!不|少于|低于|超过|高于|多于|大于|小于)|不准(?![确时予])|不许(?!可))"
    r"[^，。；、]{2,}"
)
_NAMES_A_SIGN = re.compile("的?(?:标志|标识|标牌|字样|警示|提示|公告|条款|类)")
_BLANK = " 　"


def bans_in_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The insides of the brackets in ``text[start:end]`` that open with a ban."""
    if "（" not in text[start:end] and "(" not in text[start:end]:
        return []
    return [
        (begin + 1, stop - 1) for begin, stop in matched_pairs(text, start, end)
        if text[begin] in "（(" and begin > start
        and _BAN.match(text, begin + 1, stop - 1) and not _NAMES_A_SIGN.match(text, stop)
    ]  # fmt: skip


def inside_brackets(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The inside of the brackets that hold the whole of ``text[start:end]``, where it opens with a ban: （严禁…。）."""
    if text[start : start + 1] not in ("（", "("):
        return None
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    if matched_pairs(text, start, end) != [(start, end)]:
        return None
    return (start + 1, end - 1) if _BAN.match(text, start + 1, end - 1) else None
