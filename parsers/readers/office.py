"""DOC, WPS, RTF and ODT, through LibreOffice where it is installed: it makes a DOCX, which is read as any other.

LibreOffice runs without a window, with a profile of its own in a temporary folder (so that nobody's settings or open
windows are touched), with macros off and links left alone, and no longer than the limit.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath

from parsers.readers import docx
from parsers.readers.archive import Archive
from parsers.readers.limits import CONVERSION, MAX_BYTES, hold
from policies.errors import InputError
from policies.manuscripts import Manuscript
from policies.messages import N_, _

__all__ = ["kind_of", "program", "read"]

VARIABLE = "ZEREN_SOFFICE"  # environment: where soffice is, where it is not found by itself
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_SAVE = N_("Open it in Word or WPS (with its password, if it has one) and save it as DOCX.")
_SETTINGS = {  # path in LibreOffice's configuration → names and values
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
}


def read(data: bytes, name: str) -> Manuscript:
    """The manuscript of a DOC, WPS, RTF or ODT file; places are those of the DOCX that LibreOffice makes of it.

    Raises InputError where LibreOffice is missing, fails or takes too long, and what the reader of DOCX raises.
    """
    kind = kind_of(data, name)
    if kind == "odt":
        Archive(data, "ODT", _SAVE)  # what expands without end is not handed on
    command = program()
    if not command:
        raise InputError(
            _("Files of this format are read through LibreOffice, which was not found here: {kind}.").format(
                kind=kind.upper()
            ),
            mend=_(
                "Install it (https://www.libreoffice.org; Debian, Ubuntu, UOS, Kylin: sudo apt install "
                "libreoffice-writer), or open the file in Word or WPS and save it as DOCX. Where it is installed "
                "already, set {variable} to the path of soffice."
            ).format(variable=VARIABLE),
        )
    made = docx.read(_converted(data, "doc" if kind == "wps" else kind, command), name)
    source = made.source.model_copy(update={"format": kind, "digest": hashlib.sha256(data).hexdigest()})
    return made.model_copy(update={"source": source})


def kind_of(data: bytes, name: str) -> str:
    """doc, wps, rtf or odt."""
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK"):
        return "odt"
    return "wps" if PurePath(name).suffix.lower() in (".wps", ".wpt") else "doc"


def program() -> list[str]:
    """The command that starts LibreOffice, empty where it is not found."""
    told = os.environ.get(VARIABLE)
    if told:
        found = shutil.which(told)
        return [found] if found else []
    for name in _NAMES:
        if found := shutil.which(name):
            return [found]
    return next(([place] for place in _PLACES if Path(place).is_file()), [])


def _converted(data: bytes, suffix: str, command: Sequence[str]) -> bytes:
    """The DOCX that LibreOffice makes of *data*."""
    with tempfile.TemporaryDirectory(prefix="zeren-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        given, made = folder / f"document.{suffix}", folder / "made" / "document.docx"
        given.write_bytes(data)
        _set_up(folder / "profile")
        arguments = [
            *command, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
            "--nodefault", "--nolockcheck", "--convert-to", "docx", "--outdir", str(made.parent), str(given),
        ]  # fmt: skip
        said = _run(arguments, folder)
        if not made.is_file():
            raise InputError(
                _("LibreOffice could not convert the file."),
                why=_("It said: {words}").format(words=said) if said else "",
                mend=_(_SAVE),
            )
        hold(made.stat().st_size, MAX_BYTES, _("Size in bytes"))
        return made.read_bytes()


def _set_up(profile: Path) -> None:
    """Write the settings of the profile."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
        encoding="utf-8",
    )


def _run(arguments: list[str], folder: Path) -> str:
    """Run LibreOffice; returns the end of what it said, without the names of temporary files."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    try:
        process = subprocess.Popen(
            arguments, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return error.strerror or str(error)
    try:
        said, _nothing = process.communicate(timeout=CONVERSION)
    except subprocess.TimeoutExpired:
        raise InputError(
            _("LibreOffice did not finish within {seconds} seconds.").format(seconds=CONVERSION), mend=_(_SAVE)
        ) from None
    finally:
        _end(process)
    lines = said.decode("utf-8", "replace").replace(str(folder), "").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with all that it has started, where it has not ended itself."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        import signal  # noqa: PLC0415 - SIGKILL is not there on Windows

        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()
