"""Headings that stand inside running text: numbers of several steps (3.1, 3.1.2), 第X节, behind a page number.

Numbers of several steps follow GB/T 1.1 (条的编号) and are usual in plans; texts taken from a page keep neither the
line of the heading nor the page number apart. They open no clauses here; they tell what the sentences below them are.
"""

from __future__ import annotations

import re

from policies.vocabulary.tables import alternation, table

__all__ = ["InnerHeadings"]

_STEPS = re.compile(r"(?P<run>[0-9]{1,6})(?P<rest>(?:[.．][0-9]{1,2}){1,3})[ 　]*(?P<title>(?![0-9]).*)", re.S)
_HAN = re.compile(r"[0-9]{0,3}\s*(?P<number>[一二三四五六七八九十—]{1,3})\s*[、．]\s*(?P<title>\S.*)", re.S)
_HAN_PAREN = re.compile(r"[0-9]{0,3}\s*[（(](?P<number>[一二三四五六七八九十]{1,3})[)）]\s*(?P<title>\S.*)", re.S)
_SECTION = re.compile(r"第[一二三四五六七八九十]{1,3}[章节][ 　]*(?P<title>.*)", re.S)
_NO_TITLE = re.compile(r"[%％℃]|[万亿]?(?:元|人|个|件|平方|公里|微克|级|年|月|日|米|吨|亩|家|项|批)|[万亿]")
_LONGEST = 50  # characters of a heading phrase
_GLUED = 30  # characters in which a heading that runs on into its text may say what it is


def _known() -> re.Pattern[str]:
    data = table("roles")
    words = [
        *data["guiding_headings"]["words"], *data["guiding_headings"]["goal"][:-1],
        *data["report_headings"]["told"], *data["report_headings"]["weighed"],
    ]  # fmt: skip
    return re.compile(alternation(words))


class InnerHeadings:
    """What inner headings have been met since the last clause opened; ``titles`` are those that hold, outermost first.

    ``apart`` tells whether a heading of the clauses' own form was met, so that the clause's title holds no longer.
    """

    def __init__(self) -> None:
        self.last: tuple[int, ...] = ()
        self.reset()

    def reset(self) -> None:
        """A clause opens: its own title says where the next sentences stand."""
        self.open: list[tuple[int, str]] = []
        self.apart = False

    @property
    def titles(self) -> list[str]:
        return [title for _level, title in self.open]

    def read(self, words: str, stop: str, *, opens_line: bool) -> str | None:
        """The number, where the sentence *words* (closed by *stop*) is a heading, which is remembered; else None."""
        if stop not in ("", "\n", "。", "\t"):
            return None
        found = _STEPS.fullmatch(words)
        if found and self._is_title(found.group("title")):
            number = self._number(found.group("run"), found.group("rest"))
            if number:
                self.last = number
                self._opened(len(number) + 1, found.group("title"))
                return ".".join(map(str, number))
        found = _HAN.fullmatch(words) if opens_line and stop in ("", "\n") else None
        if found and self._is_title(found.group("title")):
            self._opened(0, found.group("title"))
            self.apart = True
            return found.group("number") + "、"
        found = _HAN_PAREN.fullmatch(words) if opens_line else None
        if found and self._is_title(found.group("title")):
            self._opened(1, found.group("title"))
            return f"（{found.group('number')}）"
        return None

    def glued(self, words: str) -> str | None:
        """第X节 whose heading runs on into its first sentence (第一节　发展基础乡村…): remembers what it says.

        The number, where what follows is a phrase alone: the section's heading and the lead phrase of its first unit.
        """
        found = _SECTION.match(words)
        if not found:
            return None
        known = _KNOWN.search(found.group("title")[:_GLUED])
        self._opened(0, known.group(0) if known else "")
        self.apart = True
        phrase = not re.search("[，：；]", words) and len(words) <= _LONGEST and not known
        return words[: found.start("title")].strip() if phrase else None

    def _opened(self, level: int, title: str) -> None:
        self.open = [row for row in self.open if row[0] < level]
        self.open.append((level, title))

    @staticmethod
    def _is_title(title: str) -> bool:
        return (
            len(title) <= _LONGEST
            and len(re.findall("[\u4e00-\u9fff]", title)) >= 4
            and not _NO_TITLE.match(title)
            and "：" not in title
        )

    def _number(self, run: str, rest: str) -> tuple[int, ...] | None:
        """The number's steps; of a page number glued before it (425.1.3) only what goes on from the last number."""
        steps = tuple(int(step) for step in re.split("[.．]", rest)[1:])
        for cut in range(len(run)):
            number = (int(run[cut:]), *steps)
            if run[cut] != "0" and self._follows(number):
                return number
        return None

    def _follows(self, number: tuple[int, ...]) -> bool:
        if number[-1] == 1 and (
            not self.last or number[:-1] == self.last or number[0] in (self.last[0], self.last[0] + 1)
        ):
            return True
        shorter = self.last[: len(number)]
        if len(shorter) < len(number) or number[:-1] != shorter[:-1]:
            return False
        return shorter[-1] < number[-1] <= shorter[-1] + 2  # one may have been lost at a page break


_KNOWN = _known()
