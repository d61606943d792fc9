"""The sample of what is said to be no duty: the draw is fixed, its texts stay out, and changes are told."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from bench import sample
from parsers import parse_file, parse_text
from policies.circulars import shipped
from policies.documents import Document


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {circular.path.stem: parse_file(circular.path) for circular in shipped()}


def toml(rows: list[list[str]]) -> str:
    return f"seed = 1\nsentences = {json.dumps(rows, ensure_ascii=False)}\n"


def test_a_seed_draws_the_same_sentences_of_both_strata(documents: dict[str, Document]) -> None:
    everything = sample.population(documents)
    running = [one for one in everything if one.running]
    drawn = sample.draw(everything, 5)
    assert drawn == sample.draw(everything, 5) != sample.draw(everything, 6)
    assert sum(one.running for one in drawn) == min(sample.RUNNING, len(running))
    assert sum(not one.running for one in drawn) == sample.OTHERS
    assert len({(one.document, one.start) for one in drawn}) == len(drawn)


def test_no_more_than_the_first_words_are_kept(documents: dict[str, Document]) -> None:
    rows = [sample.row(one, "no duty") for one in sample.draw(sample.population(documents), 5)]
    assert all(len(row[3]) <= 12 for row in rows)
    kept = tomllib.loads(sample.VERDICTS.read_text("utf-8"))["sentences"]
    assert all(len(row) == 6 and len(row[3]) <= 12 and row[4] in ("duty", "no duty", "doubtful") for row in kept)


def test_the_report_counts_verdicts_and_tells_what_is_stale(documents: dict[str, Document], tmp_path: Path) -> None:
    drawn = sample.draw(sample.population(documents), 5)
    rows = [sample.row(one, "no duty") for one in drawn]
    rows[0][4:] = ["duty", "an order"]
    rows[1][1] = "0" * 16
    (tmp_path / "verdicts.toml").write_text(toml(rows), "utf-8")
    told = sample.report(documents, tmp_path / "verdicts.toml")
    assert "1 duties" in told and "an order" in told
    assert f"{len(rows) - 1} no duty" in told
    assert f"no longer said to be no duty: 1\n\n- {rows[1][0]}" in told


def test_a_sentence_that_becomes_a_duty_is_stale(tmp_path: Path) -> None:
    text = "某市人民政府关于某事的通知\n\n各县人民政府：\n一、发展基础\n全市推进河道整治。\n二、任务\n各县要落实。\n"
    before = {"a": parse_text(text)}
    rows = [sample.row(one, "no duty") for one in sample.population(before)]
    (tmp_path / "verdicts.toml").write_text(toml(rows), "utf-8")
    assert "Stale: none" in sample.report(before, tmp_path / "verdicts.toml")
    after = {"a": parse_text(text.replace("发展基础", "重点工作"))}
    told = sample.report(after, tmp_path / "verdicts.toml")
    assert "“全市推进河道整治。…” was finding" in told
