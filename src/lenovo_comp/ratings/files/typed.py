"""Tables of typed columns: those of Parquet, and rows that another engine hands over with their places."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ...findings import catalogue
from ...findings.finding import Finding
from . import table as tables
from .header_row import find_column
from .table import NO_KINDS, Kinds, Part, Records, Table

Schema = Mapping[str, pl.DataType]


def is_readable(kind: pl.DataType) -> bool:
    """Whether values of a type can be written as text."""
    plain = kind.is_numeric() or kind == pl.Boolean or kind == pl.Null or kind == pl.String
    return plain or kind in (pl.Categorical, pl.Enum, pl.Date, pl.Datetime, pl.Time)


def texts(schema: Schema) -> list[pl.Expr]:
    """The columns as text, named "0", "1", …; those that can't be read are blank."""
    return [
        (pl.col(header).cast(pl.String) if is_readable(kind) else pl.lit("")).alias(str(i))
        for i, (header, kind) in enumerate(schema.items())
    ]


def typed_table(path: str, schema: Schema, records: Records) -> Table:
    """A table of typed columns."""
    kinds = list(schema.values())
    unreadable = {i: type(kind).__name__ for i, kind in enumerate(kinds) if not is_readable(kind)}
    ids = [i for i, header in enumerate(schema) if find_column(header) == "employee_id"]
    numeric = frozenset(i for i in ids if kinds[i].is_numeric())
    return Table(path, tuple(schema), records, header_line=None, unreadable=unreadable, numeric=numeric)


def numeric_ids(table: Table) -> list[Finding]:
    """The findings about columns of employee ids that hold numbers."""
    named = [(i, table.headers[i]) for i in sorted(table.numeric)]
    return [Finding(catalogue.IDS_ARE_NUMBERS, table.header_place(i), h, {"column": h}, key=h) for i, h in named]


class PlacedRecords(NamedTuple):
    """Some of a table's records: `frame` has the columns of `table.Part`, sorted by `row`."""

    frame: pl.DataFrame

    @property
    def has_lines(self) -> bool:
        return False

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        del kinds
        for start in range(0, max(self.frame.height, 1), tables.ROWS):
            yield Part(self.frame.slice(start, tables.ROWS))

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        del line
        at = self.frame["row"].search_sorted(row, "left")
        return self.frame.drop("line", "row").row(int(at))

    def text(self, line: int) -> str:
        raise AssertionError(line)

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        some = self.frame.head(number)
        return list(zip(some["row"], some.drop("line", "row").rows(), strict=True))
