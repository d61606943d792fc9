"""What list heads do with the units below them: take them as acts, hand on their bearer, or do away with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from parsers.lists import (
    ListHead,
    forbids,
    head_of,
    heads_list,
    items_stand_alone,
    lays_rules,
    names_cases,
    orders_itself,
    points_at_list,
    takes_away,
    turns_items,
)
from parsers.segmenter import Words
from parsers.turning import Turn, opens_item, turn_of, turn_of_title
from policies.documents import Block, BlockKind, Clause
from policies.duties import Modality

if TYPE_CHECKING:
    from parsers.actors import Actor
    from parsers.grouping import Statement
    from parsers.segments import RawSentence

__all__ = ["ListReader"]


_FIRST = re.compile(r"[（(]?\s?[一1１①㈠⑴]\s?[)）]?[、.．]?")
_BLANKS = 40  # characters that may stand between the mark of an item and the end of its line


def _style(clause: Clause) -> str:
    """What is about the digits of a unit's number: （）, 、 or 第条."""
    return "".join(c for c in clause.number or "" if not c.isdigit() and c not in "零〇一二三四五六七八九十百")


class ListReader:
    """The part of the finder that reads list heads; the finder sets what it shares."""

    text: str
    words: Words
    children: dict[int | None, list[Clause]]
    trails: Mapping[int | None, tuple[Clause, ...]]
    consumed: dict[int | None, int]
    cases: int | None
    bans: set[int | None]
    governed: dict[int | None, list[Actor]]
    turned: dict[int | None, Turn]
    going_on: bool

    def _below(self, clause: int | None, behind: int) -> list[Clause]:
        """The units of the list behind *behind*: directly below *clause*, or beside it where they count from one anew.

        A paragraph behind the items of a list lies in the last of them, and so does the head of the next list.
        """
        own = self._run(self.children.get(clause, ()), behind) if clause is not None else []
        if own:
            return own
        trail = self.trails[clause]
        beside = self.children.get(trail[-2].index if len(trail) > 1 else None, ())
        run = self._run(beside, behind, joined=True)
        return run if clause is None or (run and _FIRST.fullmatch(run[0].number or "")) else []

    def _run(self, units: Sequence[Clause], behind: int, *, joined: bool = False) -> list[Clause]:
        """The *units* of one list, numbered alike, that follow *behind*: at once where they have to be *joined*."""
        run: list[Clause] = []
        for each in units:
            if each.span.start < behind:
                continue
            before = run[-1].span.end if run else behind
            if (run or joined) and self.text[before : each.span.start].strip():
                break
            alike = each.part == run[0].part and _style(each) == _style(run[0]) if run else True
            if not alike or (run and each.number == run[0].number):
                break
            run.append(each)
        return run

    def items(self, clause: int | None, behind: int, *, titled: bool = True) -> list[tuple[int, tuple[int, int]]]:
        """(clause, range of its words) of the untitled units of the list whose head ends at *behind*.

        With *titled*, units of a title alone (（一）攀爬围栏。) are items as well.
        """
        items = []
        for each in self._below(clause, behind):
            if each.number and (below := self._sorted_under(each)):
                items.extend(self.items(each.index, below, titled=titled))
                continue
            alone = titled and not self.text[each.head.end : each.span.end].strip(" 　；;。\n")
            if each.number and (alone or not each.title):
                start, end = each.head.end, each.span.end
                if each.title:
                    start = self.text.find(each.number, each.head.start, end) + len(each.number)
                line = self.text.find("\n", start, end)
                stop = end if line < 0 else line
                while stop > start and self.text[stop - 1] in " 　；;。.，,":
                    stop -= 1
                if stop > start:
                    items.append((each.index, (start, stop)))
        return items

    def _sorted_under(self, unit: Clause) -> int:
        """Where the line of a unit ends that only sorts the items below it (（一）企业提供的文件：); else 0."""
        line = self.text.find("\n", unit.head.start, unit.span.end)
        sorts = line > 0 and self.text[unit.head.start : line].rstrip().endswith(("：", ":"))
        return line if sorts and self.children.get(unit.index) else 0

    def item_end(self, span: tuple[int, int]) -> int:
        """Where an item ends: with its line, and with those after it while ； closes them. More is text of its own."""
        end = len(self.text)
        at = self.text.find("\n", span[1])
        while at >= 0 and self.text[max(0, at - _BLANKS) : at].rstrip().endswith(("；", ";")):
            following = self.text.find("\n", at + 1)
            if not self.text[at + 1 : following if following >= 0 else end].strip().endswith(("；", ";")):
                break
            at = following
        return at if at >= 0 else end

    def list_head(self, block: Block, sentence: RawSentence, statements: list[Statement]) -> None:
        """Let a list head take its items, or hand its bearers to them."""
        if not statements or self.done_away(block, sentence, statements):
            return
        last = statements[-1]
        kind = head_of(self.text, sentence, within=self.cases == block.clause)
        self.cases = block.clause if names_cases(self.text, sentence) else self.cases
        bans = (
            last.modality is Modality.MUST_NOT
            and heads_list(self.text, sentence)
            and last.end >= sentence.segments[-1].end
        )
        bare = heads_list(self.text, sentence) and last.cued and not last.actions  # 各学校应当：, 企业可以：
        bound = last.modality is Modality.MUST
        items = self.items(block.clause, sentence.end, titled=bare or not bound) if kind or bans or bare else []
        if not items:
            return
        spans = [span for _, span in items]
        if (bans or bare) and kind is None and not items_stand_alone(self.text, spans, self.words):
            for index, span in items:  # 各学校不得：, 不得提供服务：
                if orders_itself(self.text, span, self.words):
                    self.governed[index] = last.subjects
                else:
                    last.actions.append(span)
                    self.consumed[index] = self.item_end(span)
        if kind is ListHead.POINTER and not bound:
            kind = ListHead.ACTIONS  # 可以采取下列措施：
        if kind is ListHead.CASES and last.modality is Modality.MUST_NOT:
            kind = ListHead.ACTIONS  # 不得有下列行为：
        if kind is ListHead.CASES:
            self.consumed.update((index, self.item_end(span)) for index, span in items)
        elif kind is ListHead.ACTIONS and not items_stand_alone(self.text, spans, self.words):
            if last.modality is Modality.MUST and lays_rules(self.text[slice(*last.actions[-1])]):
                self.bans.update(index for index, span in items if forbids(self.text, span, self.words))
                items = [(index, span) for index, span in items if index not in self.bans]
            if items:
                last.actions[-1:] = [span for _, span in items]
                self.consumed.update((index, self.item_end(span)) for index, span in items)

    def done_away(self, block: Block, sentence: RawSentence, statements: list[Statement]) -> bool:
        """Whether a head does away with what its items name; they are then no duties, and no acts of its own."""
        if (statements and statements[-1].modality is Modality.MUST_NOT) or not takes_away(self.text, sentence):
            return False
        items = self.items(block.clause, sentence.end)
        self.consumed.update((index, self.item_end(span)) for index, span in items)
        return True

    def turn_items(self, block: Block, sentence: RawSentence) -> None:
        """Remember what a head that names wrongs or papers alone (安全生产“十不准”：) makes of its items."""
        if sentence.segments[-1].mark == "：" and len(sentence.segments) == 1:
            turn = turn_of_title(self.text[sentence.start : sentence.inner_end])
            if turn:
                self.turned.update((each.index, turn) for each in self._below(block.clause, sentence.end))

    def turns_heading(self, block: Block, sentences: list[RawSentence], *, bare: bool) -> bool:
        """Whether a heading is to be read: it does away with its items (取消下列事项), or is one of a list of bans."""
        trail = self.trails[block.clause]
        if bare and Turn.BAN in (turn_of(trail), *(self.turned.get(clause.index) for clause in trail)):
            return True
        last = sentences[-1] if sentences else None
        return last is not None and self.text[last.inner_end - 1] not in "：:" and turns_items(self.text, last)

    def turn(self, block: Block, sentence: RawSentence) -> Turn | None:
        """What the headings above make of the first words of a unit."""
        if block.clause is None or block.kind is BlockKind.ROW:
            return None
        trail = self.trails[block.clause]
        turn = turn_of(trail) or next((self.turned[c.index] for c in trail if c.index in self.turned), None)
        return turn if turn and (self.going_on or opens_item(self.text, trail[-1], sentence)) else None

    def governs(self, block: Block, sentence: RawSentence, statements: list[Statement]) -> bool:
        """Whether a head that points at its items says what they are (可以采取下列措施：); it hands its bearer on."""
        if not points_at_list(self.text, sentence) or not statements or not statements[-1].cued:
            return False
        if statements[-1].modality is not Modality.MUST:
            return bool(self.items(block.clause, sentence.end))
        named = next((s for s in reversed(statements) if s.subjects), None)
        if named and named.cued and named.modality is Modality.MUST and not (named.agent or named.from_condition):
            for item in self._below(block.clause, sentence.end):
                if item.span.start >= sentence.end:
                    self.governed[item.index] = named.subjects
        return False
