"""YAML text → plain data and the place of every part of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent
from ruamel.yaml.reader import ReaderError

from ..findings import catalogue
from ..findings.finding import Finding, Place, Rule
from ..text import Text
from .mistyped import excerpt_of, mistyped
from .yaml_events import MOST_PARTS, PARTS, TEXT, BeyondLimit, Events, exact_events, quick_events, tag_of

Path = tuple[str | int, ...]

LARGEST = 1_000_000  # characters

_PLAIN = "tag:yaml.org,2002:"
_SCALARS = frozenset(_PLAIN + tag for tag in ("str", "int", "float", "bool", "null", "timestamp"))
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True)
class Tree:
    """Data as read, with the number of the event that each path's value, and its key, starts with."""

    data: Any
    path: str
    lines: Sequence[str]
    events: Events
    values: dict[Path, int]
    keys: dict[Path, int]

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The place of a value, or of its key; of the nearest part that exists if it has none."""
        where = ".".join(map(str, path))
        at = self.values.get(path)
        event = None if at is None else self.events.events[at]
        left_blank = isinstance(event, ScalarEvent) and not event.value and not event.style
        # A missing value has no place of its own, so its key is shown.
        parts = self.keys if key or (left_blank and path in self.keys) else self.values
        while path and path not in parts:
            path, parts = path[:-1], self.values
        return _place(self.events, parts.get(path), self.path, self.lines, where)

    def line(self, path: Path) -> int | None:
        """The physical line on which the value starts."""
        at = self.values.get(path)
        return None if at is None else self.events.events[at].start_mark.line + 1


def read(text: str, path: str) -> tuple[Tree | None, list[Finding]]:
    """Parse YAML text. No tree if it is no YAML, is too large or too deep, or holds foreign tags."""
    lines = text.split("\n")
    if len(text) > LARGEST:
        return None, [_too_large(LARGEST, Text("个字符", "characters"), Place(path))]
    # A directive changes what the rest means: under %YAML 1.1 `no` is false.
    if (directive := _directive(lines)) is not None:
        line, value = directive
        return None, [Finding(catalogue.YAML_DIRECTIVE, Place(path, line, 1), value)]
    if (events := quick_events(text)) is not None:
        tree, problems = _tree(events, path, lines)
        if not problems:
            return tree, problems
    try:
        events = exact_events(text)
    except BeyondLimit as limit:
        return None, [_too_large(limit.most, limit.what, Place(path, limit.line, limit.column))]
    except Exception as error:  # whatever the parser trips over is a finding
        return None, [_syntax(error, text, path, lines)]
    return _tree(events, path, lines)


def _tree(events: Events, path: str, lines: Sequence[str]) -> tuple[Tree | None, list[Finding]]:
    """The tree that events make, and what is wrong with them."""
    builder = _Builder(events, path, lines)
    data = builder.build(0, ())[0] if events.events else None
    problems = builder.problems
    if data is None and not problems:
        return None, [Finding(catalogue.FILE_EMPTY, Place(path))]
    if any(p.rule is not catalogue.YAML_KEY_REPEATED for p in problems):
        return None, problems
    return Tree(data, path, lines, events, builder.values, builder.keys), problems


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
    """Events → data. Follows aliases, within bounds, and notes where everything is."""

    def __init__(self, events: Events, path: str, lines: Sequence[str]) -> None:
        self.values: dict[Path, int] = {}
        self.keys: dict[Path, int] = {}
        self.problems: list[Finding] = []
        self._all = events
        self._events, self._ends, self._targets = events
        self._path, self._lines = path, lines
        self._open: set[int] = set()

    def build(self, at: int, path: Path) -> tuple[Any, int]:
        """The value that starts with event `at`, and the number of the event after it."""
        event = self._events[at]
        kind = type(event)
        if kind is AliasEvent:
            target = self._targets[at]
            if target in self._open:
                self._report(catalogue.YAML_SELF_REFERENCE, target, path)
                return None, at + 1
            return self.build(target, path)[0], at + 1
        if len(self.values) > MOST_PARTS:
            if not any(p.rule is catalogue.YAML_TOO_LARGE for p in self.problems):
                self.problems.append(_too_large(MOST_PARTS, PARTS, Place(self._path)))
            return None, self._all.after(at)
        self.values[path] = at
        if kind is ScalarEvent:
            return self._scalar(at, path), at + 1
        self._open.add(at)
        build = self._sequence if kind is SequenceStartEvent else self._mapping
        try:
            return build(at, path)
        finally:
            self._open.discard(at)

    def _mapping(self, at: int, path: Path) -> tuple[dict[str, Any], int]:
        self._only_plain(at, path)
        result: dict[str, Any] = {}
        at += 1
        while type(self._events[at]) is not MappingEndEvent:
            start, value = self._targets.get(at, at), self._ends.get(at, at) + 1
            key = self._key(start, path, result)
            if key is None:
                at = self._all.after(value)
            else:
                where = (*path, key)
                self.keys[where] = start
                result[key], at = self.build(value, where)
        return result, at + 1

    def _key(self, at: int, path: Path, known: Collection[str]) -> str | None:
        """The key that event `at` is, unless it is of no use, or known already."""
        event: Any = self._events[at]
        if type(event) is not ScalarEvent:
            self._report(catalogue.KEY_UNKNOWN, at, path, value="?", suggestion="")
            return None
        tag, key = tag_of(event), event.value
        if tag == _PLAIN + "merge":
            self._report(catalogue.YAML_MERGE_KEY, at, path, value="<<")
        elif tag not in _SCALARS:
            self._report(catalogue.YAML_TAG, at, path, value=_shown_tag(tag))
        elif key in known:
            line = self._events[self.keys[(*path, key)]].start_mark.line + 1
            self._report(catalogue.YAML_KEY_REPEATED, at, path, value=key, first=str(line))
        else:
            return str(key)
        return None

    def _sequence(self, at: int, path: Path) -> tuple[list[Any], int]:
        self._only_plain(at, path)
        result: list[Any] = []
        at += 1
        while type(self._events[at]) is not SequenceEndEvent:
            item, at = self.build(at, (*path, len(result)))
            result.append(item)
        return result, at + 1

    def _scalar(self, at: int, path: Path) -> Any:
        event: Any = self._events[at]
        tag, text = tag_of(event), event.value
        if tag == TEXT:
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
        if tag in (_PLAIN + "timestamp", _PLAIN + "merge", _PLAIN + "value"):
            return text
        self._report(catalogue.YAML_TAG, at, path, value=_shown_tag(tag))
        return None

    def _only_plain(self, at: int, path: Path) -> None:
        event: Any = self._events[at]
        if not event.implicit and event.tag not in (_PLAIN + "map", _PLAIN + "seq"):
            self._report(catalogue.YAML_TAG, at, path, value=_shown_tag(str(event.tag)))

    def _report(self, rule: Rule, at: int, path: Path, value: str | None = None, **details: str) -> None:
        where = ".".join(map(str, path))
        place = _place(self._all, at, self._path, self._lines, where)
        self.problems.append(Finding(rule, place, value, details, key=where))


def _shown_tag(tag: str) -> str:
    return tag.replace(_PLAIN, "!!")


def _place(events: Events, at: int | None, path: str, lines: Sequence[str], field: str) -> Place:
    """The place of the part that starts with event `at`."""
    if at is None:
        return Place(path, field=field or None)
    start, end = events.events[at].start_mark, events.events[events.after(at) - 1].end_mark
    # Where the last line does not end, libyaml goes on as if it did.
    stop = (end.line, end.column) if end.line < len(lines) else (len(lines) - 1, len(lines[-1]))
    length = stop[1] - start.column if stop[0] == start.line else 1
    excerpt = excerpt_of(lines, start.line, start.column, max(length, 1))
    return Place(path, start.line + 1, start.column + 1, field=field or None, excerpt=excerpt)
