"""A table's rows, part by part: coded, judged, and what counts of them kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from ..findings.finding import Collector
from .columns import RATED
from .decoder import RecordDecoder
from .files.table import Part, prefetch
from .judging import RowJudge
from .people import PersonRows
from .reporting import Reporter


class Kept(NamedTuple):
    """What counts of a part's rows, by code and id; columns that the table lacks are missing.

    `ratings`: `RATED`, `line`, `row`. `people`: as `PersonRows.kept` has them, with few repeats.
    """

    records: int
    ratings: pl.DataFrame
    people: pl.DataFrame
    left_out: int
    bad_rows: pl.Series | None
    """Of a wide table, the records in which something is wrong."""


class RowReader:
    """Reads one table's parts."""

    def __init__(self, decoder: RecordDecoder, collector: Collector) -> None:
        self._decoder, self._columns = decoder, decoder.columns
        self._reporter = Reporter(decoder, collector)
        self._judge = RowJudge(decoder, self._reporter)
        self._people = PersonRows(decoder)

    def read(self) -> Iterator[Kept]:
        """Judge all rows, part by part: while one is judged, the next is being coded, and the next but one read."""
        parts = self._decoder.table.records.parts(self._decoder.kinds())
        for part, coded in prefetch((part, self._decoder.encoded(part.frame)) for part in parts):
            yield self._process_part(part, coded)

    def count(self) -> int:
        """The records of a table that can't be used otherwise; ragged ones are reported."""
        return sum(self._count(part) for part in self._decoder.table.records.parts())

    def _count(self, part: Part) -> int:
        given = part.frame.select(self._decoder.is_given().sum()).item()
        return int(given) + self._ragged(part)

    def _ragged(self, part: Part) -> int:
        """Report ragged records; returns how many there are."""
        if part.ragged is None:
            return 0
        self._reporter.report_ragged(part.ragged)
        return part.ragged.height

    def _process_part(self, part: Part, coded: pl.DataFrame) -> Kept:
        ragged = self._ragged(part)
        if part.frame.is_empty():
            return Kept(ragged, part.frame, part.frame, ragged, None)
        rows = self._decoder.rows(coded)
        bad = self._judge.bad(rows)
        left_out, bad_rows, counted = 0, None, rows
        if bad is not None:
            wrong, counted = rows.filter(bad)["row"], rows.filter(~bad)
            left_out, bad_rows = (0, wrong.unique()) if self._columns.wide else (len(wrong), None)
        people = self._people.kept(rows.with_columns((bad if bad is not None else pl.lit(False)).alias("bad")))
        return Kept(coded.height + ragged, self._ratings(counted), people, left_out + ragged, bad_rows)

    def _ratings(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that are a rating and right: `RATED`, `line`, `row`."""
        has_level = "level" in self._decoder.names
        rows = self._decoder.facts(rows if has_level else rows.clear(), RATED)
        if has_level and rows["level"].null_count():
            rows = rows.filter(pl.col("level").is_not_null())
        return rows.select(n for n in (*RATED, "line", "row") if n in rows.columns)
