"""Who asks: the facts about a government, department, enterprise, institution or person."""

from __future__ import annotations

from pydantic import Field

from policies.documents import Level
from policies.duties import BodyKind
from policies.spans import Value

__all__ = ["Entity", "Site"]


class Site(Value):
    """A place of work of its own; its sectors are those of the entity where it states none."""

    name: str | None = None
    place: str
    sectors: tuple[str, ...] | None = None


class Entity(Value):
    """Facts; None is unknown, never no. A list that is stated (sectors, functions, sites) is complete.

    ``attributes`` are named facts with true or false (重大危险源: true); one that is not named is unknown.
    """

    name: str | None = None
    kind: BodyKind | None = None
    level: Level | None = None
    place: str | None = None  # name in full or GB/T 2260 code
    sectors: tuple[str, ...] | None = None  # our words or GB/T 4754 codes
    size: str | None = None  # 规模以上, 规模以下, 大型, 中型, 小型, 微型, 规模以上小型 …
    employees: int | None = None
    revenue: int | None = None  # of a year, in 万元
    assets: int | None = None  # in 万元
    functions: tuple[str, ...] | None = None  # of a department: 应急管理, 公安 …
    position: str | None = None  # a post: 主要负责人
    attributes: dict[str, bool] = Field(default_factory=dict)
    sites: tuple[Site, ...] | None = None
