"""From a file or a text to a Document with duties; one module a stage, in the order of `parsers.pipeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from policies.documents import Document

__all__ = ["parse_file", "parse_text"]


def parse_text(text: str, *, name: str = "", allow_classified: bool = False) -> Document:
    """Parse any *text*: what was not understood is among ``Document.problems``.

    InputError for one reason only: the text bears a mark of secrecy (绝密, 机密, 秘密) and *allow_classified* is not
    set.
    """
    from parsers.pipeline import parse_manuscript  # noqa: PLC0415 (the pipeline loads spaCy; importing us must not)
    from parsers.readers.secrecy import refuse_secrets  # noqa: PLC0415
    from parsers.readers.text import manuscript_of  # noqa: PLC0415

    manuscript = manuscript_of(text, name=name)
    if not allow_classified:
        refuse_secrets(manuscript)
    return parse_manuscript(manuscript)


def parse_file(path: str | Path, *, allow_classified: bool = False) -> Document:
    """Parse the file at *path* (text, Markdown, HTML, DOCX, PDF, OFD; DOC and WPS through LibreOffice).

    Raises InputError where it can't be read, or bears a mark of secrecy and *allow_classified* is not set.
    """
    from parsers.pipeline import parse_manuscript  # noqa: PLC0415
    from parsers.readers import read_file  # noqa: PLC0415

    return parse_manuscript(read_file(path, allow_classified=allow_classified))
