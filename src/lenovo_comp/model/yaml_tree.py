"""YAML text → plain data and the place of every part of it. The only user of ruamel.yaml.

The composed node tree is used, not the round-trip loader: it has the places too, in a fraction of
the time. Documents are bounded before they are composed, since YAML itself sets no limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

from .. import catalogue
from ..diagnostics import Diagnostic, Excerpt, Place, Rule, shorten, visible

Path = tuple[str | int, ...]

DEEPEST = 24
MOST_ALIASES = 200
MOST_PARTS = 200_000
LARGEST = 4_000_000  # characters

_PLAIN = "tag:yaml.org,2002:"
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True)
class Tree:
    """Data as read, with the node it came from for each path."""

    data: Any
    path: str
    lines: Sequence[str]
    nodes: dict[Path, Node]
    keys: dict[Path, Node]

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The place of a value, or of its key; of the nearest part that exists if it has none."""
        nodes = self.keys if key else self.nodes
        while path and path not in nodes:
            path, nodes = path[:-1], self.nodes
        return _place(nodes.get(path), self.path, self.lines, ".".join(map(str, path)))

    def line(self, path: Path) -> int | None:
        """The physical line on which the value starts."""
        node = self.nodes.get(path)
        return node.start_mark.line + 1 if node is not None else None


def read(text: str, path: str) -> tuple[Tree | None, list[Diagnostic]]:
    """Parse YAML 1.2 text. No tree if the text is no YAML, is too large, or holds foreign tags."""
    lines = text.split("\n")
    if too_large := _too_large(text):
        return None, [Diagnostic(catalogue.YAML_TOO_LARGE, Place(path), details={"reason": too_large})]
    yaml = YAML(typ="safe", pure=True)
    try:
        depth = aliases = 0
        for event in yaml.parse(text):
            if isinstance(event, CollectionStartEvent):
                depth += 1
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
            elif isinstance(event, AliasEvent):
                aliases += 1
            if depth > DEEPEST or aliases > MOST_ALIASES:
                reason = f"> {DEEPEST}" if depth > DEEPEST else f"> {MOST_ALIASES} *"
                mark = event.start_mark
                place = Place(path, mark.line + 1, mark.column + 1)
                return None, [Diagnostic(catalogue.YAML_TOO_LARGE, place, details={"reason": reason})]
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(filter(None, (error.context, error.problem)))
        place = Place(path)
        if mark is not None:
            place = Place(path, mark.line + 1, mark.column + 1, excerpt=_excerpt(lines, mark.line, mark.column, 1))
        return None, [Diagnostic(catalogue.YAML_SYNTAX, place, details={"reason": reason})]
    except (YAMLError, ValueError) as error:
        # Characters that YAML forbids, or escapes that stand for no character.
        details = {"reason": str(error).split("\n")[0]}
        return None, [Diagnostic(catalogue.YAML_SYNTAX, Place(path), details=details)]
    if root is None:
        return None, [Diagnostic(catalogue.FILE_EMPTY, Place(path))]
    builder = _Builder(path, lines)
    data = builder.build(root, ())
    if builder.problems:
        return None, builder.problems
    return Tree(data, path, lines, builder.nodes, builder.keys), []


def _too_large(text: str) -> str:
    return f"> {LARGEST:,}" if len(text) > LARGEST else ""


class _Builder:
    """Nodes → data. Follows aliases, within bounds, and notes where everything stands."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.path, self.lines = path, lines
        self.nodes: dict[Path, Node] = {}
        self.keys: dict[Path, Node] = {}
        self.problems: list[Diagnostic] = []
        self._open: set[int] = set()

    def build(self, node: Node, path: Path) -> Any:
        if id(node) in self._open:
            self._report(catalogue.YAML_SELF_REFERENCE, node, path)
            return None
        if len(self.nodes) > MOST_PARTS:
            if not any(p.rule is catalogue.YAML_TOO_LARGE for p in self.problems):
                self._report(catalogue.YAML_TOO_LARGE, node, path, reason=f"> {MOST_PARTS:,}")
            return None
        self.nodes[path] = node
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        self._open.add(id(node))
        try:
            if isinstance(node, SequenceNode):
                return self._sequence(node, path)
            return self._mapping(node, path)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: Node, path: Path) -> dict[Any, Any]:
        self._only_plain(node, path)
        result: dict[Any, Any] = {}
        first: dict[Any, Node] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, ScalarNode) else repr(key_node.tag)
            if not isinstance(key_node, ScalarNode):
                self._report(catalogue.KEY_UNKNOWN, key_node, path, value="?", suggestion="")
                continue
            if key in first:
                line = first[key].start_mark.line + 1
                self._report(catalogue.YAML_KEY_REPEATED, key_node, path, value=key, first=str(line))
                continue
            first[key] = key_node
            self.keys[(*path, key)] = key_node
            result[key] = self.build(value_node, (*path, key))
        return result

    def _sequence(self, node: SequenceNode, path: Path) -> list[Any]:
        self._only_plain(node, path)
        return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]

    def _scalar(self, node: ScalarNode, path: Path) -> Any:
        tag, text = str(node.tag), str(node.value)
        if node.style in ("'", '"', "|", ">") and tag == _PLAIN + "str":
            return text
        try:
            if tag == _PLAIN + "int":
                return int(text.replace("_", ""), 0 if text.startswith(("0x", "0o")) else 10)
            if tag == _PLAIN + "float":
                return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            return text
        if tag == _PLAIN + "bool":
            return _BOOLEANS.get(text.casefold(), text)
        if tag == _PLAIN + "null":
            return None
        if tag in (_PLAIN + "str", _PLAIN + "timestamp"):
            return text
        self._report(catalogue.YAML_TAG, node, path, value=_tag(tag))
        return None

    def _only_plain(self, node: Node, path: Path) -> None:
        if str(node.tag) not in (_PLAIN + "map", _PLAIN + "seq"):
            self._report(catalogue.YAML_TAG, node, path, value=_tag(str(node.tag)))

    def _report(self, rule: Rule, node: Node, path: Path, value: str | None = None, **details: str) -> None:
        where = ".".join(map(str, path))
        place = _place(node, self.path, self.lines, where)
        self.problems.append(Diagnostic(rule, place, value, details, key=where))


def _tag(tag: str) -> str:
    return tag.replace(_PLAIN, "!!")


def _place(node: Node | None, path: str, lines: Sequence[str], field: str) -> Place:
    if node is None:
        return Place(path, field=field or None)
    start, end = node.start_mark, node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    excerpt = _excerpt(lines, start.line, start.column, max(length, 1))
    return Place(path, start.line + 1, start.column + 1, field=field or None, excerpt=excerpt)


def _excerpt(lines: Sequence[str], line: int, column: int, length: int) -> Excerpt | None:
    """The line from `column` on, shortened; what stands before is context worth keeping."""
    if line >= len(lines):
        return None
    text = lines[line].rstrip("\r")
    before, cell = visible(text[:column]), shorten(text[column : column + length])
    lead = before.lstrip()
    if len(lead) > 24:
        lead = "…" + lead[-23:]
    return Excerpt(lead + cell, len(lead), max(len(cell), 1))
