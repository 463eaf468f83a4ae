"""A dictionary's data ↔ the rows of the tables in `tables`: what is nested in the one names its place in the other."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...text import LANGUAGES, Language
from .tables import OF_SETTINGS, PARTS, SETTINGS, TABLES, Part, Table

Data = dict[str, Any]
Row = dict[str, Any]
"""A thing as its table has it: column key → value as the data has it; words as language → text."""
Rows = dict[str, list[Row]]
"""Table → its rows."""


class Unplaced(NamedTuple):
    """What has no place: a row whose thing is in no table, or a field that no column is for.

    `row` is the row's in its table, from 0; None where it came from data.
    """

    table: str
    field: str
    value: Any
    row: int | None = None


def to_rows(data: Data) -> tuple[Rows, list[Unplaced]]:
    """The rows of a dictionary's data, in its order, and what no table has a column for."""
    only = _only_language(data)
    rows: Rows = {table.key: [] for table in (SETTINGS, *TABLES)}
    unplaced: list[Unplaced] = []
    rest = {key: value for key, value in data.items() if key not in {part.field for part in PARTS}}
    for column in OF_SETTINGS:
        value = _take(rest, column.key)
        if value is not None:
            rows[SETTINGS.key].append({"setting": column.key, "value": _words(value, only, column.kind)})
    unplaced += [Unplaced(SETTINGS.key, key, value) for key, value in rest.items() if value not in ({}, [])]
    for part in PARTS:
        things = data.get(part.field) or []
        if isinstance(things, dict):
            things = [{part.ident: id, **thing} for id, thing in things.items()]
        for thing in things:
            _add(rows, unplaced, part, thing, {}, only)
    return rows, unplaced


def _add(rows: Rows, unplaced: list[Unplaced], part: Part, thing: Data | str, above: Row, only: Language) -> None:
    """Add a thing and all that belongs to it; `above` names what it belongs to."""
    thing = {only: thing} if isinstance(thing, str) else dict(thing)
    inner = [(below, thing.pop(below.field, None) or []) for below in part.parts]
    row, left = dict(above), thing
    for column in _table(part.table).columns:
        if column.key in above:
            continue
        if column.kind == "words" and not column.key:
            value: Any = {x: left.pop(x) for x in LANGUAGES if x in left}
        elif column.key.startswith("group."):
            groups = left.get("group")
            groups = groups if isinstance(groups, list) else [] if groups is None else [groups]
            at = int(column.key.removeprefix("group.")) - 1
            value = groups[at] if at < len(groups) else None
        else:
            value = left.pop(column.key, None)
        if value is not None and value not in ([], {}):
            row[column.key] = _words(value, only, column.kind)
    if part.table == "competencies":
        left.pop("group", None)
    unplaced += [Unplaced(part.table, key, value) for key, value in left.items() if value not in (None, [], {})]
    rows[part.table].append(row)
    if part.parts:
        names = {**above, part.name: row.get(part.ident)}
        for below, things in inner:
            for one in things:
                _add(rows, unplaced, below, one, names, only)


def from_rows(rows: Rows) -> tuple[Data, list[Unplaced]]:
    """The data of a dictionary whose tables have these rows, and the rows that belong to nothing.

    A level that only statements or actions name is made, since its number says all of it.
    """
    data: Data = {}
    for row in rows.get(SETTINGS.key, []):
        _put(data, row["setting"], row["value"])
    unplaced: list[Unplaced] = []
    known: dict[tuple[tuple[str, Any], ...], Data] = {(): data}
    for part, path in _breadth_first():
        for index, row in enumerate(rows.get(part.table, [])):
            if part.table in _SHARED and _owner(row) != path:
                continue
            names = tuple((name, row.get(name)) for name in path)
            holder = known.get(names)
            if holder is None and path == _LEVEL_PATH and (above := known.get(names[:1])) is not None:
                holder = known[names] = {"level": row["level"]}
                above.setdefault("levels", []).append(holder)
            if holder is None:
                unplaced.append(Unplaced(part.table, path[-1], row.get(path[-1]), index))
                continue
            thing = _thing(part, row, path)
            _attach(holder, part, thing)
            if part.parts:
                known.setdefault((*names, (part.name, thing.get(part.ident))), thing)
    for competency in data.get("competencies", []):
        if "levels" in competency:
            competency["levels"].sort(key=lambda level: level["level"])
    if isinstance(scales := data.get("scales"), list):
        data["scales"] = {scale.pop("id"): scale for scale in scales}
    return data, unplaced


_SHARED = ("statements", "actions")
"""Tables of things that belong to several kinds of others."""
_LEVEL_PATH = ("competency", "level")


def _owner(row: Row) -> tuple[str, ...]:
    """The columns by which a row of a shared table names what it belongs to."""
    if row.get("stage") is not None and row.get("competency") is None:
        return ("stage",)
    return _LEVEL_PATH if row.get("level") is not None else ("competency",)


def _breadth_first() -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Every part with the names of what it belongs to; what others belong to comes before them."""
    level: list[tuple[Part, tuple[str, ...]]] = [(part, ()) for part in PARTS]
    while level:
        yield from level
        level = [(below, (*path, part.name)) for part, path in level for below in part.parts]


def _thing(part: Part, row: Row, path: tuple[str, ...]) -> Data:
    """A row as the thing in the data, without the names of what it belongs to."""
    thing: Data = {}
    groups: dict[int, Any] = {}
    for column in _table(part.table).columns:
        value = row.get(column.key)
        if value is None or (column.key in path) or (part.table in _SHARED and column.key in ("level", "stage")):
            continue
        if column.key.startswith("group."):
            groups[int(column.key.removeprefix("group."))] = value
        elif column.kind == "words" and not column.key:
            thing |= value
        else:
            thing[column.key] = value
    if groups:
        thing["group"] = [groups[n] for n in sorted(groups)]
    return thing


def _attach(holder: Data, part: Part, thing: Data) -> None:
    holder.setdefault(part.field, []).append(thing)


def _table(key: str) -> Table:
    return next(table for table in TABLES if table.key == key)


def _take(data: Data, key: str) -> Any:
    """Take a setting out of the data; a dot leads into a mapping."""
    first, dot, second = key.partition(".")
    if not dot:
        return data.pop(first, None)
    inner = data.get(first)
    if not isinstance(inner, dict) or second not in inner:
        return None
    left = {k: v for k, v in inner.items() if k != second}
    data[first] = left
    return inner[second]


def _put(data: Data, key: str, value: Any) -> None:
    first, dot, second = key.partition(".")
    if dot:
        data.setdefault(first, {})[second] = value
    else:
        data[first] = value


def _words(value: Any, only: Language, kind: str) -> Any:
    """Words as language → text, a single item of a list as the list of it; anything else as it is."""
    if kind == "words" and isinstance(value, str):
        return {only: value}
    return [value] if kind in ("list", "wholes", "codes") and not isinstance(value, list) else value


def _only_language(data: Data) -> Language:
    """The language that plain text is in."""
    languages = data.get("languages") or list(LANGUAGES)
    first = languages if isinstance(languages, str) else languages[0]
    return next(x for x in LANGUAGES if x == first)
