"""Dictionaries read by both YAML parsers, which must agree on everything."""

from __future__ import annotations

from unittest.mock import patch

from lenovo_comp.findings.finding import Finding
from lenovo_comp.model import yaml_tree
from lenovo_comp.model.dictionary import Model
from lenovo_comp.model.parsing import parse_model


def parse_by_both(data: bytes) -> tuple[Model | None, list[Finding]]:
    """What `parse_model` says with libyaml, where that is installed, and without."""
    model, found = parse_model(data, "any.yaml")
    with patch.object(yaml_tree, "quick_events", return_value=None):
        exact = parse_model(data, "any.yaml")
    assert (repr(model), found) == (repr(exact[0]), exact[1])
    return model, found
