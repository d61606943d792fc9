"""Errors that people meet: what happened, where, why, and how to mend it. Each carries its exit code."""

from __future__ import annotations

__all__ = ["InputError", "UsageError", "ZerenError"]


class ZerenError(Exception):
    """Base of all errors of the program. Exit codes: 1 findings, 2 usage, 3 input could not be read."""

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", why: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.why, self.mend = what, where, why, mend

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.where, self.why, self.mend) if part)

    def __reduce__(self) -> tuple[object, ...]:  # survives the way back from a worker process
        return _rebuild, (type(self), self.what, self.where, self.why, self.mend)


def _rebuild(kind: type[ZerenError], what: str, where: str, why: str, mend: str) -> ZerenError:
    return kind(what, where=where, why=why, mend=mend)


class UsageError(ZerenError):
    """A wrong option, an unknown key, a name that does not exist."""

    exit_code = 2


class InputError(ZerenError):
    """A file or base that could not be read."""

    exit_code = 3
