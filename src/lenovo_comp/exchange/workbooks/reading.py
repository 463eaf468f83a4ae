"""A workbook with all of a dictionary, as `writing` makes it → the framework, whatever people changed in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from ...findings import catalogue
from ...model.names import Names
from ...text import Text, shorten
from ..conversion import Conversion
from ..framework import Competency, Framework, Position
from ..framework_data import from_data
from ..ids import assign
from ..source import Grid
from .cells import Head, known_heads, normal_head
from .flat import Row, Rows, Unplaced, from_rows
from .marks import Cell, Sheet, sheets_with
from .tables import MARK, OF_SETTINGS, SETTINGS, TABLES, Table

_BY_KEY = {table.key: table for table in (SETTINGS, *TABLES)}
_SETTINGS_BY_NAME = {normal_head(name): c for c in OF_SETTINGS for name in (c.key, c.head.zh, c.head.en)}
_Read = tuple[Row, Sheet, list[Cell]]
"""A row, and the cells of the sheet that say it."""


def read_dictionary_workbook(sheets: Sequence[Grid], conversion: Conversion) -> Framework:
    """The framework of a workbook with all of a dictionary; what can't be read is in the account, cell by cell."""
    read: dict[str, list[_Read]] = {key: [] for key in _BY_KEY}
    for sheet in sheets_with(MARK, sheets, conversion):
        if sheet.key in _BY_KEY:
            read[sheet.key] += _read_table(sheet, _BY_KEY[sheet.key])
    read[SETTINGS.key] = [setting for one in read[SETTINGS.key] if (setting := _setting(*one)) is not None]
    _give_ids(read, conversion)
    _name_by_id(read)
    read = {key: [*_once(of_table, _BY_KEY[key])] for key, of_table in read.items()}
    rows: Rows = {key: [row for row, *_ in of_table] for key, of_table in read.items()}
    data, unplaced = from_rows(rows)
    for left in unplaced:
        _, sheet, cells = read[left.table][left.row or 0]
        sheet.lose(cells, _without_owner(left))
    for of_table in read.values():
        for _, sheet, cells in of_table:
            sheet.keep(cells)
    framework = from_data(data)
    framework.is_dictionary = True
    return framework


def _read_table(sheet: Sheet, table: Table) -> Iterator[_Read]:
    """The rows of a table's sheet, but those that lack what they are known by."""
    known = known_heads(table)
    heads: dict[int, Head] = {}
    for column, text in sheet.heads():
        head = known.get(normal_head(text))
        if head is not None and head not in heads.values():
            heads[column] = head
            sheet.cells.keep((sheet.row, column))
    for cells in sheet.rows():
        of_row = [cell for column, cell in cells.items() if column in heads]
        if not of_row:
            continue
        row: Row = {}
        for column, head in heads.items():
            if column in cells and (value := sheet.value(cells[column], head.column)) is not None:
                if head.language is None:
                    row[head.column.key] = value
                else:
                    row.setdefault(head.column.key, {})[head.language] = value
        lacking = next((c for c in table.columns if c.key in table.needed and row.get(c.key) is None), None)
        if lacking is None:
            yield row, sheet, of_row
        else:
            what = Text(f"没有“{lacking.head.zh}”的行", f'a row without "{lacking.head.en}"')
            sheet.lose(of_row, what)
    sheet.lose_columns([*heads])


def _setting(row: Row, sheet: Sheet, cells: list[Cell]) -> _Read | None:
    """A row of settings as the key and value of one; None where it says nothing, or nobody knows it."""
    setting = _SETTINGS_BY_NAME.get(normal_head(row["setting"]))
    if setting is None:
        sheet.lose(cells, Text("不认识的项目", "an unknown setting"), sample=row["setting"])
        return None
    value: Any = row.get("") if setting.kind == "words" else row.get("value")
    said = next((cell for cell in cells if cell.text == value), None)
    if isinstance(value, str) and said is not None:
        value = sheet.value(said, setting)
    if value is None:  # what it says is lost, or it leaves all to the default
        sheet.keep(cells)
        return None
    return {"setting": setting.key, "value": value}, sheet, cells


def _give_ids(read: dict[str, list[_Read]], conversion: Conversion) -> None:
    """Give competencies and positions an id where people left it out, so that others can belong to them."""
    competencies = [
        Competency(row["name"], row.get("id"), place=sheet.place(cells[0].at[0]))
        for row, sheet, cells in read["competencies"]
    ]
    positions = [
        Position(row["name"], row.get("id"), place=sheet.place(cells[0].at[0]))
        for row, sheet, cells in read["positions"]
    ]
    assign(Framework(competencies=competencies, positions=positions), conversion)
    for (row, *_), competency in zip(read["competencies"], competencies, strict=True):
        row["id"] = competency.id
    for (row, *_), position in zip(read["positions"], positions, strict=True):
        row["id"] = position.id


def _name_by_id(read: dict[str, list[_Read]]) -> None:
    """Let rows that name a competency, a position or a scale by its name, name it by its id."""
    for table in TABLES:
        for column in table.columns:
            if not column.refers:
                continue
            known = [row for row, *_ in read[column.refers]]
            ids = {row["id"] for row in known}
            names = Names((row["id"], row.get("name", {}).values()) for row in known)
            for row, *_ in read[table.key]:
                wanted = row.get(column.key)
                if wanted is not None and wanted not in ids and (id := names.find(wanted)) is not None:
                    row[column.key] = id


def _once(of_table: list[_Read], table: Table) -> Iterator[_Read]:
    """The rows without those that are there already: of two with the same id the first stands."""
    seen: set[tuple[Any, ...]] = set()
    for row, sheet, cells in of_table:
        key = tuple(row.get(name) for name in table.unique)
        if key and None not in key and key in seen:
            sheet.lose(cells, table.title, catalogue.ITEM_REPEATED, " ".join(map(str, key)))
        else:
            seen.add(key)
            yield row, sheet, cells


def _without_owner(left: Unplaced) -> Text:
    name = shorten(str(left.value or ""))
    if not name:
        return Text("不属于任何一项的行", "a row that belongs to nothing")
    return Text(f"属于“{name}”的行（它不在表中）", f'a row of "{name}", which is on no sheet,')
