"""The command line as its users meet it: exit codes, messages, files, both languages."""

from __future__ import annotations

import errno
import gettext
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import openpyxl
import pytest

from cli import COMMANDS
from docs.make import console
from docs.make.console import Outcome, execute
from policies import messages
from policies.errors import InputError
from reports import terminal

ROOT = Path(__file__).resolve().parents[1]
COLLIERY = "--kind enterprise --sector 煤矿 --place 吉林省吉林市 --size 规模以上 --on 2012-09-01"


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path) -> Iterator[Path]:
    """An empty folder to work in; the environment afterwards is as before."""
    with console.surroundings(tmp_path, {}):
        yield tmp_path


def on_demo(demo_base: Path, command: str) -> Outcome:
    return execute(f"zeren --db {demo_base.as_posix()} {command}")


# --- help, languages, usage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_in_both_languages(command: str) -> None:
    chinese, english = execute(f"zeren {command} --help"), execute(f"zeren {command} --help --lang en")
    assert (chinese.code, english.code) == (0, 0)
    assert "用法：" in chinese.output and "选项：" in chinese.output
    assert "Usage: zeren" in english.output and "Options:" in english.output
    body = english.output.split("Options:")[0]
    assert not any("一" <= char <= "鿿" for char in body), "an English help text holds Chinese"
    described = [line.split()[-1] for line in chinese.output.splitlines() if line.startswith("  -")]
    assert described and "Show" not in chinese.output and "Language of" not in chinese.output


def test_help_documents_the_exit_codes() -> None:
    assert "Exit codes: 0 done; 1 findings" in execute("zeren --help --lang en").output
    assert "退出码：0 完成；1 检查发现问题" in execute("zeren --help").output


def test_no_line_of_help_is_wider_than_the_terminal() -> None:
    for command in COMMANDS:
        for line in execute(f"zeren {command} --help").output.splitlines():
            assert sum(2 if ord(char) > 0x2E7F else 1 for char in line) <= 100, line


def test_language_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_LANG", "en")
    assert "Usage: zeren" in execute("zeren --help").output
    assert "用法：" in execute("zeren --help --lang zh").output


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("zeren nonsense", "没有命令 'nonsense'"),
        ("zeren parse", "缺少参数 'FILE'"),
        ("zeren duties --nonsense", "没有选项"),
        ("zeren duties --on 2012-13-01", "不是日期"),
        ("zeren duties --employees -3", "不在"),
        ("zeren --lang fr duties", "取值无效"),
    ],
)
def test_wrong_usage_exits_with_2(command: str, words: str) -> None:
    outcome = execute(command)
    assert outcome.code == 2
    assert words in outcome.output
    assert "Traceback" not in outcome.output


# --- errors that no command foresees ------------------------------------------------------------------------------


def failing(error: BaseException) -> Outcome:
    """What a command line prints whose command raises *error*."""

    @click.command()
    def fail() -> None:
        raise error

    group = terminal.Group("zeren", commands={"fail": fail})
    return console.execute("zeren fail", group)


def test_an_error_says_what_where_why_and_how_to_mend_it() -> None:
    outcome = failing(InputError("打不开", where="a.pdf 第3页", why="已加密", mend="先解密"))
    assert outcome == Outcome(3, "错误：打不开\n位置：a.pdf 第3页\n原因：已加密\n办法：先解密")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "x.db"), 3, "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied", "x.db"), 3, "x.db"),
        (KeyboardInterrupt(), 130, "库是完好的"),
        (ZeroDivisionError("division by zero"), 70, "ZEREN_DEBUG=1"),
        (RecursionError("too deep"), 70, "ZEREN_DEBUG=1"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_no_traceback_reaches_a_user(error: BaseException, code: int, words: str) -> None:
    outcome = failing(error)
    assert outcome.code == code
    assert words in outcome.output
    assert "Traceback" not in outcome.output


def test_the_traceback_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_DEBUG", "1")
    outcome = failing(ZeroDivisionError("division by zero"))
    assert (outcome.code, "Traceback" in outcome.output) == (70, True)


def test_a_reader_that_goes_away_is_no_error(demo_base: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "--db", str(demo_base), "duties", "--all", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""


# --- parse and ingest ---------------------------------------------------------------------------------------------

TEXT = "示例县人民政府关于开展隐患排查的通知\n\n一、煤矿企业要于2026年6月底前完成瓦斯治理。\n二、严禁超能力组织生产。\n"


@pytest.fixture
def circular(workplace: Path) -> Path:
    path = workplace / "通知.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_parse_prints_a_tree(circular: Path) -> None:
    outcome = execute(f"zeren parse {circular.name}")
    assert outcome.code == 0
    assert "瓦斯治理" in outcome.output and "超能力" in outcome.output


def test_parse_answers_whatever_the_text(workplace: Path) -> None:
    (workplace / "odd.txt").write_text("（一）））\n\x00 ○〇 《《 一、一、", encoding="utf-8")
    outcome = execute("zeren parse odd.txt --format json")
    assert outcome.code == 0
    assert json.loads(outcome.output)["duties"] == []


def test_parse_writes_a_file(circular: Path, workplace: Path) -> None:
    assert execute(f"zeren parse {circular.name} --format html -o page.html") == Outcome(0, "")
    page = (workplace / "page.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>") and "瓦斯治理" in page


@pytest.mark.parametrize("output", ["missing/page.html", "."])
def test_a_file_that_cannot_be_written(circular: Path, output: str) -> None:
    outcome = execute(f"zeren parse {circular.name} -o {output}")
    assert outcome.code in (2, 3)
    assert "错误：" in outcome.output and "位置：" in outcome.output and "办法：" in outcome.output


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_in_mid_ingest_leaves_whole_documents(workplace: Path, jobs: int) -> None:
    notice = (ROOT / "policies" / "circulars" / "吉市政办发2012-14.txt").read_text(encoding="utf-8")
    for number in range(40):
        text = notice.replace("吉市政办发〔2012〕14号", f"吉市政办发〔2012〕{100 + number}号")
        (workplace / f"{number}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, str(ROOT / "cli.py"), "ingest", ".", "--db", "base.db", "--jobs", str(jobs)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
        # a test run in the background has SIGINT ignored, and its children would inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    ) as process:  # fmt: skip
        while process.poll() is None and held("base.db") < 2:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers as well
        try:
            output, errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # else leaving the block would wait for it for ever
            raise
    assert process.returncode == 130, errors
    assert "库是完好的" in errors and "Traceback" not in errors
    taken = held("base.db")
    assert 2 <= taken < 40
    assert f"新收 {taken}" in output
    assert execute("zeren doctor --db base.db").code == 0


def held(base: str) -> int:
    """How many documents a base holds."""
    if not Path(base).exists():
        return 0
    outcome = execute(f"zeren documents --db {base} --format json")
    return len(json.loads(outcome.output)) if outcome.code == 0 else 0


@pytest.mark.parametrize(
    ("name", "data"),
    [("missing.txt", None), ("empty.txt", b""), ("broken.docx", b"PK\x03\x04 no"), ("broken.pdf", b"%PDF-1.7\nno")],
)
def test_a_file_that_cannot_be_read(workplace: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (workplace / name).write_bytes(data)
    outcome = execute(f"zeren parse {name}")
    assert outcome.code == 3
    assert "错误：" in outcome.output and "位置：" in outcome.output and name in outcome.output
    assert data is None or "办法：" in outcome.output


def test_one_bad_file_does_not_stop_the_others(circular: Path, workplace: Path) -> None:
    (workplace / "坏.docx").write_bytes(b"PK\x03\x04 no")
    outcome = execute("zeren ingest . --db base.db")
    assert outcome.code == 3
    assert "坏.docx" in outcome.output and "新收 1；未能读取 1" in outcome.output
    assert len(json.loads(execute("zeren documents --db base.db --format json").output)) == 1


def test_taking_in_again_changes_nothing_and_a_new_text_is_a_new_version(circular: Path) -> None:
    def version() -> int:
        (document,) = json.loads(execute("zeren documents --db base.db --format json").output)
        return int(document["version"])

    assert "新收 1" in execute("zeren ingest 通知.txt --db base.db").output
    assert execute("zeren ingest 通知.txt --db base.db").output.strip() == "未变 1"
    assert version() == 1
    circular.write_text(TEXT.replace("6月底前", "9月底前"), encoding="utf-8")
    assert "更新 1" in execute("zeren ingest 通知.txt --db base.db").output
    assert version() == 2


def test_the_base_may_be_named_in_three_ways(circular: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert execute("zeren ingest 通知.txt --db base.db").code == 0
    expected = execute("zeren documents --db base.db")
    assert expected.code == 0
    assert execute("zeren --db base.db documents") == expected
    monkeypatch.setenv("ZEREN_DB", "base.db")
    assert execute("zeren documents") == expected


@pytest.mark.parametrize("command", ["documents", f"duties {COLLIERY}", "search 演练", "doctor", "graph -o g.svg"])
def test_a_base_that_is_not_there(command: str) -> None:
    outcome = execute(f"zeren {command} --db nowhere.db")
    assert outcome.code == 3
    assert "nowhere.db" in outcome.output and "zeren ingest" in outcome.output
    assert not Path("nowhere.db").exists()


def test_a_base_of_a_newer_version(demo_base: Path, workplace: Path) -> None:
    shutil.copy(demo_base, workplace / "new.db")
    connection = sqlite3.connect(workplace / "new.db")
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    outcome = execute("zeren documents --db new.db")
    assert outcome.code == 3
    assert "9999" in outcome.output and "办法：" in outcome.output


# --- answers ------------------------------------------------------------------------------------------------------


def test_what_is_over_is_shown_on_request(demo_base: Path) -> None:
    later = COLLIERY.replace("2012-09-01", "2013-03-01")
    without = json.loads(on_demo(demo_base, f"duties {later} --format json").output)
    assert not any("每半年至少组织一次" in duty["quote"] for duty in without["duties"])
    assert without["lapsed"] > 0
    shown = json.loads(on_demo(demo_base, f"duties {later} --expired --format json").output)
    assert len(shown["duties"]) == len(without["duties"]) + without["lapsed"]
    (drill,) = [duty for duty in shown["duties"] if "高危行业企业每半年至少组织一次" in duty["quote"]]
    assert (drill["verdict"], drill["force"]["state"]) == ("does_not_apply", "expired")
    assert drill["force"]["evidence"] == "“安全生产年”"
    assert "不适用（已到期）" in on_demo(demo_base, f"duties {later} --expired").output


def test_duties_of_the_colliery(demo_base: Path) -> None:
    outcome = on_demo(demo_base, f"duties {COLLIERY} --format json")
    quotes = " ".join(duty["quote"] for duty in json.loads(outcome.output)["duties"])
    assert "超能力" in quotes and "演练" in quotes


def test_options_change_and_add_to_the_file(demo_base: Path, demo_folder: Path) -> None:
    file = (demo_folder / "enterprise.yaml").as_posix()
    printed = on_demo(demo_base, f"duties --entity {file} --sector 非煤矿山 --on 2012-09-01 --format json").output
    entity = json.loads(printed)["entity"]
    assert (entity["sectors"], entity["kind"], entity["size"]) == (["非煤矿山"], "enterprise", "规模以上")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--place 吉林省吉林是", "吉林省吉林市"),
        ("--sector 煤矿矿", "煤矿"),
        ("--kind company", "enterprise"),
        ("--attribute 重大危险源=maybe", "重大危险源"),
        ("--entity missing.yaml", "missing.yaml"),
    ],
)
def test_wrong_facts_are_told_with_the_nearest(demo_base: Path, option: str, words: str) -> None:
    outcome = on_demo(demo_base, f"duties {option}")
    assert outcome.code in (2, 3)
    assert words in outcome.output and "办法：" in outcome.output


def test_an_unknown_key_in_an_entity_file_is_told_with_its_line(demo_base: Path, workplace: Path) -> None:
    (workplace / "me.yaml").write_text("kind: enterprise\nplcae: 吉林省吉林市\n", encoding="utf-8")
    outcome = on_demo(demo_base, "duties --entity me.yaml")
    assert outcome.code == 2
    assert "2" in outcome.output and "place" in outcome.output and "plcae" in outcome.output


def test_why_also_when_the_answer_is_no(demo_base: Path) -> None:
    answers = json.loads(on_demo(demo_base, f"duties {COLLIERY} --all --format json").output)["duties"]
    no = next(duty for duty in answers if duty["verdict"] == "does_not_apply")
    outcome = on_demo(demo_base, f"why {no['id'][:10]} {COLLIERY}")
    assert outcome.code == 0
    assert "不适用" in outcome.output


@pytest.mark.parametrize("command", [f"why ffff0000ffff0000 {COLLIERY}", "show ffff0000ffff0000", "show 不存在的文件"])
def test_what_is_not_in_the_base_is_told(demo_base: Path, command: str) -> None:
    outcome = on_demo(demo_base, command)
    assert outcome.code == 2
    assert "错误：" in outcome.output


@pytest.mark.parametrize("suffix", ["md", "html", "xlsx", "docx", "csv", "json", "ics"])
def test_checklists_in_every_format(demo_base: Path, workplace: Path, suffix: str) -> None:
    assert on_demo(demo_base, f"checklist {COLLIERY} -o 清单.{suffix}") == Outcome(0, f"已写入：清单.{suffix}")
    assert (workplace / f"清单.{suffix}").stat().st_size > 1000


@pytest.mark.parametrize("suffix", ["svg", "html", "graphml", "json", "mmd"])
def test_graphs_in_every_format(demo_base: Path, workplace: Path, suffix: str) -> None:
    assert on_demo(demo_base, f"graph --around 煤矿 --depth 1 -o 图.{suffix}").code == 0
    assert "煤矿" in (workplace / f"图.{suffix}").read_text(encoding="utf-8")


def test_a_filled_in_checklist_goes_round(demo_base: Path, workplace: Path) -> None:
    on_demo(demo_base, f"checklist {COLLIERY} --year 2012 -o 清单.xlsx")
    book = openpyxl.load_workbook(workplace / "清单.xlsx")
    sheet = book["责任清单"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, 1 + heads.index("责任人"), "张三")
    book.save(workplace / "清单.xlsx")
    before = (workplace / "清单.xlsx").read_bytes()
    told = on_demo(demo_base, "checklist --update 清单.xlsx --on 2013-02-01")  # the plan of the year 2012 is over
    assert told.code == 0 and "消失" in told.output and "清单-2013-02-01.xlsx" in told.output
    new = openpyxl.load_workbook(workplace / "清单-2013-02-01.xlsx")
    there = new["责任清单"]
    assert there.cell(2, 1 + heads.index("责任人")).value == "张三"
    assert there.cell(2, 1 + heads.index("要求")).value == "不再适用"
    for command in (
        "--update 清单.xlsx --on 2013-02-01", "--update 清单.xlsx -o 清单.xlsx", "--update 清单.csv -o b.xlsx",
        "--update 清单.xlsx --ask -o b.xlsx", f"{COLLIERY}", f"{COLLIERY} -o b.xlsx --save c.yaml",
    ):  # fmt: skip
        assert on_demo(demo_base, f"checklist {command}").code == 2, command
    assert (workplace / "清单.xlsx").read_bytes() == before
    assert sorted(path.name for path in workplace.iterdir()) == ["清单-2013-02-01.xlsx", "清单.xlsx"]


@pytest.mark.parametrize("suffix", ["xlsx", "json", "csv", "docx", "html", "md"])
@pytest.mark.parametrize("command", ["applicability", "changes --since 2012-01-01"])
def test_tables_for_enterprises_in_every_format(demo_base: Path, workplace: Path, command: str, suffix: str) -> None:
    assert on_demo(demo_base, f"{command} {COLLIERY} -o 表.{suffix}") == Outcome(0, f"已写入：表.{suffix}")
    assert (workplace / f"表.{suffix}").stat().st_size > 500


def test_changes_need_an_earlier_day(demo_base: Path) -> None:
    assert on_demo(demo_base, f"changes {COLLIERY} --since 2012-12-01").code == 2
    assert "对该单位没有变动。" in on_demo(demo_base, f"changes {COLLIERY} --since 2012-09-01").output


@pytest.mark.parametrize("command", [f"checklist {COLLIERY} -o a.bmp", "graph -o a.bmp"])
def test_a_format_that_does_not_exist(demo_base: Path, command: str) -> None:
    outcome = on_demo(demo_base, command)
    assert outcome.code == 2
    assert ".bmp" in outcome.output


def test_search_finds_words_of_two_characters(demo_base: Path) -> None:
    assert "演练" in on_demo(demo_base, "search 演练").output
    everything = json.loads(on_demo(demo_base, "search 培训 --format json --limit 100").output)["hits"]
    forbidden = json.loads(on_demo(demo_base, "search 培训 --modality must_not --format json").output)["hits"]
    assert len(forbidden) < len(everything)


def test_show_a_duty_and_its_document(demo_base: Path) -> None:
    (hit, *_rest) = json.loads(on_demo(demo_base, "search 演练 --kind enterprise --format json").output)["hits"]
    assert "演练" in on_demo(demo_base, f"show {hit['id'][:8]}").output
    assert "吉林市" in on_demo(demo_base, "show 吉市政办发〔2012〕14号").output


# --- the demonstration --------------------------------------------------------------------------------------------


def test_the_demo_writes_what_the_readme_promises(demo_folder: Path) -> None:
    written = {path.name for path in demo_folder.iterdir()}
    for body in ("enterprise", "government", "department"):
        assert {
            f"checklist-{body}.{suffix}" for suffix in ("html", "xlsx", "docx", "md", "csv", "json", "ics")
        } <= written
    assert {f"graph.{suffix}" for suffix in ("svg", "html", "graphml", "json", "mmd")} <= written
    assert {"zeren.db", "circular.html", "enterprise.yaml"} <= written


def test_the_demo_can_be_run_again_and_anywhere(workplace: Path, demo_folder: Path) -> None:
    shutil.copytree(demo_folder, workplace / "here")
    assert execute("zeren demo -o here --lang en").code == 0
    (workplace / "file").write_text("mine", encoding="utf-8")
    outcome = execute("zeren demo -o file")
    assert (outcome.code, (workplace / "file").read_text(encoding="utf-8")) == (2, "mine")


def test_everything_the_demo_says_has_chinese(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No message is looked up in vain, whatever way it came to be said."""
    missed: set[str] = set()

    class Recorder(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            missed.add(message)
            return message

    catalogue = gettext.translation("zeren", ROOT / "policies" / "locale", languages=["zh_CN"])
    catalogue.add_fallback(Recorder())
    monkeypatch.setitem(messages._state, "zh", catalogue)
    assert execute("zeren demo").code == 0
    assert execute(f"zeren why {'ffff'} --db zeren-demo/zeren.db {COLLIERY}").code == 2
    answers = json.loads(execute(f"zeren duties --all --db zeren-demo/zeren.db {COLLIERY} --format json").output)
    for duty in answers["duties"][:40]:
        execute(f"zeren why {duty['id']} --db zeren-demo/zeren.db {COLLIERY}")
        execute(f"zeren show {duty['id']} --db zeren-demo/zeren.db")
    assert {message for message in missed if message.isascii() or not _chinese(message)} == set()


def _chinese(text: str) -> bool:
    return any("一" <= char <= "鿿" for char in text)
