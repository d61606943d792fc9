"""The formats of a checklist, one module each; a format is found by the suffix of the file name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from policies.errors import UsageError
from policies.messages import _

if TYPE_CHECKING:
    from reports.checklist import Checklist

__all__ = ["CHECKLIST_FORMATS", "checklist_writer", "choice"]

T = TypeVar("T")

#: Suffix → module with ``render(checklist) -> bytes``. Loaded only when asked for: office libraries are slow to import.
CHECKLIST_FORMATS = {
    ".md": "reports.formats.md",
    ".html": "reports.formats.html",
    ".xlsx": "reports.formats.xlsx",
    ".docx": "reports.formats.docx",
    ".csv": "reports.formats.csv",
    ".json": "reports.formats.json",
    ".ics": "reports.formats.ics",
}


def checklist_writer(path: Path) -> Callable[[Checklist], bytes]:
    """The function that renders a checklist in the format of *path*; UsageError where the suffix names none."""
    return cast("Callable[[Checklist], bytes]", import_module(choice(path, CHECKLIST_FORMATS)).render)


def choice(path: Path, formats: dict[str, T]) -> T:
    """What *formats* holds for the suffix of *path*; UsageError naming all of them where there is nothing."""
    try:
        return formats[path.suffix.lower()]
    except KeyError:
        raise UsageError(
            _("No report is written as {suffix}.").format(suffix=path.suffix or _("a file without suffix")),
            where=str(path),
            mend=_("Choose one of: {formats}").format(formats=" ".join(formats)),
        ) from None
