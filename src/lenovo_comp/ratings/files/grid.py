"""A sheet's cells as a reader comes upon them, within bounds; laid out in rows once all of them are known."""

from collections.abc import Sequence
from typing import NamedTuple

from .cell_names import a1
from .number_formats import Format
from .parts import MOST_TEXT, TEXT_PER_BYTE
from .sheet_cells import TooLarge, near
from .sheet_xml import MOST_COLUMNS, MOST_ROWS, Sheet
from .table import Odd

MOST_CELLS = 500_000
"""Cells that hold something; more, where the file is large: one to a byte of it."""

Rows = list[list[object]]
Range = tuple[tuple[int, int], tuple[int, int]]


class ReadSheet(NamedTuple):
    """A sheet that was read: its cells row by row, typed (None or "" for blank ones), and what else there is to say."""

    name: str
    rows: Rows
    about: Sheet
    is_visible: bool = True
    merged: Sequence[Range] = ()
    """The first and the last cell of merged ones, from 0."""


class Bounds:
    """What may still be read of a workbook of so many bytes."""

    def __init__(self, size: int) -> None:
        self._most = self._cells = max(MOST_CELLS, size)
        self._text = max(MOST_TEXT, TEXT_PER_BYTE * size)

    def take(self, cells: int, text: int) -> None:
        """Read some cells, in which so many characters stand. Raises TooLarge."""
        self._cells -= cells
        self._text -= text
        if self._cells < 0:
            raise TooLarge(f"单元格超过 {self._most:,} 个", f"more than {self._most:,} cells")
        if self._text < 0:
            raise TooLarge("单元格中的文字过长", "too much text in its cells")


class Grid:
    """The cells of one sheet, by row and column from 0."""

    def __init__(self, name: str, bounds: Bounds, *, is_visible: bool = True) -> None:
        self.name, self.is_visible = name, is_visible
        self.merged: list[Range] = []
        self._bounds = bounds
        self._rows: dict[int, dict[int, object]] = {}
        self._odd: dict[tuple[int, int], Odd] = {}
        self._formats: dict[tuple[int, int], Format] = {}

    def put(self, row: int, column: int, value: object, format: Format | None = None) -> None:
        """Put a value into a cell; an `Odd` is one that is neither text nor number. Raises TooLarge."""
        if value is None or value == "":
            return
        self._bounds.take(1, len(value) if isinstance(value, str) else 0)
        self._rows.setdefault(row, {})[column] = value
        if isinstance(value, Odd):
            self._odd[row, column] = value
        elif format is not None:
            self._formats[row, column] = format

    def sheet(self) -> ReadSheet:
        """The sheet, without what is too far from the table. Raises TooLarge."""
        rows = {row + 1 for row in self._rows}
        columns = {column + 1 for cells in self._rows.values() for column in cells}
        limit = near(rows, columns, sum(map(len, self._rows.values()))) or (MOST_ROWS, MOST_COLUMNS)
        far = sorted((i, j) for i, cells in self._rows.items() for j in cells if i >= limit[0] or j >= limit[1])
        for i, j in far:
            del self._rows[i][j]
        width = max((j + 1 for cells in self._rows.values() for j in cells), default=0)
        laid: Rows = [
            [None] * width for _ in range(max((i + 1 for i, cells in self._rows.items() if cells), default=0))
        ]
        for i, cells in self._rows.items():
            for j, value in cells.items():
                laid[i][j] = None if isinstance(value, Odd) else value
        about = Sheet(self._odd, (a1(*far[0]), len(far)) if far else None, formats=self._formats)
        return ReadSheet(self.name, laid, about, self.is_visible, self.merged)
