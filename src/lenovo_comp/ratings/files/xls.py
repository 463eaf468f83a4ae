"""Workbooks of Excel 97 to 2003 (.xls): records → sheets.

The reader follows Microsoft's published description of the format ([MS-XLS]). Whatever is not about the values of
cells is passed over.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ...findings import catalogue
from .compound import Compound
from .grid import Bounds, Grid, ReadSheet
from .number_formats import Format, format_of, is_date
from .parts import Locked, damage
from .serials import date_of
from .sheet_cells import Unreadable
from .table import Odd

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
"""What the codes of errors are shown as."""
_BOF, _EOF, _CONTINUE, _LOCK = 0x809, 0x0A, 0x3C, 0x2F
_SHEET, _STRINGS, _FORMAT, _STYLE, _DATES = 0x85, 0xFC, 0x41E, 0xE0, 0x22
_LABEL, _RICH, _SHARED, _NUMBER, _SHORT, _SHORTS = 0x204, 0xD6, 0xFD, 0x203, 0x27E, 0xBD
_BOOLEAN, _FORMULA, _RESULT, _MERGED = 0x205, 0x06, 0x207, 0xE5
_BIFF8, _WORKSHEET = 0x600, 0x10


class TooOld(Exception):
    """The workbook is of Excel 95 or older."""


class _Record(NamedTuple):
    """A record, with the pieces of those that continue it."""

    kind: int
    pieces: list[bytes]
    at: int

    @property
    def data(self) -> bytes:
        return self.pieces[0]


class _Globals:
    """What a workbook says for all of its sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, int, bool]] = []
        """Name, place in the stream, and whether it is visible."""
        self.strings: list[str] = []
        self.is_1904 = False
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []

    def take(self, record: _Record) -> None:
        """Take one of the records before the sheets."""
        data = record.data
        if record.kind == _LOCK:
            raise Locked
        if record.kind == _SHEET and data[5] == 0:
            name = _Texts([data[6:]]).text(1)
            self.sheets.append((name, _u32(data, 0), data[4] & 3 == 0))
        elif record.kind == _STRINGS:
            texts = _Texts([data[8:], *record.pieces[1:]])
            self.strings = [texts.text(2) for _ in range(_u32(data, 4))]
        elif record.kind == _FORMAT:
            self._codes[_u16(data, 0)] = _Texts([data[2:]]).text(2)
        elif record.kind == _STYLE:
            self._styles.append(_u16(data, 2))
        elif record.kind == _DATES:
            self.is_1904 = _u16(data, 0) == 1

    def number(self, value: float, style: int) -> tuple[object, Format | None]:
        """A number as its style shows it: a date, or itself with its format."""
        format = self._styles[style] if style < len(self._styles) else 0
        if is_date(format, self._codes):
            return date_of(value, is_1904=self.is_1904), None
        return value, format_of(format, self._codes)


@damage()
def read(data: bytes) -> list[ReadSheet]:
    """The sheets. Raises Locked, TooOld, TooLarge, and Unreadable for whatever else is wrong."""
    book = Compound(data)
    if "ENCRYPTEDPACKAGE" in book.names():
        raise Locked
    if "WORKBOOK" not in book.names():
        if "BOOK" in book.names():
            raise TooOld
        raise Unreadable("no workbook in it")
    stream = book.stream("WORKBOOK")
    shared = _Globals()
    for record in _records(stream, 0):
        shared.take(record)
    bounds, sheets = Bounds(len(data)), []
    for name, at, is_visible in shared.sheets:
        grid = Grid(name, bounds, is_visible=is_visible)
        cells = _Cells(grid, shared)
        for record in _records(stream, at):
            cells.take(record)
        sheets.append(grid.sheet())
    return sheets


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """The records from a beginning to its end, without those of charts within. Raises TooOld and Unreadable."""
    depth, last = 0, None
    while at + 4 <= len(stream):
        kind, size = _u16(stream, at), _u16(stream, at + 2)
        data = stream[at + 4 : at + 4 + size]
        if len(data) < size or (not depth and kind != _BOF):
            raise Unreadable(f"record {kind:#x} at {at:,}")
        at += 4 + size
        if kind == _CONTINUE:
            if last is not None:
                last.pieces.append(data)
            continue
        if last is not None:
            yield last
            last = None
        if kind == _BOF:
            depth += 1
            if depth == 1 and _u16(data, 0) != _BIFF8:
                raise TooOld
        elif kind == _EOF:
            depth -= 1
            if not depth:
                return
        elif depth == 1:
            last = _Record(kind, [data], at)
    raise Unreadable("cut short")


class _Cells:
    """Takes the records of a sheet into a grid."""

    def __init__(self, grid: Grid, shared: _Globals) -> None:
        self._grid, self._shared = grid, shared
        self._formula: tuple[int, int] | None = None  # the cell whose text comes in a record of its own
        self._readers: Mapping[int, Callable[[_Record], None]] = {
            _LABEL: self._label,
            _RICH: self._label,
            _SHARED: self._shared_text,
            _NUMBER: self._double,
            _SHORT: self._short,
            _SHORTS: self._shorts,
            _BOOLEAN: self._boolean,
            _FORMULA: self._result,
            _RESULT: self._text_result,
            _MERGED: self._merged,
        }

    def take(self, record: _Record) -> None:
        """Take a record. Raises Unreadable and TooLarge."""
        reader = self._readers.get(record.kind)
        if reader is not None:
            reader(record)

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        self._grid.put(row, column, *self._shared.number(value, style))

    def _label(self, record: _Record) -> None:
        row, column, _ = struct.unpack_from("<3H", record.data)
        self._grid.put(row, column, _Texts([record.data[6:], *record.pieces[1:]]).text(2))

    def _shared_text(self, record: _Record) -> None:
        row, column, _, index = struct.unpack_from("<3HI", record.data)
        if index >= len(self._shared.strings):
            raise Unreadable(f"shared string {index:,}")
        self._grid.put(row, column, self._shared.strings[index])

    def _double(self, record: _Record) -> None:
        row, column, style, value = struct.unpack_from("<3Hd", record.data)
        self._put_number(row, column, style, value)

    def _short(self, record: _Record) -> None:
        row, column, style, value = struct.unpack_from("<3HI", record.data)
        self._put_number(row, column, style, rk(value))

    def _shorts(self, record: _Record) -> None:
        row, first = struct.unpack_from("<2H", record.data)
        for i in range((len(record.data) - 6) // 6):
            style, value = struct.unpack_from("<HI", record.data, 4 + 6 * i)
            self._put_number(row, first + i, style, rk(value))

    def _boolean(self, record: _Record) -> None:
        row, column, _, value, is_error = struct.unpack_from("<3H2B", record.data)
        self._grid.put(row, column, error_of(value) if is_error else bool(value))

    def _result(self, record: _Record) -> None:
        row, column, style, result = struct.unpack_from("<3H8s", record.data)
        self._formula = None
        if result[6:] != b"\xff\xff":
            self._put_number(row, column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._formula = row, column
        elif result[0] == 1:
            self._grid.put(row, column, bool(result[2]))
        elif result[0] == 2:
            self._grid.put(row, column, error_of(result[2]))

    def _text_result(self, record: _Record) -> None:
        if self._formula is not None:
            self._grid.put(*self._formula, _Texts(record.pieces).text(2))
            self._formula = None

    def _merged(self, record: _Record) -> None:
        for i in range(_u16(record.data, 0)):
            top, bottom, left, right = struct.unpack_from("<4H", record.data, 2 + 8 * i)
            self._grid.merged.append(((top, left), (bottom, right)))


class _Texts:
    """Texts in a record and those that continue it."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces, self._piece, self._at = pieces, 0, 0

    def text(self, size: int) -> str:
        """The next text, the number of whose characters takes `size` bytes. Raises Unreadable."""
        length = int.from_bytes(self._bytes(size), "little")
        flags = self._bytes(1)[0]
        runs = int.from_bytes(self._bytes(2), "little") if flags & 8 else 0
        extra = int.from_bytes(self._bytes(4), "little") if flags & 4 else 0
        text = self._characters(length, is_wide=bool(flags & 1))
        self._skip(4 * runs + extra)
        return text

    def _characters(self, length: int, *, is_wide: bool) -> str:
        found = []
        while length:
            if self._left() == 0:
                self._advance()
                is_wide = bool(self._bytes(1)[0] & 1)  # each piece may be written otherwise
            number = min(length, self._left() // (1 + is_wide))
            if not number:
                raise Unreadable("text cut short")
            found.append(self._bytes(number * (1 + is_wide)).decode("utf-16-le" if is_wide else "latin-1", "replace"))
            length -= number
        return "".join(found)

    def _left(self) -> int:
        return len(self._pieces[self._piece]) - self._at

    def _advance(self) -> None:
        self._piece, self._at = self._piece + 1, 0
        if self._piece >= len(self._pieces):
            raise Unreadable("text cut short")

    def _bytes(self, number: int) -> bytes:
        if not self._left() and number:
            self._advance()
        if self._left() < number:
            raise Unreadable("text cut short")
        self._at += number
        return self._pieces[self._piece][self._at - number : self._at]

    def _skip(self, number: int) -> None:
        while number > self._left():
            number -= self._left()
            self._advance()
        self._at += number


def rk(value: int) -> float:
    """A number in four bytes: the high part of another, or a whole one, perhaps of hundredths."""
    number: float
    if value & 2:
        number = float((value >> 2) - (1 << 30 if value & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", bytes(4) + (value & 0xFFFFFFFC).to_bytes(4, "little"))[0]
    return number / 100 if value & 1 else number


def error_of(code: int) -> Odd:
    """A cell that holds an error."""
    return Odd(catalogue.CELL_ERROR, ERRORS.get(code, "#"))


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
