"""Words for people that several floors use: kinds of body and levels of administration."""

from __future__ import annotations

from policies.documents import Level
from policies.duties import BodyKind
from policies.messages import _

__all__ = ["kind_word", "level_word"]


def kind_word(kind: BodyKind) -> str:
    """A kind of body, for people."""
    return {
        BodyKind.GOVERNMENT: _("government"),
        BodyKind.DEPARTMENT: _("department"),
        BodyKind.ENTERPRISE: _("enterprise"),
        BodyKind.INSTITUTION: _("institution"),
        BodyKind.INDIVIDUAL: _("individual"),
    }[kind]


def level_word(level: Level) -> str:
    """An administrative level, for people."""
    return {
        Level.NATIONAL: _("national level"),
        Level.PROVINCE: _("province level"),
        Level.CITY: _("city level"),
        Level.COUNTY: _("county level"),
        Level.TOWNSHIP: _("township level"),
    }[level]
