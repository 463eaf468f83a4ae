"""A workbook with all of a dictionary, as `writing` makes it → the framework, whatever people changed in it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ...findings import catalogue
from ...model.names import Names
from ...text import Text, shorten
from ..conversion import Conversion, Kind
from ..framework import Framework
from ..framework_data import from_data
from ..source import At, Grid, letters
from .cells import Head, Unreadable, from_text, known_heads, normal_head
from .flat import Row, Rows, from_rows
from .tables import MARK, MORE, OF_SETTINGS, SETTINGS, TABLES, Column, Table

_WITHIN = 20, 6
"""Rows and columns in which the mark stands: people put titles above a table and columns before it."""
_BY_KEY = {table.key: table for table in (SETTINGS, *TABLES)}
_SETTINGS_BY_NAME = {normal_head(name): c for c in OF_SETTINGS for name in (c.key, c.head.zh, c.head.en)}


class Marked(NamedTuple):
    """A sheet of ours: which it is, and where its mark stands, beside the heads."""

    sheet: Grid
    key: str
    row: int
    column: int


def marked_sheets(sheets: Sequence[Grid], mark: str) -> list[Marked]:
    """The sheets that have a mark, in the order of the workbook."""
    return [found for sheet in sheets if (found := _mark(sheet, mark)) is not None]


def _mark(sheet: Grid, mark: str) -> Marked | None:
    for row in range(_WITHIN[0]):
        for column in range(_WITHIN[1]):
            word, _, key = sheet.cells.get((row, column), "").partition(" ")
            if word == mark:
                return Marked(sheet, key, row, column)
    return None


def is_dictionary_workbook(sheets: Sequence[Grid]) -> bool:
    """Whether a workbook is one of a whole dictionary."""
    return bool(marked_sheets(sheets, MARK))


def read_dictionary_workbook(sheets: Sequence[Grid], conversion: Conversion) -> Framework:
    """The framework of a workbook with all of a dictionary; what can't be read is in the account, row by row."""
    rows: Rows = {}
    places: dict[str, list[str]] = {}
    ours = marked_sheets(sheets, MARK)
    for marked in ours:
        if marked.key in _BY_KEY:
            for row, place in _read_table(marked, _BY_KEY[marked.key], conversion):
                rows.setdefault(marked.key, []).append(row)
                places.setdefault(marked.key, []).append(place)
    report_others(sheets, ours, conversion)
    settings = zip(rows.pop(SETTINGS.key, []), places.get(SETTINGS.key, []), strict=True)
    rows[SETTINGS.key] = [s for row, place in settings if (s := _setting(row, place, conversion)) is not None]
    _name_by_id(rows)
    data, unplaced = from_rows(rows)
    for left in unplaced:
        what = Text(f"“{left.value}”不存在，属于它的这一行", f'the row of "{left.value}", which is on no sheet,')
        conversion.note(catalogue.ROW_LOST, places[left.table][left.index or 0], str(left.value), kind="row", what=what)
    conversion.keep("row", sum(map(len, rows.values())) - len(unplaced))
    return from_data(data)


def report_others(sheets: Sequence[Grid], ours: Sequence[Marked], conversion: Conversion) -> None:
    """Say which sheets that people added are not read."""
    for sheet in sheets:
        if sheet.cells and not any(marked.sheet is sheet for marked in ours):
            at = [sheet.place(first) for first in {at[0]: at for at in sorted(sheet.cells, reverse=True)}.values()]
            what = Text(f"工作表“{sheet.name}”", f'the sheet "{sheet.name}"')
            conversion.note(catalogue.ROW_LOST, at[::-1], sheet.name, kind="row", about=sheet.name, what=what)


def _read_table(marked: Marked, table: Table, conversion: Conversion) -> Iterator[tuple[Row, str]]:
    """The rows of a table's sheet and where each begins, but those that lack what they are known by."""
    sheet, heads = marked.sheet, _match_heads(marked, table, conversion)
    for texts in _whole_rows(marked, heads):
        row: Row = {}
        for at, head in heads.items():
            if (cell := texts.get(at)) is not None and (value := _value(sheet, cell, head, conversion)) is not None:
                if head.language is not None:
                    row.setdefault(head.column.key, {})[head.language] = value
                else:
                    row[head.column.key] = value
        first = min(cell.at for cell in texts.values())
        lacking = next((key for key in table.needed if row.get(key) is None), None)
        if lacking is None:
            yield row, sheet.place(first)
        else:
            column = next(c for c in table.columns if c.key == lacking)
            what = Text(f"没有“{column.head.zh}”的行", f'a row without "{column.head.en}"')
            sample = next(iter(texts.values())).text
            conversion.note(catalogue.ROW_LOST, sheet.place(first), sample, kind="row", about=table.key, what=what)


class _Cell(NamedTuple):
    """A cell's text, and where it stands."""

    at: At
    text: str


def _match_heads(marked: Marked, table: Table, conversion: Conversion) -> dict[int, Head]:
    """The columns of a sheet by what their heads say; says which are lost."""
    sheet, known = marked.sheet, known_heads(table)
    found: dict[int, Head] = {}
    for column in range(marked.column + 1, sheet.width):
        text = sheet.cells.get((marked.row, column), "")
        head = known.get(normal_head(text))
        if head is not None and head not in found.values():
            found[column] = head
        elif lost := [at for at in sorted(sheet.cells) if at[1] == column and at[0] > marked.row]:
            name = text or letters(column)
            places = [sheet.place(at) for at in lost]
            conversion.note(catalogue.COLUMN_LOST, places, sheet.cells[lost[0]], about=places[0], column=name)
    return found


def _whole_rows(marked: Marked, heads: dict[int, Head]) -> Iterator[dict[int, _Cell]]:
    """The rows below the heads that hold anything, by column; rows that go on with the one above joined to it."""
    by_row: dict[int, dict[int, _Cell]] = {}
    for (i, j), text in sorted(marked.sheet.cells.items()):
        if i > marked.row and j in heads:
            by_row.setdefault(i, {})[j] = _Cell((i, j), text)
    current: dict[int, _Cell] = {}
    for i, cells in by_row.items():
        if current and marked.sheet.cells.get((i, marked.column)) == MORE:
            for j, cell in cells.items():
                above = current.get(j)
                current[j] = cell if above is None else above._replace(text=above.text + cell.text)
            continue
        if current:
            yield current
        current = cells
    if current:
        yield current


def _value(sheet: Grid, cell: _Cell, head: Head, conversion: Conversion) -> Any:
    """A cell's value; None, which is said, where the column can't take it."""
    if cell.at not in sheet.odd:
        try:
            return from_text(head.column, cell.text)
        except Unreadable:
            pass
    lose_cell(conversion, sheet.place(cell.at), cell.text, head.column)
    return None


def lose_cell(conversion: Conversion, place: str, text: str, column: Column, kind: Kind | None = None) -> None:
    """Say that a cell can't be what its column holds; of that kind, if nothing else of the thing is left."""
    what = Text(f"“{shorten(text)}”", f'"{shorten(text)}"')
    name = column.head.zh, column.head.en
    conversion.note(catalogue.FIELD_LOST, place, text, kind=kind, about=place, column=Text(*name), what=what)


def _setting(row: Row, place: str, conversion: Conversion) -> Row | None:
    """A row of settings with its key and value; None where it says nothing, or nobody knows it."""
    setting = _SETTINGS_BY_NAME.get(normal_head(row["setting"]))
    if setting is None:
        what = Text(f"项目“{row['setting']}”", f'the setting "{row["setting"]}"')
        conversion.note(catalogue.ROW_LOST, place, row["setting"], kind="row", about="setting", what=what)
        return None
    value = row.get("") if setting.kind == "words" else row.get("value")
    if isinstance(value, str):
        try:
            value = from_text(setting, value)
        except Unreadable:
            lose_cell(conversion, place, value, setting, "row")
            return None
    return None if value is None else {"setting": setting.key, "value": value}


def _name_by_id(rows: Rows) -> None:
    """Let rows that name a competency, a position or a scale by its name, or otherwise than its id, name it by its id."""
    for table in TABLES:
        for column in table.columns:
            if not column.refers:
                continue
            known = rows.get(column.refers, [])
            ids = {row["id"] for row in known}
            names = Names((row["id"], row.get("name", {}).values()) for row in known)
            for row in rows.get(table.key, []):
                wanted = row.get(column.key)
                if wanted is not None and wanted not in ids and (id := names.find(wanted)) is not None:
                    row[column.key] = id
