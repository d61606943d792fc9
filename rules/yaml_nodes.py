"""YAML as nodes that know their lines: what is wrong in a file that people write is told with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from policies.errors import InputError, UsageError
from policies.messages import _
from policies.reasons import because

if TYPE_CHECKING:
    from yaml.nodes import Node

    Pair: TypeAlias = "tuple[Node, Node]"

__all__ = ["Source", "file_text", "form"]

_MAX_BYTES = 5_000_000  # of a file
_MAX_NODES = 200_000  # visited: an alias that stands for much counts as often as it stands


def file_text(path: Path) -> str:
    """The text of a file that people write, UTF-8 or GB18030; InputError where it cannot be read."""
    mend = _("Check its name and rights, and save it as UTF-8.")
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise InputError(_("The file cannot be read."), where=str(path), why=because(error), mend=mend) from None
    if len(data) > _MAX_BYTES:
        raise InputError(_("The file is too large."), where=str(path), mend=_("It holds at most 5 MB."))
    failure = ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            failure = failure or because(error)
    raise InputError(_("The file cannot be read."), where=str(path), why=failure, mend=mend)


def form(node: Node) -> str:
    """Scalar, sequence or mapping."""
    return str(getattr(node, "id", ""))


class Source:
    """A text in YAML and its name, for messages."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self._visited = 0

    def root(self) -> Node | None:
        """The outermost node, None of an empty text; InputError where the text is no YAML."""
        import yaml  # noqa: PLC0415 - only files need it

        try:
            return yaml.compose(self.text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where, why = self.line(mark.line + 1 if mark else 1), because(error)
        except yaml.YAMLError as error:
            where, why = self.name, because(error)
        except RecursionError:
            where, why = self.name, _("It is nested too deeply.")
        raise InputError(
            _("The text is no YAML."),
            where=where,
            why=why,
            mend=_("One “key: value” a line, a blank after the colon; what belongs together is indented alike."),
        )

    def line(self, number: int) -> str:
        """The place of a line, for people."""
        return _("{file}, line {line}").format(file=self.name, line=number)

    def at(self, node: Node) -> str:
        """The place of a node, for people."""
        return self.line(node.start_mark.line + 1)

    def wrong(self, node: Node, what: str, *, why: str = "", mend: str = "") -> UsageError:
        """The error about a node."""
        return UsageError(what, where=self.at(node), why=why, mend=mend)

    def want(self, node: Node, kind: str, expected: str) -> None:
        """UsageError unless the node is a *kind* (scalar, sequence, mapping)."""
        self._visited += 1
        if self._visited > _MAX_NODES:
            raise self.wrong(node, _("The text is too large."), mend=_("Divide it."))
        if form(node) != kind:
            raise self.wrong(
                node, _("A value has the wrong form."), mend=_("Here stands {form}.").format(form=expected)
            )

    def pairs(self, node: Node, expected: str) -> Iterator[tuple[str, Node, Node]]:
        """The keys of a mapping with the nodes of key and value; UsageError where a key stands twice."""
        self.want(node, "mapping", expected)
        seen: set[str] = set()
        for key_node, value in node.value:
            key = self.words(key_node)
            if key in seen:
                raise self.wrong(
                    key_node,
                    _("The key {key} stands twice.").format(key=key),
                    mend=_("Keep one of the two lines."),
                )
            seen.add(key)
            yield key, key_node, value

    def items(self, node: Node, expected: str) -> Iterator[Node]:
        """The entries of a list."""
        self.want(node, "sequence", expected)
        yield from node.value

    def words(self, node: Node) -> str:
        """A scalar as it is written: 0610 is a class of GB/T 4754, not a number."""
        self.want(node, "scalar", _("one word or name"))
        return str(node.value).strip()

    def unknown_key(self, node: Node, key: str, known: Iterable[str]) -> UsageError:
        """The error about a key that does not exist, with the nearest that does."""
        names = list(known)
        near = get_close_matches(key, names, n=1, cutoff=0.5)
        return self.wrong(
            node,
            _("No key is called {key}.").format(key=key),
            mend=_("Did you mean {near}?").format(near=near[0])
            if near
            else _("Keys are: {keys}").format(keys="、".join(names)),
        )
