"""Records without the rows that a mapping says are no data."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from ..files.table import NO_KINDS, Kinds, Part, Records, Table
from .source import SkippedRows


def without_rows(table: Table, skipped: SkippedRows) -> Table:
    """The table without some rows."""
    ranges = [*skipped.ranges, *((row, row) for row in _last(table, skipped.last))]
    return table._replace(records=_Without(table.records, tuple(ranges))) if ranges else table


def _last(table: Table, number: int) -> list[int]:
    """The last rows of a table that aren't blank."""
    rows: list[int] = []
    for frame, ragged in table.records.parts() if number else ():
        cell = pl.col([str(i) for i in range(len(table.headers))]).cast(pl.String)
        given = frame.filter(pl.any_horizontal(cell.str.strip_chars() != ""))["row"].tail(number).to_list()
        uneven = ragged["row"].tail(number).to_list() if ragged is not None else []
        rows = sorted([*rows, *given, *uneven])[-number:]
    return rows


class _Without(NamedTuple):
    """Records but those in some ranges of rows."""

    base: Records
    ranges: tuple[tuple[int, int], ...]

    @property
    def has_lines(self) -> bool:
        return self.base.has_lines

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        stays = ~pl.any_horizontal(pl.col("row").is_between(first, last) for first, last in self.ranges)
        for frame, ragged in self.base.parts(kinds):
            left = ragged.filter(stays) if ragged is not None else None
            yield Part(frame.filter(stays), left if left is not None and left.height else None)

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        return self.base.cells(line, row)

    def text(self, line: int) -> str:
        return self.base.text(line)

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        rows = self.base.first(number)
        return [x for x in rows if not any(first <= x[0] <= last for first, last in self.ranges)]
