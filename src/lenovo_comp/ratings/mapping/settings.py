"""What the settings of a mapping may be, and what is wrong with one that isn't."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...findings import catalogue
from ...model.names import did_you_mean, nearest
from ...text import Text
from ..columns import COLUMNS
from .report import Report
from .source import SkippedRows

_ROWS = re.compile(r"\s*([1-9][0-9]{0,8})\s*-\s*([1-9][0-9]{0,8})\s*")
_LAST = re.compile(r"\s*last\s+([1-9][0-9]{0,3})\s*")
_MOST_ROW = 10**9
MOST_HEADER_ROWS = 5
Test = Callable[[Any], bool]


class Setting(NamedTuple):
    """What a setting must be, in words and as a test; for tables how deep they are, and what they may hold."""

    called: Text
    allows: Test
    depth: int = 0


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_value(value: object) -> bool:
    """Whether a value may stand for a cell: TOML's numbers and dates are written as they would stand in one."""
    kinds = str | int | float | datetime.date | datetime.time
    return isinstance(value, kinds) and not isinstance(value, bool)


def _is_row(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_ROW


def _are_rows(value: object) -> bool:
    """Whether a value lists a few rows that follow each other."""
    rows = value if isinstance(value, list) and 1 <= len(value) <= MOST_HEADER_ROWS else []
    return bool(rows) and all(map(_is_row, rows)) and rows == list(range(rows[0], rows[0] + len(rows)))


def _is_skipped(value: object) -> bool:
    return _is_row(value) or (isinstance(value, str) and (_LAST.fullmatch(value) or _range(value)) is not None)


def _is_column(value: object) -> bool:
    return isinstance(value, str) and value in COLUMNS and value != "level"


def _are_files(value: object) -> bool:
    some = [value] if isinstance(value, str) else value
    return isinstance(some, list) and some != [] and all(isinstance(x, str) and x for x in some)


_COLUMN = Text("除 level 以外的列的标识，如 rater_role", "the id of a column other than level, such as rater_role")
SETTINGS: Mapping[str, Setting] = {
    "files": Setting(Text("文件名、通配式或其列表", "a file name, a pattern, or a list of them"), _are_files),
    "header_row": Setting(
        Text(
            "从 1 起的行号，或相连的几行，如 [1, 2]", "a row number from 1 on, or rows that follow each other ([1, 2])"
        ),
        lambda value: _is_row(value) or _are_rows(value),
    ),
    "skip_rows": Setting(
        Text("行号、“5-9”或“last 2”的列表", 'a list of row numbers, "5-9" or "last 2"'),
        lambda value: isinstance(value, list) and all(map(_is_skipped, value)),
    ),
    "sheet": Setting(_COLUMN, _is_column),
    "file": Setting(_COLUMN, _is_column),
    "columns": Setting(Text("表，每行一个：表头 = “含义”", 'a table of header = "what it holds"'), _is_text, 1),
    "values": Setting(Text("表，每列一个表：原文 = “值”", 'a table per column of text = "value"'), _is_value, 2),
    "constants": Setting(Text("表，每行一个：列 = “值”", 'a table of column = "value"'), _is_value, 1),
}
"""The settings of a mapping."""
_NEEDED = ("files", "columns")


def valid_settings(table: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """The settings that are as they must be; the others are reported."""
    for name in _NEEDED:
        if name not in table:
            nothing, called = Text("空", "nothing"), SETTINGS[name].called
            report(catalogue.MAPPING_SETTING_INVALID, [], setting=name, expected=called, got=nothing)
    return dict(_valid(table, report))


def _valid(table: Mapping[str, Any], report: Report) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        setting = SETTINGS.get(name)
        if setting is None:
            known, suggestion = ", ".join(SETTINGS), did_you_mean(nearest(name, SETTINGS))
            report(catalogue.MAPPING_SETTING_UNKNOWN, [name], name, suggestion=suggestion, known=known)
            continue
        fault = _fault(value, setting.depth, setting.allows)
        if fault is None:
            yield name, value
        else:
            keys, wrong = fault
            at, got = [name, *keys], _shown(wrong)
            called = setting.called if len(keys) < max(setting.depth, 1) else Text("带引号的文字", "a text in quotes")
            report(catalogue.MAPPING_SETTING_INVALID, at, setting=".".join(at), expected=called, got=got)


def _fault(value: object, depth: int, allows: Test) -> tuple[tuple[str, ...], object] | None:
    """Where in tables so deep there is something that isn't allowed, and what; None where all is."""
    if not depth:
        return None if allows(value) else ((), value)
    if not isinstance(value, dict):
        return (), value
    inner = ((key, _fault(v, depth - 1, allows)) for key, v in value.items())
    return next((((key, *found[0]), found[1]) for key, found in inner if found is not None), None)


def _shown(value: object) -> str:
    """A value as TOML writes it, as far as that is short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else f"[{', '.join(map(_shown, value[:3]))}{', …' * (len(value) > 3)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)[:40]


def cell(value: object) -> str:
    """A value as it would stand in a cell.

    >>> cell(4), cell("Boss"), cell(datetime.date(2026, 6, 30))
    ('4', 'Boss', '2026-06-30')
    """
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value).strip()


def header_rows(given: int | list[int] | None) -> list[int]:
    """The rows that `header_row` names."""
    return [given] if isinstance(given, int) else given or []


def skipped(given: Sequence[int | str]) -> SkippedRows:
    """The rows that `skip_rows` names.

    >>> skipped([4, "6-9", "last 2"])
    SkippedRows(ranges=((4, 4), (6, 9)), last=2)
    """
    last = max((int(found[1]) for x in given if isinstance(x, str) and (found := _LAST.fullmatch(x))), default=0)
    ranges = [(x, x) if isinstance(x, int) else _range(x) for x in given]
    return SkippedRows(tuple(sorted(r for r in ranges if r is not None)), last)


def _range(text: str) -> tuple[int, int] | None:
    found = _ROWS.fullmatch(text)
    return (int(found[1]), int(found[2])) if found and int(found[1]) <= int(found[2]) else None
