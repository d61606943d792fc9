"""The package of a DOCX file: its parts as XML, its lists and styles (ECMA-376, transitional and strict alike).

Names are compared without their namespace, since the transitional and the strict form differ only there.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from parsers.readers.limits import MAX_EXPANDED, MAX_MEMBERS, MAX_RATIO, RATIO_FREE, hold
from parsers.readers.numbering import Level, Numbering
from policies.errors import InputError
from policies.messages import _

__all__ = ["Package", "Style", "attribute", "child", "children", "name_of", "numbering_of", "styles_of"]

_RELATIONSHIP = "/officeDocument"


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


class Package:
    """An opened DOCX file. Raises InputError where it is damaged, encrypted or beyond a limit."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # a spoilt directory makes zipfile raise nearly anything
            raise _damaged(error) from None
        members = self._zip.infolist()
        hold(len(members), MAX_MEMBERS, _("Files inside the document"))
        hold(sum(member.file_size for member in members), MAX_EXPANDED, _("Size when unpacked, in bytes"))
        for member in members:
            if member.flag_bits & 1:
                raise InputError(
                    _("The document is encrypted."),
                    mend=_("Open it with its password and save a copy without one."),
                )
            if member.file_size > RATIO_FREE:
                ratio = member.file_size // max(1, member.compress_size)
                hold(ratio, MAX_RATIO, _("Expansion of {name}").format(name=member.filename))
        self._names = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}
        self.main = self._main()

    def _main(self) -> str:
        """The path of the main part, as the package's relationships tell it."""
        root = self.part("_rels/.rels")
        for relation in children(root, "Relationship"):
            if (attribute(relation, "Type") or "").endswith(_RELATIONSHIP):
                return (attribute(relation, "Target") or "").lstrip("/")
        return "word/document.xml"

    def related(self, *types: str) -> Iterator[_Element]:
        """The parts that the main part refers to as one of *types*, in the order of its relationships."""
        folder, name = posixpath.split(self.main)
        for relation in children(self.part(f"{folder}/_rels/{name}.rels"), "Relationship"):
            if (attribute(relation, "Type") or "").rpartition("/")[2] in types:
                target = posixpath.join("/" + folder, attribute(relation, "Target") or "")
                root = self.part(posixpath.normpath(target).lstrip("/"))
                if root is not None:
                    yield root

    def beside(self, name: str) -> _Element | None:
        """The part *name* in the folder of the main part."""
        return self.part(posixpath.join(posixpath.dirname(self.main), name))

    def part(self, path: str) -> _Element | None:
        """The root of a part, None where the package has none. Entities and DTDs are refused."""
        member = self._names.get(path.lower())
        if member is None:
            return None
        try:
            data = self._zip.read(member)
        except Exception as error:
            raise _damaged(error) from None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _damaged(error) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise InputError(
                _("The document defines entities of its own, which are not read for safety."),
                where=path,
                mend=_("Open the document in a word processor and save it again as DOCX."),
            )
        return root


def _damaged(error: Exception) -> InputError:
    return InputError(
        _("The DOCX file is damaged."),
        why=_("Where reading stopped: {words}").format(words=str(error) or type(error).__name__),
        mend=_("Open it in Word or WPS, which can repair it, and save it again; or fetch it anew."),
    )


@dataclass(frozen=True, slots=True)
class Style:
    name: str = ""
    based_on: str | None = None
    list_id: str | None = None
    depth: int | None = None


def styles_of(package: Package) -> dict[str, Style]:
    """The paragraph styles by id."""
    styles = {}
    for element in children(package.beside("styles.xml"), "style"):
        listed = child(element, "pPr", "numPr")
        depth = attribute(child(listed, "ilvl"), "val")
        styles[attribute(element, "styleId") or ""] = Style(
            name=attribute(child(element, "name"), "val") or "",
            based_on=attribute(child(element, "basedOn"), "val"),
            list_id=attribute(child(listed, "numId"), "val"),
            depth=_integer(depth),
        )
    return styles


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    style_link: str | None = None
    link: str | None = None


def numbering_of(package: Package) -> tuple[Numbering, dict[tuple[str, str], int]]:
    """The lists, and the level that a style has in a list: (numId, style id) → level."""
    root = package.beside("numbering.xml")
    forms: dict[str, _Abstract] = {}
    by_style: dict[str, dict[str, int]] = {}
    for element in children(root, "abstractNum"):
        key = attribute(element, "abstractNumId") or ""
        form = forms[key] = _Abstract(
            style_link=attribute(child(element, "styleLink"), "val"),
            link=attribute(child(element, "numStyleLink"), "val"),
        )
        for level in children(element, "lvl"):
            depth = _integer(attribute(level, "ilvl")) or 0
            form.levels[depth] = _level(level)
            if style := attribute(child(level, "pStyle"), "val"):
                by_style.setdefault(key, {})[style] = depth
    linked = {form.style_link: key for key, form in forms.items() if form.style_link}
    numbering = Numbering()
    style_levels: dict[tuple[str, str], int] = {}
    for element in children(root, "num"):
        list_id = attribute(element, "numId") or ""
        key = attribute(child(element, "abstractNumId"), "val") or ""
        if key in forms and not forms[key].levels:
            key = linked.get(forms[key].link or "", key)
        levels = dict(forms[key].levels) if key in forms else {}
        for override in children(element, "lvlOverride"):
            depth = _integer(attribute(override, "ilvl")) or 0
            if (own := child(override, "lvl")) is not None:
                levels[depth] = _level(own)
            start = _integer(attribute(child(override, "startOverride"), "val"))
            if start is not None:
                numbering.restarts.setdefault(list_id, {})[depth] = start
        numbering.levels[list_id] = levels
        numbering.abstract[list_id] = key
        style_levels.update({(list_id, style): depth for style, depth in by_style.get(key, {}).items()})
    return numbering, style_levels


def _level(element: _Element) -> Level:
    legal = child(element, "isLgl")
    start = _integer(attribute(child(element, "start"), "val"))
    return Level(
        start=1 if start is None else start,
        kind=attribute(child(element, "numFmt"), "val") or _custom(element) or "decimal",
        text=attribute(child(element, "lvlText"), "val") or "",
        suffix=attribute(child(element, "suff"), "val") or "tab",
        legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
        restart=_integer(attribute(child(element, "lvlRestart"), "val")),
    )


def _custom(element: _Element) -> str | None:
    """A format that Word 2010 and later keep in mc:AlternateContent, such as 001."""
    fallback = child(element, "AlternateContent", "Fallback", "numFmt")
    return attribute(fallback, "val")


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else None
