"""A dictionary's data as YAML that people read and edit: the same data, the same bytes."""

import io
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ..text import visible
from .framework_data import Data

_ON_ONE_LINE = 100
"""Characters of the texts in a mapping or list that is still written on one line."""
_ALWAYS_OPEN = frozenset(
    ("layers", "stages", "rater_roles", "competencies", "levels", "behaviours", "positions", "actions")
)
"""Lists whose items are written line by line, each a part of its own."""


def write_yaml(data: Data, head: Sequence[str] = ()) -> bytes:
    """The data as YAML in UTF-8, after `head` as comment."""
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1_000_000  # a statement is one line, so that a change of one is a change of one line
    out = io.StringIO()
    for line in head:
        out.write(f"# {visible(line)}".rstrip() + "\n")
    if head:
        out.write("\n")
    yaml.dump(_styled(data), out)
    return out.getvalue().encode("utf-8")


def _styled(value: Any, name: str = "") -> Any:
    """The value with short mappings and lists of plain values set on one line."""
    if isinstance(value, dict):
        mapping = CommentedMap((_styled(k), _styled(v, k)) for k, v in value.items())
        if _is_short(value) and name != "":
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        items = CommentedSeq(_styled(v, name) for v in value)
        if (
            name not in _ALWAYS_OPEN
            and value
            and not any(isinstance(v, dict | list) for v in value)
            and _is_short(value)
        ):
            items.fa.set_flow_style()
        return items
    if isinstance(value, str) and not _is_plain(value):
        return DoubleQuotedScalarString(value)
    return value


def _is_short(part: dict[str, Any] | list[Any]) -> bool:
    values = [*part.values(), *part] if isinstance(part, dict) else part
    return not any(isinstance(v, dict | list) for v in values) and sum(len(str(v)) + 2 for v in values) < _ON_ONE_LINE


def _is_plain(text: str) -> bool:
    """Whether the library may choose how to write a text: one line, nothing that has to be escaped."""
    # Within braces the library leaves a text that begins with a colon bare, and then can't read it.
    return text.isprintable() and text == text.strip() and not text.startswith((":", "?"))
