"""The lines through a duty, over the circulars that ship."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import pytest

from kb import KnowledgeBase
from kb.models import Chain, StepKind
from policies.circulars import shipped
from policies.documents import Level
from reports.chain import as_dict, as_markdown, as_text

LEVELS = list(Level)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(tmp_path_factory.mktemp("chain") / "zeren.db") as base:
        base.ingest([circular.path for circular in shipped()])
        yield base


def around(kb: KnowledgeBase, words: str, level: str) -> Chain:
    found = next(hit.id for hit in kb.search(words, level=level) if hit.type == "duty")
    return kb.chain(found[:8])


def test_from_the_province_down_and_what_changes(kb: KnowledgeBase) -> None:
    found = around(kb, "综合应急演练", "city")
    assert [[_level(found, duty) for duty in line] for line in found.lines] == [["province", "city"]]
    (step,) = found.steps
    assert step.kind is StepKind.REFINES and step.lower == found.asked
    assert [(one.kind.value, one.direction.value) for one in step.changes] == [("frequency", "stricter")]


def test_the_same_line_from_above(kb: KnowledgeBase) -> None:
    """Asked at its top, a line goes down to each of those who carry it out."""
    found = around(kb, "综合应急演练或专项应急演练", "province")
    assert {tuple(_level(found, duty) for duty in line) for line in found.lines} == {
        ("province", "city"),
        ("province", "county"),
    }


def test_down_to_the_enterprise_one_step_removed(kb: KnowledgeBase) -> None:
    found = around(kb, "辖区内的规模以上企业每半年至少检查一次 台账", "city")
    (line,) = found.lines
    last = next(link for link in found.duties if link.record.duty.id == line[-1])
    assert last.record.duty.bearers[0].kind == "enterprise"
    assert [step.kind.value for step in found.steps] == ["refines", "derived"]


def test_forwarding_notices_are_named(kb: KnowledgeBase) -> None:
    """The city's notice of 2012 forwards the plan of its province, in one file."""
    plan = next(record for record in kb.records("吉市政办发〔2012〕14号") if record.duty.part == 1)
    found = kb.chain(plan.duty.id)
    passed = next(link.passed for link in found.duties if link.record.duty.id == plan.duty.id)
    assert [(one.type, one.number) for one in passed] == [("forwards", "吉市政办发〔2012〕14号")]
    assert "转发" in as_text(found) or "forwarded" in as_text(found)


def test_every_line_ends_and_never_climbs(kb: KnowledgeBase) -> None:
    for record in kb.records():
        found = kb.chain(record.duty.id)
        known = {link.record.duty.id for link in found.duties}
        assert found.lines and not found.truncated
        for line in found.lines:
            assert found.asked in line and len(set(line)) == len(line) and set(line) <= known
            levels = [LEVELS.index(Level(level)) for duty in line if (level := _level(found, duty))]
            assert levels == sorted(levels)
        pairs = {(step.upper, step.lower) for step in found.steps}
        assert pairs == {pair for line in found.lines for pair in itertools.pairwise(line)}


def test_all_forms_tell_the_same(kb: KnowledgeBase) -> None:
    found = around(kb, "标准化达标率", "city")
    assert Chain.model_validate(json.loads(json.dumps(as_dict(found)))) == found
    text, page = as_text(found), as_markdown(found)
    for link in found.duties:
        assert link.record.duty.id in text and link.record.duty.id in page
    assert "▶" in text and "-5%" in text and "-5%" in page and page.startswith("# ")


def _level(found: Chain, duty: str) -> str | None:
    level = next(link.record.source.level for link in found.duties if link.record.duty.id == duty)
    return level.value if level else None
