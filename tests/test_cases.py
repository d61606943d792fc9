"""Cases that people write: who asks, on which day, about which duty, and what the answer has to be.

``tests/cases/*.yaml``: a file names a shipped circular (part of its title) and a list of cases. A case has

- ``case``: one sentence that says what it shows
- ``entity``: the keys of an entity file
- ``day``: the date asked about; a file may say one for all its cases
- ``duty``: words that stand in the duty; without white space, as in the text
- ``derived``: true for the duty one step removed that those words give rise to
- ``verdict``: applies, unknown or does_not_apply
- ``certainty``, ``directness``: where they matter
- ``missing``: the sets of facts that have to be named
- ``reason``: words that have to stand in the trace or in how the bearer was found
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from parsers import parse_file
from policies.answers import Answer, DutyRecord, SourceRef, Trace
from policies.circulars import shipped
from policies.documents import Document
from policies.duties import Duty
from rules.answers import answer
from rules.compile import compile_duty
from rules.facts import load_entity

FOLDER = Path(__file__).parent / "cases"


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for one in content["cases"]:
            yield pytest.param(content["circular"], {"day": content.get("day")} | one, id=f"{path.stem}: {one['case']}")


@cache
def document(title: str) -> Document:
    found = next(one for one in shipped() if title in one.title)
    return parse_file(found.path)


def plain(text: str) -> str:
    return "".join(text.split())


def find(made: Document, words: str, derived: bool) -> Duty:
    """The shortest duty that holds *words*."""
    fitting = [one for one in (made.derived if derived else made.duties) if plain(words) in plain(one.quote.text)]
    assert fitting, f"no {'derived ' if derived else ''}duty holds {words!r}"
    return min(fitting, key=lambda one: len(one.quote.text))


def ask(made: Document, duty: Duty, entity: dict[str, Any], on: date, folder: Path) -> Answer:
    path = folder / "entity.yaml"
    path.write_text(yaml.safe_dump(entity, allow_unicode=True), encoding="utf-8")
    source = SourceRef(
        document=made.id, title=None, doc_number=None, issuer=None, date=None, level=None, region=None, clause=""
    )
    return answer(DutyRecord(duty=duty, source=source, condition=compile_duty(duty, made)), load_entity(path), on)


def lines(trace: Trace) -> Iterator[str]:
    yield f"{trace.says} {trace.because or ''} {trace.evidence.text if trace.evidence else ''}"
    for child in trace.children:
        yield from lines(child)


@pytest.mark.parametrize(("circular", "case"), list(cases()))
def test_case(circular: str, case: dict[str, Any], tmp_path: Path) -> None:
    made = document(circular)
    duty = find(made, case["duty"], case.get("derived", False))
    found = ask(made, duty, case["entity"], case["day"], tmp_path)
    told = "\n".join((found.bearer_basis, *lines(found.trace)))
    assert isinstance(case["day"], date), "a case or its file has to name the day"
    assert found.verdict == case["verdict"], told
    if "certainty" in case:
        assert found.certainty == case["certainty"], told
    if "directness" in case:
        assert found.directness == case["directness"], told
    if "missing" in case:
        assert [[fact.key for fact in group] for group in found.missing] == case["missing"]
    if "reason" in case:
        assert case["reason"] in told
