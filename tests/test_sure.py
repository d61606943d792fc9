"""How sure it is who bears a duty, and whether it is one's own, in every output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from icalendar import Calendar

from docs.make import console
from docs.make.console import execute
from kb import KnowledgeBase
from policies.answers import Answer, Verdict
from policies.duties import Certainty, Directness
from rules.facts import load_entity

ON = "--on 2012-09-01"
SURE = {Certainty.STATED: "写明", Certainty.INHERITED: "承接上文", Certainty.INFERRED: "推定"}
DIRECT = {Directness.OWN: "直接承担", Directness.DERIVED: "间接承担"}


@pytest.fixture(params=["enterprise", "government", "department"])
def body(request: pytest.FixtureRequest, demo_folder: Path, tmp_path: Path) -> Iterator[str]:
    """Options that ask for one of the bodies of the demo."""
    with console.surroundings(tmp_path, {}):
        entity = demo_folder / f"{request.param}.yaml"
        yield f"--db {(demo_folder / 'zeren.db').as_posix()} --entity {entity.as_posix()} {ON}"


@pytest.fixture
def answers(body: str, demo_base: Path) -> list[Answer]:
    entity = load_entity(body.split("--entity ")[1].split(maxsplit=1)[0])
    with KnowledgeBase(demo_base) as base:
        found = base.duties_for(entity, on=date(2012, 9, 1))
    assert {one.certainty for one in found} >= {Certainty.STATED, Certainty.INFERRED}
    return found


def test_a_line_of_the_table_says_both_and_why(body: str, answers: list[Answer]) -> None:
    lines = {line.split("\t")[0]: line.split("\t") for line in execute(f"zeren duties {body}").output.splitlines()}
    for one in answers:
        row = lines[one.record.duty.id]
        assert f"{DIRECT[one.directness]}；{SURE[one.certainty]}" in row
        assert one.bearer_basis in row
        assert (one.certainty is Certainty.INFERRED) is one.bearer_basis.startswith("很可能，因为")


def test_on_a_terminal_what_is_probable_says_because(body: str, answers: list[Answer]) -> None:
    told = re.sub(r"[\s│├└─]", "", execute(f"zeren duties {body}", terminal=True).output)
    assert told.count("很可能，因为") == sum(one.certainty is Certainty.INFERRED for one in answers)
    assert "直接承担" in told


def test_why_says_both(body: str, answers: list[Answer]) -> None:
    for one in answers[:12]:
        told = execute(f"zeren why {one.record.duty.id} {body}").output
        assert f"{DIRECT[one.directness]}；{SURE[one.certainty]}；" in told and one.bearer_basis in told


@pytest.mark.parametrize("suffix", ["md", "csv", "html", "docx", "xlsx", "json", "ics"])
def test_every_checklist_says_both_and_why(body: str, answers: list[Answer], suffix: str) -> None:
    path = Path(f"list.{suffix}")
    assert execute(f"zeren checklist {body} -o {path}").code == 0
    told = text_of(path)
    if suffix == "json":
        assert '"certainty": "inferred"' in told and '"directness": "own"' in told
    elif suffix != "ics":
        for one in answers:
            assert one.certainty is not Certainty.INFERRED or "很可能，因为" in told
        assert {word for word in SURE.values() if word in told} >= {SURE[one.certainty] for one in answers}
        assert {word for word in DIRECT.values() if word in told} >= {DIRECT[one.directness] for one in answers}
    else:
        for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
            categories = {str(one) for one in event["CATEGORIES"].cats}
            assert categories & set(SURE.values()) and categories & set(DIRECT.values())
            assert "推定" not in categories or "很可能，因为" in str(event["DESCRIPTION"])
    assert any(one.verdict is Verdict.APPLIES for one in answers)


def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
    return path.read_text(encoding="utf-8-sig")
