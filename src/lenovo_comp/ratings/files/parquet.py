"""A Parquet file's own figures, checked before the engine relies on them.

The engine asks for as much memory as a footer or page claims, and a process that can't have it ends at
once. So the footer and the header of every page are read here first: whether all sizes add up, and
decompress to what they say. That reads some bytes a page, not the data.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import polars as pl

from . import engines

MARK = b"PAR1"
LEAST_ROWS, ROWS_PER_BYTE = 1_000_000, 1_000
"""Rows that any file may have, and more of them for its size: rows that differ take some bits."""
LEAST_BYTES, BYTES_PER_BYTE = 256 * 2**20, 1_000
"""Bytes that any file may unpack to, and more of them for its size."""
_DEEPEST = 32
# Physical type → the fewest bytes of a value in a dictionary.
_TYPES = {0: 0, 1: 4, 2: 8, 3: 12, 4: 4, 5: 8, 6: 4, 7: 0}
_FIXED = 7
_UNCOMPRESSED, _SNAPPY, _GZIP, _BROTLI, _LZ4, _ZSTD, _LZ4_RAW = 0, 1, 2, 4, 5, 6, 7
_DATA, _INDEX, _DICTIONARY, _DATA_2 = 0, 1, 2, 3
_LZ4_STEEPEST = 256
_BROTLI_LARGEST = 64 * 2**20

Struct = dict[int, Any]


class Damaged(Exception):
    """The file's figures can't be true."""


@contextmanager
def engine() -> Iterator[None]:
    """Let the engine read: what it raises becomes Damaged."""
    try:
        with engines.quiet():
            yield
    except (engines.Panicked, pl.exceptions.PolarsError, OSError, ValueError, OverflowError) as error:
        raise Damaged(str(error).split("\n")[0]) from error


def check(data: bytes) -> None:
    """Raise Damaged where the footer or a page's header claims what isn't so."""
    if len(data) < 12 or not (data.startswith(MARK) and data.endswith(MARK)):
        raise Damaged("no PAR1 at its end")
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    if footer < 4:
        raise Damaged("footer longer than the file")
    try:
        file = _Reader(data, footer, len(data) - 8).struct()
        _check_file(data, file, footer)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Damaged(f"footer: {type(error).__name__}") from error


class _Leaf(NamedTuple):
    """A column of single values."""

    kind: int
    is_nested: bool


def _check_file(data: bytes, file: Struct, footer: int) -> None:
    leaves = _leaves(file[2])
    rows, groups = file[3], file.get(4, [])
    _require(0 <= rows <= LEAST_ROWS + ROWS_PER_BYTE * len(data), "rows")
    _require(sum(group[3] for group in groups) == rows and all(group[3] >= 0 for group in groups), "rows of its groups")
    unpacked = 0
    for group in groups:
        _require(len(group[1]) == len(leaves), "columns of a group")
        for chunk, leaf in zip(group[1], leaves, strict=True):
            column = chunk[3]
            _require(column[1] == leaf.kind, "type of a column")
            _require(column[5] == group[3] or (leaf.is_nested and column[5] >= 0), "values of a column")
            unpacked += _check_column(data, column, footer)
            _require(unpacked <= LEAST_BYTES + BYTES_PER_BYTE * len(data), "size of its data")


def _leaves(schema: list[Struct]) -> list[_Leaf]:
    """The columns of single values in a schema, which lists its elements depth first."""
    leaves: list[_Leaf] = []
    at = 1

    def below(number: int, is_nested: bool, depth: int) -> None:
        nonlocal at
        _require(0 <= number <= len(schema) - at and depth < _DEEPEST, "schema")
        for _ in range(number):
            element = schema[at]
            at += 1
            nested = is_nested or element.get(3) == 2
            if element.get(5) is not None:
                below(element[5], True, depth + 1)
                continue
            _require(element[1] in _TYPES and (element[1] != _FIXED or 0 < element.get(2, 0) <= 2**16), "schema")
            leaves.append(_Leaf(element[1], nested))

    below(schema[0].get(5, 0), False, 0)
    _require(at == len(schema), "schema")
    return leaves


def _check_column(data: bytes, column: Struct, footer: int) -> int:
    """Check the pages of a column; returns the bytes that they unpack to."""
    codec = column[4]
    # Some writers say 0 where there is no such page: of a column without values even both.
    offsets = [offset for offset in (column[9], column.get(11)) if offset]
    if not offsets and not column[5]:
        return 0
    start = min(offsets)
    end = start + column[7]
    _require(4 <= start <= end <= footer, "offset of a column")
    at, values, unpacked = start, 0, 0
    while at < end and values < column[5]:
        reader = _Reader(data, at, end)
        page = reader.struct()
        size = page[3]
        _require(0 <= size <= end - reader.at and page[2] >= 0, "size of a page")
        _check_page(page, codec, data, reader.at)
        if page[1] == _DICTIONARY:
            _require(at == start and 0 <= page[7][1] * _TYPES[column[1]] <= page[2], "dictionary")
            _require(page[7][1] <= 8 * page[2] + 1, "dictionary")
        elif page[1] in (_DATA, _DATA_2):
            number = page[5 if page[1] == _DATA else 8][1]
            _require(number >= 0, "values of a page")
            values += number
        at, unpacked = reader.at + size, unpacked + page[2]
    _require(values == column[5], "values of its pages")
    return unpacked


def _check_page(page: Struct, codec: int, data: bytes, at: int) -> None:
    """Whether a page's content, which starts at `at`, unpacks to what the page says."""
    packed, unpacked = page[3], page[2]
    if page[1] == _DATA_2:
        levels = page[8].get(5, 0) + page[8].get(6, 0)
        _require(page[8].get(5, 0) >= 0 and page[8].get(6, 0) >= 0 and levels <= min(packed, unpacked), "levels")
        at, packed, unpacked = at + levels, packed - levels, unpacked - levels
        codec = codec if page[8].get(7, True) else _UNCOMPRESSED
    if not packed and not unpacked:
        return
    content = data[at : at + min(packed, 32)]
    if codec == _UNCOMPRESSED:
        said = packed
    elif codec == _SNAPPY:
        said = _Reader(content, 0, len(content)).varint()
    elif codec == _GZIP:
        _require(packed >= 18, "size of a page")
        said = int.from_bytes(data[at + packed - 4 : at + packed], "little")
    elif codec == _ZSTD:
        said = _zstd_size(content, unpacked)
    elif codec in (_LZ4, _LZ4_RAW):
        said = unpacked if unpacked <= _LZ4_STEEPEST * packed else -1
    else:
        _require(codec == _BROTLI, "compression")
        said = unpacked if unpacked <= _BROTLI_LARGEST else -1
    _require(said == unpacked, "size of a page")


def _zstd_size(content: bytes, unsaid: int) -> int:
    """The size that a Zstandard frame says it unpacks to; `unsaid` where it doesn't."""
    _require(content[:4] == b"\x28\xb5\x2f\xfd", "compression")
    descriptor = content[4]
    is_single = bool(descriptor & 0x20)
    at = 5 + (not is_single) + (0, 1, 2, 4)[descriptor & 3]
    size = (int(is_single), 2, 4, 8)[descriptor >> 6]
    if not size:
        return unsaid
    return int.from_bytes(content[at : at + size], "little") + (256 if size == 2 else 0)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Damaged(what)


class _Reader:
    """Reads Thrift's compact protocol from some bytes: a struct as a mapping of field number to value."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self._data, self.at, self._end = data, at, end

    def struct(self, depth: int = 0) -> Struct:
        """Raises Damaged where the bytes are none, or end before it."""
        _require(depth < _DEEPEST, "depth of the footer")
        fields: Struct = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._zigzag()
            fields[number] = self._value(head & 15, depth)
        return fields

    def varint(self) -> int:
        result = shift = 0
        while True:
            byte = self._byte()
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
            shift += 7
            _require(shift < 70, "number")

    def _zigzag(self) -> int:
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def _byte(self) -> int:
        _require(self.at < self._end, "end of the footer or of a page")
        byte = self._data[self.at]
        self.at += 1
        return byte

    def _value(self, kind: int, depth: int) -> Any:
        match kind:
            case 1 | 2:
                return kind == 1
            case 3:
                return self._byte()
            case 4 | 5 | 6:
                return self._zigzag()
            case 7:
                return self._skip(8)
            case 8:
                return self._skip(self.varint())
            case 9 | 10:
                return list(self._items(depth))
            case 12:
                return self.struct(depth + 1)
        raise Damaged("type in the footer")

    def _skip(self, size: int) -> None:
        _require(size <= self._end - self.at, "text in the footer")
        self.at += size

    def _items(self, depth: int) -> Iterator[Any]:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self.varint()
        _require(size <= self._end - self.at, "list in the footer")
        kind = head & 15
        for _ in range(size):
            yield self._byte() == 1 if kind in (1, 2) else self._value(kind, depth + 1)
