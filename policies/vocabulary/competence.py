"""Competence: which function of government oversees which sector. The data are in ``competence.toml``."""

from __future__ import annotations

from functools import lru_cache

from policies.vocabulary import sectors
from policies.vocabulary.tables import table

__all__ = ["entries", "overseers", "oversees"]


def entries() -> dict[str, tuple[str, ...]]:
    """The data as they stand: sector → functions, the one in charge first."""
    return {term: tuple(functions) for term, functions in table("competence")["oversees"].items()}


@lru_cache(maxsize=1024)
def overseers(sector: str) -> tuple[str, ...]:
    """The functions that oversee a sector (a term of ours), the ones in charge first.

    They are those of its own entry, else of the nearest terms above that have one. A term above all entries
    (高危行业) is overseen by whoever oversees one of its widest parts (交通运输, not 校车). Empty where the vocabulary
    does not tell.
    """
    data = entries()
    layer = [sector]
    while layer:
        found = [function for term in layer for function in data.get(term, ())]
        if found:
            return tuple(dict.fromkeys(found))
        layer = [above for term in layer if (entry := sectors.get(term)) for above in entry.within]
    parts = [term for term in data if sectors.is_within(term, sector)]
    widest = [term for term in parts if not any(other != term and sectors.is_within(term, other) for other in parts)]
    return tuple(dict.fromkeys(function for term in widest for function in data[term]))


def oversees(function: str, sector: str) -> bool:
    """Whether a function oversees a sector; both are terms of ours."""
    return function in overseers(sector)
