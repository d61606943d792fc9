"""The pictures of the documents: real pages of the demo, photographed with Chromium.

A picture is made anew with ``python -m docs.make.pictures``; a test checks that the pages still are what the pictures
show in structure. Fonts differ between machines, so pixels are not compared.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from docs.make import console

PICTURES = console.ROOT / "docs" / "pictures"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


@dataclass(frozen=True)
class Shot:
    """A page of the demo and its picture; width and height of the window in pixels."""

    page: str
    picture: str
    width: int
    height: int


SHOTS = (
    Shot("checklist-enterprise.html", "checklist.png", 1440, 1000),
    Shot("circular.html", "circular.png", 1440, 1000),
    Shot("graph.html", "graph.png", 1440, 760),
)


def chromium() -> str | None:
    """Path of a browser, where there is one."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def photograph(page: Path, picture: Path, width: int, height: int, browser: str) -> None:
    """Save what a window of this size shows of *page*."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser, "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--lang=zh-CN",
            "--force-device-scale-factor=1", f"--user-data-dir={profile}", f"--window-size={width},{height}",
            f"--screenshot={picture}", page.resolve().as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium has no sandbox for root
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> int:
    """Make all pictures."""
    browser = chromium()
    if browser is None:
        print("no Chromium was found: the pictures stay as they are")
        return 0
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with console.surroundings(folder, {}):
            outcome = console.execute("zeren demo")
            assert outcome.code == 0, outcome.output
        pages = folder / "zeren-demo"
        for shot in SHOTS:
            photograph(pages / shot.page, PICTURES / shot.picture, shot.width, shot.height, browser)
            print(f"docs/pictures/{shot.picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
