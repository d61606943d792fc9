"""What several test files use: the demo of the program, made once, and a browser."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from docs.make import console, pictures
from policies.messages import use_language

# A loaded machine is slow, which says nothing about the code; and a landing is judged by its change, not by the luck of
# a draw: CI repeats the same examples, everybody else draws new ones.
settings.register_profile("no clock", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("no clock")


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """A run started in the background of a script ignores SIGINT; the tests of Ctrl-C need Python's own handler."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``zeren demo`` writes. Read only: tests that change something take a copy."""
    folder = tmp_path_factory.mktemp("demo")
    with console.surroundings(folder, {}):
        outcome = console.execute("zeren demo")
    assert outcome.code == 0, outcome.output
    return folder / "zeren-demo"


@pytest.fixture(scope="session")
def demo_base(demo_folder: Path) -> Path:
    """The base of the demo: the shipped circulars."""
    return demo_folder / "zeren.db"


@pytest.fixture(scope="session")
def browser() -> str:
    """Chromium's path. Without one the test is skipped, but fails where ZEREN_REQUIRE_BROWSER is set (CI)."""
    if found := pictures.chromium():
        return found
    if os.environ.get("ZEREN_REQUIRE_BROWSER"):
        pytest.fail("no Chromium was found, and ZEREN_REQUIRE_BROWSER is set")
    pytest.skip("no Chromium was found")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in the default language, whatever one before it has chosen."""
    use_language("zh")
    yield
    use_language("zh")
