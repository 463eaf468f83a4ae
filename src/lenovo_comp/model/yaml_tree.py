"""YAML text → plain data and the place of every part of it. The only user of ruamel.yaml.

The composed node tree is used, not the round-trip loader: it has the places too, in a fraction of
the time. Documents are bounded before they are composed, since YAML itself sets no limits.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event
from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from ..findings import catalogue
from ..findings.finding import Finding, Place, Rule
from ..text import Text
from .mistyped import excerpt_of, mistyped

Path = tuple[str | int, ...]

DEEPEST = 24
MOST_ALIASES = 200
MOST_PARTS = 50_000
LARGEST = 1_000_000  # characters

_NESTING, _ALIASES = Text("层嵌套", "levels of nesting"), Text("个别名", "aliases")
_PARTS = Text("个组成部分", "parts")
_PLAIN = "tag:yaml.org,2002:"
_SCALARS = frozenset(_PLAIN + tag for tag in ("str", "int", "float", "bool", "null", "timestamp"))
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
        where = ".".join(map(str, path))
        node = self.nodes.get(path)
        left_blank = isinstance(node, ScalarNode) and node.value == "" and node.style is None
        # A missing value has no place of its own, so its key is shown.
        nodes = self.keys if key or (left_blank and path in self.keys) else self.nodes
        while path and path not in nodes:
            path, nodes = path[:-1], self.nodes
        return _place(nodes.get(path), self.path, self.lines, where)

    def line(self, path: Path) -> int | None:
        """The physical line on which the value starts."""
        node = self.nodes.get(path)
        return node.start_mark.line + 1 if node is not None else None


def read(text: str, path: str) -> tuple[Tree | None, list[Finding]]:
    """Parse YAML text. No tree if it is no YAML, is too large or too deep, or holds foreign tags."""
    lines = text.split("\n")
    if len(text) > LARGEST:
        return None, [_too_large(LARGEST, Text("个字符", "characters"), Place(path))]
    # A directive changes what the rest means: under %YAML 1.1 `no` is false.
    if (directive := _directive(lines)) is not None:
        line, value = directive
        return None, [Finding(catalogue.YAML_DIRECTIVE, Place(path, line, 1), value)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # legal, and the later one holds
            root = _composed(text)
    except _BeyondLimit as limit:
        return None, [_too_large(limit.most, limit.what, Place(path, limit.line, limit.column))]
    except Exception as error:  # whatever the parser trips over is a finding
        return None, [_syntax(error, text, path, lines)]
    builder = _Builder(path, lines)
    data = builder.build(root, ()) if root is not None else None
    problems = builder.problems
    if data is None and not problems:
        return None, [Finding(catalogue.FILE_EMPTY, Place(path))]
    if any(p.rule is not catalogue.YAML_KEY_REPEATED for p in problems):
        return None, problems
    return Tree(data, path, lines, builder.nodes, builder.keys), problems


class _BeyondLimit(Exception):
    """A document exceeds a limit."""

    def __init__(self, most: int, what: Text, event: Event) -> None:
        super().__init__(most)
        self.most, self.what = most, what
        self.line, self.column = event.start_mark.line + 1, event.start_mark.column + 1


def _composed(text: str) -> Node | None:
    """The node tree. Events are counted on their way to the composer, which stops at a limit."""
    # The composed tree has marks, which the safe loader throws away, and is nine times as fast as the round-trip one.
    constructor, parser = YAML(typ="safe", pure=True).get_constructor_parser(text)
    depth = aliases = number = 0
    get_event = parser.get_event

    def counted() -> Event:
        nonlocal depth, aliases, number
        event: Event = get_event()
        number += 1
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        aliases += isinstance(event, AliasEvent)
        # ruamel.yaml sets no limit: 396 bytes of aliases load in 4 ms and then never finish validating.
        limits = ((depth, DEEPEST, _NESTING), (aliases, MOST_ALIASES, _ALIASES), (number, MOST_PARTS, _PARTS))
        for count, most, what in limits:
            if count > most:
                raise _BeyondLimit(most, what, event)
        return event

    parser.get_event = counted
    try:
        root: Node | None = constructor.composer.get_single_node()
        return root
    finally:
        parser.dispose()


def _directive(lines: Sequence[str]) -> tuple[int, str] | None:
    """The first directive (`%YAML 1.2`), which comes before everything but comments, and its line."""
    for number, line in enumerate(lines, 1):
        if line.startswith("%"):
            return number, line.strip()
        if line.strip() and not line.startswith("#"):
            break
    return None


def _too_large(most: int, what: Text, place: Place) -> Finding:
    reason = Text(f"超过 {most:,} {what.zh}", f"more than {most:,} {what.en}")
    return Finding(catalogue.YAML_TOO_LARGE, place, details={"reason": reason})


def _syntax(error: Exception, text: str, path: str, lines: Sequence[str]) -> Finding:
    """The parser's complaint, where it says where."""
    reason = str(error).split("\n")[0] or type(error).__name__
    place = Place(path)
    if isinstance(error, MarkedYAMLError):
        reason = " ".join(filter(None, (error.context, error.problem)))
        mark = error.problem_mark or error.context_mark
        if "end of stream" in (error.problem or "") and error.context_mark is not None:
            mark = error.context_mark
        if mark is not None:
            excerpt = excerpt_of(lines, mark.line, mark.column, 1)
            place = Place(path, mark.line + 1, mark.column + 1, excerpt=excerpt)
    elif isinstance(error, ReaderError):
        before = text[: error.position]
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        place = Place(path, line + 1, column + 1, excerpt=excerpt_of(lines, line, column, 1))
        reason = error.reason
    for number in (place.line or 0, (place.line or 0) - 1):
        if number > 0 and (found := mistyped(lines, number, path)) is not None:
            return found
    return Finding(catalogue.YAML_SYNTAX, place, details={"reason": reason})


class _Builder:
    """Nodes → data. Follows aliases, within bounds, and notes where everything stands."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.path, self.lines = path, lines
        self.nodes: dict[Path, Node] = {}
        self.keys: dict[Path, Node] = {}
        self.problems: list[Finding] = []
        self._open: set[int] = set()

    def build(self, node: Node, path: Path) -> Any:
        if id(node) in self._open:
            self._report(catalogue.YAML_SELF_REFERENCE, node, path)
            return None
        if len(self.nodes) > MOST_PARTS:
            if not any(p.rule is catalogue.YAML_TOO_LARGE for p in self.problems):
                self.problems.append(_too_large(MOST_PARTS, _PARTS, Place(self.path)))
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
            if not isinstance(key_node, ScalarNode):
                self._report(catalogue.KEY_UNKNOWN, key_node, path, value="?", suggestion="")
                continue
            if str(key_node.tag) == _PLAIN + "merge":
                self._report(catalogue.YAML_MERGE_KEY, key_node, path, value="<<")
                continue
            if str(key_node.tag) not in _SCALARS:
                self._report(catalogue.YAML_TAG, key_node, path, value=_tag(str(key_node.tag)))
                continue
            key = key_node.value
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
        if tag in (_PLAIN + "str", _PLAIN + "timestamp", _PLAIN + "merge", _PLAIN + "value"):
            return text
        self._report(catalogue.YAML_TAG, node, path, value=_tag(tag))
        return None

    def _only_plain(self, node: Node, path: Path) -> None:
        if str(node.tag) not in (_PLAIN + "map", _PLAIN + "seq"):
            self._report(catalogue.YAML_TAG, node, path, value=_tag(str(node.tag)))

    def _report(self, rule: Rule, node: Node, path: Path, value: str | None = None, **details: str) -> None:
        where = ".".join(map(str, path))
        place = _place(node, self.path, self.lines, where)
        self.problems.append(Finding(rule, place, value, details, key=where))


def _tag(tag: str) -> str:
    return tag.replace(_PLAIN, "!!")


def _place(node: Node | None, path: str, lines: Sequence[str], field: str) -> Place:
    if node is None:
        return Place(path, field=field or None)
    start, end = node.start_mark, node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    excerpt = excerpt_of(lines, start.line, start.column, max(length, 1))
    return Place(path, start.line + 1, start.column + 1, field=field or None, excerpt=excerpt)
