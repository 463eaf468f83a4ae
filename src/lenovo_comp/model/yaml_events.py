"""YAML text → the events of its one document, within limits. The only user of ruamel.yaml.

libyaml, where it is installed (ruamel.yaml.clib), reads usual texts 30 times as fast as ruamel.yaml's own parser.
The latter has the last word wherever the two might differ: `quick_events` gives up, `exact_events` does not.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.composer import ComposerError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.resolver import Resolver

from ..text import Text

try:
    from _ruamel_yaml import CParser
except ImportError:  # there is no wheel of libyaml for this platform
    CParser = None

DEEPEST = 24
MOST_ALIASES = 200
MOST_PARTS = 50_000
NESTING, ALIASES = Text("层嵌套", "levels of nesting"), Text("个别名", "aliases")
PARTS = Text("个组成部分", "parts")

TEXT = "tag:yaml.org,2002:str"

_STARTS = frozenset((MappingStartEvent, SequenceStartEvent))
_ENDS = frozenset((MappingEndEvent, SequenceEndEvent))
_BLOCK = re.compile(r"[|>][-+]?\r?")
_IMPLICIT = Resolver.yaml_implicit_resolvers  # by first character


class Events(NamedTuple):
    """A document's events, without those of the document itself. Parts are known by the number of their first event."""

    events: Sequence[Event]
    ends: dict[int, int]
    """The number of the event that ends a mapping or a sequence."""
    targets: dict[int, int]
    """The number of the event that an alias stands for."""

    def after(self, at: int) -> int:
        """The number of the event after the part that starts with event `at`."""
        return self.ends.get(at, at) + 1


class BeyondLimit(Exception):
    """A document exceeds a limit."""

    def __init__(self, most: int, what: Text, event: Event) -> None:
        super().__init__(most)
        self.most, self.what = most, what
        self.line, self.column = event.start_mark.line + 1, event.start_mark.column + 1


def quick_events(text: str) -> Events | None:
    """The events by libyaml; None without it, and for a text that it may read in another way or not at all."""
    # These are line breaks to libyaml alone, or nothing at all; and each parser allows tabs in other places.
    if CParser is None or any(map(text.__contains__, "\t\x85\u2028\u2029\ufeff")):
        return None
    if text.count("\r") != text.count("\r\n") or "\n..." in text:  # ends of documents may be taken for others
        return None
    try:
        events = _gathered(CParser(text))
    except Exception:  # the exact parser says what is wrong
        return None
    if not events.ends:  # one scalar is no dictionary, and its lines may start where comments do
        return None
    if any(map(text.__contains__, "!&|>")):
        lines = text.split("\n")
        if not all(_alike(event, lines) for event in events.events):
            return None
    return events


def _alike(event: Event, lines: Sequence[str]) -> bool:
    """Whether both parsers take the event in the same way: no tag, no anchor, and of block texts the simplest form."""
    if getattr(event, "tag", None) or getattr(event, "anchor", None):
        return False
    if getattr(event, "style", None) not in ("|", ">"):
        return True
    line, column = event.start_mark.line, event.start_mark.column
    return bool(_BLOCK.fullmatch(lines[line][column:])) and bool("".join(lines[line + 1 : line + 2]).strip())


def exact_events(text: str) -> Events:
    """The events by ruamel.yaml's own parser. Raises BeyondLimit, or one of its errors."""
    _, parser = YAML(typ="safe", pure=True).get_constructor_parser(text)
    try:
        return _gathered(parser)
    finally:
        parser.dispose()


def _gathered(parser: Any) -> Events:
    """The parser's events. They are counted as they come, since YAML itself sets no limits."""
    events: list[Event] = []
    found = Events(events, {}, {})
    anchors: dict[str, int] = {}
    unfinished: list[int] = []
    number = documents = 0
    while (event := parser.get_event()) is not None:
        number += 1
        if number > MOST_PARTS:
            raise BeyondLimit(MOST_PARTS, PARTS, event)
        kind = type(event)
        if kind is ScalarEvent or kind in _STARTS:
            if event.anchor is not None:
                anchors[event.anchor] = len(events)  # from here on, if the anchor is used again
            if kind is not ScalarEvent:
                unfinished.append(len(events))
                if len(unfinished) > DEEPEST:
                    raise BeyondLimit(DEEPEST, NESTING, event)
        elif kind in _ENDS:
            found.ends[unfinished.pop()] = len(events)
        elif kind is AliasEvent:
            if event.anchor not in anchors:
                raise ComposerError(None, None, f"found undefined alias {event.anchor!r}", event.start_mark)
            found.targets[len(events)] = anchors[event.anchor]
            # 396 bytes of aliases are read in 4 ms and then never finish validating.
            if len(found.targets) > MOST_ALIASES:
                raise BeyondLimit(MOST_ALIASES, ALIASES, event)
        else:
            documents += kind is DocumentStartEvent
            if documents > 1:
                problem = "but found another document"
                raise ComposerError("expected a single document in the stream", None, problem, event.start_mark)
            continue
        events.append(event)
    return found


def tag_of(scalar: Any) -> str:
    """The tag of a scalar; of a plain one without a tag what its text looks like."""
    plain, quoted = scalar.implicit
    if not plain:
        return TEXT if quoted else str(scalar.tag)
    return _look(scalar.value) if scalar.value[:1] in _IMPLICIT else TEXT


@lru_cache(maxsize=4096)
def _look(text: str) -> str:
    return next((str(tag) for tag, pattern in _IMPLICIT[text[:1]] if pattern.match(text)), TEXT)
