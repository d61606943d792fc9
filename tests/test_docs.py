"""The documents: examples are executed, generated pages are up to date, links and pictures exist."""

from __future__ import annotations

import json
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli import COMMANDS
from docs.make import console, pictures, reference, schemas

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(path for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern))
WRITTEN = [path for path in DOCUMENTS if path != reference.FILE and "```console" in path.read_text(encoding="utf-8")]
COLLIERY = "--kind enterprise --sector 煤矿 --place 吉林省吉林市 --on 2012-09-01"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- examples -----------------------------------------------------------------------------------------------------


def test_the_readmes_have_examples() -> None:
    assert {"README.md", "README.zh.md"} <= {name_of(path) for path in WRITTEN}


@pytest.mark.parametrize("document", WRITTEN, ids=name_of)
def test_examples_print_what_the_document_shows(document: Path, tmp_path: Path) -> None:
    text = document.read_text(encoding="utf-8")
    wrong = []
    with console.surroundings(tmp_path, console.variables(text)):
        for example in console.examples(text):
            outcome = console.execute(example.command, terminal=True)
            if outcome.code not in (0, 1) or not console.agrees(example.shown, outcome.output):
                wrong.append(f"$ {example.command}\n{outcome.output}")
    hint = f"python -m docs.make.console {name_of(document)}"
    assert not wrong, hint + "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("markdown", "commands", "shown"),
    [
        ("```console\n$ zeren a\nx\ny\n```\n", ["zeren a"], [("x", "y")]),
        ("```console\n$ zeren a \\\n    b\n$ zeren c\n…\n```\n", ["zeren a b", "zeren c"], [(), ("…",)]),
        ("```sh\n$ zeren a\n```\n", [], []),
    ],
)
def test_examples_are_found(markdown: str, commands: list[str], shown: list[tuple[str, ...]]) -> None:
    found = list(console.examples(markdown))
    assert [example.command for example in found] == commands
    assert [example.shown for example in found] == shown


@pytest.mark.parametrize(
    ("shown", "output", "same"),
    [
        (("a", "b"), "a\nb", True),
        (("a", "b"), "a\nc", False),
        (("a", "…"), "a\nb\nc", True),
        (("a", "…", "c"), "a\nb\nd", False),
        ((), "", True),
        ((), "a", False),
    ],
)
def test_output_is_compared(shown: tuple[str, ...], output: str, same: bool) -> None:
    assert console.agrees(shown, output) is same


def test_output_is_renewed_and_cut_as_before(tmp_path: Path) -> None:
    old = "```console\n$ zeren parse --help --lang en\nold\n…\n```\n"
    new = console.renewed(old, tmp_path)
    assert new == "```console\n$ zeren parse --help --lang en\nUsage: zeren parse [OPTIONS] FILE\n…\n```\n"
    assert console.renewed(new, tmp_path) == new
    with pytest.raises(RuntimeError, match="exit code 2"):
        console.renewed("```console\n$ zeren nonsense\n…\n```\n", tmp_path)


# --- generated pages ----------------------------------------------------------------------------------------------


def test_the_reference_is_up_to_date() -> None:
    assert reference.FILE.read_text(encoding="utf-8") == reference.page(), "run: python -m docs.make.reference"


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_command_is_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"zeren {command}" not in text] == []


@pytest.mark.parametrize("name", schemas.SHAPES)
def test_schemas_are_up_to_date(name: str) -> None:
    committed = (schemas.FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert committed == schemas.schema(name), "run: python -m docs.make.schemas"


def test_no_schema_is_left_over() -> None:
    assert {path.stem for path in schemas.FOLDER.glob("*.json")} == set(schemas.SHAPES)


# --- what commands print, against the schemas ---------------------------------------------------------------------


def check(name: str, printed: str) -> Any:
    value = json.loads(printed)
    schema = json.loads((schemas.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, schema, format_checker=jsonschema.FormatChecker())
    return value


@pytest.fixture
def ask(demo_base: Path, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Run a command on the base of the demo; returns what it prints."""

    def run(command: str) -> str:
        outcome = console.execute(command.replace(" ", f" --db {demo_base.as_posix()} ", 1))
        assert outcome.code == 0, outcome.output
        return outcome.output

    with console.surroundings(tmp_path, {}):
        yield run


def test_json_of_duties_and_why(ask: Callable[[str], str]) -> None:
    everything = check("duties", ask(f"zeren duties {COLLIERY} --all --format json"))
    shown = check("duties", ask(f"zeren duties {COLLIERY} --format json"))
    verdicts = {duty["verdict"] for duty in everything["duties"]}
    assert verdicts == {"applies", "unknown", "does_not_apply"}
    assert {duty["verdict"] for duty in shown["duties"]} == {"applies", "unknown"}
    assert (shown["entity"]["sectors"], shown["on"]) == (["煤矿"], "2012-09-01")
    for verdict in sorted(verdicts):
        duty = next(duty for duty in everything["duties"] if duty["verdict"] == verdict)
        assert check("why", ask(f"zeren why {duty['id']} {COLLIERY} --format json"))["verdict"] == verdict


def test_json_of_search_and_show(ask: Callable[[str], str]) -> None:
    hits = check("search", ask("zeren search 演练 --format json"))["hits"]
    assert hits and all("演练" in hit["snippet"] for hit in hits)
    duty = next(hit for hit in hits if hit["type"] == "duty")
    assert check("show", ask(f"zeren show {duty['id']} --format json"))["type"] == "duty"
    assert check("show", ask(f"zeren show {duty['document']} --format json"))["type"] == "document"
    headings = check("show", ask(f"zeren show {duty['document']} --format json"))["headings"]
    clause = check("show", ask(f"zeren show {duty['document']}/{headings[0]['path']} --format json"))
    assert (clause["type"], clause["title"]) == ("clause", headings[0]["title"])


def test_json_of_the_base(ask: Callable[[str], str]) -> None:
    documents = check("documents", ask("zeren documents --format json"))
    assert "吉市政办发〔2012〕14号" in {document["number"] for document in documents}
    assert check("doctor", ask("zeren doctor --format json")) == []


def test_json_for_enterprises(ask: Callable[[str], str], tmp_path: Path) -> None:
    assert check("changes", ask(f"zeren changes {COLLIERY} --since 2012-01-01 --format json"))["lines"]
    assert check("applicability", ask(f"zeren applicability {COLLIERY} --format json"))["duties"]
    ask(f"zeren checklist {COLLIERY} -o list.xlsx")
    told = check("checklist-update", ask("zeren checklist --update list.xlsx --on 2013-02-01 --format json"))
    assert told["counts"]["gone"] == len(told["updates"]) > 0


def test_json_of_a_checklist(ask: Callable[[str], str], tmp_path: Path) -> None:
    ask(f"zeren checklist {COLLIERY} -o list.json")
    assert check("checklist", (tmp_path / "list.json").read_text(encoding="utf-8"))["groups"]


def test_json_of_parsing_and_taking_in(tmp_path: Path) -> None:
    shutil.copy(ROOT / "policies" / "circulars" / "吉市政办发2012-14.txt", tmp_path / "a.txt")
    with console.surroundings(tmp_path, {}):
        assert check("parse", console.execute("zeren parse a.txt --format json").output)["duties"]
        outcome = console.execute("zeren ingest a.txt --db x.db --format json")
        assert [file["duties"] > 10 for file in check("ingest", outcome.output)["added"]] == [True]
        again = check("ingest", console.execute("zeren ingest a.txt --db x.db --format json").output)
    assert (len(again["added"]), len(again["unchanged"])) == (0, 1)


# --- links, pictures, pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r"""(?:src|href)=["']([^"'#]+)""", text)
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG file."""
    data = picture.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.mark.parametrize("shot", pictures.SHOTS, ids=lambda shot: shot.picture)
def test_pictures_are_committed_and_shown(shot: pictures.Shot) -> None:
    picture = pictures.PICTURES / shot.picture
    assert size_of(picture) == (shot.width, shot.height)
    shown = [path for path in DOCUMENTS if f"pictures/{shot.picture}" in path.read_text(encoding="utf-8")]
    assert shown


@pytest.mark.browser
@pytest.mark.parametrize("shot", pictures.SHOTS, ids=lambda shot: shot.picture)
def test_pages_can_be_photographed(shot: pictures.Shot, demo_folder: Path, browser: str, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    pictures.photograph(demo_folder / shot.page, picture, shot.width, shot.height, browser)
    assert size_of(picture) == (shot.width, shot.height)
    assert picture.stat().st_size > 40_000, "an empty page is smaller"
