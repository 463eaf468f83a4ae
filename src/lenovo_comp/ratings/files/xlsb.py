"""Binary workbooks of Excel 2007 and later (.xlsb): an archive of records → sheets.

The reader follows Microsoft's published description of the format ([MS-XLSB]). Whatever is not about the values of
cells is passed over.
"""

import struct
from collections.abc import Callable, Iterator, Mapping

from .grid import Bounds, Grid, ReadSheet
from .number_formats import Format, format_of, is_date
from .parts import Parts, damage, relations_of
from .serials import date_of
from .sheet_cells import Unreadable
from .xls import error_of, rk

_BOOK = "xl/workbook.bin"
_SHEET, _DATES = 156, 153
_STRING = 19
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 44, 47, 617, 618
_ROW, _CELLS_BEGIN, _CELLS_END, _MERGED = 0, 145, 146, 176
_RICH = 62
_NO_TEXT = 0xFFFFFFFF


@damage()
def read(data: bytes) -> list[ReadSheet]:
    """The sheets. Raises Locked, TooLarge, and Unreadable for whatever else is wrong."""
    parts = Parts(data)
    path = relations_of(parts, "").path("officeDocument") or _BOOK
    relations = relations_of(parts, path)
    book = _Book()
    for kind, record in _records(parts.read(path)):
        book.take(kind, record)
    for name, take in (("sharedStrings", book.take_string), ("styles", book.take_style)):
        if where := relations.path(name):
            for kind, record in _records(parts.read(where)):
                take(kind, record)
    bounds, sheets = Bounds(len(data)), []
    for name, is_visible, id in book.sheets:
        kind_of_part, where = relations.targets.get(id, ("", ""))
        if kind_of_part == "worksheet":
            grid = Grid(name, bounds, is_visible=is_visible)
            cells = _Cells(grid, book)
            for kind, record in _records(parts.read(where)):
                cells.take(kind, record)
            sheets.append(grid.sheet())
    return sheets


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: kind and content. Raises Unreadable."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        if at + size > len(data):
            raise Unreadable(f"record {kind} at {at:,}: cut short")
        yield kind, data[at : at + size]
        at += size


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes, seven bits in each, and where it ends."""
    value = 0
    for i in range(most):
        if at + i >= len(data):
            raise Unreadable(f"record at {at:,}: cut short")
        byte = data[at + i]
        value |= (byte & 0x7F) << 7 * i
        if not byte & 0x80:
            return value, at + i + 1
    return value, at + most


class _Book:
    """What a workbook says for all of its sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        """Name, whether it is visible, and id of the relationship."""
        self.strings: list[str] = []
        self._is_1904 = self._in_styles = False
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []

    def take(self, kind: int, record: bytes) -> None:
        """Take a record of the workbook's part."""
        if kind == _DATES:
            self._is_1904 = bool(record[0] & 1)
        elif kind == _SHEET:
            id, at = _text(record, 8)
            name, _ = _text(record, at)
            self.sheets.append((name, record[0] & 3 == 0, id))

    def take_string(self, kind: int, record: bytes) -> None:
        """Take a record of the shared strings."""
        if kind == _STRING:
            self.strings.append(_text(record, 1)[0])

    def take_style(self, kind: int, record: bytes) -> None:
        """Take a record of the styles."""
        if kind in (_STYLES_BEGIN, _STYLES_END):
            self._in_styles = kind == _STYLES_BEGIN
        elif kind == _FORMAT:
            self._codes[int.from_bytes(record[:2], "little")] = _text(record, 2)[0]
        elif kind == _STYLE and self._in_styles:
            self._styles.append(int.from_bytes(record[2:4], "little"))

    def number(self, value: float, style: int) -> tuple[object, Format | None]:
        """A number as its style shows it: a date, or itself with its format."""
        format = self._styles[style] if style < len(self._styles) else 0
        if is_date(format, self._codes):
            return date_of(value, is_1904=self._is_1904), None
        return value, format_of(format, self._codes)

    def string(self, index: int) -> str:
        """A shared string. Raises Unreadable."""
        if index >= len(self.strings):
            raise Unreadable(f"shared string {index:,}")
        return self.strings[index]


class _Cells:
    """Takes the records of a sheet into a grid."""

    def __init__(self, grid: Grid, book: _Book) -> None:
        self._grid, self._book = grid, book
        self._row, self._column = 0, -1
        self._in_cells = False

    def take(self, kind: int, record: bytes) -> None:
        """Take a record. Raises Unreadable and TooLarge."""
        if kind in (_CELLS_BEGIN, _CELLS_END):
            self._in_cells = kind == _CELLS_BEGIN
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            self._grid.merged.append(((top, left), (bottom, right)))
        elif self._in_cells and kind == _ROW:
            self._row, self._column = int.from_bytes(record[:4], "little"), -1
        elif self._in_cells and kind in _SHORT:
            self._cell(_SHORT[kind], self._column + 1, record, 0)
        elif self._in_cells and kind in _VALUES:
            self._cell(kind, int.from_bytes(record[:4], "little"), record, 4)

    def _cell(self, kind: int, column: int, record: bytes, at: int) -> None:
        self._column = column
        style = int.from_bytes(record[at : at + 3], "little")
        read = _VALUES[kind]
        value = None if read is None else read(record, at + 4, self._book)
        if isinstance(value, float):
            self._grid.put(self._row, column, *self._book.number(value, style))
        else:
            self._grid.put(self._row, column, value)


def _text(record: bytes, at: int) -> tuple[str, int]:
    """A text, and where it ends. Raises Unreadable."""
    length = int.from_bytes(record[at : at + 4], "little")
    if length == _NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(record) or len(record) < at + 4:
        raise Unreadable("text cut short")
    return record[at + 4 : end].decode("utf-16-le", "replace"), end


def _double(record: bytes, at: int, _book: _Book) -> object:
    return struct.unpack_from("<d", record, at)[0]


def _error(record: bytes, at: int, _book: _Book) -> object:
    return error_of(record[at])


def _boolean(record: bytes, at: int, _book: _Book) -> object:
    return bool(record[at])


def _own_text(record: bytes, at: int, _book: _Book) -> object:
    return _text(record, at)[0]


def _shared_text(record: bytes, at: int, book: _Book) -> object:
    return book.string(struct.unpack_from("<I", record, at)[0])


# Kinds of cells, and what reads their values: blank, short number, error, truth value, number, text, shared text;
# the same of formulas; rich text.
_VALUES: Mapping[int, Callable[[bytes, int, _Book], object] | None] = {
    1: None,
    2: lambda record, at, _book: rk(struct.unpack_from("<I", record, at)[0]),
    3: _error,
    4: _boolean,
    5: _double,
    6: _own_text,
    7: _shared_text,
    8: _own_text,
    9: _double,
    10: _boolean,
    11: _error,
    _RICH: lambda record, at, _book: _text(record, at + 1)[0],
}
# The same, of cells that stand right of the one before, without their column.
_SHORT = {12 + i: 1 + i for i in range(7)}
