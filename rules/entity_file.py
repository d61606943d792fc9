"""Writing an entity file: what ``load_entity`` reads back as the same entity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policies.entities import Entity

__all__ = ["entity_text"]


def entity_text(entity: Entity, path: Path) -> str:
    """The file *path* that states the facts of *entity*: JSON for the suffix .json, else YAML; unknown facts are left
    out, an empty list says "none"."""
    stated = entity.model_dump(mode="json", exclude_none=True)
    if not stated["attributes"]:
        del stated["attributes"]
    if path.suffix.lower() == ".json":
        return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"
    import yaml  # noqa: PLC0415 - only files need it

    class Dumper(yaml.SafeDumper):
        """Texts that look like something else (0610, 是, no) are quoted by YAML itself."""

    Dumper.add_representer(list, _flow)
    return str(yaml.dump(stated, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000))


def _flow(dumper: Any, values: list[Any]) -> Any:
    """Lists of words on one line; lists of sites a site a line."""
    words = all(isinstance(value, str) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=words)
