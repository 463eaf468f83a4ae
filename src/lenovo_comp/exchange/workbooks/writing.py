"""A dictionary's data → a workbook with all of it: a sheet a table, every fact once, the same bytes each time."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from ...ratings.form import sealed
from ...reports.shared.book import HEADER, TEXT, WRAPPED, Book, Format, fits, height, lines_of
from ...text import LANGUAGES, Language
from . import wording
from .cells import Cell, Head, heads_of, pieces, to_cell
from .flat import Data, Row, Rows, Unplaced, to_rows
from .readme import read_me
from .tables import MARK, MORE, OF_SETTINGS, SETTINGS, TABLES, YES_NO, Column, Kind, Table

SPARE = 500
"""Rows below a table that have its lists, too, for what people add."""
_NUMBER: Format = {"valign": "top"}
_LOOKS: dict[Kind, Format] = {"number": _NUMBER, "whole": _NUMBER, "words": WRAPPED, "list": WRAPPED}


def dictionary_workbook(data: Data, name: str, language: Language) -> tuple[bytes, list[Unplaced]]:
    """The workbook of a dictionary's data, with heads in `language`; and what no table has a place for."""
    rows, unplaced = to_rows(data)
    languages = _languages(data, rows)
    book = Book(name, None)
    tables = (SETTINGS, *TABLES)
    entries = [(table.title, wording.OF_TABLES[table.key]) for table in tables]
    read_me(book, f"{MARK} readme", wording.DICTIONARY, entries, [language], name=name)
    sizes = {key: len(of_table) for key, of_table in rows.items()}
    for table in tables:
        heads = heads_of(table, languages)
        sheet = open_table(book, f"{MARK} {table.key}", table, heads, language)
        if table is SETTINGS:
            lines = _setting_lines(rows[SETTINGS.key], languages, language)
        else:
            lines = [[to_cell(head, row.get(head.column.key), language) for head in heads] for row in rows[table.key]]
        last = put_lines(book, sheet, lines, heads)
        sheet.autofilter(0, 1, max(last - 1, 1), len(heads))
        for at, head in enumerate(heads, 1):
            choose(sheet, at, last, head.column, sizes, language)
    return sealed(book.content()), unplaced


def _languages(data: Data, rows: Rows) -> tuple[Language, ...]:
    """The languages that a dictionary is in, or has at least some text in."""
    declared = data.get("languages") or LANGUAGES
    used = {
        x for some in rows.values() for row in some for value in row.values() if isinstance(value, dict) for x in value
    }
    return tuple(x for x in LANGUAGES if x in declared or x in used)


def _setting_lines(rows: Sequence[Row], languages: Sequence[Language], language: Language) -> list[list[Cell]]:
    """The settings, all that there may be, a line each: those that the dictionary leaves to the default are blank."""
    said = {row["setting"]: row["value"] for row in rows}
    lines = []
    for setting in OF_SETTINGS:
        value = said.get(setting.key)
        is_words = setting.kind == "words"
        words = [to_cell(Head(setting, x), value, language) if is_words else None for x in languages]
        lines.append([setting.head[language], None if is_words else to_cell(Head(setting), value, language), *words])
    return lines


def open_table(book: Book, mark: str, table: Table, heads: Sequence[Head], language: Language) -> Any:
    """A sheet for a table, with its heads in row 1 and the mark in the hidden column A."""
    sheet = book.sheet(table.title[language])
    sheet.set_column(0, 0, None, None, {"hidden": True})
    book.put(sheet, 0, 0, mark, TEXT)
    for at, head in enumerate(heads, 1):
        looks = looks_of(head.column)
        # Looks of the whole column, so that what people add below is text, too: Excel makes dates of 3/4.
        sheet.set_column(at, at, head.column.width, book.format(looks))
        book.put(sheet, 0, at, head.text(language), HEADER)
    sheet.freeze_panes(1, 1 + table.fixed)
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def put_lines(book: Book, sheet: Any, lines: Sequence[Sequence[Cell]], heads: Sequence[Head], first: int = 1) -> int:
    """Write lines of cells from row 1 and column `first` on; returns the row after them.

    A text that is too long for one cell goes on in the row below, which is marked in the hidden column A.
    """
    row = 1
    for line in lines:
        parts = [pieces(cell) if isinstance(cell, str) else [cell] for cell in line]
        for n, cells in enumerate(zip_longest(*parts)):
            fits(row + 1)
            tallest = 1
            for at, (cell, head) in enumerate(zip(cells, heads, strict=True), first):
                looks = looks_of(head.column)
                put_raw(book, sheet, row, at, cell, looks)
                if isinstance(cell, str) and looks.get("text_wrap"):
                    tallest = max(tallest, lines_of(cell, head.column.width))
            if n:  # last, since the first column may be that of the cells
                book.put(sheet, row, 0, MORE, TEXT)
            if tallest > 1:
                sheet.set_row(row, height(tallest))
            row += 1
    return row


def put_raw(book: Book, sheet: Any, row: int, column: int, cell: Cell, looks: Format) -> None:
    """Write a cell as it is: a text must come back to the letter, even one that `Book.put` would make visible."""
    if isinstance(cell, str) and cell:
        sheet.write_string(row, column, cell, book.format(looks))
    else:
        book.put(sheet, row, column, cell, looks)


def looks_of(column: Column) -> Format:
    """How the cells of a column look."""
    return _LOOKS.get(column.kind, TEXT)


def choose(sheet: Any, at: int, last: int, column: Column, sizes: dict[str, int], language: Language) -> None:
    """Give a column of a sheet the list of what its cells may hold, where it has one."""
    choices = YES_NO if column.kind == "yes" else column.choices
    source: Any = [name[language] for name in choices.values()]
    if column.refers:
        of = next(table for table in TABLES if table.key == column.refers)
        source = f"='{of.title[language]}'!$B$2:$B${sizes[of.key] + SPARE + 1}"
    if source:
        sheet.data_validation(1, at, last + SPARE, at, {"validate": "list", "source": source, "error_type": "warning"})
