"""Every head of a name, bare and behind a determiner, before every kind of cue: the whole name bears the duty."""

from __future__ import annotations

import pytest

from policies.vocabulary.tables import table
from tests.parsing import duties

_TABLE = table("actors")
# rows are two names, 有关 and 各 stand twice; 组织 and 基金 are a verb and money besides; 的人 is told by what he does
_APART = {"组织", "基金", "的人"}
_NAMES = {
    name: set(kinds.split("_"))
    for group in ("heads", "heads_of_two", "posts")
    for kinds, names in _TABLE[group].items()
    for name in names
    if name not in _APART and not any(sign in name for sign in "、及和") and not name.startswith("各")
}
_FRAMES = [
    "{}应当报送材料。",
    "{}应报送材料。",
    "{}要加强管理。",
    "{}不得隐瞒情况。",
    "{}可以申请补助。",
    "{}可申请补助。",
    "{}负责日常工作。",
    "{}每季度开展检查。",
    "材料由{}负责审核。",
]


@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("determiner", ["", "各", "有关"])
def test_a_name_bears_what_follows_it(frame: str, determiner: str) -> None:
    told: dict[str, set[str]] = {}  # one document: a parse for each of the names would take a minute
    for duty in duties("\n".join(frame.format(determiner + name) for name in _NAMES)):
        for bearer in duty.bearers:
            if bearer.surface:
                told.setdefault(bearer.surface.text, set()).add(bearer.kind.value)
    missed = {name: told for name, kinds in _NAMES.items() if not kinds <= told.get(determiner + name, set())}
    assert list(missed) == []
