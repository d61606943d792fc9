"""Decisions of reviewers: kept line by line, found again in a new reading, told where they drift, exported as gold."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.make import console
from kb import KnowledgeBase
from kb.corrections import corrections, find_words
from kb.decisions import add_decision, read_decisions
from kb.doubts import weight
from kb.review import DecisionState
from kb.reviewing import Item
from policies.answers import Verdict
from policies.documents import Doubt
from policies.duties import BodyKind, Modality
from policies.entities import Entity
from policies.errors import InputError, UsageError
from policies.review import About, Choice, Status
from policies.vocabulary.tables import table
from reports import checklist, gold, review
from reports.contract import as_contract

ON = datetime.date(2026, 9, 1)
NOTICE = """示例县安全生产委员会办公室关于开展隐患排查的通知

各乡镇人民政府，县直有关部门：
　　一、煤矿企业要于2026年6月底前完成瓦斯治理，每季度至少开展一次应急演练。
　　二、严禁超能力、超强度、超定员组织生产。
　　三、要加强领导，落实责任。
　　四、各项措施有待细化。

示例县安全生产委员会办公室
2026年3月2日
"""
MINE = Entity(kind=BodyKind.ENTERPRISE, sectors=("煤矿",), size="规模以上")
HOTEL = Entity(kind=BodyKind.ENTERPRISE, sectors=("旅游",))
DRILL = "应急演练"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    made = KnowledgeBase(tmp_path / "zeren.db")
    ingest(made, NOTICE)
    yield made
    made.close()


def ingest(base: KnowledgeBase, text: str) -> None:
    path = base.path.with_name("notice.txt")
    path.write_text(text, encoding="utf-8")
    assert not base.ingest([path]).failed


def item(base: KnowledgeBase, words: str) -> Item:
    [found] = [one for one in base.review_items() if words in one.quote and one.about is not About.SENTENCE]
    return found


def quotes(base: KnowledgeBase, entity: Entity) -> dict[str, Verdict]:
    return {answer.record.duty.quote.text: answer.verdict for answer in base.duties_for(entity, on=ON)}


def states(base: KnowledgeBase) -> list[DecisionState]:
    return [info.state for info in base.decisions()]


# What there is


def test_the_doubtful_come_first_with_reasons(base: KnowledgeBase) -> None:
    found = base.review_items()
    assert [one.doubt for one in found] == sorted((one.doubt for one in found), reverse=True)
    assert {one.status for one in found} == {Status.OPEN}
    drill, general = item(base, DRILL), item(base, "加强领导")
    assert general.doubt > drill.doubt and "addressee" in general.reasons
    assert any(one.about is About.SENTENCE for one in found), "an undecided sentence is there"


def test_every_doubt_of_the_parser_has_a_weight_and_a_word() -> None:
    table_ = table("doubts")
    assert set(table_["sentence"]) == {doubt.value for doubt in Doubt}
    for kind in ("duty", "sentence"):
        for reason in table_[kind]:
            assert review.reason(reason)
            assert 0 < weight(kind, [reason]) < 1
    assert weight("duty", []) == 0
    assert weight("duty", ["issuer", "long"]) > weight("duty", ["issuer"])


# Deciding


def test_an_accepted_duty_is_settled_and_survives_a_new_reading(base: KnowledgeBase) -> None:
    kept = base.decide(item(base, DRILL).id, Choice.ACCEPT, "张三", when=ON, why="无误")
    assert (kept.who, kept.when, kept.why) == ("张三", ON, "无误")
    assert item(base, DRILL).status is Status.ACCEPTED
    ingest(
        base, NOTICE.replace("　　一、", "　　一、各有关企业要高度重视。\n　　二、").replace("　　三、要", "　　五、要")
    )
    assert item(base, DRILL).status is Status.ACCEPTED, "found by its words"
    assert all(state.sound for state in states(base))
    record = base.record(item(base, DRILL).id)
    assert record.decided is not None and record.decided.who == "张三"


def test_a_rejected_duty_is_left_out_of_answers_and_shown_as_rejected(base: KnowledgeBase) -> None:
    words = next(quote for quote in quotes(base, MINE) if DRILL in quote)
    key = item(base, DRILL).id
    base.decide(key, Choice.REJECT, "张三", why="不是任务")
    assert words not in quotes(base, MINE)
    everything = base.duties_for(MINE, on=ON, include_all=True)
    assert words not in {one.record.duty.quote.text for one in everything}
    [reached] = base.match([MINE], on=ON)
    assert key not in [*reached.applies, *reached.unknown]
    assert base.record(key).rejected and base.why(key, MINE, on=ON).record.rejected
    base.decide(key, Choice.ACCEPT, "李四", why="仍是任务")
    assert words in quotes(base, MINE), "the later decision holds"
    assert len(read_decisions(base.decision_file)) == 2, "the earlier one is kept"
    assert sorted(states(base)) == [DecisionState.APPLIED, DecisionState.EARLIER]


def test_what_follows_from_a_rejected_duty_goes_with_it(base: KnowledgeBase) -> None:
    ingest(base, NOTICE.replace("要加强领导，落实责任", "县应急管理局要督促企业开展全员安全培训"))
    own = item(base, "安全培训")
    derived = [one for one in base.records() if one.duty.derived_from == own.id]
    assert derived and any("安全培训" in quote for quote in quotes(base, HOTEL))
    base.decide(own.id, Choice.REJECT, "张三")
    assert not any("安全培训" in quote for quote in quotes(base, HOTEL))
    assert base.record(derived[0].duty.id).rejected


def test_a_rejected_duty_does_not_fall_due_and_answers_no_question(base: KnowledgeBase) -> None:
    key = item(base, DRILL).id
    asked = "煤矿企业多久开展一次应急演练？"
    assert key in {fit.record.duty.id for fit in base.ask(asked, ON).found}
    assert key in {record.duty.id for record in base.due(ON)}
    base.decide(key, Choice.REJECT, "张三")
    assert key not in {record.duty.id for record in base.due(ON)}
    assert key not in {fit.record.duty.id for fit in base.ask(asked, ON).found}


def test_a_corrected_modality_and_bearer_win_in_answers(base: KnowledgeBase) -> None:
    key = item(base, DRILL).id
    fields = corrections(["modality=鼓励", "bearer=旅游企业:企业"])
    with pytest.raises(UsageError, match="旅游企业"):
        base.decide(key, Choice.SET, "张三", fields=fields)
    assert not base.decision_file.exists(), "nothing is kept of what was refused"
    base.decide(key, Choice.SET, "张三", fields=corrections(["要求=may", "承担者=政府"]))
    record = base.record(key)
    assert record.duty.modality is Modality.MAY
    assert [one.kind for one in record.duty.bearers] == [BodyKind.GOVERNMENT]
    assert not any(DRILL in quote for quote in quotes(base, MINE)), "through the index"
    town = Entity(kind=BodyKind.GOVERNMENT, level="township")
    assert any(DRILL in quote for quote in quotes(base, town))
    [mine, government] = base.match([MINE, town], on=ON)
    assert key not in [*mine.applies, *mine.unknown]
    assert key in [*government.applies, *government.unknown]
    assert item(base, DRILL).status is Status.CORRECTED
    base.decide(key, Choice.SET, "张三", fields=corrections(["modality=must"]))
    again = base.record(key).duty
    assert (again.modality, again.bearers[0].kind) == (Modality.MUST, BodyKind.GOVERNMENT), "corrections add up"


def test_all_fields_can_be_corrected(base: KnowledgeBase) -> None:
    key = item(base, DRILL).id
    base.decide(key, Choice.SET, "张三", fields=corrections([
        "action=完成瓦斯治理", "action=开展一次应急演练", "time=2026年6月底前:deadline:2026-06-30", "sector=煤矿",
        "target=至少开展一次:演练:>=:1:次", "partner=县直有关部门:配合", "supervised=乡镇人民政府:政府", "condition=",
        "bearer=煤矿企业:enterprise",
    ]))  # fmt: skip
    duty = base.record(key).duty
    text = base.document(item(base, DRILL).document).text
    spans = [duty.actions[1].quote, duty.time[0].surface, duty.sectors[0], duty.targets[0].surface,
             duty.partners[0].surface, duty.supervised[0].surface, duty.bearers[0].surface]  # fmt: skip
    assert all(quote is not None and quote.anchored(text) for quote in spans)
    assert len(duty.actions) == 2 and duty.time[0].value == "2026-06-30" and duty.condition is None
    base.decide(key, Choice.SET, "张三", fields=corrections(["time="]))
    assert base.record(key).duty.time == ()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("颜色=红", "颜色=红"),
        ("modality", "modality"),
        ("modality=perhaps", "perhaps"),
        ("bearer=煤矿企业:矿", "矿"),
        ("target=至少:演练:≥:一:次", "一"),
        ("target=至少:演练:>=:nan:次", "nan"),
        ("time=年底前", "1"),
        ("partner=a:b:c", "3"),
    ],
)
def test_a_wrong_setting_is_told(setting: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        corrections([setting])


def test_an_action_stands_in_the_duty_itself(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="加强领导"):
        base.decide(item(base, DRILL).id, Choice.SET, "张三", fields=corrections(["action=加强领导"]))


def test_nobody_decides_without_a_name(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError):
        base.decide(item(base, DRILL).id, Choice.ACCEPT, "  ")


def test_a_missed_duty_is_added_once_and_by_its_words(base: KnowledgeBase) -> None:
    document = item(base, DRILL).document
    with pytest.raises(UsageError, match="不存在的话"):
        base.add_duty(document, "不存在的话", "张三")
    for held in (item(base, DRILL).quote, "每季度至少开展一次应急演练"):
        with pytest.raises(UsageError, match="已经列出"):
            base.add_duty(document, held, "张三")
    kept = base.add_duty(document, "各项措施有 待细化", "张三", fields=corrections(["bearer=政府", "action=细化"]))
    assert kept.quote == "各项措施有待细化", "white space aside"
    added = item(base, "有待细化")
    assert added.status is Status.ADDED and added.id == kept.duty
    assert not any(one.about is About.SENTENCE and "有待细化" in one.quote for one in base.review_items())
    base.decide(added.id[:8], Choice.REJECT, "李四")
    assert not any(one.about is About.ADDED for one in base.review_items())


def test_a_sentence_without_a_duty_is_settled(base: KnowledgeBase) -> None:
    [sentence] = [one for one in base.review_items() if one.about is About.SENTENCE]
    with pytest.raises(UsageError):
        base.decide(sentence.id, Choice.ACCEPT, "张三")
    base.decide(sentence.id, Choice.REJECT, "张三")
    [after] = [one for one in base.review_items() if one.about is About.SENTENCE]
    assert after.status is Status.REJECTED
    assert states(base) == [DecisionState.APPLIED]


# Drift


def test_changed_words_lose_their_decision_and_are_told(base: KnowledgeBase) -> None:
    base.decide(item(base, "超能力").id, Choice.REJECT, "张三")
    ingest(base, NOTICE.replace("超定员组织生产", "超定员组织生产活动"))
    assert item(base, "超能力").status is Status.OPEN and item(base, "超能力").drifted
    assert not base.record(item(base, "超能力").id).rejected, "nobody has judged the new words"
    assert states(base) == [DecisionState.CHANGED]
    assert [finding.code for finding in base.doctor()] == ["review"]
    base.decide(item(base, "超能力").id, Choice.ACCEPT, "张三")
    assert all(state.sound for state in states(base))
    ingest(base, NOTICE.replace("　　二、严禁超能力、超强度、超定员组织生产。\n", ""))
    assert DecisionState.LOST in states(base)


def test_another_reading_of_the_same_words_is_told(base: KnowledgeBase) -> None:
    kept = base.decide(item(base, DRILL).id, Choice.ACCEPT, "张三")
    line = base.decision_file.read_text(encoding="utf-8")
    assert kept.read is not None
    base.decision_file.write_text(line.replace(kept.read.digest, "0" * 16), encoding="utf-8")
    assert states(base) == [DecisionState.REREAD]
    assert item(base, DRILL).status is Status.OPEN and item(base, DRILL).drifted


def test_two_last_decisions_contradict_until_a_third_is_made(base: KnowledgeBase) -> None:
    kept = base.decide(item(base, DRILL).id, Choice.ACCEPT, "张三")
    add_decision(base.decision_file, kept.model_copy(update={"decision": Choice.REJECT, "who": "李四"}))
    assert states(base) == [DecisionState.CONFLICT] * 2
    assert not base.record(kept.duty).rejected
    base.decide(kept.duty, Choice.REJECT, "王五")
    assert base.record(kept.duty).rejected and all(state.sound for state in states(base))


def test_a_document_that_is_not_there_is_told(base: KnowledgeBase) -> None:
    kept = base.decide(item(base, DRILL).id, Choice.ACCEPT, "张三")
    base.decision_file.unlink()
    add_decision(base.decision_file, kept.model_copy(update={"document": "0" * 16, "duty": "1" * 16}))
    assert states(base) == [DecisionState.ABSENT]


# The file


def test_lines_are_sorted_and_never_changed(base: KnowledgeBase) -> None:
    base.decide(item(base, DRILL).id, Choice.ACCEPT, "张三", when=ON)
    first = base.decision_file.read_text(encoding="utf-8")
    spaced = first.replace('", "', '" , "')  # as somebody may have laid it out
    base.decision_file.write_text(spaced, encoding="utf-8")
    for words in ("加强领导", "超能力"):
        base.decide(item(base, words).id, Choice.ACCEPT, "李四", when=ON)
    lines = base.decision_file.read_text(encoding="utf-8").splitlines()
    assert spaced.rstrip("\n") in lines and len(lines) == 3
    keys = [(line.decision.document, line.decision.duty) for line in read_decisions(base.decision_file)]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("text", "error"),
    [("{", InputError), ("<<<<<<< main", InputError), ("[]", UsageError), ('{"who": "x"}', UsageError)],
)
def test_a_bad_line_is_told_with_its_number_and_nothing_is_lost(
    base: KnowledgeBase, text: str, error: type[Exception]
) -> None:
    base.decide(item(base, DRILL).id, Choice.ACCEPT, "张三")
    broken = base.decision_file.read_text(encoding="utf-8") + text + "\n"
    base.decision_file.write_text(broken, encoding="utf-8")
    with pytest.raises(error, match="2"):
        base.decide(base.record(read_decisions(base.decision_file)[0].decision.duty).duty.id, Choice.REJECT, "张三")
    assert base.decision_file.read_text(encoding="utf-8") == broken


def test_words_are_found_whatever_the_white_space() -> None:
    assert [one.text for one in find_words("开展 演\n练和演练", "演练")] == ["演\n练", "演练"]
    assert find_words("开展演练", "") == [] == find_words("开展演练", "演习")


# Gold


def test_an_untouched_export_is_the_programs_own_output(base: KnowledgeBase, tmp_path: Path) -> None:
    document = base.document(item(base, DRILL).document)
    [path], left = gold.write(base.reviewed(document.id), tmp_path / "gold", partial=True)
    found, own = json.loads(path.read_text(encoding="utf-8")), as_contract(document)
    assert left == 0 and found["review"]["complete"] is False
    assert (path.parent / found["source"]).read_text(encoding="utf-8") == document.text
    assert len(found["duties"]) == len(own["duties"]) > 0
    for mine, theirs in zip(found["duties"], own["duties"], strict=True):
        for key in mine:
            if isinstance(mine[key], list) and mine[key] and isinstance(mine[key][0], dict):
                assert all(one.items() <= other.items() for one, other in zip(mine[key], theirs[key], strict=True))
            else:
                assert mine[key] == theirs[key]
    assert len(found["headings"]) == len(own["headings"]) and len(found["citations"]) == len(own["citations"])


def test_only_what_is_reviewed_in_full_is_exported(base: KnowledgeBase, tmp_path: Path) -> None:
    document = item(base, DRILL).document
    base.decide(item(base, DRILL).id, Choice.SET, "张三", fields=corrections(["modality=encouraged"]))
    assert gold.write(base.reviewed(), tmp_path / "none") == ([], 1)
    base.add_duty(document, "各项措施有待细化", "张三", fields=corrections(["bearer=政府", "action=细化"]))
    base.decide(item(base, "加强领导").id, Choice.REJECT, "李四")
    for one in base.review_items():
        if one.status is Status.OPEN:
            base.decide(one.id, Choice.ACCEPT, "张三")
    [path], left = gold.write(base.reviewed(), tmp_path / "gold")
    found = json.loads(path.read_text(encoding="utf-8"))
    assert left == 0 and found["review"] | {"decided": 0} == {
        "complete": True, "decided": 0, "open": 0, "reviewers": ["张三", "李四"],
    }  # fmt: skip
    said = {duty["quote"]: duty for duty in found["duties"]}
    assert not any("加强领导" in quote for quote in said)
    assert said["各项措施有待细化"]["bearers"] == [{"surface": None, "kind": "government", "position": None}]
    assert next(duty for quote, duty in said.items() if DRILL in quote)["modality"] == "encouraged"


# The command


def test_the_conversation_keeps_each_answer(base: KnowledgeBase, capsys: pytest.CaptureFixture[str]) -> None:
    items = base.review_items()
    lines = iter(["什么", "k", "r # 不是任务", "s modality=红", "k", "a"])
    assert review.converse(base, items, "张三", when=ON, read=lambda: next(lines, None)) == 2
    said = capsys.readouterr().err
    assert said.count("错误：") == 2
    kept = [line.decision for line in read_decisions(base.decision_file)]
    assert {(one.duty, one.decision, one.why) for one in kept} == {
        (items[1].id, Choice.REJECT, "不是任务"),
        (items[3].id, Choice.ACCEPT, ""),
    }


def test_a_missed_duty_can_be_added_in_the_conversation(base: KnowledgeBase) -> None:
    [sentence] = [one for one in base.review_items() if one.about is About.SENTENCE]
    lines = iter(["+ 各项措施有待细化 bearer=政府 action=细化 # 漏列"])
    assert review.converse(base, [sentence], "张三", read=lambda: next(lines, None)) == 1
    assert item(base, "有待细化").status is Status.ADDED


def test_the_command(base: KnowledgeBase, tmp_path: Path) -> None:
    db = f"--db {base.path.as_posix()}"
    key = item(base, DRILL).id
    with console.surroundings(tmp_path, {}):
        listed = console.execute(f"zeren review {db} --list --format json")
        assert len(json.loads(listed.output)) == len(base.review_items())
        assert "疑度" in console.execute(f"zeren review {db} --list").output
        assert console.execute(f"zeren review {key} --accept {db}").code == 2, "nobody signs"
        assert console.execute(f"zeren review {key} --accept --reject --by 张三 {db}").code == 2
        assert console.execute(f"zeren review --accept --by 张三 {db}").code == 2
        assert console.execute(f"zeren review --add 细化 --by 张三 {db}").code == 2
        done = console.execute(f"zeren review {key[:8]} --reject --by 张三 --why 不是任务 --when 2026-09-01 {db}")
        assert done.code == 0 and "驳回" in done.output
        assert "已驳回" in console.execute(f"zeren show {key} {db}").output
        assert "已驳回" in console.execute(f"zeren why {key} {db} --kind enterprise --sector 煤矿").output
        assert console.execute(f"zeren review --drift {db}").code == 0
        assert "没有审完" in console.execute(f"zeren review --export gold {db}").output
        told = console.execute(f"zeren review --export gold --partial {db}")
        assert told.code == 0 and len(list((tmp_path / "gold").glob("*.json"))) == 1
        base.decision_file.write_text("{\n", encoding="utf-8")
        assert "第 1 行" in console.execute(f"zeren review --list {db}").output


def test_the_checklist_says_who_corrected_a_duty(base: KnowledgeBase) -> None:
    base.decide(item(base, DRILL).id, Choice.SET, "张三", when=ON, why="只是倡导", fields=corrections(["要求=鼓励"]))
    [row] = [one for one in checklist.build(base.duties_for(MINE, on=ON), MINE, ON).items if "张三" in one.why]
    assert "已更正" in row.why and "只是倡导" in row.why
