"""What read a document: the program (its version and a hash of the code that reads) and the vocabulary."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import policies

__all__ = ["digest_of", "program", "vocabulary"]

_READS = ("parsers", "policies", "rules")  # the floors whose code decides what is read


@cache
def program() -> str:
    """For example "0.1.0+3f2a9c…": another hash, and every document is read anew."""
    try:
        version = metadata.version("zeren")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"{version}+{_hash('*.py', *_READS)}"


@cache
def vocabulary() -> str:
    """A hash of the language's data files."""
    return _hash("*.*", "policies/vocabulary", skip=(".py", ".pyc"))


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal. InputError for what is no file or too large to be read; OSError."""
    from parsers.readers.files import contents  # noqa: PLC0415 - the readers are of no use to those who only ask

    return hashlib.sha256(contents(path)).hexdigest()


def _hash(pattern: str, *folders: str, skip: tuple[str, ...] = ()) -> str:
    root = Path(policies.__file__).parent.parent
    total = hashlib.sha256()
    for folder in folders:
        for file in sorted((root / folder).rglob(pattern), key=lambda file: file.relative_to(root).as_posix()):
            if file.is_file() and file.suffix not in skip:
                total.update(file.relative_to(root).as_posix().encode())
                # Line ends differ between checkouts of the same version.
                total.update(b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()[:16]
