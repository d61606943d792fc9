"""The numbers that Word computes: from ``numbering.xml`` to the words before a paragraph (ECMA-376-1 §17.9).

Formats are those of ST_NumberFormat (§17.18.59) that Chinese documents use; a bullet is no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Counters", "Level", "Numbering", "format_number"]

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_MAX = 99_999  # beyond, a number is written in digits


def _counting(number: int, digits: str = "零" + _DIGITS[1:], units: str = "十百千万") -> str:
    """Chinese counting numerals: 一, 十, 二十一, 一百零五."""
    if number >= 10_000:
        rest = number % 10_000
        gap = digits[0] if 0 < rest < 1_000 else ""
        return (
            _counting(number // 10_000, digits, units)
            + units[3]
            + gap
            + (_counting(rest, digits, units) if rest else "")
        )
    words, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            words += (digits[0] if zero and words else "") + digits[digit] + (units[power - 1] if power else "")
            zero = False
        else:
            zero = True
    if digits[1] == "一" and words.startswith("一十"):
        words = words[1:]
    return words or digits[0]


def _roman(number: int) -> str:
    if number > 3999:
        return str(number)
    words = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        words += letters * (number // value)
        number %= value
    return words


def _letters(number: int) -> str:
    """A … Z, AA, BB …: Word repeats the letter, up to thirty times."""
    if number > 780:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _row(first: str, last: int) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode, from 1 to *last*; digits beyond."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


def _circled(number: int) -> str:
    for start, stop, first in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if start <= number <= stop:
            return chr(ord(first) + number - start)
    return str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + i: ord("０") + i for i in range(10)})


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "koreanCounting": _counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "koreanDigital2": _digital,
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL, "拾佰仟万"),
    "ideographLegalTraditional": lambda number: _counting(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬"),
    "japaneseLegal": lambda number: _counting(number, "零壱弐参四伍六七八九", "拾百阡萬"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _cycle(_STEMS)(number) + _cycle(_BRANCHES)(number),
    "ordinal": str,
    "numberInDash": lambda number: f"- {number} -",
    "bullet": lambda number: "",
    "none": lambda number: "",
}


def format_number(number: int, kind: str) -> str:
    """*number* as Word writes it in the format *kind*; an unknown format counts in digits."""
    if number <= 0 and kind not in ("bullet", "none"):
        return str(number)
    return _FORMATS.get(kind, str)(number) if number <= _MAX else str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (w:lvl)."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False  # w:isLgl: digits at all levels
    restart: int | None = None  # w:lvlRestart; 0 never


@dataclass(slots=True)
class Numbering:
    """``numbering.xml``: what each list (numId) looks like."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # numId → level → its form
    abstract: dict[str, str] = field(default_factory=dict)  # numId → the list whose counters it shares
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)  # numId → level → w:startOverride


@dataclass(slots=True)
class Counters:
    """Counts the numbered paragraphs of a document, in their order."""

    numbering: Numbering
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # abstract list → level → last number
    seen: set[tuple[str, int]] = field(default_factory=set)

    def next(self, list_id: str, depth: int) -> tuple[str, bool]:
        """The number of the next paragraph at level *depth* of list *list_id*, and whether a blank parts it off."""
        levels = self.numbering.levels.get(list_id)
        if levels is None or depth not in levels:
            return "", False
        counts = self.counts.setdefault(self.numbering.abstract[list_id], {})
        override = self.numbering.restarts.get(list_id, {}).get(depth)
        if override is not None and (list_id, depth) not in self.seen:
            counts[depth] = override
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        self.seen.add((list_id, depth))
        for deeper in [level for level in counts if level > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        for upper in range(depth):  # a level that was skipped counts as begun
            counts.setdefault(upper, levels[upper].start if upper in levels else 1)
        return self._words(levels, counts, depth), levels[depth].suffix != "nothing"

    @staticmethod
    def _words(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels[depth]
        if level.kind == "bullet":
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            kind = levels[at].kind if at in levels else "decimal"
            return format_number(counts.get(at, 1), "decimal" if level.legal and kind != "none" else kind)

        return re.sub(r"%([1-9])", number, level.text)
