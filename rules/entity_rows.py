"""Many entities from one table, a row each, with the keys of entity files: CSV, JSON lines, Parquet.

Read row by row, whatever the size of the file. What is wrong with a row is told with its number and its column, and
the rows after it go on.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from policies.entities import Entity, Site
from policies.errors import InputError, UsageError
from policies.messages import _
from policies.reasons import because
from rules.facts import consistent, fact_of_text

__all__ = ["SUFFIXES", "EntityRow", "entity_rows"]

SUFFIXES = (".csv", ".jsonl", ".ndjson", ".parquet")
_ID = "id"  # a column that is no fact: what the table itself calls the row
_LISTS = ("sectors", "functions")
_KEYS = tuple(Entity.model_fields)
_SEPARATORS = re.compile(r"[、;；,，|]")
_EMPTY = ("", "null", "~")
_CHUNK = 1 << 20
_BATCH = 1_000
_LONGEST = 1_000_000  # characters of a cell or line


class EntityRow(NamedTuple):
    """A row: the entity, or what is wrong with it. *number* counts rows of data from 1."""

    number: int
    identity: str | None
    entity: Entity | None
    error: UsageError | None


class _AmissError(Exception):
    """A value that can't be read, and its column."""

    def __init__(self, column: str, error: UsageError) -> None:
        super().__init__()
        self.column = column
        self.error = error


def entity_rows(path: Path) -> Iterator[EntityRow]:
    """The rows of a table. InputError where the file itself can't be read, UsageError for a column that is no key."""
    suffix = path.suffix.lower()
    readers: dict[str, Callable[[Path], Iterator[tuple[int, Mapping[str, Any] | UsageError]]]] = {
        ".csv": _csv, ".jsonl": _json_lines, ".ndjson": _json_lines, ".parquet": _parquet,
    }  # fmt: skip
    if suffix not in readers:
        raise UsageError(
            _("A table of entities is a file with the suffix {suffixes}.").format(suffixes=", ".join(SUFFIXES)),
            where=str(path),
        )
    for number, row in readers[suffix](path):
        if isinstance(row, UsageError):
            yield EntityRow(number, None, None, row)
            continue
        identity = str(row[_ID]) if row.get(_ID) is not None else None
        try:
            yield EntityRow(number, identity, _entity(row), None)
        except _AmissError as amiss:
            where = _("{file}, row {row}, column {column}").format(file=path, row=number, column=amiss.column)
            yield EntityRow(number, identity, None, _at(amiss.error, where))
        except UsageError as error:  # two columns contradict each other
            where = _("{file}, row {row}").format(file=path, row=number)
            yield EntityRow(number, identity, None, _at(error, where))


def _at(error: UsageError, where: str) -> UsageError:
    return UsageError(error.what, where=where, why=error.why, mend=error.mend)


# A row as an entity


def _entity(row: Mapping[str, Any]) -> Entity:
    stated: dict[str, Any] = {}
    for key, value in row.items():
        if value is None or value == "" or key == _ID:
            continue
        try:
            found = _value(key, value)
        except UsageError as error:
            raise _AmissError(key, error) from None
        if found is not None:
            stated[key] = found
    return consistent(Entity(**stated))


def _value(key: str, value: Any) -> Any:
    if key in _LISTS:
        return _words(key, value)
    if key == "attributes":
        return _attributes(value)
    if key == "sites":
        return _sites(value)
    if key not in _KEYS:
        raise _no_key(key)
    text = _text(value)
    return _fact.__wrapped__(key, text) if key == "name" else _fact(key, text)  # no two have one name


@lru_cache(maxsize=1 << 14)
def _fact(key: str, text: str) -> Any:
    return None if text.lower() in _EMPTY else fact_of_text(key, text)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():  # a column with gaps comes as numbers with a point
        return str(int(value))
    raise UsageError(_("A value has the wrong form."), mend=_("Here stands {form}.").format(form=_("one word or name")))


def _words(key: str, value: Any) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return _split(key, value.strip())
    if not isinstance(value, list | tuple):
        raise UsageError(_("A value has the wrong form."), mend=_("Here stands {form}.").format(form=_("a list")))
    return tuple(fact_of_text(key, _text(one)) for one in value)


@lru_cache(maxsize=1 << 14)
def _split(key: str, text: str) -> tuple[str, ...] | None:
    """煤矿、化工. [] states that there are none; an empty cell states nothing."""
    if text.lower() in _EMPTY:
        return None
    if text.startswith("["):
        text = text.strip("[]")
    return tuple(fact_of_text(key, one.strip()) for one in _SEPARATORS.split(text) if one.strip())


def _attributes(value: Any) -> dict[str, bool]:
    if isinstance(value, str):
        pairs = [(name, truth or "true") for name, _equals, truth in (one.partition("=") for one in _listed(value))]
    elif isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, list) and all(isinstance(one, tuple) and len(one) == 2 for one in value):
        pairs = value  # a map of Parquet
    else:
        raise UsageError(
            _("A value has the wrong form."),
            mend=_("Here stands {form}.").format(form=_("NAME=yes and NAME=no, parted by semicolons")),
        )
    found: dict[str, bool] = {}
    for name, truth in pairs:
        if truth is not None:
            found[str(name).strip()] = fact_of_text("attributes", str(truth).strip())
    return found


def _listed(text: str) -> list[str]:
    return [one.strip() for one in _SEPARATORS.split(text) if one.strip()]


def _sites(value: Any) -> tuple[Site, ...]:
    wrong = UsageError(
        _("A value has the wrong form."),
        mend=_("Here stands {form}.").format(
            form=_("a list of sites in JSON, each with “place” and perhaps “sectors”")
        ),
    )
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise wrong from None
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise wrong
    return tuple(_site(one) for one in value)


def _site(value: Mapping[str, Any]) -> Site:
    stated = {key: one for key, one in value.items() if one is not None}
    for key in stated:
        if key not in Site.model_fields:
            raise _no_key(key)
    if "place" not in stated:
        raise UsageError(_("A site has no place."), mend=_("Add “place: …” to it."))
    return Site(**{key: _value(key, one) for key, one in stated.items()})


def _no_key(key: str) -> UsageError:
    near = get_close_matches(key, _KEYS, n=1, cutoff=0.5)
    return UsageError(
        _("No key is called {key}.").format(key=key),
        mend=_("Did you mean {near}?").format(near=near[0])
        if near
        else _("Keys are: {keys}").format(keys=", ".join(_KEYS)),
    )


# Files


def _encoding(path: Path) -> str:
    """UTF-8, else that of Chinese spreadsheets; found by looking through the file."""
    try:
        with path.open("rb") as file:
            start = file.read(2)
            if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                return "utf-16"
            file.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    except OSError as error:
        raise _unreadable(path, because(error)) from None
    return "utf-8-sig"


def _unreadable(path: Path, why: str) -> InputError:
    return InputError(
        _("The table of entities cannot be read."),
        where=str(path),
        why=why,
        mend=_("Check its name and rights, and save it as UTF-8."),
    )


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | UsageError]]:
    csv.field_size_limit(_LONGEST)
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            lines = _csv_lines(file)
            _line, head = next(lines, (1, []))
            keys = _keys(head, path)
            number = 0
            for line, cells in lines:
                if cells is not None and not any(cells):
                    continue
                number += 1
                if cells is None:
                    where = _("{file}, line {line}").format(file=path, line=line)
                    yield number, _broken_row(where)
                    continue
                if len(cells) > len(keys):
                    where = _("{file}, row {row}").format(file=path, row=number)
                    yield number, UsageError(_("The row has more cells than the first line has keys."), where=where)
                    continue
                yield number, dict(zip(keys, cells, strict=False))
    except (UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, because(error)) from None


def _keys(head: list[str] | None, path: Path) -> list[str]:
    where = _("{file}, first line").format(file=path)
    if head is None:
        raise _broken_row(where)
    keys = [key.strip() for key in head]
    for key in keys:
        if key not in (*_KEYS, _ID):
            raise _at(_no_key(key), where)
        if keys.count(key) > 1:
            raise UsageError(
                _("The key {key} stands twice.").format(key=key), where=where, mend=_("Leave one column of it.")
            )
    return keys


def _broken_row(where: str) -> UsageError:
    return UsageError(
        _("The row cannot be read."),
        where=where,
        why=_("A quotation mark is not closed, or something stands behind a closed one."),
        mend=_("Write a quotation mark inside a cell twice, and a cell on one line."),
    )


def _csv_lines(file: Iterable[str]) -> Iterator[tuple[int, list[str] | None]]:
    """The cells of each line, None where it can't be read. A quotation mark that is not closed would swallow the lines
    behind it: no cell of an entity has several lines, so these are read one by one."""
    taken: list[str] = []

    def remembered() -> Iterator[str]:
        for line in file:
            taken.append(line)
            yield line

    reader = csv.reader(remembered(), strict=True)
    first = 1
    while True:
        taken.clear()
        try:
            cells: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        if len(taken) == 1:
            yield first, cells
        else:
            for number, line in enumerate(tuple(taken), first):
                yield number, _cells(line)
        first += len(taken)


def _cells(line: str) -> list[str] | None:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None


def _json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | UsageError]]:
    try:
        with path.open(encoding=_encoding(path)) as file:
            number = 0
            while line := file.readline(_LONGEST):
                if not line.strip():
                    continue
                number += 1
                if len(line) == _LONGEST and not line.endswith("\n"):
                    while (rest := file.readline(_LONGEST)) and not rest.endswith("\n"):
                        pass
                    where = _("{file}, row {row}").format(file=path, row=number)
                    yield number, UsageError(_("The row is longer than {count} characters.").format(count=_LONGEST),
                                             where=where)  # fmt: skip
                    continue
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    why = because(error)
                    row = None
                else:
                    why = ""
                if not isinstance(row, dict):
                    where = _("{file}, row {row}").format(file=path, row=number)
                    yield number, UsageError(_("The row is no object of JSON."), where=where, why=why)
                    continue
                yield number, row
    except (UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, because(error)) from None


def _parquet(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | UsageError]]:
    try:
        import pyarrow  # noqa: PLC0415 - an extra, and slow to load
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise InputError(
            _("Parquet files are read with pyarrow, which is not installed."),
            where=str(path),
            mend=_("Install it (pip install pyarrow), or save the table as CSV or JSON lines."),
        ) from None
    try:
        with parquet.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pyarrow.ArrowException, OSError) as error:
        raise _unreadable(path, because(error)) from None
