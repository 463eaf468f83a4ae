"""Sheets of ours among those of a workbook, known by the mark in their hidden column."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ...findings import catalogue
from ...findings.finding import Rule
from ...text import Text, shorten
from ..conversion import Conversion
from ..matrix.cells import Cells
from ..source import At, Grid
from .cells import Unreadable, from_text
from .tables import MORE, Column

_WITHIN = 20, 6
"""Rows and columns in which the mark stands: people put titles above a table and columns before it."""
READ_ME = "readme"
"""The key of the page that explains a workbook."""


class Cell(NamedTuple):
    """A cell's text, and the cells it is in: several, where a text goes on in the rows below."""

    text: str
    at: tuple[At, ...]


class Sheet(NamedTuple):
    """A sheet of ours: its cells, the words of its mark, and where that stands, beside the heads."""

    cells: Cells
    words: tuple[str, ...]
    row: int
    column: int

    @property
    def key(self) -> str:
        """Which of our sheets it is."""
        return self.words[0] if self.words else ""

    def heads(self) -> Iterator[tuple[int, str]]:
        """The columns beside the mark and their heads, "" where one has none."""
        for column in range(self.column + 1, self.cells.width):
            yield column, self.cells.text((self.row, column))

    def rows(self, below: int | None = None) -> Iterator[dict[int, Cell]]:
        """The rows below the heads (or below another row) that hold anything, by column.

        Rows that go on with the one above are joined to it, and their marks accounted for.
        """
        start = self.row if below is None else below
        by_row: dict[int, dict[int, Cell]] = {}
        for at in sorted(self.cells.grid.cells):
            if at[0] > start:
                by_row.setdefault(at[0], {})[at[1]] = Cell(self.cells.grid.cells[at], (at,))
        current: dict[int, Cell] = {}
        for row in by_row.values():
            if current and (more := row.get(self.column)) is not None and more.text == MORE:
                self.cells.keep(*row.pop(self.column).at)
                for column, cell in row.items():
                    above = current.get(column, Cell("", ()))
                    current[column] = Cell(above.text + cell.text, above.at + cell.at)
                continue
            if current:
                yield current
            current = row
        if current:
            yield current

    def value(self, cell: Cell, column: Column) -> Any:
        """What a cell says; None where it is lost, since its column can't take it. Who uses it keeps the cell."""
        if not any(at in self.cells.grid.odd for at in cell.at):
            try:
                return from_text(column, cell.text)
            except Unreadable:
                pass
        self.lose_cell(cell, column.head)
        return None

    def keep(self, cells: Iterable[Cell]) -> None:
        """Account for cells whose content is in the framework."""
        self.cells.keep(*(at for cell in cells for at in cell.at))

    def lose_cell(self, cell: Cell, column: Text, what: Text | None = None) -> None:
        """Account for a cell that can't be what its column holds."""
        what = what or Text(f"“{shorten(cell.text)}”", f'"{shorten(cell.text)}"')
        self.cells.lose(catalogue.FIELD_LOST, cell.at, str(cell.at[0]), column=column, what=what)

    def lose(
        self, cells: Iterable[Cell], what: Text, rule: Rule = catalogue.ROW_LOST, sample: str | None = None
    ) -> None:
        """Account for the cells of a row that can't be read."""
        where = [at for cell in cells for at in cell.at]
        self.cells.lose(rule, where, f"{self.key} {what.en} {sample}", sample, what=what)

    def lose_columns(self, used: Sequence[int]) -> None:
        """Account for columns that nothing is known of: all that is left, but for those used."""
        for column in sorted({j for _, j in self.cells.rest()} - {*used}):
            head = self.cells.grid.cells.get((self.row, column))
            left = [at for at in self.cells.rest() if at[1] == column]
            name = head or self.place(left[0])
            self.cells.lose(catalogue.COLUMN_LOST, left, str(column), column=name)

    def place(self, at: At) -> str:
        """How reports call a cell."""
        return self.cells.place(at)


def has_mark(mark: str, sheets: Sequence[Grid]) -> bool:
    """Whether a workbook has a sheet with the mark."""
    return any(_find(mark, grid) is not None for grid in sheets)


def sheets_with(mark: str, sheets: Sequence[Grid], conversion: Conversion) -> list[Sheet]:
    """The sheets that have a mark. What stands on others is lost; the page that explains the workbook doesn't count."""
    found = []
    for grid in sheets:
        at = _find(mark, grid)
        cells = Cells(grid, conversion)
        if at is None:
            what = Text(f"工作表“{shorten(grid.name)}”", f'the sheet "{shorten(grid.name)}"')
            cells.lose(catalogue.ROW_LOST, cells.rest(), grid.name, what=what)
        else:
            sheet = Sheet(cells, tuple(grid.cells[at].split()[1:]), *at)
            if sheet.key != READ_ME:
                cells.keep(at)
            found.append(sheet)
    return found


def _find(mark: str, grid: Grid) -> At | None:
    """Where a sheet has the mark."""
    for at in ((row, column) for row in range(_WITHIN[0]) for column in range(_WITHIN[1])):
        if grid.cells.get(at, "").split(" ")[0] == mark:
            return at
    return None
