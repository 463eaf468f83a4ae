"""A table with more columns than its file has, made of those it has; and without rows that are no data."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import polars as pl

from .table import NO_KINDS, Kinds, Part, Records, Table


class Extra(NamedTuple):
    """A column made of a table's own: its header, its cells (String) by the table's columns "0", "1", …

    Findings about its cells stand at the column `shown_at`; None: at the record.
    """

    header: str
    cells: pl.Expr
    shown_at: int | None = None


def extended(
    table: Table,
    extra: Sequence[Extra] = (),
    *,
    no_data: Collection[int] = (),
    keep: pl.Expr | None = None,
    blank: Collection[str] = (),
) -> Table:
    """The table with extra columns after its own, without the rows `no_data` (as a spreadsheet counts).

    `keep`: which of the records stay, by the table's columns; None: all. `blank`: cells that mean nothing.
    """
    width = len(table.headers)
    cells = tuple(e.cells.fill_null("").alias(str(width + i)) for i, e in enumerate(extra))
    shown = {width + i: e.shown_at for i, e in enumerate(extra)}
    return table._replace(
        headers=(*table.headers, *(e.header for e in extra)),
        records=_Extended(table.records, width, cells, tuple(no_data), keep, tuple(blank)),
        shown_at={**table.shown_at, **shown},
    )


class _Extended(NamedTuple):
    """Records with further cells."""

    base: Records
    width: int
    """How many cells a record of `base` has."""
    cells_of: tuple[pl.Expr, ...]
    no_data: tuple[int, ...]
    keep: pl.Expr | None
    blank: tuple[str, ...]

    @property
    def has_lines(self) -> bool:
        return self.base.has_lines

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        exprs = [*self.cells_of, *([] if self.keep is None else [self.keep])]
        as_text = {name for e in exprs for name in e.meta.root_names()}
        possible = {i: kind for i, kind in kinds.items() if str(i) not in as_text and not self.blank}
        for part in self.base.parts(possible):
            ragged = part.ragged.filter(~self._is_no_data()) if part.ragged is not None else None
            frame = part.frame if self.keep is None else part.frame.filter(self.keep)
            frame = frame.filter(~self._is_no_data()) if self.no_data else frame
            if self.blank:
                cell = pl.exclude("line", "row")
                frame = frame.with_columns(pl.when(~cell.str.strip_chars().is_in(self.blank)).then(cell).fill_null(""))
            yield Part(frame.with_columns(self.cells_of), ragged if ragged is not None and ragged.height else None)

    def _is_no_data(self) -> pl.Expr:
        return pl.col("row").is_in(self.no_data)

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        return self._with_extra(self.base.cells(line, row))

    def text(self, line: int) -> str:
        return self.base.text(line)

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        rows = [(row, cells) for row, cells in self.base.first(number + len(self.no_data)) if row not in self.no_data]
        return [(row, self._with_extra(cells) if len(cells) == self.width else cells) for row, cells in rows[:number]]

    def _with_extra(self, cells: Sequence[str | None]) -> Sequence[str | None]:
        frame = pl.DataFrame([cells], schema={str(i): pl.String for i in range(len(cells))}, orient="row")
        return [*cells, *(frame.select(self.cells_of).row(0) if self.cells_of else ())]
