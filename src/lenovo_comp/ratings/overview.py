"""The overview of a workbook of rating sheets: a row per person, a column per competency.

It is read as one rating sheet (`ratings.form`) per person, each cell of which knows its place on the overview. So
whatever holds for a sheet of one person holds for the overview, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from . import form
from . import overview_layout as layout
from .files.grid import ReadSheet
from .files.number_formats import Format
from .files.sheet_xml import Sheet
from .files.table import Odd

_ANSWERS = form.ANSWERS[0]
_Cell = tuple[int, int]


class PersonForm(NamedTuple):
    """A person's row as a rating sheet, and the row of its headers."""

    sheet: ReadSheet
    start: int
    places: form.Places
    row: int
    """The person's row (from 0) on the overview."""
    beside: tuple[form.Beside, ...] = ()
    """What stands on the overview where nothing is read."""


def is_overview(sheet: ReadSheet) -> bool:
    """Whether a sheet is an overview: by its mark, or the row of its columns, wherever they were moved."""
    return any(layout.MARK in row or layout.SHOWN + "employee_id" in row for row in sheet.rows[: form.HEADER_WITHIN])


def people(sheet: ReadSheet) -> list[PersonForm] | None:
    """The rating sheets of an overview, one per person; None where hidden rows or columns are gone.

    What stands outside the table's own cells goes to the first of them.
    """
    key = _key(sheet)
    top = _row_of(sheet, key, layout.COLUMNS)
    if key is None or top is None:
        return None
    columns = {text: j for j, cell in enumerate(sheet.rows[top]) if j != key and (text := form.as_text(cell))}
    if (
        not {"employee_id", "rater_role", layout.RATED, layout.SHOWN + "employee_id", layout.SHOWN + "rater_role"}
        <= columns.keys()
    ):
        return None
    reader = _Reader(sheet, key, top, columns)
    found = [reader.person(i) for i in range(top + 2, len(sheet.rows)) if reader.text(i, key) == layout.PERSON]
    if not found:
        return None
    return [found[0]._replace(beside=tuple(reader.strays())), *found[1:]]


def _key(sheet: ReadSheet) -> int | None:
    """The column of an overview's keys."""
    for row in sheet.rows[: form.HEADER_WITHIN]:
        for key in (layout.MARK, layout.COLUMNS):
            if key in row:
                return row.index(key)
    return None


def _row_of(sheet: ReadSheet, key: int | None, name: str) -> int | None:
    return next((i for i, row in enumerate(sheet.rows) if key is not None and row[key : key + 1] == [name]), None)


class _Reader:
    """Reads the rows of one overview."""

    def __init__(self, sheet: ReadSheet, key: int, top: int, columns: Mapping[str, int]) -> None:
        self._sheet, self._key, self._top, self._columns = sheet, key, top, columns
        self._head = {self.text(i, key): i for i in range(top) if self.text(i, key) in layout.OF_RATER}
        self._competencies = {
            name.removeprefix(layout.COMPETENCY): j for name, j in columns.items() if name.startswith(layout.COMPETENCY)
        }
        own = (
            name
            for name in columns
            if name in (*layout.OF_PERSON, layout.RATED) or name.startswith((layout.SHOWN, layout.OTHER))
        )
        self._own = {key, *(columns[name] for name in own)}

    def text(self, row: int, column: int) -> str:
        """A cell as text, "" where there is none."""
        cells = self._sheet.rows[row]
        return (form.as_text(cells[column]) or "") if column < len(cells) else ""

    def person(self, row: int) -> PersonForm:
        """A person's row as a rating sheet."""
        lines = _Lines(self._sheet)
        lines.add([form.MARK])
        shown = self._columns[layout.SHOWN + "employee_id"]
        for name in layout.OF_PERSON:
            if name in self._columns:
                given = row, self._columns[name]
                seen = row, self._columns.get(layout.SHOWN + name, -1)
                label = self._top + 1, seen[1]
                if seen[1] >= 0 or self.text(*given):
                    lines.add([name, given, label, seen if seen[1] >= 0 else given], at=(row, shown))
        for name, i in self._head.items():
            lines.add([name, (i, self._key + 1), (i, shown), (i, self._columns.get(layout.SHOWN + "name", shown + 1))])
        start = lines.add([form.TABLE, "behaviour", form.FOR_READING[1], *_ANSWERS])
        rated = self._rated(row)
        for id, j in rated.items():
            lines.add([id, "", (self._top + 1, j), (row, j), ""], at=(row, j))
        return PersonForm(lines.sheet(), start, lines.places, row)

    def strays(self) -> Iterator[form.Beside]:
        """What stands in cells of the table that take no answer, and beside or below it."""
        for i in range(self._top + 1, len(self._sheet.rows)):
            taken = self._taken(i)
            for j, cell in enumerate(self._sheet.rows[i]):
                if j not in taken and not form.is_blank(cell):
                    yield i, j, form.as_text(cell) or ""

    def _taken(self, row: int) -> set[int]:
        """The columns of a row that belong to the overview."""
        if row == self._top + 1 or self.text(row, self._key) == layout.LINKS:
            return {*self._own, *self._competencies.values()}
        if self.text(row, self._key) != layout.PERSON:
            return {self._key}
        rated = self._rated(row)
        return {*self._own, *rated.values()}

    def _rated(self, row: int) -> dict[str, int]:
        """The competencies that a person is rated on, each once, and their columns."""
        ids = self.text(row, self._columns[layout.RATED]).split()
        return {id: self._competencies[id] for id in ids if id in self._competencies}


class _Lines:
    """Rows of a rating sheet, made of an overview's cells or of texts."""

    def __init__(self, overview: ReadSheet) -> None:
        self._overview = overview
        self._rows: form.Rows = []
        self._odd: dict[_Cell, Odd] = {}
        self._formats: dict[_Cell, Format] = {}
        self.places: dict[_Cell, _Cell] = {}

    def add(self, cells: Sequence[str | _Cell], at: _Cell | None = None) -> int:
        """Add a row; a text stands as it is, a place for that cell of the overview. Returns the row's number.

        Findings about a text stand at the cell `at`, as do those about hidden cells.
        """
        number = len(self._rows)
        row: list[object] = []
        about = self._overview.about
        for j, cell in enumerate(cells):
            if isinstance(cell, str):
                row.append(cell)
            else:
                own = self._overview.rows[cell[0]]
                row.append(own[cell[1]] if 0 <= cell[1] < len(own) else "")
                self.places[number, j] = cell
                if cell in about.odd:
                    self._odd[number, j] = about.odd[cell]
                if cell in about.formats:
                    self._formats[number, j] = about.formats[cell]
        for j in range(form.WIDTH):
            if at is not None and (j not in (form.READ, form.FILLED) or (number, j) not in self.places):
                self.places[number, j] = at
        if (number, form.FILLED) in self.places:
            self.places[number, form.GIVEN] = self.places[number, form.FILLED]
        self._rows.append(row)
        return number

    def sheet(self) -> ReadSheet:
        """The rows as a sheet of the overview's name."""
        about = Sheet(self._odd, formats=self._formats)
        return self._overview._replace(rows=self._rows, about=about, merged=())
