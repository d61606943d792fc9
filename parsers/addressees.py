"""Addressees (主送机关), one by one."""

from __future__ import annotations

import re

from policies.vocabulary.tables import table

__all__ = ["split_addressees"]

# A body's name closes with one of these; 各省、自治区、直辖市人民政府 is one addressee, since 各省 closes with none.
_CLOSINGS = "|".join(table("heads")["addressees"]["closings"])
_BODY = re.compile(rf"(?:{_CLOSINGS})(?:[（(][^（()）]{{1,40}}[）)])?$")
_OPENING = re.compile("[省市县区镇乡局]直|[省市县区](?:政府|属|级)|有关|相关|中央|驻|其他|各有关|各部门|各单位|各直属")
_LEVELS = ("省", "市", "州", "县", "自治区", "直辖市")  # a word that shares the head of the next: 各省、市直部门
_CONTINUED = ("其", "各所", "所属", "社会保障", "信息化", "改革")  # 人力资源和社会保障局 is one name


def split_addressees(line: str) -> tuple[str, ...]:
    """Addressees, one by one: 各镇人民政府，各街道办事处，市政府各部门： Shared heads stay together."""
    line = re.sub(r"\s+", "", line).rstrip("：:")
    found: list[str] = []
    for group in _split(line, "，,；;"):
        pending = ""
        items = _split(group, "、")
        for position, item in enumerate(items):
            pending = f"{pending}、{item}" if pending else item
            following = items[position + 1] if position + 1 < len(items) else ""
            apart = _OPENING.match(following) and not item.endswith(_LEVELS)
            if apart or (_BODY.search(pending) and len(following) != 1 and not _is_row_of_places(items, position)):
                found.extend(_split_and(pending))
                pending = ""
        if pending:
            found.extend(_split_and(pending))
    return tuple(found)


def _is_row_of_places(items: list[str], position: int) -> bool:
    """新疆生产建设兵团 in a row of places (各省、自治区、直辖市、新疆生产建设兵团发展改革委)."""
    later = items[position + 1 :]
    return items[position].endswith("兵团") and position > 0 and bool(later) and not _BODY.search(items[position - 1])


def _split_and(words: str) -> list[str]:
    """…人民政府及新疆生产建设兵团 → two; …直辖市及新疆生产建设兵团安全监管局 stays one."""
    for match in re.finditer("[及和]", words):
        left, right = words[: match.start()], words[match.end() :]
        balanced = left.count("（") == left.count("）")
        two = _BODY.search(left) and _BODY.search(right) and len(right) >= 4 and balanced
        if two and not right.startswith(_CONTINUED):
            return [left, *_split_and(right)]
    return [words]


def _split(text: str, marks: str) -> list[str]:
    """*text* at *marks* outside brackets."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        if character in "（([【":
            depth += 1
        elif character in "）)]】":
            depth = max(0, depth - 1)
        elif character in marks and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return [part for part in parts if part]
