"""Tables with the same columns as one, so that many small ones are judged in few steps; each record knows its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import polars as pl

from . import table as tables
from .table import NO_KINDS, Kinds, ListedRecords, Odd, Part, Table, listed


class Unlike(Exception):
    """Some tables of a stack, by their numbers, can't be judged beside the others and have to be read by themselves."""

    def __init__(self, parts: Collection[int]) -> None:
        super().__init__(len(parts))
        self.parts = frozenset(parts)


class Piece(NamedTuple):
    """A table of listed records, as part of a stack."""

    table: Table
    records: ListedRecords


class Stack:
    """The tables that a stack is made of. Its own rows count all records, from 1."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self._starts = list(accumulate((len(piece.records.rows) for piece in pieces), initial=1))

    def at(self, row: int) -> tuple[Table, int]:
        """The table that a row of the stack belongs to, and its row there."""
        number = bisect_right(self._starts, row, hi=len(self.pieces)) - 1
        piece = self.pieces[number]
        return piece.table, piece.records.rows[row - self._starts[number]]

    def without(self, rows: pl.Series) -> None:
        """Raise Unlike with the tables of some rows, if there are any."""
        if rows.len():
            raise Unlike(self.parts(rows).to_list())

    def parts(self, rows: pl.Series) -> pl.Series:
        """The number (UInt16, from 0) of the table that each row belongs to."""
        return self._numbers.gather(rows - 1)

    def own_rows(self, rows: pl.Series) -> pl.Series:
        """The row of each in its own table."""
        return self._rows.gather(rows - 1)

    @cached_property
    def _numbers(self) -> pl.Series:
        return pl.Series("part", [i for i, p in enumerate(self.pieces) for _ in p.records.rows], pl.UInt16)

    @cached_property
    def _rows(self) -> pl.Series:
        return pl.Series("row", [row for piece in self.pieces for row in piece.records.rows], pl.UInt32)


class _Records:
    """The records of a stack."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    @property
    def has_lines(self) -> bool:
        return False

    @cached_property
    def _frame(self) -> pl.DataFrame:
        return listed([piece.records for piece in self._stack.pieces]).with_row_index("row", offset=1)

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        del kinds
        for start in range(0, max(self._frame.height, 1), tables.ROWS):
            yield Part(self._frame.slice(start, tables.ROWS))

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        table, own = self._stack.at(row)
        return table.records.cells(line, own)

    def text(self, line: int) -> str:
        raise AssertionError(line)

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        return [(row, self.cells(None, row)) for row in range(1, min(number, self._frame.height) + 1)]


def stacked(several: Sequence[Table]) -> Table:
    """The stack of tables of listed records that have the same headers, and their head in the same columns."""
    stack = Stack([Piece(t, t.records) for t in several if isinstance(t.records, ListedRecords)])
    odd: dict[tuple[int, int], Odd] = {}
    start = 0
    for table, records in stack.pieces:
        if table.odd:
            at = {row: i for i, row in enumerate(records.rows, start + 1)}
            odd |= {(at[row], column): o for (row, column), o in table.odd.items() if row in at}
        start += len(records.rows)
    return several[0]._replace(records=_Records(stack), odd=odd, form=None, stack=stack)
