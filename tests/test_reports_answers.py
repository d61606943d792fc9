"""Answers and hits as tables, traces and JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import reports_sample as sample

from kb.models import Hit, HitType
from policies.answers import Answer, Force, Trace, Verdict
from policies.conditions import Elsewhere
from policies.duties import Modality, TimeType
from policies.messages import use_language
from policies.spans import Quote
from reports import answers, search, tables


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "on_terminal", lambda: True)
    monkeypatch.setattr(answers, "on_terminal", lambda: True)
    monkeypatch.setattr(search, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def found() -> list[Answer]:
    return sample.answers(sample.sample())


def test_json_has_the_promised_shape(found: list[Answer]) -> None:
    told = answers.as_dict(found, sample.MINE, sample.ON)
    assert list(told) == ["entity", "on", "duties", "questions", "lapsed"]
    assert told["on"] == "2012-09-01"
    keys = {
        "id", "quote", "modality", "verdict", "certainty", "directness", "bearer_basis", "missing", "review", "decided",
        "sanctions", "force", "overdue", "source",
    }  # fmt: skip
    assert {frozenset(duty) for duty in told["duties"]} == {frozenset(keys)}
    assert {frozenset(duty["source"]) for duty in told["duties"]} == {
        frozenset({"title", "doc_number", "carried", "clause"})
    }
    (drill,) = [duty for duty in told["duties"] if "每半年" in duty["quote"]]
    assert drill["verdict"] == "unknown"
    assert drill["missing"] == [["words:高危行业"]]
    assert drill["source"]["clause"] == "一/（一）"
    [question] = told["questions"]
    assert question == {
        "key": "words:高危行业", "question": "Does this hold for you: “高危行业”?", "decides": 1, "at_least": 1,
        "at_most": 1, "concerns": 1,
    }  # fmt: skip
    assert json.loads(json.dumps(told)) == told


def test_json_leaves_out_what_does_not_apply_unless_asked(found: list[Answer]) -> None:
    verdicts = {duty["verdict"] for duty in answers.as_dict(found, sample.MINE, sample.ON)["duties"]}
    assert verdicts == {"applies", "unknown", "does_not_apply"}
    short = answers.as_dict(found, sample.MINE, sample.ON, include_all=False)
    assert {duty["verdict"] for duty in short["duties"]} == {"applies", "unknown"}


def test_piped_table_has_a_line_for_each_answer(found: list[Answer]) -> None:
    lines = answers.table(found, sample.MINE, sample.ON).split("\n")
    cells = [line.split("\t") for line in lines]
    assert {len(row) for row in cells} == {8}
    assert len(lines) == 1 + len(found)
    verdicts = [row[1] for row in cells[1:]]
    assert verdicts == sorted(verdicts, key=["applies", "to be settled", "does not apply"].index)
    assert "\x1b" not in "".join(lines)


def test_table_on_a_terminal_asks_first_questions(found: list[Answer], terminal: None) -> None:
    text = answers.table(found, sample.MINE, sample.ON)
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert text.startswith("丰源煤业有限公司, 2012-09-01: 4 apply, 1 to be settled")
    assert text.rstrip().endswith("Does this hold for you: “高危行业”? (decides 1)")
    for answer in found:
        assert answer.record.duty.id[:8] in text


def test_why_quotes_or_states_an_inference_at_every_step(found: list[Answer]) -> None:
    for answer in found:
        lines = answers.why(answer, sample.MINE, sample.ON).splitlines()
        steps = [line for line in lines if line.strip()[0] in "✓?✗"]
        assert steps
        assert all("text: “" in line or "inferred: " in line for line in steps)
        assert lines[0].startswith({"applies": "applies", "unknown": "to be settled"}.get(answer.verdict, "does not"))


def test_why_tells_what_would_decide(found: list[Answer]) -> None:
    (open_,) = [answer for answer in found if answer.verdict is Verdict.UNKNOWN]
    text = answers.why(open_, sample.MINE, sample.ON)
    assert "Would decide it: 是否属于“高危行业”的情形？" in text
    told = answers.why_dict(open_, sample.MINE, sample.ON)
    assert told["trace"]["children"][0]["evidence"] == "高危行业企业"
    assert json.loads(json.dumps(told)) == told


HIT = Hit(
    type=HitType.DUTY, id="0" * 16, document="1" * 16, title="关于《甲》的通知", number="云政发〔2012〕1号",
    clause="三/（七）/4.", snippet="开展隐患排查和排查", matches=((2, 6), (4, 6), (7, 9)), score=1.5,
)  # fmt: skip


def test_hits_as_table_and_json(monkeypatch: pytest.MonkeyPatch) -> None:
    line = search.table([HIT], "隐患排查").split("\n")[1]
    assert line == "0000000000000000\tduty\t开展隐患排查和排查\t《关于〈甲〉的通知》（云政发〔2012〕1号）三（七）4"
    assert search.as_dict([HIT], "隐患排查", {})["hits"][0]["matches"] == [[2, 6], [4, 6], [7, 9]]


def test_the_number_of_a_covering_notice_is_not_told_as_the_own_one(found: list[Answer]) -> None:
    source = found[0].record.source.model_copy(update={"carried": True})
    carried = found[0].model_copy(update={"record": found[0].record.model_copy(update={"source": source})})
    own, other = answers.as_dict([found[0], carried], sample.MINE, sample.ON)["duties"]
    assert (own["source"]["carried"], other["source"]["carried"]) == (False, True)
    assert answers.why_dict(carried, sample.MINE, sample.ON)["source"]["carried"] is True
    hit = HIT.model_copy(update={"carried": True})
    assert search.as_dict([hit], "隐患", {})["hits"][0]["carried"] is True
    use_language("zh")
    assert "《关于〈甲〉的通知》（载于云政发〔2012〕1号）三（七）4" in search.table([hit], "隐患")
    assert "载于" not in search.table([HIT], "隐患")
    assert search.table([hit.model_copy(update={"number": None})], "隐患").endswith("《关于〈甲〉的通知》三（七）4")


def test_what_to_do_is_that_of_the_checklist(found: list[Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    (ban,) = [answer for answer in found if answer.record.duty.modality is Modality.MUST_NOT]
    duty = ban.record.duty
    condition = duty.quote.model_copy(update={"text": "未取得资格\n的", "end": duty.quote.start + 6})
    record = ban.record.model_copy(update={"duty": duty.model_copy(update={"condition": condition})})
    ban = ban.model_copy(update={"record": record})
    cells = answers.table([ban], sample.MINE, sample.ON).split("\n")[1].split("\t")
    assert cells[3] == "煤矿企业严禁超能力、超强度组织生产"
    monkeypatch.setattr(tables, "on_terminal", lambda: True)
    monkeypatch.setattr(answers, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "160")
    listing = re.sub(r"\x1b\[[0-9;]*m", "", answers.table([ban], sample.MINE, sample.ON))
    assert "must not: 煤矿企业严禁超能力、超强度组织生产 [一（二）煤矿; Condition: 未取得资格的;" in listing


def test_hits_on_a_terminal_mark_the_words(terminal: None) -> None:
    assert "开展【隐患排查】和【排查】" in search.table([HIT], "隐患排查")
    assert search.table([], "无") == ""  # that nothing was found is told beside the output, not in it


def test_what_is_over_tells_why(found: list[Answer], terminal: None) -> None:
    answer = next(one for one in found if one.verdict is Verdict.APPLIES)
    step = Trace(
        verdict=Verdict.DOES_NOT_APPLY,
        says="in force until 2010-01-01: no",
        evidence=Quote(start=3, end=9, text="《甲》同时废止"),
        elsewhere=Elsewhere(document="0123456789abcdef", title="乙办法", doc_number="某发〔2010〕1号"),
    )
    over = answer.model_copy(
        update={
            "verdict": Verdict.DOES_NOT_APPLY, "force": Force.REPEALED, "force_trace": step,
            "otherwise": Verdict.APPLIES, "trace": step,
        }
    )  # fmt: skip
    text = " ".join(answers.table([over], sample.MINE, sample.ON).split())
    assert "does not apply (repealed)" in text
    assert "《乙办法》（某发〔2010〕1号）" in text.replace(" ", "")
    (told,) = answers.as_dict([over], sample.MINE, sample.ON)["duties"]
    assert told["force"]["state"] == "repealed"
    assert told["force"]["document"]["title"] == "乙办法"
    assert "repealed: in force until 2010-01-01: no" in answers.why(over, sample.MINE, sample.ON)
    never = over.model_copy(update={"otherwise": Verdict.DOES_NOT_APPLY})  # it would not have applied either
    assert "(repealed)" not in answers.table([never], sample.MINE, sample.ON)


def test_what_is_left_out_is_counted(found: list[Answer], terminal: None) -> None:
    assert "7 more would apply" in answers.table(found, sample.MINE, sample.ON, lapsed=7)
    assert "--expired" not in answers.table(found, sample.MINE, sample.ON)
    assert answers.as_dict(found, sample.MINE, sample.ON, lapsed=7)["lapsed"] == 7


def test_a_past_deadline_is_marked_and_still_owed(found: list[Answer], terminal: None) -> None:
    dated = next(
        one for one in found if any(time.type is TimeType.DEADLINE and time.value for time in one.record.duty.time)
    )
    late = dated.model_copy(update={"passed": date(2012, 12, 31)})
    assert "[past]" in answers.table([late], sample.MINE, date(2013, 1, 1))
    assert "[past]" not in answers.table([dated], sample.MINE, sample.ON)
    assert "is past; unless done, it is still owed" in answers.why(late, sample.MINE, date(2013, 1, 1))
    assert answers.as_dict([late], sample.MINE, date(2013, 1, 1))["duties"][0]["overdue"] == "2012-12-31"
