"""Limits on what is read, in one place: a hostile or broken file must not fill memory or hang the program."""

from __future__ import annotations

from policies.errors import InputError
from policies.messages import _

__all__ = [
    "CONVERSION",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_EXPANDED",
    "MAX_MEMBERS",
    "MAX_OBJECTS",
    "MAX_PAGES",
    "MAX_PART",
    "MAX_RATIO",
    "RATIO_FREE",
    "beyond",
    "hold",
]

MAX_BYTES = 64 * 1024 * 1024  # size of a file
MAX_MEMBERS = 10_000  # files inside a DOCX or OFD
MAX_EXPANDED = 512 * 1024 * 1024  # bytes of a DOCX or OFD, unpacked
MAX_PART = 64 * 1024 * 1024  # bytes of one XML part, unpacked; its tree takes ten times the memory
MAX_RATIO = 200  # unpacked to packed size; honest XML stays below 60
RATIO_FREE = 4 * 1024 * 1024  # members up to this size may shrink as they like
MAX_PAGES = 5_000  # of a PDF or OFD
MAX_OBJECTS = 1_000_000  # pieces of text on the pages of an OFD, each use of what is used again counted
CONVERSION = 180  # seconds that LibreOffice may take for one file
MAX_DEPTH = 200  # nesting of elements in HTML and of tables in DOCX


def hold(value: int, limit: int, what: str) -> None:
    """Raise InputError where *value* is above *limit*; *what* names the limit to people."""
    if value > limit:
        raise beyond(_("{what}: {value}; the limit is {limit}.").format(what=what, value=value, limit=limit))


def beyond(why: str) -> InputError:
    """The error of a file beyond a limit, which *why* names."""
    return InputError(
        _("The file is larger or more deeply nested than this program reads."),
        why=why,
        mend=_("Split the document, or save its text alone as a new file."),
    )
