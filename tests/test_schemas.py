"""The JSON schemas: what their files say is what the types say, and a schema turns away what is no document."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypedDict

import pytest
from jsonschema import Draft202012Validator

from lenovo_comp.findings.finding import Severity
from website.json_schemas import FOLDER, document_schema, documents, schema_files, types

from .conftest import SAMPLE, Run

WRITTEN = {
    "assessment": ("assess", *SAMPLE, "--by", "manager", "--fail-on", "gap>1"),
    "gap": ("gap", *SAMPLE, "-e", "E012", "--with", "communication=4"),
    "explanation": ("explain", *SAMPLE, "-e", "E004", "-c", "communication", "--show-raters"),
    "plan": ("plan", *SAMPLE, "-e", "E004", "--mentors"),
    "demand": ("plan", *SAMPLE, "--team"),
    "match": ("match", *SAMPLE, "--bench"),
    "stage": ("stage", *SAMPLE),
    "trend": ("trend", *SAMPLE),
    "diff": ("diff", "data/big_account_sales.yaml", "tests/models/clinic_nursing.yaml", *SAMPLE),
    "model": ("show-model", "communication"),
    "sheet-status": ("sheet", "--status", *SAMPLE),
    "diagnostics": ("check", "tests/cases/ratings_with_errors.csv"),
    "conversion": ("import", "tests/cases/frameworks/matrix/en_function_sub.xlsx"),
}


def test_the_files_are_those_that_the_types_make() -> None:
    """`make schemas` writes them."""
    assert {file.name: file.read_text("utf-8") for file in FOLDER.iterdir()} == dict(schema_files())


def test_every_document_has_a_schema_and_every_type_a_name_of_its_own() -> None:
    assert len(documents()) == len(WRITTEN) + 1  # the receipt
    assert [name for name, n in Counter(t.__name__ for t in types()).items() if n > 1] == []


CONSTANT = ("ranked_by",)
OPEN = ("settings", "roles", "role_agreement", "turns")
"""Objects from which any key may be missing."""


def spoilt(document: Any) -> Iterator[Any]:
    """The document with one thing in it that can't be: a key missing, a key too many, another type."""
    for key in document if isinstance(document, dict) else range(len(document)):
        inside = spoilt(document[key]) if isinstance(document[key], dict | list) and key not in OPEN else ()
        for wrong in ([1.5], {"zzz": {}}, *inside):
            other = copy.copy(document)
            other[key] = wrong
            yield other
    if isinstance(document, dict):
        yield {**document, "zzz": None}
        yield from ({k: v for k, v in document.items() if k != left_out} for left_out in document)


def shortened(document: Any) -> Any:
    """The document with the first item only of each of its lists."""
    if isinstance(document, dict):
        return {key: shortened(value) for key, value in document.items()}
    return [shortened(item) for item in document[:1]] if isinstance(document, list) else document


@pytest.mark.parametrize("name", WRITTEN)
def test_a_schema_turns_away_whatever_is_spoilt(name: str, run: Run) -> None:
    schema = Draft202012Validator(json.loads((FOLDER / f"comp.{name}-1.schema.json").read_text("utf-8")))
    document = json.loads(run(*WRITTEN[name], "--format", "json").stdout)
    document = {k: v if k in CONSTANT else shortened(v) for k, v in document.items()}
    assert schema.is_valid(document)
    assert [other for other in spoilt(document) if schema.is_valid(other)] == []


class Part(TypedDict):
    """What is told."""

    colour: Literal["red", "blue"] | None


class Whole(Part):
    """What `comp` prints.

    And for whom.
    """

    schema: Literal["comp.whole/1"]
    at: Annotated[int, ("minimum", 1)] | None
    """From one on."""
    part: Part | None
    counts: dict[Severity, int]
    means: Annotated[dict[str, float], "By role."]


def test_a_schema_says_what_a_type_says() -> None:
    schema = document_schema(Whole)
    assert (schema["$id"], schema["title"]) == ("urn:comp:schema:comp.whole/1", "What `comp` prints")
    assert schema["description"] == "And for whom."
    assert list(schema["properties"]) == schema["required"] == ["schema", "colour", "at", "part", "counts", "means"]
    properties = schema["properties"]
    assert properties["colour"] == {"enum": ["red", "blue", None]}
    assert properties["at"] == {"type": ["integer", "null"], "minimum": 1, "description": "From one on."}
    assert properties["part"] == {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]}
    assert properties["counts"]["required"] == ["error", "warning", "info"]
    assert properties["means"]["additionalProperties"] == {"type": "number"}
    assert schema["$defs"]["Part"]["description"] == "What is told."
