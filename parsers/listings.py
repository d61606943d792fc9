"""Lists that run on in a sentence: 各学校不得：一是收取押金；二是提前招生。 What heads them holds behind each ；."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.grouping import Statement
from parsers.lists import announces, does_away
from parsers.readings import Reading, Role
from policies.duties import Modality

__all__ = ["Listing", "go_on_listing", "open_listing"]


@dataclass(slots=True)
class Listing:
    """A list that is open: the statement that heads it, and whether that does away with what the items name."""

    head: Statement
    away: bool
    bare: bool  # its cue stands alone (各学校应当：): whatever follows is an act


def open_listing(text: str, readings: Sequence[Reading], statements: Sequence[Statement]) -> Listing | None:
    """The list that a colon opens in the sentence, behind a cue (不得：) or words that announce it (以下行为：)."""
    for reading in readings[:-1]:
        start, end, mark, _holds = reading.segment
        if mark != "：" or reading.role is not Role.PREDICATE:
            continue
        head = next((s for s in statements if s.start <= start and end <= s.end), None)
        if head is None:
            continue
        bare = reading.cue is not None and reading.act >= end
        if bare or announces(text, start, end):
            away = head.modality is not Modality.MUST_NOT and does_away(text, start, end)
            named = [act for act in head.actions if (act[1] <= end) is away]
            head.actions = named or head.actions  # the items tell what 下列行为 are, unless they are done away with
            if away:
                head.end = end
            return Listing(head, away, bare)
    return None


def go_on_listing(
    text: str, listing: Listing, readings: Sequence[Reading], statements: list[Statement]
) -> list[Statement]:
    """The statements of a sentence behind ；, with the modality of the list's head where nothing else is told."""
    head = listing.head
    if listing.away and not any(s.cued for s in statements):
        return []
    acts = listing.bare or head.modality is not Modality.MUST  # 建设下列内容：A；B names things
    if acts and not statements and readings and all(r.role is Role.CONTINUATION for r in readings):
        begin, end = readings[0].start, readings[-1].segment.end
        item = replace(head, start=begin, end=end, subjects=[], actions=[(begin, end)], readings=list(readings))
        return [replace(item, from_condition=False, openers=[])]
    if not statements or statements[0].cued or statements[0].subjects:
        return statements
    first = statements[0]
    return [
        replace(first, modality=head.modality, cued=True, conditions=first.conditions or head.conditions),
        *statements[1:],
    ]
