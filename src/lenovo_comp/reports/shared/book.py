"""Workbooks made in memory: the same bytes for the same content, numbers as numbers, text as text."""

import io
import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from ...findings.finding import CannotRun
from ...text import visible
from .wrapping import cells, narrowest

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
LONGEST_NAME = 31
LONGEST_PROPERTY = 255
_LONGEST_HEADER = 90
"""Characters of a title at the top of printed pages."""
_WIDEST_HEADER = 14
"""Characters of a column of numbers that its header, wrapped, may ask for, unless a word is longer."""
HIGHEST_ROW = 409.0
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""The time of making in a workbook where none is given: the format can't leave it out."""
A4 = 9
PAGE_WIDTH = 245.0
"""Characters across a page in landscape at which print can still be read; a wider table takes several pages."""
HEAD = "#1F3864"
PALE = "#EEF2F8"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

Cell = str | int | float | None
Format = dict[str, Any]
"""A cell's looks, in XlsxWriter's words."""
TEXT: Format = {"num_format": "@", "valign": "top"}
LABEL: Format = {**TEXT, "indent": 1}
"""Short text beside numbers."""
WRAPPED: Format = {**TEXT, "text_wrap": True}
GENERAL: Format = {"num_format": "General", "valign": "top"}
NUMBER: Format = {"num_format": "0.00", "valign": "top"}
INTEGER: Format = {"num_format": "#,##0", "valign": "top"}
PERCENT: Format = {"num_format": "0%", "valign": "top"}
LINE: Format = {"bottom": 1, "bottom_color": "#D9DEE7"}
"""Below the rows of a wide table, to guide the eye along them on paper."""
BEHIND_NUMBER: Format = {"align": "left", "indent": 1}
HEADER: Format = {
    "bold": True, "font_color": "#FFFFFF", "bg_color": HEAD, "text_wrap": True, "valign": "vcenter", "border": 1,
    "border_color": "#FFFFFF",
}  # fmt: skip


class Column(NamedTuple):
    """A column of a table: its header, its width in characters (of text at most, else at least), its looks."""

    header: str
    width: float
    format: Format


class Styled(NamedTuple):
    """A cell with looks of its own, put over those of its column."""

    value: Cell
    format: Format


class Book:
    """A workbook in the making; `content()` ends it. `marking` is printed at the top right of every page."""

    def __init__(self, title: str, created: datetime | None, *, marking: str = "", pages: str = "&P / &N") -> None:
        self._buffer = io.BytesIO()
        self._header = f"&L{_printed(title)}&R{_printed(marking)}" if marking else ""
        self._footer = f"&L&A&R{pages}"
        # A name that begins with "=" is a name: text never becomes a formula, a link or a number by its looks.
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = xlsxwriter.Workbook(self._buffer, options)
        moment = (created or UNDATED).astimezone(UTC).replace(tzinfo=None)
        self.workbook.set_properties({"title": plain(title, LONGEST_PROPERTY), "author": "comp", "created": moment})
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()

    def content(self) -> bytes:
        self.workbook.close()
        return self._buffer.getvalue()

    def sheet(self, name: str) -> Any:
        """A new sheet; its name is made valid and distinct."""
        sheet = self.workbook.add_worksheet(self._free_name(name))
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.75 if self._header else 0.6, bottom=0.7)
        sheet.set_header(self._header)
        sheet.set_footer(self._footer)
        return sheet

    def format(self, looks: Format) -> Any:
        """The looks as XlsxWriter's object, one for equal looks."""
        key = repr(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(looks)
        return self._formats[key]

    def put(self, sheet: Any, row: int, column: int, value: Cell, looks: Format) -> None:
        """Write a cell (from 0): a string as text whatever it looks like, None as a blank cell."""
        made = self.format(looks)
        if value is None or value == "":
            sheet.write_blank(row, column, None, made)
        elif isinstance(value, str):
            sheet.write_string(row, column, plain(value), made)
        else:
            # 0.675 as it was meant, not 0.6749999999999998, which some programs show as 0.67 (decision 0032).
            sheet.write_number(row, column, round(value, 9), made)

    def table(self, sheet: Any, top: int, columns: Sequence[Column], rows: Sequence[Sequence[Cell | Styled]]) -> int:
        """Write a table from row `top` on (from 0); returns the row after it. Raises CannotRun where it is too long."""
        fits(top + 1 + len(rows))
        columns = list(_spaced(columns))
        for j, column in enumerate(columns):
            self.put(sheet, top, j, column.header, _header_looks(column))
        for i, row in enumerate(rows, top + 1):
            lines = 1
            for j, cell in enumerate(row):
                value, looks = cell if isinstance(cell, Styled) else (cell, {})
                looks = {**columns[j].format, **looks}
                self.put(sheet, i, j, value, looks)
                if isinstance(value, str) and looks.get("text_wrap"):
                    lines = max(lines, lines_of(value, columns[j].width))
            if lines > 1:
                sheet.set_row(i, height(lines))
        return top + 1 + len(rows)

    def report(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell | Styled]], fixed: int) -> Any:
        """A sheet that is one table, to be sorted and filtered; `fixed` columns stay in view."""
        sheet = self.sheet(name)
        columns = [_fitted(column, [row[j] for row in rows]) for j, column in enumerate(columns)]
        columns = [column._replace(format={**column.format, **LINE}) for column in columns]
        for j, column in enumerate(columns):
            sheet.set_column(j, j, column.width)
        self.table(sheet, 0, columns, rows)
        # One line more than the headers take: the filters' buttons cover the bottom of a header.
        sheet.set_row(0, height(1 + max(lines_of(c.header, c.width - 1) for c in columns)))
        sheet.freeze_panes(1, fixed)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.set_landscape()
        across = math.ceil(sum(c.width for c in columns) / PAGE_WIDTH)
        sheet.fit_to_pages(across, 0)
        sheet.repeat_rows(0)
        if across > 1 and fixed:
            sheet.repeat_columns(0, fixed - 1)
        return sheet

    def _free_name(self, wanted: str) -> str:
        base = _NOT_IN_NAMES.sub("_", visible(wanted)).strip("' ") or "_"
        # Excel keeps this name for itself.
        if base.casefold() == "history":
            base += "_"
        for number in range(1, len(self._names) + 2):
            end = "" if number == 1 else f" ({number})"
            name = _cut(base, LONGEST_NAME - len(end)).rstrip("' ") + end
            if name.casefold() not in self._names:
                break
        self._names.add(name.casefold())
        return name


def _spaced(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns, text behind a number indented: numbers end where text would begin."""
    for before, column in zip((None, *columns), columns, strict=False):
        is_behind = before is not None and not _is_text(before) and _is_text(column)
        yield column._replace(format={**column.format, **BEHIND_NUMBER}) if is_behind else column


def _is_text(column: Column) -> bool:
    return column.format.get("num_format") == "@"


def _header_looks(column: Column) -> Format:
    """A header is aligned like the cells of its column."""
    where = {"align": "left", "indent": column.format.get("indent", 0)} if _is_text(column) else {"align": "right"}
    return {**HEADER, "valign": "top", **where}


def _fitted(column: Column, values: Sequence[Cell | Styled]) -> Column:
    """A column as wide as its header's words and its texts need, up to its width; what is longer is wrapped."""
    # In Chinese, lines may break anywhere, and would at every second character.
    length = cells(column.header)
    least = max(narrowest(column.header), min(math.ceil(length / 3), _WIDEST_HEADER), min(length, 6)) + 1.5
    if not _is_text(column):
        return column._replace(width=max(least, column.width))
    texts = {str(v.value if isinstance(v, Styled) else v) for v in values} - {"None"}
    needed = max((_room(line) for text in texts for line in text.split("\n")), default=0.0)
    is_wrapped = needed > column.width or any("\n" in text for text in texts)
    looks = {**column.format, "text_wrap": True} if is_wrapped else column.format
    return column._replace(width=max(least, min(needed, column.width)), format=looks)


def _room(text: str) -> float:
    """The width of a column in which a line is not wrapped: letters are narrower than the digits it is counted in."""
    wide = cells(text) - len(text)
    return 0.92 * (len(text) - wide) + 2.1 * wide + 2.0


def _printed(text: str) -> str:
    """Text for the header of printed pages, where `&` begins a command."""
    return plain(text.replace("\n", " "), _LONGEST_HEADER).replace("&", "&&")


def letters(column: int) -> str:
    """A column, from 0, as spreadsheets call it."""
    return str(xl_col_to_name(column))


def quoted(name: str) -> str:
    """The name of a sheet as formulas and links write it."""
    return str(quote_sheetname(name))


def fits(rows: int) -> None:
    """Raise CannotRun where a sheet can't hold so many rows."""
    if rows > MOST_ROWS:
        raise CannotRun(
            f"XLSX 的一张工作表最多 {MOST_ROWS:,} 行，此处有 {rows:,} 行；请用 --output 文件.csv 或 文件.parquet",
            f"a sheet of XLSX holds {MOST_ROWS:,} rows and there are {rows:,}; use --output FILE.csv or FILE.parquet",
        )


@lru_cache(maxsize=100_000)
def plain(text: str, most: int = LONGEST_CELL) -> str:
    """Text for a cell: visible, but with its line breaks, and cut to `most` units of UTF-16."""
    shown = "\n".join(map(visible, re.split("\r\n|\r|\n", text)))
    return shown if _units(shown) <= most else _cut(shown, most - 1) + "…"


def lines_of(text: str, columns: float) -> int:
    """The number of lines that a text takes, about, in a cell so many characters wide."""
    # Heights are worked out here, since LibreOffice doesn't when it opens a file (decision 0011).
    return sum(max(1, math.ceil(cells(line) / columns)) for line in text.split("\n"))


def height(lines: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(15.0 * lines + 1, HIGHEST_ROW)


def _units(text: str) -> int:
    """The length as spreadsheets count it: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, most: int) -> str:
    while _units(text) > most:
        text = text[: most if len(text) > most else -1]
    return text
