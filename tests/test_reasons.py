"""Errors say what, where, why and how to mend it, in the language of the reader: nothing of what libraries say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from docs.make.console import execute, surroundings
from policies.errors import ZerenError
from policies.messages import in_language
from policies.reasons import because

NOTICE = """吉林市安全生产委员会关于开展隐患排查的通知
各县人民政府：
煤矿企业要开展隐患排查。
吉林市安全生产委员会
2026年3月2日
"""
ENGLISH = re.compile(r"[a-z]{3,} [a-z']{2,} [a-z]{2,}")  # three words of a sentence


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reasons")
    (made / "notice.txt").write_text(NOTICE, encoding="utf-8")
    (made / "bytes").write_bytes(b"\x81\xff\xff\xfe\x00")
    (made / "cut.json").write_text('{"type": "zeren receipt", ', encoding="utf-8")
    (made / "list.json").write_text("[1, 2]", encoding="utf-8")
    (made / "wrong.json").write_text('{"type": "zeren receipt", "format": 9, "on": "gestern"}', encoding="utf-8")
    (made / "bytes.json").write_bytes(b"\xff\xfe\x00\x01\x02")
    (made / "cut.jsonl").write_text('{"kind": \n[]\n"x"\n{"kind": 5}\n' + "[" * 2000, encoding="utf-8")
    (made / "bytes.jsonl").write_bytes(b"\x81\xff\xff\xfe\x00")
    (made / "bytes.csv").write_bytes(b"kind\n\x81\xff\xff\xfe\x00\n")
    (made / "zip.xlsx").write_bytes(b"PK\x03\x04 cut")
    (made / "none.xlsx").write_bytes(b"")
    Workbook().save(made / "empty.xlsx")
    data = bytearray((made / "empty.xlsx").read_bytes())
    data[200:260] = bytes(60)
    (made / "spoilt.xlsx").write_bytes(bytes(data))
    lines = ["{", '{"who": "x"}', "[]", "\x00", json.dumps({"about": "duty", "decision": "maybe", "when": "x", "n": 0})]
    for number, line in enumerate(lines):
        (made / f"{number}.jsonl").write_text(line + "\n", encoding="utf-8")
    (made / "folder.xlsx").mkdir()
    with surroundings(made, {}):
        assert execute("zeren ingest notice.txt --db zeren.db").code == 0
    return made


COMMANDS = [
    *(f"verify {name}" for name in ("cut.json", "list.json", "wrong.json", "bytes.json", "none.json", "folder.xlsx")),
    *(f"match {name}" for name in ("cut.jsonl", "bytes.jsonl", "bytes.csv", "nowhere.csv")),
    *(f"review --list --decisions {number}.jsonl" for number in range(5)),
    "review --list --decisions bytes",
    *(f"checklist --update {name}.xlsx -o new.xlsx"
      for name in ("zip", "none", "empty", "spoilt", "folder", "nowhere")),
    "duties --entity bytes", "duties --entity nowhere.yaml", "checklist --kind enterprise -o nowhere/a.xlsx",
    "checklist --kind enterprise -o folder.xlsx",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_no_message_speaks_another_language(command: str, folder: Path) -> None:
    verb, *rest = command.split()
    with surroundings(folder, {}):
        outcome = execute(f"zeren {verb} --db zeren.db {' '.join(rest)}")
        english = execute(f"zeren {verb} --db zeren.db {' '.join(rest)} --lang en")
    assert outcome.code in (2, 3) and english.code == outcome.code
    assert not ENGLISH.search(outcome.output), outcome.output
    assert len(outcome.output.splitlines()) >= 3, "what, where, and why or how to mend it"
    assert not re.search("[\u4e00-\u9fff]", english.output.replace("煤矿", "")), english.output


def test_a_search_without_a_hit_says_so_where_nobody_reads_its_output(folder: Path) -> None:
    with surroundings(folder, {}):
        outcome = execute("zeren search 月球基地 --db zeren.db")
    assert (outcome.code, outcome.output) == (0, "没有找到“月球基地”。")


def test_what_is_unknown_is_told_as_it_is() -> None:
    assert because(RuntimeError("no  idea")) == in_language("zh", "{kind}: “{words}”").format(
        kind="RuntimeError", words="no idea"
    )
    assert because(OSError(2, "x")) == "没有这个文件。"
    assert isinstance(ZerenError("a").why, str)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind: 煤矿: 县", "冒号的位置不对，此处不能再写值"),
        ("kind:\n\t- 煤矿", "应当写字词的地方出现了制表符或者其他符号"),
        ("kind: [煤矿", "括号没有闭合，或者缺少逗号"),
        ('kind: "煤矿', "引号或者括号没有闭合"),
        ("kind: *mine", "引用的名称（*）前面没有定义过"),
    ],
)
def test_broken_yaml_is_explained_in_our_words(text: str, told: str) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as broken:
        yaml.compose(text, Loader=yaml.SafeLoader)
    assert because(broken.value) == told
