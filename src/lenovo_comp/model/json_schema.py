"""The dictionary's JSON Schema, for editors and other checkers."""

from typing import Any

from . import schema as s
from .parsing import defaults

ID = "urn:comp:schema:comp.dictionary/1"


_PLAIN = {"type": "string", "pattern": r"\S", "description": "Words of a dictionary in one language."}


def dictionary_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a dictionary file; what has a default is not required."""
    schema = s.Dictionary.model_json_schema()
    filled = defaults()
    schema["required"] = [key for key in schema["required"] if key not in filled]
    parts = schema["$defs"]
    for filled_up in ("Agreement", "Attainment"):
        parts[filled_up].pop("required")
    for worded in ("Text", "Statement"):
        parts[worded] = {"anyOf": [_PLAIN, parts[worded]]}
    for listed in (schema["properties"]["languages"], parts["Competency"]["properties"]["group"]):
        listed["anyOf"] = [listed["items"], {key: listed.pop(key) for key in ("type", "items", "minItems", "maxItems")}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        **schema,
        "title": "A competency dictionary of comp",
    }
