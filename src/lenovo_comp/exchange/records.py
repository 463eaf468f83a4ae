"""Lists in JSON and YAML as tables: a record a row, its keys as heads."""

import json
from collections.abc import Iterator
from typing import Any

from ..findings import catalogue
from ..findings.finding import Rule
from .source import At, Grid, Source


def records_of(source: Source, where: str) -> Grid | None:
    """The list at a dotted path of a source's data as a grid, its first row the names of keys; None if there is none.

    A list within a record becomes the lines of a cell; what can't be text (a mapping) is marked as odd.
    """
    data: Any = source.data
    for step in filter(None, where.split(".")):
        data = data.get(step) if isinstance(data, dict) else None
    if not isinstance(data, list):
        return None
    grid = Grid(where, source.path, {}, pointer="".join(f"/{step}" for step in where.split(".") if step))
    odd: dict[At, Rule] = {}
    columns: dict[str, int] = {}
    for i, record in enumerate(data, 1):
        for key, value in _leaves(record):
            at = i, columns.setdefault(key, len(columns))
            text = _as_text(value)
            if text is None:
                odd[at] = catalogue.FIELD_LOST
            if text is None or text.strip():
                grid.cells[at] = json.dumps(value, ensure_ascii=False) if text is None else text
    grid.odd = odd
    grid.cells |= {(0, column): key for key, column in columns.items()}
    return grid


def _leaves(record: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(record, dict):
        yield from ((str(key), value) for key, value in record.items())
    else:
        yield "", record


def _as_text(value: Any) -> str | None:
    """A value as text: lists of texts as lines; None for what has parts of its own."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if isinstance(value, list):
        items = [_as_text(v) for v in value]
        return None if any(i is None for i in items) else "\n".join(i for i in items if i)
    return None


def count_leaves(data: Any) -> Iterator[tuple[str, str]]:
    """Every value of JSON or YAML that isn't blank, as pointer and text; no recursion."""
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{pointer}/{key}", v) for key, v in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{i}", v) for i, v in reversed([*enumerate(value)])]
        elif (text := _as_text(value)) is not None and text.strip():
            yield pointer, text
