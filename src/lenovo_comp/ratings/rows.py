"""A table's rows, part by part: coded, judged, and what counts of them kept."""

from collections.abc import Iterator

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding
from .columns import RATED
from .decoder import MANY
from .files.table import Part
from .judging import RowJudge
from .no_people import NoPeople
from .people import PersonRows
from .prefetching import prefetch
from .reporting import Reporter
from .sources import Source


class RowReader:
    """Reads one table's parts, and gives what counts of them to its source."""

    def __init__(self, source: Source, collector: Collector) -> None:
        self._source, self._decoder = source, source.decoder
        self._reporter = Reporter(self._decoder, collector)
        self._collector = collector
        self._no_people = NoPeople(self._decoder, collector)
        self._judge = RowJudge(self._decoder, self._reporter, in_folders=not source.roster)
        self._people = PersonRows(self._decoder)

    def read(self) -> Iterator[int]:
        """Judge all rows; yields how many records each part has. Raises table.Refused.

        While a part is judged, the next is being coded, and the next but one read (decision 0007).
        """
        parts = self._decoder.table.records.parts(self._decoder.kinds())
        both = ((part, self._decoder.encoded(part.frame)) for part in parts)
        for part, coded in prefetch(both, lambda some: some[1].height < MANY):
            ragged = self._report_ragged(part)
            if not part.frame.is_empty():
                coded = self._no_people.without(part.frame, coded)  # noqa: PLW2901
                if self._source.roster:
                    self._decoder.books["employee_id"].take_listed(coded["#employee_id"])
                self._process_part(coded)
            self._source.records += coded.height + ragged
            yield coded.height + ragged
        self._source.records += self._no_people.left_out
        self._source.left_out += self._no_people.left_out
        self._report_no_levels()
        self._judge.off_scale.refuse(self._source.ratings)
        self._reporter.finish()

    def _report_no_levels(self) -> None:
        """Report a table that names people and rates nobody; one of which rows are wrong has its findings."""
        source, table = self._source, self._decoder.table
        is_wrong = source.left_out or any(rows.height for rows in source.bad_rows)
        if source.people and not (source.ratings or is_wrong or source.roster or table.head or table.is_piece):
            self._collector.add([Finding(catalogue.NO_LEVELS, table.header_place(), key="levels")])

    def leave_out(self) -> None:
        """Count the records of a table that can't be used otherwise; ragged ones are reported."""
        for part in self._decoder.table.records.parts():
            given = part.frame.select(self._decoder.is_given().sum()).item()
            self._source.records += int(given)
            self._source.left_out += int(given)
            self._source.records += self._report_ragged(part)

    def _report_ragged(self, part: Part) -> int:
        """Report ragged records, which are left out; returns how many there are."""
        if part.ragged is None:
            return 0
        self._reporter.report_ragged(part.ragged)
        self._source.left_out += part.ragged.height
        return part.ragged.height

    def _process_part(self, coded: pl.DataFrame) -> None:
        """Judge a part's rows and keep what counts of them."""
        rows = self._decoder.rows(coded)
        bad = self._judge.bad(rows)
        counted = rows if bad is None else rows.filter(~bad)
        # A wide record is several rows; it counts as left out once, however many of them are wrong.
        if bad is not None and self._decoder.columns.wide:
            self._source.bad_rows.append(rows.filter(bad).select("row").unique())
        else:
            self._source.left_out += rows.height - counted.height
        judged = rows.with_columns((bad if bad is not None else pl.lit(False)).alias("bad"))
        people = self._people.kept(self._judge.somebodys(judged))
        self._source.keep(self._ratings(counted), people)

    def _ratings(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that are a rating and right: `RATED`, `line`, `row`."""
        has_level = "level" in self._decoder.names
        rows = self._decoder.facts(rows if has_level else rows.clear(), RATED)
        if has_level and rows["level"].null_count():
            rows = rows.filter(pl.col("level").is_not_null())
        return rows.select(n for n in (*RATED, "line", "row") if n in rows.columns)
