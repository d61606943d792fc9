"""A ZIP of XML parts (DOCX, OFD) with the limits that keep a hostile or broken one harmless.

Entities, DTDs and the network are switched off. Names are compared without their namespace: dialects of one format
(transitional and strict, drafts and standards) differ only there.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from parsers.readers.limits import MAX_EXPANDED, MAX_MEMBERS, MAX_PART, MAX_RATIO, RATIO_FREE, beyond, hold
from policies.errors import InputError
from policies.messages import _

__all__ = ["Archive", "attribute", "child", "children", "name_of"]

_TOO_MUCH = ("Excessive depth", "huge", "HUGE")  # what lxml says where a limit of its own is passed


def name_of(element: _Element) -> str:
    """The element's name without namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: _Element | None, name: str) -> str | None:
    """The value of attribute *name* in whatever namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """The children of *element* that bear *name*."""
    if element is not None:
        yield from (below for below in element if name_of(below) == name)


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first element down *path*, None where there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


class Archive:
    """An opened package of *kind*. Raises InputError where it is damaged, encrypted or beyond a limit.

    *repair* is a message of the catalogue that tells how to mend a damaged one.
    """

    def __init__(self, data: bytes, kind: str, repair: str) -> None:
        self.kind, self._repair = kind, repair
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # a spoilt directory makes zipfile raise nearly anything
            raise self.damaged(error) from None
        members = self._zip.infolist()
        hold(len(members), MAX_MEMBERS, _("Files inside the document"))
        hold(sum(member.file_size for member in members), MAX_EXPANDED, _("Size when unpacked, in bytes"))
        for member in members:
            if member.flag_bits & 1:
                raise self.encrypted()
            if member.file_size > RATIO_FREE:
                ratio = member.file_size // max(1, member.compress_size)
                hold(ratio, MAX_RATIO, _("Expansion of {name}").format(name=member.filename))
        self._names = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._names

    def part(self, path: str) -> _Element | None:
        """The root of a part, None where the package has none. Entities and DTDs are refused."""
        member = self._names.get(path.lower())
        if member is None:
            return None
        hold(member.file_size, MAX_PART, _("Size of {name} when unpacked, in bytes").format(name=member.filename))
        try:
            data = self._zip.read(member)
        except Exception as error:
            raise self.damaged(error) from None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if any(word in str(error) for word in _TOO_MUCH):
                raise beyond(_("Where reading stopped: {words}").format(words=error)) from None
            raise self.damaged(error) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise InputError(
                _("The document defines entities of its own, which are not read for safety."),
                where=path,
                mend=_("Open the document in the program that made it and save it again."),
            )
        return root

    def damaged(self, error: Exception) -> InputError:
        """The error of a package that can't be read."""
        return InputError(
            _("The {kind} file is damaged.").format(kind=self.kind),
            why=_("Where reading stopped: {words}").format(words=str(error) or type(error).__name__),
            mend=_(self._repair),
        )

    @staticmethod
    def encrypted() -> InputError:
        """The error of a package that needs a password."""
        return InputError(
            _("The document is encrypted."),
            mend=_("Open it with its password and save a copy without one."),
        )
