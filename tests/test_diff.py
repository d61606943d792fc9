"""Two texts of one document, duty by duty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs.make.console import execute, surroundings
from kb.diff import Diff, State, diff
from kb.models import ChangeKind, Direction
from parsers import parse_text
from policies.circulars import shipped

OLD = """示例县人民政府关于加强煤矿安全工作的通知
各乡镇人民政府，县直有关部门：
一、煤矿企业要于2026年6月底前完成瓦斯治理，抽采率达到60%以上。
二、煤矿企业每季度至少开展一次应急演练。
三、严禁煤矿企业超能力组织生产。
四、县应急管理局要每月开展一次执法检查。
五、各乡镇人民政府要建立隐患排查台账。
六、煤矿企业应当储备不少于3天的应急物资。
示例县人民政府
2026年1月5日
"""

KIND, WAY = ChangeKind, Direction
#: (what stood, what stands now) → state, kind and direction of the change
CASES = [
    ("2026年6月底", "2026年9月底", State.CHANGED, KIND.DEADLINE, WAY.WEAKER),
    ("2026年6月底", "2026年3月底", State.CHANGED, KIND.DEADLINE, WAY.STRICTER),
    ("60%以上", "50%以上", State.CHANGED, KIND.TARGET, WAY.WEAKER),
    ("60%以上", "70%以上", State.CHANGED, KIND.TARGET, WAY.STRICTER),
    ("每季度至少开展一次", "每半年至少开展一次", State.CHANGED, KIND.FREQUENCY, WAY.WEAKER),
    ("严禁煤矿企业超能力", "鼓励煤矿企业超能力", State.CHANGED, KIND.MODALITY, WAY.WEAKER),
    ("要建立隐患排查台账", "可以建立隐患排查台账", State.CHANGED, KIND.MODALITY, WAY.WEAKER),
    ("县应急管理局要每月", "县公安局要每月", State.CHANGED, KIND.BEARER, WAY.CHANGED),
    ("不少于3天", "不少于5天", State.CHANGED, KIND.TARGET, None),
    ("要建立隐患排查台账", "要建立健全隐患排查台账", State.REWORDED, None, None),
    ("每季度至少开展一次应急演练", "每季度开展应急演练不少于一次", State.REWORDED, None, None),
]


def compare(old: str, new: str) -> Diff:
    return diff(parse_text(old), parse_text(new))


@pytest.mark.parametrize(("before", "after", "state", "kind", "way"), CASES)
def test_one_change(before: str, after: str, state: State, kind: ChangeKind | None, way: Direction | None) -> None:
    assert before in OLD
    found = compare(OLD, OLD.replace(before, after))
    (pair,) = [pair for pair in found.pairs if pair.state is not State.SAME]
    assert pair.state is state
    if kind is not None:
        assert kind in [change.kind for change in pair.changes]
    if way is not None:
        assert way in [change.direction for change in pair.changes if change.kind is kind]


@pytest.mark.parametrize("path", [one.path for one in shipped()], ids=lambda path: path.stem)
def test_a_copy_has_no_change(path: Path) -> None:
    text = path.read_text("utf-8")
    found = compare(text, text)
    assert found.pairs
    assert {pair.state for pair in found.pairs} == {State.SAME}


def test_what_is_added_and_dropped_stands_where_it_stood() -> None:
    new = OLD.replace("三、严禁煤矿企业超能力组织生产。\n", "").replace("四、", "三、").replace("五、各", "四、各")
    new = new.replace("六、煤矿企业应当储备不少于3天的应急物资。", "五、学校要开设安全课程。")
    states = [pair.state for pair in compare(OLD, new).pairs]
    assert states == [State.SAME, State.SAME, State.DROPPED, State.SAME, State.SAME, State.NEW, State.DROPPED]


def test_order_alone_changes_nothing() -> None:
    lines = OLD.split("\n")
    lines[3], lines[4] = lines[4], lines[3]
    assert {pair.state for pair in compare(OLD, "\n".join(lines)).pairs} == {State.SAME}


def test_turning_the_two_round_turns_the_changes_round() -> None:
    opposite = {WAY.WEAKER: WAY.STRICTER, WAY.STRICTER: WAY.WEAKER}
    for before, after, _state, kind, way in CASES:
        if way in opposite:
            back = compare(OLD.replace(before, after), OLD)
            (pair,) = back.of(State.CHANGED)
            assert opposite[way] in [change.direction for change in pair.changes if change.kind is kind]


def test_a_negation_or_figure_that_no_field_holds_is_never_rewording() -> None:
    old = "示例县通知\n一、企业要对未登记的设备进行排查。\n"
    for new in (old.replace("未登记", "登记"), old.replace("设备", "3类设备")):
        assert [pair.state for pair in compare(old, new).pairs] == [State.CHANGED]


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(OLD.replace("60%", "50%"), encoding="utf-8")
    with surroundings(tmp_path, {}):
        assert execute("zeren diff old.txt old.txt").code == 0
        told = execute("zeren diff old.txt new.txt", terminal=True)
        assert told.code == 1 and "指标（放宽）" in told.output
        found = json.loads(execute("zeren diff old.txt new.txt --format json").output)
        assert found["counts"]["changed"] == 1 and len(found["duties"]) == 1
        assert execute("zeren diff old.txt new.txt --all -o d.docx").code == 1
        assert (tmp_path / "d.docx").stat().st_size > 1000
