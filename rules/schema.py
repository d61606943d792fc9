"""The JSON schema of entity files, made from the model: ``python -m rules.schema`` writes the committed file."""

from __future__ import annotations

import json
from pathlib import Path

from policies.entities import Entity

__all__ = ["PATH", "entity_schema"]

PATH = Path(__file__).parents[1] / "policies" / "entity.schema.json"


def entity_schema() -> str:
    """The schema as the committed file holds it."""
    schema = Entity.model_json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    PATH.write_text(entity_schema(), encoding="utf-8", newline="\n")
