"""The cells of a table: what each says, merged ones filled in, and what has become of each."""

from collections.abc import Collection, Iterable

from ...findings import catalogue
from ...findings.finding import Rule
from ...text import Text
from ..conversion import Conversion
from ..source import At, Grid, letters
from ..texts import one_line, safe

MOST_FILLED = 500_000
"""Cells that merged ones are filled into, all together: a merge may claim a whole sheet."""


class Cells:
    """A grid's cells, each of which is accounted for once: kept, merged, or lost with an entry that says why."""

    def __init__(self, grid: Grid, conversion: Conversion) -> None:
        self.grid, self.conversion = grid, conversion
        self.height, self.width = grid.height, grid.width
        for at, text in grid.cells.items():
            if (clean := safe(text)) != text:
                grid.cells[at] = clean
                conversion.note(catalogue.TEXT_MADE_SAFE, grid.place(at), text)
        # The keys of records are no cells.
        self._open = dict.fromkeys(at for at in sorted(grid.cells) if grid.pointer is None or at[0] > 0)
        self._origin: dict[At, At] = {}
        self.owner: object = None
        """The part of the framework that the cells are for that are kept from now on; None for all of it."""
        self._owners: dict[At, set[int]] = {}
        self._merged: set[At] = set()
        for (top, left), (bottom, right) in grid.merged:
            if (top, left) not in grid.cells:
                continue
            rows, columns = range(top, min(bottom + 1, self.height)), range(left, min(right + 1, self.width))
            if len(rows) * len(columns) + len(self._origin) <= MOST_FILLED:
                self._origin |= {(i, j): (top, left) for i in rows for j in columns if (i, j) not in grid.cells}

    def origin(self, at: At) -> At:
        """The cell that says what this one does: itself, or the first of the merged ones that it is among."""
        return self._origin.get(at, at)

    def text(self, at: At) -> str:
        """A cell's text, "" where it is blank or can't be read."""
        origin = self.origin(at)
        return "" if origin in self.grid.odd else self.grid.cells.get(origin, "")

    def row(self, row: int) -> list[At]:
        """The cells of a row that hold something themselves."""
        return [(row, j) for j in range(self.width) if (row, j) in self.grid.cells]

    def is_open(self, at: At) -> bool:
        """Whether nothing is said of a cell yet."""
        return at in self._open

    def keep(self, *cells: At) -> None:
        """Account for cells whose content is in the framework; those they are merged with count once."""
        for at in map(self.origin, cells):
            self._owners.setdefault(at, set()).add(id(self.owner) if self.owner is not None else 0)
            if at in self._open:
                del self._open[at]
                self.conversion.keep("cell")

    def merge(self, *cells: At) -> None:
        """Account for cells that say what another says."""
        for at in map(self.origin, cells):
            self._owners.setdefault(at, set()).add(id(self.owner) if self.owner is not None else 0)
            if at in self._open:
                del self._open[at]
                self._merged.add(at)
                self.conversion.merge("cell")

    def drop(self, gone: Collection[object], rule: Rule) -> None:
        """Account for kept cells that are only for parts that are not wanted after all."""
        ids = {id(part) for part in gone}
        for at, owners in self._owners.items():
            if ids and owners <= ids:
                self.conversion.take_back("cell", is_merged=at in self._merged)
                self.conversion.note(rule, self.place(at), self.grid.cells[at], kind="cell")

    def lose(
        self, rule: Rule, cells: Iterable[At], about: str, sample: str | None = None, **details: str | Text
    ) -> None:
        """Account for cells that are lost, with what is to be said of them; those accounted for already stay so."""
        lost = [at for at in dict.fromkeys(map(self.origin, cells)) if at in self._open]
        odd = self.grid.odd
        for at in lost:
            del self._open[at]
            rule_of = odd.get(at, rule)
            place, text = self.place(at), self.grid.cells[at]
            if rule_of is rule:
                self.conversion.note_with(rule, place, sample or text, details, kind="cell", about=about)
            else:
                named = {"column": one_line(self.grid.cells.get((0, at[1]), "")), "value": text}
                self.conversion.note_with(rule_of, place, text, named, kind="cell", about=self.grid.name, effect="lost")

    def rest(self) -> list[At]:
        """The cells that nothing has been said of, in order."""
        return [*self._open]

    def place(self, at: At) -> str:
        return self.grid.place(at)


def heads_of(cells: Cells, header_row: int, header_rows: int) -> dict[str, int]:
    """Head → column (from 0) of the columns that hold something from the head on.

    The rows of a head are joined by " / "; a head that appears twice, or a blank one, has its column's letter added.

    >>> from ..source import Grid
    >>> heads_of(Cells(Grid("", "f.csv", {(0, 0): "Name", (1, 1): "x", (0, 2): "Name"}), Conversion("import")), 1, 1)
    {'Name': 0, '@B': 1, 'Name@C': 2}
    """
    found: dict[str, int] = {}
    start = header_row - 1
    used = sorted({j for i, j in cells.grid.cells if i >= start})
    for j in used:
        head = head_text(cells, start, header_rows, j)
        if not head or head in found:
            head = f"{head}@{letters(j)}"
        found[head] = j
    return found


def head_text(cells: Cells, start: int, rows: int, column: int) -> str:
    """The head of a column: what its rows say, each text once."""
    parts = (one_line(cells.text((start + i, column))) for i in range(rows))
    return " / ".join(dict.fromkeys(part for part in parts if part))
