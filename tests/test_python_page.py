"""The examples of docs/python.md are executed, on the base of the demo."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from docs.make import console

PAGE = Path(__file__).resolve().parents[1] / "docs" / "python.md"


def test_examples_do_what_the_page_says(demo_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) > 5
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "python.md", str(PAGE), 0)
    runner = doctest.DocTestRunner(verbose=False)
    with console.surroundings(demo_folder.parent, {}):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0, capsys.readouterr().out


def test_every_method_that_it_names_exists() -> None:
    from kb import KnowledgeBase  # noqa: PLC0415

    named = set(re.findall(r"`kb\.(\w+)\(", PAGE.read_text(encoding="utf-8")))
    assert named and {name for name in named if not hasattr(KnowledgeBase, name)} == set()
