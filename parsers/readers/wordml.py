"""The package of a DOCX file: its parts as XML, its lists and styles (ECMA-376, transitional and strict alike).

Names are compared without their namespace, since the transitional and the strict form differ only there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from parsers.readers.archive import Archive, attribute, child, children, name_of
from parsers.readers.numbering import Level, Numbering
from policies.messages import N_

__all__ = ["Package", "Style", "attribute", "child", "children", "name_of", "numbering_of", "styles_of"]

_RELATIONSHIP = "/officeDocument"
_REPAIR = N_("Open it in Word or WPS, which can repair it, and save it again; or fetch it anew.")


class Package(Archive):
    """An opened DOCX file. Raises InputError where it is damaged, encrypted or beyond a limit."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, "DOCX", _REPAIR)
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
