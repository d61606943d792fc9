"""Files to manuscripts: what a file is shows in its content first, in its suffix second."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath
from typing import NamedTuple

from parsers.readers.files import contents, printable
from parsers.readers.limits import MAX_BYTES, hold
from parsers.readers.secrecy import refuse_secrets
from policies.errors import InputError
from policies.manuscripts import Manuscript
from policies.messages import N_, _
from policies.reasons import because

__all__ = ["SUFFIXES", "read_bytes", "read_file"]

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0"


class _Signature(NamedTuple):
    """Content that tells the format. ``reader`` is a module of this package, "" where the format is not read."""

    found: Callable[[bytes], bool]
    reader: str
    kind: str = ""
    mend: str = ""


def _begins(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


def _zip_with(*members: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK\x03\x04") and any(member in data for member in members)


def _ole_with(*streams: str) -> Callable[[bytes], bool]:
    """A compound file (MS-CFB), whose directory names its streams in UTF-16."""
    wanted = [f"{stream}\0".encode("utf-16-le") for stream in streams]
    return lambda data: data.startswith(_OLE) and any(stream in data for stream in wanted)


def _html_wide(data: bytes) -> bool:
    """HTML in UTF-16, as some word processors save it."""
    head = data[:_HEAD]
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) and bool(_HTML.match(head[2:].replace(b"\0", b"")))


_AS_DOCX = N_("Open it in Word or WPS and save it as DOCX.")
_AS_PDF = N_("Open it in the program that made it and save it as DOCX or PDF.")
_AS_TEXT = N_("Recognise its text (OCR) and save that as DOCX or text.")
_UNPACK = N_("Unpack it and give the documents inside.")

_SIGNATURES = (
    _Signature(_zip_with(b"word/", b"word\\"), "docx"),
    _Signature(lambda data: b"%PDF-" in data[:1024], "pdf"),
    _Signature(lambda data: bool(_HTML.match(data[:_HEAD])), "html"),
    _Signature(_html_wide, "html"),
    _Signature(_zip_with(b"OFD.xml"), "ofd"),
    _Signature(_zip_with(b"xl/"), "", "XLSX", _AS_PDF),
    _Signature(_zip_with(b"ppt/"), "", "PPTX", _AS_PDF),
    _Signature(_zip_with(b"opendocument.text"), "office"),
    _Signature(_begins(b"PK\x03\x04", b"PK\x05\x06"), "", "ZIP", _UNPACK),
    _Signature(
        _ole_with("EncryptedPackage"),
        "",
        N_("DOCX with a password"),
        N_("Open it with its password and save a copy without one."),
    ),
    _Signature(_ole_with("WordDocument"), "office"),
    _Signature(_ole_with("Workbook", "Book"), "", "XLS", _AS_PDF),
    _Signature(_ole_with("PowerPoint Document"), "", "PPT", _AS_PDF),
    _Signature(_begins(_OLE), "", "DOC / XLS / WPS", _AS_DOCX),
    _Signature(_begins(b"{\\rtf"), "office"),
    _Signature(_begins(b"MIME-Version:"), "", "MHTML", _AS_DOCX),
    _Signature(_begins(b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"), "", "RAR / 7Z / GZ", _UNPACK),
    _Signature(_begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "", N_("picture"), _AS_TEXT),
    _Signature(_begins(b"SQLite format 3\0"), "", "SQLite", N_("Give circulars, not a base.")),
)

_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".ofd": "ofd",
    ".doc": "text",  # what it is shows in its content; texts and pages are named so too
    ".wps": "text",
    ".rtf": "text",
    ".odt": "text",
}
SUFFIXES = frozenset(_BY_SUFFIX)
"""What ``zeren ingest FOLDER`` takes; a file that is named is read whatever its suffix."""


def read_file(path: str | Path, *, allow_classified: bool = False) -> Manuscript:
    """The manuscript of a file. Raises InputError, which names the file, where it can't be read.

    One that bears a mark of secrecy is refused unless *allow_classified*.
    """
    path = Path(path)
    where = printable(path)
    try:
        return _read(contents(path), printable(path.name), allow_classified)
    except InputError as error:
        raise _placed(error, where) from None
    except IsADirectoryError:
        raise _placed(_folder(), where) from None
    except FileNotFoundError:
        raise _placed(InputError(_("There is no such file."), mend=_("Check the path.")), where) from None
    except OSError as error:
        if os.path.isdir(path):  # noqa: PTH112 - Windows refuses to open a folder; Path.is_dir may raise
            raise _placed(_folder(), where) from None
        mend = _("Check the path.") if error.errno == errno.ELOOP else _("Allow reading it.")
        problem = InputError(_("The file can't be opened."), why=because(error), mend=mend)
        raise _placed(problem, where) from None


def _folder() -> InputError:
    return InputError(_("This is a folder, not a file."), mend=_("Name a file in it."))


def read_bytes(data: bytes, name: str, *, allow_classified: bool = False) -> Manuscript:
    """The manuscript of the bytes of a file called *name*. Raises InputError, as ``read_file`` does."""
    try:
        return _read(data, printable(PurePath(name).name), allow_classified)
    except InputError as error:
        raise _placed(error, printable(name)) from None


def _read(data: bytes, name: str, allow_classified: bool) -> Manuscript:
    hold(len(data), MAX_BYTES, _("Size in bytes"))
    if not data:
        raise InputError(_("The file is empty (0 bytes)."), mend=_("Fetch it anew; the copy may have been cut short."))
    reader: Callable[[bytes, str], Manuscript] = import_module(f"{__name__}.{_reader(data, name)}").read
    manuscript = reader(data, name)
    if not allow_classified:
        refuse_secrets(manuscript)
    return manuscript


def _reader(data: bytes, name: str) -> str:
    """The module that reads these bytes."""
    claimed = _BY_SUFFIX.get(PurePath(name).suffix.lower(), "text")
    if claimed in ("docx", "ofd") and data.startswith(b"PK\x03\x04") and b"PK\x01\x02" not in data:
        return claimed  # cut short before the list of its members: their readers say so
    for signature in _SIGNATURES:
        if signature.found(data):
            if signature.reader:
                return signature.reader
            raise InputError(
                _("This version does not read files of this format: {kind}.").format(kind=_(signature.kind)),
                mend=_(signature.mend),
            )
    if claimed in ("docx", "pdf", "ofd"):
        raise InputError(
            _("The file is not what its name says: {suffix}.").format(suffix=PurePath(name).suffix),
            why=_("Its content does not begin as such a file does."),
            mend=_("Fetch it anew; a page of an error or of a log-in may have been saved in its place."),
        )
    return claimed


def _placed(error: InputError, where: str) -> InputError:
    """*error* with the file it is about."""
    inner = f"{where}: {error.where}" if error.where else where
    return InputError(error.what, where=_("File: {path}").format(path=inner), why=error.why, mend=error.mend)
