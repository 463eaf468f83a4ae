"""`--map FILE`: a map's text → the map, with everything that is wrong with it at its own line."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from ...findings import catalogue
from ...findings.finding import Finding, Place
from ...model.names import nearest
from ...ratings.mapping.places import Key, TomlPlaces
from ...text import LANGUAGES, Text
from .mapping import TARGETS, Map, TableMap, Target, parse_target
from .vocabulary import LAYERS

_TEXT = Text("带引号的文字", "a text in quotes")
_ROW = Text("从 1 起的行号", "a row number from 1 on")
_YES = Text("true 或 false", "true or false")
_ROWS = Text("行号的列表", "a list of row numbers")
_TEXTS = Text("文字的列表", "a list of texts")
_HEADS = Text("行号，或相连两行的列表", "a row number, or a list of two that follow each other")
_COLUMNS = Text("表，每行一个：表头 = “含义”", 'a table of header = "what it holds"')
_NUMBERS = Text("表，每行一个：层级名称 = 编号", "a table of level name = number")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_row(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 2**20


def _are(test: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(test, value))


def _are_heads(value: object) -> bool:
    return _is_row(value) or (isinstance(value, list) and 1 <= len(value) <= 2 and all(map(_is_row, value))
                              and value == [*range(value[0], value[0] + len(value))])  # fmt: skip


def _are_levels(value: object) -> bool:
    numbers = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= 99 for n in numbers)


_TOP: Mapping[str, tuple[Callable[[object], bool], Text]] = {
    "format": (lambda value: value == "matrix", Text("“matrix”", '"matrix"')),
    "id": (_is_text, _TEXT),
    "name": (_is_text, _TEXT),
    "version": (_is_text, _TEXT),
    "license": (_is_text, _TEXT),
    "description": (_is_text, _TEXT),
    "lang": (lambda value: value in LANGUAGES, Text("“zh”或“en”", '"zh" or "en"')),
    "table": (lambda value: isinstance(value, list) and value != [], Text("[[table]] 表", "tables, each [[table]]")),
}
_OF_TABLE: Mapping[str, tuple[Callable[[object], bool], Text]] = {
    "sheet": (_is_text, _TEXT),
    "records": (lambda value: isinstance(value, str), _TEXT),
    "ignore": (lambda value: isinstance(value, bool), _YES),
    "header_row": (_are_heads, _HEADS),
    "fill_down": (_are(_is_text), _TEXTS),
    "skip_rows": (_are(_is_row), _ROWS),
    "group_rows": (_are(_is_row), _ROWS),
    "split": (lambda value: isinstance(value, bool), _YES),
    "layer": (lambda value: value in LAYERS, Text("core、general 或 professional", "core, general or professional")),
    "group": (_is_text, _TEXT),
    "levels": (_are_levels, _NUMBERS),
    "columns": (lambda value: isinstance(value, dict), _COLUMNS),
}


class MapReport:
    """What is wrong with a map, each at its line."""

    def __init__(self, text: str, path: str) -> None:
        self.places = TomlPlaces(text, path)
        self.found: list[Finding] = []

    def __call__(self, keys: tuple[Key, ...], reason: Text, guess: str | None = None) -> None:
        """Note why the setting under those keys won't do."""
        suggestion = Text(f"。是不是“{guess}”？", f'. Did you mean "{guess}"?') if guess else Text("", "")
        setting = ".".join(str(k + 1) if isinstance(k, int) else k for k in keys) or "TOML"
        details: dict[str, str | Text] = {"setting": setting, "reason": reason, "suggestion": suggestion}
        self.found.append(Finding(catalogue.MAP_NOT_UNDERSTOOD, self.places.place(*keys), None, details))

    def absent(self, keys: tuple[Key, ...], what: Text, value: str, guess: str | None = None) -> None:
        """Note that the source lacks something that the map names."""
        suggestion = Text(f"是不是“{guess}”？", f'Did you mean "{guess}"?') if guess else Text("", "")
        details: dict[str, str | Text] = {"what": what, "suggestion": suggestion}
        self.found.append(Finding(catalogue.MAP_DOES_NOT_FIT, self.places.place(*keys), value, details))


def parse_map(text: str, path: str) -> tuple[Map | None, MapReport]:
    """The map of a TOML text; None where anything is wrong with it, which the report says."""
    report = MapReport(text, path)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = str(error).rpartition("at line ")[2].partition(",")[0]
        reason = Text(f"不是有效的 TOML（{error}）", f"it is not valid TOML ({error})")
        report((), reason)
        if line.isdecimal():
            report.found[-1] = report.found[-1]._replace(place=Place(path, int(line)))
        return None, report
    top = dict(_valid(data, _TOP, (), report))
    if "table" not in data:
        report((), Text("没有 [[table]]", "it has no [[table]]"))
    map = Map(is_given=True, **{name: value for name, value in top.items() if name not in ("table", "format")})
    map.tables = [_table(table, i, report) for i, table in enumerate(top.get("table", []))]
    return (None if report.found else map), report


def _table(data: object, number: int, report: MapReport) -> TableMap:
    """A table of the map."""
    at: tuple[Key, ...] = ("table", number)
    if not isinstance(data, dict):
        report(at, Text("须写成 [[table]]", "it must be written as [[table]]"))
        return TableMap()
    given = dict(_valid(data, _OF_TABLE, at, report))
    rows = given.pop("header_row", 1)
    columns = dict(_columns(given.pop("columns", {}), at, report))
    if not columns and not given.get("ignore"):
        report(at, Text("缺少 columns（或 ignore = true）", "it needs columns (or ignore = true)"))
    first = rows if isinstance(rows, int) else rows[0]
    table = TableMap(**given, header_row=first, header_rows=1 if isinstance(rows, int) else len(rows), columns=columns)
    for head in table.fill_down:
        if head not in columns:
            report(
                (*at, "fill_down"), Text(f"columns 中没有“{head}”", f'columns has no "{head}"'), nearest(head, columns)
            )
    return table


def _columns(data: Mapping[str, Any], at: tuple[Key, ...], report: MapReport) -> Iterator[tuple[str, Target]]:
    known = [t if t != "level N" else "level 1" for t in TARGETS]
    for head, written in data.items():
        target = parse_target(written) if isinstance(written, str) else None
        if target is None:
            shown = str(written)[:40]
            reason = Text(f"列不能是“{shown}”", f'a column can\'t hold "{shown}"')
            report((*at, "columns", head), reason, nearest(shown, known))
        else:
            yield head, target


def _valid(
    data: Mapping[str, Any],
    settings: Mapping[str, tuple[Callable[[object], bool], Text]],
    at: tuple[Key, ...],
    report: MapReport,
) -> Iterator[tuple[str, Any]]:
    """The settings that are as they must be; the others are reported."""
    for name, value in data.items():
        if name not in settings:
            known = ", ".join(settings)
            reason = Text(f"没有这一设置；可选：{known}", f"unknown setting; use one of {known}")
            report((*at, name), reason, nearest(name, settings))
            continue
        test, expected = settings[name]
        if test(value):
            yield name, cast(Any, value)
        else:
            report((*at, name), Text(f"须为{expected.zh}", f"it must be {expected.en}"))
