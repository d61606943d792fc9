"""Entities from files and options: what is wrong is told with its line and the nearest right word."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.errors import InputError, UsageError
from policies.messages import _
from policies.reasons import because
from policies.vocabulary import functions, scopes, sizes
from rules.resolved import Facts, resolve_place, resolve_sector

if TYPE_CHECKING:
    from yaml.nodes import Node

__all__ = ["Facts", "consistent", "entity_from_options", "fact_of_text", "load_entity", "unlisted"]

_Choice = TypeVar("_Choice", bound=StrEnum)
_TRUE = ("true", "yes", "on", "1", "是", "有")
_FALSE = ("false", "no", "off", "0", "否", "无", "没有")
_EMPTY = ("", "null", "~")
_MAX_BYTES = 1_000_000  # of a file
_MAX_LENGTH = 200  # characters of a name or word
_MAX_LIST = 1_000  # sectors, functions, sites
_MAX_DIGITS = 9
_SLIP = 0.76  # so alike are a word and its slip; two posts of four characters that differ in one are below it
_PLACES_OF = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)  # national organs may sit anywhere


def load_entity(path: str | Path) -> Entity:
    """The entity that a YAML or JSON file describes.

    Raises UsageError with the line for an unknown key, a wrong type, a place or sector that does not exist or is
    ambiguous; InputError for a file that is neither YAML nor JSON.
    """
    return consistent(_Reader(Path(path)).entity())


def unlisted(entity: Entity) -> list[str]:
    """Remarks for people on a post or function that the vocabulary does not know: few duties name such."""
    remarks = []
    if entity.position and not _listed_post(entity.position):
        remarks.append(
            _("Note: no post called {name} is known; known posts are {posts} …").format(
                name=entity.position, posts="、".join(_post_names()[:6])
            )
        )
    remarks += [
        _("Note: no function called {name} is known; known functions are {terms} …").format(
            name=one, terms="、".join(functions.terms()[:6])
        )
        for one in entity.functions or ()
        if functions.resolve(one) is None
    ]
    return remarks


def entity_from_options(
    *,
    kind: str | None = None,
    sectors: Sequence[str] = (),
    place: str | None = None,
    size: str | None = None,
    level: str | None = None,
    functions: Sequence[str] = (),
    position: str | None = None,
    attributes: Sequence[str] = (),
    name: str | None = None,
    employees: int | None = None,
    revenue: int | None = None,
    entity: str | Path | None = None,
) -> Entity:
    """The entity that options of the command line describe; they change or add to the file *entity*, if given.

    An option that is not given (None or an empty list) leaves its fact unknown. Attributes are NAME=yes or NAME=no.
    """
    for word in (name, place, position, *sectors, *functions, *attributes):
        _short(word)
    stated: dict[str, Any] = {
        "name": name,
        "kind": _choice(kind, BodyKind, "kind") if kind else None,
        "level": _choice(level, Level, "level") if level else None,
        "place": _place(place) if place else None,
        "sectors": tuple(_sector(one) for one in sectors) or None,
        "size": _size(size) if size else None,
        "employees": employees,
        "revenue": revenue,
        "functions": tuple(_function(one) for one in functions) or None,
        "position": _position(position) if position else None,
    }
    base = load_entity(entity) if entity is not None else Entity()
    known = dict(base.attributes) | _attribute_options(attributes)
    return consistent(
        base.model_copy(
            update={key: value for key, value in stated.items() if value is not None} | {"attributes": known}
        )
    )


def _attribute_options(texts: Sequence[str]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for text in texts:
        name, value = _attribute_option(text)
        if found.setdefault(name, value) != value:
            raise UsageError(
                _("The attribute {name} is said to be yes and no.").format(name=name), mend=_("Keep one of the two.")
            )
    return found


def consistent(entity: Entity) -> Entity:
    """*entity*; UsageError where two of its facts contradict each other."""
    if entity.level is None:
        return entity
    level = _("level {value}").format(value=entity.level.value)
    if entity.kind in (BodyKind.ENTERPRISE, BodyKind.INDIVIDUAL):
        raise _contradiction(
            _("kind {value}").format(value=entity.kind.value),
            level,
            _("Only authorities and institutions have a level."),
        )
    if entity.place and entity.kind is not BodyKind.INSTITUTION and entity.level in _PLACES_OF:
        place = resolve_place(entity.place)
        ranks = list(Level)
        if ranks.index(place.level) > ranks.index(entity.level):
            raise _contradiction(
                level,
                _("place {value}").format(value=place.full_name),
                _("The place is at the level {level}.").format(level=place.level.value),
            )
    return entity


def _contradiction(one: str, other: str, why: str) -> UsageError:
    return UsageError(
        _("Two facts contradict each other: {one} and {other}.").format(one=one, other=other),
        why=why,
        mend=_("Change one of the two, or leave it out."),
    )


def _attribute_option(text: str) -> tuple[str, bool]:
    name, _equals, value = text.partition("=")
    if not name.strip():
        raise UsageError(_("An attribute is written NAME=yes or NAME=no."), where=text)
    return name.strip(), _truth(value.strip() or "true", name.strip())


# Single values


def _choice(word: str, choices: type[_Choice], key: str) -> _Choice:
    text = word.strip()
    value = scopes.entity_word(key, text) or text.lower()
    if value in list(choices):
        return choices(value)
    raise UsageError(
        _("{value} is not a value of {key}.").format(value=word, key=key),
        mend=_("One of: {choices}").format(choices=", ".join(choices)),
    )


def _short(word: str | None) -> None:
    """UsageError for a word that is longer than any name."""
    if word is not None and len(word) > _MAX_LENGTH:
        raise UsageError(
            _("A name or word is too long: {start}…").format(start=word[:20]),
            why=_("It has {count} characters; the limit is {limit}.").format(count=len(word), limit=_MAX_LENGTH),
            mend=_("Shorten it."),
        )


def _post_names() -> list[str]:
    return list(dict.fromkeys(post.name for post in scopes.posts().values()))


def _listed_post(word: str) -> bool:
    return scopes.post(word.strip()) in _post_names()


def _position(word: str) -> str:
    """Posts that the vocabulary does not list exist; one that is nearly a listed one is a slip."""
    text = word.strip()
    if not _listed_post(text):
        near = get_close_matches(text, scopes.posts(), n=3, cutoff=_SLIP)
        if near:
            raise UsageError(
                _("No post is called {name}.").format(name=word),
                mend=_("Did you mean {near}?").format(near="、".join(near)),
            )
    return text


def _place(word: str) -> str:
    resolve_place(word)
    return word.strip()


def _sector(word: str) -> str:
    resolve_sector(word)
    return word.strip()


def _size(word: str) -> str:
    found = sizes.of_word(word.strip().removesuffix("企业"))
    if found is None:
        raise UsageError(
            _("{value} is not a value of {key}.").format(value=word, key="size"),
            mend=_("One of: {choices}").format(choices="、".join(sizes.classes())),
        )
    return found.name


def _function(word: str) -> str:
    """Functions that the vocabulary does not list exist; one that is nearly a listed one is a slip."""
    text = word.strip()
    if functions.resolve(text) is None:
        near = get_close_matches(text, functions.terms(), n=3, cutoff=0.6)
        if near:
            raise UsageError(
                _("No function is called {name}.").format(name=word),
                mend=_("Did you mean {near}?").format(near="、".join(near)),
            )
    return text


def _truth(word: str, name: str) -> bool:
    if word.lower() in _TRUE:
        return True
    if word.lower() in _FALSE:
        return False
    raise UsageError(
        _("{value} is neither yes nor no.").format(value=word),
        mend=_("Write {name}: true or {name}: false.").format(name=name),
    )


def fact_of_text(key: str, text: str) -> Any:
    """What *text* says as the value of *key* in an entity file: one entry of a list, the truth of an attribute.

    UsageError where it says nothing that is known.
    """
    _short(text)
    return _FACTS[key](text)


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MAX_DIGITS:
        raise UsageError(
            _("{value} is not a number.").format(value=text),
            mend=_("Write a whole number in digits; revenue and assets in units of ten thousand yuan."),
        )
    return int(text)


_FACTS: dict[str, Callable[[str], Any]] = {
    "name": str,
    "kind": lambda text: _choice(text, BodyKind, "kind"),
    "level": lambda text: _choice(text, Level, "level"),
    "place": _place,
    "sectors": _sector,
    "size": _size,
    "employees": _whole_number,
    "revenue": _whole_number,
    "assets": _whole_number,
    "functions": _function,
    "position": _position,
    "attributes": lambda text: _truth(text, _("the attribute")),
}


# Files


def _form(node: Node) -> str:
    """Scalar, sequence or mapping."""
    return str(getattr(node, "id", ""))


class _Reader:
    """One file: walks the YAML nodes, which know their lines."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entity(self) -> Entity:
        root = self._root()
        self._want(root, "mapping", _("a list of “key: value” lines"))
        readers: dict[str, Callable[[Node], Any]] = {
            "name": self._text,
            "kind": lambda node: self._checked(node, lambda word: _choice(word, BodyKind, "kind")),
            "level": lambda node: self._checked(node, lambda word: _choice(word, Level, "level")),
            "place": lambda node: self._checked(node, _place),
            "sectors": lambda node: self._list(node, _sector),
            "size": lambda node: self._checked(node, _size),
            "employees": self._count,
            "revenue": self._count,
            "assets": self._count,
            "functions": lambda node: self._list(node, _function),
            "position": lambda node: self._checked(node, _position),
            "attributes": self._attributes,
            "sites": self._sites,
        }
        values = self._mapping(root, readers)
        return Entity(**{key: value for key, value in values.items() if value is not None})

    def _root(self) -> Node:
        import yaml  # noqa: PLC0415 - only files need it

        text = self._characters()
        if self.path.suffix.lower() == ".json":
            try:
                json.loads(text)
            except json.JSONDecodeError as error:
                raise self._broken(error.lineno, error.msg) from None
            except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
                raise self._excessive() from None
            text = text.replace("\t", " ")  # YAML takes no tabs; JSON has them only between values
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._broken(mark.line + 1 if mark else 1, because(error)) from None
        except yaml.YAMLError as error:
            raise self._broken(1, because(error)) from None
        except RecursionError:
            raise self._excessive() from None
        if root is None:
            raise InputError(
                _("The entity file is empty."),
                where=str(self.path),
                mend=_("Write at least the kind and the place, one “key: value” a line."),
            )
        return root

    def _characters(self) -> str:
        """What the file says, in the encodings that circulars are read in too."""
        try:
            with self.path.open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
        except OSError as error:
            raise self._unreadable(because(error)) from None
        if len(data) > _MAX_BYTES:
            raise self._excessive()
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        failure = ""
        for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                failure = failure or because(error)
        raise self._unreadable(failure)

    def _unreadable(self, why: str) -> InputError:
        return InputError(
            _("The entity file cannot be read."),
            where=str(self.path),
            why=why,
            mend=_("Check its name and rights, and save it as UTF-8."),
        )

    def _excessive(self) -> InputError:
        return InputError(
            _("The entity file is too large or nested too deeply."),
            where=str(self.path),
            mend=_("It holds the facts about one body: some lines, with lists in square brackets."),
        )

    def _broken(self, line: int, why: str) -> InputError:
        return InputError(
            _("The entity file is neither YAML nor JSON."),
            where=self._where(line),
            why=why,
            mend=_("One “key: value” a line, a blank after the colon, lists in square brackets."),
        )

    def _where(self, line: int) -> str:
        return _("{file}, line {line}").format(file=self.path, line=line)

    def _at(self, node: Node) -> str:
        return self._where(node.start_mark.line + 1)

    def _want(self, node: Node, kind: str, expected: str) -> None:
        if _form(node) != kind:
            raise UsageError(
                _("A value has the wrong form."),
                where=self._at(node),
                mend=_("Here stands {form}.").format(form=expected),
            )

    def _mapping(self, node: Node, readers: dict[str, Callable[[Node], Any]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in values:
                raise UsageError(
                    _("The key {key} stands twice.").format(key=key),
                    where=self._at(key_node),
                    mend=_("Keep one of the two lines."),
                )
            if key not in readers:
                near = get_close_matches(key, readers, n=1, cutoff=0.5)
                raise UsageError(
                    _("No key is called {key}.").format(key=key),
                    where=self._at(key_node),
                    mend=_("Did you mean {near}?").format(near=near[0])
                    if near
                    else _("Keys are: {keys}").format(keys=", ".join(readers)),
                )
            values[key] = None if self._empty(value) else readers[key](value)
        return values

    @staticmethod
    def _empty(node: Node) -> bool:
        return _form(node) == "scalar" and node.tag.endswith(":null") and str(node.value).lower() in _EMPTY

    def _text(self, node: Node) -> str:
        self._want(node, "scalar", _("one word or name"))
        text = str(node.value).strip()
        self._told_here(node, _short, text)
        return text  # as written: 0610 is a class of GB/T 4754, not a number

    def _checked(self, node: Node, check: Callable[[str], Any]) -> Any:
        return self._told_here(node, check, self._text(node))

    def _told_here(self, node: Node, check: Callable[[str], Any], text: str) -> Any:
        """What *check* makes of *text*; what it finds wrong is told with the line of *node*."""
        try:
            return check(text)
        except UsageError as error:
            raise UsageError(error.what, where=self._at(node), why=error.why, mend=error.mend) from None

    def _list(self, node: Node, check: Callable[[str], str]) -> tuple[str, ...]:
        self._want(node, "sequence", _("a list in square brackets"))
        self._few(node)
        return tuple(self._checked(one, check) for one in node.value)

    def _few(self, node: Node) -> None:
        if len(node.value) > _MAX_LIST:
            raise UsageError(
                _("A list is too long."),
                where=self._at(node),
                why=_("It has {count} entries; the limit is {limit}.").format(count=len(node.value), limit=_MAX_LIST),
                mend=_("Shorten it."),
            )

    def _count(self, node: Node) -> int:
        return int(self._checked(node, _whole_number))

    def _attributes(self, node: Node) -> dict[str, bool]:
        self._want(node, "mapping", _("a list of “name: true” or “name: false” lines"))
        found: dict[str, bool] = {}
        for key, value in node.value:
            name = self._text(key)
            found[name] = self._checked(value, partial(_truth, name=name))
        return found

    def _sites(self, node: Node) -> tuple[Site, ...]:
        self._want(node, "sequence", _("a list of sites, each with a place"))
        self._few(node)
        return tuple(self._site(one) for one in node.value)

    def _site(self, node: Node) -> Site:
        self._want(node, "mapping", _("a site with “place:” and, if they differ, “sectors:”"))
        values = self._mapping(
            node,
            {
                "name": self._text,
                "place": lambda value: self._checked(value, _place),
                "sectors": lambda value: self._list(value, _sector),
            },
        )
        if not values.get("place"):
            raise UsageError(_("A site has no place."), where=self._at(node), mend=_("Add “place: …” to it."))
        return Site(**{key: value for key, value in values.items() if value is not None})
