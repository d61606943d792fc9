"""The committed JSON schema of entity files is the model's."""

from __future__ import annotations

import json

from policies.entities import Entity
from rules.schema import PATH, entity_schema


def test_committed_schema_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == entity_schema(), "run: python -m rules.schema"


def test_schema_is_closed_and_names_every_key() -> None:
    schema = json.loads(entity_schema())
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(Entity.model_fields)
