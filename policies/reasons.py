"""Why something failed, in the reader's language: what libraries and the operating system say only in English.

What is not known here is told as it is, between quotation marks, with the name of the kind of error.
"""

from __future__ import annotations

import errno
import re
from typing import Any

from policies.messages import N_, _

__all__ = ["because"]

_SYSTEM = {
    errno.ENOENT: N_("There is no such file."),
    errno.EACCES: N_("It may not be read or written by you."),
    errno.EPERM: N_("It may not be read or written by you."),
    errno.EISDIR: N_("This is a folder, not a file."),
    errno.ENOTDIR: N_("A part of the path is no folder."),
    errno.EEXIST: N_("There is a file of that name already."),
    errno.ENOSPC: N_("The disk is full."),
    errno.EDQUOT: N_("The quota of the disk is used up."),
    errno.EROFS: N_("The disk cannot be written to."),
    errno.ENAMETOOLONG: N_("The name is too long."),
    errno.ELOOP: N_("The links go round in a circle."),
    errno.EBUSY: N_("Another program has it open."),
    errno.EIO: N_("The disk or the network failed."),
}
#: Kinds of errors of pydantic, by the beginning of their names.
_FIELDS = (
    ("missing", N_("it is missing")),
    ("extra_forbidden", N_("no such field is known")),
    ("json_invalid", N_("it is no JSON")),
    ("string_too_short", N_("it is empty or too short")),
    ("string_pattern", N_("it is not of the form that is wanted")),
    ("literal_error", N_("it is none of the values allowed")),
    ("enum", N_("it is none of the values allowed")),
    ("date", N_("it is no date (2012-06-06)")),
    ("bool", N_("it is neither true nor false")),
    ("int", N_("it is no whole number")),
    ("float", N_("it is no number")),
    ("finite", N_("it is no number")),
    ("greater", N_("the number is too small")),
    ("less", N_("the number is too large")),
    ("string", N_("it is no text")),
    ("list", N_("it is no list")),
    ("tuple", N_("it is no list")),
    ("model", N_("it is no group of fields")),
    ("dict", N_("it is no group of fields")),
)
#: What PyYAML finds wrong, by words of its own.
_YAML = (
    ("cannot start any token", N_("a tab or a sign stands where a word should begin")),
    ("mapping values are not allowed", N_("a colon stands where no value can follow")),
    ("could not find expected ':'", N_("a colon is missing after the key")),
    ("unexpected end of stream", N_("a quotation mark or a bracket is not closed")),
    ("expected <block end>", N_("the line is not indented like those before it")),
    ("but got", N_("a bracket is not closed, or a comma is missing")),
    ("undefined alias", N_("it refers to a name (*) that was not given before")),
)


def because(error: BaseException) -> str:
    """What *error* says, for people: one line, without where it happened."""
    known = _of_system(error) or _of_data(error)
    return known if known is not None else _quoted(error, str(error))


def _of_system(error: BaseException) -> str | None:
    if isinstance(error, UnicodeError):
        start = getattr(error, "start", None)
        if start is None:
            return _("It is not written in the encoding that it claims.")
        return _("It is neither UTF-8 nor GB18030: see byte {place}.").format(place=start + 1)
    if isinstance(error, OSError):
        told = _SYSTEM.get(error.errno or 0)
        return _(told) if told else _quoted(error, error.strerror or str(error))
    return None


def _of_data(error: BaseException) -> str | None:
    name = type(error).__name__
    told = None
    if isinstance(error, RecursionError):
        told = _("It is nested too deeply.")
    elif name == "JSONDecodeError":
        told = _("No JSON: line {line}, column {column}.").format(
            line=getattr(error, "lineno", 0), column=getattr(error, "colno", 0)
        )
    elif name == "BadZipFile":
        told = _("It is damaged, or no file of this kind.")
    elif (problem := getattr(error, "problem", None)) and hasattr(error, "problem_mark"):  # PyYAML's MarkedYAMLError
        known = next((says for words, says in _YAML if words in str(problem)), None)
        told = _(known) if known else _quoted(error, str(problem))
    elif name in ("XMLSyntaxError", "ParseError"):
        told = _("A part of it is no XML: line {line}.").format(line=getattr(error, "position", (0,))[0])
    elif isinstance(error, KeyError):  # of a package
        part = re.sub(r"[^\w./\[\]-]+", " ", str(error.args[0]))[-80:].strip()
        told = _("A part is missing: {name}").format(name=part)
    elif callable(fields := getattr(error, "errors", None)):  # pydantic's ValidationError
        told = _field(fields()[0])
    return told


def _field(found: dict[str, Any]) -> str:
    place = ".".join(map(str, found["loc"]))
    kind = next((told for name, told in _FIELDS if str(found["type"]).startswith(name)), None)
    says = _(kind) if kind else _("it is not as it should be (“{words}”)").format(words=found["msg"])
    return _("{place}: {why}").format(place=place, why=says) if place else says


def _quoted(error: BaseException, words: str) -> str:
    told = " ".join(words.split())[:200]
    return _("{kind}: “{words}”").format(kind=type(error).__name__, words=told) if told else type(error).__name__
