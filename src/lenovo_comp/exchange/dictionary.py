"""A dictionary file as a framework, and a framework as a dictionary file."""

from collections.abc import Sequence

from ..findings.finding import Finding
from ..model import yaml_tree
from ..model.parsing import parse_model
from .framework import Framework
from .framework_data import from_data, to_data
from .yaml_writing import write_yaml


def read_dictionary(data: bytes, name: str) -> tuple[Framework | None, list[Finding]]:
    """The framework that a dictionary's bytes hold; None where anything found is an error."""
    model, found = parse_model(data, name)
    if model is None:
        return None, found
    tree, _ = yaml_tree.read(data.decode("utf-8-sig"), name)
    assert tree is not None  # it has just been parsed
    return from_data(tree.data), found


def write_dictionary(framework: Framework, head: Sequence[str] = ()) -> bytes:
    """A framework as the bytes of a dictionary file, with `head` as its first comment."""
    return write_yaml(to_data(framework), head)
