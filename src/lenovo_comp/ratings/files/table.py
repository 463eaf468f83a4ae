"""A table of text cells: headers, and records that come in parts, each with its place in the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import polars as pl

from ...findings import catalogue
from ...findings.finding import Excerpt, Finding, Place, Rule
from ...text import Text, shorten
from ..form import Form
from .cell_names import a1

if TYPE_CHECKING:
    from .stack import Stack

MOST_COLUMNS = 5_000
"""Columns that a table may have."""
WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""White space as the columnar engine strips it; `str.strip` takes a few control characters more."""


T = TypeVar("T")
Kinds = Mapping[int, pl.Categorical]
"""Columns (from 0) that may come as Categorical."""
NO_KINDS: Kinds = {}


class Refused(Exception):
    """A table is unusable as a whole, which shows only when its records are read."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule.code)
        self.finding = finding


class Odd(NamedTuple):
    """A workbook's cell that is neither text nor number, and the rule it breaks where it matters."""

    rule: Rule
    text: str


class Part(NamedTuple):
    """Some of a table's records, in order.

    `frame` has the columns `line` and `row` (UInt32, 1-based: physical line, spreadsheet row;
    `line` null where the file has no lines) and one column a header, named "0", "1", …, String or of the
    kind that was asked for.
    `ragged` holds what has too many or too few cells: `line`, `row`, `fields` UInt32, `text` String.
    """

    frame: pl.DataFrame
    ragged: pl.DataFrame | None = None


class Records(Protocol):
    """Where a table's records come from; they can be had again and again."""

    @property
    def has_lines(self) -> bool:
        """Whether records stand on lines of a text."""

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        """All records, blank ones among them. Raises Refused.

        Columns may be given as Categorical at once, where that is faster than casting them later.
        """

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        """A record's cells as they stand in the file."""

    def text(self, line: int) -> str:
        """A physical line, without its end."""

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        """The first records, each with its row: blank ones among them, and those with too few or too many cells."""


class Table(NamedTuple):
    """A header and its records.

    A workbook's table has its `sheet`, rows for lines, and `odd` cells by row (from 1) and column (from 0).
    """

    path: str
    headers: tuple[str, ...]
    records: Records
    header_line: int | None = 1
    delimiter: str = ","
    sheet: str | None = None
    odd: Mapping[tuple[int, int], Odd] = {}
    numeric: frozenset[int] = frozenset()
    """Columns of employee ids in which numbers stand."""
    head: Mapping[int, tuple[int, int]] = {}
    """Columns of a rating sheet that say the same for every record → the one cell (from 0) they come from."""

    unreadable: Mapping[int, str] = {}
    """Columns whose cells can't be read as text → their type. They come as blank."""
    shown_at: Mapping[int, int | None] = {}
    """Columns that nobody sees, made of others (see `extended`) or hidden → the column at which their findings stand;
    None: the record."""
    is_piece: bool = False
    """Whether there are only some of its records, so that nothing is told of it as a whole."""
    form: Form | None = None
    """The rating sheet that the table was made of."""
    stack: "Stack | None" = None
    """The tables that the table was made of."""
    places: Mapping[tuple[int, int], tuple[int, int]] = {}
    """Its cells → those of the sheet, where the table is one person's row of an overview."""
    part: int = 0
    """The row of the overview (from 1) that the table is made of; 0 where it is no such part of a sheet."""

    @property
    def identity(self) -> tuple[str, str | None, int]:
        """What tells the table from the others that are read."""
        return self.path, self.sheet, self.part

    def some(self, columns: Iterable[int], most: int) -> dict[int, list[str]]:
        """Column → its first cells that aren't blank, at most so many; the table is read once for all columns."""
        found: dict[int, list[str]] = {column: [] for column in columns}
        lacking = list(found)
        for part in self.records.parts() if lacking else ():
            cell = pl.col([str(column) for column in lacking])
            cells = part.frame.select(cell.filter(cell.str.strip_chars() != "").head(most).implode()).row(0)
            for column, more in zip(lacking, cells, strict=True):
                found[column] += more[: most - len(found[column])]
            lacking = [column for column in lacking if len(found[column]) < most]
            if not lacking:
                break
        return found

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        """Of the first records those that have a cell a column, each with its row."""
        return [(row, cells) for row, cells in self.records.first(number) if len(cells) == len(self.headers)]

    def whole(self) -> Part:
        """All records as one part, without blank ones, empty cells null."""
        parts = list(self.records.parts())
        names = [str(i) for i in range(len(self.headers))]
        frame = pl.concat([p.frame for p in parts]).with_columns(
            pl.when(pl.col(n).str.strip_chars() != "").then(pl.col(n)).alias(n) for n in names
        )
        ragged = [p.ragged for p in parts if p.ragged is not None]
        return Part(frame.filter(pl.any_horizontal(pl.col(names).is_not_null())), pl.concat(ragged) if ragged else None)

    def header_place(self, column: int | None = None) -> Place:
        """The place of the header, or of a column's."""
        column = self.shown_at.get(column, column) if column is not None else None
        value = self.headers[column] if column is not None else None
        return self.place(self.header_line, None if self.records.has_lines else 1, column, value)

    def place(self, line: int | None, row: int | None, column: int | None, value: str | None) -> Place:
        """The place of a record, or of its cell, which holds `value`."""
        if self.stack is not None and line is None and row is not None:
            table, row = self.stack.at(row)
            return table.place(None, row, column, value)
        column = self.shown_at.get(column, column) if column is not None else None
        header = self.headers[column].strip() if column is not None else None
        if self.sheet is not None:
            row = row if line is None else line
            at = (row or 1) - 1, (self.shown_at.get(0) or 0) if column is None else column
            if column is not None and column in self.head:
                at = self.head[column]
            at = self.places.get(at, at)
            row = at[0] + 1
            cell = f"{self.sheet}!{a1(*at)}"
            return Place(self.path, None, None, row, header, self._excerpt(column, value), cell)
        start = self._start(line, column)
        return Place(self.path, line, start, row if row is not None else line, header, self._excerpt(column, value))

    def _excerpt(self, column: int | None, value: str | None) -> Excerpt | None:
        if column is None:
            return None
        delimiter = " | " if self.sheet is not None else self.delimiter.replace("\t", " ")
        before = "" if column == 0 else "…" + delimiter
        after = "" if column == len(self.headers) - 1 else delimiter + "…"
        cell = shorten(value or "")
        return Excerpt(before + cell + after, len(before), max(len(cell), 1))

    def _start(self, line: int | None, column: int | None) -> int | None:
        """The character (1-based) at which a cell starts; None where that isn't on this line."""
        if line is None or column is None or not self.records.has_lines:
            return None
        starts = _starts(self.records.text(line), self.delimiter)
        return starts[column] if column < len(starts) else None


@lru_cache(maxsize=8)
def _starts(line: str, delimiter: str) -> Sequence[int]:
    """The characters (1-based) at which the cells of a line start. Cached: a row may have many findings."""
    starts, quoted, opens = [1], False, True
    for i, character in enumerate(line, 1):
        if character == '"' and (quoted or opens):
            quoted, opens = not quoted, quoted  # a second one right after it is a quote in quotes
        elif character == delimiter and not quoted:
            starts.append(i + 1)
            opens = True
        else:
            opens = False
    return starts


def too_wide(table: Table) -> Finding | None:
    """The finding about a table of too many columns."""
    if len(table.headers) <= MOST_COLUMNS:
        return None
    details: dict[str, str | Text] = {"columns": f"{len(table.headers):,}", "most": f"{MOST_COLUMNS:,}"}
    return Finding(catalogue.COLUMNS_TOO_MANY, table.header_place(), details=details)


class RowRecords(NamedTuple):
    """Records by row, without lines: `read(n, m)` gives m of them from the nth on; the first is row `first_row`."""

    height: int
    first_row: int
    read: Callable[[int, int], pl.DataFrame]

    @property
    def has_lines(self) -> bool:
        return False

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        del kinds
        for start in range(0, max(self.height, 1), ROWS):
            frame = self.read(start, ROWS)
            row = pl.int_range(start + self.first_row, start + self.first_row + pl.len(), dtype=pl.UInt32)
            yield Part(frame.with_columns(pl.lit(None, pl.UInt32).alias("line"), row.alias("row")))

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        del line
        return self.read(row - self.first_row, 1).row(0)

    def text(self, line: int) -> str:
        raise AssertionError(line)

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        return list(enumerate(self.read(0, number).rows(), self.first_row))


class ListedRecords(NamedTuple):
    """Few records, each with its spreadsheet row, and the cells that all of them end with."""

    rows: Sequence[int]
    lines: Sequence[Sequence[str | None]]
    ends: Sequence[str | None]
    width: int
    """Cells of a line."""

    @property
    def has_lines(self) -> bool:
        return False

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        del kinds
        yield Part(listed([self]).with_columns(pl.Series("row", self.rows, pl.UInt32)))

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        del line
        return [*self.lines[self.rows.index(row)], *self.ends]

    def text(self, line: int) -> str:
        raise AssertionError(line)

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        return [(row, self.cells(None, row)) for row in self.rows[:number]]


def listed(several: Sequence[ListedRecords]) -> pl.DataFrame:
    """The records of several tables of as many columns: `line` (null), "0", "1", … as in `Part`."""
    lines = [line for records in several for line in records.lines]
    width, ends = several[0].width, len(several[0].ends)
    of = pl.Series([i for i, records in enumerate(several) for _ in records.lines], dtype=pl.UInt32)
    own = [pl.Series(str(j), [line[j] for line in lines], pl.String) for j in range(width)]
    common = [pl.Series(str(width + j), [r.ends[j] for r in several], pl.String).gather(of) for j in range(ends)]
    return pl.DataFrame([pl.repeat(None, len(lines), dtype=pl.UInt32, eager=True).alias("line"), *own, *common])


ROWS = 500_000
"""Rows of a part where there are no bytes to cut by; tests make it small."""
