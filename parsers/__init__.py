"""From a file or a text to a Document with duties; one module a stage, in the order of `parsers.pipeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from policies.documents import Document

__all__ = ["parse_file", "parse_text"]


def parse_text(text: str, *, name: str = "") -> Document:
    """Parse any *text*. Never refuses: what was not understood is among ``Document.problems``."""
    from parsers.pipeline import parse_manuscript  # noqa: PLC0415 (the pipeline loads spaCy; importing us must not)
    from parsers.readers.text import manuscript_of  # noqa: PLC0415

    return parse_manuscript(manuscript_of(text, name=name))


def parse_file(path: str | Path) -> Document:
    """Parse the file at *path* (text, Markdown, HTML, DOCX, PDF). Raises InputError where it can't be read."""
    from parsers.pipeline import parse_manuscript  # noqa: PLC0415
    from parsers.readers import read_file  # noqa: PLC0415

    return parse_manuscript(read_file(path))
