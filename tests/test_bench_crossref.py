"""The mutation evaluation itself, and kinds of change that its rules were not written on."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bench import crossref, drafts
from bench.mutations import KINDS, mutations
from kb.diff import State, diff
from parsers import parse_file, parse_text
from policies.circulars import shipped

DOCUMENTS = [parse_file(one.path) for one in shipped()]

#: (what stands, what it becomes, whether that is a change): other kinds than those of the bench.
HELD_OUT = [
    (r"达到(?=[0-9])", "不超过", True),  # the comparator turned
    (r"要(?=建立|加强|开展|组织|完善)", "原则上要", True),  # softened
    (r"(?<=企业)要(?=[^求点])", "不得", True),  # turned into a ban
    (r"每半年", "每三年", True),
    (r"(\d+)[%％]", r"\1‰", True),  # another unit
    (r"企业(?=要|应当|必须)", "矿山企业", True),  # another bearer
    (r"，", "， ", False),  # a blank
    (r"进一步(?=加强|完善)", "切实", False),
    (r"至少组织一次", "组织不少于一次", False),
]


@pytest.mark.parametrize(("pattern", "other", "real"), HELD_OUT, ids=[one[0] for one in HELD_OUT])
def test_kinds_that_were_held_out(pattern: str, other: str, real: bool) -> None:
    """One place of each document; every change is found, and what changes nothing is not reported."""
    wrong = []
    tried = 0
    for document in DOCUMENTS:
        for duty in document.duties:
            match = re.compile(pattern).search(document.text, duty.quote.start, duty.quote.end)
            if match is None:
                continue
            text = document.text[: match.start()] + match.expand(other) + document.text[match.end() :]
            found = diff(document, parse_text(text)).of(State.CHANGED, State.NEW, State.DROPPED)
            tried += 1
            if bool(found) is not real:
                wrong.append(duty.quote.text)
            break
    assert tried, "the shipped circulars hold such words"
    assert wrong == []


def test_every_kind_of_mutation_occurs_and_changes_one_place() -> None:
    kinds: Counter[str] = Counter()
    for document in DOCUMENTS:
        for mutation in mutations(document, each=2):
            kinds[mutation.kind] += 1
            assert mutation.text != document.text
    assert {*KINDS, "duty dropped", "duty doubled"} - {"reworded", "deadline moved"} <= set(kinds)


def test_the_shipped_circulars_reach_the_floors() -> None:
    judged = [one for document in DOCUMENTS for one in crossref.evaluate(document)]
    assert len(judged) > 15
    missed = [one.mutation.kind for one in judged if not one.found]
    assert len(missed) <= 0.05 * len(judged), missed
    reported, real = sum(one.reported for one in judged), sum(one.real for one in judged)
    assert real >= crossref.REAL * reported


def test_a_bench_that_finds_nothing_fails() -> None:
    """The judge can say no: a change that was not reported is not found, one reported elsewhere is not real."""
    (mutation, *_rest) = [one for one in mutations(DOCUMENTS[0]) if one.dropped]
    assert not crossref.judge(mutation, []).found
    elsewhere = diff(DOCUMENTS[0], parse_text(DOCUMENTS[0].text[:-200])).of(State.DROPPED)
    assert crossref.judge(mutation, elsewhere).real < len(elsewhere)


def test_drafts_that_carry_out_a_circular(tmp_path: Path) -> None:
    """The unchanged draft yields nothing; of the changed ones crossref tells what was changed."""
    told = list(drafts.evaluate(DOCUMENTS[1], tmp_path))
    kinds = {one.kind for one in told}
    assert {"unchanged", "figure lowered", "number of a citation mistyped", "repealed document cited"} <= kinds
    assert [one for one in told if not one.found and not one.left_out] == []
    assert [one for one in told if one.reported != one.real] == []


def test_a_dropped_duty_that_is_not_told_is_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = drafts._findings
    monkeypatch.setattr(
        drafts, "_findings", lambda told, body: {k: at for k, at in whole(told, body).items() if k[2] != "missing"}
    )
    dropped = [one for one in drafts.evaluate(DOCUMENTS[1], tmp_path) if one.kind == "duty dropped"]
    assert dropped and not any(one.found for one in dropped)
