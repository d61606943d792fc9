"""How bodies stand to each other and to sectors, as names and the tables of the vocabulary tell: edges between nodes
that a graph holds already. Each states the inference that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.edges import Edge, node
from policies.messages import _
from policies.vocabulary import competence, functions, issuers, places, scopes

__all__ = ["between"]

_INSIDE = ("办公室", "办事机构")  # of a commission; it has no competence of its own
_INFERRED = "?"


def between(actors: Iterable[str], sectors: Iterable[str]) -> Iterator[Edge]:
    """Edges between *actors* and to *sectors*, both by their keys in the graph, in an order that depends on nothing
    else."""
    named = sorted(actor for actor in actors if not actor.startswith(_INFERRED))
    governments = _governments(named)
    for code, actor in governments.items():
        place = places.by_code(code)
        if place is not None and place.parent in governments:
            why = _("The place of the one lies directly in the place of the other.")
            yield _edge(governments[place.parent], actor, "superior_of", why)
    for actor in named:
        yield from _part_of(actor, named, governments)
    for sector in sorted(sectors):
        for actor in named:
            yield from _oversees(actor, sector)


def _edge(source: str, target: str, type_: str, why: str) -> Edge:
    return Edge(node("actor", source), node("actor", target), type_, why)


def _governments(named: Iterable[str]) -> dict[str, str]:
    """Place → its government, where one is named in full: 吉林省人民政府."""
    found: dict[str, str] = {}
    for actor in named:
        place = actor.removesuffix("政府").removesuffix("人民")
        if actor.endswith("政府") and len(candidates := places.resolve(place)) == 1:
            found.setdefault(candidates[0].code, actor)
    return found


def _part_of(actor: str, named: list[str], governments: dict[str, str]) -> Iterator[Edge]:
    """吉林市公安局 of 吉林市人民政府; 省安委会办公室 of 省安委会; 企业主要负责人 of 企业."""
    for end in _INSIDE:
        if actor.endswith(end) and actor.removesuffix(end) in named:
            yield _edge(actor, actor.removesuffix(end), "part_of", _("Its name says so."))
    holders = [actor.removesuffix(post).removesuffix("的") for post in scopes.posts() if actor.endswith(post)]
    if (body := max((one for one in holders if one in named), key=len, default=None)) is not None:
        yield _edge(actor, body, "part_of", _("Its name says so."))
    if holders:
        return
    if actor.endswith("政府") or not functions.of_organ(actor):
        return
    leading = issuers.leading_place(actor)
    if leading is not None and leading[0].code in governments:
        why = _("It is a department of that place, by its name.")
        yield _edge(actor, governments[leading[0].code], "part_of", why)


def _oversees(actor: str, sector: str) -> Iterator[Edge]:
    overseers = competence.overseers(sector)
    held = [one for one in functions.of_organ(actor) if one in overseers]
    if held and not actor.endswith(_INSIDE):
        why = _("By the table of competence, {function} oversees {sector}.").format(function=held[0], sector=sector)
        yield Edge(node("actor", actor), node("sector", sector), "oversees", why)
