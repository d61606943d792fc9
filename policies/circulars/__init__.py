"""The circulars that ship, and the demonstration's entities.

One is a public official document, verbatim; the others are samples of an invented province (云岭省), which a city
carries out with one weaker and one stricter target, and a county's draft in part, with a mistyped citation.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Shipped", "demo_entities", "shipped"]

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Shipped:
    """A circular that ships; ``sample`` marks an invented one."""

    path: Path
    title: str
    sample: bool


def shipped() -> tuple[Shipped, ...]:
    """The circulars, in the order in which the demonstration reads them."""
    index = tomllib.loads((_FOLDER / "index.toml").read_text("utf-8"))
    return tuple(Shipped(_FOLDER / row["file"], row["title"], row["sample"]) for row in index["circular"])


def demo_entities() -> tuple[Path, ...]:
    """The entity files of the demonstration: an enterprise, a county government, a city's department."""
    names = ("煤矿企业.yaml", "永吉县人民政府.yaml", "吉林市应急管理局.yaml")
    return tuple(_FOLDER / "entities" / name for name in names)
