"""Names that the text defines: 企业 after 危险化学品企业（以下简称企业） is an enterprise of that trade.

The defining words are read as a bearer's name is, and taken where they tell more than the name alone. So are the
names of those whom 上述企业 refers to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policies.conditions import All, Any, Condition, Not, Quoted
from policies.definitions import Defined, Definition, DefinitionForm
from policies.documents import Document
from policies.duties import BodyKind
from policies.references import ReferenceKind
from policies.spans import Quote
from rules.reach import Reach
from rules.surfaces import plain

__all__ = ["as_defined"]

Read = Callable[[str, Quote | None, Reach], list[Condition]]

_QUANTIFIER = re.compile(r"(?:各类?|每个|所有|全体|任何|该)+")  # 有关 and 其他 point at some of them only
_TRADES = (BodyKind.ENTERPRISE, BodyKind.INSTITUTION)  # read word by word; of authorities the rows are understood
_BACK = re.compile("上述|前述|上列|前列|该")
_JOINT = re.compile("[、和及或与，]")
# where the bodies are, which the document's reach says already, and what every enterprise does
_WHERE = re.compile(r"(?:凡)?在?[^，。；、的]{0,16}?(?:行政区域|区域|辖区|境|范围)(?:之)?内(?:的)?|从事生产经营活动的")


def as_defined(
    own: list[Condition], kind: BodyKind, body: str, named: Quote, document: Document, reach: Reach, read: Read
) -> list[Condition]:
    """*own*, as the name *body* reads by itself, or what its definition tells where that is more."""
    definition = _definition(body, named, document)
    if definition is None:
        antecedents = _antecedents(kind, named, document)
        return _read_all(antecedents, kind, reach, read, bare=False) if antecedents else own
    members = [member.quote for member in definition.bodies if kind in member.kinds] or [definition.meaning]
    told = _read_all(members, kind, reach, read, bare=not own)
    if not told:
        return own
    asks = _count(told, asked=True)
    if definition.form is DefinitionForm.MEANING and asks:
        return own  # a sentence that explains a word is no question that could be put
    more = _count(told) - _count(own)
    return told if not own or (_count(own, asked=True) and more >= 0) or (not asks and more > 0) else own


def _definition(body: str, named: Quote, document: Document) -> Definition | None:
    """The definition that holds where *named* stands for the name that *body* is, quantifiers passed over."""
    words = _QUANTIFIER.sub("", plain(body), count=1) if _QUANTIFIER.match(plain(body)) else plain(body)
    found = [
        each for each in document.definitions
        if each.kinds and each.defines is not Defined.MATTER and each.scope.covers(named)
        and not each.span.covers(named) and plain(each.name.text) in (words, plain(body))
    ]  # fmt: skip
    return max(found, key=lambda each: (each.name.start <= named.start, each.name.start), default=None)


def _antecedents(kind: BodyKind, named: Quote, document: Document) -> tuple[Quote, ...]:
    """Whom 上述企业 refers to, where all of them are of this kind; none where it is left open, or others are meant."""
    if not _BACK.match(named.text):
        return ()
    found = (r for r in document.references if r.kind is ReferenceKind.BODIES and named.covers(r.quote))
    return next((reference.bodies for reference in found if reference.kinds == (kind,)), ())


def _read_all(members: Sequence[Quote], kind: BodyKind, reach: Reach, read: Read, *, bare: bool) -> list[Condition]:
    """What the bodies that *members* name are asked, one or the other; nothing where one of them is every body.

    Behind a *bare* name (单位) words that no fact answers count only in a clause that narrows (从事…的单位): a list of
    kinds of bodies that ends in 等单位 is open, and leaves nobody out.
    """
    readings: list[list[Condition]] = []
    for quote in members:
        words = _WHERE.sub("", plain(quote.text))
        atoms = read(words, quote, reach) if words else []
        if not atoms or (bare and "的" not in words and _count(atoms, asked=True)):
            return []
        if kind in _TRADES and _JOINT.search(words) and _count(atoms) > 1:
            atoms = [Quoted(words=words, evidence=quote)]  # which of the facts are alternatives is not told
        readings.append(atoms)
    if len(readings) == 1:
        return readings[0]
    return [Any(of=tuple(atoms[0] if len(atoms) == 1 else All(of=tuple(atoms)) for atoms in readings))]


def _count(atoms: list[Condition], *, asked: bool = False) -> int:
    """How many facts the atoms ask for; with *asked* only those that nothing but words tell."""
    total = 0
    for atom in atoms:
        if isinstance(atom, All | Any):
            total += _count(list(atom.of), asked=asked)
        elif isinstance(atom, Not):
            total += _count([atom.of], asked=asked)
        else:
            total += isinstance(atom, Quoted) if asked else not isinstance(atom, Quoted)
    return total
