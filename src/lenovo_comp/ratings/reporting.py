"""Findings about the rows of a table: one for one cause, made as far as they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.finding import Collector, Finding, Place, Rule, Severity
from .columns import IDENTITY
from .decoder import RecordDecoder
from .rules import RatingsRule, Row, finding

_CELL = {"row": pl.UInt32, "column": pl.UInt16}


class Broken(NamedTuple):
    """A rule that rows may break at a column, and `where` they do; whether it looks at more than a cell of theirs."""

    rule: RatingsRule
    column: str
    where: pl.Expr
    is_of_row: bool


class Reporter:
    """Reports what is wrong with the rows of one table."""

    def __init__(self, decoder: RecordDecoder, collector: Collector) -> None:
        self._decoder, self._collector = decoder, collector
        self._table, self._columns = decoder.table, decoder.columns
        odd = [(row, column, x.rule.code) for (row, column), x in self._table.odd.items()]
        self._odd = pl.DataFrame(odd, schema={**_CELL, "code": pl.String}, orient="row") if odd else None

    def report(self, marked: pl.DataFrame, broken: Mapping[str, Broken]) -> None:
        """A finding for every cell that breaks a rule, by the Boolean columns of `marked`, but one for one cause.

        Where a workbook's cell is odd, nothing else is said of it; an error shows its cell and what can't be seen
        in it.
        """
        wrong = pl.DataFrame(schema=_CELL)
        found: dict[Rule, list[tuple[Broken, pl.DataFrame]]] = {}
        for key, b in broken.items():
            hits = marked.filter(key)
            if hits.is_empty():
                continue
            hits = self._once_a_cell(hits, b.column)
            if self._odd is not None:
                other = self._odd.filter(pl.col("code") != b.rule.rule.code)
                hits = hits.join(other, on=list(_CELL), how="anti", maintain_order="left")
            if b.rule.is_safety:
                hits = hits.join(wrong, on=list(_CELL), how="anti", maintain_order="left")
            if b.rule.rule.severity is Severity.ERROR:
                wrong = pl.concat([wrong, hits.select(list(_CELL))])
            found.setdefault(b.rule.rule, []).append((b, hits))
        for rule, some in found.items():
            self._collector.add_some(rule, sum(hits.height for _, hits in some), partial(self._findings, some))

    def _once_a_cell(self, hits: pl.DataFrame, name: str) -> pl.DataFrame:
        """The rows with the `column` of a cell that breaks a rule, each cell once.

        One of a wide table's record stands in a row a competency; one of a rating sheet's head in all of its rows.
        """
        if self._columns.wide and (name == "level" or name not in self._columns.known):
            return hits.with_columns(pl.col("level_column").cast(pl.UInt16).alias("column"))
        column = self._columns.known[name]
        if name == "level":
            pass
        elif self._columns.wide:
            hits = hits.unique("row", keep="first", maintain_order=True)
        elif column in self._table.head:
            hits = hits.head(1)
        return hits.with_columns(pl.lit(column, pl.UInt16).alias("column"))

    def _findings(self, found: Sequence[tuple[Broken, pl.DataFrame]], most: int) -> Iterator[Finding]:
        """The first findings of a rule, whatever columns they are in."""
        books, model = self._decoder.books, self._decoder.model
        first: list[tuple[Broken, Row]] = []
        for b, hits in found:
            names = {*IDENTITY, "line", "row", "column", "level", f"#{b.column}"}
            rows = hits.head(most).select(n for n in hits.columns if n in names)
            first += [(b, row) for row in rows.iter_rows(named=True)]
        for b, row in sorted(first, key=lambda x: (x[1]["row"], x[1]["column"]))[:most]:
            row["written"] = books[b.column].frame["written"][row[f"#{b.column}"]]
            yield finding(b.rule.rule, self._table, row, row["column"], b.rule.details(row, model, b.column))

    def report_ragged(self, ragged: pl.DataFrame) -> None:
        """A finding for every record that has too many or too few cells."""
        self._collector.add_some(catalogue.ROW_RAGGED, ragged.height, partial(self._ragged, ragged))

    def _ragged(self, ragged: pl.DataFrame, most: int) -> Iterator[Finding]:
        columns, path = str(len(self._table.headers)), self._table.path
        for line, row, fields, text in ragged.head(most).iter_rows():
            details = {"fields": str(fields), "columns": columns}
            # The row itself is the key: it goes into the fingerprint's hash and nowhere else.
            yield Finding(catalogue.ROW_RAGGED, Place(path, line, row=row), details=details, key=text)
