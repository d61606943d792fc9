"""The floors of docs/design.md: who may import whom, and that the rule really is checked."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ABOVE = {
    "policies": {"parsers", "rules", "kb", "reports", "commands", "cli"},
    "parsers": {"rules", "kb", "reports", "commands", "cli"},
    "rules": {"parsers", "kb", "reports", "commands", "cli"},
    "kb": {"reports", "commands", "cli"},
    "reports": {"commands", "cli"},
    "commands": {"cli"},
}


def imports(path: Path) -> set[str]:
    """Top-level names that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("floor", ABOVE)
def test_a_floor_imports_only_from_below(floor: str) -> None:
    modules = sorted((ROOT / floor).rglob("*.py"))
    assert len(modules) > 1
    wrong = {path.relative_to(ROOT).as_posix(): imports(path) & ABOVE[floor] for path in modules}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("floor", [*ABOVE, "cli.py"])
def test_modules_stay_small(floor: str) -> None:
    modules = [ROOT / floor] if floor.endswith(".py") else sorted((ROOT / floor).rglob("*.py"))
    assert modules
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {name: count for name, count in lines.items() if count > 500} == {}


def test_every_dependency_is_used_and_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^\w.-]", line)[0].lower() for line in project["dependencies"]}
    names = metadata.packages_distributions()
    used = {
        distribution.lower()
        for path in [ROOT / "cli.py", *(path for floor in ABOVE for path in (ROOT / floor).rglob("*.py"))]
        for name in imports(path)
        for distribution in names.get(name, [])
    }
    explained = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    assert declared - used - {"cryptography"} == set(), "cryptography is used by pypdf"
    assert {name for name in declared if f"| {name} |" not in explained} == set()


@pytest.mark.parametrize("floor", ABOVE)
def test_floors_are_typed(floor: str) -> None:
    assert (ROOT / floor / "py.typed").is_file()
