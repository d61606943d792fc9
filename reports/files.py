"""Writing a report: whole or not at all, the same bytes for the same report, and cells that no program runs."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from policies.errors import InputError, UsageError
from policies.messages import _
from policies.reasons import because

__all__ = ["cell_text", "fixed_zip", "looks_like_formula", "write_bytes"]

_BASE = b"SQLite format 3\x00"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry
_STREAM = re.compile(r"/dev/(?:stdin|stdout|stderr|fd/)|/proc/")  # what this process has open, by name
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
)  # characters that XML 1.0 has no place for
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # Excel reads the full-width ones as well


def write_bytes(path: Path, data: bytes) -> None:
    """Write *data* to *path*: a reader sees the old file or the new one, never half of one.

    A link stays and its target is written; a device or pipe is written to as it is; a file keeps its rights.
    """
    _spare(path)
    try:
        if not _exchangeable(path):
            with path.open("ab") as device:  # standard output may be a file that is being added to
                device.write(data)
            return
        _exchange(path, Path(os.path.realpath(path)), data)
    except BrokenPipeError:  # the reader went away; the terminal knows what to do
        raise
    except OSError as error:
        raise InputError(
            _("The report could not be written."),
            where=str(path),
            why=because(error),
            mend=_("Close the file where it is open in another program, free some space, or name another folder."),
        ) from error


def _spare(path: Path) -> None:
    """UsageError where *path* holds what no report may replace: a base, what reviewers decided, or filled-in cells."""
    if not path.is_file():
        return
    if path.name.endswith((".review.jsonl", "zeren.overrides.yaml")):
        what = _("It holds what people decided.")
    elif _begins(path).startswith(_BASE):
        what = _("It is a base.")
    elif path.suffix.lower() == ".xlsx" and _filled(path):
        what = _("Somebody has filled in cells of this checklist.")
    else:
        return
    raise UsageError(
        _("The report could not be written."),
        where=str(path),
        why=what,
        mend=_("Name another file. “zeren checklist --update” carries over what was filled in."),
    )


def _begins(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_BASE))
    except OSError:  # whoever writes it tells
        return b""


def _filled(path: Path) -> bool:
    """Whether a person wrote into a checklist of ours."""
    from reports.filled import read  # noqa: PLC0415 - workbooks alone need it

    try:
        found = read(path)
    except (InputError, UsageError):  # no checklist
        return False
    return any(line.written for line in found.lines)


def _exchangeable(path: Path) -> bool:
    """Whether a new file may take the place of *path*: not for devices, pipes, and names of open files."""
    if _STREAM.match(str(path.absolute())):
        return False
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(kind):
        raise UsageError(
            _("The report could not be written."),
            where=str(path),
            why=_("This is a folder, not a file."),
            mend=_("Name a file in it."),
        )
    return stat.S_ISREG(kind)


def _exchange(asked: Path, target: Path, data: bytes) -> None:
    """Write a file beside *target*, then move it there; errors name the file *asked* for."""
    folder = target.parent
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where a folder may not be entered
        raise UsageError(
            _("The report could not be written."),
            where=str(asked),
            why=_("There is no folder {folder}.").format(folder=folder),
            mend=_("Make the folder first, or name another one."),
        )
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    # root may write everything, but a file marked read-only was meant to stay
    if mode is not None and not (mode & 0o222 and os.access(target, os.W_OK)):
        raise InputError(
            _("The report could not be written."),
            where=str(asked),
            why=_("The file is there already and may not be changed."),
            mend=_("Allow writing it, or name another file."),
        )
    temporary = folder / f".zeren-{os.getpid()}.tmp"
    try:
        temporary.write_bytes(data)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take *text* for a formula."""
    return text.startswith(_FORMULA)


def cell_text(text: str) -> str:
    """*text* without the control characters that office formats cannot hold."""
    return _FORBIDDEN.sub("", text)


def fixed_zip(data: bytes, on: date) -> bytes:
    """An office file with every clock reading taken out: same content, same bytes. Its dates become *on*."""
    stamp = f"{on.isoformat()}T00:00:00Z".encode()
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(info.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            target.writestr(entry, content)
    return output.getvalue()
