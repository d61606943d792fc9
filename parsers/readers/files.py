"""Reading a file's bytes: whole, never more than the limit, and only of what has an end."""

from __future__ import annotations

import stat
from pathlib import Path

from parsers.readers.limits import MAX_BYTES, hold
from policies.errors import InputError
from policies.messages import _

__all__ = ["contents", "printable"]


def contents(path: Path) -> bytes:
    """The bytes of *path*. InputError (which does not name it) for what is no file or too large; OSError."""
    state = path.stat()
    # Asked before it is opened: to open a pipe is to wait for its writer, and a device may never end.
    if not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):
        raise InputError(
            _("This is a pipe or a device, not a file."), mend=_("Save its content as a file and give that.")
        )
    hold(state.st_size, MAX_BYTES, _("Size in bytes"))
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)  # some files are longer than their folder says
    hold(len(data), MAX_BYTES, _("Size in bytes"))
    return data


def printable(path: str | Path) -> str:
    r"""*path* as it can be printed and stored. A name need not be UTF-8; what is not stands as \udc.. in it."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")
