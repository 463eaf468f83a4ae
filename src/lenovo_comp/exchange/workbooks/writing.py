"""A dictionary's data → a workbook with all of it: a sheet a table, every fact once, the same bytes each time."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from xlsxwriter.utility import quote_sheetname

from ...reports.shared.book import HEADER, INTEGER, LONGEST_NAME, TEXT, WRAPPED, Book, Format, fits, height, lines_of
from ...text import LANGUAGES, Language
from . import wording
from .cells import Cell, Head, from_cell, heads_of, pieces, to_cell
from .flat import Data, Row, Rows, Unplaced, to_rows
from .readme import read_me
from .tables import MARK, MORE, OF_SETTINGS, SETTINGS, TABLES, YES_NO, Table

_SPARE = 500
"""Rows below a table that have its lists, too, for what people add."""
_GENERAL: Format = {"valign": "top", "num_format": "General"}
_BY_KIND: dict[str, Format] = {"number": _GENERAL, "whole": {**INTEGER, "num_format": "0"}, "words": WRAPPED, "list": WRAPPED}


def dictionary_workbook(data: Data, title: str, language: Language) -> tuple[bytes, list[Unplaced]]:
    """The workbook of a dictionary's data, with heads in `language`; and what no table has a place for."""
    rows, unplaced = to_rows(data)
    languages = _languages(data, rows)
    book = Book(title, None)
    read_me(book, f"{MARK} readme", wording.DICTIONARY, title, language)
    names = {table.key: table.title[language] for table in TABLES}
    _settings(book, rows[SETTINGS.key], languages, language, f"={quote_sheetname(names['scales'])}!$B$2:$B$100")
    for table in TABLES:
        _sheet(book, table, rows[table.key], languages, language, {k: len(rows[k]) for k in names}, names)
    return book.content(), unplaced
